import type { LinearFit } from "../core/least-squares.ts";
import { studentReach, studentTail } from "../core/student.ts";
import type { Table } from "../types.ts";
import type { ErrorEstimate } from "./difference-errors.ts";

/** An estimate with its standard error, t and its degrees of freedom, two-sided p and the interval of the confidence asked for. */
export interface Estimate {
  readonly coefficient: number;
  readonly standardError: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

/** A row per coefficient: its name, and all that an `Estimate` says. */
export type EstimateTable = Table<{ readonly term: readonly string[] } & Record<keyof Estimate, Float64Array>>;

/** One coefficient of a fit with what is said of it. */
export function estimateOf(
  { coefficients }: Pick<LinearFit, "coefficients">,
  errors: Pick<ErrorEstimate, "covariance" | "degreesOfFreedom">,
  j: number,
  confidence: number,
): Estimate {
  const degreesOfFreedom = errors.degreesOfFreedom[j]!;
  const coefficient = coefficients[j]!;
  const standardError = Math.sqrt(errors.covariance[j * coefficients.length + j]!);
  const t = coefficient / standardError;
  const reach = studentReach(confidence, degreesOfFreedom) * standardError;
  const p = 2 * studentTail(Math.abs(t), degreesOfFreedom);
  return { coefficient, standardError, t, degreesOfFreedom, p, low: coefficient - reach, high: coefficient + reach };
}

/** Estimates as the columns of a table. */
export function columnsOf(estimates: readonly Estimate[]): Record<keyof Estimate, Float64Array> {
  const column = (name: keyof Estimate): Float64Array => Float64Array.from(estimates, (each) => each[name]);
  return {
    coefficient: column("coefficient"),
    standardError: column("standardError"),
    t: column("t"),
    degreesOfFreedom: column("degreesOfFreedom"),
    p: column("p"),
    low: column("low"),
    high: column("high"),
  };
}

/** Estimates by name, as a table. */
export function tableOf(term: readonly string[], estimates: readonly Estimate[]): EstimateTable {
  return { length: term.length, columns: { term, ...columnsOf(estimates) } };
}
