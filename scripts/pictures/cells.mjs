import {
  clipped,
  dots,
  frame,
  legend,
  mapIn,
  only,
  picture,
  SEA,
  STEPS,
  scaleBar,
  shape,
  squareAbout,
  text,
} from "./svg.mjs";

/** Urban and rural cells of a country, and its capital. */
export function drawCells(sojourn) {
  const random = sojourn.createRandom("cells");
  const { antennas, border } = sojourn.generateWorld({ random, antennas: 900, districts: 12 });
  const { cells, cellOf } = sojourn.buildTessellation(antennas, { border });
  const labels = ["up to 500 m", "up to 1 km", "up to 5 km", "more"];
  const classes = sojourn.radiusClasses({ labels, upToMeters: [500, 1000, 5000] });
  const coverage = sojourn.measureCoverage(cells, { classes });
  const { areaM2, equivalentRadiusMeters } = coverage.columns;
  const capital = [antennas.columns.lon[0], antennas.columns.lat[0]];
  const around = squareAbout(sojourn, capital, 16_000);
  const features = sojourn.formatZones(cells);

  const country = mapIn({ x: 16, y: 46, width: 420, height: 420 }, sojourn.formatZones(border));
  const town = mapIn({ x: 464, y: 46, width: 420, height: 420 }, around, 0);
  const layers = (map, line) => {
    const seen = features.features.map(map.shows);
    return labels.map((_, c) =>
      shape(map.path(only(features, (row) => seen[row] && coverage.columns.class[row] === c)), {
        fill: STEPS[c],
        stroke: "#fff",
        width: line,
      }),
    );
  };
  const places = Array.from(antennas.columns.lon, (lon, a) => [lon, antennas.columns.lat[a]]);
  const onTown = places.map(town.at).filter(([x, y]) => x > 464 && x < 884 && y > 46 && y < 466);
  const [[left, top], [right, bottom]] = country.boundsOf(around);
  const box = {
    x: Math.round(left),
    y: Math.round(top),
    width: Math.round(right - left),
    height: Math.round(bottom - top),
  };

  const byArea = Array.from(cells.areaM2.keys()).sort((a, b) => areaM2[a] - areaM2[b]);
  const marked = [
    { map: country, row: byArea.at(-1), x: 372, y: 66 },
    { map: town, row: cellOf[0], x: 800, y: 80 },
  ];
  const radius = (row) => equivalentRadiusMeters[row];
  const inWords = (meters) =>
    meters < 1000 ? `${Math.round(meters / 10) * 10} m` : `${(meters / 1000).toFixed(0)} km`;
  const km2 = (m2) => (m2 < 1e7 ? (m2 / 1e6).toFixed(2) : Math.round(m2 / 1e6).toLocaleString("en-US"));
  const labelOf = ({ map, row, x, y }) => {
    const [left, top] = map.at([cells.columns.lon[row], cells.columns.lat[row]]);
    return [
      shape(map.path(features.features[row]), { stroke: "#000", width: 2 }),
      `<path d="M${left},${top}L${x},${y + 20}" stroke="#000"/>`,
      `<rect x="${x - 52}" y="${y - 15}" width="104" height="36" fill="#fff" stroke="#000"/>`,
      text(x, y, `${km2(areaM2[row])} km²`, { size: 12, anchor: "middle" }),
      text(x, y + 15, `radius ${inWords(radius(row))}`, { size: 12, anchor: "middle" }),
    ];
  };
  return picture({
    width: 900,
    height: 540,
    title: "Urban and rural cells of antennas",
    description: `The Voronoi cells of 900 antennas of an invented country of 100,000 km², coloured by the radius of a circle of the same area, and beside it 16 km about its capital. The cell in the middle of the capital has ${km2(areaM2[cellOf[0]])} km², the largest cell ${km2(areaM2[byArea.at(-1)])} km².`,
    parts: [
      text(16, 30, "An invented country, 900 antennas", { size: 16, weight: "bold" }),
      text(464, 30, "Its capital, 16 km from side to side", { size: 16, weight: "bold" }),
      frame(country, { fill: SEA, stroke: "none" }),
      layers(country, 0.4),
      `<path d="M${box.x + box.width},${box.y}L464,46M${box.x + box.width},${box.y + box.height}L464,466" stroke="#000" stroke-width="0.8" stroke-dasharray="4 3"/>`,
      frame(box, { stroke: "#000" }),
      labelOf(marked[0]),
      scaleBar(country, 100_000, "100 km"),
      clipped("town", town, [layers(town, 1), dots(onTown, 1.8), labelOf(marked[1])]),
      frame(town, { stroke: "#000" }),
      scaleBar(town, 2000, "2 km"),
      text(16, 496, "Radius of a circle of the cell's area:", { size: 12.5 }),
      legend(
        240,
        496,
        labels.map((words, c) => [STEPS[c], words, 118]),
      ),
      text(
        16,
        522,
        "A person who used an antenna was somewhere in its cell: in the capital within about a kilometre, in the country within ten to twenty.",
        { size: 12.5 },
      ),
    ],
  });
}
