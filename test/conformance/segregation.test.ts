import { existsSync } from "node:fs";
import { join } from "node:path";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { frobeniusDistance, frobeniusSimilarity } from "../../src/metrics/frobenius.ts";
import { type MatrixScale, rowShares, totalShares, unitNorm, unscaled } from "../../src/metrics/matrix-scale.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";

/**
 * Dissimilarity against pysal, R's segregation and OasisR, and Frobenius distances against numpy: every table with
 * reference values, found by listing. Keys that tell of an error of the peer are other indices and are not read.
 */
interface Counts {
  readonly labels: readonly string[];
  readonly count: Float64Array;
}

describeData("tables of groups", "15_integration", (folder) => {
  const tables = listed(folder, /__reference\.json$/);
  for (const name of tables) describe(name, () => tableTests(folder, name));
  if (tables.length === 0) skipped("tables with reference values", folder);

  const edges = listed(folder, /^edge_cases.*\.json$/);
  for (const name of edges) describe(name, () => edgeTests(readJson<EdgeCases>(join(folder, name))));
  if (edges.length === 0) skipped("edge cases", folder);

  patternTests(folder);
  tractTests(folder);
  const schools = listed(folder, /^r_segregation_.*\.csv(\.gz)?$/);
  for (const name of schools) {
    const reference = join(folder, `${name.replace(/\.csv(\.gz)?$/, "")}_reference.json`);
    if (!existsSync(reference)) skipped(`reference of ${name}`, reference);
    else {
      it(`${name}: named pairs of races over schools are as in R`, () => {
        const counts = countsOfRows(readRows(join(folder, name)), "race", ["state", "district", "school"]);
        expect(namedPairs(counts, readJson<Record<string, number>>(reference))).toBeGreaterThan(0);
      });
    }
  }
});

describeData("schools", "09_segregation", (folder) => {
  const tables = listed(folder, /\.csv(\.gz)?$/);
  if (tables.length === 0) skipped("schools", folder);
  for (const name of tables) {
    const counts = countsOfRows(readRows(join(folder, name)), "race", ["state", "district", "school"]);
    const pysal = join(folder, "expected_pysal.json");
    if (existsSync(pysal)) {
      it(`${name}: the group named against all others is as in pysal`, () => {
        const expected = readJson<{ _note: string; single: { Dissim: number } }>(pysal);
        const group = /group = (\w+)/.exec(expected._note)![1]!;
        near(dissimilarityIndex(counts, { group }), expected.single.Dissim);
      });
    } else skipped("pysal's figures", pysal);
    const fromR = join(folder, "expected_R_segregation.json");
    if (existsSync(fromR)) {
      it(`${name}: named pairs of races over schools are as in R`, () => {
        expect(namedPairs(counts, readJson<Record<string, unknown>>(fromR))).toBeGreaterThan(0);
      });
    } else skipped("R's figures", fromR);
  }
});

describeData("pairs of matrices", "15_integration", (folder) => {
  const files = listed(folder, /^od_similarity.*\.json$/);
  if (files.length === 0) skipped("pairs of matrices", folder);
  for (const name of files) describe(name, () => matrixTests(readJson<MatrixPair>(join(folder, name))));
});

interface TableReference {
  readonly pysal?: { readonly single_group_vs_rest?: Readonly<Record<string, { readonly Dissim?: number }>> };
  readonly r?: Readonly<Record<string, unknown>>;
}

function tableTests(folder: string, name: string): void {
  const reference = readJson<TableReference>(join(folder, name));
  const table = readJson<{ groups: string[]; counts: number[][] }>(join(folder, name.replace("__reference", "")));
  const counts: Counts = { labels: table.groups, count: Float64Array.from(table.counts.flat()) };
  const single = Object.entries(reference.pysal?.single_group_vs_rest ?? {});
  it("each group against all others is as in pysal", () => {
    expect(single.length).toBeGreaterThan(0);
    for (const [group, { Dissim }] of single) near(dissimilarityIndex(counts, { group }), Dissim!);
  });
  const { r = {} } = reference;
  const duncan = r["OasisR.ISDuncan"] as number[] | undefined;
  const pairs = r["OasisR.DIDuncan"] as number[][] | undefined;
  const two = r["segregation.dissimilarity"] as number | undefined;
  it("is as in R: against all others, and of every pair of groups", () => {
    expect(duncan !== undefined || pairs !== undefined || two !== undefined).toBe(true);
    duncan?.forEach((expected, g) => {
      near(dissimilarityIndex(counts, { group: table.groups[g]! }), expected);
    });
    pairs?.forEach((row, g) => {
      row.forEach((expected, h) => {
        if (g !== h) near(dissimilarityIndex(counts, { group: table.groups[g]!, against: table.groups[h]! }), expected);
      });
    });
    if (typeof two === "number") near(dissimilarityIndex(counts, { group: table.groups[0]! }), two);
  });
}

