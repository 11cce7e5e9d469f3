import fc from "fast-check";
import { expect, it } from "vitest";
import {
  assortativity,
  buildMixingMatrix,
  type CallRecords,
  colemanHomophily,
  countMixing,
  eiIndex,
  expectedEiIndex,
  expectedMixingByActivity,
  expectedMixingBySize,
  expectedMixingByUsers,
  freemanSegregation,
  groupEiIndex,
  guptaAndersonMay,
  homophilyIndex,
  inbreedingHomophily,
  type MixingMatrix,
  marginFreeMixing,
  measureSocialIntegration,
  mixingRowShares,
  mixingTotalShares,
  type SizedMixing,
  segregationMatrixIndex,
  selectMixing,
  spectralSegregation,
  symmetricMixing,
} from "../../src/metrics/index.ts";

/** Calls among a few people of three groups. */
const PEOPLE = 12;
const LABELS = ["a", "b", "c"];
const call = fc.tuple(fc.nat(PEOPLE - 1), fc.nat(PEOPLE - 1), fc.integer({ min: -20, max: 300 }));
const world = fc.record({
  calls: fc.array(call, { maxLength: 60 }),
  groupOf: fc.array(fc.nat(2), { minLength: PEOPLE, maxLength: PEOPLE }),
});
type Call = readonly [from: number, to: number, seconds: number];
const recordsOf = (calls: readonly Call[]): CallRecords => ({
  users: Array.from({ length: PEOPLE }, (_, u) => `u${u}`),
  length: calls.length,
  columns: {
    caller: Uint32Array.from(calls, ([from]) => from),
    callee: Uint32Array.from(calls, ([, to]) => to),
    time: new Uint32Array(calls.length),
    duration: Float64Array.from(calls, ([, , seconds]) => (seconds < 0 ? Number.NaN : seconds)),
  },
});

/** A matrix with sizes large enough for its contacts. */
const matrix = (least: number): fc.Arbitrary<SizedMixing> =>
  fc.integer({ min: 2, max: 4 }).chain((groups) =>
    fc.record({
      labels: fc.constant(["a", "b", "c", "d"].slice(0, groups)),
      value: fc.array(fc.integer({ min: least, max: 50 }), { minLength: groups * groups, maxLength: groups * groups }),
      sizes: fc.array(fc.integer({ min: 10, max: 90 }), { minLength: groups, maxLength: groups }),
    }),
  );
const transposed = <M extends MixingMatrix>(mixing: M): M => {
  const groups = mixing.labels.length;
  return {
    ...mixing,
    value: Array.from(mixing.value, (_, cell) => mixing.value[(cell % groups) * groups + Math.floor(cell / groups)]!),
  };
};
const sumOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, x) => sum + x, 0);
const check = <T>(arbitrary: fc.Arbitrary<T>, law: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, law), { seed: 42, numRuns: 150 });

/** Each number is within its bounds, or not defined. */
function within(values: ArrayLike<number>, low: number, high: number): void {
  for (const x of Array.from(values)) {
    if (Number.isNaN(x)) continue;
    expect(x).toBeGreaterThanOrEqual(low - 1e-12);
    expect(x).toBeLessThanOrEqual(high + 1e-12);
  }
}

/** Every index of a whole matrix, and every one of groups. */
const WHOLE: Record<string, (mixing: SizedMixing) => number> = {
  eiIndex,
  expectedEiIndex,
  assortativity,
  guptaAndersonMay,
  freemanSegregation,
};
const OF_GROUPS: Record<string, (mixing: SizedMixing) => Float64Array> = {
  homophilyIndex,
  inbreedingHomophily,
  colemanHomophily,
  groupEiIndex,
  segregationMatrixIndex,
};

it("calls and seconds of any parts of the records add up, contacts and callers of parts by caller", () => {
  check(fc.tuple(world, fc.nat(PEOPLE)), ([{ calls, groupOf }, cut]) => {
    const options = { groupOf, labels: LABELS };
    const whole = countMixing(recordsOf(calls), options).columns;
    const parts = (isFirst: (each: Call, i: number) => boolean) =>
      [calls.filter(isFirst), calls.filter((each, i) => !isFirst(each, i))].map(
        (part) => countMixing(recordsOf(part), options).columns,
      );
    const added = (columns: readonly (typeof whole)[], name: "calls" | "timed" | "seconds" | "contacts" | "callers") =>
      Array.from(whole[name], (_, cell) => columns[0]![name][cell]! + columns[1]![name][cell]!);
    const halves = parts((_, i) => i % 2 === 0);
    for (const name of ["calls", "timed", "seconds"] as const) expect(added(halves, name)).toEqual([...whole[name]]);
    added(halves, "contacts").forEach((x, cell) => {
      expect(whole.contacts[cell]).toBeLessThanOrEqual(x);
    });
    const byCaller = parts(([from]) => from < cut);
    for (const name of ["contacts", "callers"] as const) expect(added(byCaller, name)).toEqual([...whole[name]]);
  });
});

