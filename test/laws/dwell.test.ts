import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { awayFrom, detectUsualPlaces, detectWorkplaces, longestDwell, mostDwellDays } from "../../src/places/index.ts";
import type { Stays } from "../../src/types.ts";
import {
  type MinuteStay,
  type MinuteWindow,
  slowLongestDwell,
  slowMostDwellDays,
  staysOf,
  stopsOf,
} from "../slow/dwells-by-minute.ts";
import { partOf, rowsByUser } from "../slow/sequences.ts";
import { hours, zone } from "./trace-worlds.ts";

const PLACES = stopsOf(5);
const USERS = ["u1", "u2", "u3", "u4"];
const DAYS = 6;

/** One user's stays: gaps and durations in minutes, laid end to end over six days; some last for days, some for no time. */
const stretches = fc.array(
  fc.tuple(
    fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 600 })),
    fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 700 }) }, fc.integer({ min: 1440, max: 4000 })),
    fc.integer({ min: 0, max: 4 }),
  ),
  { maxLength: 24, size: "max" },
);
const lives = fc.tuple(stretches, stretches, stretches);
const weekdays = fc.oneof(fc.constant(undefined), fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }));
const minutes = fc.integer({ min: 1, max: 400 });

/** u4 never has a stay. */
function worldOf(all: readonly (readonly [number, number, number][])[], from: string, shiftDays = 0): Stays {
  const rows: MinuteStay[] = [];
  all.forEach((own, u) => {
    let at = 0;
    for (const [gap, lasts, location] of own) {
      const start = at + gap;
      at = Math.min(start + lasts, DAYS * 1440);
      if (start <= at) rows.push([USERS[u]!, start, at, location]);
    }
  });
  return staysOf(rows, PLACES, Date.parse(`${from}T00:00:00Z`) / 1000 + shiftDays * 86_400, USERS);
}

function windowOf(
  clock: MinuteWindow["clock"],
  [fromHour, toHour]: readonly [number, number],
  days: readonly number[] | undefined,
): MinuteWindow {
  return { clock, fromHour, toHour, ...(days === undefined ? {} : { weekdays: days }) };
}

