import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { createRandom } from "../../src/core/random.ts";
import { eiIndex } from "../../src/metrics/homophily-network.ts";
import { countMixing, countMixingByPeriod, measureUserMixing } from "../../src/metrics/mixing-counts.ts";
import type { CallTies, DirectedInteractions } from "../../src/metrics/mixing-edges.ts";
import { expectedMixingByUsers, marginFreeMixing, observedOverExpected } from "../../src/metrics/mixing-expected.ts";
import {
  buildMixingMatrix,
  measureMixingByPeriod,
  type SizedMixing,
  selectMixing,
} from "../../src/metrics/mixing-matrix.ts";
import { testMixing } from "../../src/metrics/mixing-test.ts";
import { buildCallTies, undirectedTies } from "../../src/metrics/mixing-ties.ts";
import {
  measureInteractionLevels,
  measureSocialIntegration,
  socialIntegration,
} from "../../src/metrics/social-integration.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";
import { buildInteractions, buildOwnInteractions } from "../../src/traces/interactions.ts";
import type { Calls } from "../../src/types.ts";
import { type Cell, recovered } from "../slow/differencing.ts";
import { everyPermutation, type SlowCall, slowCell, slowExpectedByUsers } from "../slow/mixing.ts";
import { callsOf, randomCalls, randomGroups } from "./mixing-worlds.ts";

const clock = createClock({ timeZone: "UTC" });
const LABELS = ["locals", "refugees", "unknown"];
const PEOPLE = 25;
const random = createRandom("mixing");
const list = randomCalls(random, PEOPLE, 300);
const calls = callsOf(PEOPLE, list);
const groupOf = randomGroups(random, PEOPLE, 3);
const options = { groupOf, labels: LABELS };

/** The same calls with antennas, as records. */
function recordsOf(rows: readonly SlowCall[]): Calls {
  const { users, length, columns } = callsOf(PEOPLE, rows);
  const antennas = createLocations("antennas", ["A"], [0], [0]);
  const nowhere = new Int32Array(length);
  const more = { callerAntenna: nowhere, calleeAntenna: nowhere, kind: new Uint8Array(length) };
  return { locations: antennas, users, length, columns: { ...columns, ...more } };
}

/** The groups of people in the order of the ids that interactions name. */
const groupsOf = (ids: readonly string[]): number[] => ids.map((id) => groupOf[Number(id.slice(1))]!);

