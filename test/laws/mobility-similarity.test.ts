import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { cellOf, sparseFromDense } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { countGroupFlows } from "../../src/flows/group-flows.ts";
import { countGroupPlaceHours, countUserPlaceHours, selectPlaceHours } from "../../src/flows/group-flows-hours.ts";
import { countUserFlows } from "../../src/flows/group-flows-users.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { commonPartOfCommuters } from "../../src/metrics/common-part.ts";
import { measureWindowSimilarity } from "../../src/metrics/employment-windows.ts";
import { byEvents } from "../../src/metrics/place-weights.ts";
import {
  cosineSimilarity,
  jensenShannonDistance,
  jensenShannonDivergence,
  ruzickaSimilarity,
} from "../../src/metrics/similarity-matrices.ts";
import { compareMobility, MOBILITY_SIMILARITIES } from "../../src/metrics/similarity-mobility.ts";
import { testMobilitySimilarity } from "../../src/metrics/similarity-null.ts";
import { callingRegularitySimilarity } from "../../src/metrics/similarity-regularity.ts";
import {
  geographicBlocks,
  slidingWindows,
  structuralSimilarity,
  wholeMatrix,
} from "../../src/metrics/similarity-structure.ts";
import { boxMark, gaussianMark, type Mark, triangularMark } from "../../src/metrics/stigmergy-marks.ts";
import { measureStigmergicSimilarity, stigmergicSimilarity } from "../../src/metrics/stigmergy-similarity.ts";
import { buildTrails } from "../../src/metrics/stigmergy-trails.ts";
import { measureTrajectorySimilarity } from "../../src/metrics/trajectory-similarity.ts";
import {
  dynamicTimeWarping,
  longestCommonSubsequence,
  realPenaltyEdit,
} from "../../src/metrics/trajectory-similarity-measures.ts";
import { measureCoLocation } from "../../src/metrics/trajectory-similarity-meetings.ts";
import {
  countPlaceShares,
  measureGroupSimilarity,
  measurePlaceSimilarity,
} from "../../src/metrics/trajectory-similarity-places.ts";
import type { Traces } from "../../src/types.ts";
import {
  slowAlignment,
  slowGroupFlows,
  slowMeetings,
  slowOverlap,
  slowPlaceHours,
  slowSimilarities,
  slowStructure,
  slowTrails,
  slowWarping,
  slowWindowSimilarity,
} from "../slow/mobility-similarity.ts";
import { events, hours, PLACES, USERS, worldOf, zone } from "./trace-worlds.ts";

const runs = (numRuns: number): { seed: number; numRuns: number } => ({ seed: 42, numRuns });
const N = 4;
/** Matrices of few moves, of many, and of none. */
const cells = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 500 })), {
  minLength: N * N,
  maxLength: N * N,
});
const some = cells.filter((values) => values.some((x) => x > 0));
const full = (values: readonly number[]): { rows: number; columns: number; value: Float64Array } => {
  return { rows: N, columns: N, value: Float64Array.from(values) };
};
const kinds = (values: readonly number[]) => [
  full(values),
  sparseFromDense(N, N, values),
  Matrix.from1DArray(N, N, [...values]),
];
const near = (got: number, expected: number, tolerance = 1e-12): void => {
  if (Number.isNaN(expected)) expect(got).toBeNaN();
  else expect(Math.abs(got - expected)).toBeLessThan(tolerance);
};

