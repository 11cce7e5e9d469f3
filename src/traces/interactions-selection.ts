import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkEvents, checkRuns } from "../core/check-events.ts";
import { checkAnswer, checkClock, checkFunction } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkHours, type HoursWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Sequences } from "../types.ts";
import { keepRows, keepRuns } from "./interactions-rows.ts";

/** Selections: the same table with fewer rows or users. They work on traces, interactions and all other events of users. */

/** Rows in time order for each user. */
export type Events = Sequences<{ readonly time: Uint32Array }>;

export interface SelectPeriodOptions {
  /** The first second of the period, UTC. */
  readonly from: number;
  /** The second at which it is over, UTC. */
  readonly to: number;
}

export interface SelectHoursOptions extends HoursWindow {
  /** The clock of the place. */
  readonly clock: Clock;
}

/** Which users to keep, from the id and the number of rows of each. */
export type UserChoice = (user: string, rows: number) => boolean;

const CHOICE = "a function (user, rows) that says whether to keep the user";

/**
 * What happened in a stretch of time?
 *
 * **How** keeps the rows with from ≤ time < to.
 *
 * @param events - traces, interactions or other rows in time order for each user
 * @param options - the first second and the one after the last, UTC
 * @returns the same table with those rows, all users kept. What it holds beside its columns stays what it was, a count such
 * as `unlocated` with it
 * @throws RangeError for rows out of time order, or a period that ends before it begins
 *
 * **Cost** O(rows).
 *
 * @example
 * const columns = { time: Uint32Array.of(10, 20, 30), location: Uint32Array.of(0, 1, 0) };
 * const traces = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(selectPeriod(traces, { from: 20, to: 30 })); // [ { time: 20, location: 1 } ]
 */
export function selectPeriod<S extends Events>(events: S, options: SelectPeriodOptions): S {
  const where = "selectPeriod";
  checkEvents(where, "events", events, ["time"]);
  checkOptions(where, options, ["from", "to"]);
  const { from, to } = options;
  checkNumber(where, "from", from);
  checkNumber(where, "to", to, from);
  const { time } = events.columns;
  const keep = new Uint8Array(events.length);
  for (let i = 0; i < keep.length; i++) keep[i] = time[i]! >= from && time[i]! < to ? 1 : 0;
  return keepRows(events, keep);
}

/**
 * What happened at night, in working hours, at the weekend?
 *
 * **How** keeps the rows whose local time lies in the window of hours, fromHour ≤ hour < toHour, on the weekdays. A window
 * that wraps midnight belongs to the day on which it begins: Monday's night holds the first hours of Tuesday. To take the
 * weekday of each row as it is, select twice: the weekdays with hours 0 to 24, then the hours without weekdays.
 *
 * @param events - traces, interactions or other rows in time order for each user
 * @param options - the clock, the hours and, unless all are meant, the weekdays (0 Monday … 6 Sunday)
 * @returns the same table with those rows, all users kept. What it holds beside its columns stays what it was
 * @throws RangeError for rows out of time order, and hours or weekdays that do not exist
 *
 * **Cost** O(rows).
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 43200, 82800), location: Uint32Array.of(0, 1, 0) };
 * const traces = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const night = { clock: createClock({ timeZone: "UTC" }), fromHour: 19, toHour: 7 };
 * selectHours(traces, night).columns.time; // Uint32Array(2) [ 0, 82800 ]
 */
export function selectHours<S extends Events>(events: S, options: SelectHoursOptions): S {
  const where = "selectHours";
  checkEvents(where, "events", events, ["time"]);
  checkOptions(where, options, ["clock", "fromHour", "toHour", "weekdays"]);
  checkClock(where, "clock", options.clock);
  checkHours(where, options);
  const { time } = events.columns;
  const keep = new Uint8Array(events.length);
  const calendar = calendarOfSequences(time, events.offsets, options.clock);
  if (calendar !== null) {
    const { start, binSeconds } = calendar;
    const windowDay = windowDaysOf(calendar, options);
    for (let i = 0; i < keep.length; i++) {
      keep[i] = windowDay[((time[i]! - start) / binSeconds) >>> 0]! > 0 ? 1 : 0;
    }
  }
  return keepRows(events, keep);
}

