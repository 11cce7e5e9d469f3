import { checkInteger, checkOptions, fail, failInWords, isObject } from "../core/check.ts";
import { checkAnswer, checkFunction, checkRule } from "../core/check-variants.ts";
import type { RowReader } from "../core/row-matrix.ts";
import { searchMinimum, searchRoot } from "../core/scalar-search.ts";
import { type BoxResult, searchBox } from "../core/simplex-search.ts";
import type { Located, SparseMatrix } from "../types.ts";
import type { LawCriterion } from "./calibration-criteria.ts";
import {
  comparePairs,
  type PairEvidence,
  polish,
  scoreStep,
  type Variances,
  variancesOf,
} from "./calibration-errors.ts";
import { createExpecter, type Expecter, type ObservedFlows, observe } from "./calibration-expected.ts";
import { type Axis, axesOf, type ParameterRange } from "./calibration-parameters.ts";
import type { GravityConstraint } from "./design.ts";
import type { FlowLaw } from "./law.ts";

/** A constraint of a gravity model, of which only the totals it keeps are asked for. */
export type KeptTotals = Pick<GravityConstraint, "name" | "constants">;

export interface FitLawOptions<P extends string> {
  /**
   * The law with given parameters, a new one each time: `({ alpha }) => extendedRadiationLaw({ …, alpha })`. For laws of
   * intervening opportunities give what `rankDestinations` makes of the distances, so that nothing is sorted again.
   */
  readonly lawAt: (parameters: Readonly<Record<P, number>>) => FlowLaw;
  /** Between which values each of its one to three parameters is searched. */
  readonly parameters: Readonly<Record<P, ParameterRange>>;
  /** By what the parameters are chosen: `mostLikely()`, `bestCommonPart()`, `sameMeanDistance(…)` or `leastSquares()`. */
  readonly criterion: LawCriterion;
  /** Which totals of the observed flows the expected ones keep: `originConstrained()`, the outflows, unless given. */
  readonly constraint?: KeptTotals;
  /** Whether flows within a location count, so that the law's diagonal is read too: false unless given. */
  readonly intrazonal?: boolean;
  /** How many values of each parameter are looked at before the search, at least 3: 17, or 7 each of two or 5 of three, unless given. */
  readonly points?: number;
}

/** A calibrated law: plain values, which can be copied to a worker or a file. */
export interface LawFit<P extends string = string> {
  /** The names of the law at the parameters found, of the criterion and of the constraint. */
  readonly law: string;
  readonly criterion: string;
  readonly constraint: string;
  readonly parameters: Readonly<Record<P, number>>;
  /** Standard errors that hold for any variance of the flows (HC1). */
  readonly standardErrors: Readonly<Record<P, number>>;
  /** Standard errors if every person chose on their own: far too small for trips, which come in dependent numbers. */
  readonly poissonErrors: Readonly<Record<P, number>>;
  /** Whether a parameter is a bound of its range, so that a better one may lie beyond. */
  readonly atBound: Readonly<Record<P, boolean>>;
  /** The criterion there. */
  readonly value: number;
  /** Pearson's χ² over its degrees of freedom: 1 if people chose on their own; infinite where some flows are impossible. */
  readonly dispersion: number;
  /** People whom the law expects nowhere, and people who went where it expects nobody. */
  readonly unassigned: number;
  readonly impossible: number;
  /** How many laws were made and read. */
  readonly evaluations: number;
  readonly converged: boolean;
  /** The criterion at the values looked at first, for a chart: one parameter's, or all combinations. */
  readonly curve: { readonly parameters: Readonly<Record<P, Float64Array>>; readonly value: Float64Array };
}

const OUTFLOWS_KEPT: KeptTotals = { name: "origin-constrained", constants: "origins" };
/** Steps between the points of a grid are about as long for one, two and three parameters as the search can afford. */
const POINTS = [17, 7, 5] as const;
const TOLERANCE = { smooth: 1e-7, kinked: 1e-8, root: 1e-13, box: 1e-4, kinkedBox: 1e-7 } as const;