describe("similarities of two matrices", () => {
  it("are those of their definitions, whatever kind of matrix holds them", () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const { cosine, commonPart, ruzicka, divergence } = slowSimilarities(a, b) as Record<string, number>;
        for (const [k, x] of kinds(a).entries()) {
          const y = kinds(b)[(k + 1) % 3]!;
          near(cosineSimilarity(x, y), cosine!);
          near(ruzickaSimilarity(x, y), ruzicka!);
          near(jensenShannonDivergence(x, y), divergence!);
          near(jensenShannonDistance(x, y) ** 2, Math.max(0, divergence!), 1e-9);
        }
        near(commonPartOfCommuters(full(a), full(b), { diagonal: true, shares: true }), commonPart!);
        near(compareMobility(full(a), full(b)).columns.similarity[4]!, commonPart!);
      }),
      runs(150),
    );
  });

  it("are 1 of a matrix with itself and with any multiple, the same both ways, and between 0 and 1", () => {
    fc.assert(
      fc.property(some, some, fc.integer({ min: 2, max: 50 }), (a, b, times) => {
        const doubled = a.map((x) => x * times);
        const { measure, similarity } = compareMobility(full(a), full(doubled)).columns;
        const there = compareMobility(full(a), full(b)).columns.similarity;
        const back = compareMobility(full(b), full(a)).columns.similarity;
        const scaled = compareMobility(full(doubled), full(b)).columns.similarity;
        measure.forEach((name, k) => {
          near(similarity[k]!, 1, 1e-7);
          near(there[k]!, back[k]!);
          near(scaled[k]!, there[k]!, 1e-9);
          if (!Number.isNaN(there[k]!)) {
            expect(there[k]!, name).toBeGreaterThanOrEqual(name === "structure" ? -1 : -1e-12);
            expect(there[k]!, name).toBeLessThanOrEqual(1 + 1e-12);
          }
        });
      }),
      runs(100),
    );
  });

  it("are 0 of matrices without a cell in common, and not defined where one has nothing", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: N * N - 1 }), (a, at) => {
        const b = a.map((x, k) => (x === 0 && (k + at) % 2 === 0 ? 3 : 0));
        if (b.every((x) => x === 0)) return;
        for (const name of ["cosine", "commonPart", "commonLinks", "jensenShannon"]) {
          near(MOBILITY_SIMILARITIES[name]!(full(a), full(b)), 0);
        }
        near(ruzickaSimilarity(full(a), full(b)), 0);
        near(jensenShannonDistance(full(a), full(b)), 1);
        const none = full(a.map(() => 0));
        for (const name of [
          "frobenius",
          "frobeniusOfRows",
          "frobeniusOfUnitNorms",
          "cosine",
          "commonPart",
          "jensenShannon",
          "structure",
        ]) {
          expect(MOBILITY_SIMILARITIES[name]!(full(a), none), name).toBeNaN();
        }
        expect(ruzickaSimilarity(none, none)).toBeNaN();
        expect(commonPartOfCommuters(none, full(a), { diagonal: true, shares: true })).toBeNaN();
      }),
      runs(100),
    );
  });

  it("without the diagonal are those of matrices whose diagonal is 0", () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const off = (values: readonly number[]): number[] => values.map((x, k) => (k % (N + 1) === 0 ? 0 : x));
        const got = compareMobility(sparseFromDense(N, N, a), full(b), { diagonal: false }).columns.similarity;
        const expected = compareMobility(full(off(a)), full(off(b))).columns.similarity;
        got.forEach((value, k) => {
          near(value, expected[k]!);
        });
      }),
      runs(60),
    );
  });

  it("the Jensen–Shannon distance keeps the triangle inequality", () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const distance = (x: readonly number[], y: readonly number[]): number =>
          jensenShannonDistance(full(x), full(y));
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 1e-9);
      }),
      runs(150),
    );
  });

  it("the regularity of calls is the same in any order of the hours, and for any number of calls", () => {
    const profile = fc.array(fc.nat({ max: 40 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(profile, profile, fc.integer({ min: 1, max: 9 }), (a, b, times) => {
        const similarity = callingRegularitySimilarity(a, b);
        near(
          callingRegularitySimilarity(
            [...b].reverse(),
            [...a].reverse().map((x) => x * times),
          ),
          similarity,
        );
        if (a.some((x) => x > 0)) near(callingRegularitySimilarity(a, a), 1);
      }),
      runs(100),
    );
  });
});

