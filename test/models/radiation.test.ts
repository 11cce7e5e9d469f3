import { describe, expect, it } from "vitest";
import { sequentialTies, splitTies } from "../../src/models/intervening.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import { finiteSystem, type PredictRadiationOptions, predictRadiation } from "../../src/models/radiation.ts";
import { squareOf } from "./worlds.ts";

const line: PredictRadiationOptions = {
  mass: [10, 20, 30],
  distances: squareOf(3, (i, j) => [0, 1, 3][Math.abs(i - j)]! + (i === 2 ? 1 : 0)),
};

describe("the radiation model", () => {
  it("is m n / ((m + s)(m + n + s)), and m / M of an origin go nowhere", () => {
    const { value, unassigned } = predictRadiation(line);
    [0, 2 / 3, 1 / 6].forEach((p, j) => {
      expect(value[j]).toBeCloseTo(p, 15);
    });
    [1 / 6, 1 / 3, 1 / 2].forEach((p, i) => {
      expect(unassigned[i]).toBeCloseTo(p, 15);
    });
  });

  it("multiplies by the outflow, what goes nowhere too", () => {
    const { value, unassigned } = predictRadiation({ ...line, outflows: [600, 0, 60] });
    expect(value[1]).toBeCloseTo(400, 11);
    expect([...value.subarray(3, 6)]).toEqual([0, 0, 0]);
    expect(unassigned[0]).toBeCloseTo(100, 11);
    expect(unassigned[1]).toBe(0);
  });

  it("in a finite system sends everybody somewhere", () => {
    const { value, unassigned } = predictRadiation({ ...line, normalisation: finiteSystem() });
    expect(value[1]).toBeCloseTo(4 / 5, 15);
    for (const left of unassigned) expect(Math.abs(left)).toBeLessThan(1e-15);
  });

  it("takes opportunities other than people for the destinations", () => {
    const { value } = predictRadiation({ ...line, opportunities: [5, 40, 50] });
    expect(value[1]).toBeCloseTo((10 * 40) / (10 * 50), 15);
    expect(value[2]).toBeCloseTo((10 * 50) / (50 * 100), 15);
  });

  it("an origin without mass sends all its outflow nowhere, and nobody goes to a place without opportunities", () => {
    const { value, unassigned } = predictRadiation({ ...line, mass: [0, 20, 30], outflows: [7, 7, 7] });
    expect([...value.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(unassigned[0]).toBe(7);
    expect(value[3]).toBe(0);
  });

  it("a place that has everything sends nobody anywhere, in a finite system too", () => {
    const alone = { ...line, mass: [0, 20, 0], normalisation: finiteSystem() };
    expect(predictRadiation(alone).value).toEqual(new Float64Array(9));
    expect(predictRadiation(alone).unassigned).toEqual(Float64Array.of(1, 1, 1));
  });

  it("of one place, or of none, goes nowhere", () => {
    expect(predictRadiation({ mass: [5], distances: squareOf(1, () => 0) }).unassigned).toEqual(Float64Array.of(1));
    expect(predictRadiation({ mass: [], distances: squareOf(0, () => 0) }).value).toHaveLength(0);
  });

  it("counts distances that differ by rounding as equal, and only those", () => {
    const close = (gap: number): PredictRadiationOptions => ({
      mass: [1, 2, 3],
      distances: squareOf(3, (i, j) => (i === j ? 0 : j > i ? 1000 * (1 + gap * j) : 1000)),
    });
    const equal = predictRadiation(close(0)).value;
    expect(predictRadiation(close(1e-13)).value).toEqual(equal);
    expect(predictRadiation(close(1e-11)).value).not.toEqual(equal);
    expect(predictRadiation({ ...close(1e-11), ties: splitTies({ relativeTolerance: 1e-10 }) }).value).toEqual(equal);
  });

  it("has distances between any masses that a number can hold", () => {
    const { value } = predictRadiation({ ...line, mass: [1e9, 4e9, 3e9] });
    expect(value[1]).toBeCloseTo(0.8, 14);
  });

  it("takes distances row by row, and the ranking of destinations", () => {
    const { rows, columns, value } = line.distances as ReturnType<typeof squareOf>;
    const fillRow = (row: number, into: Float64Array): void => into.set(value.subarray(row * 3, row * 3 + 3));
    const expected = predictRadiation(line);
    expect(predictRadiation({ ...line, distances: { rows, columns, fillRow } })).toEqual(expected);
    const ranking = rankDestinations({ distances: { rows, columns, fillRow } });
    expect(predictRadiation({ ...line, distances: ranking })).toEqual(expected);
  });

  it("leaves masses and distances as they are", () => {
    const before = structuredClone(line);
    predictRadiation({ ...line, ties: sequentialTies() });
    expect(line).toEqual(before);
  });

  it("says which argument is wrong", () => {
    expect(() => predictRadiation({ ...line, mass: [10, -1, 3] })).toThrow(
      "predictRadiation: mass[1] must be a finite number of at least 0, got -1",
    );
    expect(() => predictRadiation({ ...line, opportunities: [1] })).toThrow("opportunities must be of length 3, got 1");
    expect(() => predictRadiation({ ...line, outflows: [1, 2, Infinity] })).toThrow("outflows[2] must be");
    const narrow = { rows: 3, columns: 2, value: new Float64Array(6) };
    expect(() => predictRadiation({ ...line, distances: narrow })).toThrow(
      "predictRadiation: distances.columns must be of length 3, got 2",
    );
    for (const wrong of [Number.NaN, -1, Infinity]) {
      const distances = squareOf(3, (i, j) => (i === 1 && j === 2 ? wrong : 1));
      expect(() => predictRadiation({ ...line, distances })).toThrow("predictRadiation: distances [1, 2] must be");
    }
    expect(() => splitTies({ relativeTolerance: -1 })).toThrow("splitTies: relativeTolerance must be");
  });
});
