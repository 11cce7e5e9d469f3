import { checkInteger, checkNumber, fail, failInWords, isObject } from "../core/check.ts";
import { checkCounts, checkTable } from "../core/check-tables.ts";
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

/** Throws unless the value is a table, and not one of people. */
export function checkPlain(where: string, table: Table): void {
  checkTable(where, "table", table, []);
  const such = "one without users: count and release what is about people";
  if ("users" in table) failInWords(where, "table", such, "a table of users");
}

function checkReleased(where: string, released: Partial<Released<unknown>>, maker: string): void {
  const given: unknown = released;
  if (!isObject(given) || !isObject(given["shown"]) || typeof given["rule"] !== "string") {
    fail(where, "released", `a released result, made by ${maker}`, given);
  }
  checkNumber(where, "released.threshold", released.threshold!);
  checkInteger(where, "released.hiddenCells", released.hiddenCells!, 0);
}
