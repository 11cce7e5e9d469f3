import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { crossValidateByOrigin, generateFolds } from "../../src/metrics/cross-validation.ts";
import { type ComparedModel, compareModels } from "../../src/metrics/model-comparison.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";
import { squareOf, zonesOf } from "../models/worlds.ts";

/**
 * Worlds whose people choose by a known law: of several laws, each with its best parameter, the true one must win, both by
 * the likelihood of the flows it was fitted to and on origins it has not seen.
 */

const n = 40;
const random = createRandom("laws");
const x = Array.from({ length: n }, () => 100 * random());
const y = Array.from({ length: n }, () => 100 * random());
const mass = Array.from({ length: n }, () => 100 * Math.exp(2 * random()));
const distances = squareOf(n, (i, j) => Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!));
const outflows = mass.map((m) => Math.round(m / 4));

/** A law with one parameter at most: the shares of the destinations of each origin. */
type Law = (parameter: number) => DenseMatrix;

function sharesOf(weight: (i: number, j: number) => number): DenseMatrix {
  const weights = squareOf(n, (i, j) => (i === j ? 0 : weight(i, j)));
  const sums = mass.map((_, i) => weights.value.slice(i * n, i * n + n).reduce((a, b) => a + b, 0));
  return squareOf(n, (i, j) => weights.value[i * n + j]! / sums[i]!);
}

function between(i: number, j: number): number {
  const far = distances.value[i * n + j]!;
  return mass.reduce((sum, m, k) => (k !== i && k !== j && distances.value[i * n + k]! < far ? sum + m : sum), 0);
}

const LAWS: Readonly<
  Record<string, { readonly law: Law; readonly truth: number; readonly range: readonly [number, number] | null }>
> = {
  "power law": {
    law: (b) => sharesOf((i, j) => mass[j]! * distances.value[i * n + j]! ** -b),
    truth: 1.5,
    range: [0.01, 5],
  },
  "exponential decay": {
    law: (b) => sharesOf((i, j) => mass[j]! * Math.exp(-b * distances.value[i * n + j]!)),
    truth: 0.06,
    range: [0.001, 0.3],
  },
  radiation: {
    law: () =>
      sharesOf((i, j) => (mass[i]! * mass[j]!) / ((mass[i]! + between(i, j)) * (mass[i]! + mass[j]! + between(i, j)))),
    truth: 0,
    range: null,
  },
  uniform: { law: () => sharesOf((_, j) => mass[j]!), truth: 0, range: null },
};

const flowsOf = (shares: DenseMatrix, totals: ArrayLike<number>): DenseMatrix =>
  squareOf(n, (i, j) => totals[i]! * shares.value[i * n + j]!);

/** The parameter under which the flows are most likely, by golden sections. */
function mostLikely(law: Law, [low, high]: readonly [number, number], flows: SparseMatrix): number {
  const lost = (parameter: number): number => {
    const { value } = law(parameter);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      for (let k = flows.offsets[i]!; k < flows.offsets[i + 1]!; k++)
        sum -= flows.value[k]! * Math.log(value[i * n + flows.index[k]!]!);
    }
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [low, high];
  for (let turn = 0; turn < 25; turn++) {
    const [a, b] = [to - golden * (to - from), from + golden * (to - from)];
    if (lost(a) < lost(b)) to = b;
    else from = a;
  }
  return (from + to) / 2;
}

const fitted = (name: string, flows: SparseMatrix): DenseMatrix => {
  const { law, truth, range } = LAWS[name]!;
  return law(range === null ? truth : mostLikely(law, range, flows));
};

/** Every person chooses a destination by the law. */
function drawn({ value }: DenseMatrix, seed: string): Located & SparseMatrix {
  const random = createRandom(seed);
  const cells = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let person = 0; person < outflows[i]!; person++) {
      let left = random();
      let j = 0;
      while (j < n - 1 && left >= value[i * n + j]!) left -= value[i * n + j++]!;
      cells[i * n + j]!++;
    }
  }
  return { locations: zonesOf(n), ...sparseFromDense(n, n, cells) };
}

describe("of several laws, the one by which people chose", () => {
  it.each(Object.keys(LAWS))("%s: is found by the comparison of models and on origins held out", (truth) => {
    const { law, truth: parameter } = LAWS[truth]!;
    const flows = drawn(law(parameter), truth);
    const models: Record<string, ComparedModel> = {};
    for (const [name, { range }] of Object.entries(LAWS)) {
      models[name] = { expected: flowsOf(fitted(name, flows), outflows), parameters: n + (range === null ? 0 : 1) };
    }
    const { columns } = compareModels(flows, models, { distances, binWidth: 10, diagonal: false });
    expect(columns.model[0]).toBe(truth);
    expect(columns.akaikeWeight[0]).toBeGreaterThan(0.7);
    // Small flows vary: even of the true law the common part is far from 1, but none has more.
    const parts = columns.commonPartOfCommuters;
    expect(parts[0]).toBeGreaterThan(Math.max(...parts.slice(1)) - 0.005);

    const folds = generateFolds(n, { folds: 4, random: createRandom("folds") });
    const heldOut = Object.keys(LAWS).map((name) => {
      const { pooled } = crossValidateByOrigin(flows, {
        folds,
        fit: (training, { totals }) => flowsOf(fitted(name, training), totals),
        diagonal: false,
      });
      return { name, deviance: pooled.deviancePerTrip };
    });
    heldOut.sort((a, b) => a.deviance - b.deviance);
    expect(heldOut[0]!.name).toBe(truth);
  });
});
