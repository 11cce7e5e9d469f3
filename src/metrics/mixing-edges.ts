import { fail, failInWords, isObject } from "../core/check.ts";
import { checkInteractions, checkRuns } from "../core/check-events.ts";
import { checkList, checkTable, failShape } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Sequences, Table } from "../types.ts";

/** Who calls whom: what tells of it, read as rows from a caller to a callee. */

/** Records of calls and texts of which each stands once: what `buildCalls` makes of a layout of both sides. */
export type CallRecords = Table<{
  readonly caller: Uint32Array;
  readonly callee: Uint32Array;
  readonly time: Uint32Array;
  readonly duration: Float64Array;
}> & { readonly users: readonly string[]; readonly deliveredPerUser?: true };

/** Calls and texts of users in both directions: what `buildInteractions` and `buildOwnInteractions` make. */
export type DirectedInteractions = Sequences<{
  readonly time: Uint32Array;
  readonly contact: Uint32Array;
  readonly outgoing: Uint8Array;
  readonly duration: Float64Array;
}> & { readonly contacts: readonly string[] };

/**
 * Whom each user called or wrote to: a row for each pair of caller and `contact`, both rows of `users`, with the number of
 * `calls`, how many of them have a known duration (`timed`) and the sum of these in `seconds`. Calls of users to themselves are
 * left out; `selfCalls` counts them.
 */
export type CallTies = Sequences<{
  readonly contact: Uint32Array;
  readonly calls: Uint32Array;
  readonly timed: Uint32Array;
  readonly seconds: Float64Array;
}> & { readonly selfCalls: number };

/** Whatever tells who calls whom. People are numbered by its `users`, of interactions by their `contacts`. */
export type WhoCallsWhom = CallRecords | DirectedInteractions | CallTies;

/** Rows from a caller to a callee: one call each, or as many as the weights say. */
export interface Edges {
  readonly users: readonly string[];
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly seconds: Float64Array;
  /** When; null where rows sum up many calls. */
  readonly time: Uint32Array | null;
  readonly weights: { readonly calls: Uint32Array; readonly timed: Uint32Array } | null;
}

/** The calls of records of any kind, each once. `needsTime` refuses ties, which have none. */
export function edgesOf(where: string, records: WhoCallsWhom, needsTime: boolean = false): Edges {
  const such = needsTime ? "calls or interactions in both directions" : "calls, interactions or ties";
  const held: unknown = isObject(records) ? records.columns : null;
  if (!isObject(held)) failShape(where, "records", such, records);
  if ("caller" in held) return edgesOfCalls(where, records as CallRecords);
  if ("outgoing" in held) return edgesOfInteractions(where, records as DirectedInteractions);
  if (needsTime || !("calls" in held)) failShape(where, "records", such, records);
  return checkedTies(where, records as CallTies);
}

function edgesOfCalls(where: string, calls: CallRecords): Edges {
  checkTable(where, "records", calls, ["caller", "callee", "time", "duration"]);
  checkList(where, "records.users", calls.users);
  if (calls.deliveredPerUser === true) {
    const remedy = "buildOwnInteractions counts each of them once";
    failInWords(where, "records", "records of both sides", "records delivered for each user", remedy);
  }
  const { caller, callee, time, duration } = calls.columns;
  checkPeopleOf(where, "records.columns.caller", caller, calls.users.length);
  checkPeopleOf(where, "records.columns.callee", callee, calls.users.length);
  checkDurations(where, duration);
  return { users: calls.users, from: caller, to: callee, time, seconds: duration, weights: null };
}

