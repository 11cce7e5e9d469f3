import { entryOf } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { Located } from "../types.ts";
import { type MigrationFlows, marginsOf, migrantsOf } from "./migration-margins.ts";

/**
 * Gini indices of migration between n locations. `total`: over all pairs (at most 1 − 1 / (n (n − 1))); `corrected`: the same
 * so that 1 is all migrants in one flow; `outward` and `inward`: the parts of `total` that lie within rows (between the
 * destinations of one origin) and within columns; `exchange`: the part between a flow and its counterflow. Per location
 * `outField` and `inField`, from 0 to 1: how focused its own out- and in-migration is. `weightedOut`, `weightedIn`: their
 * means over locations, weighted by shares of migration; `weightedMean`: the mean of the two.
 */
export interface MigrationGini extends Located {
  readonly total: number;
  readonly corrected: number;
  readonly outward: number;
  readonly inward: number;
  readonly exchange: number;
  readonly outField: Float64Array;
  readonly inField: Float64Array;
  readonly weightedOut: number;
  readonly weightedIn: number;
  readonly weightedMean: number;
}

/**
 * How focused is migration on a few streams, and is it by where people go to or by where they come from? Gini indices.
 *
 * **How** with M all migrants and D(S) = Σ |x − y| over ordered pairs of flows x, y of a set S: total = D(all flows) / (2 n
 * (n − 1) M); corrected = D / (2 (n (n − 1) − 1) M); outward = Σ D(flows from o) / (2 n (n − 1) M), inward likewise by
 * destination, exchange = Σ |flow[o, d] − flow[d, o]| / (2 n (n − 1) M); outField[o] = D(flows from o) / (2 (n − 2) outflow[o]),
 * inField likewise; weightedOut = Σ outField[l] · inflow[l] / M / n, weightedIn = Σ inField[l] · outflow[l] / M / n. D is read
 * off the flows in order, Σ 2 (2 rank − count − 1) x, pairs without migrants counted as zeros and not kept.
 *
 * @param flows - migrants by origin and destination; a pair without an entry is a counted zero, the diagonal is not read
 * @returns the indices, from 0 (all flows alike); outward / total and inward / total are the standardised indices of the
 * authors. All are NaN without a migrant, fields of fewer than three locations and of one without migrants, and so the
 * weighted ones
 * @throws RangeError for flows that are not well formed or below 0
 *
 * **Departs from the paper** The weighted means are those of published programs: out-fields are weighted by shares of
 * in-migration, in-fields by shares of out-migration, and the sum is divided by n, so that it shrinks with the number of
 * regions. `outward` and `inward` hold the same without that.
 *
 * **Cost** O(entries log entries + locations)
 *
 * [plane-mulligan-1997] [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const gini = migrationGini({ locations, ...sparseFromDense(3, 3, [0, 20, 20, 30, 0, 50, 20, 20, 0]) });
 * [gini.total, gini.outField[1]]; // [ 0.1875, 0.25 ]
 */
export function migrationGini(flows: MigrationFlows): MigrationGini {
  const { total: all, outflow, inflow } = marginsOf("migrationGini", flows);
  const n = inflow.length;
  const { origin, destination, migrants } = migrantsOf(flows);
  const cells = n * (n - 1);
  const scale = 2 * cells * all;
  const between = differencesOf(migrants.slice().sort(), cells);
  const rows = differencesBy(origin, migrants, n);
  const columns = differencesBy(destination, migrants, n);
  const exchanges = migrants.map((count, k) => {
    const back = entryOf(flows, destination[k]!, origin[k]!);
    // A flow without its counterflow counts for both.
    return back < 0 || flows.value[back] === 0 ? 2 * count : Math.abs(count - flows.value[back]!);
  });
  const fieldOf = (differences: Float64Array, sums: Float64Array): Float64Array =>
    differences.map((difference, l) => (n < 3 ? Number.NaN : difference / (2 * (n - 2) * sums[l]!)));
  const outField = fieldOf(rows, outflow);
  const inField = fieldOf(columns, inflow);
  const weightedOf = (field: Float64Array, sums: Float64Array): number =>
    sumOf(field.map((gini, l) => (gini * sums[l]!) / all)) / n;
  const weightedOut = weightedOf(outField, inflow);
  const weightedIn = weightedOf(inField, outflow);
  return {
    locations: flows.locations,
    total: between / scale,
    corrected: between / (2 * (cells - 1) * all),
    outward: sumOf(rows) / scale,
    inward: sumOf(columns) / scale,
    exchange: sumOf(exchanges) / scale,
    outField,
    inField,
    weightedOut,
    weightedIn,
    weightedMean: (weightedOut + weightedIn) / 2,
  };
}

