import { describe, expect, it } from "vitest";
import { createTable, rowsOf } from "../../src/core/table.ts";

describe("a table", () => {
  const day = Int32Array.of(-1, 2, 3);
  const place = ["a", "b", "c"];
  const table = createTable({ day, place });

  it("is its columns, not copies of them", () => {
    expect(table.length).toBe(3);
    expect(table.columns.day).toBe(day);
    expect(table.columns.place).toBe(place);
  });

  it("shows rows as plain objects", () => {
    expect(rowsOf(table)).toEqual([
      { day: -1, place: "a" },
      { day: 2, place: "b" },
      { day: 3, place: "c" },
    ]);
    expect(rowsOf(table, 1)).toEqual([
      { day: 2, place: "b" },
      { day: 3, place: "c" },
    ]);
    expect(rowsOf(table, 1, 2)).toEqual([{ day: 2, place: "b" }]);
    expect(rowsOf(table, 3)).toEqual([]);
  });

  it("may be empty", () => {
    expect(rowsOf(createTable({}))).toEqual([]);
    expect(rowsOf(createTable({ day: new Int32Array(0) }))).toEqual([]);
  });

  it("refuses columns that differ in length", () => {
    expect(() => createTable({ day, place: ["a"] })).toThrow("createTable: columns.place must be of length 3, got 1");
  });

  it("refuses rows that it does not have", () => {
    expect(() => rowsOf(table, -1)).toThrow(RangeError);
    expect(() => rowsOf(table, 0, 4)).toThrow("rowsOf: to must be a whole number from 0 to 3, got 4");
    expect(() => rowsOf(table, 2, 1)).toThrow(RangeError);
    expect(() => rowsOf(table, 0.5)).toThrow(RangeError);
  });
});