describe("structural similarity", () => {
  it("is that of its definition in every kind of window", () => {
    fc.assert(
      fc.property(some, cells, fc.integer({ min: 2, max: N }), fc.boolean(), (a, b, size, sample) => {
        const squares: number[][] = [];
        for (let r = 0; r + size <= N; r++) {
          for (let c = 0; c + size <= N; c++) {
            squares.push(
              Array.from({ length: size * size }, (_, k) => (r + Math.floor(k / size)) * N + c + (k % size)),
            );
          }
        }
        const moments = sample ? "sample" : "population";
        const [x, y] = [full(a), sparseFromDense(N, N, b)];
        const sliding = structuralSimilarity(x, y, { windows: slidingWindows({ size, moments }) });
        near(sliding, slowStructure(a, b, squares, sample), 1e-9);
        const whole = a.map((_, k) => k);
        near(structuralSimilarity(x, y, { windows: wholeMatrix() }), slowStructure(a, b, [whole], false), 1e-9);
        const blockOf = [7, 2, 2, 7];
        const blocks = [7, 2].flatMap((row) =>
          [7, 2].map((column) => whole.filter((k) => blockOf[Math.floor(k / N)] === row && blockOf[k % N] === column)),
        );
        const byBlock = structuralSimilarity(x, y, { windows: geographicBlocks({ blockOf }) });
        near(byBlock, slowStructure(a, b, blocks, false), 1e-9);
      }),
      runs(100),
    );
  });

  it("is 1 of a matrix with itself, the same both ways, and does not mind the order of places in blocks", () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const order = [2, 0, 3, 1];
        const moved = (values: readonly number[]): number[] =>
          values.map((_, k) => values[order[Math.floor(k / N)]! * N + order[k % N]!]!);
        const blockOf = [0, 0, 1, 1];
        for (const windows of [
          slidingWindows({ size: 3, moments: "sample" }),
          wholeMatrix(),
          geographicBlocks({ blockOf }),
        ]) {
          near(structuralSimilarity(full(a), full(a), { windows }), 1, 1e-9);
          near(
            structuralSimilarity(full(a), full(b), { windows }),
            structuralSimilarity(full(b), full(a), { windows }),
          );
        }
        const inOrder = structuralSimilarity(full(a), full(b), { windows: geographicBlocks({ blockOf }) });
        const movedBlocks = geographicBlocks({ blockOf: order.map((l) => blockOf[l]!) });
        near(structuralSimilarity(full(moved(a)), full(moved(b)), { windows: movedBlocks }), inOrder, 1e-9);
      }),
      runs(80),
    );
  });
});

const groups = fc.array(fc.nat({ max: 1 }), { minLength: USERS.length, maxLength: USERS.length });
const LABELS = ["refugees", "locals"];
const weekdays = fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 });
const twoWindows = fc.tuple(hours, weekdays, hours).map(([[a, b], days, [c, d]]) => [
  { id: "one", fromHour: a, toHour: b, weekdays: days },
  { id: "two", fromHour: c, toHour: d },
]);
const rulesOfFlows = fc.record({
  maxGapSeconds: fc.constantFrom(0, 3600, 40_000, 1e9),
  withinDay: fc.boolean(),
  diagonal: fc.boolean(),
});

/** The traces of the users whose numbers are told. */
function part(traces: Traces, isIn: (user: number) => boolean): { traces: Traces; numbers: number[] } {
  const numbers = traces.users.map((_, u) => u).filter(isIn);
  const rows = numbers.flatMap((u) =>
    Array.from({ length: traces.offsets[u + 1]! - traces.offsets[u]! }, (_, k) => traces.offsets[u]! + k),
  );
  const offsets = new Uint32Array(numbers.length + 1);
  numbers.forEach((u, k) => {
    offsets[k + 1] = offsets[k]! + traces.offsets[u + 1]! - traces.offsets[u]!;
  });
  const of = (column: Uint32Array): Uint32Array => Uint32Array.from(rows, (i) => column[i]!);
  const columns = { time: of(traces.columns.time), location: of(traces.columns.location) };
  return {
    traces: { ...traces, users: numbers.map((u) => traces.users[u]!), offsets, length: rows.length, columns },
    numbers,
  };
}

