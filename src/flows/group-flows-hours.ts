import { checkOptions, fail } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkList, checkLocations, checkSequences, checkTable } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkNamedWindows, type NamedWindow } from "../core/hours.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Clock, Located, Sequences, SparseMatrix, Table, Traces } from "../types.ts";
import { type GroupWindow, groupMatrices, groupWindowOf } from "./group-flows.ts";
import { copiedWindows, createUserCells, type Windowed, windowBinsOf } from "./group-flows-cells.ts";

const HOURS = 24;

export interface CountUserPlaceHoursOptions extends Windowed {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The windows to count in, each with a name: working days and weekends, say. Where they overlap, an event counts in each. */
  readonly windows: readonly NamedWindow[];
}

/** Per user a row for each window (numbering `windows`), place and local hour in which the user had events. */
export type UserPlaceHours = Located &
  Sequences<{
    readonly window: Uint32Array;
    readonly location: Uint32Array;
    readonly hour: Uint8Array;
    readonly events: Uint32Array;
  }> &
  Windowed;

/** A row per window, group, place and local hour with an event: how many events there were, and of how many people. */
export type GroupPlaceHours = Located &
  Table<{
    readonly window: Uint32Array;
    readonly label: Uint32Array;
    readonly location: Uint32Array;
    readonly hour: Uint8Array;
    readonly events: Uint32Array;
    readonly people: Uint32Array;
  }> &
  Windowed & { readonly labels: readonly string[] };

/**
 * Where is each person at which hour of the day, on working days and on weekends?
 *
 * **How** events of the user at the location in the local hour (0–23), in each window in which they lie.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the clock and the windows
 * @returns per user a row for each window, location and hour with an event, in this order; `countGroupPlaceHours` adds them up
 * @throws RangeError for traces out of time order, a user who stands twice, or windows without hours or with one name twice
 *
 * **Cost** O(events · windows + events log events of a user)
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const events = { users: ["ann"], user: new Uint32Array(2), time: Uint32Array.of(36000, 37000), location: Uint32Array.of(1, 1) };
 * const options = { clock: createClock({ timeZone: "UTC" }), windows: [{ id: "all", fromHour: 0, toHour: 24 }] };
 * rowsOf(countUserPlaceHours(buildTracesOfEvents(events, zones), options)); // [ { window: 0, location: 1, hour: 10, events: 2 } ]
 */
export function countUserPlaceHours(traces: Traces, options: CountUserPlaceHoursOptions): UserPlaceHours {
  const where = "countUserPlaceHours";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["clock", "windows"]);
  checkClock(where, "clock", options.clock);
  checkNamedWindows(where, options.windows);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const cells = createUserCells(users.length, locations.length, HOURS);
  const bins = windowBinsOf(time, traces, options.clock, options.windows);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const bin = bins!.binOf(time[i]!);
      for (let w = 0; w < bins!.inside.length; w++) {
        if (bins!.inside[w]![bin] !== 0) cells.add(w, location[i]!, bins!.hour[bin]!);
      }
    }
    cells.endUser();
  }
  const { offsets: own, length, window, row, column, count } = cells.rows();
  const columns = { window, location: row, hour: Uint8Array.from(column), events: count };
  return { locations, users, offsets: own, length, columns, windows: copiedWindows(options.windows) };
}

/**
 * Where is each group at which hour of the day? The matrices of places and hours whose likeness shows whether two groups live
 * their days in the same places at the same times.
 *
 * **How** events = those of the users of the group at the location in the hour; people = distinct users among them.
 *
 * @param hours - the places and hours of each user by window, from `countUserPlaceHours`
 * @param options - the group of each user and the names of the groups: both or neither
 * @returns a row per window, group, location and hour with an event, in this order. Counts of parts of the users add up; rows of
 * few people are not for release
 * @throws RangeError for a user who stands twice, a window, place or hour that is not there, or groups without names
 *
 * **Cost** O(rows + windows · groups · locations)
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const columns = { window: new Uint32Array(2), location: new Uint32Array(2), hour: Uint8Array.of(9, 9), events: Uint32Array.of(1, 4) };
 * const hours = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 1, 2), length: 2, columns, windows: [{ id: "all", fromHour: 0, toHour: 24 }] };
 * rowsOf(countGroupPlaceHours(hours)); // [ { window: 0, label: 0, location: 0, hour: 9, events: 5, people: 2 } ]
 */
