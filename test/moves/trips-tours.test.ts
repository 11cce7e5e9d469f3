import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countTripFlows } from "../../src/flows/trip-flows.ts";
import type { Trips } from "../../src/moves/trips.ts";
import { detectCommutes } from "../../src/moves/trips-commutes.ts";
import { buildTours, type ToursOptions } from "../../src/moves/trips-tours.ts";
import { mergeStays } from "../../src/places/stays-merge.ts";
import type { HomePlaces } from "../../src/types.ts";
import { staysOf } from "../places/stops-worlds.ts";
import { placesOf } from "../slow/sequences.ts";

const PLACES = placesOf(5);
const DAY = 86_400;

/** A trip: start, end, origin, destination; it is as many metres long as it lasts. */
type Trip = readonly [start: number, end: number, origin: number, destination: number];

function tripsOf(people: Readonly<Record<string, readonly Trip[]>>): Trips {
  const users = Object.keys(people);
  const all = users.flatMap((user) => people[user]!);
  const ends = users.map((_, u) => users.slice(0, u + 1).flatMap((user) => people[user]!).length);
  return {
    locations: PLACES,
    users,
    offsets: Uint32Array.of(0, ...ends),
    length: all.length,
    columns: {
      start: Uint32Array.from(all, (trip) => trip[0]),
      end: Uint32Array.from(all, (trip) => trip[1]),
      originStay: new Int32Array(all.length).fill(-1),
      destinationStay: new Int32Array(all.length).fill(-1),
      origin: Int32Array.from(all, (trip) => trip[2]),
      destination: Int32Array.from(all, (trip) => trip[3]),
      legs: new Uint32Array(all.length).fill(1),
      meters: Float64Array.from(all, (trip) => trip[1] - trip[0]),
    },
  };
}

/** Trips of one person from place to place, each ten seconds long and 90 after the one before. */
function chain(...places: readonly number[]): Trip[] {
  return places.slice(1).map((place, k) => [100 * k, 100 * k + 10, places[k]!, place]);
}

function toursOf(trips: readonly Trip[], options: Partial<ToursOptions> = {}) {
  const { tours, tourOfTrip } = buildTours(tripsOf({ u: trips }), { maxSeconds: DAY, ...options });
  return { rows: rowsOf(tours), of: [...tourOfTrip] };
}

