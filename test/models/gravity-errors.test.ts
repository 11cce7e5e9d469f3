import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { destinationCovariate, originCovariate, pairCovariate } from "../../src/models/covariates.ts";
import { powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { classicalErrors, robustErrors, whiteErrors } from "../../src/models/difference-errors.ts";
import type { FlowErrorRule } from "../../src/models/flow-error-rule.ts";
import { type FitGravityOptions, fitGravity } from "../../src/models/gravity.ts";
import {
  destinationClusteredFlowErrors,
  originClusteredFlowErrors,
  pairClusteredFlowErrors,
  twoWayClusteredFlowErrors,
} from "../../src/models/gravity-errors.ts";
import { allPairs, allPairsWithIntrazonal, observedPairs, type PairChoice } from "../../src/models/pairs.ts";
import { modelErrors, ppmlErrors } from "../../src/models/regression-errors.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import { type Observation, slowPoisson, slowSandwich } from "../slow/models.ts";
import { squareOf, type World, worldOf, zonesOf } from "./worlds.ts";

const n = 9;
const world = rich(worldOf(n, "errors"));

/** The world with some zeros, distances that have a diagonal and know directions. */
function rich(plain: World): World {
  const cells = plain.cells.map((flow, c) => (c % 5 === 2 ? 0 : flow + (c % 3)));
  const distances = squareOf(n, (i, j) => plain.distances.value[i * n + j]! + 3 + (i > j ? 1 : 0));
  return { ...plain, cells, distances, flows: { locations: zonesOf(n), ...sparseFromDense(n, n, cells) } };
}

const border = squareOf(n, (i, j) => ((i * j) % 4 === 1 ? 1 : 0));
const exposure = squareOf(n, (i, j) => Math.sin(i + 2 * j) / 3);
const rain = Array.from({ length: n }, (_, l) => Math.cos(3 * l));

interface Model {
  readonly options: FitGravityOptions;
  readonly perOrigin: boolean;
  readonly perDestination: boolean;
}

const terms = { distances: world.distances, deterrence: tannerDecay(), offset: exposure };
const mass = world.mass;
const pairwise = pairCovariate("border", border);
const MODELS: Record<string, Model> = {
  unconstrained: {
    options: {
      ...terms,
      originMass: mass,
      destinationMass: mass,
      constraint: unconstrained(),
      covariates: [originCovariate("rain", rain), pairwise],
    },
    perOrigin: false,
    perDestination: false,
  },
  "origin-constrained": {
    options: {
      ...terms,
      destinationMass: mass,
      constraint: originConstrained(),
      covariates: [pairwise, destinationCovariate("rain", rain)],
    },
    perOrigin: true,
    perDestination: false,
  },
  "destination-constrained": {
    options: {
      ...terms,
      originMass: mass,
      constraint: destinationConstrained(),
      covariates: [originCovariate("rain", rain), pairwise],
    },
    perOrigin: false,
    perDestination: true,
  },
  "doubly constrained": {
    options: { ...terms, constraint: doublyConstrained(), covariates: [pairwise] },
    perOrigin: true,
    perDestination: true,
  },
};

/** The rows of the full regression, and which pair each is. The columns of the terms come last, in the order of the fit. */
function designOf(model: Model, choice: PairChoice): { rows: Observation[]; pairs: [number, number][] } {
  const { offsets, index } = choice(world.flows);
  const rows: Observation[] = [];
  const pairs: [number, number][] = [];
  const dummies = (own: number, from: number): number[] =>
    Array.from({ length: n - from }, (_, l) => (l + from === own ? 1 : 0));
  for (let i = 0; i < n; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const j = index[k]!;
      const distance = world.distances.value[i * n + j]!;
      const { perOrigin, perDestination } = model;
      rows.push({
        flow: world.cells[i * n + j]!,
        offset: exposure.value[i * n + j]!,
        covariates: [
          ...(perOrigin ? dummies(i, 0) : []),
          ...(perDestination ? dummies(j, perOrigin ? 1 : 0) : []),
          ...(perOrigin || perDestination ? [] : [1]),
          ...(perOrigin ? [] : [Math.log(mass[i]!), rain[i]!]),
          ...(perDestination ? [] : [Math.log(mass[j]!), ...(perOrigin ? [rain[j]!] : [])]),
          Math.log(distance),
          distance,
          border.value[i * n + j]!,
        ],
      });
      pairs.push([i, j]);
    }
  }
  return { rows, pairs };
}

const CHOICES: Record<string, PairChoice> = {
  "all pairs": allPairs(),
  "observed pairs": observedPairs(),
  "all pairs and those within": allPairsWithIntrazonal(),
};

