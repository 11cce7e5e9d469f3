import { describe, expect, it } from "vitest";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { inclusiveTies, splitTies } from "../../src/models/intervening.ts";
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
import { predictRadiation } from "../../src/models/radiation.ts";
import { extendedRadiationLaw, selectiveRadiationLaw } from "../../src/models/radiation-extended.ts";
import { finiteRadiationLaw, modifiedRadiationLaw, radiationLaw } from "../../src/models/radiation-laws.ts";
import { uniformLaw } from "../../src/models/uniform-law.ts";
import { squareOf } from "./worlds.ts";

/** Places on a line at 0, 1, 3, 7 …; from the first one, each is farther than the one before. */
const line = (mass: readonly number[]): OpportunityLawOptions => ({
  mass,
  distances: squareOf(mass.length, (i, j) => Math.abs(2 ** i - 2 ** j)),
});

const all: readonly (readonly [string, (options: OpportunityLawOptions) => FlowLaw])[] = [
  ["radiation", radiationLaw],
  ["finite radiation", finiteRadiationLaw],
  ["extended radiation, alpha 0.5", (o) => extendedRadiationLaw({ ...o, alpha: 0.5 })],
  ["radiation with selection, lambda 0.5", (o) => selectiveRadiationLaw({ ...o, lambda: 0.5 })],
  [
    "modified radiation, gamma 2",
    (o) => modifiedRadiationLaw({ ...o, conditions: Array.from(o.opportunities ?? o.mass, () => 0), gamma: 2 }),
  ],
  ["Schneider, L 0.01", (o) => schneiderLaw({ ...o, acceptance: 0.01 })],
  ["Stouffer", stoufferLaw],
  ["opportunity priority selection", opportunityPriorityLaw],
  ["universal opportunity, alpha 0.25, beta 0.5", (o) => universalOpportunityLaw({ ...o, alpha: 0.25, beta: 0.5 })],
  ["population-weighted opportunities", populationWeightedLaw],
  ["one's own", (o) => interveningLaw({ ...o, name: "one's own", survival: (a) => 1 / (1 + a) })],
];

const firstRow = (law: FlowLaw): number[] => {
  const row = new Float64Array(law.columns);
  law.fillRow(0, row);
  return [...row];
};

