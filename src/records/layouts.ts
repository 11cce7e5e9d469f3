import { checkOptions, checkText, fail, isObject } from "../core/check.ts";
import { checkFunction } from "../core/check-variants.ts";
import type { TimeFormat } from "./time-formats.ts";

/**
 * Layouts: which column of a file holds what. Records come in two kinds of rows: one row per communication with both of
 * its sides, or one row per side, as an operator's own network sees it.
 */

/** The kinds of records; the column `kind` of `Calls` numbers them. */
export const RECORD_KINDS = ["call", "text"] as const;

/** "call" or "text". */
export type RecordKind = (typeof RECORD_KINDS)[number];

/** The column that says when, and how it says it: `isoTime()`, `localTime(…)`, `epochSeconds()`, `epochMilliseconds()`. */
export interface TimeColumn {
  readonly column: string;
  readonly format: TimeFormat;
}

/** The column that tells calls from texts, and what it says for each: one text or several. */
export interface KindColumn {
  readonly column: string;
  readonly call: string | readonly string[];
  readonly text: string | readonly string[];
}

/** The column that tells whether the user of the row is the caller ("out") or the callee ("in"): one text or several for each. */
export interface DirectionColumn {
  readonly column: string;
  readonly out: string | readonly string[];
  readonly in: string | readonly string[];
}

/**
 * What the records are: "call" or "text" for a file of one kind, a column that tells, or "byDuration", for a file where a
 * record without a duration is a text.
 */
export type KindSource = RecordKind | "byDuration" | KindColumn;

/** Columns of a file with one row per communication. */
export interface BothSidesOptions {
  readonly caller: string;
  readonly callee: string;
  readonly time: TimeColumn;
  readonly callerAntenna: string;
  readonly calleeAntenna: string;
  /** Seconds. Where it is given, a call needs one; what it holds for a text is not read. */
  readonly duration?: string;
  /** "call" unless given. */
  readonly kind?: KindSource;
}

/** Columns of a file with one row per user's side of a communication. */
export interface OneSideOptions {
  /** The column of the users, or the one user whose file this is: `{ constant: "u00" }`. */
  readonly user: string | { readonly constant: string };
  /** The column of the other side. */
  readonly contact: string;
  readonly direction: DirectionColumn;
  readonly time: TimeColumn;
  /** The column of the antenna that served the user. */
  readonly antenna: string;
  /** Seconds. Where it is given, a call needs one; what it holds for a text is not read. */
  readonly duration?: string;
  /** "call" unless given. */
  readonly kind?: KindSource;
}

/** Which column holds what, as `bothSides` and `oneSide` say it; `first` is the caller, or the user of the row. */
export interface CallLayout {
  readonly first: string | { readonly constant: string };
  readonly second: string;
  readonly direction: DirectionColumn | null;
  readonly time: TimeColumn;
  readonly firstAntenna: string;
  readonly secondAntenna: string | null;
  readonly duration: string | null;
  readonly kind: KindSource;
}

/**
 * Which column holds what, where a row is a communication with both of its sides?
 *
 * **How** The tuple ⟨caller, callee, time, caller antenna, callee antenna, duration⟩ column by column. Either antenna may
 * be unknown, as that of the customer of another operator is.
 *
 * @param options - names of columns, all the user's own
 * @returns a layout for `readCalls`, `readCallsStream` and `buildCalls`
 * @throws RangeError for "byDuration" without a column of durations, or a text that means both a call and a text
 * **Cost** none
 * [survey]
 * @example
 * const time = { column: "Timestamp", format: epochSeconds() };
 * const layout = bothSides({ caller: "Caller", callee: "Callee", callerAntenna: "Origin", calleeAntenna: "Destination", time });
 * const antennas = createLocations("antennas", ["7", "10"], [85.3, 85.4], [27.7, 27.6]);
 * const { calls } = readCalls("Caller,Callee,Origin,Destination,Timestamp\nu1,u3131,10,?,1577902297", { layout, antennas });
 * rowsOf(calls)[0].callerAntenna; // 1
 * rowsOf(calls)[0].calleeAntenna; // -1
 */
export function bothSides(options: BothSidesOptions): CallLayout {
  const where = "bothSides";
  checkOptions(where, options, ["caller", "callee", "time", "callerAntenna", "calleeAntenna", "duration", "kind"]);
  const { caller, callee, time, callerAntenna, calleeAntenna, duration, kind = "call" } = options;
  checkColumns(where, { caller, callee, callerAntenna, calleeAntenna });
  checkTimeColumn(where, time);
  checkKind(where, kind, duration);
  return {
    first: caller,
    second: callee,
    direction: null,
    time,
    firstAntenna: callerAntenna,
    secondAntenna: calleeAntenna,
    duration: duration ?? null,
    kind,
  };
}

