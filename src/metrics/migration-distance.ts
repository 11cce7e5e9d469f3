import { checkInteger, checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkDense } from "../core/check-tables.ts";
import { atan2, cos, sin } from "../core/math.ts";
import { entryOf } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { DenseMatrix, Table } from "../types.ts";
import { type MigrationFlows, marginsOf, migrantsOf } from "./migration-margins.ts";

/** How far migrants go, in the unit of the distances. */
export interface MigrationDistance {
  readonly mean: number;
  readonly median: number;
  readonly migrants: number;
}

/**
 * How far do migrants move?
 *
 * **How** mean = Σ flow · distance / Σ flow over pairs of different locations; median = the distance that half of the migrants
 * do not exceed: where exactly half go no farther than one distance, the mean of it and the next.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @param distances - from row to column, in any unit; those of pairs without migrants are not read
 * @returns mean and median in the unit of the distances, NaN without `migrants`, whose number stands beside them
 * @throws RangeError for flows that are not well formed or below 0, a matrix of another size, and a distance that is read and
 * not finite or below 0
 *
 * **Departs from the source** migest takes the median between two distances by interpolation, which no migrant may have gone.
 *
 * **Cost** O(entries log entries)
 *
 * [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 10, 40, 10, 0, 30, 40, 30, 0) };
 * migrationDistance({ locations, ...sparseFromDense(3, 3, [9, 2, 1, 0, 0, 1, 0, 0, 0]) }, distances); // { mean: 22.5, median: 20, migrants: 4 }
 */
export function migrationDistance(flows: MigrationFlows, distances: DenseMatrix): MigrationDistance {
  const where = "migrationDistance";
  const { total } = marginsOf(where, flows);
  checkDense(where, "distances", distances, true);
  checkLength(where, "distances.rows", distances.rows, flows.locations.length);
  const { origin, destination, migrants } = migrantsOf(flows);
  const distance = migrants.map((_, k) => {
    const at = origin[k]! * distances.columns + destination[k]!;
    checkNumber(where, `distances.value[${at}]`, distances.value[at]!, 0);
    return distances.value[at]!;
  });
  const median = weightedMedian(distance, migrants, total);
  const mean = sumOf(migrants.map((count, i) => count * distance[i]!)) / total;
  return { mean, median, migrants: total };
}

function weightedMedian(values: Float64Array, weights: Float64Array, total: number): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  let below = 0;
  for (let k = 0; k < order.length; k++) {
    below += weights[order[k]!]!;
    if (below < total / 2) continue;
    const next = below === total / 2 ? k + 1 : k;
    return (values[order[k]!]! + values[order[next]!]!) / 2;
  }
  return Number.NaN;
}

export interface MigrationDirectionsOptions {
  /** How many sectors the horizon has: 4, 8, 16 …; the first is centred on north. From 1. */
  readonly sectors: number;
}

/**
 * A row per sector, clockwise from the one around north: `bearingDegrees` of its middle, `migrants` who went that way,
 * their `share`, and `netMigrants`, less those who went the opposite way. `undirected` counts migrants between locations
 * at one point or opposite ends of the Earth, who have no bearing and no share.
 */
export type MigrationDirections = Table<{
  readonly bearingDegrees: Float64Array;
  readonly migrants: Float64Array;
  readonly share: Float64Array;
  readonly netMigrants: Float64Array;
}> & { readonly undirected: number };

const RADIANS = Math.PI / 180;

/**
 * In which direction do migrants go?
 *
 * **How** the bearing of a flow is that of the great circle at its origin, atan2(sin Δλ cos φ₂, cos φ₁ sin φ₂ − sin φ₁ cos φ₂
 * cos Δλ), clockwise from north. Sector s has the bearings from (s − ½) · 360 / sectors, in, to (s + ½) · 360 / sectors, out.
 * netMigrants of a pair of locations goes to the sector of the larger flow, with the difference to the smaller one.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @param options - how many sectors
 * @returns one row per sector; `share` adds up to 1, NaN without a migrant who has a direction. `netMigrants` is at least 0
 * @throws RangeError for flows that are not well formed or below 0, and for sectors that are not whole and at least 1
 *
 * **Cost** O(entries log entries of a row + sectors)
 *
 * [lu-2016]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 0], [0, 0, 1]);
 * const directions = migrationDirections({ locations, ...sparseFromDense(3, 3, [0, 5, 3, 1, 0, 0, 0, 0, 0]) }, { sectors: 4 });
 * rowsOf(directions)[1]; // { bearingDegrees: 90, migrants: 5, share: 0.5555555555555556, netMigrants: 4 }
 */
export function migrationDirections(flows: MigrationFlows, options: MigrationDirectionsOptions): MigrationDirections {
  const where = "migrationDirections";
  marginsOf(where, flows);
  checkOptions(where, options, ["sectors"]);
  const { sectors } = options;
  checkInteger(where, "sectors", sectors, 1);
  const { lon, lat } = flows.locations.columns;
  const { origin, destination, migrants } = migrantsOf(flows);
  const counts = new Float64Array(sectors);
  const netMigrants = new Float64Array(sectors);
  let undirected = 0;
  for (let k = 0; k < migrants.length; k++) {
    const [o, d] = [origin[k]!, destination[k]!];
    const bearing = bearingOf(lon[o]!, lat[o]!, lon[d]!, lat[d]!);
    if (Number.isNaN(bearing)) {
      undirected += migrants[k]!;
      continue;
    }
    const sector = Math.floor((bearing * sectors) / 360 + 0.5) % sectors;
    const back = entryOf(flows, d, o);
    counts[sector]! += migrants[k]!;
    netMigrants[sector]! += Math.max(0, migrants[k]! - (back < 0 ? 0 : flows.value[back]!));
  }
  const directed = sumOf(counts);
  const columns = {
    bearingDegrees: counts.map((_, s) => (s * 360) / sectors),
    migrants: counts,
    share: counts.map((count) => count / directed),
    netMigrants,
  };
  return { length: sectors, columns, undirected };
}

/** From 0 to below 360; NaN where there is none. */
function bearingOf(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const [phi1, phi2, turn] = [lat1 * RADIANS, lat2 * RADIANS, (lon2 - lon1) * RADIANS];
  const east = sin(turn) * cos(phi2);
  // cos φ₁ sin φ₂ − sin φ₁ cos φ₂ cos Δλ, in a form that keeps its digits for places that are near each other.
  const half = sin(turn / 2);
  const north = sin(phi2 - phi1) + 2 * sin(phi1) * cos(phi2) * half * half;
  if (Math.abs(east) < 1e-15 && Math.abs(north) < 1e-15) return Number.NaN;
  const bearing = atan2(east, north) / RADIANS;
  return bearing < 0 ? bearing + 360 : bearing;
}
