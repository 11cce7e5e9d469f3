import { join } from "node:path";
import { expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import {
  biasCorrectedDissimilarity,
  expectedDissimilarity,
  permutedDissimilarity,
} from "../../src/metrics/segregation-bias.ts";
import {
  bootstrapSegregation,
  ofAreas,
  ofPeople,
  ofPeopleByGroup,
  type SegregationResample,
} from "../../src/metrics/segregation-bootstrap.ts";
import { densityCorrectedDissimilarity, modifiedDissimilarity } from "../../src/metrics/segregation-corrected.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import { manyGroupsOf } from "../../src/metrics/segregation-counts.ts";
import { mutualInformationOf } from "../../src/metrics/segregation-multigroup.ts";
import { entropyOf } from "../../src/metrics/segregation-multigroup-diversity.ts";
import {
  evenDraws,
  independentDraws,
  personPermutation,
  type SegregationNull,
  systematicDraws,
} from "../../src/metrics/segregation-null.ts";
import { testSegregation } from "../../src/metrics/segregation-test.ts";
import { everyBinomial, everyPermutation, plainDissimilarity, tailOver } from "../slow/segregation-inference.ts";
import { describeData, listed, readJson, skipped } from "./data.ts";
import {
  countsOf,
  type Figures,
  referenceTables,
  type TableFile,
  tractGroup,
  tractTables,
} from "./integration-data.ts";

/**
 * Corrections, permutation tests and bootstraps against enumerations and long simulations. Simulated figures agree within five
 * standard errors of both sides together.
 */
const DRAWS = 4000;
const WITHIN = 5;

describeData("inference about segregation", "15_integration", (folder) => {
  const exact = listed(folder, /^exact_pvalues.*\.json$/);
  if (exact.length === 0) skipped("exact p-values", folder);
  for (const name of exact) {
    const { cases } = readJson<{ cases: ExactCase[] }>(join(folder, name));
    for (const [c, each] of cases.entries()) exactTests(`${name}, case ${c + 1}`, each);
  }

  const simulated = listed(folder, /_simulation_reference\.json$/);
  if (simulated.length === 0) skipped("simulations", folder);
  for (const name of simulated) {
    for (const [table, figures] of Object.entries(readJson<Figures<Simulation>>(join(folder, name)))) {
      simulationTests(table, countsOf(readJson<TableFile>(join(folder, `${table}.json`))), figures);
    }
  }

  const changes = listed(folder, /_mutual_difference_reference\.json$/);
  for (const name of changes) expectedTests(folder, name.replace("_mutual_difference_reference.json", ""), name);

  densityTests(folder);
});

interface ExactCase {
  readonly group: readonly number[];
  readonly total: readonly number[];
  readonly D: number;
  readonly hypergeometric_fixed_margins: Figures<number>;
  readonly binomial_evenness_conditional_on_both_groups_present: Figures<number>;
}

const two = (group: readonly number[], total: readonly number[]): AreaCounts => {
  return { labels: ["x", "y"], count: Float64Array.from(group.flatMap((x, i) => [x, total[i]! - x])) };
};
const index = (counts: AreaCounts): number => dissimilarityIndex(counts, { group: "x" });

function exactTests(name: string, each: ExactCase): void {
  const { group, total, D } = each;
  const counts = two(group, total);
  const fixed = each.hypergeometric_fixed_margins;
  const even = each.binomial_evenness_conditional_on_both_groups_present;
  it(`${name}: the means under both nulls are those of the enumeration, to 1e-13`, () => {
    near(index(counts), D, 1e-13);
    near(permutedDissimilarity(counts, { group: "x" }), fixed["mean_null"]!, 1e-13);
    near(expectedDissimilarity(counts, { group: "x" }), even["mean_null"]!, 1e-13);
  });
  it(`${name}: enumerated again, the p-values are the same`, () => {
    const all = total.reduce((a, b) => a + b);
    const sum = group.reduce((a, b) => a + b);
    const d = (x: readonly number[]): number => plainDissimilarity(x, total);
    near(
      tailOver((visit) => everyPermutation(total, sum, visit), d, D),
      fixed["p_greater_or_equal"]!,
      1e-12,
    );
    near(
      tailOver((visit) => everyBinomial(total, sum / all, visit), d, D),
      even["p_greater_or_equal"]!,
      1e-12,
    );
  });
  it.each<[string, SegregationNull, Figures<number>]>([
    ["person permutation", personPermutation(), fixed],
    ["evenness", evenDraws(), even],
  ])(`${name}: p-values and mean of the %s tend to those of the enumeration`, (_, chance, figures) => {
    const random = createRandom(`${name} ${_}`);
    const found = testSegregation(counts, { index, null: chance, replicates: 40_000, random });
    const n = found.replicates;
    // Without the one that is added for the observed table.
    const greater = (found.pGreater * (n + 1) - 1) / n;
    const less = (found.pLess * (n + 1) - 1) / n;
    const p = figures["p_greater_or_equal"]!;
    near(greater, p, WITHIN * Math.sqrt((p * (1 - p)) / n));
    const q = 1 - figures["p_greater_strict"]!;
    near(less, q, WITHIN * Math.sqrt((q * (1 - q)) / n));
    near(found.nullMean, figures["mean_null"]!, WITHIN * found.nullMeanError);
    expect(found.pTwoSided).toBe(Math.min(1, 2 * Math.min(found.pGreater, found.pLess)));
  });
}

type Simulation = Figures<unknown> & { readonly D_observed: number };
interface Moments {
  readonly mean: number;
  readonly mc_se: number;
  readonly sd: number;
  readonly q025: number;
  readonly q975: number;
}

function simulationTests(name: string, counts: AreaCounts, figures: Simulation): void {
  const [group] = counts.labels as [string];
  const own = (table: AreaCounts): number => dissimilarityIndex(table, { group });
  const NULLS: Readonly<Record<string, SegregationNull>> = {
    "null.evenness": evenDraws(),
    "null.systematic": systematicDraws(),
    "null.person_permutation": personPermutation(),
  };
  for (const [key, chance] of Object.entries(NULLS)) {
    it(`${name}: ${key}`, () => {
      const moments = figures[key] as Moments;
      const random = createRandom(`${name} ${key}`);
      const found = testSegregation(counts, { index: own, null: chance, replicates: DRAWS, random });
      near(found.nullMean, moments.mean, WITHIN * Math.hypot(found.nullMeanError, moments.mc_se));
      near(found.nullStd, moments.sd, (WITHIN * moments.sd) / Math.sqrt(2 * DRAWS));
      near(found.nullLow, moments.q025, WITHIN * quantileError(moments.sd));
      near(found.nullHigh, moments.q975, WITHIN * quantileError(moments.sd));
      expect(found.pGreater).toBe(1 / (DRAWS + 1));
    });
  }
  const RESAMPLES: Readonly<Record<string, SegregationResample>> = {
    bootstrap_units: ofAreas(),
    "bootstrap_groups_multinomial(Allen2015)": ofPeopleByGroup(),
  };
  for (const [key, resample] of Object.entries(RESAMPLES)) {
    it(`${name}: ${key}`, () => {
      const moments = figures[key] as Moments;
      const random = createRandom(`${name} ${key}`);
      const found = bootstrapSegregation(counts, { index: own, resample, replicates: DRAWS, random });
      near(found.estimate + found.bias, moments.mean, WITHIN * Math.hypot(found.biasError, moments.mc_se));
      near(found.standardError, moments.sd, 0.1 * moments.sd);
      near(found.low, moments.q025, WITHIN * quantileError(moments.sd));
      near(found.high, moments.q975, WITHIN * quantileError(moments.sd));
    });
  }
  it(`${name}: the bootstrap of all cells has R's debiased index and standard error`, () => {
    const expected = figures["bootstrap_cells_multinomial(R segregation se=TRUE)"] as Figures<number>;
    const random = createRandom(name);
    const found = bootstrapSegregation(counts, { index: own, resample: ofPeople(), replicates: DRAWS, random });
    near(found.debiased, expected["debiased_est"]!, WITHIN * Math.hypot(found.biasError, expected["mc_se"]!));
    near(found.standardError, expected["se"]!, (WITHIN * expected["se"]!) / Math.sqrt(2 * DRAWS));
  });
  it(`${name}: exact corrections are what the simulations tend to`, () => {
    const figure = (start: string): Figures<number> => {
      return figures[Object.keys(figures).find((key) => key.startsWith(start))!] as Figures<number>;
    };
    const even = figures["null.evenness"] as Moments;
    near(expectedDissimilarity(counts, { group }), even.mean, WITHIN * even.mc_se);
    const permuted = figures["null.person_permutation"] as Moments;
    near(permutedDissimilarity(counts, { group }), permuted.mean, WITHIN * permuted.mc_se);
    const corrected = figure("BiasCorrectedDissim");
    near(biasCorrectedDissimilarity(counts, { group }), corrected["value"]!, WITHIN * corrected["mc_se"]!);
    const modified = figure("ModifiedDissim");
    near(modifiedDissimilarity(counts, { group }), modified["value"]!, WITHIN * modified["mc_se"]!);
  });
}

/** The standard error of a quantile at 2.5 % of a distribution like the normal one. */
function quantileError(std: number): number {
  return (2.7 * std) / Math.sqrt(DRAWS);
}

/** M and H under independence with fixed margins, of R in 20,000 draws. */
function expectedTests(folder: string, start: string, name: string): void {
  const reference = readJson<Figures<{ est: number | number[]; se_of_distribution: number | number[] }>>(
    join(folder, name),
  );
  const key = Object.keys(reference).find((each) => each.startsWith("mutual_total_expected.fixed_margins"));
  if (key === undefined) return;
  const draws = Number(key.split(".").at(-1));
  it(`${start}: M and H by chance are as in R, with margins fixed and drawn`, () => {
    const counts = countsOf(
      readJson<TableFile>(join(folder, listed(folder, new RegExp(`^${start}_.*_t1\\.json$`))[0]!)),
    );
    const { est, se_of_distribution: spread } = reference[key] as { est: number[]; se_of_distribution: number[] };
    const information = (table: AreaCounts): number => mutualInformationOf(manyGroupsOf("test", table));
    const theil = (table: AreaCounts): number => {
      const many = manyGroupsOf("test", table);
      return mutualInformationOf(many) / entropyOf(many.groupTotal, many.total);
    };
    [information, theil].forEach((own, m) => {
      const error = spread[m]! / Math.sqrt(draws);
      const random = createRandom(start);
      const fixed = testSegregation(counts, { index: own, null: personPermutation(), replicates: DRAWS, random });
      near(fixed.nullMean, est[m]!, WITHIN * Math.hypot(fixed.nullMeanError, error));
      near(fixed.nullStd, spread[m]!, (WITHIN * spread[m]!) / Math.sqrt(2 * DRAWS));
      // With margins that are drawn the mean is the same to first order: (areas − 1)(groups − 1) / 2 T.
      const drawn = testSegregation(counts, { index: own, null: independentDraws(), replicates: DRAWS, random });
      near(drawn.nullMean, est[m]!, 0.05 * est[m]!);
    });
  });
}

function densityTests(folder: string): void {
  for (const { name, counts, reference } of referenceTables(folder)) {
    const figures = reference.own_corrected?.["DensityCorrectedDissim_fixed_point"] as Figures<number> | undefined;
    if (figures === undefined) continue;
    it(`${name}: density corrected, to 1e-9; pysal's search ends within 1e-6 of it`, () => {
      for (const [group, expected] of Object.entries(figures)) {
        near(densityCorrectedDissimilarity(counts, { group }), expected, 1e-9);
        const peer = reference.pysal?.single_group_vs_rest?.[group]?.["DensityCorrectedDissim"];
        if (peer !== undefined && Math.max(...thetas(counts, group)) < UNDERFLOW) near(expected, peer, 1e-6);
      }
    });
  }
  for (const tracts of tractTables(folder)) {
    for (const [key, figures] of Object.entries(tracts.reference)) {
      const group = /^own_corrected (.*)$/.exec(key)?.[1];
      if (group === undefined) continue;
      const expected = (figures as Figures<number>)["DensityCorrectedDissim_fixed_point"]!;
      const counts = tractGroup(tracts, group);
      it(`${tracts.name}: density corrected, to 1e-9`, () => {
        near(densityCorrectedDissimilarity(counts, { group }), expected, 1e-9);
      });
      it(`${tracts.name}: pysal's figure is that without the most segregated tracts, whose density underflows`, () => {
        // exp(−θ² / 2) is 0 beyond θ = 38.6: the search from μ = 0 sees a flat 0 there and stays, so that the tract counts for 0.
        const peer = (tracts.reference[group] as Figures<number>)["DensityCorrectedDissim"]!;
        const theta = thetas(counts, group);
        const sums = sumsOf(counts);
        let lost = 0;
        theta.forEach((t, i) => {
          const apart = Math.abs(counts.count[2 * i]! / sums[0]! - counts.count[2 * i + 1]! / sums[1]!);
          // So far out n(θ) = θ: the term is the difference of the shares itself.
          if (t > UNDERFLOW) lost += apart / 2;
        });
        expect(lost).toBeGreaterThan(0);
        near(expected - lost, peer, 1e-6);
      });
    }
  }
}

/** θ² / 2 of the least double above 0. */
const UNDERFLOW = Math.sqrt(-2 * Math.log(Number.MIN_VALUE * Math.sqrt(2 * Math.PI)));

function sumsOf({ count }: AreaCounts): [number, number] {
  return [0, 1].map((g) => count.reduce((sum, n, c) => sum + (c % 2 === g ? n : 0), 0)) as [number, number];
}

/** How many standard errors the shares of both groups are apart in each area, for tables of two groups or one against the rest. */
function thetas({ labels, count }: AreaCounts, group: string): number[] {
  const k = labels.length;
  const rows = Array.from({ length: count.length / k }, (_, i) => {
    const x = count[i * k + labels.indexOf(group)]!;
    return [x, count.slice(i * k, (i + 1) * k).reduce((a, b) => a + b) - x] as const;
  });
  const [sumX, sumY] = [0, 1].map((side) => rows.reduce((sum, row) => sum + row[side]!, 0)) as [number, number];
  return rows.map(([x, y]) => {
    const [p, q] = [x / sumX, y / sumY];
    const spread = Math.sqrt((p * (1 - p)) / sumX + (q * (1 - q)) / sumY);
    return spread > 0 ? Math.abs(p - q) / spread : 0;
  });
}

function near(got: number, expected: number, tolerance: number): void {
  expect(Math.abs(got - expected), `${got} for ${expected}`).toBeLessThan(tolerance);
}
