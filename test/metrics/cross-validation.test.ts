import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  crossValidateByDestination,
  crossValidateByOrigin,
  generateFolds,
  type HeldOut,
} from "../../src/metrics/cross-validation.ts";
import { measureFlowFit } from "../../src/metrics/flow-fit.ts";
import type { FlowCells } from "../../src/metrics/flow-fit-input.ts";
import { originConstrained } from "../../src/models/constraints.ts";
import { powerLaw } from "../../src/models/deterrence.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { gravityLaw } from "../../src/models/gravity-law.ts";
import { pairsWithout } from "../../src/models/pairs.ts";
import { predictFlows } from "../../src/models/predicted.ts";
import { withOutflows } from "../../src/models/predicted-constraints.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";
import { squareOf, worldOf } from "../models/worlds.ts";

const { flows, cells, distances } = worldOf(9, "held out");
const n = 9;
/** Each place holds the origin's outflow, or the destination's inflow, in equal shares. */
const even = (_: SparseMatrix, { totals }: HeldOut): FlowCells => squareOf(n, (i) => totals[i]! / (n - 1));

describe("folds", () => {
  it("hold nearly as many places each, and are those of the seed", () => {
    const folds = generateFolds(11, { folds: 4, random: createRandom(7) });
    expect([0, 1, 2, 3].map((fold) => folds.filter((each) => each === fold).length)).toEqual([3, 3, 3, 2]);
    expect(generateFolds(11, { folds: 4, random: createRandom(7) })).toEqual(folds);
    expect(generateFolds(11, { folds: 4, random: createRandom(8) })).not.toEqual(folds);
  });

  it("put any place into any fold", () => {
    const random = createRandom("any");
    const first = new Array<number>(3).fill(0);
    for (let k = 0; k < 3000; k++) first[generateFolds(6, { folds: 3, random })[0]!]!++;
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt((3000 * 2) / 9));
  });
});

