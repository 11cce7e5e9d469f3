import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { destinationCovariate, originCovariate, pairCovariate } from "../../src/models/covariates.ts";
import type { GravityConstraint } from "../../src/models/design.ts";
import { type Deterrence, exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { type FitGravityOptions, fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { keptPairs } from "../../src/models/gravity-design.ts";
import { allPairs, observedPairs, type PairChoice, pairsWithout } from "../../src/models/pairs.ts";
import { negativeBinomial } from "../../src/models/regression-estimators.ts";
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
      const covariate = new Float64Array(1);
      deterrence.fillTerms(Float64Array.of(world.distances.value[i * n + j]!), 1, [covariate]);
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
        const names = ["destinationMass", deterrence.terms[0]!];
        expect(fit.terms).toEqual(names);
        for (const [k, name] of names.entries()) {
          const at = [mass, cost][k]!;
          expectNear(fit.coefficients[name]!, slow.beta[at]!, name);
          expectNear(fit.poissonErrors[name]!, slow.poisson[at]!, `Poisson error of ${name}`);
          expectNear(fit.standardErrors[name]!, slow.hc1[at]!, `robust error of ${name}`);
        }
        fit.originConstants
          .filter((constant) => constant !== -Infinity)
          .forEach((constant, o) => {
            expectNear(constant, slow.beta[o]!, `constant ${o}`);
          });
        expect(new Set(fit.destinationConstants)).toEqual(new Set([0]));
      });

      it(`unconstrained, with ${law} and ${chosen}, is the Poisson regression with one constant`, () => {
        const world = worldOf(8, chosen + law);
        const slow = slowPoisson(designOf(world, deterrence, false, zeros));
        const constraint = unconstrained();
        const fit = fitGravity(world.flows, {
          distances: world.distances,
          originMass: world.mass,
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
        fit.terms.forEach((name, k) => {
          expectNear(fit.coefficients[name]!, slow.beta[k]!, name);
          expectNear(fit.poissonErrors[name]!, slow.poisson[k]!, `Poisson error of ${name}`);
          expectNear(fit.standardErrors[name]!, slow.hc1[k]!, `robust error of ${name}`);
        });
        for (const constant of fit.originConstants) expectNear(constant, slow.beta[0]!, "constant");
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
    expect(fit.coefficients["destinationMass"]).toBeCloseTo(0.7, 10);
    expect(fit.coefficients["logDistance"]).toBeCloseTo(-1.3, 10);
    expect(fit.deviance).toBeLessThan(1e-8);
    expect(fit.originConstants[2]).toBeCloseTo(Math.log(3000), 8);
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
    expect(fit.coefficients["distance"]).toBeCloseTo(-1.9, 9);
    expect(fit.coefficients["destinationMass"]).toBeCloseTo(1, 9);
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
      originMass: mass,
      constraint: unconstrained(),
    });
    expect(fit.converged).toBe(true);
    expect(fit.coefficients["constant"]).toBeCloseTo(9, 8);
    expect(fit.coefficients["originMass"]).toBeCloseTo(0.5, 9);
    expect(fit.coefficients["distance"]).toBeCloseTo(-1.9, 9);
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
    expect(fit.originConstants[1]).toBe(-Infinity);
    expect([fit.pairs, fit.parameters]).toEqual([9, 5]);
    expect(Number.isFinite(fit.deviance)).toBe(true);
    const open = fitGravity(still, { ...base, originMass: [1, 2, 3, 5], constraint: unconstrained() });
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
    const fit = fitGravity(still, { ...base, originMass: [7, 0, 3, 5], constraint: unconstrained() });
    expect(fit.leftOutOrigins).toEqual(Uint32Array.of(1));
    expect(fit.pairs).toBe(9);
    expect(fit.converged).toBe(true);
  });
});

