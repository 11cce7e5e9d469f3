import { describe, expect, it } from "vitest";
import { orderOfIds, rankOf } from "../../src/core/ids.ts";

describe("ids", () => {
  // By code units "Z" stands before "a", "a10" before "a9", "é" after "z", and 😀 (0xd83d …) before U+FFFD.
  const sorted = ["", "10", "9", "B", "Z", "a", "a10", "a9", "b", "z", "é", "ü", "中", "😀", "\ufffd"];
  const mixed = [8, 3, 14, 0, 11, 5, 9, 1, 13, 7, 2, 12, 10, 6, 4].map((i) => sorted[i]!);

  it("stand in the order of their code units, whatever the locale", () => {
    expect(Array.from(orderOfIds(mixed), (row) => mixed[row])).toEqual(sorted);
    expect(Array.from(orderOfIds(sorted))).toEqual(sorted.map((_, row) => row));
  });

  it("have ranks that turn the order round", () => {
    const order = orderOfIds(mixed);
    const rank = rankOf(order);
    expect(Array.from(rank, (r) => order[r])).toEqual(mixed.map((_, row) => row));
    expect(Array.from(rank, (r) => sorted[r])).toEqual(mixed);
  });

  it("that are equal keep the order they have", () => {
    expect(Array.from(orderOfIds(["b", "a", "b", "a"]))).toEqual([1, 3, 0, 2]);
  });

  it("may be none", () => {
    expect(orderOfIds([])).toEqual(new Uint32Array(0));
    expect(rankOf(orderOfIds([]))).toEqual(new Uint32Array(0));
  });
});
