import { exp, log } from "../core/math.ts";
import type { Regression, RegressionProblem } from "./regression.ts";
import { picked, renumbered, withoutNested } from "./regression-groups.ts";
import { fitWithin, product, spanOf } from "./regression-within.ts";
import { leaveOutGroups } from "./separation.ts";

/** Fits the logarithms of the flows above 0 by least squares. */
export function fitLogs({ response, columns, factors, offset }: RegressionProblem): Regression {
  const every = Uint32Array.from(response.keys());
  const withoutFlow = every.filter((row) => response[row] === 0);
  const sets = withoutNested(factors.map((factor) => renumbered(factor, every)));
  const { rows, single } = leaveOutGroups(
    response,
    sets,
    every.filter((row) => response[row]! > 0),
    true,
  );
  const n = rows.length;
  const own = sets.map((set) => renumbered(set, rows));
  const all = columns.map((column) => picked(column, rows));
  const logs = Float64Array.from(rows, (row) => log(response[row]!) - (offset === undefined ? 0 : offset[row]!));
  const fit = fitWithin(logs, all, spanOf(all, own, n), own, undefined, Math.sqrt(product(logs, logs)));
  const { residuals, residualSquares: squares } = fit;
  const left = n - fit.parameters;
  const mean = logs.reduce((sum, x) => sum + x, 0) / n;
  const total = logs.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  const dispersion = left > 0 ? squares / left : Number.NaN;
  const likelihoodOf = (rest: number): number => (-n / 2) * (log((2 * Math.PI * rest) / n) + 1);
  return {
    ...fit,
    converged: fit.converged && n > 0,
    rows,
    totalSquares: total,
    fitted: Float64Array.from(rows, (row, i) => exp(log(response[row]!) - residuals[i]!)),
    deviance: squares,
    nullDeviance: n > 0 ? total : Number.NaN,
    logLikelihood: likelihoodOf(squares),
    nullLogLikelihood: likelihoodOf(total),
    dispersion,
    modelDispersion: dispersion,
    shapeParameters: 1,
    theta: Number.NaN,
    thetaError: Number.NaN,
    observedCovariance: () => fit.inverse.map((x) => x * dispersion),
    smearing: residuals.reduce((sum, e) => sum + exp(e), 0) / n,
    normalSmearing: exp(dispersion / 2),
    withoutFlow,
    separated: new Uint32Array(0),
    singletons: Uint32Array.from(single).sort(),
    lostColumns: [],
  };
}
