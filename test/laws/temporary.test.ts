import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildHalfMonths } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countTemporaryMigrants } from "../../src/flows/temporary-migrants.ts";
import {
  detectTemporaryMigrations,
  TEMPORARY_MIGRATION_DEFAULTS,
  type TemporaryMigrationsOptions,
} from "../../src/moves/temporary-migrations.ts";
import { detectUsualResidences, type UsualResidencesOptions } from "../../src/moves/temporary-residences.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { Presence } from "../../src/types.ts";
import { partOf, rowsByUser } from "../slow/sequences.ts";
import { type Life, type SlowMigration, slowResidences, slowTemporaryMigrations } from "../slow/temporary.ts";
import { slowTemporaryMigrants } from "../slow/temporary-migrants.ts";

const CLOCK = createClock({ timeZone: "Africa/Dakar" });
const PLACES = 4;
const ZONES = createLocations(
  "zones",
  ["A", "B", "C", "D"],
  Float64Array.of(30, 31, 32, 33),
  Float64Array.of(0, 0, 0, 0),
);

/** Stretches in one place, with unseen days, pauses, and stretches that alternate with a second place. */
const stretch = fc.record({
  location: fc.nat({ max: PLACES - 1 }),
  other: fc.nat({ max: PLACES - 1 }),
  days: fc.integer({ min: 1, max: 120 }),
  pause: fc.constantFrom(0, 0, 0, 3, 7, 8, 9, 25),
  /** Of every `cycle` days so many are in the other place and so many unseen. */
  cycle: fc.integer({ min: 2, max: 16 }),
  away: fc.nat({ max: 8 }),
  unseen: fc.nat({ max: 4 }),
});
const life = fc
  .record({
    stretches: fc.array(stretch, { minLength: 1, maxLength: 9, size: "max" }),
    outings: fc.array(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: PLACES - 1 })), { maxLength: 25, size: "max" }),
    start: fc.integer({ min: -400, max: 17_000 }),
  })
  .map(({ stretches, outings, start }) => {
    const days = new Map<number, number>();
    let day = start;
    for (const { location, other, days: length, pause, cycle, away, unseen } of stretches) {
      for (let d = 0; d < length; d++, day++) {
        const at = d % cycle;
        if (at >= cycle - unseen) continue;
        days.set(day, at < away ? other : location);
      }
      day += pause;
    }
    for (const [d, l] of outings) days.set(start + d, l);
    return days as Life;
  });
const people = fc.array(life, { minLength: 1, maxLength: 5 });

const ofResidence: fc.Arbitrary<Required<UsualResidencesOptions>> = fc.record({
  minDaysPerMonth: fc.integer({ min: 1, max: 15 }),
  maxGapMonths: fc.nat({ max: 3 }),
  minMonths: fc.integer({ min: 1, max: 4 }),
});
const ofMigration: fc.Arbitrary<Required<TemporaryMigrationsOptions>> = fc.record({
  maxGapDays: fc.integer({ min: 0, max: 10 }),
  minPresence: fc.constantFrom(0, 0.2, 0.3, 0.5, 0.75, 1),
  minDays: fc.integer({ min: 1, max: 25 }),
  maxDays: fc.constantFrom(30, 60, 180, Infinity),
});

function dailyOf(lives: readonly Life[], place: (location: number) => number = (l) => l, shift = 0): Presence {
  const rows = lives.flatMap((days, u) =>
    [...days].map(([day, l]) => ({ user: `u${u}`, day: day + shift, l: place(l) })),
  );
  return buildPresenceOfDays(
    { user: rows.map((row) => row.user), day: rows.map((row) => row.day), location: rows.map((row) => row.l) },
    ZONES,
  );
}

