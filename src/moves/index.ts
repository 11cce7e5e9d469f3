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
