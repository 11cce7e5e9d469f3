import { checkInteger, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock, checkFunction } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { createValueOrder } from "../core/value-order.ts";
import type { Clock, DenseMatrix, Table, Traces, UserTable } from "../types.ts";

/**
 * Whom people could meet where they spend their days, not only where they live.
 */

/**
 * Which hours count as the same for two people: those of the same number, whole, for a local day (counted from 1970, below 0 before)
 * and hour (0 … 23). Made by `everyHour` or `typicalHours`, or a rule of your own, such as hours of working days and of weekends.
 */
export type SameHour = (day: number, hour: number) => number;

/**
 * People could meet in the same hour of the same day only. Of phone records this needs many: who is silent is not seen.
 *
 * @returns the rule, for `measureExperiencedSegregation`
 * @example
 * everyHour()(2, 5); // 53
 */
export function everyHour(): SameHour {
  return (day, hour) => day * 24 + hour;
}

/**
 * People could meet in the same hour of any two days, as if all days were alike: for records of few events a day.
 *
 * @returns the rule, for `measureExperiencedSegregation`
 * @example
 * typicalHours()(2, 5); // 5
 */
export function typicalHours(): SameHour {
  return (_day, hour) => hour;
}

export interface ExperiencedSegregationOptions extends GroupsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** Which hours count as the same: `everyHour()` or `typicalHours()`. */
  readonly sameHour: SameHour;
}

/**
 * A row per user: `label` numbers `labels`, `hours` counts the hours and places seen in (an hour in two places is two), `shared` those
 * where anybody else is; `segregation` is from 0 (each group alike) to 1 (one group only).
 */
export type ExperiencedByUser = UserTable<{
  readonly label: Uint8Array;
  readonly hours: Uint32Array;
  readonly shared: Uint32Array;
  readonly segregation: Float64Array;
}>;

/** What users meet, and what their groups do. */
export interface ExperiencedSegregation {
  readonly labels: readonly string[];
  /** A row per user, in the order of the traces. */
  readonly byUser: ExperiencedByUser;
  /** A row per user, a column per label: the share of that group among the others in the user's hours and places; NaN where nobody else is. */
  readonly exposure: DenseMatrix;
  /** A row per label: people in company at any time, the mean exposure to the group of its people and of all others, and the difference. */
  readonly byLabel: Table<{
    readonly label: Uint8Array;
    readonly users: Uint32Array;
    readonly own: Float64Array;
    readonly others: Float64Array;
    readonly isolation: Float64Array;
  }>;
  /** A row per hour of the day (0 … 23) and label: people in company, and the share of their group in it, the mean over their hours and places. */
  readonly byHour: Table<{
    readonly hour: Uint8Array;
    readonly label: Uint8Array;
    readonly users: Uint32Array;
    readonly own: Float64Array;
  }>;
}

/**
 * How segregated are people's days, at home, at work and in the street? Exposure to each group in the hours and places in which someone is
 * seen, without the person in question.
 *
 * **How** a user's days are a set of (local day, hour, place) in which they are seen. Among all such hours of all users in the same place and
 * the same hour, as `sameHour` says, the others' share of group k is π = (hours of k − own) / (hours of all − own); exposure[k] of a user =
 * mean of π over the hours in which others are. `segregation` of a user = groups / (2 (groups − 1)) · Σ |exposure[k] − 1 / groups|.
 * `isolation` of a group = mean exposure of its people to it − mean exposure of everybody else to it, over those who are ever in company.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones or grid cells
 * @param options - clock, rule of the same hour, the group of each user and the names of the groups
 * @returns exposures by user, isolation by group and, by hour of the day, what share of their company is of the own group. Isolation is 1
 * where nobody meets another group and near 0 where groups mix: below 0 by chance of few people, since nobody meets themselves. NaN of
 * those who are never in company; with one group `segregation` and isolation are NaN. Parts of the users cannot be measured apart and put
 * together: whom somebody meets depends on all
 * @throws RangeError for traces out of time order, a user who stands twice, groups without names, or a rule that gives no whole numbers
 *
 * **Departs from the paper** Athey et al. take the GPS of phones by geohash and hour; Moro et al. visits to shops, whose `segregation` of a
 * person and of quartiles of income this is for any groups. Here both are of phone records.
 *
 * **Cost** O(events · (log events of a user + groups)), about 0.3 µs an event with two groups; 50 bytes an hour of a user, and 8 · (groups + 2) for
 * each hour and place that anybody is seen in
 *
 * [athey-2021] [moro-2021]
 * @example
 * const zones = createLocations("zones", ["Camp", "City"], [36.9, 37.1], [36.9, 37]);
 * const events = { users: ["ann", "bo", "cy"], user: Uint32Array.of(0, 0, 1, 1, 2), time: Uint32Array.of(0, 36000, 0, 36000, 36000), location: Uint32Array.of(0, 1, 0, 1, 1) };
 * const options = { clock: createClock({ timeZone: "UTC" }), sameHour: typicalHours(), groupOf: [0, 0, 1], labels: ["refugees", "locals"] };
 * const { exposure, byLabel } = measureExperiencedSegregation(buildTracesOfEvents(events, zones), options);
 * exposure.value; // Float64Array(6) [ 0.75, 0.25, 0.75, 0.25, 1, 0 ]
 * byLabel.columns.isolation; // Float64Array(2) [ -0.25, -0.25 ]
 */
