import { failInWords } from "../core/check.ts";
import { eigenOfSymmetric } from "../core/eigen.ts";
import type { LinearFit } from "../core/least-squares.ts";

/**
 * How much of an error a fit takes up itself: what residuals lack where observations, or clusters of them, are few.
 */

/**
 * Orthonormal columns of all that a fit can explain: dense ones, and the constants of the largest set of groups, of which each
 * observation has one entry other than 0, `share`, in that of its `group`.
 */
interface Basis {
  readonly dense: readonly Float64Array[];
  readonly groups: number;
  readonly group: Uint32Array;
  readonly share: Float64Array;
}

/** Residuals times the root of their weight, corrected. */
export interface Corrected {
  readonly residuals: Float64Array;
  /** Those of each coefficient; NaN where it is not told apart, or hangs on errors of which residuals keep nothing. */
  readonly degreesOfFreedom: Float64Array;
}

/** Entries of the dense columns, rows of a matrix to decompose, and pairs of constants within clusters, at most. */
const MOST_CELLS = 1e7;
const MOST_ROWS = 250;
const MOST_PAIRS = 1e7;
/** A column that keeps less than this of its length beside others is made of them. */
const SMALLEST_SHARE = 1e-8;
/** Of an error the residuals keep nothing, if less than this share of its variance. */
const NOTHING_KEPT = 1e-8;
/** A coefficient hangs on such errors if they make up more than this share of its variance. */
const LOST_SHARE = 1e-12;

/** Spans what the fit can explain. */
function basisOf(fit: LinearFit, where: string, rule: string): Basis {
  const { weights, factors, basis, observations: n } = fit;
  const sizes = factors.map((factor) => factor.reduce((most, g) => Math.max(most, g + 1), 0));
  const largest = sizes.reduce((most, size, f) => (size > sizes[most]! ? f : most), 0);
  const others = factors.map((_, f) => f).filter((f) => f !== largest);
  const cells = n * others.reduce((sum, f) => sum + sizes[f]!, basis.length);
  if (cells > MOST_CELLS) refuse(where, rule, `${cells} observations times coefficients`, MOST_CELLS);
  const groups = sizes[largest] ?? 0;
  const group = factors[largest] ?? new Uint32Array(n);
  const root = weights?.map(Math.sqrt) ?? new Float64Array(n).fill(1);
  const share = new Float64Array(n);
  if (groups > 0) {
    const total = new Float64Array(groups);
    for (let i = 0; i < n; i++) total[group[i]!]! += root[i]! * root[i]!;
    for (let i = 0; i < n; i++) share[i] = root[i]! / Math.sqrt(total[group[i]!]!);
  }
  const dense = [...basis];
  for (const f of others) {
    const factor = factors[f]!;
    for (let g = 0; g < sizes[f]!; g++) {
      const own = root.map((x, i) => (factor[i] === g ? x : 0));
      const before = length(own);
      // Twice, since what one round leaves of a column that is almost made of others is not yet at right angles to them.
      for (let round = 0; round < 2; round++) {
        const sums = new Float64Array(groups);
        for (let i = 0; i < n; i++) sums[group[i]!]! += share[i]! * own[i]!;
        for (let i = 0; i < n; i++) own[i]! -= share[i]! * sums[group[i]!]!;
        for (const column of dense) {
          const part = product(own, column);
          for (let i = 0; i < n; i++) own[i]! -= part * column[i]!;
        }
      }
      const after = length(own);
      if (after > SMALLEST_SHARE * before) dense.push(own.map((x) => x / after));
    }
  }
  return { dense, groups, group, share };
}

/** The share of the variance of each observation's error that its residual keeps, 1 less the leverage; 0 where it is rounding. */
function keptOf({ dense, share }: Basis): Float64Array {
  return share.map((s, i) => {
    const kept = 1 - dense.reduce((sum, column) => sum + column[i]! * column[i]!, s * s);
    return kept > NOTHING_KEPT ? kept : 0;
  });
}

/**
 * Residuals whose sums over clusters have, on average, the variance of the errors' if errors are alike and independent.
 *
 * **How** with M = I − H, H being the matrix that makes fitted values of values, and M_g its part within cluster g, the residuals
 * of the cluster are multiplied by the symmetric M_g^(−1/2), directions of which M_g keeps nothing left out. With a_g = M_g^(−1/2)
 * p_g, p the pull at a coefficient, the degrees of freedom are (Σ p²)² / Σ_gh (a_gᵀ M_gh a_h)².
 */
