import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { pairCovariate } from "../../src/models/covariates.ts";
import type { GravityConstraint } from "../../src/models/design.ts";
import {
  type Deterrence,
  exponentialDecay,
  logNormalDecay,
  powerLaw,
  tannerDecay,
} from "../../src/models/deterrence.ts";
import { classicalErrors, robustErrors, whiteErrors } from "../../src/models/difference-errors.ts";
import type { FlowErrorEstimate, FlowErrorRule } from "../../src/models/flow-error-rule.ts";
import { type FitGravityOptions, fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { destinationClusteredFlowErrors, originClusteredFlowErrors } from "../../src/models/gravity-errors.ts";
import { intrazonalDistances, withIntrazonalDistances } from "../../src/models/gravity-intrazonal.ts";
import { gravityLaw } from "../../src/models/gravity-law.ts";
import { exclusiveTies, inclusiveTies, sequentialTies, splitTies, type TieRule } from "../../src/models/intervening.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { allPairs, allPairsWithIntrazonal, observedPairs } from "../../src/models/pairs.ts";
import { predictFlows } from "../../src/models/predicted.ts";
import { withOutflows, withTotal } from "../../src/models/predicted-constraints.ts";
import { finiteSystem, predictRadiation } from "../../src/models/radiation.ts";
import { modelErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import type { DenseMatrix, Zones } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { type FlowData, flowCases, readFlowCase, referenceOf, relativeError } from "./flow-model-data.ts";

/** Gravity and radiation models against reference fits: every folder that holds reference figures, found by listing. */
describeData("flow models", "17_flow_models", (folder) => {
  const withFigures = flowCases(folder).filter((name) => referenceOf(join(folder, name)) !== null);
  for (const name of withFigures) {
    describe(name, () => {
      const path = join(folder, name);
      const data = readFlowCase(path);
      gravityTests(data, readJson<Record<string, GravityReference>>(referenceOf(path)!));
      if (existsSync(join(path, "ref_intrazonal.json"))) {
        intrazonalTests(data, readJson<Record<string, unknown>>(join(path, "ref_intrazonal.json")));
      }
      if (existsSync(join(path, "ref_intervening.json"))) {
        radiationTests(data, readJson<InterveningReference>(join(path, "ref_intervening.json")));
      }
      if (existsSync(join(path, "ref_flows.csv"))) flowTests(data, readRows(join(path, "ref_flows.csv")));
    });
  }
  if (withFigures.length === 0) skipped("reference fits", folder);

  const cases = listed(join(folder, "cases"), /^radiation_.*\.json$/);
  for (const name of cases) {
    describe(name, () => tieTests(readJson<RadiationCase>(join(folder, "cases", name))));
  }
  if (cases.length === 0) skipped("exact radiation cases", join(folder, "cases"));
});

interface GravityReference {
  readonly names: readonly string[];
  readonly beta: readonly number[];
  readonly n_obs: number;
  readonly n_params: number;
  readonly [figure: string]: unknown;
}

interface InterveningReference {
  readonly radiation_original?: { readonly rowsum?: readonly number[] };
  readonly radiation_finite?: { readonly first_row?: readonly number[] };
}

interface RadiationCase {
  readonly distance: readonly (readonly number[])[];
  readonly mass: readonly number[];
  readonly policies: Readonly<
    Record<
      string,
      {
        readonly p_original_exact: readonly (readonly string[])[];
        readonly rowsum_exact: readonly string[];
        readonly p_finite: readonly (readonly number[])[];
      }
    >
  >;
}

const CONSTRAINTS: Readonly<Record<string, () => GravityConstraint>> = {
  unconstrained: unconstrained,
  production: originConstrained,
  attraction: destinationConstrained,
  doubly: doublyConstrained,
};

const DETERRENCES: Readonly<Record<string, () => Deterrence>> = {
  pow: powerLaw,
  exp: exponentialDecay,
  tanner: tannerDecay,
  lognormal: logNormalDecay,
};

/** The options of the fit that a reference key names, or null for a model of another kind. */
function optionsNamed(key: string, data: FlowData): FitGravityOptions | null {
  const parts = /^(positive_only_)?(production|attraction|unconstrained|doubly)_(\w+)$/.exec(key);
  if (parts === null || DETERRENCES[parts[3]!] === undefined) return null;
  const { originMass, destinationMass, distances } = data;
  const constraint = CONSTRAINTS[parts[2]!]!();
  return {
    ...(constraint.constants === "one" || constraint.constants === "destinations" ? { originMass } : {}),
    ...(constraint.constants === "one" || constraint.constants === "origins" ? { destinationMass } : {}),
    distances,
    deterrence: DETERRENCES[parts[3]!]!(),
    constraint,
    pairs: parts[1] === undefined ? allPairs() : observedPairs(),
  };
}

const TERMS: Readonly<Record<string, string>> = {
  const: "constant",
  ln_mass_o: "originMass",
  ln_mass_d: "destinationMass",
  ln_d: "logDistance",
  d: "distance",
  ln_d_sq: "logDistanceSquared",
};

/** Figures of a fit, by their names in the references. */
const FIGURES: Readonly<Record<string, (fit: GravityFit) => number>> = {
  n_obs: (fit) => fit.pairs,
  n_params: (fit) => fit.parameters,
  deviance: (fit) => fit.deviance,
  null_deviance: (fit) => fit.nullDeviance,
  ll: (fit) => fit.logLikelihood,
  ll_null: (fit) => fit.nullLogLikelihood,
  pearson_chi2: (fit) => fit.pearson,
  dispersion: (fit) => fit.dispersion,
  aic: (fit) => fit.aic,
  bic: (fit) => fit.bic,
  mcfadden_r2: (fit) => fit.mcFaddenR2,
  adj_mcfadden_r2: (fit) => fit.adjustedMcFaddenR2,
  D2: (fit) => fit.explainedDeviance,
};

/** Rules of errors, by their names in the references; those clustered are listed without their factor. */
const ERRORS: Readonly<Record<string, () => FlowErrorRule>> = {
  se_poisson: modelErrors,
  se_quasi: classicalErrors,
  se_hc0: whiteErrors,
  se_hc1_nk: robustErrors,
  se_hc_n_over_n1: ppmlErrors,
  se_cluster_origin_nocorr: originClusteredFlowErrors,
  se_cluster_dest_nocorr: destinationClusteredFlowErrors,
};

function gravityTests(data: FlowData, reference: Record<string, GravityReference>): void {
  for (const [key, expected] of Object.entries(reference)) {
    const options = optionsNamed(key, data);
    if (options !== null) fitTests(key, data, options, expected, TERMS);
  }
}

/** Holds coefficients, every standard error that is listed, and the figures of the fit to a reference. */
function fitTests(
  key: string,
  data: FlowData,
  options: FitGravityOptions,
  expected: GravityReference,
  terms: Readonly<Record<string, string>>,
): void {
  it(`${key}: coefficients and fit are those of the reference`, () => {
    const fit = fitOf(key, data, options);
    expect(fit.converged).toBe(true);
    expect(fit.terms).toHaveLength(expected.names.length);
    for (const [k, name] of expected.names.entries()) {
      expect(relativeError(fit.coefficients[terms[name]!]!, expected.beta[k]!), name).toBeLessThan(1e-9);
    }
    for (const [name, figureOf] of Object.entries(FIGURES)) {
      expect(relativeError(figureOf(fit), expected[name] as number), name).toBeLessThan(1e-10);
    }
    expect(fit.errors).toBe("HC1");
    expect([fit.notToldApart, fit.separatedPairs]).toEqual([[], 0]);
  });
  it(`${key}: standard errors are those of the reference`, () => {
    // One fit, whose evidence every rule is told.
    const estimates: Record<string, FlowErrorEstimate> = {};
    const every: FlowErrorRule = {
      clusterings: ["pairs", "origins", "destinations"],
      estimateFlows: (evidence, where) => {
        for (const [figure, rule] of Object.entries(ERRORS)) estimates[figure] = rule().estimateFlows(evidence, where);
        return robustErrors().estimateFlows(evidence, where);
      },
    };
    const fit = fitGravity(data.flows, { ...options, errors: every });
    const size = fit.terms.length;
    for (const figure of Object.keys(ERRORS)) {
      const listedErrors = expected[figure] as number[] | undefined;
      if (listedErrors === undefined) continue;
      const { covariance, clusters } = estimates[figure]!;
      const factor = figure.endsWith("nocorr") ? clusterFactor(clusters, figure, options.constraint, expected) : 1;
      for (const [k, name] of expected.names.entries()) {
        const at = fit.terms.indexOf(terms[name]!);
        const got = Math.sqrt(covariance[at * size + at]! / factor);
        expect(relativeError(got, listedErrors[k]!), `${figure} of ${name}`).toBeLessThan(1e-8);
      }
    }
    expect(fit.standardErrors).toEqual(fitOf(key, data, options).standardErrors);
  });
}

/** G / (G − 1) · (N − 1) / (N − K), where constants of the clusters count as one. */
function clusterFactor(
  clusters: number,
  figure: string,
  { constants }: GravityConstraint,
  { n_obs, n_params }: GravityReference,
): number {
  const own = figure.includes("origin") ? "origins" : "destinations";
  const nested = constants === own || constants === "both" ? clusters - 1 : 0;
  return ((clusters / (clusters - 1)) * (n_obs - 1)) / (n_obs - (n_params - nested));
}

const fits = new Map<FlowData, Map<string, GravityFit>>();

/** The fit of a key to the flows of a case, fitted once. */
function fitOf(key: string, data: FlowData, options: FitGravityOptions): GravityFit {
  const known = fits.get(data) ?? new Map<string, GravityFit>();
  fits.set(data, known);
  const fit = known.get(key) ?? fitGravity(data.flows, options);
  known.set(key, fit);
  return fit;
}

/** Fits of flows that count those who stay: a dummy for them, and distances of half the radius of their zone. */
function intrazonalTests(data: FlowData, reference: Record<string, unknown>): void {
  const { flows, distances, originMass, destinationMass } = data;
  const halfRadius = withIntrazonalDistances(distances, reference["intrazonal_distance_km"] as number[]);
  const dummy = { rows: distances.rows, columns: distances.rows, fillRow: fillDiagonal };
  const masses = { originMass, destinationMass, constraint: unconstrained(), pairs: allPairsWithIntrazonal() };
  const covariates = [pairCovariate("intrazonal", dummy)];
  const models: Record<string, FitGravityOptions> = {
    exp_dii0_with_dummy: { ...masses, distances, deterrence: exponentialDecay(), covariates },
    pow_dii_halfradius: { ...masses, distances: halfRadius, deterrence: powerLaw() },
    pow_dii_halfradius_with_dummy: { ...masses, distances: halfRadius, deterrence: powerLaw(), covariates },
  };
  for (const [key, options] of Object.entries(models)) {
    const expected = reference[key] as GravityReference | undefined;
    if (expected === undefined) skipped(key, "ref_intrazonal.json");
    else fitTests(key, data, options, expected, { ...TERMS, intrazonal: "intrazonal" });
  }
  it("half the radius of a circle of the zone's area is the distance within it", () => {
    const areas = (reference["area_km2_epsg6933"] as number[]).map((area) => area * 1e6);
    const zones = { ...flows.locations, areaM2: Float64Array.from(areas) } as unknown as Zones;
    const level = { polygonOffsets: [], ringOffsets: [], pointOffsets: [], points: [] };
    const found = intrazonalDistances({ ...zones, ...level } as unknown as Zones);
    for (const [l, km] of (reference["intrazonal_distance_km"] as number[]).entries()) {
      expect(relativeError(found[l]! / 1000, km)).toBeLessThan(1e-12);
    }
  });
}

function fillDiagonal(row: number, into: Float64Array): void {
  into.fill(0);
  into[row] = 1;
}

function radiationTests(data: FlowData, reference: InterveningReference): void {
  const n = data.distances.rows;
  const radiation = { mass: data.destinationMass, distances: data.distances };
  const sums = reference.radiation_original?.rowsum;
  if (sums !== undefined) {
    it("the probabilities of an origin add up as in the reference", () => {
      const { value } = predictRadiation(radiation);
      for (let i = 0; i < n; i++) {
        const sum = value.subarray(i * n, i * n + n).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - sums[i]!)).toBeLessThan(1e-12);
      }
    });
  }
  const first = reference.radiation_finite?.first_row;
  if (first !== undefined) {
    it("the finite probabilities of the first origin are those of the reference", () => {
      const { value } = predictRadiation({ ...radiation, normalisation: finiteSystem() });
      for (let j = 0; j < n; j++) expect(relativeError(value[j]!, first[j]!)).toBeLessThan(1e-12);
    });
  }
}

