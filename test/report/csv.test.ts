import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { createTable } from "../../src/core/table.ts";
import { formatCountsCsv, formatFlowsCsv, formatTable, type PlainTable } from "../../src/report/csv.ts";
import { parseCsv } from "./parse-csv.ts";
import {
  counts,
  HIDDEN_COUNTS,
  HIDDEN_FLOWS,
  IDS,
  LABELS,
  locations,
  releasedCounts,
  releasedFlows,
} from "./worlds.ts";

describe("a table as CSV", () => {
  it("is a line of names and a line per row", () => {
    const table = createTable({ id: ["A", "B"], day: Int32Array.of(-3, 4), tied: Uint8Array.of(0, 1) });
    expect(formatTable(table)).toBe("id,day,tied\nA,-3,0\nB,4,1\n");
  });

  it("quotes what would be read otherwise, and nothing else", () => {
    const text = ["plain", "a,b", 'say "hi"', "two\nlines", "two\rlines", "", " spaces ", "semi;colon", "=1+1"];
    expect(formatTable(createTable({ "the, text": text }))).toBe(
      '"the, text"\nplain\n"a,b"\n"say ""hi"""\n"two\nlines"\n"two\rlines"\n""\n spaces \nsemi;colon\n=1+1\n',
    );
  });

  it.each([",", ";", "\t", "|"] as const)("parts fields by %j and reads back", (separator) => {
    const columns = { id: [...IDS, ",;\t|", ""], other: ["x", "", ";", ",", "\t", "|", '"'] };
    const rows = parseCsv(formatTable(createTable(columns), { separator }), separator);
    expect(rows).toEqual([["id", "other"], ...columns.id.map((id, r) => [id, columns.other[r]!])]);
  });

  it("gives every number back to the last digit, NaN as an empty field", () => {
    const random = createRandom("digits");
    const double = Float64Array.from(
      { length: 2_000 },
      () => (random() - 0.5) * 10 ** Math.floor(600 * random() - 300),
    );
    double.set([0, 1 / 3, 2 ** 53, 5e-324, Number.MAX_VALUE, Number.NaN, Infinity, 0.1 + 0.2]);
    const single = Float32Array.from(double, (x) => Math.fround(x) + 0); // no −0, which is written 0
    const rows = parseCsv(formatTable(createTable({ double, single }))).slice(1);
    const read = (text: string): number => (text === "" ? Number.NaN : Number(text));
    expect(Float64Array.from(rows, (row) => read(row[0]!))).toEqual(double);
    expect(Float32Array.from(rows, (row) => read(row[1]!))).toEqual(single);
    expect(rows[5]).toEqual(["", ""]);
  });

  it("has a line for every row, also where the only field is empty", () => {
    expect(formatTable(createTable({ share: Float64Array.of(1, Number.NaN) }))).toBe('share\n1\n""\n');
    expect(formatTable(createTable({ share: new Float64Array(0) }))).toBe("share\n");
    expect(formatTable(createTable({}))).toBe("");
  });

  it("takes locations as they are", () => {
    const rows = parseCsv(formatTable(locations));
    expect(rows[0]).toEqual(["id", "lon", "lat"]);
    expect(rows.slice(1).map((row) => row[0])).toEqual(IDS);
  });

  it("is never made of people", () => {
    const table = { ...createTable({ home: Int32Array.of(3) }), users: ["u1"] } as unknown as PlainTable;
    expect(() => formatTable(table)).toThrow(/^formatTable: table must be one without users/);
    expect(() => formatTable({ ...table, users: undefined } as unknown as PlainTable)).toThrow(RangeError);
  });

  it("refuses another separator", () => {
    for (const separator of ["", "::", '"', "\n", ".", "0"]) {
      expect(() => formatTable(createTable({}), { separator: separator as "," })).toThrow(
        /^formatTable: separator must be one of /,
      );
    }
  });
});

describe("released flows as CSV", () => {
  const text = formatFlowsCsv(releasedFlows);

  it("are the shown cells by the ids of origin and destination", () => {
    const [a, b, , d, e] = IDS;
    expect(parseCsv(text)).toEqual([
      ["origin", "destination", "flow", "people"],
      [a, a, "120.5", "16"],
      [a, d, "400", "16"],
      [b, e, "33", "19"],
      [d, a, "90", "16"],
      [d, b, "400", "16"],
      [d, d, "16", "17"],
      [e, e, "1234567", "18"],
    ]);
  });

  it("show no hidden number", () => {
    for (const hidden of HIDDEN_FLOWS) expect(text).not.toContain(String(hidden));
    expect(releasedFlows.hiddenCells).toBe(HIDDEN_FLOWS.length);
  });

  it("take the separator asked for", () => {
    expect(parseCsv(formatFlowsCsv(releasedFlows, { separator: ";" }), ";")).toEqual(parseCsv(text));
  });
});

describe("released counts as CSV", () => {
  const text = formatCountsCsv(releasedCounts);

  it("are a line per location and group, people empty where hidden", () => {
    const rows = parseCsv(text);
    expect(rows[0]).toEqual(["location", "group", "people"]);
    expect(rows.slice(1)).toEqual(
      Array.from(counts.count, (people, cell) => [
        IDS[Math.floor(cell / 2)],
        LABELS[cell % 2],
        people < 16 ? "" : String(people),
      ]),
    );
  });

  it("show no hidden number", () => {
    for (const hidden of HIDDEN_COUNTS) expect(text).not.toContain(String(hidden));
  });

  it("may have no groups", () => {
    const none = { ...releasedCounts, shown: { ...releasedCounts.shown, labels: [], count: new Float64Array(0) } };
    expect(formatCountsCsv(none)).toBe("location,group,people\n");
  });
});
