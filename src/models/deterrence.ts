import { checkOptions, checkText, failInWords, isObject, shown } from "../core/check.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import { logInto } from "../core/logarithms.ts";

/**
 * How distance, or any other cost of travel, holds people back: the deterrence function of a gravity model. A model is
 * log-linear, ln flow = … + Σ coefficient · term(cost), so that a function is told by its terms.
 */

/** A deterrence function, made by `powerLaw`, `exponentialDecay`, `tannerDecay`, `logNormalDecay` or `deterrenceBy`. */
export interface Deterrence {
  /** What the fit is labelled with, and what costs the function takes. */
  readonly name: string;
  readonly costs: string;
  /** The names of its terms, which are those of their coefficients. */
  readonly terms: readonly string[];
  /** Writes the value of each term for the first `count` costs; not finite where the function does not take the cost. */
  readonly fillTerms: (costs: Float64Array, count: number, into: readonly Float64Array[]) => void;
}

/**
 * Flows fall with a power of distance: f(d) = d^logDistance, with a negative coefficient.
 *
 * **How** one term, `logDistance` = ln d, so that the coefficient does not depend on the unit of distance.
 *
 * @returns the deterrence function; it takes distances above 0
 *
 * **Cost** one logarithm per pair
 *
 * [zipf-1946]
 * @example
 * powerLaw().terms; // [ 'logDistance' ]
 */
export function powerLaw(): Deterrence {
  return { name: "power law", costs: "above 0", terms: ["logDistance"], fillTerms: fillLogs };
}

/**
 * Flows fall by a fixed share with every unit of distance: f(d) = exp(distance · d), with a negative coefficient.
 *
 * **How** one term, `distance` = d; the coefficient is per unit of the distances given, so that 1 / −coefficient is a distance.
 *
 * @returns the deterrence function; it takes distances of at least 0
 *
 * **Cost** none
 *
 * [wilson-1971]
 * @example
 * exponentialDecay().terms; // [ 'distance' ]
 */
export function exponentialDecay(): Deterrence {
  return {
    name: "exponential decay",
    costs: "of at least 0",
    terms: ["distance"],
    fillTerms: (costs, count, into) => copy(costs, count, into[0]!),
  };
}

/**
 * Flows fall with a power of distance near by and by a fixed share far away: f(d) = d^logDistance · exp(distance · d), the
 * combined function of Tanner.
 *
 * **How** two terms, `logDistance` = ln d and `distance` = d.
 *
 * @returns the deterrence function; it takes distances above 0
 *
 * **Cost** one logarithm per pair
 *
 * [tanner-1961]
 * @example
 * tannerDecay().terms; // [ 'logDistance', 'distance' ]
 */
export function tannerDecay(): Deterrence {
  return {
    name: "Tanner decay",
    costs: "above 0",
    terms: ["logDistance", "distance"],
    fillTerms: (costs, count, into) => {
      fillLogs(costs, count, into);
      copy(costs, count, into[1]!);
    },
  };
}

/**
 * Flows are most likely over some distance and fall off on both sides, as a normal curve of ln distance: f(d) =
 * exp(logDistance · ln d + logDistanceSquared · (ln d)²), with a negative second coefficient.
 *
 * **How** two terms, `logDistance` = ln d and `logDistanceSquared` = (ln d)²; the likeliest distance is exp(−logDistance /
 * (2 · logDistanceSquared)). The first coefficient depends on the unit of distance.
 *
 * @returns the deterrence function; it takes distances above 0
 *
 * **Cost** one logarithm per pair
 *
 * @example
 * logNormalDecay().terms; // [ 'logDistance', 'logDistanceSquared' ]
 */
export function logNormalDecay(): Deterrence {
  return {
    name: "log-normal decay",
    costs: "above 0",
    terms: ["logDistance", "logDistanceSquared"],
    fillTerms: (costs, count, into) => {
      fillLogs(costs, count, into);
      const [logs, squares] = [into[0]!, into[1]!];
      for (let k = 0; k < count; k++) squares[k] = logs[k]! * logs[k]!;
    },
  };
}

export interface DeterrenceByOptions {
  /** What the fit is labelled with. */
  readonly name: string;
  /** The terms by name: each turns a cost into a number. */
  readonly terms: Readonly<Record<string, (cost: number) => number>>;
}

/**
 * A deterrence function of one's own, as long as its logarithm is a sum of coefficients times functions of the cost.
 *
 * @param options - its name and its terms
 * @returns the deterrence function; it takes the costs of at least 0 for which every term is finite
 * @throws RangeError for a name that is no text, no terms, or terms that are not functions
 *
 * **Cost** a call per pair and term, and per iteration where distances are computed by row
 *
 * @example
 * const beyondHour = deterrenceBy({ name: "an hour", terms: { hour: (minutes) => (minutes > 60 ? 1 : 0) } });
 * beyondHour.terms; // [ 'hour' ]
 */
export function deterrenceBy(options: DeterrenceByOptions): Deterrence {
  const where = "deterrenceBy";
  checkOptions(where, options, ["name", "terms"]);
  const { name, terms } = options;
  checkText(where, "name", name);
  const given: unknown = terms;
  if (!isObject(given) || Object.keys(given).length === 0) {
    failInWords(where, "terms", "functions of a cost by name, at least one", isObject(given) ? "none" : shown(given));
  }
  const names = Object.keys(terms);
  const functions = names.map((term) => terms[term]!);
  functions.forEach((term, t) => {
    checkFunction(where, `terms.${names[t]}`, term, "a function of a cost", 1);
  });
  return {
    name,
    costs: `such that ${names.join(", ")} ${names.length === 1 ? "is" : "are"} finite`,
    terms: names,
    fillTerms: (costs, count, into) => {
      functions.forEach((term, t) => {
        const values = into[t]!;
        for (let k = 0; k < count; k++) values[k] = term(costs[k]!);
      });
    },
  };
}

/** Throws unless the value is a deterrence function, not the factory of one. */
export function checkDeterrence(where: string, deterrence: Deterrence): void {
  checkRule(where, "deterrence", deterrence, "fillTerms", "a deterrence function such as powerLaw()");
}

function fillLogs(costs: Float64Array, count: number, into: readonly Float64Array[]): void {
  copy(costs, count, into[0]!);
  logInto(into[0]!, count);
}

function copy(costs: Float64Array, count: number, into: Float64Array): void {
  into.set(costs.subarray(0, count));
}