describe("tours", () => {
  it("lead out from a place and back to it, and their main destination is where the person was longest", () => {
    const { rows, of } = toursOf([
      [0, 10, 0, 1],
      [500, 510, 1, 2],
      [600, 620, 2, 0],
    ]);
    expect(of).toEqual([0, 0, 0]);
    expect(rows).toEqual([
      { start: 0, end: 620, location: 0, trips: 3, gaps: 0, meters: 40, mainDestination: 1, mainSeconds: 490 },
    ]);
  });

  it("from work to lunch and back lie within that from home to work, and each trip is in one", () => {
    const { rows, of } = toursOf(chain(0, 1, 2, 1, 0));
    expect(of).toEqual([1, 0, 0, 1]);
    expect(
      rows.map(({ location, trips, mainDestination, mainSeconds }) => [location, trips, mainDestination, mainSeconds]),
    ).toEqual([
      [1, 2, 2, 90],
      [0, 2, 1, 290],
    ]);
  });

  it("end where the way on is not known, unless gaps are allowed", () => {
    const trips: Trip[] = [
      [0, 10, 0, 1],
      [100, 110, 2, 0],
    ];
    expect(toursOf(trips).of).toEqual([-1, -1]);
    const { rows, of } = toursOf(trips, { maxGaps: 1 });
    expect(of).toEqual([0, 0]);
    expect(rows[0]).toMatchObject({ gaps: 1, mainDestination: -1, mainSeconds: 0 });
    const unknown: Trip[] = [
      [0, 10, 0, -1],
      [100, 110, -1, 0],
    ];
    expect(toursOf(unknown).of).toEqual([-1, -1]);
    expect(toursOf(unknown, { maxGaps: 1 }).of).toEqual([0, 0]);
    expect(
      toursOf(
        [
          [0, 10, -1, 1],
          [20, 30, 1, -1],
        ],
        { maxGaps: 1 },
      ).of,
    ).toEqual([-1, -1]);
  });

  it("last no longer than maxSeconds, exactly so long at most", () => {
    expect(toursOf(chain(0, 1, 0), { maxSeconds: 110 }).of).toEqual([0, 0]);
    expect(toursOf(chain(0, 1, 0), { maxSeconds: 109 }).of).toEqual([-1, -1]);
    expect(toursOf(chain(0, 1, 2, 1, 0), { maxSeconds: 200 }).of).toEqual([-1, 0, 0, -1]);
  });

  it("open with the earliest trip that can", () => {
    expect(toursOf(chain(0, 1, 2, 3, 0)).rows[0]).toMatchObject({ trips: 4, location: 0 });
    expect(
      toursOf([
        [0, 5, 0, 1],
        [10, 15, 1, 1],
        [20, 25, 1, 0],
      ]).of,
    ).toEqual([0, 0, 0]);
  });

  it("of one trip are round trips, where these are asked for", () => {
    expect(toursOf([[0, 5, 3, 3]]).of).toEqual([-1]);
    const { rows } = toursOf([[0, 5, 3, 3]], { minTrips: 1 });
    expect(rows).toEqual([
      { start: 0, end: 5, location: 3, trips: 1, gaps: 0, meters: 5, mainDestination: -1, mainSeconds: 0 },
    ]);
  });

  it("never join two people", () => {
    const { tours } = buildTours(tripsOf({ a: [[0, 1, 0, 1]], b: [[2, 3, 1, 0]], c: chain(0, 1, 0) }), {
      maxSeconds: DAY,
    });
    expect([...tours.offsets]).toEqual([0, 0, 0, 1]);
  });

  it("are those of a plain search, on any trips", () => {
    const place = fc.integer({ min: -1, max: 3 });
    const trip = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), place, place, fc.boolean());
    fc.assert(
      fc.property(
        fc.array(trip, { maxLength: 14 }),
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        (raw, maxSeconds, minTrips, maxGaps) => {
          let time = 0;
          let last = 0;
          const trips = raw.map(([wait, length, from, to, goesOn]): Trip => {
            const start = time + wait;
            time = start + length;
            const origin = goesOn ? last : from;
            last = to;
            return [start, time, origin, to];
          });
          expect(toursOf(trips, { maxSeconds, minTrips, maxGaps }).of).toEqual(
            plainTours(trips, maxSeconds, minTrips, maxGaps),
          );
        },
      ),
      { seed: 42, numRuns: 500 },
    );
  });

  it("refuse trips over each other and numbers out of range", () => {
    const bad = tripsOf({
      u: [
        [0, 10, 0, 1],
        [5, 20, 1, 0],
      ],
    });
    expect(() => buildTours(bad, { maxSeconds: DAY })).toThrow("trips.columns.start[1]");
    expect(() => toursOf([[0, 1, 9, 0]])).toThrow("trips.columns.origin[0]");
    expect(() => toursOf([], { maxSeconds: 0 })).toThrow("maxSeconds");
    expect(() => toursOf([], { minTrips: 0 })).toThrow("minTrips");
    expect(() => toursOf([], { maxGaps: -1 })).toThrow("maxGaps");
  });
});

