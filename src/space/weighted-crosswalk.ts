import { checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkList, checkZones } from "../core/check-tables.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { Crosswalk, SparseMatrix, Zones } from "../types.ts";
import { checkPoints, findZones } from "./zone-index.ts";

export interface WeightedCrosswalkOptions {
  /** Longitudes of the points that carry the weight, in degrees: middles of the cells of a population raster, buildings. */
  readonly lon: ArrayLike<number>;
  /** Their latitudes in degrees. */
  readonly lat: ArrayLike<number>;
  /** The weight of each point, at least 0: people, buildings, hours of light. */
  readonly weight: ArrayLike<number>;
  /** Shares for the zones of `from` without any weight, between the same zones: `buildAreaCrosswalk(from, to)` spreads them by area. Without it they have no entries. */
  readonly fallback?: Crosswalk;
}

/** A crosswalk by weight, and where there was none. */
export interface WeightedCrosswalk extends Crosswalk {
  readonly basis: "weight";
  /** The rows of `from` without any weight, ascending: they have the shares of `fallback`, or no entries. */
  readonly withoutWeight: Uint32Array;
  /** The weight of the points that lie in no zone of `from`. */
  readonly outside: number;
}

/**
 * How many of each cell's people live in each district? The crosswalk that shares zones out by points with a weight
 * (dasymetric mapping).
 *
 * **How** share(i, j) = Σ weight of the points in both zone i of `from` and zone j of `to` / Σ weight of the points in zone i.
 * `findZones` tells in which zones a point lies: each counts wholly for one zone of each side, so that the points must be
 * fine beside the zones.
 *
 * @param from - zones to be shared out; where they overlap, points count for the lowest row
 * @param to - zones to share them out to; likewise
 * @param options - the points, their weight, and what to do for zones without any
 * @returns `shares`: 0–1, rows of `from` by rows of `to`; `basis` "weight"; `fromTotal` and `toTotal`: the weight in each
 *   zone; `withoutWeight`: the rows of `from` with no weight at all; `outside`: the weight in no zone of `from`
 * @throws RangeError for lengths that differ, a coordinate out of range, a weight below 0 or missing, and a fallback
 *   between other zones
 *
 * **Cost** as `findZones` twice, and O(points + zones).
 *
 * [mennis-2003]
 * @example
 * const square = (west) => [[[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1]]]];
 * const cells = buildZones(["cell", "desert"], [[[[[0, 0], [2, 0], [2, 1], [0, 1]]]], [[[[0, 1], [2, 1], [2, 2], [0, 2]]]]]);
 * const districts = buildZones(["west", "east"], [square(0), square(1)]);
 * const people = { lon: [0.5, 1.5, 1.6], lat: [0.5, 0.5, 0.5], weight: [100, 200, 100] };
 * const { shares, withoutWeight } = buildWeightedCrosswalk(cells, districts, people);
 * shares.value; // Float64Array(2) [ 0.25, 0.75 ]
 * withoutWeight; // Uint32Array(1) [ 1 ]
 */
export function buildWeightedCrosswalk(from: Zones, to: Zones, options: WeightedCrosswalkOptions): WeightedCrosswalk {
  const where = "buildWeightedCrosswalk";
  checkZones(where, "from", from);
  checkZones(where, "to", to);
  checkOptions(where, options, ["lon", "lat", "weight", "fallback"]);
  const { lon, lat, weight, fallback } = options;
  checkPoints(where, lon, lat);
  checkList(where, "weight", weight);
  checkLength(where, "weight", weight.length, lon.length);
  for (let i = 0; i < weight.length; i++) {
    if (!(Number.isFinite(weight[i]) && weight[i]! >= 0)) checkNumber(where, `weight[${i}]`, weight[i]!, 0);
  }
  if (fallback !== undefined) checkCrosswalk(where, "fallback", fallback, { from, to });
  // Row and column 0 are for points in no zone.
  const row = findZones(from, lon, lat).map((zone) => zone + 1);
  const column = findZones(to, lon, lat).map((zone) => zone + 1);
  const sums = sparseFromEntries(from.length + 1, to.length + 1, row, column, weight);
  const rowTotal = new Float64Array(from.length + 1);
  const columnTotal = new Float64Array(to.length + 1);
  for (let r = 0; r <= from.length; r++) {
    rowTotal[r] = sumOf(sums.value, sums.offsets[r], sums.offsets[r + 1]);
    for (let k = sums.offsets[r]!; k < sums.offsets[r + 1]!; k++) columnTotal[sums.index[k]!]! += sums.value[k]!;
  }
  const shares = sharesOf(sums, rowTotal, fallback);
  const fromTotal = rowTotal.slice(1);
  const withoutWeight = Uint32Array.from(fromTotal.keys()).filter((zone) => fromTotal[zone] === 0);
  const toTotal = columnTotal.slice(1);
  return { from, to, basis: "weight", fromTotal, toTotal, shares, withoutWeight, outside: rowTotal[0]! };
}

/** Shares from sums whose row and column 0 stand for no zone. */
function sharesOf(sums: SparseMatrix, total: Float64Array, fallback: Crosswalk | undefined): SparseMatrix {
  const rows = total.length - 1;
  const offsets = new Uint32Array(rows + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let zone = 0; zone < rows; zone++) {
    if (total[zone + 1]! > 0) {
      for (let k = sums.offsets[zone + 1]!; k < sums.offsets[zone + 2]!; k++) {
        if (sums.index[k] === 0 || sums.value[k] === 0) continue;
        index.push(sums.index[k]! - 1);
        value.push(sums.value[k]! / total[zone + 1]!);
      }
    } else if (fallback !== undefined) {
      for (let k = fallback.shares.offsets[zone]!; k < fallback.shares.offsets[zone + 1]!; k++) {
        index.push(fallback.shares.index[k]!);
        value.push(fallback.shares.value[k]!);
      }
    }
    offsets[zone + 1] = index.length;
  }
  return { offsets, index: Uint32Array.from(index), value: Float64Array.from(value) };
}