describe("matrices of movement of groups", () => {
  it("hold the moves of each group in each window, and how many people made them", () => {
    fc.assert(
      fc.property(events, zone, groups, twoWindows, rulesOfFlows, (rows, { clock, from }, groupOf, windows, rules) => {
        const traces = worldOf(rows, from);
        const options = { clock, windows, ...rules };
        const { flows } = countGroupFlows(countUserFlows(traces, options), { groupOf, labels: LABELS });
        const expected = slowGroupFlows(traces, options, groupOf);
        let entries = 0;
        flows.forEach((table, k) => {
          entries += table.index.length;
          for (let o = 0; o < PLACES.length; o++) {
            for (let e = table.offsets[o]!; e < table.offsets[o + 1]!; e++) {
              const cell = expected.get([Math.floor(k / 2), k % 2, o, table.index[e]].join("|"))!;
              expect([table.value[e], table.people[e]]).toEqual([cell.moves, cell.people.size]);
            }
          }
        });
        expect(entries).toBe(expected.size);
      }),
      runs(80),
    );
  });

  it("hold the events of each group by place and hour, and a matrix of them is one group in one window", () => {
    fc.assert(
      fc.property(events, zone, groups, twoWindows, (rows, { clock, from }, groupOf, windows) => {
        const traces = worldOf(rows, from);
        const table = countGroupPlaceHours(countUserPlaceHours(traces, { clock, windows }), {
          groupOf,
          labels: LABELS,
        });
        const expected = slowPlaceHours(traces, clock, windows, groupOf);
        expect(table.length).toBe(expected.size);
        const { window, label, location, hour, events: count, people } = table.columns;
        for (let i = 0; i < table.length; i++) {
          const cell = expected.get([window[i], label[i], location[i], hour[i]].join("|"))!;
          expect([count[i], people[i]]).toEqual([cell.events, cell.people.size]);
          const one = selectPlaceHours(table, { label: LABELS[label[i]!]!, window: windows[window[i]!]!.id });
          expect(cellOf(one, location[i]!, hour[i]!)).toBe(count[i]);
        }
      }),
      runs(60),
    );
  });

  it("add up over parts of the users", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        groups,
        twoWindows,
        fc.nat({ max: 15 }),
        (rows, { clock, from }, groupOf, windows, mask) => {
          const traces = worldOf(rows, from);
          const options = { clock, windows, maxGapSeconds: 40_000, withinDay: false, diagonal: true };
          const of = (isIn: (u: number) => boolean) => {
            const { traces: own, numbers } = part(traces, isIn);
            const inGroups = { groupOf: numbers.map((u) => groupOf[u]!), labels: LABELS };
            return countGroupFlows(countUserFlows(own, options), inGroups).flows;
          };
          const all = of(() => true);
          const [one, two] = [of((u) => (mask >> u) % 2 === 0), of((u) => (mask >> u) % 2 === 1)];
          all.forEach((table, k) => {
            expect(addFlows(one[k]!, two[k]!)).toEqual(table);
          });
        },
      ),
      runs(60),
    );
  });
});

