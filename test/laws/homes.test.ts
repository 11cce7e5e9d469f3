import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOfDay } from "../../src/core/dates.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { buildDailyLocations, mostEventsOfDay } from "../../src/places/daily-location.ts";
import type { HomeCriterion } from "../../src/places/home-criteria.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import {
  awayFrom,
  halfPlusOne,
  hierarchicalMode,
  modalDailyLocation,
  modalLastLocation,
  mostDays,
  mostEvents,
  mostNightEvents,
  mostNights,
  mostSilences,
  mostWeekendEvents,
  withinRadius,
} from "../../src/places/index.ts";
import type { Clock, Traces } from "../../src/types.ts";
import {
  type NamingRule,
  slowHomes,
  type Weigh,
  weighDays,
  weighEvents,
  weighHierarchical,
  weighLastOfDay,
  weighNightEvents,
  weighNights,
  weighSilences,
  weighWeekendEvents,
  weighWithin,
} from "../slow/homes.ts";
import { countsOf, eventsOf } from "../slow/places.ts";
import { homesByUser, partOf, tracesOf } from "../slow/sequences.ts";
import { events, hours, PLACES, USERS, worldOf, zone } from "./trace-worlds.ts";

interface Twin {
  readonly criterion: HomeCriterion;
  readonly weigh: (traces: Traces) => Weigh;
  readonly rule?: NamingRule;
}

/** Every criterion of traces beside its plain form. */
function twinsOf(clock: Clock, fromHour: number, toHour: number, days: readonly number[]): Twin[] {
  const night = { clock, fromHour, toHour };
  const nightEvents = weighNightEvents(clock, fromHour, toHour, [0, 1, 2, 3, 4, 5, 6]);
  return [
    { criterion: mostEvents(), weigh: () => weighEvents },
    { criterion: mostDays({ clock }), weigh: () => weighDays(clock) },
    { criterion: mostNights(night), weigh: () => weighNights(clock, fromHour, toHour) },
    { criterion: mostNightEvents(night), weigh: () => nightEvents },
    {
      criterion: mostNightEvents({ ...night, weekdays: days }),
      weigh: () => weighNightEvents(clock, fromHour, toHour, days),
    },
    { criterion: mostWeekendEvents({ clock, weekend: days }), weigh: () => weighWeekendEvents(clock, days) },
    { criterion: modalLastLocation({ clock }), weigh: () => weighLastOfDay(clock) },
    { criterion: mostSilences({ minSilenceSeconds: 7200 }), weigh: () => weighSilences(7200) },
    {
      criterion: hierarchicalMode(night),
      weigh: () => weighHierarchical(clock, fromHour, toHour),
      rule: { noneIfEqual: true },
    },
    {
      criterion: halfPlusOne({ criterion: mostEvents() }),
      weigh: () => weighEvents,
      rule: { moreThanShare: 0.5 },
    },
    ...[0, 600, 1250].flatMap((radiusMeters) => [
      {
        criterion: withinRadius({ criterion: mostEvents(), radiusMeters }),
        weigh: (traces: Traces) => weighWithin(traces, radiusMeters, weighEvents),
      },
      {
        criterion: withinRadius({ criterion: mostNightEvents(night), radiusMeters }),
        weigh: (traces: Traces) => weighWithin(traces, radiusMeters, nightEvents),
      },
    ]),
  ];
}

const weekdays = fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 });

