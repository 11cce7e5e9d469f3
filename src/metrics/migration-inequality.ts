import { checkInteger, checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { sumOf } from "../core/sums.ts";
import { type Margins, type MigrationFlows, marginsOf, migrantsOf } from "./migration-margins.ts";

/**
 * Flows to compare with: origin[o] · destination[d] from every location o to every other d. `converged` is false where they
 * had to be sought and were not found in so many iterations.
 */
export interface FlowFactors {
  readonly origin: Float64Array;
  readonly destination: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Which flows one would expect of these margins. */
export type FlowExpectation = (margins: Margins) => FlowFactors;

export interface MigrationInequalityOptions {
  /** What to compare with: `equalFlows()` or `independentFlows()`. */
  readonly expected: FlowExpectation;
}

export interface IndependentFlowsOptions {
  /** The search ends when no row's sum is off by more than this share of all migrants. 1e-13 unless given. */
  readonly relativeTolerance?: number;
  /** The search ends after so many rounds in any case. 10,000 unless given. */
  readonly maxIterations?: number;
}

/** How unequal flows are, and whether the flows that they were compared with were found. */
export interface MigrationInequality {
  readonly index: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Do migrants follow a few great streams or spread over all? The index of migration inequality.
 *
 * **How** ½ Σ |flow / Σ flow − expected / Σ expected| over all pairs of different locations: the share of migrants who would
 * have to go elsewhere for the flows to be as expected.
 *
 * @param flows - migrants by origin and destination; a pair without an entry is a counted zero, the diagonal is not read
 * @param options - the flows to compare with
 * @returns `index` from 0 (as expected) to below 1, NaN without a migrant; `converged` is false where the expected flows were
 * not found to their relativeTolerance, and the index is then that of the last ones
 * @throws RangeError for flows that are not well formed or below 0
 *
 * **Cost** O(entries + locations · iterations); no cell is kept for a pair without migrants
 *
 * [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 4, 0, 1, 0, 1, 0, 0, 0]) };
 * migrationInequality(flows, { expected: equalFlows() }).index.toFixed(3); // '0.500'
 */
export function migrationInequality(flows: MigrationFlows, options: MigrationInequalityOptions): MigrationInequality {
  const where = "migrationInequality";
  const margins = marginsOf(where, flows);
  checkOptions(where, options, ["expected"]);
  const such = "flows to compare with, such as equalFlows()";
  checkFunction(where, "expected", options.expected, such, 1);
  const found = options.expected(margins);
  checkAnswer(where, "expected", options.expected, found, such);
  checkLists(where, "the answer of expected", found, ["origin", "destination"], "factors { origin, destination, … }");
  const { origin: a, destination: b, iterations, converged } = found;
  checkLength(where, "origin", a.length, margins.outflow.length);
  checkLength(where, "destination", b.length, margins.inflow.length);
  const destinations = sumOf(b);
  const all = sumOf(a.map((factor, l) => factor * (destinations - b[l]!)));
  const { origin, destination, migrants } = migrantsOf(flows);
  const shares = migrants.map((_, k) => (a[origin[k]!]! * b[destination[k]!]!) / all);
  const apart = sumOf(shares.map((share, k) => Math.abs(migrants[k]! / margins.total - share)));
  // Pairs without migrants are apart by what is expected of them.
  const index = margins.total === 0 ? Number.NaN : (apart + Math.max(0, 1 - sumOf(shares))) / 2;
  return { index, iterations, converged };
}

/**
 * Expects the same flow between any two locations.
 *
 * @returns an expectation for `migrationInequality`
 *
 * [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const flows = { locations, ...sparseFromDense(2, 2, [0, 3, 1, 0]) };
 * migrationInequality(flows, { expected: equalFlows() }).index; // 0.25
 */
export function equalFlows(): FlowExpectation {
  return ({ outflow }) => ({
    origin: new Float64Array(outflow.length).fill(1),
    destination: new Float64Array(outflow.length).fill(1),
    iterations: 0,
    converged: true,
  });
}

/**
 * Expects flows in which the destination does not depend on the origin, and as many migrants leave and come to each location
 * as do: those of a Poisson regression on origins and destinations (quasi-independence).
 *
 * **How** a[o] · b[d] for o ≠ d, scaled to the sums of rows and of columns in turn (iterative proportional fitting).
 *
 * @param options - when to end the search
 * @returns an expectation for `migrationInequality`
 * @throws RangeError for a relativeTolerance or a number of rounds that is not above 0
 *
 * **Cost** O(locations) a round; some 10 rounds for 17 regions
 *
 * [bell-2002] [goodman-1968]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 6, 6, 6, 0, 6, 6, 6, 0]) };
 * migrationInequality(flows, { expected: independentFlows() }); // { index: 0, iterations: 1, converged: true }
 */
export function independentFlows(options: IndependentFlowsOptions = {}): FlowExpectation {
  const where = "independentFlows";
  checkOptions(where, options, ["relativeTolerance", "maxIterations"]);
  const { relativeTolerance = 1e-13, maxIterations = 10_000 } = options;
  checkNumber(where, "relativeTolerance", relativeTolerance, Number.MIN_VALUE);
  checkInteger(where, "maxIterations", maxIterations, 1);
  return ({ outflow, inflow, total }) => {
    const origin = outflow.slice();
    const destination = inflow.map((count) => count / total);
    let converged = total === 0;
    let iterations = 0;
    while (!converged && iterations < maxIterations) {
      iterations++;
      fitSide(origin, destination, outflow);
      fitSide(destination, origin, inflow);
      const destinations = sumOf(destination);
      converged = true;
      for (let o = 0; o < origin.length; o++) {
        const off = Math.abs(origin[o]! * (destinations - destination[o]!) - outflow[o]!);
        if (!(off <= relativeTolerance * total)) converged = false;
      }
    }
    return { origin, destination, iterations, converged };
  };
}

/** Scales the factors of one side so that each sum of flows is the wanted one; nothing goes from a location to itself. */
function fitSide(factor: Float64Array, other: Float64Array, wanted: Float64Array): void {
  const sum = sumOf(other);
  for (let l = 0; l < factor.length; l++) factor[l] = wanted[l] === 0 ? 0 : wanted[l]! / (sum - other[l]!);
}

/**
 * Between how many pairs of places does anybody migrate? The index of migration connectivity.
 *
 * **How** ordered pairs of different locations with a flow above 0, over all such pairs, n (n − 1).
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @returns from 0 (nobody migrates) to 1 (between any two locations, both ways); NaN for fewer than two locations
 * @throws RangeError for flows that are not well formed or below 0
 *
 * **Cost** O(entries + locations)
 *
 * [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * migrationConnectivity({ locations, ...sparseFromDense(2, 2, [9, 3, 0, 0]) }); // 0.5
 */
export function migrationConnectivity(flows: MigrationFlows): number {
  const n = marginsOf("migrationConnectivity", flows).inflow.length;
  return migrantsOf(flows).migrants.length / (n * (n - 1));
}
