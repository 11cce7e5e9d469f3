import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unconstrained } from "../../src/models/constraints.ts";
import { type Deterrence, exponentialDecay, powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { classicalErrors, robustErrors, whiteErrors } from "../../src/models/difference-errors.ts";
import type { FlowErrorRule } from "../../src/models/flow-error-rule.ts";
import { fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import type { FlowEstimator } from "../../src/models/regression.ts";
import { modelErrors } from "../../src/models/regression-errors.ts";
import { logLinear, negativeBinomial } from "../../src/models/regression-estimators.ts";
import { describeData, readJson, skipped } from "./data.ts";
import {
  type FlowData,
  flowCases,
  type LogReference,
  readCountReference,
  readFlowCase,
  referenceOf,
  relativeError,
} from "./flow-model-data.ts";

/** Gravity models by other estimators than Poisson's against reference fits: every case that has some, found by listing. */
describeData("gravity models by other estimators", "17_flow_models", (folder) => {
  let found = 0;
  for (const name of flowCases(folder)) {
    const path = join(folder, name);
    const reference = referenceOf(path);
    const counts = readCountReference(path);
    const logs = Object.entries(reference === null ? {} : readJson<Record<string, LogReference>>(reference)).flatMap(
      ([key, figures]) => {
        const law = /^ols_(pow|exp|tanner)$/.exec(key)?.[1];
        return law === undefined ? [] : [[law as keyof typeof DETERRENCES, figures] as const];
      },
    );
    if (counts === null && logs.length === 0) continue;
    found++;
    describe(name, () => {
      const data = readFlowCase(path);
      if (counts !== null) {
        it("the negative binomial is that of MASS", () => {
          const fit = fitOf(data, powerLaw(), negativeBinomial(), modelErrors());
          expect(fit.converged).toBe(true);
          for (const [theirs, ours] of Object.entries(R_TERMS)) {
            expect(relativeError(fit.coefficients[ours]!, counts.coef[theirs]!), ours).toBeLessThan(1e-6);
            expect(relativeError(fit.standardErrors[ours]!, counts.se_coef[theirs]!), ours).toBeLessThan(1e-6);
          }
          expect(relativeError(fit.theta, counts.theta)).toBeLessThan(1e-6);
          // glm.nb gives the error of the theta one step before its last: see the panels.
          expect(relativeError(fit.thetaError, counts.se_theta)).toBeLessThan(2.5e-4);
          expect(relativeError(fit.logLikelihood, counts.ll)).toBeLessThan(1e-10);
          expect(relativeError(fit.aic, counts.aic)).toBeLessThan(1e-10);
          expect(relativeError(fit.deviance, counts.deviance)).toBeLessThan(1e-6);
        });
      }
      for (const [law, ref] of logs) {
        it(`least squares of logarithms, ${law}: coefficients, errors, fit and smearing`, () => {
          for (const [rule, errors] of [
            [classicalErrors(), ref.se],
            [modelErrors(), ref.se],
            [whiteErrors(), ref.se_hc0],
            [robustErrors(), ref.se_hc1],
          ] as const) {
            const fit = fitOf(data, DETERRENCES[law](), logLinear(), rule);
            for (const [j, name] of ref.names.entries()) {
              const term = TERMS[name]!;
              expect(relativeError(fit.coefficients[term]!, ref.beta[j]!), term).toBeLessThan(1e-9);
              expect(relativeError(fit.standardErrors[term]!, errors[j]!), `${fit.errors} of ${term}`).toBeLessThan(
                1e-8,
              );
            }
            expect(relativeError(fit.dispersion, ref.sigma2)).toBeLessThan(1e-10);
            expect(relativeError(fit.explainedDeviance, ref.r2)).toBeLessThan(1e-10);
            expect(relativeError(fit.logLikelihood, ref.ll)).toBeLessThan(1e-10);
            expect(relativeError(fit.smearing, ref.smearing)).toBeLessThan(1e-10);
            const places = data.distances.rows;
            expect([fit.pairs, fit.pairs + fit.withoutFlowPairs]).toEqual([ref.n, places * (places - 1)]);
          }
        });
      }
    });
  }
  if (found === 0) skipped("fits by other estimators", folder);
});

const DETERRENCES = { pow: powerLaw, exp: exponentialDecay, tanner: tannerDecay };

/** Terms by the names of R's formula, and by those of the references. */
const R_TERMS = { "(Intercept)": "constant", lo: "originMass", ld: "destinationMass", g: "logDistance" };
const TERMS: Readonly<Record<string, string>> = {
  const: "constant",
  ln_mass_o: "originMass",
  ln_mass_d: "destinationMass",
  ln_d: "logDistance",
  d: "distance",
};

function fitOf(
  { flows, originMass, destinationMass, distances }: FlowData,
  deterrence: Deterrence,
  estimator: FlowEstimator,
  errors: FlowErrorRule,
): GravityFit {
  const constraint = unconstrained();
  return fitGravity(flows, { originMass, destinationMass, distances, deterrence, constraint, estimator, errors });
}