describe("weeks and trails", () => {
  it("the similarity between windows of a user is the cosine, and NaN with too few events", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        twoWindows,
        fc.integer({ min: 1, max: 4 }),
        (rows, { clock, from }, windows, minEvents) => {
          const traces = worldOf(rows, from);
          const { columns, similarity, unscored } = measureWindowSimilarity(traces, { clock, windows, minEvents });
          let missing = 0;
          traces.users.forEach((_, u) => {
            const expected = slowWindowSimilarity(traces, u, clock, windows, minEvents);
            const own = similarity.subarray(4 * u, 4 * u + 4);
            expect(columns.scored[u]).toBe(expected === null ? 0 : 1);
            if (expected === null) missing++;
            own.forEach((value, k) => {
              near(value, expected === null ? Number.NaN : expected.flat()[k]!);
            });
            const alone = measureWindowSimilarity(part(traces, (v) => v === u).traces, { clock, windows, minEvents });
            expect(alone.similarity).toEqual(own.slice());
          });
          expect(unscored).toBe(missing);
        },
      ),
      runs(60),
    );
  });

  const marks: fc.Arbitrary<Mark> = fc.constantFrom(
    triangularMark({ reachMeters: 1500 }),
    gaussianMark({ sigmaMeters: 500, reachMeters: 1300 }),
    boxMark({ reachMeters: 650 }),
    boxMark({ reachMeters: 1 }),
  );
  const laid = fc.record({
    mark: marks,
    keptShare: fc.constantFrom(0, 0.5, 0.9),
    stepHours: fc.constantFrom(6, 24, 48),
  });
  const daysOf = (traces: Traces, dayOf: (time: number) => number): { firstDay: number; lastDay: number } => {
    const days = [...traces.columns.time].map(dayOf);
    return { firstDay: Math.min(...days), lastDay: Math.max(...days) };
  };

  it("trails, their similarity and that of each user are those of full tables", () => {
    fc.assert(
      fc.property(events, zone, groups, laid, (rows, { clock, from }, groupOf, rules) => {
        const traces = worldOf(rows, from);
        if (traces.length === 0) return;
        const inGroups = { groupOf, labels: LABELS };
        const trails = buildTrails(traces, { clock, ...rules, ...inGroups });
        const days = daysOf(traces, clock.dayOf);
        expect(trails.firstDay).toBe(days.firstDay);
        const plain = { clock, weightAt: rules.mark.weightAt, ...rules, ...days };
        const within = (meters: number): number => (meters <= rules.mark.reachMeters ? rules.mark.weightAt(meters) : 0);
        const of = (users: number[]): number[][] => slowTrails(traces, users, { ...plain, weightAt: within });
        const members = [0, 1].map((g) => USERS.map((_, u) => u).filter((u) => groupOf[u] === g));
        const { bySteps, mean } = stigmergicSimilarity(trails, { group: "refugees", against: "locals" });
        if (trails.people[0]! > 0 && trails.people[1]! > 0) {
          const expected = slowOverlap(of(members[0]!), of(members[1]!));
          expect(bySteps.length).toBe(expected.length);
          bySteps.forEach((value, s) => {
            near(value, expected[s]!, 1e-9);
          });
          const known = expected.filter((value) => !Number.isNaN(value));
          near(mean, known.reduce((sum, x) => sum + x, 0) / known.length, 1e-9);
        } else expect(mean).toBeNaN();
        const byUser = measureStigmergicSimilarity(traces, trails, { against: "locals", groupOf }).columns;
        USERS.forEach((_, u) => {
          const active = traces.offsets[u + 1]! > traces.offsets[u]!;
          const others = members[1]!.filter((v) => v !== u && traces.offsets[v + 1]! > traces.offsets[v]!);
          if (others.length === 0) expect(byUser.mean[u]).toBeNaN();
          else if (active) near(byUser.last[u]!, slowOverlap(of([u]), of(others)).at(-1)!, 1e-9);
          else expect([byUser.mean[u], byUser.definedSteps[u]]).toEqual([Number.NaN, 0]);
        });
      }),
      runs(60),
    );
  });

  it("without memory each step stands by itself, with a mark that reaches nothing else places do, and the same people are alike", () => {
    fc.assert(
      fc.property(events, zone, (rows, { clock, from }) => {
        const traces = worldOf(rows, from);
        if (traces.length === 0) return;
        const rules = { clock, mark: boxMark({ reachMeters: 1 }), keptShare: 0, stepHours: 24 };
        const inGroups = { groupOf: [0, 1, 0, 1], labels: LABELS };
        const trails = buildTrails(traces, { ...rules, ...inGroups });
        const n = PLACES.length;
        trails.trail.forEach((value, k) => {
          const step = Math.floor(k / n) % trails.steps;
          const group = Math.floor(k / n / trails.steps);
          const own = traces.users.flatMap((_, u) => (u % 2 === group ? [u] : []));
          const expected = own.reduce((sum, u) => {
            let events = 0;
            for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
              const day = clock.dayOf(traces.columns.time[i]!) - trails.firstDay;
              if (day === step && traces.columns.location[i] === k % n) events++;
            }
            return sum + events;
          }, 0);
          expect(value).toBe(expected);
        });
        const doubled = buildTrails(traces, { ...rules, keptShare: 0.7 });
        const same = {
          ...doubled,
          labels: LABELS,
          people: Uint32Array.of(doubled.people[0]!, doubled.people[0]!),
          trail: Float64Array.of(...doubled.trail, ...doubled.trail),
        };
        near(stigmergicSimilarity(same, { group: "refugees", against: "locals" }).mean, 1);
      }),
      runs(60),
    );
  });

  it("trails of parts of the users over the same days add up", () => {
    fc.assert(
      fc.property(events, zone, groups, laid, fc.nat({ max: 15 }), (rows, { clock, from }, groupOf, rules, mask) => {
        const traces = worldOf(rows, from);
        if (traces.length === 0) return;
        const days = daysOf(traces, clock.dayOf);
        const of = (isIn: (u: number) => boolean) => {
          const { traces: own, numbers } = part(traces, isIn);
          return buildTrails(own, {
            clock,
            ...rules,
            ...days,
            groupOf: numbers.map((u) => groupOf[u]!),
            labels: LABELS,
          });
        };
        const all = of(() => true);
        const [one, two] = [of((u) => (mask >> u) % 2 === 0), of((u) => (mask >> u) % 2 === 1)];
        all.trail.forEach((value, k) => {
          near(one.trail[k]! + two.trail[k]!, value, 1e-9);
        });
        all.people.forEach((people, g) => {
          expect(one.people[g]! + two.people[g]!).toBe(people);
        });
      }),
      runs(40),
    );
  });
});

