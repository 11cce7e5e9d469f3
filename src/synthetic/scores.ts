import { checkInteger, checkOptions, checkSameLocations } from "../core/check.ts";
import { checkPeople, checkSequences } from "../core/check-tables.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { HomePlaces, MoveColumns, Moves } from "../types.ts";

/**
 * How much of a known truth did a method find?
 */

/** Homes found against the truth. */
export interface HomesScore {
  /** People whose home is known. */
  readonly people: number;
  /** Homes that were named, right or wrong. */
  readonly found: number;
  /** Homes that were named and are the true ones. */
  readonly right: number;
  /** right / people; NaN without people. */
  readonly recall: number;
  /** right / found; NaN where nothing was found. */
  readonly precision: number;
  /** Mean distance from the found home to the true one, of those found for people of the truth; NaN where there are none. */
  readonly meanErrorMeters: number;
}

/** Migrations found against the planted ones. */
export interface MigrationsScore {
  readonly planted: number;
  readonly found: number;
  /** Planted migrations that were found: the same person, origin and destination, and a day within the tolerance. */
  readonly right: number;
  /** right / planted; NaN where nothing was planted. */
  readonly recall: number;
  /** right / found; NaN where nothing was found. */
  readonly precision: number;
  /** Mean of |day found − first day in the new home| over those that are right; NaN where there are none. */
  readonly meanDayError: number;
}

export interface CompareMigrationsOptions {
  /** How many days the day found may be from the true one. */
  readonly toleranceDays: number;
}

/**
 * How many people were found to live where they do?
 *
 * **How** People are matched by id. recall = right / people of the truth, precision = right / homes found.
 *
 * @param found - homes found; people without one have location −1, or are left out
 * @param truth - the true homes, as `Lives.homes` or `Lives.homeDistricts`
 * @returns counts and shares, see `HomesScore`. A home found for somebody who is not in the truth counts as found and not as right.
 * @throws RangeError where the two do not number the same locations
 *
 * **Cost** O(people)
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * const lives = generateLives(world, { random: createRandom(2), people: 50, days: 180, firstDay: 16801 });
 * compareHomes(lives.homes, lives.homes).recall; // 1
 */
export function compareHomes(found: HomePlaces, truth: HomePlaces): HomesScore {
  const where = "compareHomes";
  checkPeople(where, "found", found, ["location"]);
  checkPeople(where, "truth", truth, ["location"]);
  checkSameLocations(where, "found.locations", found.locations, truth.locations);
  const rowOf = new Map(truth.users.map((user, row) => [user, row]));
  const { lon, lat } = truth.locations.columns;
  let people = 0;
  for (const home of truth.columns.location) if (home >= 0) people++;
  let named = 0;
  let right = 0;
  let compared = 0;
  let meters = 0;
  for (let u = 0; u < found.length; u++) {
    const home = found.columns.location[u]!;
    if (home < 0) continue;
    named++;
    const row = rowOf.get(found.users[u]!);
    const trueHome = row === undefined ? -1 : truth.columns.location[row]!;
    if (trueHome < 0) continue;
    if (home === trueHome) right++;
    compared++;
    meters += greatCircleMeters(lon[home]!, lat[home]!, lon[trueHome]!, lat[trueHome]!);
  }
  return {
    people,
    found: named,
    right,
    recall: right / people,
    precision: right / named,
    meanErrorMeters: meters / compared,
  };
}

/**
 * How many of the planted migrations were found, and how many of those found were planted?
 *
 * **How** A planted migration is found if the same person has one between the same two places whose `day` is at most
 * `toleranceDays` from the first day in the new home; each found one answers for one planted one, the nearest in time
 * first come. recall = right / planted, precision = right / found.
 *
 * @param found - migrations found, with their `day`
 * @param truth - the planted ones, as `Lives.migrations`
 * @param options - the tolerance in days
 * @returns counts and shares, see `MigrationsScore`
 * @throws RangeError where the two do not number the same locations, or for a tolerance that is not a whole number of days
 *
 * **Cost** O(people + migrations)
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * const { migrations } = generateLives(world, { random: createRandom(2), people: 900, days: 180, firstDay: 16801 });
 * const found = { ...migrations, columns: { ...migrations.columns, day: migrations.columns.arrivedDay } };
 * compareMigrations(found, migrations, { toleranceDays: 3 }).precision; // 1
 */
export function compareMigrations(
  found: Moves<MoveColumns & { readonly day: Int32Array }>,
  truth: Moves,
  options: CompareMigrationsOptions,
): MigrationsScore {
  const where = "compareMigrations";
  checkSequences(where, "found", found, ["origin", "destination", "day"]);
  checkSequences(where, "truth", truth, ["origin", "destination", "arrivedDay"]);
  checkOptions(where, options, ["toleranceDays"]);
  const { toleranceDays } = options;
  checkInteger(where, "toleranceDays", toleranceDays, 0);
  checkSameLocations(where, "found.locations", found.locations, truth.locations);
  const rowOf = new Map(found.users.map((user, row) => [user, row]));
  const used = new Uint8Array(found.length);
  let right = 0;
  let days = 0;
  for (let u = 0; u < truth.users.length; u++) {
    const row = rowOf.get(truth.users[u]!);
    if (row === undefined) continue;
    for (let m = truth.offsets[u]!; m < truth.offsets[u + 1]!; m++) {
      let best = -1;
      let bestDays = toleranceDays + 1;
      for (let f = found.offsets[row]!; f < found.offsets[row + 1]!; f++) {
        const samePlaces =
          found.columns.origin[f] === truth.columns.origin[m] &&
          found.columns.destination[f] === truth.columns.destination[m];
        const error = Math.abs(found.columns.day[f]! - truth.columns.arrivedDay[m]!);
        if (used[f] === 0 && samePlaces && error < bestDays) {
          best = f;
          bestDays = error;
        }
      }
      if (best < 0) continue;
      used[best] = 1;
      right++;
      days += bestDays;
    }
  }
  return {
    planted: truth.length,
    found: found.length,
    right,
    recall: right / truth.length,
    precision: right / found.length,
    meanDayError: days / right,
  };
}
