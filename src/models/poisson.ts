import { exp, log } from "../core/math.ts";
import { type Evaluation, maximise } from "../core/newton.ts";
import type { Observations } from "./observations.ts";

/** The group of an origin whose pairs are no observations. */
export const LEFT_OUT = 0xffff_ffff;

/** Exponentials of numbers nearer to 0 than this, and their products and sums, neither overflow nor vanish. */
const FAR = 300;

/**
 * Poisson pseudo-maximum likelihood for flows, ln mean = constant of the group + Σ coefficient · covariate, where the
 * pairs of an origin belong to one group. The covariates are, in this order: one of the origin, the logarithm of the
 * destination's mass, and that of the cost.
 *
 * **How** whatever the coefficients, the best constant of a group is ln(its flows / Σ exp(…)). With the constants so put
 * in, what is left is the likelihood of the choice among the group's pairs, concave in the coefficients; its gradient and
 * its second derivatives are means and covariances of the covariates under exp(…). Flows enter by their sums only, so that
 * a pair without a flow costs one exponential and no storage of its own.
 */
export interface Grouping {
  /** The group of each origin, counting from 0, or `LEFT_OUT`. */
  readonly groupOf: Uint32Array;
  readonly groups: number;
  /** The origin's covariate, centred; null where it has none and the constants speak for it. */
  readonly originCovariate: Float64Array | null;
  readonly originSpread: number;
}

