import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { commuterTemplate, economicIntegration, measureEmploymentScore } from "../../src/metrics/employment-score.ts";
import { meanWindowSimilarity, measureWindowSimilarity } from "../../src/metrics/employment-windows.ts";
import { frobeniusSimilarity } from "../../src/metrics/frobenius.ts";
import { totalShares, unscaled } from "../../src/metrics/matrix-scale.ts";
import { byDwell } from "../../src/metrics/place-weights.ts";
import type { ComparedMatrix } from "../../src/metrics/similarity-input.ts";
import { cosineSimilarity, jensenShannonDivergence, ruzickaSimilarity } from "../../src/metrics/similarity-matrices.ts";
import { compareMobility, MOBILITY_SIMILARITIES } from "../../src/metrics/similarity-mobility.ts";
import { similarityOfRandomSets, testMobilitySimilarity } from "../../src/metrics/similarity-null.ts";
import { callingRegularitySimilarity } from "../../src/metrics/similarity-regularity.ts";
import {
  geographicBlocks,
  slidingWindows,
  structuralSimilarity,
  wholeMatrix,
} from "../../src/metrics/similarity-structure.ts";
import { boxMark, gaussianMark, triangularMark } from "../../src/metrics/stigmergy-marks.ts";
import { measureStigmergicSimilarity, stigmergicSimilarity } from "../../src/metrics/stigmergy-similarity.ts";
import { buildTrails } from "../../src/metrics/stigmergy-trails.ts";
import { measureTrajectorySimilarity } from "../../src/metrics/trajectory-similarity.ts";
import { dynamicTimeWarping, longestCommonSubsequence } from "../../src/metrics/trajectory-similarity-measures.ts";
import { measurePlaceSimilarity } from "../../src/metrics/trajectory-similarity-places.ts";
import type { SparseMatrix } from "../../src/types.ts";
import { tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const places = createLocations("zones", ["A", "B", "C"], [29, 29.01, 29.5], [0, 0, 0]);
const row = (...value: number[]) => ({ rows: 1, columns: value.length, value: Float64Array.from(value) });

describe("similarities of matrices", () => {
  it("do not change with the size of a group, but unscaled ones do", () => {
    expect(ruzickaSimilarity(row(1, 2, 3), row(10, 20, 30))).toBeCloseTo(1, 15);
    expect(ruzickaSimilarity(row(1, 2, 3), row(10, 20, 30), { scale: unscaled() })).toBeCloseTo(0.1, 15);
  });

  it("two diffuse patterns look alike to shares, whatever they are, and unlike to the cosine", () => {
    const stripes = (shift: number) => row(...Array.from({ length: 400 }, (_, k) => (k % 2 === shift ? 1 : 0)));
    expect(frobeniusSimilarity(stripes(0), stripes(1))).toBeGreaterThan(0.9);
    expect(cosineSimilarity(stripes(0), stripes(1))).toBe(0);
    expect(MOBILITY_SIMILARITIES["frobeniusOfUnitNorms"]!(stripes(0), stripes(1))).toBeCloseTo(0, 12);
  });

  it("a matrix of places and hours says how wide it is, and has no diagonal to leave out", () => {
    const hours = {
      ...sparseFromDense(
        2,
        24,
        Array.from({ length: 48 }, (_, k) => (k === 30 ? 5 : 0)),
      ),
      columns: 24,
    };
    expect(structuralSimilarity(hours, hours, { windows: wholeMatrix() })).toBe(1);
    expect(() => structuralSimilarity(hours, hours, { windows: wholeMatrix(), diagonal: false })).toThrow(
      "diagonal must be true where rows and columns are not the same places",
    );
    expect(() => cosineSimilarity(hours, row(1, 2))).toThrow("b must be of 2 rows");
    const untold = { offsets: hours.offsets, index: hours.index, value: hours.value };
    expect(() => structuralSimilarity(untold, untold, { windows: wholeMatrix() })).toThrow("a must be as wide as high");
    expect(() => cosineSimilarity({ ...hours, columns: 2 }, hours)).toThrow("columns");
  });

  it("an entry is finite and within the columns of both", () => {
    const of = (value: number) => ({ ...sparseFromDense(1, 2, [1, 3]), value: Float64Array.of(1, value), columns: 2 });
    expect(() => cosineSimilarity(of(1), of(Infinity))).toThrow("b [0, 1] must be a finite number of at least 0");
    expect(() => cosineSimilarity(row(1), { ...of(1), columns: 1 })).toThrow("b [0, 1] must be within 1 columns");
  });

  it("a zero that a sparse matrix holds is no link", () => {
    const held = {
      offsets: Uint32Array.of(0, 3),
      index: Uint32Array.of(0, 1, 2),
      value: Float64Array.of(4, 0, 0),
      columns: 3,
    };
    expect(MOBILITY_SIMILARITIES["commonLinks"]!(held, row(2, 3, 0))).toBeCloseTo(2 / 3, 15);
  });

  it("the base of a divergence is above 1", () => {
    expect(jensenShannonDivergence(row(1, 0), row(0, 1), { base: 4 })).toBe(0.5);
    expect(() => jensenShannonDivergence(row(1), row(1), { base: 1 })).toThrow("base must be");
  });

  it("own measures are compared beside one another, and must give numbers", () => {
    const mine = { overlap: () => 0.5, cosine: MOBILITY_SIMILARITIES["cosine"]! };
    expect(() => compareMobility(row(1), row(1), { measures: mine })).toThrow("measures.overlap must be");
    const measures = { half: (_a: unknown, _b: unknown) => 0.5 };
    expect(compareMobility(row(1), row(1), { measures }).columns).toEqual({
      measure: ["half"],
      similarity: Float64Array.of(0.5),
    });
    const words = { word: ((_a: unknown, _b: unknown) => "alike") as unknown as () => number };
    expect(() => compareMobility(row(1), row(1), { measures: words })).toThrow("which gives a number");
  });
});

describe("structural similarity", () => {
  const a = sparseFromDense(3, 3, [9, 1, 0, 1, 9, 0, 0, 0, 5]);
  it("of a matrix and its double is below 1 for counts, and 1 for shares", () => {
    const double = { ...a, value: a.value.map((x) => 2 * x) };
    expect(structuralSimilarity(a, double, { windows: wholeMatrix() })).toBeLessThan(0.9);
    expect(structuralSimilarity(a, double, { windows: wholeMatrix(), scale: totalShares() })).toBeCloseTo(1, 12);
  });

  it("of windows that do not fit is told", () => {
    const windows = slidingWindows({ size: 4, moments: "population" });
    expect(() => structuralSimilarity(a, a, { windows })).toThrow("windows must be of a size of at most 3");
    const blocks = geographicBlocks({ blockOf: [0, 1] });
    expect(() => structuralSimilarity(a, a, { windows: blocks })).toThrow("windows.blockOf must be of length 3");
    expect(() =>
      structuralSimilarity(a, a, { windows: wholeMatrix as unknown as ReturnType<typeof wholeMatrix> }),
    ).toThrow("windows must be windows such as");
  });

  it("of two empty matrices is not defined, unless the range is told", () => {
    const none = sparseFromDense(3, 3, new Float64Array(9));
    expect(structuralSimilarity(none, none, { windows: wholeMatrix() })).toBeNaN();
    expect(structuralSimilarity(none, none, { windows: wholeMatrix(), range: 10 })).toBe(1);
  });

  it("blocks of columns may be others than those of rows", () => {
    const b = { rows: 1, columns: 3, value: Float64Array.of(1, 2, 3) };
    const windows = geographicBlocks({ blockOf: [4], columnBlockOf: [0, 0, 1] });
    expect(structuralSimilarity(b, b, { windows })).toBeCloseTo(1, 12);
  });
});

describe("weeks of employment", () => {
  const windows = [
    { id: "work", fromHour: 9, toHour: 17 },
    { id: "home", fromHour: 18, toHour: 24 },
  ];
  const day = (hour: number, location: number, user = "ann") => [user, hour * 3600, location] as const;
  const traces = tracesOf([day(10, 1), day(20, 0), day(10, 2, "bo"), day(20, 2, "bo"), day(10, 0, "cy")], places);
  const similarities = measureWindowSimilarity(traces, { clock, windows, minEvents: 1 });

  it("who works elsewhere has the score of the template, who stays has the least", () => {
    const { columns, unscored } = measureEmploymentScore(similarities, { template: commuterTemplate([1, 0]) });
    expect(columns.score).toEqual(Float64Array.of(1, 0, Number.NaN));
    expect(unscored).toBe(1);
  });

  it("a group without anybody who is scored has no mean, and no integration", () => {
    const groups = { groupOf: [0, 0, 1], labels: ["scored", "not"] };
    const { matrices, scored, unscored } = meanWindowSimilarity(similarities, groups);
    expect([scored, unscored]).toEqual([Uint32Array.of(2, 0), Uint32Array.of(0, 1)]);
    expect(matrices[0]!.value).toEqual(Float64Array.of(1, 0.5, 0.5, 1));
    expect(matrices[1]!.value.every(Number.isNaN)).toBe(true);
    expect(economicIntegration(matrices[0]!, matrices[1]!)).toBeNaN();
    expect(economicIntegration(matrices[0]!, matrices[0]!)).toBe(1);
    const template = matrices[1]!;
    expect(measureEmploymentScore(similarities, { template }).columns.score[0]).toBeNaN();
  });

  it("a user of more places than are held at first is scored as any other", () => {
    const many = createLocations(
      "zones",
      Array.from({ length: 200 }, (_, l) => `z${l}`),
      new Float64Array(200),
      new Float64Array(200),
    );
    const events = Array.from({ length: 200 }, (_, l) => ["ann", (l % 2 === 0 ? 10 : 20) * 3600 + l, l] as const);
    const { similarity } = measureWindowSimilarity(tracesOf(events, many), { clock, windows, minEvents: 100 });
    expect(similarity).toEqual(Float64Array.of(1, 0, 0, 1));
  });

  it("one window is no week, and a template is a square of numbers from 0 to 1", () => {
    expect(() => measureWindowSimilarity(traces, { clock, windows: [windows[0]!], minEvents: 1 })).toThrow(
      "at least two",
    );
    const template = { rows: 2, columns: 2, value: Float64Array.of(1, 2, 2, 1) };
    expect(() => measureEmploymentScore(similarities, { template })).toThrow("template.value[1] must be");
    expect(() => measureEmploymentScore(similarities, { template: commuterTemplate([1, 0, 0]) })).toThrow(
      "template.rows",
    );
  });
});

describe("stigmergy", () => {
  const rules = { clock, mark: triangularMark({ reachMeters: 2000 }), keptShare: 0.5, stepHours: 24 };
  const groups = { groupOf: [0, 1], labels: ["refugees", "locals"] };

  it("marks are 1 at their place and nothing beyond their reach", () => {
    for (const mark of [rules.mark, boxMark({ reachMeters: 5 }), gaussianMark({ sigmaMeters: 2, reachMeters: 5 })]) {
      expect(mark.weightAt(0)).toBe(1);
      expect(mark.weightAt(mark.reachMeters + 1)).toBe(0);
    }
  });

  it("near places are alike, far ones are not, and nobody's trail is like any", () => {
    const at = (location: number, other: number): number => {
      const traces = tracesOf(
        [
          ["ann", 100, location],
          ["bo", 100, other],
        ],
        places,
      );
      return stigmergicSimilarity(buildTrails(traces, { ...rules, ...groups }), {
        group: "refugees",
        against: "locals",
      }).mean;
    };
    expect(at(0, 0)).toBe(1);
    expect(at(0, 1)).toBeCloseTo(1 - greatCircleMeters(29, 0, 29.01, 0) / 2000, 12);
    expect(at(0, 2)).toBe(0);
    const alone = tracesOf([["ann", 100, 0]], places, ["ann", "bo"]);
    const trails = buildTrails(alone, { ...rules, ...groups });
    expect(stigmergicSimilarity(trails, { group: "refugees", against: "locals" }).mean).toBeNaN();
    expect(measureStigmergicSimilarity(alone, trails, { against: "refugees", groupOf: [0, 1] }).columns.mean).toEqual(
      // bo, who was never seen, is not far from anybody either.
      Float64Array.of(Number.NaN, Number.NaN),
    );
  });

  it("events of days that are not asked for leave no mark, and steps of one's own days are defined", () => {
    const traces = tracesOf(
      [
        ["ann", 100, 0],
        ["ann", 86_500, 1],
        ["ann", 3 * 86_400, 2],
        ["bo", 86_500, 1],
      ],
      places,
    );
    const trails = buildTrails(traces, { ...rules, ...groups, firstDay: 1, lastDay: 2 });
    expect([trails.steps, trails.people]).toEqual([2, Uint32Array.of(1, 1)]);
    const { mean, last, definedSteps } = stigmergicSimilarity(trails, { group: "refugees", against: "locals" });
    expect([mean, last, definedSteps]).toEqual([1, 1, 2]);
    expect(measureStigmergicSimilarity(traces, trails, { against: "locals", groupOf: [0, 1] }).columns.mean[0]).toBe(1);
  });

  it("clocks set back over midnight bring events of the day before after those of the next", () => {
    const there = createClock({ timeZone: "America/St_Johns" });
    const times = ["2008-11-02T02:30:30Z", "2008-11-02T03:00:00Z"].map((time) => Date.parse(time) / 1000);
    expect(there.dayOf(times[0]!)).toBe(there.dayOf(times[1]!) + 1);
    const both = ["ann", "bo"].flatMap((user) => times.map((time, l) => [user, time, l] as const));
    const traces = tracesOf(both, places);
    const trails = buildTrails(traces, { ...rules, ...groups, clock: there });
    expect([...trails.trail.subarray(0, 3)]).toEqual([1 - greatCircleMeters(29, 0, 29.01, 0) / 2000, 1, 0]);
    const { mean, definedSteps } = measureStigmergicSimilarity(traces, trails, {
      against: "locals",
      groupOf: [0, 1],
    }).columns;
    expect([mean[0], definedSteps[0]]).toEqual([1, 2]);
  });

  it("no events and no days give no steps", () => {
    const none = tracesOf([], places, ["ann", "bo"]);
    const trails = buildTrails(none, { ...rules, ...groups });
    expect(trails.steps).toBe(0);
    expect(stigmergicSimilarity(trails, { group: "refugees", against: "locals" }).last).toBeNaN();
  });

  it("what is kept is below 1, a step divides days or is some, and the last day comes after the first", () => {
    const traces = tracesOf([["ann", 100, 0]], places);
    expect(() => buildTrails(traces, { ...rules, keptShare: 1 })).toThrow("keptShare must be below 1");
    expect(() => buildTrails(traces, { ...rules, stepHours: 36 })).toThrow(
      "stepHours must be a divisor or a multiple of 24",
    );
    expect(() => buildTrails(traces, { ...rules, firstDay: 3, lastDay: 1 })).toThrow("lastDay must be");
  });
});

describe("similarities of people", () => {
  const pairs = { user: [0], other: [1] };
  it("stays weigh by their length, and users without weight are like nobody", () => {
    const columns = {
      start: Uint32Array.of(0, 100, 0, 10),
      end: Uint32Array.of(100, 400, 10, 10),
      location: Uint32Array.of(0, 1, 1, 0),
      events: new Uint32Array(4).fill(1),
    };
    const stays = {
      locations: places,
      users: ["ann", "bo", "cy"],
      offsets: Uint32Array.of(0, 2, 4, 4),
      length: 4,
      columns,
    };
    const both = { user: [0, 0], other: [1, 2] };
    const { commonPart, sharedPlaces, jaccard } = measurePlaceSimilarity(stays, {
      pairs: both,
      weight: byDwell(),
    }).columns;
    expect(commonPart).toEqual(Float64Array.of(0.75, Number.NaN));
    expect(sharedPlaces).toEqual(Uint32Array.of(1, 0));
    expect(jaccard).toEqual(Float64Array.of(0.5, Number.NaN));
  });

  it("fixes are compared by where they are", () => {
    const columns = { time: Uint32Array.of(1, 2, 1), lon: Float64Array.of(29, 30, 29), lat: new Float64Array(3) };
    const fixes = { users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns };
    const of = (measure: ReturnType<typeof dynamicTimeWarping>) =>
      measureTrajectorySimilarity(fixes, { pairs, measure }).columns;
    expect(of(longestCommonSubsequence({ radiusMeters: 10 })).value[0]).toBe(1);
    expect(of(dynamicTimeWarping()).value[0]).toBeCloseTo(111_195, 0);
    expect([of(dynamicTimeWarping()).positions[0], of(dynamicTimeWarping()).otherPositions[0]]).toEqual([2, 1]);
    expect(() =>
      of(((_a: unknown, _b: unknown) => "near") as unknown as typeof dynamicTimeWarping & (() => number)),
    ).toThrow("which gives a number");
  });

  it("pairs are of users who are there", () => {
    const traces = tracesOf([["ann", 1, 0]], places);
    const measure = dynamicTimeWarping();
    expect(() => measureTrajectorySimilarity(traces, { pairs, measure })).toThrow("pairs.other[0] must be");
    expect(() => measureTrajectorySimilarity(traces, { pairs: { user: [0], other: [] }, measure })).toThrow(
      "pairs.other",
    );
  });
});

describe("what chance gives", () => {
  const users = ["a", "b", "c", "d", "e"];
  const columns = {
    window: Uint32Array.of(0, 0, 0, 0, 1),
    origin: Uint32Array.of(0, 0, 1, 1, 0),
    destination: Uint32Array.of(1, 1, 0, 0, 1),
    moves: new Uint32Array(5).fill(3),
  };
  const cells = {
    locations: places,
    users,
    offsets: Uint32Array.of(0, 1, 2, 3, 4, 5),
    length: 5,
    columns,
    windows: [{ id: "work" }, { id: "rest" }],
  };
  const options = {
    groupOf: [0, 0, 1, 1, 1],
    labels: ["refugees", "locals"],
    group: "refugees",
    window: "work",
    similarity: MOBILITY_SIMILARITIES["cosine"]!,
    replicates: 200,
    random: createRandom(7),
  };

  it("people without moves in the window are not shuffled, and p counts what was observed", () => {
    const test = testMobilitySimilarity(cells, { ...options, against: "locals" });
    expect([test.people, test.peopleAgainst, test.estimate]).toEqual([2, 2, 0]);
    // Two of the six ways to choose two of four are the groups as they are.
    expect(test.pLess).toBeGreaterThan(0.25);
    expect(test.pLess).toBeLessThan(0.42);
    expect(test.drawn.length).toBe(200);
    expect(new Set(test.drawn)).toEqual(new Set([0, test.drawn.at(-1)!]));
  });

  it("a group without anybody in the window has no similarity, and no p", () => {
    const test = testMobilitySimilarity(cells, { ...options, against: "locals", window: "rest" });
    expect([test.estimate, test.pLess, test.undefinedReplicates]).toEqual([Number.NaN, Number.NaN, 200]);
  });

  it("two sets of one group have nobody in common, and there must be people enough for both", () => {
    const sets = similarityOfRandomSets(cells, { ...options, size: 1 });
    expect([sets.nullMean, sets.nullLow, sets.nullHigh, sets.replicates]).toEqual([1, 1, 1, 200]);
    expect(() => similarityOfRandomSets(cells, { ...options, size: 2 })).toThrow(
      "size must be at most half of the 2 people",
    );
  });

  it("windows and groups are asked for by name", () => {
    const ask = (more: object) => (): unknown =>
      testMobilitySimilarity(cells, { ...options, against: "locals", ...more });
    expect(ask({ window: "night" })).toThrow("window must be one of the windows (work, rest)");
    expect(ask({ against: "refugees" })).toThrow("against must be another group");
    expect(ask({ group: "nobody" })).toThrow("group must be one of the labels");
  });

  it("profiles of other lengths are not compared", () => {
    expect(() => callingRegularitySimilarity([1, 2], [1])).toThrow("b must be of length 2");
    expect(callingRegularitySimilarity([0, 0], [1, 2])).toBeNaN();
  });
});

describe("sets drawn at random", () => {
  it("are every set of the size alike often", () => {
    const users = ["a", "b", "c", "d", "e"];
    const columns = {
      window: new Uint32Array(5),
      location: Uint32Array.of(0, 0, 0, 0, 0),
      hour: Uint8Array.of(0, 1, 2, 3, 4),
      events: new Uint32Array(5).fill(1),
    };
    const offsets = Uint32Array.of(0, 1, 2, 3, 4, 5);
    const cells = { locations: places, users, offsets, length: 5, columns, windows: [{ id: "all" }] };
    // The value tells who is in the first set: user u has an event in hour u alone.
    const code = (matrix: ComparedMatrix, _other: ComparedMatrix): number => {
      const { index, value } = matrix as SparseMatrix;
      return index.reduce((sum, hour, k) => sum + (value[k]! > 0 ? 2 ** hour : 0), 0);
    };
    const options = { window: "all", similarity: code, replicates: 2000, random: createRandom(3), labels: ["x", "y"] };
    const tables = [
      testMobilitySimilarity(cells, { ...options, groupOf: [0, 0, 1, 1, 1], group: "x", against: "y" }).drawn,
      similarityOfRandomSets(cells, { ...options, groupOf: [0, 0, 0, 0, 0], group: "x", size: 2 }).drawn,
    ];
    for (const drawn of tables) {
      const times = new Map<number, number>();
      for (const set of drawn) times.set(set, (times.get(set) ?? 0) + 1);
      expect(times.size).toBe(10);
      // Chi squared with 9 degrees of freedom: above 27.9 in one of a thousand.
      expect([...times.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)).toBeLessThan(27.9);
    }
  });
});
