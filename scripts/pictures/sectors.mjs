import { dots, frame, KINDS, legend, mapIn, only, picture, scaleBar, shape, text } from "./svg.mjs";

/** Masts with three antennas each, and masts that reach only so far. */
export function drawSectors(sojourn) {
  const random = sojourn.createRandom("sectors");
  const border = sojourn.buildZones(
    ["land"],
    [
      [
        [
          [
            [36, 1],
            [37.1, 1],
            [37.1, 1.9],
            [36, 1.9],
          ],
        ],
      ],
    ],
  );
  const masts = [];
  while (masts.length < 22) {
    const tries = Array.from({ length: 6 }, () => [36.05 + random(), 1.05 + 0.8 * random()]);
    const gap = ([x, y]) => Math.min(...masts.map(([u, v]) => Math.hypot(x - u, y - v)), 9);
    masts.push(tries.sort((a, b) => gap(b) - gap(a))[0]);
  }
  const hasSectors = (mast) => mast % 3 !== 2;
  const each = masts.flatMap((_, mast) =>
    hasSectors(mast) ? [0, 120, 240].map((degrees) => [mast, degrees]) : [[mast, Number.NaN]],
  );
  const azimuthDegrees = each.map(([mast, degrees]) => (degrees + 15 * mast) % 360);
  const antennas = sojourn.createLocations(
    "antennas",
    each.map((_, a) => `a${a}`),
    each.map(([mast]) => masts[mast][0]),
    each.map(([mast]) => masts[mast][1]),
  );
  const tessellation = sojourn.buildTessellation(antennas, { border });
  const RANGE = 12_000;
  const ranged = sojourn.buildServiceAreas(antennas, tessellation, {
    azimuthDegrees,
    maxRangeMeters: each.map(() => RANGE),
  });
  const open = sojourn.buildServiceAreas(antennas, tessellation, { azimuthDegrees });
  const colours = [KINDS[0], KINDS[1], KINDS[2], "#d8d8d8"];
  const kindOf = (row) => {
    const a = ranged.cellOf.indexOf(row);
    return Number.isNaN(each[a][1]) ? 3 : each[a][1] / 120;
  };
  const panel = (box, areas) => {
    const map = mapIn(box, sojourn.formatZones(border), 0);
    const features = sojourn.formatZones(areas.cells);
    return [
      frame(map, { fill: "#fff" }),
      colours.map((fill, kind) =>
        shape(map.path(only(features, (row) => kindOf(row) === kind)), { fill, stroke: "#fff", width: 0.8 }),
      ),
      shape(map.path(sojourn.formatZones(tessellation.cells)), { stroke: "#222", width: 1.1 }),
      dots(masts.map(map.at), 2.4),
      scaleBar(map, 20_000, "20 km"),
    ];
  };
  const total = border.areaM2[0];
  const served = ranged.cells.areaM2.reduce((sum, area) => sum + area, 0);
  const percent = Math.round(100 * (1 - served / total));
  return picture({
    width: 900,
    height: 476,
    title: "Service areas: directions and ranges",
    description: `Cells of 22 masts, cut into three sectors where a mast has three antennas. On the right each antenna reaches 12 km at most, so that ${percent} % of the land is served by none.`,
    parts: [
      text(16, 30, "By the direction of the antenna", { size: 16, weight: "bold" }),
      text(464, 30, `And within 12 km: ${percent} % of the land is served by none`, { size: 16, weight: "bold" }),
      panel({ x: 16, y: 46, width: 420, height: 344 }, open),
      panel({ x: 464, y: 46, width: 420, height: 344 }, ranged),
      legend(16, 420, [
        [colours[0], "first antenna of a mast", 186],
        [colours[1], "second", 96],
        [colours[2], "third", 84],
        [colours[3], "antenna that serves all round", 230],
        ["#fff", "served by none", 130],
      ]),
      text(
        16,
        446,
        "Black lines: cells of the masts. Land belongs to the antenna whose azimuth is nearest to the direction in which it lies from the mast.",
        { size: 12.5 },
      ),
    ],
  });
}
