import { checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Periods, Sequences, Table } from "../types.ts";
import {
  type CallRecords,
  type CallTies,
  type DirectedInteractions,
  edgesOf,
  edgesWithin,
  type WhoCallsWhom,
} from "./mixing-edges.ts";
import { foldEdges, tiesOf } from "./mixing-ties.ts";

export interface CountMixingOptions extends Required<GroupsOptions> {
  /** The group of each person, numbering `labels`, in the order of the records' `users` (of interactions: `contacts`). */
  readonly groupOf: ArrayLike<number>;
  /** The names of the groups, at most 256. People whose group is not known need a name of their own. */
  readonly labels: readonly string[];
}

export interface CountMixingByPeriodOptions extends CountMixingOptions {
  /** The periods to count in: `buildWeeks`, `buildMonths`, or any stretches of days of your own by `buildPeriods`. */
  readonly periods: Periods;
}

/** Calls from a group to a group: `calls` and texts, those with a known duration, their seconds, and the people behind them. */
export type MixingColumns = {
  readonly fromLabel: Uint8Array;
  readonly toLabel: Uint8Array;
  readonly calls: Float64Array;
  readonly timed: Float64Array;
  readonly seconds: Float64Array;
  /** Distinct pairs of caller and callee. */
  readonly contacts: Float64Array;
  /** Distinct people who call from the one group to the other, and who are called. */
  readonly callers: Uint32Array;
  readonly callees: Uint32Array;
};

/** A row for each pair of groups, from · labels.length + to, zeros included. */
export type GroupMixing = Table<MixingColumns> & {
  readonly labels: readonly string[];
  /** People of each group, the silent too, and those of them who call or are called. */
  readonly people: Uint32Array;
  readonly active: Uint32Array;
};

/** A row for each period and pair of groups; `active` holds a number for each period and group. */
export type GroupMixingByPeriod = Table<MixingColumns & { readonly period: Uint32Array }> &
  Pick<GroupMixing, "labels" | "people" | "active"> & { readonly periods: Periods };

/** A row for each person and group: what the person calls to it and is called from it, and with how many people of it. */
export type UserMixing = Sequences<{
  readonly label: Uint8Array;
  readonly outgoing: Float64Array;
  readonly incoming: Float64Array;
  readonly outgoingSeconds: Float64Array;
  readonly incomingSeconds: Float64Array;
  readonly called: Uint32Array;
  readonly calledBy: Uint32Array;
}> & { readonly labels: readonly string[] };

/**
 * Who calls whom, group by group? The mixing matrix of calls, seconds and contacts: what measures of homophily begin with, and
 * the contact matrix that models of epidemics take.
 *
 * **How** each record counts once, from the group of its caller to that of its callee; calls of people to themselves count
 * nowhere. contacts = distinct pairs of caller and callee; callers, callees = distinct people on either side of the cell.
 *
 * @param records - calls, interactions in both directions, or ties made of them by `buildCallTies`
 * @param options - the group of each person and the names of the groups
 * @returns a row per pair of groups, from caller's to callee's, zeros included. Of any parts of the records calls, timed and
 * seconds add up; of parts by caller contacts and callers too; callees never do. `buildMixingMatrix` takes one column as a matrix
 * @throws RangeError as `buildCallTies`, and for groups without names or people without a group
 *
 * **Cost** O(records + people + groups²).
 *
 * [newman-2003]
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 0, 1), callee: Uint32Array.of(1, 2, 0), time: Uint32Array.of(1, 2, 3), duration: Float64Array.of(60, 5, NaN) };
 * const calls = { users: ["ana", "bo", "cy"], length: 3, columns };
 * const mixing = countMixing(calls, { groupOf: [0, 1, 1], labels: ["locals", "refugees"] });
 * rowsOf(mixing)[1]; // { fromLabel: 0, toLabel: 1, calls: 2, timed: 2, seconds: 65, contacts: 2, callers: 1, callees: 2 }
 * mixing.columns.calls; // Float64Array(4) [ 0, 2, 1, 0 ]
 */