/** Figures computed with 120 digits from the survival functions, for the double parameters. */
describe("digits", () => {
  const mass = [812_345, 30, 2_500_000, 12, 9_000_000_000, 5];
  const extended = (alpha: number) => (o: OpportunityLawOptions) => extendedRadiationLaw({ ...o, alpha });
  const schneider = (acceptance: number) => (o: OpportunityLawOptions) => schneiderLaw({ ...o, acceptance });
  const selective = (lambda: number) => (o: OpportunityLawOptions) => selectiveRadiationLaw({ ...o, lambda });
  it.each<[string, (o: OpportunityLawOptions) => FlowLaw, number[]]>([
    [
      "a very small alpha",
      extended(1e-12),
      [
        1.8464720077067787e-17, 7.0272933876422773e-13, 1.8113858279127266e-18, 3.953839377069011e-12,
        2.7767558114862292e-22,
      ],
    ],
    [
      "a small alpha",
      extended(0.001),
      [
        1.8590349140856681e-8, 0.00070750702373838454, 1.8236916774672224e-9, 0.003980561338504906,
        2.7954103722938166e-13,
      ],
    ],
    [
      "a large alpha",
      extended(20),
      [
        0.0007383161135069568, 0.99926168388587355, 4.4882340339375985e-17, 6.194251064988276e-13,
        1.4202393173485872e-89,
      ],
    ],
    [
      "an alpha whose powers overflow",
      extended(400),
      [0.014663208612966798, 0.98533679138703323, 1.0027478603362317e-247, 6.9147436390336907e-245, 0],
    ],
    [
      "a very small L",
      schneider(1e-18),
      [3.0000000000000001e-17, 2.4999999999968753e-12, 1.1999999999970001e-17, 8.9999999594775e-9, 4.9999999549875e-18],
    ],
    [
      "an L beyond which nobody goes",
      schneider(1e-7),
      [2.9999955000044997e-6, 0.22119855333193975, 9.3455757527241497e-7, 0.77879751211498494, 0],
    ],
    [
      "the lambda next to 1",
      selective(1 - 2 ** -53),
      [
        1.6653345369127007e-15, 1.3877787806321871e-10, 6.6613381464181972e-16, 4.9960019458105901e-7,
        2.7755557121155272e-16,
      ],
    ],
    [
      "a lambda near 1",
      selective(0.9999999),
      [1.4796921858620503e-6, 0.11370671062507196, 5.0247114079037246e-7, 0.88513488048008593, 6.4222292920466188e-13],
    ],
    [
      "a lambda near 0",
      selective(1e-300),
      [3.6928712812786196e-5, 0.75471736246669097, 8.8846732503739132e-7, 0.24515459289409927, 5.0107924246898994e-14],
    ],
  ])("are kept with %s", (_, law, expected) => {
    const row = firstRow(law(line(mass)));
    expected.forEach((p, k) => {
      // An exponent as large as alpha magnifies the rounding of the logarithm.
      expect(Math.abs(row[k + 1]! - p) / Math.max(p, 1e-300), `place ${k + 1}`).toBeLessThan(p < 1e-80 ? 1e-11 : 2e-13);
    });
  });

  it("are kept where there is less than one person, or nobody, at the origin", () => {
    const steep = firstRow(extendedRadiationLaw({ ...line([0.3, 0.25, 0.5, 3]), alpha: 400 }));
    expect(steep[1]! / 1.396612091400024e-104).toBeCloseTo(1, 12);
    expect(steep[2]).toBeCloseTo(0.99999999665589145, 14);
    expect(steep[3]! / 3.3441085834728527e-9).toBeCloseTo(1, 6);
    const empty = firstRow(extendedRadiationLaw({ ...line([0, 3, 5]), alpha: 2.5 }));
    expect(empty[1]).toBeCloseTo(0.93971711872677732, 15);
    expect(empty[2]).toBeCloseTo(0.054788959462139727, 15);
  });

  it("are kept between masses that a number can hold", () => {
    const masses = [1e9, 4e9, 3e9].map((m) => m * 1e290);
    expect(firstRow(radiationLaw(line(masses)))[1]).toBeCloseTo(0.8, 14);
    expect(firstRow(radiationLaw(line(masses.map((m) => m * 1e-310 * 1e-290))))[1]).toBeCloseTo(0.8, 4);
  });

  it("of powers that follow from one another do not wear off over thousands of places", () => {
    const n = 20_000;
    const mass = Array.from({ length: n }, (_, l) => 1 + ((l * 7919) % 1000) + (l % 7) / 10);
    const fillRow = (_row: number, into: Float64Array): void => into.set(into.map((_x, d) => d));
    const row = firstRow(extendedRadiationLaw({ mass, distances: { rows: n, columns: n, fillRow }, alpha: 0.37 }));
    const own = mass[0]! ** 0.37;
    let a = mass[0]!;
    let worst = 0;
    for (let d = 1; d < n; d++) {
      const x = a ** 0.37;
      const gained = x * Math.expm1(0.37 * Math.log1p(mass[d]! / a));
      a += mass[d]!;
      worst = Math.max(worst, Math.abs(row[d]! / ((gained * (own + 1)) / ((x + 1) * (a ** 0.37 + 1))) - 1));
    }
    expect(worst).toBeLessThan(6e-15);
  });
});

