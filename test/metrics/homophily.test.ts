import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { colemanHomophily, homophilyIndex, inbreedingHomophily } from "../../src/metrics/homophily-indices.ts";
import {
  assortativity,
  eiIndex,
  expectedEiIndex,
  freemanSegregation,
  groupEiIndex,
  guptaAndersonMay,
  segregationMatrixIndex,
  withinOddsRatio,
} from "../../src/metrics/homophily-network.ts";
import { spectralSegregation } from "../../src/metrics/homophily-spectral.ts";
import { symmetricMixing } from "../../src/metrics/mixing-matrix.ts";
import { type SlowCall, slowSpectral } from "../slow/mixing.ts";
import { callsOf, randomCalls, randomGroups } from "./mixing-worlds.ts";

const labels = ["a", "b"];
const list = (values: Float64Array): number[] => [...values];
const { NaN: none } = Number;

describe("homophily where it is not defined", () => {
  it("of nobody's calls is NaN", () => {
    const empty = { labels, value: [0, 0, 0, 0], sizes: [3, 4] };
    for (const index of [eiIndex, assortativity, guptaAndersonMay, withinOddsRatio, freemanSegregation]) {
      expect(index(empty), index.name).toBeNaN();
    }
    for (const index of [homophilyIndex, inbreedingHomophily, colemanHomophily, groupEiIndex, segregationMatrixIndex]) {
      expect(list(index(empty)), index.name).toEqual([none, none]);
    }
  });

  it("of a group without calls is NaN, and not that of the other", () => {
    const silent = { labels, value: [6, 2, 0, 0], sizes: [3, 4] };
    expect(list(homophilyIndex(silent))).toEqual([0.75, none]);
    expect(list(homophilyIndex(silent, { direction: "in" }))).toEqual([1, 0]);
    expect(inbreedingHomophily(silent)[1]).toBeNaN();
    expect(colemanHomophily(silent)[1]).toBeNaN();
    expect(list(groupEiIndex(silent))).toEqual([-0.5, none]);
    // It is called, and calls nobody: the share of its calls that it keeps is not defined.
    expect(guptaAndersonMay(silent)).toBeNaN();
    expect(guptaAndersonMay({ labels: ["a", "b", "c"], value: [6, 2, 1, 1, 3, 0, 0, 0, 0] })).toBeNaN();
    expect(guptaAndersonMay({ labels: ["a", "b", "c"], value: [6, 2, 0, 1, 3, 0, 0, 0, 0] })).toBe(0.5);
  });

  it("of one group is NaN where the others are asked after", () => {
    const alone = { labels: ["a"], value: [5], sizes: [4] };
    expect(eiIndex(alone)).toBe(-1);
    expect(expectedEiIndex(alone)).toBe(-1);
    expect(homophilyIndex(alone)[0]).toBe(1);
    for (const index of [assortativity, guptaAndersonMay, freemanSegregation])
      expect(index(alone), index.name).toBeNaN();
    for (const index of [inbreedingHomophily, colemanHomophily, segregationMatrixIndex]) {
      expect(index(alone)[0], index.name).toBeNaN();
    }
  });

  it("is NaN where sizes know one group only, whatever was called", () => {
    const strange = { labels, value: [1, 1, 0, 0], sizes: [3, 0] };
    expect(freemanSegregation(strange)).toBeNaN();
    expect(inbreedingHomophily(strange)[0]).toBeNaN();
    expect(colemanHomophily(strange)[0]).toBeNaN();
  });

  it("of a group of one person is NaN by Coleman and by densities", () => {
    const one = { labels, value: [0, 3, 2, 4], sizes: [1, 4] };
    expect(colemanHomophily(one)[0]).toBeNaN();
    expect(segregationMatrixIndex(one)[0]).toBeNaN();
    expect(segregationMatrixIndex(one)[1]).toBeCloseTo((4 / 12 - 2 / 4) / (4 / 12 + 2 / 4), 12);
    expect(expectedEiIndex({ labels, value: [0, 1, 0, 0], sizes: [1, 0] })).toBeNaN();
  });

  it("of odds is 0, ∞ or NaN where a sum is zero, and refuses calls", () => {
    expect(withinOddsRatio({ labels, value: [0, 2, 1, 0], sizes: [3, 3] })).toBe(0);
    expect(withinOddsRatio({ labels, value: [2, 0, 0, 1], sizes: [3, 3] })).toBe(Infinity);
    expect(withinOddsRatio({ labels, value: [2, 4, 4, 2], sizes: [2, 2] })).toBe(NaN);
    expect(() => withinOddsRatio({ labels, value: [7, 2, 1, 0], sizes: [3, 3] })).toThrow(
      "withinOddsRatio: the contacts from a to a must be at most one for each pair of people, 6, got 7",
    );
    expect(() => withinOddsRatio({ labels, value: [0, 0, 0, 0], sizes: [3, -1] })).toThrow("the size of b must be");
  });
});

describe("homophily by hand", () => {
  it("is Coleman's on either side of random mixing", () => {
    // w = 2 / 5 and 2 / 5.
    const [above, below] = colemanHomophily({ labels, value: [8, 2, 8, 2], sizes: [3, 3] });
    expect(above).toBeCloseTo((0.8 - 0.4) / 0.6, 12);
    expect(below).toBeCloseTo((0.2 - 0.4) / 0.4, 12);
  });

  it("of a directed matrix differs from that of its symmetric form, which netseg takes", () => {
    const directed = { labels, value: [5, 9, 1, 5] };
    // e = .25 .45 .05 .25: rows .7 .3, columns .3 .7.
    expect(assortativity(directed)).toBeCloseTo((0.5 - 0.42) / 0.58, 12);
    expect(assortativity(symmetricMixing(directed))).toBeCloseTo(0, 12);
  });
});

