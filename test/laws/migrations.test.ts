import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectMigrations, type Migrations, type MigrationsOptions } from "../../src/moves/migrations.ts";
import { detectMigrationsByPart, detectMigrationsByPartAsync } from "../../src/moves/migrations-by-part.ts";
import { detectResidences } from "../../src/moves/residences.ts";
import { buildMoveLevels } from "../../src/moves/resolutions.ts";
import { detectMigrationsByLevel } from "../../src/moves/resolutions-migrations.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { relocatePresence } from "../../src/places/relocation.ts";
import { buildListedCrosswalk } from "../../src/space/crosswalk.ts";
import { pairBest } from "../../src/synthetic/scores-pairing.ts";
import type { Locations, Presence } from "../../src/types.ts";
import { slowPairing } from "../slow/migration-pairing.ts";
import { partOf, rowsByUser } from "../slow/sequences.ts";

/** Nine antennas in three districts in two regions; antenna 8 and district 2 may lie nowhere. */
const zonesOf = (name: string, count: number): Locations =>
  createLocations(
    "zones",
    Array.from({ length: count }, (_, l) => `${name}${l}`),
    Array.from({ length: count }, (_, l) => l),
    new Float64Array(count),
  );
const ANTENNAS = zonesOf("A", 9);
const DISTRICTS = zonesOf("D", 3);
const REGIONS = zonesOf("R", 2);

/** Each location wholly in one, −1 in none. */
const stretch = fc.record({
  location: fc.nat({ max: 8 }),
  days: fc.integer({ min: 1, max: 40 }),
  other: fc.nat({ max: 8 }),
  pause: fc.integer({ min: -15, max: 8 }),
  twice: fc.boolean(),
});
type Sighting = readonly [day: number, location: number];
const life: fc.Arbitrary<Sighting[]> = fc.array(stretch, { maxLength: 7, size: "max" }).map((stretches) => {
  const sightings: Sighting[] = [];
  let start = 0;
  for (const { location, days, other, pause, twice } of stretches) {
    start += pause;
    for (let d = 0; d < days; d++) {
      sightings.push([start + d, location]);
      if (twice) sightings.push([start + d, location]);
      if (d % 3 === 0) sightings.push([start + d, other]);
    }
    start += days;
  }
  return sightings;
});
const lives = fc.array(life, { minLength: 1, maxLength: 6 });

function presenceOf(people: readonly (readonly Sighting[])[], locations: Locations = ANTENNAS): Presence {
  const rows = people.flatMap((own, u) => own.map(([day, location]) => ({ user: `u${u}`, day, location })));
  const column = <K extends "user" | "day" | "location">(name: K): (typeof rows)[number][K][] =>
    rows.map((row) => row[name]);
  return buildPresenceOfDays({ user: column("user"), day: column("day"), location: column("location") }, locations);
}

const SHORT: MigrationsOptions = { minSegmentDays: 4, minStayDays: 8, minPresence: 0.3, maxTransitionDays: 60 };
const thresholds = fc
  .record({
    minDominance: fc.constantFrom(0.5, 0.55, 0.7, 0.95, 1),
    maxOverlapDays: fc.constantFrom(0, 0, 3),
    minStayPresence: fc.constantFrom(0, 0.5),
  })
  .map((own) => ({ ...SHORT, ...own }));
const permutation = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 });
const upwards = fc.tuple(
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 }).map((target) => [...target, -1]),
  fc.constantFrom([0, 0, 1], [0, 1, 1], [1, 0, -1]),
);