describe("similarities of two people", () => {
  const pairs = {
    user: USERS.flatMap((_, u) => USERS.map(() => u)),
    other: USERS.flatMap(() => USERS.map((_, v) => v)),
  };
  const visitsOf = (traces: Traces, u: number): number[] => {
    const visits = PLACES.columns.id.map(() => 0);
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) visits[traces.columns.location[i]!]!++;
    return visits;
  };

  it("places, their cosine and their common part are those of the vectors of visits; of a group, of the mean of the others", () => {
    fc.assert(
      fc.property(events, zone, groups, (rows, { from }, groupOf) => {
        const traces = worldOf(rows, from);
        const { columns } = measurePlaceSimilarity(traces, { pairs, weight: byEvents() });
        pairs.user.forEach((u, k) => {
          const [a, b] = [visitsOf(traces, u), visitsOf(traces, pairs.other[k]!)];
          const none = a.every((x) => x === 0) || b.every((x) => x === 0);
          const { cosine, commonPart } = slowSimilarities(a, b) as Record<string, number>;
          near(columns.cosine[k]!, none ? Number.NaN : cosine!);
          near(columns.commonPart[k]!, none ? Number.NaN : commonPart!);
          const both = a.filter((x, l) => x > 0 && b[l]! > 0).length;
          const either = a.filter((x, l) => x > 0 || b[l]! > 0).length;
          near(columns.jaccard[k]!, none ? Number.NaN : both / either);
          expect(columns.sharedPlaces[k]).toBe(none ? 0 : both);
        });
        const weight = byEvents();
        const shares = countPlaceShares(traces, { weight, groupOf, labels: LABELS });
        const rowsOfGroups = measureGroupSimilarity(traces, shares, { weight, groupOf }).columns;
        const sharesOf = (u: number): number[] => {
          const visits = visitsOf(traces, u);
          return visits.map((x) => x / visits.reduce((sum, y) => sum + y, 0));
        };
        USERS.forEach((_, u) => {
          LABELS.forEach((_label, g) => {
            const others = USERS.map((_user, v) => v).filter(
              (v) => v !== u && groupOf[v] === g && traces.offsets[v + 1]! > traces.offsets[v]!,
            );
            const mean = PLACES.columns.id.map(
              (_id, l) => others.reduce((sum, v) => sum + sharesOf(v)[l]!, 0) / others.length,
            );
            const defined = others.length > 0 && traces.offsets[u + 1]! > traces.offsets[u]!;
            const { cosine, commonPart } = slowSimilarities(sharesOf(u), mean) as Record<string, number>;
            near(rowsOfGroups.cosine[2 * u + g]!, defined ? cosine! : Number.NaN, 1e-9);
            near(rowsOfGroups.commonPart[2 * u + g]!, defined ? commonPart! : Number.NaN, 1e-9);
          });
        });
      }),
      runs(60),
    );
  });

  it("meetings are those of all pairs of events, the same both ways", () => {
    fc.assert(
      fc.property(events, zone, fc.constantFrom(0, 600, 3600, 90_000), (rows, { from }, maxSeconds) => {
        const traces = worldOf(rows, from);
        const { columns } = measureCoLocation(traces, { pairs, maxSeconds });
        pairs.user.forEach((u, k) => {
          const [simultaneous, together] = slowMeetings(traces, u, pairs.other[k]!, maxSeconds);
          expect([columns.simultaneous[k], columns.together[k]]).toEqual([simultaneous, together]);
          near(columns.rate[k]!, together / simultaneous);
          near(columns.rate[k]!, columns.rate[pairs.other[k]! * USERS.length + u]!);
        });
      }),
      runs(60),
    );
  });

  const few = fc.array(fc.tuple(fc.constantFrom("u1", "u2"), fc.nat({ max: 5000 }), fc.nat({ max: 4 })), {
    maxLength: 11,
  });
  const meters = (traces: Traces, i: number, j: number): number => {
    const { lon, lat } = PLACES.columns;
    const [a, b] = [traces.columns.location[i]!, traces.columns.location[j]!];
    return greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!);
  };

  it("sequences are compared as by the best of all ways to go through both", () => {
    fc.assert(
      fc.property(
        few,
        zone,
        fc.nat({ max: 4 }),
        fc.constantFrom(0, 650, 1300),
        (rows, { from }, maxShift, radiusMeters) => {
          const traces = worldOf(rows, from);
          const [n, m] = [traces.offsets[1]!, traces.offsets[2]! - traces.offsets[1]!];
          const gap = { lon: 0.01, lat: 0.02 };
          const pair = { user: [0], other: [1] };
          const of = (measure: Parameters<typeof measureTrajectorySimilarity>[1]["measure"]): number =>
            measureTrajectorySimilarity(traces, { pairs: pair, measure }).columns.value[0]!;
          const subsequence = of(longestCommonSubsequence({ radiusMeters, maxShift }));
          const warping = of(dynamicTimeWarping({ maxShift }));
          const edit = of(realPenaltyEdit({ gap }));
          if (n === 0 || m === 0) {
            expect([subsequence, warping, edit]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
            return;
          }
          const apart = (i: number, j: number): number => meters(traces, i, n + j);
          const same = (i: number, j: number): number =>
            apart(i, j) <= radiusMeters && Math.abs(i - j) <= maxShift ? -1 : Infinity;
          near(subsequence, -slowAlignment(n, m, { match: same, skipA: () => 0, skipB: () => 0 }) / Math.min(n, m));
          const reach = Math.max(maxShift, Math.abs(n - m));
          const warped = slowWarping(n, m, (i, j) => (Math.abs(i - j) <= reach ? apart(i, j) : Infinity));
          near(warping, warped, 1e-6);
          const { lon, lat } = PLACES.columns;
          const toGap = (i: number): number => {
            const l = traces.columns.location[i]!;
            return greatCircleMeters(lon[l]!, lat[l]!, gap.lon, gap.lat);
          };
          const skips = { skipA: toGap, skipB: (j: number) => toGap(n + j) };
          near(edit, slowAlignment(n, m, { match: apart, ...skips }), 1e-6);
        },
      ),
      runs(80),
    );
  });
});

