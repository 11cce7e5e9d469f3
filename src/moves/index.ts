/** Moves: from one place to another. */

export type * from "../types.ts";
export { buildDayToDayMoves, type DayToDayMovesOptions } from "./day-to-day.ts";
export {
  detectMigrations,
  MIGRATION_DEFAULTS,
  type MigrationColumns,
  type Migrations,
  type MigrationsOptions,
} from "./migrations.ts";
export { detectResidences, RESIDENCE_DEFAULTS, type Residences, type ResidencesOptions } from "./residences.ts";
export { type BuiltTrips, buildTrips, type Trips, type TripsOptions } from "./trips.ts";
export { type BuiltLegs, buildLegs, buildLegsOfStays, type Legs, type LegsOptions } from "./trips-legs.ts";
export {
  detectTransportModes,
  TRANSPORT_MODES,
  type TransportModes,
  type TransportModesOptions,
} from "./trips-modes.ts";
