import { checkOptions } from "../core/check.ts";
import { checkPresence } from "../core/check-traces.ts";
import { relocated } from "../space/relocated-presence.ts";
import type { Crosswalk, Presence } from "../types.ts";
import {
  MIGRATION_DEFAULTS,
  type MigrationColumns,
  type MigrationsOptions,
  migrationSettingsOf,
  migrationsOf,
} from "./migrations.ts";
import { checkCrosswalks, linkedLevels, type MoveLevelsOptions, type MovesAtLevel } from "./resolutions.ts";

export interface MigrationLevelsOptions extends MigrationsOptions, MoveLevelsOptions {}

/** Migrations at one level; `unlocated` counts the events of the level before that lie in none of its locations, 0 at the finest. */
export type MigrationsAtLevel = MovesAtLevel<MigrationColumns> & { readonly unlocated: number };

/**
 * Who migrated, and was it within a district or from one to another? The migrations of the same people at several
 * resolutions at once, each told at which levels it is found.
 *
 * **How** presence is relocated from level to level as by `relocatePresence`, `detectMigrations` runs at each with the same
 * thresholds, and `buildMoveLevels` says which migrations are the same. Somebody whose phone changes antennas all the time
 * lives nowhere at the level of antennas and may still migrate between districts.
 *
 * @param presence - in which locations of the finest level each user was seen on which day
 * @param options - the crosswalks from each level to the next, and the thresholds of `detectMigrations`
 * @returns for each level, the finest first, its migrations as `buildMoveLevels` gives them
 * @throws RangeError as `detectMigrations` and `buildMoveLevels`
 *
 * **Cost** as `detectMigrations` and `relocatePresence` for each level.
 *
 * [chi-2020]
 *
 * @example
 * const square = (west) => [[[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1]]]];
 * const districts = buildZones(["west", "east"], [square(0), square(1)]);
 * const antennas = createLocations("antennas", ["A", "B", "C"], [0.2, 0.8, 1.5], [0.5, 0.5, 0.5]);
 * const day = Array.from({ length: 300 }, (_, d) => d);
 * const location = day.map((d) => (d < 200 ? d % 2 : 2));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location }, antennas);
 * const crosswalks = [buildPointCrosswalk(antennas, districts)];
 * detectMigrationsByLevel(presence, { crosswalks }).map((level) => level.length); // [ 0, 1 ]
 */
export function detectMigrationsByLevel(
  presence: Presence,
  options: MigrationLevelsOptions,
): readonly MigrationsAtLevel[] {
  const where = "detectMigrationsByLevel";
  const names = Object.keys(MIGRATION_DEFAULTS) as (keyof MigrationsOptions)[];
  checkOptions(where, options, [...names, "crosswalks"]);
  const { crosswalks, ...thresholds } = options;
  const settings = migrationSettingsOf(where, thresholds);
  checkCrosswalks(where, crosswalks);
  checkPresence(where, presence);
  let level = presence;
  const unlocated = [0];
  const found = [migrationsOf(where, level, settings)];
  crosswalks.forEach((crosswalk: Crosswalk, k) => {
    const coarser = relocated(where, `crosswalks[${k}]`, level, crosswalk);
    unlocated.push(coarser.unlocated);
    found.push(migrationsOf(where, coarser, settings));
    level = coarser;
  });
  return linkedLevels(where, found, { crosswalks }).map((moves, k) => ({ ...moves, unlocated: unlocated[k]! }));
}