export function countGroupPlaceHours(hours: UserPlaceHours, options: GroupsOptions = {}): GroupPlaceHours {
  const where = "countGroupPlaceHours";
  checkSequences(where, "hours", hours, ["window", "location", "hour", "events"]);
  checkUsersOnce(where, "hours", hours.users);
  checkNamedWindows(where, hours.windows);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = checkGroups(where, options, hours.users.length);
  const { locations } = hours;
  const { window, location, hour, events } = hours.columns;
  checkLocated(where, "hours.columns.location", location, locations.length);
  checkHourNumbers(where, hour);
  const matrices = groupMatrices(
    where,
    hours,
    { window, row: location, column: hour, count: events },
    { groupOf, labels, rows: locations.length, columns: HOURS },
  );
  const length = matrices.reduce((sum, { index }) => sum + index.length, 0);
  const columns = {
    window: new Uint32Array(length),
    label: new Uint32Array(length),
    location: new Uint32Array(length),
    hour: new Uint8Array(length),
    events: new Uint32Array(length),
    people: new Uint32Array(length),
  };
  let at = 0;
  matrices.forEach(({ offsets, index, value, people }, m) => {
    columns.window.fill(Math.floor(m / labels.length), at, at + index.length);
    columns.label.fill(m % labels.length, at, at + index.length);
    for (let l = 0; l < locations.length; l++) columns.location.fill(l, at + offsets[l]!, at + offsets[l + 1]!);
    columns.hour.set(index, at);
    columns.events.set(value, at);
    columns.people.set(people, at);
    at += index.length;
  });
  return { locations, length, columns, labels, windows: copiedWindows(hours.windows) };
}

/**
 * The matrix of places and hours of one group in one window, to be compared with another's.
 *
 * @param hours - places and hours by window and group, from `countGroupPlaceHours`
 * @param options - the names of the group and of the window
 * @returns the events: a row for each location and a column for each of 24 hours, with the people behind each entry
 * @throws RangeError for a name that is not there, or a place or hour that is not
 *
 * **Cost** O(rows + locations)
 *
 * @example
 * const locations = createLocations("zones", ["A"], [29], [41]);
 * const columns = { window: new Uint32Array(1), label: new Uint32Array(1), location: new Uint32Array(1), hour: Uint8Array.of(9), events: Uint32Array.of(5), people: Uint32Array.of(2) };
 * const hours = { locations, length: 1, columns, labels: ["locals"], windows: [{ id: "all", fromHour: 0, toHour: 24 }] };
 * cellOf(selectPlaceHours(hours, { label: "locals", window: "all" }), 0, 9); // 5
 */
export function selectPlaceHours(
  hours: GroupPlaceHours,
  options: GroupWindow,
): SparseMatrix & { readonly columns: number; readonly people: Uint32Array } {
  const where = "selectPlaceHours";
  checkTable(where, "hours", hours, ["window", "label", "location", "hour", "events", "people"]);
  checkLocations(where, "hours.locations", hours.locations);
  checkList(where, "hours.labels", hours.labels);
  const wanted = groupWindowOf(where, hours, options);
  const { window, label, location, hour, events, people } = hours.columns;
  checkLocated(where, "hours.columns.location", location, hours.locations.length);
  checkHourNumbers(where, hour);
  const rows: number[] = [];
  for (let i = 0; i < hours.length; i++) if (window[i] === wanted.window && label[i] === wanted.label) rows.push(i);
  const of = (column: ArrayLike<number>): Uint32Array => Uint32Array.from(rows, (i) => column[i]!);
  const matrix = (value: Uint32Array): SparseMatrix =>
    sparseFromEntries(hours.locations.length, HOURS, of(location), of(hour), of(value));
  return { ...matrix(events), columns: HOURS, people: Uint32Array.from(matrix(people).value) };
}

function checkHourNumbers(where: string, hour: ArrayLike<number>): void {
  for (let i = 0; i < hour.length; i++) {
    if (!(hour[i]! < HOURS)) fail(where, `hours.columns.hour[${i}]`, "below 24", hour[i]);
  }
}
