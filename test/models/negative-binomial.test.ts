import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { devianceOf, fitTheta, logLikelihoodOf, scoreOf, tallyOf } from "../../src/models/negative-binomial.ts";
import { poissonOf } from "./panel-worlds.ts";

/** ln of the probability of a count, by a product. */
function logProbability(y: number, mean: number, theta: number): number {
  let sum = theta * Math.log(theta / (theta + mean));
  for (let j = 0; j < y; j++) sum += Math.log(((theta + j) / (j + 1)) * (mean / (theta + mean)));
  return sum;
}

describe("the negative binomial", () => {
  const y = Float64Array.of(0, 3, 1, 12, 0, 7, 40);
  const means = Float64Array.of(0.5, 2, 3, 9, 4, 6, 21);
  const predictor = means.map(Math.log);
  const sumAt = (theta: number): number => y.reduce((sum, flow, i) => sum + logProbability(flow, means[i]!, theta), 0);

  it("has the likelihood of the product, its derivatives by theta, and a deviance of twice what is lost", () => {
    for (const theta of [0.2, 1.7, 30]) {
      expect(logLikelihoodOf(y, predictor, means, theta)).toBeCloseTo(sumAt(theta), 9);
      const h = 1e-4 * theta;
      const { score, information } = scoreOf(theta, y, means, tallyOf(y));
      expect(score / ((sumAt(theta + h) - sumAt(theta - h)) / (2 * h))).toBeCloseTo(1, 6);
      expect(information / (-(sumAt(theta + h) - 2 * sumAt(theta) + sumAt(theta - h)) / (h * h))).toBeCloseTo(1, 3);
      const best = y.reduce((sum, flow) => sum + logProbability(flow, flow === 0 ? 1e-300 : flow, theta), 0);
      expect(devianceOf(y, predictor, means, theta)).toBeCloseTo(2 * (best - sumAt(theta)), 9);
    }
  });

  it("finds the theta where the likelihood is highest", () => {
    const { theta, error } = fitTheta(y, means, tallyOf(y));
    expect(sumAt(theta)).toBeGreaterThan(sumAt(theta * 1.001));
    expect(sumAt(theta)).toBeGreaterThan(sumAt(theta / 1.001));
    expect(error).toBeGreaterThan(0);
    expect(scoreOf(theta, y, means, tallyOf(y)).score).toBeCloseTo(0, 8);
  });

  it("gives back a planted theta, and Infinity for counts that vary less than Poisson's", () => {
    const random = createRandom(9);
    const n = 20_000;
    // A gamma of theta 2 is the sum of two exponentials.
    const draws = Float64Array.from({ length: n }, () =>
      poissonOf(random, (-Math.log(1 - random()) - Math.log(1 - random())) * 2.5),
    );
    const { theta, error } = fitTheta(draws, new Float64Array(n).fill(5), tallyOf(draws));
    expect(Math.abs(theta - 2)).toBeLessThan(3 * error);
    expect(fitTheta(Float64Array.of(4, 4, 5), Float64Array.of(4, 4, 5), tallyOf(Float64Array.of(4, 4, 5))).theta).toBe(
      Infinity,
    );
  });
});