describe("usual residences and temporary migrations", () => {
  it("are those of the plain form with sets of days", () => {
    const count = { residences: 0, migrations: 0, nested: 0, censored: 0, touching: 0 };
    fc.assert(
      fc.property(life, ofResidence, ofMigration, (days, residing, moving) => {
        const daily = dailyOf([days]);
        const residences = detectUsualResidences(daily, residing);
        const slow = slowResidences(days, residing);
        expect(rowsByUser(residences)["u0"] ?? []).toEqual(slow);
        const rows = rowsByUser(detectTemporaryMigrations(daily, residences, moving))["u0"] ?? [];
        const slowMoves = slowTemporaryMigrations(days, slow, moving);
        expect(rows).toEqual(slowMoves);
        count.residences += Math.max(0, slow.length - 1);
        count.migrations += slowMoves.length;
        count.nested += slowMoves.filter((move) => move.nested === 1).length;
        count.censored += slowMoves.filter((move) => move.startCensored + move.endCensored > 0).length;
        count.touching += slowMoves.filter((move) => move.leftDay === move.arrivedDay - 1).length;
      }),
      { seed: 42, numRuns: 100 },
    );
    expect(count.residences).toBeGreaterThan(20);
    expect(count.migrations).toBeGreaterThan(100);
    expect(count.nested).toBeGreaterThan(5);
    expect(count.censored).toBeGreaterThan(10);
    expect(count.touching).toBeGreaterThan(10);
  });

  it("never cross: of two migrations of one person either they share no day, or one lies in the other", () => {
    fc.assert(
      fc.property(life, ofMigration, (days, moving) => {
        const daily = dailyOf([days]);
        const { columns, length } = detectTemporaryMigrations(daily, detectUsualResidences(daily), moving);
        const { arrivedDay, endDay, leftDay, nextDay, minDurationDays, maxDurationDays } = columns;
        for (let i = 0; i < length; i++) {
          expect(minDurationDays[i]).toBe(endDay[i]! - arrivedDay[i]! + 1);
          expect(maxDurationDays[i]! < minDurationDays[i]!).toBe(false);
          expect(leftDay[i]! < arrivedDay[i]! && nextDay[i]! > endDay[i]!).toBe(true);
          expect(columns.observedDays[i]! + columns.elsewhereDays[i]!).toBeLessThanOrEqual(minDurationDays[i]!);
          for (let k = 0; k < i; k++) {
            const apart = arrivedDay[i]! > endDay[k]!;
            expect(apart || endDay[i]! <= endDay[k]!).toBe(true);
          }
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("are the same for every part of the users", () => {
    fc.assert(
      fc.property(people, fc.nat(), ofMigration, (lives, mask, moving) => {
        const daily = dailyOf(lives);
        const residences = rowsByUser(detectUsualResidences(daily));
        const migrations = rowsByUser(detectTemporaryMigrations(daily, detectUsualResidences(daily), moving));
        const chosen = daily.users.filter((_, u) => (mask >> u) % 2 === 0);
        const part = partOf(daily, chosen);
        const partly = detectUsualResidences(part);
        for (const user of chosen) {
          expect(rowsByUser(partly)[user]).toEqual(residences[user]);
          expect(rowsByUser(detectTemporaryMigrations(part, partly, moving))[user]).toEqual(migrations[user]);
        }
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("shift with the days by whole cycles of the calendar, and temporary migrations by any number of days", () => {
    const CYCLE = 146_097; // days of 400 years, after which months begin on the same days again
    const movedBy = (rows: unknown, shift: number): unknown =>
      JSON.parse(JSON.stringify(rows), (name, value: unknown) =>
        name.endsWith("Day") ? (value as number) + shift : value,
      );
    fc.assert(
      fc.property(life, fc.integer({ min: -3000, max: 3000 }), (days, shift) => {
        const [daily, century, later] = [0, CYCLE, shift].map((by) => dailyOf([days], (l) => l, by));
        const residences = detectUsualResidences(daily!);
        expect(movedBy(rowsByUser(residences), CYCLE)).toEqual(rowsByUser(detectUsualResidences(century!)));
        const startDay = residences.columns.startDay.map((day) => day + shift);
        const moved = { ...residences, columns: { ...residences.columns, startDay } };
        const migrations = rowsByUser(detectTemporaryMigrations(daily!, residences));
        const shifted = rowsByUser(detectTemporaryMigrations(later!, moved));
        expect(movedBy(migrations, shift)).toEqual(movedBy(shifted, 0));
      }),
      { seed: 42, numRuns: 50 },
    );
  });

  it("are renumbered with the locations, where no months or days are equal", () => {
    fc.assert(
      fc.property(life, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (days, order) => {
        const daily = dailyOf([days]);
        const other = dailyOf([days], (l) => order[l]!);
        const residences = detectUsualResidences(daily, { minMonths: 2 });
        const location = residences.columns.location.map((l) => order[l]!);
        const renumbered = { ...residences, columns: { ...residences.columns, location } };
        const before = detectTemporaryMigrations(daily, residences, TEMPORARY_MIGRATION_DEFAULTS).columns;
        const after = detectTemporaryMigrations(other, renumbered, TEMPORARY_MIGRATION_DEFAULTS).columns;
        const named = (column: Uint32Array): Uint32Array => column.map((l) => order[l]!);
        expect(after).toEqual({ ...before, origin: named(before.origin), destination: named(before.destination) });
        const modes = [...new Set(days.values())].map((l) => [...days.values()].filter((x) => x === l).length);
        const differ = new Set(modes).size === modes.length;
        // One month for all days: only the location of most days of all can be tied.
        const loose = { minDaysPerMonth: 31, minMonths: 9, maxGapMonths: 0 };
        const one = detectUsualResidences(daily, loose);
        if (differ && one.columns.months[0] === 0) {
          expect(detectUsualResidences(other, loose).columns.location).toEqual(named(one.columns.location));
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("are counted as the plain form counts them, and counts of parts add up", () => {
    const thresholds = fc.record({
      minDays: fc.integer({ min: 1, max: 30 }),
      minDaysInPeriod: fc.integer({ min: 1, max: 12 }),
      toleranceDays: fc.nat({ max: 9 }),
    });
    let away = 0;
    fc.assert(
      fc.property(people, thresholds, fc.nat(), (lives, settings, mask) => {
        const start = 16_000 - Math.min(...lives.flatMap((days) => [...days.keys()]), 16_000);
        const daily = dailyOf(lives, (l) => l, start);
        const days = [...daily.columns.day];
        const firstDay = Math.min(...days, 16_000);
        const lastDay = Math.min(firstDay + 400, Math.max(...days, 16_000));
        const options = { ...settings, periods: buildHalfMonths({ clock: CLOCK, firstDay, lastDay }) };
        const residences = detectUsualResidences(daily);
        const moves = detectTemporaryMigrations(daily, residences, { minDays: 5 });
        const counts = countTemporaryMigrants(daily, residences, moves, options);
        const residing = rowsByUser(residences);
        const moving = rowsByUser(moves);
        const persons = daily.users.map((user) => ({
          life: new Map(
            (rowsByUser(daily)[user] as { day: number; location: number }[]).map((r) => [r.day, r.location]),
          ),
          residences: residing[user] as { location: number; startDay: number }[],
          moves: moving[user] as SlowMigration[],
        }));
        expect(rowsOf(counts)).toEqual(slowTemporaryMigrants(persons, ZONES, options.periods, settings));
        away += counts.columns.awayMost.reduce((sum, n) => sum + n, 0);
        const parts = [0, 1].map((side) => {
          const chosen = daily.users.filter((_, u) => (mask >> u) % 2 === side);
          const part = [daily, residences, moves].map((table) => partOf(table as Presence, chosen));
          const [a, b, c] = part as unknown as [typeof daily, typeof residences, typeof moves];
          return countTemporaryMigrants(a, b, c, options).columns;
        });
        for (const [name, column] of Object.entries(counts.columns)) {
          if (name === "period" || name === "location") continue;
          const of = (part: number): Uint32Array => parts[part]![name as "residents"];
          expect(of(0).map((n, row) => n + of(1)[row]!)).toEqual(column);
        }
      }),
      { seed: 42, numRuns: 50 },
    );
    expect(away).toBeGreaterThan(100);
  });
});
