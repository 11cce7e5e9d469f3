/** From people to pairs of locations: origin–destination counts, transitions, residents by group, marginals. */

export type { TripEnds } from "../core/check-trips.ts";
export type * from "../types.ts";
export { countResidentsByPeriod, type ResidentsByPeriod } from "./before-residents.ts";
export { type CountDayPairsOptions, countDirectedPairs, countUndirectedPairs } from "./day-pairs.ts";
export {
  type AboveNormalFlows,
  type CompareDisplacedFlowsOptions,
  compareDisplacedFlows,
} from "./displacement-above-normal.ts";
export {
  type CountDisplacementOptions,
  countDisplacement,
  type DisplacementCountColumns,
  type DisplacementCounts,
} from "./displacement-counts.ts";
export { type CountDisplacedFlowsOptions, countDisplacedFlows, type DisplacedFlows } from "./displacement-flows.ts";
export { type PopulationFlows, weightFlowsFromHomes } from "./displacement-weights.ts";
export { countGroupFlows, type GroupFlows, type GroupWindow, selectGroupFlows } from "./group-flows.ts";
export type { Windowed } from "./group-flows-cells.ts";
export {
  type CountUserPlaceHoursOptions,
  countGroupPlaceHours,
  countUserPlaceHours,
  type GroupPlaceHours,
  selectPlaceHours,
  type UserPlaceHours,
} from "./group-flows-hours.ts";
export {
  ACTIVITY_WINDOWS,
  type CountUserFlowsOptions,
  type CountUserTripFlowsOptions,
  countUserFlows,
  countUserTripFlows,
  type UserFlows,
} from "./group-flows-users.ts";
export { countGroupHours, type GroupHours, type GroupHoursOptions, hoursOfDay } from "./group-hours.ts";
export type { GroupPeople } from "./group-labels.ts";
export { countGroupPresence, countGroupResidents, type GroupPresenceOptions } from "./group-presence.ts";
export { type PeopleByGroup, type SelectGroupCountsOptions, selectGroupCounts } from "./group-selection.ts";
export { countHomeChanges, type HomeChanges } from "./home-changes.ts";
export {
  type CountHourlyDeparturesOptions,
  type CountHourlyFlowsOptions,
  countHourlyDepartures,
  countHourlyFlows,
  type HourlyDepartures,
  type HourlyFlows,
} from "./hourly-flows.ts";
export { countInflows, countOutflows } from "./marginals.ts";
export {
  type CountMeaningfulFlowsOptions,
  countMeaningfulFlows,
  countMeaningfulPlaces,
  type LabelledPlaces,
  type MeaningfulCounts,
  type MeaningfulFlows,
} from "./meaningful-places.ts";
export { countNetFlows } from "./migration-net.ts";
export { type CountMigrationRiskOptions, countMigrationRisk, type MigrationRisk } from "./migration-risk.ts";
export { type CountFlowsOptions, countFlows } from "./od-counts.ts";
export { addFlows } from "./partitions.ts";
export { type CountResidentsOptions, countResidents, type Residents } from "./residents.ts";
export { type CommuterRows, type CountSiteCommutersOptions, countSiteCommuters } from "./site-commuters.ts";
export { type ClassCounts, type CountUserClassesOptions, countUserClasses } from "./sociometer-counts.ts";
export { type CountFlowsFromHomeOptions, countFlowsFromHome, type FlowsFromHome } from "./sociometer-flows.ts";
export {
  type CountTemporaryMigrantsOptions,
  countTemporaryMigrants,
  type ResidenceSpells,
  TEMPORARY_MIGRANTS_DEFAULTS,
  type TemporaryMigrants,
  type TemporaryMoves,
} from "./temporary-migrants.ts";
export {
  type AreaScore,
  byCount,
  byDensity,
  detectTopAreas,
  type TopAreas,
  type TopAreasOptions,
} from "./top-areas.ts";
export { type ExpandedGroup, type ExpandOptions, expandToPopulation } from "./top-expansion.ts";
export { type CountTransitionsOptions, countTransitions } from "./transitions.ts";
export { type CountTripFlowsOptions, countTripFlows, type TripFlows } from "./trip-flows.ts";
export {
  type CountHourlyVisitorsOptions,
  type CountVisitorsOptions,
  countHourlyVisitors,
  countVisitors,
  type HourlyVisitors,
  type Visitors,
} from "./visitor-counts.ts";
