import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  classicalErrors,
  clusteredErrors,
  type ErrorRule,
  robustErrors,
  whiteErrors,
} from "../../src/models/difference-errors.ts";
import { hc2Errors, hc3Errors } from "../../src/models/difference-small-samples.ts";
import { scoreOf, tallyOf } from "../../src/models/negative-binomial.ts";
import { type FlowPanelFit, fitFlowPanel } from "../../src/models/panel-fit.ts";
import { modelErrors, observedErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { logLinear, negativeBinomial, poisson } from "../../src/models/regression-estimators.ts";
import { buildPairGroups } from "../../src/models/regression-groups.ts";
import type { Table } from "../../src/types.ts";
import { describeData, readJson, skipped } from "./data.ts";
import {
  type CountReference,
  type FlowData,
  flowCases,
  type LogReference,
  type NewYorkReference,
  newYorkReferenceOf,
  type PeerFit,
  type PeerFits,
  peersOf,
  readCountReference,
  readFlowCase,
  referenceOf,
} from "./flow-model-data.ts";

/** Regressions of flows as long tables against reference fits: every folder that holds figures, found by listing. */
describeData("panels of flow models", "17_flow_models", (folder) => {
  const cases = flowCases(folder).filter((name) => referenceOf(join(folder, name)) !== null);
  if (cases.length === 0) skipped("reference fits", folder);
  for (const name of cases) {
    describe(name, () => {
      const path = join(folder, name);
      const data = panelOf(readFlowCase(path));
      poissonTests(data, readJson<Record<string, Reference>>(referenceOf(path)!));
      const counts = readCountReference(path);
      if (counts !== null) negativeBinomialTests(data, counts);
      const peers = peersOf(folder);
      if (existsSync(peers)) {
        const ofPlace = readJson<PeerFits>(peers)[name];
        if (ofPlace !== undefined) fixestTests(data, ofPlace);
      }
    });
  }
  const fixture = newYorkReferenceOf(folder);
  if (existsSync(fixture) && existsSync(join(folder, "ny"))) {
    describe("positive flows of New York", () => newYorkTests(join(folder, "ny"), readJson<NewYorkReference>(fixture)));
  } else skipped("positive flows of New York", fixture);
});

interface Reference extends LogReference {
  readonly se_poisson?: readonly number[];
  readonly se_quasi: readonly number[];
  readonly se_hc1_nk: readonly number[];
  readonly se_hc_n_over_n1: readonly number[];
  readonly se_cluster_origin_nocorr: readonly number[];
  readonly se_cluster_dest_nocorr: readonly number[];
  readonly n_obs: number;
  readonly n_params: number;
  readonly deviance: number;
  readonly null_deviance: number;
  readonly ll_null: number;
  readonly dispersion: number;
  readonly aic: number;
  readonly bic: number;
  readonly mcfadden_r2: number;
  readonly adj_mcfadden_r2: number;
  readonly D2: number;
}

type Panel = Table<Record<string, Float64Array> & { origin: Float64Array; destination: Float64Array }>;

/** A row per pair of different places, with the covariates by the names of the references. */
function panelOf({ flows, distances, originMass, destinationMass }: FlowData): Panel {
  const n = distances.rows;
  const rows = Array.from({ length: n * n }, (_, cell) => cell).filter((cell) => Math.floor(cell / n) !== cell % n);
  const flow = new Float64Array(n * n);
  for (let o = 0; o < n; o++) {
    for (let f = flows.offsets[o]!; f < flows.offsets[o + 1]!; f++) flow[o * n + flows.index[f]!] = flows.value[f]!;
  }
  const column = (of: (o: number, d: number) => number): Float64Array =>
    Float64Array.from(rows, (cell) => of(Math.floor(cell / n), cell % n));
  const far = (o: number, d: number): number => distances.value[o * n + d]!;
  return {
    length: rows.length,
    columns: {
      origin: column((o) => o),
      destination: column((_, d) => d),
      flow: column((o, d) => flow[o * n + d]!),
      ln_mass_o: column((o) => Math.log(originMass[o]!)),
      ln_mass_d: column((_, d) => Math.log(destinationMass[d]!)),
      d: column(far),
      ln_d: column((o, d) => Math.log(far(o, d))),
      ln_d_sq: column((o, d) => Math.log(far(o, d)) ** 2),
    },
  };
}

function closeTo(got: number | undefined, expected: number, tolerance: number): void {
  expect(Math.abs(got! - expected), `${got} for ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

/** Of larger cases one model with and one without fixed effects is enough. */
const MANY_ROWS = 30_000;
const POSITIVE = /^positive_only_/;

function poissonTests(panel: Panel, references: Record<string, Reference>): void {
  const { origin, destination } = panel.columns;
  for (const [model, ref] of Object.entries(references)) {
    if (ref.names === undefined || ref.beta === undefined) continue;
    const isLarge = panel.length > MANY_ROWS;
    if (isLarge && !/doubly|unconstrained_pow/.test(model)) continue;
    const covariates = ref.names.filter((name) => name !== "const");
    const named = (fit: FlowPanelFit, of: "coefficients" | "standardErrors"): number[] =>
      ref.names.map((name) => fit[of][name === "const" ? "constant" : name]!);
    if (model.startsWith("ols_")) {
      const fitBy = (errors: ErrorRule): FlowPanelFit =>
        fitFlowPanel(panel, { flow: "flow", covariates, estimator: logLinear(), errors });
      it(`${model}: coefficients, fit and smearing`, () => {
        const fit = fitBy(classicalErrors());
        named(fit, "coefficients").forEach((b, j) => {
          closeTo(b, ref.beta[j]!, 1e-11);
        });
        closeTo(fit.dispersion, ref.sigma2, 1e-11);
        closeTo(fit.explainedDeviance, ref.r2, 1e-11);
        closeTo(fit.logLikelihood, ref.ll, 1e-11);
        closeTo(fit.smearing, ref.smearing, 1e-11);
        closeTo(fit.normalSmearing, Math.exp(ref.sigma2 / 2), 1e-11);
        expect(fit.observations).toBe(ref.n);
        expect(fit.observations + fit.withoutFlowRows.length).toBe(panel.length);
      });
      it(`${model}: classical errors and HC0 to HC3`, () => {
        const rules = [
          [classicalErrors(), ref.se],
          [whiteErrors(), ref.se_hc0],
          [robustErrors(), ref.se_hc1],
          [hc2Errors(), ref.se_hc2],
          [hc3Errors(), ref.se_hc3],
        ] as const;
        for (const [rule, errors] of rules) {
          named(fitBy(rule), "standardErrors").forEach((e, j) => {
            closeTo(e, errors[j]!, 1e-9);
          });
        }
      });
      continue;
    }
    if (ref.se_poisson === undefined) continue;
    const fixedEffects = [
      ...(/production|doubly/.test(model) ? [origin] : []),
      ...(/attraction|doubly/.test(model) ? [destination] : []),
    ];
    const own = POSITIVE.test(model) ? withFlow(panel) : panel;
    const groups = POSITIVE.test(model)
      ? fixedEffects.map((list) => (list === origin ? own.columns.origin : own.columns.destination))
      : fixedEffects;
    const fitBy = (errors: ErrorRule): FlowPanelFit =>
      fitFlowPanel(own, { flow: "flow", covariates, fixedEffects: groups, estimator: poisson(), errors });
    it(`${model}: coefficients, fit and criteria`, () => {
      const fit = fitBy(modelErrors());
      expect(fit.converged).toBe(true);
      named(fit, "coefficients").forEach((b, j) => {
        closeTo(b, ref.beta[j]!, 1e-10);
      });
      closeTo(fit.deviance, ref.deviance, 1e-11);
      closeTo(fit.nullDeviance, ref.null_deviance, 1e-11);
      closeTo(fit.logLikelihood, ref.ll, 1e-11);
      closeTo(fit.dispersion, ref.dispersion, 1e-8);
      closeTo(fit.aic, ref.aic, 1e-11);
      closeTo(fit.bic, ref.bic, 1e-11);
      closeTo(fit.mcFaddenR2, ref.mcfadden_r2, 1e-11);
      closeTo(fit.adjustedMcFaddenR2, ref.adj_mcfadden_r2, 1e-11);
      closeTo(fit.explainedDeviance, ref.D2, 1e-11);
      expect([fit.observations, fit.parameters]).toEqual([ref.n_obs, ref.n_params]);
      named(fit, "standardErrors").forEach((e, j) => {
        closeTo(e, ref.se_poisson![j]!, 1e-9);
      });
    });
    if (isLarge) continue;
    it(`${model}: errors by every rule`, () => {
      const list = own.columns;
      const groupsOf = (of: Float64Array): number => new Set(of).size;
      const factor = (of: Float64Array): number => Math.sqrt(groupsOf(of) / (groupsOf(of) - 1));
      const rules = [
        [classicalErrors(), ref.se_quasi, 1],
        [whiteErrors(), ref.se_hc0, 1],
        [robustErrors(), ref.se_hc1_nk, 1],
        [ppmlErrors(), ref.se_hc_n_over_n1, 1],
        [ppmlErrors({ by: list.origin }), ref.se_cluster_origin_nocorr, factor(list.origin)],
        [ppmlErrors({ by: list.destination }), ref.se_cluster_dest_nocorr, factor(list.destination)],
      ] as const;
      for (const [rule, errors, times] of rules) {
        if (errors === undefined) continue;
        named(fitBy(rule), "standardErrors").forEach((e, j) => {
          closeTo(e, errors[j]! * times, 1e-8);
        });
      }
    });
  }
}

/** The rows with a flow. */
function withFlow(panel: Panel): Panel {
  const rows = Array.from(panel.columns["flow"]!.keys()).filter((row) => panel.columns["flow"]![row]! > 0);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const columns = Object.fromEntries(Object.entries(panel.columns).map(([name, column]) => [name, pick(column)]));
  return { length: rows.length, columns: columns as Panel["columns"] };
}

function negativeBinomialTests(panel: Panel, ref: CountReference): void {
  const names = { "(Intercept)": "constant", lo: "ln_mass_o", ld: "ln_mass_d", g: "ln_d" };
  const fitBy = (errors: ErrorRule): FlowPanelFit =>
    fitFlowPanel(panel, {
      flow: "flow",
      covariates: ["ln_mass_o", "ln_mass_d", "ln_d"],
      estimator: negativeBinomial(),
      errors,
    });
  it("negative binomial: coefficients, theta and errors of MASS", () => {
    const fit = fitBy(modelErrors());
    expect(fit.converged).toBe(true);
    for (const [theirs, ours] of Object.entries(names)) {
      closeTo(fit.coefficients[ours], ref.coef[theirs]!, 1e-6);
      closeTo(fit.standardErrors[ours], ref.se_coef[theirs]!, 1e-6);
    }
    closeTo(fit.theta, ref.theta, 1e-6);
    closeTo(fit.logLikelihood, ref.ll, 1e-10);
    closeTo(fit.aic, ref.aic, 1e-10);
    closeTo(fit.deviance, ref.deviance, 1e-6);
    expect(fit.logLikelihood).toBeGreaterThanOrEqual(ref.ll - 1e-7);
    // Theta's own error is by the same information, but glm.nb's is that of the theta one step before its last.
    const counts = Float64Array.from(panel.columns["flow"]!);
    const lastButOne = beforeLastStep(counts, fit.fitted);
    closeTo(1 / Math.sqrt(scoreOf(lastButOne, counts, fit.fitted, tallyOf(counts)).information), ref.se_theta, 1e-6);
    closeTo(fit.thetaError, ref.se_theta, 2 * Math.abs(lastButOne / fit.theta - 1) + 1e-6);
  });
  it("negative binomial: the observed information gives other errors than the expected one", () => {
    const fit = fitBy(observedErrors());
    const expected = fitBy(modelErrors());
    for (const term of fit.terms) expect(fit.standardErrors[term]).not.toBeCloseTo(expected.standardErrors[term]!, 4);
  });
}

/**
 * Where glm.nb reads the information: Newton's steps from n / Σ (y / μ − 1)² end with one of at most ε^¼ = 1.2e-4, and the error
 * is that of the theta from which this step was made.
 */
function beforeLastStep(counts: Float64Array, means: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < counts.length; i++) squares += (counts[i]! / means[i]! - 1) ** 2;
  let theta = counts.length / squares;
  for (let step = 0; step < 25; step++) {
    const { score, information } = scoreOf(theta, counts, means, tallyOf(counts));
    if (Math.abs(score / information) <= Number.EPSILON ** 0.25) return theta;
    theta = Math.abs(theta + score / information);
  }
  return Number.NaN;
}

/** fixest: iid = Poisson · √((n − 1) / (n − k)), hetero = HC1, clusters that are a fixed effect take one parameter. */
function fixestTests(panel: Panel, peer: Record<string, PeerFit>): void {
  const { origin, destination } = panel.columns;
  for (const [model, fixedEffects, far] of [
    ["fepois_origin_pow", [origin], "ln_d"],
    ["fepois_both_pow", [origin, destination], "ln_d"],
    ["fepois_origin_exp", [origin], "d"],
    ["fepois_both_exp", [origin, destination], "d"],
  ] as const) {
    const theirs = peer[model];
    if (theirs?.coef === undefined) continue;
    it(`${model} of fixest, within its own convergence`, () => {
      const covariates = fixedEffects.length === 1 ? ["ln_mass_d", far] : [far];
      const keys = fixedEffects.length === 1 ? ["ld", "g"] : ["g"];
      const fitBy = (errors: ErrorRule): FlowPanelFit =>
        fitFlowPanel(panel, { flow: "flow", covariates, fixedEffects: [...fixedEffects], errors });
      const iid = fitBy(modelErrors());
      const hetero = fitBy(robustErrors());
      const byOrigin = fitBy(clusteredErrors({ by: origin }));
      const { observations: n, parameters: k } = iid;
      const clustersIn = new Set(origin).size;
      covariates.forEach((name, j) => {
        const key = keys[j]!;
        closeTo(iid.coefficients[name], theirs.coef![key]!, 2e-6);
        closeTo(iid.standardErrors[name]! * Math.sqrt((n - 1) / (n - k)), theirs.se_iid![key]!, 5e-6);
        closeTo(hetero.standardErrors[name], theirs.se_hetero![key]!, 5e-6);
        // Constants of origins lie within the clusters, and count as one.
        const lost = k - (clustersIn - 1);
        closeTo(byOrigin.standardErrors[name]! * Math.sqrt((n - k) / (n - lost)), theirs.se_cluster_i![key]!, 5e-6);
      });
    });
  }
}

function newYorkTests(path: string, ref: NewYorkReference): void {
  const panel = withFlow(panelOf(readFlowCase(path)));
  const { origin, destination } = panel.columns;
  const pairs = buildPairGroups(origin, destination);
  const covariates = ["ln_mass_o", "ln_mass_d", "ln_d"];
  const fitBy = (errors: ErrorRule): FlowPanelFit => fitFlowPanel(panel, { flow: "flow", covariates, errors });
  const errorsOf = (fit: FlowPanelFit): number[] => fit.terms.map((term) => fit.standardErrors[term]!);
  it("without fixed effects", () => {
    const fit = fitBy(modelErrors());
    expect(fit.terms).toEqual(["constant", ...covariates]);
    fit.terms.forEach((term, j) => {
      closeTo(fit.coefficients[term], ref.ppml.beta[j]!, 1e-9);
    });
    closeTo(fit.deviance, ref.ppml.deviance, 1e-10);
    for (const [rule, expected, clusters] of [
      [modelErrors(), ref.ppml.se_model, Number.NaN],
      [whiteErrors(), ref.ppml.se_hc0, Number.NaN],
      [robustErrors(), ref.ppml.se_hc1_n_over_nk, Number.NaN],
      [ppmlErrors({ by: pairs }), ref.ppml.se_cluster_undirected_pair_G_over_G1, ref.ppml.n_pair_clusters],
      [ppmlErrors({ by: origin }), ref.ppml.se_cluster_origin_G_over_G1, ref.ppml.n_origin_clusters],
    ] as const) {
      const one = fitBy(rule);
      errorsOf(one).forEach((e, j) => {
        closeTo(e, expected[j]!, 1e-8);
      });
      expect(one.clusters).toBe(clusters);
    }
  });
  it("with constants of origins and destinations", () => {
    const { ppml_twoway_fe: both } = ref;
    const fit = (errors: ErrorRule): FlowPanelFit =>
      fitFlowPanel(panel, { flow: "flow", covariates: ["ln_d"], fixedEffects: [origin, destination], errors });
    closeTo(fit(whiteErrors()).coefficients["ln_d"], both.beta_ln_dist, 1e-10);
    closeTo(fit(whiteErrors()).standardErrors["ln_d"], both.se_hc0, 1e-8);
    const clustered = fit(ppmlErrors({ by: pairs }));
    closeTo(clustered.standardErrors["ln_d"], both.se_cluster_undirected_pair_G_over_G1, 1e-8);
    closeTo(clustered.deviance, both.deviance, 1e-10);
  });
  it("by logarithms", () => {
    const fit = fitFlowPanel(panel, { flow: "flow", covariates, estimator: logLinear() });
    fit.terms.forEach((term, j) => {
      closeTo(fit.coefficients[term], ref.ols_log.beta[j]!, 1e-10);
    });
    expect(fit.observations).toBe(ref.ols_log.n);
  });
}
