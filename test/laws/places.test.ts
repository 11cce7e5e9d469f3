import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildDailyLocations, lastOfDay, mostEventsOfDay } from "../../src/places/daily-location.ts";
import { modalLastLocation, mostEvents, mostNights } from "../../src/places/home-criteria.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import type { Traces } from "../../src/types.ts";
import {
  slowLastOfDay,
  slowModalLast,
  slowMostEvents,
  slowMostEventsOfDay,
  slowMostNights,
  slowPresence,
} from "../slow/places.ts";
import { homesByUser, partOf, placesOf, rowsByUser, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const PLACES = placesOf(5);
const USERS = ["u1", "u2", "u3", "u4"];

/** Zones with changes of the clock in the span of their events; the last one sets clocks back over midnight. */
const ZONES: readonly { clock: ReturnType<typeof createClock>; from: string }[] = [
  { clock: createClock({ timeZone: "UTC" }), from: "2016-01-01" },
  { clock: createClock({ timeZone: "Asia/Kathmandu" }), from: "1985-12-29" },
  { clock: createClock({ timeZone: "Europe/Luxembourg" }), from: "2024-03-28" },
  { clock: createClock({ timeZone: "Pacific/Apia" }), from: "2011-12-27" },
  { clock: createClock({ timeZone: "America/St_Johns" }), from: "2008-10-31" },
];
const DAYS = 6;

const zone = fc.constantFrom(...ZONES);
/** Seconds after the start: anywhere, or within two hours of the change of clocks that the spans contain. */
const second = fc.oneof(
  fc.integer({ min: 0, max: DAYS * 86_400 - 1 }),
  fc.integer({ min: 2 * 86_400 + 5400, max: 2 * 86_400 + 12_600 }),
);
const event = fc.tuple(fc.constantFrom("u1", "u2", "u3"), second, fc.integer({ min: 0, max: 4 }));
const events = fc.array(event, { maxLength: 120, size: "max" });

/** u4 never has an event. */
function worldOf(rows: readonly TraceEvent[], from: string): Traces {
  const start = Date.parse(`${from}T00:00:00Z`) / 1000;
  return tracesOf(
    rows.map(([user, after, location]) => [user, start + after, location]),
    PLACES,
    USERS,
  );
}

const hours = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 24 }))
  .filter(([fromHour, toHour]) => fromHour !== toHour);

describe("presence and daily locations", () => {
  it("are those of the plain form that asks the clock at every event", () => {
    fc.assert(
      fc.property(events, zone, (rows, { clock, from }) => {
        const traces = worldOf(rows, from);
        expect(rowsByUser(buildPresence(traces, { clock }))).toEqual(slowPresence(traces, clock));
        expect(rowsByUser(buildDailyLocations(traces, { clock, choose: lastOfDay() }))).toEqual(
          slowLastOfDay(traces, clock),
        );
        expect(rowsByUser(buildDailyLocations(traces, { clock, choose: mostEventsOfDay() }))).toEqual(
          slowMostEventsOfDay(traces, clock),
        );
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("are the same for every part of the users", () => {
    fc.assert(
      fc.property(events, zone, fc.subarray(USERS), (rows, { clock, from }, chosen) => {
        const traces = worldOf(rows, from);
        const part = partOf(traces, chosen);
        expect(buildPresence(part, { clock })).toEqual(partOf(buildPresence(traces, { clock }), chosen));
        for (const choose of [lastOfDay(), mostEventsOfDay()]) {
          expect(buildDailyLocations(part, { clock, choose })).toEqual(
            partOf(buildDailyLocations(traces, { clock, choose }), chosen),
          );
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("every event is counted once, and the order of events at one second changes presence nowhere", () => {
    fc.assert(
      fc.property(events, zone, (rows, { clock, from }) => {
        const presence = buildPresence(worldOf(rows, from), { clock });
        expect(presence.columns.events.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        expect(buildPresence(worldOf([...rows].reverse(), from), { clock })).toEqual(presence);
        const choose = mostEventsOfDay();
        expect(buildDailyLocations(worldOf([...rows].reverse(), from), { clock, choose })).toEqual(
          buildDailyLocations(worldOf(rows, from), { clock, choose }),
        );
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("presence from rows of days is the presence of the events, whatever the order of the rows", () => {
    fc.assert(
      fc.property(events, zone, fc.infiniteStream(fc.nat()), (rows, { clock, from }, random) => {
        const seen = [...new Set(rows.map(([user]) => user))].sort();
        const traces = partOf(worldOf(rows, from), seen);
        const sightings = seen
          .flatMap((user, u) => {
            const times = traces.columns.time.subarray(traces.offsets[u], traces.offsets[u + 1]);
            const locations = traces.columns.location.subarray(traces.offsets[u], traces.offsets[u + 1]);
            return Array.from(times, (time, i) => ({ user, day: clock.dayOf(time), location: locations[i]! }));
          })
          .map((sighting) => ({ sighting, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ sighting }) => sighting);
        const days = {
          user: sightings.map(({ user }) => user),
          day: sightings.map(({ day }) => day),
          location: sightings.map(({ location }) => location),
        };
        expect(buildPresenceOfDays(days, PLACES)).toEqual(buildPresence(traces, { clock }));
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("homes", () => {
  it("are those of the plain form with sets of nights and days", () => {
    fc.assert(
      fc.property(events, zone, hours, (rows, { clock, from }, [fromHour, toHour]) => {
        const traces = worldOf(rows, from);
        expect(homesByUser(detectHomes(traces, { criterion: mostEvents() }))).toEqual(slowMostEvents(traces));
        expect(homesByUser(detectHomes(traces, { criterion: modalLastLocation({ clock }) }))).toEqual(
          slowModalLast(traces, clock),
        );
        expect(homesByUser(detectHomes(traces, { criterion: mostNights({ clock, fromHour, toHour }) }))).toEqual(
          slowMostNights(traces, clock, fromHour, toHour),
        );
      }),
      { seed: 42, numRuns: 400 },
    );
  });

  it("are the same for every part of the users", () => {
    fc.assert(
      fc.property(events, zone, hours, fc.subarray(USERS), (rows, { clock, from }, [fromHour, toHour], chosen) => {
        const traces = worldOf(rows, from);
        const part = partOf(traces, chosen);
        for (const criterion of [mostEvents(), modalLastLocation({ clock }), mostNights({ clock, fromHour, toHour })]) {
          const all = homesByUser(detectHomes(traces, { criterion }));
          expect(homesByUser(detectHomes(part, { criterion }))).toEqual(
            Object.fromEntries(chosen.map((user) => [user, all[user]])),
          );
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("by events or nights do not depend on the order of events at one second", () => {
    fc.assert(
      fc.property(events, zone, hours, (rows, { clock, from }, [fromHour, toHour]) => {
        for (const criterion of [mostEvents(), mostNights({ clock, fromHour, toHour })]) {
          expect(detectHomes(worldOf([...rows].reverse(), from), { criterion })).toEqual(
            detectHomes(worldOf(rows, from), { criterion }),
          );
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
