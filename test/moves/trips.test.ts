import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { buildTrips, type TripsOptions } from "../../src/moves/trips.ts";
import { buildLegs, buildLegsOfStays, type Legs } from "../../src/moves/trips-legs.ts";
import { detectTransportModes, TRANSPORT_MODES } from "../../src/moves/trips-modes.ts";
import type { Fixes } from "../../src/types.ts";
import { staysOf } from "../places/stops-worlds.ts";
import { placesOf } from "../slow/sequences.ts";

const PLACES = placesOf(4);
const OPTIONS: TripsOptions = { maxGapSeconds: 100, minActivitySeconds: 500 };

function legsOf(people: Readonly<Record<string, readonly (readonly [start: number, end: number])[]>>): Legs {
  const users = Object.keys(people);
  const all = users.flatMap((user) => people[user]!);
  return {
    users,
    offsets: Uint32Array.of(0, ...users.map((_, u) => users.slice(0, u + 1).flatMap((user) => people[user]!).length)),
    length: all.length,
    columns: {
      start: Uint32Array.from(all, (leg) => leg[0]),
      end: Uint32Array.from(all, (leg) => leg[1]),
      fixes: new Uint32Array(all.length),
      meters: new Float64Array(all.length).fill(10),
    },
  };
}

/** Fixes of one user: [time, steps of 0.001° north]. */
function fixesOf(rows: readonly (readonly [time: number, north: number])[]): Fixes {
  return {
    users: ["u"],
    offsets: Uint32Array.of(0, rows.length),
    length: rows.length,
    columns: {
      time: Uint32Array.from(rows, (row) => row[0]),
      lon: new Float64Array(rows.length),
      lat: Float64Array.from(rows, (row) => row[1] / 1000),
    },
  };
}

describe("legs of positions", () => {
  const stay = staysOf({ u: [[100, 200, 0]] }, PLACES);

  it("are what lies before, between and after stays, and the stay's fixes are as many as it counts", () => {
    const rows = [
      [0, 0],
      [50, 1],
      [100, 2],
      [150, 2],
      [200, 3],
      [260, 5],
    ] as const;
    const { legs, legOf } = buildLegs(fixesOf(rows), stay, { maxGapSeconds: 900 });
    expect([...legOf]).toEqual([0, 0, -1, -1, 1, 1]);
    expect(rowsOf(legs).map(({ start, end, fixes, meters }) => [start, end, fixes, Math.round(meters)])).toEqual([
      [0, 50, 2, 111],
      [200, 260, 2, 222],
    ]);
    const inside = { ...stay, columns: { ...stay.columns, events: Uint32Array.of(3) } };
    expect([...buildLegs(fixesOf(rows), inside, { maxGapSeconds: 900 }).legOf]).toEqual([0, 0, -1, -1, -1, -1]);
  });

  it("end at a silence, and are none of one fix or of fixes that are all at one place", () => {
    const none = staysOf({ u: [] }, PLACES);
    const rows = [
      [0, 0],
      [100, 1],
      [201, 2],
      [400, 2],
      [401, 2],
      [402, 2],
      [900, 5],
      [1000, 7],
    ] as const;
    const { legs, legOf } = buildLegs(fixesOf(rows), none, { maxGapSeconds: 100 });
    expect([...legOf]).toEqual([0, 0, -1, -1, -1, -1, 1, 1]);
    expect(legs.length).toBe(2);
    expect([...buildLegs(fixesOf(rows), none, { maxGapSeconds: 101 }).legOf.subarray(0, 3)]).toEqual([0, 0, 0]);
  });

  it("refuse stays that are not of these fixes, or of other users", () => {
    const rows = [
      [0, 0],
      [300, 1],
      [301, 1],
    ] as const;
    expect(() => buildLegs(fixesOf(rows), stay, { maxGapSeconds: 9 })).toThrow(
      "buildLegs: stays must be made of these fixes, got row 0 with 2 fixes from 100 to 200 (detect them in the same fixes)",
    );
    expect(() => buildLegs(fixesOf(rows), staysOf({ v: [] }, PLACES), { maxGapSeconds: 9 })).toThrow(
      'buildLegs: stays.users[0] must be "u", as in fixes, got "v"',
    );
  });
});

describe("legs of stays", () => {
  it("are the changes of place within the longest time between", () => {
    const stays = staysOf(
      {
        a: [
          [0, 10, 0],
          [10, 20, 1],
          [60, 70, 1],
          [120, 130, 2],
          [181, 190, 0],
        ],
        b: [[0, 5, 3]],
      },
      PLACES,
    );
    const legs = buildLegsOfStays(stays, { maxGapSeconds: 50 });
    expect([...legs.offsets]).toEqual([0, 2, 2]);
    expect(rowsOf(legs)).toEqual([
      { start: 10, end: 10, fixes: 0, meters: 0 },
      { start: 70, end: 120, fixes: 0, meters: 0 },
    ]);
  });
});

