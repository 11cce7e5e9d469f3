import { checkLength, checkOptions, checkSameLocations, fail, failInWords, isObject } from "../core/check.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import { exp } from "../core/math.ts";
import { checkRowMatrix } from "../core/row-matrix.ts";
import type { DenseMatrix, Located, RowMatrix } from "../types.ts";
import type { Covariate } from "./covariates.ts";
import { checkDeterrence, type Deterrence } from "./deterrence.ts";
import { type GravityTerms, LARGEST, type PairSource, termsOf } from "./gravity-terms.ts";
import { rowLaw } from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";

/** What a law needs to know of a gravity model: a `GravityFit`, or coefficients taken from elsewhere. */
export interface GravityModel {
  /** By the names of terms, with the signs of the log-linear predictor: { originMass: 1, destinationMass: 1, logDistance: -2 }. */
  readonly coefficients: Readonly<Record<string, number>>;
  /** The name of the deterrence function that the coefficients belong to, if it is to be checked. */
  readonly deterrence?: string;
  /** ln A of each origin and ln B of each destination; none for other places than those of the fit. */
  readonly originConstants?: Float64Array;
  readonly destinationConstants?: Float64Array;
}

/** As for `fitGravity`. What the model has a coefficient for must be given, and nothing else. */
export interface GravityLawOptions {
  /** What sends people out, and what draws them to a location. One finite number of at least 0 per location. */
  readonly originMass?: ArrayLike<number>;
  readonly destinationMass?: ArrayLike<number>;
  /** Distances or costs in the unit of the fit: held whole, or by row. */
  readonly distances: DenseMatrix | RowMatrix;
  /** The deterrence function of the fit. */
  readonly deterrence: Deterrence;
  /** The covariates of the fit, here or elsewhere: by `originCovariate`, `destinationCovariate`, `pairCovariate`. */
  readonly covariates?: readonly Covariate[];
  /** What is added to the logarithm of each weight. */
  readonly offset?: DenseMatrix | RowMatrix;
  /** Whether people may stay where they are, and the diagonal of the distances is read; false unless given. */
  readonly intrazonal?: boolean;
}

/**
 * Gravity as a law of flows: how strongly does each destination draw the people of an origin, by its mass and its distance? Of
 * a fitted model, or of one with the coefficients of the literature; for the places of the fit, or for others.
 *
 * **How** ln weight[o, d] = constants + Σ coefficient · term, with ln mass of origin and destination, the terms of the deterrence
 * function and the covariates. The constants of a fit are part of the law, so that the weights are its fitted flows; the
 * constraint of a prediction puts its own in their place. Those of a log-linear fit are medians. For other places leave them out: { coefficients: fit.coefficients }.
 *
 * @param model - a fit, or coefficients by name
 * @param options - masses, distances and covariates, of the locations of the fit or of others
 * @returns the law. Weights are 0 on the diagonal (unless `intrazonal`), from and to places without mass, and for locations
 * that the fit left out (constants of −∞): these have nowhere to send people, which predictions report
 * @throws RangeError for a coefficient that is not finite or has no values, values without a coefficient, a deterrence function
 * other than the model's, constants of other locations; on reading a row, for a distance that the deterrence does not take
 *
 * **Cost** O(places) memory; per row, the terms of its pairs and an exponential each
 *
 * [wilson-1971]
 * @example
 * const distances = { rows: 2, columns: 2, value: Float64Array.of(0, 2, 2, 0) };
 * const model = { coefficients: { originMass: 1, destinationMass: 1, logDistance: -2 } };
 * const law = gravityLaw(model, { originMass: [10, 20], destinationMass: [10, 20], distances, deterrence: powerLaw() });
 * denseFromRows(law).value.map(Math.round); // Float64Array(4) [ 0, 50, 50, 0 ]
 */
export function gravityLaw(model: GravityModel, options: GravityLawOptions): FlowLaw {
  return lawOf("gravityLaw", model, options);
}

/** The law, for whoever asks. */
export function lawOf(where: string, model: GravityModel, options: GravityLawOptions): FlowLaw {
  checkOptions(where, options, LAW_OPTIONS);
  const { deterrence, distances, intrazonal = false } = options;
  checkDeterrence(where, deterrence);
  checkRowMatrix(where, "distances", distances);
  const n = distances.rows;
  if (typeof intrazonal !== "boolean") fail(where, "intrazonal", "true or false", intrazonal);
  checkModel(where, model, n, deterrence, distances);
  const terms = modelTerms(where, model, options, n);
  const coefficients = new Map(Object.entries(model.coefficients));
  const sumOfTerms = (of: GravityTerms["origins"], constants: Float64Array | undefined): Float64Array => {
    const sums = new Float64Array(n);
    for (let l = 0; l < n; l++) {
      let sum = constants?.[l] ?? 0;
      // A place without mass has no weight, whatever its exponent.
      for (const { name, values } of of)
        sum += values[l] === -Infinity ? -Infinity : coefficients.get(name)! * values[l]!;
      sums[l] = sum;
    }
    return sums;
  };
  const ofOrigin = sumOfTerms(terms.origins, model.originConstants);
  const ofDestination = sumOfTerms(terms.destinations, model.destinationConstants);
  const constant = model.originConstants === undefined ? (coefficients.get("constant") ?? 0) : 0;
  const sources = terms.offset === null ? terms.pairs : [...terms.pairs, terms.offset];
  const weigh = pairSums(n, sources, coefficients, terms.offset);
  const reached = new Uint32Array(n);
  const fillLogRow = (row: number, into: Float64Array): void => {
    into.fill(-Infinity);
    const own = ofOrigin[row]! + constant;
    if (own === -Infinity) return;
    let count = 0;
    for (let d = 0; d < n; d++) if ((intrazonal || d !== row) && ofDestination[d] !== -Infinity) reached[count++] = d;
    const sums = weigh(row, reached.subarray(0, count));
    for (let k = 0; k < count; k++) into[reached[k]!] = own + ofDestination[reached[k]!]! + sums[k]!;
  };
  const fillRow = (row: number, into: Float64Array): void => {
    fillLogRow(row, into);
    for (let d = 0; d < n; d++) into[d] = exp(into[d]!);
  };
  return rowLaw(`gravity by ${deterrence.name}`, n, fillRow, fillLogRow);
}