export function correctedByClusters(
  fit: LinearFit,
  residuals: Float64Array,
  clusters: { readonly of: Uint32Array; readonly groups: number },
  where: string,
  rule: string,
): Corrected {
  const basis = basisOf(fit, where, rule);
  const members: number[][] = Array.from({ length: clusters.groups }, () => []);
  clusters.of.forEach((g, i) => {
    members[g]!.push(i);
  });
  const k = fit.coefficients.length;
  const { pull } = fit;
  const corrected = new Float64Array(residuals.length);
  const freedoms = Array.from({ length: k }, () => createFreedom(basis));
  let pairs = 0;
  for (const rows of members) {
    const touched = basis.groups === 0 ? [] : [...new Set(rows.map((i) => basis.group[i]!))];
    pairs += touched.length * touched.length;
    if (pairs > MOST_PAIRS) refuse(where, rule, "too many pairs of fixed effects within clusters", MOST_PAIRS);
    const columns = basis.dense.map((column) => Float64Array.from(rows, (i) => column[i]!));
    for (const g of touched) {
      columns.push(Float64Array.from(rows, (i) => (basis.group[i] === g ? basis.share[i]! : 0)));
    }
    const side = Math.min(rows.length, columns.length);
    if (side > MOST_ROWS) refuse(where, rule, `a cluster that needs a matrix of ${side} rows`, MOST_ROWS);
    const directions = directionsOf(columns, rows.length);
    const correct = (values: Float64Array): { values: Float64Array; lost: number } => {
      const result = values.slice();
      let lost = 0;
      for (const { taken, vector } of directions) {
        const part = product(vector, values);
        const isLost = 1 - taken <= NOTHING_KEPT;
        if (isLost) lost += part * part;
        const factor = (isLost ? 0 : 1 / Math.sqrt(1 - taken)) - 1;
        for (let i = 0; i < result.length; i++) result[i]! += factor * part * vector[i]!;
      }
      return { values: result, lost };
    };
    correct(Float64Array.from(rows, (i) => residuals[i]!)).values.forEach((e, i) => {
      corrected[rows[i]!] = e;
    });
    for (let j = 0; j < k; j++) {
      const own = Float64Array.from(rows, (i) => pull[i * k + j]!);
      const { values, lost } = correct(own);
      freedoms[j]!.add(
        product(own, own),
        lost,
        product(values, values),
        columns.map((column) => product(column, values)),
        touched,
      );
    }
  }
  return { residuals: corrected, degreesOfFreedom: Float64Array.from(freedoms, (each) => each.value()) };
}

/** The same for clusters of one observation each: residuals over √(1 − leverage). */
export function correctedByLeverage(fit: LinearFit, residuals: Float64Array, where: string, rule: string): Corrected {
  const k = fit.coefficients.length;
  const basis = basisOf(fit, where, rule);
  const kept = keptOf(basis);
  const root = kept.map(Math.sqrt);
  const { dense, groups, group, share } = basis;
  const degreesOfFreedom = Float64Array.from({ length: k }, (_, j) => {
    const freedom = createFreedom(basis);
    const entries = new Float64Array(dense.length + (groups === 0 ? 0 : 1));
    for (let i = 0; i < kept.length; i++) {
      const own = fit.pull[i * k + j]!;
      const a = kept[i] === 0 ? 0 : own / root[i]!;
      for (let c = 0; c < dense.length; c++) entries[c] = a * dense[c]![i]!;
      if (groups > 0) entries[dense.length] = a * share[i]!;
      freedom.add(own * own, kept[i] === 0 ? own * own : 0, a * a, entries, groups === 0 ? [] : [group[i]!]);
    }
    return freedom.value();
  });
  return { residuals: residuals.map((e, i) => (kept[i] === 0 ? 0 : e / root[i]!)), degreesOfFreedom };
}