export function measureExperiencedSegregation(
  traces: Traces,
  options: ExperiencedSegregationOptions,
): ExperiencedSegregation {
  const where = "measureExperiencedSegregation";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["clock", "sameHour", "groupOf", "labels"]);
  const { clock, sameHour } = options;
  checkClock(where, "clock", clock);
  checkFunction(where, "sameHour", sameHour, "a rule such as typicalHours()", 2);
  const { groupOf, labels } = checkGroups(where, options, traces.users.length, 256);
  const people = Uint8Array.from(groupOf);
  const seen = hoursOf(where, traces, clock, sameHour);
  return measure(traces.users, seen, people, labels);
}

/** The hours and places of each user, each once: which cell (a place in the same hour) and which hour of the day. */
interface SeenHours {
  readonly offsets: Uint32Array;
  readonly cell: Uint32Array;
  readonly hour: Uint8Array;
  readonly cells: number;
}

function hoursOf(where: string, traces: Traces, clock: Clock, sameHour: SameHour): SeenHours {
  const { users, offsets } = traces;
  const { time, location } = traces.columns;
  const n = traces.locations.length;
  const starts = new Uint32Array(users.length + 1);
  const key = new Float64Array(time.length);
  const hour = new Uint8Array(time.length);
  let length = 0;
  const calendar = calendarOfSequences(time, offsets, clock);
  if (calendar !== null) {
    const { before, perSecond } = binsOf(calendar);
    const base = calendar.day.reduce((least, day) => Math.min(least, day), Infinity);
    const most = Math.floor(Number.MAX_SAFE_INTEGER / n) - 1;
    // What the rule says of each hour from the first day on, asked once.
    const numbers: (number | undefined)[] = [];
    let own = new Float64Array(64);
    for (let u = 0; u < users.length; u++) {
      const count = offsets[u + 1]! - offsets[u]!;
      if (count > own.length) own = new Float64Array(2 * count);
      for (let i = 0; i < count; i++) {
        const row = offsets[u]! + i;
        const bin = ((time[row]! - before) * perSecond) | 0;
        own[i] = ((calendar.day[bin]! - base) * 24 + calendar.hour[bin]!) * n + location[row]!;
      }
      const sorted = own.subarray(0, count).sort();
      for (let i = 0; i < count; i++) {
        if (i > 0 && sorted[i] === sorted[i - 1]) continue;
        const slot = Math.floor(sorted[i]! / n);
        let same = numbers[slot];
        if (same === undefined) {
          same = sameHour(base + Math.floor(slot / 24), slot % 24);
          checkInteger(where, "what sameHour gives", same, -most, most);
          numbers[slot] = same;
        }
        key[length] = same * n + (sorted[i]! % n);
        hour[length++] = slot % 24;
      }
      starts[u + 1] = length;
    }
  }
  return { offsets: starts, hour: hour.slice(0, length), ...cellsOf(key.subarray(0, length)) };
}

