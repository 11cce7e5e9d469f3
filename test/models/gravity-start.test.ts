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

  it("starts nearer still among millions of pairs, where the scores end at 0 too", { timeout: 60_000 }, () => {
    const size = 1_970;
    const places = placesOf(size, () => true);
    const fit = fitOf(places, "originConstrained");
    const { logDistance, destinationMass } = fit.coefficients as { logDistance: number; destinationMass: number };
    let observed = 0;
    let expected = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        if (i === j) continue;
        const log = Math.log(places.distances.value[i * size + j]!);
        observed += places.cells[i * size + j]! * log;
        expected +=
          Math.exp(fit.originConstants[i]! + destinationMass * Math.log(places.mass[j]!) + logDistance * log) * log;
      }
    }
    expect([fit.converged, fit.pairs]).toEqual([true, size * (size - 1)]);
    expect(fit.iterations).toBeLessThan(5);
    expect(Math.abs(expected / observed - 1)).toBeLessThan(1e-11);
  });
});
