import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { destinationConstrained, originConstrained } from "../../src/models/constraints.ts";
import { exponentialDecay, powerLaw } from "../../src/models/deterrence.ts";
import { fitGravity, type GravityFit } from "../../src/models/gravity.ts";
import { predictGravity } from "../../src/models/gravity-flows.ts";
import { exclusiveTies, inclusiveTies, sequentialTies, splitTies } from "../../src/models/intervening.ts";
import { withOutflows } from "../../src/models/predicted-constraints.ts";
import { finiteSystem, predictRadiation } from "../../src/models/radiation.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { squareOf, type World, worldOf, zonesOf } from "../models/worlds.ts";
import { slowRadiation } from "../slow/models.ts";

const rowSum = (matrix: DenseMatrix, i: number): number =>
  matrix.value.subarray(i * matrix.columns, (i + 1) * matrix.columns).reduce((sum, x) => sum + x, 0);

/** The places of a square matrix in another order. */
function reordered(matrix: DenseMatrix, order: readonly number[]): DenseMatrix {
  return squareOf(matrix.rows, (i, j) => matrix.value[order[i]! * matrix.rows + order[j]!]!);
}

describe("the radiation model", () => {
  const place = fc.record({ mass: fc.nat({ max: 40 }), x: fc.nat({ max: 4 }), y: fc.nat({ max: 4 }) });
  /** Places on a lattice, some without mass, some at one point: many are equally far. */
  const places = fc.array(place, { minLength: 1, maxLength: 14 });
  const masses = (list: { mass: number }[]): number[] => list.map(({ mass }) => mass);
  const squared = (list: { x: number; y: number }[]): DenseMatrix =>
    squareOf(list.length, (i, j) => (list[i]!.x - list[j]!.x) ** 2 + (list[i]!.y - list[j]!.y) ** 2);

  it("is that of the formula, with the places between counted one by one, for every rule about ties", () => {
    const rules = {
      split: splitTies(),
      inclusive: inclusiveTies(),
      exclusive: exclusiveTies(),
      sequential: sequentialTies(),
    };
    fc.assert(
      fc.property(places, (list) => {
        const distances = squared(list);
        for (const [name, ties] of Object.entries(rules)) {
          const slow = slowRadiation(
            masses(list),
            (i, j) => distances.value[i * list.length + j]!,
            name as keyof typeof rules,
          );
          const { value } = predictRadiation({ mass: masses(list), distances, ties });
          for (const [c, p] of slow.flat().entries()) expect(Math.abs(value[c]! - p)).toBeLessThan(1e-14);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("assigns 1 − m / M of an origin, all of it in a finite system, unless ties change sums", () => {
    fc.assert(
      fc.property(places, fc.boolean(), (list, split) => {
        const ties = split ? splitTies() : sequentialTies();
        const total = masses(list).reduce((a, b) => a + b, 0);
        const outflows = list.map((_, i) => 10 * i);
        const given = { mass: masses(list), distances: squared(list), ties, outflows };
        const open = predictRadiation(given);
        const finite = predictRadiation({ ...given, normalisation: finiteSystem() });
        list.forEach(({ mass }, i) => {
          const assigned = mass === 0 ? 0 : outflows[i]! * (1 - mass / total);
          expect(rowSum(open, i)).toBeCloseTo(assigned, 10);
          expect(open.unassigned[i]).toBeCloseTo(outflows[i]! - assigned, 10);
          expect(rowSum(finite, i)).toBeCloseTo(mass === 0 || mass === total ? 0 : outflows[i]!, 10);
        });
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("under split ties does not depend on the order of the places, nor on the unit or scale of distance", () => {
    fc.assert(
      fc.property(places, fc.nat(), (list, seed) => {
        const order = list
          .map((_, i) => i)
          .sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101) || a - b);
        const distances = squared(list);
        const whole = predictRadiation({ mass: masses(list), distances });
        const moved = predictRadiation({
          mass: order.map((i) => list[i]!.mass),
          distances: reordered(distances, order),
        });
        reordered(whole, order).value.forEach((p, c) => {
          expect(moved.value[c]).toBeCloseTo(p, 14);
        });
        const rooted = squareOf(list.length, (i, j) => 3.7 * Math.sqrt(distances.value[i * list.length + j]!));
        expect(predictRadiation({ mass: masses(list), distances: rooted }).value).toEqual(whole.value);
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("the origin-constrained gravity model", () => {
  const worlds = fc.tuple(fc.integer({ min: 5, max: 12 }), fc.nat()).map(([n, seed]) => worldOf(n, seed));
  const deterrences = fc.constantFrom(powerLaw(), exponentialDecay());
  const fitOf = (world: World, deterrence = powerLaw()): GravityFit =>
    fitGravity(world.flows, {
      destinationMass: world.mass,
      distances: world.distances,
      deterrence,
      constraint: originConstrained(),
    });
  const near = (got: number, expected: number): void => {
    expect(Math.abs(got - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
  };

  it("reproduces the outflows, and the mean logarithm of mass and mean covariate of the observed flows", () => {
    fc.assert(
      fc.property(worlds, deterrences, (world, deterrence) => {
        const fit = fitOf(world, deterrence);
        fc.pre(fit.converged);
        const n = world.mass.length;
        const fitted = predictGravity(fit, { destinationMass: world.mass, distances: world.distances, deterrence });
        const off = world.cells.map((flow, c) => (c % (n + 1) === 0 ? 0 : flow));
        const covariates = new Float64Array(world.distances.value.length);
        deterrence.fillTerms(Float64Array.from(world.distances.value), covariates.length, [covariates]);
        for (let i = 0; i < n; i++)
          near(
            rowSum(fitted, i),
            off.slice(i * n, i * n + n).reduce((a, b) => a + b),
          );
        const weighted = (cells: ArrayLike<number>, by: (c: number) => number): number =>
          Array.from(cells).reduce((sum, flow, c) => (flow === 0 ? sum : sum + flow * by(c)), 0);
        const mass = (c: number): number => Math.log(world.mass[c % n]!);
        near(weighted(fitted.value, mass), weighted(off, mass));
        near(
          weighted(fitted.value, (c) => covariates[c]!),
          weighted(off, (c) => covariates[c]!),
        );
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("has coefficients that depend neither on the unit of flows, masses and distances nor on the order of the places", () => {
    fc.assert(
      fc.property(worlds, fc.double({ min: 0.01, max: 100, noNaN: true }), (world, factor) => {
        const fit = fitOf(world);
        fc.pre(fit.converged);
        const n = world.mass.length;
        const order = world.mass.map((_, i) => n - 1 - i);
        const cells = { rows: n, columns: n, value: Float64Array.from(world.cells) };
        const flowsOf = (matrix: DenseMatrix): World["flows"] => ({
          locations: zonesOf(n),
          ...sparseFromDense(n, n, matrix.value),
        });
        const others: World[] = [
          { ...world, flows: flowsOf({ ...cells, value: cells.value.map((flow) => flow * factor) }) },
          { ...world, mass: world.mass.map((mass) => mass * factor) },
          { ...world, distances: { ...world.distances, value: world.distances.value.map((d) => d * factor) } },
          {
            ...world,
            flows: flowsOf(reordered(cells, order)),
            mass: order.map((i) => world.mass[i]!),
            distances: reordered(world.distances, order),
          },
        ];
        for (const other of others.map((changed) => fitOf(changed))) {
          near(other.coefficients["destinationMass"]!, fit.coefficients["destinationMass"]!);
          near(other.coefficients["logDistance"]!, fit.coefficients["logDistance"]!);
          near(other.standardErrors["logDistance"]! / fit.standardErrors["logDistance"]!, 1);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("is the destination-constrained model of the flows the other way round, in every figure", () => {
    fc.assert(
      fc.property(worlds, deterrences, (world, deterrence) => {
        const fit = fitOf(world, deterrence);
        fc.pre(fit.converged);
        const n = world.mass.length;
        const turned = squareOf(n, (i, j) => world.cells[j * n + i]!);
        const back = fitGravity(
          { locations: zonesOf(n), ...sparseFromDense(n, n, turned.value) },
          {
            originMass: world.mass,
            distances: squareOf(n, (i, j) => world.distances.value[j * n + i]!),
            deterrence,
            constraint: destinationConstrained(),
          },
        );
        const term = deterrence.terms[0]!;
        near(back.coefficients["originMass"]!, fit.coefficients["destinationMass"]!);
        near(back.coefficients[term]!, fit.coefficients[term]!);
        near(back.standardErrors[term]! / fit.standardErrors[term]!, 1);
        near(back.deviance, fit.deviance);
        back.destinationConstants.forEach((constant, l) => {
          if (constant === -Infinity) expect(fit.originConstants[l]).toBe(-Infinity);
          else near(constant, fit.originConstants[l]!);
        });
        expect([back.pairs, back.parameters]).toEqual([fit.pairs, fit.parameters]);
        expect(back.leftOutDestinations).toEqual(fit.leftOutOrigins);
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("has the highest likelihood: no step away from the coefficients raises it", () => {
    fc.assert(
      fc.property(worlds, deterrences, (world, deterrence) => {
        const fit = fitOf(world, deterrence);
        fc.pre(fit.converged);
        const n = world.mass.length;
        const off = world.cells.map((flow, c) => (c % (n + 1) === 0 ? 0 : flow));
        const outflows = world.mass.map((_, i) => off.slice(i * n, i * n + n).reduce((a, b) => a + b));
        const likelihoodAt = (mass: number, cost: number): number => {
          const coefficients = {
            destinationMass: fit.coefficients["destinationMass"]! + mass,
            [deterrence.terms[0]!]: fit.coefficients[deterrence.terms[0]!]! + cost,
          };
          const options = { destinationMass: world.mass, distances: world.distances, deterrence };
          const { value } = predictGravity({ coefficients }, { ...options, constraint: withOutflows({ outflows }) });
          return off.reduce((sum, flow, c) => (flow === 0 ? sum : sum + flow * Math.log(value[c]!)), 0);
        };
        const top = likelihoodAt(0, 0);
        const m = fit.poissonErrors["destinationMass"]!;
        const d = fit.poissonErrors[deterrence.terms[0]!]!;
        for (const [mass, cost] of [
          [m, 0],
          [-m, 0],
          [0, d],
          [0, -d],
          [m, d],
          [-m, d],
        ] as const) {
          expect(likelihoodAt(mass, cost)).toBeLessThan(top);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});
