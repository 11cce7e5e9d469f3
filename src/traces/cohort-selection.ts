import { checkLength, checkOptions, checkText, fail, failInWords, isObject, shown } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { checkPresence, checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { createDayRuns } from "../core/day-runs.ts";
import { longestRun } from "../core/runs.ts";
import { createTable } from "../core/table.ts";
import type { Clock, Columns, Presence, Sequences, Table, Traces, UserTable } from "../types.ts";
import { type CohortRule, checkCohortRule, type SeenDays } from "./cohort-rules.ts";
import { keepRuns } from "./interactions-rows.ts";

export interface CohortOptions {
  /** Who belongs to the cohort: a rule, or several joined by `allOf` and `anyOf`. */
  readonly rule: CohortRule;
  /** The clock of the place, by which traces are cut into days. Needed for traces, and wrong for presence. */
  readonly clock?: Clock;
}

/**
 * A cohort: the rows of those who belong to it; `excluded`, every other user with the first thing asked that the user does not
 * meet; and `steps`, a row for each thing asked, in order: of so many users `given`, so many were `excluded` and so many
 * `kept`, who are those given to the next step.
 */
export interface Cohort<S> {
  readonly kept: S;
  readonly excluded: UserTable<{ readonly unmet: readonly string[] }>;
  readonly steps: Table<{
    readonly asked: readonly string[];
    readonly given: Uint32Array;
    readonly excluded: Uint32Array;
    readonly kept: Uint32Array;
  }>;
}

/**
 * Who belongs to the studied group, and why do the others not?
 *
 * **How** each user's events are cut into local days; the rule is asked of these days. A user belongs to the cohort who meets
 * all that is asked; of any other, the first thing that is not met is noted.
 *
 * @param rows - traces, or presence, which has days already
 * @param options - the rule, and the clock where the rows are traces
 * @returns the same table with the users kept, `excluded` and `steps`; kept and excluded users are together all users, once
 * each, in their order. What the table holds beside users and columns stays what it was. Users without rows are asked too
 * @throws RangeError for a table that is not well formed or names a user twice, a missing clock, or a rule about hours asked
 * of presence
 *
 * **Cost** O(rows + days · rules): 40 ns an event where people have one a day, a third of it the copy of the rows kept.
 *
 * @example
 * const antennas = createLocations("antennas", ["A"], [85.3], [27.7]);
 * const time = Uint32Array.of(0, 5 * 86400, 20 * 86400);
 * const traces = buildTracesOfEvents({ users: ["ann", "bo"], user: Uint32Array.of(0, 1, 0), time, location: new Uint32Array(3) }, antennas);
 * const rule = allOf([activeBefore({ day: 10, minDaysBefore: 10 }), activeAtEnd({ lastDay: 20, windowDays: 7 })]);
 * const cohort = selectCohort(traces, { rule, clock: createClock({ timeZone: "UTC" }) });
 * [cohort.kept.users, cohort.excluded.users]; // [ [ 'ann' ], [ 'bo' ] ]
 * rowsOf(cohort.steps)[0]; // { asked: 'first seen at least 10 days before 1970-01-11', given: 2, excluded: 1, kept: 1 }
 */
export function selectCohort<S extends Traces | Presence>(rows: S, options: CohortOptions): Cohort<S> {
  const where = "selectCohort";
  const table: Traces | Presence = rows;
  const traces = isPresence(table) ? null : table;
  if (isPresence(table)) checkPresence(where, table);
  else checkTraces(where, table);
  checkUsersOnce(where, "rows", table.users);
  checkOptions(where, options, ["rule", "clock"]);
  const { rule, clock } = options;
  checkCohortRule(where, "rule", rule);
  if (traces !== null) checkClock(where, "clock", clock!);
  else if (clock !== undefined) failInWords(where, "clock", "left out", shown(clock), "presence is of days already");
  else if (rule.hours === true) failInWords(where, "rule", "one about days", "one about hours", "ask it of the traces");
  const seenBy = isPresence(table) ? daysOfPresence(table) : daysOfTraces(table, clock!, rule.hours === true);

  const { users, offsets } = table;
  const kept: number[] = [];
  const out: number[] = [];
  const unmet: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const asked: unknown = rule.unmetBy(seenBy(u));
    if (asked === -1) kept.push(u);
    else if (Number.isInteger(asked) && (asked as number) >= 0 && (asked as number) < rule.asks.length) {
      out.push(u);
      unmet.push(asked as number);
    } else fail(where, "what rule.unmetBy gives", `a whole number from -1 to ${rule.asks.length - 1}`, asked);
  }
  const excluded = new Uint32Array(rule.asks.length);
  for (const asked of unmet) excluded[asked]!++;
  const given = new Uint32Array(excluded.length);
  const left = new Uint32Array(excluded.length);
  for (let a = 0; a < given.length; a++) {
    given[a] = a === 0 ? users.length : left[a - 1]!;
    left[a] = given[a]! - excluded[a]!;
  }
  return {
    kept: keepRuns(
      rows,
      kept.map((u) => users[u]!),
      kept.map((u) => offsets[u]!),
      kept.map((u) => offsets[u + 1]!),
    ),
    excluded: {
      users: out.map((u) => users[u]!),
      length: out.length,
      columns: { unmet: unmet.map((asked) => rule.asks[asked]!) },
    },
    steps: createTable({ asked: rule.asks.slice(), given, excluded, kept: left }),
  };
}

