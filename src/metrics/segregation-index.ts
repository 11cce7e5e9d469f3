import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import type { AreaCounts } from "./segregation-counts.ts";

/**
 * A segregation index as an argument: one number of a table of counts, such as
 * `(counts) => dissimilarityIndex(counts, { group: "refugees" })`; NaN where it is not defined. It must not keep or change the
 * counts that it is given: the next ones are written over them.
 */
export type SegregationIndex = (counts: AreaCounts) => number;

const SUCH = 'an index of counts such as (counts) => dissimilarityIndex(counts, { group: "a" })';

/** Throws unless the value is a function of counts. */
export function checkIndex(where: string, index: SegregationIndex): void {
  checkFunction(where, "index", index, SUCH, 1);
}

/** The index of counts; throws where it is no number. */
export function indexValue(where: string, index: SegregationIndex, counts: AreaCounts): number {
  const value: unknown = index(counts);
  checkAnswer(where, "index", index, value, SUCH);
  if (typeof value !== "number") checkFunction(where, "index", value, `${SUCH}, which gives a number`);
  return value as number;
}
