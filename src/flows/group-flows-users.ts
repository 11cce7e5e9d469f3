import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkTrips, type TripEnds } from "../core/check-trips.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { checkNamedWindows, type NamedWindow } from "../core/hours.ts";
import type { Clock, Located, Sequences, Traces } from "../types.ts";
import { copiedWindows, createUserCells, type UserCells, type Windowed, windowBinsOf } from "./group-flows-cells.ts";

/**
 * Working hours, evenings and weekends. Bakker et al. (2019) name the three; their hours are not public and these are ours:
 * Monday to Friday from 9 to 17 and from 19 to 23, and all of Saturday and Sunday.
 */
export const ACTIVITY_WINDOWS: readonly NamedWindow[] = [
  { id: "work", fromHour: 9, toHour: 17, weekdays: [0, 1, 2, 3, 4] },
  { id: "evening", fromHour: 19, toHour: 23, weekdays: [0, 1, 2, 3, 4] },
  { id: "weekend", fromHour: 0, toHour: 24, weekdays: [5, 6] },
];

export interface CountUserTripFlowsOptions extends Windowed {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The windows to count in, each with a name, such as `ACTIVITY_WINDOWS`. Where they overlap, a move counts in each. */
  readonly windows: readonly NamedWindow[];
  /** Whether moves that end where they began count, on the diagonal. */
  readonly diagonal: boolean;
}

export interface CountUserFlowsOptions extends CountUserTripFlowsOptions {
  /** The longest silence between two events that still counts as a move, in seconds. */
  readonly maxGapSeconds: number;
  /** Whether both events must lie on one local day: a night is then no move from the last place of the evening to the first of the morning. */
  readonly withinDay: boolean;
}

/** Per user a row for each window (numbering `windows`) and pair of places between which the user moved in it. */
export type UserFlows = Located &
  Sequences<{
    readonly window: Uint32Array;
    readonly origin: Uint32Array;
    readonly destination: Uint32Array;
    readonly moves: Uint32Array;
  }> &
  Windowed;

/**
 * From where to where does each person move in working hours, in the evening, on the weekend?
 *
 * **How** A move is a pair of consecutive events of a user at most maxGapSeconds apart. It counts in each window in which the
 * later event lies, where the person is first seen there, as in `countHourlyFlows`.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the clock, the windows, the longest silence, whether days and places are left out
 * @returns per user a row for each window, origin and destination with a move, in this order. `countGroupFlows` adds them up by
 * group; `testMobilitySimilarity` takes them as they are
 * @throws RangeError for traces out of time order, a user who stands twice, or windows without hours or with one name twice
 *
 * **Cost** O(events · windows + moves log moves of a user)
 *
 * [bakker-2019]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(36000, 39600, 72000), location: Uint32Array.of(0, 1, 0) };
 * const options = { clock: createClock({ timeZone: "UTC" }), windows: ACTIVITY_WINDOWS, maxGapSeconds: 43200, withinDay: true, diagonal: true };
 * const moves = countUserFlows(buildTracesOfEvents(events, zones), options);
 * rowsOf(moves); // [ { window: 0, origin: 0, destination: 1, moves: 1 }, { window: 1, origin: 1, destination: 0, moves: 1 } ]
 */
export function countUserFlows(traces: Traces, options: CountUserFlowsOptions): UserFlows {
  const where = "countUserFlows";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["clock", "windows", "diagonal", "maxGapSeconds", "withinDay"]);
  checkCounting(where, options);
  const { maxGapSeconds, withinDay, diagonal } = options;
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  if (typeof withinDay !== "boolean") fail(where, "withinDay", "true or false", withinDay);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const cells = createUserCells(users.length, locations.length, locations.length);
  const bins = windowBinsOf(time, traces, options.clock, options.windows);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]! + 1; i < offsets[u + 1]!; i++) {
      const from = location[i - 1]!;
      const to = location[i]!;
      if ((from === to && !diagonal) || time[i]! - time[i - 1]! > maxGapSeconds) continue;
      const bin = bins!.binOf(time[i]!);
      if (withinDay && bins!.day[bin] !== bins!.day[bins!.binOf(time[i - 1]!)]) continue;
      for (let w = 0; w < bins!.inside.length; w++) if (bins!.inside[w]![bin] !== 0) cells.add(w, from, to);
    }
    cells.endUser();
  }
  return flowsOf(traces, options.windows, cells);
}

/**
 * From where to where does each person travel in working hours, in the evening, on the weekend? As `countUserFlows`, from trips.
 *
 * **How** A trip counts in each window in which it starts, as in `countTripFlows`.
 *
 * @param trips - trips between locations, from `buildTrips`
 * @param options - the clock, the windows, and whether round trips count
 * @returns as `countUserFlows`; `unknown` is the number of trips that start in a window, once for each window, from or to nobody
 * knows where
 * @throws RangeError for trips out of order, a user who stands twice, or windows without hours or with one name twice
 *
 * **Cost** O(trips · windows + trips log trips of a user)
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const columns = { start: Uint32Array.of(36000), end: Uint32Array.of(39600), origin: Int32Array.of(0), destination: Int32Array.of(1) };
 * const trips = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 1), length: 1, columns };
 * const moves = countUserTripFlows(trips, { clock: createClock({ timeZone: "UTC" }), windows: ACTIVITY_WINDOWS, diagonal: true });
 * rowsOf(moves); // [ { window: 0, origin: 0, destination: 1, moves: 1 } ]
 */
export function countUserTripFlows(
  trips: TripEnds,
  options: CountUserTripFlowsOptions,
): UserFlows & { readonly unknown: number } {
  const where = "countUserTripFlows";
  checkTrips(where, trips);
  checkUsersOnce(where, "trips", trips.users);
  checkOptions(where, options, ["clock", "windows", "diagonal"]);
  checkCounting(where, options);
  const { users, offsets, locations } = trips;
  const { start, origin, destination } = trips.columns;
  const cells = createUserCells(users.length, locations.length, locations.length);
  const bins = windowBinsOf(start, trips, options.clock, options.windows);
  let unknown = 0;
  for (let u = 0; u < users.length; u++) {
    for (let t = offsets[u]!; t < offsets[u + 1]!; t++) {
      if (origin[t] === destination[t] && origin[t]! >= 0 && !options.diagonal) continue;
      const bin = bins!.binOf(start[t]!);
      for (let w = 0; w < bins!.inside.length; w++) {
        if (bins!.inside[w]![bin] === 0) continue;
        if (origin[t]! < 0 || destination[t]! < 0) unknown++;
        else cells.add(w, origin[t]!, destination[t]!);
      }
    }
    cells.endUser();
  }
  return { ...flowsOf(trips, options.windows, cells), unknown };
}

function checkCounting(where: string, { clock, windows, diagonal }: CountUserTripFlowsOptions): void {
  checkClock(where, "clock", clock);
  checkNamedWindows(where, windows);
  if (typeof diagonal !== "boolean") fail(where, "diagonal", "true or false", diagonal);
}

function flowsOf(
  { locations, users }: Located & { readonly users: readonly string[] },
  windows: readonly NamedWindow[],
  cells: UserCells,
): UserFlows {
  const { offsets, length, window, row, column, count } = cells.rows();
  const columns = { window, origin: row, destination: column, moves: count };
  return { locations, users, offsets, length, columns, windows: copiedWindows(windows) };
}
