import { checkNumber, checkOptions } from "../core/check.ts";
import { expByTable } from "../core/exponentials.ts";
import { logInto } from "../core/logarithms.ts";
import { exp, log } from "../core/math.ts";
import { aboveTangent, expm1, expm1Into, log1pInto } from "../core/near-zero.ts";
import { createRoom } from "./intervening-cells.ts";
import {
  OPPORTUNITY_OPTIONS,
  type OpportunityKernel,
  type OpportunityLawOptions,
  survivalLawOf,
} from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";

export interface ExtendedRadiationLawOptions extends OpportunityLawOptions {
  /** The exponent alpha, above 0: below 1 people pass nearer places more readily than in the original, above 1 less. */
  readonly alpha: number;
}

/**
 * How strongly do places draw people, if how choosy they are depends on the scale of the region? The radiation law with an
 * exponent, which lets it fit within cities and between countries.
 *
 * **How** with a = m + s and b = m + s + n: p[o, d] = (b^alpha − a^alpha)(m^alpha + 1) / ((a^alpha + 1)(b^alpha + 1)), the
 * law of intervening opportunities with S(a) = 1 / (1 + a^alpha). Differences of powers are taken as expm1(alpha · log1p(n / a)),
 * so that no digits are lost for small alpha and far places.
 *
 * @param options - masses, distances, alpha, and what to do with ties
 * @returns the law; with alpha = 1 it is radiation between places of which the origin has one person more. Rows add up to
 * 1 − (1 + m^alpha) / (1 + M^alpha), M being the origin's mass and all other opportunities
 * @throws RangeError for an alpha that is not above 0, and masses or opportunities that are not finite or below 0; when a row
 * is read, for distances that are not finite or below 0
 *
 * **Cost** one sort, 2 n logarithms and 2 n exponentials per row, O(n) memory
 *
 * [yang-2014]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = extendedRadiationLaw({ mass: [4, 5, 16], distances, alpha: 0.5 });
 * denseFromRows(law).value.slice(0, 3).map((p) => Math.round(1e6 * p)); // Float64Array(3) [ 0, 250000, 250000 ]
 */
export function extendedRadiationLaw(options: ExtendedRadiationLawOptions): FlowLaw {
  const where = "extendedRadiationLaw";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "alpha"]);
  const { alpha } = options;
  checkNumber(where, "alpha", alpha, Number.MIN_VALUE);
  const name = `extended radiation, alpha ${alpha}`;
  return survivalLawOf(where, name, options, extendedKernel(alpha));
}

export interface SelectiveRadiationLawOptions extends OpportunityLawOptions {
  /** The selection lambda, from 0 to below 1: the chance that a person does not consider an opportunity at all. */
  readonly lambda: number;
}

/**
 * How strongly do places draw people, if they consider only some of the opportunities they come by? The radiation law with
 * selection: the larger lambda, the farther people go.
 *
 * **How** the law of intervening opportunities with S(a) = (1 − lambda^(a + 1)) / (a + 1). Its differences are put together
 * from terms of one sign, so that no digits are lost for lambda near 1.
 *
 * @param options - masses, distances, lambda, and what to do with ties
 * @returns the law; rows add up to 1 − S(M) / S(m), M being the origin's mass and all other opportunities. With lambda = 0 it is
 * radiation between places of which the origin has one person more
 * @throws RangeError for a lambda that is not from 0 to below 1, and masses or opportunities that are not finite or below 0;
 * when a row is read, for distances that are not finite or below 0
 *
 * **Cost** one sort and about 2 n exponentials per row, O(n) memory
 *
 * [simini-2013]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = selectiveRadiationLaw({ mass: [1, 2, 4], distances, lambda: 0.5 });
 * denseFromRows(law).value.slice(0, 3).map((p) => Math.round(1e6 * p)); // Float64Array(3) [ 0, 375000, 292969 ]
 */
export function selectiveRadiationLaw(options: SelectiveRadiationLawOptions): FlowLaw {
  const where = "selectiveRadiationLaw";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "lambda"]);
  const { lambda } = options;
  checkNumber(where, "lambda", lambda, 0, 1 - Number.EPSILON / 2);
  // At lambda = 0 any rate does at which e^−rate is 0.
  const rate = lambda === 0 ? 1e4 : -log(lambda);
  const name = `radiation with selection, lambda ${lambda}`;
  return survivalLawOf(where, name, options, selectiveKernel(rate));
}

/** Powers below this can be multiplied by others without overflow. */
const LARGE = 1e100;

/**
 * With the powers x = ((m + s) / r)^alpha and y = ((m + s + n) / r)^alpha and t = r^−alpha, p = (1 − x / y)(r^−alpha + (m /
 * r)^alpha) / ((x + t)(1 + t / y)): no part of it overflows before p vanishes, and 1 − x / y loses no digits. The unit r is the
 * origin's mass, or 1 where it has less than one person.
 */
function extendedKernel(alpha: number): OpportunityKernel {
  const roomFor = createRoom(2);
  return (own, { count, opportunities, inner, outer, place, weight }) => {
    const [powers, left] = roomFor(count) as [Float64Array, Float64Array];
    const unit = Math.max(own, 1);
    const t = exp(-alpha * log(unit));
    const head = own >= 1 ? 1 + t : 1 + exp(alpha * log(own));
    for (let k = 0; k < count; k++) {
      const a = own + inner[k]!;
      powers[k] = a / unit;
      left[k] = place[k]! / a;
    }
    logInto(powers, count);
    log1pInto(left, count);
    for (let k = 0; k < count; k++) {
      powers[k]! *= alpha;
      left[k]! *= -alpha;
    }
    expByTable(powers, count);
    expm1Into(left, count);
    for (let k = 0; k < count; k++) {
      const power = powers[k]!;
      const taken = -left[k]!;
      const next = taken < 0.5 ? power / (1 - taken) : exp(alpha * log((own + outer[k]!) / unit));
      const both =
        next < LARGE
          ? (taken * head * next) / ((power + t) * (next + t))
          : (taken * head) / ((power + t) * (1 + t / next));
      weight[k] = place[k] === 0 ? 0 : opportunities[k]! * (both / place[k]!);
    }
  };
}

/**
 * With x = rate (m + s + 1), the rate −ln lambda, and q = rate · n: S(a) − S(b) = n (1 − (1 + x) e^−x + x e^−x (q − 1 + e^−q) / q)
 * / (a b), a and b being one person more than m + s and m + s + n.
 */
function selectiveKernel(rate: number): OpportunityKernel {
  const roomFor = createRoom(1);
  return (own, { count, opportunities, inner, outer, place, weight }) => {
    const [kept] = roomFor(count) as [Float64Array];
    const start = -expm1(-rate * (own + 1)) / (own + 1);
    for (let k = 0; k < count; k++) kept[k] = -rate * (own + inner[k]! + 1);
    expByTable(kept, count);
    for (let k = 0; k < count; k++) {
      const a = own + inner[k]! + 1;
      const x = rate * a;
      const q = rate * place[k]!;
      const both = x < 1 ? x * x - (1 + x) * aboveTangent(x) : 1 - (1 + x) * kept[k]!;
      const last = kept[k] === 0 || q === 0 ? 0 : x * kept[k]! * (aboveTangent(q) / q);
      weight[k] = opportunities[k]! * ((both + last) / a / (own + outer[k]! + 1) / start);
    }
  };
}
