import { describe, expect, it } from "vitest";
import { cellOf } from "../../src/core/sparse.ts";
import { countFlows } from "../../src/flows/od-counts.ts";
import { placesOf } from "../slow/sequences.ts";
import { movesOf, tableOf } from "./worlds.ts";

const places = placesOf(4);
const moves = movesOf(
  places,
  ["ann", "bea", "cem"],
  [
    ["ann", 0, 1, 10],
    ["ann", 1, 0, 20],
    ["ann", 0, 1, 30],
    ["bea", 0, 1, 20],
    ["bea", 1, 1, 21],
  ],
);

describe("flows", () => {
  it("count moves, and the distinct people behind them", () => {
    expect(tableOf(countFlows(moves))).toEqual({
      "0>1": { value: 3, people: 2 },
      "1>0": { value: 1, people: 1 },
      "1>1": { value: 1, people: 1 },
    });
  });

  it("a move that ends where it began is on the diagonal", () => {
    expect(cellOf(countFlows(moves), 1, 1)).toBe(1);
  });

  it("the first day is counted, the last one is not", () => {
    expect(tableOf(countFlows(moves, { fromDay: 20, toDay: 21 }))).toEqual({
      "0>1": { value: 1, people: 1 },
      "1>0": { value: 1, people: 1 },
    });
    expect(countFlows(moves, { fromDay: 20, toDay: 20 }).index).toHaveLength(0);
  });

  it("the same person on two days is one person", () => {
    const flows = countFlows(moves, { fromDay: 10, toDay: 31 });
    expect(flows.people[0]).toBe(2);
  });

  it("hold the locations of the moves and one row per location", () => {
    const flows = countFlows(moves);
    expect(flows.locations).toBe(places);
    expect(flows.offsets).toEqual(Uint32Array.of(0, 1, 3, 3, 3));
  });

  it("are complete where they have a hundred thousand entries", () => {
    const many = placesOf(320);
    const rows = Array.from({ length: 320 * 320 }, (_, k) => ["ann", k % 320, Math.floor(k / 320), 0] as const);
    const flows = countFlows(movesOf(many, ["ann"], rows));
    expect(flows.offsets[320]).toBe(320 * 320);
    expect(flows.index.subarray(-320)).toEqual(Uint32Array.from({ length: 320 }, (_, d) => d));
    expect(flows.value.every((value) => value === 1)).toBe(true);
    expect(flows.people.every((people) => people === 1)).toBe(true);
  });

  it("of nobody are empty", () => {
    const flows = countFlows(movesOf(places, [], []));
    expect(flows.offsets).toEqual(new Uint32Array(5));
    expect(flows.people).toHaveLength(0);
  });

  it("leave the moves as they are", () => {
    const before = structuredClone(moves);
    countFlows(moves, { fromDay: 20 });
    expect(moves).toEqual(before);
  });

  it("say which argument is wrong", () => {
    expect(() => countFlows(moves, { fromDay: 1.5 })).toThrow("countFlows: fromDay must be a whole number, got 1.5");
    expect(() => countFlows(moves, { fromDay: 5, toDay: 4 })).toThrow(
      "countFlows: toDay must be a whole number of at least 5, got 4",
    );
    expect(() => countFlows(moves, { toDay: Number.NaN })).toThrow("countFlows: toDay must be a whole number");
    expect(() => countFlows({ ...moves, locations: placesOf(1) })).toThrow(
      "countFlows: moves.columns.destination[0] must be below the 1 locations, got 1",
    );
    const elsewhere = { ...moves.columns, origin: Uint32Array.of(0, 1, 9, 0, 1) };
    expect(() => countFlows({ ...moves, columns: elsewhere })).toThrow(
      "countFlows: moves.columns.origin[2] must be below the 4 locations, got 9",
    );
    expect(() => countFlows({ ...moves, offsets: Uint32Array.of(0, 5) })).toThrow("countFlows: moves.offsets must be");
  });
});
