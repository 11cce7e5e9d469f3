import { checkOptions, failInWords } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock, checkFunction } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { Clock, DenseMatrix, Table, Traces, UserTable } from "../types.ts";

/**
 * Whom people could meet where they spend their days, not only where they live.
 */

/** Says which hours count as the same for two people: the number of a local day and hour. Made by `everyHour` or `typicalHours`. */
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

/** A row per user: `label` numbers `labels`, `hours` counts the hours and places seen in, `shared` those where anybody else is. */
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
  /** A row per label: people who meet anybody, what they meet of their own group, what everybody else meets of it, and the difference. */
  readonly byLabel: Table<{
    readonly label: Uint8Array;
    readonly users: Uint32Array;
    readonly own: Float64Array;
    readonly others: Float64Array;
    readonly isolation: Float64Array;
  }>;
  /** A row per hour of the day (0 … 23) and label: hours spent in company, and the share of the own group in it. */
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
 * **How** a user's day is a set of (local hour, place) in which they are seen. Among all such hours of all users in the same place and the same
 * hour, as `sameHour` says, the others' share of group k is π = (hours of k − own) / (hours of all − own); exposure[k] of a user = mean of π
 * over the hours in which others are. `segregation` of a user = groups / (2 (groups − 1)) · Σ |exposure[k] − 1 / groups|. `isolation` of a group =
 * mean exposure of its people to it − mean exposure of everybody else to it.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones or grid cells
 * @param options - clock, rule of the same hour, the group of each user and the names of the groups
 * @returns exposures by user, isolation by group (0 where days do not differ, 1 where nobody meets another group) and, by hour of the day, what share
 * of their company is of the own group. NaN where nobody else is there. A user in a row of `byLabel` and `byHour` is one who meets anybody
 * @throws RangeError for traces out of time order, a user who stands twice, groups without names, or more hours and places than numbers are exact for
 *
 * **Departs from the paper** Athey et al. take the GPS of phones by geohash and hour; Moro et al. visits to shops, whose `segregation` of a
 * person and of quartiles of income this is for any groups. Here both are of phone records.
 *
 * **Cost** O(events log events of a user + hours and places · groups); 8 bytes · (groups + 2) for each hour and place
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
  const cell = new Uint32Array(time.length);
  const hour = new Uint8Array(time.length);
  const numbers = new Map<number, number>();
  let length = 0;
  const calendar = calendarOfSequences(time, offsets, clock);
  if (calendar !== null) {
    const { before, perSecond } = binsOf(calendar);
    const base = calendar.day.reduce((least, day) => Math.min(least, day), Infinity);
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
        const same = sameHour(base + Math.floor(slot / 24), slot % 24);
        const key = same * n + (sorted[i]! % n);
        if (!Number.isSafeInteger(key)) failInWords(where, "sameHour", "a rule that gives whole numbers", `${same}`);
        let number = numbers.get(key);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(key, number);
        }
        cell[length] = number;
        hour[length++] = slot % 24;
      }
      starts[u + 1] = length;
    }
  }
  return { offsets: starts, cell: cell.slice(0, length), hour: hour.slice(0, length), cells: numbers.size };
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
