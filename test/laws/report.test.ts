import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTable } from "../../src/core/table.ts";
import { formatTable } from "../../src/report/csv.ts";
import { facts } from "../../src/report/markdown.ts";
import { parseCsv } from "../report/parse-csv.ts";

/** Any text, often with the signs that CSV and Markdown take for their own. */
const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."a\\|`*_[]<>&~#-,;\t\"'\n\r ") }));

describe("laws of reports", () => {
  it("a table written as CSV reads back field by field", () => {
    const table = fc.array(fc.tuple(text, fc.double({ noDefaultInfinity: true })), { maxLength: 20 });
    fc.assert(
      fc.property(table, fc.constantFrom(",", ";", "\t", "|"), text, (rows, separator, name) => {
        const names = [`${name}.`, "number"];
        const columns = { [names[0]!]: rows.map((row) => row[0]), number: Float64Array.from(rows, (row) => row[1]) };
        const [header, ...read] = parseCsv(formatTable(createTable(columns), { separator }), separator);
        expect(header).toEqual(names);
        expect(read.map((row) => row[0])).toEqual(rows.map((row) => row[0]));
        for (const [r, [, number]] of rows.entries()) {
          const shown = read[r]![1]!;
          expect(shown === "" ? Number.NaN : Number(shown)).toBe(number + 0); // + 0 turns −0 into 0
        }
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it("a table in Markdown has one line a row and as many bars that part cells in each", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 10 }), (rows) => {
        const lines = facts(rows).markdown.split("\n");
        expect(lines.length).toBe(rows.length + 2);
        for (const line of lines) {
          // A bar parts cells unless an odd number of backslashes stands before it.
          const bars = [...line.matchAll(/\\*\|/g)].filter(([match]) => match.length % 2 === 1);
          expect(bars.length).toBe(3);
        }
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
