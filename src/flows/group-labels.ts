import type { Located, Periods, Table } from "../types.ts";

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
  return { locations, length, columns, labels, periods };
}

/** Writes the shares where all people have been counted. */
export function writeShares({ people, seen, share }: GroupPeople["columns"]): void {
  for (let row = 0; row < share.length; row++) share[row] = seen[row] === 0 ? Number.NaN : people[row]! / seen[row]!;
}
