import { EigenvalueDecomposition, Matrix, pseudoInverse } from "ml-matrix";

/** Small-sample errors written out with a column of 0 and 1 for each group and matrices of all rows. */
export interface SmallSampleErrors {
  readonly standardError: number[];
  readonly degreesOfFreedom: number[];
}

/** HC2 where every row is a cluster of its own, CR2 otherwise; of the columns only. */
export function slowCr2(
  y: readonly number[],
  columns: readonly (readonly number[])[],
  factors: readonly (readonly number[])[],
  clusters: readonly number[],
  weights: readonly number[] = y.map(() => 1),
): SmallSampleErrors {
  const { residual, hat, pulls } = regressionOf(y, columns, factors, weights);
  const n = y.length;
  const m = Matrix.eye(n).sub(hat);
  const root = Matrix.zeros(n, n);
  for (const cluster of new Set(clusters)) {
    const rows = clusters.flatMap((each, i) => (each === cluster ? [i] : []));
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(m.selection(rows, rows), {
      assumeSymmetric: true,
    });
    const inverseRoot = eigenvectorMatrix
      .mmul(Matrix.diag(realEigenvalues.map((x) => (x > 1e-8 ? 1 / Math.sqrt(x) : 0))))
      .mmul(eigenvectorMatrix.transpose());
    rows.forEach((r, a) => {
      rows.forEach((c, b) => {
        root.set(r, c, inverseRoot.get(a, b));
      });
    });
  }
  const adjusted = root.mmul(residual);
  const same = Matrix.zeros(n, n);
  clusters.forEach((g, i) => {
    clusters.forEach((h, j) => {
      same.set(i, j, g === h ? 1 : 0);
    });
  });
  const found = pulls.map((pull) => {
    const summed = new Map<number, number>();
    pull.forEach((p, i) => {
      summed.set(clusters[i]!, (summed.get(clusters[i]!) ?? 0) + p * adjusted.get(i, 0));
    });
    // The variance is the quadratic form errorsᵀ B errors.
    const a = root.mmul(Matrix.columnVector(pull));
    const inner = Matrix.mul(same, a.mmul(a.transpose()));
    const b = m.mmul(inner).mmul(m);
    const trace = b.trace();
    return {
      standardError: Math.sqrt([...summed.values()].reduce((sum, s) => sum + s * s, 0)),
      degreesOfFreedom: (trace * trace) / b.mmul(b).trace(),
    };
  });
  return {
    standardError: found.map((each) => each.standardError),
    degreesOfFreedom: found.map((each) => each.degreesOfFreedom),
  };
}

/** HC3 by its definition; rows that the fit meets exactly add nothing. */
export function slowHc3(
  y: readonly number[],
  columns: readonly (readonly number[])[],
  factors: readonly (readonly number[])[],
  weights: readonly number[] = y.map(() => 1),
): number[] {
  const { residual, hat, pulls } = regressionOf(y, columns, factors, weights);
  return pulls.map((pull) =>
    Math.sqrt(
      pull.reduce((sum, p, i) => {
        const kept = 1 - hat.get(i, i);
        return sum + (kept > 1e-8 ? ((p * residual.get(i, 0)) / kept) ** 2 : 0);
      }, 0),
    ),
  );
}

function regressionOf(
  y: readonly number[],
  columns: readonly (readonly number[])[],
  factors: readonly (readonly number[])[],
  weights: readonly number[],
): { residual: Matrix; hat: Matrix; pulls: number[][] } {
  const dummies = factors.flatMap((factor) =>
    [...new Set(factor)].map((level) => factor.map((own) => (own === level ? 1 : 0))),
  );
  const root = weights.map(Math.sqrt);
  const x = new Matrix([...columns, ...dummies].map((column) => column.map((v, i) => v * root[i]!))).transpose();
  const inverse = pseudoInverse(x.transpose().mmul(x));
  const toCoefficients = inverse.mmul(x.transpose());
  const hat = x.mmul(toCoefficients);
  const response = Matrix.columnVector(y.map((v, i) => v * root[i]!));
  return {
    residual: Matrix.sub(response, hat.mmul(response)),
    hat,
    pulls: columns.map((_, j) => toCoefficients.getRow(j)),
  };
}
