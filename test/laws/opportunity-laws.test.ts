import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { exclusiveTies, inclusiveTies, sequentialTies, splitTies } from "../../src/models/intervening.ts";
import { interveningLaw, type OpportunityLawOptions } from "../../src/models/intervening-law.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import {
  opportunityPriorityLaw,
  schneiderLaw,
  stoufferLaw,
  universalOpportunityLaw,
} from "../../src/models/opportunity-laws.ts";
import { populationWeightedLaw } from "../../src/models/population-weighted.ts";
import { extendedRadiationLaw, selectiveRadiationLaw } from "../../src/models/radiation-extended.ts";
import { finiteRadiationLaw, modifiedRadiationLaw, radiationLaw } from "../../src/models/radiation-laws.ts";
import { uniformLaw } from "../../src/models/uniform-law.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { squareOf } from "../models/worlds.ts";
import { PRINTED, type PrintedLaw, slowPopulationWeighted, slowWeights, type Ties } from "../slow/opportunity-laws.ts";

const RULES = {
  split: splitTies(),
  inclusive: inclusiveTies(),
  exclusive: exclusiveTies(),
  sequential: sequentialTies(),
};
const RULE_NAMES = Object.keys(RULES) as Ties[];

/** Every law with its printed form. */
const LAWS: readonly (readonly [
  name: string,
  law: (options: OpportunityLawOptions) => FlowLaw,
  printed: PrintedLaw,
])[] = [
  ["radiation", radiationLaw, PRINTED.radiation],
  ["finite radiation", finiteRadiationLaw, PRINTED.finite],
  ["extended radiation 0.4", (o) => extendedRadiationLaw({ ...o, alpha: 0.4 }), PRINTED.extended(0.4)],
  ["extended radiation 1.7", (o) => extendedRadiationLaw({ ...o, alpha: 1.7 }), PRINTED.extended(1.7)],
  ["selection 0.5", (o) => selectiveRadiationLaw({ ...o, lambda: 0.5 }), PRINTED.selective(0.5)],
  ["selection 0.97", (o) => selectiveRadiationLaw({ ...o, lambda: 0.97 }), PRINTED.selective(0.97)],
  ["selection 0", (o) => selectiveRadiationLaw({ ...o, lambda: 0 }), PRINTED.selective(0)],
  ["Schneider", (o) => schneiderLaw({ ...o, acceptance: 0.03 }), PRINTED.schneider(0.03)],
  ["Stouffer", stoufferLaw, PRINTED.stouffer],
  ["priority", opportunityPriorityLaw, PRINTED.priority],
  ["universal", (o) => universalOpportunityLaw({ ...o, alpha: 0.3, beta: 0.6 }), PRINTED.universal(0.3, 0.6)],
  [
    "own survival",
    (o) => interveningLaw({ ...o, name: "own", survival: (a) => 1 / (1 + a / 7) ** 2 }),
    (m, s, n) => (1 + m / 7) ** 2 * (1 / (1 + (m + s) / 7) ** 2 - 1 / (1 + (m + s + n) / 7) ** 2),
  ],
];

/** Places on a lattice, some without people or opportunities, some at one point: many are equally far. */
const place = fc.record({
  mass: fc.nat({ max: 40 }),
  offered: fc.nat({ max: 40 }),
  x: fc.nat({ max: 4 }),
  y: fc.nat({ max: 4 }),
});
const lattice = fc.array(place, { minLength: 1, maxLength: 14 }).map((list) => ({
  mass: list.map(({ mass }) => mass),
  opportunities: list.map(({ offered }) => offered),
  distances: squareOf(list.length, (i, j) => (list[i]!.x - list[j]!.x) ** 2 + (list[i]!.y - list[j]!.y) ** 2),
}));

/** Costs from everywhere to everywhere that differ there and back. */
const oneWay = fc
  .array(fc.tuple(fc.nat({ max: 40 }), fc.array(fc.nat({ max: 6 }), { minLength: 9, maxLength: 9 })), {
    minLength: 1,
    maxLength: 9,
  })
  .map((list) => ({
    mass: list.map(([mass]) => mass),
    opportunities: list.map(([mass], l) => (mass * 7 + l) % 30),
    distances: squareOf(list.length, (i, j) => list[i]![1][j]!),
  }));
