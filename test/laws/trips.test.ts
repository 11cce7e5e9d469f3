import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { countTripFlows } from "../../src/flows/trip-flows.ts";
import type { Trips } from "../../src/moves/trips.ts";
import { detectCommutes } from "../../src/moves/trips-commutes.ts";
import { buildTours } from "../../src/moves/trips-tours.ts";
import type { HomePlaces, Sequences } from "../../src/types.ts";
import { partOf, placesOf, rowsByUser } from "../slow/sequences.ts";

const PLACES = placesOf(4);
const USERS = ["a", "b", "c"];
const clock = createClock({ timeZone: "Europe/Luxembourg" });

/** Trips of three people: pauses, lengths, and the places they visit one after the other, −1 where one is not known. */
const lives = fc.array(
  fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 5000 }), fc.integer({ min: -1, max: 3 })),
    {
      maxLength: 12,
    },
  ),
  { minLength: 3, maxLength: 3 },
);

function tripsOf(
  people: readonly (readonly (readonly [number, number, number])[])[],
  shift = 0,
  renumber = [0, 1, 2, 3],
): Trips {
  const start: number[] = [];
  const end: number[] = [];
  const origin: number[] = [];
  const destination: number[] = [];
  const place = (l: number): number => (l < 0 ? -1 : renumber[l]!);
  const offsets = [0];
  for (const steps of people) {
    let time = 1_458_950_400 + shift; // A day before clocks are set forward.
    let here = offsets.length - 1;
    for (const [pause, length, next] of steps) {
      start.push(time + pause);
      time += pause + length;
      end.push(time);
      origin.push(place(here));
      destination.push(place(next));
      here = next;
    }
    offsets.push(start.length);
  }
  const columns = {
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    originStay: new Int32Array(start.length).fill(-1),
    destinationStay: new Int32Array(start.length).fill(-1),
    origin: Int32Array.from(origin),
    destination: Int32Array.from(destination),
    legs: new Uint32Array(start.length).fill(1),
    meters: Float64Array.from(end, (to, t) => to - start[t]!),
  };
  return { locations: PLACES, users: USERS, offsets: Uint32Array.from(offsets), length: start.length, columns };
}

const at = (location: readonly number[], users: readonly string[] = USERS): HomePlaces => ({
  locations: PLACES,
  users,
  length: users.length,
  columns: { location: Int32Array.from(location) },
});
const tourOptions = { maxSeconds: 30_000, maxGaps: 1 };
const commuteOptions = { maxSeconds: 20_000 };
const windows = [
  { fromHour: 0, toHour: 3 },
  { fromHour: 3, toHour: 24 },
];

describe("trips", () => {
  it("of parts of the people have the tours and commutes of all, and flows that add up", () => {
    fc.assert(
      fc.property(lives, (people) => {
        const trips = tripsOf(people);
        const parts = [partOf(trips, ["a", "c"]), partOf(trips, ["b"])];
        const joined = (tables: readonly Sequences[]) => Object.assign({}, ...tables.map(rowsByUser)) as object;
        const tours = (of: Trips): Sequences => buildTours(of, tourOptions).tours;
        expect(joined(parts.map(tours))).toEqual(rowsByUser(tours(trips)));
        const commutes = (of: Trips): Sequences =>
          detectCommutes(
            of,
            at(
              of.users.map(() => 0),
              of.users,
            ),
            at(
              of.users.map(() => 2),
              of.users,
            ),
            commuteOptions,
          ).commutes;
        expect(joined(parts.map(commutes))).toEqual(rowsByUser(commutes(trips)));
        const flows = (of: Trips) => countTripFlows(of, { clock, windows });
        const [some, others, all] = [flows(parts[0]!), flows(parts[1]!), flows(trips)];
        all.forEach((whole, w) => {
          const { offsets, index, value, people: distinct } = addFlows(some[w]!, others[w]!);
          expect([offsets, index, value, distinct]).toEqual([whole.offsets, whole.index, whole.value, whole.people]);
          expect(some[w]!.unknown + others[w]!.unknown).toBe(whole.unknown);
        });
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("later by a week, at places with other numbers, make the same tours and commutes then and there", () => {
    const renumber = [3, 1, 0, 2];
    const week = 604_800;
    fc.assert(
      fc.property(lives, (people) => {
        const [one, two] = [tripsOf(people), tripsOf(people, week, renumber)];
        const before = buildTours(one, tourOptions);
        const after = buildTours(two, tourOptions);
        expect(after.tourOfTrip).toEqual(before.tourOfTrip);
        expect(after.tours.columns.start).toEqual(before.tours.columns.start.map((time) => time + week));
        expect(after.tours.columns.location).toEqual(before.tours.columns.location.map((l) => renumber[l]!));
        const homes = detectCommutes(one, at([0, 0, 1]), at([1, 2, 3]), commuteOptions);
        const moved = detectCommutes(two, at([3, 3, 1]), at([1, 0, 2]), commuteOptions);
        expect(moved.commuteOfTrip).toEqual(homes.commuteOfTrip);
        expect(moved.commutes.columns.toWork).toEqual(homes.commutes.columns.toWork);
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});
