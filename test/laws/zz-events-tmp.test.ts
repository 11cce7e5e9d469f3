import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDayToDayMoves } from "../../src/moves/day-to-day.ts";
import { detectMigrations, MIGRATION_DEFAULTS, type MigrationsOptions } from "../../src/moves/migrations.ts";
import { detectResidences, RESIDENCE_DEFAULTS, type ResidencesOptions } from "../../src/moves/residences.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { Presence } from "../../src/types.ts";
import { presenceOfSightings, type Sighting, stagesOf, zonesOf } from "../moves/stages.ts";
import { slowMigrations } from "../slow/migrations.ts";
import { partOf, rowsByUser } from "../slow/sequences.ts";

const ZONES = zonesOf(["A", "B", "C", "D"]);

/** A stretch of days in one place: how long, which days the person is not seen, and when it begins after the one before. */
const stretch = fc.record({
  location: fc.integer({ min: 0, max: 3 }),
  days: fc.integer({ min: 1, max: 60 }),
  unseen: fc.array(fc.nat({ max: 59 }), { maxLength: 20, size: "max" }),
  pause: fc.integer({ min: -12, max: 25 }),
});
const outings = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 3 })), {
  maxLength: 25,
  size: "max",
});
const person = fc.record({ stretches: fc.array(stretch, { maxLength: 8, size: "max" }), outings });
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never;

const options: fc.Arbitrary<Required<MigrationsOptions>> = fc.record({
  maxGapDays: fc.integer({ min: 1, max: 8 }),
  minSegmentDays: fc.integer({ min: 1, max: 15 }),
  minPresence: fc.constantFrom(0, 0.3, 0.5, 0.6, 0.9, 1),
  maxMergeGapDays: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 40 })),
  maxOverlapDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  minDominance: fc.constantFrom(1, 1, 0.5, 0.6, 0.9),
  minStayDays: fc.integer({ min: 1, max: 25 }),
  minStayPresence: fc.constantFrom(0, 0, 0.3, 0.6),
  maxTransitionDays: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 40 })),
  minOriginDays: fc.constantFrom(1, 1, 10, 20),
  maxOriginDays: fc.constantFrom(Infinity, Infinity, 40, 60),
  minDestinationDays: fc.constantFrom(1, 1, 10, 20),
  maxDestinationDays: fc.constantFrom(Infinity, Infinity, 40, 60),
});

/** The thresholds of residences among those of migrations. */
function staysOf(settings: Required<MigrationsOptions>): ResidencesOptions {
  const names = Object.keys(RESIDENCE_DEFAULTS) as (keyof ResidencesOptions)[];
  return Object.fromEntries(names.map((name) => [name, settings[name]]));
}

/** A person's days as [day, location] without repeats. */
function daysOf({ stretches, outings: visits }: Person): [number, number][] {
  const days = new Map<string, [number, number]>();
  const add = (day: number, location: number): unknown => days.set(`${day} ${location}`, [day, location]);
  let start = 0;
  for (const { location, days: length, unseen, pause } of stretches) {
    start += pause;
    for (let d = 0; d < length; d++) if (!unseen.includes(d)) add(start + d, location);
    start += length;
  }
  for (const [day, location] of visits) add(day, location);
  return [...days.values()];
}

function presenceOf(people: Readonly<Record<string, readonly (readonly [number, number])[]>>): Presence {
  const rows = Object.entries(people).flatMap(([user, days]) => days.map(([day, l]) => ({ user, day, l })));
  return buildPresenceOfDays(
    { user: rows.map((row) => row.user), day: rows.map((row) => row.day), location: rows.map((row) => row.l) },
    ZONES,
  );
}

const people = fc
  .array(person, { minLength: 1, maxLength: 6 })
  .map((all) => Object.fromEntries(all.map((one, i) => [`u${i}`, daysOf(one)] as const)));