/**
 * The rows of the same people in another table: the homes, interactions or fixes of a cohort.
 *
 * @param table - a table with a row, or a run of rows, for each user: homes, homes by period, interactions, browsing, fixes
 * @param users - the ids of the people; an id that the table does not have is passed over
 * @returns the same table with those users, in the order they had. What it holds beside users and columns stays what it was
 * @throws RangeError for a table without users, or whose rows are not those of one user each, such as calls, which have two
 *
 * **Cost** O(users + rows kept).
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(0, 1) } };
 * selectMembers(homes, ["bo", "cy"]).columns.location; // Int32Array(1) [ 1 ]
 */
export function selectMembers<T extends UserTable | Sequences>(table: T, users: readonly string[]): T {
  const where = "selectMembers";
  const hasRuns = isObject(table) && "offsets" in table;
  if (hasRuns) checkRuns(where, "table", table as Sequences, []);
  else checkTable(where, "table", table, []);
  checkTable(where, "table", table, Object.keys(table.columns));
  checkList(where, "table.users", table.users);
  if (!hasRuns) {
    if ("caller" in table.columns) {
      const remedy = "select among the interactions made of them";
      failInWords(where, "table", "of rows of one user each", "calls, whose rows have two", remedy);
    }
    checkLength(where, "table.users", table.users.length, table.length);
  }
  checkList(where, "users", users);
  for (let u = 0; u < users.length; u++) checkText(where, `users[${u}]`, users[u]!);
  const listed = new Set(users);
  const rows: number[] = [];
  for (let u = 0; u < table.users.length; u++) if (listed.has(table.users[u]!)) rows.push(u);
  const ids = rows.map((u) => table.users[u]!);
  const offsets = hasRuns ? (table as Sequences).offsets : null;
  const from = rows.map((u) => offsets?.[u] ?? u);
  const to = rows.map((u) => offsets?.[u + 1] ?? u + 1);
  const members: T & { offsets?: Uint32Array } = keepRuns(table as T & Sequences<Columns>, ids, from, to);
  if (!hasRuns) delete members.offsets;
  return members;
}

function isPresence(rows: Traces | Presence): rows is Presence {
  return isObject(rows) && isObject(rows.columns) && "day" in rows.columns && !("time" in rows.columns);
}

function createSeenDays(days: number): SeenDays {
  const room = (): Uint32Array => new Uint32Array(days);
  return { user: "", count: 0, day: new Int32Array(days), events: room(), hours: room() };
}

function daysOfPresence({ users, offsets, columns }: Presence): (u: number) => SeenDays {
  const seen = createSeenDays(longestRun(offsets));
  return (u) => {
    seen.user = users[u]!;
    let at = -1;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (at < 0 || seen.day[at] !== columns.day[i]) {
        seen.day[++at] = columns.day[i]!;
        seen.events[at] = 0;
      }
      seen.events[at]! += columns.events[i]!;
    }
    seen.count = at + 1;
    return seen;
  };
}

function daysOfTraces(traces: Traces, clock: Clock, withHours: boolean): (u: number) => SeenDays {
  const { users, offsets } = traces;
  const runsOf = createDayRuns(traces, clock);
  const calendar = withHours ? calendarOfSequences(traces.columns.time, offsets, clock) : null;
  const { before, perSecond } = calendar === null ? { before: 0, perSecond: 0 } : binsOf(calendar);
  let seen = createSeenDays(64);
  return (u) => {
    const runs = runsOf(offsets[u]!, offsets[u + 1]!);
    if (runs.count > seen.day.length) seen = createSeenDays(2 * runs.count);
    seen.user = users[u]!;
    seen.count = runs.count;
    for (let r = 0; r < runs.count; r++) {
      const to = runs.from[r + 1]!;
      seen.day[r] = runs.day[r]!;
      seen.events[r] = to - runs.from[r]!;
      if (calendar === null) continue;
      let bits = 0;
      for (let i = runs.from[r]!; i < to; i++) {
        bits |= 1 << calendar.hour[((runs.time[i]! - before) * perSecond) | 0]!;
      }
      seen.hours[r] = bits;
    }
    return seen;
  };
}
