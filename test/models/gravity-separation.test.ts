import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { destinationCovariate, pairCovariate } from "../../src/models/covariates.ts";
import { exponentialDecay, powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { type FitGravityOptions, fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { keptPairs } from "../../src/models/gravity-design.ts";
import { allPairs, type PairChoice } from "../../src/models/pairs.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import type { DenseMatrix, RowMatrix } from "../../src/types.ts";
import { squareOf, type World, worldOf, zonesOf } from "./worlds.ts";

type Masses = Pick<FitGravityOptions, "constraint" | "originMass" | "destinationMass">;

const MODELS: Readonly<Record<string, (mass: ArrayLike<number>) => Masses>> = {
  unconstrained: (mass) => ({ constraint: unconstrained(), originMass: mass, destinationMass: mass }),
  "origin-constrained": (mass) => ({ constraint: originConstrained(), destinationMass: mass }),
  "destination-constrained": (mass) => ({ constraint: destinationConstrained(), originMass: mass }),
  "doubly constrained": () => ({ constraint: doublyConstrained() }),
};

function flowsOf(cells: ArrayLike<number>): World["flows"] {
  const n = Math.sqrt(cells.length);
  return { locations: zonesOf(n), ...sparseFromDense(n, n, Float64Array.from(cells)) };
}

/** All pairs but those at these cells. */
function without(isLost: (o: number, d: number) => boolean): PairChoice {
  return (flows) => keptPairs(allPairs()(flows), (o, d) => !isLost(o, d));
}

/** Every coefficient and error of the terms that both fits tell apart, and what they say of the fit. */
function expectSame(fit: GravityFit, rest: GravityFit, names: readonly string[]): void {
  for (const name of names) {
    expect(fit.coefficients[name], name).toBeCloseTo(rest.coefficients[name]!, 8);
    expect(fit.standardErrors[name], name).toBeCloseTo(rest.standardErrors[name]!, 8);
  }
  expect([fit.pairs, fit.parameters, fit.converged]).toEqual([rest.pairs, rest.parameters, true]);
  expect(fit.deviance).toBeCloseTo(rest.deviance, 7);
}

for (const [model, massesOf] of Object.entries(MODELS)) {
  describe(`a model that is ${model}`, () => {
    const n = 9;

    it("leaves out pairs that a mixture of distance and a covariate separates, and fits the rest", () => {
      for (let seed = 0; seed < 4; seed++) {
        const world = worldOf(n, `mixture ${seed}`);
        const isBarred = (o: number, d: number): boolean => o !== d && (o * n + d) % 7 === 3;
        const cells = world.cells.map((flow, c) => (isBarred(Math.floor(c / n), c % n) ? 0 : flow));
        const mixture = squareOf(n, (o, d) => {
          return (isBarred(o, d) ? 3 : 0) + Math.log(Math.max(1e-9, world.distances.value[o * n + d]!));
        });
        const options = { ...massesOf(world.mass), distances: world.distances, deterrence: powerLaw() };
        const fit = fitGravity(flowsOf(cells), { ...options, covariates: [pairCovariate("mixture", mixture)] });
        const barred = cells.filter((_, c) => isBarred(Math.floor(c / n), c % n)).length;
        const all = fitGravity(flowsOf(cells), options);
        expect(fit.notToldApart).toEqual(["logDistance", "mixture"]);
        const rest = fitGravity(flowsOf(cells), { ...options, pairs: without(isBarred) });
        expectSame(
          fit,
          rest,
          fit.terms.filter((name) => name.endsWith("Mass")),
        );
        expect(fit.separatedPairs).toBe(all.pairs - rest.pairs);
        expect(fit.separatedPairs).toBeLessThanOrEqual(barred);
        expect(fit.separatedPairs).toBeGreaterThan(0);
      }
    });

    it("leaves out pairs that two covariates separate which are one and the same", () => {
      const world = worldOf(n, "twice the same");
      const isBarred = (o: number, d: number): boolean => o !== d && (o + 2 * d) % 5 === 1;
      const cells = world.cells.map((flow, c) => (isBarred(Math.floor(c / n), c % n) ? 0 : flow));
      const dummy = squareOf(n, (o, d) => (isBarred(o, d) ? 1 : 0));
      const twice = squareOf(n, (o, d) => (isBarred(o, d) ? 2 : 0));
      const options = { ...massesOf(world.mass), distances: world.distances, deterrence: powerLaw() };
      const fit = fitGravity(flowsOf(cells), {
        ...options,
        covariates: [pairCovariate("dummy", dummy), pairCovariate("twice", twice)],
      });
      expect(fit.notToldApart).toEqual(["dummy", "twice"]);
      const rest = fitGravity(flowsOf(cells), { ...options, pairs: without(isBarred) });
      expectSame(fit, rest, ["logDistance"]);
    });

    it("takes one matrix computed by row as distances, as covariate and as offset at once", () => {
      const world = worldOf(n, "aliases");
      const held: DenseMatrix = squareOf(n, (o, d) => world.distances.value[o * n + d]! / 50);
      const byRow: RowMatrix = {
        rows: n,
        columns: n,
        fillRow: (row, into) => into.set(held.value.subarray(row * n, row * n + n)),
      };
      const fitOf = (matrix: DenseMatrix | RowMatrix): GravityFit => {
        return fitGravity(world.flows, {
          ...massesOf(world.mass),
          distances: matrix,
          deterrence: powerLaw(),
          covariates: [pairCovariate("length", matrix)],
          offset: matrix,
        });
      };
      expect(fitOf(byRow)).toEqual(fitOf(held));
      const tanner = fitGravity(world.flows, {
        ...massesOf(world.mass),
        distances: held,
        deterrence: tannerDecay(),
      });
      expect(fitOf(byRow).coefficients["length"]! + 1).toBeCloseTo(tanner.coefficients["distance"]!, 9);
    });

    it("has the same coefficients and errors whatever unit flows are told in, 10⁻¹² to 10¹²", () => {
      const world = worldOf(n, "units");
      const options = { ...massesOf(world.mass), distances: world.distances, deterrence: exponentialDecay() };
      const fit = fitGravity(world.flows, options);
      for (const unit of [1e-12, 1e12]) {
        const other = fitGravity(flowsOf(world.cells.map((flow) => flow * unit)), options);
        expect(other.converged).toBe(true);
        expect(other.explainedDeviance).toBeCloseTo(fit.explainedDeviance, 10);
        for (const name of fit.terms) {
          if (name === "constant") continue;
          expect(other.coefficients[name], name).toBeCloseTo(fit.coefficients[name]!, 10);
          expect(other.standardErrors[name], name).toBeCloseTo(fit.standardErrors[name]!, 10);
        }
      }
    });

    it("explains no part of a deviance that there is none of, where all flows are equal", () => {
      const world = worldOf(n, "equal");
      const equal = flowsOf(squareOf(n, (o, d) => (o === d ? 0 : 4)).value);
      const fit = fitGravity(equal, { ...massesOf(world.mass), distances: world.distances, deterrence: powerLaw() });
      expect([fit.nullDeviance, fit.explainedDeviance]).toEqual([0, Number.NaN]);
      expect(fit.deviance).toBeCloseTo(0, 10);
    });

    it("refuses values too large to be squared, and takes large ones", () => {
      const world = worldOf(n, "large");
      const options = { ...massesOf(world.mass), distances: world.distances, deterrence: powerLaw() };
      const wave = (size: number): FitGravityOptions => {
        const values = squareOf(n, (o, d) => size * Math.sin(o + d * d));
        return { ...options, covariates: [pairCovariate("wave", values)] };
      };
      expect(() => fitGravity(world.flows, wave(1e200))).toThrow("(wave) from Z0 to Z1 must be at most 1e+100 in size");
      const [small, large] = [fitGravity(world.flows, wave(1)), fitGravity(world.flows, wave(1e99))];
      expect(large.coefficients["wave"]! * 1e99).toBeCloseTo(small.coefficients["wave"]!, 9);
      const far = squareOf(n, (o, d) => world.distances.value[o * n + d]! * 1e150);
      expect(() => fitGravity(world.flows, { ...options, distances: far })).toThrow("must be at most 1e+100 in size");
      expect(() => fitGravity(world.flows, { ...options, offset: far })).toThrow(
        "offset from Z0 to Z1 must be at most",
      );
    });

    it("never says that a coefficient is certain where the search has not ended", () => {
      const world = worldOf(n, "steep");
      const steep = squareOf(n, (o, d) => 1000 * Math.sin(o + d * d));
      const options = { ...massesOf(world.mass), distances: world.distances, deterrence: powerLaw(), offset: steep };
      const fit = fitGravity(world.flows, options);
      for (const name of fit.terms) {
        expect(fit.standardErrors[name] === 0, name).toBe(false);
        if (fit.converged) expect(fit.coefficients[name], name).not.toBeNaN();
      }
    });
  });
}

it("a covariate of destinations beyond what can be squared is refused", () => {
  const world = worldOf(5, "beyond");
  const covariates = [destinationCovariate("beyond", [1, 2, 3, -1e101, 5])];
  const options = { destinationMass: world.mass, distances: world.distances, deterrence: powerLaw(), covariates };
  expect(() => fitGravity(world.flows, { ...options, constraint: originConstrained() })).toThrow(
    "covariates[0] (beyond)[3] must be at most 1e+100 in size, got -1e+101",
  );
});

it("two flows, one of them 0, leave one pair and no mass to tell anything by", () => {
  const flows = flowsOf([0, 7, 0, 0]);
  const distances = squareOf(2, (o, d) => Math.abs(o - d) * 3);
  const fit = fitGravity(flows, {
    originMass: [1, 2],
    destinationMass: [1, 2],
    distances,
    deterrence: powerLaw(),
    constraint: unconstrained(),
  });
  expect([fit.converged, fit.separatedPairs, fit.pairs, fit.parameters]).toEqual([true, 1, 1, 1]);
  expect(fit.notToldApart).toEqual(["originMass", "destinationMass", "logDistance"]);
});

describe("constants of origins and destinations", () => {
  const n = 6;
  const constraint = doublyConstrained();

  it("take to 0 the flows between places that are tied to a hub only", () => {
    const world = worldOf(n, "hub");
    const star = squareOf(n, (o, d) => (o !== d && (o === 1 || d === 1) ? 3 + ((o * 7 + d * 5) % 11) : 0));
    const options = { distances: world.distances, constraint };
    for (const deterrence of [powerLaw(), exponentialDecay()]) {
      const fit = fitGravity(flowsOf(star.value), { ...options, deterrence });
      // The hub's flows out and its flows in are two parts, with 6 constants each, one of which is given.
      expect([fit.converged, fit.separatedPairs, fit.pairs, fit.parameters]).toEqual([true, 20, 10, 10]);
      expect(fit.deviance).toBeCloseTo(0, 10);
      expect(fit.notToldApart).toEqual(deterrence.terms);
    }
  });

  it("take none to 0 where people could come the other way", () => {
    const world = worldOf(n, "countries");
    const apart = (o: number, d: number): boolean => o < 3 !== d < 3;
    const cells = squareOf(n, (o, d) => (o === d || apart(o, d) ? 0 : 3 + ((o * 7 + d * 5) % 11))).value;
    const options = { distances: world.distances, deterrence: powerLaw(), constraint };
    const both = fitGravity(flowsOf(cells), options);
    expect([both.converged, both.separatedPairs, both.pairs]).toEqual([true, 0, 30]);
    // Where only the way there is an observation, nobody on it is told by the constants; the way back is none.
    const oneWay = without((o, d) => o >= 3 && d < 3);
    const there = fitGravity(flowsOf(cells), { ...options, pairs: oneWay });
    const rest = fitGravity(flowsOf(cells), { ...options, pairs: without(apart) });
    expect([there.converged, there.separatedPairs, there.pairs, there.parameters]).toEqual([
      true,
      9,
      12,
      rest.parameters,
    ]);
    expect(there.coefficients).toEqual(rest.coefficients);
  });

  it("take to 0 what leads down a chain of parts, and nothing within a circle of them", () => {
    // Three parts of two places each; without flows between them, observed from the first to the second, and between the
    // second and the third both ways.
    const part = (l: number): number => Math.floor(l / 2);
    const cells = squareOf(n, (o, d) => (part(o) === part(d) ? 2 + ((o * 5 + d) % 7) : 0)).value;
    const distances = squareOf(n, (o, d) => 1 + ((o * 3 + d * d) % 5));
    const fitOf = (isObserved: (from: number, to: number) => boolean): GravityFit => {
      const chosen: PairChoice = () => {
        const places = Array.from(new Array(n).keys());
        const rows = places.map((o) => places.filter((d) => part(o) === part(d) || isObserved(part(o), part(d))));
        const offsets = Uint32Array.from({ length: n + 1 }, (_, o) => rows.slice(0, o).flat().length);
        return { offsets, index: Uint32Array.from(rows.flat()) };
      };
      return fitGravity(flowsOf(cells), { distances, deterrence: powerLaw(), constraint, pairs: chosen });
    };
    const down = fitOf((from, to) => to - from === 1 || (from === 2 && to === 1));
    expect([down.converged, down.separatedPairs, down.pairs]).toEqual([true, 4, 12 + 8]);
    const up = fitOf((from, to) => from - to === 1);
    expect([up.converged, up.separatedPairs, up.pairs]).toEqual([true, 8, 12]);
    const round = fitOf((from, to) => (to - from + 3) % 3 === 1);
    expect([round.converged, round.separatedPairs, round.pairs]).toEqual([true, 0, 24]);
  });

  it("and distance: all go to the nearest place, in twelve worlds", () => {
    for (let seed = 0; seed < 12; seed++) {
      const m = 9;
      const world = worldOf(m, `q${seed}`);
      const cells = new Float64Array(m * m);
      for (let o = 0; o < m; o++) {
        const others = Array.from(new Array(m).keys()).filter((d) => d !== o);
        const distance = (d: number): number => world.distances.value[o * m + d]!;
        cells[o * m + others.reduce((best, d) => (distance(d) < distance(best) ? d : best))] = 10 + o;
      }
      for (const deterrence of [powerLaw(), exponentialDecay()]) {
        const fit = fitGravity(flowsOf(cells), { distances: world.distances, deterrence, constraint });
        expect([fit.converged, fit.pairs, fit.notToldApart]).toEqual([true, m, deterrence.terms]);
        expect(fit.deviance).toBeCloseTo(0, 9);
      }
    }
  });
});
