import { checkInteger, checkLength, checkOptions } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { Located, Locations, RowMatrix } from "../types.ts";
import { checkMeters, distancesAmong, greatCircle } from "./distance-measures.ts";
import type { DistancesOptions } from "./distances.ts";

/** How far apart all locations are, in metres, computed a row at a time. `distance` names the kind of distance. */
export type DistanceRows = Located & RowMatrix & { readonly distance: string };

/**
 * How far apart are the places, when there are too many for a matrix of all pairs? Distances between all of them, a row at
 * a time, for models that read rows.
 *
 * **How** the measure from one location to all others whenever its row is asked for.
 *
 * @param locations - antennas, stops or zones (between the points that stand for them)
 * @param options - `distance`: the kind of distance
 * @returns a matrix in metres, a row and a column per location, 0 on the diagonal; `fillRow` writes a row. Great circles are
 * those of `measureDistances` to the last bit; a measure that is not the same there and back is, above the diagonal
 * @throws RangeError for anything but locations; when a row is read, where a measure of one's own gives no distance
 *
 * **Cost** O(n) memory; a row of 10,000 locations takes about a millisecond on the sphere, every time it is read
 * @example
 * const towns = createLocations("stops", ["Kathmandu", "Pokhara"], [85.32, 83.98], [27.72, 28.21]);
 * const distances = measureDistancesByRow(towns);
 * const row = new Float64Array(2);
 * distances.fillRow(0, row);
 * row.map(Math.round); // Float64Array(2) [ 0, 142435 ]
 */
export function measureDistancesByRow(locations: Locations, options: DistancesOptions = {}): DistanceRows {
  const where = "measureDistancesByRow";
  checkLocations(where, "locations", locations);
  checkOptions(where, options, ["distance"]);
  const { distance = greatCircle() } = options;
  const from = distancesAmong(where, distance, locations);
  const n = locations.length;
  return {
    locations,
    distance: distance.name,
    rows: n,
    columns: n,
    fillRow: (row, into) => {
      checkInteger(where, "row", row, 0, n - 1);
      checkLength(where, "into", into.length, n);
      from(row, 0, into);
      checkMeters(where, locations, row, 0, into);
      into[row] = 0;
    },
  };
}