/**
 * Which parameters make a law of flows agree best with the flows that were observed? The calibration of radiation with
 * selection, of Schneider's law, of opportunities that depend on the weather, of any law of one to three parameters.
 *
 * **How** expected[o, d] = factor · weight[o, d], for d ≠ o unless `intrazonal`, the factors being such that expected flows keep the totals of
 * the observed ones that the constraint names. The criterion is evaluated on a grid of the ranges; from its best points a search by Brent
 * (one parameter) or Nelder and Mead (two or three), and for smooth criteria Newton's steps, lead to the optimum. With
 * `mostLikely`, Poisson errors are √(H⁻¹), H being minus the second derivatives of the log-likelihood, and standard errors
 * √(n / (n − k) · H⁻¹ (Σ s sᵀ) H⁻¹), s being (flow − expected) · ∂ ln expected / ∂ parameter of each of n pairs, k the parameters and the factors. For a gravity model's exponent they are those of `fitGravity`.
 *
 * @param flows - flows between locations
 * @param options - the law, the ranges of its parameters, the criterion and the constraint
 * @returns parameters by name with their standard errors (NaN for criteria other than `mostLikely`, at a bound, and where
 * the likelihood is flat), the criterion's value, and the curve of the search. Errors of parameters beside one at a bound take that one as known.
 * Where no parameters are better than others (no flows, one location, a law without the parameter) or where
 * every law looked at sends nobody where people went (a likelihood of −Infinity), parameters are NaN and `converged` is false;
 * so are laws that cannot be balanced. Where no parameter brings the criterion to zero, the nearest is returned, not converged.
 * Several parameters have converged where Newton's steps come to rest, for a criterion that is smooth
 * @throws RangeError for ranges that are not two numbers in order, other than one to three parameters (one for a criterion
 * that is brought to zero), a law that is one and the same for other parameters, weights that are below 0 or not finite (the pair and the parameters are named), laws of another size
 *
 * **Cost** about 40 laws for one parameter, 150 for two, 400 for three, fewer with fewer `points`. By likelihood or common part with outflows kept,
 * radiation and Schneider's law over a ranking are computed where there are flows only, and whole three times at the end; memory O(n + pairs with a
 * flow) beside the law where outflows are kept, 8 n² bytes else (16 n² more per parameter at the end of a search by likelihood)
 *
 * [brent-1973] [nelder-mead-1965] [hyman-1969]
 * @example
 * const zones = createLocations("zones", ["a", "b", "c"], [85, 86, 87], [27, 27, 27]);
 * const flows = { locations: zones, ...sparseFromDense(3, 3, [0, 8, 2, 5, 0, 5, 1, 4, 0]) };
 * const distances = [0, 1, 2, 1, 0, 1, 2, 1, 0];
 * const lawAt = ({ b }) => ({ name: "power", rows: 3, columns: 3, fillRow: (o, row) => row.forEach((_, d) => (row[d] = distances[3 * o + d] ** -b)) });
 * const fit = fitLaw(flows, { lawAt, parameters: { b: { from: 0.1, to: 10 } }, criterion: mostLikely() });
 * [fit.parameters.b.toFixed(6), fit.poissonErrors.b.toFixed(6), fit.atBound.b]; // [ '2.000000', '0.931256', false ]
 */
export function fitLaw<P extends string>(flows: Located & SparseMatrix, options: FitLawOptions<P>): LawFit<P> {
  const where = "fitLaw";
  checkOptions(where, options, ["lawAt", "parameters", "criterion", "constraint", "intrazonal", "points"]);
  const { lawAt, parameters, criterion, constraint = OUTFLOWS_KEPT, intrazonal = false } = options;
  checkFunction(where, "lawAt", lawAt, "a function of parameters that returns a law", 1);
  checkRule(where, "criterion", criterion, "measure", "a criterion such as mostLikely()");
  checkConstraint(where, constraint);
  if (typeof intrazonal !== "boolean") fail(where, "intrazonal", "true or false", intrazonal);
  const axes = axesOf(where, parameters);
  const { points = POINTS[axes.length - 1]! } = options;
  checkInteger(where, "points", points, 3);
  if (criterion.aim === "zero" && axes.length > 1) {
    failInWords(where, "parameters", `one for the criterion ${criterion.name}`, `${axes.length} of them`);
  }
  const observed = observe(where, flows, constraint.constants, intrazonal);
  const readsFew = criterion.readsObservedOnly === true && observed.keeps === "origins";
  const expecter = createExpecter(observed, readsFew);
  const wholeRows = readsFew ? createExpecter(observed) : expecter;
  const named = (at: Float64Array): Record<P, number> => record(axes, (a) => axes[a]!.valueAt(at[a]!));
  const lawOf = (at: Float64Array): [name: string, law: FlowLaw] => {
    const values = named(at);
    const law = lawAt(values);
    checkAnswer(where, "lawAt", lawAt, law, "a function of parameters that returns a law");
    return [`lawAt(${axes.map(({ name }) => `${name}: ${values[name as P]}`).join(", ")})`, law];
  };
  const sign = criterion.aim === "highest" ? -1 : 1;
  let evaluations = 0;
  const f = (at: Float64Array): number => {
    evaluations++;
    const expected = expecter(where, ...lawOf(at));
    return expected === null
      ? Number.NaN
      : sign * criterion.measure(where, observed, expected.flows, expected.logShares, expected.placed);
  };
  const rounding = (isOpen(observed) && criterion.rounding?.(where, observed)) || 0;
  const found = isOpen(observed) ? search(f, axes, points, criterion, rounding) : nothingFound(axes);
  const isKnown = !Number.isNaN(found.at[0]);
  const free = axes.map((_, a) => a).filter((a) => isKnown && !found.atBound[a]);
  const isPolished = criterion.isSmooth && criterion.aim !== "zero" && free.length > 0;
  const none = { at: found.at, value: found.value, curvature: new Float64Array(0), settled: true };
  const best = isPolished ? polish(f, axes, free, found.at, found.value) : none;
  const pairs = isKnown ? evidenceAt() : null;
  const errors = criterion.isLikelihood && pairs !== null ? variances(best.curvature, pairs) : null;
  const errorsOf = (variance: Float64Array | undefined): Record<P, number> =>
    record(axes, (a) => {
      const j = free.indexOf(a);
      if (variance === undefined || j < 0) return Number.NaN;
      return Math.sqrt(variance[j]!) * axes[a]!.slopeAt(best.at[a]!);
    });
  return {
    law: isKnown ? lawOf(best.at)[1].name : "",
    criterion: criterion.name,
    constraint: constraint.name,
    parameters: named(best.at),
    standardErrors: errorsOf(errors?.robust),
    poissonErrors: errorsOf(errors?.single),
    atBound: record(axes, (a) => found.atBound[a]!),
    value: sign * best.value,
    dispersion: pairs === null ? Number.NaN : pairs.pearson / degrees(pairs),
    unassigned: pairs?.unassigned ?? Number.NaN,
    impossible: pairs?.impossible ?? Number.NaN,
    evaluations,
    // The simplex alone comes near; Newton's steps get there.
    converged: found.converged && (axes.length === 1 || best.settled),
    curve: {
      parameters: record(axes, (a) => found.values.map((_, c) => axes[a]!.valueAt(found.grid[c * axes.length + a]!))),
      value: found.values.map((height) => (Number.isNaN(height) ? height : sign * height)),
    },
  };

  /** What the pairs say at the point found; with the scores of the free parameters where the criterion is a likelihood. */
  function evidenceAt(): PairEvidence | null {
    const laws: FlowLaw[] = [];
    const none: RowReader = () => new Float64Array(observed.id.length);
    const read = (at: Float64Array, by: Expecter): RowReader | null => {
      evaluations++;
      const [name, law] = lawOf(at);
      // The laws are read side by side.
      if (laws.includes(law))
        fail(where, "lawAt", "a function that makes a law of its own for each of its parameters", law);
      laws.push(law);
      return by(where, name, law)?.flows ?? null;
    };
    const beside = criterion.isLikelihood
      ? free.map((a) => {
          const step = scoreStep(axes[a]!, best.at[a]!);
          const [down, up] = [-step, step].map((by) => {
            const moved = best.at.map((x, i) => (i === a ? x + by : x));
            return read(moved, createExpecter(observed));
          }) as [RowReader | null, RowReader | null];
          return { down: down ?? none, up: up ?? none, step: down === null || up === null ? Number.NaN : step };
        })
      : [];
    return comparePairs(observed, read(best.at, wholeRows) ?? none, beside);
  }

  function degrees(evidence: PairEvidence): number {
    const left = evidence.pairs - evidence.constants - axes.length;
    return left > 0 ? left : Number.NaN;
  }

  function variances(curvature: Float64Array, evidence: PairEvidence): Variances {
    return variancesOf(curvature, evidence.scores, evidence.pairs / degrees(evidence));
  }
}