describe("the permutation test of mobility similarity", () => {
  /** Users of one law: each makes some moves among four places at random. */
  const world = (seed: number, users: number, tilt: (user: number) => number) => {
    const random = createRandom(seed);
    const MOVES = 6;
    const locations = { ...PLACES };
    const origin: number[] = [];
    const destination: number[] = [];
    for (let u = 0; u < users; u++) {
      for (let k = 0; k < MOVES; k++) {
        origin.push(Math.floor(random() * 4));
        destination.push(random() < tilt(u) ? 4 : Math.floor(random() * 4));
      }
    }
    const columns = {
      window: new Uint32Array(origin.length),
      origin: Uint32Array.from(origin),
      destination: Uint32Array.from(destination),
      moves: new Uint32Array(origin.length).fill(1),
    };
    const offsets = Uint32Array.from({ length: users + 1 }, (_, u) => u * MOVES);
    const names = Array.from({ length: users }, (_, u) => `p${u}`);
    return { locations, users: names, offsets, length: origin.length, columns, windows: [{ id: "all" }] };
  };
  const options = (seed: number, users: number, minority: number) => ({
    groupOf: Array.from({ length: users }, (_, u) => (u < minority ? 0 : 1)),
    labels: LABELS,
    group: "refugees",
    against: "locals",
    window: "all",
    similarity: MOBILITY_SIMILARITIES["frobenius"]!,
    replicates: 39,
    random: createRandom(`draws ${seed}`),
  });

  it("gives p-values that are uniform where both groups move by one law", () => {
    const WORLDS = 400;
    const bins = new Uint32Array(4);
    for (let seed = 0; seed < WORLDS; seed++) {
      const { pLess } = testMobilitySimilarity(
        world(seed, 30, () => 0.2),
        options(seed, 30, 8),
      );
      // p is one of 1/40 … 40/40: ten values to a bin.
      bins[Math.ceil(pLess * 4 - 1e-9) - 1]!++;
    }
    // Chi squared with 3 degrees of freedom: above 16.3 in one of a thousand.
    const expected = WORLDS / 4;
    const chi = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(16.3);
  });

  it("finds groups that move by different laws", () => {
    let found = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { pLess, estimate, nullMean } = testMobilitySimilarity(
        world(seed, 30, (u) => (u < 8 ? 0.7 : 0.1)),
        options(seed, 30, 8),
      );
      if (pLess <= 0.05 && estimate < nullMean) found++;
    }
    expect(found).toBeGreaterThan(35);
  });
});
