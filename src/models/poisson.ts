import { type Evaluation, maximise } from "./newton.ts";
import type { Observations } from "./observations.ts";

/** The group of an origin whose pairs are no observations. */
export const LEFT_OUT = 0xffff_ffff;

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
      value -= flows[g]! * (sums.shift[g]! + Math.log(sums.weight[g]!));
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
    constants[g] = flows[g] === 0 ? -Infinity : Math.log(flows[g]!) - sums.shift[g]! - Math.log(sums.weight[g]!);
    for (let i = 0; i < 3; i++) means[3 * g + i] = sums.mean[3 * g + i]! / sums.weight[g]!;
  }
  const meat = new Float64Array(16);
  const score = new Float64Array(4);
  for (let origin = 0; origin < o.locations; origin++) {
    const g = groupOf[origin]!;
    if (g === LEFT_OUT) continue;
    const own = originCovariate === null ? 0 : originCovariate[origin]!;
    const start = constants[g]! + ofOrigin * own;
    let f = o.flowOffsets[origin]!;
    for (let pair = o.offsets[origin]!; pair < o.offsets[origin + 1]!; pair++) {
      const mass = o.mass[o.destination[pair]!]!;
      const cost = o.cost[pair]!;
      let residual = -Math.exp(start + ofMass * mass + ofCost * cost);
      if (f < o.flowOffsets[origin + 1]! && o.flowAt[f] === pair) residual += o.flow[f++]!;
      score[0] = residual;
      score[1] = residual * (own - means[3 * g]!);
      score[2] = residual * (mass - means[3 * g + 1]!);
      score[3] = residual * (cost - means[3 * g + 2]!);
      for (let i = 0; i < 4; i++) for (let j = 0; j <= i; j++) meat[4 * i + j]! += score[i]! * score[j]!;
    }
  }
  for (let i = 0; i < 4; i++) for (let j = i + 1; j < 4; j++) meat[4 * i + j] = meat[4 * j + i]!;
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
  const predictor = new Float64Array(o.locations);
  const row = new Float64Array(7);
  const measure = (ofOrigin: number, ofMass: number, ofCost: number): void => {
    shift.fill(-Infinity);
    weight.fill(0);
    mean.fill(0);
    product.fill(0);
    for (let origin = 0; origin < o.locations; origin++) {
      const g = groupOf[origin]!;
      if (g === LEFT_OUT || o.offsets[origin] === o.offsets[origin + 1]) continue;
      measureRow(o, origin, ofMass, ofCost, predictor, row);
      const own = originCovariate === null ? 0 : originCovariate[origin]!;
      const top = row[0]! + ofOrigin * own;
      const rescaled = top > shift[g]! ? Math.exp(shift[g]! - top) : 1;
      if (rescaled !== 1) {
        weight[g]! *= rescaled;
        for (let i = 3 * g; i < 3 * g + 3; i++) mean[i]! *= rescaled;
        for (let i = 9 * g; i < 9 * g + 9; i++) product[i]! *= rescaled;
        shift[g] = top;
      }
      const f = Math.exp(top - shift[g]!);
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

/** Fills `row` with the largest predictor s of an origin's pairs and Σ w, Σ w m, Σ w c, Σ w m², Σ w m c, Σ w c² for w = exp(predictor − s). */
function measureRow(
  o: Observations,
  origin: number,
  ofMass: number,
  ofCost: number,
  predictor: Float64Array,
  row: Float64Array,
): void {
  const { destination, mass, cost } = o;
  const from = o.offsets[origin]!;
  const to = o.offsets[origin + 1]!;
  let top = -Infinity;
  for (let pair = from; pair < to; pair++) {
    const p = ofMass * mass[destination[pair]!]! + ofCost * cost[pair]!;
    predictor[pair - from] = p;
    if (p > top) top = p;
  }
  let weight = 0;
  let ofM = 0;
  let ofC = 0;
  let ofMM = 0;
  let ofMC = 0;
  let ofCC = 0;
  for (let pair = from; pair < to; pair++) {
    const w = Math.exp(predictor[pair - from]! - top);
    const m = mass[destination[pair]!]!;
    const c = cost[pair]!;
    weight += w;
    ofM += w * m;
    ofC += w * c;
    ofMM += w * m * m;
    ofMC += w * m * c;
    ofCC += w * c * c;
  }
  row[0] = top;
  row[1] = weight;
  row[2] = ofM;
  row[3] = ofC;
  row[4] = ofMM;
  row[5] = ofMC;
  row[6] = ofCC;
}