describe("segments, residences and migrations", () => {
  it("are those of the plain form with sets of days, stage by stage", () => {
    let moved = 0;
    fc.assert(
      fc.property(person, options, (one, settings) => {
        const sightings: Sighting[] = daysOf(one).map(([day, l]) => ["u", day, ZONES.columns.id[l]!]);
        const byId: Record<string, number[]> = {};
        for (const [, day, id] of sightings) byId[id] = [...(byId[id] ?? []), day];
        const presence = presenceOfSightings(sightings);
        const slow = slowMigrations(byId, settings);
        expect(stagesOf(presence, 0, settings)).toEqual(slow.stages);
        const found = rowsByUser(detectMigrations(presence, settings))["u"] ?? [];
        const id = presence.locations.columns.id;
        const named = (found as Record<string, number>[]).map((row) => ({
          ...row,
          origin: id[row["origin"]!],
          destination: id[row["destination"]!],
        }));
        expect(named).toEqual(slow.migrations);
        moved += named.length;
      }),
      { seed: 42, numRuns: 1500, endOnFailure: true },
    );
    expect(moved).toBeGreaterThan(300);
  });

  it("are the same for every part of the users, and in any order of the sightings", () => {
    fc.assert(
      fc.property(people, options, fc.infiniteStream(fc.nat()), (days, settings, random) => {
        const presence = presenceOf(days);
        const stays = staysOf(settings);
        const migrations = rowsByUser(detectMigrations(presence, settings));
        const residences = rowsByUser(detectResidences(presence, stays));
        const chosen = presence.users.filter(() => random.next().value % 2 === 0);
        const part = partOf(presence, chosen);
        for (const user of chosen) {
          expect(rowsByUser(detectMigrations(part, settings))[user]).toEqual(migrations[user]);
          expect(rowsByUser(detectResidences(part, stays))[user]).toEqual(residences[user]);
        }
        const shuffled = Object.fromEntries(Object.entries(days).map(([user, own]) => [user, [...own].reverse()]));
        expect(detectMigrations(presenceOf(shuffled), settings)).toEqual(detectMigrations(presence, settings));
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("move with the days: a later start of counting changes nothing else", () => {
    fc.assert(
      fc.property(people, options, fc.integer({ min: -5000, max: 20_000 }), (days, settings, shift) => {
        const later = Object.fromEntries(
          Object.entries(days).map(([user, own]) => [user, own.map(([day, l]) => [day + shift, l] as const)]),
        );
        const before = detectMigrations(presenceOf(days), settings);
        const after = detectMigrations(presenceOf(later), settings);
        const moved = (column: Int32Array): Int32Array => column.map((day) => day + shift);
        expect(after.columns).toEqual({
          ...before.columns,
          leftDay: moved(before.columns.leftDay),
          arrivedDay: moved(before.columns.arrivedDay),
          day: moved(before.columns.day),
          originStartDay: moved(before.columns.originStartDay),
          destinationEndDay: moved(before.columns.destinationEndDay),
        });
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("residences are long enough, never overlap unless allowed, and migrations lead from one to another", () => {
    fc.assert(
      fc.property(people, options, (days, settings) => {
        const presence = presenceOf(days);
        const stays = staysOf(settings);
        const residences = detectResidences(presence, { ...stays, maxOverlapDays: 0 });
        const { startDay, endDay, observedDays, location } = residences.columns;
        residences.users.forEach((_user, u) => {
          for (let r = residences.offsets[u]!; r < residences.offsets[u + 1]!; r++) {
            expect(endDay[r]! - startDay[r]! + 1).toBeGreaterThanOrEqual(settings.minStayDays);
            expect(observedDays[r]).toBeLessThanOrEqual(endDay[r]! - startDay[r]! + 1);
            if (r > residences.offsets[u]!) expect(startDay[r]!).toBeGreaterThan(endDay[r - 1]!);
          }
        });
        const migrations = detectMigrations(presence, { ...settings, maxOverlapDays: 0 });
        const { origin, destination, leftDay, arrivedDay, day, originStartDay, destinationEndDay } = migrations.columns;
        const stayKeys = new Set(Array.from(location, (l, r) => `${l} ${startDay[r]} ${endDay[r]}`));
        for (let m = 0; m < migrations.length; m++) {
          expect(stayKeys).toContain(`${origin[m]} ${originStartDay[m]} ${leftDay[m]}`);
          expect(stayKeys).toContain(`${destination[m]} ${arrivedDay[m]} ${destinationEndDay[m]}`);
          expect(day[m]!).toBeGreaterThanOrEqual(leftDay[m]!);
          expect(day[m]!).toBeLessThanOrEqual(arrivedDay[m]!);
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("the input is not changed", () => {
    fc.assert(
      fc.property(people, (days) => {
        const presence = presenceOf(days);
        const copy = structuredClone(presence);
        detectMigrations(presence, MIGRATION_DEFAULTS);
        detectResidences(presence);
        expect(presence).toEqual(copy);
      }),
      { seed: 42, numRuns: 30 },
    );
  });
});

describe("moves from day to day", () => {
  const daily = fc.array(
    fc.uniqueArray(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 3 })), { selector: ([day]) => day }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );

  it("join every two neighbouring days that are near enough, for any part of the users", () => {
    fc.assert(
      fc.property(daily, fc.integer({ min: 1, max: 10 }), (users, maxGapDays) => {
        const presence = presenceOf(Object.fromEntries(users.map((days, u) => [`u${u}`, days])));
        const moves = rowsByUser(buildDayToDayMoves(presence, { maxGapDays }));
        users.forEach((days, u) => {
          if (days.length === 0) return;
          const sorted = [...days].sort((a, b) => a[0] - b[0]);
          const expected = sorted.slice(1).flatMap(([day, l], i) => {
            const [before, from] = sorted[i]!;
            return day - before <= maxGapDays
              ? [{ origin: from, destination: l, leftDay: before, arrivedDay: day }]
              : [];
          });
          expect(moves[`u${u}`]).toEqual(expected);
          const alone = buildDayToDayMoves(partOf(presence, [`u${u}`]), { maxGapDays });
          expect(rowsByUser(alone)[`u${u}`]).toEqual(expected);
        });
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});
