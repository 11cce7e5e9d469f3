import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildBrowsing, readBrowsing } from "../../src/records/browsing.ts";
import { epochSeconds, isoTime } from "../../src/records/time-formats.ts";

const antennas = createLocations("antennas", ["A", "B"], [-79.9, -78.5], [-2.2, -0.2]);
const options = {
  user: "line",
  time: { column: "at", format: epochSeconds() },
  host: "host",
  antenna: "cell",
  antennas,
};

describe("records of browsing", () => {
  it("come back by user and time, and each refused row with the first reason that holds", () => {
    const text = [
      "at,line,host,cell",
      "30,bo,x.ve,B",
      "10,ann,y.com,A",
      "20,bo,y.com,?",
      "20,bo,x.ve,",
      ",bo,x.ve,A",
      "5,,x.ve,A",
      "5,bo,,Z",
      "5,bo,x.ve,Z",
      "5,bo,x.ve",
      "soon,bo,z.ve,Z",
    ].join("\n");
    const { browsing, refused, given } = readBrowsing(text, options);
    expect(browsing.users).toEqual(["ann", "bo"]);
    expect(Array.from(browsing.offsets)).toEqual([0, 1, 4]);
    expect(rowsOf(browsing).map(({ time, host, location }) => [time, browsing.hosts[host], location])).toEqual([
      [10, "y.com", 0],
      [20, "y.com", -1],
      [20, "x.ve", -1],
      [30, "x.ve", 1],
    ]);
    expect(rowsOf(refused)).toEqual([
      { row: 6, reason: "time missing" },
      { row: 7, reason: "user or host missing" },
      { row: 8, reason: "user or host missing" },
      { row: 9, reason: "antenna not in the table" },
      { row: 10, reason: "wrong number of fields" },
      { row: 11, reason: "time not in the given format" },
    ]);
    expect(browsing.length + refused.length).toBe(given);
    expect(browsing.hosts).toEqual(["x.ve", "y.com"]);
    expect(browsing.locations).toBe(antennas);
  });

  it("of objects are those of text, dates among them; bytes that are no text are refused and leave no host behind", () => {
    const at = new Date("2019-01-01T00:00:00Z");
    const rows = [
      { line: 7, at, host: "x.ve", cell: "A" },
      { line: 7, at: "2019-01-01T00:00:01Z", host: "y.ve", cell: null },
    ];
    const { browsing } = buildBrowsing(rows, { ...options, time: { column: "at", format: isoTime() } });
    expect(rowsOf(browsing)).toEqual([
      { time: 1546300800, host: 0, location: 0 },
      { time: 1546300801, host: 1, location: -1 },
    ]);
    expect(() => buildBrowsing([{ line: 7, at, host: "x" }], options)).toThrow('column "cell" must be a property');
    const bytes = new TextEncoder().encode("line,at,host,cell\nu_,1,secret.ve,A\nu,2,x.ve,A\n");
    bytes[bytes.indexOf(95)] = 0xff;
    const read = readBrowsing(bytes, options);
    expect(read.browsing.hosts).toEqual(["x.ve"]);
    expect(rowsOf(read.refused)).toEqual([{ row: 2, reason: "id not in UTF-8" }]);
  });

  it("of any number are kept or refused, those kept in order, and an antenna can have no id that means unknown", () => {
    const row = fc.record({
      line: fc.constantFrom("a", "b", "c", ""),
      at: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant("x")),
      host: fc.constantFrom("x.ve", "y.com", "z"),
      cell: fc.constantFrom("A", "B", "?", "Q"),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 700, size: "max" }), (rows) => {
        const { browsing, refused, given } = buildBrowsing([...rows, { line: "", at: 1, host: "", cell: "" }], options);
        expect([given, browsing.length + refused.length]).toEqual([rows.length + 1, rows.length + 1]);
        const good = rows.filter(({ line, at, cell }) => line !== "" && at !== "x" && cell !== "Q");
        const expected = ["a", "b", "c"].flatMap((user) =>
          good.filter(({ line }) => line === user).sort((p, q) => Number(p.at) - Number(q.at)),
        );
        const found = browsing.users.flatMap((user, u) =>
          rowsOf(browsing, browsing.offsets[u], browsing.offsets[u + 1]).map(({ time, host, location }) => ({
            line: user,
            at: time,
            host: browsing.hosts[host],
            cell: location < 0 ? "?" : antennas.columns.id[location],
          })),
        );
        expect(found).toEqual(expected);
      }),
      { seed: 42, numRuns: 20 },
    );
    expect(() => readBrowsing("", { ...options, unknownAntenna: ["A"] })).toThrow();
    expect(() => readBrowsing("line,at,host,cell\n", { ...options, unknownAntenna: ["A"] })).toThrow("no antenna's id");
  });
});
