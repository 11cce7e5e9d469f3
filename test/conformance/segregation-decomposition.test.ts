import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import { adjustMargins, decomposeSegregationChange } from "../../src/metrics/segregation-difference.ts";
import {
  byKarmelMaclachlan,
  byMoraRuizCastillo,
  byShapley,
  type SegregationChangeMethod,
} from "../../src/metrics/segregation-difference-methods.ts";
import { theilEntropyIndex } from "../../src/metrics/segregation-evenness.ts";
import { isolationIndex } from "../../src/metrics/segregation-exposure.ts";
import { giniSegregationIndex } from "../../src/metrics/segregation-gini.ts";
import { measureNestedSegregation, measureSegregationWithin } from "../../src/metrics/segregation-nested.ts";
import {
  byComposition,
  byDualComposition,
  byShares,
  decomposeSegregationGap,
} from "../../src/metrics/segregation-shapley.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { countsOf, countsOfRows, type Figures, figuresFile, schoolTables, type TableFile } from "./integration-data.ts";

/**
 * Decompositions against pysal (two cities) and R's segregation (levels, change over time): every figure of the files found by
 * listing.
 */

describeData("decompositions", "15_integration", (folder) => {
  const cities = listed(folder, /_decomposition_reference\.json$/);
  if (cities.length === 0) skipped("two cities", folder);
  for (const name of cities) describe(name, () => cityTests(folder, readJson<CityReference>(join(folder, name))));

  const changes = listed(folder, /_mutual_difference_reference\.json$/);
  if (changes.length === 0) skipped("changes over time", folder);
  for (const name of changes) describe(name, () => changeTests(folder, name));

  for (const { name, rows, reference } of schoolTables(folder)) {
    it(`${name}: states, districts and schools are as in R`, () => {
      expect(levelTests(rows, reference)).toBeGreaterThan(0);
    });
  }
});

describeData("decompositions of schools", "09_segregation", (folder) => {
  const reference = figuresFile<Figures<unknown>>(folder, /^expected_R_segregation\.json$/);
  const tables = listed(folder, /\.csv(\.gz)?$/);
  if (reference === null || tables.length === 0) skipped("schools", folder);
  else {
    for (const name of tables) {
      it(`${name}: states, districts and schools are as in R`, () => {
        expect(levelTests(readRows(join(folder, name)), reference)).toBeGreaterThan(0);
      });
    }
  }
});

interface CityReference {
  readonly tables: readonly [string, string];
  readonly focal_group: string;
  readonly [figures: string]: unknown;
}

const INDICES = {
  Dissim: dissimilarityIndex,
  Gini: giniSegregationIndex,
  Entropy: theilEntropyIndex,
  Isolation: isolationIndex,
};
const EXCHANGES = { composition: byComposition, share: byShares, dual_composition: byDualComposition };

function cityTests(folder: string, reference: CityReference): void {
  const [first, second] = reference.tables.map((name) => countsOf(readJson<TableFile>(join(folder, `${name}.json`))));
  const group = reference.focal_group;
  const names = Object.keys(reference).filter((key) => key.split(".")[0]! in INDICES);
  it("has figures for every index and every exchange", () => {
    expect(names.length).toBe(Object.keys(INDICES).length * Object.keys(EXCHANGES).length);
  });
  it.each(names)("%s is as in pysal, to 1e-9", (name) => {
    const [index, exchange] = name.split(".") as [keyof typeof INDICES, keyof typeof EXCHANGES];
    const figures = reference[name] as { c_s: number; c_a: number; indices: Figures<number> };
    const found = decomposeSegregationGap(first!, second!, {
      index: (counts) => INDICES[index](counts, { group }),
      counterfactual: EXCHANGES[exchange]({ group }),
    });
    near(found.space, figures.c_s, 1e-9);
    near(found.attribute, figures.c_a, 1e-9);
    near(found.first, figures.indices["s1_a1"]!, 1e-9);
    near(found.firstCounterfactual, figures.indices["s1_a2"]!, 1e-9);
    near(found.secondCounterfactual, figures.indices["s2_a1"]!, 1e-9);
    near(found.second, figures.indices["s2_a2"]!, 1e-9);
    near(found.space + found.attribute, found.gap, 1e-15);
  });
  const exchanged = Object.entries(reference).filter(([key]) => key.startsWith("counterfactual."));
  it.each(exchanged)("%s, area by area", (key, expected) => {
    const [, exchange, what] = /^counterfactual\.(.*)\.(table\d_.*)$/.exec(key)!;
    const side = what!.startsWith("table1") ? 0 : 1;
    const exchangeBy = EXCHANGES[exchange as keyof typeof EXCHANGES];
    const table = exchangeBy({ group }).tablesOf("test", first!, second!)[side];
    const g = table.labels.indexOf(group);
    (expected as number[]).forEach((people, i) => {
      const own = table.count[2 * i + g]!;
      near(what!.includes("total") ? own + table.count[2 * i + 1 - g]! : own, people, 1e-9);
    });
  });
}

