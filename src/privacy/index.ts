/** What may be shown: tables of counts with the cells of few people hidden. */

export type { PeopleAcross, PeopleLayout, PeopleSum, PeopleTable, ReleasedTable } from "../core/people-tables.ts";
export type * from "../types.ts";
export { type ReleaseCountsOptions, type ReleaseFlowsOptions, releaseCounts, releaseFlows } from "./release.ts";
export { type ReleaseCurveOptions, releaseCurve } from "./release-curve.ts";
export { type CountedPeople, type ReleaseTableOptions, releaseTable } from "./release-table.ts";
