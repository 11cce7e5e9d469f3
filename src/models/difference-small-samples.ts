import { checkLength, checkOptions, checkWholes } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type ErrorRule, estimate, isSilent, numbered, sandwich, scaledResiduals } from "./difference-errors.ts";
import { type Corrected, correctedByClusters, correctedByLeverage, leftOutResiduals } from "./difference-leverage.ts";

/**
 * Rules of errors for few observations, or few clusters, on one side of a comparison: a season of four weeks, three areas with
 * an orchard.
 */

export interface Cr2ErrorsOptions {
  /** The cluster of each row of the table, any whole numbers: `panel.columns.location`, say. */
  readonly by: ArrayLike<number>;
}

/**
 * Standard errors for errors that are independent but not alike, right on average in short seasons if they are alike (HC2), with
 * degrees of freedom that know how few weeks speak.
 *
 * **How** (XᵀWX)⁻¹ Σ w² e² / (1 − h) x xᵀ (XᵀWX)⁻¹, h the leverage of the observation, constants of areas and periods counted
 * in. Each coefficient has the degrees of freedom (Σ p²)² / Σ_ij (a_i m_ij a_j)² of Satterthwaite, with p = (XᵀWX)⁻¹ x √w, a =
 * p / √(1 − h) and m the matrix that makes residuals of errors. Of two means they are what Welch's t has where variances are
 * equal.
 *
 * @returns the rule, for `fitDifferenceInDifferences` and its kin. Standard errors are NaN where a coefficient hangs on an
 * observation that the fit meets exactly: a season of one week
 * @throws RangeError, when fitting, for more than 10 million observations times coefficients, the constants of all fixed
 * effects but the largest among these
 *
 * **Departs from the paper** of MacKinnon and White, whose t has observations − parameters degrees of freedom: too many.
 *
 * **Cost** O(observations · coefficients · (coefficients + constants of all fixed effects but the largest)²)
 *
 * [mackinnon-white-1985] [bell-mccaffrey-2002] [imbens-kolesar-2016]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: hc2Errors() });
 * [effect.standardError.toFixed(6), effect.degreesOfFreedom.toFixed(6)]; // [ '3.041381', '4.000000' ]
 */
export function hc2Errors(): ErrorRule {
  return (fit, _rows, _length, where) => {
    const own = scaledResiduals(fit);
    const corrected = isSilent(fit)
      ? unknown(own, fit.coefficients)
      : correctedByLeverage(fit, own, where, "hc2Errors");
    return estimate("HC2", sandwich(fit, corrected.residuals, null, 1), corrected.degreesOfFreedom, Number.NaN);
  };
}

/**
 * Standard errors for errors that are independent but not alike, on the safe side in short seasons (HC3): what leaving out one
 * observation after the other changes.
 *
 * **How** (XᵀWX)⁻¹ Σ w² e² / (1 − h)² x xᵀ (XᵀWX)⁻¹, h the leverage of the observation, constants of areas and periods counted
 * in: Σ d dᵀ of the changes d that leaving out an observation makes. t of observations − parameters degrees of freedom.
 *
 * @returns the rule, for `fitDifferenceInDifferences` and its kin; NaN as from `hc2Errors`
 * @throws RangeError as `hc2Errors`
 *
 * **Departs from the paper**, which centres the changes and has a factor (N − 1) / N: this is the form that papers quote now.
 *
 * **Cost** O(observations · (coefficients + constants of all fixed effects but the largest)²)
 *
 * [mackinnon-white-1985] [long-ervin-2000]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: hc3Errors() });
 * effect.standardError.toFixed(6); // '4.301163'
 */
export function hc3Errors(): ErrorRule {
  return (fit, _rows, _length, where) => {
    const own = scaledResiduals(fit);
    const corrected = isSilent(fit) ? unknown(own, fit.coefficients) : leftOutResiduals(fit, own, where, "hc3Errors");
    return estimate("HC3", sandwich(fit, corrected.residuals, null, 1), corrected.degreesOfFreedom, Number.NaN);
  };
}

/**
 * Standard errors for errors that go together within clusters, where these are few, or few on one side (CR2).
 *
 * **How** (XᵀWX)⁻¹ Σ s sᵀ (XᵀWX)⁻¹ with s = Σ x √w · (M_g^(−1/2) √w e) over a cluster, M_g the part within the cluster of the
 * matrix that makes residuals of errors, constants of areas and periods counted in, and M_g^(−1/2) its symmetric generalised
 * root: right on average if errors are alike and independent. Each coefficient has the degrees of freedom of Satterthwaite, as
 * from `hc2Errors`, which this is where every row is its own cluster.
 *
 * @param options - the cluster of each row of the table
 * @returns the rule, for `fitDifferenceInDifferences` and its kin. Standard errors are NaN where a coefficient hangs on sums of a
 * cluster that the fit meets exactly: a single cluster, clusters that are the groups compared, one cluster with refugees
 * @throws RangeError for clusters that are no whole numbers of at least 0, or, when fitting, of another length than the table; as
 * `hc2Errors`; and for a cluster of more than 250 rows in a fit of more than 250 coefficients, the constants of all fixed
 * effects but the largest and those of this one in the cluster among these
 *
 * **Departs from the paper** With weights, errors count as alike after multiplication by √w: variances inverse to the weights.
 *
 * **Cost** O(clusters · s³ + rows · s²), s the lesser of rows in a cluster and those coefficients
 *
 * [bell-mccaffrey-2002] [pustejovsky-tipton-2018]
 * @example
 * const columns = { label: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), location: new Uint32Array(8), period: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1) };
 * const panel = { length: 8, columns, labels: ["refugees", "locals"] };
 * const options = { value: [10, 40, 50, 60, 12, 44, 51, 64], treated: "refugees", control: "locals", season: [1] };
 * const { effect } = fitDifferenceInDifferences(panel, { ...options, errors: cr2Errors({ by: [0, 0, 1, 1, 2, 2, 3, 3] }) });
 * [effect.standardError.toFixed(6), effect.degreesOfFreedom.toFixed(6)]; // [ '1.802776', '2.000000' ]
 */
export function cr2Errors(options: Cr2ErrorsOptions): ErrorRule {
  const own = "cr2Errors";
  checkOptions(own, options, ["by"]);
  const { by } = options;
  checkList(own, "by", by);
  checkWholes(own, "by", by);
  return (fit, rows, length, where) => {
    checkLength(where, "by", by.length, length);
    const clusters = numbered(rows, by);
    const residuals = scaledResiduals(fit);
    const corrected = isSilent(fit)
      ? unknown(residuals, fit.coefficients)
      : correctedByClusters(fit, residuals, clusters, where, own);
    const covariance = sandwich(fit, corrected.residuals, clusters, 1);
    return estimate("CR2", covariance, corrected.degreesOfFreedom, clusters.groups);
  };
}

/** Of a fit whose residuals say nothing. */
function unknown(residuals: Float64Array, coefficients: Float64Array): Corrected {
  return { residuals, degreesOfFreedom: coefficients.map(() => Number.NaN) };
}
