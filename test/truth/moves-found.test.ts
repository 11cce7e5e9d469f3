import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";

interface Kind {
  readonly recall: number;
  readonly meanDayError: number;
}
interface Row {
  readonly name: string;
  readonly precision: number;
  readonly kinds: readonly [permanent: Kind, circular: Kind, seasonal: Kind, disaster: Kind];
}
interface Rate {
  readonly eventsPerDay: number;
  readonly rows: readonly Row[];
}

const source = pathToFileURL("scripts/pictures/index.mjs").href;
const { countMoves } = (await import(source)) as {
  readonly countMoves: (library: typeof sojourn) => {
    readonly moves: { readonly rates: readonly Rate[]; readonly planted: readonly number[] };
    readonly table: string;
  };
};

/** Planted moves of four kinds in two years of 1,500 people, at four levels of calling. */
describe("the moves that each detector finds in a synthetic country", () => {
  const { moves, table } = countMoves(sojourn);
  const rowOf = ({ rows }: Rate, name: string): Row => rows.find((row) => row.name === name)!;
  const baselines = ({ rows }: Rate): Row[] => rows.filter(({ name }) => name.startsWith("baseline"));

  it("are those of the table in the guide", () => {
    expect(readFileSync("docs/did-people-migrate.md", "utf8")).toContain(table);
    expect(Math.min(...moves.planted)).toBeGreaterThan(250);
  });

  it("by segments of two months are more permanent ones than by any baseline, at every level of calling", () => {
    for (const rate of moves.rates) {
      const segments = rowOf(rate, "segments, two months");
      for (const baseline of baselines(rate)) {
        expect(segments.kinds[0].recall, baseline.name).toBeGreaterThan(baseline.kinds[0].recall);
        // The price: up to three in a hundred more of what is found is wrong.
        expect(segments.precision, baseline.name).toBeGreaterThan(baseline.precision - 0.035);
      }
    }
  });

  it("by segments are told to the day, by months to the week", () => {
    for (const rate of moves.rates) {
      const { meanDayError } = rowOf(rate, "segments, two months").kinds[0];
      for (const baseline of baselines(rate)) expect(meanDayError).toBeLessThan(baseline.kinds[0].meanDayError / 2);
    }
  });

  it("by the published thresholds are few where records are few", () => {
    const published = moves.rates.map((rate) => rowOf(rate, "segments, published thresholds").kinds[0].recall);
    expect(published[0]).toBeLessThan(0.1);
    expect(published[3]).toBeGreaterThan(0.7);
  });

  it("of two months are nearly all found where people are seen on most days, by detectors of short stays alone", () => {
    for (const name of ["segments, 15 days", "macro- and meso-segments", "inferred, 1 month"]) {
      for (const kind of [1, 2, 3] as const) {
        expect(rowOf(moves.rates[3]!, name).kinds[kind].recall, name).toBeGreaterThan(0.9);
      }
    }
    for (const baseline of baselines(moves.rates[3]!)) expect(baseline.kinds[1].recall).toBeLessThan(0.4);
  });
});
