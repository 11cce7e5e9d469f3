import { describe, expect, it } from "vitest";
import { createLocations, dayOfDate, REFUSAL_REASONS, readDatedFigures, readFigures, rowsOf } from "../../src/index.ts";

const locations = createLocations("zones", ["A", "B", "C"], [29, 30, 31], [41, 41, 41]);

describe("figures about places", () => {
  const options = { locations, id: "district", figures: ["votes", "rent"] };

  it("stand in the order of the locations, whatever the order of the text", () => {
    const { figures, missing, refused, given } = readFigures(
      "rent,district,votes\n9,C,0.5\n7,A,.25\n8,B,1e-1\n",
      options,
    );
    expect(figures.columns["votes"]).toEqual(Float64Array.of(0.25, 0.1, 0.5));
    expect(figures.columns["rent"]).toEqual(Float64Array.of(7, 8, 9));
    expect(figures.columns.location).toEqual(Uint32Array.of(0, 1, 2));
    expect([missing.length, refused.length, given]).toEqual([0, 0, 3]);
  });

  it("are not known where a field is empty, and the place is not missing for that", () => {
    const { figures, missing } = readFigures("district,votes,rent\nB,,3", options);
    expect(figures.columns["votes"]).toEqual(Float64Array.of(Number.NaN, Number.NaN, Number.NaN));
    expect(figures.columns["rent"]).toEqual(Float64Array.of(Number.NaN, 3, Number.NaN));
    expect(missing).toEqual(Uint32Array.of(0, 2));
  });

  it("are refused with the line and the reason, and no row is lost", () => {
    const text = [
      "district,votes,rent",
      "A,0.1,1",
      "A,0.2,2",
      "X,0.3,3",
      ",0.4,4",
      "B,much,5",
      "C,0.6",
      "C,1e999,6",
      'C,0.7,"7"',
    ].join("\n");
    const { figures, refused, given } = readFigures(text, options);
    expect(rowsOf(refused)).toEqual([
      { row: 3, reason: "id given earlier" },
      { row: 4, reason: "id not in the table" },
      { row: 5, reason: "id missing" },
      { row: 6, reason: "figure not a number" },
      { row: 7, reason: "wrong number of fields" },
      { row: 8, reason: "figure not a number" },
    ]);
    expect(refused.columns.reason.every((reason) => (REFUSAL_REASONS as readonly string[]).includes(reason))).toBe(
      true,
    );
    expect(given).toBe(8);
    expect(figures.columns["votes"]).toEqual(Float64Array.of(0.1, Number.NaN, 0.7));
  });

  it("read the same from bytes, with other separators, and without a header line", () => {
    const plain = readFigures("district,votes,rent\nA,1,2\nB,3,4", options);
    const bytes = new TextEncoder().encode("A;1;2\nB;3;4");
    const header = ["district", "votes", "rent"];
    expect(readFigures(bytes, { ...options, separator: ";", header }).figures).toEqual(plain.figures);
  });

  it("are taken letter by letter: quotes, line ends and marks of order are not part of them, spaces and other signs are", () => {
    const ids = createLocations("zones", ["01", "1", "__proto__", "a b"], [29, 30, 31, 32], [41, 41, 41, 41]);
    const text = '\ufeffdistrict,votes\r\n"01",1.\r\n__proto__,"+2e0"\r\n"a b",-.5\r\n\r\n1,3';
    const { figures, refused } = readFigures(text, { locations: ids, id: "district", figures: ["votes"] });
    expect(figures.columns["votes"]).toEqual(Float64Array.of(1, 3, 2, -0.5));
    expect(refused.length).toBe(0);
    for (const wrong of ['"1,5"', "1 200", " 1", "12 %", "NA", "NaN", "0x1F", "Infinity", "-", ".", "e5", "1e"]) {
      const read = readFigures(`district,votes\n1,${wrong}`, { locations: ids, id: "district", figures: ["votes"] });
      expect([wrong, read.refused.columns.reason[0], read.missing.length]).toEqual([wrong, "figure not a number", 4]);
    }
  });

  it("may have the names that objects have anyway", () => {
    const names = ["__proto__", "constructor", "length"];
    const { figures } = readFigures(`district,${names}\nB,1,2,3`, { locations, id: "district", figures: names });
    expect(Object.keys(figures.columns)).toEqual(["location", ...names]);
    names.forEach((name, f) => {
      expect(Object.getOwnPropertyDescriptor(figures.columns, name)?.value[1]).toBe(f + 1);
    });
  });

  it("need columns that are there, with names of their own", () => {
    expect(() => readFigures("district,votes\nA,1", options)).toThrow(/column "rent" must be one of the header's/);
    expect(() => readFigures("location,votes\nA,1", { locations, id: "votes", figures: ["location"] })).toThrow(
      RangeError,
    );
    expect(() => readFigures("a,b\nA,1", { locations, id: "a", figures: ["b", "b"] })).toThrow(/a name of its own/);
  });
});

describe("dated figures", () => {
  const options = { locations, id: "where", date: "when", figures: ["articles"] };

  it("keep every row of a place and a day, in the order of the text", () => {
    const { figures } = readDatedFigures("when,where,articles\n2017-01-14,B,2\n20170114,B,3\n2016-02-29,A,\n", options);
    const day = dayOfDate("2017-01-14");
    expect(rowsOf(figures)).toEqual([
      { location: 1, day, articles: 2 },
      { location: 1, day, articles: 3 },
      { location: 0, day: dayOfDate("2016-02-29"), articles: Number.NaN },
    ]);
  });

  it("are refused where the date is none", () => {
    const text = "when,where,articles\n,A,1\n2017-02-29,A,1\n14.1.2017,A,1\n2017-0114,A,1\n2017-01-14,X,1";
    const { figures, refused, given } = readDatedFigures(text, options);
    expect(refused.columns.reason).toEqual([
      "time missing",
      "date or time of day that does not exist",
      "time not in the given format",
      "time not in the given format",
      "id not in the table",
    ]);
    expect(figures.length + refused.length).toBe(given);
  });

  it("may be rows that say only where and when", () => {
    expect(readDatedFigures("where,when\nC,2017-01-14", { ...options, figures: [] }).figures.columns).toEqual({
      location: Uint32Array.of(2),
      day: Int32Array.of(17180),
    });
  });
});
