import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { type FitLawOptions, fitLaw } from "../../src/models/calibration.ts";
import { bestCommonPart, leastSquares, mostLikely, sameMeanDistance } from "../../src/models/calibration-criteria.ts";
import { linearSteps, logarithmicSteps } from "../../src/models/calibration-parameters.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { poissonErrors } from "../../src/models/gravity-errors.ts";
import { allPairs } from "../../src/models/pairs.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { schneiderLaw, universalOpportunityLaw } from "../../src/models/opportunity-laws.ts";
import { extendedRadiationLaw } from "../../src/models/radiation-extended.ts";
import { modifiedRadiationLaw } from "../../src/models/radiation-laws.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";
import { CRITERIA_SLOWLY, cellsOf, expectedSlowly } from "../slow/calibration.ts";

interface World {
  readonly flows: Located & SparseMatrix;
  readonly cells: DenseMatrix;
  readonly distances: DenseMatrix;
  readonly mass: number[];
}

/** Places over a square of a hundred kilometres, with masses over two orders of magnitude. */
function placesOf(n: number, seed: number): Omit<World, "flows" | "cells"> {
  const random = createRandom(seed);
  const at = Array.from({ length: n }, () => [100 * random(), 100 * random()] as const);
  const mass = Array.from({ length: n }, () => Math.round(100 * Math.exp(4 * random())));
  const value = Float64Array.from({ length: n * n }, (_, c) => {
    const [p, q] = [at[Math.floor(c / n)]!, at[c % n]!];
    return Math.hypot(p[0] - q[0], p[1] - q[1]);
  });
  return { mass, distances: { rows: n, columns: n, value } };
}

/** Flows of `people` from each place, each going where the law sends them. */
function drawn(places: Omit<World, "flows" | "cells">, law: FlowLaw, people: number, seed: number): World {
  const n = places.mass.length;
  const random = createRandom(`flows ${seed}`);
  const value = new Float64Array(n * n);
  const row = new Float64Array(n);
  for (let o = 0; o < n; o++) {
    law.fillRow(o, row);
    const total = row.reduce((a, b) => a + b, 0);
    for (let person = 0; person < people; person++) {
      let left = random() * total;
      let d = 0;
      while (d < n - 1 && left >= row[d]!) left -= row[d++]!;
      value[o * n + d]!++;
    }
  }
  return { ...places, ...flowsOf(n, value) };
}

function flowsOf(n: number, value: Float64Array): Pick<World, "flows" | "cells"> {
  const ids = Array.from({ length: n }, (_, l) => `p${l}`);
  const locations = createLocations("zones", ids, new Float64Array(n).map((_, l) => l / 10), new Float64Array(n));
  return { flows: { locations, ...sparseFromDense(n, n, value) }, cells: { rows: n, columns: n, value } };
}

/** mass · exp(−rate · distance), whose exponent is a gravity model's. */
function decayLaw({ distances, mass }: Pick<World, "distances" | "mass">): (parameters: { rate: number }) => FlowLaw {
  const n = mass.length;
  return ({ rate }) => ({
    name: `decay ${rate}`,
    rows: n,
    columns: n,
    fillRow: (o, into) => {
      for (let d = 0; d < n; d++) into[d] = d === o ? 0 : mass[d]! * Math.exp(-rate * distances.value[o * n + d]!);
    },
  });
}

const rate = { from: 0.001, to: 1, scale: logarithmicSteps() };
const world = drawn(placesOf(9, 1), decayLaw(placesOf(9, 1))({ rate: 0.04 }), 300, 1);
const decay = decayLaw(world);
const lnMass: DenseMatrix = {
  rows: 9,
  columns: 9,
  value: Float64Array.from({ length: 81 }, (_, c) => Math.log(world.mass[c % 9]!)),
};
const CONSTRAINTS = {
  one: unconstrained(),
  origins: originConstrained(),
  destinations: destinationConstrained(),
  both: { name: "doubly constrained", constants: "both" },
} as const;

