import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { compareDisplacedFlows } from "../../src/flows/displacement-above-normal.ts";
import { countDisplacement } from "../../src/flows/displacement-counts.ts";
import { countDisplacedFlows } from "../../src/flows/displacement-flows.ts";
import { weightFlowsFromHomes } from "../../src/flows/displacement-weights.ts";
import { countInflows, countOutflows } from "../../src/flows/marginals.ts";
import { measureDisplacementByHome, measureDisplacementVectors } from "../../src/metrics/displacement-distances.ts";
import { measureReturn } from "../../src/metrics/displacement-return.ts";
import { measureDisplacedShares } from "../../src/metrics/displacement-shares.ts";
import { buildDisplacementSpells } from "../../src/moves/displacement-spells.ts";
import {
  DISPLACEMENT_STATUSES,
  type DisplacementOptions,
  type DisplacementStates,
  detectDisplacement,
} from "../../src/moves/displacement-states.ts";
import type { HomePlaces, Locations, Presence } from "../../src/types.ts";
import { countDays, daysOfStates, slowReturn, slowSpells, slowStatuses } from "../slow/displacement.ts";
import { rowsByUser } from "../slow/sequences.ts";

const ZONES = createLocations("zones", ["A", "B", "C", "D"], [0, 1, 0.5, -2], [0, 0.3, 1, -1]);
const N = ZONES.length;

interface Person {
  readonly home: number;
  readonly group: number;
  /** The place of each of 16 days, −1 if not seen. */
  readonly places: readonly number[];
}
const person: fc.Arbitrary<Person> = fc.record({
  home: fc.integer({ min: -1, max: N - 1 }),
  group: fc.integer({ min: 0, max: 1 }),
  places: fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, fc.integer({ min: 0, max: N - 1 })), {
    minLength: 16,
    maxLength: 16,
  }),
});
const people = fc.array(person, { minLength: 1, maxLength: 8 });
const options: fc.Arbitrary<DisplacementOptions> = fc
  .record({
    eventDay: fc.integer({ min: 0, max: 5 }),
    followDays: fc.integer({ min: 0, max: 12 }),
    lostDays: fc.nat({ max: 12 }),
    maxCarryDays: fc.constantFrom(0, 1, 3, Infinity),
    minAwayDays: fc.constantFrom(1, 1, 2, 3),
    minHomeDays: fc.constantFrom(1, 1, 2, 3),
  })
  .map(({ lostDays, ...rest }) => ({ ...rest, minLostDays: 1 + Math.min(lostDays, rest.followDays) }));

interface World {
  readonly daily: Presence;
  readonly homes: HomePlaces;
}

function worldOf(
  all: readonly Person[],
  locations: Locations = ZONES,
  from = 0,
  number: (l: number) => number = (l) => l,
): World {
  const users = all.map((_, u) => `u${u}`);
  const offsets = new Uint32Array(all.length + 1);
  const day: number[] = [];
  const location: number[] = [];
  all.forEach(({ places }, u) => {
    places.forEach((l, d) => {
      if (l < 0) return;
      day.push(from + d);
      location.push(number(l));
    });
    offsets[u + 1] = day.length;
  });
  const columns = {
    day: Int32Array.from(day),
    location: Uint32Array.from(location),
    events: new Uint32Array(day.length).fill(1),
  };
  const home = Int32Array.from(all, ({ home: l }) => (l < 0 ? -1 : number(l)));
  return {
    daily: { locations, users, offsets, length: day.length, columns },
    homes: { locations, users, length: users.length, columns: { location: home } },
  };
}
const statesOf = (all: readonly Person[], how: DisplacementOptions): DisplacementStates => {
  const { daily, homes } = worldOf(all);
  return detectDisplacement(daily, homes, how);
};

const COLUMNS = {
  atHome: "at home",
  displaced: "displaced",
  returned: "returned",
  unseen: "unseen",
  lost: "lost",
} as const;

