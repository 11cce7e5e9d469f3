import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fitLaw } from "../../src/models/calibration.ts";
import { bestCommonPart, mostLikely } from "../../src/models/calibration-criteria.ts";
import { logarithmicSteps } from "../../src/models/calibration-parameters.ts";
import { byMassPassed, extendedWeight, schneiderWeight } from "../models/calibration-laws.ts";
import { describeData, readJson } from "./data.ts";
import { flowCases, readFlowCase, relativeError } from "./flow-model-data.ts";

interface Best {
  readonly param: number;
  readonly loglik?: number;
  readonly search_bounds: readonly [number, number];
  readonly at_bound: boolean;
  readonly metrics: { readonly cpc: number };
}

describeData("calibration", "17_flow_models", (folder) => {
  for (const name of flowCases(folder)) {
    const path = join(folder, name, "ref_intervening.json");
    if (!existsSync(path)) continue;
    describe(name, () => {
      const reference = readJson<Record<string, Best>>(path);
      const data = readFlowCase(join(folder, name));
      const laws = {
        extended_radiation: byMassPassed(data.distances, data.destinationMass, (p: { x: number }, ...rest) => extendedWeight({ alpha: p.x }, ...rest)),
        schneider: byMassPassed(data.distances, data.destinationMass, (p: { x: number }, ...rest) => schneiderWeight({ rate: p.x }, ...rest)),
      };
      for (const [law, lawAt] of Object.entries(laws)) {
        for (const by of ["ml", "best_cpc"]) {
          const best = reference[`${law}_${by}`];
          if (best === undefined) continue;
          it(`${law}_${by}`, () => {
            const [from, to] = best.search_bounds;
            const t = performance.now();
            const fit = fitLaw(data.flows, {
              lawAt,
              parameters: { x: { from, to, scale: logarithmicSteps() } },
              criterion: by === "ml" ? mostLikely() : bestCommonPart(),
            });
            console.log(name, law, by, fit.parameters.x, best.param, relativeError(fit.parameters.x, best.param), fit.value, best.loglik ?? best.metrics.cpc, fit.evaluations, fit.standardErrors, fit.robustErrors, fit.dispersion, fit.atBound, fit.unassigned, fit.impossible, performance.now() - t);
          });
        }
      }
    });
  }
});
