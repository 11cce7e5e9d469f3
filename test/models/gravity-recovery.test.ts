import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { powerLaw } from "../../src/models/deterrence.ts";
import { robustErrors } from "../../src/models/difference-errors.ts";
import { type FitGravityOptions, fitGravity } from "../../src/models/gravity.ts";
import { modelErrors } from "../../src/models/regression-errors.ts";
import type { Random } from "../../src/types.ts";
import { squareOf, zonesOf } from "./worlds.ts";

/**
 * Parameters planted in simulated flows lie inside their 95 % intervals in about 95 of 100 worlds. Over 400 worlds a rule
 * that is right is inside in 95 % ± 1.1 (one standard deviation); 93 to 97 is what is asked for.
 */

const PLACES = 50;
const SEEDS = 400;
const TRUE = { destinationMass: 0.8, logDistance: -1.4 };

/**
 * Places that stay; only flows are drawn anew, 8 a pair on average. Many pairs have a part in each coefficient: where a few
 * large flows decide (distances from 5 to 140, masses from 1 to 7), robust intervals hold the truth in 91 to 94 of 100 worlds.
 */
function placesOf(seed: number): { mass: number[]; means: Float64Array; distances: ReturnType<typeof squareOf> } {
  const random = createRandom(seed);
  const x = Array.from({ length: PLACES }, () => 100 * random());
  const y = Array.from({ length: PLACES }, () => 100 * random());
  const mass = Array.from({ length: PLACES }, () => Math.exp(random()));
  const distances = squareOf(PLACES, (i, j) => Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!) + 30);
  const means = squareOf(PLACES, (i, j) => {
    if (i === j) return 0;
    return (
      1500 * mass[i]! ** 0.6 * mass[j]! ** TRUE.destinationMass * distances.value[i * PLACES + j]! ** TRUE.logDistance
    );
  }).value;
  return { mass, means, distances };
}

/** A Poisson count by products of uniforms, in steps that do not vanish. */
function poissonOf(mean: number, random: Random): number {
  let count = 0;
  let left = mean;
  let product = 1;
  for (;;) {
    product *= random();
    while (product < 1 && left > 0 && product < 1e-100) {
      const step = Math.min(left, 200);
      product *= Math.exp(step);
      left -= step;
    }
    if (product * Math.exp(Math.min(left, 700)) < 1) return count;
    count++;
  }
}

/** Draws flows; with `spread`, means are first multiplied by a factor of mean 1 and variance `spread`, the same for no two pairs. */
function insideShares(
  spread: number,
  model: (mass: number[]) => Omit<FitGravityOptions, "distances" | "deterrence">,
): Record<string, number> {
  const { mass, means, distances } = placesOf(1);
  const inside: Record<string, number> = { destinationMass: 0, logDistance: 0 };
  for (let seed = 0; seed < SEEDS; seed++) {
    const random = createRandom(`world ${seed}`);
    // A factor of 1 ± s, either as likely, has a variance of s².
    const s = Math.sqrt(spread);
    const cells = means.map((mean) => (mean === 0 ? 0 : poissonOf(mean * (random() < 0.5 ? 1 - s : 1 + s), random)));
    const flows = { locations: zonesOf(PLACES), ...sparseFromDense(PLACES, PLACES, cells) };
    const fit = fitGravity(flows, { distances, deterrence: powerLaw(), ...model(mass) });
    for (const [name, value] of Object.entries(TRUE)) {
      const { low, high } = fit.estimates.columns;
      const at = fit.terms.indexOf(name);
      if (low[at]! <= value && value <= high[at]!) inside[name]! += 1 / SEEDS;
    }
  }
  return inside;
}

describe("parameters planted in simulated flows", () => {
  const cases = {
    "counts, errors for counts": { spread: 0, errors: modelErrors() },
    "counts, robust errors": { spread: 0, errors: robustErrors() },
    "flows that vary more than counts, robust errors": { spread: 0.5, errors: robustErrors() },
  };
  for (const [name, { spread, errors }] of Object.entries(cases)) {
    for (const constraint of [unconstrained(), originConstrained()]) {
      it(`are inside their 95 % intervals in 93 to 97 of 100 worlds: ${name}, ${constraint.name}`, () => {
        const open = constraint.constants === "one";
        const shares = insideShares(spread, (mass) => ({
          ...(open ? { originMass: mass } : {}),
          destinationMass: mass,
          constraint,
          errors,
        }));
        for (const [term, share] of Object.entries(shares)) {
          expect(share, term).toBeGreaterThanOrEqual(0.93);
          expect(share, term).toBeLessThanOrEqual(0.97);
        }
      });
    }
  }

  it("are missed far more often by errors for counts where flows vary more than counts do", () => {
    const shares = insideShares(0.5, (mass) => ({
      destinationMass: mass,
      constraint: originConstrained(),
      errors: modelErrors(),
    }));
    expect(shares["logDistance"]).toBeLessThan(0.9);
  });
});
