import { checkLength, fail } from "../core/check.ts";
import { checkDense, checkList } from "../core/check-tables.ts";
import type { DenseMatrix } from "../types.ts";
import type { Deterrence } from "./deterrence.ts";

/** Checks that the models share: masses of locations, square matrices, costs that a deterrence function takes. */

/** Throws unless there is a mass of at least 0 for every location. */
export function checkMasses(where: string, name: string, masses: ArrayLike<number>, locations: number): void {
  checkList(where, name, masses);
  checkLength(where, name, masses.length, locations);
  for (let l = 0; l < locations; l++) {
    if (!(masses[l]! >= 0 && masses[l]! < Infinity)) {
      fail(where, `${name}[${l}]`, "a finite number of at least 0", masses[l]);
    }
  }
}

/** Throws unless the matrix has a row and a column for every location, or for as many as it has rows. Returns how many. */
export function checkSquare(where: string, name: string, matrix: DenseMatrix, locations?: number): number {
  checkDense(where, name, matrix, true);
  if (locations !== undefined) checkLength(where, `${name}.rows`, matrix.rows, locations);
  return matrix.rows;
}

/** The covariates of costs; throws, naming the pair, for a cost that the deterrence does not take. */
export function covariatesOf(
  where: string,
  deterrence: Deterrence,
  costs: Float64Array,
  nameOf: (k: number) => string,
): Float64Array {
  const covariates = new Float64Array(costs.length);
  deterrence.fillTerms(costs, costs.length, [covariates]);
  for (let k = 0; k < costs.length; k++) {
    if (!(costs[k]! >= 0 && costs[k]! < Infinity && Number.isFinite(covariates[k]))) {
      fail(
        where,
        `distances ${nameOf(k)}`,
        `finite and ${deterrence.costs} for deterrence by ${deterrence.name}`,
        costs[k],
      );
    }
  }
  return covariates;
}
