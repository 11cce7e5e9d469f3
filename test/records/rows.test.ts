import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import {
  bothSides,
  buildCalls,
  type CallsRead,
  epochMilliseconds,
  epochSeconds,
  isoTime,
  oneSide,
  readCalls,
} from "../../src/records/index.ts";
import { rowsRead } from "./reading.ts";

const antennas = createLocations("antennas", ["7", "true"], [1, 2], [5, 6]);
const layoutWith = (format = isoTime()) =>
  bothSides({ caller: "a", callee: "b", time: { column: "t", format }, callerAntenna: "x", calleeAntenna: "y" });
const build = (rows: Iterable<Record<string, unknown>>, layout = layoutWith()): CallsRead =>
  buildCalls(rows, { layout, antennas });
const good = { a: "u", b: "v", t: "2020-01-01T00:00:00Z", x: "7", y: "?" };

describe("records from objects", () => {
  it("are the same as from text with these values", () => {
    const layout = oneSide({
      user: "user",
      contact: "contact",
      direction: { column: "d", out: "out", in: "in" },
      kind: { column: "k", call: "call", text: "text" },
      time: { column: "t", format: epochSeconds() },
      duration: "s",
      antenna: "x",
    });
    const fields = [
      ["u", ""],
      ["v", "é"],
      ["out", "in", "up"],
      ["call", "text", "mms"],
      ["1", "", "z"],
      ["", "9", "-1"],
      ["7", "", "8"],
    ];
    const rows = fields.reduce<string[][]>(
      (all, values) => all.flatMap((row) => values.map((value) => [...row, value])),
      [[]],
    );
    const names = ["user", "contact", "d", "k", "t", "s", "x"];
    const text = `${names.join(",")}\n${rows.map((row) => row.join(",")).join("\n")}`;
    const objects = rows.map((row) => Object.fromEntries(row.map((value, c) => [names[c], value])));
    const options = { layout, antennas, missingAntenna: "refuse", duplicates: "refuse" } as const;
    const fromText = readCalls(text, options);
    const fromObjects = buildCalls(objects, options);
    expect(rows.length).toBe(972);
    expect(fromObjects.calls).toEqual(fromText.calls);
    expect(fromObjects.given).toBe(972);
    expect(fromObjects.refused.columns.reason).toEqual(fromText.refused.columns.reason);
    expect(Array.from(fromObjects.refused.columns.row)).toEqual(
      Array.from(fromText.refused.columns.row, (line) => line - 1),
    );
  });

  it("numbers, big integers and booleans are written as text; nothing and NaN are empty", () => {
    const { calls, refused } = build([
      { ...good, a: 17, b: 9007199254740993n, x: 7, y: true },
      { ...good, x: null, y: undefined },
      { ...good, y: Number.NaN },
    ]);
    expect(refused.length).toBe(0);
    expect(calls.users).toEqual(["17", "9007199254740993", "u", "v"]);
    expect(Array.from(calls.columns.calleeAntenna)).toEqual([1, -1, -1]);
  });

  it("dates are instants of their own, whatever the format", () => {
    const date = new Date("2020-01-01T10:50:32.999Z");
    const { calls } = build([{ ...good, t: date }, good]);
    expect(Array.from(calls.columns.time)).toEqual([1577875832, 1577836800]);
    const foreign = { getTime: () => 5000 };
    expect(Array.from(build([{ ...good, t: foreign }]).calls.columns.time)).toEqual([5]);
  });

  it("a date before the same row's turn is not carried over to rows without one", () => {
    const rows = Array.from({ length: 600 }, (_, i) => ({ ...good, t: i % 2 ? good.t : new Date(i * 1000) }));
    const { calls } = build([...rows.slice(0, 300), ...rows.slice(301)]);
    expect(Array.from(calls.columns.time)).toEqual(
      [...rows.slice(0, 300), ...rows.slice(301)].map((row) => new Date(row.t).getTime() / 1000),
    );
  });

  it("numbers are times where the format counts", () => {
    const seconds = build([{ ...good, t: 1577875832.7 }], layoutWith(epochSeconds()));
    const milliseconds = build([{ ...good, t: 1577875832700 }], layoutWith(epochMilliseconds()));
    expect(seconds.calls.columns.time).toEqual(Uint32Array.of(1577875832));
    expect(milliseconds.calls.columns.time).toEqual(Uint32Array.of(1577875832));
    expect(build([{ ...good, t: 1577875832 }]).refused.columns.reason).toEqual(["time not in the given format"]);
  });

  it("what is no value of a record is refused with its row", () => {
    const wrong = "value that is not text, a number or a date";
    const rows: unknown[] = [
      good,
      { ...good, a: {} },
      { ...good, x: ["7"] },
      { ...good, t: new Date(Number.NaN) },
      { ...good, a: new Date(0) },
      { ...good, b: Number.POSITIVE_INFINITY },
      { ...good, b: () => "v" },
      { ...good, b: Symbol("v") },
      null,
      7,
      undefined,
      { ...good, t: new Date(-1) },
      { ...good, t: new Date(2 ** 32 * 1000) },
    ];
    const read = build(rows as Record<string, unknown>[]);
    expect(rowsRead(read).refused).toEqual([
      ...Array.from({ length: 10 }, (_, i) => ({ line: i + 2, reason: wrong })),
      { line: 12, reason: "time outside 1970 to 2106" },
      { line: 13, reason: "time outside 1970 to 2106" },
    ]);
    expect(read.calls.length + read.refused.length).toBe(read.given);
  });

  it("a column that no row has is an error; one that some rows lack is empty there", () => {
    const { y: _, ...without } = good;
    expect(() => build([without])).toThrow(/buildCalls: column "y" must be a property of some row/);
    expect(build([without, good]).calls.length).toBe(2);
    expect(build([]).given).toBe(0);
  });

  it("rows may come from any iterable, in any number, and are not changed", () => {
    const row = Object.freeze({ ...good, a: "é".repeat(5000) });
    function* rows(): Generator<Record<string, unknown>> {
      for (let i = 0; i < 1000; i++) yield i % 2 ? row : good;
    }
    const { calls, given } = build(rows());
    expect(given).toBe(1000);
    expect(calls.users).toEqual(["u", "v", "é".repeat(5000)]);
    expect(calls.columns.caller[999]).toBe(2);
  });
});
