import * as h3 from "h3-js";
import { dots, frame, legend, mapIn, only, picture, SEA, STEPS, scaleBar, shape, text } from "./svg.mjs";

/** One country in squares and in hexagons, coloured by the antennas that stand in them. */
export function drawGrids(sojourn) {
  const random = sojourn.createRandom("grids");
  const { antennas, border } = sojourn.generateWorld({ random, antennas: 400, districts: 10 });
  const squares = sojourn.buildSquareGrid(border, { sideMeters: 20_000 });
  const hexagons = sojourn.buildHexagonGrid(border, { h3, resolution: 5 });
  const { lon, lat } = antennas.columns;
  const coast = sojourn.formatZones(border);
  const colours = ["#fff", ...STEPS.toReversed()];
  const panel = (box, grid) => {
    const map = mapIn(box, coast, 16);
    const zone = sojourn.findZones(grid, lon, lat);
    const count = new Uint32Array(grid.length);
    for (const row of zone) if (row >= 0) count[row]++;
    const classOf = count.map((antennas) => [0, 1, 4, 16].filter((limit) => antennas > limit).length);
    const features = sojourn.formatZones(grid);
    return [
      frame(box, { fill: SEA, stroke: "none" }),
      colours.map((fill, c) =>
        shape(map.path(only(features, (row) => classOf[row] === c)), { fill, stroke: "#777", width: 0.5 }),
      ),
      shape(map.path(coast), { stroke: "#111", width: 1.6 }),
      dots(
        Array.from(lon, (x, a) => map.at([x, lat[a]])),
        0.8,
      ),
      scaleBar(map, 100_000, "100 km"),
    ];
  };
  const mean = hexagons.areaM2.reduce((sum, area) => sum + area, 0) / hexagons.length / 1e6;
  return picture({
    width: 900,
    height: 512,
    title: "One country in squares and in hexagons",
    description: `An invented country covered by ${squares.length} squares of 20 km and by ${hexagons.length} hexagons of H3, resolution 5, coloured by the number of antennas in each. Cells at the coast are whole.`,
    parts: [
      text(16, 30, `${squares.length} squares of 20 km`, { size: 16, weight: "bold" }),
      text(464, 30, `${hexagons.length} hexagons of H3, about ${Math.round(mean)} km² each`, {
        size: 16,
        weight: "bold",
      }),
      panel({ x: 16, y: 46, width: 420, height: 420 }, squares),
      panel({ x: 464, y: 46, width: 420, height: 420 }, hexagons),
      text(16, 496, "Antennas in a cell:", { size: 12.5 }),
      legend(
        140,
        496,
        ["none", "1", "2 to 4", "5 to 16", "more"].map((words, c) => [colours[c], words, 92]),
      ),
    ],
  });
}
