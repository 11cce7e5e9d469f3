import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureFlowFit } from "../../src/metrics/flow-fit.ts";
import type { FlowCells } from "../../src/metrics/flow-fit-input.ts";
import { spearmanOfFlows } from "../../src/metrics/flow-fit-ranks.ts";
import { compareModels } from "../../src/metrics/model-comparison.ts";
import { kolmogorovTail } from "../../src/metrics/trip-length-fit.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, readText, skipped } from "./data.ts";
import { comparisonsOf, type Metrics, skmobFlows, tdlmFlows } from "./flow-fit-models.ts";
import { type FlowData, flowCases, readFlowCase, relativeError } from "./flow-model-data.ts";

/**
 * Indices of fit against reference figures, on the expected flows of the references. Listed expected flows: 1e-12. Those
 * computed here from listed coefficients may differ in the last digits, and squares of them twice as much: 1e-11.
 */
const LISTED = 1e-12;
const COMPUTED = 1e-11;

describeData("fit of flow models", "17_flow_models", (folder) => {
  const cases = flowCases(folder).map((name) => [name, join(folder, name), readFlowCase(join(folder, name))] as const);
  for (const [name, path, data] of cases) {
    const comparisons = comparisonsOf(path, data);
    if (comparisons.length > 0) {
      describe(name, () => {
        it.each(comparisons.map((each) => [each.name, each] as const))(
          "%s: every figure is that of the reference",
          (_, each) => {
            const expected = each.expected();
            const { diagonal } = each;
            const got = figuresOf(data.flows, expected, data.distances, diagonal);
            compareFigures(each.metrics, got, each.name.endsWith("as listed") ? LISTED : COMPUTED);
            if (each.logLikelihood === undefined) return;
            const { poissonLogLikelihood } = measureFlowFit(data.flows, expected, {
              distances: data.distances,
              binWidth: 2,
              diagonal,
            });
            expect(relativeError(poissonLogLikelihood, each.logLikelihood)).toBeLessThan(COMPUTED);
          },
        );
      });
    } else if (existsSync(join(path, "ref_flows.csv"))) skipped(`fit of ${name}`, path);
  }

  const small = listed(join(folder, "cases"), /^metrics_.*\.json$/);
  it.each(small)("%s: every figure is that of the reference", (name) => {
    const {
      observed,
      estimated,
      distance,
      metrics_offdiag: metrics,
    } = readJson<SmallCase>(join(folder, "cases", name));
    compareFigures(metrics, figuresOf(squareOf(observed), squareOf(estimated), squareOf(distance), false), LISTED);
  });
  if (small.length === 0) skipped("small cases of fit", join(folder, "cases"));

  const peers = join(folder, "peer_outputs");
  for (const file of listed(peers, /^TDLM_.*\.json$/)) tdlmTests(readJson<Tdlm>(join(peers, file)), cases);
  for (const file of listed(peers, /^scikit-mobility_.*\.json$/)) {
    const [name, path, data] = cases.find(([each]) => file.includes(`_${each}.`)) ?? [];
    if (name !== undefined) skmobTests(name, path!, data!, readJson<Record<string, SkmobFit>>(join(peers, file)));
  }
  for (const file of listed(peers, /^spint_.*\.json$/))
    spintTests(readJson<Record<string, SpintFit>>(join(peers, file)), cases);
});

describeData("fit of TDLM's expected flows", "07_kansas_commuting", (folder) => {
  const file = join(folder, "expected_tdlm.json.gz");
  if (!existsSync(file)) return skipped("TDLM's fit", file);
  const flows = matrixOf(join(folder, "od.csv"));
  const distances = matrixOf(join(folder, "distance.csv"));
  const rows = readRows(join(folder, "mass.csv"));
  const column = (name: string): number[] => rows.map((row) => Number(row[name]));
  const places = {
    mass: column("Population"),
    outflows: column("Out-commuters"),
    inflows: column("In-commuters"),
    distances,
  };
  const laws = Object.entries(readJson<Record<string, TdlmLaw>>(file)).filter(([law]) => !law.startsWith("_"));
  const runs = laws.flatMap(([law, run]) =>
    Object.entries(run.gof_of_expected_flows_vs_observed).map(
      ([model, gof]) => [law, model, run.exponent, gof] as const,
    ),
  );
  it.each(runs)(
    "%s, %s: the figures are those of TDLM, whose CPC is over the observed flows",
    (law, model, exponent, gof) => {
      const expected = tdlmFlows(law, exponent, model, places)!;
      const fit = measureFlowFit(flows, expected, { distances, binWidth: 2, diagonal: true });
      // Balanced flows are those of 1e-10; flows of 2e-16 in the far tail of a law are rounded there.
      const got = {
        CPC: fit.successRate,
        CPL: fit.commonPartOfLinks,
        CPCd: fit.commonPartOfDistances,
        KL_div: fit.kullbackLeiblerOfForeseen,
        RMSE: fit.nrmsePerTrip,
      };
      for (const [name, value] of Object.entries(got))
        expect(relativeError(value, gof[name]!), name).toBeLessThan(model === "DCM" ? 1e-8 : 1e-10);
      // PyTDLM looks inside runs of equal distances too, there and back being one: it finds at least as much, and at most
      // the trips over one distance more.
      const over = new Map<number, number>();
      for (const [at, far] of distances.value.entries()) {
        const share = Math.max(flows.value[at]! / fit.observedTrips, expected.value[at]! / fit.expectedTrips);
        over.set(far, (over.get(far) ?? 0) + share);
      }
      const more = gof["KS_stat"]! - fit.tripLengths.kolmogorovSmirnov;
      expect(more).toBeGreaterThan(-1e-10);
      expect(more).toBeLessThan(Math.max(...over.values()));
    },
  );
});