/** Numbers the different keys 0 … in ascending order. */
function cellsOf(key: Float64Array): { cell: Uint32Array; cells: number } {
  const { order, sorted } = createValueOrder(key.length)(key);
  const cell = new Uint32Array(key.length);
  let cells = 0;
  for (let k = 0; k < order.length; k++) {
    if (k > 0 && sorted[k] !== sorted[k - 1]) cells++;
    cell[order[k]!] = cells;
  }
  return { cell, cells: key.length === 0 ? 0 : cells + 1 };
}

function measure(
  users: readonly string[],
  { offsets, cell, hour, cells }: SeenHours,
  label: Uint8Array,
  labels: readonly string[],
): ExperiencedSegregation {
  const groups = labels.length;
  const inCell = new Float64Array(cells * groups);
  const everybody = new Float64Array(cells);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      inCell[cell[i]! * groups + label[u]!]!++;
      everybody[cell[i]!]!++;
    }
  }
  const hours = new Uint32Array(users.length);
  const shared = new Uint32Array(users.length);
  const segregation = new Float64Array(users.length);
  const exposure = new Float64Array(users.length * groups);
  const own = new Float64Array(cells);
  const metOwn = new Float64Array(24 * groups);
  const hoursShared = new Float64Array(24 * groups);
  const usersOfHour = new Uint32Array(24 * groups);
  const lastOfHour = new Int32Array(24).fill(-1);
  for (let u = 0; u < users.length; u++) {
    const g = label[u]!;
    const [from, to] = [offsets[u]!, offsets[u + 1]!];
    for (let i = from; i < to; i++) own[cell[i]!]!++;
    for (let i = from; i < to; i++) {
      const c = cell[i]!;
      const others = everybody[c]! - own[c]!;
      if (others === 0) continue;
      shared[u]!++;
      for (let k = 0; k < groups; k++) {
        exposure[u * groups + k]! += (inCell[c * groups + k]! - (k === g ? own[c]! : 0)) / others;
      }
      const h = hour[i]!;
      metOwn[h * groups + g]! += (inCell[c * groups + g]! - own[c]!) / others;
      hoursShared[h * groups + g]!++;
      if (lastOfHour[h] !== u) usersOfHour[h * groups + g]!++;
      lastOfHour[h] = u;
    }
    for (let i = from; i < to; i++) own[cell[i]!] = 0;
    hours[u] = to - from;
    let apart = 0;
    for (let k = 0; k < groups; k++) {
      exposure[u * groups + k]! /= shared[u]!;
      apart += Math.abs(exposure[u * groups + k]! - 1 / groups);
    }
    segregation[u] = (groups / (2 * (groups - 1))) * apart;
  }
  const byHour = {
    hour: Uint8Array.from({ length: 24 * groups }, (_, row) => Math.floor(row / groups)),
    label: Uint8Array.from({ length: 24 * groups }, (_, row) => row % groups),
    users: usersOfHour,
    own: metOwn.map((sum, row) => sum / hoursShared[row]!),
  };
  return {
    labels,
    byUser: { users, length: users.length, columns: { label, hours, shared, segregation } },
    exposure: { rows: users.length, columns: groups, value: exposure },
    byLabel: isolationOf(label, shared, exposure, groups),
    byHour: { length: 24 * groups, columns: byHour },
  };
}

/** What people of each group meet of it, and what everybody else does. */
function isolationOf(
  labelOf: Uint8Array,
  shared: Uint32Array,
  exposure: Float64Array,
  groups: number,
): ExperiencedSegregation["byLabel"] {
  const users = new Uint32Array(groups);
  const own = new Float64Array(groups);
  const others = new Float64Array(groups);
  let everybody = 0;
  for (let u = 0; u < labelOf.length; u++) {
    if (shared[u] === 0) continue;
    everybody++;
    users[labelOf[u]!]!++;
    for (let k = 0; k < groups; k++) (k === labelOf[u]! ? own : others)[k]! += exposure[u * groups + k]!;
  }
  for (let k = 0; k < groups; k++) {
    own[k]! /= users[k]!;
    others[k]! /= everybody - users[k]!;
  }
  const label = Uint8Array.from({ length: groups }, (_, k) => k);
  return { length: groups, columns: { label, users, own, others, isolation: own.map((met, k) => met - others[k]!) } };
}