export function countMixing(records: WhoCallsWhom, options: CountMixingOptions): GroupMixing {
  const where = "countMixing";
  const ties = tiesOf(where, records);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = mixingGroups(where, options, ties.users.length);
  const columns = createColumns(1, labels.length);
  const people = peopleOf(groupOf, labels.length);
  const active = new Uint32Array(labels.length);
  fillCells(ties, groupOf, labels.length, columns, active, 0);
  return { length: columns.calls.length, columns, labels, people, active };
}

/**
 * Who calls whom, group by group, in each week or month?
 *
 * **How** `countMixing` of the records of each period. Where periods overlap, a record counts in each.
 *
 * @param records - calls, or interactions in both directions
 * @param options - the periods, the group of each person and the names of the groups
 * @returns a row per period and pair of groups, zeros included; parts of the records add up as those of `countMixing`. Where
 * periods do not overlap, calls, timed and seconds of all periods are those of the whole
 * @throws RangeError as `countMixing`, and for periods that are none
 *
 * **Cost** O(records · periods).
 *
 * @example
 * const periods = buildPeriods({ firstDay: [1, 2], lastDay: [1, 2] }, createClock({ timeZone: "UTC" }));
 * const columns = { caller: Uint32Array.of(0, 0), callee: Uint32Array.of(1, 1), time: Uint32Array.of(86400, 172800), duration: Float64Array.of(60, 5) };
 * const calls = { users: ["ana", "bo"], length: 2, columns };
 * const mixing = countMixingByPeriod(calls, { periods, groupOf: [0, 1], labels: ["locals", "refugees"] });
 * mixing.columns.seconds.subarray(4); // Float64Array(4) [ 0, 5, 0, 0 ]
 */
export function countMixingByPeriod(
  records: CallRecords | DirectedInteractions,
  options: CountMixingByPeriodOptions,
): GroupMixingByPeriod {
  const where = "countMixingByPeriod";
  const edges = edgesOf(where, records, true);
  checkOptions(where, options, ["periods", "groupOf", "labels"]);
  const { periods } = options;
  checkPeriods(where, periods);
  const { groupOf, labels } = mixingGroups(where, options, edges.users.length);
  const groups = labels.length;
  const columns = createColumns(periods.length, groups);
  const active = new Uint32Array(periods.length * groups);
  const { start, end } = periods.columns;
  for (let p = 0; p < periods.length; p++) {
    fillCells(foldEdges(edgesWithin(edges, start[p]!, end[p]!)), groupOf, groups, columns, active, p);
  }
  const length = columns.calls.length;
  const period = Uint32Array.from({ length }, (_, row) => Math.floor(row / (groups * groups)));
  return { length, columns: { period, ...columns }, labels, people: peopleOf(groupOf, groups), active, periods };
}

/**
 * How much does each person call the people of each group, and how much is the person called by them?
 *
 * **How** sums of the person's ties with the people of the group, in both directions apart.
 *
 * @param records - calls, interactions in both directions, or ties
 * @param options - the group of each person and the names of the groups
 * @returns for each person a row per group, zeros included: `outgoing`, `incoming` calls, their known seconds, and of how many
 * people: `called`, `calledBy`
 * @throws RangeError as `countMixing`
 *
 * **Cost** O(records + people · groups); 41 bytes a row.
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 0, 1), callee: Uint32Array.of(1, 1, 0), time: Uint32Array.of(1, 2, 3), duration: Float64Array.of(60, 5, 7) };
 * const mixing = measureUserMixing({ users: ["ana", "bo"], length: 3, columns }, { groupOf: [0, 1], labels: ["locals", "refugees"] });
 * rowsOf(mixing)[1]; // { label: 1, outgoing: 2, incoming: 1, outgoingSeconds: 65, incomingSeconds: 7, called: 1, calledBy: 1 }
 */