describe("the mixing of groups", () => {
  it("is what counting cell by cell gives", () => {
    const { columns } = countMixing(calls, options);
    for (let a = 0, row = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++, row++) {
        const { calls: count, timed, seconds, contacts, callers, callees } = columns;
        const got = { calls: count[row], timed: timed[row], seconds: seconds[row], contacts: contacts[row] };
        expect({ ...got, callers: callers[row], callees: callees[row] }).toEqual(slowCell(list, groupOf, a, b));
        expect([columns.fromLabel[row], columns.toLabel[row]]).toEqual([a, b]);
      }
    }
  });

  it("does not count calls of people to themselves, and ties say how many there were", () => {
    const self = list.filter(({ from, to }) => from === to).length;
    expect(self).toBeGreaterThan(0);
    expect(buildCallTies(calls).selfCalls).toBe(self);
    expect(undirectedTies(calls).selfCalls).toBe(self);
    expect(countMixing(calls, options).columns.calls.reduce((sum, x) => sum + x, 0)).toBe(list.length - self);
  });

  it("is the same of calls, of their ties, and of their interactions in both directions", () => {
    const interactions = buildInteractions(recordsOf(list));
    const ofIds = { groupOf: groupsOf(interactions.contacts), labels: LABELS };
    expect(countMixing(buildCallTies(calls), options)).toEqual(countMixing(calls, options));
    expect(countMixing(interactions, ofIds).columns).toEqual(countMixing(calls, options).columns);
  });

  it("counts a record once that both of its users delivered, and one of a user with an outsider too", () => {
    const owners = [0, 1, 2, 3, 4, 5, 6];
    const seen = list.filter(({ from, to }) => owners.includes(from) || owners.includes(to));
    const files = owners.map((own) => ({
      owner: calls.users[own]!,
      calls: recordsOf(list.filter(({ from, to }) => from === own || to === own)),
    }));
    const interactions = buildOwnInteractions(files);
    const mixing = countMixing(interactions, { groupOf: groupsOf(interactions.contacts), labels: LABELS });
    expect(mixing.columns).toEqual(countMixing(callsOf(PEOPLE, seen), options).columns);
  });

  it("takes an owner without a record, who is no contact of anybody", () => {
    const files = [
      { owner: "nobody", calls: recordsOf([]) },
      { owner: calls.users[0]!, calls: recordsOf([{ from: 0, to: 1, time: 5, seconds: 7 }]) },
    ];
    const ties = buildCallTies(buildOwnInteractions(files));
    expect(ties.users).toEqual(calls.users.slice(0, 2));
    expect([...ties.columns.seconds]).toEqual([7]);
    const { columns, offsets, ...rest } = buildOwnInteractions(files);
    const strange: DirectedInteractions = {
      ...rest,
      columns,
      offsets: Uint32Array.of(0, 0, 1),
      users: ["u00000", "who"],
    };
    expect(() => buildCallTies(strange)).toThrow('records.users[1] must be one of the contacts, got "who"');
  });

  it("refuses records delivered for each user, and incoming interactions alone", () => {
    expect(() => countMixing({ ...calls, deliveredPerUser: true }, options)).toThrow(
      "countMixing: records must be records of both sides, got records delivered for each user (buildOwnInteractions counts each of them once)",
    );
    const { columns, ...rest } = buildInteractions(recordsOf(list));
    const incoming: DirectedInteractions = { ...rest, columns: { ...columns, outgoing: new Uint8Array(rest.length) } };
    expect(() => buildCallTies(incoming)).toThrow("interactions in both directions, got incoming ones only");
  });

  it("takes incoming interactions of outsiders alone, which nobody else tells of", () => {
    const columns = {
      time: Uint32Array.of(5),
      contact: Uint32Array.of(1),
      outgoing: new Uint8Array(1),
      duration: Float64Array.of(7),
    };
    const own = { users: ["ana"], contacts: ["ana", "bo"], offsets: Uint32Array.of(0, 1), length: 1, columns };
    expect([...measureUserMixing(own, { groupOf: [0, 0], labels: ["a"] }).columns.outgoing]).toEqual([0, 1]);
    // The only user comes after an outsider: ben's calls with ana are ana's to tell, and those with cy his own.
    const later = {
      ...own,
      users: ["ben"],
      contacts: ["ana", "ben"],
      columns: { ...columns, contact: Uint32Array.of(0) },
    };
    expect([...measureUserMixing(later, { groupOf: [0, 0], labels: ["a"] }).columns.outgoing]).toEqual([1, 0]);
  });

  it("says which person or duration is wrong", () => {
    const wrong = (columns: object): unknown =>
      countMixing({ ...calls, columns: { ...calls.columns, ...columns } }, options);
    const callee = calls.columns.callee.slice();
    callee[4] = PEOPLE;
    expect(() => wrong({ callee })).toThrow(
      `records.columns.callee[4] must be below the ${PEOPLE} users, got ${PEOPLE}`,
    );
    const duration = calls.columns.duration.slice();
    duration[3] = -1;
    expect(() => wrong({ duration })).toThrow("the duration of row 3 must be a finite number of at least 0");
    duration[3] = Infinity;
    expect(() => wrong({ duration })).toThrow("the duration of row 3 must be a finite number of at least 0");
    const ties = buildCallTies(calls);
    const loop: CallTies = { ...ties, columns: { ...ties.columns, contact: ties.columns.contact.map(() => 0) } };
    expect(() => countMixing(loop, options)).toThrow("must be somebody else than the user");
    const { timed, seconds } = ties.columns;
    const bad = (columns: object) => () => countMixing({ ...ties, columns: { ...ties.columns, ...columns } }, options);
    const twice = ties.columns.contact.slice();
    twice[1] = twice[0]!;
    expect(bad({ contact: twice })).toThrow(`records.columns.contact[1] must be above ${twice[0]}, in order`);
    expect(bad({ calls: new Uint32Array(ties.length) })).toThrow("records.columns.calls[0] must be at least 1");
    expect(bad({ timed: timed.map((x) => x + 300) })).toThrow("records.columns.timed[0] must be at most");
    expect(bad({ seconds: seconds.map(() => Number.NaN) })).toThrow("records.columns.seconds[0] must be a sum");
  });

  it("is of at most 256 groups", () => {
    const labels = Array.from({ length: 257 }, (_, g) => `g${g}`);
    expect(() => countMixing(calls, { groupOf, labels })).toThrow("256");
    const { length } = countMixing(calls, { groupOf: groupOf.map(() => 255), labels: labels.slice(0, 256) });
    expect(length).toBe(65_536);
  });

  it("knows everybody of a group, and who of them is active", () => {
    const mixing = countMixing(callsOf(4, [{ from: 0, to: 1 }]), { groupOf: [0, 1, 1, 1], labels: ["a", "b"] });
    expect([...mixing.people]).toEqual([1, 3]);
    expect([...mixing.active]).toEqual([1, 1]);
    expect(Array.from(buildMixingMatrix(mixing, { column: "calls", sizes: "active" }).sizes)).toEqual([1, 1]);
  });

  it("of periods is that of the calls in each, overlaps in both", () => {
    const periods = buildPeriods({ firstDay: [1, 4, 6], lastDay: [4, 6, 12] }, clock);
    const mixing = countMixingByPeriod(calls, { ...options, periods });
    for (let p = 0; p < 3; p++) {
      const { start, end } = periods.columns;
      const within = list.filter(({ time }) => time! >= start[p]! && time! < end[p]!);
      const alone = countMixing(callsOf(PEOPLE, within), options);
      for (const column of ["calls", "timed", "seconds", "contacts", "callers", "callees"] as const) {
        expect([...mixing.columns[column].slice(p * 9, (p + 1) * 9)]).toEqual([...alone.columns[column]]);
      }
      expect([...mixing.active.slice(p * 3, (p + 1) * 3)]).toEqual([...alone.active]);
      expect(buildMixingMatrix(mixing, { column: "seconds", period: p, sizes: "active" })).toEqual(
        buildMixingMatrix(alone, { column: "seconds", sizes: "active" }),
      );
    }
    const series = measureMixingByPeriod(mixing, { column: "calls", index: (matrix) => eiIndex(matrix) });
    expect([...series.columns.value]).toEqual(
      [0, 1, 2].map((period) => eiIndex(buildMixingMatrix(mixing, { column: "calls", period }))),
    );
    expect(() => buildMixingMatrix(mixing, { column: "calls" })).toThrow("period must be given, one of several");
    expect(() => countMixingByPeriod(buildCallTies(calls) as never, { ...options, periods })).toThrow(
      "records must be calls or interactions in both directions",
    );
  });

  it("of a period has the call of its first second and not that of the first second after it", () => {
    const periods = buildPeriods({ firstDay: [2], lastDay: [2] }, clock);
    const times = [2 * 86_400 - 1, 2 * 86_400, 3 * 86_400 - 1, 3 * 86_400];
    const border = callsOf(
      2,
      times.map((time, k) => ({ from: 0, to: 1, time, seconds: 10 ** k })),
    );
    const mixing = countMixingByPeriod(border, { groupOf: [0, 0], labels: ["a"], periods });
    expect([mixing.columns.calls[0], mixing.columns.seconds[0]]).toEqual([2, 110]);
  });

  it("of a person adds up to that of the group", () => {
    const { users, columns } = measureUserMixing(calls, options);
    const { columns: cells } = countMixing(calls, options);
    for (let cell = 0; cell < 9; cell++) {
      const [a, b] = [Math.floor(cell / 3), cell % 3];
      let [out, back, outSeconds, inSeconds, called, calledBy] = [0, 0, 0, 0, 0, 0];
      users.forEach((_, u) => {
        if (groupOf[u] === a) {
          out += columns.outgoing[u * 3 + b]!;
          outSeconds += columns.outgoingSeconds[u * 3 + b]!;
          called += columns.called[u * 3 + b]!;
        }
        if (groupOf[u] === b) {
          back += columns.incoming[u * 3 + a]!;
          inSeconds += columns.incomingSeconds[u * 3 + a]!;
          calledBy += columns.calledBy[u * 3 + a]!;
        }
      });
      expect([out, outSeconds, called]).toEqual([cells.calls[cell], cells.seconds[cell], cells.contacts[cell]]);
      expect([back, inSeconds, calledBy]).toEqual([cells.calls[cell], cells.seconds[cell], cells.contacts[cell]]);
    }
  });

  it("hides what few people on either side of a cell tell", () => {
    // Everybody calls somebody of their own, but for the first: three of a call b, of whom two are called.
    const rows: SlowCall[] = [0, 1, 2].map((from) => ({ from, to: 3 + (from % 2), seconds: 60 }));
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 4],
      [4, 5],
      [5, 3],
      [3, 0],
      [4, 1],
      [5, 2],
    ] as const)
      rows.push({ from, to });
    const mixing = countMixing(callsOf(6, rows), { groupOf: [0, 0, 0, 1, 1, 1], labels: ["a", "b"] });
    const { shown, hiddenCells } = releaseTable(mixing, { minPeople: 3 });
    // In a table of two by two all follows from one cell and the sums of rows and columns.
    expect([shown.columns["calls"], hiddenCells]).toEqual([new Float64Array(4).fill(Number.NaN), 8]);
    const few = releaseTable(mixing, { minPeople: 2 });
    expect(few.shown.columns["calls"]).toEqual(Float64Array.of(3, 3, 3, 3));
  });

  it("released, gives no hidden cell away to who knows what each group calls and is called in all", () => {
    const random = createRandom("attack");
    let hidden = 0;
    for (let world = 0; world < 60; world++) {
      const groups = 2 + (world % 4);
      const people = 20 * groups;
      const of = Array.from({ length: people }, () => Math.floor(random() * random() * groups));
      const rows = randomCalls(random, people, 60 * groups * groups).filter(
        ({ from, to }) => of[from] === of[to] || random() < 0.3,
      );
      const labels = ["a", "b", "c", "d", "e"].slice(0, groups);
      const { shown } = releaseTable(countMixing(callsOf(people, rows), { groupOf: of, labels }), { minPeople: 4 });
      const cells = Array.from({ length: groups * groups }, (_, cell) => cell);
      const column = shown.columns["calls"]!;
      for (const name of ["timed", "seconds", "contacts", "callers", "callees"]) {
        expect(cells.filter((cell) => Number.isNaN(shown.columns[name]![cell]))).toEqual(
          cells.filter((cell) => Number.isNaN(column[cell])),
        );
      }
      const equations = labels.flatMap((_, g) => [
        { plus: cells.filter((cell) => Math.floor(cell / groups) === g).map((c): Cell => ["calls", c]), minus: [] },
        { plus: cells.filter((cell) => cell % groups === g).map((c): Cell => ["calls", c]), minus: [] },
      ]);
      expect(recovered(shown, equations)).toEqual([]);
      hidden += cells.filter((cell) => Number.isNaN(column[cell])).length;
    }
    expect(hidden).toBeGreaterThan(100);
  });

  it("by period is shown where people enough call or are called", () => {
    const periods = buildPeriods({ firstDay: [1, 2], lastDay: [1, 2] }, clock);
    const rows: SlowCall[] = [
      { from: 0, to: 1, time: 86_400 },
      { from: 2, to: 3, time: 86_500 },
      { from: 4, to: 1, time: 172_800 },
    ];
    const mixing = countMixingByPeriod(callsOf(6, rows), { groupOf: [0, 0, 0, 1, 1, 1], labels: ["a", "b"], periods });
    const series = measureMixingByPeriod(mixing, { column: "calls", index: (matrix) => eiIndex(matrix) });
    expect(series.columns.people).toEqual(Float64Array.of(4, 2));
    const sizes = { column: "calls", index: (matrix: SizedMixing) => matrix.sizes[1]! } as const;
    expect(measureMixingByPeriod(mixing, sizes).columns.value).toEqual(Float64Array.of(3, 3));
    expect(measureMixingByPeriod(mixing, { ...sizes, sizes: "active" }).columns.value).toEqual(Float64Array.of(1, 1));
    const { shown } = releaseTable(series, { minPeople: 3 });
    expect(shown.columns["value"]).toEqual(Float64Array.of(0, Number.NaN));
    expect(shown.columns["people"]).toEqual(Float64Array.of(4, Number.NaN));
  });

  it("has each undirected tie in both cells, twice in its own", () => {
    const rows: SlowCall[] = [
      { from: 0, to: 1, seconds: 5 },
      { from: 1, to: 0, seconds: 7 },
      { from: 2, to: 1 },
    ];
    const ties = undirectedTies(callsOf(3, rows));
    const mixing = countMixing(ties, { groupOf: [0, 0, 1], labels: ["a", "b"] });
    expect([...mixing.columns.contacts]).toEqual([2, 1, 1, 0]);
    expect([...mixing.columns.seconds]).toEqual([24, 0, 0, 0]);
    expect(undirectedTies(ties).columns.contact).toEqual(ties.columns.contact);
  });
});