describe("displacement", () => {
  it("the runs are those of the plain form day by day, and seen days are days with a sighting", () => {
    const met = new Set<string>();
    let passedOver = 0;
    fc.assert(
      fc.property(people, options, (all, how) => {
        const { daily, homes } = worldOf(all);
        const slow = slowStatuses(daily, homes, how);
        const states = detectDisplacement(daily, homes, how);
        expect(daysOfStates(states, DISPLACEMENT_STATUSES)).toEqual(slow);
        for (const days of slow) for (const { status } of days) met.add(status);
        const { status, location, seenDays, visitDays, days } = states.columns;
        const { eventDay, followDays } = how;
        const within = daily.columns.day.filter((d) => d >= eventDay && d <= eventDay + followDays).length;
        expect(seenDays.reduce((sum, seen) => sum + seen, 0)).toBe(within);
        const visits = countDays(slow, (one, u, d) => {
          const seen = all[u]!.places[eventDay + d] ?? -1;
          return seen >= 0 && one.location !== seen;
        });
        expect(visitDays.reduce((sum, seen) => sum + seen, 0)).toBe(visits);
        if (how.minAwayDays === 1 && how.minHomeDays === 1) expect(visits).toBe(0);
        else passedOver += visits;
        if (how.maxCarryDays === 0) {
          states.columns.firstDay.forEach((_, r) => {
            expect(seenDays[r]).toBe(location[r]! < 0 ? 0 : days[r]);
          });
        }
        // No run could have been joined with the one before.
        for (let u = 0; u < states.users.length; u++) {
          for (let r = states.offsets[u]! + 1; r < states.offsets[u + 1]!; r++) {
            expect(status[r] === status[r - 1] && location[r] === location[r - 1]).toBe(false);
          }
        }
      }),
      { seed: 42, numRuns: 200 },
    );
    expect([...met].sort()).toEqual([...DISPLACEMENT_STATUSES].sort());
    expect(passedOver).toBeGreaterThan(100);
  });

  it("spells are those of the plain form, with the place of most days seen away, and as long as the rules ask for", () => {
    let spells = 0;
    fc.assert(
      fc.property(people, options, (all, how) => {
        const { daily, homes } = worldOf(all);
        const slow = slowStatuses(daily, homes, how);
        const found = buildDisplacementSpells(detectDisplacement(daily, homes, how));
        const { eventDay, minAwayDays = 1, maxCarryDays = 0, followDays } = how;
        all.forEach(({ home, places }, u) => {
          const seen = Array.from({ length: followDays + 1 }, (_, d) => places[eventDay + d] ?? -1);
          const own = rowsOf(found, found.offsets[u], found.offsets[u + 1]);
          expect(own).toEqual(slowSpells(slow[u]!, seen, home, eventDay));
          spells += own.length;
          if (maxCarryDays > 0) return;
          for (const spell of own) {
            if (spell.returned === 1) expect(spell.seenDays).toBeGreaterThanOrEqual(minAwayDays);
          }
        });
      }),
      { seed: 42, numRuns: 200 },
    );
    expect(spells).toBeGreaterThan(300);
  });

  it("counts are those of the plain form, and balance on every day", () => {
    fc.assert(
      fc.property(people, options, (all, how) => {
        const { daily, homes } = worldOf(all);
        const slow = slowStatuses(daily, homes, how);
        const groupOf = all.map(({ group }) => group);
        const counts = countDisplacement(detectDisplacement(daily, homes, how), { groupOf, labels: ["old", "new"] });
        const span = how.followDays + 1;
        const rows = rowsOf(counts);
        expect(rows.length).toBe(N * 2 * span);
        rows.forEach((row, k) => {
          const d = row.day - how.eventDay;
          expect((row.location * 2 + row.label) * span + d).toBe(k);
          const isIn = (u: number): boolean => all[u]!.group === row.label;
          const isOf = (u: number): boolean => isIn(u) && all[u]!.home === row.location;
          for (const [column, status] of Object.entries(COLUMNS)) {
            const found = countDays(slow, (one, u, day) => day === d && isOf(u) && one.status === status);
            expect(row[column as keyof typeof COLUMNS], column).toBe(found);
          }
          const here = (status: string): number =>
            countDays(slow, (one, u, day) => {
              return day === d && isIn(u) && one.status === status && one.location === row.location;
            });
          expect(row.arrived).toBe(here("displaced"));
          expect(row.appeared).toBe(here("appeared"));
          expect(row.atHome + row.displaced + row.returned + row.unseen + row.lost).toBe(row.people);
          expect(row.people).toBe(all.filter((_, u) => isOf(u)).length);
        });
        for (let group = 0; group < 2; group++) {
          for (let d = 0; d < span; d++) {
            const of = rows.filter((row) => row.label === group && row.day === how.eventDay + d);
            const sum = (column: "arrived" | "displaced" | "appeared"): number =>
              of.reduce((total, row) => total + row[column], 0);
            expect(sum("arrived")).toBe(sum("displaced"));
            expect(sum("appeared") + counts.notAppeared[group * span + d]!).toBe(counts.withoutHome[group]);
          }
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("flows are those of the plain form; of one day their margins are the counts", () => {
    fc.assert(
      fc.property(people, options, fc.nat(), fc.nat(), (all, how, a, b) => {
        const { daily, homes } = worldOf(all);
        const slow = slowStatuses(daily, homes, how);
        const states = detectDisplacement(daily, homes, how);
        const fromDaysAfter = a % (how.followDays + 1);
        const toDaysAfter = fromDaysAfter + 1 + (b % (how.followDays + 1 - fromDaysAfter));
        const flows = countDisplacedFlows(states, { fromDaysAfter, toDaysAfter });
        let total = flows.without;
        for (let h = 0; h < N; h++) {
          for (let l = 0; l < N; l++) {
            const isThere = (one: { location: number }, u: number, d: number): boolean =>
              d >= fromDaysAfter && d < toDaysAfter && all[u]!.home === h && one.location === l;
            expect(cellOf(flows, h, l)).toBe(countDays(slow, isThere));
            total += cellOf(flows, h, l);
            const distinct = slow.filter((days, u) => days.some((one, d) => isThere(one, u, d))).length;
            expect(cellOf({ ...flows, value: Float64Array.from(flows.people) }, h, l)).toBe(distinct);
          }
        }
        expect(total).toBe(all.length * (toDaysAfter - fromDaysAfter));
        const day = countDisplacedFlows(states, { fromDaysAfter, toDaysAfter: fromDaysAfter + 1 });
        const rows = rowsOf(countDisplacement(states)).filter((row) => row.day === how.eventDay + fromDaysAfter);
        expect(Array.from(countOutflows(day))).toEqual(rows.map((row) => row.displaced));
        expect(Array.from(countInflows(day))).toEqual(rows.map((row) => row.arrived));
        // Weighted to a population, the rows that have anybody add up to it.
        const population = [100, 70, 30, 9];
        const weighted = weightFlowsFromHomes(day, population);
        const left = weighted.value.reduce((sum, value) => sum + value, weighted.without);
        expect(Math.abs(left - 209)).toBeLessThan(1e-9);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("above normal is the difference of mean daily flows and of mean daily shares", () => {
    fc.assert(
      fc.property(people, people, options, (all, usual, how) => {
        const event = worldOf(all);
        const normal = worldOf(usual);
        const [f, g] = [event, normal].map(({ daily, homes }) => slowStatuses(daily, homes, how));
        const compared = compareDisplacedFlows(
          detectDisplacement(event.daily, event.homes, how),
          detectDisplacement(normal.daily, normal.homes, how),
        );
        const span = how.followDays + 1;
        const dayCounts = (slow: typeof f, of: readonly Person[], h: number, l: number | null): number[] =>
          Array.from({ length: span }, (_, d) =>
            countDays(slow!, (one, u, day) => {
              return day === d && of[u]!.home === h && (l === null ? one.location >= 0 : one.location === l);
            }),
          );
        const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
        const std = (values: readonly number[]): number =>
          values.length < 2
            ? Number.NaN
            : Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)) * (values.length / (values.length - 1)));
        const rows = rowsOf(compared);
        const pairs = new Set(rows.map((row) => row.origin * N + row.destination));
        expect(pairs.size).toBe(rows.length);
        for (let h = 0; h < N; h++) {
          for (let l = 0; l < N; l++) {
            const [x, y] = [dayCounts(f, all, h, l), dayCounts(g, usual, h, l)];
            expect(pairs.has(h * N + l)).toBe(mean(x) + mean(y) > 0);
            const row = rows.find((one) => one.origin === h && one.destination === l);
            if (row === undefined) continue;
            const shares = (counts: readonly number[], slow: typeof f, of: readonly Person[]): number[] => {
              const seen = dayCounts(slow, of, h, null);
              return counts.map((count, d) => count / seen[d]!).filter((share) => !Number.isNaN(share));
            };
            const [sx, sy] = [shares(x, f, all), shares(y, g, usual)];
            const expected = {
              people: mean(x),
              normalPeople: mean(y),
              normalStd: std(y),
              above: mean(x) - mean(y),
              share: mean(sx),
              normalShare: mean(sy),
              normalShareStd: std(sy),
              aboveShare: mean(sx) - mean(sy),
            };
            for (const [name, value] of Object.entries(expected)) {
              const got = row[name as keyof typeof expected];
              if (Number.isNaN(value)) expect(got, name).toBeNaN();
              else expect(Math.abs(got - value), name).toBeLessThan(1e-12);
            }
          }
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("the return curve is Kaplan and Meier's of each person's first spell, inside its interval, inside its band", () => {
    fc.assert(
      fc.property(people, options, (all, how) => {
        const spells = buildDisplacementSpells(statesOf(all, how));
        const firsts = Object.values(rowsByUser(spells)).flatMap((rows) => rows.slice(0, 1)) as {
          days: number;
          returned: number;
        }[];
        const curve = measureReturn(spells, { confidence: 0.9 });
        expect(curve.people).toBe(firsts.length);
        for (const row of rowsOf(curve)) {
          expect(Math.abs(row.share - slowReturn(firsts, row.days))).toBeLessThan(1e-12);
          expect(row.low).toBeLessThanOrEqual(row.share + 1e-12);
          expect(row.high).toBeGreaterThanOrEqual(row.share - 1e-12);
          expect(row.bandLow).toBeLessThanOrEqual(row.low + 1e-12);
          expect(row.bandHigh).toBeGreaterThanOrEqual(row.high - 1e-12);
        }
        const left = curve.columns.returned.reduce((sum, count) => sum + count, 0);
        expect(left + curve.columns.censored.reduce((sum, count) => sum + count, 0)).toBe(firsts.length);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("people seen on a day at home or away are in the shares, whose bounds enclose them", () => {
    fc.assert(
      fc.property(people, options, (all, how) => {
        const shares = rowsOf(measureDisplacedShares(countDisplacement(statesOf(all, how)), { confidence: 0.9 }));
        for (const row of shares) {
          if (row.people === 0) expect(row.least).toBeNaN();
          if (row.seen === 0) {
            expect([row.share, row.low, row.bandHigh].every(Number.isNaN)).toBe(true);
            continue;
          }
          const ascending = [0, row.bandLow, row.low, row.share, row.high, row.bandHigh, 1];
          ascending.slice(1).forEach((value, k) => {
            expect(value).toBeGreaterThanOrEqual(ascending[k]! - 1e-12);
          });
          expect(row.least).toBeLessThanOrEqual(row.share + 1e-12);
          expect(row.most).toBeGreaterThanOrEqual(row.share - 1e-12);
          if (row.seen === row.people) expect([row.least, row.most]).toEqual([row.share, row.share]);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("any parts of the users have the same runs and spells, and counts and flows that add up", () => {
    fc.assert(
      fc.property(people, options, fc.nat({ max: 8 }), (all, how, cut) => {
        const parts = [all.slice(0, cut), all.slice(cut)];
        const whole = statesOf(all, how);
        const states = parts.map((part) => statesOf(part, how));
        const rows = (of: DisplacementStates): unknown[] => Object.values(rowsByUser(of));
        expect(states.flatMap(rows)).toEqual(rows(whole));
        expect(states.flatMap((of) => rowsOf(buildDisplacementSpells(of)))).toEqual(
          rowsOf(buildDisplacementSpells(whole)),
        );
        const counts = states.map((of) => countDisplacement(of).columns);
        const sums = countDisplacement(whole).columns;
        for (const column of ["people", "displaced", "returned", "lost", "arrived", "appeared"] as const) {
          expect(counts[0]![column].map((count, row) => count + counts[1]![column][row]!)).toEqual(sums[column]);
        }
        const flows = states.map((of) => countDisplacedFlows(of));
        const both = countDisplacedFlows(whole);
        expect(flows[0]!.without + flows[1]!.without).toBe(both.without);
        for (let c = 0; c < N * N; c++) {
          const [h, l] = [Math.floor(c / N), c % N];
          expect(cellOf(flows[0]!, h, l) + cellOf(flows[1]!, h, l)).toBe(cellOf(both, h, l));
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("later days and other numbers of the locations change the answers accordingly, and nothing else", () => {
    fc.assert(
      fc.property(people, options, fc.integer({ min: -40, max: 40 }), (all, how, later) => {
        const order = [2, 0, 3, 1]; // old number of each new location
        const number = (l: number): number => order.indexOf(l);
        const { id, lon, lat } = ZONES.columns;
        const pick = <T>(values: ArrayLike<T>): T[] => order.map((l) => values[l]!);
        const moved = worldOf(all, createLocations("zones", pick(id), pick(lon), pick(lat)), later, number);
        const other = detectDisplacement(moved.daily, moved.homes, { ...how, eventDay: how.eventDay + later });
        const states = statesOf(all, how);
        expect(
          rowsOf(other).map((row) => ({
            ...row,
            firstDay: row.firstDay - later,
            location: row.location < 0 ? -1 : order[row.location],
          })),
        ).toEqual(rowsOf(states));
        // Of places with equally many days the destination is a matter of numbers.
        const spells = (of: DisplacementStates, back: number, old: (l: number) => number): unknown[] =>
          rowsOf(buildDisplacementSpells(of)).map(({ destination: _, ...row }) => ({
            ...row,
            origin: old(row.origin),
            firstDestination: old(row.firstDestination),
            earliestFirstDay: row.earliestFirstDay - back,
            firstDay: row.firstDay - back,
            lastDay: row.lastDay - back,
          }));
        expect(spells(other, later, (l) => order[l]!)).toEqual(spells(states, 0, (l) => l));
        const flows = [countDisplacedFlows(states), countDisplacedFlows(other)] as const;
        const distances = [states, other].map((of) => rowsOf(measureDisplacementByHome(of, { daysAfter: 0 })));
        for (let h = 0; h < N; h++) {
          for (let l = 0; l < N; l++) {
            expect(cellOf(flows[1], number(h), number(l))).toBe(cellOf(flows[0], h, l));
          }
          const [a, b] = [distances[0]![h]!, distances[1]![number(h)]!];
          expect(b.people).toBe(a.people);
          expect(b.medianMeters).toEqual(a.medianMeters);
          if (!Number.isNaN(a.netMeters)) expect(Math.abs(b.netMeters - a.netMeters)).toBeLessThan(1e-6);
        }
        const vectors = [states, other].map((of) => measureDisplacementVectors(of, { daysAfter: 0 }).columns);
        expect(vectors[1]!.meters).toEqual(vectors[0]!.meters);
        expect(vectors[1]!.bearingDegrees).toEqual(vectors[0]!.bearingDegrees);
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});