/** Coefficients of variation of the flows from and to each location, and their means weighted by migrants. */
export interface MigrationVariation extends Located {
  readonly outVariation: Float64Array;
  readonly inVariation: Float64Array;
  readonly aggregateOut: number;
  readonly aggregateIn: number;
  readonly aggregate: number;
}

/**
 * How focused is migration, by another measure? The aggregate system-wide coefficient of variation.
 *
 * **How** outVariation[o] = standard deviation (of the population, ÷ n − 1) over mean of the flows from o to the n − 1 other
 * locations; inVariation likewise; aggregateOut = Σ outVariation[o] · outflow[o] / M, aggregateIn likewise; aggregate = the sum
 * of both.
 *
 * @param flows - migrants by origin and destination; a pair without an entry is a counted zero, the diagonal is not read
 * @returns the variations, from 0 (all flows of the location alike) to √(n − 2) (one flow has them all), NaN for a location
 * without migrants, which weighs nothing in the aggregates; aggregates are NaN without a migrant
 * @throws RangeError for flows that are not well formed or below 0
 *
 * **Cost** O(entries + locations)
 *
 * [rogers-sweeney-1998] [rogers-raymer-1998]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * migrationVariation({ locations, ...sparseFromDense(3, 3, [0, 20, 20, 30, 0, 50, 20, 20, 0]) }).aggregate; // 0.375
 */
export function migrationVariation(flows: MigrationFlows): MigrationVariation {
  const { total, outflow, inflow } = marginsOf("migrationVariation", flows);
  const { origin, destination, migrants } = migrantsOf(flows);
  const outVariation = variationsOf(origin, migrants, outflow);
  const inVariation = variationsOf(destination, migrants, inflow);
  const aggregateOf = (variation: Float64Array, sums: Float64Array): number =>
    sumOf(variation.map((value, l) => (sums[l] === 0 ? 0 : value * sums[l]!))) / total;
  const aggregateOut = aggregateOf(outVariation, outflow);
  const aggregateIn = aggregateOf(inVariation, inflow);
  const { locations } = flows;
  return { locations, outVariation, inVariation, aggregateOut, aggregateIn, aggregate: aggregateOut + aggregateIn };
}

/** Standard deviation over mean of n − 1 flows per location, of which those above 0 are given. */
function variationsOf(location: Uint32Array, migrants: Float64Array, sums: Float64Array): Float64Array {
  const others = sums.length - 1;
  const squares = new Float64Array(sums.length);
  const streams = new Uint32Array(sums.length);
  for (let k = 0; k < migrants.length; k++) {
    const l = location[k]!;
    const apart = migrants[k]! - sums[l]! / others;
    squares[l]! += apart * apart;
    streams[l]!++;
  }
  return sums.map((sum, l) => {
    const mean = sum / others;
    return Math.sqrt((squares[l]! + (others - streams[l]!) * mean * mean) / others) / mean;
  });
}

/** Σ |x − y| over ordered pairs of so many values, of which those above 0 are given in ascending order. */
function differencesOf(ascending: Float64Array, count: number): number {
  const zeros = count - ascending.length;
  return sumOf(ascending.map((value, r) => 2 * (2 * (zeros + r + 1) - count - 1) * value));
}

/** The same for the n − 1 flows of each location. */
function differencesBy(location: Uint32Array, migrants: Float64Array, n: number): Float64Array {
  const end = new Uint32Array(n + 1);
  for (const l of location) end[l]!++;
  for (let l = 1; l < n; l++) end[l]! += end[l - 1]!;
  const sorted = new Float64Array(migrants.length);
  const place = end.slice();
  for (let k = 0; k < migrants.length; k++) sorted[--place[location[k]!]!] = migrants[k]!;
  return Float64Array.from({ length: n }, (_, l) => differencesOf(sorted.subarray(place[l]!, end[l]!).sort(), n - 1));
}