describe("an origin without pairs in the fit is reported, whatever the constraint", () => {
  const open = { ...base, originMass: [1, 2, 3, 5], constraint: unconstrained() };
  it("where all that it may go to is left out", () => {
    // Z0 may go to Z2 alone, which has no mass.
    const shunned = flowsOf([0, 0, 0, 0, 5, 0, 0, 6, 1, 6, 0, 9, 2, 3, 0, 0]);
    const pairs: PairChoice = (given) => keptPairs(allPairs()(given), (o, d) => o !== 0 || d === 2);
    for (const options of [open, { ...open, estimator: negativeBinomial() }]) {
      const fit = fitGravity(shunned, { ...options, destinationMass: [10, 20, 0, 40], pairs });
      expect([fit.leftOutOrigins, fit.leftOutDestinations]).toEqual([Uint32Array.of(0), Uint32Array.of(2)]);
      expect([fit.originConstants[0], fit.destinationConstants[2]]).toEqual([-Infinity, -Infinity]);
    }
  });

  it("where its pairs were not chosen, or are separated", () => {
    const held = fitGravity(flows, { ...open, pairs: pairsWithout({ origins: [0, 1, 0, 0] }) });
    expect(held.leftOutOrigins).toEqual(Uint32Array.of(1));
    const still = flowsOf([0, 9, 4, 3, 0, 0, 0, 0, 1, 6, 0, 9, 2, 3, 7, 0]);
    const covariates = [
      pairCovariate(
        "of Z1",
        squareOf(4, (i) => (i === 1 ? 1 : 0)),
      ),
    ];
    const fit = fitGravity(still, { ...open, covariates });
    expect([fit.separatedPairs, fit.leftOutOrigins]).toEqual([3, Uint32Array.of(1)]);
  });
});

describe("coefficients that the flows cannot tell apart", () => {
  const expectNothing = (given: World["flows"], options: FitGravityOptions, names: string[]): GravityFit => {
    const fit = fitGravity(given, options);
    expect(fit.notToldApart).toEqual(names);
    for (const name of names) {
      expect(fit.coefficients[name]).toBeNaN();
      expect(fit.standardErrors[name]).toBeNaN();
      expect(fit.estimates.columns.low[fit.terms.indexOf(name)]).toBeNaN();
    }
    expect(fit.originConstants.some(Number.isFinite)).toBe(false);
    return fit;
  };

  it("are NaN where all destinations have one mass, and the others are those of a fit without masses", () => {
    const fit = expectNothing(flows, { ...base, destinationMass: [0.3, 0.3, 0.3, 0.3] }, ["destinationMass"]);
    expect(fit.converged).toBe(true);
    const mixed = expectNothing(
      flows,
      {
        ...base,
        covariates: [
          destinationCovariate(
            "twice",
            [1, 2, 3, 4].map((x) => 2 * Math.log(10 * x)),
          ),
        ],
      },
      ["destinationMass", "twice"],
    );
    const plain = fitGravity(flows, base);
    expect(mixed.coefficients["logDistance"]).toBeCloseTo(plain.coefficients["logDistance"]!, 10);
    expect(mixed.standardErrors["logDistance"]).toBeCloseTo(plain.standardErrors["logDistance"]!, 10);
    expect([mixed.deviance, mixed.parameters]).toEqual([expect.closeTo(plain.deviance, 9), plain.parameters]);
  });

  it("are NaN where everything is equally far", () => {
    expectNothing(flows, { ...base, distances: squareOf(4, (i, j) => (i === j ? 0 : 0.3)) }, ["logDistance"]);
  });

  it("are NaN where distance depends on the origin alone, whose constant takes it up", () => {
    expectNothing(flows, { ...base, distances: squareOf(4, (i) => 3 + i / 7) }, ["logDistance"]);
  });

  it("are NaN where distance follows from mass", () => {
    const distances = squareOf(4, (_, j) => base.destinationMass![j]! ** 2);
    expectNothing(flows, { ...base, distances }, ["destinationMass", "logDistance"]);
  });

  it("are all NaN without flows, with one location, or none", () => {
    const none = ["destinationMass", "logDistance"];
    const empty = expectNothing(flowsOf(new Array(16).fill(0)), base, none);
    expect([empty.converged, empty.pairs]).toEqual([false, 0]);
    expect(empty.leftOutOrigins).toHaveLength(4);
    expect(empty.deviance).toBeNaN();
    const open = { ...base, originMass: [1, 2, 3, 5], constraint: unconstrained() };
    const still = expectNothing(flowsOf(new Array(16).fill(0)), open, ["originMass", ...none]);
    expect([still.converged, still.pairs]).toEqual([false, 12]);
    expect(still.coefficients["constant"]).toBeNaN();
    for (const n of [0, 1]) {
      const alone = { locations: zonesOf(n), ...sparseFromDense(n, n, new Array(n).fill(7)) };
      const fit = fitGravity(alone, {
        ...base,
        destinationMass: new Array(n).fill(10),
        distances: squareOf(n, () => 0),
      });
      expect([fit.pairs, fit.converged, fit.notToldApart]).toEqual([0, false, none]);
    }
  });

  it("are NaN where each origin has one destination", () => {
    const single = flowsOf([0, 9, 0, 0, 5, 0, 0, 0, 0, 6, 0, 0, 0, 0, 7, 0]);
    expectNothing(single, { ...base, pairs: observedPairs() }, ["destinationMass", "logDistance"]);
  });

  it("have no robust error where no pair is left over beside the coefficients", () => {
    const small = { locations: zonesOf(3), ...sparseFromDense(3, 3, [0, 4, 6, 0, 0, 0, 0, 0, 0]) };
    const fit = fitGravity(small, {
      ...base,
      destinationMass: [1, 2, 4],
      distances: squareOf(3, (i, j) => Math.abs(i - j)),
    });
    expect(fit.standardErrors["logDistance"]).toBeNaN();
  });
});

