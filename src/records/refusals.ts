import { checkTable } from "../core/check-tables.ts";
import { createTable } from "../core/table.ts";
import type { Refused, Table } from "../types.ts";

/**
 * Why a row was not taken. A bad row is never dropped in silence and never stops a reading: it comes back with its
 * number and the first of these reasons, in this order, that holds for it; rows kept + rows refused = rows given.
 */
export const REFUSAL_REASONS = [
  // The row as such.
  "wrong number of fields",
  "quotation mark out of place",
  "value that is not text, a number or a date",
  // Call records, in the order in which a record is checked.
  "caller or callee missing",
  "user or host missing",
  "direction not among the given texts",
  "kind not among the given texts",
  "time missing",
  "time not in the given format",
  "time without its zone",
  "date or time of day that does not exist",
  "local time skipped by a change of the clock",
  "local time repeated by a change of the clock",
  "time outside 1970 to 2106",
  "call without duration",
  "duration not a number of seconds",
  "negative duration",
  "antenna not in the table",
  "no antenna known",
  "id not in UTF-8",
  "duplicate of an earlier row",
  // Antennas and zones.
  "id missing",
  "geometry not a point",
  "geometry not a polygon",
  "coordinate missing",
  "coordinate not a number",
  "coordinate out of range",
  "ring with fewer than three different corners",
  "shape without area",
  "id given earlier with the same place",
  "id given earlier with another place",
  "id given earlier with the same shape",
  "id given earlier with another shape",
  // Figures about places.
  "id not in the table",
  "id given earlier",
  "figure not a number",
] as const;

/** One of the reasons why a row was refused. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/**
 * Why were rows refused, and how many for which reason?
 *
 * **How** The rows of each reason are counted; reasons with equally many rows stand in the order of `REFUSAL_REASONS`, any
 * that are not among them last.
 *
 * @param refused - the refused rows of a reading
 * @returns one row per reason that occurs, the most frequent first; `rows` add up to refused.length
 * @throws RangeError for anything but a table with a column of reasons
 * **Cost** O(refused rows)
 * @example
 * const text = "cell,lon,lat\nA,85.3,27.7\nB,,27.6\nC,85.4,127\nD,,27.5";
 * const { refused } = readAntennas(text, { id: "cell", lon: "lon", lat: "lat" });
 * rowsOf(countRefused(refused)); // [ { reason: 'coordinate missing', rows: 2 }, { reason: 'coordinate out of range', rows: 1 } ]
 */
export function countRefused(
  refused: Refused,
): Table<{ readonly reason: readonly string[]; readonly rows: Uint32Array }> {
  checkTable("countRefused", "refused", refused, ["reason"]);
  const counts = new Map<string, number>(REFUSAL_REASONS.map((reason) => [reason, 0]));
  for (const reason of refused.columns.reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const found = [...counts].filter(([, rows]) => rows > 0).sort((a, b) => b[1] - a[1]);
  return createTable({ reason: found.map(([reason]) => reason), rows: Uint32Array.from(found, ([, rows]) => rows) });
}

/** Refused rows while they are collected. */
export interface RefusalList {
  readonly rows: number[];
  readonly reasons: RefusalReason[];
}

/** An empty list of refused rows. */
export function createRefusalList(): RefusalList {
  return { rows: [], reasons: [] };
}

/** Notes a refused row. */
export function refuse(list: RefusalList, row: number, reason: RefusalReason): void {
  list.rows.push(row);
  list.reasons.push(reason);
}

/** The refused rows as a table. */
export function refusedTable(list: RefusalList): Refused {
  return createTable({ row: Float64Array.from(list.rows), reason: list.reasons });
}
