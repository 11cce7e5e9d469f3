import { checkInteger, checkNumber, fail, failInWords, isObject } from "../core/check.ts";
import { checkCounts, checkList, checkTable } from "../core/check-tables.ts";
import { columnsOfPeople, type ReleasedTable } from "../core/people-tables.ts";
import { checkPeopleOfFlows } from "../core/sparse.ts";
import type { Flows, GroupCounts, Released, Table } from "../types.ts";

/**
 * The gate before every output: what is written must have passed a release rule and must keep to its threshold, also when
 * it was read from a file or put together by hand. Messages name the cell, never the number that should be hidden.
 */

/** Throws unless the flows are a released result that shows no cell with fewer people than its threshold. */
export function checkReleasedFlows(where: string, released: Released<Flows>): void {
  checkReleased(where, released, "releaseFlows");
  const { shown, threshold } = released;
  checkPeopleOfFlows(where, "released.shown", shown);
  for (let k = 0; k < shown.people.length; k++) {
    if (!(shown.people[k]! >= threshold))
      failInWords(where, `released.shown.people[${k}]`, "at least the threshold", "fewer people");
  }
}

/** Throws unless the counts are a released result that shows no count below its threshold. */
export function checkReleasedCounts(where: string, released: Released<GroupCounts>): void {
  checkReleased(where, released, "releaseCounts");
  const { shown, threshold } = released;
  checkCounts(where, "released.shown", shown);
  for (let i = 0; i < shown.count.length; i++) {
    if (shown.count[i]! < threshold)
      failInWords(where, `released.shown.count[${i}]`, "NaN or at least the threshold", "fewer people");
  }
}

/** Throws unless the table is a released result that shows no count of people below its threshold. */
export function checkReleasedPeople(where: string, released: ReleasedTable): void {
  checkReleased(where, released, "releaseTable or releaseCurve");
  const { shown, threshold } = released;
  checkTable(where, "released.shown", shown, []);
  const { persons, people } = columnsOfPeople(shown);
  if ("users" in shown || "offsets" in shown || persons.length > 0)
    failInWords(where, "released.shown", "a table that counts people", "a table of users");
  checkList(where, "released.shown.counts", shown.counts);
  // In a curve the first step is of nobody.
  const isCurve = "atRisk" in shown.columns && ("survival" in shown.columns || "share" in shown.columns);
  const all = [...shown.counts, ...people.filter((name) => !isCurve || name === "atRisk")];
  for (const name of all) {
    checkTable(where, "released.shown", shown, [name]);
    for (let r = 0; r < shown.length; r++) {
      if ((shown.columns[name]![r] as number) < threshold)
        failInWords(where, `released.shown.columns.${name}[${r}]`, "NaN or at least the threshold", "fewer people");
    }
  }
}

/** Throws unless the value is a table, and not one of people. */
export function checkPlain(where: string, table: Table): void {
  checkTable(where, "table", table, []);
  const such = "one without users: count and release what is about people";
  if ("users" in table || "offsets" in table) failInWords(where, "table", such, "a table of users");
  const { persons, people } = columnsOfPeople(table);
  if (persons.length > 0) failInWords(where, "table", such, `a table with the column ${persons[0]}`);
  const remedy = "releaseTable or releaseCurve first, then formatPeopleCsv or peopleTable";
  if (people.length > 0)
    failInWords(where, "table", "one that is not about people", `one with the column ${people[0]}`, remedy);
}

function checkReleased(where: string, released: Partial<Released<unknown>>, maker: string): void {
  const given: unknown = released;
  if (!isObject(given) || !isObject(given["shown"]) || typeof given["rule"] !== "string") {
    fail(where, "released", `a released result, made by ${maker}`, given);
  }
  checkNumber(where, "released.threshold", released.threshold!);
  checkInteger(where, "released.hiddenCells", released.hiddenCells!, 0);
}
