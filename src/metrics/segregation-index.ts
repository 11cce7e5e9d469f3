import type { AreaCounts } from "./segregation-counts.ts";

/**
 * A segregation index as an argument: one number of a table of counts, such as
 * `(counts) => dissimilarityIndex(counts, { group: "refugees" })`; NaN where it is not defined.
 */
export type SegregationIndex = (counts: AreaCounts) => number;