/** A tie between each two people in a row. */
const path = (from: number, to: number): SlowCall[] =>
  Array.from({ length: to - from }, (_, k) => ({ from: from + k, to: from + k + 1 }));
const contacts = { column: "contacts", labels } as const;

describe("spectral segregation", () => {
  it("is that of the powers of the whole matrix, components of few and of many", () => {
    const random = createRandom("spectral");
    const people = 150;
    const calls = randomCalls(random, people, 400);
    const groupOf = randomGroups(random, people, 2);
    const found = spectralSegregation(callsOf(people, calls), { ...contacts, groupOf });
    const slow = slowSpectral(calls, groupOf);
    expect(Math.max(...found.columns.component)).toBeGreaterThan(48);
    expect(found.converged).toBe(true);
    for (let u = 0; u < people; u++) expect(found.columns.segregation[u]).toBeCloseTo(slow[u]!, 9);
    for (let g = 0; g < 2; g++) {
      const own = slow.filter((_, u) => groupOf[u] === g);
      expect(found.groupSegregation[g]).toBeCloseTo(own.reduce((sum, x) => sum + x, 0) / own.length, 9);
    }
  });

  it("is 1 for everybody of a group without a tie outside, two-sided networks too", () => {
    // A star of 60 and a line of 80 have eigenvalues of the same size on both sides of 0.
    const star = Array.from({ length: 59 }, (_, k) => ({ from: 0, to: k + 1 }));
    const groupOf = Array.from({ length: 140 }, (_, u) => (u < 60 ? 0 : 1));
    const found = spectralSegregation(callsOf(140, [...star, ...path(60, 139)]), { ...contacts, groupOf });
    expect(found.converged).toBe(true);
    for (const x of found.columns.segregation) expect(x).toBeCloseTo(1, 8);
  });

  it("of a component has λ as its mean, by the weight that is asked for", () => {
    // Three people of a in a row, the last with b: calls 1, 2 and 5.
    const calls = [
      { from: 0, to: 1 },
      ...Array.from({ length: 2 }, () => ({ from: 1, to: 2 })),
      ...Array.from({ length: 5 }, () => ({ from: 3, to: 2 })),
    ];
    const groupOf = [0, 0, 0, 1];
    const found = spectralSegregation(callsOf(4, calls), { column: "calls", labels, groupOf });
    // λ² = (1 · 1/3) + (2/3 · 2/7), of rows (0 1 0), (1/3 0 2/3), (0 2/7 0).
    const lambda = Math.sqrt(1 / 3 + 4 / 21);
    expect(found.groupSegregation[0]).toBeCloseTo(lambda, 12);
    expect(found.columns.segregation[1]! / found.columns.segregation[0]!).toBeCloseTo(lambda, 12);
    expect([...found.columns.component]).toEqual([3, 3, 3, 1]);
    expect(found.columns.segregation[3]).toBe(0);
  });

  it("of a line of n with a tie outside at its end is cos(π / 2n), and says where it did not get there", () => {
    const line = (n: number) => {
      const groupOf = Array.from({ length: n + 1 }, (_, u) => (u < n ? 0 : 1));
      return spectralSegregation(callsOf(n + 1, path(0, n)), { ...contacts, groupOf });
    };
    expect(line(40)).toMatchObject({ converged: true });
    expect(line(40).groupSegregation[0]).toBeCloseTo(Math.cos(Math.PI / 80), 12);
    expect(line(120)).toMatchObject({ converged: true });
    expect(line(120).groupSegregation[0]).toBeCloseTo(Math.cos(Math.PI / 240), 12);
    const long = line(1000);
    expect(long.converged).toBe(true);
    expect(long.groupSegregation[0]).toBeCloseTo(Math.cos(Math.PI / 2000), 12);
    // v is cos(k π / 2n), of the k-th person from the end without a tie outside.
    const own = [...long.columns.segregation.subarray(0, 1000)];
    const cosine = own.map((_, k) => Math.cos((k * Math.PI) / 2000));
    const scale = (1000 * Math.cos(Math.PI / 2000)) / cosine.reduce((sum, x) => sum + x, 0);
    own.forEach((x, k) => {
      expect(Math.abs(x - scale * cosine[k]!)).toBeLessThan(1e-6);
    });
    const far = line(1600);
    expect(far.converged).toBe(false);
    expect(far.groupSegregation[0]).toBeCloseTo(Math.cos(Math.PI / 3200), 6);
  });

  it("by seconds, calls that were not answered tie nobody", () => {
    const calls = [
      [0, 1, 60],
      [1, 2, 60],
      [2, 3, 0],
      [3, 4, 60],
    ].map(([from, to, seconds]) => {
      return { from: from!, to: to!, seconds: seconds! };
    });
    const found = spectralSegregation(callsOf(5, calls), { column: "seconds", labels, groupOf: [0, 0, 0, 0, 0] });
    expect([...found.columns.component]).toEqual([3, 3, 3, 2, 2]);
    for (const x of found.columns.segregation) expect(x).toBeCloseTo(1, 12);
  });

  it("tells who has no tie at all, and a group of nobody has none", () => {
    const found = spectralSegregation(callsOf(3, [{ from: 0, to: 1 }]), { ...contacts, groupOf: [0, 0, 0] });
    expect([...found.columns.component]).toEqual([2, 2, 0]);
    expect(found.columns.segregation[0]).toBeCloseTo(1, 12);
    expect(found.columns.segregation[2]).toBe(0);
    expect(found.groupSegregation[0]).toBeCloseTo(2 / 3, 12);
    expect(found.groupSegregation[1]).toBeNaN();
  });
});