function edgesOfInteractions(where: string, interactions: DirectedInteractions): Edges {
  checkInteractions(where, "records", interactions, ["time", "contact", "outgoing", "duration"]);
  checkUsersOnce(where, "records", interactions.users);
  const { users, contacts, offsets } = interactions;
  const { time, contact, outgoing, duration } = interactions.columns;
  checkDurations(where, duration);
  const numberOf = new Map(contacts.map((id, c) => [id, c]));
  const isUser = new Uint8Array(contacts.length);
  const numbers = Uint32Array.from(users, (id, u) => {
    // Users without any record need not be among the contacts, and have no row to number.
    const number = numberOf.get(id) ?? 0;
    if (numberOf.has(id)) isUser[number] = 1;
    else if (offsets[u + 1]! > offsets[u]!) fail(where, `records.users[${u}]`, "one of the contacts", id);
    return number;
  });
  const rows = interactions.length;
  const from = new Uint32Array(rows);
  const to = new Uint32Array(rows);
  const when = new Uint32Array(rows);
  const seconds = new Float64Array(rows);
  let count = 0;
  let sent = 0;
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (outgoing[i] === 1) sent++;
      else if (isUser[contact[i]!] === 1) continue;
      from[count] = outgoing[i] === 1 ? numbers[u]! : contact[i]!;
      to[count] = outgoing[i] === 1 ? contact[i]! : numbers[u]!;
      when[count] = time[i]!;
      seconds[count++] = duration[i]!;
    }
  }
  // Without outgoing rows the incoming ones between users would all be passed over.
  if (sent === 0 && count < rows) {
    failInWords(where, "records", "interactions in both directions", "incoming ones only");
  }
  return {
    users: contacts,
    from: from.subarray(0, count),
    to: to.subarray(0, count),
    time: when.subarray(0, count),
    seconds: seconds.subarray(0, count),
    weights: null,
  };
}

function checkedTies(where: string, ties: CallTies): Edges {
  checkRuns(where, "records", ties, ["contact", "calls", "timed", "seconds"]);
  const { users, offsets } = ties;
  const { contact, calls, timed, seconds } = ties.columns;
  checkPeopleOf(where, "records.columns.contact", contact, users.length);
  checkDurations(where, seconds);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (contact[i] === u) fail(where, `records.columns.contact[${i}]`, "somebody else than the user", contact[i]);
      if (i > offsets[u]! && contact[i]! <= contact[i - 1]!) {
        fail(where, `records.columns.contact[${i}]`, `above ${contact[i - 1]}, in order`, contact[i]);
      }
      if (!(calls[i]! >= 1)) fail(where, `records.columns.calls[${i}]`, "at least 1", calls[i]);
      if (!(timed[i]! <= calls[i]!))
        fail(where, `records.columns.timed[${i}]`, `at most ${calls[i]}, the calls`, timed[i]);
      if (Number.isNaN(seconds[i]))
        fail(where, `records.columns.seconds[${i}]`, "a sum of known durations", seconds[i]);
    }
  }
  return edgesOfTies(ties);
}

/** The rows of ties. */
export function edgesOfTies({ users, offsets, length, columns }: CallTies): Edges {
  const from = new Uint32Array(length);
  for (let u = 0; u < users.length; u++) from.fill(u, offsets[u], offsets[u + 1]);
  return { users, from, to: columns.contact, time: null, seconds: columns.seconds, weights: columns };
}

/** The rows of a stretch of time, from its first second to the one before its end. */
export function edgesWithin({ users, from, to, seconds, time }: Edges, start: number, end: number): Edges {
  let rows = 0;
  for (let i = 0; i < time!.length; i++) if (time![i]! >= start && time![i]! < end) rows++;
  const within = {
    users,
    from: new Uint32Array(rows),
    to: new Uint32Array(rows),
    time: new Uint32Array(rows),
    seconds: new Float64Array(rows),
    weights: null,
  };
  for (let i = 0, row = 0; row < rows; i++) {
    if (!(time![i]! >= start && time![i]! < end)) continue;
    within.from[row] = from[i]!;
    within.to[row] = to[i]!;
    within.time[row] = time![i]!;
    within.seconds[row++] = seconds[i]!;
  }
  return within;
}

function checkPeopleOf(where: string, name: string, numbers: Uint32Array, people: number): void {
  for (let i = 0; i < numbers.length; i++) {
    if (!(numbers[i]! < people)) fail(where, `${name}[${i}]`, `below the ${people} users`, numbers[i]);
  }
}

function checkDurations(where: string, duration: Float64Array): void {
  for (let i = 0; i < duration.length; i++) {
    if (duration[i]! < 0 || duration[i] === Infinity) {
      fail(where, `the duration of row ${i}`, "a finite number of at least 0, or NaN where unknown", duration[i]);
    }
  }
}