export function measureUserMixing(records: WhoCallsWhom, options: CountMixingOptions): UserMixing {
  const where = "measureUserMixing";
  const { users, offsets, columns: ties } = tiesOf(where, records);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = mixingGroups(where, options, users.length);
  const groups = labels.length;
  const length = users.length * groups;
  const columns = {
    label: Uint8Array.from({ length }, (_, row) => row % groups),
    outgoing: new Float64Array(length),
    incoming: new Float64Array(length),
    outgoingSeconds: new Float64Array(length),
    incomingSeconds: new Float64Array(length),
    called: new Uint32Array(length),
    calledBy: new Uint32Array(length),
  };
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const v = ties.contact[i]!;
      const out = u * groups + groupOf[v]!;
      const back = v * groups + groupOf[u]!;
      columns.outgoing[out]! += ties.calls[i]!;
      columns.incoming[back]! += ties.calls[i]!;
      columns.outgoingSeconds[out]! += ties.seconds[i]!;
      columns.incomingSeconds[back]! += ties.seconds[i]!;
      columns.called[out]!++;
      columns.calledBy[back]!++;
    }
  }
  return {
    users,
    offsets: Uint32Array.from({ length: users.length + 1 }, (_, u) => u * groups),
    length,
    columns,
    labels,
  };
}

/** Throws unless there is a group for each person and a name for each group. */
export function mixingGroups(where: string, options: CountMixingOptions, people: number): Required<GroupsOptions> {
  checkList(where, "groupOf", options.groupOf);
  return checkGroups(where, options, people, 256);
}

/** How many people each group has. */
function peopleOf(groupOf: ArrayLike<number>, groups: number): Uint32Array {
  const people = new Uint32Array(groups);
  for (let u = 0; u < groupOf.length; u++) people[groupOf[u]!]!++;
  return people;
}

function createColumns(periods: number, groups: number): MixingColumns {
  const length = periods * groups * groups;
  return {
    fromLabel: Uint8Array.from({ length }, (_, row) => Math.floor(row / groups) % groups),
    toLabel: Uint8Array.from({ length }, (_, row) => row % groups),
    calls: new Float64Array(length),
    timed: new Float64Array(length),
    seconds: new Float64Array(length),
    contacts: new Float64Array(length),
    callers: new Uint32Array(length),
    callees: new Uint32Array(length),
  };
}

/** Adds the ties of a period to its cells, group after group of the callers, so that one stamp per callee tells who is new. */
function fillCells(
  ties: CallTies,
  groupOf: ArrayLike<number>,
  groups: number,
  cells: MixingColumns,
  active: Uint32Array,
  period: number,
): void {
  const { users, offsets } = ties;
  const { contact, calls, timed, seconds } = ties.columns;
  const ofGroup: number[][] = Array.from({ length: groups }, () => []);
  for (let u = 0; u < users.length; u++) if (offsets[u + 1]! > offsets[u]!) ofGroup[groupOf[u]!]!.push(u);
  /** One more than the last group that called a person. */
  const calledBy = new Uint16Array(users.length);
  /** One more than the last person who called a group. */
  const callerOf = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    const row = (period * groups + g) * groups;
    for (const u of ofGroup[g]!) {
      for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
        const v = contact[i]!;
        const to = groupOf[v]!;
        const cell = row + to;
        cells.calls[cell]! += calls[i]!;
        cells.timed[cell]! += timed[i]!;
        cells.seconds[cell]! += seconds[i]!;
        cells.contacts[cell]!++;
        if (callerOf[to] !== u + 1) {
          callerOf[to] = u + 1;
          cells.callers[cell]!++;
        }
        if (calledBy[v] !== g + 1) {
          calledBy[v] = g + 1;
          cells.callees[cell]!++;
        }
      }
    }
  }
  for (let u = 0; u < users.length; u++) {
    if (offsets[u + 1]! > offsets[u]! || calledBy[u] !== 0) active[period * groups + groupOf[u]!]!++;
  }
}