interface SmallCase {
  readonly observed: readonly (readonly number[])[];
  readonly estimated: readonly (readonly number[])[];
  readonly distance: readonly (readonly number[])[];
  readonly metrics_offdiag: Metrics;
}
interface TdlmLaw {
  readonly exponent: number;
  readonly gof_of_expected_flows_vs_observed: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
type Tdlm = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly param?: number;
          readonly expected_pcm_metrics?: Metrics;
          readonly pytdlm_gof_stochastic?: Readonly<Record<string, number>>;
        }
      >
    >
  >
>;
interface SkmobFit {
  readonly origin_exp?: number;
  readonly destination_exp?: number;
  readonly args?: readonly number[];
  readonly cpc: number;
  readonly rmse_off: number;
  readonly nrmse_off: number;
  readonly r2_off: number;
  readonly pearson_off: number;
  readonly spearman_off: number;
  readonly sum: number;
}
interface SpintFit {
  readonly SSI: number;
  readonly SRMSE: number;
  readonly aic: number;
}
type Case = readonly [name: string, path: string, data: FlowData];

/** PyTDLM's series for the p-value: it ends at its first term below 0, which is its first one wherever 2 λ² < 1. */
function peerTail(lambda: number): number {
  let sum = 0;
  for (let k = 1; k < 100; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda) * (2 * k * k * lambda * lambda - 1);
    sum += term;
    if (term < 0) break;
  }
  return 2 * sum;
}

function tdlmTests(file: Tdlm, cases: readonly Case[]): void {
  for (const [name, , data] of cases) {
    const laws = Object.entries(file[name] ?? {}).filter(([, run]) => run.expected_pcm_metrics !== undefined);
    const places = {
      mass: data.destinationMass,
      outflows: data.outflows,
      inflows: data.inflows,
      distances: data.distances,
    };
    it.each(laws)(`${name}, TDLM's %s: the figures of its expected flows are those of the reference`, (law, run) => {
      const expected = tdlmFlows(law, run.param!, "PCM", places)!;
      compareFigures(run.expected_pcm_metrics!, figuresOf(data.flows, expected, data.distances, false), COMPUTED);
    });
    it.each(laws)(
      `${name}, PyTDLM's %s: its p-value is below 0, and ours is a probability`,
      (law, { param, pytdlm_gof_stochastic: gof }) => {
        expect(gof!["KS_pval"]).toBeLessThan(0);
        // Its number of draws is (Σ w)² / Σ w², that of pairs with equal weights; of whole trips drawn from the law it is nearly
        // that of the expected flows, and with its own D its series gives its own p-value, but for the drawing.
        const expected = tdlmFlows(law, param!, "PCM", places)!;
        const kish = (cells: readonly number[]): number =>
          cells.reduce((a, b) => a + b, 0) ** 2 / cells.reduce((a, b) => a + b * b, 0);
        const between = data.flows.value.filter((_, k) => data.flows.index[k] !== originOf(data, k));
        const [a, b] = [kish([...between]), kish([...expected.value])];
        const lambda = Math.sqrt((a * b) / (a + b)) * gof!["KS_stat"]!;
        expect(Math.abs(peerTail(lambda) - gof!["KS_pval"]!)).toBeLessThan(0.02);
        const right = kolmogorovTail(lambda);
        expect(right).toBeGreaterThan(0);
        expect(right).toBeLessThanOrEqual(1);
      },
    );
  }
}

function originOf({ flows }: FlowData, entry: number): number {
  let origin = 0;
  while (flows.offsets[origin + 1]! <= entry) origin++;
  return origin;
}

