import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  checkCounts,
  checkDense,
  checkList,
  checkLists,
  checkLocations,
  checkPeople,
  checkSequences,
  checkTable,
  checkZones,
} from "../../src/core/check-tables.ts";
import { checkTraces } from "../../src/core/check-traces.ts";
import { createLocations } from "../../src/core/locations.ts";
import { checkFlows, checkPeopleOfFlows, sparseFromDense } from "../../src/core/sparse.ts";
import { createTable } from "../../src/core/table.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { DenseMatrix, Flows, GroupCounts, Locations, Table, Traces, Zones } from "../../src/types.ts";

const locations = createLocations("antennas", ["A", "B"], [1, 2], [3, 4]);
const traces: Traces = {
  locations,
  users: ["u", "v"],
  offsets: Uint32Array.of(0, 2, 3),
  length: 3,
  columns: { time: Uint32Array.of(5, 9, 1), location: Uint32Array.of(0, 1, 1) },
  unlocated: 0,
};
const flows: Flows = { locations, ...sparseFromDense(2, 2, [0, 7, 0, 0]), people: Uint32Array.of(5) };
const table = createTable({ day: Int32Array.of(1, 2), events: Uint32Array.of(3, 4) });

describe("what was got in place of a table", () => {
  it.each([
    [
      "a reading",
      { calls: table, refused: table, given: 4 },
      "the whole result of a reading (the table is its .calls)",
    ],
    ["antennas read", { antennas: 1, refused: 2 }, "the whole result of a reading (the table is its .antennas)"],
    ["zones read", { zones: 1, refused: 2 }, "the whole result of a reading (the table is its .zones)"],
    ["a promise", Promise.resolve(table), "a promise (await it first)"],
    ["a release", { shown: 1, rule: "" }, "a released result (what it does not show may be hidden, not zero)"],
    ["a matrix of ml-matrix", Matrix.ones(1, 1), "a matrix of ml-matrix"],
    [
      "flows",
      flows,
      "a sparse matrix (it is no table: toMatrix shows its cells, and a release of flows its rows as CSV)",
    ],
    ["another table", table, "a table with the columns day, events"],
    ["columns alone", table.columns, "an object"],
    ["a result that holds a table", { legOf: [0], locations, legs: table }, "an object (its .legs is a table)"],
    ["an object that holds none", { legOf: [0], locations, refused: table }, "an object"],
    ["a list", [1], "Array of 1"],
    ["nothing", undefined, "undefined"],
  ])("is said of %s", (_, value, got) => {
    expect(() => checkTable("f", "x", value as unknown as Table, ["time"])).toThrow(
      new RangeError(`f: x must be a table with the columns time, got ${got}`),
    );
  });
});

