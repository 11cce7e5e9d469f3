import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { createTable } from "../../src/core/table.ts";
import { countResidentsByPeriod } from "../../src/flows/before-residents.ts";
import { countDisplacement } from "../../src/flows/displacement-counts.ts";
import { countGroupResidents } from "../../src/flows/group-presence.ts";
import { countMigrationRisk } from "../../src/flows/migration-risk.ts";
import { crossValidateByOrigin } from "../../src/metrics/cross-validation.ts";
import { measureDisplacedPeople, measureDisplacedShares } from "../../src/metrics/displacement-shares.ts";
import { countFlowsByExpected, logarithmicBins } from "../../src/metrics/flow-fit-bins.ts";
import { countFlowLengths } from "../../src/metrics/flow-lengths.ts";
import { measureRegionMoves } from "../../src/metrics/region-moves.ts";
import { detectDisplacement } from "../../src/moves/displacement-states.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";
import { buildListedCrosswalk } from "../../src/space/crosswalk.ts";
import type { Table } from "../../src/types.ts";
import { type Cell, type Equation, recovered } from "../slow/differencing.ts";

const MIN = 4;
const zones = createLocations("zones", ["A", "B", "C"], [30, 31, 32], [-2, -2, -2]);
const PARTS = ["atHome", "displaced", "returned", "unseen", "lost"] as const;

/** Random people: their homes (3 is none) and where they are on each of four days (3 is nowhere). */
const anyPeople = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 3 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 })),
  { minLength: 5, maxLength: 120 },
);

function displacementOf(people: readonly (readonly [number, readonly number[]])[]) {
  const users = people.map((_, u) => `u${String(u).padStart(3, "0")}`);
  const rows = people.flatMap(([, places], u) => places.map((place, day) => ({ u, day, place })));
  const seen = rows.filter(({ place }) => place < 3);
  const of = {
    user: seen.map(({ u }) => users[u]!),
    day: seen.map(({ day }) => day),
    location: seen.map((r) => r.place),
  };
  const daily = buildPresenceOfDays(of, zones);
  const home = daily.users.map((id) => people[users.indexOf(id)]![0]);
  const location = Int32Array.from(home, (place) => (place === 3 ? -1 : place));
  const homes = { locations: zones, users: daily.users, length: home.length, columns: { location } };
  return countDisplacement(detectDisplacement(daily, homes, { eventDay: 0, followDays: 3, minLostDays: 2 }));
}

/** All that holds in every table of displacement, by the definitions of its columns. */
function sumsOfDisplacement({
  length,
  columns: { location, day, people },
}: ReturnType<typeof displacementOf>): Equation[] {
  const rows = Array.from({ length }, (_, r) => r);
  const balances = rows.map((r) => ({ plus: [["people", r] as Cell], minus: PARTS.map((name): Cell => [name, r]) }));
  const days = [...new Set(day)].map((d) => rows.filter((r) => day[r] === d));
  const moved = days.map((same) => ({
    plus: same.map((r): Cell => ["displaced", r]),
    minus: same.map((r): Cell => ["arrived", r]),
  }));
  const constant = rows.slice(1).flatMap((r): Equation[] => {
    if (location[r] !== location[r - 1]) return [];
    expect(people[r]).toBe(people[r - 1]);
    return [{ plus: [["people", r]], minus: [["people", r - 1]] }];
  });
  return [...balances, ...moved, ...constant];
}

function expectSums(table: Table, equations: readonly Equation[]): void {
  const sumOf = (cells: readonly Cell[]): number =>
    cells.reduce((sum, [c, r]) => sum + (table.columns[c]![r] as number), 0);
  for (const { plus, minus } of equations) if (minus.length > 0) expect(sumOf(plus)).toBe(sumOf(minus));
}

