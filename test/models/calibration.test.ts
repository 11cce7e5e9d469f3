import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { fitLaw } from "../../src/models/calibration.ts";
import { bestCommonPart, leastSquares, mostLikely, sameMeanDistance } from "../../src/models/calibration-criteria.ts";
import { linearSteps, logarithmicSteps } from "../../src/models/calibration-parameters.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { gravityLaw } from "../../src/models/gravity-law.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { schneiderLaw, universalOpportunityLaw } from "../../src/models/opportunity-laws.ts";
import { extendedRadiationLaw, selectiveRadiationLaw } from "../../src/models/radiation-extended.ts";
import { modifiedRadiationLaw } from "../../src/models/radiation-laws.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
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
  const locations = createLocations(
    "zones",
    ids,
    new Float64Array(n).map((_, l) => l / 10),
    new Float64Array(n),
  );
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
const CONSTRAINTS = {
  one: unconstrained(),
  origins: originConstrained(),
  destinations: destinationConstrained(),
  both: doublyConstrained(),
} as const;

describe("a calibrated law", () => {
  for (const [keeps, constraint] of Object.entries(CONSTRAINTS)) {
    const kept = keeps as keyof typeof CONSTRAINTS;
    const at = (parameter: number): number[][] =>
      expectedSlowly(
        (o, d) => world.mass[d]! * Math.exp(-parameter * world.distances.value[o * 9 + d]!),
        world.cells,
        kept,
      );
    const observed = cellsOf(world.cells);
    const outflow = observed.map((row) => row.reduce((a, b) => a + b, 0));
    const inflow = observed.map((_, d) => observed.reduce((sum, row) => sum + row[d]!, 0));
    const total = outflow.reduce((a, b) => a + b, 0);
    const totals = observed.map((row, o) =>
      row.map((_, d) => (kept === "origins" ? outflow[o]! : kept === "destinations" ? inflow[d]! : total)),
    );
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
        // The likelihood is that of shares of what is kept: Σ flow · ln(expected / what is kept).
        const ofShares = criterion.name === "most likely" ? slow(observed, totals) : 0;
        expect(fit.value).toBeCloseTo(sign * own - ofShares, 7);
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
    expect([parameters.rate[0], parameters.rate[8], parameters.rate[16]]).toEqual([
      0.001,
      expect.closeTo(Math.sqrt(0.001), 14),
      1,
    ]);
    for (const [i, x] of parameters.rate.entries()) expect(value[i]! / likelihood(x)).toBeCloseTo(1, 12);
    expect(fit.law).toBe(`decay ${fit.parameters.rate}`);
  });

  it("has the coefficient and the standard errors of a gravity model, for a gravity model's exponent", () => {
    const { distances, mass } = world;
    const lawBy =
      (side: "origin" | "destination") =>
      ({ exponent, rate: decayed }: { exponent: number; rate: number }): FlowLaw => ({
        name: "gravity",
        rows: 9,
        columns: 9,
        fillRow: (o, into) => {
          for (let d = 0; d < 9; d++) {
            into[d] = mass[side === "origin" ? o : d]! ** exponent * Math.exp(-decayed * distances.value[o * 9 + d]!);
          }
        },
      });
    for (const [constraint, masses, side] of [
      [originConstrained(), { destinationMass: mass }, "destination"],
      [destinationConstrained(), { originMass: mass }, "origin"],
    ] as const) {
      const parameters = { exponent: { from: -1, to: 3 }, rate };
      const fit = fitLaw(world.flows, { lawAt: lawBy(side), parameters, criterion: mostLikely(), constraint });
      const gravity = fitGravity(world.flows, { distances, ...masses, deterrence: exponentialDecay(), constraint });
      const of = (by: Readonly<Record<string, number>>): number[] => [by[`${side}Mass`]!, -by["distance"]!];
      [fit.parameters.exponent, fit.parameters.rate].forEach((x, i) => {
        expect(x / of(gravity.coefficients)[i]!).toBeCloseTo(1, 8);
      });
      [fit.standardErrors.exponent, -fit.standardErrors.rate].forEach((x, i) => {
        expect(x / of(gravity.standardErrors)[i]!).toBeCloseTo(1, 6);
      });
      [fit.poissonErrors.exponent, -fit.poissonErrors.rate].forEach((x, i) => {
        expect(x / of(gravity.poissonErrors)[i]!).toBeCloseTo(1, 6);
      });
      expect(fit.dispersion / gravity.dispersion).toBeCloseTo(1, 8);
      expect(fit.evaluations).toBeLessThan(170);
    }
  });

  it("has the errors of a gravity model where nobody leaves a place or comes to one", () => {
    const { distances } = world;
    const value = world.cells.value.map((flow, c) => (Math.floor(c / 9) === 3 || c % 9 === 6 ? 0 : flow));
    const { flows } = flowsOf(9, value);
    const even = decayLaw({ distances, mass: new Array(9).fill(1) });
    const constraint = doublyConstrained();
    const fit = fitLaw(flows, { lawAt: even, parameters: { rate }, criterion: mostLikely(), constraint });
    const gravity = fitGravity(flows, { distances, deterrence: exponentialDecay(), constraint });
    expect(-fit.parameters.rate / gravity.coefficients["distance"]!).toBeCloseTo(1, 7);
    expect(fit.standardErrors.rate / gravity.standardErrors["distance"]!).toBeCloseTo(1, 5);
    expect(fit.dispersion / gravity.dispersion).toBeCloseTo(1, 6);
  });

  it("by the mean distance asks for no distance where nobody goes or is expected", () => {
    const cells = { ...world.cells, value: world.cells.value.slice() };
    cells.value[1] = 0;
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: x }),
      fillRow: (o, into) => {
        decay({ rate: x }).fillRow(o, into);
        if (o === 0) into[1] = 0;
      },
    });
    const { flows } = flowsOf(9, cells.value);
    const far = { ...world.distances, value: world.distances.value.slice() };
    far.value[1] = Infinity;
    const options = { lawAt, parameters: { rate } };
    const fit = fitLaw(flows, { ...options, criterion: sameMeanDistance({ distances: far }) });
    expect(fit.converged).toBe(true);
    const near = fitLaw(flows, { ...options, criterion: sameMeanDistance({ distances: world.distances }) });
    expect(fit.parameters).toEqual(near.parameters);
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

