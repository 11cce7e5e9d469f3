import { checkInteger, checkLength, checkNumber, fail } from "../core/check.ts";
import { checkSparse } from "../core/sparse.ts";
import type { Flows, GroupCounts, Released } from "../types.ts";

/**
 * The gate before every output: what is written must have passed a release rule and must keep to its threshold, also when
 * it was read from a file or put together by hand. Messages name the cell, never the number that should be hidden.
 */

/** Throws unless the flows are a released result that shows no cell with fewer people than its threshold. */
export function checkReleasedFlows(where: string, released: Released<Flows>): void {
  checkReleased(where, released, "releaseFlows");
  const { shown, threshold } = released;
  const n = shown.locations.length;
  checkSparse(where, "released.shown", shown, n, n);
  checkLength(where, "released.shown.people", shown.people.length, shown.index.length);
  for (let k = 0; k < shown.people.length; k++) {
    if (!(shown.people[k]! >= threshold))
      fail(where, `released.shown.people[${k}]`, "at least the threshold", "fewer people");
  }
}

/** Throws unless the counts are a released result that shows no count below its threshold. */
export function checkReleasedCounts(where: string, released: Released<GroupCounts>): void {
  checkReleased(where, released, "releaseCounts");
  const { shown, threshold } = released;
  checkLength(where, "released.shown.count", shown.count.length, shown.locations.length * shown.labels.length);
  for (let i = 0; i < shown.count.length; i++) {
    if (shown.count[i]! < threshold)
      fail(where, `released.shown.count[${i}]`, "NaN or at least the threshold", "fewer people");
  }
}

function checkReleased(where: string, released: Partial<Released<unknown>>, maker: string): void {
  const whole = typeof released.shown === "object" && typeof released.rule === "string";
  if (!whole) fail(where, "released", `a released result, made by ${maker}`, released);
  checkNumber(where, "released.threshold", released.threshold!);
  checkInteger(where, "released.hiddenCells", released.hiddenCells!, 0);
}