describe("a calibrated law", () => {
  for (const [keeps, constraint] of Object.entries(CONSTRAINTS)) {
    const kept = keeps as keyof typeof CONSTRAINTS;
    const at = (parameter: number): number[][] =>
      expectedSlowly((o, d) => world.mass[d]! * Math.exp(-parameter * world.distances.value[o * 9 + d]!), world.cells, kept);
    const observed = cellsOf(world.cells);
    const steps = Array.from({ length: 401 }, (_, i) => 0.01 + i * 2e-4);

    it(`is the best on a fine grid, whatever the criterion: ${constraint.name}`, () => {
      const criteria = [
        [mostLikely(), CRITERIA_SLOWLY.likelihood, 1],
        [bestCommonPart(), CRITERIA_SLOWLY.commonPart, 1],
        [leastSquares(), CRITERIA_SLOWLY.squares, -1],
      ] as const;
      const grid = steps.map(at);
      for (const [criterion, slow, sign] of criteria) {
        const fit = fitLaw(world.flows, { lawAt: decay, parameters: { rate }, criterion, constraint });
        const values = grid.map((expected) => sign * slow(observed, expected));
        const best = values.indexOf(Math.max(...values));
        expect(best).toBeGreaterThan(0);
        expect(best).toBeLessThan(400);
        expect(Math.abs(fit.parameters.rate - steps[best]!)).toBeLessThan(2.01e-4);
        const own = sign * slow(observed, at(fit.parameters.rate));
        expect(own).toBeGreaterThan(values[best]! - 1e-12 * Math.abs(own));
        expect(fit).toMatchObject({ converged: true, atBound: { rate: false }, impossible: 0, unassigned: 0 });
        expect(fit.criterion).toBe(criterion.name);
        expect(fit.constraint).toBe(constraint.name);
        if (criterion.name !== "most likely") expect(fit.value).toBeCloseTo(sign * own, 8);
        expect(fit.evaluations).toBeLessThan(70);
      }
    });
  }

  it("says its likelihood as Σ flow · ln p, and the curve of the values looked at first", () => {
    const fit = fitLaw(world.flows, { lawAt: decay, parameters: { rate }, criterion: mostLikely() });
    const likelihood = (parameter: number): number => {
      const law = decay({ rate: parameter });
      const row = new Float64Array(9);
      let sum = 0;
      for (let o = 0; o < 9; o++) {
        law.fillRow(o, row);
        const total = row.reduce((a, b) => a + b, 0);
        row.forEach((weight, d) => {
          const flow = world.cells.value[o * 9 + d]!;
          if (flow > 0) sum += flow * Math.log(weight / total);
        });
      }
      return sum;
    };
    expect(fit.value).toBeCloseTo(likelihood(fit.parameters.rate), 8);
    const { parameters, value } = fit.curve;
    expect(parameters.rate).toHaveLength(17);
    expect([parameters.rate[0], parameters.rate[8], parameters.rate[16]]).toEqual([0.001, expect.closeTo(Math.sqrt(0.001), 14), 1]);
    parameters.rate.forEach((x, i) => expect(value[i]! / likelihood(x)).toBeCloseTo(1, 12));
    expect(fit.law).toBe(`decay ${fit.parameters.rate}`);
  });

  it("has the coefficient and the standard errors of a gravity model, for a gravity model's exponent", () => {
    const ones = new Float64Array(9).fill(1);
    const { distances } = world;
    const shared = { distances, deterrence: exponentialDecay(), offset: lnMass, pairs: allPairs() };
    for (const [constraint, masses] of [
      [originConstrained(), { destinationMass: ones }],
      [destinationConstrained(), { originMass: ones }],
    ] as const) {
      const fit = fitLaw(world.flows, { lawAt: decay, parameters: { rate }, criterion: mostLikely(), constraint });
      const gravity = fitGravity(world.flows, { ...shared, ...masses, constraint });
      expect(fit.parameters.rate / -gravity.coefficients["distance"]!).toBeCloseTo(1, 9);
      expect(fit.robustErrors.rate / gravity.standardErrors["distance"]!).toBeCloseTo(1, 8);
      const poisson = fitGravity(world.flows, { ...shared, ...masses, constraint, errors: poissonErrors() });
      expect(fit.standardErrors.rate / poisson.standardErrors["distance"]!).toBeCloseTo(1, 8);
      expect(fit.dispersion / gravity.dispersion).toBeCloseTo(1, 8);
    }
  });

  it("by the mean distance is that by likelihood, for exponential decay", () => {
    const { distances } = world;
    for (const constraint of Object.values(CONSTRAINTS)) {
      const options = { lawAt: decay, parameters: { rate }, constraint };
      const likely = fitLaw(world.flows, { ...options, criterion: mostLikely() });
      const mean = fitLaw(world.flows, { ...options, criterion: sameMeanDistance({ distances }) });
      expect(mean.parameters.rate / likely.parameters.rate).toBeCloseTo(1, 8);
      expect(Math.abs(mean.value)).toBeLessThan(1e-9);
      expect(mean).toMatchObject({ converged: true, atBound: { rate: false }, standardErrors: { rate: Number.NaN } });
    }
  });

  it("by the mean distance that no parameter has is the nearest, at the bound and not converged", () => {
    const criterion = sameMeanDistance({ distances: world.distances });
    const fit = fitLaw(world.flows, { lawAt: decay, parameters: { rate: { from: 0.5, to: 1 } }, criterion });
    expect(fit).toMatchObject({ parameters: { rate: 0.5 }, converged: false, atBound: { rate: true } });
    expect(fit.value).toBeLessThan(-1);
  });
});

