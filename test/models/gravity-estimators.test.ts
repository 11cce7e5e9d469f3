import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { countFlowsByExpected, logarithmicBins } from "../../src/metrics/flow-fit-bins.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { compareCoefficients } from "../../src/models/contrast.ts";
import { pairCovariate } from "../../src/models/covariates.ts";
import type { GravityConstraint } from "../../src/models/design.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { type FitDeterrenceOptions, fitDeterrence } from "../../src/models/deterrence-fit.ts";
import { shiftedPower } from "../../src/models/deterrence-shifted.ts";
import {
  classicalErrors,
  clusteredErrors,
  type ErrorRule,
  robustErrors,
  whiteErrors,
} from "../../src/models/difference-errors.ts";
import { cr2Errors, hc3Errors } from "../../src/models/difference-small-samples.ts";
import type { FlowErrorRule } from "../../src/models/flow-error-rule.ts";
import { type FitGravityOptions, fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { keptPairs } from "../../src/models/gravity-design.ts";
import {
  destinationClusteredFlowErrors,
  originClusteredFlowErrors,
  pairClusteredFlowErrors,
  twoWayClusteredFlowErrors,
} from "../../src/models/gravity-errors.ts";
import { predictGravity } from "../../src/models/gravity-flows.ts";
import { withIntrazonalDistances } from "../../src/models/gravity-intrazonal.ts";
import { allPairs, allPairsWithIntrazonal, observedPairs, type PairChoice } from "../../src/models/pairs.ts";
import { type FlowPanelFit, fitFlowPanel } from "../../src/models/panel-fit.ts";
import { buildFlowPanel, type FlowPanel } from "../../src/models/panel-rows.ts";
import type { FlowEstimator } from "../../src/models/regression.ts";
import { modelErrors, observedErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { logLinear, negativeBinomial, poisson } from "../../src/models/regression-estimators.ts";
import { buildPairGroups } from "../../src/models/regression-groups.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";
import { formatFlowFitChart } from "../../src/report/chart-flow-fit.ts";
import { squareOf, type World, worldOf, zonesOf } from "./worlds.ts";

const n = 11;
const { flows, mass, distances: between, cells: flowCells } = worldOf(n, "estimators");
const distances = withIntrazonalDistances(
  between,
  mass.map((_, l) => 3 + l / 5),
);
const drawn = createRandom("what else pairs have");
const border = squareOf(n, () => (drawn() < 0.3 ? 1 : 0));
const offset = squareOf(n, () => drawn() / 4);

const CONSTRAINTS = { unconstrained, originConstrained, destinationConstrained, doublyConstrained };
type Name = keyof typeof CONSTRAINTS;
const keepsOrigins = (name: Name): boolean => name === "originConstrained" || name === "doublyConstrained";
const keepsDestinations = (name: Name): boolean => name === "destinationConstrained" || name === "doublyConstrained";

function optionsOf(name: Name, intrazonal: boolean): FitGravityOptions {
  const constraint: GravityConstraint = CONSTRAINTS[name]();
  return {
    ...(keepsOrigins(name) ? {} : { originMass: mass }),
    ...(keepsDestinations(name) ? {} : { destinationMass: mass }),
    distances,
    deterrence: powerLaw(),
    constraint,
    covariates: [pairCovariate("border", border)],
    offset,
    pairs: intrazonal ? allPairsWithIntrazonal() : allPairs(),
  };
}

function panelOf(intrazonal: boolean): FlowPanel {
  return buildFlowPanel([flows], {
    originCovariates: { originMass: { values: mass, log: true } },
    destinationCovariates: { destinationMass: { values: mass, log: true } },
    pairCovariates: {
      logDistance: { values: distances, log: true },
      border: { values: border },
      offset: { values: offset },
    },
    pairs: intrazonal ? allPairsWithIntrazonal() : allPairs(),
  }).panel;
}

function panelFit(panel: FlowPanel, name: Name, estimator: FlowEstimator, errors: ErrorRule): FlowPanelFit {
  const { origin, destination } = panel.columns;
  return fitFlowPanel(panel, {
    flow: "flow",
    covariates: [
      ...(keepsOrigins(name) ? [] : ["originMass"]),
      ...(keepsDestinations(name) ? [] : ["destinationMass"]),
      "logDistance",
      "border",
    ],
    fixedEffects: [...(keepsOrigins(name) ? [origin] : []), ...(keepsDestinations(name) ? [destination] : [])],
    offset: "offset",
    estimator,
    errors,
  });
}

function near(got: number, expected: number, what: string, tolerance = 1e-9): void {
  if (Number.isNaN(expected) || Math.abs(expected) === Infinity) expect(got, what).toBe(expected);
  else expect(Math.abs(got - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThan(tolerance);
}

const FIGURES = [
  "parameters",
  "deviance",
  "nullDeviance",
  "logLikelihood",
  "nullLogLikelihood",
  "mcFaddenR2",
  "adjustedMcFaddenR2",
  "explainedDeviance",
  "aic",
  "bic",
  "dispersion",
  "theta",
  "thetaError",
  "smearing",
  "normalSmearing",
] as const;

/** Poisson's without the search of its own: by rows. */
const poissonByRows = (): FlowEstimator => ({ name: "Poisson by rows", regress: poisson().regress });
const ESTIMATORS = { "negative binomial": negativeBinomial, "log-linear": logLinear, "Poisson by rows": poissonByRows };

describe("a gravity model by another estimator is the panel of its pairs", () => {
  for (const [called, estimator] of Object.entries(ESTIMATORS)) {
    for (const name of Object.keys(CONSTRAINTS) as Name[]) {
      for (const intrazonal of [false, true]) {
        it(`${called}, ${name}${intrazonal ? ", with the diagonal" : ""}`, () => {
          const options = { ...optionsOf(name, intrazonal), estimator: estimator() };
          const panel = panelOf(intrazonal);
          const rules = [
            robustErrors(),
            whiteErrors(),
            classicalErrors(),
            modelErrors(),
            observedErrors(),
            ppmlErrors(),
          ];
          for (const errors of rules) {
            const fit = fitGravity(flows, { ...options, errors });
            const table = panelFit(panel, name, estimator(), errors);
            expect([fit.converged, fit.estimator, fit.errors]).toEqual([true, table.estimator, table.errors]);
            expect(new Set(fit.terms)).toEqual(new Set(table.terms));
            for (const term of fit.terms) {
              near(fit.coefficients[term]!, table.coefficients[term]!, term);
              near(fit.standardErrors[term]!, table.standardErrors[term]!, `${errors.name} of ${term}`);
            }
            for (const figure of FIGURES) near(fit[figure], table[figure], figure);
            expect([fit.pairs, fit.withoutFlowPairs, fit.separatedPairs, fit.singletonPairs]).toEqual([
              table.observations,
              table.withoutFlowRows.length,
              table.separatedRows.length,
              table.singletonRows.length,
            ]);
            expect(fit.pairs + fit.withoutFlowPairs).toBe(panel.length);
            expect(fit.withoutFlowPairs > 0).toBe(called === "log-linear");
            near(fit.dispersion, fit.pearson / (fit.pairs - fit.parameters), "Pearson");
          }
        });
      }
    }
  }

  it("its constants give the means fitted to the pairs", () => {
    for (const estimator of Object.values(ESTIMATORS)) {
      for (const name of Object.keys(CONSTRAINTS) as Name[]) {
        const { constraint: _, pairs: __, ...options } = optionsOf(name, true);
        const fit = fitGravity(flows, { ...optionsOf(name, true), estimator: estimator() });
        const table = panelFit(panelOf(true), name, estimator(), robustErrors());
        const { value } = predictGravity(fit, { ...options, intrazonal: true });
        let compared = 0;
        table.fitted.forEach((mean, row) => {
          if (Number.isNaN(mean)) return;
          near(value[row]! / mean, 1, `${fit.estimator} ${name} ${row}`, 1e-8);
          compared++;
        });
        expect(compared).toBe(fit.pairs);
        if (name === "doublyConstrained") expect(Math.max(...fit.destinationConstants)).toBe(0);
      }
    }
  });

  it("its constants also do where places fall into parts that no pair ties together", () => {
    const apart: PairChoice = (given) => keptPairs(allPairs()(given), (o, d) => o % 2 === d % 2);
    const { constraint: _, pairs: __, ...options } = optionsOf("doublyConstrained", false);
    for (const estimator of Object.values(ESTIMATORS)) {
      const given = { ...optionsOf("doublyConstrained", false), pairs: apart, estimator: estimator() };
      const fit = fitGravity(flows, given);
      const fast = fitGravity(flows, { ...given, estimator: poisson() });
      const { value } = predictGravity(fit, options);
      let smeared = 0;
      for (let o = 0; o < n; o++) {
        for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
          const d = flows.index[k]!;
          if (o !== d && o % 2 === d % 2) smeared += Math.log(flows.value[k]!) - Math.log(value[o * n + d]!);
        }
      }
      expect(fit.parameters).toBe(fast.parameters);
      // Least squares with constants leave residuals that add up to nothing; Poisson's means are those of its own search.
      if (fit.estimator === "log-linear") expect(smeared).toBeCloseTo(0, 9);
      if (fit.estimator === "Poisson by rows") {
        const own = predictGravity(fast, options).value;
        for (let c = 0; c < n * n; c++) {
          if ((Math.floor(c / n) - (c % n)) % 2 === 0) near(value[c]!, own[c]!, `cell ${c}`, 1e-8);
        }
      }
    }
  });

  it("whatever is computed by row is as what is held", () => {
    const byRow = {
      rows: n,
      columns: n,
      fillRow: (row: number, into: Float64Array) => into.set(distances.value.subarray(row * n, row * n + n)),
    };
    const options = { ...optionsOf("originConstrained", false), estimator: negativeBinomial() };
    expect(fitGravity(flows, { ...options, distances: byRow })).toEqual(fitGravity(flows, options));
  });
});

describe("Poisson's estimator", () => {
  const { offset: _, ...without } = optionsOf("unconstrained", false);
  it("is the default", () => {
    expect(fitGravity(flows, { ...without, estimator: poisson() })).toEqual(fitGravity(flows, without));
  });

  it.each(Object.keys(CONSTRAINTS) as Name[])("says the same by rows: %s", (name) => {
    for (const intrazonal of [false, true]) {
      const { offset: __, ...plain } = optionsOf(name, intrazonal);
      const options = intrazonal ? { ...plain, offset } : plain;
      const rules = [
        robustErrors(),
        modelErrors(),
        observedErrors(),
        classicalErrors(),
        originClusteredFlowErrors(),
        destinationClusteredFlowErrors(),
        pairClusteredFlowErrors(),
        twoWayClusteredFlowErrors(),
      ];
      for (const errors of rules) {
        const fast = fitGravity(flows, { ...options, errors });
        const rows = fitGravity(flows, { ...options, errors, estimator: poissonByRows() });
        expect(rows.terms).toEqual(fast.terms);
        expect([rows.errors, rows.clusters, rows.pairs]).toEqual([fast.errors, fast.clusters, fast.pairs]);
        for (const term of fast.terms) {
          near(rows.coefficients[term]!, fast.coefficients[term]!, term);
          near(rows.standardErrors[term]!, fast.standardErrors[term]!, `${fast.errors} of ${term}`, 1e-8);
          near(rows.poissonErrors[term]!, fast.poissonErrors[term]!, `Poisson error of ${term}`, 1e-8);
        }
        for (const figure of [...FIGURES, "pearson"] as const) near(rows[figure], fast[figure], figure);
        near(rows.overdispersion.mean, fast.overdispersion.mean, "overdispersion");
        near(rows.overdispersion.z, fast.overdispersion.z, "its z");
        for (const side of ["originConstants", "destinationConstants"] as const) {
          fast[side].forEach((constant, l) => {
            near(rows[side][l]!, constant, `${side} ${l}`, 1e-8);
          });
        }
        for (const column of ["t", "p", "low", "high"] as const) {
          fast.estimates.columns[column].forEach((x, j) => {
            near(rows.estimates.columns[column][j]!, x, column, 1e-7);
          });
        }
      }
    }
  });
});

describe("the deviance of a constant alone", () => {
  it("is that beside the offset, however large exposures are", () => {
    for (const size of [1, 400, -400]) {
      const large = squareOf(n, (i, j) => size * (offset.value[i * n + j]! + (i + j) / n));
      const fit = fitGravity(flows, { ...optionsOf("originConstrained", false), offset: large });
      const pairs = [...large.value.keys()].filter((c) => Math.floor(c / n) !== c % n);
      const flowOf = (c: number): number => flowCells[c]!;
      const top = Math.max(...pairs.map((c) => large.value[c]!));
      const total = pairs.reduce((sum, c) => sum + flowOf(c), 0);
      const exposure = pairs.reduce((sum, c) => sum + Math.exp(large.value[c]! - top), 0);
      const logMean = (c: number): number => Math.log(total / exposure) + large.value[c]! - top;
      const kept = pairs.map((c) => (flowOf(c) === 0 ? 0 : flowOf(c) * (Math.log(flowOf(c)) - logMean(c))));
      near(fit.nullDeviance / total, (2 * kept.reduce((a, b) => a + b, 0)) / total, "null deviance", 1e-12);
      // Deviance and log-likelihood differ by the same for every model.
      near(fit.logLikelihood - fit.nullLogLikelihood, (fit.nullDeviance - fit.deviance) / 2, "log-likelihoods");
    }
  });

  it("is not 0 where flows are all equal and exposures are not", () => {
    const same = { ...flows, value: flows.value.map(() => 3) };
    const { offset: _, ...plain } = optionsOf("originConstrained", false);
    const pairs = observedPairs();
    expect(fitGravity(same, { ...plain, pairs }).nullDeviance).toBe(0);
    expect(fitGravity(same, { ...plain, pairs, offset }).nullDeviance).toBeGreaterThan(1);
  });
});

describe("errors that go together by place", () => {
  it.each(["negative binomial", "log-linear"] as const)("are those of clusters of rows: %s", (called) => {
    const estimator = ESTIMATORS[called]();
    const panel = panelOf(false);
    const { origin, destination } = panel.columns;
    const pair = buildPairGroups(origin, destination);
    for (const [errors, rule] of [
      [originClusteredFlowErrors(), clusteredErrors({ by: origin })],
      [destinationClusteredFlowErrors(), clusteredErrors({ by: destination })],
      [pairClusteredFlowErrors(), clusteredErrors({ by: pair })],
      [twoWayClusteredFlowErrors(), clusteredErrors({ by: origin, and: destination })],
    ] as const) {
      const fit = fitGravity(flows, { ...optionsOf("unconstrained", false), estimator, errors });
      const table = panelFit(panel, "unconstrained", estimator, rule);
      expect(fit.clusters).toBe(table.clusters);
      for (const term of fit.terms)
        near(fit.standardErrors[term]!, table.standardErrors[term]!, `${fit.errors} ${term}`);
    }
  });

  it("by rows of a table, and of small samples, are refused whatever the estimator", () => {
    const by = Array.from({ length: n * (n - 1) }, () => 1);
    const rules = [clusteredErrors({ by }), cr2Errors({ by }), hc3Errors()] as unknown as FlowErrorRule[];
    for (const estimator of [poisson(), negativeBinomial(), logLinear()]) {
      for (const errors of rules) {
        expect(() => fitGravity(flows, { ...optionsOf("unconstrained", false), estimator, errors })).toThrow(
          "fitGravity: errors must be a rule of errors for flows such as robustErrors()",
        );
      }
      expect(() =>
        fitGravity(flows, { ...optionsOf("unconstrained", false), estimator, errors: ppmlErrors({ by }) }),
      ).toThrow("fitGravity: errors must be ppmlErrors() without clusters");
    }
  });
});

const small = [0, 9, 4, 3, 5, 0, 8, 6, 1, 6, 0, 9, 2, 3, 7, 0];
const smallFlows = (cells: readonly number[]): World["flows"] => ({
  locations: zonesOf(4),
  ...sparseFromDense(4, 4, cells),
});
const base: FitGravityOptions = {
  destinationMass: [10, 20, 30, 40],
  distances: squareOf(4, (i, j) => Math.abs(i - j) + (i * j) / 7),
  deterrence: exponentialDecay(),
  constraint: originConstrained(),
};

describe("what an estimator does not take", () => {
  it("flows that are no counts are refused by the negative binomial, by the names of their places", () => {
    const half = smallFlows(small.map((flow, c) => (c === 6 ? flow + 0.5 : flow)));
    expect(() => fitGravity(half, { ...base, estimator: negativeBinomial() })).toThrow(
      "fitGravity: flows from Z1 to Z2 must be a whole count for a negative binomial, got 8.5",
    );
    expect(fitGravity(half, { ...base, estimator: logLinear() }).converged).toBe(true);
  });

  it("pairs without a flow are left out of a log-linear fit, and counted", () => {
    const holes = smallFlows(small.map((flow, c) => (c === 1 || c === 14 ? 0 : flow)));
    const fit = fitGravity(holes, { ...base, estimator: logLinear() });
    expect([fit.pairs, fit.withoutFlowPairs, fit.separatedPairs]).toEqual([10, 2, 0]);
    // Only flows above 0 speak, so that leaving the others out beforehand is the same.
    const counts = fitGravity(holes, { ...base, estimator: negativeBinomial() });
    expect([counts.pairs, counts.withoutFlowPairs]).toEqual([12, 0]);
  });

  it("a shape of deterrence is not searched for by another estimator than Poisson's", () => {
    const options = { ...base, deterrenceAt: (scale: number) => shiftedPower({ scale }), range: { from: 1, to: 2 } };
    const { deterrence: _, ...given } = { ...options, estimator: negativeBinomial() };
    expect(() => fitDeterrence(smallFlows(small), given as FitDeterrenceOptions)).toThrow(
      /^fitDeterrence: .*estimator/,
    );
  });
});

describe("what takes no part in a fit by an estimator", () => {
  const withZeros = (...at: number[]): World["flows"] =>
    smallFlows(small.map((flow, c) => (at.includes(c) ? 0 : flow)));
  it("a flow alone with its constant is left out and counted, and the constant is what explains it", () => {
    // Only one flow leaves Z1.
    const alone = withZeros(4, 7);
    const fit = fitGravity(alone, { ...base, estimator: logLinear() });
    expect([fit.singletonPairs, fit.withoutFlowPairs, fit.pairs, fit.leftOutOrigins.length]).toEqual([1, 2, 9, 0]);
    const { constraint: _, ...options } = base;
    expect(predictGravity(fit, options).value[6]).toBeCloseTo(8, 10);
    // Poisson's fit counts it as an observation, with a constant of its own.
    expect(fitGravity(alone, base).singletonPairs).toBe(0);
  });

  it("an origin without outflow: its constant is −∞, and its pairs are none", () => {
    const still = withZeros(4, 6, 7);
    for (const estimator of [negativeBinomial(), logLinear()]) {
      const fit = fitGravity(still, { ...base, estimator });
      expect([fit.leftOutOrigins, fit.originConstants[1]]).toEqual([Uint32Array.of(1), -Infinity]);
      expect([fit.pairs, fit.withoutFlowPairs, fit.separatedPairs]).toEqual([9, 0, 0]);
    }
    // With one constant it is told by its mass; logarithms have none of its flows, but the model speaks of it.
    const open = { ...base, originMass: [1, 2, 3, 5], constraint: unconstrained() };
    const fit = fitGravity(still, { ...open, estimator: logLinear() });
    expect([fit.leftOutOrigins.length, fit.withoutFlowPairs]).toEqual([0, 3]);
    expect(fit.originConstants[1]).toBe(fit.coefficients["constant"]);
  });

  it("pairs without a flow that a covariate separates", () => {
    const barred = squareOf(4, (i, j) => (i === 1 && j > 1 ? 1 : 0));
    const options = { ...base, covariates: [pairCovariate("barred", barred)], estimator: negativeBinomial() };
    const fit = fitGravity(withZeros(6, 7), options);
    expect([fit.separatedPairs, fit.notToldApart, fit.converged]).toEqual([2, ["barred"], true]);
    expect(fit.originConstants.every(Number.isNaN)).toBe(true);
    // Where all pairs of a place are separated, its constant says that nobody goes.
    const own = squareOf(4, (i) => (i === 1 ? 1 : 0));
    const all = { ...base, originMass: [1, 2, 3, 5], constraint: unconstrained(), estimator: negativeBinomial() };
    const still = fitGravity(withZeros(4, 6, 7), { ...all, covariates: [pairCovariate("of Z1", own)] });
    expect([still.separatedPairs, still.leftOutOrigins]).toEqual([3, Uint32Array.of(1)]);
  });

  it("without flows, with one location or none all is NaN", () => {
    for (const estimator of [negativeBinomial(), logLinear(), poissonByRows()]) {
      for (const constraint of [unconstrained(), originConstrained()]) {
        const own = constraint.constants === "one" ? { originMass: [1, 2, 3, 5] } : {};
        const none = smallFlows(new Array(16).fill(0));
        const fit = fitGravity(none, { ...base, ...own, constraint, estimator, errors: observedErrors() });
        expect(fit.theta).toBe(estimator.name === "Poisson by rows" ? Infinity : Number.NaN);
        for (const term of fit.terms)
          expect([fit.coefficients[term], fit.standardErrors[term]]).toEqual([Number.NaN, Number.NaN]);
        for (const figure of [
          "deviance",
          "nullDeviance",
          "logLikelihood",
          "aic",
          "bic",
          "pearson",
          "dispersion",
        ] as const) {
          expect(fit[figure], `${fit.estimator} ${figure}`).toBeNaN();
        }
        expect([fit.pairs, fit.converged]).toEqual([0, false]);
        expect([fit.overdispersion.mean, fit.overdispersion.z]).toEqual([Number.NaN, Number.NaN]);
      }
      for (const places of [0, 1]) {
        const alone = { locations: zonesOf(places), ...sparseFromDense(places, places, new Array(places).fill(7)) };
        const options = { ...base, destinationMass: new Array(places).fill(10), distances: squareOf(places, () => 0) };
        const fit = fitGravity(alone, { ...options, estimator });
        expect([fit.pairs, fit.converged, fit.notToldApart]).toEqual([0, false, ["destinationMass", "distance"]]);
      }
    }
  });

  it("coefficients that flows do not tell apart are NaN, and so are the constants that go with them", () => {
    for (const estimator of [negativeBinomial(), logLinear()]) {
      for (const constraint of [unconstrained(), originConstrained()]) {
        const own = constraint.constants === "one" ? { originMass: [1, 2, 3, 5] } : {};
        const fit = fitGravity(smallFlows(small), {
          ...base,
          ...own,
          destinationMass: [3, 3, 3, 3],
          constraint,
          estimator,
        });
        expect(fit.notToldApart).toEqual(["destinationMass"]);
        expect(fit.originConstants.some(Number.isFinite)).toBe(false);
        expect(Number.isFinite(fit.coefficients["distance"])).toBe(true);
      }
    }
  });
});

describe("what is made of a fit by another estimator", () => {
  const { offset: _, constraint: __, pairs: ___, ...options } = optionsOf("originConstrained", false);
  const fits = [negativeBinomial(), logLinear(), poisson()].map(
    (estimator): GravityFit => fitGravity(flows, { ...options, constraint: originConstrained(), estimator }),
  );

  it("coefficients are compared as any others", () => {
    const [first, second] = fits as [GravityFit, GravityFit];
    const { differences } = compareCoefficients(first, second);
    expect(differences.columns.term).toEqual(["destinationMass", "logDistance", "border"]);
    const { difference, standardError } = differences.columns;
    differences.columns.term.forEach((term, j) => {
      near(difference[j]!, first.coefficients[term]! - second.coefficients[term]!, term);
      near(standardError[j]! ** 2, first.standardErrors[term]! ** 2 + second.standardErrors[term]! ** 2, term);
    });
  });

  it("a log-linear fit predicts medians: times smearing, its residuals average to 1", () => {
    const fit = fits[1]!;
    const { value } = predictGravity(fit, options);
    let sum = 0;
    for (let o = 0; o < n; o++) {
      for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
        const d = flows.index[k]!;
        if (o !== d && flows.value[k]! > 0) sum += flows.value[k]! / (value[o * n + d]! * fit.smearing);
      }
    }
    expect(fit.smearing).toBeGreaterThan(1);
    expect(sum / fit.pairs).toBeCloseTo(1, 10);
  });

  it("only Poisson's fit keeps the totals of its constants", () => {
    const [counts, logs, own] = fits.map((fit) => predictGravity(fit, options).value.reduce((a, b) => a + b, 0));
    const total = flows.value.reduce((a, b) => a + b, 0) - 7 * n;
    expect(own! / total).toBeCloseTo(1, 9);
    expect(Math.abs(counts! / total - 1)).toBeGreaterThan(1e-4);
    expect(Math.abs(logs! / total - 1)).toBeGreaterThan(1e-2);
  });

  it("observed flows are counted by those it expects, and drawn", () => {
    const by = { bins: logarithmicBins({ perDecade: 1 }), minPairs: 16, diagonal: false };
    for (const fit of fits) {
      const bins = countFlowsByExpected(flows, predictGravity(fit, options), by);
      expect(bins.columns.pairs.reduce((a, b) => a + b, 0)).toBe(n * (n - 1));
      const panels = [{ label: fit.estimator, bins: releaseTable(bins, { minPeople: 16 }) }];
      expect(formatFlowFitChart(panels, { title: "Moves", minPairs: 16 })).toContain(`${fit.estimator}: `);
    }
  });
});
