import { checkOptions, failInWords } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { Distances, Locations } from "../types.ts";
import { checkMeters, type DistanceMeasure, distancesAmong, greatCircle } from "./distance-measures.ts";

export interface DistancesOptions {
  /** `greatCircle()`, on the Earth's mean radius, unless given; or `ellipsoidal()`. */
  readonly distance?: DistanceMeasure;
}

/** The lower half is copied from the upper one in squares of so many rows, which fit in the processor's memory. */
const TILE = 64;

/**
 * How far apart are the places? Distances between all pairs.
 *
 * **How** the measure for every pair, once for both directions.
 *
 * @param locations - antennas, stops or zones (between the points that stand for them)
 * @param options - `distance`: the kind of distance
 * @returns a symmetric matrix in metres, a row and a column per location, 0 on the diagonal, with its `locations` and
 * with the name of the kind of distance in `distance`
 * @throws RangeError for more locations than memory holds the pairs of, and where a measure of one's own gives no distance
 *
 * **Cost** O(n²) time, a quarter of a second for 2,000 locations on the sphere and one or two seconds on the ellipsoid;
 * 8 n² bytes, 32 MB for 2,000 locations and 3.2 GB for 20,000. `findDestinations` needs only some n
 * @example
 * const towns = createLocations("stops", ["Kathmandu", "Pokhara"], [85.32, 83.98], [27.72, 28.21]);
 * measureDistances(towns).value.map(Math.round); // Float64Array(4) [ 0, 142435, 142435, 0 ]
 * const surveyed = measureDistances(towns, { distance: ellipsoidal() });
 * surveyed.value.map(Math.round); // Float64Array(4) [ 0, 142590, 142590, 0 ]
 * surveyed.distance; // geodesic on WGS 84
 */
export function measureDistances(locations: Locations, options: DistancesOptions = {}): Distances {
  const where = "measureDistances";
  checkLocations(where, "locations", locations);
  checkOptions(where, options, ["distance"]);
  const { distance = greatCircle() } = options;
  const from = distancesAmong(where, distance, locations);
  const n = locations.length;
  const value = allocate(where, n);
  for (let origin = 0; origin + 1 < n; origin++) {
    const row = value.subarray(origin * n, (origin + 1) * n);
    from(origin, origin + 1, row);
    checkMeters(where, locations, origin, origin + 1, row);
  }
  mirror(value, n);
  return { locations, distance: distance.name, rows: n, columns: n, value };
}

/** Space for all pairs, or the sentence that there is not enough. */
function allocate(where: string, n: number): Float64Array {
  try {
    return new Float64Array(n * n);
  } catch {
    const gigabytes = ((8 * n * n) / 1e9).toFixed(1);
    const got = `${n}, whose distances take ${gigabytes} GB`;
    failInWords(where, "locations", "few enough for memory", got, "findDestinations takes one origin at a time");
  }
}

/** Copies what stands above the diagonal below it. */
function mirror(value: Float64Array, n: number): void {
  for (let top = 0; top < n; top += TILE) {
    for (let left = 0; left <= top; left += TILE) {
      const bottom = Math.min(n, top + TILE);
      for (let r = top; r < bottom; r++) {
        const right = Math.min(r, left + TILE);
        for (let c = left; c < right; c++) value[r * n + c] = value[c * n + r]!;
      }
    }
  }
}
