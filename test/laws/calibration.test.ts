import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { fitLaw, type LawFit } from "../../src/models/calibration.ts";
import { bestCommonPart, leastSquares, mostLikely, sameMeanDistance } from "../../src/models/calibration-criteria.ts";
import { logarithmicSteps } from "../../src/models/calibration-parameters.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { fitDeterrence } from "../../src/models/deterrence-fit.ts";
import { shiftedPower } from "../../src/models/deterrence-shifted.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { extendedRadiationLaw } from "../../src/models/radiation-extended.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";

const CONSTRAINTS = [originConstrained(), destinationConstrained(), unconstrained(), doublyConstrained()] as const;

interface World {
  readonly mass: number[];
  readonly distances: DenseMatrix;
  readonly cells: DenseMatrix;
}

/** Places over a square with masses, and flows that fall with distance, more or less. */
function worldOf(n: number, seed: number): World {
  const random = createRandom(seed);
  const at = Array.from({ length: n }, () => [100 * random(), 100 * random()] as const);
  const mass = Array.from({ length: n }, () => Math.round(20 + 400 * random()));
  const matrix = (of: (o: number, d: number) => number): DenseMatrix => ({
    rows: n,
    columns: n,
    value: Float64Array.from({ length: n * n }, (_, c) => of(Math.floor(c / n), c % n)),
  });
  const distances = matrix((o, d) => Math.hypot(at[o]![0] - at[d]![0], at[o]![1] - at[d]![1]));
  const cells = matrix((o, d) =>
    o === d ? 0 : 1 + Math.round(mass[d]! * Math.exp(-0.03 * distances.value[o * n + d]!) * (0.5 + random())),
  );
  return { mass, distances, cells };
}

function flowsOf({ rows: n, value }: DenseMatrix): Located & SparseMatrix {
  const ids = Array.from({ length: n }, (_, l) => `p${l}`);
  const lon = Float64Array.from(ids, (_, l) => l / 10);
  return { locations: createLocations("zones", ids, lon, new Float64Array(n)), ...sparseFromDense(n, n, value) };
}

const withCells = (of: DenseMatrix, change: (cell: number, c: number) => number): DenseMatrix => ({
  ...of,
  value: of.value.map(change),
});

/** The world with place l where place order[l] was. */
function reordered({ mass, distances, cells }: World, order: readonly number[]): World {
  const n = order.length;
  const moved = (of: DenseMatrix): DenseMatrix =>
    withCells(of, (_, c) => of.value[order[Math.floor(c / n)]! * n + order[c % n]!]!);
  return { mass: order.map((l) => mass[l]!), distances: moved(distances), cells: moved(cells) };
}

const decay =
  ({ mass, distances }: World) =>
  ({ x }: { x: number }): FlowLaw => ({
    name: "decay",
    rows: mass.length,
    columns: mass.length,
    fillRow: (o, into) => {
      const n = mass.length;
      for (let d = 0; d < n; d++) into[d] = mass[d]! * Math.exp(-x * distances.value[o * n + d]!);
    },
  });
const radiation =
  ({ mass, distances }: World) =>
  ({ x }: { x: number }): FlowLaw =>
    extendedRadiationLaw({ mass, distances, alpha: x });
const RATES = { x: { from: 1e-4, to: 1, scale: logarithmicSteps() } };
const ALPHAS = { x: { from: 0.01, to: 10, scale: logarithmicSteps() } };

/** How far two numbers are apart, as a share; 0 for two that are NaN. */
const apart = (a: number, b: number): number => (Object.is(a, b) ? 0 : Math.abs(a / b - 1));

function expectSame(
  found: LawFit,
  wanted: LawFit,
  times: Partial<Record<"x" | "single" | "value" | "pearson", number>>,
): void {
  const { x = 1, single = 1, value = 1, pearson = 1 } = times;
  expect(found).toMatchObject({ converged: wanted.converged, atBound: wanted.atBound, constraint: wanted.constraint });
  expect(apart(found.parameters["x"]!, x * wanted.parameters["x"]!)).toBeLessThan(1e-6);
  expect(apart(found.standardErrors["x"]!, x * wanted.standardErrors["x"]!)).toBeLessThan(1e-4);
  expect(apart(found.poissonErrors["x"]!, x * single * wanted.poissonErrors["x"]!)).toBeLessThan(1e-4);
  expect(apart(found.value, value * wanted.value)).toBeLessThan(1e-9);
  expect(apart(found.dispersion, pearson * wanted.dispersion)).toBeLessThan(1e-5);
}

const worlds = fc.record({
  world: fc
    .tuple(fc.integer({ min: 4, max: 8 }), fc.integer({ min: 1, max: 1e6 }))
    .map(([n, seed]) => worldOf(n, seed)),
  constraint: fc.constantFrom(...CONSTRAINTS),
});
const runs = { seed: 42, numRuns: 15 };

