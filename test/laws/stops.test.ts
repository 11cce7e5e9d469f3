import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { eachHourOfDay, eachWeekday, wholeSpan } from "../../src/metrics/tracking-periods.ts";
import { measureTrackingQuality } from "../../src/metrics/tracking-quality.ts";
import { buildTrips } from "../../src/moves/trips.ts";
import { buildLegsOfStays } from "../../src/moves/trips-legs.ts";
import { detectDwells } from "../../src/places/dwells.ts";
import { atLastEvent, halfwayToNextEvent, untilNextEvent } from "../../src/places/dwells-boundary.ts";
import { byTimeFrames, byTotalTime, detectStopPurposes } from "../../src/places/stop-purposes.ts";
import { buildStops } from "../../src/places/stops.ts";
import { allUsers } from "../../src/places/stops-scope.ts";
import { suppressOscillations } from "../../src/traces/oscillations.ts";
import { mostSeenByUser, mostSeenInOscillation } from "../../src/traces/oscillations-rules.ts";
import type { Stays, Traces } from "../../src/types.ts";
import { staysAt } from "../places/stops-worlds.ts";
import { partOf, placesOf, rowsByUser, tracesOf } from "../slow/sequences.ts";
import { type Position, slowClusters } from "../slow/stops.ts";

const SEED = { seed: 42, numRuns: 150 };
const utc = createClock({ timeZone: "UTC" });

/** Positions some metres apart around one place: steps of a millionth of a degree. */
const position = fc
  .tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 }))
  .map(([x, y]): Position => [x / 1e6, y / 1e6]);
const positions = fc.array(position, { maxLength: 40, size: "max" });
const people = fc
  .array(positions, { minLength: 1, maxLength: 5 })
  .map((all) => Object.fromEntries(all.map((own, u) => [`u${u}`, own])));
const clustering = fc.record({ epsMeters: fc.integer({ min: 5, max: 60 }), minStays: fc.integer({ min: 1, max: 6 }) });

const PLACES = placesOf(5);
const event = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 4 }));
const traces = fc
  .array(fc.array(event, { maxLength: 25, size: "max" }), { minLength: 1, maxLength: 5 })
  .map((all): Traces => {
    const users = all.map((_, u) => `u${u}`);
    const rows = all.flatMap((own, u) => {
      let time = 1_000_000;
      return own.map(([pause, l]) => {
        time += pause;
        return [users[u]!, time, l] as const;
      });
    });
    return tracesOf(rows, PLACES, users);
  });
const boundary = fc.constantFrom(atLastEvent(), halfwayToNextEvent(), untilNextEvent());

/** The rows of each user without the numbers and names of locations: their coordinates instead. */
function placed(stays: Stays): Record<string, unknown[]> {
  const { lon, lat } = stays.locations.columns;
  const rows = rowsByUser(stays) as Record<string, { location: number }[]>;
  return Object.fromEntries(
    Object.entries(rows).map(([user, own]) => [
      user,
      own.map((row) => ({ ...row, location: [lon[row.location], lat[row.location]] })),
    ]),
  );
}