const rank = (
  places: Omit<World, "flows" | "cells">,
): { distances: ReturnType<typeof rankDestinations>; mass: number[] } => ({
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
    "selection's 1 − lambda": {
      lawAt: ({ x }: { x: number }): FlowLaw => selectiveRadiationLaw({ ...base, lambda: 1 - x }),
      range: { from: 1e-5, to: 0.5, scale: logarithmicSteps() },
      true: 5e-4,
    },
    "gravity's exponent": {
      lawAt: ({ x }: { x: number }): FlowLaw => {
        const model = { coefficients: { destinationMass: 1, logDistance: -x } };
        return gravityLaw(model, { destinationMass: places.mass, distances: places.distances, deterrence: powerLaw() });
      },
      range: { from: -1, to: 6, scale: linearSteps() },
      true: 1.6,
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
        inside += Number(off <= 1.959964 * fit.poissonErrors.x);
        robustInside += Number(off <= 1.959964 * fit.standardErrors.x);
        expect(fit.converged).toBe(true);
      }
      expect(inside / draws).toBeGreaterThanOrEqual(0.93);
      expect(inside / draws).toBeLessThanOrEqual(0.97);
      expect(robustInside / draws).toBeGreaterThan(0.9);
    });
  }
});

describe("a law of several parameters", () => {
  const places = placesOf(15, 8);
  const base = rank(places);
  const lawAt = (given: { alpha: number; beta: number }): FlowLaw => universalOpportunityLaw({ ...base, ...given });
  const unit = { from: 0, to: 1 };

  it("is found together with its errors: universal opportunity", () => {
    const { flows } = drawn(places, lawAt({ alpha: 0.3, beta: 0.6 }), 4000, 1);
    const parameters = { alpha: unit, beta: unit };
    const fit = fitLaw(flows, { lawAt, parameters, criterion: mostLikely() });
    for (const [name, truth] of [
      ["alpha", 0.3],
      ["beta", 0.6],
    ] as const) {
      expect(Math.abs(fit.parameters[name] - truth)).toBeLessThan(3 * fit.poissonErrors[name]);
      expect(fit.poissonErrors[name]).toBeLessThan(0.1);
      // The best value of one parameter, given the other.
      const alone = fitLaw(flows, {
        lawAt: ({ x }: { x: number }) => lawAt({ ...fit.parameters, [name]: x }),
        parameters: { x: unit },
        criterion: mostLikely(),
      });
      expect(alone.parameters.x).toBeCloseTo(fit.parameters[name], 7);
      expect(alone.poissonErrors.x).toBeLessThan(fit.poissonErrors[name]);
      expect(fit.value).toBeGreaterThanOrEqual(alone.value - 1e-6);
    }
    expect(fit.atBound).toEqual({ alpha: false, beta: false });
    expect(fit.evaluations).toBeLessThan(200);
    expect(fit.curve.value).toHaveLength(49);
    expect(fit.curve.parameters.alpha.slice(0, 8)).toEqual(new Float64Array([0, 0, 0, 0, 0, 0, 0, 1 / 6]));
  });

  it("has no error for the parameter at its bound, and one for the other", () => {
    const { flows } = drawn(places, lawAt({ alpha: 0, beta: 0.5 }), 400, 2);
    const parameters = { alpha: { from: 0.2, to: 1 }, beta: unit };
    const fit = fitLaw(flows, { lawAt, parameters, criterion: mostLikely() });
    expect(fit.parameters.alpha).toBe(0.2);
    expect(fit.atBound).toEqual({ alpha: true, beta: false });
    expect(fit.poissonErrors.alpha).toBeNaN();
    expect(fit.standardErrors.beta).toBeGreaterThan(0);
  });

  it("may be chosen by the common part, or have three parameters", () => {
    const { flows } = drawn(places, lawAt({ alpha: 0.3, beta: 0.6 }), 4000, 1);
    const common = fitLaw(flows, { lawAt, parameters: { alpha: unit, beta: unit }, criterion: bestCommonPart() });
    expect(common.value).toBeGreaterThan(0.95);
    expect(common.poissonErrors.alpha).toBeNaN();
    const three = fitLaw(flows, {
      lawAt: ({ a, b, c }: { a: number; b: number; c: number }) => {
        const mass = base.mass.map((m) => m ** c);
        return universalOpportunityLaw({ ...base, mass, alpha: a, beta: b });
      },
      parameters: { a: unit, b: unit, c: { from: 0.5, to: 1.5 } },
      criterion: mostLikely(),
    });
    expect(Math.abs(three.parameters.c - 1)).toBeLessThan(3 * three.poissonErrors.c);
    expect(three.evaluations).toBeLessThan(450);
  });

  it("has not converged where the flows tell the sum of its parameters only", () => {
    const sumLaw = ({ a, b }: { a: number; b: number }): FlowLaw => decay({ rate: a + b });
    const range = { from: 0.001, to: 0.1 };
    const fit = fitLaw(world.flows, { lawAt: sumLaw, parameters: { a: range, b: range }, criterion: mostLikely() });
    const alone = fitLaw(world.flows, { lawAt: decay, parameters: { rate }, criterion: mostLikely() });
    expect(fit.converged).toBe(false);
    expect(fit.value).toBeCloseTo(alone.value, 3);
  });

  it("is refused where one number is to be brought to zero, or where there are more than three or none", () => {
    const { flows } = world;
    const criterion = sameMeanDistance({ distances: world.distances });
    const parameters = { alpha: unit, beta: unit };
    expect(() => fitLaw(flows, { lawAt, parameters, criterion })).toThrow(
      "fitLaw: parameters must be one for the criterion same mean distance, got 2 of them",
    );
    const such = "fitLaw: parameters must be ranges { from, to } of one to three parameters by name, got";
    expect(() => fitLaw(flows, { lawAt: decay, parameters: {} as { rate: typeof rate }, criterion })).toThrow(
      `${such} 0`,
    );
    const four = { a: unit, b: unit, c: unit, d: unit };
    expect(() => fitLaw(flows, { lawAt: (_: object) => decay({ rate: 1 }), parameters: four, criterion })).toThrow(
      such,
    );
  });
});