describe("shapes", () => {
  it("lists are lists and typed arrays, not text, tables or functions", () => {
    for (const good of [[], [1], new Uint8Array(3), { length: 0 }])
      expect(() => checkList("f", "x", good)).not.toThrow();
    for (const bad of ["text", table, { length: 0.5 }, {}, null, (a: number) => a]) {
      expect(() => checkList("f", "x", bad as [])).toThrow("f: x must be a list or a typed array, got");
    }
  });

  it("an object of lists has all of them", () => {
    expect(() => checkLists("f", "x", { a: [], b: [] }, ["a", "b"], "{ a, b }")).not.toThrow();
    expect(() => checkLists("f", "x", { a: [] }, ["a", "b"], "{ a, b }")).toThrow(
      "f: x must be { a, b }, got an object",
    );
  });

  it("a table has its columns, all of its length", () => {
    expect(() => checkTable("f", "x", table, [])).not.toThrow();
    expect(() => checkTable("f", "x", table, ["events", "day"])).not.toThrow();
    expect(() => checkTable("f", "x", { ...table, length: 3 }, ["day"])).toThrow(
      "f: x.columns.day must be of length 3",
    );
    expect(() => checkTable("f", "x", { ...table, length: 0.5 }, [])).toThrow("f: x.length must be a whole number");
    expect(() => checkTable("f", "x", { length: 0 } as Table, [])).toThrow("f: x must be a table, got an object");
  });

  it("locations have ids, coordinates and a key; zones have borders too", () => {
    const ring = [
      [0, 0],
      [1, 0],
      [0, 1],
    ];
    const zones = buildZones(["Z"], [[[ring]]]);
    for (const good of [locations, zones]) expect(() => checkLocations("f", "x", good)).not.toThrow();
    expect(() => checkLocations("f", "x", table as unknown as Locations)).toThrow("f: x must be a table of locations");
    const { key: _, ...keyless } = locations;
    expect(() => checkLocations("f", "x", keyless as Locations)).toThrow("made by createLocations");
    expect(() => checkZones("f", "x", zones)).not.toThrow();
    expect(() => checkZones("f", "x", locations as Locations as Zones)).toThrow(
      "f: x must be zones with their borders",
    );
  });

  it("people over locations have users and locations, sequences offsets that fit as well", () => {
    expect(() => checkPeople("f", "x", traces, ["time"])).not.toThrow();
    expect(() => checkSequences("f", "x", traces, ["time", "location"])).not.toThrow();
    const broken: [Partial<Record<keyof Traces, unknown>>, string][] = [
      [{ users: undefined }, "f: x.users must be a list"],
      [{ locations: undefined }, "f: x.locations must be a table of locations, got undefined"],
      [{ offsets: undefined }, "f: x.offsets must be a list"],
      [{ offsets: Uint32Array.of(0, 3) }, "f: x.offsets must be of length 3, got 2"],
    ];
    for (const [change, message] of broken) {
      expect(() => checkSequences("f", "x", { ...traces, ...change } as Traces, ["time"])).toThrow(message);
    }
  });

  it("counts have one for each group in each location", () => {
    const counts: GroupCounts = { locations, labels: ["a"], count: Float64Array.of(1, 2) };
    expect(() => checkCounts("f", "x", counts)).not.toThrow();
    expect(() => checkCounts("f", "x", { ...counts, labels: ["a", "b"] })).toThrow(
      "f: x.count must be of length 4, got 2",
    );
    expect(() => checkCounts("f", "x", flows as unknown as GroupCounts)).toThrow("f: x must be counts of people");
  });

  it("full matrices have rows times columns cells", () => {
    const line: DenseMatrix = { rows: 1, columns: 2, value: Float64Array.of(1, 2) };
    expect(() => checkDense("f", "x", line)).not.toThrow();
    expect(() => checkDense("f", "x", line, true)).toThrow("f: x.columns must be of length 1, got 2");
    expect(() => checkDense("f", "x", { ...line, rows: 2 })).toThrow("f: x.value must be of length 4, got 2");
    expect(() => checkDense("f", "x", flows as unknown as DenseMatrix)).toThrow("f: x must be a full matrix");
    expect(() => checkDense("f", "x", Matrix.ones(1, 2) as unknown as DenseMatrix)).toThrow(
      "got a matrix of ml-matrix",
    );
  });

  it("flows have a row and a column for each of their locations, and people where people are asked for", () => {
    expect(() => checkFlows("f", "x", flows)).not.toThrow();
    expect(() => checkPeopleOfFlows("f", "x", flows)).not.toThrow();
    const { people: _, ...nobody } = flows;
    expect(() => checkPeopleOfFlows("f", "x", nobody as Flows)).toThrow("f: x.people must be a list");
    expect(() => checkPeopleOfFlows("f", "x", { ...flows, people: Uint32Array.of(1, 2) })).toThrow(
      "of length 1, got 2",
    );
    expect(() => checkFlows("f", "x", { ...flows, offsets: Uint32Array.of(0, 1) })).toThrow("f: x.offsets must be of");
    expect(() => checkFlows("f", "x", sparseFromDense(1, 1, [0]) as Flows)).toThrow("f: x.locations must be a table");
    expect(() => checkFlows("f", "x", table as unknown as Flows)).toThrow(
      "f: x must be flows over locations, got a table",
    );
  });
});

describe("checkTraces", () => {
  it("takes traces whose users are each in time order", () => {
    expect(() => checkTraces("f", traces)).not.toThrow();
    const none = { ...traces, users: [], offsets: Uint32Array.of(0), length: 0 };
    const columns = { time: new Uint32Array(0), location: new Uint32Array(0) };
    expect(() => checkTraces("f", { ...none, columns })).not.toThrow();
  });

  it("refuses rows out of time order and locations that do not exist, by row", () => {
    const { columns } = traces;
    expect(() => checkTraces("f", { ...traces, columns: { ...columns, time: Uint32Array.of(9, 5, 1) } })).toThrow(
      "f: traces.columns.time[1] must be in time order within its user, from 9, got 5",
    );
    expect(() => checkTraces("f", { ...traces, columns: { ...columns, location: Uint32Array.of(0, 2, 1) } })).toThrow(
      "f: traces.columns.location[1] must be below the 2 locations, got 2",
    );
  });
});