describe("stop locations", () => {
  it("are those of the plain form, of each user and of all", () => {
    fc.assert(
      fc.property(people, clustering, (each, options) => {
        const stays = staysAt(each);
        const { stopOf, noise, stops } = buildStops(stays, options);
        let before = 0;
        const expected = Object.values(each).flatMap((own) => {
          const labels = slowClusters(own, options.epsMeters, options.minStays);
          const shifted = labels.map((label) => (label < 0 ? -1 : label + before));
          before += Math.max(-1, ...labels) + 1;
          return shifted;
        });
        expect([...stopOf]).toEqual(expected);
        expect(stops.length + noise).toBe(stays.length);
        expect(stops.locations.length).toBe(before);
        const shared = buildStops(stays, { ...options, scope: allUsers() });
        const all = Object.values(each).flat();
        expect([...shared.stopOf]).toEqual(slowClusters(all, options.epsMeters, options.minStays));
      }),
      SEED,
    );
  });

  it("of a user do not depend on the others, on their order or their names", () => {
    fc.assert(
      fc.property(people, clustering, fc.boolean(), (each, options, odd) => {
        const stays = staysAt(each);
        const whole = placed(buildStops(stays, options).stops);
        const part = stays.users.filter((_, u) => u % 2 === (odd ? 1 : 0)).reverse();
        const { stops } = buildStops(partOf(stays, part), options);
        expect(placed(stops)).toEqual(Object.fromEntries(part.map((user) => [user, whole[user]])));
        for (const id of stops.locations.columns.id) expect(part).toContain(id.split(":")[0]);
      }),
      SEED,
    );
  });

  it("do not depend on the numbers of the locations of the stays", () => {
    fc.assert(
      fc.property(people, clustering, (each, options) => {
        const stays = staysAt(each);
        const last = stays.length - 1;
        const { id, lon, lat } = stays.locations.columns;
        const locations = {
          ...stays.locations,
          columns: { id: id.toReversed(), lon: lon.toReversed(), lat: lat.toReversed() },
        };
        const columns = { ...stays.columns, location: stays.columns.location.map((l) => last - l) };
        const turned = buildStops({ ...stays, locations, columns }, options);
        const straight = buildStops(stays, options);
        expect(turned.stopOf).toEqual(straight.stopOf);
        expect(turned.stops.locations.key).toBe(straight.stops.locations.key);
      }),
      SEED,
    );
  });

  it("do not depend on where on the parallel they are: across 180° as elsewhere", () => {
    fc.assert(
      fc.property(people, clustering, fc.integer({ min: -80, max: 80 }), (each, options, north) => {
        const at = (east: number): Stays => {
          const moved = Object.entries(each).map(([user, own]): [string, Position[]] => [
            user,
            own.map(([x, y]) => [x + east > 180 ? x + east - 360 : x + east, y + north]),
          ]);
          return staysAt(Object.fromEntries(moved));
        };
        const here = buildStops(at(16), options);
        const there = buildStops(at(180), options);
        const straight = here.stops.locations.columns;
        const crossing = there.stops.locations.columns;
        // Rounding of degrees may part or join positions at just the distance; nothing else may.
        if (!here.stopOf.every((stop, i) => stop === there.stopOf[i])) {
          const near = { ...options, epsMeters: options.epsMeters * (1 + 1e-9) };
          const far = { ...options, epsMeters: options.epsMeters * (1 - 1e-9) };
          expect([buildStops(at(16), near).stopOf, buildStops(at(16), far).stopOf]).toContainEqual(there.stopOf);
          return;
        }
        crossing.lon.forEach((lon, s) => {
          expect(greatCircleMeters(lon - 164, crossing.lat[s]!, straight.lon[s]!, straight.lat[s]!)).toBeLessThan(1e-6);
        });
      }),
      SEED,
    );
  });

  it("grow together with the distance and fall apart with the stays asked for", () => {
    fc.assert(
      fc.property(positions, clustering, (own, options) => {
        const of = (change: object): ReturnType<typeof buildStops> =>
          buildStops(staysAt({ a: own }), { ...options, ...change });
        const given = of({});
        const wider = of({ epsMeters: options.epsMeters + 5 });
        const stricter = of({ minStays: options.minStays + 1 });
        expect(wider.noise).toBeLessThanOrEqual(given.noise);
        expect(stricter.noise).toBeGreaterThanOrEqual(given.noise);
        expect(of({ minStays: 1 }).noise).toBe(0);
      }),
      SEED,
    );
  });
});