/** Residuals over 1 − leverage: those of fits without the observation. Degrees of freedom are observations − parameters. */
export function leftOutResiduals(fit: LinearFit, residuals: Float64Array, where: string, rule: string): Corrected {
  const k = fit.coefficients.length;
  const kept = keptOf(basisOf(fit, where, rule));
  const degreesOfFreedom = Float64Array.from({ length: k }, (_, j) => {
    let pulls = 0;
    let lost = 0;
    for (let i = 0; i < kept.length; i++) {
      const own = fit.pull[i * k + j]! * fit.pull[i * k + j]!;
      pulls += own;
      if (kept[i] === 0) lost += own;
    }
    return lost <= LOST_SHARE * pulls ? fit.observations - fit.parameters : Number.NaN;
  });
  return { residuals: residuals.map((e, i) => (kept[i] === 0 ? 0 : e / kept[i]!)), degreesOfFreedom };
}

/** Orthonormal directions within a cluster and the share of an error along each that the fit takes up; along all others it takes none. */
function directionsOf(
  columns: readonly Float64Array[],
  rows: number,
): readonly { readonly taken: number; readonly vector: Float64Array }[] {
  const byRows = rows <= columns.length;
  const side = byRows ? rows : columns.length;
  const matrix = new Float64Array(side * side);
  for (let a = 0; a < side; a++) {
    for (let b = 0; b <= a; b++) {
      const entry = byRows
        ? columns.reduce((sum, column) => sum + column[a]! * column[b]!, 0)
        : product(columns[a]!, columns[b]!);
      matrix[a * side + b] = matrix[b * side + a] = entry;
    }
  }
  const { values, vectors } = eigenOfSymmetric(matrix, side);
  return Array.from(values.keys(), (e) => {
    const own = vectors.subarray(e * side, (e + 1) * side);
    if (byRows) return { taken: values[e]!, vector: own };
    const vector = new Float64Array(rows);
    columns.forEach((column, c) => {
      for (let i = 0; i < rows; i++) vector[i]! += own[c]! * column[i]!;
    });
    const size = length(vector);
    return { taken: values[e]!, vector: vector.map((x) => x / size) };
  }).filter(({ taken }) => taken > NOTHING_KEPT * NOTHING_KEPT);
}

/** Sums up Σ_gh (a_gᵀ M_gh a_h)² = Σ |a|⁴ − 2 Σ |a|² |z|² + |Σ z zᵀ|², z being the entries of a along the basis. */
function createFreedom(basis: Basis): {
  add: (pull: number, lost: number, size: number, entries: ArrayLike<number>, groups: readonly number[]) => void;
  value: () => number;
} {
  const dense = basis.dense.length;
  const common = new Float64Array(dense * dense);
  const mixed = new Float64Array(dense * basis.groups);
  const sparse = new Map<number, number>();
  let pulls = 0;
  let lostPulls = 0;
  let alone = 0;
  return {
    add: (pull, lost, size, entries, groups) => {
      pulls += pull;
      lostPulls += lost;
      let taken = 0;
      for (let c = 0; c < entries.length; c++) taken += entries[c]! * entries[c]!;
      alone += size * size - 2 * size * taken;
      for (let a = 0; a < dense; a++) {
        const own = entries[a]!;
        for (let b = 0; b <= a; b++) common[a * dense + b]! += own * entries[b]!;
      }
      for (let t = 0; t < groups.length; t++) {
        const g = groups[t]!;
        const own = entries[dense + t]!;
        for (let a = 0; a < dense; a++) mixed[g * dense + a]! += own * entries[a]!;
        for (let u = 0; u < groups.length; u++) {
          const key = g * basis.groups + groups[u]!;
          sparse.set(key, (sparse.get(key) ?? 0) + own * entries[dense + u]!);
        }
      }
    },
    value: () => {
      if (!(lostPulls <= LOST_SHARE * pulls)) return Number.NaN;
      // Of the symmetric part one half is kept.
      let squares = alone + 2 * (product(common, common) + product(mixed, mixed));
      for (let a = 0; a < dense; a++) squares -= common[a * dense + a]! * common[a * dense + a]!;
      for (const x of sparse.values()) squares += x * x;
      return (pulls * pulls) / squares;
    },
  };
}

function refuse(where: string, rule: string, got: string, most: number): never {
  failInWords(
    where,
    "errors",
    `a rule for large panels, such as clusteredErrors({ by }): ${rule} takes at most ${most}`,
    got,
  );
}

function length(values: Float64Array): number {
  return Math.sqrt(product(values, values));
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