describe("a released table of displacement", () => {
  it("shows no count below the threshold, and all others as they were or not at all", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const counts = displacementOf(people);
        const before = structuredClone(counts);
        const { shown } = releaseTable(counts, { minPeople: MIN });
        for (const name of shown.counts) {
          const given = counts.columns[name as "people"];
          const column = shown.columns[name] as Float64Array;
          for (let r = 0; r < counts.length; r++) {
            if (given[r]! < MIN) expect(column[r]).toBeNaN();
            else if (!Number.isNaN(column[r]!)) expect(column[r]).toBe(given[r]);
          }
        }
        expect(counts).toEqual(before);
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("gives no hidden count away, whatever shown cells are added and subtracted", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const counts = displacementOf(people);
        const equations = sumsOfDisplacement(counts);
        expectSums(counts, equations);
        expect(recovered(releaseTable(counts, { minPeople: MIN }).shown, equations)).toEqual([]);
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("would give them away if the small counts alone were hidden", () => {
    const parts = { atHome: 20, displaced: 3, returned: 12, unseen: 12, lost: 13 };
    const rest = { location: 0, day: 0, people: 60, arrived: 3, appeared: 40 };
    const columns = Object.entries({ ...rest, ...parts }).map(([name, x]) => [name, Float64Array.of(x)] as const);
    const table = createTable(Object.fromEntries(columns));
    const equations: Equation[] = [{ plus: [["people", 0]], minus: PARTS.map((name): Cell => [name, 0]) }];
    const simple = createTable({ ...table.columns, displaced: Float64Array.of(Number.NaN) });
    expect(recovered(simple, equations)).toEqual(["displaced 0"]);
    const { shown, hiddenCells } = releaseTable(table, { minPeople: 10 });
    expect(recovered(shown, equations)).toEqual([]);
    expect([shown.columns["displaced"]![0], shown.columns["unseen"]![0], hiddenCells]).toEqual([NaN, NaN, 3]);
    expect(shown.columns["lost"]![0]).toBe(13);
  });

  it("leaves in each row at least the threshold of people among the hidden parts of a shown total", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const counts = displacementOf(people);
        const { columns } = releaseTable(counts, { minPeople: MIN }).shown;
        for (let r = 0; r < counts.length; r++) {
          if (Number.isNaN(columns["people"]![r])) continue;
          const hidden = PARTS.filter((name) => Number.isNaN(columns[name]![r]));
          if (hidden.length === 0) continue;
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((sum, name) => sum + counts.columns[name][r]!, 0)).toBeGreaterThanOrEqual(MIN);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("could be, also for who knows the rule, of other people: no small part of a row is one number alone", () => {
    const least = 3;
    const release = (parts: readonly number[]): string => {
      const row = (name: string, people: number): [string, Uint32Array] => [name, Uint32Array.of(people)];
      const total = parts.reduce((sum, part) => sum + part, 0);
      const listed = PARTS.map((name, p) => row(name, parts[p]!));
      const rest = [row("location", 0), row("group", 0), row("day", 0), row("people", total)];
      const table = createTable(
        Object.fromEntries([...rest, ...listed, row("arrived", parts[1]!), row("appeared", 40)]),
      );
      const { shown } = releaseTable(table, { minPeople: least });
      return JSON.stringify(["people", ...PARTS].map((name) => shown.columns[name]![0]));
    };
    const worlds = new Map<string, number[][]>();
    const each = (parts: readonly number[], left: number): void => {
      for (let people = 0; people <= left; people++) {
        const next = [...parts, people];
        if (parts.length < 4) each(next, left - people);
        else {
          const key = release(next);
          worlds.set(key, [...(worlds.get(key) ?? []), next]);
        }
      }
    };
    each([], 10); // all of up to ten people: whoever is shown a release and its total finds every other world here
    let small = 0;
    let wide = 0;
    for (const alike of worlds.values()) {
      for (const [p] of PARTS.entries()) {
        const values = new Set(alike.map((parts) => parts[p]!));
        if (Math.min(...values) >= least) continue;
        small++;
        expect(values.size, JSON.stringify(alike)).toBeGreaterThan(1);
        if (values.size >= least) wide++;
      }
    }
    expect(small).toBeGreaterThan(50);
    expect(wide / small).toBeGreaterThan(0.9);
  });
});

/** Homes of people in three periods (3 is none). */
const anyHomes = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }), {
  minLength: 10,
  maxLength: 150,
});

