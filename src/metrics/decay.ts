import { checkLength, checkNumber, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { exp, pow } from "../core/math.ts";

/**
 * How much less a facility is worth the farther away it is. A decay function gives the weight of a cost: of metres along
 * the great circle, or of whatever a matrix of costs holds, minutes of travel for instance.
 */

/** A decay function, made by `binaryDecay`, `stepDecay`, `gaussianDecay` or `powerDecay`. */
export interface Decay {
  readonly name: string;
  /** The cost beyond which nothing is in reach; may be Infinity. */
  readonly maxCost: number;
  /** The weight, at least 0, of a cost from 0 to `maxCost`. */
  readonly weightOf: (cost: number) => number;
}

export interface BinaryDecayOptions {
  /** The farthest cost in reach: metres, or in the unit of the costs where these are given. */
  readonly maxCost: number;
}

export interface StepDecayOptions {
  /** The last cost of each zone, rising: metres, or in the unit of the costs where these are given. */
  readonly upTo: readonly number[];
  /** The weight in each zone. */
  readonly weights: readonly number[];
}

export interface GaussianDecayOptions {
  /** The cost at which the weight is e^−½, 0.61: metres, or in the unit of the costs where these are given. */
  readonly bandwidth: number;
  /** The farthest cost in reach, in the same unit. */
  readonly maxCost: number;
}

export interface PowerDecayOptions {
  /** The power by which the weight falls: 2 as in gravitation, 1 for in inverse proportion. */
  readonly exponent: number;
  /** Lower costs count as this one, so that the weight at 0 is finite: metres, or in the unit of the costs given. */
  readonly minCost: number;
  /** The farthest cost in reach, in the same unit; everything is in reach unless given. */
  readonly maxCost?: number;
}

/**
 * All within reach count alike: 1 up to `maxCost`, 0 beyond.
 *
 * @param options - the farthest cost
 * @returns the decay function
 * @throws RangeError for a cost below 0 or not finite
 *
 * [luo-wang-2003]
 * @example
 * binaryDecay({ maxCost: 5000 }).weightOf(4999); // 1
 */
export function binaryDecay(options: BinaryDecayOptions): Decay {
  const where = "binaryDecay";
  checkOptions(where, options, ["maxCost"]);
  const { maxCost } = options;
  checkNumber(where, "maxCost", maxCost, 0);
  return { name: "binary", maxCost, weightOf: () => 1 };
}

/**
 * Zones of cost with a weight each, as in the enhanced floating catchments: 0 to 10, to 20 and to 30 minutes with weights
 * 1, 0.68 and 0.22 there.
 *
 * @param options - where each zone ends, and its weight
 * @returns the decay function; a cost at which a zone ends belongs to it, beyond the last one nothing is in reach
 * @throws RangeError without zones, for zones that do not rise from 0 or more, or for a weight that is below 0 or not finite
 *
 * [luo-qi-2009]
 * @example
 * const zones = stepDecay({ upTo: [10, 20, 30], weights: [1, 0.68, 0.22] });
 * [5, 10, 10.5, 30].map(zones.weightOf); // [ 1, 1, 0.68, 0.22 ]
 */
export function stepDecay(options: StepDecayOptions): Decay {
  const where = "stepDecay";
  checkOptions(where, options, ["upTo", "weights"]);
  checkList(where, "upTo", options.upTo);
  checkList(where, "weights", options.weights);
  const upTo = Float64Array.from(options.upTo);
  const weights = Float64Array.from(options.weights);
  if (upTo.length === 0) failInWords(where, "upTo", "at least one zone", "none");
  checkLength(where, "weights", weights.length, upTo.length);
  for (let z = 0; z < upTo.length; z++) {
    checkNumber(where, `upTo[${z}]`, upTo[z]!, 0);
    checkNumber(where, `weights[${z}]`, weights[z]!, 0);
    if (z > 0 && upTo[z]! <= upTo[z - 1]!) fail(where, `upTo[${z}]`, `above ${upTo[z - 1]}`, upTo[z]);
  }
  const weightOf = (cost: number): number => {
    for (let z = 0; z < upTo.length; z++) if (cost <= upTo[z]!) return weights[z]!;
    return 0;
  };
  return { name: "step", maxCost: upTo[upTo.length - 1]!, weightOf };
}

/**
 * A bell curve: e^(−½ (cost / bandwidth)²) up to `maxCost`, 0 beyond.
 *
 * @param options - bandwidth and farthest cost
 * @returns the decay function; its weight at cost 0 is 1
 * @throws RangeError for a bandwidth that is not above 0, or a cost below 0 or not finite
 *
 * **Departs from the paper** it takes the curve at three zones (`stepDecay`); here every cost has its own weight. Its
 * e^(−cost² / β) is this curve with β = 2 bandwidth².
 *
 * [luo-qi-2009]
 * @example
 * gaussianDecay({ bandwidth: 2000, maxCost: 8000 }).weightOf(2000).toFixed(4); // '0.6065'
 */
export function gaussianDecay(options: GaussianDecayOptions): Decay {
  const where = "gaussianDecay";
  checkOptions(where, options, ["bandwidth", "maxCost"]);
  const { bandwidth, maxCost } = options;
  checkNumber(where, "bandwidth", bandwidth, Number.MIN_VALUE);
  checkNumber(where, "maxCost", maxCost, 0);
  return {
    name: "Gaussian",
    maxCost,
    weightOf: (cost) => exp(-0.5 * (cost / bandwidth) * (cost / bandwidth)),
  };
}

/**
 * Gravitation: max(cost, minCost)^−exponent, without an end unless one is given.
 *
 * @param options - exponent, least and farthest cost
 * @returns the decay function; its weights are not bounded by 1 but by minCost^−exponent
 * @throws RangeError for an exponent below 0, a least cost that is not above 0, or a farthest below it
 *
 * **Departs from the paper** costs near 0, where its potential has no bound, count as `minCost`.
 *
 * [hansen-1959]
 * @example
 * const inverseSquare = powerDecay({ exponent: 2, minCost: 1 });
 * [0, 1, 2, 4].map(inverseSquare.weightOf); // [ 1, 1, 0.25, 0.0625 ]
 */
export function powerDecay(options: PowerDecayOptions): Decay {
  const where = "powerDecay";
  checkOptions(where, options, ["exponent", "minCost", "maxCost"]);
  const { exponent, minCost } = options;
  checkNumber(where, "exponent", exponent, 0);
  checkNumber(where, "minCost", minCost, Number.MIN_VALUE);
  if (options.maxCost !== undefined) checkNumber(where, "maxCost", options.maxCost, minCost);
  const { maxCost = Infinity } = options;
  return { name: "power", maxCost, weightOf: (cost) => 1 / pow(Math.max(cost, minCost), exponent) };
}

/** Throws unless the value is a decay function, not the factory of one. */
export function checkDecay(where: string, decay: Decay): void {
  checkRule(where, "decay", decay, "weightOf", "a decay function such as binaryDecay({ maxCost: 5000 })");
  const { maxCost } = decay;
  if (!(typeof maxCost === "number" && maxCost >= 0)) fail(where, "decay.maxCost", "a number of at least 0", maxCost);
}