/**
 * Which column holds what, where a row is one user's side of a communication?
 *
 * **How** The direction says who called: "out" makes the user the caller and the contact the callee, "in" the other way
 * round. The antenna is the user's; that of the other side is unknown (−1), even where the other side has a row of its
 * own in the file.
 *
 * @param options - names of columns, all the user's own, and the texts that the column of directions uses
 * @returns a layout for `readCalls`, `readCallsStream` and `buildCalls`
 * @throws RangeError for "byDuration" without a column of durations, or a text with two meanings
 * **Cost** none
 * @example
 * const antennas = createLocations("antennas", ["T001"], [30.08], [-1.93]);
 * const time = { column: "datetime", format: isoTime() };
 * const direction = { column: "direction", out: "out", in: "in" };
 * const kind = { column: "interaction", call: "call", text: "text" };
 * const layout = oneSide({ user: { constant: "u00" }, contact: "correspondent_id", direction, time, antenna: "antenna_id", kind });
 * const text = "interaction,direction,correspondent_id,datetime,antenna_id\ntext,in,x129,2014-02-24 08:23:16+02:00,T001";
 * const { calls } = readCalls(text, { layout, antennas });
 * calls.users; // [ 'u00', 'x129' ]
 * rowsOf(calls)[0].caller; // 1
 */
export function oneSide(options: OneSideOptions): CallLayout {
  const where = "oneSide";
  checkOptions(where, options, ["user", "contact", "direction", "time", "antenna", "duration", "kind"]);
  const { user, contact, direction, time, antenna, duration, kind = "call" } = options;
  checkColumns(where, { contact, antenna });
  checkTimeColumn(where, time);
  checkKind(where, kind, duration);
  checkOptions(where, direction, ["column", "out", "in"], "direction");
  checkText(where, "direction.column", direction.column);
  checkTwo(where, "direction", direction.out, direction.in);
  if (typeof user !== "string") {
    if (!isObject(user)) fail(where, "user", "a column or { constant }", user);
    checkOptions(where, user, ["constant"], "user");
    checkText(where, "user.constant", user.constant);
    if (user.constant === "") fail(where, "user.constant", "not empty", user.constant);
  }
  return {
    first: user,
    second: contact,
    direction,
    time,
    firstAntenna: antenna,
    secondAntenna: null,
    duration: duration ?? null,
    kind,
  };
}

/** The names of all columns that a layout reads, each once. */
export function columnsOf(layout: CallLayout): string[] {
  const names = new Set<string>();
  if (typeof layout.first === "string") names.add(layout.first);
  names.add(layout.second);
  if (layout.direction !== null) names.add(layout.direction.column);
  names.add(layout.time.column).add(layout.firstAntenna);
  if (layout.secondAntenna !== null) names.add(layout.secondAntenna);
  if (layout.duration !== null) names.add(layout.duration);
  if (typeof layout.kind !== "string") names.add(layout.kind.column);
  return [...names];
}

/** Throws unless the value is a layout. */
export function checkLayout(where: string, layout: CallLayout): void {
  const given: unknown = layout;
  if (!isObject(given) || !isObject(given["time"]) || typeof given["second"] !== "string") {
    fail(where, "layout", "a layout made by bothSides({ … }) or oneSide({ … })", given);
  }
  checkTimeColumn(where, layout.time);
}

function checkColumns(where: string, columns: Readonly<Record<string, string>>): void {
  for (const [name, column] of Object.entries(columns)) checkText(where, name, column);
}

/** Throws unless the value is a column of times with its format. */
export function checkTimeColumn(where: string, time: TimeColumn): void {
  checkOptions(where, time, ["column", "format"], "time");
  checkText(where, "time.column", time.column);
  checkFunction(where, "time.format", time.format, "a format (bytes, from, to) such as isoTime()", 3);
}

function checkKind(where: string, kind: KindSource, duration: string | undefined): void {
  if (duration !== undefined) checkText(where, "duration", duration);
  if (kind === "byDuration" && duration === undefined) {
    fail(where, "duration", 'the name of a column where kind is "byDuration"', duration);
  }
  if (typeof kind !== "string") {
    checkOptions(where, kind, ["column", "call", "text"], "kind");
    checkText(where, "kind.column", kind.column);
    checkTwo(where, "kind", kind.call, kind.text);
  } else if (kind !== "call" && kind !== "text" && kind !== "byDuration") {
    fail(where, "kind", '"call", "text", "byDuration" or a column', kind);
  }
}

function checkTwo(
  where: string,
  name: string,
  one: string | readonly string[],
  other: string | readonly string[],
): void {
  const texts = [one, other].flat();
  for (const text of texts) checkText(where, `each text of ${name}`, text);
  if (new Set(texts).size < texts.length) fail(where, `the texts of ${name}`, "all different", texts.join(", "));
}
