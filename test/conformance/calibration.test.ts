import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { fitLaw } from "../../src/models/calibration.ts";
import { bestCommonPart, mostLikely, sameMeanDistance } from "../../src/models/calibration-criteria.ts";
import { logarithmicSteps } from "../../src/models/calibration-parameters.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { schneiderLaw } from "../../src/models/opportunity-laws.ts";
import { extendedRadiationLaw } from "../../src/models/radiation-extended.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { type FlowData, flowCases, readFlowCase, referenceOf, relativeError } from "./flow-model-data.ts";

/** Calibrated parameters against reference figures, in every folder that has some. */

interface Best {
  readonly param: number;
  readonly loglik?: number;
  readonly search_bounds: readonly [number, number];
  readonly at_bound: boolean;
  readonly metrics: { readonly cpc: number };
}

interface GravityReference {
  readonly beta: readonly number[];
  readonly se_poisson: readonly number[];
  readonly se_hc1_nk: readonly number[];
  readonly dispersion: number;
}

describeData("calibration", "17_flow_models", (folder) => {
  for (const name of flowCases(folder)) {
    const path = join(folder, name);
    const intervening = join(path, "ref_intervening.json");
    const best = existsSync(intervening) ? readJson<Record<string, Best>>(intervening) : {};
    const fits = referenceOf(path);
    const gravity = fits === null ? {} : readJson<Record<string, GravityReference>>(fits);
    const keys = [...Object.keys(best), ...Object.keys(gravity)];
    if (!keys.some((key) => /_(ml|best_cpc)$|^(doubly|production)_exp$/.test(key))) {
      skipped(`calibrated parameters of ${name}`, path);
      continue;
    }
    describe(name, () => {
      const data = readFlowCase(path);
      bestTests(data, best);
      hymanTests(data, gravity);
    });
  }
});

function bestTests({ flows, distances, destinationMass: mass }: FlowData, reference: Record<string, Best>): void {
  const ranking = rankDestinations({ distances });
  const laws: Record<string, (x: number) => FlowLaw> = {
    extended_radiation: (alpha) => extendedRadiationLaw({ mass, distances: ranking, alpha }),
    schneider: (acceptance) => schneiderLaw({ mass, distances: ranking, acceptance }),
  };
  for (const [key, best] of Object.entries(reference)) {
    const parts = /^(.*)_(ml|best_cpc)$/.exec(key);
    if (parts === null) continue;
    const law = laws[parts[1]!];
    if (law === undefined) {
      skipped(`a law called ${parts[1]}`, "src/models");
      continue;
    }
    it(`${key}: the parameter, and whether it is at the bound, are those of the reference`, () => {
      const [from, to] = best.search_bounds;
      const criterion = parts[2] === "ml" ? mostLikely() : bestCommonPart();
      const parameters = { x: { from, to, scale: logarithmicSteps() } };
      const fit = fitLaw(flows, { lawAt: ({ x }: { x: number }) => law(x), parameters, criterion });
      expect(fit.converged).toBe(true);
      expect(fit.atBound.x).toBe(best.at_bound);
      expect(relativeError(fit.parameters.x, best.param)).toBeLessThan(parts[2] === "ml" ? 1e-6 : 1e-4);
      if (best.loglik !== undefined && !best.at_bound)
        expect(relativeError(fit.value, best.loglik)).toBeLessThan(1e-12);
      if (parts[2] === "best_cpc") {
        expect(Math.abs(fit.value - best.metrics.cpc)).toBeLessThan(1e-7);
        // No worse than the reference, which stops a little before.
        expect(fit.value).toBeGreaterThan(best.metrics.cpc - 1e-9);
      }
      expect(fit.evaluations).toBeLessThan(80);
    });
  }
}