/**
 * The calls, or the texts, of each user.
 *
 * @param interactions - calls and texts, or anything else with a column `kind`
 * @param kind - "call" or "text"
 * @returns the same table with the rows of that kind, all users kept
 * @throws RangeError for another kind
 *
 * **Cost** O(rows).
 *
 * @example
 * const columns = { time: Uint32Array.of(10, 20), kind: Uint8Array.of(0, 1) };
 * selectKind({ users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns }, "text").columns.time; // Uint32Array(1) [ 20 ]
 */
export function selectKind<S extends Sequences<{ readonly time: Uint32Array; readonly kind: Uint8Array }>>(
  interactions: S,
  kind: "call" | "text",
): S {
  const where = "selectKind";
  checkEvents(where, "interactions", interactions, ["time", "kind"]);
  if (kind !== "call" && kind !== "text") fail(where, "kind", '"call" or "text"', kind);
  return keepEqual(interactions, interactions.columns.kind, kind === "call" ? 0 : 1);
}

/**
 * What each user began, or what came in.
 *
 * @param interactions - calls and texts, or anything else with a column `outgoing`
 * @param direction - "out" for the calls made and texts sent by the user, "in" for those received
 * @returns the same table with the rows of that direction, all users kept
 * @throws RangeError for another direction
 *
 * **Cost** O(rows).
 *
 * @example
 * const columns = { time: Uint32Array.of(10, 20), outgoing: Uint8Array.of(0, 1) };
 * selectDirection({ users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns }, "in").columns.time; // Uint32Array(1) [ 10 ]
 */
export function selectDirection<S extends Sequences<{ readonly time: Uint32Array; readonly outgoing: Uint8Array }>>(
  interactions: S,
  direction: "in" | "out",
): S {
  const where = "selectDirection";
  checkEvents(where, "interactions", interactions, ["time", "outgoing"]);
  if (direction !== "in" && direction !== "out") fail(where, "direction", '"in" or "out"', direction);
  return keepEqual(interactions, interactions.columns.outgoing, direction === "out" ? 1 : 0);
}

/**
 * The interactions during which it is known where the user was.
 *
 * @param interactions - calls and texts, or anything else with a column `location` in which −1 is unknown
 * @returns the same table with the rows whose location is 0 or above, all users kept
 * @throws RangeError for rows out of time order
 *
 * **Cost** O(rows).
 *
 * @example
 * const columns = { time: Uint32Array.of(10, 20), location: Int32Array.of(-1, 4) };
 * selectLocated({ users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns }).columns.location; // Int32Array(1) [ 4 ]
 */
export function selectLocated<S extends Sequences<{ readonly time: Uint32Array; readonly location: Int32Array }>>(
  interactions: S,
): S {
  checkEvents("selectLocated", "interactions", interactions, ["time", "location"]);
  return keepRows(
    interactions,
    Uint8Array.from(interactions.columns.location, (l) => (l >= 0 ? 1 : 0)),
  );
}

/**
 * The rows of some of the users: a panel, those with enough events, a part of all for work on several threads.
 *
 * @param sequences - traces, interactions, presence: any rows of users
 * @param keep - says of each user's id and number of rows whether to keep the user
 * @returns the same table with those users, in the order they had, and their rows. What it holds beside users and columns
 * stays what it was: `contacts` still has all contacts, and a count such as `unlocated` is that of all users
 * @throws RangeError for a choice that is no function
 *
 * **Cost** O(users + rows kept).
 *
 * @example
 * const columns = { time: Uint32Array.of(10, 20, 5), location: Uint32Array.of(0, 1, 1) };
 * const traces = { users: ["ana", "bo"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns };
 * selectUsers(traces, (user, rows) => rows >= 2).users; // [ 'ana' ]
 */
export function selectUsers<S extends Sequences>(sequences: S, keep: UserChoice): S {
  const where = "selectUsers";
  checkRuns(where, "sequences", sequences, []);
  checkFunction(where, "keep", keep, CHOICE, 1);
  const { users, offsets } = sequences;
  const kept: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const answer = keep(users[u]!, offsets[u + 1]! - offsets[u]!);
    checkAnswer(where, "keep", keep, answer, CHOICE);
    if (answer) kept.push(u);
  }
  return keepRuns(
    sequences,
    kept.map((u) => users[u]!),
    kept.map((u) => offsets[u]!),
    kept.map((u) => offsets[u + 1]!),
  );
}

function keepEqual<S extends Sequences>(sequences: S, column: Uint8Array, value: number): S {
  const keep = new Uint8Array(column.length);
  for (let i = 0; i < keep.length; i++) keep[i] = column[i] === value ? 1 : 0;
  return keepRows(sequences, keep);
}
