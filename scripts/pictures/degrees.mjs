import { clippedByPath, dots, frame, mapIn, only, picture, SEA, scaleBar, shape, text } from "./svg.mjs";

const WRONG = "#cc3311";

/** The land whose nearest antenna in degrees is another than on the globe, near the equator and in the north. */
export function drawDegrees(sojourn) {
  const left = drawAt(sojourn, 5, { x: 16, y: 46, width: 420, height: 400 }, "south");
  const right = drawAt(sojourn, 65, { x: 464, y: 46, width: 420, height: 400 }, "north");
  return picture({
    width: 900,
    height: 510,
    title: "Nearest in degrees and nearest on the globe",
    description: `Two countries of the same size with 60 antennas each and the cells of these on the sphere. Land whose nearest antenna in degrees is another than on the globe is red: ${left.percent} % of the country at 5 degrees north, ${right.percent} % of the one at 65 degrees north.`,
    parts: [
      text(16, 30, `At 5° north: ${left.percent} % of the land`, { size: 16, weight: "bold" }),
      text(464, 30, `At 65° north: ${right.percent} % of the land`, { size: 16, weight: "bold" }),
      left.parts,
      right.parts,
      `<rect x="16" y="461" width="18" height="13" fill="${WRONG}" fill-opacity="0.6" stroke="#666" stroke-width="0.7"/>`,
      text(40, 472, "goes to another than the nearest antenna if longitude and latitude are taken for a plane", {
        size: 12.5,
      }),
      text(
        16,
        496,
        "Lines: the cells on the sphere. Dots: antennas. Two countries of 100,000 km² with 60 antennas; red in squares of 4 km.",
        { size: 12.5 },
      ),
    ],
  });
}

function drawAt(sojourn, lat, box, id) {
  const random = sojourn.createRandom("degrees");
  const world = sojourn.generateWorld({
    random,
    antennas: 60,
    districts: 6,
    centre: { lon: 15, lat },
    urbanShare: 0.2,
  });
  const { antennas, border } = world;
  const { cells } = sojourn.buildTessellation(antennas, { border });
  const grid = sojourn.buildSquareGrid(border, { sideMeters: 4000 });
  const onGlobe = sojourn.findNearest(antennas, grid.columns.lon, grid.columns.lat).location;
  const wrong = onGlobe.map((nearest, row) =>
    nearest === nearestInDegrees(antennas, grid.columns.lon[row], grid.columns.lat[row]) ? 0 : 1,
  );
  const onLand = sojourn.findZones(border, grid.columns.lon, grid.columns.lat);
  const land = onLand.reduce((sum, zone) => sum + (zone >= 0 ? 1 : 0), 0);
  const off = onLand.reduce((sum, zone, row) => sum + (zone >= 0 ? wrong[row] : 0), 0);
  const map = mapIn(box, sojourn.formatZones(border));
  const squares = only(sojourn.formatZones(grid), (row) => wrong[row] === 1);
  const coast = map.path(sojourn.formatZones(border));
  const places = Array.from(antennas.columns.lon, (lon, a) => [lon, antennas.columns.lat[a]]);
  return {
    percent: ((100 * off) / land).toFixed(1),
    parts: [
      frame(box, { fill: SEA, stroke: "none" }),
      shape(coast, { fill: "#fff" }),
      clippedByPath(id, coast, [shape(map.path(squares), { fill: WRONG, opacity: 0.6 })]),
      shape(map.path(sojourn.formatZones(cells)), { stroke: "#444", width: 0.8 }),
      dots(places.map(map.at), 1.8),
      scaleBar(map, 100_000, "100 km"),
    ],
  };
}

/** What a plane of longitude and latitude takes for the nearest. */
function nearestInDegrees({ columns }, lon, lat) {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let a = 0; a < columns.lon.length; a++) {
    const x = columns.lon[a] - lon;
    const y = columns.lat[a] - lat;
    if (x * x + y * y >= least) continue;
    least = x * x + y * y;
    best = a;
  }
  return best;
}