describe("a law of intervening opportunities", () => {
  it.each(all)("%s: gives 0 to the origin itself and to places without opportunities", (name, law) => {
    const { mass, distances } = line([5, 7, 11, 13]);
    const made = law({ mass, distances, opportunities: [5, 0, 11, 13] });
    expect(made.name).toBe(name);
    const { value } = denseFromRows(made);
    for (const c of [0, 1, 5, 9, 10, 13, 15]) expect(value[c]).toBe(0);
    for (const c of [4, 6, 8, 11, 12, 14]) {
      // The farthest origins of population-weighted opportunities send nobody.
      if (law !== populationWeightedLaw) expect(value[c]).toBeGreaterThan(0);
    }
  });

  it.each(all)("%s: of one place, of none, or where nothing is offered goes nowhere", (_, law) => {
    expect(denseFromRows(law({ mass: [5], distances: squareOf(1, () => 0) })).value).toEqual(Float64Array.of(0));
    expect(denseFromRows(law({ mass: [], distances: squareOf(0, () => 0) })).value).toHaveLength(0);
    expect(denseFromRows(law({ ...line([5, 7, 9]), opportunities: [0, 0, 0] })).value).toEqual(new Float64Array(9));
    expect(denseFromRows(law(line([0, 0, 0]))).value).toEqual(new Float64Array(9));
    // All that there is, is at the origin.
    expect(firstRow(law(line([5, 0, 0])))).toEqual([0, 0, 0]);
  });

  it.each(all)("%s: takes places at one point, and asks neither for a diagonal nor for its finiteness", (_, law) => {
    const mass = [5, 7, 11];
    const together = squareOf(3, (i, j) => (i < 2 && j < 2 ? 0 : 4));
    const { value } = denseFromRows(law({ mass, distances: together }));
    expect(value.every((p) => Number.isFinite(p) && p >= 0)).toBe(true);
    const open = squareOf(3, (i, j) => (i === j ? Number.NaN : together.value[i * 3 + j]!));
    expect(denseFromRows(law({ mass, distances: open })).value).toEqual(value);
  });

  it.each(all)("%s: names the pair whose distance is missing, infinite or below 0", (_, law) => {
    for (const wrong of [Number.NaN, Infinity, -1]) {
      const distances = squareOf(3, (i, j) => (i === 1 && j === 2 ? wrong : 1));
      expect(() => denseFromRows(law({ mass: [1, 2, 3], distances }))).toThrow(
        `Law: distances [1, 2] must be a finite number of at least 0, got ${wrong}`,
      );
      expect(() => rankDestinations({ distances })).toThrow("rankDestinations: distances [1, 2] must be");
    }
  });

  it.each(all)("%s: keeps what it was given, and leaves it as it is", (_, law) => {
    const given = { ...line([5, 7, 11, 13]), opportunities: [3, 4, 5, 6] };
    const before = structuredClone(given);
    const made = law(given);
    const first = firstRow(made);
    expect(given).toEqual(before);
    given.opportunities.fill(0);
    expect(firstRow(made)).toEqual(first);
  });

  it.each(all)("%s: says which row it has not, and how long a row is", (name, law) => {
    const made = law(line([1, 2, 3]));
    expect(() => made.fillRow(3, new Float64Array(3))).toThrow(
      `the law ${name}: row must be a whole number from 0 to 2`,
    );
    expect(() => made.fillRow(0, new Float64Array(2))).toThrow(`the law ${name}: into must be of length 3, got 2`);
  });

  it.each(all)("%s: says which argument is wrong", (_, law) => {
    const given = line([1, 2, 3]);
    expect(() => law({ ...given, mass: [1, Number.NaN, 3] })).toThrow(
      "Law: mass[1] must be a finite number of at least 0",
    );
    expect(() => law({ ...given, opportunities: [1, 2, -3] })).toThrow("Law: opportunities[2] must be a finite number");
    expect(() => law({ ...given, mass: [1, 2], opportunities: [1, 2, 3] })).toThrow(
      "Law: mass must be of length 3, got 2",
    );
    expect(() => law({ ...given, distances: { rows: 2, columns: 3, value: new Float64Array(6) } })).toThrow(
      "of length",
    );
    expect(() => law({ ...given, mass: [1e308, 1e308, 1], opportunities: [1, 1, 1] })).toThrow(
      "Law: mass must be such that all masses and opportunities have a finite sum, got Infinity",
    );
  });

  it("from an origin without people is what its formula says: nothing in radiation", () => {
    const given = line([0, 3, 6]);
    expect(firstRow(radiationLaw(given))).toEqual([0, 0, 0]);
    expect(firstRow(finiteRadiationLaw(given))).toEqual([0, 0, 0]);
    expect(firstRow(universalOpportunityLaw({ ...given, alpha: 0, beta: 1 }))).toEqual([0, 0, 0]);
    expect(firstRow(opportunityPriorityLaw(given))).toEqual([0, 1, 6 / 9]);
    expect(firstRow(stoufferLaw(given))).toEqual([0, 1, 6 / 9]);
    expect(firstRow(universalOpportunityLaw({ ...given, alpha: 0, beta: 0 }))).toEqual([0, 1, 1]);
    expect(firstRow(extendedRadiationLaw({ ...given, alpha: 1 }))[1]).toBeCloseTo(3 / 4, 15);
    expect(firstRow(interveningLaw({ ...given, name: "1 / a", survival: (a) => 1 / a }))).toEqual([0, 0, 0]);
  });

  it("reads opportunities for destinations and masses for origins", () => {
    const given = { ...line([10, 20, 30]), opportunities: [5, 40, 50] };
    expect(firstRow(radiationLaw(given))[2]).toBeCloseTo((10 * 50) / (50 * 100), 15);
    expect(firstRow(opportunityPriorityLaw(given))[2]).toBeCloseTo(50 / 100, 15);
    expect(firstRow(populationWeightedLaw(given))[1]).toBeCloseTo(40 * (1 / 30 - 1 / 60), 15);
  });

  it("of population-weighted opportunities sends nobody from the farthest origins, to the last bit", () => {
    const mass = [0.1, 0.7, 0.2, 0.3];
    const distances = squareOf(4, (i, j) => (i === j ? 0 : j === 0 ? 9 : Math.abs(i - j)));
    const { value } = denseFromRows(populationWeightedLaw({ mass, distances }));
    // Row 0 of the distances is 0, 1, 2, 3: place 3 is the farthest from place 0. From places 1, 2 and 3 place 0 is.
    expect([value[12], value[1], value[2], value[3]]).toEqual([0, 0, 0, 0]);
    expect(value[4]).toBeCloseTo(0.1 * (1 / 0.8 - 1 / 1.3), 15);
    const single = populationWeightedLaw({ mass, distances, ties: inclusiveTies() });
    expect(denseFromRows(single).value).toEqual(value);
  });

  it("uniform: shares a person out over all other places, by what they offer", () => {
    expect([...denseFromRows(uniformLaw({ opportunities: [1, 2, 6] })).value]).toEqual([
      0,
      0.25,
      0.75,
      1 / 7,
      0,
      6 / 7,
      1 / 3,
      2 / 3,
      0,
    ]);
    expect(denseFromRows(uniformLaw({ opportunities: [4, 0, 0] })).value).toEqual(
      Float64Array.of(0, 0, 0, 1, 0, 0, 1, 0, 0),
    );
    expect(denseFromRows(uniformLaw({ opportunities: [1e308, 1e308, 1e308] })).value[1]).toBe(0.5);
    expect(denseFromRows(uniformLaw({ opportunities: [0] })).value).toEqual(Float64Array.of(0));
    expect([...denseFromRows(uniformLaw({ opportunities: [1e308, 1e-300, 1e-300] })).value.slice(0, 3)]).toEqual([
      0, 0.5, 0.5,
    ]);
    expect(() => uniformLaw({ opportunities: [1, -1] })).toThrow("uniformLaw: opportunities[1] must be");
  });
});