describe("what cannot be calibrated", () => {
  const criteria = [mostLikely(), bestCommonPart(), leastSquares(), sameMeanDistance({ distances: world.distances })];
  const parameters = { rate };
  const nothing = { parameters: { rate: Number.NaN }, converged: false, atBound: { rate: false }, law: "" };

  it("are no flows: NaN, not converged", () => {
    const { flows } = flowsOf(9, new Float64Array(81));
    for (const criterion of criteria) {
      const fit = fitLaw(flows, { lawAt: decay, parameters, criterion });
      expect(fit).toMatchObject({ ...nothing, value: Number.NaN, poissonErrors: { rate: Number.NaN }, evaluations: 0 });
    }
  });

  it("are one location, two, or none: nobody has a choice", () => {
    for (const n of [0, 1, 2]) {
      const places = placesOf(n, 3);
      const { flows } = flowsOf(
        n,
        Float64Array.from({ length: n * n }, (_, c) => c),
      );
      for (const criterion of [mostLikely(), bestCommonPart(), leastSquares()]) {
        expect(fitLaw(flows, { lawAt: decayLaw(places), parameters, criterion })).toMatchObject(nothing);
      }
    }
  });

  it("is a law that does not know its parameter", () => {
    const lawAt = (_: { rate: number }): FlowLaw => decay({ rate: 0.04 });
    for (const criterion of criteria.slice(0, 3)) {
      expect(fitLaw(world.flows, { lawAt, parameters, criterion })).toMatchObject(nothing);
    }
  });

  it("is a law that sends nobody where people went: a likelihood of −Infinity, said", () => {
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: x }),
      fillRow: (o, into) => {
        decay({ rate: x }).fillRow(o, into);
        if (o === 2) into[5] = 0;
      },
    });
    const flow = world.cells.value[2 * 9 + 5]!;
    expect(flow).toBeGreaterThan(0);
    const fit = fitLaw(world.flows, { lawAt, parameters, criterion: mostLikely() });
    expect(fit).toMatchObject({ ...nothing, value: -Infinity });
    expect([...fit.curve.value]).toEqual(new Array(17).fill(-Infinity));
    // Other criteria can do with it, and say how many people went there.
    expect(fitLaw(world.flows, { lawAt, parameters, criterion: bestCommonPart() })).toMatchObject({
      converged: true,
      impossible: flow,
      dispersion: Infinity,
    });
  });

  it("is a law whose parameter says nothing but for rounding, whatever the criterion and the flows", () => {
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: 0.04 }),
      fillRow: (o, into) => {
        decay({ rate: 0.04 }).fillRow(o, into);
        for (let d = 0; d < 9; d++) into[d]! *= Math.exp(x);
      },
    });
    for (const [keeps, constraint] of Object.entries(CONSTRAINTS)) {
      const weight = (o: number, d: number): number =>
        world.mass[d]! * Math.exp(-0.04 * world.distances.value[o * 9 + d]!);
      const perfect = expectedSlowly(weight, world.cells, keeps as keyof typeof CONSTRAINTS).flat();
      for (const flows of [world.flows, flowsOf(9, Float64Array.from(perfect)).flows]) {
        for (const criterion of criteria) {
          expect(fitLaw(flows, { lawAt, parameters, criterion, constraint })).toMatchObject(nothing);
        }
        const both = { rate, other: { from: 0, to: 1 } };
        const two = fitLaw(flows, { lawAt, parameters: both, criterion: leastSquares(), constraint });
        expect(two).toMatchObject({ parameters: { rate: Number.NaN, other: Number.NaN }, converged: false });
      }
    }
  });

  it("is not a law that is 0 for some of the parameters only", () => {
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: x }),
      fillRow: (o, into) => (x > 0.1 ? into.fill(0) : decay({ rate: x }).fillRow(o, into)),
    });
    const fit = fitLaw(world.flows, { lawAt, parameters, criterion: mostLikely() });
    const whole = fitLaw(world.flows, { lawAt: decay, parameters, criterion: mostLikely() });
    expect(fit.parameters.rate).toBeCloseTo(whole.parameters.rate, 9);
    expect(fit.curve.value[16]).toBe(-Infinity);
  });

  it("leaves out the flows of origins that the law sends nowhere, and says how many", () => {
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: x }),
      fillRow: (o, into) => (o === 4 ? into.fill(0) : decay({ rate: x }).fillRow(o, into)),
    });
    const fit = fitLaw(world.flows, { lawAt, parameters, criterion: bestCommonPart() });
    expect(fit.unassigned).toBeCloseTo(300, 9);
    expect(fit.impossible).toBe(300);
  });

  it("is a best parameter beyond the range: at the bound, without an error", () => {
    const fit = fitLaw(world.flows, {
      lawAt: decay,
      parameters: { rate: { from: 0.2, to: 1 } },
      criterion: mostLikely(),
    });
    expect(fit).toMatchObject({ parameters: { rate: 0.2 }, atBound: { rate: true }, converged: true });
    expect(fit.poissonErrors.rate).toBeNaN();
    expect(fit.standardErrors.rate).toBeNaN();
  });
});

