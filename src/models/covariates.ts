import { checkText, isObject } from "../core/check.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import type { DenseMatrix, RowMatrix, SparseMatrix } from "../types.ts";

/**
 * What else flows depend on beside masses and distance: incomes, networks, a common border or language. A covariate enters
 * ln flow as coefficient · value; give logarithms where an elasticity is wanted.
 */

/** A covariate of a gravity model, made by `originCovariate`, `destinationCovariate` or `pairCovariate`. */
export type Covariate =
  | { readonly name: string; readonly of: "origin" | "destination"; readonly values: ArrayLike<number> }
  | { readonly name: string; readonly of: "pair"; readonly values: DenseMatrix | RowMatrix | SparseMatrix };

/**
 * Something about the place that people leave: its incomes, its unemployment.
 *
 * @param name - what its coefficient is called
 * @param values - one finite number per location; take logarithms yourself where you want them
 * @returns the covariate, for `fitGravity`; a model with a constant for each origin refuses it
 * @throws RangeError for a name that is no text or values that are no list
 * @example
 * originCovariate("unemployment", [0.04, 0.11]).name; // 'unemployment'
 */
export function originCovariate(name: string, values: ArrayLike<number>): Covariate {
  return ofLocations("originCovariate", "origin", name, values);
}

/**
 * Something about the place that people go to: its rents, its climate.
 *
 * @param name - what its coefficient is called
 * @param values - one finite number per location; take logarithms yourself where you want them
 * @returns the covariate, for `fitGravity`; a model with a constant for each destination refuses it
 * @throws RangeError for a name that is no text or values that are no list
 * @example
 * destinationCovariate("logRent", [6.2, 6.9]).of; // 'destination'
 */
export function destinationCovariate(name: string, values: ArrayLike<number>): Covariate {
  return ofLocations("destinationCovariate", "destination", name, values);
}

/**
 * Something about the way from one place to another: a common border, calls between them, being in the same province.
 *
 * @param name - what its coefficient is called
 * @param values - a row per origin and a column per destination: full, computed by row, or sparse, where an absent entry is 0
 * @returns the covariate, for `fitGravity`
 * @throws RangeError for a name that is no text or values that are no matrix
 * @example
 * const border = { rows: 2, columns: 2, fillRow: (origin, into) => into.fill(1) };
 * pairCovariate("border", border).of; // 'pair'
 */
export function pairCovariate(name: string, values: DenseMatrix | RowMatrix | SparseMatrix): Covariate {
  checkText("pairCovariate", "name", name);
  const given: unknown = values;
  if (!isObject(given) || !("value" in given || "fillRow" in given)) {
    failShape("pairCovariate", "values", "a full, sparse or computed matrix", given);
  }
  return { name, of: "pair", values };
}

function ofLocations(where: string, of: "origin" | "destination", name: string, values: ArrayLike<number>): Covariate {
  checkText(where, "name", name);
  checkList(where, "values", values);
  return { name, of, values };
}
