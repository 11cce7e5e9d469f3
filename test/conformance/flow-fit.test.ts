import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureFlowFit } from "../../src/metrics/flow-fit.ts";
import type { FlowCells } from "../../src/metrics/flow-fit-input.ts";
import { spearmanOfFlows } from "../../src/metrics/flow-fit-ranks.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { describeData, listed, readJson, skipped } from "./data.ts";
import { comparisonsOf, type Metrics } from "./flow-fit-models.ts";
import { flowCases, readFlowCase } from "./flow-model-data.ts";

describeData("fit of flow models", "17_flow_models", (folder) => {
  let figures = 0;
  for (const name of flowCases(folder)) {
    const data = readFlowCase(join(folder, name));
    const comparisons = comparisonsOf(join(folder, name), data);
    figures += comparisons.length;
    describe(name, () => {
      it.each(comparisons.map((each) => [each.name, each] as const))("%s", (_, each) => {
        const expected = each.expected();
        const worst = worstOf(each.metrics, figuresOf(data.flows, expected, data.distances, 2, each.diagonal));
        console.log(name, each.name, worst[0].toExponential(1), worst[1]);
      });
    });
  }
});

const NAMES = {};

function figuresOf(
  observed: FlowCells,
  expected: DenseMatrix,
  distances: DenseMatrix,
  binWidth: number,
  diagonal: boolean,
): Record<string, number> {
  const fit = measureFlowFit(observed, expected, { distances, binWidth, diagonal });
  return {
    N_obs: fit.observedTrips,
    N_est: fit.expectedTrips,
    cpc: fit.commonPartOfCommuters,
    cpl: fit.commonPartOfLinks,
    cpcd_2km: fit.commonPartOfDistances,
    ks_distance: fit.tripLengths.kolmogorovSmirnov,
    n_pairs: fit.pairs,
    sse: fit.rootMeanSquareError ** 2 * fit.pairs,
    rmse: fit.rootMeanSquareError,
    mae: fit.meanAbsoluteError,
    nrmse_tdlm: fit.nrmsePerTrip,
    nrmse_skmob: fit.nrmseOfTotal,
    srmse: fit.nrmseOfMean,
    nrmse_range: fit.nrmseOfRange,
    r2: fit.rSquared,
    pearson: fit.pearson,
    spearman: spearmanOfFlows(observed, expected, { diagonal }),
    kl_nats: fit.kullbackLeibler,
    kl_tdlm_dropinf: fit.kullbackLeiblerOfForeseen,
    jsd_nats: fit.jensenShannon,
    js_distance_base2: fit.jensenShannonDistance,
    sorensen_mean: fit.sorensenMean,
    poisson_deviance: fit.poissonDeviance,
  };
}

function worstOf(metrics: Metrics, got: Record<string, number>): [number, string] {
  let worst: [number, string] = [0, ""];
  for (const [name, value] of Object.entries(metrics)) {
    if (got[name] === undefined) throw new Error(name);
    const want = Number(value);
    const off = want === got[name] ? 0 : Math.abs(got[name]! - want) / Math.max(1, Math.abs(want));
    if (!(off <= worst[0])) worst = [off, name];
  }
  return worst;
}
void [NAMES, existsSync, expect, listed, readJson, skipped];
