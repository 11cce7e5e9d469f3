import { checkNumber, checkOptions, failInWords } from "../core/check.ts";
import { checkHomes, checkHomesOf } from "../core/check-places.ts";
import { checkList } from "../core/check-tables.ts";
import { medianOfSorted } from "../core/medians.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { DenseMatrix, HomePlaces, UserTable } from "../types.ts";

/**
 * How far do ways of finding homes agree? Tables of homes of the same people, by different criteria, compared pair by
 * pair.
 */

export interface HomeAgreementOptions {
  /** Homes at most so far apart, in metres along the great circle, agree: 0 for the same location, an antenna's reach to forgive a neighbour. */
  readonly withinMeters: number;
}

/**
 * Agreement of each table (row) with each (column): `agreement` the share of the users with a home in both whose homes
 * agree, `compared` how many have a home in both, `medianMeters` the median distance between their two homes.
 */
export interface HomeAgreement {
  readonly agreement: DenseMatrix;
  readonly compared: DenseMatrix;
  readonly medianMeters: DenseMatrix;
}

/**
 * How many people get the same home by two criteria, and how far apart are the two homes of the others?
 *
 * **How** for tables a and b and the users u with a home in both: agreement = share of u with distance(a(u), b(u)) ≤
 * withinMeters. With 0 this is the simple matching coefficient of the two.
 *
 * @param homes - tables of homes of the same users over the same locations, one for each criterion
 * @param options - up to what distance two homes agree
 * @returns square matrices, a row and a column for each table in its order. Agreement and median are NaN where no user has
 * a home in both; on the diagonal agreement is 1 and `compared` the number of homes named
 * @throws RangeError for no tables, tables of other users or locations, or a distance below 0
 *
 * **Cost** O(users log users) for each pair of tables.
 *
 * [vanhoof-2018]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.31], [27.7, 27.7]);
 * const homesAt = (...location) => ({ locations: antennas, users: ["a", "b", "c"], length: 3, columns: { location: Int32Array.from(location) } });
 * const tables = [homesAt(0, 1, 1), homesAt(0, 0, -1)];
 * compareHomeCriteria(tables, { withinMeters: 0 }).agreement.value; // Float64Array(4) [ 1, 0.5, 0.5, 1 ]
 * compareHomeCriteria(tables, { withinMeters: 1000 }).agreement.value; // Float64Array(4) [ 1, 1, 1, 1 ]
 */
export function compareHomeCriteria(homes: readonly HomePlaces[], options: HomeAgreementOptions): HomeAgreement {
  const where = "compareHomeCriteria";
  checkList(where, "homes", homes);
  if (homes.length === 0) failInWords(where, "homes", "at least one table of homes", "none");
  checkHomes(where, "homes[0]", homes[0]!);
  const { users, locations } = homes[0]!;
  for (let h = 1; h < homes.length; h++) {
    checkHomesOf(where, `homes[${h}]`, homes[h]!, users, "the first", locations);
  }
  checkOptions(where, options, ["withinMeters"]);
  const { withinMeters } = options;
  checkNumber(where, "withinMeters", withinMeters, 0);
  const n = homes.length;
  const agreement = new Float64Array(n * n);
  const compared = new Float64Array(n * n);
  const medianMeters = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const meters = metersBetween(homes[a]!, homes[b]!)
        .filter((value) => !Number.isNaN(value))
        .sort();
      let agreed = 0;
      while (agreed < meters.length && meters[agreed]! <= withinMeters) agreed++;
      for (const cell of [a * n + b, b * n + a]) {
        agreement[cell] = agreed / meters.length;
        compared[cell] = meters.length;
        medianMeters[cell] = medianOfSorted(meters);
      }
    }
  }
  const matrixOf = (value: Float64Array): DenseMatrix => ({ rows: n, columns: n, value });
  return { agreement: matrixOf(agreement), compared: matrixOf(compared), medianMeters: matrixOf(medianMeters) };
}

/**
 * How far is the home of each person by one criterion from that by another?
 *
 * **How** the great circle between the two locations.
 *
 * @param homes - homes by one criterion, or homes known from elsewhere
 * @param others - homes of the same users by another; over any locations
 * @returns `meters` for each user; NaN for who has no home in one of the tables
 * @throws RangeError for tables of other users
 *
 * **Cost** O(users).
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.31], [27.7, 27.7]);
 * const homesAt = (...location) => ({ locations: antennas, users: ["a", "b"], length: 2, columns: { location: Int32Array.from(location) } });
 * measureHomeDistances(homesAt(0, 1), homesAt(1, -1)).columns.meters.map(Math.round); // Float64Array(2) [ 985, NaN ]
 */
export function measureHomeDistances(
  homes: HomePlaces,
  others: HomePlaces,
): UserTable<{ readonly meters: Float64Array }> {
  const where = "measureHomeDistances";
  checkHomes(where, "homes", homes);
  checkHomesOf(where, "others", others, homes.users, "homes");
  return { users: homes.users, length: homes.length, columns: { meters: metersBetween(homes, others) } };
}

/** The distance between the two homes of each user, 0 for the same location; NaN where one is missing. */
function metersBetween(homes: HomePlaces, others: HomePlaces): Float64Array {
  const { lon, lat } = homes.locations.columns;
  const { lon: otherLon, lat: otherLat } = others.locations.columns;
  const meters = new Float64Array(homes.users.length).fill(NaN);
  for (let u = 0; u < meters.length; u++) {
    const a = homes.columns.location[u]!;
    const b = others.columns.location[u]!;
    if (a >= 0 && b >= 0) meters[u] = greatCircleMeters(lon[a]!, lat[a]!, otherLon[b]!, otherLat[b]!);
  }
  return meters;
}