const METHODS: Readonly<Record<string, SegregationChangeMethod>> = {
  shapley: byShapley(),
  shapley_detailed: byShapley(),
  km: byKarmelMaclachlan(),
  mrc: byMoraRuizCastillo(),
};

function changeTests(folder: string, name: string): void {
  const start = name.replace("_mutual_difference_reference.json", "");
  const files = listed(folder, new RegExp(`^${start}_.*_t[12]\\.json$`));
  const tables = files.map((file) => readJson<TableFile>(join(folder, file)));
  const [first, second] = tables.map(countsOf);
  const reference = readJson<Figures<Figures<unknown>>>(join(folder, name));

  for (const [method, by] of Object.entries(METHODS)) {
    const figures = reference[`mutual_difference.${method}`] as Figures<number> | undefined;
    if (figures === undefined) continue;
    it(`${method}: every part is as in R, to 1e-7, and all add up to the change`, () => {
      const found = decomposeSegregationChange(first!, second!, { method: by });
      expect(found.converged).toBe(true);
      near(found.first, figures["M1"]!, 1e-12);
      near(found.second, figures["M2"]!, 1e-12);
      near(found.change, figures["diff"]!, 1e-12);
      near(found.additions, figures["additions"]!, 1e-7);
      near(found.removals, figures["removals"]!, 1e-7);
      near(found.groupMarginal, figures["group_marginal"]!, 1e-7);
      near(found.areaMarginal, figures["unit_marginal"]!, 1e-7);
      near(found.structural, figures["structural"]!, 1e-7);
      near(found.interaction, figures["interaction"] ?? 0, 1e-7);
      const sum =
        found.additions +
        found.removals +
        found.groupMarginal +
        found.areaMarginal +
        found.interaction +
        found.structural;
      near(sum, found.change, 1e-14);
      near(
        found.areas.columns.structural.reduce((a, b) => a + b, 0),
        found.structural,
        1e-10,
      );
    });
  }

  const detailed = reference["mutual_difference.shapley_detailed"] as Figures<number> | undefined;
  it("each area's part of the structure is as in R, to 1e-7", () => {
    const { areas } = decomposeSegregationChange(first!, second!, { method: byShapley() });
    const { columns } = areas;
    let checked = 0;
    for (let row = 0; row < areas.length; row++) {
      const area = tables[0]!.areas[columns.area[row]!]!;
      const figure = (key: string): number => detailed![`${key}[${area}]`]!;
      near(columns.firstShare[row]!, figure("p1"), 1e-9);
      near(columns.secondShare[row]!, figure("p2"), 1e-9);
      near(columns.firstLocalChange[row]!, figure("ls_diff1"), 1e-7);
      near(columns.secondLocalChange[row]!, figure("ls_diff2"), 1e-7);
      near(columns.structural[row]!, figure("total"), 1e-7);
      checked++;
    }
    expect(checked).toBe(Object.keys(detailed!).filter((key) => key.startsWith("p1[")).length);
  });

  const ipf = reference["ipf"] as { area: string[]; grp: string[]; n: number[] } | undefined;
  it("tables with the margins of others are as in R, whose total is that of the first table", () => {
    const { areas, groups } = tables[0]!;
    const common = areas.map((_, i) => i).filter((i) => ipf!.area.includes(areas[i]!));
    const kept = ({ count }: AreaCounts, zero: number): AreaCounts => ({
      labels: groups,
      count: Float64Array.from(common.flatMap((i) => groups.map((_, g) => count[i * groups.length + g]! || zero))),
    });
    const found = adjustMargins(kept(first!, 1e-10), kept(second!, 0));
    expect(found.converged).toBe(true);
    const total = kept(first!, 0).count.reduce((a, b) => a + b) / kept(second!, 0).count.reduce((a, b) => a + b);
    ipf!.n.forEach((people, row) => {
      const cell =
        common.findIndex((i) => areas[i] === ipf!.area[row]) * groups.length + groups.indexOf(ipf!.grp[row]!);
      near(found.count[cell]! * total, people, 1e-8);
    });
  });

  const nested = reference["mutual_total_nested.sup_then_area"] as { stat: string[]; est: number[] } | undefined;
  it("levels and regions are as in R", () => {
    const supers = superAreasOf(tables[0]!, (reference["mutual_within.sup"] as Figures<number[]>)["p"]!);
    const { columns } = measureNestedSegregation(first!, { levels: [supers] });
    nested!.est.forEach((value, row) => {
      const column = nested!.stat[row] === "M" ? columns.mutualInformation : columns.entropyIndex;
      near(column[row >> 1]!, value, 1e-12);
    });
    const within = measureSegregationWithin(first!, { regionOf: supers }).columns;
    const figures = reference["mutual_within.sup"] as Figures<number[]>;
    figures["M"]!.forEach((_, region) => {
      near(within.mutualInformation[region]!, figures["M"]![region]!, 1e-12);
      near(within.entropyIndex[region]!, figures["H"]![region]!, 1e-12);
      near(within.peopleShare[region]!, figures["p"]![region]!, 1e-12);
      near(within.entropyRatio[region]!, figures["ent_ratio"]![region]!, 1e-12);
    });
    const all = (reference["mutual_total_within.sup"] as { est: number[] }).est;
    near(
      within.contribution.reduce((a, b) => a + b),
      all[0]!,
      1e-12,
    );
    const { entropyIndex, entropyRatio, peopleShare } = within;
    near(
      entropyIndex.reduce((sum, h, r) => sum + h * entropyRatio[r]! * peopleShare[r]!, 0),
      all[1]!,
      1e-12,
    );
  });
}