describe("a survival function of one's own", () => {
  const lawOf = (survival: (a: number) => number): FlowLaw =>
    interveningLaw({ ...line([10, 20, 30]), name: "own", survival });

  it("may not rise, fall below 0 or be anything but a number", () => {
    expect(() => firstRow(lawOf((a) => a))).toThrow("interveningLaw: survival(30) must be from 0 to 10, got 30");
    expect(() => firstRow(lawOf((a) => 20 - a))).toThrow("interveningLaw: survival(30) must be from 0 to 10, got -10");
    expect(() => firstRow(lawOf((_a) => Number.NaN))).toThrow(
      "interveningLaw: survival(10) must be from 0 to Infinity",
    );
    expect(() => lawOf(0.5 as never)).toThrow("interveningLaw: survival must be a function of opportunities such as");
    expect(() => interveningLaw({ ...line([1]), name: 5 as never, survival: (_a) => 1 })).toThrow("name must be text");
  });

  it("that is 0 or infinite at home leaves nobody to go", () => {
    expect(firstRow(lawOf((_a) => 0))).toEqual([0, 0, 0]);
    expect(firstRow(lawOf((a) => (a === 10 ? Infinity : 1)))).toEqual([0, 0, 0]);
  });

  it("is asked once at each border between places, however many are equally far", () => {
    const asked: number[] = [];
    const survival = (a: number): number => {
      asked.push(a);
      return 1 / a;
    };
    const distances = squareOf(4, (i, j) => (i === j ? 0 : Math.max(i, j) > 2 ? 2 : 1));
    firstRow(interveningLaw({ mass: [1, 2, 3, 4], distances, name: "own", survival }));
    expect([...new Set(asked)]).toEqual([1, 6, 10]);
    expect(asked).toHaveLength(4);
  });
});