describe("a calibrated law", () => {
  it("is the same in whatever order the places come", () => {
    const property = fc.property(worlds, fc.integer({ min: 1, max: 1e6 }), ({ world, constraint }, seed) => {
      const random = createRandom(seed);
      const keys = world.mass.map(() => random());
      const other = reordered(
        world,
        world.mass.map((_, l) => l).sort((a, b) => keys[a]! - keys[b]!),
      );
      for (const [law, parameters] of [
        [decay, RATES],
        [radiation, ALPHAS],
      ] as const) {
        for (const criterion of [mostLikely(), leastSquares()]) {
          const fit = (of: World): LawFit =>
            fitLaw(flowsOf(of.cells), { lawAt: law(of), parameters, criterion, constraint });
          expectSame(fit(other), fit(world), {});
        }
      }
    });
    fc.assert(property, runs);
  });

  it("has the same parameters for flows in another unit, with Poisson errors that shrink by its root and robust ones that stay", () => {
    const property = fc.property(worlds, fc.constantFrom(0.1, 7, 1000), ({ world, constraint }, times) => {
      const scaled = flowsOf(withCells(world.cells, (flow) => times * flow));
      const flows = flowsOf(world.cells);
      const options = { lawAt: decay(world), parameters: RATES, constraint };
      for (const [criterion, value] of [
        [mostLikely(), times],
        [leastSquares(), times * times],
        [bestCommonPart(), 1],
      ] as const) {
        const [found, wanted] = [fitLaw(scaled, { ...options, criterion }), fitLaw(flows, { ...options, criterion })];
        expectSame(found, wanted, { value, single: 1 / Math.sqrt(times), pearson: times });
      }
    });
    fc.assert(property, runs);
  });

  it("has rates in the unit of the distances", () => {
    const property = fc.property(worlds, fc.constantFrom(0.001, 1.609344, 60), ({ world, constraint }, times) => {
      const other = { ...world, distances: withCells(world.distances, (distance) => times * distance) };
      const flows = flowsOf(world.cells);
      const range = { x: { ...RATES.x, from: RATES.x.from / times, to: RATES.x.to / times } };
      for (const criterion of [
        (_: World) => mostLikely(),
        (_: World) => bestCommonPart(),
        ({ distances }: World) => sameMeanDistance({ distances }),
      ]) {
        const wanted = fitLaw(flows, {
          lawAt: decay(world),
          parameters: RATES,
          criterion: criterion(world),
          constraint,
        });
        const found = fitLaw(flows, {
          lawAt: decay(other),
          parameters: range,
          criterion: criterion(other),
          constraint,
        });
        const isZero = wanted.criterion === "same mean distance";
        expectSame(isZero ? { ...found, value: wanted.value } : found, wanted, { x: 1 / times });
      }
    });
    fc.assert(property, runs);
  });

  it("is no worse than at any point that was looked at first", () => {
    const property = fc.property(worlds, ({ world, constraint }) => {
      for (const criterion of [mostLikely(), bestCommonPart(), leastSquares()]) {
        const { value, curve } = fitLaw(flowsOf(world.cells), {
          lawAt: radiation(world),
          parameters: ALPHAS,
          criterion,
          constraint,
        });
        const sign = criterion.aim === "highest" ? 1 : -1;
        for (const seen of curve.value) expect(sign * (value - seen)).toBeGreaterThanOrEqual(-1e-12 * Math.abs(value));
      }
    });
    fc.assert(property, runs);
  });
});

describe("a shifted power law", () => {
  it("has its scale in the unit of the distances, and all else without", () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(0.001, 1.609344, 60),
      (seed, times) => {
        const { mass, distances, cells } = worldOf(8, seed);
        const options = { constraint: originConstrained(), destinationMass: mass };
        const deterrenceAt = (scale: number): ReturnType<typeof shiftedPower> => shiftedPower({ scale });
        const fit = (unit: number): ReturnType<typeof fitDeterrence> =>
          fitDeterrence(flowsOf(cells), {
            ...options,
            distances: withCells(distances, (distance) => unit * distance),
            deterrenceAt,
            range: { from: unit, to: 1000 * unit, scale: logarithmicSteps() },
          });
        const [wanted, found] = [fit(1), fit(times)];
        expect(found).toMatchObject({ atBound: wanted.atBound, converged: wanted.converged });
        expect(apart(found.parameter, times * wanted.parameter)).toBeLessThan(1e-5);
        expect(apart(found.standardError, times * wanted.standardError)).toBeLessThan(1e-3);
        expect(apart(found.fit.deviance, wanted.fit.deviance)).toBeLessThan(1e-9);
      },
    );
    fc.assert(property, { ...runs, numRuns: 12 });
  });
});
