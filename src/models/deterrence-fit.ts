import { checkInteger, checkOptions, failInWords } from "../core/check.ts";
import { checkFunction } from "../core/check-variants.ts";
import { searchMinimum } from "../core/scalar-search.ts";
import type { Located, SparseMatrix } from "../types.ts";
import { type Axis, axisOf, type ParameterRange } from "./calibration-parameters.ts";
import { checkDeterrence, type Deterrence } from "./deterrence.ts";
import { type FitGravityOptions, fitGravityFor, type GravityFit } from "./gravity.ts";

export interface FitDeterrenceOptions extends Omit<FitGravityOptions, "deterrence" | "estimator"> {
  /** The deterrence function with a given parameter: `(scale) => shiftedPower({ scale })`. */
  readonly deterrenceAt: (parameter: number) => Deterrence;
  /** Between which values the parameter is searched. */
  readonly range: ParameterRange;
  /** How many values are looked at before the search, at least 3: 17 unless given. */
  readonly points?: number;
}

/** A gravity model with the best parameter of its deterrence function. */
export interface DeterrenceFit {
  readonly parameter: number;
  /** By the model's rule for errors, and as if flows were Poisson counts; NaN at a bound. */
  readonly standardError: number;
  readonly poissonError: number;
  readonly atBound: boolean;
  /** The model with this parameter. Its errors take the parameter as known. */
  readonly fit: GravityFit;
  /** The errors of its coefficients, the parameter not being known: at least as large. */
  readonly standardErrors: Readonly<Record<string, number>>;
  readonly evaluations: number;
  readonly converged: boolean;
  /** The deviance at the values looked at first, for a chart. */
  readonly curve: { readonly parameter: Float64Array; readonly deviance: Float64Array };
}

const POINTS = 17;
const TOLERANCE = 1e-8;
/** The term whose coefficient would move the parameter. */
const SHIFT = "deterrence's parameter";
/** Terms are told along the parameter by differences over this share of the range, and of the way to the next bound. */
const STEP = { ofRange: 1e-4, toBound: 1e-2 } as const;

/**
 * How do flows fall with distance, if the function has a parameter that is no coefficient, like the scale of a shifted power?
 *
 * **How** a gravity model is fitted for every value that is tried, and the one with the lowest deviance is the most likely: the
 * values of a grid, then Brent's search. Errors come from the model with one term more, Σ coefficient · ∂ term / ∂
 * parameter, whose coefficient is 0 there and has the error of the parameter: those of parameter and coefficients together.
 *
 * @param flows - counted or weighted flows over locations
 * @param options - those of `fitGravity` for its Poisson fit, but with a deterrence function for each value of the parameter
 * @returns the parameter, its errors, whether it is at a bound of the range, and the model. Where the flows do not tell the parameter (no
 * flows, a function that does not know it), it is NaN, `converged` is false and `fit` that at the start of the range
 * @throws RangeError for a range that is not two numbers in order, and whatever `fitGravity` does not take
 *
 * **Cost** about 30 fits of a gravity model
 *
 * [brent-1973] [silva-tenreyro-2006]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C", "D"], [0, 1, 3, 7], [0, 0, 0, 0]);
 * const distances = { rows: 4, columns: 4, value: Float64Array.of(0, 1, 3, 7, 1, 0, 2, 6, 3, 2, 0, 4, 7, 6, 4, 0) };
 * const flows = { locations, ...sparseFromDense(4, 4, Array.from(distances.value, (d) => (d === 0 ? 0 : Math.round(9000 / (1 + d / 2) ** 2)))) };
 * const options = { distances, constraint: unconstrained(), originMass: [1, 2, 2, 1], destinationMass: [1, 2, 1, 2] };
 * fitDeterrence(flows, { ...options, deterrenceAt: (scale) => shiftedPower({ scale }), range: { from: 0.1, to: 10 } }).parameter.toFixed(1); // '2.0'
 */
export function fitDeterrence(flows: Located & SparseMatrix, options: FitDeterrenceOptions): DeterrenceFit {
  const where = "fitDeterrence";
  checkOptions(where, options, KNOWN);
  const { deterrenceAt, range, points = POINTS, ...model } = options;
  const such = "a function of a parameter that returns a deterrence function";
  checkFunction(where, "deterrenceAt", deterrenceAt, such, 1);
  const axis = axisOf(where, "range", "parameter", range);
  checkInteger(where, "points", points, 3);
  const made = (place: number): Deterrence => {
    const deterrence = deterrenceAt(axis.valueAt(place));
    if (typeof deterrence === "function") failInWords(where, "deterrenceAt", such, "one that returns a function");
    checkDeterrence(where, deterrence);
    return deterrence;
  };
  const fitWith = (deterrence: Deterrence): GravityFit => fitGravityFor(where, flows, { ...model, deterrence });
  const { from, to } = axis;
  const found = searchMinimum((place) => fitWith(made(place)).deviance, { from, to, points, tolerance: TOLERANCE });
  const isKnown = !Number.isNaN(found.at);
  const at = isKnown ? found.at : from;
  const fit = fitWith(made(at));
  const joint = isKnown && !found.atBound ? fitWith(withShift(made, axis, at, fit)) : fit;
  return {
    parameter: isKnown ? axis.valueAt(at) : Number.NaN,
    standardError: (joint.standardErrors[SHIFT] ?? Number.NaN) * axis.slopeAt(at),
    poissonError: (joint.poissonErrors[SHIFT] ?? Number.NaN) * axis.slopeAt(at),
    atBound: found.atBound,
    fit,
    standardErrors: Object.fromEntries(fit.terms.map((term) => [term, joint.standardErrors[term]!])),
    evaluations: found.evaluations + (joint === fit ? 1 : 2),
    converged: found.converged && fit.converged,
    curve: { parameter: found.grid.map(axis.valueAt), deviance: found.values },
  };
}

const KNOWN = [
  "originMass",
  "destinationMass",
  "distances",
  "constraint",
  "covariates",
  "offset",
  "pairs",
  "errors",
  "confidence",
  "deterrenceAt",
  "range",
  "points",
] as const satisfies readonly (keyof FitDeterrenceOptions)[];

/** The deterrence function at a place, with the term that moves its parameter along the scale. */
function withShift(made: (place: number) => Deterrence, axis: Axis, at: number, fit: GravityFit): Deterrence {
  const { from, to } = axis;
  const step = Math.min(STEP.ofRange * (to - from), STEP.toBound * Math.min(at - from, to - at));
  const here = made(at);
  const [low, high] = [made(at - step), made(at + step)];
  return {
    ...here,
    terms: [...here.terms, SHIFT],
    fillTerms: (costs, count, into) => {
      here.fillTerms(costs, count, into);
      const below = here.terms.map(() => new Float64Array(count));
      const above = here.terms.map(() => new Float64Array(count));
      low.fillTerms(costs, count, below);
      high.fillTerms(costs, count, above);
      const shift = into[here.terms.length]!.fill(0, 0, count);
      for (const [t, term] of here.terms.entries()) {
        const by = fit.coefficients[term]! / (2 * step);
        for (let k = 0; k < count; k++) shift[k]! += by * (above[t]![k]! - below[t]![k]!);
      }
    },
  };
}