describe("oscillations, dwells and trips", () => {
  const keep = fc.constantFrom(mostSeenByUser(), mostSeenInOscillation());

  it("suppressed, are as many events at the same times, and what is counted adds up over parts of the users", () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 0, max: 900 }), keep, (given, maxSeconds, rule) => {
        const whole = suppressOscillations(given, { maxSeconds, keep: rule });
        expect(whole.traces.columns.time).toBe(given.columns.time);
        const before = given.columns.location;
        const after = whole.traces.columns.location;
        expect(after.length).toBe(before.length);
        expect(after.filter((l, i) => l !== before[i]).length).toBe(whole.moved);
        const rows = rowsByUser(whole.traces);
        let [moved, oscillations] = [0, 0];
        for (const user of given.users) {
          const own = suppressOscillations(partOf(given, [user]), { maxSeconds, keep: rule });
          expect(rowsByUser(own.traces)[user]).toEqual(rows[user]);
          moved += own.moved;
          oscillations += own.oscillations;
        }
        expect([moved, oscillations]).toEqual([whole.moved, whole.oscillations]);
      }),
      SEED,
    );
  });

  it("dwells hold every event once, do not overlap, and are the same for any part of the users", () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 0, max: 500 }), boundary, (given, maxGapSeconds, rule) => {
        const dwells = detectDwells(given, { maxGapSeconds, boundary: rule });
        expect(dwells.columns.events.reduce((sum, n) => sum + n, 0)).toBe(given.length);
        // buildTrips checks that no two of a user overlap.
        const legs = buildLegsOfStays(dwells, { maxGapSeconds });
        const { trips, tripOfLeg } = buildTrips(dwells, legs, { maxGapSeconds, minActivitySeconds: 300 });
        expect(tripOfLeg.every((trip) => trip >= 0)).toBe(true);
        expect(trips.columns.legs.reduce((sum, n) => sum + n, 0)).toBe(legs.length);
        const rows = rowsByUser(dwells);
        const part = given.users.slice(1).reverse();
        const own = rowsByUser(detectDwells(partOf(given, part), { maxGapSeconds, boundary: rule }));
        expect(own).toEqual(Object.fromEntries(part.map((user) => [user, rows[user]])));
      }),
      SEED,
    );
  });

  it("move with the clock: dwells, legs and trips a week later are those of now", () => {
    const later = 604_800;
    fc.assert(
      fc.property(traces, fc.integer({ min: 0, max: 500 }), boundary, (given, maxGapSeconds, rule) => {
        const shifted = { ...given, columns: { ...given.columns, time: given.columns.time.map((t) => t + later) } };
        const tripsOf = (some: Traces): object[] => {
          const dwells = detectDwells(some, { maxGapSeconds, boundary: rule, minEvents: 2 });
          const legs = buildLegsOfStays(dwells, { maxGapSeconds });
          return [dwells, legs, buildTrips(dwells, legs, { maxGapSeconds, minActivitySeconds: 300 }).trips].flatMap(
            (table): object[] => rowsOf(table),
          );
        };
        const back = tripsOf(shifted).map((row) => {
          const { start, end } = row as { start: number; end: number };
          return { ...row, start: start - later, end: end - later };
        });
        expect(back).toEqual(tripsOf(given));
        for (const per of [wholeSpan(), eachWeekday({ clock: utc }), eachHourOfDay({ clock: utc })]) {
          const dwells = (some: Traces): Stays => detectDwells(some, { maxGapSeconds, boundary: rule });
          expect(rowsOf(measureTrackingQuality(dwells(shifted), { per }))).toEqual(
            rowsOf(measureTrackingQuality(dwells(given), { per })),
          );
        }
      }),
      SEED,
    );
  });

  it("trips, purposes and tracking quality of a user do not depend on the others", () => {
    fc.assert(
      fc.property(traces, boundary, (given, rule) => {
        const measure = (some: Traces): Record<string, unknown> => {
          const dwells = detectDwells(some, { maxGapSeconds: 300, boundary: rule });
          const legs = buildLegsOfStays(dwells, { maxGapSeconds: 300 });
          const { trips } = buildTrips(dwells, legs, { maxGapSeconds: 300, minActivitySeconds: 300 });
          const total = rowsOf(detectStopPurposes(dwells, { rule: byTotalTime() }));
          const frames = rowsOf(detectStopPurposes(dwells, { rule: byTimeFrames({ clock: utc }) }));
          const quality = rowsByUser(measureTrackingQuality(dwells, { per: eachHourOfDay({ clock: utc }) }));
          const tripRows = rowsByUser(trips) as Record<string, { originStay: number; destinationStay: number }[]>;
          return Object.fromEntries(
            some.users.map((user, u) => {
              const first = dwells.offsets[u]!;
              const local = (stay: number): number => (stay < 0 ? -1 : stay - first);
              const own = tripRows[user]!.map((trip) => ({
                ...trip,
                originStay: local(trip.originStay),
                destinationStay: local(trip.destinationStay),
              }));
              return [user, [own, total[u], frames[u], quality[user]]];
            }),
          );
        };
        const whole = measure(given);
        for (const user of given.users) expect(measure(partOf(given, [user]))[user]).toEqual(whole[user]);
      }),
      SEED,
    );
  });
});