export interface PoissonFit {
  /** Coefficients and their covariances (row after row): of the origin's covariate where there is one, mass, cost. */
  readonly at: Float64Array;
  readonly covariance: Float64Array;
  /** Σ residual² · s sᵀ for s = (1, covariates less their group's mean). */
  readonly meat: Float64Array;
  /** Mean covariates of each group under the fitted flows, group after group. */
  readonly means: Float64Array;
  /** The constant of each group; −Infinity without flows. */
  readonly constants: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Fits the coefficients and measures what their standard errors need. */
export function fitPoisson(o: Observations, grouping: Grouping): PoissonFit {
  const { groupOf, groups, originCovariate } = grouping;
  const first = originCovariate === null ? 1 : 0;
  const k = 3 - first;
  const flows = new Float64Array(groups);
  const observed = new Float64Array(3);
  let total = 0;
  for (let origin = 0; origin < o.locations; origin++) {
    if (groupOf[origin] === LEFT_OUT) continue;
    for (let f = o.flowOffsets[origin]!; f < o.flowOffsets[origin + 1]!; f++) {
      const flow = o.flow[f]!;
      const pair = o.flowAt[f]!;
      flows[groupOf[origin]!]! += flow;
      total += flow;
      if (originCovariate !== null) observed[0]! += flow * originCovariate[origin]!;
      observed[1]! += flow * o.mass[o.destination[pair]!]!;
      observed[2]! += flow * o.cost[pair]!;
    }
  }
  const sums = createSums(o, grouping);
  const evaluate = (at: Float64Array): Evaluation => {
    const full = [first === 0 ? at[0]! : 0, at[1 - first]!, at[2 - first]!] as const;
    sums.measure(full[0], full[1], full[2]);
    let value = full[0] * observed[0]! + full[1] * observed[1]! + full[2] * observed[2]!;
    const gradient = observed.slice(first);
    const information = new Float64Array(k * k);
    for (let g = 0; g < groups; g++) {
      if (flows[g] === 0) continue;
      value -= flows[g]! * (sums.shift[g]! + log(sums.weight[g]!));
      for (let i = first; i < 3; i++) {
        const mean = sums.mean[3 * g + i]! / sums.weight[g]!;
        gradient[i - first]! -= flows[g]! * mean;
        for (let j = first; j < 3; j++) {
          const product = sums.product[9 * g + 3 * i + j]! / sums.weight[g]!;
          const covariance = product - (mean * sums.mean[3 * g + j]!) / sums.weight[g]!;
          information[(i - first) * k + j - first]! += flows[g]! * covariance;
        }
      }
    }
    return { value, gradient, information };
  };
  const spread = [grouping.originSpread, o.massSpread, o.costSpread].slice(first);
  const maximum = maximise(spread, total, evaluate);
  return { ...maximum, ...groupsAt(o, grouping, sums, flows, maximum.at) };
}

/** The groups' constants and mean covariates at the fitted coefficients, and the sums of squared scores. */
function groupsAt(
  o: Observations,
  grouping: Grouping,
  sums: Sums,
  flows: Float64Array,
  at: Float64Array,
): Pick<PoissonFit, "constants" | "means" | "meat"> {
  const { groupOf, groups, originCovariate } = grouping;
  const first = originCovariate === null ? 1 : 0;
  const ofOrigin = first === 0 ? at[0]! : 0;
  const ofMass = at[1 - first]!;
  const ofCost = at[2 - first]!;
  sums.measure(ofOrigin, ofMass, ofCost);
  const constants = new Float64Array(groups);
  const means = new Float64Array(3 * groups);
  for (let g = 0; g < groups; g++) {
    constants[g] = flows[g] === 0 ? -Infinity : log(flows[g]!) - sums.shift[g]! - log(sums.weight[g]!);
    for (let i = 0; i < 3; i++) means[3 * g + i] = sums.mean[3 * g + i]! / sums.weight[g]!;
  }
  const meat = new Float64Array(16);
  for (let origin = 0; origin < o.locations; origin++) {
    const g = groupOf[origin]!;
    if (g === LEFT_OUT) continue;
    const own = originCovariate === null ? 0 : originCovariate[origin]!;
    const start = constants[g]! + ofOrigin * own;
    const massMean = means[3 * g + 1]!;
    const costMean = means[3 * g + 2]!;
    let s00 = 0;
    let s02 = 0;
    let s03 = 0;
    let s22 = 0;
    let s23 = 0;
    let s33 = 0;
    let f = o.flowOffsets[origin]!;
    for (let pair = o.offsets[origin]!; pair < o.offsets[origin + 1]!; pair++) {
      const mass = o.mass[o.destination[pair]!]!;
      const cost = o.cost[pair]!;
      let residual = -exp(start + ofMass * mass + ofCost * cost);
      if (f < o.flowOffsets[origin + 1]! && o.flowAt[f] === pair) residual += o.flow[f++]!;
      const square = residual * residual;
      const m = mass - massMean;
      const c = cost - costMean;
      s00 += square;
      s02 += square * m;
      s03 += square * c;
      s22 += square * m * m;
      s23 += square * m * c;
      s33 += square * c * c;
    }
    // The origin's own covariate is the same for all of its pairs.
    const away = own - means[3 * g]!;
    const sums = [s00, s00 * away, s02, s03, s00 * away * away, s02 * away, s03 * away, s22, s23, s33];
    for (let i = 0, at = 0; i < 4; i++) for (let j = i; j < 4; j++) meat[4 * i + j]! += sums[at++]!;
  }
  for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) meat[4 * i + j] = meat[4 * j + i]!;
  return { constants, means, meat };
}

/** Per group, all times exp(−shift): Σ w, Σ w z and Σ w z zᵀ over its pairs, for the weights w = exp(Σ coefficient · z). */
interface Sums {
  readonly shift: Float64Array;
  readonly weight: Float64Array;
  readonly mean: Float64Array;
  readonly product: Float64Array;
  readonly measure: (ofOrigin: number, ofMass: number, ofCost: number) => void;
}

