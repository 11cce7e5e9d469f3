import { checkNumber, checkOptions, failInWords, isObject, shown } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import { exp, log } from "../core/math.ts";

/**
 * The parameters of a law that is to be calibrated: between which values each is searched, and along which scale.
 */

/** How the values between two bounds are spread; made by `linearSteps` or `logarithmicSteps`. */
export interface ParameterScale {
  readonly name: string;
  /** Where a value stands on the scale, the value that stands there, and how fast it grows along the scale. */
  readonly place: (value: number) => number;
  readonly valueAt: (place: number) => number;
  readonly slopeAt: (place: number) => number;
  /** The least value that the scale has a place for. */
  readonly least: number;
}

/**
 * Values are searched in steps of equal size: for parameters that may be 0 or negative.
 *
 * @returns the scale, for `fitLaw`. **Cost** none
 *
 * @example
 * linearSteps().valueAt(2); // 2
 */
export function linearSteps(): ParameterScale {
  return { name: "linear", place: (value) => value, valueAt: (place) => place, slopeAt: () => 1, least: -Infinity };
}

/**
 * Values are searched in steps of equal ratio: for parameters above 0 of which the order of magnitude is not known.
 *
 * @returns the scale, for `fitLaw`. **Cost** none
 *
 * @example
 * logarithmicSteps().valueAt(0); // 1
 */
export function logarithmicSteps(): ParameterScale {
  return { name: "logarithmic", place: log, valueAt: exp, slopeAt: exp, least: Number.MIN_VALUE };
}

/** Between which values a parameter is searched. */
export interface ParameterRange {
  /** The bounds, both included; `to` above `from`. */
  readonly from: number;
  readonly to: number;
  /** How the values between them are spread: `linearSteps()` unless given. */
  readonly scale?: ParameterScale;
}

/** A parameter as it is searched: bounds on its scale. */
export interface Axis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly valueAt: (place: number) => number;
  readonly slopeAt: (place: number) => number;
}

/** The parameters by name, checked; one to three. */
export function axesOf(where: string, parameters: Readonly<Record<string, ParameterRange>>): Axis[] {
  const given: unknown = parameters;
  const such = "ranges { from, to } of one to three parameters by name";
  const names = isObject(given) ? Object.keys(given) : [];
  if (names.length < 1 || names.length > 3) {
    failInWords(where, "parameters", such, isObject(given) ? `${names.length} of them` : shown(given));
  }
  return names.map((name) => axisOf(where, `parameters.${name}`, name, parameters[name]!));
}

/** One parameter, checked; `title` is how messages call it. */
export function axisOf(where: string, title: string, name: string, range: ParameterRange): Axis {
  checkOptions(where, range, ["from", "to", "scale"], title);
  const { from, to, scale = linearSteps() } = range;
  checkRule(where, `${title}.scale`, scale, "valueAt", "a scale such as logarithmicSteps()");
  checkNumber(where, `${title}.from`, from, scale.least);
  checkNumber(where, `${title}.to`, to, scale.least);
  if (!(to > from)) failInWords(where, `${title}.to`, `above ${title}.from, ${from}`, String(to));
  const [first, last] = [scale.place(from), scale.place(to)];
  const valueAt = (place: number): number => {
    if (place === first || place === last) return place === first ? from : to;
    return Math.min(to, Math.max(from, scale.valueAt(place)));
  };
  return { name, from: first, to: last, valueAt, slopeAt: scale.slopeAt };
}
