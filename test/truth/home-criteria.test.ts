import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";

interface Cell {
  readonly days: number;
  readonly eventsPerDay: number;
  readonly recall: readonly number[];
}
interface Found {
  readonly name: string;
  readonly columns: readonly (readonly Cell[])[];
  readonly criteria: readonly { readonly name: string }[];
}

const source = pathToFileURL("scripts/pictures/index.mjs").href;
const { countHomes } = (await import(source)) as {
  readonly countHomes: (library: typeof sojourn) => { readonly homes: readonly Found[]; readonly table: string };
};

describe("the homes that each criterion finds in a synthetic country", () => {
  const { homes, table } = countHomes(sojourn);
  const [usual, long] = homes as [Found, Found];
  /** Recall with usual days or with long days away, of a criterion at a rate of calling (0 to 3) and days (0 to 3). */
  const recall = (lives: Found, name: string, rate: number, days: number): number =>
    lives.columns[rate]![days]!.recall[lives.criteria.findIndex((criterion) => criterion.name === name)]!;

  it("are those of the table in the guide", () => {
    expect(readFileSync("docs/home-criteria.md", "utf8")).toContain(table);
  });

  it("by nights are nearly all after three months of some events a day, however people live", () => {
    for (const lives of [usual, long]) {
      for (const name of ["mostNights", "mostNightEvents", "hierarchicalMode"]) {
        expect(recall(lives, name, 2, 3)).toBeGreaterThan(0.98);
      }
    }
  });

  it("by all events are fewer the more is known of people who are out for long", () => {
    expect(recall(long, "mostEvents", 3, 3)).toBeLessThan(recall(long, "mostEvents", 3, 0));
    expect(recall(usual, "mostEvents", 3, 3)).toBeGreaterThan(recall(usual, "mostEvents", 3, 0));
  });

  it("by days are more than by nights where there are few events", () => {
    for (const days of [0, 1, 2, 3]) {
      expect(recall(usual, "mostDays", 0, days)).toBeGreaterThan(recall(usual, "mostNights", 0, days));
    }
  });
});