describe("expected mixing", () => {
  it("by users is the sum over all pairs of different people", () => {
    const { value } = expectedMixingByUsers(calls, { ...options, column: "calls" });
    for (const [cell, x] of slowExpectedByUsers(list, groupOf, 3).entries()) expect(value[cell]).toBeCloseTo(x, 10);
  });

  it("by users of contacts has the contacts of each group in its rows", () => {
    const { value } = expectedMixingByUsers(calls, { ...options, column: "contacts" });
    const { value: observed } = buildMixingMatrix(countMixing(calls, options), { column: "contacts" });
    for (let a = 0; a < 9; a += 3) {
      expect(value[a]! + value[a + 1]! + value[a + 2]!).toBeCloseTo(
        observed[a]! + observed[a + 1]! + observed[a + 2]!,
        9,
      );
    }
  });

  it("is NaN over nothing expected and nothing observed, and refuses other groups", () => {
    const nothing = { labels: ["a", "b"], value: [0, 2, 0, 0] };
    const ratio = observedOverExpected(nothing, { labels: ["a", "b"], value: [0, 1, 1, 0] });
    expect(Array.from(ratio.value)).toEqual([Number.NaN, 2, 0, Number.NaN]);
    expect(() => observedOverExpected(nothing, { labels: ["b", "a"], value: [0, 1, 1, 0] })).toThrow(
      "the labels of expected must be",
    );
  });

  it("without margins takes a zero that leaves every other cell in a pairing, and no other", () => {
    const labels = ["a", "b", "c"];
    const taken = Float64Array.from(marginFreeMixing({ labels, value: [5, 0, 3, 2, 4, 1, 1, 2, 6] }).value);
    for (let a = 0; a < 3; a++) {
      expect(taken[3 * a]! + taken[3 * a + 1]! + taken[3 * a + 2]!).toBeCloseTo(1 / 3, 12);
      expect(taken[a]! + taken[a + 3]! + taken[a + 6]!).toBeCloseTo(1 / 3, 12);
    }
    // The pairing that is tried first leaves c without a partner.
    const ring = marginFreeMixing({ labels, value: [3, 0, 1, 0, 2, 5, 4, 1, 0] }).value;
    expect(Array.from(ring, (x) => x > 0)).toEqual([true, false, true, false, true, true, true, true, false]);
    // a is called by a alone and so may call nobody else; b is called by nobody.
    expect(marginFreeMixing({ labels, value: [5, 1, 3, 0, 4, 1, 0, 2, 6] }).value).toEqual(
      new Float64Array(9).fill(Number.NaN),
    );
    expect(marginFreeMixing({ labels, value: [5, 0, 3, 1, 0, 1, 2, 0, 6] }).value).toEqual(
      new Float64Array(9).fill(Number.NaN),
    );
  });

  it("is of some groups only where the others are left out", () => {
    const mixing = buildMixingMatrix(countMixing(calls, options), { column: "calls" });
    const { value, sizes } = selectMixing(mixing, ["unknown", "locals"]);
    expect(Array.from(value)).toEqual([8, 6, 2, 0].map((cell) => mixing.value[cell]));
    expect(Array.from(sizes)).toEqual([mixing.sizes[2], mixing.sizes[0]]);
    expect(() => selectMixing(mixing, ["locals", "locals"])).toThrow("labels must be all different");
    expect(() => eiIndex({ labels: ["a", "a"], value: [1, 2, 3, 4] })).toThrow("mixing.labels must be all different");
    expect(() => selectMixing(mixing, ["nobody"])).toThrow("must be one of the labels (locals, refugees, unknown)");
  });

  it("names the cell that is wrong", () => {
    expect(() => eiIndex({ labels: ["a", "b"], value: [1, 2, Number.NaN, 1] })).toThrow(
      "eiIndex: the value from b to a must be a finite number of at least 0, got NaN",
    );
  });
});