const rank = (places: Omit<World, "flows" | "cells">): { distances: ReturnType<typeof rankDestinations>; mass: number[] } => ({
  mass: places.mass,
  distances: rankDestinations({ distances: places.distances }),
});

describe("parameters that flows were drawn with", () => {
  const places = placesOf(12, 5);
  const base = rank(places);
  const conditions = Float64Array.from({ length: 12 }, (_, l) => Math.sin(3 * l));
  const planted = {
    "extended radiation's alpha": {
      lawAt: ({ x }: { x: number }): FlowLaw => extendedRadiationLaw({ ...base, alpha: x }),
      range: { from: 0.02, to: 20, scale: logarithmicSteps() },
      true: 0.8,
    },
    "Schneider's L": {
      lawAt: ({ x }: { x: number }): FlowLaw => schneiderLaw({ ...base, acceptance: x }),
      range: { from: 1e-8, to: 1e-2, scale: logarithmicSteps() },
      true: 2e-4,
    },
    "the weather's gamma": {
      lawAt: ({ x }: { x: number }): FlowLaw => modifiedRadiationLaw({ ...base, conditions, gamma: x }),
      range: { from: -3, to: 3, scale: linearSteps() },
      true: -0.4,
    },
  };
  for (const [name, { lawAt, range, true: truth }] of Object.entries(planted)) {
    it(`are inside their 95 % intervals in 95 of 100 draws: ${name}`, () => {
      const draws = 200;
      let inside = 0;
      let robustInside = 0;
      for (let seed = 0; seed < draws; seed++) {
        const { flows } = drawn(places, lawAt({ x: truth }), 200, seed);
        const fit = fitLaw(flows, { lawAt, parameters: { x: range }, criterion: mostLikely() });
        const off = Math.abs(fit.parameters.x - truth);
        inside += Number(off <= 1.959964 * fit.standardErrors.x);
        robustInside += Number(off <= 1.959964 * fit.robustErrors.x);
        expect(fit.converged).toBe(true);
      }
      console.log(name, inside, robustInside);
      expect(inside / draws).toBeGreaterThanOrEqual(0.93);
      expect(inside / draws).toBeLessThanOrEqual(0.97);
      expect(robustInside / draws).toBeGreaterThan(0.9);
    });
  }
});
void [linearSteps, sameMeanDistance, powerLaw, rankDestinations, schneiderLaw, universalOpportunityLaw, extendedRadiationLaw, modifiedRadiationLaw];
export type Unused = FitLawOptions<"x">;