describe("dwell", () => {
  it("counts, cuts and ranks as a clock asked every minute does, whatever the zone, window and weekdays", () => {
    fc.assert(
      fc.property(lives, zone, hours, weekdays, minutes, (all, { clock, from }, window, days, minMinutes) => {
        const stays = worldOf(all, from);
        const options = windowOf(clock, window, days);
        const dwell = detectUsualPlaces(stays, { criterion: longestDwell(options), minShare: 0 });
        const dwellDays = detectUsualPlaces(stays, {
          criterion: mostDwellDays({ ...options, minMinutes }),
          minShare: 0,
        });
        const plain = (slow: typeof slowLongestDwell): unknown =>
          Object.fromEntries(
            USERS.map((user, u) => {
              const { ranked, total } = slow(stays, u, options);
              return [user, ranked.map(({ location, support }) => ({ location, support, share: support / total }))];
            }),
          );
        expect(rowsByUser(dwell)).toEqual(plain(slowLongestDwell));
        expect(rowsByUser(dwellDays)).toEqual(plain((...given) => slowMostDwellDays(...given, minMinutes)));
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("names as home the first of the usual places, and the second as runner-up", () => {
    fc.assert(
      fc.property(lives, zone, hours, minutes, (all, { clock, from }, window, minMinutes) => {
        const stays = worldOf(all, from);
        const options = windowOf(clock, window, undefined);
        for (const criterion of [longestDwell(options), mostDwellDays({ ...options, minMinutes })]) {
          const homes = detectHomes(stays, { criterion }).columns;
          const { offsets, columns } = detectUsualPlaces(stays, { criterion, minShare: 0 });
          for (let u = 0; u < USERS.length; u++) {
            const named = columns.location.slice(offsets[u], offsets[u + 1]);
            expect([homes.location[u], homes.runnerUp[u]]).toEqual([named[0] ?? -1, named[1] ?? -1]);
          }
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("is the same whole weeks later where no clock changes", () => {
    fc.assert(
      fc.property(
        lives,
        hours,
        weekdays,
        minutes,
        fc.integer({ min: 1, max: 300 }),
        (all, window, days, minMinutes, weeks) => {
          const clock = createClock({ timeZone: "+05:45" });
          const options = windowOf(clock, window, days);
          const now = worldOf(all, "2016-01-01");
          const later = worldOf(all, "2016-01-01", 7 * weeks);
          for (const criterion of [longestDwell(options), mostDwellDays({ ...options, minMinutes })]) {
            const places = (stays: Stays): unknown => rowsByUser(detectUsualPlaces(stays, { criterion, minShare: 0 }));
            expect(places(later)).toEqual(places(now));
          }
        },
      ),
      { seed: 42, numRuns: 60 },
    );
  });

  it("is the same in one run over all users and in any partition of them", () => {
    fc.assert(
      fc.property(lives, zone, hours, weekdays, minutes, (all, { clock, from }, window, days, minMinutes) => {
        const stays = worldOf(all, from);
        const night = mostDwellDays({ ...windowOf(clock, window, undefined), minMinutes });
        const work = longestDwell(windowOf(clock, [9, 17], days));
        const answers = (part: Stays): [string, unknown][] => {
          const homes = detectUsualPlaces(part, { criterion: night, minShare: 0.2 });
          const { columns } = detectWorkplaces(part, { criterion: work, homes, minShare: 0.1 });
          const rows = rowsByUser(homes);
          const entries = part.users.map((user, u): [string, unknown] => [
            user,
            [rows[user], Object.values(columns).map((column: ArrayLike<number>) => column[u])],
          ]);
          return entries;
        };
        const parts = [["u4", "u2"], ["u3"], ["u1"]].flatMap((users) => answers(partOf(stays, users)));
        expect(Object.fromEntries(parts)).toEqual(Object.fromEntries(answers(stays)));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("follows its places when their rows are numbered otherwise, but for ties", () => {
    fc.assert(
      fc.property(lives, zone, hours, weekdays, (all, { clock, from }, window, days) => {
        const stays = worldOf(all, from);
        const order = [3, 0, 4, 2, 1];
        const { id, lon, lat } = PLACES.columns;
        const renumbered = createLocations(
          "stops",
          order.map((l) => id[l]!),
          order.map((l) => lon[l]!),
          order.map((l) => lat[l]!),
        );
        const other: Stays = {
          ...stays,
          locations: renumbered,
          columns: { ...stays.columns, location: stays.columns.location.map((l) => order.indexOf(l)) },
        };
        const criterion = longestDwell(windowOf(clock, window, days));
        const one = detectHomes(stays, { criterion });
        const two = detectHomes(other, { criterion });
        expect(two.columns.support).toEqual(one.columns.support);
        expect(two.columns.tied).toEqual(one.columns.tied);
        for (let u = 0; u < USERS.length; u++) {
          if (one.columns.tied[u] === 1) continue;
          expect(renumbered.columns.id[two.columns.location[u]!]).toBe(id[one.columns.location[u]!]);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("adds up over windows that share the day", () => {
    fc.assert(
      fc.property(lives, zone, fc.integer({ min: 1, max: 23 }), (all, { clock, from }, hour) => {
        const stays = worldOf(all, from);
        const dwell = (fromHour: number, toHour: number): number[] => {
          const seconds: number[] = Array.from({ length: USERS.length * PLACES.length }, () => 0);
          const criterion = longestDwell({ clock, fromHour, toHour });
          const { offsets, columns } = detectUsualPlaces(stays, { criterion, minShare: 0 });
          for (let u = 0; u < USERS.length; u++) {
            for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
              seconds[u * PLACES.length + columns.location[i]!] = columns.support[i]!;
            }
          }
          return seconds;
        };
        const rest = dwell(hour, 24);
        expect(dwell(0, hour).map((seconds, i) => seconds + rest[i]!)).toEqual(dwell(0, 24));
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});

describe("away from known places", () => {
  it("leaves the ranks of all other places as they were", () => {
    fc.assert(
      fc.property(lives, zone, hours, fc.integer({ min: 0, max: 3000 }), (all, { clock, from }, window, minMeters) => {
        const stays = worldOf(all, from);
        const criterion = longestDwell(windowOf(clock, window, undefined));
        const places = detectUsualPlaces(stays, { criterion, minShare: 0.5 });
        const rest = detectUsualPlaces(stays, { criterion: awayFrom({ criterion, places, minMeters }), minShare: 0 });
        const every = rowsByUser(detectUsualPlaces(stays, { criterion, minShare: 0 }));
        const known = rowsByUser(places) as Record<string, { location: number }[]>;
        const expected = Object.fromEntries(
          Object.entries(every as Record<string, { location: number }[]>).map(([user, rows]) => [
            user,
            // Stops are 1112 m apart, each a row number further on.
            rows.filter(({ location }) =>
              known[user]!.every((home) => {
                const steps = Math.abs(home.location - location);
                return steps > 0 && steps * 1111.95 >= minMeters;
              }),
            ),
          ]),
        );
        expect(rowsByUser(rest)).toEqual(expected);
      }),
      { seed: 42, numRuns: 80 },
    );
  });
});