/** The mean distance of exponential decay is that of the observed flows where these are most likely (Hyman). */
function hymanTests(
  { flows, distances, destinationMass }: FlowData,
  reference: Record<string, GravityReference>,
): void {
  const n = distances.rows;
  const lawOf = (exponent: number): ((parameters: { rate: number }) => FlowLaw) => {
    const weight = destinationMass.map((mass) => mass ** exponent);
    return ({ rate }) => ({
      name: "exponential decay",
      rows: n,
      columns: n,
      fillRow: (o, into) => {
        for (let d = 0; d < n; d++) into[d] = weight[d]! * Math.exp(-rate * distances.value[o * n + d]!);
      },
    });
  };
  const parameters = { rate: { from: 1e-4, to: 1, scale: logarithmicSteps() } };
  const criterion = sameMeanDistance({ distances });
  const doubly = reference["doubly_exp"];
  if (doubly !== undefined) {
    it("doubly_exp: the same mean distance gives the coefficient by likelihood, with both margins kept", () => {
      const options = { lawAt: lawOf(0), parameters, constraint: doublyConstrained() };
      const fit = fitLaw(flows, { ...options, criterion });
      expect(relativeError(-fit.parameters.rate, doubly.beta[0]!)).toBeLessThan(1e-8);
      const likely = fitLaw(flows, { ...options, criterion: mostLikely() });
      expect(relativeError(-likely.parameters.rate, doubly.beta[0]!)).toBeLessThan(1e-8);
      expect(relativeError(likely.poissonErrors.rate, doubly.se_poisson[0]!)).toBeLessThan(1e-5);
      expect(relativeError(likely.standardErrors.rate, doubly.se_hc1_nk[0]!)).toBeLessThan(1e-5);
      expect(relativeError(likely.dispersion, doubly.dispersion)).toBeLessThan(1e-6);
    });
  }
  const production = reference["production_exp"];
  if (production !== undefined) {
    it("production_exp: the same mean distance gives the coefficient by likelihood, the exponent of mass being given", () => {
      const fit = fitLaw(flows, { lawAt: lawOf(production.beta[0]!), parameters, criterion });
      expect(relativeError(-fit.parameters.rate, production.beta[1]!)).toBeLessThan(1e-9);
      expect(relativeError(fit.dispersion, production.dispersion)).toBeLessThan(0.02);
    });
  }
}

interface Tdlm {
  readonly exponent: number;
  readonly gof_of_expected_flows_vs_observed: Readonly<Record<string, { readonly CPC: number }>>;
}

describeData("calibration of TDLM's laws", "07_kansas_commuting", (folder) => {
  const file = listed(folder, /^expected_tdlm\.json/)[0];
  if (file === undefined) {
    skipped("figures of TDLM", folder);
    return;
  }
  const reference = readJson<Record<string, Tdlm>>(join(folder, file));
  const distances = squareFrom(join(folder, "distance.csv"));
  const observed = squareFrom(join(folder, "od.csv"));
  const mass = readRows(join(folder, "mass.csv")).map((row) => Number(row["Population"]));
  const n = mass.length;
  const ids = mass.map((_, l) => `${l}`);
  const locations = createLocations("zones", ids, new Float64Array(n), new Float64Array(n));
  const flows = { locations, ...sparseFromDense(n, n, observed.value) };
  const gravity = (f: (distance: number) => number): FlowLaw => ({
    name: "gravity",
    rows: n,
    columns: n,
    fillRow: (o, into) => {
      for (let d = 0; d < n; d++) into[d] = d === o ? 0 : mass[o]! * mass[d]! * f(distances.value[o * n + d]!);
    },
  });
  const ranking = rankDestinations({ distances });
  // TDLM's laws of opportunities send as many people from each place as live there, all of them somewhere.
  const byResidents = (law: FlowLaw): FlowLaw => ({
    name: law.name,
    rows: n,
    columns: n,
    fillRow: (o, into) => {
      law.fillRow(o, into);
      const sum = into.reduce((a, b) => a + b, 0);
      for (let d = 0; d < n; d++) into[d]! *= mass[o]! / sum;
    },
  });
  const laws: Record<string, (x: number) => FlowLaw> = {
    GravExp: (x) => gravity((distance) => Math.exp(-x * distance)),
    GravPow: (x) => gravity((distance) => distance ** -x),
    Schneider: (acceptance) => byResidents(schneiderLaw({ mass, distances: ranking, acceptance })),
    RadExt: (alpha) => byResidents(extendedRadiationLaw({ mass, distances: ranking, alpha })),
  };
  const constraints = {
    UM: unconstrained(),
    PCM: originConstrained(),
    ACM: destinationConstrained(),
    DCM: doublyConstrained(),
  };
  for (const [name, law] of Object.entries(laws)) {
    const figures = reference[name];
    if (figures === undefined) continue;
    for (const [model, constraint] of Object.entries(constraints)) {
      it(`${name}, ${model}: the common part at its parameter is TDLM's, and the best one is no worse`, () => {
        const x = { from: figures.exponent, to: 2 * figures.exponent };
        const lawAt = ({ x: parameter }: { x: number }): FlowLaw => law(parameter);
        const fit = fitLaw(flows, { lawAt, parameters: { x }, criterion: bestCommonPart(), constraint, points: 3 });
        const { CPC } = figures.gof_of_expected_flows_vs_observed[model]!;
        // TDLM balances to 1 % of a column.
        expect(Math.abs(fit.curve.value[0]! - CPC)).toBeLessThan(model === "DCM" ? 1e-3 : 1e-9);
        expect(fit.value).toBeGreaterThanOrEqual(fit.curve.value[0]!);
      });
    }
  }
});

/** A square table with the names of its rows in the first column. */
function squareFrom(path: string): DenseMatrix {
  const table = readRows(path);
  const n = table.length;
  const value = table.flatMap((row) => table.map((column) => Number(row[column[""]!])));
  return { rows: n, columns: n, value: Float64Array.from(value) };
}
