import { checkLength } from "../core/check.ts";
import { checkZones } from "../core/check-tables.ts";
import { checkRowMatrix } from "../core/row-matrix.ts";
import type { DenseMatrix, RowMatrix, Zones } from "../types.ts";
import { checkMasses } from "./observations.ts";

/**
 * How far do people travel who stay within a zone? A rule of thumb, for models of flows that count them.
 *
 * **How** half the radius of a circle of the zone's area: √(area / π) / 2.
 *
 * @param zones - zones with their areas
 * @returns metres, one number per zone
 * @throws RangeError for anything but zones
 *
 * **Cost** O(zones)
 *
 * @example
 * const zones = buildZones(["A"], [[[[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]]]]);
 * intrazonalDistances(zones).map(Math.round); // Float64Array(1) [ 314 ]
 */
export function intrazonalDistances(zones: Zones): Float64Array {
  checkZones("intrazonalDistances", "zones", zones);
  return zones.areaM2.map((area) => Math.sqrt(area / Math.PI) / 2);
}

/**
 * Distances whose diagonal says how far people travel who stay within a zone.
 *
 * @param distances - a square matrix, held whole or computed by row
 * @param intrazonal - what stands on the diagonal, in the unit of the distances: at least 0, one number per zone
 * @returns a matrix of the same kind: a copy of a whole one, or one that computes the same rows
 * @throws RangeError for anything but a square matrix, or numbers that are not finite, below 0 or not as many as rows
 *
 * **Cost** that of a copy
 *
 * @example
 * const distances = { rows: 2, columns: 2, value: Float64Array.of(0, 5, 5, 0) };
 * withIntrazonalDistances(distances, [1, 2]).value; // Float64Array(4) [ 1, 5, 5, 2 ]
 */
export function withIntrazonalDistances(distances: DenseMatrix, intrazonal: ArrayLike<number>): DenseMatrix;
export function withIntrazonalDistances(distances: RowMatrix, intrazonal: ArrayLike<number>): RowMatrix;
export function withIntrazonalDistances(
  distances: DenseMatrix | RowMatrix,
  intrazonal: ArrayLike<number>,
): DenseMatrix | RowMatrix {
  const where = "withIntrazonalDistances";
  checkRowMatrix(where, "distances", distances);
  const { rows, columns } = distances;
  checkLength(where, "distances.columns", columns, rows);
  checkMasses(where, "intrazonal", intrazonal, rows);
  if ("fillRow" in distances) {
    const { fillRow } = distances;
    return {
      rows,
      columns,
      fillRow: (row, into) => {
        fillRow(row, into);
        into[row] = intrazonal[row]!;
      },
    };
  }
  const value = distances.value.slice();
  for (let l = 0; l < rows; l++) value[l * columns + l] = intrazonal[l]!;
  return { rows, columns, value };
}
