/**
 * Card, Krueger 1994, Minimum wages and employment, Am. Econ. Rev. 84(4), 772–793: arithmetic of the printed means of table 3
 * (full-time equivalent employment per store before and after). The survey of stores itself is not read here.
 */
import { expect, it } from "vitest";
import { robustErrors } from "../../src/models/difference-errors.ts";
import { fitDifferenceInDifferences } from "../../src/models/difference-in-differences.ts";

it("the printed means give the printed difference in differences, 2.76, to their rounding", () => {
  const columns = {
    label: Uint8Array.of(0, 1, 0, 1),
    location: new Uint32Array(4),
    period: Uint32Array.of(0, 0, 1, 1),
  };
  const panel = { length: 4, columns, labels: ["New Jersey", "Pennsylvania"] };
  const groups = { treated: "New Jersey", control: "Pennsylvania", errors: robustErrors() };
  const fit = fitDifferenceInDifferences(panel, { ...groups, value: [20.44, 23.33, 21.03, 21.17], season: [1] });
  const { coefficient } = fit.estimates.columns;
  // Printed: change in New Jersey 0.59, in Pennsylvania −2.16, between them 2.76; of the rounded means 2.75.
  expect(coefficient[2]).toBeCloseTo(-2.16, 10);
  expect(fit.means.treatedSeason - fit.means.treatedBaseline).toBeCloseTo(0.59, 10);
  expect(fit.effect.coefficient).toBeCloseTo(2.75, 10);
  expect(Math.abs(fit.effect.coefficient - 2.76)).toBeLessThanOrEqual(0.01 + 1e-12);
});
