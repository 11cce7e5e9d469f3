import { Matrix, solve } from "ml-matrix";

/** One pair of a gravity model: a flow, its row of the design matrix. */
export interface Observation {
  readonly flow: number;
  readonly covariates: readonly number[];
  /** Added to the linear predictor; 0 unless given. */
  readonly offset?: number;
}

export interface Regression {
  readonly beta: number[];
  readonly poisson: number[];
  readonly hc1: number[];
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
}

/** Poisson regression of whole flows on a full design matrix by reweighted least squares. */
export function slowPoisson(observations: readonly Observation[]): Regression {
  const x = new Matrix(observations.map((o) => [...o.covariates]));
  const y = Matrix.columnVector(observations.map((o) => o.flow));
  const k = x.columns;
  const offset = Matrix.columnVector(observations.map((o) => o.offset ?? 0));
  const mean = observations.reduce((sum, o) => sum + o.flow, 0) / observations.length;
  // The first step of iteratively reweighted least squares starts from fitted values between the flows and their mean.
  let mu = y.clone().add(mean).div(2);
  let beta = Matrix.zeros(k, 1);
  for (let iteration = 0; iteration < 60; iteration++) {
    const working = Matrix.log(mu)
      .add(Matrix.div(Matrix.sub(y, mu), mu))
      .sub(offset);
    const weighted = x.clone().mulColumnVector(mu);
    beta = solve(x.transpose().mmul(weighted), weighted.transpose().mmul(working));
    mu = Matrix.exp(x.mmul(beta).add(offset));
  }
  const weighted = x.clone().mulColumnVector(mu);
  const bread = solve(x.transpose().mmul(weighted), Matrix.eye(k));
  const squares = Matrix.pow(Matrix.sub(y, mu), 2);
  const meat = x.transpose().mmul(x.clone().mulColumnVector(squares));
  const sandwich = bread.mmul(meat).mmul(bread);
  const correction = observations.length / (observations.length - k);
  return {
    beta: beta.to1DArray(),
    poisson: bread.diagonal().map(Math.sqrt),
    hc1: sandwich.diagonal().map((v) => Math.sqrt(v * correction)),
    deviance: devianceOf(observations, (i) => mu.get(i, 0)),
    nullDeviance: devianceOf(observations, () => mean),
    logLikelihood: observations.reduce((sum, { flow }, i) => {
      let logFactorial = 0;
      for (let x = 2; x <= flow; x++) logFactorial += Math.log(x);
      return sum + flow * Math.log(mu.get(i, 0)) - mu.get(i, 0) - logFactorial;
    }, 0),
  };
}

/**
 * Covariances of the coefficients of `slowPoisson`, clustered by a label per observation, without any factor: the inverse of
 * the information around the outer products of the clusters' sums of scores.
 */
export function slowSandwich(
  observations: readonly Observation[],
  beta: readonly number[],
  labelOf: (i: number) => number | string,
): { covariance: number[][]; clusters: number } {
  const k = beta.length;
  const x = new Matrix(observations.map((o) => [...o.covariates]));
  const means = observations.map((o) => {
    return Math.exp(o.covariates.reduce((sum, c, j) => sum + c * beta[j]!, o.offset ?? 0));
  });
  const bread = solve(x.transpose().mmul(x.clone().mulColumnVector(means)), Matrix.eye(k));
  const sums = new Map<number | string, number[]>();
  observations.forEach((o, i) => {
    const sum = sums.get(labelOf(i)) ?? new Array<number>(k).fill(0);
    sums.set(
      labelOf(i),
      sum.map((s, j) => s + (o.flow - means[i]!) * o.covariates[j]!),
    );
  });
  const scores = new Matrix([...sums.values()]);
  const covariance = bread.mmul(scores.transpose().mmul(scores)).mmul(bread).to2DArray();
  return { covariance, clusters: sums.size };
}

function devianceOf(observations: readonly Observation[], fittedOf: (i: number) => number): number {
  return observations.reduce((sum, { flow }, i) => {
    const ratio = flow === 0 ? 0 : flow * Math.log(flow / fittedOf(i));
    return sum + 2 * (ratio - (flow - fittedOf(i)));
  }, 0);
}

/** Radiation probabilities pair by pair, with the opportunities between counted by looking at every place. */
export function slowRadiation(
  mass: readonly number[],
  distance: (i: number, j: number) => number,
  ties: "split" | "inclusive" | "exclusive" | "sequential",
): number[][] {
  return mass.map((m, i) =>
    mass.map((n, j) => {
      if (i === j || m === 0 || n === 0) return 0;
      const others = mass.map((_, l) => l).filter((l) => l !== i && l !== j);
      const sumOver = (chosen: (l: number) => boolean): number =>
        others.filter(chosen).reduce((sum, l) => sum + mass[l]!, 0);
      const nearer = sumOver((l) => distance(i, l) < distance(i, j));
      const asFar = sumOver((l) => distance(i, l) === distance(i, j));
      const before = sumOver((l) => distance(i, l) === distance(i, j) && l < j);
      if (ties === "split") {
        const place = n + asFar;
        return ((m * place) / ((m + nearer) * (m + place + nearer))) * (n / place);
      }
      const s = nearer + { inclusive: asFar, exclusive: 0, sequential: before }[ties];
      return (m * n) / ((m + s) * (m + n + s));
    }),
  );
}