describe("flows within a location", () => {
  it("count only where they are asked for, and the law's diagonal is read only then", () => {
    const value = world.cells.value.slice();
    for (let l = 0; l < 9; l++) value[l * 10] = 50;
    const { flows } = flowsOf(9, value);
    const fill = decay;
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...fill({ rate: x }),
      fillRow: (o, into) => {
        fill({ rate: x }).fillRow(o, into);
        into[o] = Number.NaN;
      },
    });
    const options = { parameters: { rate }, criterion: mostLikely() };
    const without = fitLaw(flows, { ...options, lawAt });
    expect(without).toEqual({ ...fitLaw(world.flows, { ...options, lawAt: decay }) });
    expect(() => fitLaw(flows, { ...options, lawAt, intrazonal: true })).toThrow(
      /^fitLaw: the weight by lawAt\(rate: 0.001\) from p0 to p0 must be a finite number of at least 0, got NaN$/,
    );
    const home = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...fill({ rate: x }),
      fillRow: (o, into) => {
        fill({ rate: x }).fillRow(o, into);
        into[o] = world.mass[o]!;
      },
    });
    const within = fitLaw(flows, { ...options, lawAt: home, intrazonal: true });
    expect(within.parameters.rate).not.toBeCloseTo(without.parameters.rate, 4);
    expect(within.impossible).toBe(0);
  });
});