describe("homes", () => {
  it("by every criterion are those of its plain form with maps and sets", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        hours,
        weekdays,
        fc.integer({ min: 1, max: 4 }),
        (rows, { clock, from }, at, days, least) => {
          const traces = worldOf(rows, from);
          for (const { criterion, weigh, rule } of twinsOf(clock, at[0], at[1], days)) {
            expect(homesByUser(detectHomes(traces, { criterion, minSupport: least })), criterion.name).toEqual(
              slowHomes(traces, weigh(traces), { ...rule, minSupport: least }),
            );
          }
        },
      ),
      { seed: 42, numRuns: 300 },
    );
  });

  it("by daily locations are the mode of the days' modes, of equal ones that with more events on them", () => {
    fc.assert(
      fc.property(events, zone, (rows, { clock, from }) => {
        const presence = buildDailyLocations(worldOf(rows, from), { clock, choose: mostEventsOfDay() });
        const { day, location, events: count } = presence.columns;
        const homes = detectHomes(presence, { criterion: modalDailyLocation() });
        presence.users.forEach((_, u) => {
          const own = Array.from(day, (_day, i) => i).slice(presence.offsets[u], presence.offsets[u + 1]);
          const days = countsOf(own.map((i) => ({ time: 0, location: location[i]! })));
          const seen = (l: number): number =>
            own.filter((i) => location[i] === l).reduce((sum, i) => sum + count[i]!, 0);
          const [best, next] = [...days].sort((a, b) => b[1] - a[1] || seen(b[0]) - seen(a[0]) || a[0] - b[0]);
          expect(homes.columns.location[u]).toBe(best?.[0] ?? -1);
          expect(homes.columns.support[u]).toBe(best?.[1] ?? 0);
          expect(homes.columns.runnerUp[u]).toBe(next?.[0] ?? -1);
        });
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("are the same for every part of the users", () => {
    fc.assert(
      fc.property(events, zone, hours, fc.subarray([...USERS]), (rows, { clock, from }, [fromHour, toHour], chosen) => {
        const traces = worldOf(rows, from);
        const part = partOf(traces, chosen);
        for (const { criterion } of twinsOf(clock, fromHour, toHour, [5, 6])) {
          const all = homesByUser(detectHomes(traces, { criterion }));
          expect(homesByUser(detectHomes(part, { criterion })), criterion.name).toEqual(
            Object.fromEntries(chosen.map((user) => [user, all[user]])),
          );
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("but for the last of the day and silences do not depend on the order of events at one second", () => {
    fc.assert(
      fc.property(events, zone, hours, (rows, { clock, from }, [fromHour, toHour]) => {
        for (const { criterion } of twinsOf(clock, fromHour, toHour, [5, 6])) {
          if (/last location|silences/.test(criterion.name)) continue;
          expect(detectHomes(worldOf([...rows].reverse(), from), { criterion }), criterion.name).toEqual(
            detectHomes(worldOf(rows, from), { criterion }),
          );
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("away from a known place are the homes without that place's rows, shares aside", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 4, maxLength: 4 }),
        (rows, { from }, out) => {
          const traces = worldOf(rows, from);
          const { locations, users } = traces;
          const places = { locations, users, length: 4, columns: { location: Int32Array.from(out) } };
          const criterion = awayFrom({ criterion: mostEvents(), places });
          const { share: _, ...found } = detectHomes(traces, { criterion }).columns;
          const left = worldOf(
            rows.filter(([user, , l]) => l !== out[USERS.indexOf(user)]),
            from,
          );
          const { share: _share, ...expected } = detectHomes(left, { criterion: mostEvents() }).columns;
          expect(found).toEqual(expected);
        },
      ),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("homes by period", () => {
  it("are the homes of the events of each period alone", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        hours,
        fc.array(fc.tuple(fc.integer({ min: -1, max: 6 }), fc.integer({ min: 0, max: 3 })), { maxLength: 5 }),
        (rows, { clock, from }, [fromHour, toHour], spans) => {
          const traces = worldOf(rows, from);
          const firstDay = Date.parse(`${from}T00:00:00Z`) / 86_400_000;
          spans.sort((a, b) => a[0] - b[0]);
          const periods = buildPeriods(
            {
              firstDay: spans.map(([first]) => firstDay + first),
              lastDay: spans.map(([first, more]) => firstDay + first + more),
            },
            clock,
          );
          expect(periods.columns.id).toEqual(spans.map(([first]) => dateOfDay(firstDay + first)));
          for (const { criterion } of twinsOf(clock, fromHour, toHour, [5, 6])) {
            const history = detectHomesByPeriod(traces, { criterion, periods, minSupport: 2 });
            spans.forEach((_, p) => {
              const inside = eventsOf(traces).flatMap(([user, own]) =>
                own
                  .filter(({ time }) => time >= periods.columns.start[p]! && time < periods.columns.end[p]!)
                  .map(({ time, location }) => [user, time, location] as const),
              );
              const alone = detectHomes(tracesOf(inside, PLACES, USERS), { criterion, minSupport: 2 });
              for (const [name, column] of Object.entries(alone.columns)) {
                const got = USERS.map((_user, u) => {
                  const row = history.offsets[u]! + p;
                  expect(history.columns.period[row]).toBe(p);
                  return history.columns[name as keyof typeof alone.columns][row];
                });
                expect(got, `${criterion.name}: ${name}`).toEqual([...column]);
              }
            });
          }
        },
      ),
      { seed: 42, numRuns: 60 },
    );
  });
});