/** The tour of each trip, from lists made anew for each trip. */
function plainTours(trips: readonly Trip[], maxSeconds: number, minTrips: number, maxGaps: number): number[] {
  const tour: number[] = trips.map(() => -1);
  let forgotten = -1;
  let tours = 0;
  const isGap = (a: number, b: number): boolean => trips[a]![3] === -1 || trips[a]![3] !== trips[b]![2];
  trips.forEach(([, end, , back], t) => {
    const before = trips.map((_, k) => k).filter((k) => k < t && k > forgotten && tour[k] === -1);
    if (maxGaps === 0 && before.length > 0 && isGap(before.at(-1)!, t)) {
      forgotten = t - 1;
      before.length = 0;
    }
    if (back === -1) return;
    const list = [...before, t];
    const opens = list.find((first, k) => {
      const own = list.slice(k);
      const gaps = own.filter((trip, i) => i > 0 && isGap(own[i - 1]!, trip)).length;
      return (
        trips[first]![2] === back && end - trips[first]![0] <= maxSeconds && own.length >= minTrips && gaps <= maxGaps
      );
    });
    if (opens === undefined) return;
    for (const trip of list) if (trip >= opens) tour[trip] = tours;
    tours++;
  });
  return tour;
}

describe("commutes", () => {
  const at = (...location: number[]): HomePlaces => ({
    locations: PLACES,
    users: location.map((_, u) => ["a", "b", "c"][u]!),
    length: location.length,
    columns: { location: Int32Array.from(location) },
  });
  const found = (trips: readonly Trip[], maxSeconds = DAY, home = 0, work = 1) =>
    detectCommutes(tripsOf({ a: trips }), at(home), at(work), { maxSeconds });

  it("lead from home to work and back, with the stops between", () => {
    const { commutes, commuteOfTrip } = found(chain(0, 2, 1, 3, 1, 2, 0));
    expect([...commuteOfTrip]).toEqual([0, 0, -1, -1, 1, 1]);
    expect(rowsOf(commutes)).toEqual([
      { start: 0, end: 110, toWork: 1, trips: 2, meters: 20 },
      { start: 400, end: 510, toWork: 0, trips: 2, meters: 20 },
    ]);
  });

  it("begin with the last trip that leaves, and end where the way on is not known or takes too long", () => {
    expect([...found(chain(0, 2, 0, 1)).commuteOfTrip]).toEqual([-1, -1, 0]);
    expect(
      found([
        [0, 10, 0, 2],
        [20, 30, 3, 1],
      ]).commutes.length,
    ).toBe(0);
    expect(
      found([
        [0, 10, 0, -1],
        [20, 30, -1, 1],
      ]).commutes.length,
    ).toBe(0);
    expect(found(chain(0, 2, 1), 110).commutes.length).toBe(1);
    expect(found(chain(0, 2, 1), 109).commutes.length).toBe(0);
  });

  it("have none who have no work, no home, or both at one place", () => {
    expect(found(chain(0, 1, 0), DAY, 0, -1).commutes.length).toBe(0);
    expect(found(chain(0, 1, 0), DAY, -1, 1).commutes.length).toBe(0);
    expect(found(chain(0, 1, 0), DAY, 1, 1).commutes.length).toBe(0);
  });

  it("are each person's own", () => {
    const trips = tripsOf({ a: chain(0, 1), b: chain(1, 0), c: chain(2, 3, 2) });
    const { commutes } = detectCommutes(trips, at(0, 0, 2), at(1, 2, 3), { maxSeconds: DAY });
    expect([...commutes.offsets]).toEqual([0, 1, 1, 3]);
    expect([...commutes.columns.toWork]).toEqual([1, 1, 0]);
  });

  it("refuse homes of others and a time that is none", () => {
    expect(() => detectCommutes(tripsOf({ b: [] }), at(0), at(1), { maxSeconds: DAY })).toThrow("homes");
    expect(() => found([], 0)).toThrow("maxSeconds");
  });
});

describe("trips without a length", () => {
  it("are refused by tours and commutes, which add it up", () => {
    const { meters: _, ...columns } = tripsOf({ u: chain(0, 1, 0) }).columns;
    const trips = { ...tripsOf({ u: chain(0, 1, 0) }), columns } as unknown as Trips;
    const at = (location: number): HomePlaces => ({
      locations: PLACES,
      users: ["u"],
      length: 1,
      columns: { location: Int32Array.of(location) },
    });
    const such = "trips must be a table with the columns meters";
    expect(() => buildTours(trips, { maxSeconds: DAY })).toThrow(`buildTours: ${such}`);
    expect(() => detectCommutes(trips, at(0), at(1), { maxSeconds: DAY })).toThrow(`detectCommutes: ${such}`);
  });
});