function near(got: number, expected: number, what: string): void {
  expect(Math.abs(got - expected) / Math.max(1e-3, Math.abs(expected)), what).toBeLessThan(1e-7);
}

for (const [name, model] of Object.entries(MODELS)) {
  for (const [chosen, choice] of Object.entries(CHOICES)) {
    describe(`a model that is ${name}, of ${chosen}, with covariates and an offset`, () => {
      const { rows, pairs } = designOf(model, choice);
      const slow = slowPoisson(rows);
      const size = rows.length;
      const parameters = slow.beta.length;
      const fitted = rows.map((row) => {
        return Math.exp(row.covariates.reduce((sum, x, j) => sum + x * slow.beta[j]!, row.offset!));
      });
      const fitWith = (errors: FlowErrorRule): ReturnType<typeof fitGravity> =>
        fitGravity(world.flows, { ...model.options, pairs: choice, errors });

      it("has the coefficients of the full regression, and its figures", () => {
        const fit = fitWith(robustErrors());
        const first = parameters - fit.terms.length;
        expect([fit.pairs, fit.parameters, fit.converged]).toEqual([size, parameters, true]);
        fit.terms.forEach((term, k) => {
          near(fit.coefficients[term]!, slow.beta[first + k]!, term);
        });
        near(fit.deviance, slow.deviance, "deviance");
        near(fit.logLikelihood, slow.logLikelihood, "log-likelihood");
        const squares = rows.map((row, i) => (row.flow - fitted[i]!) ** 2 / fitted[i]!);
        near(
          fit.pearson,
          squares.reduce((a, b) => a + b, 0),
          "Pearson",
        );
        const excess = rows.map((row, i) => squares[i]! - row.flow / fitted[i]!);
        const mean = excess.reduce((a, b) => a + b, 0) / size;
        const variance = excess.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (size - 1);
        near(fit.overdispersion.mean, mean, "overdispersion");
        near(fit.overdispersion.z, mean / Math.sqrt(variance / size), "its z");
      });

      it("has its sandwich errors, clustered in every way", () => {
        const { perOrigin, perDestination } = model;
        const own = slowSandwich(rows, slow.beta, (i) => i);
        const byOrigin = slowSandwich(rows, slow.beta, (i) => pairs[i]![0]);
        const byDestination = slowSandwich(rows, slow.beta, (i) => pairs[i]![1]);
        const byPair = slowSandwich(rows, slow.beta, (i) => [...pairs[i]!].sort((a, b) => a - b).join());
        const kept = (origin: boolean, destination: boolean): number =>
          parameters - (origin && perOrigin ? n - 1 : 0) - (destination && perDestination ? n - 1 : 0);
        const factor = (clusters: number, k: number): number => ((clusters / (clusters - 1)) * (size - 1)) / (size - k);
        const both = kept(true, true);
        type Wanted = readonly [FlowErrorRule, (a: number, b: number) => number];
        const wanted: Wanted[] = [
          [whiteErrors(), (a, b) => own.covariance[a]![b]!],
          [robustErrors(), (a, b) => (own.covariance[a]![b]! * size) / (size - parameters)],
          [ppmlErrors(), (a, b) => (own.covariance[a]![b]! * size) / (size - 1)],
          [originClusteredFlowErrors(), (a, b) => byOrigin.covariance[a]![b]! * factor(n, kept(true, false))],
          [destinationClusteredFlowErrors(), (a, b) => byDestination.covariance[a]![b]! * factor(n, kept(false, true))],
          [pairClusteredFlowErrors(), (a, b) => byPair.covariance[a]![b]! * factor(byPair.clusters, parameters)],
          [
            twoWayClusteredFlowErrors(),
            (a, b) =>
              (byOrigin.covariance[a]![b]! + byDestination.covariance[a]![b]!) * factor(n, both) -
              own.covariance[a]![b]! * factor(size, both),
          ],
        ];
        const named: string[] = [];
        for (const [rule, covarianceOf] of wanted) {
          const fit = fitWith(rule);
          const k = fit.terms.length;
          const first = parameters - k;
          named.push(fit.errors);
          fit.terms.forEach((term, a) => {
            const variance = covarianceOf(first + a, first + a);
            const error = variance >= 0 ? Math.sqrt(variance) : Number.NaN;
            if (Number.isNaN(error)) expect(fit.standardErrors[term]).toBeNaN();
            else {
              near(fit.standardErrors[term]!, error, `${fit.errors} of ${term}`);
              near(fit.estimates.columns.t[a]!, slow.beta[first + a]! / error, `z of ${term}`);
              near(fit.estimates.columns.high[a]!, slow.beta[first + a]! + 1.959963984540054 * error, `end of ${term}`);
              near(
                fit.estimates.columns.low[a]!,
                slow.beta[first + a]! - 1.959963984540054 * error,
                `start of ${term}`,
              );
            }
            fit.terms.forEach((_, b) => {
              const scale = Math.sqrt(own.covariance[first + a]![first + a]! * own.covariance[first + b]![first + b]!);
              const got = fit.covariance[a * k + b]!;
              expect(Math.abs(got - covarianceOf(first + a, first + b)), fit.errors).toBeLessThan(1e-7 * scale);
            });
          });
        }
        expect(named.map((name) => name.replace("clustered by ", ""))).toEqual([
          "HC0",
          "HC1",
          "PPML",
          "origin",
          "destination",
          "pair",
          "origin and destination",
        ]);
        expect(fitWith(pairClusteredFlowErrors()).clusters).toBe(byPair.clusters);
        expect(fitWith(whiteErrors()).clusters).toBeNaN();
      });

      it("has its errors for counts, and those times the dispersion", () => {
        const counts = fitWith(modelErrors());
        const quasi = fitWith(classicalErrors());
        const first = parameters - counts.terms.length;
        counts.terms.forEach((term, k) => {
          near(counts.standardErrors[term]!, slow.poisson[first + k]!, term);
          near(quasi.standardErrors[term]!, slow.poisson[first + k]! * Math.sqrt(counts.dispersion), term);
          expect(quasi.poissonErrors[term]).toBe(counts.standardErrors[term]);
        });
      });
    });
  }
}