const worlds = fc.oneof(lattice, oneWay);
const seeded = (numRuns: number): fc.Parameters<unknown> => ({ seed: 42, numRuns });

const cells = (law: FlowLaw): Float64Array => denseFromRows(law).value;
const rowSums = (law: FlowLaw): number[] => {
  const row = new Float64Array(law.columns);
  return Array.from({ length: law.rows }, (_, o) => {
    law.fillRow(o, row);
    return row.reduce((sum, p) => sum + p, 0);
  });
};
/** The largest difference, relative where figures are above 1; NaN if one is NaN. */
const far = (got: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Array.from(got, (x, c) => Math.abs(x - expected[c]!) / Math.max(1, Math.abs(expected[c]!))).reduce(
    (a, b) => Math.max(a, b),
    0,
  );
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("a law of intervening opportunities", () => {
  it.each(LAWS)(
    "%s is what is printed, with places counted ring by ring, under every rule about ties",
    (_, law, printed) => {
      fc.assert(
        fc.property(worlds, fc.constantFrom(...RULE_NAMES), ({ mass, opportunities, distances }, ties) => {
          const n = mass.length;
          const slow = slowWeights(mass, opportunities, (i, j) => distances.value[i * n + j]!, ties, printed);
          const fast = cells(law({ mass, opportunities, distances, ties: RULES[ties] }));
          expect(far(fast, slow.flat())).toBeLessThan(1e-13);
        }),
        seeded(150),
      );
    },
  );

  it("of population-weighted opportunities counts who lives around the destination, whatever the way back costs", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...RULE_NAMES), ({ mass, opportunities, distances }, ties) => {
        const n = mass.length;
        const slow = slowPopulationWeighted(mass, opportunities, (i, j) => distances.value[i * n + j]!, ties);
        const fast = cells(populationWeightedLaw({ mass, opportunities, distances, ties: RULES[ties] }));
        expect(far(fast, slow.flat())).toBeLessThan(1e-13);
      }),
      seeded(150),
    );
  });

  it("with a survival function has rows that add up to 1 − S(M) / S(m), unless ties change sums", () => {
    const survivals: readonly [(o: OpportunityLawOptions) => FlowLaw, (a: number) => number][] = [
      [radiationLaw, (a) => 1 / a],
      [(o) => extendedRadiationLaw({ ...o, alpha: 0.4 }), (a) => 1 / (1 + a ** 0.4)],
      [(o) => selectiveRadiationLaw({ ...o, lambda: 0.9 }), (a) => (1 - 0.9 ** (a + 1)) / (a + 1)],
      [(o) => schneiderLaw({ ...o, acceptance: 0.01 }), (a) => Math.exp(-0.01 * a)],
      [(o) => interveningLaw({ ...o, name: "linear", survival: (a) => 1 - a / 9999 }), (a) => 1 - a / 9999],
    ];
    fc.assert(
      fc.property(worlds, fc.constantFrom("split", "sequential"), (world, ties) => {
        for (const [law, survival] of survivals) {
          const sums = rowSums(law({ ...world, ties: RULES[ties as Ties] }));
          world.mass.forEach((own, i) => {
            if (own === 0 && law === radiationLaw) expect(sums[i]).toBe(0);
            else {
              const all = own + sum(world.opportunities) - world.opportunities[i]!;
              expect(sums[i]).toBeCloseTo(1 - survival(all) / survival(own), 12);
            }
          });
        }
      }),
      seeded(100),
    );
  });

  it("under split ties depends neither on the order of the places nor on the unit or scale of distance", () => {
    const all = [...LAWS.map(([, law]) => law), populationWeightedLaw];
    fc.assert(
      fc.property(lattice, fc.nat(), ({ mass, opportunities, distances }, seed) => {
        const n = mass.length;
        const order = mass
          .map((_, i) => i)
          .sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101) || a - b);
        const moved = (m: DenseMatrix): DenseMatrix => squareOf(n, (i, j) => m.value[order[i]! * n + order[j]!]!);
        const scaled = squareOf(n, (i, j) => 3.7 * Math.sqrt(distances.value[i * n + j]!));
        for (const law of all) {
          const whole = denseFromRows(law({ mass, opportunities, distances }));
          const other = law({
            mass: order.map((i) => mass[i]!),
            opportunities: order.map((i) => opportunities[i]!),
            distances: moved(distances),
          });
          expect(far(cells(other), moved(whole).value)).toBeLessThan(1e-13);
          expect(cells(law({ mass, opportunities, distances: scaled }))).toEqual(whole.value);
        }
      }),
      seeded(60),
    );
  });

  it("is the same to the bit from a matrix, row by row, and from a ranking, in whatever order rows are read", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...RULE_NAMES), ({ mass, opportunities, distances }, ties) => {
        const n = mass.length;
        const rule = RULES[ties];
        const byRow = {
          rows: n,
          columns: n,
          fillRow: (row: number, into: Float64Array) => into.set(distances.value.subarray(row * n, row * n + n)),
        };
        const ranking = rankDestinations({ distances: byRow, ties: rule });
        for (const law of [...LAWS.map(([, each]) => each), populationWeightedLaw]) {
          const expected = cells(law({ mass, opportunities, distances, ties: rule }));
          expect(cells(law({ mass, opportunities, distances: byRow, ties: rule }))).toEqual(expected);
          const ranked = law({ mass, opportunities, distances: ranking });
          const row = new Float64Array(n).fill(Number.NaN);
          for (let o = n - 1; o >= 0; o--) {
            ranked.fillRow(o, row);
            expect(row).toEqual(expected.slice(o * n, o * n + n));
          }
        }
      }),
      seeded(60),
    );
  });
});