function flowTests(data: FlowData, rows: Record<string, string>[]): void {
  const { distances, destinationMass, outflows } = data;
  const n = distances.rows;
  const models: Record<string, () => DenseMatrix> = {
    radiation_original: () => predictRadiation({ mass: destinationMass, distances, outflows }),
    radiation_finite: () =>
      predictRadiation({ mass: destinationMass, distances, outflows, normalisation: finiteSystem() }),
  };
  for (const key of Object.keys(rows[0]!)) {
    const options = optionsNamed(key, data);
    if (options === null) continue;
    if (!key.startsWith("positive_only")) models[key] = () => denseFromRows(fittedLaw(key, data, options));
    else {
      // Fits to observed pairs are spread over all of them, with the total or the outflows that were observed.
      const total = outflows.reduce((sum, flow) => sum + flow, 0);
      const constraint = key.includes("production") ? withOutflows({ outflows }) : withTotal({ total });
      models[key] = () => predictFlows(fittedLaw(key, data, options), constraint);
    }
  }
  for (const [key, predict] of Object.entries(models)) {
    if (rows[0]![key] === undefined) continue;
    it(`${key}: the expected flow of every pair is that of the reference`, () => {
      const { value } = predict();
      let worst = 0;
      for (const row of rows) {
        const got = value[Number(row["i"]) * n + Number(row["j"])]!;
        worst = Math.max(worst, relativeError(got, Number(row[key])));
      }
      expect(worst).toBeLessThan(1e-9);
    });
  }
}

