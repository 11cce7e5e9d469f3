import { checkInteger, checkLength, checkOptions, checkText, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { Flows, GroupCounts, Released } from "../types.ts";
import type { PlainTable } from "./csv.ts";
import { checkPlain, checkReleasedCounts, checkReleasedFlows } from "./released.ts";

/**
 * A report for people: Markdown of headings, paragraphs, facts and tables, put together from parts. Every table of released
 * results says beside it by which rule it was released and how much is hidden. Ids, labels and facts are written so that
 * they read as they are, whatever signs of Markdown or HTML they hold.
 */

/** A piece of a report, made by one of the functions below. */
export interface ReportPart {
  readonly markdown: string;
}

export interface ReportOptions {
  /** The title, plain text. */
  readonly title: string;
  /** The parts in their order. */
  readonly parts: readonly ReportPart[];
}

/**
 * What was found, to be read by people? The parts as one page of Markdown under a title.
 *
 * @param options - the title and the parts
 * @returns Markdown (CommonMark with the tables of GitHub), parts apart by an empty line
 *
 * **Cost** O(length)
 *
 * @example
 * formatReport({ title: "Moves", parts: [heading("Data"), facts([["people", 900]])] }).split("\n")[2]; // ## Data
 */
export function formatReport(options: ReportOptions): string {
  const where = "formatReport";
  checkOptions(where, options, ["title", "parts"]);
  const { title, parts } = options;
  checkText(where, "title", title);
  checkList(where, "parts", parts);
  const texts = Array.from(parts, (part: Partial<ReportPart> | undefined, p) => {
    return part?.markdown ?? fail(where, `parts[${p}]`, 'a part such as heading("Data")', part);
  });
  return `${[`# ${plainText(title)}`, ...texts].join("\n\n")}\n`;
}

/**
 * A heading of the second level.
 *
 * @param text - plain text
 * @returns a part of a report
 * @example
 * heading("Flows").markdown; // ## Flows
 */
export function heading(text: string): ReportPart {
  checkText("heading", "text", text);
  return { markdown: `## ${plainText(text)}` };
}

/**
 * A paragraph in the author's own words.
 *
 * @param markdown - text that may use Markdown (links, emphasis); what comes from data belongs in `facts` or a table
 * @returns a part of a report
 * @example
 * paragraph("Antennas of *one* operator.").markdown; // Antennas of *one* operator.
 */
export function paragraph(markdown: string): ReportPart {
  checkText("paragraph", "markdown", markdown);
  return { markdown: markdown.trim() };
}

/**
 * Names and values in a table of two columns: numbers of records, parameters, the fit of a model. Facts are written as they
 * are given: a number of few people does not belong among them.
 *
 * @param rows - pairs of name and value; numbers that are not whole are written with six digits, NaN as "not defined"
 * @returns a part of a report
 * @example
 * facts([["records", 20000], ["deviance", 12.3456789]]).markdown.split("\n")[3]; // | deviance | 12.3457 |
 */
export function facts(rows: readonly (readonly [name: string, value: number | string])[]): ReportPart {
  const where = "facts";
  checkList(where, "rows", rows);
  for (const [r, row] of rows.entries()) {
    checkList(where, `rows[${r}]`, row);
    checkLength(where, `rows[${r}]`, row.length, 2);
    checkText(where, `rows[${r}][0]`, row[0]);
    if (typeof row[1] !== "number" && typeof row[1] !== "string")
      fail(where, `rows[${r}][1]`, "a number or text", row[1]);
  }
  return { markdown: tableOf(["fact", "value"], rows) };
}

/**
 * A table that is not about people: the coefficients of a model with their standard errors, say.
 *
 * @param table - a table without users; numbers are written as in `facts`
 * @returns a part of a report
 * @throws RangeError for a table that has users or columns about people
 * @example
 * plainTable(createTable({ name: ["distance"], estimate: Float64Array.of(-2.1) })).markdown.split("\n")[2]; // | distance | -2.1 |
 */
export function plainTable(table: PlainTable): ReportPart {
  checkPlain("plainTable", table);
  const names = Object.keys(table.columns);
  const rows = Array.from({ length: table.length }, (_, r) => names.map((name) => table.columns[name]![r]!));
  return { markdown: tableOf(names, rows) };
}

/**
 * The largest flows that may be shown, with the rule under the table.
 *
 * @param released - flows that have passed a release rule
 * @param rows - how many to list; fewer are listed if fewer are shown
 * @returns a part of a report: origin, destination, flow, people, the largest flow first, equal ones in the order of origin
 * and destination
 * @throws RangeError for flows that are not released, and for a number of rows below 1
 * @example
 * const locations = createLocations("zones", ["A", "B"], [85, 86], [27, 28]);
 * const flows = { locations, ...sparseFromDense(2, 2, [0, 40, 3, 0]), people: Uint32Array.of(31, 2) };
 * topFlows(releaseFlows(flows, { minPeople: 16 }), 10).markdown.split("\n")[4]; // | A | B | 40 | 31 |
 */
export function topFlows(released: Released<Flows>, rows: number): ReportPart {
  checkReleasedFlows("topFlows", released);
  checkInteger("topFlows", "rows", rows, 1);
  const { locations, offsets, index, value, people } = released.shown;
  const { id } = locations.columns;
  const origin = new Uint32Array(index.length);
  for (let r = 0; r < locations.length; r++) origin.fill(r, offsets[r], offsets[r + 1]);
  const order = Array.from(index, (_, k) => k).sort((a, b) => value[b]! - value[a]! || a - b);
  const listed = order.slice(0, rows);
  const cells = listed.map((k) => [id[origin[k]!]!, id[index[k]!]!, value[k]!, people[k]!]);
  const lead = leadOf(listed.length, order.length);
  const table = tableOf(["origin", "destination", "flow", "people"], cells);
  return {
    markdown: `${lead}\n\n${table}\n\n${ruleOf(released, "A pair that is not listed is hidden, zero or smaller.")}`,
  };
}

/**
 * The counts of people that may be shown, a row per location and a column per group, with the rule under the table.
 *
 * @param released - counts that have passed a release rule
 * @returns a part of a report; a hidden count reads "hidden"
 * @throws RangeError for counts that are not released
 * @example
 * const locations = createLocations("zones", ["A"], [85], [27]);
 * const counts = { locations, labels: ["locals", "refugees"], count: Float64Array.of(900, 4) };
 * countsTable(releaseCounts(counts, { minPeople: 16 })).markdown.split("\n")[2]; // | A | 900 | hidden |
 */
export function countsTable(released: Released<GroupCounts>): ReportPart {
  checkReleasedCounts("countsTable", released);
  const { locations, labels, count } = released.shown;
  const groups = labels.length;
  const cells = locations.columns.id.map((id, l) => {
    const people = Array.from(count.slice(l * groups, (l + 1) * groups));
    return [id, ...people.map((cell) => (Number.isNaN(cell) ? "hidden" : cell))];
  });
  return releasedPart(["location", ...labels], cells, released);
}

/** A table of released figures, with the rule under it. */
export function releasedPart(
  names: readonly string[],
  cells: readonly (readonly (number | string)[])[],
  released: Released<unknown>,
): ReportPart {
  return { markdown: `${tableOf(names, cells)}\n\n${ruleOf(released, "")}` };
}

/** What the table lists: "The 3 largest of the 20 flows shown:". */
function leadOf(listed: number, shown: number): string {
  if (shown === 0) return "No flow is shown:";
  if (shown === 1) return "The one flow shown:";
  if (listed === shown) return `The ${shown} flows shown:`;
  return listed === 1
    ? `The largest of the ${shown} flows shown:`
    : `The ${listed} largest of the ${shown} flows shown:`;
}

function ruleOf(released: Released<unknown>, more: string): string {
  const { rule, threshold, hiddenCells } = released;
  return `Release rule: ${plainText(rule)}. Threshold: ${threshold}. Hidden cells: ${hiddenCells}. ${more}`.trim();
}

/** A table with a column of numbers set to the right where every cell of it is a number or hidden. */
function tableOf(names: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  const isNumber = (c: number): boolean =>
    rows.some((row) => typeof row[c] === "number") &&
    rows.every((row) => typeof row[c] === "number" || row[c] === "hidden");
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(names.map(plainText)),
    line(names.map((_, c) => (isNumber(c) ? "---:" : "---"))),
    ...rows.map((row) => line(row.map((cell) => (typeof cell === "number" ? numberText(cell) : plainText(cell))))),
  ].join("\n");
}

function numberText(x: number): string {
  if (Number.isNaN(x)) return "not defined";
  if (Number.isInteger(x) || !Number.isFinite(x)) return String(x);
  return Math.abs(x) >= 1e5 ? String(Math.round(x)) : String(Number(x.toPrecision(6)));
}

/** Text on one line in which no sign means anything to Markdown or HTML. An underscore within a word means nothing anyway. */
function plainText(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*[\]<>|&~#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&");
}