describe("trips", () => {
  it("lead from activity to activity, with what was shorter on the way", () => {
    const stays = staysOf(
      {
        a: [
          [0, 500, 0],
          [600, 700, 1],
          [800, 1300, 2],
        ],
      },
      PLACES,
    );
    const legs = legsOf({
      a: [
        [500, 590],
        [700, 790],
      ],
    });
    const { trips, tripOfStay, tripOfLeg } = buildTrips(stays, legs, OPTIONS);
    expect(rowsOf(trips)).toEqual([
      { start: 500, end: 790, originStay: 0, destinationStay: 2, origin: 0, destination: 2, legs: 2, meters: 20 },
    ]);
    expect([...tripOfStay]).toEqual([-1, 0, -1]);
    expect([...tripOfLeg]).toEqual([0, 0]);
  });

  it("begin and end in the unknown where tracking fell silent, also next to an activity", () => {
    const stays = staysOf(
      {
        a: [
          [0, 500, 0],
          [1000, 1600, 1],
        ],
      },
      PLACES,
    );
    const legs = legsOf({
      a: [
        [601, 650],
        [760, 800],
        [850, 899],
      ],
    });
    const { trips, tripOfLeg } = buildTrips(stays, legs, OPTIONS);
    expect(rowsOf(trips).map((trip) => [trip.start, trip.end, trip.originStay, trip.destinationStay])).toEqual([
      [601, 650, -1, -1],
      [760, 899, -1, -1],
    ]);
    expect([...tripOfLeg]).toEqual([0, 1, 1]);
    const late = buildTrips(stays, legs, { ...OPTIONS, maxGapSeconds: 101 }).trips;
    expect(rowsOf(late).map((trip) => [trip.start, trip.originStay, trip.destinationStay])).toEqual([
      [601, 0, -1],
      [760, -1, 1],
    ]);
  });

  it("do not take in what was waited for before a silence", () => {
    const stays = staysOf(
      {
        a: [
          [0, 50, 0],
          [300, 350, 1],
        ],
      },
      PLACES,
    );
    const legs = legsOf({
      a: [
        [60, 90],
        [360, 400],
      ],
    });
    const { trips, tripOfStay } = buildTrips(stays, legs, OPTIONS);
    expect(rowsOf(trips).map((trip) => [trip.start, trip.end])).toEqual([
      [0, 90],
      [300, 400],
    ]);
    expect([...tripOfStay]).toEqual([0, 1]);
  });

  it("without a leg are none, and waiting at their ends is part of them", () => {
    const stays = staysOf(
      {
        a: [
          [0, 500, 0],
          [510, 560, 1],
          [570, 1200, 2],
          [1210, 1250, 1],
          [1300, 1340, 3],
        ],
      },
      PLACES,
    );
    const { trips, tripOfStay } = buildTrips(stays, legsOf({ a: [[1255, 1290]] }), OPTIONS);
    expect(rowsOf(trips).map((trip) => [trip.start, trip.end, trip.origin, trip.destination, trip.legs])).toEqual([
      [1210, 1340, 2, -1, 1],
    ]);
    expect([...tripOfStay]).toEqual([-1, -1, -1, 0, 0]);
  });

  it("of stays that reach to the next event have no duration, and their ends are right", () => {
    const stays = staysOf(
      {
        a: [
          [0, 600, 0],
          [600, 1200, 1],
        ],
        b: [[0, 900, 3]],
      },
      PLACES,
    );
    const { trips } = buildTrips(stays, buildLegsOfStays(stays, { maxGapSeconds: 100 }), OPTIONS);
    expect(rowsOf(trips).map((trip) => [trip.start, trip.end, trip.origin, trip.destination])).toEqual([
      [600, 600, 0, 1],
    ]);
    expect([...trips.offsets]).toEqual([0, 1, 1]);
  });

  it("refuse stays and legs over each other", () => {
    const stays = staysOf({ a: [[0, 600, 0]] }, PLACES);
    expect(() => buildTrips(stays, legsOf({ a: [[599, 700]] }), OPTIONS)).toThrow(
      "buildTrips: legs must be apart from the user's other stays and legs, got row 0 from 599, before 600",
    );
    expect(() => buildTrips(stays, legsOf({ b: [] }), OPTIONS)).toThrow(
      'buildTrips: legs.users[0] must be "a", as in stays, got "b"',
    );
    expect(() =>
      buildTrips(
        stays,
        legsOf({
          a: [
            [700, 800],
            [790, 900],
          ],
        }),
        OPTIONS,
      ),
    ).toThrow("buildTrips: legs.columns.start[1] must be not before the user's last end, 800, got 790");
  });
});

describe("modes of transport", () => {
  it("follow from the mean speed, the border itself to the faster one", () => {
    const legs = legsOf({
      a: [
        [0, 36],
        [100, 136],
        [200, 236],
        [300, 336],
        [400, 400],
      ],
    });
    legs.columns.meters.set([149.9, 150, 999.9, 1000, 5]);
    const { labels, mode, metersPerSecond } = detectTransportModes(legs, TRANSPORT_MODES);
    expect(Array.from(mode, (m) => labels[m])).toEqual([
      "slow_mobility",
      "motorized_mobility",
      "motorized_mobility",
      "fast_mobility",
      undefined,
    ]);
    expect(metersPerSecond[3]).toBeCloseTo(27.7778, 4);
    expect(metersPerSecond[4]).toBe(Infinity);
    expect([...detectTransportModes(legs, { labels: ["any"], belowKmh: [] }).mode]).toEqual([0, 0, 0, 0, -1]);
  });

  it("refuse borders that fall or are too many", () => {
    const legs = legsOf({ a: [] });
    expect(() => detectTransportModes(legs, { labels: ["a", "b"], belowKmh: [] })).toThrow(
      "detectTransportModes: belowKmh.length must be 1, one less than labels, got 0",
    );
    expect(() => detectTransportModes(legs, { labels: ["a", "b", "c"], belowKmh: [9, 5] })).toThrow(
      "detectTransportModes: belowKmh[1] must be a finite number of at least 9, got 5",
    );
  });
});