describe("flows of trips by time of day", () => {
  const clock = createClock({ timeZone: "Africa/Kigali" });
  const hour = (h: number): number => 3600 * (h - 2) + 4 * DAY; // A Monday in Kigali.
  const trips = tripsOf({
    a: [
      [hour(7), hour(8), 0, 1],
      [hour(17), hour(18), 1, 0],
      [hour(23), hour(24), 0, 0],
    ],
    b: [
      [hour(7), hour(7) + 60, 0, 1],
      [hour(9), hour(10), 0, 1],
      [hour(9) + 5 * DAY, hour(10) + 5 * DAY, 0, -1],
    ],
  });

  it("count a trip where it starts, with the distinct people, and those with unknown ends aside", () => {
    const morning = { fromHour: 6, toHour: 10 };
    const weekend = { fromHour: 0, toHour: 24, weekdays: [5, 6] };
    const night = { fromHour: 22, toHour: 6 };
    const [of, on, at] = countTripFlows(trips, { clock, windows: [morning, weekend, night] });
    expect([[...of!.offsets.slice(0, 2)], [...of!.index], [...of!.value], [...of!.people], of!.unknown]).toEqual([
      [0, 1],
      [1],
      [3],
      [2],
      1,
    ]);
    expect([on!.value.length, on!.unknown]).toEqual([0, 1]);
    expect([[...at!.index], [...at!.value]]).toEqual([[0], [1]]);
    expect(of!.window).toBe(morning);
  });

  it("of the 24 hours add up to all trips, and those of parts of the people to those of all", () => {
    const windows = Array.from({ length: 24 }, (_, h) => ({ fromHour: h, toHour: h + 1 }));
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    const all = countTripFlows(trips, { clock, windows });
    expect(all.reduce((total, { value, unknown }) => total + sum(value) + unknown, 0)).toBe(trips.length);
    expect(countTripFlows(tripsOf({}), { clock, windows }).every(({ value }) => value.length === 0)).toBe(true);
  });

  it("refuse hours that are none and a user who stands twice", () => {
    expect(() => countTripFlows(trips, { clock, windows: [{ fromHour: 6, toHour: 6 }] })).toThrow("toHour");
    const twice = { ...trips, users: ["a", "a"] };
    expect(() => countTripFlows(twice, { clock, windows: [] })).toThrow("users");
  });
});

describe("merged stays", () => {
  const stays = staysOf(
    {
      u: [
        [0, 100, 0],
        [200, 300, 0],
        [401, 500, 0],
        [500, 600, 1],
      ],
      v: [[700, 800, 1]],
    },
    PLACES,
  );

  it("join stays at one place that are near in time, and no others", () => {
    const { stays: merged, mergedOf } = mergeStays(stays, { maxGapSeconds: 100 });
    expect([...mergedOf]).toEqual([0, 0, 1, 2, 3]);
    expect(rowsOf(merged).map(({ start, end, location }) => [start, end, location])).toEqual([
      [0, 300, 0],
      [401, 500, 0],
      [500, 600, 1],
      [700, 800, 1],
    ]);
    expect([...merged.offsets]).toEqual([0, 3, 4]);
    const { events } = stays.columns;
    expect(merged.columns.events[0]).toBe(events[0]! + events[1]!);
  });

  it("are as given where no gap is allowed and stays do not touch", () => {
    expect(rowsOf(mergeStays(stays, { maxGapSeconds: 0 }).stays)).toEqual(rowsOf(stays));
    expect(() => mergeStays(stays, { maxGapSeconds: -1 })).toThrow("maxGapSeconds");
  });
});
