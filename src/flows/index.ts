/** From people to pairs of locations: origin–destination counts, transitions, residents by group, marginals. */

export type * from "../types.ts";
export { type CountDayPairsOptions, countDirectedPairs, countUndirectedPairs } from "./day-pairs.ts";
export { countHomeChanges, type HomeChanges } from "./home-changes.ts";
export { countInflows, countOutflows } from "./marginals.ts";
export {
  type CountMeaningfulFlowsOptions,
  countMeaningfulFlows,
  countMeaningfulPlaces,
  type LabelledPlaces,
  type MeaningfulCounts,
  type MeaningfulFlows,
} from "./meaningful-places.ts";
export { type CountFlowsOptions, countFlows } from "./od-counts.ts";
export { addFlows } from "./partitions.ts";
export { type CountResidentsOptions, countResidents, type Residents } from "./residents.ts";
export { type ClassCounts, type CountUserClassesOptions, countUserClasses } from "./sociometer-counts.ts";
export { type CountFlowsFromHomeOptions, countFlowsFromHome, type FlowsFromHome } from "./sociometer-flows.ts";
export { type CountTransitionsOptions, countTransitions } from "./transitions.ts";
export {
  type CountHourlyVisitorsOptions,
  type CountVisitorsOptions,
  countHourlyVisitors,
  countVisitors,
  type HourlyVisitors,
  type Visitors,
} from "./visitor-counts.ts";
