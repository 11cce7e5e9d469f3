/**
 * Linear regression by least squares, with constants for one or two sets of groups (areas, weeks) taken out beforehand.
 */

interface LinearProblem {
  readonly response: Float64Array;
  /** The covariates, a column of ones among them where a constant is wanted and `factors` are none. */
  readonly columns: readonly Float64Array[];
  /** Above 0; each observation counts as 1 unless given. */
  readonly weights?: Float64Array | undefined;
  /** Up to two sets of groups, each with a constant of its own: the group of each observation, 0 … without a gap. */
  readonly factors: readonly Uint32Array[];
}

export interface LinearFit {
  /** A coefficient per column; NaN where it is not told apart from the other columns and the constants of the groups. */
  readonly coefficients: Float64Array;
  /** (XᵀWX)⁻¹ of what the groups leave of the columns, row after row; NaN where the coefficient is. */
  readonly inverse: Float64Array;
  /** Response less fitted value. */
  readonly residuals: Float64Array;
  /** How a coefficient follows √w · residual of each observation, observation after observation: (XᵀWX)⁻¹ x √w. */
  readonly pull: Float64Array;
  /** Orthonormal columns of what the groups leave of the covariates, times √w. */
  readonly basis: readonly Float64Array[];
  /** As given. */
  readonly weights: Float64Array | undefined;
  readonly factors: readonly Uint32Array[];
  readonly observations: number;
  /** Coefficients that the data tell apart, those of the groups included. */
  readonly parameters: number;
  /** Weighted sums of squares: of residuals, of the response about its mean, of the response less what the groups explain. */
  readonly residualSquares: number;
  readonly totalSquares: number;
  readonly withinSquares: number;
  /** Whether the residuals are nothing but rounding: they then say nothing about errors. */
  readonly exact: boolean;
  /** Rounds of taking out the means of groups, 0 without them. */
  readonly iterations: number;
  readonly converged: boolean;
}

/** Constants of groups are taken out until no mean of a group is above this share of the column's largest value. */
const MEAN_TOLERANCE = 1e-13;
const MAX_ROUNDS = 10_000;
/** A column is told apart where this share of its length stands out from the groups and from the other columns. */
const SMALLEST_SHARE = 1e-8;
/** Sums of squares are rounding where their root is below this share of the response's length. */
const ROUNDING_SHARE = 1e-10;

/**
 * **How** the constants of the groups that fit them best are taken out of response and columns, by conjugate gradients until no
 * group has a mean above 1e-13 of the largest value; what remains, times the root of the weight, is made orthogonal column after column
 * (modified Gram–Schmidt), and the coefficients come from the triangle by substitution, improved once by those of the residuals.
 */
export function fitLeastSquares({ response, columns, weights, factors }: LinearProblem): LinearFit {
  const n = response.length;
  const k = columns.length;
  const root = weights?.map(Math.sqrt);
  const groups = factors.map((factor) => groupsOf(factor, weights));
  let iterations = 0;
  let converged = true;
  const within = (values: Float64Array): Float64Array => {
    const left = values.slice();
    const rounds = takeMeans(left, factors, groups, weights);
    iterations = Math.max(iterations, Math.min(rounds, MAX_ROUNDS));
    if (rounds > MAX_ROUNDS) converged = false;
    return left;
  };
  const scaled = (values: Float64Array): Float64Array =>
    root === undefined ? values.slice() : values.map((x, i) => x * root[i]!);

  const left = columns.map(within);
  const kept: number[] = [];
  const mixed = new Uint8Array(k);
  const q: Float64Array[] = [];
  const triangle: Float64Array[] = [];
  columns.forEach((column, j) => {
    const own = scaled(left[j]!);
    const above = orthogonalise(own, q);
    const length = Math.sqrt(product(own, own));
    if (!(length > SMALLEST_SHARE * Math.sqrt(product(scaled(column), scaled(column))))) {
      mixed[j] = 1;
      const parts = substitute(triangle, above);
      kept.forEach((other, i) => {
        const reach = Math.abs(parts[i]!) * Math.sqrt(product(scaled(columns[other]!), scaled(columns[other]!)));
        if (reach > SMALLEST_SHARE * 10 * Math.sqrt(product(scaled(column), scaled(column)))) mixed[other] = 1;
      });
      return;
    }
    for (let i = 0; i < n; i++) own[i]! /= length;
    kept.push(j);
    q.push(own);
    triangle.push(Float64Array.of(...above, length));
  });

  const p = kept.length;
  const inner = within(response);
  const target = scaled(inner);
  const withinSquares = product(target, target);
  const found = substitute(triangle, orthogonalise(target, q));
  const again = remainder(inner, left, kept, found, root);
  substitute(triangle, orthogonalise(again, q)).forEach((step, i) => {
    found[i]! += step;
  });
  const rest = remainder(inner, left, kept, found, root);
  const size = Math.sqrt(product(scaled(response), scaled(response)));
  const residualSquares = product(rest, rest);
  const isRounding = (squares: number): boolean => !(Math.sqrt(squares) > ROUNDING_SHARE * size);
  const exact = isRounding(residualSquares);
  const totalSquares = squaresAboutMean(response, weights);

  const inverseTriangle = Array.from({ length: p }, (_, i) =>
    substitute(
      triangle,
      new Float64Array(p).map((_x, c) => (c === i ? 1 : 0)),
    ),
  );
  const coefficients = new Float64Array(k).fill(Number.NaN);
  const inverse = new Float64Array(k * k).fill(Number.NaN);
  const pull = new Float64Array(n * k).fill(Number.NaN);
  const told = kept.map((_, i) => i).filter((i) => mixed[kept[i]!] === 0);
  for (const a of told) {
    const row = kept[a]!;
    coefficients[row] = found[a]!;
    for (const b of told) {
      let sum = 0;
      for (let c = 0; c < p; c++) sum += inverseTriangle[c]![a]! * inverseTriangle[c]![b]!;
      inverse[row * k + kept[b]!] = sum;
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let c = a; c < p; c++) sum += inverseTriangle[c]![a]! * q[c]![i]!;
      pull[i * k + row] = sum;
    }
  }
  return {
    coefficients,
    inverse,
    residuals: root === undefined ? rest : rest.map((e, i) => e / root[i]!),
    pull,
    basis: q,
    weights,
    factors,
    observations: n,
    parameters: p + constantsOf(factors, groups),
    residualSquares: exact ? 0 : residualSquares,
    totalSquares: isRounding(totalSquares) ? 0 : totalSquares,
    withinSquares: isRounding(withinSquares) ? 0 : withinSquares,
    exact,
    iterations,
    converged,
  };
}