it("the order of the records changes nothing, and contacts are at most pairs, callers and callees at most people", () => {
  check(world, ({ calls, groupOf }) => {
    const options = { groupOf, labels: LABELS };
    const mixing = countMixing(recordsOf(calls), options);
    expect(countMixing(recordsOf(calls.toReversed()), options)).toEqual(mixing);
    const { contacts, callers, callees, calls: count, timed } = mixing.columns;
    for (let cell = 0; cell < 9; cell++) {
      expect(contacts[cell]).toBeLessThanOrEqual(Math.min(count[cell]!, callers[cell]! * callees[cell]!));
      expect(callers[cell]).toBeLessThanOrEqual(mixing.people[Math.floor(cell / 3)]!);
      expect(timed[cell]).toBeLessThanOrEqual(count[cell]!);
    }
  });
});

it("social integration of parts of the records adds up, and shares are the rows of the matrix", () => {
  check(world, ({ calls, groupOf }) => {
    const options = { groupOf, labels: LABELS, group: "b", against: "a" };
    const whole = measureSocialIntegration(recordsOf(calls), options).columns;
    const halves = [0, 1].map(
      (half) => measureSocialIntegration(recordsOf(calls.filter((_, i) => i % 2 === half)), options).columns,
    );
    for (const name of ["across", "total"] as const) {
      expect([...whole[name]]).toEqual(Array.from(whole[name], (_, u) => halves[0]![name][u]! + halves[1]![name][u]!));
    }
    within(whole.share, 0, 1);
    const mixing = buildMixingMatrix(countMixing(recordsOf(calls), { groupOf, labels: LABELS }), { column: "calls" });
    expect(sumOf(whole.across)).toBe(mixing.value[3]);
    if (sumOf(whole.total) > 0) {
      expect(sumOf(whole.across) / sumOf(whole.total)).toBeCloseTo(mixingRowShares(mixing).value[3]!, 12);
    }
  });
});

it("indices keep to their bounds", () => {
  check(matrix(0), (mixing) => {
    const groups = mixing.labels.length;
    within([eiIndex(mixing), ...groupEiIndex(mixing), expectedEiIndex(mixing), ...colemanHomophily(mixing)], -1, 1);
    within([...homophilyIndex(mixing)], 0, 1);
    within([...segregationMatrixIndex(mixing)], -1, 1);
    within([assortativity(mixing), freemanSegregation(mixing), ...inbreedingHomophily(mixing)], -Infinity, 1);
    within([guptaAndersonMay(mixing)], -1 / (groups - 1), 1);
  });
});

it("without a call between groups everything is at its end; independent groups have no assortativity", () => {
  check(matrix(1), (mixing) => {
    const groups = mixing.labels.length;
    const apart = { ...mixing, value: Array.from(mixing.value, (x, cell) => (cell % (groups + 1) === 0 ? x : 0)) };
    for (const index of [assortativity, guptaAndersonMay, freemanSegregation]) expect(index(apart)).toBeCloseTo(1, 12);
    expect(eiIndex(apart)).toBe(-1);
    for (const x of [...inbreedingHomophily(apart), ...colemanHomophily(apart), ...segregationMatrixIndex(apart)]) {
      expect(x).toBeCloseTo(1, 12);
    }
    expect(assortativity(expectedMixingByActivity(mixing))).toBeCloseTo(0, 12);
    const bySize = expectedMixingBySize(mixing);
    for (const x of [...colemanHomophily(bySize), ...segregationMatrixIndex(bySize)]) expect(x).toBeCloseTo(0, 10);
    expect(freemanSegregation(bySize)).toBeCloseTo(0, 10);
    expect(eiIndex(bySize)).toBeCloseTo(expectedEiIndex(mixing), 12);
  });
});