describe("cross-validation", () => {
  const folds = [0, 1, 2, 0, 1, 2, 0, 1, 2];

  it("shows a model nothing of where the people of a held-out origin go", () => {
    const seen: (readonly [Located & SparseMatrix, HeldOut])[] = [];
    const fit = (training: Located & SparseMatrix, given: HeldOut): FlowCells => {
      seen.push([training, given]);
      return even(training, given);
    };
    crossValidateByOrigin(flows, { folds, fit, diagonal: false });
    expect(seen.length).toBe(3);
    for (const [fold, [training, { heldOut, totals }]] of seen.entries()) {
      expect(training.locations).toBe(flows.locations);
      for (let i = 0; i < n; i++) {
        const kept = training.value.slice(training.offsets[i], training.offsets[i + 1]);
        expect(heldOut[i]).toBe(folds[i] === fold ? 1 : 0);
        expect(kept).toEqual(
          heldOut[i] === 1 ? new Float64Array(0) : flows.value.slice(flows.offsets[i], flows.offsets[i + 1]),
        );
        expect(totals[i]).toBe(cells.slice(i * n, i * n + n).reduce((sum, flow, j) => (j === i ? sum : sum + flow), 0));
      }
    }
  });

  it("shows a model of destinations nothing of where those come from who reach a held-out one", () => {
    const fit = (training: Located & SparseMatrix, { heldOut, totals }: HeldOut): FlowCells => {
      for (const destination of training.index) expect(heldOut[destination]).toBe(0);
      for (let j = 0; j < n; j++) {
        expect(totals[j]).toBe(
          cells.reduce((sum, flow, at) => (at % n === j && Math.floor(at / n) !== j ? sum + flow : sum), 0),
        );
      }
      return squareOf(n, (_, j) => totals[j]! / (n - 1));
    };
    const { pooled } = crossValidateByDestination(flows, { folds, fit, diagonal: false });
    expect(pooled.expectedTrips).toBeCloseTo(pooled.observedTrips, 9);
  });

  it("pools the flows of all folds, each expected by the model that has not seen it", () => {
    const { folds: table, pooled } = crossValidateByOrigin(flows, { folds, fit: even, diagonal: false });
    // What this model expects does not depend on the training flows: pooled, it is its fit to all flows.
    const expected = squareOf(
      n,
      (i) => cells.slice(i * n, i * n + n).reduce((sum, flow, j) => (j === i ? sum : sum + flow), 0) / (n - 1),
    );
    const fit = measureFlowFit(flows, expected, { distances, binWidth: 2, diagonal: false });
    expect(pooled.commonPartOfCommuters).toBeCloseTo(fit.commonPartOfCommuters, 13);
    expect(pooled.deviancePerTrip).toBeCloseTo(fit.poissonDeviance / fit.observedTrips, 12);
    expect(pooled.logLikelihood).toBeCloseTo(fit.poissonLogLikelihood, 9);
    expect([pooled.places, pooled.pairs, pooled.observedTrips]).toEqual([9, 72, fit.observedTrips]);
    for (const name of ["places", "pairs", "observedTrips"] as const) {
      expect(table.columns[name].reduce((sum, each) => sum + each, 0)).toBe(pooled[name]);
    }
    expect(rowsOf(table).map(({ fold }) => fold)).toEqual([0, 1, 2]);
  });

  it("does not depend on what the folds are called, or on rows that are not held out", () => {
    const spoilt = (_: SparseMatrix, { heldOut, totals }: HeldOut): FlowCells =>
      squareOf(n, (i) => (heldOut[i] === 1 ? totals[i]! / (n - 1) : Number.NaN));
    const named = crossValidateByOrigin(flows, { folds: folds.map((fold) => 10 - fold), fit: spoilt, diagonal: false });
    const plain = crossValidateByOrigin(flows, { folds, fit: even, diagonal: false });
    expect(named.pooled.commonPartOfCommuters).toBeCloseTo(plain.pooled.commonPartOfCommuters, 14);
    expect([...named.folds.columns.observedTrips].reverse()).toEqual([...plain.folds.columns.observedTrips]);
  });

  it("is the same if the model spoils what it is given", () => {
    const plain = crossValidateByOrigin(flows, { folds, fit: even, diagonal: false });
    const spoiling = (training: SparseMatrix, given: HeldOut): FlowCells => {
      const expected = even(training, given);
      for (const list of [given.heldOut, given.totals, training.value]) list.fill(0);
      return expected;
    };
    expect(crossValidateByOrigin(flows, { folds, fit: spoiling, diagonal: false })).toEqual(plain);
  });

  it("is worthless where a model expects nobody to go where people go", () => {
    const nobody = (): DenseMatrix => squareOf(n, () => 0);
    const { pooled } = crossValidateByOrigin(flows, { folds, fit: nobody, diagonal: false });
    expect([pooled.commonPartOfCommuters, pooled.deviancePerTrip, pooled.logLikelihood]).toEqual([
      0,
      Infinity,
      -Infinity,
    ]);
  });

  it("has no deviance per trip in a fold that nobody leaves, whatever is expected there", () => {
    const three = worldOf(3, "none").flows.locations;
    const given = { locations: three, ...sparseFromDense(3, 3, [0, 0, 0, 4, 0, 6, 1, 1, 0]) };
    const two = (): DenseMatrix => squareOf(3, () => 2);
    const { folds: table, pooled } = crossValidateByOrigin(given, { folds: [0, 1, 1], fit: two, diagonal: false });
    expect([...table.columns.deviancePerTrip].map(Number.isNaN)).toEqual([true, false]);
    expect([table.columns.commonPartOfCommuters[0], table.columns.logLikelihood[0]]).toEqual([0, -4]);
    const nobody = crossValidateByOrigin(given, { folds: [0, 1, 1], fit: () => squareOf(3, () => 0), diagonal: false });
    expect(nobody.folds.columns.commonPartOfCommuters[0]).toBeNaN();
    expect(pooled.observedTrips).toBe(12);
  });

  it("leaves those who stay out of totals, pairs and sums, or takes them in", () => {
    const staying = {
      locations: flows.locations,
      ...sparseFromDense(
        n,
        n,
        cells.map((x, at) => (at % (n + 1) ? x : 7)),
      ),
    };
    const seen: number[] = [];
    const fit = (_: SparseMatrix, { totals }: HeldOut): FlowCells => {
      seen.push(totals.reduce((sum, each) => sum + each, 0));
      return squareOf(n, () => 1);
    };
    const without = crossValidateByOrigin(staying, { folds, fit, diagonal: false }).pooled;
    const within = crossValidateByOrigin(staying, { folds, fit, diagonal: true }).pooled;
    expect([within.pairs - without.pairs, within.observedTrips - without.observedTrips]).toEqual([n, 7 * n]);
    expect(seen[3]! - seen[0]!).toBe(7 * n);
  });

  it("reads the held-out columns alone where destinations are held out, and says which cell is no flow", () => {
    const spoilt =
      (wrong: number) =>
      (_: SparseMatrix, { heldOut, totals }: HeldOut): FlowCells =>
        squareOf(n, (i, j) => (heldOut[j] === 0 ? Number.NaN : i === 2 && j === 4 ? wrong : totals[j]! / (n - 1)));
    const { pooled } = crossValidateByDestination(flows, { folds, fit: spoilt(1), diagonal: false });
    expect(pooled.pairs).toBe(n * (n - 1));
    expect(() => crossValidateByDestination(flows, { folds, fit: spoilt(-1), diagonal: false })).toThrow(
      "crossValidateByDestination: what fit returns [2, 4] must be a finite number of at least 0, got -1",
    );
  });

  it("counts the trips of places of which a model expects nothing: it has not seen them", () => {
    const mute =
      (one: number) =>
      (_: SparseMatrix, given: HeldOut): FlowCells =>
        squareOf(n, (i, j) => (i === one || j === one ? 0 : given.totals[i]! / (n - 1)));
    const leaving = (place: number): number =>
      cells.slice(place * n, place * n + n).reduce((sum, flow, j) => (j === place ? sum : sum + flow), 0);
    const byOrigin = crossValidateByOrigin(flows, { folds, fit: mute(4), diagonal: false });
    expect(byOrigin.pooled.unassignedTrips).toBe(leaving(4));
    expect([...byOrigin.folds.columns.unassignedTrips]).toEqual([0, leaving(4), 0]);
    const byDestination = crossValidateByDestination(flows, { folds, fit: mute(4), diagonal: false });
    const arriving = cells.reduce((sum, flow, at) => (at % n === 4 && Math.floor(at / n) !== 4 ? sum + flow : sum), 0);
    expect(byDestination.pooled.unassignedTrips).toBe(arriving);
    const { pooled } = crossValidateByOrigin(flows, { folds, fit: even, diagonal: false });
    expect(pooled.unassignedTrips).toBe(0);
  });

  it("tells a law with the constants of a fit, which are of other origins, from one without", () => {
    const destinationMass = Float64Array.from({ length: n }, (_, l) => 1 + l);
    const options = { distances, deterrence: powerLaw(), destinationMass };
    const validate = (keepsConstants: boolean): number =>
      crossValidateByOrigin(flows, {
        folds,
        diagonal: false,
        fit: (training, { heldOut, totals }) => {
          const pairs = pairsWithout({ origins: heldOut });
          const fit = fitGravity(training, { ...options, constraint: originConstrained(), pairs });
          const model = keepsConstants ? fit : { coefficients: fit.coefficients };
          return predictFlows(gravityLaw(model, options), withOutflows({ outflows: totals }));
        },
      }).pooled.unassignedTrips;
    const { observedTrips } = crossValidateByOrigin(flows, { folds, fit: even, diagonal: false }).pooled;
    expect([validate(true), validate(false)]).toEqual([observedTrips, 0]);
  });

  it("needs two folds, and flows from the model", () => {
    expect(() => crossValidateByOrigin(flows, { folds: folds.map(() => 3), fit: even, diagonal: false })).toThrow(
      "folds must be at least two that differ, got 1",
    );
    expect(() => crossValidateByOrigin(flows, { folds, fit: () => squareOf(3, () => 1), diagonal: false })).toThrow(
      "what fit returns.rows must be of length 9, got 3",
    );
  });
});
