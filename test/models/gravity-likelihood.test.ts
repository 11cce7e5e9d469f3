import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { destinationConstrained, originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { pairCovariate } from "../../src/models/covariates.ts";
import type { GravityConstraint } from "../../src/models/design.ts";
import { type Deterrence, exponentialDecay, powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { type FitGravityOptions, fitGravity } from "../../src/models/gravity.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import { highestPoint, type PairRow, plainLikelihood } from "../slow/gravity-likelihood.ts";
import { squareOf, worldOf, zonesOf } from "./worlds.ts";

/** The coefficients of a fit stand where a search that knows the likelihood only, and none of its derivatives, ends. */
const CONSTRAINTS: readonly GravityConstraint[] = [
  unconstrained(),
  originConstrained(),
  destinationConstrained(),
  doublyConstrained(),
];

describe("the likelihood of a gravity model is highest at its coefficients", () => {
  const n = 6;
  const world = worldOf(n, "likelihood");
  const border = squareOf(n, (i, j) => ((i + 2 * j) % 3 === 0 ? 1 : 0));

  function check(constraint: GravityConstraint, deterrence: Deterrence, withBorder: boolean): void {
    const { constants } = constraint;
    const hasOrigins = constants === "one" || constants === "destinations";
    const hasDestinations = constants === "one" || constants === "origins";
    const options: FitGravityOptions = {
      ...(hasOrigins ? { originMass: world.mass } : {}),
      ...(hasDestinations ? { destinationMass: world.mass } : {}),
      distances: world.distances,
      deterrence,
      constraint,
      covariates: withBorder ? [pairCovariate("border", border)] : [],
    };
    const fit = fitGravity(world.flows, options);
    const names = fit.terms.filter((name) => name !== "constant");
    const rows: PairRow[] = [];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i === j) continue;
        const d = world.distances.value[i * n + j]!;
        const values: Record<string, number> = {
          originMass: Math.log(world.mass[i]!),
          destinationMass: Math.log(world.mass[j]!),
          logDistance: Math.log(d),
          distance: d,
          border: border.value[i * n + j]!,
        };
        const flow = world.cells[i * n + j]!;
        rows.push({ flow, origin: i, destination: j, terms: names.map((name) => values[name]!) });
      }
    }
    // Terms of about the same size keep the simplex from being a needle.
    const scale = names.map((name) => (name === "distance" ? 20 : 1));
    const value = (at: readonly number[]): number =>
      plainLikelihood(
        rows,
        constants,
        at.map((x, t) => x / scale[t]!),
      );
    const found = highestPoint(value, new Array<number>(names.length).fill(0));
    names.forEach((name, t) => {
      expect(fit.coefficients[name], name).toBeCloseTo(found[t]! / scale[t]!, 5);
    });
    expect(Math.abs(fit.logLikelihood - value(found))).toBeLessThan(1e-8);
    // No neighbour is higher.
    const at = names.map((name, t) => fit.coefficients[name]! * scale[t]!);
    for (let t = 0; t < at.length; t++) {
      for (const step of [-1e-3, 1e-3]) {
        expect(value(at.map((x, u) => (u === t ? x + step : x)))).toBeLessThan(fit.logLikelihood);
      }
    }
  }

  for (const constraint of CONSTRAINTS) {
    for (const deterrence of [powerLaw(), exponentialDecay()]) {
      it(`${constraint.name}, with ${deterrence.name} and a border`, () => check(constraint, deterrence, true));
    }
  }
  it("doubly constrained, with a law of two terms", () => check(doublyConstrained(), tannerDecay(), false));
});

it("the doubly constrained model of four zones has the coefficient that its example prints", () => {
  const distances = [0, 1, 3, 4, 1, 0, 2, 5, 3, 2, 0, 6, 4, 5, 6, 0];
  const cells = [0, 18, 4, 2, 7, 0, 7, 1, 2, 9, 0, 1, 3, 1, 1, 0];
  const rows = cells.flatMap((flow, c) => {
    const [origin, destination] = [Math.floor(c / 4), c % 4];
    return origin === destination ? [] : [{ flow, origin, destination, terms: [distances[c]!] }];
  });
  const [found] = highestPoint((at) => plainLikelihood(rows, "both", at), [0]);
  expect(found).toBeCloseTo(-0.95558, 5);
  const fit = fitGravity(
    { locations: zonesOf(4), ...sparseFromDense(4, 4, cells) },
    {
      distances: squareOf(4, (i, j) => distances[4 * i + j]!),
      deterrence: exponentialDecay(),
      constraint: doublyConstrained(),
    },
  );
  expect(fit.coefficients["distance"]).toBeCloseTo(found!, 6);
});
