/** Places: where people are and where they live. */

export type * from "../types.ts";
export { busiestWeeksFirst, calendarWeeks, type WeekOrder } from "./call-profile-weeks.ts";
export {
  buildCallProfiles,
  CALL_PROFILE_DEFAULTS,
  type CallProfiles,
  type CallProfilesOptions,
} from "./call-profiles.ts";
export { type AwayFromOptions, awayFrom, type KnownPlaces } from "./criteria-away.ts";
export { type MostDaysOptions, modalDailyLocation, mostDays } from "./criteria-days.ts";
export { type LongestDwellOptions, longestDwell, type MostDwellDaysOptions, mostDwellDays } from "./criteria-dwell.ts";
export {
  type MostNightEventsOptions,
  type MostWeekendEventsOptions,
  mostEvents,
  mostNightEvents,
  mostWeekendEvents,
} from "./criteria-events.ts";
export { type HierarchicalModeOptions, hierarchicalMode } from "./criteria-hierarchical.ts";
export { type ModalLastLocationOptions, modalLastLocation } from "./criteria-last-location.ts";
export { type HalfPlusOneOptions, halfPlusOne } from "./criteria-majority.ts";
export { type WithinRadiusOptions, withinRadius } from "./criteria-nearby.ts";
export { type MostNightsOptions, mostNights } from "./criteria-nights.ts";
export { detectPresentHomes, type PresentHomesOptions } from "./criteria-present.ts";
export { type MostSilencesOptions, mostSilences } from "./criteria-silences.ts";
export {
  buildDailyLocations,
  type DailyLocationsOptions,
  type DailyRule,
  type DayChooser,
  type DayFound,
  lastOfDay,
  mostEventsOfDay,
} from "./daily-location.ts";
export { type MostHoursOfNightOptions, mostHoursOfNight } from "./daily-rules-night.ts";
export { type DwellsOptions, detectDwells } from "./dwells.ts";
export { atLastEvent, type DwellBoundary, halfwayToNextEvent, untilNextEvent } from "./dwells-boundary.ts";
export {
  compareHomeCriteria,
  type HomeAgreement,
  type HomeAgreementOptions,
  measureHomeDistances,
} from "./home-agreement.ts";
export { type HomeConfidence, type HomeConfidenceOptions, measureHomeConfidence } from "./home-confidence.ts";
export type { HomeCounter, HomeCriterion, Scoreboard, Whereabouts } from "./home-criteria.ts";
export { detectHomes, type HomesOptions } from "./homes.ts";
export {
  detectHomesByPeriod,
  detectStableHomes,
  type HomesByPeriodOptions,
  type StableHomesOptions,
} from "./homes-by-period.ts";
export { type ContinuedHomesOptions, detectContinuedHomes } from "./homes-continued.ts";
export { selectHomesOfPeriod } from "./homes-of-period.ts";
export type {
  LeaderClusterColumns,
  LeaderClusters,
  LeaderMemberColumns,
  LeaderTotalColumns,
} from "./important-clusters.ts";
export {
  detectImportantPlaces,
  type ImportantPlaceColumns,
  type ImportantPlaces,
  type ImportantPlacesOptions,
} from "./important-detection.ts";
export {
  measurePlaceFeatures,
  type PlaceFeatureColumns,
  type PlaceFeatures,
  type PlaceFeaturesOptions,
} from "./important-features.ts";
export {
  HOUR_SCORE_DEFAULTS,
  type HourScores,
  type HourScoresOptions,
  measureHourScores,
  measurePlaceHourScores,
  type PlaceHourScores,
} from "./important-hour-scores.ts";
export {
  detectMeaningfulPlaces,
  type MeaningfulPlaces,
  type MeaningfulPlacesOptions,
  type ScoreLabel,
} from "./important-labels.ts";
export {
  firstLeader,
  fixedLeader,
  type LeaderCentres,
  type LeaderCentroid,
  type LeaderJoin,
  movingCentroid,
  nearestLeader,
} from "./important-leaders.ts";
export { buildLeaderClusters, type LeaderClustersOptions } from "./important-places.ts";
export {
  DAYS_AND_HOURS_DEFAULTS,
  type DaysAndHoursOptions,
  daysAndHours,
  type LearntScoresOptions,
  learntScores,
  type PlaceEvidence,
  type PlaceRule,
} from "./important-rules.ts";
export {
  type FitPlaceScoresOptions,
  fitPlaceScores,
  type PlaceScoreFit,
  type PlaceScoreModel,
  predictPlaceScores,
} from "./important-scores.ts";
export { buildUserPlaces, type UserPlaces, type UserPlacesOptions } from "./important-users.ts";
export { buildPlacesInZones, type PlacesInZones } from "./important-zones.ts";
export { buildPresence, buildPresenceOfDays, type DaySightings, type PresenceOptions } from "./presence.ts";
export { relocateHomes, relocatePresence } from "./relocation.ts";
export { detectSiteCommuters, type SiteCommuters, type SiteCommutersOptions } from "./site-commuters.ts";
export { buildSlotLocations, type SlotLocationsOptions } from "./slot-locations.ts";
export { type Archetype, SOCIOMETER_ARCHETYPES } from "./sociometer-archetypes.ts";
export {
  detectUserClasses,
  USER_CLASSES_DEFAULTS,
  type UserClasses,
  type UserClassesOptions,
} from "./sociometer-classes.ts";
export {
  FIT_ARCHETYPES_DEFAULTS,
  type FitArchetypesOptions,
  type FittedArchetypes,
  fitArchetypes,
} from "./sociometer-fit.ts";
export {
  CLASS_HOMES_DEFAULTS,
  type ClassHomes,
  type ClassHomesOptions,
  detectClassHomes,
} from "./sociometer-homes.ts";
export { detectOverallClasses, type OverallClasses } from "./sociometer-overall.ts";
export { buildClassPresence, type ClassPresence } from "./sociometer-presence.ts";
export { type DetectedStays, detectStays, type StaysOptions } from "./stays.ts";
export { type BoundedStaysOptions, boundedStays, boundingRectangle, type StayExtent } from "./stays-bounded.ts";
export { type CentreFinder, distinctCentre, meanCentre, medianCentre, type StayCentre } from "./stays-centres.ts";
export { type MergedStays, type MergeStaysOptions, mergeStays } from "./stays-merge.ts";
export { type StayLocationsOptions, type StayPointsOptions, stayLocations, stayPoints } from "./stays-points.ts";
export { type RoamingStaysOptions, roamingStays } from "./stays-roaming.ts";
export type { StayBoard, StayEnd, StayFinder, StayRule } from "./stays-rules.ts";
export {
  byTimeFrames,
  byTotalTime,
  detectStopPurposes,
  type PurposeCounter,
  type PurposeRule,
  type StopPurposes,
  type StopPurposesOptions,
  TIME_FRAMES_DEFAULTS,
  type TimeFramesOptions,
} from "./stop-purposes.ts";
export { buildStops, type Stops, type StopsOptions } from "./stops.ts";
export { allUsers, eachUser, type StopRuns, type StopScope } from "./stops-scope.ts";
export { detectUsualPlaces, type UsualPlaces, type UsualPlacesOptions } from "./usual-places.ts";
export { detectWorkplaces, type WorkplacesOptions } from "./workplaces.ts";
