import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDailyLocations, lastOfDay, mostEventsOfDay } from "../../src/places/daily-location.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import { slowLastOfDay, slowMostEventsOfDay, slowPresence } from "../slow/places.ts";
import { partOf, rowsByUser } from "../slow/sequences.ts";
import { events, PLACES, USERS, worldOf, zone } from "./trace-worlds.ts";

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
      fc.property(events, zone, fc.subarray([...USERS]), (rows, { clock, from }, chosen) => {
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
