/** Regressions of flows with a column for every constant, by plain loops: what the fits without those columns must give. */

export interface DenseFit {
  /** Of the covariates, then of the constants that are told apart. */
  readonly coefficients: number[];
  readonly means: number[];
  readonly logLikelihood: number;
  readonly deviance: number;
  readonly parameters: number;
  /** Expected information, and observed with theta as the last one. */
  readonly covariance: number[][];
  readonly observedCovariance: number[][];
  readonly rows: number[][];
}

/** Columns for the covariates and for each group, without those that others make. */
export function denseColumns(
  columns: readonly ArrayLike<number>[],
  sets: readonly ArrayLike<number>[],
  n: number,
): number[][] {
  const dummies = sets.flatMap((set) =>
    [...new Set(Array.from(set))].map((g) => Array.from(set, (x) => (x === g ? 1 : 0))),
  );
  const kept: number[][] = [];
  const basis: number[][] = [];
  for (const column of [...columns.map((c) => Array.from(c)), ...dummies]) {
    let rest = [...column];
    for (let round = 0; round < 2; round++) {
      for (const q of basis) {
        const part = dot(rest, q);
        rest = rest.map((x, i) => x - part * q[i]!);
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length <= 1e-7 * Math.sqrt(dot(column, column))) continue;
    kept.push(column);
    basis.push(rest.map((x) => x / length));
  }
  return Array.from({ length: n }, (_, i) => kept.map((column) => column[i]!));
}

/** Maximum likelihood at a theta by Newton's steps on the observed information. */
export function fitDense(y: ArrayLike<number>, rows: number[][], theta: number, offset?: ArrayLike<number>): DenseFit {
  const n = y.length;
  const k = rows[0]!.length;
  const own = Array.from({ length: n }, (_, i) => offset?.[i] ?? 0);
  const total = Array.from(y).reduce((a, b) => a + b, 0);
  // Start from the logarithms, and shorten steps while the likelihood falls.
  let b = solve(
    gram(
      rows,
      own.map(() => 1),
    ),
    rows[0]!.map((_, j) => rows.reduce((s, x, i) => s + x[j]! * (Math.log((y[i]! + total / n) / 2) - own[i]!), 0)),
  );
  const at = (c: number[]): number[] => rows.map((x, i) => own[i]! + dot(x, c));
  const ll = (eta: number[]): number => eta.reduce((s, e, i) => s + density(y[i]!, e, theta), 0);
  for (let round = 0; round < 300; round++) {
    const mu = at(b).map(Math.exp);
    const score = rows[0]!.map((_, j) =>
      rows.reduce((s, x, i) => s + (x[j]! * (y[i]! - mu[i]!)) / (1 + mu[i]! / theta), 0),
    );
    const step = solve(
      gram(
        rows,
        mu.map((m, i) => (m * (1 + y[i]! / theta)) / (1 + m / theta) ** 2),
      ),
      score,
    );
    let length = 1;
    const before = ll(at(b));
    while (length > 1e-9 && !(ll(at(b.map((x, j) => x + length * step[j]!))) >= before - 1e-12 * Math.abs(before)))
      length /= 2;
    b = b.map((x, j) => x + length * step[j]!);
    if (Math.max(...step.map(Math.abs)) < 1e-12) break;
  }
  const eta = at(b);
  const means = eta.map(Math.exp);
  const expected = gram(
    rows,
    means.map((m) => m / (1 + m / theta)),
  );
  // Numerical second derivatives of the likelihood in coefficients and theta together.
  const joint = Number.isFinite(theta) ? numericalHessian((v) => ll2(y, rows, own, v), [...b, theta]) : expected;
  return {
    coefficients: b,
    means,
    logLikelihood: ll(eta),
    deviance:
      2 *
      means.reduce(
        (s, _m, i) => s + density(y[i]!, Math.log(Math.max(y[i]!, 1e-300)), theta) - density(y[i]!, eta[i]!, theta),
        0,
      ),
    parameters: k,
    covariance: inverse(expected),
    observedCovariance: inverse(joint),
    rows,
  };
}

/** Where near a theta the most likely one is, in its logarithm less this one's: the top of a parabola through three fits. */
export function thetaAway(y: ArrayLike<number>, rows: number[][], theta: number): number {
  const step = 0.004;
  const [before, here, after] = [-step, 0, step].map((by) => fitDense(y, rows, theta * Math.exp(by)).logLikelihood);
  return (step * (after! - before!)) / (2 * (2 * here! - before! - after!));
}

/** Least squares with the diagonal of its hat matrix. */
export function leastSquaresDense(
  z: ArrayLike<number>,
  rows: number[][],
): { coefficients: number[]; residuals: number[]; leverage: number[]; inverse: number[][] } {
  const inv = inverse(
    gram(
      rows,
      rows.map(() => 1),
    ),
  );
  const right = rows[0]!.map((_, j) => rows.reduce((s, x, i) => s + x[j]! * z[i]!, 0));
  const coefficients = inv.map((row) => dot(row, right));
  return {
    coefficients,
    residuals: rows.map((x, i) => z[i]! - dot(x, coefficients)),
    leverage: rows.map((x) =>
      dot(
        x,
        inv.map((row) => dot(row, x)),
      ),
    ),
    inverse: inv,
  };
}

/** A⁻¹ (Σ over clusters of s sᵀ) A⁻¹, s the sum of scores. */
export function sandwichDense(bread: number[][], scores: number[][], clusters: ArrayLike<number>): number[][] {
  const sums = new Map<number, number[]>();
  scores.forEach((score, i) => {
    const sum = sums.get(clusters[i]!) ?? score.map(() => 0);
    score.forEach((x, j) => {
      sum[j]! += x;
    });
    sums.set(clusters[i]!, sum);
  });
  const k = bread.length;
  const pulled = [...sums.values()].map((s) => bread.map((row) => dot(row, s)));
  return Array.from({ length: k }, (_, a) =>
    Array.from({ length: k }, (_b, b) => pulled.reduce((s, p) => s + p[a]! * p[b]!, 0)),
  );
}

/** Rows that can be separated: the largest Σ z with 0 ≤ z ≤ 1 where y = 0 and z = 0 elsewhere, by brute force over directions. */
export function separatedDense(y: ArrayLike<number>, rows: number[][]): boolean[] {
  // The directions that leave rows with a flow alone.
  const free = nullSpace(
    rows.filter((_, i) => y[i]! > 0),
    rows[0]!.length,
  );
  const zeros = rows.map((x, i) => ({ x: free.map((v) => dot(v, x)), i })).filter(({ i }) => y[i] === 0);
  const separated = rows.map(() => false);
  if (free.length === 0) return separated;
  // Extreme rays of { z ≥ 0 } in few dimensions: each is at right angles to dimension − 1 of the rows.
  const tryRay = (ray: number[]): void => {
    for (const sign of [1, -1]) {
      const z = zeros.map(({ x }) => sign * dot(x, ray));
      const top = Math.max(...z);
      if (top < 1e-9 || Math.min(...z) < -1e-9 * top) continue;
      zeros.forEach(({ i }, r) => {
        if (z[r]! > 1e-7 * top) separated[i] = true;
      });
    }
  };
  const choose = (from: number, picked: number[][]): void => {
    const open = nullSpace(picked, free.length);
    if (open.length === 1) tryRay(open[0]!);
    if (open.length <= 1) return;
    for (let r = from; r < zeros.length; r++) choose(r + 1, [...picked, zeros[r]!.x]);
  };
  // Directions in which no row moves separate nothing: leave them out.
  const still = nullSpace(
    zeros.map(({ x }) => x),
    free.length,
  );
  choose(0, still);
  return separated;
}

function nullSpace(matrix: readonly number[][], k: number): number[][] {
  const basis: number[][] = [];
  const add = (column: readonly number[]): number[] | null => {
    let rest = [...column];
    for (let round = 0; round < 2; round++)
      for (const q of basis) {
        const part = dot(rest, q);
        rest = rest.map((x, i) => x - part * q[i]!);
      }
    const length = Math.sqrt(dot(rest, rest));
    return length > 1e-8 * Math.max(1e-300, Math.sqrt(dot(column, column))) ? rest.map((x) => x / length) : null;
  };
  for (const row of matrix) {
    const own = add(row);
    if (own !== null) basis.push(own);
  }
  const open: number[][] = [];
  for (let j = 0; j < k; j++) {
    const own = add(Array.from({ length: k }, (_, i) => (i === j ? 1 : 0)));
    if (own === null) continue;
    basis.push(own);
    open.push(own);
  }
  return open;
}

function density(y: number, eta: number, theta: number): number {
  const mu = Math.exp(eta);
  if (theta === Infinity) return (y > 0 ? y * eta : 0) - mu - logGamma(y + 1);
  return (
    logGamma(y + theta) -
    logGamma(theta) -
    logGamma(y + 1) +
    theta * Math.log(theta) +
    (y > 0 ? y * eta : 0) -
    (y + theta) * Math.log(theta + mu)
  );
}

function ll2(y: ArrayLike<number>, rows: number[][], offset: number[], v: number[]): number {
  const theta = v.at(-1)!;
  return rows.reduce((s, x, i) => s + density(y[i]!, offset[i]! + dot(x, v.slice(0, -1)), theta), 0);
}

/** Minus second derivatives by differences. */
function numericalHessian(f: (v: number[]) => number, at: number[]): number[][] {
  const steps = at.map((x) => 3e-4 * Math.max(1, Math.abs(x)));
  const moved = (a: number, da: number, b: number, db: number): number =>
    f(at.map((x, j) => x + (j === a ? da : 0) + (j === b ? db : 0)));
  return at.map((_, a) =>
    at.map((_b, b) => {
      const h = steps[a]!;
      const g = steps[b]!;
      return -(moved(a, h, b, g) - moved(a, h, b, -g) - moved(a, -h, b, g) + moved(a, -h, b, -g)) / (4 * h * g);
    }),
  );
}

/** ln Γ by Stirling's series far out. */
function logGamma(x: number): number {
  let z = x;
  let product = 0;
  while (z < 30) product += Math.log(z++);
  return (
    (z - 0.5) * Math.log(z) -
    z +
    Math.log(2 * Math.PI) / 2 +
    1 / (12 * z) -
    1 / (360 * z ** 3) +
    1 / (1260 * z ** 5) -
    product
  );
}

function gram(rows: number[][], weights: readonly number[]): number[][] {
  const k = rows[0]!.length;
  return Array.from({ length: k }, (_, a) =>
    Array.from({ length: k }, (_b, b) => rows.reduce((s, x, i) => s + weights[i]! * x[a]! * x[b]!, 0)),
  );
}

function solve(matrix: number[][], right: number[]): number[] {
  return inverse(matrix).map((row) => dot(row, right));
}

/** Gauss and Jordan, the largest pivot first. */
function inverse(matrix: readonly number[][]): number[][] {
  const k = matrix.length;
  const a = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < k; c++) {
    let best = c;
    for (let r = c; r < k; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[best]![c]!)) best = r;
    [a[c], a[best]] = [a[best]!, a[c]!];
    const pivot = a[c]![c]!;
    a[c] = a[c]!.map((x) => x / pivot);
    for (let r = 0; r < k; r++) {
      if (r === c) continue;
      const factor = a[r]![c]!;
      a[r] = a[r]!.map((x, j) => x - factor * a[c]![j]!);
    }
  }
  return a.map((row) => row.slice(k));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
