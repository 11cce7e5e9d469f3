/** Places: where people are and where they live. */

export type * from "../types.ts";
export { busiestWeeksFirst, calendarWeeks, type WeekOrder } from "./call-profile-weeks.ts";
export { buildCallProfiles, CALL_PROFILE_DEFAULTS, type CallProfiles, type CallProfilesOptions } from "./call-profiles.ts";
export { type AwayFromOptions, awayFrom, type KnownPlaces } from "./criteria-away.ts";
export { modalDailyLocation, type MostDaysOptions, mostDays } from "./criteria-days.ts";
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
export { type MostSilencesOptions, mostSilences } from "./criteria-silences.ts";
export {
  buildDailyLocations,
  type DailyLocationsOptions,
  type DailyRule,
  type DayChooser,
  lastOfDay,
  mostEventsOfDay,
} from "./daily-location.ts";
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
  type HomeHistory,
  type HomesByPeriodOptions,
  type StableHomesOptions,
} from "./homes-by-period.ts";
export { buildPresence, buildPresenceOfDays, type DaySightings, type PresenceOptions } from "./presence.ts";
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