function historyOf(homes: readonly (readonly number[])[]) {
  const users = homes.map((_, u) => `u${u}`);
  const days = { firstDay: Int32Array.of(0, 30, 60), lastDay: Int32Array.of(29, 59, 89) };
  const bounds = { start: Float64Array.of(0, 30, 60), end: Float64Array.of(30, 60, 90) };
  const periods = createTable({ id: ["a", "b", "c"], ...days, ...bounds });
  const location = Int32Array.from(homes.flat(), (home) => (home === 3 ? -1 : home));
  const period = Uint32Array.from(location, (_, i) => i % 3);
  const offsets = Uint32Array.from({ length: users.length + 1 }, (_, u) => 3 * u);
  return { locations: zones, users, offsets, length: location.length, columns: { period, location }, periods };
}

const cell = (name: string, row: number): Cell => [name, row];
const rowsIn = (table: Table): number[] => Array.from({ length: table.length }, (_, r) => r);
const part = (total: Cell, ...parts: Cell[]): Equation => ({ plus: [total], minus: parts });

describe("the attack by differencing", () => {
  it("recovers nothing of residents by period, whose balances run through all periods and locations", () => {
    fc.assert(
      fc.property(anyHomes, (homes) => {
        const counts = countResidentsByPeriod(historyOf(homes));
        const later = rowsIn(counts).slice(3);
        const equations: Equation[] = [
          ...later.map((r) => part(cell("residents", r), cell("stayed", r), cell("movedIn", r), cell("appeared", r))),
          ...later.map((r) => part(cell("residents", r - 3), cell("stayed", r), cell("movedOut", r), cell("lost", r))),
          ...[3, 6].map((from) => {
            const rows = [from, from + 1, from + 2];
            return { plus: rows.map((r) => cell("movedIn", r)), minus: rows.map((r) => cell("movedOut", r)) };
          }),
        ];
        expectSums(counts, equations);
        const { shown } = releaseTable(counts, { minPeople: MIN });
        // What is not defined, in the first period, is in none of the sums.
        expect(recovered(shown, equations)).toEqual([]);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("recovers nothing of moves by region", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 16, maxLength: 16 }), (values) => {
        const four = createLocations("zones", ["a", "b", "c", "d"], [1, 2, 3, 4], [1, 2, 3, 4]);
        const offsets = Uint32Array.of(0, 4, 8, 12, 16);
        const index = Uint32Array.from({ length: 16 }, (_, k) => k % 4);
        const flows = {
          locations: four,
          offsets,
          index,
          value: Float64Array.from(values),
          people: Uint32Array.from(values),
        };
        const moves = measureRegionMoves(flows, buildListedCrosswalk(four, zones, [0, 0, 1, 2]));
        const equations: Equation[] = [
          ...rowsIn(moves).map((r) =>
            part(cell("before", r), cell("stayed", r), cell("movedWithin", r), cell("movedOut", r)),
          ),
          ...rowsIn(moves).map((r) =>
            part(cell("after", r), cell("stayed", r), cell("movedWithin", r), cell("movedIn", r)),
          ),
          { plus: rowsIn(moves).map((r) => cell("movedIn", r)), minus: rowsIn(moves).map((r) => cell("movedOut", r)) },
        ];
        expectSums(moves, equations);
        expect(recovered(releaseTable(moves, { minPeople: 16 }).shown, equations)).toEqual([]);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("recovers nothing of groups by place, whose people add up to those seen", () => {
    fc.assert(
      fc.property(anyHomes, (homes) => {
        const groups = { groupOf: homes.map((_, u) => u % 2), labels: ["x", "y"] };
        const panel = countGroupResidents(historyOf(homes), groups);
        const { columns } = panel;
        const equations = [0, 1, 2, 3, 4, 5].map((k): Equation => {
          const rows = rowsIn(panel).filter(
            (r) => columns.period[r] === Math.floor(k / 2) && columns.label[r] === k % 2,
          );
          return { plus: [cell("seen", rows[0]!)], minus: rows.map((r) => cell("people", r)) };
        });
        expectSums(panel, equations);
        const { shown } = releaseTable(panel, { minPeople: MIN });
        expect(recovered(shown, equations)).toEqual([]);
        for (const r of rowsIn(panel)) {
          const elsewhere = (shown.columns["seen"]![r] as number) - (shown.columns["people"]![r] as number);
          expect(elsewhere < MIN).toBe(false);
          const isShown = !Number.isNaN(shown.columns["people"]![r]) && !Number.isNaN(shown.columns["seen"]![r]);
          expect(Number.isNaN(shown.columns["share"]![r])).toBe(!isShown);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("recovers nothing of the steps of a cohort, where whom a step keeps is given to the next", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 300 }),
        (excluded, end) => {
          const kept = excluded.map((_, k) => excluded.slice(k + 1).reduce((sum, count) => sum + count, end));
          const given = kept.map((count, k) => count + excluded[k]!);
          const steps = createTable({
            asked: kept.map((_, k) => `step ${k}`),
            given: Uint32Array.from(given),
            excluded: Uint32Array.from(excluded),
            kept: Uint32Array.from(kept),
          });
          const equations = rowsIn(steps).flatMap((r): Equation[] => [
            part(cell("given", r), cell("excluded", r), cell("kept", r)),
            ...(r > 0 ? [part(cell("given", r), cell("kept", r - 1))] : []),
          ]);
          expectSums(steps, equations);
          expect(recovered(releaseTable(steps, { minPeople: 16 }).shown, equations)).toEqual([]);
        },
      ),
      { seed: 42, numRuns: 200 },
    );
  });

  it("finds no difference of few people among those at risk of migrating", () => {
    fc.assert(
      fc.property(anyHomes, (homes) => {
        const risk = countMigrationRisk(historyOf(homes), { minOriginPeriods: 1, minDestinationPeriods: 1 });
        const { present, atRisk, movers } = releaseTable(risk, { minPeople: MIN }).shown.columns;
        for (const r of rowsIn(risk)) {
          expect((present![r] as number) - (atRisk![r] as number) < MIN).toBe(false);
          expect((atRisk![r] as number) - (movers![r] as number) < MIN).toBe(false);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("finds no difference of few people between the displaced, those seen and all, nor in the persons they stand for", () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const shares = measureDisplacedShares(displacementOf(people), { confidence: 0.95 });
        const { shown } = releaseTable(shares, { minPeople: MIN });
        const column = (name: string): Float64Array => shown.columns[name] as Float64Array;
        const persons = measureDisplacedPeople(shares, [900, 800, 700]);
        const weighted = releaseTable(persons, { minPeople: MIN, countedBy: shares }).shown.columns;
        for (const r of rowsIn(shares)) {
          const [all, seen, share] = [column("people")[r]!, column("seen")[r]!, column("share")[r]!];
          for (const count of [all, seen, all - seen, share * seen, seen - share * seen]) {
            if (!Number.isNaN(count)) expect(count).toBeGreaterThanOrEqual(MIN - 1e-9);
          }
          if (Number.isNaN(share)) expect(column("low")[r]! + column("least")[r]! + column("bandHigh")[r]!).toBeNaN();
          expect(Number.isNaN(weighted["persons"]![r])).toBe(Number.isNaN(all + seen + share));
          expect(weighted["day"]![r]).toBe(shares.columns.day[r]);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("recovers nothing of observed flows by what a model expects that keeps their total", () => {
    const flow = fc.tuple(fc.constantFrom(0.02, 0.3, 4, 50, 700), fc.constantFrom(0, 0, 0, 1, 2, 30));
    fc.assert(
      fc.property(
        fc.array(flow, { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 2, max: 6 }),
        (cells, minPairs) => {
          const total = cells.reduce((sum, [, people]) => sum + people, 0);
          const all = cells.reduce((sum, [law]) => sum + law, 0);
          if (total === 0) return;
          const row = (value: readonly number[]) => ({ rows: 1, columns: 20, value: Float64Array.from(value) });
          const observed = row(cells.map(([, people]) => people));
          const expected = row(cells.map(([law]) => (law * total) / all));
          const bins = logarithmicBins({ perDecade: 1 });
          const table = countFlowsByExpected(observed, expected, { bins, minPairs, diagonal: true });
          const { shown } = releaseTable(table, { minPeople: 16 });
          const { pairs, meanExpected, meanObserved } = shown.columns as Record<string, Float64Array>;
          const hidden = rowsIn(table).filter((r) => Number.isNaN(meanObserved![r]));
          if (hidden.length === 0) return;
          // Whoever knows the model knows how many pairs are in each bin, and what all bins hold.
          const known = table.columns.pairs;
          const left = rowsIn(table).reduce(
            (sum, r) => sum + known[r]! * (meanExpected![r]! - (hidden.includes(r) ? 0 : meanObserved![r]!)),
            0,
          );
          expect(pairs!.length).toBe(table.length);
          expect(hidden.length > 1 && left > 16 - 1e-6, `${left} people in ${hidden.length} bins`).toBe(
            table.length > 1 && total >= 16,
          );
        },
      ),
      { seed: 42, numRuns: 200 },
    );
  });

  it("recovers nothing of trips by length, whose shares tell the total", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 5, maxLength: 5 }), (trips) => {
        const row = (value: readonly number[]) => ({ rows: 1, columns: 5, value: Float64Array.from(value) });
        const given = { distances: row([1, 2, 3, 4, 5]), from: [0, 2, 3, 4, 5], diagonal: true };
        const { flow, share } = releaseTable(countFlowLengths(row(trips), given), { minPeople: 16 }).shown.columns;
        const shown = [0, 1, 2, 3, 4].filter((b) => !Number.isNaN(flow![b]));
        for (let b = 0; b < 5; b++) expect(Number.isNaN(share![b])).toBe(Number.isNaN(flow![b]));
        const [first] = shown;
        if (first === undefined || shown.length === 5) return;
        const total = (flow![first] as number) / (share![first] as number);
        expect(shown.length).toBeLessThan(4);
        expect(total - shown.reduce((sum, b) => sum + (flow![b] as number), 0)).toBeGreaterThan(16 - 1e-6);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("finds no small origin among folds, by what is expected of it either", () => {
    const locations = createLocations("zones", ["a", "b", "c"], [1, 2, 3], [1, 2, 3]);
    const flows = { locations, ...sparseFromDense(3, 3, [0, 3, 2, 40, 0, 30, 50, 60, 0]) };
    const fit = (_: unknown, { totals }: { readonly totals: Float64Array }) => ({
      rows: 3,
      columns: 3,
      fillRow: (row: number, into: Float64Array): void => void into.fill(totals[row]! / 2),
    });
    const { folds } = crossValidateByOrigin(flows, { folds: [0, 1, 2], fit, diagonal: false });
    expect([...folds.columns.expectedTrips]).toEqual([5, 70, 110]);
    const { columns } = releaseTable(folds, { minPeople: 16 }).shown;
    for (const name of [
      "observedTrips",
      "expectedTrips",
      "deviancePerTrip",
      "logLikelihood",
      "commonPartOfCommuters",
    ]) {
      expect(Array.from(columns[name] as Float64Array, Number.isNaN), name).toEqual([true, true, false]);
    }
    expect(columns["fold"]).toEqual(Float64Array.of(0, 1, 2));
  });

  it("hides weighted trips with the people who stand behind them", () => {
    const row = (...value: number[]) => ({ rows: 1, columns: 4, value: Float64Array.from(value) });
    const options = { distances: row(1, 2, 3, 4), from: [0, 2, 3, 4], diagonal: true };
    const people = countFlowLengths(row(40, 3, 20, 50), options);
    const weighted = countFlowLengths(row(4000, 300, 2000, 5000), options);
    const { flow, share } = releaseTable(weighted, { minPeople: 16, countedBy: people }).shown.columns;
    expect(flow).toEqual(Float64Array.of(4000, Number.NaN, Number.NaN, 5000));
    expect(Number.isNaN(share![2])).toBe(true);
    // Released for themselves, the three people would pass for 300.
    expect(releaseTable(weighted, { minPeople: 16 }).shown.columns["flow"]![1]).toBe(300);
  });
});
