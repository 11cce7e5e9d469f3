import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import {
  type GravityCoefficients,
  type GravityConstraint,
  originConstrained,
  unconstrained,
} from "../../src/models/constraints.ts";
import { type Deterrence, exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { type FitGravityOptions, fitGravity } from "../../src/models/gravity.ts";
import { allPairs, observedPairs, type PairChoice } from "../../src/models/pairs.ts";
import { type Observation, slowPoisson } from "../slow/models.ts";
import { squareOf, type World, worldOf, zonesOf } from "./worlds.ts";

/** The rows of the full regression: the constants (one, or one per origin with an outflow), masses and covariate. */
function designOf(world: World, deterrence: Deterrence, perOrigin: boolean, zeros: boolean): Observation[] {
  const n = world.mass.length;
  const row = (i: number): number[] => world.cells.slice(i * n, i * n + n).map((flow, j) => (i === j ? 0 : flow));
  const origins = world.mass.map((_, i) => i).filter((i) => !perOrigin || row(i).some((flow) => flow > 0));
  return origins.flatMap((i) =>
    row(i).flatMap((flow, j) => {
      if (i === j || (flow === 0 && !zeros)) return [];
      const covariate = [0];
      deterrence.fillTerms(Float64Array.of(world.distances.value[i * n + j]!), 1, [covariate as never]);
      const masses = [Math.log(world.mass[i]!), Math.log(world.mass[j]!)];
      const constants = perOrigin ? origins.map((o) => (o === i ? 1 : 0)) : [1, masses[0]!];
      return [{ flow, covariates: [...constants, masses[1]!, covariate[0]!] }];
    }),
  );
}

function expectNear(got: number, expected: number, what: string): void {
  expect(Math.abs(got - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThan(1e-8);
}

describe("a gravity model", () => {
  const deterrences = { "a power law": powerLaw(), "exponential decay": exponentialDecay() };
  const choices: Record<string, PairChoice> = { "all pairs": allPairs(), "observed pairs": observedPairs() };
  for (const [law, deterrence] of Object.entries(deterrences)) {
    for (const [chosen, pairs] of Object.entries(choices)) {
      const zeros = chosen === "all pairs";

      it(`origin-constrained, with ${law} and ${chosen}, is the Poisson regression with a dummy per origin`, () => {
        const world = worldOf(9, law + chosen);
        const design = designOf(world, deterrence, true, zeros);
        const slow = slowPoisson(design);
        const fit = fitGravity(world.flows, {
          distances: world.distances,
          destinationMass: world.mass,
          deterrence,
          constraint: originConstrained(),
          pairs,
        });
        expect(fit.converged).toBe(true);
        expect(fit.pairs).toBe(design.length);
        expect(fit.parameters).toBe(slow.beta.length);
        for (const measure of ["deviance", "nullDeviance", "logLikelihood"] as const) {
          expectNear(fit[measure], slow[measure], measure);
        }
        const [mass, cost] = [slow.beta.length - 2, slow.beta.length - 1] as const;
        expectNear(fit.coefficients.destinationMass, slow.beta[mass]!, "mass");
        expectNear(fit.coefficients.deterrence, slow.beta[cost]!, "cost");
        expectNear(fit.poissonErrors.destinationMass, slow.poisson[mass]!, "Poisson error of mass");
        expectNear(fit.poissonErrors.deterrence, slow.poisson[cost]!, "Poisson error of cost");
        expectNear(fit.robustErrors.destinationMass, slow.hc1[mass]!, "robust error of mass");
        expectNear(fit.robustErrors.deterrence, slow.hc1[cost]!, "robust error of cost");
        fit.constants
          .filter((constant) => constant !== -Infinity)
          .forEach((constant, o) => {
            expectNear(constant, slow.beta[o]!, `constant ${o}`);
          });
        for (const errors of [fit.coefficients, fit.poissonErrors, fit.robustErrors]) {
          expect(errors.constant).toBeNaN();
          expect(errors.originMass).toBeNaN();
        }
      });

      it(`unconstrained, with ${law} and ${chosen}, is the Poisson regression with one constant`, () => {
        const world = worldOf(8, chosen + law);
        const slow = slowPoisson(designOf(world, deterrence, false, zeros));
        const constraint = unconstrained({ originMass: world.mass });
        const fit = fitGravity(world.flows, {
          distances: world.distances,
          destinationMass: world.mass,
          deterrence,
          constraint,
          pairs,
        });
        expect(fit.converged).toBe(true);
        expect(fit.parameters).toBe(4);
        for (const measure of ["deviance", "nullDeviance", "logLikelihood"] as const) {
          expectNear(fit[measure], slow[measure], measure);
        }
        const names = ["constant", "originMass", "destinationMass", "deterrence"] as const;
        names.forEach((name, k) => {
          expectNear(fit.coefficients[name], slow.beta[k]!, name);
          expectNear(fit.poissonErrors[name], slow.poisson[k]!, `Poisson error of ${name}`);
          expectNear(fit.robustErrors[name], slow.hc1[k]!, `robust error of ${name}`);
        });
        fit.constants.forEach((constant, o) => {
          expectNear(constant, slow.beta[0]! + slow.beta[1]! * Math.log(world.mass[o]!), `constant ${o}`);
        });
      });
    }
  }

  it("finds the coefficients that flows were made with", () => {
    const n = 6;
    const mass = [1, 2, 3, 5, 8, 13];
    const distances = squareOf(n, (i, j) => Math.abs(i * i - j * j));
    const cells = squareOf(n, (i, j) =>
      i === j ? 0 : 1000 * (i + 1) * mass[j]! ** 0.7 * distances.value[i * n + j]! ** -1.3,
    );
    const flows = { locations: zonesOf(n), ...sparseFromDense(n, n, cells.value) };
    const fit = fitGravity(flows, {
      destinationMass: mass,
      distances,
      deterrence: powerLaw(),
      constraint: originConstrained(),
    });
    expect(fit.coefficients.destinationMass).toBeCloseTo(0.7, 10);
    expect(fit.coefficients.deterrence).toBeCloseTo(-1.3, 10);
    expect(fit.deviance).toBeLessThan(1e-8);
    expect(fit.constants[2]).toBeCloseTo(Math.log(3000), 8);
  });

  it("finds them also where flows between two islands would be less than any number can hold", () => {
    const n = 8;
    const mass = [1, 2, 3, 5, 8, 13, 21, 34];
    const distances = squareOf(n, (i, j) => (i % 2 === j % 2 ? Math.abs(i - j) + Math.max(i, j) / 9 : 900));
    const cells = squareOf(n, (i, j) => (i === j ? 0 : mass[j]! * Math.exp(9 - 1.9 * distances.value[i * n + j]!)));
    const flows = { locations: zonesOf(n), ...sparseFromDense(n, n, cells.value) };
    const fit = fitGravity(flows, {
      destinationMass: mass,
      distances,
      deterrence: exponentialDecay(),
      constraint: originConstrained(),
    });
    expect(cells.value[1]).toBe(0);
    expect(fit.converged).toBe(true);
    expect(fit.coefficients.deterrence).toBeCloseTo(-1.9, 9);
    expect(fit.coefficients.destinationMass).toBeCloseTo(1, 9);
  });

  it("unconstrained finds them where one place is as good as out of reach", () => {
    const n = 6;
    const mass = [7, 2, 3, 5, 8, 13];
    const distances = squareOf(n, (i, j) => (i === 0 || j === 0 ? 900 : Math.abs(i - j) + Math.max(i, j) / 9));
    const cells = squareOf(n, (i, j) =>
      i === j ? 0 : Math.sqrt(mass[i]!) * mass[j]! * Math.exp(9 - 1.9 * distances.value[i * n + j]!),
    );
    const flows = { locations: zonesOf(n), ...sparseFromDense(n, n, cells.value) };
    const fit = fitGravity(flows, {
      destinationMass: mass,
      distances,
      deterrence: exponentialDecay(),
      constraint: unconstrained({ originMass: mass }),
    });
    expect(fit.converged).toBe(true);
    expect(fit.coefficients.constant).toBeCloseTo(9, 8);
    expect(fit.coefficients.originMass).toBeCloseTo(0.5, 9);
    expect(fit.coefficients.deterrence).toBeCloseTo(-1.9, 9);
  });

  it("takes an entry of 0 that is written down for the zero that it is", () => {
    const world = worldOf(5, "written");
    const cells = world.cells.map((flow, c) => (c % 7 === 3 ? 0 : flow));
    const index = Uint32Array.from({ length: 25 }, (_, c) => c % 5);
    const written = { offsets: Uint32Array.of(0, 5, 10, 15, 20, 25), index, value: Float64Array.from(cells) };
    const flows = { ...world.flows, ...sparseFromDense(5, 5, cells) };
    expect(flows.index.length).toBeLessThan(25);
    for (const pairs of [allPairs(), observedPairs()]) {
      const options = {
        distances: world.distances,
        destinationMass: world.mass,
        deterrence: powerLaw(),
        constraint: originConstrained(),
        pairs,
      };
      expect(fitGravity({ ...flows, ...written }, options)).toEqual(fitGravity(flows, options));
    }
  });

  it("does not read flows within a location, nor distances to itself", () => {
    const world = worldOf(7, "diagonal");
    const options = { destinationMass: world.mass, deterrence: powerLaw(), constraint: originConstrained() };
    const fit = fitGravity(world.flows, { ...options, distances: world.distances });
    const emptied = sparseFromDense(
      7,
      7,
      world.cells.map((flow, c) => (c % 8 === 0 ? 0 : flow)),
    );
    const noDiagonal = squareOf(7, (i, j) => (i === j ? Number.NaN : world.distances.value[i * 7 + j]!));
    expect(fitGravity({ ...world.flows, ...emptied }, { ...options, distances: noDiagonal })).toEqual(fit);
  });

  it("can be copied and written down: it is plain values", () => {
    const world = worldOf(6, "copy");
    const fit = fitGravity(world.flows, {
      distances: world.distances,
      destinationMass: world.mass,
      deterrence: powerLaw(),
      constraint: originConstrained(),
    });
    expect(structuredClone(fit)).toEqual(fit);
    expect(fit.deterrence).toBe("power law");
  });

  it("leaves its arguments as they are", () => {
    const world = worldOf(6, "frozen");
    const before = structuredClone(world);
    for (const deterrence of [powerLaw(), exponentialDecay()]) {
      fitGravity(world.flows, {
        distances: world.distances,
        destinationMass: world.mass,
        deterrence,
        constraint: originConstrained(),
      });
    }
    expect(world).toEqual(before);
  });
});

const line = squareOf(4, (i, j) => 10 * Math.abs(i - j));
const base: FitGravityOptions = {
  destinationMass: [10, 20, 30, 40],
  distances: line,
  deterrence: powerLaw(),
  constraint: originConstrained(),
};
const flowsOf = (cells: number[]): World["flows"] => ({ locations: zonesOf(4), ...sparseFromDense(4, 4, cells) });
const flows = flowsOf([0, 9, 4, 3, 5, 0, 8, 6, 1, 6, 0, 9, 2, 3, 7, 0]);

describe("what takes no part in a gravity model is reported", () => {
  it("an origin without outflow: its constant is −∞, and its pairs are no observations", () => {
    const still = flowsOf([0, 9, 4, 3, 0, 5, 0, 0, 1, 6, 0, 9, 2, 3, 7, 0]);
    const fit = fitGravity(still, base);
    expect(fit.leftOutOrigins).toEqual(Uint32Array.of(1));
    expect(fit.constants[1]).toBe(-Infinity);
    expect([fit.pairs, fit.parameters]).toEqual([9, 5]);
    expect(Number.isFinite(fit.deviance)).toBe(true);
    const open = fitGravity(still, { ...base, constraint: unconstrained({ originMass: [1, 2, 3, 5] }) });
    expect(open.leftOutOrigins).toHaveLength(0);
    expect(open.pairs).toBe(12);
  });

  it("a destination without mass to which nothing flows", () => {
    const shunned = flowsOf([0, 9, 0, 3, 5, 0, 0, 6, 1, 6, 0, 9, 2, 3, 0, 0]);
    const fit = fitGravity(shunned, { ...base, destinationMass: [10, 20, 0, 40] });
    expect(fit.leftOutDestinations).toEqual(Uint32Array.of(2));
    expect(fit.pairs).toBe(9);
    expect(fit.converged).toBe(true);
  });

  it("an origin without mass from which nothing flows, where the mass of origins counts", () => {
    const still = flowsOf([0, 9, 4, 3, 0, 5, 0, 0, 1, 6, 0, 9, 2, 3, 7, 0]);
    const fit = fitGravity(still, { ...base, constraint: unconstrained({ originMass: [7, 0, 3, 5] }) });
    expect(fit.leftOutOrigins).toEqual(Uint32Array.of(1));
    expect(fit.pairs).toBe(9);
    expect(fit.converged).toBe(true);
  });
});

describe("coefficients that the flows cannot tell", () => {
  const expectNothing = (given: World["flows"], options: FitGravityOptions): void => {
    const fit = fitGravity(given, options);
    expect(fit.converged).toBe(false);
    expect(fit.iterations).toBe(0);
    expect(fit.coefficients.destinationMass).toBeNaN();
    expect(fit.coefficients.deterrence).toBeNaN();
    expect(fit.robustErrors.deterrence).toBeNaN();
    expect(fit.deviance).toBeNaN();
  };

  it("are NaN where all destinations have one mass", () => {
    expectNothing(flows, { ...base, destinationMass: [0.3, 0.3, 0.3, 0.3] });
  });

  it("are NaN where everything is equally far", () => {
    expectNothing(flows, { ...base, distances: squareOf(4, (i, j) => (i === j ? 0 : 0.3)) });
  });

  it("are NaN where distance depends on the origin alone, whose constant takes it up", () => {
    expectNothing(flows, { ...base, distances: squareOf(4, (i) => 3 + i / 7) });
  });

  it("are NaN where distance follows from mass", () => {
    expectNothing(flows, { ...base, distances: squareOf(4, (_, j) => base.destinationMass[j]! ** 2) });
  });

  it("are NaN without flows, origin-constrained or not", () => {
    expectNothing(flowsOf(new Array(16).fill(0)), base);
    expectNothing(flowsOf(new Array(16).fill(0)), { ...base, constraint: unconstrained({ originMass: [1, 2, 3, 5] }) });
  });

  it("are NaN where each origin has one destination", () => {
    expectNothing(flowsOf([0, 9, 0, 0, 5, 0, 0, 0, 0, 6, 0, 0, 0, 0, 7, 0]), { ...base, pairs: observedPairs() });
  });

  it("do not converge where they run off to infinity: all go to the nearest place", () => {
    const nearest = flowsOf([0, 9, 0, 0, 0, 0, 8, 0, 0, 0, 0, 9, 0, 0, 7, 0]);
    const distances = squareOf(4, (i, j) => [0, 1, 3, 7][Math.abs(i - j)]! + (j < i ? 0.1 : 0));
    const fit = fitGravity(nearest, { ...base, distances, deterrence: exponentialDecay() });
    expect(fit.converged).toBe(false);
    expect(fit.coefficients.deterrence).toBeLessThan(-3);
  });

  it("have no robust error where no pair is left over beside the coefficients", () => {
    const small = { locations: zonesOf(3), ...sparseFromDense(3, 3, [0, 4, 6, 0, 0, 0, 0, 0, 0]) };
    const fit = fitGravity(small, {
      ...base,
      destinationMass: [1, 2, 4],
      distances: squareOf(3, (i, j) => Math.abs(i - j)),
    });
    expect(fit.robustErrors.deterrence).toBeNaN();
  });
});

describe("fitGravity says which argument is wrong:", () => {
  const message = (change: Partial<FitGravityOptions>, given: World["flows"] = flows): string => {
    try {
      fitGravity(given, { ...base, ...change });
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing";
  };
  const changed = (i: number, j: number, to: number): FitGravityOptions["distances"] =>
    squareOf(4, (r, c) => (r === i && c === j ? to : line.value[r * 4 + c]!));

  it("a distance of 0 between two locations under a power law, by the pair", () => {
    expect(message({ distances: changed(2, 0, 0) })).toBe(
      "fitGravity: distances from Z2 to Z0 must be finite and above 0 for deterrence by power law, got 0",
    );
    expect(message({ distances: changed(2, 0, 0), deterrence: exponentialDecay() })).toBe("nothing");
  });

  it("a distance that is missing, infinite or negative", () => {
    for (const wrong of [Number.NaN, Infinity, -1]) {
      for (const deterrence of [powerLaw(), exponentialDecay()]) {
        expect(message({ distances: changed(0, 3, wrong), deterrence })).toContain("distances from Z0 to Z3 must be");
      }
    }
  });

  it("a flow to a place without mass, and a mass that is missing or negative", () => {
    expect(message({ destinationMass: [10, 20, 0, 40] })).toBe(
      "fitGravity: destinationMass[2] (Z2) must be above 0 where a flow arrives, got 0",
    );
    expect(message({ destinationMass: [10, 20, -1, 40] })).toContain("destinationMass[2] must be a finite number");
    expect(message({ destinationMass: [10, 20, Number.NaN, 40] })).toContain("destinationMass[2] must be");
    expect(message({ destinationMass: [10, 20] })).toBe("fitGravity: destinationMass must be of length 4, got 2");
  });

  it("the mass of an origin from which people go", () => {
    expect(message({ constraint: unconstrained({ originMass: [1, 0, 1, 1] }) })).toBe(
      "fitGravity: originMass[1] must be above 0 where flows leave, got 0",
    );
    expect(message({ constraint: unconstrained({ originMass: [1] }) })).toContain("originMass must be of length 4");
  });

  it("a negative flow, and matrices of another size", () => {
    expect(message({}, flowsOf([0, 9, 4, -3, 5, 0, 8, 6, 1, 6, 0, 9, 2, 3, 7, 0]))).toBe(
      "fitGravity: flows from Z0 to Z3 must be at least 0, got -3",
    );
    expect(message({ distances: squareOf(3, () => 1) })).toContain("distances.rows must be of length 4, got 3");
    expect(message({ distances: { ...line, columns: 5 } })).toContain("distances.columns");
    expect(message({ distances: { ...line, value: new Float64Array(3) } })).toContain("distances.value");
    expect(message({}, { ...flows, locations: zonesOf(5) })).toContain("flows.offsets must be of length 6");
  });
});

it("a constraint of one's own can be given: it gets the observations", () => {
  let seen = 0;
  const nothing: GravityCoefficients = { constant: 0, originMass: 0, destinationMass: 0, deterrence: 0 };
  const equalShares: GravityConstraint = (_where, o) => {
    seen = o.cost.length;
    const centredConstants = o.outflow.map((outflow) => Math.log(outflow / (o.locations - 1)));
    return {
      coefficients: nothing,
      poissonErrors: nothing,
      robustErrors: nothing,
      centredConstants,
      pairs: seen,
      parameters: 4,
      iterations: 0,
      converged: true,
    };
  };
  const even = flowsOf([0, 4, 4, 4, 4, 0, 4, 4, 4, 4, 0, 4, 4, 4, 4, 0]);
  const fit = fitGravity(even, { ...base, constraint: equalShares });
  expect(seen).toBe(12);
  expect(fit.deviance).toBeCloseTo(0, 12);
  expect(fit.nullDeviance).toBeCloseTo(0, 12);
});
