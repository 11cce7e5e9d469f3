import { describe, expect, it } from "vitest";
import { createTable } from "../../src/core/table.ts";
import { releaseFlows } from "../../src/privacy/release.ts";
import type { PlainTable } from "../../src/report/csv.ts";
import {
  countsTable,
  facts,
  formatReport,
  heading,
  paragraph,
  plainTable,
  topFlows,
} from "../../src/report/markdown.ts";
import { counts, HIDDEN_COUNTS, HIDDEN_FLOWS, IDS, LABELS, releasedCounts, releasedFlows } from "./worlds.ts";

/** The cells of the table lines of a page, as a reader of GitHub's Markdown sees them. */
function cellsOf(markdown: string): string[][] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => {
      const cells: string[] = [];
      let cell = "";
      for (let i = 1; i < line.length; i++) {
        if (line[i] === "\\") cell += line[++i];
        else if (line[i] === "|") {
          cells.push(cell.trim());
          cell = "";
        } else cell += line[i];
      }
      expect(cell).toBe("");
      return cells;
    });
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ");

describe("the largest flows", () => {
  const page = topFlows(releasedFlows, 4).markdown;

  it("are listed by size, equal ones in the order of origin and destination", () => {
    const [a, b, , d, e] = IDS.map(oneLine);
    expect(cellsOf(page)).toEqual([
      ["origin", "destination", "flow", "people"],
      ["---", "---", "---:", "---:"],
      [e, e, "1234567", "18"],
      [a, d, "400", "16"],
      [d, b, "400", "16"],
      [a, a, "120.5", "16"],
    ]);
  });

  it("say how many of how many, by which rule, and how much is hidden", () => {
    expect(page).toContain("The 4 largest of the 7 flows shown:\n\n|");
    expect(page).toContain(
      "|\n\nRelease rule: cells with fewer than 16 distinct people are hidden. Threshold: 16. Hidden cells: 3. " +
        "A pair that is not listed is hidden, zero or smaller.",
    );
  });

  it("are all of them where fewer are shown than asked for", () => {
    const all = topFlows(releasedFlows, 100).markdown;
    expect(all).toMatch(/^The 7 flows shown:/);
    expect(cellsOf(all).length).toBe(9);
    const none = topFlows(releaseFlows(releasedFlows.shown, { minPeople: 1e6 }), 3).markdown;
    expect(none).toMatch(/^No flow is shown:/);
    expect(cellsOf(none).length).toBe(2);
  });

  it("are counted in words that fit one of them", () => {
    expect(topFlows(releasedFlows, 1).markdown).toMatch(/^The largest of the 7 flows shown:/);
    const one = releaseFlows(releasedFlows.shown, { minPeople: 19 });
    expect(one.shown.index.length).toBe(1);
    expect(topFlows(one, 3).markdown).toMatch(/^The one flow shown:/);
  });

  it("show no hidden number", () => {
    for (const hidden of HIDDEN_FLOWS) expect(topFlows(releasedFlows, 100).markdown).not.toContain(String(hidden));
  });

  it.each([0, -1, 2.5, Number.NaN])("cannot be %d", (rows) => {
    expect(() => topFlows(releasedFlows, rows)).toThrow(/^topFlows: rows must be a whole number of at least 1, got /);
  });
});

describe("the counts of groups", () => {
  const page = countsTable(releasedCounts).markdown;

  it("are a row per location and a column per group, hidden ones said to be hidden", () => {
    const shown = (people: number): string => (people < 16 ? "hidden" : String(people));
    expect(cellsOf(page)).toEqual([
      ["location", ...LABELS],
      ["---", "---:", "---:"],
      ...IDS.map((id, z) => [oneLine(id), shown(counts.count[2 * z]!), shown(counts.count[2 * z + 1]!)]),
    ]);
  });

  it("state their rule, threshold and hidden cells", () => {
    expect(page).toContain(
      "|\n\nRelease rule: cells with fewer than 16 distinct people, empty cells among them, are hidden. " +
        "Threshold: 16. Hidden cells: 4.",
    );
  });

  it("show no hidden number", () => {
    for (const hidden of HIDDEN_COUNTS) expect(page).not.toContain(String(hidden));
  });
});

describe("facts and plain tables", () => {
  it("write numbers for people", () => {
    const values = [20000, -3, 0, 1 / 3, 12.3456789, 1234567.89, -0.000123456789, 1e-12, Number.NaN, Infinity];
    const page = facts(values.map((value, i) => [`v${i}`, value]));
    expect(
      cellsOf(page.markdown)
        .slice(2)
        .map((row) => row[1]),
    ).toEqual([
      "20000",
      "-3",
      "0",
      "0.333333",
      "12.3457",
      "1234568",
      "-0.000123457",
      "1e-12",
      "not defined",
      "Infinity",
    ]);
  });

  it("have as many cells in every line, whatever signs the text holds", () => {
    const rows = IDS.flatMap((id) => IDS.map((other) => [id, other] as const));
    const cells = cellsOf(facts(rows).markdown);
    expect(cells.slice(2)).toEqual(rows.map((row) => row.map(oneLine)));
    expect(cells[0]).toEqual(["fact", "value"]);
    expect(cells[1]).toEqual(["---", "---"]);
  });

  it("leave no sign to Markdown or HTML, and words with underscores as they are", () => {
    expect(facts([["<b>&amp;</b>", "*x* _y_ `z` [l](u) ~~s~~ # a|b a\\b zone_12_b"]]).markdown.split("\n")[2]).toBe(
      "| \\<b\\>\\&amp;\\</b\\> | \\*x\\* \\_y\\_ \\`z\\` \\[l\\](u) \\~\\~s\\~\\~ \\# a\\|b a\\\\b zone_12_b |",
    );
  });

  it("show plain tables column by column", () => {
    const table = createTable({ name: ["distance", "mass"], estimate: Float64Array.of(-2.1249912, Number.NaN) });
    expect(cellsOf(plainTable(table).markdown)).toEqual([
      ["name", "estimate"],
      ["---", "---:"],
      ["distance", "-2.12499"],
      ["mass", "not defined"],
    ]);
  });

  it("refuse tables of people and facts that are no pairs", () => {
    const table = { ...createTable({ home: Int32Array.of(3) }), users: ["u1"] } as unknown as PlainTable;
    expect(() => plainTable(table)).toThrow(/^plainTable: table must be one without users/);
    expect(() => facts([["a", 1, 2]] as unknown as [string, number][])).toThrow(RangeError);
  });
});

describe("a report", () => {
  it("is a title and its parts, an empty line between", () => {
    const page = formatReport({
      title: "Moves of *2019*\n#1",
      parts: [heading("What was\nread"), paragraph("  Antennas of *one* operator.\n"), facts([["records", 20000]])],
    });
    expect(page).toBe(
      "# Moves of \\*2019\\* \\#1\n\n## What was read\n\nAntennas of *one* operator.\n\n" +
        "| fact | value |\n| --- | ---: |\n| records | 20000 |\n",
    );
  });

  it("may be a title alone", () => {
    expect(formatReport({ title: "Nothing", parts: [] })).toBe("# Nothing\n");
  });

  it("has tables of equal columns throughout", () => {
    const page = formatReport({ title: "All", parts: [topFlows(releasedFlows, 9), countsTable(releasedCounts)] });
    for (const block of page.split("\n\n").filter((text) => text.startsWith("|"))) {
      const widths = new Set(cellsOf(block).map((cells) => cells.length));
      expect(widths.size).toBe(1);
    }
    expect(page.match(/Release rule: /g)).toHaveLength(2);
  });
});
