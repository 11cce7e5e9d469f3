/** Moves: from one place to another. */

export type * from "../types.ts";
export { buildDayToDayMoves, type DayToDayMovesOptions } from "./day-to-day.ts";
export {
  buildDisplacementSpells,
  type DisplacementSpellColumns,
  type DisplacementSpells,
} from "./displacement-spells.ts";
export {
  DISPLACEMENT_STATUSES,
  type DisplacementColumns,
  type DisplacementOptions,
  type DisplacementStates,
  detectDisplacement,
} from "./displacement-states.ts";
export type { ResidenceRows } from "./episodes.ts";
export {
  detectHomeEpisodes,
  detectResidenceEpisodes,
  EPISODE_ENDINGS,
  type Episodes,
  type HomeEpisodesOptions,
  type ResidenceEpisodesOptions,
} from "./episodes.ts";
export { CHANGE_LABELS, detectResidenceChanges, type ResidenceChanges } from "./inferred-changes.ts";
export {
  compareMigrationDefinitions,
  type MigrationDefinitions,
  type MigrationDefinitionsOptions,
} from "./inferred-definitions.ts";
export {
  detectInternationalMigrations,
  INTERNATIONAL_DEFAULTS,
  type InternationalMigrations,
  type InternationalMigrationsOptions,
} from "./inferred-international.ts";
export {
  detectInferredMigrations,
  type InferredMigrations,
} from "./inferred-migrations.ts";
export {
  byMeters,
  byNeighbours,
  byRepetition,
  byUrban,
  detectMoveClasses,
  type MetersOptions,
  type MoveClasses,
  type MoveClassesOptions,
  type MoveLabel,
  type MoveRule,
  type NeighboursOptions,
  type RepetitionOptions,
  type UrbanOptions,
} from "./inferred-rules.ts";
export type { InferredMigrationsOptions, InferredMoveColumns } from "./inferred-runs.ts";
export {
  detectStableHomesByPeriod,
  type StableHomesByPeriod,
  type StableHomesByPeriodOptions,
} from "./inferred-stable.ts";
export {
  byPastVisits,
  byTerm,
  measureVisitsBefore,
  type PastVisitsOptions,
  TERM_DEFAULTS,
  type TermOptions,
  type VisitsBefore,
  type VisitsBeforeOptions,
} from "./inferred-terms.ts";
export { detectMigrantTypes, type MigrantTypes, type MigrantTypesOptions } from "./inferred-urban.ts";
export {
  detectMigrations,
  MIGRATION_DEFAULTS,
  type MigrationColumns,
  type Migrations,
  type MigrationsOptions,
} from "./migrations.ts";
export { detectMigrationsByPart, detectMigrationsByPartAsync } from "./migrations-by-part.ts";
export { detectResidences, RESIDENCE_DEFAULTS, type Residences, type ResidencesOptions } from "./residences.ts";
export { buildMoveLevels, type LevelColumns, type MoveLevelsOptions, type MovesAtLevel } from "./resolutions.ts";
export {
  detectMigrationsByLevel,
  type MigrationLevelsOptions,
  type MigrationsAtLevel,
} from "./resolutions-migrations.ts";
export {
  detectTemporaryMigrations,
  type ResidencePlaces,
  TEMPORARY_MIGRATION_DEFAULTS,
  type TemporaryMigrationColumns,
  type TemporaryMigrations,
  type TemporaryMigrationsOptions,
} from "./temporary-migrations.ts";
export {
  detectUsualResidences,
  USUAL_RESIDENCE_DEFAULTS,
  type UsualResidences,
  type UsualResidencesOptions,
} from "./temporary-residences.ts";
export { type BuiltTrips, buildTrips, type Trips, type TripsOptions } from "./trips.ts";
export {
  type Commutes,
  type CommutesOptions,
  type DetectedCommutes,
  detectCommutes,
} from "./trips-commutes.ts";
export { type BuiltLegs, buildLegs, buildLegsOfStays, type Legs, type LegsOptions } from "./trips-legs.ts";
export {
  detectTransportModes,
  TRANSPORT_MODES,
  type TransportModes,
  type TransportModesOptions,
} from "./trips-modes.ts";
export { type BuiltTours, buildTours, type Tours, type ToursOptions } from "./trips-tours.ts";