/** The super-areas of a table: runs of areas in order that have these shares of all people. */
function superAreasOf({ counts }: TableFile, shares: readonly number[]): number[] {
  const totals = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const all = totals.reduce((a, b) => a + b);
  let region = 0;
  let sum = 0;
  return totals.map((people) => {
    if (sum >= shares[region]! * all - 1e-6 && region + 1 < shares.length) {
      region++;
      sum = 0;
    }
    sum += people;
    return region;
  });
}

/** Every figure of levels that R gives; says how many there were. */
function levelTests(rows: readonly Figures<string>[], reference: Figures<unknown>): number {
  const counts = countsOfRows(rows, "race", ["state", "district", "school"]);
  const numbered = (part: number): number[] => {
    const names = [...new Set(counts.areas.map((area) => area.split("|")[part]!))];
    return counts.areas.map((area) => names.indexOf(area.split("|")[part]!));
  };
  const [stateOf, districtOf] = [numbered(0), numbered(1)];
  const { columns } = measureNestedSegregation(counts, { levels: [stateOf, districtOf] });
  let checked = 0;
  const nested = rowsOfFigures(reference["mutual_total_nested"]);
  nested.forEach(({ stat, est }, row) => {
    near((stat === "M" ? columns.mutualInformation : columns.entropyIndex)[row >> 1]!, Number(est), 1e-12);
    checked++;
  });
  const within = measureSegregationWithin(counts, { regionOf: stateOf }).columns;
  const states = rowsOfFigures(reference["mutual_within.state"] ?? reference["mutual_within_state_wide"]);
  states.forEach((row, s) => {
    near(within.mutualInformation[s]!, Number(row["M"]), 1e-12);
    near(within.entropyIndex[s]!, Number(row["H"]), 1e-12);
    near(within.peopleShare[s]!, Number(row["p"]), 1e-12);
    near(within.entropyRatio[s]!, Number(row["ent_ratio"]), 1e-12);
    checked += 4;
  });
  const all = rowsOfFigures(
    reference["mutual_total.race_school_within_state"] ?? reference["mutual_total_within_state"],
  );
  for (const { stat, est } of all) {
    if (stat !== "M") continue;
    near(
      within.contribution.reduce((a, b) => a + b),
      Number(est),
      1e-12,
    );
    checked++;
  }
  return checked;
}

/** A table of R, by columns or by rows, as rows. */
function rowsOfFigures(table: unknown): readonly Figures<string | number>[] {
  if (Array.isArray(table)) return table as Figures<string | number>[];
  const columns = table as Figures<(string | number)[]>;
  const names = Object.keys(columns);
  return columns[names[0]!]!.map((_, row) => Object.fromEntries(names.map((name) => [name, columns[name]![row]!])));
}

describe("Karmel and Maclachlan's example", () => {
  it("has the counts of the paper, to one decimal", () => {
    const labels = ["male", "female"];
    const counts = { labels, count: Float64Array.of(100, 50, 50, 50, 100, 50) };
    const target = { labels, count: Float64Array.of(125, 100, 100, 100, 100, 75) };
    const { count, converged } = adjustMargins(counts, target);
    expect(converged).toBe(true);
    expect(Array.from(count, (n) => n.toFixed(1))).toEqual(["134.7", "90.3", "85.5", "114.5", "104.8", "70.2"]);
  });
});

function near(got: number, expected: number, tolerance: number): void {
  expect(Math.abs(got - expected), `${got} for ${expected}`).toBeLessThan(tolerance);
}
