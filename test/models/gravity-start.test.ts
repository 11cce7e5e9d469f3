import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import {
  destinationConstrained,
  doublyConstrained,
  type FitGravityOptions,
  fitGravity,
  type GravityFit,
  originConstrained,
  pairCovariate,
  powerLaw,
  unconstrained,
} from "../../src/models/index.ts";
import { solvePoisson } from "../../src/models/poisson.ts";
import { squareOf, zonesOf } from "./worlds.ts";

/** 400 places: more pairs than the search starts with, so that it starts at the maximum for every second origin. */
const SIZE = 400;

interface Places {
  readonly mass: number[];
  readonly distances: FitGravityOptions["distances"] & { readonly value: Float64Array };
  readonly border: FitGravityOptions["distances"] & { readonly value: Float64Array };
  readonly cells: Float64Array;
}

/** Places with flows from those origins that send any; `by` numbers the places anew. */
function placesOf(size: number, sends: (o: number) => boolean, by: (l: number) => number = (l) => l): Places {
  const x = (l: number): number => ((by(l) * 7919) % 1009) / 10;
  const y = (l: number): number => ((by(l) * 104_729) % 997) / 10;
  const mass = Array.from({ length: size }, (_, l) => 1 + ((by(l) * 31) % 17));
  const distances = squareOf(size, (i, j) => Math.hypot(x(i) - x(j), y(i) - y(j)) + 1);
  const border = squareOf(size, (i, j) => (by(i) % 2 === 1 && (by(i) + by(j)) % 3 === 0 ? 1 : 0));
  const cells = squareOf(size, (i, j) => {
    if (!sends(by(i))) return 0;
    const mean = (20 * mass[i]! * mass[j]!) / distances.value[i * size + j]! ** 1.5;
    return Math.floor(mean * (1 + border.value[i * size + j]!) + ((by(i) * by(j)) % 7) / 7);
  }).value;
  return { mass, distances, border, cells };
}

const MODELS = {
  unconstrained: { constraint: unconstrained(), masses: ["originMass", "destinationMass"] },
  originConstrained: { constraint: originConstrained(), masses: ["destinationMass"] },
  destinationConstrained: { constraint: destinationConstrained(), masses: ["originMass"] },
  doublyConstrained: { constraint: doublyConstrained(), masses: [] },
} as const;

function fitOf(places: Places, model: keyof typeof MODELS, bordered = false): GravityFit {
  const { mass, distances, border, cells } = places;
  const { constraint, masses } = MODELS[model];
  const size = mass.length;
  return fitGravity(
    { locations: zonesOf(size), ...sparseFromDense(size, size, cells) },
    {
      ...Object.fromEntries(masses.map((name) => [name, mass])),
      distances,
      deterrence: powerLaw(),
      constraint,
      covariates: bordered ? [pairCovariate("border", border)] : [],
    },
  );
}

function expectSame(one: GravityFit, other: GravityFit): void {
  expect([one.converged, other.converged]).toEqual([true, true]);
  for (const term of one.terms) {
    expect(Math.abs(one.coefficients[term]! / other.coefficients[term]! - 1)).toBeLessThan(1e-9);
    expect(Math.abs(one.standardErrors[term]! / other.standardErrors[term]! - 1)).toBeLessThan(1e-8);
  }
  expect(Math.abs(one.deviance / other.deviance - 1)).toBeLessThan(1e-10);
}