describe("pairs that are separated from the others", () => {
  it("are left out with the coefficient that runs to infinity, where a covariate is 1 only for pairs without a flow", () => {
    const world = worldOf(12, "separated");
    const quiet = new Set([5, 18, 29, 77, 131]);
    const cells = world.cells.map((flow, c) => (quiet.has(c) ? 0 : flow));
    const given = { ...world.flows, ...sparseFromDense(12, 12, cells) };
    const dummy = { rows: 12, columns: 12, value: Float64Array.from(cells, (_, c) => (quiet.has(c) ? 1 : 0)) };
    const setting = { distances: world.distances, deterrence: powerLaw() };
    const models: Pick<FitGravityOptions, "constraint" | "originMass" | "destinationMass">[] = [
      { constraint: unconstrained(), originMass: world.mass, destinationMass: world.mass },
      { constraint: originConstrained(), destinationMass: world.mass },
      { constraint: destinationConstrained(), originMass: world.mass },
    ];
    for (const model of models) {
      const fit = fitGravity(given, { ...setting, ...model, covariates: [pairCovariate("barred", dummy)] });
      expect([fit.converged, fit.separatedPairs, fit.notToldApart]).toEqual([true, 5, ["barred"]]);
      expect(fit.coefficients["barred"]).toBeNaN();
      const without: PairChoice = (of) => {
        const { offsets, index } = allPairs()(of);
        return keptPairs({ offsets, index }, (o, d) => !quiet.has(o * 12 + d));
      };
      const rest = fitGravity(given, { ...setting, ...model, pairs: without });
      expect(fit.coefficients["logDistance"]).toBeCloseTo(rest.coefficients["logDistance"]!, 9);
      expect(fit.standardErrors["logDistance"]).toBeCloseTo(rest.standardErrors["logDistance"]!, 9);
      expect([fit.pairs, fit.parameters]).toEqual([rest.pairs, rest.parameters]);
      expect(fit.deviance).toBeCloseTo(rest.deviance, 6);
    }
  });

  it("are most pairs where all go to the nearest place", () => {
    const nearest = flowsOf([0, 9, 0, 0, 0, 0, 8, 0, 0, 0, 0, 9, 0, 0, 7, 0]);
    const distances = squareOf(4, (i, j) => [0, 1, 3, 7][Math.abs(i - j)]! + (j < i ? 0.1 : 0));
    const fit = fitGravity(nearest, { ...base, distances, deterrence: exponentialDecay() });
    expect(fit.converged).toBe(true);
    expect(fit.separatedPairs).toBe(8);
    expect(fit.notToldApart).toEqual(["destinationMass", "distance"]);
    expect(fit.deviance).toBeCloseTo(0, 9);
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
    expect(message({ originMass: [1, 0, 1, 1], constraint: unconstrained() })).toBe(
      "fitGravity: originMass[1] (Z1) must be above 0 where a flow leaves, got 0",
    );
    expect(message({ originMass: [1], constraint: unconstrained() })).toContain("originMass must be of length 4");
  });

  it("a mass or covariate that the constants speak for, a mass that is missing, and a name that is taken", () => {
    expect(message({ originMass: [1, 2, 3, 4] })).toBe(
      "fitGravity: originMass must be left out, got one for a model that is origin-constrained (its constant of each origin speaks for all that is the origin's own)",
    );
    expect(message({ covariates: [originCovariate("income", [1, 2, 3, 4])] })).toContain(
      "covariates[0] (income) must be left out",
    );
    expect(message({ constraint: destinationConstrained() })).toBe(
      "fitGravity: originMass must be given for a model that is destination-constrained, got undefined",
    );
    const rent = destinationCovariate("rent", [1, 2, 3, 5]);
    expect(message({ covariates: [rent, rent] })).toBe(
      'fitGravity: covariates[1].name must be a name of its own, got "rent" again',
    );
    expect(message({ covariates: [destinationCovariate("logDistance", [1, 2, 3, 5])] })).toContain("a name of its own");
    expect(message({ covariates: [destinationCovariate("rent", [1, 2, 3, Number.NaN])] })).toContain(
      "covariates[0] (rent)[3] must be",
    );
    expect(
      message({
        covariates: [
          pairCovariate(
            "border",
            squareOf(4, (i, j) => i / j),
          ),
        ],
      }),
    ).toBe("fitGravity: covariates[0] (border) from Z1 to Z0 must be a finite number, got Infinity");
    expect(message({ offset: squareOf(4, () => -Infinity) })).toContain("offset from Z0 to Z1 must be a finite number");
  });

  it("a negative flow, and matrices of another size", () => {
    expect(message({}, flowsOf([0, 9, 4, -3, 5, 0, 8, 6, 1, 6, 0, 9, 2, 3, 7, 0]))).toBe(
      "fitGravity: flows from Z0 to Z3 must be a finite number of at least 0, got -3",
    );
    expect(message({ distances: squareOf(3, () => 1) })).toContain("distances.rows must be of length 4, got 3");
    expect(message({ distances: { ...line, columns: 5 } })).toContain("distances.value must be of length 20");
    expect(message({ distances: { ...line, value: new Float64Array(3) } })).toContain("distances.value");
    expect(message({}, { ...flows, locations: zonesOf(5) })).toContain("flows.offsets must be of length 6");
  });
});

it("a constraint of one's own can be given: it gets the design", () => {
  let seen = 0;
  const equalShares: GravityConstraint = {
    name: "equal shares",
    constants: "origins",
    solve: (_where, { destination, outflow, locations, terms }) => {
      seen = destination.length;
      const none = new Float64Array(terms.length * locations);
      return {
        coefficients: new Float64Array(terms.length),
        originConstants: outflow.map((total) => Math.log(total / (locations - 1))),
        destinationConstants: new Float64Array(locations),
        originMeans: none,
        destinationMeans: none,
        information: new Float64Array(terms.length * terms.length),
        iterations: 0,
        converged: true,
      };
    },
  };
  const even = flowsOf([0, 4, 4, 4, 4, 0, 4, 4, 4, 4, 0, 4, 4, 4, 4, 0]);
  const fit = fitGravity(even, { ...base, constraint: equalShares });
  expect(seen).toBe(12);
  expect(fit.deviance).toBeCloseTo(0, 12);
  expect(fit.nullDeviance).toBeCloseTo(0, 12);
});
