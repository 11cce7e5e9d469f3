import { describe, expect, it } from "vitest";
import { extentOf, firstAtLeast, longestRun, ownerOf } from "../../src/core/runs.ts";

describe("runs of rows", () => {
  it("the longest one has the most rows, none where there is no user", () => {
    expect(longestRun(Uint32Array.of(0, 2, 2, 7, 9))).toBe(5);
    expect(longestRun(Uint32Array.of(0))).toBe(0);
  });

  it("a row is of the last user whose rows begin at or before it", () => {
    const offsets = Uint32Array.of(0, 0, 2, 2, 5);
    expect([0, 1, 2, 3, 4].map((row) => ownerOf(offsets, row))).toEqual([1, 1, 3, 3, 3]);
  });

  it("the first value of at least so much is found in the stretch that is asked about, else its end", () => {
    const values = Int32Array.of(9, -4, -4, 0, 3, 3, 8, 1);
    const searched = [-5, -4, -3, 0, 1, 3, 3.5, 8, 9].map((least) => firstAtLeast(values, 1, 7, least));
    expect(searched).toEqual([1, 1, 3, 3, 4, 4, 6, 6, 7]);
    expect(firstAtLeast(values, 4, 4, 0)).toBe(4);
  });

  it("stretches of time extend from the first start of any user to the last end", () => {
    const columns = { start: Uint32Array.of(50, 70, 20, 90), end: Uint32Array.of(60, 80, 30, 95) };
    const spans = { users: ["a", "b", "c"], offsets: Uint32Array.of(0, 2, 2, 3), length: 3, columns };
    expect(extentOf(spans)).toEqual({ first: 20, last: 80 });
    expect(extentOf({ ...spans, offsets: Uint32Array.of(0, 0, 0, 0), length: 0 })).toBeNull();
  });
});