describe("a fit that starts at the maximum for some of the origins", () => {
  const turned = (l: number): number => SIZE - 1 - l;

  for (const model of Object.keys(MODELS) as (keyof typeof MODELS)[]) {
    it(`does not depend on which they are: ${model}`, () => {
      const all = (): boolean => true;
      const there = fitOf(placesOf(SIZE, all), model);
      expectSame(there, fitOf(placesOf(SIZE, all, turned), model));
      expect(there.iterations).toBeLessThan(6);
    });
  }

  it("starts at 0 where these origins have no flows, and ends where it does if the others have none", () => {
    const odd = (o: number): boolean => o % 2 === 1;
    for (const model of ["unconstrained", "destinationConstrained"] as const) {
      expectSame(fitOf(placesOf(SIZE, odd), model), fitOf(placesOf(SIZE, odd, turned), model));
    }
  });

  it("starts at 0 where a covariate does not vary among them, and ends where it does if it varies", () => {
    for (const model of ["unconstrained", "originConstrained", "doublyConstrained"] as const) {
      const there = fitOf(
        placesOf(SIZE, () => true),
        model,
        true,
      );
      expectSame(
        there,
        fitOf(
          placesOf(SIZE, () => true, turned),
          model,
          true,
        ),
      );
      expect(there.coefficients["border"]).toBeGreaterThan(0.6);
    }
  });

  it("starts at 0 where a covariate runs to infinity among these origins, and ends where it does if it does not", () => {
    // Bridges of even places are crossed by nobody, those of odd places by more people than the distance lets expect.
    const bridged = (by: (l: number) => number): Places => {
      const places = placesOf(SIZE, () => true, by);
      const border = squareOf(SIZE, (i, j) => ((7 * by(i) + 11 * by(j)) % 97 === 0 ? 1 : 0));
      const cells = places.cells.map((flow, c) => {
        if (border.value[c] === 0) return flow;
        return by(Math.floor(c / SIZE)) % 2 === 0 ? 0 : 1 + 4 * flow;
      });
      return { ...places, border, cells };
    };
    for (const model of Object.keys(MODELS) as (keyof typeof MODELS)[]) {
      expectSame(
        fitOf(
          bridged((l) => l),
          model,
          true,
        ),
        fitOf(bridged(turned), model, true),
      );
    }
  });

  it("finds the pairs that a covariate separates, which run away among these origins too", () => {
    const places = placesOf(SIZE, () => true);
    const border = squareOf(SIZE, (i, j) => (i !== j && (7 * i + 11 * j) % 997 === 0 ? 1 : 0));
    const cells = places.cells.map((flow, c) => (border.value[c] === 1 ? 0 : flow));
    const lost = border.value.reduce((sum, x) => sum + x, 0);
    for (const model of ["unconstrained", "originConstrained"] as const) {
      const fit = fitOf({ ...places, border, cells }, model, true);
      expect([fit.converged, fit.separatedPairs, fit.notToldApart]).toEqual([true, lost, ["border"]]);
    }
  });

  it("starts nearer still among millions of pairs, where the scores end at 0 too", () => {
    const size = 1_970;
    const pairs = size * (size - 1);
    const offsets = Uint32Array.from({ length: size + 1 }, (_, o) => o * (size - 1));
    const destination = new Uint32Array(pairs);
    for (let p = 0; p < pairs; p++) {
      const [o, d] = [Math.floor(p / (size - 1)), p % (size - 1)];
      destination[p] = d < o ? d : d + 1;
    }
    const row = new Float64Array(size - 1);
    const read = (o: number): Float64Array => {
      for (let p = 0; p < row.length; p++) row[p] = ((37 * o + 61 * p) % 101) / 101 - 0.5;
      return row;
    };
    // Every origin has flows to 100 places, more to those with a small value, and to another extent from each.
    const each = 100;
    const flowOffsets = Uint32Array.from({ length: size + 1 }, (_, o) => o * each);
    const flowAt = new Uint32Array(size * each);
    const flow = new Float64Array(size * each);
    const outflow = new Float64Array(size);
    let observed = 0;
    for (let o = 0; o < size; o++) {
      const values = read(o);
      for (let f = o * each; f < (o + 1) * each; f++) {
        const p = 19 * (f - o * each);
        flowAt[f] = offsets[o]! + p;
        flow[f] = Math.exp(-(3 + (o % 7) / 3) * values[p]!);
        outflow[o]! += flow[f]!;
        observed += flow[f]! * values[p]!;
      }
    }
    const fit = solvePoisson(
      {
        ...{ locations: size, offsets, destination, flowOffsets, flowAt, flow, outflow, inflow: outflow },
        ...{ terms: [{ name: "cost", centre: 0, spread: 0.29 }], originTerms: [], destinationTerms: [] },
        ...{ pairTerms: [read], offset: null },
      },
      "origins",
    );
    const expected = outflow.reduce((sum, people, o) => sum + people * fit.originMeans[o]!, 0);
    expect([fit.converged, fit.iterations]).toEqual([true, 2]);
    expect(Math.abs(expected / observed - 1)).toBeLessThan(1e-11);
  });
});