describe("a test of mixing", () => {
  const small: SlowCall[] = [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 3, to: 4 },
    { from: 0, to: 2 },
    { from: 2, to: 3 },
  ];
  const groups = [0, 0, 0, 1, 1];
  const index = (mixing: { labels: readonly string[]; value: ArrayLike<number> }): number => eiIndex(mixing);

  it("comes to the p-value of all permutations", () => {
    const observed = eiIndex({
      labels: ["a", "b"],
      value: [0, 1, 2, 3].map((cell) => slowCell(small, groups, cell >> 1, cell & 1).calls),
    });
    const all = everyPermutation(groups).map((labels) => {
      const cross = small.filter(({ from, to }) => labels[from] !== labels[to]).length;
      return (2 * cross - small.length) / small.length;
    });
    const lower = all.filter((x) => x <= observed).length / all.length;
    const replicates = 20_000;
    const test = testMixing(callsOf(5, small), {
      groupOf: groups,
      labels: ["a", "b"],
      column: "calls",
      index,
      replicates,
      random: createRandom(5),
    });
    expect(test.estimate).toBeCloseTo(observed, 12);
    // Four standard errors of a share of so many draws.
    expect(Math.abs(test.pLess - lower)).toBeLessThan(4 * Math.sqrt((lower * (1 - lower)) / replicates));
    expect(test.nullMean).toBeCloseTo(all.reduce((sum, x) => sum + x, 0) / all.length, 1);
    expect(test.pTwoSided).toBe(Math.min(1, 2 * Math.min(test.pLess, test.pGreater)));
    expect(test.z).toBeCloseTo((test.estimate - test.nullMean) / test.nullStd, 12);
  });

  it("keeps labels within their strata", () => {
    // Each group fills a district of its own: within districts nothing can change.
    const test = testMixing(calls, {
      ...options,
      column: "calls",
      index,
      replicates: 20,
      random: createRandom(1),
      strata: groupOf,
    });
    expect([test.nullLow, test.nullHigh]).toEqual([test.estimate, test.estimate]);
    expect(test.nullMean).toBeCloseTo(test.estimate, 12);
    expect([test.pLess, test.pGreater, test.pTwoSided]).toEqual([1, 1, 1]);
    expect(test.z).toBeNaN();
    // Where one person of each group changes places with one of another, only two networks come up.
    const strata = groups.map((_, u) => (u === 2 || u === 3 ? 1 : u === 4 ? 2 : 0));
    const seen = new Set<number>();
    testMixing(callsOf(5, small), {
      groupOf: groups,
      labels: ["a", "b"],
      column: "contacts",
      index: (mixing) => {
        seen.add(index(mixing));
        return index(mixing);
      },
      replicates: 200,
      random: createRandom(2),
      strata,
    });
    expect([...seen].sort()).toEqual([eiOf([0, 0, 0, 1, 1]), eiOf([0, 0, 1, 0, 1])].sort());
    function eiOf(labels: readonly number[]): number {
      const cross = small.filter(({ from, to }) => labels[from] !== labels[to]).length;
      return (2 * cross - small.length) / small.length;
    }
  });

  it("finds the people of a stratum wherever they stand, and leaves an index what it was given", () => {
    const kept: { value: ArrayLike<number>; sizes: ArrayLike<number> }[] = [];
    const index = (mixing: { value: ArrayLike<number>; sizes: ArrayLike<number> }): number => {
      kept.push({ value: mixing.value, sizes: Array.from(mixing.sizes) });
      (mixing.sizes as Float64Array)[0] = 99;
      return mixing.value[1]!;
    };
    const labels = { groupOf: [0, 0, 1, 1, 1], labels: ["a", "b"], column: "calls" } as const;
    const draws = { replicates: 60, random: createRandom(6), strata: [1, 0, 1, 0, 2] };
    testMixing(callsOf(5, small), { ...labels, ...draws, index });
    const ways = [0, 1].flatMap((first) => [0, 1].map((second) => [first, second, 1 - first, 1 - second, 1]));
    const matrices = ways.map((of) =>
      [0, 1, 2, 3].map((cell) => slowCell(small, of, cell >> 1, cell & 1).calls).join(" "),
    );
    expect(Array.from(kept[0]!.value).join(" ")).toBe(matrices[0]);
    expect(new Set(kept.map(({ value }) => Array.from(value).join(" ")))).toEqual(new Set(matrices));
    expect(kept.every(({ sizes }) => sizes[0] === 2 && sizes[1] === 3)).toBe(true);
  });

  it("deals a label back to its owner as often as to anybody", () => {
    const kept: number[] = [];
    const index = (mixing: { value: ArrayLike<number> }): number => kept.push(mixing.value[1]!);
    const twoPeople = { groupOf: [0, 1], labels: ["a", "b"], column: "calls" } as const;
    testMixing(callsOf(2, [{ from: 0, to: 1 }]), { ...twoPeople, index, replicates: 400, random: createRandom(4) });
    const turns = kept.filter((x, i) => i > 0 && x !== kept[i - 1]).length;
    expect(turns).toBeGreaterThan(150);
    expect(turns).toBeLessThan(250);
  });

  it("gives every index the sizes of the groups, of those who are active if they are meant", () => {
    const sizes: number[][] = [];
    const test = (of: "people" | "active"): void => {
      sizes.length = 0;
      testMixing(callsOf(7, small), {
        groupOf: [0, 0, 0, 1, 1, 1, 1],
        labels: ["a", "b"],
        column: "calls",
        index: (mixing) => {
          sizes.push(Array.from(mixing.sizes));
          return 0;
        },
        replicates: 3,
        random: createRandom(2),
        sizes: of,
      });
    };
    test("people");
    expect(sizes).toEqual(Array.from({ length: 4 }, () => [3, 4]));
    test("active");
    expect(sizes).toEqual(Array.from({ length: 4 }, () => [3, 2]));
  });

  it("leaves out and counts permutations without an index; is NaN where the observed has none", () => {
    let call = 0;
    const run = (undefinedFrom: number, undefinedTo: number) => {
      call = 0;
      return testMixing(calls, {
        ...options,
        column: "calls",
        index: () => (++call > undefinedFrom && call <= undefinedTo ? Number.NaN : 1),
        replicates: 9,
        random: createRandom(3),
      });
    };
    expect(run(1, 5)).toMatchObject({ replicates: 5, undefinedReplicates: 4, pGreater: 1, pLess: 1 });
    expect(run(0, 1)).toMatchObject({ estimate: Number.NaN, pGreater: Number.NaN, z: Number.NaN });
    expect(run(1, 10)).toMatchObject({
      replicates: 0,
      nullMean: Number.NaN,
      pTwoSided: Number.NaN,
      nullLow: Number.NaN,
    });
  });

  it("leaves its arguments as they were, and the same seed gives the same", () => {
    const before = groupOf.slice();
    const run = () =>
      testMixing(calls, { ...options, column: "seconds", index, replicates: 9, random: createRandom(8) });
    expect(run()).toEqual(run());
    expect(groupOf).toEqual(before);
  });
});

