import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Random, Zones } from "../../src/types.ts";
import { placeAt, ragged } from "../space/worlds.ts";

/** Configurations of antennas in which triangulations break: who stands where, on a plane about a place, in degrees. */
type Points = [east: number, north: number][];

const upTo = (random: Random, most: number): number => Math.floor(most * random());

/** From a degree down to some metres. */
const scale = (random: Random): number => 10 ** (-4 * random());

const KINDS: Readonly<Record<string, (random: Random, n: number) => Points>> = {
  "all at one place": (random, n) => {
    const at: [number, number] = [random() - 0.5, random() - 0.5];
    return Array.from({ length: n }, () => at);
  },
  "pairs a millimetre or less apart": (random, n) =>
    Array.from({ length: n }, (): [number, number] => [random() - 0.5, random() - 0.5]).flatMap(
      ([e, u]): Points => [
        [e, u],
        [e + 2e-8 * random(), u],
      ],
    ),
  "on a line": (random, n) => {
    const [e, u] = [random() - 0.5, random() - 0.5];
    return Array.from({ length: n }, (_, i) => [(e * i) / n, (u * i) / n]);
  },
  "on a line from west to east, and one beside it": (random, n) => [
    ...Array.from({ length: n }, (_, i): [number, number] => [i / n - 0.5, 0]),
    [0, scale(random) * 1e-3],
  ],
  "on a lattice": (random, n) => {
    const side = Math.max(2, Math.floor(Math.sqrt(n)));
    const step = scale(random) / side;
    return Array.from({ length: side * side }, (_, i) => [(i % side) * step, Math.floor(i / side) * step]);
  },
  "on a triangular lattice": (random, n) => {
    const side = Math.max(2, Math.floor(Math.sqrt(n)));
    const step = scale(random) / side;
    return Array.from({ length: side * side }, (_, i) => {
      const row = Math.floor(i / side);
      return [((i % side) + (row % 2) / 2) * step, (row * step * Math.sqrt(3)) / 2];
    });
  },
  "on a circle": (random, n) => {
    const r = scale(random) / 2;
    return Array.from({ length: n }, (_, i) => [
      r * Math.cos((2 * Math.PI * i) / n),
      r * Math.sin((2 * Math.PI * i) / n),
    ]);
  },
  "on circles about a mast": (random, n) => {
    const r = scale(random) / 2;
    const rings = Array.from({ length: n }, (_, i): [number, number] => {
      const [radius, angle] = [r * (1 + (i % 3)), (2 * Math.PI * Math.floor(i / 3) * 3) / n];
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    return [[0, 0], ...rings];
  },
  "in tight clusters": (random, n) => {
    const tight = scale(random) * 1e-3;
    const middle = Array.from({ length: 1 + upTo(random, 4) }, () => [random() - 0.5, random() - 0.5]);
    return Array.from({ length: n }, (_, i) => {
      const [e, u] = middle[i % middle.length]!;
      return [e! + tight * random(), u! + tight * random()];
    });
  },
  "far from the land and on it": (random, n) =>
    Array.from({ length: n }, (_, i) =>
      i % 2 === 0 ? [20 * random() - 10, 20 * random() - 10] : [random(), random()],
    ),
};

/** Land about the place: a ragged isle, one with a lake, or two. */
function landAt(random: Random, place: (east: number, north: number) => [number, number]): Zones {
  const shapes = [
    [[ragged(0, 0, 0.7, 12)]],
    [[ragged(0, 0, 0.7, 12), ragged(0.1, 0, 0.2, 8)]],
    [[ragged(0, 0, 0.5, 12)], [ragged(1.2, 0, 0.3, 8)]],
    [
      [
        [
          [-0.5, -0.5],
          [0.5, -0.5],
          [0.5, 0.5],
          [-0.5, 0.5],
        ],
      ],
    ],
  ];
  const shape = shapes[upTo(random, shapes.length)]!;
  return buildZones(["land"], [shape.map((rings) => rings.map((ring) => ring.map(([e, u]) => place(e!, u!))))]);
}

const PLACES = [
  [10, 0],
  [85, 27],
  [25, 70],
  [180, -17],
  [0, 90],
  [40, -90],
] as const;

const ROUNDS = 10_000;

describe("ten thousand tessellations of antennas that break triangulations", () => {
  const names = Object.keys(KINDS);
  for (const [k, name] of names.entries()) {
    it(`${name}: no antenna is lost, areas are finite and sum to the land's, points lie in the nearest one's cell`, () => {
      const wrong: string[] = [];
      for (let round = 0; round < ROUNDS / names.length; round++) {
        const seed = `${name} ${round}`;
        const random = createRandom(seed);
        const [lon, lat] = PLACES[(round + k) % PLACES.length]!;
        const place = placeAt(lon, lat);
        const border = landAt(random, place);
        const at = KINDS[name]!(random, 1 + upTo(random, round % 20 === 0 ? 300 : 24)).map(([e, u]) => place(e, u));
        const ids = at.map((_, i) => `a${i}`);
        const antennas = createLocations(
          "antennas",
          ids,
          at.map(([x]) => x),
          at.map(([, y]) => y),
        );
        const { cells, cellOf } = buildTessellation(antennas, { border });
        const off = sumOf(cells.areaM2) / border.areaM2[0]! - 1;
        if (!(Math.abs(off) < 1e-9)) wrong.push(`${seed}: areas are off by ${off}`);
        if (!cells.areaM2.every((m2) => m2 >= 0) || !cells.points.every(Number.isFinite))
          wrong.push(`${seed}: numbers`);
        if (cellOf.length !== at.length) wrong.push(`${seed}: ${cellOf.length} antennas`);
        if (new Set(cellOf).size !== cells.length) wrong.push(`${seed}: ${cells.length} cells`);
        for (const [a, c] of cellOf.entries()) {
          const first = Number(cells.columns.id[c]!.slice(1));
          const d = greatCircleMeters(at[a]![0], at[a]![1], at[first]![0], at[first]![1]);
          if (!(d < 1.01e-3)) wrong.push(`${seed}: antenna ${a} is in the cell of one ${d} m away`);
        }
        const points = Array.from({ length: 3 }, () => place(1.2 * random() - 0.6, 1.2 * random() - 0.6));
        const found = findZones(
          cells,
          points.map(([x]) => x),
          points.map(([, y]) => y),
        );
        for (const [i, [x, y]] of points.entries()) {
          if (found[i]! < 0) continue;
          const d = at.map(([u, v]) => greatCircleMeters(x, y, u, v));
          const own = Math.min(...d.filter((_, a) => cellOf[a] === found[i]));
          if (own > Math.min(...d) + 2e-3) wrong.push(`${seed}: point ${i} is ${own - Math.min(...d)} m off`);
        }
      }
      expect(wrong).toEqual([]);
    });
  }
});
