import { inverse, Matrix, pseudoInverse } from "ml-matrix";

/** A regression written out: a column of 0 and 1 for each group, the normal equations, and sandwiches by their definition. */
export interface DummyFit {
  readonly coefficients: number[];
  readonly classical: number[];
  readonly hc0: number[];
  readonly hc1: number[];
  readonly clustered: (by: readonly (readonly number[])[]) => number[];
  readonly residualSquares: number;
  readonly parameters: number;
}

/** Fits y by the columns, which must be told apart, and by a full set of dummies for each factor; errors are of the columns only. */
export function fitWithDummies(
  y: readonly number[],
  columns: readonly (readonly number[])[],
  factors: readonly (readonly number[])[],
  weights: readonly number[] = y.map(() => 1),
): DummyFit {
  const n = y.length;
  const dummies = factors.flatMap((factor) =>
    [...new Set(factor)].map((level) => factor.map((own) => (own === level ? 1 : 0))),
  );
  const x = new Matrix([...columns, ...dummies].map((column) => [...column])).transpose();
  const w = Matrix.diag([...weights]);
  const information = x.transpose().mmul(w).mmul(x);
  // With two full sets of dummies the constants are not told apart, but what is said of the columns is.
  const v = factors.length > 1 ? pseudoInverse(information) : inverse(information);
  const beta = v
    .mmul(x.transpose())
    .mmul(w)
    .mmul(Matrix.columnVector([...y]));
  const residual = Matrix.columnVector([...y])
    .sub(x.mmul(beta))
    .to1DArray();
  const residualSquares = residual.reduce((sum, e, i) => sum + weights[i]! * e * e, 0);
  const parameters = Math.round(v.mmul(information).trace());
  const errorsOf = (meat: Matrix, factor: number): number[] => {
    const covariance = v.mmul(meat).mmul(v);
    return columns.map((_, j) => Math.sqrt(covariance.get(j, j) * factor));
  };
  const meatOf = (cluster: readonly (number | string)[]): { meat: Matrix; groups: number } => {
    const meat = Matrix.zeros(x.columns, x.columns);
    const names = [...new Set(cluster)];
    for (const name of names) {
      const score = Matrix.zeros(x.columns, 1);
      for (let i = 0; i < n; i++) {
        if (cluster[i] !== name) continue;
        for (let j = 0; j < x.columns; j++) score.set(j, 0, score.get(j, 0) + x.get(i, j) * weights[i]! * residual[i]!);
      }
      meat.add(score.mmul(score.transpose()));
    }
    return { meat, groups: names.length };
  };
  const own = meatOf(y.map((_, i) => i)).meat;
  const scaled = (cluster: readonly (number | string)[]): Matrix => {
    const { meat, groups } = meatOf(cluster);
    return meat.mul((groups / (groups - 1)) * ((n - 1) / (n - parameters)));
  };
  return {
    coefficients: columns.map((_, j) => beta.get(j, 0)),
    classical: columns.map((_, j) => Math.sqrt((v.get(j, j) * residualSquares) / (n - parameters))),
    hc0: errorsOf(own, 1),
    hc1: errorsOf(own, n / (n - parameters)),
    clustered: (by) => {
      if (by.length === 1) return errorsOf(scaled(by[0]!), 1);
      const both = y.map((_, i) => `${by[0]![i]} ${by[1]![i]}`);
      return errorsOf(Matrix.add(scaled(by[0]!), scaled(by[1]!)).sub(scaled(both)), 1);
    },
    residualSquares,
    parameters,
  };
}