function fittedLaw(key: string, data: FlowData, options: FitGravityOptions): FlowLaw {
  const { originMass, destinationMass, distances, deterrence } = options;
  return gravityLaw(fitOf(key, data, options), {
    ...(originMass === undefined ? {} : { originMass }),
    ...(destinationMass === undefined ? {} : { destinationMass }),
    distances,
    deterrence,
  });
}

const TIES: Readonly<Record<string, TieRule>> = {
  split: splitTies(),
  inclusive: inclusiveTies(),
  exclusive: exclusiveTies(),
  sequential: sequentialTies(),
};

function tieTests(data: RadiationCase): void {
  const n = data.mass.length;
  const distances = { rows: n, columns: n, value: Float64Array.from(data.distance.flat()) };
  for (const [policy, expected] of Object.entries(data.policies)) {
    const ties = TIES[policy];
    if (ties === undefined) {
      skipped(`a rule about ties called ${policy}`, "src/models/intervening.ts");
      continue;
    }
    it(`${policy} ties give the exact probabilities`, () => {
      const { value } = predictRadiation({ mass: data.mass, distances, ties });
      for (const [k, exact] of expected.p_original_exact.flat().entries()) {
        expect(Math.abs(value[k]! - fraction(exact)), `${Math.floor(k / n)} to ${k % n}`).toBeLessThan(1e-14);
      }
    });
    it(`${policy} ties give the probabilities of a finite system, and what is unassigned`, () => {
      const { value } = predictRadiation({ mass: data.mass, distances, ties, normalisation: finiteSystem() });
      for (const [k, p] of expected.p_finite.flat().entries()) {
        expect(Math.abs(value[k]! - p)).toBeLessThan(1e-14);
      }
      const { unassigned } = predictRadiation({ mass: data.mass, distances, ties });
      for (const [i, exact] of expected.rowsum_exact.entries()) {
        expect(Math.abs(unassigned[i]! - (1 - fraction(exact)))).toBeLessThan(1e-14);
      }
    });
  }
}

function fraction(text: string): number {
  const [numerator, denominator] = text.split("/");
  return Number(numerator) / Number(denominator ?? 1);
}