function checkConstraint(where: string, constraint: KeptTotals): void {
  const such = "a constraint such as originConstrained()";
  const given: unknown = constraint;
  if (isObject(given) && ["one", "origins", "destinations", "both"].includes(constraint.constants)) return;
  checkRule(where, "constraint", given, "solve", such);
  fail(where, "constraint", such, given);
}

/** Whether there are flows, and more than one way for them to go that keeps their totals. */
function isOpen({ total, keeps, intrazonal, id }: ObservedFlows): boolean {
  const ways = id.length - (intrazonal ? 0 : 1);
  return total > 0 && (keeps === "one" ? id.length * ways : ways) > 1;
}

/** The best point on the scales of the parameters; of its grid, the places of all parameters one after the other. */
function search(
  f: (at: Float64Array) => number,
  axes: readonly Axis[],
  points: number,
  { aim, isSmooth }: LawCriterion,
  rounding: number,
): BoxResult {
  if (axes.length > 1) {
    const [from, to] = [axes.map((axis) => axis.from), axes.map((axis) => axis.to)];
    const tolerance = isSmooth ? TOLERANCE.box : TOLERANCE.kinkedBox;
    return searchBox(f, { from, to, points, tolerance, isSmooth, rounding });
  }
  const { from, to } = axes[0]!;
  const alone = (x: number): number => f(Float64Array.of(x));
  const tolerance = aim === "zero" ? TOLERANCE.root : isSmooth ? TOLERANCE.smooth : TOLERANCE.kinked;
  const range = { from, to, points, tolerance, rounding };
  const found = aim === "zero" ? searchRoot(alone, range) : searchMinimum(alone, range);
  return { ...found, at: Float64Array.of(found.at), atBound: [found.atBound] };
}

/** What is found where there are no flows to agree with. */
function nothingFound(axes: readonly Axis[]): BoxResult {
  const at = new Float64Array(axes.length).fill(Number.NaN);
  const none = new Float64Array(0);
  const atBound = axes.map(() => false);
  return { at, value: Number.NaN, evaluations: 0, converged: false, atBound, grid: none, values: none };
}

function record<P extends string, V>(axes: readonly Axis[], of: (a: number) => V): Record<P, V> {
  return Object.fromEntries(axes.map(({ name }, a) => [name, of(a)])) as Record<P, V>;
}
