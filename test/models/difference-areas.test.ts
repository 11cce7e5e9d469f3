import { describe, expect, it } from "vitest";
import { studentTail } from "../../src/core/student.ts";
import { measureAreaDifferences } from "../../src/models/difference-areas.ts";
import { classicalErrors, clusteredErrors, robustErrors } from "../../src/models/difference-errors.ts";
import { fitDifferenceInDifferences } from "../../src/models/difference-in-differences.ts";
import { panelOf, valuesOf } from "./difference-worlds.ts";

const panel = panelOf(6, 10);
const value = valuesOf(panel, 5);
const season = [6, 7, 8];
const groups = { treated: "refugees", control: "locals" };

describe("the score of an area", () => {
  it.each([
    ["classical", classicalErrors(), []],
    ["robust, beside constants of periods", robustErrors(), [panel.columns.period]],
    ["clustered by period", clusteredErrors({ by: panel.columns.period }), []],
  ])("is that of its rows alone: %s", (_name, errors, fixedEffects) => {
    const all = measureAreaDifferences(panel, { ...groups, value, season, errors, fixedEffects });
    for (let l = 0; l < panel.locations.length; l++) {
      const own = value.map((y, i) => (panel.columns.location[i] === l ? y : Number.NaN));
      const one = fitDifferenceInDifferences(panel, { ...groups, value: own, season, errors, fixedEffects });
      for (const name of ["coefficient", "standardError", "t", "p", "low", "high"] as const) {
        expect(all.columns[name][l]).toBe(one.effect[name]);
      }
      expect(all.columns.observations[l]).toBe(20);
      expect(all.columns.degreesOfFreedom[l]).toBe(one.effect.degreesOfFreedom);
    }
    const order = [...all.columns.rank.keys()].sort((a, b) => all.columns.rank[a]! - all.columns.rank[b]!);
    const t = order.map((l) => all.columns.t[l]!);
    expect(t).toEqual([...t].sort((a, b) => b - a));
    expect([...all.columns.rank].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("with classical errors is the two-sample t of four cells with one variance", () => {
    const all = measureAreaDifferences(panel, { ...groups, value, season, errors: classicalErrors() });
    const cells = [0, 1].flatMap((label) =>
      [false, true].map((inSeason) =>
        Array.from(panel.columns.label.keys())
          .filter((i) => panel.columns.label[i] === label && panel.columns.location[i] === 2)
          .filter((i) => season.includes(panel.columns.period[i]!) === inSeason)
          .map((i) => value[i]!),
      ),
    );
    const mean = (of: number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
    const squares = cells.reduce((sum, of) => sum + of.reduce((s, y) => s + (y - mean(of)) ** 2, 0), 0);
    const error = Math.sqrt((squares / 16) * cells.reduce((sum, of) => sum + 1 / of.length, 0));
    const effect = mean(cells[3]!) - mean(cells[2]!) - (mean(cells[1]!) - mean(cells[0]!));
    expect(all.columns.coefficient[2]).toBeCloseTo(effect, 11);
    expect(all.columns.standardError[2]).toBeCloseTo(error, 11);
    expect(all.columns.p[2]).toBeCloseTo(2 * studentTail(Math.abs(effect / error), 16), 11);
  });

  it("is NaN and without a rank where nobody was ever seen, or one group only", () => {
    const some = value.map((y, i) => {
      if (panel.columns.location[i] === 1) return 0;
      return panel.columns.location[i] === 4 && panel.columns.label[i] === 0 ? Number.NaN : y;
    });
    const { columns } = measureAreaDifferences(panel, { ...groups, value: some, season, errors: robustErrors() });
    expect([columns.coefficient[1], columns.rank[1], columns.rank[4]]).toEqual([0, 0, 0]);
    expect([columns.t[1], columns.p[1], columns.adjustedP[1], columns.coefficient[4]].every(Number.isNaN)).toBe(true);
    expect([...columns.rank].sort()).toEqual([0, 0, 1, 2, 3, 4]);
    expect([columns.observations[1], columns.observations[4]]).toEqual([20, 10]);
  });
});

describe("p adjusted for many areas", () => {
  it("is the least of p · m / rank over those at least as large", () => {
    const many = panelOf(40, 10);
    const { p, adjustedP } = measureAreaDifferences(many, {
      ...groups,
      value: valuesOf(many, 6),
      season,
      errors: classicalErrors(),
    }).columns;
    const sorted = [...p].sort((a, b) => a - b);
    p.forEach((own, l) => {
      const candidates = sorted.map((other, i) => (other >= own ? (other * 40) / (i + 1) : 1));
      expect(adjustedP[l]).toBeCloseTo(Math.min(1, ...candidates), 14);
    });
  });
});

it("a location that does not exist is refused", () => {
  const location = panel.columns.location.slice();
  location[7] = 6;
  const wrong = { ...panel, columns: { ...panel.columns, location } };
  expect(() => measureAreaDifferences(wrong, { ...groups, value, season, errors: robustErrors() })).toThrow(
    "measureAreaDifferences: panel.columns.location[7] must be below the 6 locations, got 6",
  );
});
