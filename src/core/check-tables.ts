import type { Columns, DenseMatrix, GroupCounts, Located, Locations, Sequences, Table, Zones } from "../types.ts";
import { checkInteger, checkLength, checkOffsets, fail, failInWords, isObject, shown } from "./check.ts";

/**
 * Checks of the shape of tables: has the value the columns and fields that a function is about to read? The sentence knows
 * what is often passed in place of a table. Nothing here looks at the rows; `checkTraces` and `checkSparse` do.
 */

/** Throws unless the value is a list or a typed array. */
export function checkList(where: string, name: string, value: ArrayLike<unknown>): void {
  if (!isList(value)) failShape(where, name, "a list or a typed array", value);
}

/** Throws unless the value is a list of finite numbers, or of NaN where a figure is not known; of so many, if that is given. */
export function checkFigures(
  where: string,
  name: string,
  value: ArrayLike<number>,
  length: number = value.length,
): void {
  checkList(where, name, value);
  checkLength(where, name, value.length, length);
  for (let i = 0; i < value.length; i++) {
    const figure = value[i]!;
    if (typeof figure !== "number" || Math.abs(figure) === Infinity) {
      fail(where, `${name}[${i}]`, "a finite number, or NaN for none", figure);
    }
  }
}

/** Throws unless the value is an object that has these lists. */
export function checkLists(where: string, name: string, value: unknown, lists: readonly string[], such: string): void {
  if (!isObject(value) || !lists.every((list) => isList(value[list]))) failShape(where, name, such, value);
}

/** Throws unless the value is a table with at least these columns, all of the table's length. */
export function checkTable(
  where: string,
  name: string,
  value: Table,
  columns: readonly string[],
  such: string = columns.length === 0 ? "a table" : `a table with the columns ${columns.join(", ")}`,
): void {
  const held: unknown = isObject(value) ? value.columns : null;
  if (!isObject(held) || !columns.every((column) => isList(held[column]))) failShape(where, name, such, value);
  checkInteger(where, `${name}.length`, value.length, 0);
  for (const column of columns) {
    checkLength(where, `${name}.columns.${column}`, value.columns[column]!.length, value.length);
  }
}

/** Throws unless the value is a table of locations. */
export function checkLocations(where: string, name: string, value: Locations): void {
  checkTable(where, name, value, ["id", "lon", "lat"], "a table of locations");
  if (typeof value.key !== "string") failShape(where, name, "a table of locations made by createLocations", value);
}

/** Throws unless the value is a table of zones with their borders. */
export function checkZones(where: string, name: string, value: Zones): void {
  const such = "zones with their borders, as readZones and buildZones make them";
  checkLists(where, name, value, ["areaM2", "polygonOffsets", "ringOffsets", "pointOffsets", "points"], such);
  checkLocations(where, name, value);
}

/** Throws unless the value is a table of people over locations that has these columns. */
export function checkPeople(
  where: string,
  name: string,
  value: Located & Table & { readonly users: readonly string[] },
  columns: readonly string[],
): void {
  checkTable(where, name, value, columns);
  checkList(where, `${name}.users`, value.users);
  checkLocations(where, `${name}.locations`, value.locations);
}

/** Throws unless the value is a table over locations, with these columns and a run of rows for each user. */
export function checkSequences<C extends Columns>(
  where: string,
  name: string,
  value: Located & Sequences<C>,
  columns: readonly (keyof C & string)[],
): void {
  checkPeople(where, name, value, columns);
  checkList(where, `${name}.offsets`, value.offsets);
  checkOffsets(where, `${name}.offsets`, value.offsets, value.users.length, value.length);
}

/** Throws unless the value holds a count for each group in each location. */
export function checkCounts(where: string, name: string, value: GroupCounts): void {
  checkLists(where, name, value, ["labels", "count"], "counts of people { locations, labels, count }");
  checkLocations(where, `${name}.locations`, value.locations);
  checkLength(where, `${name}.count`, value.count.length, value.locations.length * value.labels.length);
}

/** Throws unless the value is a full matrix, with as many columns as rows if it is to be square. */
export function checkDense(where: string, name: string, value: DenseMatrix, square: boolean = false): void {
  const such = "a full matrix { rows, columns, value }";
  checkLists(where, name, value, ["value"], such);
  if (!Number.isInteger(value.rows) || !Number.isInteger(value.columns)) failShape(where, name, such, value);
  if (square) checkLength(where, `${name}.columns`, value.columns, value.rows);
  checkLength(where, `${name}.value`, value.value.length, value.rows * value.columns);
}

/** Throws the sentence about a value that has not the shape asked for, with a remedy where the mistake is a known one. */
export function failShape(where: string, name: string, such: string, value: unknown): never {
  const [got, remedy] = described(value);
  failInWords(where, name, such, got, remedy);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !("columns" in value) &&
    Number.isInteger((value as { readonly length?: unknown }).length)
  );
}

/** Tables that stand beside what a result is about. */
const BESIDE = ["locations", "from", "to", "refused"];

function isTable(value: unknown): boolean {
  return isObject(value) && isObject(value["columns"]);
}

/** What a value is, in words, and what to do about it. */
function described(value: unknown): readonly [got: string, remedy?: string] {
  if (!isObject(value)) return [shown(value)];
  const part = ["calls", "antennas", "zones"].find((each) => each in value);
  if (part !== undefined && "refused" in value) return ["the whole result of a reading", `the table is its .${part}`];
  if ("shown" in value && "rule" in value)
    return ["a released result", "what it does not show may be hidden, not zero"];
  if (typeof value["then"] === "function") return ["a promise", "await it first"];
  if ("to1DArray" in value) return ["a matrix of ml-matrix"];
  if (isObject(value["columns"])) return [`a table with the columns ${Object.keys(value["columns"]).join(", ")}`];
  if (!("offsets" in value && "index" in value && "value" in value)) {
    const table = Object.keys(value).find((key) => !BESIDE.includes(key) && isTable(value[key]));
    return table === undefined ? [shown(value)] : [shown(value), `its .${table} is a table`];
  }
  return ["a sparse matrix", "it is no table: toMatrix shows its cells, and a release of flows its rows as CSV"];
}