describe("distances and covariates that are computed by row, and sparse ones", () => {
  it("give the same fit as those held whole", () => {
    const byRow = ({ value }: { value: Float64Array }): FitGravityOptions["distances"] => ({
      rows: n,
      columns: n,
      fillRow: (row, into) => into.set(value.subarray(row * n, row * n + n)),
    });
    const sparse = sparseFromDense(n, n, border.value);
    for (const { options } of Object.values(MODELS)) {
      const covariates = (values: Parameters<typeof pairCovariate>[1]): FitGravityOptions["covariates"] =>
        options.covariates!.map((each) => (each.of === "pair" ? pairCovariate("border", values) : each));
      const whole = fitGravity(world.flows, options);
      const rows = { ...options, distances: byRow(world.distances), offset: byRow(exposure) };
      const computed = fitGravity(world.flows, { ...rows, covariates: covariates(byRow(border))! });
      expect(computed).toEqual(whole);
      expect(fitGravity(world.flows, { ...options, covariates: covariates(sparse)! })).toEqual(whole);
    }
  });
});

it("intervals are as wide as the confidence asked for", () => {
  const options = { ...MODELS["unconstrained"]!.options, deterrence: powerLaw() };
  const wide = fitGravity(world.flows, { ...options, confidence: 0.99 });
  const error = wide.standardErrors["border"]!;
  near(
    wide.estimates.columns.high[wide.terms.indexOf("border")]! - wide.coefficients["border"]!,
    2.5758293035489004 * error,
    "0.99",
  );
});

it("a constraint gives the same fit from a start at some of the origins as from 0", () => {
  // 400 places: more pairs than the search starts with.
  const size = 400;
  const x = Float64Array.from({ length: size }, (_, l) => ((l * 7919) % 1009) / 10);
  const y = Float64Array.from({ length: size }, (_, l) => ((l * 104729) % 997) / 10);
  const people = Array.from(x, (_, l) => 1 + ((l * 31) % 17));
  const distances = squareOf(size, (i, j) => Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!) + 1);
  const cells = squareOf(size, (i, j) => {
    return Math.floor((20 * people[i]! * people[j]!) / distances.value[i * size + j]! ** 1.5 + ((i * j) % 7) / 7);
  });
  const flows = { locations: zonesOf(size), ...sparseFromDense(size, size, cells.value) };
  const options = { distances, deterrence: powerLaw() };
  const all = fitGravity(flows, { ...options, destinationMass: people, constraint: originConstrained() });
  // The scores at the maximum are 0: the mean logarithm of distance is that of the flows.
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i === j) continue;
      const log = Math.log(distances.value[i * size + j]!);
      observed += cells.value[i * size + j]! * log;
      const { destinationMass, logDistance } = all.coefficients as { destinationMass: number; logDistance: number };
      expected += Math.exp(all.originConstants[i]! + destinationMass * Math.log(people[j]!) + logDistance * log) * log;
    }
  }
  expect(all.converged).toBe(true);
  expect(all.iterations).toBeLessThan(6);
  expect(Math.abs(expected / observed - 1)).toBeLessThan(1e-11);
});
