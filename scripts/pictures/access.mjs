import { frame, legend, mapIn, only, picture, SEA, scaleBar, shape, text } from "./svg.mjs";

const STEPS = ["#f7f7f7", "#d0e3ec", "#86bcd6", "#3a86b8", "#0d4a82"];

/** Hospital beds per thousand people, shared by all in reach, over the cells of a country. */
export function drawAccess(sojourn) {
  const random = sojourn.createRandom("access");
  const world = sojourn.generateWorld({ random, antennas: 500, districts: 16, urbanShare: 0.4 });
  const { antennas, border } = world;
  const { cells } = sojourn.buildTessellation(antennas, { border });
  const at = [0, 1, 2, 3, 5, 6, 8, 9, 11, 13];
  const beds = [600, 260, 200, 160, 60, 60, 40, 40, 40, 30];
  const { lon, lat } = antennas.columns;
  const hospitals = sojourn.createLocations(
    "stops",
    at.map((_, h) => `hospital ${h + 1}`),
    at.map((a) => lon[a]),
    at.map((a) => lat[a]),
  );
  const reach = 60_000;
  const { demand } = sojourn.measureFloatingCatchment(antennas, hospitals, {
    people: world.people,
    capacity: beds,
    decay: sojourn.gaussianDecay({ bandwidth: reach / 3, maxCost: reach }),
  });
  const nearest = sojourn.measureNearestFacility(antennas, hospitals).columns.cost;
  const kilometres = [10, 25, 50, 75];
  const perThousand = [0.5, 1, 1.5, 2];
  const distance = Array.from(nearest, (metres) => 4 - kilometres.filter((limit) => metres / 1000 > limit).length);
  const access = Array.from(demand.columns.accessibility, (beds) =>
    beds === 0 ? 0 : Math.max(1, perThousand.filter((limit) => 1000 * beds > limit).length),
  );
  const features = sojourn.formatZones(cells);
  const panel = (box, classOf) => {
    const map = mapIn(box, sojourn.formatZones(border));
    return [
      frame(map, { fill: SEA, stroke: "none" }),
      STEPS.map((fill, c) =>
        shape(map.path(only(features, (row) => classOf[row] === c)), { fill, stroke: "#999", width: 0.4 }),
      ),
      beds.map((count, h) => {
        const [x, y] = map.at([hospitals.columns.lon[h], hospitals.columns.lat[h]]);
        const r = Math.round(10 * (2 + Math.sqrt(count) / 3)) / 10;
        return `<circle cx="${x}" cy="${y}" r="${r}" fill="#ee7733" fill-opacity="0.75" stroke="#222"/>`;
      }),
      scaleBar(map, 100_000, "100 km"),
    ];
  };
  return picture({
    width: 900,
    height: 540,
    title: "How far to a hospital, and how many beds for all who can reach it",
    description:
      "Two maps of one invented country with ten hospitals. Left: distance to the nearest hospital. Right: beds per thousand people by floating catchments. Land near a small hospital with many people about it is near but poorly supplied.",
    parts: [
      text(16, 30, "Distance to the nearest hospital", { size: 16, weight: "bold" }),
      text(464, 30, "Beds per thousand people in reach", { size: 16, weight: "bold" }),
      panel({ x: 16, y: 46, width: 420, height: 420 }, distance),
      panel({ x: 464, y: 46, width: 420, height: 420 }, access),
      legend(16, 492, [
        [STEPS[4], "to 10 km", 88],
        [STEPS[3], "25", 56],
        [STEPS[2], "50", 56],
        [STEPS[1], "75", 56],
        [STEPS[0], "farther", 80],
      ]),
      legend(464, 492, [
        [STEPS[0], "none", 70],
        [STEPS[1], "to 1", 66],
        [STEPS[2], "1.5", 62],
        [STEPS[3], "2", 56],
        [STEPS[4], "more than 2", 100],
      ]),
      text(
        16,
        522,
        "Circles: hospitals by their beds. Reach ends at 60 km; who is nearer counts more (a bell curve).",
        { size: 12.5 },
      ),
    ],
  });
}