function skmobTests(name: string, path: string, data: FlowData, fits: Record<string, SkmobFit>): void {
  const figures = (expected: DenseMatrix): Omit<SkmobFit, "args"> => {
    const fit = measureFlowFit(data.flows, expected, { distances: data.distances, binWidth: 2, diagonal: false });
    return {
      cpc: fit.commonPartOfCommuters,
      rmse_off: fit.rootMeanSquareError,
      nrmse_off: fit.nrmseOfTotal,
      r2_off: fit.rSquared,
      pearson_off: fit.pearson,
      spearman_off: spearmanOfFlows(data.flows, expected, { diagonal: false }),
      sum: fit.expectedTrips,
    };
  };
  const compare = (key: string, expected: DenseMatrix): void => {
    for (const [figure, value] of Object.entries(figures(expected))) {
      expect(relativeError(value as number, fits[key]![figure as keyof SkmobFit] as number), figure).toBeLessThan(
        1e-10,
      );
    }
  };
  const gravity = Object.entries(fits).filter(([key, fit]) => skmobFlows(key, fit, data) !== null);
  it.each(gravity)(`${name}, scikit-mobility's %s: its figures`, (key, fit) =>
    compare(key, skmobFlows(key, fit, data)!),
  );
  const radiation = comparisonsOf(path, data).find((each) => each.name === "radiation_finite, as listed");
  it.skipIf(radiation === undefined || fits["radiation|flows"] === undefined)(
    `${name}, scikit-mobility's radiation: its figures, of rounded flows whose total is another too`,
    () => {
      const expected = radiation!.expected();
      compare("radiation|prob*outflow", expected);
      compare("radiation|flows", { ...expected, value: expected.value.map(Math.round) });
      // Links of rounded flows are told, those of expected ones only say how many pairs have a flow.
      const options = { distances: data.distances, binWidth: 2, diagonal: false };
      const rounded = measureFlowFit(data.flows, { ...expected, value: expected.value.map(Math.round) }, options);
      expect(measureFlowFit(data.flows, expected, options).commonPartOfLinks).not.toBe(rounded.commonPartOfLinks);
    },
  );
}

function spintTests(fits: Record<string, SpintFit>, cases: readonly Case[]): void {
  for (const [name, path, data] of cases) {
    const models = comparisonsOf(path, data).filter((each) => fits[`${name}|${each.name}`] !== undefined);
    it.each(models.map((each) => [each.name, each] as const))(
      `${name}, spint's %s: its SSI, SRMSE and AIC, as far as it iterates`,
      (key, each) => {
        const spint = fits[`${name}|${key}`]!;
        const { n_params: parameters } = readJson<Record<string, { readonly n_params: number }>>(
          join(path, "ref_gravity.json"),
        )[key]!;
        const fit = measureFlowFit(data.flows, each.expected(), {
          distances: data.distances,
          binWidth: 2,
          diagonal: false,
        });
        // spint stops at a step of 1e-6: attraction models are off by 5e-6 in their coefficients.
        expect(relativeError(fit.sorensenMean, spint.SSI)).toBeLessThan(1e-5);
        expect(relativeError(fit.nrmseOfMean, spint.SRMSE)).toBeLessThan(1e-5);
        const models = { [key]: { expected: each.expected(), parameters } };
        const { aic } = compareModels(data.flows, models, {
          distances: data.distances,
          binWidth: 2,
          diagonal: false,
        }).columns;
        expect(relativeError(aic[0]!, spint.aic)).toBeLessThan(1e-8);
      },
    );
  }
}

function figuresOf(
  observed: FlowCells,
  expected: DenseMatrix,
  distances: DenseMatrix,
  diagonal: boolean,
): Record<string, number> {
  const fit = measureFlowFit(observed, expected, { distances, binWidth: 2, diagonal });
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

function compareFigures(metrics: Metrics, got: Record<string, number>, tolerance: number): void {
  expect(Object.keys(metrics).length).toBeGreaterThan(3);
  for (const [name, value] of Object.entries(metrics)) {
    const want = Number(value);
    expect(got[name], name).toBeDefined();
    if (want !== got[name])
      expect(Math.abs(got[name]! - want) / Math.max(Math.abs(want), 0.01), name).toBeLessThan(tolerance);
  }
}

function squareOf(rows: readonly (readonly number[])[]): DenseMatrix {
  return { rows: rows.length, columns: rows.length, value: Float64Array.from(rows.flat()) };
}

/** A square matrix with names in its first row and column. */
function matrixOf(path: string): DenseMatrix {
  const rows = readText(path).trim().split(/\r?\n/).slice(1);
  return squareOf(rows.map((line) => line.split(",").slice(1).map(Number)));
}
