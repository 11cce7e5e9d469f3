import { checkSameLocations, failInWords, shown } from "../core/check.ts";
import { checkHomes } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { HomePlaces } from "../types.ts";

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

/**
 * How many people were found to live where they do?
 *
 * **How** People are matched by id. recall = right / people of the truth, precision = right / homes found.
 *
 * @param found - homes found; people without one have location −1, or are left out
 * @param truth - the true homes, as `Lives.homes` or `Lives.homeDistricts`
 * @returns counts and shares, see `HomesScore`. A home found for somebody who is not in the truth counts as found and not as right.
 * @throws RangeError where the two do not number the same locations, or name a user twice
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
  checkHomes(where, "found", found);
  checkHomes(where, "truth", truth);
  checkSameLocations(where, "found.locations", found.locations, truth.locations);
  rowsOfUsers(where, "found", found.users);
  const rowOf = rowsOfUsers(where, "truth", truth.users);
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

/** The row of each user; throws where one stands twice, next to each other or not. */
export function rowsOfUsers(where: string, name: string, users: readonly string[]): ReadonlyMap<string, number> {
  checkUsersOnce(where, name, users);
  const rows = new Map<string, number>();
  users.forEach((user, row) => {
    if (rows.has(user)) failInWords(where, `${name}.users`, "all different", shown(user));
    rows.set(user, row);
  });
  return rows;
}
