import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { predictGravity } from "../../src/models/gravity-flows.ts";
import { exclusiveTies, inclusiveTies, sequentialTies, splitTies, type TieRule } from "../../src/models/intervening.ts";
import { allPairs, observedPairs } from "../../src/models/pairs.ts";
import { finiteSystem, predictRadiation } from "../../src/models/radiation.ts";
import type { DenseMatrix } from "../../src/types.ts";
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
  readonly se_poisson: readonly number[];
  readonly se_hc1_nk: readonly number[];
  readonly n_obs: number;
  readonly n_params: number;
  readonly deviance: number;
  readonly null_deviance: number;
  readonly ll: number;
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

/** The fit that a reference key names, or null for a model that is not built. */
function fitNamed(key: string, data: FlowData): GravityFit | null {
  const parts = /^(positive_only_)?(production|unconstrained)_(pow|exp)$/.exec(key);
  if (parts === null) return null;
  const { flows, distances, originMass, destinationMass } = data;
  return fitGravity(flows, {
    destinationMass,
    distances,
    deterrence: parts[3] === "pow" ? powerLaw() : exponentialDecay(),
    constraint: parts[2] === "production" ? originConstrained() : unconstrained({ originMass }),
    pairs: parts[1] === undefined ? allPairs() : observedPairs(),
  });
}

const COEFFICIENTS: Readonly<Record<string, "constant" | "originMass" | "destinationMass" | "deterrence">> = {
  const: "constant",
  ln_mass_o: "originMass",
  ln_mass_d: "destinationMass",
  ln_d: "deterrence",
  d: "deterrence",
};

function gravityTests(data: FlowData, reference: Record<string, GravityReference>): void {
  for (const [key, expected] of Object.entries(reference)) {
    const fit = fitNamed(key, data);
    if (fit === null) continue;
    it(`${key}: coefficients, standard errors and fit are those of the reference`, () => {
      expect(fit.converged).toBe(true);
      for (const [k, name] of expected.names.entries()) {
        const coefficient = COEFFICIENTS[name]!;
        expect(relativeError(fit.coefficients[coefficient], expected.beta[k]!), name).toBeLessThan(1e-9);
        expect(relativeError(fit.poissonErrors[coefficient], expected.se_poisson[k]!), name).toBeLessThan(1e-8);
        expect(relativeError(fit.robustErrors[coefficient], expected.se_hc1_nk[k]!), name).toBeLessThan(1e-8);
      }
      expect(fit.pairs).toBe(expected.n_obs);
      expect(fit.parameters).toBe(expected.n_params);
      expect(relativeError(fit.deviance, expected.deviance)).toBeLessThan(1e-10);
      expect(relativeError(fit.nullDeviance, expected.null_deviance)).toBeLessThan(1e-10);
      expect(relativeError(fit.logLikelihood, expected.ll)).toBeLessThan(1e-9);
    });
  }
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
  for (const key of ["production_pow", "production_exp", "unconstrained_pow", "unconstrained_exp"]) {
    const deterrence = key.endsWith("pow") ? powerLaw() : exponentialDecay();
    models[key] = () => predictGravity(fitNamed(key, data)!, { destinationMass, distances, deterrence });
  }
  models["positive_only_production_pow"] = () =>
    predictGravity(fitNamed("positive_only_production_pow", data)!, {
      destinationMass,
      distances,
      deterrence: powerLaw(),
      outflows,
    });
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