function createSums(o: Observations, grouping: Grouping): Sums {
  const { groupOf, groups, originCovariate } = grouping;
  const shift = new Float64Array(groups);
  const weight = new Float64Array(groups);
  const mean = new Float64Array(3 * groups);
  const product = new Float64Array(9 * groups);
  const massReach = reachOf(o.mass);
  const costReach = reachOf(o.cost);
  const row = new Float64Array(7);
  const last = new Float64Array(3).fill(Number.NaN);
  const measure = (ofOrigin: number, ofMass: number, ofCost: number): void => {
    if (last[0] === ofOrigin && last[1] === ofMass && last[2] === ofCost) return;
    last.set([ofOrigin, ofMass, ofCost]);
    shift.fill(-Infinity);
    weight.fill(0);
    mean.fill(0);
    product.fill(0);
    const isFar = !(Math.abs(ofMass) * massReach + Math.abs(ofCost) * costReach < FAR);
    for (let origin = 0; origin < o.locations; origin++) {
      const g = groupOf[origin]!;
      if (g === LEFT_OUT || o.offsets[origin] === o.offsets[origin + 1]) continue;
      measureRow(o, origin, ofMass, ofCost, isFar, row);
      const own = originCovariate === null ? 0 : originCovariate[origin]!;
      const top = row[0]! + ofOrigin * own;
      const rescaled = top > shift[g]! ? exp(shift[g]! - top) : 1;
      if (rescaled !== 1) {
        weight[g]! *= rescaled;
        for (let i = 3 * g; i < 3 * g + 3; i++) mean[i]! *= rescaled;
        for (let i = 9 * g; i < 9 * g + 9; i++) product[i]! *= rescaled;
        shift[g] = top;
      }
      const f = exp(top - shift[g]!);
      const w = f * row[1]!;
      const wm = f * row[2]!;
      const wc = f * row[3]!;
      weight[g]! += w;
      mean[3 * g]! += w * own;
      mean[3 * g + 1]! += wm;
      mean[3 * g + 2]! += wc;
      product[9 * g]! += w * own * own;
      product[9 * g + 1]! += wm * own;
      product[9 * g + 2]! += wc * own;
      product[9 * g + 4]! += f * row[4]!;
      product[9 * g + 5]! += f * row[5]!;
      product[9 * g + 8]! += f * row[6]!;
    }
    for (let g = 0; g < 9 * groups; g += 9) {
      product[g + 3] = product[g + 1]!;
      product[g + 6] = product[g + 2]!;
      product[g + 7] = product[g + 5]!;
    }
  };
  return { shift, weight, mean, product, measure };
}

/**
 * Fills `row` with a shift s and, over an origin's pairs, Σ w, Σ w m, Σ w c, Σ w m², Σ w m c, Σ w c² for the weights
 * w = exp(predictor − s). The shift is 0 where no predictor is so far from 0 that its exponential could be lost.
 */
function measureRow(
  o: Observations,
  origin: number,
  ofMass: number,
  ofCost: number,
  isFar: boolean,
  row: Float64Array,
): void {
  const { destination, mass, cost } = o;
  const from = o.offsets[origin]!;
  const to = o.offsets[origin + 1]!;
  let shift = 0;
  if (isFar) {
    shift = -Infinity;
    for (let pair = from; pair < to; pair++) {
      const predictor = ofMass * mass[destination[pair]!]! + ofCost * cost[pair]!;
      if (predictor > shift) shift = predictor;
    }
  }
  let weight = 0;
  let ofM = 0;
  let ofC = 0;
  let ofMM = 0;
  let ofMC = 0;
  let ofCC = 0;
  for (let pair = from; pair < to; pair++) {
    const m = mass[destination[pair]!]!;
    const c = cost[pair]!;
    const w = exp(ofMass * m + ofCost * c - shift);
    weight += w;
    ofM += w * m;
    ofC += w * c;
    ofMM += w * m * m;
    ofMC += w * m * c;
    ofCC += w * c * c;
  }
  row[0] = shift;
  row[1] = weight;
  row[2] = ofM;
  row[3] = ofC;
  row[4] = ofMM;
  row[5] = ofMC;
  row[6] = ofCC;
}

/** The largest distance from 0 in a column, entries without mass left aside. */
function reachOf(values: Float64Array): number {
  let reach = 0;
  for (let k = 0; k < values.length; k++) {
    const distance = Math.abs(values[k]!);
    if (distance > reach && distance < Infinity) reach = distance;
  }
  return reach;
}
