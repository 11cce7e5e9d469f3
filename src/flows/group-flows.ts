import { checkOptions, fail } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkList, checkLists, checkSequences } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkNamedWindows } from "../core/hours.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Flows, Located, SparseMatrix } from "../types.ts";
import { copiedWindows, type Windowed } from "./group-flows-cells.ts";
import type { UserFlows } from "./group-flows-users.ts";

/** Origin–destination tables by window and group: those of window w and group g are flows[w · labels.length + g]. */
export type GroupFlows = Located & Windowed & { readonly labels: readonly string[]; readonly flows: readonly Flows[] };

/** Which group and which window is meant, by their names. */
export interface GroupWindow {
  readonly label: string;
  readonly window: string;
}

/**
 * From where to where does each group move in working hours, in the evening, on the weekend? The origin–destination tables whose
 * likeness is a group's mobility similarity.
 *
 * **How** value[origin, destination] = moves of the users of the group in the window; people = distinct users among them.
 *
 * @param moves - the moves of each user by window, from `countUserFlows` or `countUserTripFlows`
 * @param options - the group of each user and the names of the groups: both or neither
 * @returns a table of flows for each window and group: `selectGroupFlows` takes one. Tables of parts of the users add up; one
 * is released by `releaseFlows`
 * @throws RangeError for a user who stands twice, a window or place that is not there, or groups without names
 *
 * **Cost** O(rows + windows · groups · locations)
 *
 * [bakker-2019]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
 * const columns = { window: new Uint32Array(2), origin: Uint32Array.of(0, 0), destination: Uint32Array.of(1, 1), moves: Uint32Array.of(2, 3) };
 * const moves = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 1, 2), length: 2, columns, windows: [{ id: "day", fromHour: 6, toHour: 22 }] };
 * const flows = countGroupFlows(moves, { groupOf: [0, 0], labels: ["refugees"] });
 * const { value, people } = selectGroupFlows(flows, { label: "refugees", window: "day" });
 * [value, people]; // [ Float64Array(1) [ 5 ], Uint32Array(1) [ 2 ] ]
 */
export function countGroupFlows(moves: UserFlows, options: GroupsOptions = {}): GroupFlows {
  const where = "countGroupFlows";
  checkSequences(where, "moves", moves, ["window", "origin", "destination", "moves"]);
  checkUsersOnce(where, "moves", moves.users);
  checkNamedWindows(where, moves.windows);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { groupOf, labels } = checkGroups(where, options, moves.users.length);
  const { locations, columns } = moves;
  const n = locations.length;
  checkLocated(where, "moves.columns.origin", columns.origin, n);
  checkLocated(where, "moves.columns.destination", columns.destination, n);
  const flows = groupMatrices(
    where,
    moves,
    { window: columns.window, row: columns.origin, column: columns.destination, count: columns.moves },
    { groupOf, labels, rows: n, columns: n },
  ).map((matrix): Flows => ({ locations, ...matrix }));
  return { locations, labels, windows: copiedWindows(moves.windows), flows };
}

/**
 * The flows of one group in one window.
 *
 * @param flows - flows by window and group
 * @param options - the names of the group and of the window
 * @returns the flows, as they stand in the table
 * @throws RangeError for a name that is not there
 * @example
 * const flows = { offsets: Uint32Array.of(0, 0), index: new Uint32Array(0), value: new Float64Array(0), people: new Uint32Array(0) };
 * const locations = createLocations("zones", ["A"], [29], [41]);
 * const windows = [{ id: "work", fromHour: 9, toHour: 17 }];
 * const groups = { locations, labels: ["locals"], windows, flows: [{ locations, ...flows }] };
 * selectGroupFlows(groups, { label: "locals", window: "work" }).value.length; // 0
 */
export function selectGroupFlows(flows: GroupFlows, options: GroupWindow): Flows {
  const where = "selectGroupFlows";
  checkLists(where, "flows", flows, ["labels", "windows", "flows"], "flows by window and group, from countGroupFlows");
  const { window, label } = groupWindowOf(where, flows, options);
  return flows.flows[window * flows.labels.length + label]!;
}

/** The numbers of a window and a label. */
export function groupWindowOf(
  where: string,
  { windows, labels }: Windowed & { readonly labels: readonly string[] },
  options: GroupWindow,
): { window: number; label: number } {
  checkNamedWindows(where, windows);
  checkList(where, "labels", labels);
  checkOptions(where, options, ["label", "window"]);
  const label = labels.indexOf(options.label);
  if (label < 0) fail(where, "label", `one of the labels (${labels.join(", ")})`, options.label);
  const names = windows.map(({ id }) => id);
  const window = names.indexOf(options.window);
  if (window < 0) fail(where, "window", `one of the windows (${names.join(", ")})`, options.window);
  return { window, label };
}

/** Cells that users have in windows. */
interface CellColumns {
  readonly window: Uint32Array;
  readonly row: ArrayLike<number>;
  readonly column: ArrayLike<number>;
  readonly count: Uint32Array;
}

/** For each window and group the sum of its users' cells, and how many users stand behind each entry. */
export function groupMatrices(
  where: string,
  { users, offsets, length, windows }: Pick<UserFlows, "users" | "offsets" | "length" | "windows">,
  cells: CellColumns,
  { groupOf, labels, rows, columns }: Required<GroupsOptions> & { readonly rows: number; readonly columns: number },
): (SparseMatrix & { readonly people: Uint32Array })[] {
  const groups = labels.length;
  const bucketOf = new Uint32Array(length);
  const sizes = new Uint32Array(windows.length * groups);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const window = cells.window[i]!;
      if (window >= windows.length) fail(where, `columns.window[${i}]`, `below the ${windows.length} windows`, window);
      bucketOf[i] = window * groups + groupOf[u]!;
      sizes[bucketOf[i]!]!++;
    }
  }
  const parts = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(sizes.length);
  for (let i = 0; i < length; i++) {
    const bucket = bucketOf[i]!;
    parts[bucket]![filled[bucket]!++] = i;
  }
  return parts.map((part) => {
    const row = part.map((i) => cells.row[i]!);
    const column = part.map((i) => cells.column[i]!);
    const matrix = sparseFromEntries(
      rows,
      columns,
      row,
      column,
      part.map((i) => cells.count[i]!),
    );
    const people = sparseFromEntries(rows, columns, row, column, new Uint8Array(part.length).fill(1));
    return { ...matrix, people: Uint32Array.from(people.value) };
  });
}