describe("dominance", () => {
  it("does not depend on the order of locations: renumbering them renumbers the migrations", () => {
    let moved = 0;
    let differs = 0;
    fc.assert(
      fc.property(lives, thresholds, permutation, (people, options, order) => {
        // With shared days allowed, residences of the same days are told apart by their location's number alone.
        const settings = { ...options, maxOverlapDays: 0 };
        const renumbered = people.map((own) => own.map(([day, l]) => [day, order[l]!] as const));
        const before = detectMigrations(presenceOf(people), settings);
        const after = detectMigrations(presenceOf(renumbered), settings);
        const through = (column: Uint32Array): Uint32Array => column.map((l) => order[l]!);
        const { origin, destination } = before.columns;
        const expected = { ...before.columns, origin: through(origin), destination: through(destination) };
        expect(after.columns).toEqual(expected);
        moved += before.length;
        if (before.length !== detectMigrations(presenceOf(people), { ...settings, minDominance: 1 }).length) differs++;
      }),
      { seed: 42, numRuns: 150 },
    );
    expect(moved).toBeGreaterThan(50);
    expect(differs).toBeGreaterThan(5);
  });

  it("residences share no day where none may be shared, and with it nobody has fewer days at home than without", () => {
    fc.assert(
      fc.property(life, fc.constantFrom(0.5, 0.6, 0.9), (own, minDominance) => {
        const stays = { minSegmentDays: 4, minStayDays: 1, minPresence: 0.3 };
        const kept = detectResidences(presenceOf([own]), { ...stays, minDominance });
        const without = detectResidences(presenceOf([own]), stays);
        const daysOf = ({ columns: { startDay, endDay } }: typeof kept): number =>
          startDay.reduce((sum, start, r) => sum + endDay[r]! - start + 1, 0);
        const { startDay, endDay } = kept.columns;
        for (let r = 1; r < kept.length; r++) expect(startDay[r]!).toBeGreaterThan(endDay[r - 1]!);
        expect(daysOf(kept)).toBeGreaterThanOrEqual(daysOf(without));
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});

/** The rows of each user of several tables that share no user. */
function joined(parts: readonly Migrations[]): Record<string, unknown[]> {
  return Object.assign({}, ...parts.map(rowsByUser));
}

describe("migrations part by part", () => {
  it("are those of all users at once, whatever the parts, waited for or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        lives,
        thresholds,
        fc.array(fc.nat({ max: 2 }), { minLength: 6, maxLength: 6 }),
        async (people, options, part) => {
          const presence = presenceOf(people);
          const all = rowsByUser(detectMigrations(presence, options));
          const parts = [0, 1, 2].map((p) =>
            partOf(
              presence,
              presence.users.filter((_, u) => part[u] === p),
            ),
          );
          expect(joined([...detectMigrationsByPart(parts, options)])).toEqual(all);
          async function* waited(): AsyncGenerator<Presence> {
            for (const one of parts) yield await Promise.resolve(one);
          }
          const found: Migrations[] = [];
          for await (const one of detectMigrationsByPartAsync(waited(), options)) found.push(one);
          expect(joined(found)).toEqual(all);
        },
      ),
      { seed: 42, numRuns: 60 },
    );
  });
});

describe("presence at a coarser level", () => {
  it("is that of the sightings at the coarser level; what lies nowhere is counted", () => {
    fc.assert(
      fc.property(lives, upwards, (people, [target]) => {
        const presence = presenceOf(people);
        const relocated = relocatePresence(presence, buildListedCrosswalk(ANTENNAS, DISTRICTS, target));
        const coarse = people.map((own) => own.map(([day, l]) => [day, target[l]!] as const));
        const known = coarse.map((own) => own.filter(([, d]) => d >= 0));
        const direct = rowsByUser(presenceOf(known, DISTRICTS));
        for (const [user, rows] of Object.entries(rowsByUser(relocated))) expect(rows).toEqual(direct[user] ?? []);
        expect(relocated.unlocated).toBe(coarse.flat().length - known.flat().length);
        expect(relocated.users).toEqual(presence.users);
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});

describe("migrations at several levels", () => {
  it("are those of each level alone, linked to every move of the same person, places and days", () => {
    let links = 0;
    let within = 0;
    fc.assert(
      fc.property(lives, upwards, (people, [toDistrict, toRegion]) => {
        const crosswalks = [
          buildListedCrosswalk(ANTENNAS, DISTRICTS, toDistrict),
          buildListedCrosswalk(DISTRICTS, REGIONS, toRegion),
        ];
        const presence = presenceOf(people);
        const districts = relocatePresence(presence, crosswalks[0]!);
        const regions = relocatePresence(districts, crosswalks[1]!);
        const alone = [presence, districts, regions].map((level) => detectMigrations(level, SHORT));
        const levels = detectMigrationsByLevel(presence, { ...SHORT, crosswalks });
        expect(levels.map((level) => level.unlocated)).toEqual([0, districts.unlocated, regions.unlocated]);
        expect(levels.map(({ unlocated: _, ...level }) => level)).toEqual(buildMoveLevels(alone, { crosswalks }));
        /** Where location l of level k lies at level j. */
        const liftOf = (l: number, k: number, j: number): number => {
          let at = l;
          for (let step = k; step < j && at >= 0; step++) at = [toDistrict, toRegion][step]![at]!;
          return at;
        };
        const rows = alone.map((table) =>
          table.users.flatMap((user, u) =>
            rowsOf(table, table.offsets[u], table.offsets[u + 1]).map((row) => ({ ...row, user })),
          ),
        );
        levels.forEach((level, k) => {
          const { finest, coarsest, crosses } = level.columns;
          rows[k]!.forEach((row, m) => {
            const found = rows.map((others, j) => {
              if (j === k) return m;
              const same = others.map((other) => {
                const [fine, coarse] = j > k ? [row, other] : [other, row];
                const [low, high] = [Math.min(j, k), Math.max(j, k)];
                const overlaps = row.leftDay <= other.arrivedDay && other.leftDay <= row.arrivedDay;
                const lies =
                  liftOf(fine.origin, low, high) === coarse.origin &&
                  liftOf(fine.destination, low, high) === coarse.destination;
                const apart = Math.abs(row.leftDay - other.leftDay) + Math.abs(row.arrivedDay - other.arrivedDay);
                return row.user === other.user && overlaps && lies ? apart : Infinity;
              });
              const least = Math.min(...same);
              return least === Infinity ? -1 : same.indexOf(least);
            });
            expect([...level.match.slice(3 * m, 3 * m + 3)]).toEqual(found);
            const present = [0, 1, 2].filter((j) => found[j]! >= 0);
            expect([finest[m], coarsest[m]]).toEqual([Math.min(...present), Math.max(...present)]);
            const differ = [
              k,
              ...[k + 1, k + 2].filter((j) => {
                if (j > 2) return false;
                const [from, to] = [liftOf(row.origin, k, j), liftOf(row.destination, k, j)];
                return from >= 0 && to >= 0 && from !== to;
              }),
            ];
            expect(crosses[m]).toBe(Math.max(...differ));
            expect(crosses[m]!).toBeGreaterThanOrEqual(coarsest[m]!);
            links += present.length - 1;
            if (crosses[m] === 0) within++;
          });
        });
      }),
      { seed: 42, numRuns: 150 },
    );
    expect(links).toBeGreaterThan(50);
    expect(within).toBeGreaterThan(5);
  });
});

describe("the pairing of what was found with what was planted", () => {
  it("is the best of all pairings that there are", () => {
    const table = fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })).chain(([rows, columns]) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        error: fc.array(fc.oneof(fc.constant(Infinity), fc.nat({ max: 5 }), fc.nat({ max: 40 })), {
          minLength: rows * columns,
          maxLength: rows * columns,
        }),
      }),
    );
    fc.assert(
      fc.property(table, ({ rows, columns, error }) => {
        const errors = Float64Array.from(error);
        expect([...pairBest(rows, columns, errors)]).toEqual(slowPairing(rows, columns, errors));
      }),
      { seed: 42, numRuns: 1000 },
    );
  });
});
