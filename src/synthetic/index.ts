/** Worlds with a known truth: invented countries, lives and call records for tests, benchmarks and demonstrations. */

export type * from "../types.ts";
export {
  type Absence,
  type AbsenceCountry,
  type AbsencePerson,
  type AbsencePlan,
  type CircularAbsencesOptions,
  circularAbsences,
  type DisasterAbsencesOptions,
  disasterAbsences,
  type SeasonalAbsencesOptions,
  seasonalAbsences,
} from "./absences.ts";
export { CALLS_DEFAULTS, type CallsOptions, generateCalls } from "./calls.ts";
export { EVENTS_DEFAULTS, type EventsOptions, generateEvents } from "./events.ts";
export {
  type GroupOptions,
  generateLives,
  LIVES_DEFAULTS,
  type Lives,
  type LivesOptions,
  type PeriodColumns,
} from "./lives.ts";
export { compareHomes, type HomesScore } from "./scores.ts";
export {
  type MatchWithinMetersOptions,
  type MoveMatch,
  matchAnyPlaces,
  matchBothEnds,
  matchDestination,
  matchWithinMeters,
} from "./scores-matches.ts";
export type { FoundMigrations } from "./scores-migrations.ts";
export {
  type CompareMigrationsByGroupOptions,
  type CompareMigrationsOptions,
  compareMigrations,
  compareMigrationsByGroup,
  type MigrationsScore,
  type MigrationsScores,
} from "./scores-migrations.ts";
export type { SimsOptions } from "./sims.ts";
export type { AbsenceColumns } from "./truth.ts";
export { type Habits, whereaboutsOf } from "./whereabouts.ts";
export { generateWorld, WORLD_DEFAULTS, type World, type WorldOptions } from "./world.ts";
