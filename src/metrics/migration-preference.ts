import { sumOf } from "../core/sums.ts";
import type { Located, SparseMatrix } from "../types.ts";
import { checkPopulation, type MigrationFlows, marginsOf, migrantsOf } from "./migration-margins.ts";

/** An index for each pair of locations with migrants (rows: origins), and its sum. A pair without an entry has the index 0. */
export type PairIndices = Located & SparseMatrix & { readonly sum: number };

/**
 * Between which places do more people migrate than their sizes explain? The index of preference of each pair.
 *
 * **How** index[o, d] = flow[o, d] / (M · (P[o] / P) · (P[d] / P)), with M all migrants and P all people: 1 where as many
 * migrate as if all moved without regard to place.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @param population - people of each location
 * @returns an index of at least 0 per pair with migrants, NaN at a location without people; `sum` adds all of them up, NaN
 * without a migrant
 * @throws RangeError for flows that are not well formed or below 0, and a population that is not finite or below 0
 *
 * **Departs from the source** not times 100.
 *
 * **Cost** O(entries + locations)
 *
 * [un-1970] [shryock-siegel-1976]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * migrationPreference({ locations, ...sparseFromDense(2, 2, [90, 3, 1, 80]) }, [100, 100]).value; // Float64Array(2) [ 3, 1 ]
 */
export function migrationPreference(flows: MigrationFlows, population: ArrayLike<number>): PairIndices {
  return pairIndices("migrationPreference", flows, population, (people, migrants) => (people / migrants) * people);
}

/**
 * How strong is migration between two places for the people on either side? The index of velocity of each pair.
 *
 * **How** index[o, d] = flow[o, d] / (P[o] · P[d]) · P, with P all people: the out-rate from o to d over the share of people
 * who live in d.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @param population - people of each location, in the unit of the flows: populations in millions under flows of persons
 * make the index a million times as large
 * @returns an index of at least 0 per pair with migrants, NaN at a location without people; `sum` adds all of them up, NaN
 * without a migrant
 * @throws RangeError as `migrationPreference`
 *
 * **Cost** O(entries + locations)
 *
 * [un-1970]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * migrationVelocity({ locations, ...sparseFromDense(2, 2, [90, 3, 1, 80]) }, [100, 100]).value; // Float64Array(2) [ 0.06, 0.02 ]
 */
export function migrationVelocity(flows: MigrationFlows, population: ArrayLike<number>): PairIndices {
  return pairIndices("migrationVelocity", flows, population, (people) => people);
}

function pairIndices(
  where: string,
  flows: MigrationFlows,
  population: ArrayLike<number>,
  scaleOf: (people: number, migrants: number) => number,
): PairIndices {
  const { total, inflow } = marginsOf(where, flows);
  const n = inflow.length;
  checkPopulation(where, population, n);
  const scale = scaleOf(sumOf(population), total);
  const { origin, destination, migrants } = migrantsOf(flows);
  const offsets = new Uint32Array(n + 1);
  const value = migrants.map((count, k) => {
    const [from, to] = [origin[k]!, destination[k]!];
    offsets[from + 1]!++;
    const sizes = population[from]! * population[to]!;
    return sizes === 0 ? Number.NaN : (count * scale) / sizes;
  });
  for (let o = 0; o < n; o++) offsets[o + 1]! += offsets[o]!;
  const sum = total === 0 ? Number.NaN : sumOf(value);
  return { locations: flows.locations, offsets, index: destination, value, sum };
}