describe("laws that are special cases of others", () => {
  it("agree with them", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...RULE_NAMES), (world, ties) => {
        const options = { ...world, ties: RULES[ties] };
        const oneMore = { ...options, mass: world.mass.map((m) => m + 1) };
        const same = (a: FlowLaw, b: FlowLaw): void => expect(far(cells(a), cells(b))).toBeLessThan(1e-13);
        same(extendedRadiationLaw({ ...options, alpha: 1 }), radiationLaw(oneMore));
        same(selectiveRadiationLaw({ ...options, lambda: 0 }), radiationLaw(oneMore));
        same(universalOpportunityLaw({ ...options, alpha: 0, beta: 1 }), radiationLaw(options));
        same(universalOpportunityLaw({ ...options, alpha: 1, beta: 0 }), opportunityPriorityLaw(options));
        same(interveningLaw({ ...oneMore, name: "1 / a", survival: (a) => 1 / a }), radiationLaw(oneMore));
        const survival = (a: number): number => Math.exp(-0.02 * a);
        same(interveningLaw({ ...options, name: "e", survival }), schneiderLaw({ ...options, acceptance: 0.02 }));
      }),
      seeded(100),
    );
  });

  it("modified radiation with gamma 0 is radiation to the last bit, and otherwise radiation with scaled opportunities", () => {
    fc.assert(
      fc.property(worlds, fc.double({ min: -2, max: 2, noNaN: true }), (world, gamma) => {
        const conditions = world.mass.map((m, l) => ((m * 13 + l * 7) % 11) / 5 - 1);
        expect(cells(modifiedRadiationLaw({ ...world, conditions, gamma: 0 }))).toEqual(cells(radiationLaw(world)));
        const opportunities = world.opportunities.map((n, l) => n * Math.exp(gamma * conditions[l]!));
        const scaled = radiationLaw({ ...world, opportunities });
        expect(far(cells(modifiedRadiationLaw({ ...world, conditions, gamma })), cells(scaled))).toBeLessThan(1e-13);
      }),
      seeded(100),
    );
  });

  it("have the limits of small and large parameters", () => {
    fc.assert(
      fc.property(lattice, ({ mass, opportunities, distances }) => {
        const n = mass.length;
        const options = { mass: mass.map((m) => m + 1), opportunities, distances };
        const shares = (law: FlowLaw): Float64Array => {
          const sums = rowSums(law);
          return cells(law).map((p, c) => (p === 0 ? 0 : p / sums[Math.floor(c / n)]!));
        };
        // Small L and lambda near 1: all opportunities alike, wherever they are.
        const even = cells(uniformLaw({ opportunities }));
        expect(far(shares(schneiderLaw({ ...options, acceptance: 1e-13 })), even)).toBeLessThan(1e-9);
        expect(far(shares(schneiderLaw({ ...options, acceptance: 1e-300 })), even)).toBeLessThan(1e-13);
        expect(far(shares(selectiveRadiationLaw({ ...options, lambda: 1 - 2 ** -53 })), even)).toBeLessThan(1e-12);
        // Small alpha: shares of the logarithm.
        const logarithms = slowWeights(
          options.mass,
          opportunities,
          (i, j) => distances.value[i * n + j]!,
          "split",
          (m, s, there, others) => Math.log((m + s + there) / (m + s)) / Math.log((m + others) / m),
        );
        expect(far(shares(extendedRadiationLaw({ ...options, alpha: 1e-11 })), logarithms.flat())).toBeLessThan(1e-9);
        // Large alpha and L: the nearest place that offers anything takes all whose number is above that at home.
        const nearest = slowWeights(
          options.mass,
          opportunities,
          (i, j) => distances.value[i * n + j]!,
          "split",
          (_m, s) => (s === 0 ? 1 : 0),
        );
        expect(far(cells(schneiderLaw({ ...options, acceptance: 800 })), nearest.flat())).toBeLessThan(1e-13);
        const steep = extendedRadiationLaw({ ...options, mass: mass.map((m) => m + 2), alpha: 5000 });
        expect(far(cells(steep), nearest.flat())).toBeLessThan(1e-13);
      }),
      seeded(100),
    );
  });

  it("Schneider's gives the logarithms of its weights", () => {
    fc.assert(
      fc.property(worlds, fc.double({ min: 1e-12, max: 2, noNaN: true }), (world, acceptance) => {
        const law = schneiderLaw({ ...world, acceptance });
        const row = new Float64Array(law.columns);
        const logs = new Float64Array(law.columns);
        for (let o = 0; o < law.rows; o++) {
          law.fillRow(o, row);
          law.fillLogRow!(o, logs);
          row.forEach((p, d) => {
            expect(Math.abs(Math.exp(logs[d]!) - p)).toBeLessThanOrEqual(1e-13 * p);
          });
        }
      }),
      seeded(100),
    );
  });

  it("tell some cells of a row, and its sum, as they tell the whole row", () => {
    const known = (name: string): boolean => /^(radiation|extended|selection|Schneider)/.test(name);
    const cellLaws = [
      ...LAWS,
      [
        "radiation, modified",
        (o: OpportunityLawOptions) =>
          modifiedRadiationLaw({ ...o, gamma: 0.4, conditions: Array.from(o.mass, (_, l) => l % 3) }),
      ] as const,
    ];
    fc.assert(
      fc.property(
        worlds,
        fc.constantFrom(...cellLaws),
        fc.constantFrom(...RULE_NAMES),
        fc.nat(),
        (world, [name, make], rule, pick) => {
          const ranking = rankDestinations({ distances: world.distances, ties: RULES[rule] });
          for (const law of [make({ ...world, ties: RULES[rule] }), make({ ...world, distances: ranking })]) {
            const isTold = known(name) && rule !== "inclusive" && rule !== "exclusive";
            expect(law.fillCells !== undefined).toBe(isTold);
            if (law.fillCells === undefined) continue;
            const n = law.columns;
            const row = new Float64Array(n);
            for (let o = 0; o < n; o++) {
              const isLog = law.fillLogRow !== undefined;
              (law.fillLogRow ?? law.fillRow)(o, row);
              const columns = Uint32Array.from(row.keys()).filter((d) => ((pick >>> (d + o)) & 1) === 1);
              const into = new Float64Array(n).fill(-7);
              const weightOf = (x: number): number => (isLog ? Math.exp(x) : x);
              const sum = weightOf(law.fillCells(o, columns, into));
              const whole = row.reduce((a, x) => a + weightOf(x), 0);
              expect(Math.abs(sum - whole)).toBeLessThanOrEqual(1e-13 * whole);
              into.forEach((x, d) => {
                if (!columns.includes(d)) expect(x).toBe(-7);
                else expect(Math.abs(weightOf(x) - weightOf(row[d]!))).toBeLessThanOrEqual(1e-13 * weightOf(row[d]!));
              });
            }
          }
        },
      ),
      seeded(400),
    );
  });
});
