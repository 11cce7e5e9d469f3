import { checkLength, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { Located, Periods, Table } from "../types.ts";

/** The groups that people are counted in. */
export interface GroupsOptions {
  /** The group of each user, numbering `labels`. */
  readonly groupOf: ArrayLike<number>;
  /** The names of the groups, 255 at most. Users whose group is not known need a name of their own. */
  readonly labels: readonly string[];
}

/**
 * People by period, location and group: a row for each, zeros included, in this order; `label` numbers `labels`. `people` are
 * distinct people of the group who are counted there, `seen` those who could have been, `share` people / seen, NaN where there
 * are none.
 */
export type GroupPeople = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly people: Uint32Array;
    readonly seen: Uint32Array;
    readonly share: Float64Array;
  }> & { readonly labels: readonly string[]; readonly periods: Periods };

/** Throws unless there is a group for each of so many users, and a name for each group. */
export function checkGroupsOf(where: string, { groupOf, labels }: GroupsOptions, users: number): void {
  checkList(where, "labels", labels);
  checkList(where, "groupOf", groupOf);
  checkLength(where, "groupOf", groupOf.length, users);
  if (labels.length === 0) failInWords(where, "labels", "at least one name", "none");
  if (labels.length > 255) failInWords(where, "labels", "at most 255 names", `${labels.length}`);
  const twice = Array.from(labels).find((label, g) => labels.indexOf(label) !== g);
  if (twice !== undefined) fail(where, "labels", "all different", twice);
  for (let u = 0; u < users; u++) {
    const group = groupOf[u]!;
    if (Number.isInteger(group) && group >= 0 && group < labels.length) continue;
    fail(where, `groupOf[${u}]`, `a whole number from 0 to ${labels.length - 1}, one for each of the labels`, group);
  }
}

/** A table of nobody with a row per period, location and group. */
export function createGroupPeople(
  { locations, periods }: Located & { readonly periods: Periods },
  labels: readonly string[],
): GroupPeople {
  const n = locations.length;
  const groups = labels.length;
  const length = periods.length * n * groups;
  const columns = {
    period: new Uint32Array(length),
    location: new Uint32Array(length),
    label: new Uint8Array(length),
    people: new Uint32Array(length),
    seen: new Uint32Array(length),
    share: new Float64Array(length),
  };
  for (let row = 0; row < length; row++) {
    columns.label[row] = row % groups;
    columns.location[row] = Math.floor(row / groups) % n;
    columns.period[row] = Math.floor(row / (groups * n));
  }
  return { locations, length, columns, labels: labels.slice(), periods };
}

/** Writes the shares where all people have been counted. */
export function writeShares({ people, seen, share }: GroupPeople["columns"]): void {
  for (let row = 0; row < share.length; row++) share[row] = seen[row] === 0 ? Number.NaN : people[row]! / seen[row]!;
}
