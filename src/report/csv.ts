import { checkOptions, fail } from "../core/check.ts";
import type { Column, Flows, GroupCounts, Released, Table } from "../types.ts";
import { checkPlain, checkReleasedCounts, checkReleasedFlows } from "./released.ts";

/**
 * CSV: released results, and tables that are not about people, as text for spreadsheets and statistics programs.
 *
 * Text is written exactly as it is, so that ids join again with the tables they came from. A spreadsheet takes text that
 * begins with = + - or @ for a formula: let it read a column of ids or names given by others as text.
 */

export interface CsvOptions {
  /** Between the fields of a row; the comma of RFC 4180 unless given. */
  readonly separator?: "," | ";" | "\t" | "|";
}

/** A table about places or facts. A table of people has `users`, and is refused. */
export type PlainTable = Table & { readonly users?: never };

const SEPARATORS = [",", ";", "\t", "|"];

/**
 * How does a table read in other programs? A table that is not about people as CSV.
 *
 * **How** RFC 4180: a line of names, then a line per row; a field with the separator, a quote or a line end stands in
 * quotes, quotes in it doubled. Numbers are written with all their digits, the shortest text that reads back as the same
 * double; NaN as an empty field. Lines end in \n alone, and a line that would be empty holds "" instead.
 *
 * @param table - a table without users: locations, refused rows, the parameters of a model
 * @param options - the separator
 * @returns the text, every line ended; empty for a table without columns
 * @throws RangeError for a table that has users or columns about people (count and release it: `releaseTable`), and for another
 * separator
 *
 * **Cost** O(cells)
 *
 * [rfc-4180]
 *
 * @example
 * formatTable(createTable({ id: ["A", "B, C"], share: Float64Array.of(0.1, NaN) })); // 'id,share\nA,0.1\n"B, C",\n'
 */
export function formatTable(table: PlainTable, options: CsvOptions = {}): string {
  const where = "formatTable";
  checkPlain(where, table);
  return csvOf(where, table.columns, table.length, options);
}

/**
 * Which flows are shown? Released flows as CSV with the columns origin, destination, flow and people.
 *
 * @param released - flows that have passed a release rule; a pair that is not listed is hidden or zero
 * @param options - the separator
 * @returns the text, one line per shown flow in the order of origin and destination; the rule is not in the text and
 * belongs beside the file
 * @throws RangeError for flows that are not released or show fewer people than their threshold
 *
 * **Cost** O(flows shown)
 *
 * [rfc-4180]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const flows = { locations, ...sparseFromDense(2, 2, [0, 40, 3, 0]), people: Uint32Array.of(31, 2) };
 * formatFlowsCsv(releaseFlows(flows, { minPeople: 16 })); // 'origin,destination,flow,people\nA,B,40,31\n'
 */
export function formatFlowsCsv(released: Released<Flows>, options: CsvOptions = {}): string {
  const where = "formatFlowsCsv";
  checkReleasedFlows(where, released);
  const { locations, offsets, index, value, people } = released.shown;
  const { id } = locations.columns;
  const origin: string[] = [];
  for (let r = 0; r < locations.length; r++) for (let k = offsets[r]!; k < offsets[r + 1]!; k++) origin.push(id[r]!);
  const destination = Array.from(index, (row) => id[row]!);
  return csvOf(where, { origin, destination, flow: value, people }, origin.length, options);
}

/**
 * How many people of which group are where? Released counts as CSV with the columns location, group and people.
 *
 * @param released - counts that have passed a release rule
 * @param options - the separator
 * @returns the text, one line per location and group; people is empty where hidden. The rule is not in the text and
 * belongs beside the file
 * @throws RangeError for counts that are not released or show fewer people than their threshold
 *
 * **Cost** O(locations · groups)
 *
 * [rfc-4180]
 *
 * @example
 * const locations = createLocations("zones", ["A"], [85.3], [27.7]);
 * const counts = { locations, labels: ["locals", "refugees"], count: Float64Array.of(900, 4) };
 * formatCountsCsv(releaseCounts(counts, { minPeople: 16 })); // 'location,group,people\nA,locals,900\nA,refugees,\n'
 */
export function formatCountsCsv(released: Released<GroupCounts>, options: CsvOptions = {}): string {
  const where = "formatCountsCsv";
  checkReleasedCounts(where, released);
  const { locations, labels, count } = released.shown;
  const groups = labels.length;
  const location = Array.from(count, (_, cell) => locations.columns.id[Math.floor(cell / groups)]!);
  const group = Array.from(count, (_, cell) => labels[cell % groups]!);
  return csvOf(where, { location, group, people: count }, count.length, options);
}

/** Columns as CSV. */
export function csvOf(
  where: string,
  columns: Readonly<Record<string, Column>>,
  rows: number,
  options: CsvOptions,
): string {
  checkOptions(where, options, ["separator"]);
  const { separator = "," } = options;
  if (!SEPARATORS.includes(separator)) fail(where, "separator", 'one of "," ";" "\\t" "|"', separator);
  const names = Object.keys(columns);
  if (names.length === 0) return "";
  const needsQuotes = new RegExp(`["\\r\\n${separator}]`);
  const field = (cell: string | number): string => {
    if (typeof cell === "number") return Number.isNaN(cell) ? "" : String(cell);
    return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  const lines = [names.map(field).join(separator)];
  for (let r = 0; r < rows; r++) lines.push(names.map((name) => field(columns[name]![r]!)).join(separator));
  return lines.map((line) => `${line === "" ? '""' : line}\n`).join("");
}
