import { describe, expect, it } from "vitest";
import type { SimPairs } from "../../src/traces/sim-pairs.ts";
import { buildPersons } from "../../src/traces/sim-pairs-persons.ts";

function pairsOf(users: number, rows: readonly (readonly [user: number, other: number, logRatio: number])[]): SimPairs {
  const none = new Uint32Array(rows.length);
  return {
    users: Array.from({ length: users }, (_, u) => `u${u}`),
    candidates: rows.length,
    length: rows.length,
    columns: {
      user: Uint32Array.from(rows, ([user]) => user),
      other: Uint32Array.from(rows, ([, other]) => other),
      encounters: none,
      together: none,
      conflicts: none,
      occasions: none,
      commonDays: none,
      logRatio: Float64Array.from(rows, ([, , ratio]) => ratio),
      probability: Float64Array.from(rows, ([, , ratio]) => 1 / (1 + Math.exp(5 - ratio))),
    },
  };
}

describe("how many people are behind the SIMs", () => {
  it("the surest pair comes first, and two SIMs are enough", () => {
    const pairs = pairsOf(4, [
      [0, 1, 8],
      [1, 3, 9],
    ]);
    const { columns, persons } = buildPersons(pairs, { minProbability: 0.5 });
    expect([...columns.person]).toEqual([0, 1, 2, 1]);
    expect([...columns.sims]).toEqual([1, 2, 1, 2]);
    expect(persons).toBe(3);
  });

  it("with more SIMs allowed a chain of pairs is one person", () => {
    const chain = pairsOf(5, [
      [1, 4, 7],
      [2, 4, 8],
      [2, 3, 9],
    ]);
    const four = buildPersons(chain, { minProbability: 0.5, maxSims: 4 });
    expect([...four.columns.person]).toEqual([0, 1, 1, 1, 1]);
    expect([...four.columns.sims]).toEqual([1, 4, 4, 4, 4]);
    expect(buildPersons(chain, { minProbability: 0.5, maxSims: 3 }).columns.person).toEqual(
      Uint32Array.of(0, 1, 2, 2, 2),
    );
  });

  it("pairs below the floor join nobody, and of equally sure ones the first row is taken", () => {
    const pairs = pairsOf(3, [
      [0, 2, 6],
      [1, 2, 6],
    ]);
    expect(buildPersons(pairs, { minProbability: 0.9 }).persons).toBe(3);
    expect([...buildPersons(pairs, { minProbability: 0.5 }).columns.person]).toEqual([0, 1, 0]);
  });

  it("users that are not there are refused", () => {
    expect(() => buildPersons(pairsOf(2, [[0, 2, 6]]), { minProbability: 0.5 })).toThrow(
      "buildPersons: pairs.columns.other[0] must be a whole number from 0 to 1, got 2",
    );
  });
});
