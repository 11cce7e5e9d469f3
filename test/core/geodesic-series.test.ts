import { describe, expect, it } from "vitest";
import {
  type Arc,
  epsilonOf,
  FLATTENING,
  lengthOf,
  longitudeExcessOf,
  reducedLengthTermOf,
} from "../../src/core/geodesic-series.ts";
import { integral } from "../slow/geodesic.ts";

/** Arcs across the equator, across the vertex, short and longer than half the globe. */
const ARCS = [
  [-0.9, 1.7],
  [0.3, 2.8],
  [-1.2, -1.1],
  [-1.5, 1.9],
] as const;

function arcOf(sigma1: number, sigma2: number, epsilon: number): Arc {
  return {
    sinSigma1: Math.sin(sigma1),
    cosSigma1: Math.cos(sigma1),
    sinSigma2: Math.sin(sigma2),
    cosSigma2: Math.cos(sigma2),
    sigma12: sigma2 - sigma1,
    epsilon,
  };
}

/** The largest difference of a series from its integral, per radian. ε of 1 / 20 is thirty times what the Earth has. */
function worst(
  series: (arc: Arc) => number,
  integrand: (sigma: number, k2: number) => number,
  epsilon: number,
): number {
  const k2 = (4 * epsilon) / ((1 - epsilon) * (1 - epsilon));
  return Math.max(
    ...ARCS.map(([from, to]) => {
      const exact = integral((sigma) => integrand(sigma, k2), from, to);
      return Math.abs(series(arcOf(from, to, epsilon)) - exact) / (to - from);
    }),
  );
}

const lengthening = (sigma: number, k2: number): number => Math.sqrt(1 + k2 * Math.sin(sigma) ** 2);
const slowing = (sigma: number, k2: number): number =>
  (2 - FLATTENING) / (1 + (1 - FLATTENING) * lengthening(sigma, k2));
const reducing = (sigma: number, k2: number): number => (k2 * Math.sin(sigma) ** 2) / lengthening(sigma, k2);

describe("series along a geodesic", () => {
  it("are their integrals on the Earth, to rounding", () => {
    for (const cosAlphaZero of [0, 0.2, 0.7, 1]) {
      const epsilon = epsilonOf(cosAlphaZero * cosAlphaZero);
      expect(worst(lengthOf, lengthening, epsilon)).toBeLessThan(4e-15);
      expect(worst(longitudeExcessOf, slowing, epsilon)).toBeLessThan(4e-15);
      expect(worst(reducedLengthTermOf, reducing, epsilon)).toBeLessThan(2e-11);
    }
  });

  it("are of the sixth order, and that which only steers of the third: the rest shrinks with the power above", () => {
    for (const [series, integrand, order] of [
      [lengthOf, lengthening, 7],
      [longitudeExcessOf, slowing, 6],
      [reducedLengthTermOf, reducing, 4],
    ] as const) {
      const shrinks = Math.log2(worst(series, integrand, 0.08) / worst(series, integrand, 0.04));
      console.log(
        `${series.name}: ${worst(series, integrand, 0.05).toExponential(2)} at 1 / 20, power ${shrinks.toFixed(2)}`,
      );
      expect(shrinks).toBeGreaterThan(order - 0.4);
    }
  });
});