describe("a law that gives logarithms", () => {
  it("is read by them, so that steep laws neither overflow nor vanish", () => {
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      name: "steep",
      rows: 9,
      columns: 9,
      fillRow: () => {
        throw new Error("not to be read");
      },
      fillLogRow: (o, into) => {
        for (let d = 0; d < 9; d++) {
          into[d] = d === o ? -Infinity : 2000 + Math.log(world.mass[d]!) - x * world.distances.value[o * 9 + d]!;
        }
      },
    });
    for (const constraint of Object.values(CONSTRAINTS)) {
      const options = { parameters: { rate }, criterion: mostLikely(), constraint };
      const fit = fitLaw(world.flows, { ...options, lawAt });
      const plain = fitLaw(world.flows, { ...options, lawAt: decay });
      expect(fit.parameters.rate / plain.parameters.rate).toBeCloseTo(1, 9);
      expect(fit.value / plain.value).toBeCloseTo(1, 12);
      expect(fit.standardErrors.rate / plain.standardErrors.rate).toBeCloseTo(1, 6);
    }
  });
});

describe("a law that gives logarithms", () => {
  const logsOf =
    (shift: (o: number) => number) =>
    ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: x }),
      fillLogRow: (o, into) => {
        for (let d = 0; d < 9; d++) {
          into[d] = shift(o) + Math.log(world.mass[d]!) - x * world.distances.value[o * 9 + d]!;
        }
      },
    });

  it("may have origins of any size where the constraint does not ask for it", () => {
    for (const constraint of [CONSTRAINTS.origins, CONSTRAINTS.both]) {
      const options = { parameters: { rate }, criterion: mostLikely(), constraint };
      const fit = fitLaw(world.flows, { ...options, lawAt: logsOf((o) => 5000 * (o - 4)) });
      const plain = fitLaw(world.flows, { ...options, lawAt: decay });
      expect(fit.parameters.rate / plain.parameters.rate).toBeCloseTo(1, 8);
      expect(fit).toMatchObject({ converged: true, impossible: 0 });
    }
  });

  it("and sends nobody from an origin makes flows from there impossible", () => {
    const lawAt = logsOf((o) => (o === 4 ? -Infinity : 0));
    const fit = fitLaw(world.flows, { lawAt, parameters: { rate }, criterion: mostLikely() });
    expect(fit).toMatchObject({ value: -Infinity, parameters: { rate: Number.NaN }, converged: false });
    const common = fitLaw(world.flows, { lawAt, parameters: { rate }, criterion: bestCommonPart() });
    expect(common).toMatchObject({ impossible: 300, converged: true });
    expect(common.unassigned).toBeCloseTo(300, 9);
  });
});