/** Sum of weights of each group. */
function groupsOf(factor: Uint32Array, weights: Float64Array | undefined): Float64Array {
  let groups = 0;
  for (const g of factor) if (g >= groups) groups = g + 1;
  const sums = new Float64Array(groups);
  for (let i = 0; i < factor.length; i++) sums[factor[i]!]! += weights === undefined ? 1 : weights[i]!;
  return sums;
}

/**
 * Takes the constants of the groups that fit the values best out of them, where they stand, by conjugate gradients. Returns
 * the rounds; above the most if means are left.
 */
function takeMeans(
  values: Float64Array,
  factors: readonly Uint32Array[],
  groups: readonly Float64Array[],
  weights: Float64Array | undefined,
): number {
  if (factors.length === 0) return 0;
  const size = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const steps = groups.map((sums) => new Float64Array(sums.length));
  let before = 0;
  for (let round = 0; ; round++) {
    let largest = 0;
    let squares = 0;
    const means = factors.map((factor, f) => {
      const mean = new Float64Array(steps[f]!.length);
      for (let i = 0; i < values.length; i++)
        mean[factor[i]!]! += weights === undefined ? values[i]! : weights[i]! * values[i]!;
      for (let g = 0; g < mean.length; g++) {
        const sum = mean[g]!;
        mean[g]! /= groups[f]![g]!;
        largest = Math.max(largest, Math.abs(mean[g]!));
        squares += sum * mean[g]!;
      }
      return mean;
    });
    if (largest <= MEAN_TOLERANCE * size || round > MAX_ROUNDS) return round;
    const kept = round === 0 ? 0 : squares / before;
    before = squares;
    steps.forEach((step, f) => {
      for (let g = 0; g < step.length; g++) step[g] = means[f]![g]! + kept * step[g]!;
    });
    const moved = new Float64Array(values.length);
    factors.forEach((factor, f) => {
      for (let i = 0; i < moved.length; i++) moved[i]! += steps[f]![factor[i]!]!;
    });
    let curvature = 0;
    for (let i = 0; i < moved.length; i++)
      curvature += (weights === undefined ? 1 : weights[i]!) * moved[i]! * moved[i]!;
    const length = squares / curvature;
    for (let i = 0; i < values.length; i++) values[i]! -= length * moved[i]!;
  }
}

/** How many constants the groups have that the data tell apart: of two sets, one fewer for each part that they join. */
function constantsOf(factors: readonly Uint32Array[], groups: readonly Float64Array[]): number {
  const [one, two] = factors;
  const sizes = groups.map((sums) => sums.length);
  if (one === undefined) return 0;
  if (two === undefined) return sizes[0]!;
  const parent = Uint32Array.from({ length: sizes[0]! + sizes[1]! }, (_, g) => g);
  const rootOf = (g: number): number => {
    let at = g;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  let constants = 0;
  for (let i = 0; i < one.length; i++) {
    const a = rootOf(one[i]!);
    const b = rootOf(sizes[0]! + two[i]!);
    if (a === b) continue;
    parent[a] = b;
    constants++;
  }
  return constants;
}

/** Takes out of the values what they share with each of the orthonormal columns, and returns how much that was. */
function orthogonalise(values: Float64Array, q: readonly Float64Array[]): Float64Array {
  const shared = new Float64Array(q.length);
  q.forEach((column, c) => {
    const part = product(values, column);
    shared[c] = part;
    for (let i = 0; i < values.length; i++) values[i]! -= part * column[i]!;
  });
  return shared;
}

/** The x with R x = right for the triangle whose column c is triangle[c]. */
function substitute(triangle: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = right.slice();
  for (let i = x.length - 1; i >= 0; i--) {
    x[i]! /= triangle[i]![i]!;
    for (let a = 0; a < i; a++) x[a]! -= triangle[i]![a]! * x[i]!;
  }
  return x;
}

/** Response less fitted value, times the root of the weight. */
function remainder(
  response: Float64Array,
  columns: readonly Float64Array[],
  kept: readonly number[],
  coefficients: Float64Array,
  root: Float64Array | undefined,
): Float64Array {
  const rest = response.slice();
  kept.forEach((column, c) => {
    for (let i = 0; i < rest.length; i++) rest[i]! -= columns[column]![i]! * coefficients[c]!;
  });
  return root === undefined ? rest : rest.map((e, i) => e * root[i]!);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function squaresAboutMean(values: Float64Array, weights: Float64Array | undefined): number {
  const weightOf = (i: number): number => (weights === undefined ? 1 : weights[i]!);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    total += weightOf(i);
    sum += weightOf(i) * values[i]!;
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += weightOf(i) * (values[i]! - mean) * (values[i]! - mean);
  return squares;
}
