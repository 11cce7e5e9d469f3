/** What may be shown: tables of counts with the cells of few people hidden. */

export type * from "../types.ts";
export { type ReleaseCountsOptions, type ReleaseFlowsOptions, releaseCounts, releaseFlows } from "./release.ts";