interface EdgeCases {
  readonly cases: Readonly<Record<string, number[][] | string>>;
  readonly results: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

function edgeTests({ cases, results }: EdgeCases): void {
  for (const [name, rows] of Object.entries(cases)) {
    const expected = results[name]?.["Dissim"];
    if (typeof rows === "string" || expected === undefined) continue;
    it(`${name} is as in pysal`, () => {
      const labels = rows[0]!.map((_, g) => `g${g}`);
      const index = dissimilarityIndex({ labels, count: Float64Array.from(rows.flat()) }, { group: "g0" });
      if (expected === "nan") expect(index).toBeNaN();
      else near(index, Number(expected));
    });
  }
}

/** Patterns in two columns each, with D in the reference. */
function patternTests(folder: string): void {
  for (const name of listed(folder, /^oasisr_.*patterns.*\.csv$/)) {
    const path = join(folder, listed(folder, /^oasisr_segdata_reference\.json$/)[0] ?? "");
    if (!path.endsWith(".json")) {
      skipped(`reference of ${name}`, path);
      continue;
    }
    const rows = readRows(join(folder, name));
    const reference = readJson<Record<string, { D?: number }>>(path);
    for (const [pattern, { D }] of Object.entries(reference)) {
      if (D === undefined) continue;
      it(`pattern ${pattern} is as in OasisR`, () => {
        const labels = [`${pattern}1`, `${pattern}2`];
        const count = Float64Array.from(rows.flatMap((row) => labels.map((label) => Number(row[label]))));
        near(dissimilarityIndex({ labels, count }, { group: labels[0]! }), D);
      });
    }
  }
}

/** Census tracts with a total and one column per group. */
function tractTests(folder: string): void {
  for (const name of listed(folder, /^pysal_.*tracts.*\.csv$/)) {
    const path = join(folder, `${name.split("_tracts")[0]}_reference.json`);
    if (!existsSync(path)) {
      skipped(`reference of ${name}`, path);
      continue;
    }
    const rows = readRows(join(folder, name));
    for (const [group, reference] of Object.entries(readJson<Record<string, { Dissim?: number }>>(path))) {
      const column = group.toLowerCase();
      if (reference.Dissim === undefined || rows[0]?.[column] === undefined) continue;
      it(`${group} against all others is as in pysal`, () => {
        const count = Float64Array.from(
          rows.flatMap((row) => [Number(row[column]), Number(row["total"]) - Number(row[column])]),
        );
        near(dissimilarityIndex({ labels: [group, "others"], count }, { group }), reference.Dissim!);
      });
    }
  }
}

/** Counts by area and group from rows of one count each; an area is told by several columns. */
function countsOfRows(rows: readonly Record<string, string>[], group: string, area: readonly string[]): Counts {
  const labels = [...new Set(rows.map((row) => row[group]!))];
  const areaOf = (row: Record<string, string>): string => area.map((name) => row[name]).join("|");
  const areas = new Map([...new Set(rows.map(areaOf))].map((name, a) => [name, a]));
  const count = new Float64Array(areas.size * labels.length);
  for (const row of rows)
    count[areas.get(areaOf(row))! * labels.length + labels.indexOf(row[group]!)]! += Number(row["n"]);
  return { labels, count };
}

/** Checks every figure whose key names two of the groups, and says how many there were. */
function namedPairs(counts: Counts, reference: Readonly<Record<string, unknown>>): number {
  let checked = 0;
  for (const [key, value] of Object.entries(reference)) {
    const pair = key.split(/[._]/).filter((part) => counts.labels.includes(part));
    if (!key.startsWith("dissimilarity") || pair.length !== 2) continue;
    const expected = typeof value === "number" ? value : (value as { est: number }[])[0]!.est;
    near(dissimilarityIndex(counts, { group: pair[0]!, against: pair[1]! }), expected);
    checked++;
  }
  return checked;
}

interface MatrixPair {
  readonly M1: number[][];
  readonly M2: number[][];
  readonly values: Readonly<Record<string, number | string>>;
}

/** Which key of the reference is which scale, and whether it is the distance or the similarity. */
const MATRIX_KEYS: readonly [RegExp, "distance" | "similarity" | "relative", MatrixScale][] = [
  [/^frobenius_diff_counts/, "distance", unscaled()],
  [/^frobenius_diff_total_share/, "distance", totalShares()],
  [/^frobenius_diff_row_share/, "distance", rowShares()],
  [/^frobenius_diff_unit_norm/, "distance", unitNorm()],
  [/^frobenius_relative =/, "relative", unscaled()],
  [/^frobenius_similarity_total_share/, "similarity", totalShares()],
  [/^frobenius_similarity_row_share/, "similarity", rowShares()],
];

function matrixTests({ M1, M2, values }: MatrixPair): void {
  const n = M1.length;
  const full = [new Matrix(M1), new Matrix(M2)] as const;
  const sparse = [sparseFromDense(n, n, M1.flat()), sparseFromDense(n, n, M2.flat())] as const;
  for (const [key, expected] of Object.entries(values)) {
    const found = MATRIX_KEYS.find(([pattern]) => pattern.test(key));
    if (found === undefined) continue;
    const [, what, scale] = found;
    it(`${key}, for full and sparse matrices`, () => {
      for (const [a, b] of [full, sparse]) {
        const distance = frobeniusDistance(a, b, { scale });
        const similarity = frobeniusSimilarity(a, b, { scale });
        const got = { distance, similarity, relative: 1 - similarity }[what];
        expect(Math.abs(got - Number(expected))).toBeLessThan(1e-12 * Math.max(1, Number(expected)));
      }
    });
  }
  const cosine = Object.entries(values).find(([key]) => key.startsWith("cosine_similarity"))?.[1];
  if (cosine !== undefined) {
    it("under unit norms is 1 − √(1 − cosine)", () => {
      near(frobeniusSimilarity(full[0], full[1], { scale: unitNorm() }), 1 - Math.sqrt(1 - Number(cosine)));
    });
  }
}

function near(got: number, expected: number): void {
  expect(Math.abs(got - expected)).toBeLessThan(1e-12);
}