describe("a law that gives logarithms far below those of the smallest number", () => {
  it("has a likelihood all the same where outflows are kept", () => {
    const n = 9;
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => ({
      ...decay({ rate: x }),
      fillLogRow: (o, into) => {
        for (let d = 0; d < n; d++) into[d] = Math.log(world.mass[d]!) - x * world.distances.value[o * n + d]!;
      },
    });
    const parameters = { rate: { from: 0.04, to: 1000, scale: logarithmicSteps() } };
    const { curve } = fitLaw(world.flows, { lawAt, parameters, criterion: mostLikely() });
    const last = curve.value.length - 1;
    expect(curve.value[last]).toBeGreaterThan(-Infinity);
    // With so steep a law, Σ flow · ln p is Σ flow · (ln mass − rate · distance) less that of the nearest place.
    const steepest = cellsOf(world.cells).reduce((sum, row, o) => {
      const logs = row.map((_, d) =>
        d === o ? -Infinity : Math.log(world.mass[d]!) - 1000 * world.distances.value[o * n + d]!,
      );
      return sum + row.reduce((part, flow, d) => (flow === 0 ? part : part + flow * (logs[d]! - Math.max(...logs))), 0);
    }, 0);
    expect(curve.value[last]! / steepest).toBeCloseTo(1, 12);
  });
});

describe("wrong arguments", () => {
  const options = { lawAt: decay, parameters: { rate }, criterion: mostLikely() };
  it("are named", () => {
    const fit =
      (wrong: object): (() => unknown) =>
      () =>
        fitLaw(world.flows, { ...options, ...wrong });
    expect(fit({ parameters: { rate: { from: 2, to: 1 } } })).toThrow(
      "fitLaw: parameters.rate.to must be above parameters.rate.from, 2, got 1",
    );
    expect(fit({ parameters: { rate: { from: 1, to: 1 } } })).toThrow("parameters.rate.to must be above");
    expect(fit({ parameters: { rate: { from: 0, to: 1, scale: logarithmicSteps() } } })).toThrow(
      "fitLaw: parameters.rate.from must be a finite number above 0, got 0",
    );
    expect(fit({ parameters: { rate: { from: 0, to: 1, scale: logarithmicSteps } } })).toThrow(
      "call it: what it makes is meant",
    );
    expect(fit({ criterion: mostLikely })).toThrow("fitLaw: criterion must be a criterion such as mostLikely(), got");
    expect(fit({ constraint: originConstrained })).toThrow(
      "fitLaw: constraint must be a constraint such as originConstrained()",
    );
    expect(fit({ points: 2 })).toThrow("fitLaw: points must be a whole number of at least 3, got 2");
    expect(fit({ lawAt: () => decay({ rate: 1 }) })).toThrow(
      "fitLaw: lawAt must be a function of parameters that returns a law",
    );
    expect(fit({ lawAt: (_: object) => ({ rows: 3, columns: 3, fillRow: () => undefined }) })).toThrow(
      "fitLaw: lawAt(rate: 0.001).rows must be of length 9, got 3",
    );
    const negative = world.cells.value.slice();
    negative[1] = -1;
    expect(() => fitLaw(flowsOf(9, negative).flows, options)).toThrow(
      "fitLaw: flows from p0 to p1 must be at least 0, got -1",
    );
    const distances = { ...world.distances, value: world.distances.value.slice() };
    distances.value[1] = Infinity;
    expect(fit({ criterion: sameMeanDistance({ distances }) })).toThrow(
      "fitLaw: criterion.distances from p0 to p1 must be finite where people go or are expected, got Infinity",
    );
  });

  it("are laws that are one and the same for all parameters: their differences would be nothing", () => {
    let now = 0;
    const changing: FlowLaw = { ...decay({ rate: 1 }), fillRow: (o, into) => decay({ rate: now }).fillRow(o, into) };
    const lawAt = ({ rate: x }: { rate: number }): FlowLaw => {
      now = x;
      return changing;
    };
    for (const constraint of Object.values(CONSTRAINTS)) {
      expect(() => fitLaw(world.flows, { ...options, lawAt, constraint })).toThrow(
        "fitLaw: lawAt must be a function that makes a law of its own for each of its parameters",
      );
    }
  });

  it("are left as they are", () => {
    const before = structuredClone(world);
    fitLaw(world.flows, { ...options, constraint: CONSTRAINTS.both });
    expect(world).toEqual(before);
  });
});
