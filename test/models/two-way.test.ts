import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { pairCovariate } from "../../src/models/covariates.ts";
import { exponentialDecay, powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { allPairs, observedPairs } from "../../src/models/pairs.ts";
import { modelErrors } from "../../src/models/regression-errors.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import { type Observation, slowPoisson } from "../slow/models.ts";
import { squareOf, worldOf, zonesOf } from "./worlds.ts";

const constraint = doublyConstrained();

function near(got: number, expected: number, tolerance = 1e-8): void {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

describe("a gravity model with constants of origins and destinations", () => {
  const world = worldOf(9, "two-way");
  const n = world.mass.length;
  const ties = squareOf(n, (i, j) => ((i * 7 + j * 3) % 4 === 0 ? 1 : 0));

  for (const [name, pairs] of Object.entries({ "all pairs": allPairs(), "observed pairs": observedPairs() })) {
    for (const deterrence of [powerLaw(), exponentialDecay(), tannerDecay()]) {
      it(`is the regression with a dummy for each place: ${deterrence.name}, ${name}`, () => {
        const options = { distances: world.distances, deterrence, constraint, pairs };
        const covariates = [pairCovariate("ties", ties)];
        const fit = fitGravity(world.flows, { ...options, covariates });
        const seen: Observation[] = [];
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const flow = world.cells[i * n + j]!;
            if (i === j || (flow === 0 && name === "observed pairs")) continue;
            const into = deterrence.terms.map(() => new Float64Array(1));
            deterrence.fillTerms(Float64Array.of(world.distances.value[i * n + j]!), 1, into);
            const places = Array.from({ length: 2 * n - 1 }, (_, l) => (l === i || l === n + j ? 1 : 0));
            seen.push({ flow, covariates: [...into.map((x) => x[0]!), ties.value[i * n + j]!, ...places] });
          }
        }
        const slow = slowPoisson(seen);
        const names = [...deterrence.terms, "ties"];
        const poisson = fitGravity(world.flows, { ...options, covariates, errors: modelErrors() });
        names.forEach((term, t) => {
          near(fit.coefficients[term]!, slow.beta[t]!);
          near(fit.standardErrors[term]!, slow.hc1[t]!);
          near(poisson.standardErrors[term]!, slow.poisson[t]!);
        });
        near(fit.deviance, slow.deviance);
        near(fit.logLikelihood, slow.logLikelihood);
        expect([fit.converged, fit.parameters]).toEqual([true, names.length + 2 * n - 1]);
      });
    }
  }

  it("reads distances by row as those held", () => {
    const { distances } = world;
    const fillRow = (row: number, into: Float64Array): void => {
      into.set(distances.value.subarray(row * n, row * n + n));
    };
    const held = fitGravity(world.flows, { distances, deterrence: powerLaw(), constraint });
    const byRow = { rows: n, columns: n, fillRow };
    expect(fitGravity(world.flows, { distances: byRow, deterrence: powerLaw(), constraint })).toEqual(held);
  });

  it("scales its largest factor of a destination to 1 and leaves out places without flows", () => {
    const cells = world.cells.map((flow, c) => (Math.floor(c / n) === 2 || c % n === 5 ? 0 : flow));
    const flows = { ...world.flows, ...sparseFromDense(n, n, cells) };
    const fit = fitGravity(flows, { distances: world.distances, deterrence: powerLaw(), constraint });
    expect(Math.max(...fit.destinationConstants)).toBe(0);
    expect([fit.originConstants[2], fit.destinationConstants[5]]).toEqual([-Infinity, -Infinity]);
    expect([[...fit.leftOutOrigins], [...fit.leftOutDestinations]]).toEqual([[2], [5]]);
    expect(fit.parameters).toBe(1 + 2 * (n - 1) - 1);
  });

  it("does not tell apart what its constants speak for", () => {
    const sum = squareOf(n, (i, j) => world.mass[i]! + 3 * world.mass[j]!);
    const covariates = [pairCovariate("sum", sum)];
    const options = { distances: world.distances, deterrence: powerLaw(), constraint };
    const fit = fitGravity(world.flows, { ...options, covariates });
    expect(fit.coefficients["sum"]).toBeNaN();
    near(fit.coefficients["logDistance"]!, fitGravity(world.flows, options).coefficients["logDistance"]!);
    expect(fit.notToldApart).toEqual(["sum"]);
  });

  it("counts the constants of separate groups of places", () => {
    // Two countries without exchange, of three places each, and their flows only.
    const far = squareOf(6, (i, j) => (Math.floor(i / 3) === Math.floor(j / 3) ? 1 + ((i + 2 * j) % 3) + i / 7 : 50));
    const cells = Array.from(far.value, (d, c) => (d === 50 || c % 7 === 0 ? 0 : 5 + ((c * 11) % 17)));
    const flows = { locations: zonesOf(6), ...sparseFromDense(6, 6, cells) };
    const fit = fitGravity(flows, { distances: far, deterrence: powerLaw(), constraint, pairs: observedPairs() });
    expect([fit.converged, fit.parameters]).toEqual([true, 1 + 12 - 2]);
  });

  it("leaves out all other pairs where all go to the nearest place", () => {
    const distances = squareOf(6, (i, j) => (Math.floor(i / 2) === Math.floor(j / 2) ? 1 : 3 + Math.abs(i - j)));
    const cells = Array.from({ length: 36 }, (_, c) => {
      const [i, j] = [Math.floor(c / 6), c % 6];
      return i !== j && Math.floor(i / 2) === Math.floor(j / 2) ? 10 + i : 0;
    });
    const flows = { locations: zonesOf(6), ...sparseFromDense(6, 6, cells) };
    const fit: GravityFit = fitGravity(flows, { distances, deterrence: exponentialDecay(), constraint });
    expect([fit.converged, fit.coefficients["distance"], fit.notToldApart]).toEqual([true, Number.NaN, ["distance"]]);
    expect([fit.separatedPairs, fit.pairs, fit.parameters]).toEqual([24, 6, 6]);
  });

  it("has nothing to say about no flows", () => {
    const flows = { locations: zonesOf(3), ...sparseFromDense(3, 3, new Float64Array(9)) };
    const distances = squareOf(3, (i, j) => 1 + i + j);
    const fit = fitGravity(flows, { distances, deterrence: powerLaw(), constraint });
    expect([fit.coefficients["logDistance"], fit.converged]).toEqual([Number.NaN, false]);
  });

  it("finds a planted decay inside its interval in 93 to 97 of 100 worlds", () => {
    const size = 14;
    let inside = 0;
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(`planted ${seed}`);
      const at = Array.from(
        { length: size },
        () => [10 * random(), 10 * random(), 1 + random(), 1 + random()] as const,
      );
      const distances = squareOf(size, (i, j) => Math.hypot(at[i]![0] - at[j]![0], at[i]![1] - at[j]![1]));
      const cells = Array.from(distances.value, (d, c) => {
        const [i, j] = [Math.floor(c / size), c % size];
        return i === j ? 0 : drawn(20 * at[i]![2] * at[j]![3] * Math.exp(-0.3 * d), random);
      });
      const flows = { locations: zonesOf(size), ...sparseFromDense(size, size, cells) };
      const fit = fitGravity(flows, { distances, deterrence: exponentialDecay(), constraint });
      const error = fit.standardErrors["distance"]!;
      if (Math.abs(fit.coefficients["distance"]! + 0.3) <= 1.959963984540054 * error) inside++;
    }
    expect(inside).toBeGreaterThanOrEqual(93);
    expect(inside).toBeLessThanOrEqual(97);
  });
});

/** A Poisson number, by the product of uniform ones. */
function drawn(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