describe("a ranking of destinations", () => {
  const given = line([5, 7, 11, 13]);
  const { distances } = given as { distances: ReturnType<typeof squareOf> };

  it("has its rule about ties, and is not told another", () => {
    const ranking = rankDestinations({ distances, ties: inclusiveTies() });
    expect(() => radiationLaw({ mass: given.mass, distances: ranking, ties: splitTies() })).toThrow(
      "radiationLaw: ties must be left out beside a ranking, which was made with its own",
    );
    expect(predictRadiation({ mass: given.mass, distances: ranking })).toEqual(
      predictRadiation({ ...given, ties: inclusiveTies() }),
    );
  });

  it("marks destinations that are equally far", () => {
    const lattice = squareOf(4, (i, j) => Math.abs((i >> 1) - (j >> 1)) + Math.abs((i & 1) - (j & 1)));
    expect([...rankDestinations({ distances: lattice }).order].map((entry) => [entry >> 1, entry & 1])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
      [0, 0],
      [3, 1],
      [2, 0],
      [0, 0],
      [3, 1],
      [1, 0],
      [1, 0],
      [2, 1],
      [0, 0],
    ]);
  });

  it("compares destinations with the nearest of those that are equally far, not with the last", () => {
    const row = [0, 1, 1.09, 1.18, 1.29];
    const chain = squareOf(5, (i, j) => (i === 0 ? row[j]! : Math.abs(i - j)));
    const { order } = rankDestinations({ distances: chain, ties: splitTies({ relativeTolerance: 0.1 }) });
    expect([...order.slice(0, 4)].map((entry) => entry & 1)).toEqual([0, 1, 0, 1]);
  });

  it("is refused where it is none, or of too many places", () => {
    const ranking = rankDestinations({ distances });
    for (const wrong of [
      { ...ranking, locations: 3 },
      { ...ranking, order: [1, 2, 3] },
      { ...ranking, locations: Number.NaN },
    ]) {
      expect(() => radiationLaw({ mass: given.mass, distances: wrong as never })).toThrow(
        "radiationLaw: distances must be distances, or a ranking made by rankDestinations",
      );
    }
    const many = { rows: 40_000, columns: 40_000, fillRow: () => {} };
    expect(() => rankDestinations({ distances: many })).toThrow("distances.rows must be at most 32768, got 40000");
    expect(() => radiationLaw({ mass: given.mass, distances, ties: splitTies as never })).toThrow("call it");
  });
});

describe("parameters", () => {
  const given = line([5, 7, 11]);
  it("are refused where the law has none such", () => {
    expect(() => extendedRadiationLaw({ ...given, alpha: 0 })).toThrow("alpha must be a finite number above 0, got 0");
    expect(() => selectiveRadiationLaw({ ...given, lambda: 1 })).toThrow("lambda must be a finite number from 0 to");
    expect(() => selectiveRadiationLaw({ ...given, lambda: -0.1 })).toThrow("lambda must be");
    expect(() => schneiderLaw({ ...given, acceptance: 0 })).toThrow(
      "acceptance must be a finite number above 0, got 0",
    );
    expect(() => universalOpportunityLaw({ ...given, alpha: -1, beta: 0 })).toThrow(
      "alpha must be a finite number of at",
    );
    expect(() => universalOpportunityLaw({ ...given, alpha: 0, beta: Number.NaN })).toThrow("beta must be a finite");
  });

  it("of conditions at the destination are refused where opportunities would not be numbers", () => {
    const law = (conditions: number[], gamma: number) => (): FlowLaw =>
      modifiedRadiationLaw({ ...given, conditions, gamma });
    expect(law([0, 1], 1)).toThrow("modifiedRadiationLaw: conditions must be of length 3, got 2");
    expect(law([0, 1, Infinity], 1)).toThrow("modifiedRadiationLaw: conditions[2] must be a finite number");
    expect(law([0, 1, 2], Number.NaN)).toThrow("modifiedRadiationLaw: gamma must be a finite number");
    expect(law([0, 1, 999], 1)).toThrow("mass[2] times exp(gamma times conditions[2]) must be a finite number");
  });

  it("of conditions change the destination, not the origin, and what lies between too", () => {
    const law = modifiedRadiationLaw({ ...given, conditions: [50, -1, 0], gamma: Math.LN2 });
    const [, near, far] = firstRow(law);
    expect(near).toBeCloseTo((5 * 3.5) / (5 * 8.5), 14);
    expect(far).toBeCloseTo((5 * 11) / (8.5 * 19.5), 14);
  });
});