it("the order of the groups changes no index of the whole, and puts those of groups in its order", () => {
  check(matrix(1), (mixing) => {
    const turned = selectMixing(mixing, mixing.labels.toReversed());
    for (const [name, index] of Object.entries(WHOLE)) expect(index(turned), name).toBeCloseTo(index(mixing), 12);
    for (const [name, index] of Object.entries(OF_GROUPS)) {
      const found = index(turned).toReversed();
      index(mixing).forEach((x, g) => {
        expect(found[g], name).toBeCloseTo(x, 12);
      });
    }
  });
});

it("in the transposed matrix calls made are calls received", () => {
  check(matrix(0), (mixing) => {
    const back = transposed(mixing);
    for (const index of [homophilyIndex, inbreedingHomophily, colemanHomophily]) {
      expect(index(back)).toEqual(index(mixing, { direction: "in" }));
    }
    expect(eiIndex(back)).toBe(eiIndex(mixing));
    if (!Number.isNaN(assortativity(mixing))) expect(assortativity(back)).toBeCloseTo(assortativity(mixing), 12);
    expect(symmetricMixing(back).value).toEqual(symmetricMixing(mixing).value);
  });
});

it("expected matrices have the total of the matrix, those by activity its margins, those by users the sums of its rows", () => {
  check(matrix(1), (mixing) => {
    const total = sumOf(mixing.value);
    expect(sumOf(expectedMixingBySize(mixing).value)).toBeCloseTo(total, 8);
    const byActivity = expectedMixingByActivity(mixing);
    expect(sumOf(byActivity.value)).toBeCloseTo(total, 8);
    const again = expectedMixingByActivity(byActivity);
    Array.from(byActivity.value).forEach((x, cell) => {
      expect(again.value[cell]).toBeCloseTo(x, 8);
    });
    expect(sumOf(mixingTotalShares(mixing).value)).toBeCloseTo(1, 12);
    expect(sumOf(mixingRowShares(mixing).value)).toBeCloseTo(mixing.labels.length, 12);
  });
  check(world, ({ calls, groupOf }) => {
    const options = { groupOf, labels: LABELS };
    const mixing = buildMixingMatrix(countMixing(recordsOf(calls), options), { column: "calls" });
    const expected = expectedMixingByUsers(recordsOf(calls), { ...options, column: "calls" });
    for (let a = 0; a < 3; a++) {
      const rowOf = ({ value }: MixingMatrix): number => value[3 * a]! + value[3 * a + 1]! + value[3 * a + 2]!;
      expect(rowOf(expected)).toBeCloseTo(rowOf(mixing), 10);
    }
    expect(expected.sizes).toEqual(mixing.sizes);
  });
});

it("the margin-free matrix has even margins and the odds ratios of the matrix, whatever rows and columns are multiplied by", () => {
  check(fc.tuple(matrix(1), fc.integer({ min: 2, max: 9 })), ([mixing, factor]) => {
    const groups = mixing.labels.length;
    const free = marginFreeMixing(mixing).value;
    const odds = (value: ArrayLike<number>, a: number, b: number): number =>
      (value[0]! * value[a * groups + b]!) / (value[b]! * value[a * groups]!);
    for (let a = 0; a < groups; a++) {
      const row = Array.from({ length: groups }, (_, b) => free[a * groups + b]!);
      const column = Array.from({ length: groups }, (_, b) => free[b * groups + a]!);
      expect(sumOf(row) * groups).toBeCloseTo(1, 10);
      expect(sumOf(column) * groups).toBeCloseTo(1, 10);
      for (let b = 0; b < groups; b++) expect(odds(free, a, b) / odds(mixing.value, a, b)).toBeCloseTo(1, 8);
    }
    const scaled = { ...mixing, value: Array.from(mixing.value, (x, cell) => (cell < groups ? factor * x : x)) };
    Array.from(marginFreeMixing(scaled).value).forEach((x, cell) => {
      expect(x).toBeCloseTo(free[cell]!, 9);
    });
  });
});

it("spectral segregation is at most 1 in the mean of a group, and does not know who calls whom", () => {
  check(world, ({ calls, groupOf }) => {
    const options = { groupOf, labels: LABELS, column: "contacts" } as const;
    const found = spectralSegregation(recordsOf(calls), options);
    within(found.groupSegregation, 0, 1);
    for (const x of found.columns.segregation) expect(x).toBeGreaterThanOrEqual(0);
    const back = calls.map(([from, to, seconds]): Call => [to, from, seconds]);
    expect(spectralSegregation(recordsOf(back), options)).toEqual(found);
  });
});
