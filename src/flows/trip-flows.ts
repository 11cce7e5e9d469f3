import { checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkTrips, type TripEnds } from "../core/check-trips.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkHours, type HoursWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Flows } from "../types.ts";
import { flowsOfMoves, startsOfCounts } from "./flow-rows.ts";

export interface CountTripFlowsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The times of day, with weekdays if these matter: a trip belongs to each window in which it starts. */
  readonly windows: readonly HoursWindow[];
}

/** Trips from where to where that start in one window of the day. `unknown` counts those with an end that is not known. */
export type TripFlows = Flows & { readonly window: HoursWindow; readonly unknown: number };

/**
 * From where to where do people travel in the morning, at noon, in the evening? Origin–destination tables by time of day.
 *
 * **How** value[origin, destination] = trips that start in the window, those that end where they began on the diagonal; people
 * = distinct users among them; unknown = trips that start in the window from or to nobody knows where.
 *
 * @param trips - trips between locations, from `buildTrips`
 * @param options - the clock and the windows
 * @returns for each window, in their order, its flows; values and `unknown` together add up to the trips that start in the
 * window. Where windows overlap, a trip is in each of them
 * @throws RangeError for trips out of order, hours or weekdays that are none, or a user who stands twice
 *
 * **Cost** O(windows · (trips + locations))
 *
 * @example
 * const places = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const columns = { start: Uint32Array.of(25200, 64800), end: Uint32Array.of(27000, 66600), origin: Int32Array.of(0, 1), destination: Int32Array.of(1, 0) };
 * const trips = { locations: places, users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * const windows = [{ fromHour: 6, toHour: 10 }, { fromHour: 16, toHour: 20 }];
 * const flows = countTripFlows(trips, { clock: createClock({ timeZone: "UTC" }), windows });
 * flows.map((of) => toMatrix(of).to2DArray()); // [ [ [ 0, 1 ], [ 0, 0 ] ], [ [ 0, 0 ], [ 1, 0 ] ] ]
 */
export function countTripFlows(trips: TripEnds, options: CountTripFlowsOptions): TripFlows[] {
  const where = "countTripFlows";
  checkTrips(where, trips);
  checkUsersOnce(where, "trips", trips.users);
  checkOptions(where, options, ["clock", "windows"]);
  const { clock, windows } = options;
  checkClock(where, "clock", clock);
  checkList(where, "windows", windows);
  for (let w = 0; w < windows.length; w++) {
    checkOptions(where, windows[w]!, ["fromHour", "toHour", "weekdays"], `windows[${w}]`);
    checkHours(where, windows[w]!);
  }
  const { users, offsets, locations, columns } = trips;
  const { start: time, origin, destination } = columns;
  const calendar = calendarOfSequences(time, offsets, clock);
  const n = locations.length;
  const inside = new Uint8Array(trips.length);
  return windows.map((window) => {
    const start = new Uint32Array(n + 1);
    let unknown = 0;
    inside.fill(0);
    const days = calendar === null ? new Uint16Array(0) : windowDaysOf(calendar, window);
    for (let t = 0; t < trips.length; t++) {
      if (days[Math.floor((time[t]! - calendar!.start) / calendar!.binSeconds)] === 0) continue;
      if (origin[t]! < 0 || destination[t]! < 0) {
        unknown++;
        continue;
      }
      inside[t] = 1;
      start[origin[t]! + 1]!++;
    }
    startsOfCounts(start);
    const place = start.slice(0, n);
    const records = new Uint32Array(2 * start[n]!);
    for (let u = 0; u < users.length; u++) {
      for (let t = offsets[u]!; t < offsets[u + 1]!; t++) {
        if (inside[t] === 0) continue;
        const at = 2 * place[origin[t]!]!++;
        records[at] = destination[t]!;
        records[at + 1] = u + 1;
      }
    }
    return { ...flowsOfMoves(locations, start, records), window, unknown };
  });
}