describe("social integration", () => {
  const asked = { ...options, group: "refugees", against: "locals" };

  it("counts each direction, calls or seconds, and leaves groups out of the whole", () => {
    for (const direction of ["out", "in", "both"] as const) {
      for (const column of ["calls", "seconds"] as const) {
        const { users, columns } = measureSocialIntegration(calls, {
          ...asked,
          direction,
          column,
          except: ["unknown"],
        });
        users.forEach((id, m) => {
          const u = Number(id.slice(1));
          let [across, total] = [0, 0];
          for (const { from, to, seconds } of list) {
            if (from === to || (from !== u && to !== u)) continue;
            if ((from === u && direction === "in") || (to === u && direction === "out")) continue;
            const other = groupOf[from === u ? to : from];
            const weight = column === "calls" ? 1 : Number.isNaN(seconds) ? 0 : seconds!;
            if (other === 2) continue;
            total += weight;
            if (other === 0) across += weight;
          }
          expect([columns.across[m], columns.total[m]]).toEqual([across, total]);
        });
      }
    }
  });

  it("is the same of ties as of calls", () => {
    expect(measureSocialIntegration(buildCallTies(calls), asked)).toEqual(measureSocialIntegration(calls, asked));
  });

  it("of the group is NaN without a call, and says how many people have one", () => {
    const none = socialIntegration(measureSocialIntegration(callsOf(2, []), { ...asked, groupOf: [0, 1] }));
    const intervals = {
      pooledLow: Number.NaN,
      pooledHigh: Number.NaN,
      userMeanLow: Number.NaN,
      userMeanHigh: Number.NaN,
    };
    expect(none).toEqual({ pooled: Number.NaN, userMean: Number.NaN, ...intervals, people: 1, measured: 0 });
  });

  it("has no interval where all have the same share, and by hand that of Student", () => {
    const people = (across: number[], total: number[]) => {
      const columns = { across: Float64Array.from(across), total: Float64Array.from(total) };
      const share = columns.across.map((x, m) => x / columns.total[m]!);
      return { users: across.map((_, m) => `u${m}`), length: across.length, columns: { ...columns, share } };
    };
    const alike = socialIntegration(people([2, 4], [4, 8]));
    expect([alike.pooled, alike.pooledLow, alike.userMeanHigh]).toEqual([0.5, Number.NaN, Number.NaN]);
    // The silent third counts in neither. t of 1 degree of freedom at 0.975 is 12.7062.
    const two = socialIntegration(people([1, 4, 0], [4, 4, 0]));
    expect([two.pooled, two.userMean, two.people, two.measured]).toEqual([0.625, 0.625, 3, 2]);
    // Deviations 1 − 2.5 and 4 − 2.5: √(2 · 4.5) / 8 = 0.375, as of the shares: √(2 · 0.375² / 2).
    expect(two.pooledHigh - two.pooled).toBeCloseTo(0.375 * 12.7062047, 6);
    expect(two.userMean - two.userMeanLow).toBeCloseTo(0.375 * 12.7062047, 6);
    expect(() => socialIntegration(people([1], [2]), { confidence: 1 })).toThrow("confidence must be");
  });

  it("lies in its interval as often as it should, where people differ and call more or less", () => {
    const random = createRandom("coverage");
    const WORLDS = 600;
    let [pooledIn, meanIn] = [0, 0];
    for (let world = 0; world < WORLDS; world++) {
      // Shares of 0.2 to 0.8, 1 to 40 calls, alike often: the truth is 0.5 of both.
      const total = Float64Array.from({ length: 40 }, () => 1 + Math.floor(40 * random()));
      const across = total.map((calls) => {
        const own = 0.2 + 0.6 * random();
        return Array.from({ length: calls }, () => (random() < own ? 1 : 0)).reduce((sum: number, x) => sum + x, 0);
      });
      const share = across.map((x, m) => x / total[m]!);
      const users = Array.from(total, (_, m) => `u${m}`);
      const found = socialIntegration({ users, length: 40, columns: { across, total, share } }, { confidence: 0.9 });
      if (found.pooledLow <= 0.5 && found.pooledHigh >= 0.5) pooledIn++;
      if (found.userMeanLow <= 0.5 && found.userMeanHigh >= 0.5) meanIn++;
    }
    // Four standard errors of 0.9 over so many worlds, and of the ratio a little less.
    expect(Math.abs(meanIn / WORLDS - 0.9)).toBeLessThan(0.05);
    expect(pooledIn / WORLDS).toBeGreaterThan(0.85);
    expect(pooledIn / WORLDS).toBeLessThan(0.95);
  });

  it("of periods adds up to that of the whole, in per cent", () => {
    const periods = buildPeriods({ firstDay: [1, 5], lastDay: [4, 20] }, clock);
    const whole = measureSocialIntegration(calls, asked);
    const levels = measureInteractionLevels(calls, { ...asked, periods });
    expect(levels.users).toEqual(whole.users);
    whole.users.forEach((_, m) => {
      const { across, total, level } = levels.columns;
      expect(across[2 * m]! + across[2 * m + 1]!).toBe(whole.columns.across[m]);
      expect(total[2 * m]! + total[2 * m + 1]!).toBe(whole.columns.total[m]);
      if (total[2 * m]! > 0) expect(level[2 * m]).toBeCloseTo((100 * across[2 * m]!) / total[2 * m]!, 12);
    });
  });

  it("refuses a majority that is the minority or does not count", () => {
    expect(() => measureSocialIntegration(calls, { ...asked, against: "refugees" })).toThrow(
      "against must be another group",
    );
    expect(() => measureSocialIntegration(calls, { ...asked, except: ["locals"] })).toThrow(
      "except[0] must be another group than the majority",
    );
  });
});