export const LAW_OPTIONS = [
  "originMass",
  "destinationMass",
  "distances",
  "deterrence",
  "covariates",
  "offset",
  "intrazonal",
] as const;

/** How to add up the terms of some pairs of an origin. */
function pairSums(
  n: number,
  sources: readonly PairSource[],
  coefficients: ReadonlyMap<string, number>,
  offset: PairSource | null,
): (row: number, destinations: Uint32Array) => Float64Array {
  const sums = new Float64Array(n);
  const raw = new Float64Array(n);
  const into = sources.map(({ names }) => names.map(() => new Float64Array(n)));
  return (row, destinations) => {
    sums.fill(0);
    for (const [s, source] of sources.entries()) {
      source.fill(row, destinations, into[s]!, raw);
      for (const [t, name] of source.names.entries()) {
        const coefficient = source === offset ? 1 : coefficients.get(name)!;
        const values = into[s]![t]!;
        for (let k = 0; k < destinations.length; k++) {
          if (!(Number.isFinite(values[k]) && raw[k]! >= source.least && raw[k]! <= LARGEST)) {
            source.refuse(String(row), String(destinations[k]), raw[k]!);
          }
          sums[k]! += coefficient * values[k]!;
        }
      }
    }
    return sums;
  };
}

/** The terms of the model; throws where a coefficient has no values, or values have no coefficient. */
function modelTerms(where: string, model: GravityModel, options: GravityLawOptions, n: number): GravityTerms {
  const { intrazonal: _, ...given } = options;
  const has = (name: string): boolean => Object.hasOwn(model.coefficients, name);
  for (const mass of ["originMass", "destinationMass"] as const) {
    if (given[mass] !== undefined && !has(mass))
      fail(where, mass, "left out for a model without a coefficient of it", given[mass]);
  }
  const withOrigins = has("originMass") ? "one" : "origins";
  const constants = has("destinationMass") ? withOrigins : withOrigins === "one" ? "destinations" : "both";
  const name = "without an exponent of that mass";
  const solve = (): never => fail(where, "constraint", "none", constants);
  const terms = termsOf(where, { ...given, constraint: { name, constants, solve } }, n);
  const names = [...terms.origins, ...terms.destinations].map((term) => term.name);
  names.push(...terms.pairs.flatMap((source) => source.names));
  const without = names.find((each) => !has(each));
  if (without !== undefined)
    fail(where, `model.coefficients.${without}`, "given, as the options have its values", undefined);
  const known = new Set(["constant", ...names]);
  const unknown = Object.keys(model.coefficients).find((each) => !known.has(each));
  if (unknown !== undefined) {
    failInWords(
      where,
      "model.coefficients",
      "of terms that the options give values for",
      `"${unknown}"`,
      `they give: ${names.join(", ")}`,
    );
  }
  return terms;
}

function checkModel(
  where: string,
  model: GravityModel,
  n: number,
  deterrence: Deterrence,
  distances: DenseMatrix | RowMatrix,
): void {
  const given: unknown = model;
  if (!isObject(given) || !isObject(given["coefficients"])) {
    failShape(where, "model", "a fit, or { coefficients: { destinationMass, … } }", given);
  }
  if (model.deterrence !== undefined && deterrence.name !== model.deterrence) {
    fail(where, "deterrence", `the model's, ${model.deterrence}`, deterrence.name);
  }
  for (const [name, value] of Object.entries(model.coefficients)) {
    if (!Number.isFinite(value)) fail(where, `model.coefficients.${name}`, "finite", value);
  }
  for (const name of ["originConstants", "destinationConstants"] as const) {
    const constants = model[name];
    if (constants === undefined) continue;
    checkList(where, `model.${name}`, constants);
    checkLength(where, `model.${name}`, constants.length, n);
    for (let l = 0; l < n; l++) {
      if (!(constants[l]! < Infinity))
        fail(where, `model.${name}[${l}]`, "a number, or −Infinity for none", constants[l]);
    }
  }
  const { locations } = model as Partial<Located>;
  const { locations: measured } = distances as Partial<Located>;
  if (locations !== undefined && measured !== undefined && model.originConstants !== undefined) {
    checkSameLocations(where, "distances", measured, locations);
  }
}
