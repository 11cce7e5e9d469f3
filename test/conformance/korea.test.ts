import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense, sparseFromEntries } from "../../src/core/sparse.ts";
import { courgeauK } from "../../src/metrics/migration-courgeau.ts";
import { migrationDistance } from "../../src/metrics/migration-distance.ts";
import { equalFlows, independentFlows, migrationInequality } from "../../src/metrics/migration-inequality.ts";
import { migrationPreference, migrationVelocity } from "../../src/metrics/migration-preference.ts";
import {
  aggregateNetMigrationRate,
  measureRegionMigration,
  migrationEffectiveness,
  migrationIntensity,
} from "../../src/metrics/migration-regions.ts";
import { originConstrained, unconstrained } from "../../src/models/constraints.ts";
import { powerLaw } from "../../src/models/deterrence.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";
import { describeData, readJson, readRows, skipped } from "./data.ts";

/**
 * Indices of internal migration against migest: every year of the file of flows that has expected figures. Populations are
 * given in millions and read as whole people; what migest prints for populations in millions is scaled back.
 */

interface YearFigures {
  readonly [index: string]: number | Record<string, number>;
}

interface Year {
  readonly ids: readonly string[];
  readonly flows: Located & SparseMatrix;
  readonly population: Float64Array;
  readonly distances: DenseMatrix;
}

const MILLION = 1_000_000;

function yearOf(rows: readonly Record<string, string>[]): Year {
  const ids = [...new Set(rows.map((row) => row["orig"]!))];
  const n = ids.length;
  const at = (id: string): number => ids.indexOf(id);
  const origin = rows.map((row) => at(row["orig"]!));
  const destination = rows.map((row) => at(row["dest"]!));
  const value = new Float64Array(n * n);
  const population = new Float64Array(n);
  rows.forEach((row, r) => {
    value[origin[r]! * n + destination[r]!] = Number(row["dist_cent"]);
    population[destination[r]!] = Math.round(Number(row["dest_pop"]) * MILLION);
  });
  const counts = rows.map((row) => Number(row["flow"]));
  const locations = createLocations("zones", ids, new Float64Array(n), new Float64Array(n));
  const flows = { locations, ...sparseFromEntries(n, n, origin, destination, counts) };
  return { ids, flows, population, distances: { rows: n, columns: n, value } };
}

/** To a relative 1e-9. */
function near(got: number, expected: unknown): void {
  expect(typeof expected).toBe("number");
  expect(Math.abs(got - (expected as number))).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected as number)));
}

/** What each named figure is by our functions. */
const FIGURES: Readonly<Record<string, (year: Year) => number>> = {
  migrants: ({ flows, population }) =>
    measureRegionMigration(flows, population).columns.inMigrants.reduce((a, b) => a + b),
  population: ({ population }) => population.reduce((a, b) => a + b),
  regions: ({ ids }) => ids.length,
  cmp_percent: ({ flows, population }) => 100 * migrationIntensity(flows, population),
  courgeau_k: ({ flows, population, ids }) => courgeauK([100 * migrationIntensity(flows, population)], [ids.length]).k,
  effectiveness_percent: ({ flows }) => 100 * migrationEffectiveness(flows),
  aggregate_net_migration_rate_percent: ({ flows, population }) => 100 * aggregateNetMigrationRate(flows, population),
  anmr_as_printed_by_migest_population_in_millions: ({ flows, population }) =>
    100 *
    aggregateNetMigrationRate(
      flows,
      population.map((people) => people / MILLION),
    ),
  preference_sum: ({ flows, population }) => migrationPreference(flows, population).sum,
  velocity_sum: ({ flows, population }) =>
    migrationVelocity(
      flows,
      population.map((people) => people / MILLION),
    ).sum,
  inequality_equal: ({ flows }) => migrationInequality(flows, { expected: equalFlows() }).index,
  inequality_sim: ({ flows }) => migrationInequality(flows, { expected: independentFlows() }).index,
  mean_distance_km: ({ flows, distances }) => migrationDistance(flows, distances).mean,
  simple_median_distance_km: ({ flows, distances }) => migrationDistance(flows, distances).median,
};

/** What each named figure of every region is by our functions. */
const BY_REGION = { in_migration: "inMigrants", out_migration: "outMigrants", net_migration: "netMigrants" } as const;

describeData("internal migration", "08_korea_migration", (folder) => {
  const files = { flows: join(folder, "flows.csv"), indices: join(folder, "expected_indices.json") };
  const missing = Object.values(files).find((path) => !existsSync(path));
  if (missing !== undefined) return skipped("indices of migration", missing);
  const rows = readRows(files.flows);
  const expected = readJson<Record<string, YearFigures>>(files.indices);
  for (const [name, figures] of Object.entries(expected)) {
    const own = rows.filter((row) => row["year"] === name);
    if (own.length === 0) skipped(`indices of ${name}`, files.flows);
    else describe(name, () => yearTests(yearOf(own), figures));
  }
});

function yearTests(year: Year, figures: YearFigures): void {
  for (const [name, figureOf] of Object.entries(FIGURES)) {
    if (name in figures) it(`${name} is migest's`, () => near(figureOf(year), figures[name]));
  }

  for (const [name, column] of Object.entries(BY_REGION)) {
    const byRegion = figures[name];
    if (typeof byRegion !== "object") continue;
    it(`${name} of every region is migest's`, () => {
      const found = measureRegionMigration(year.flows, year.population).columns[column];
      expect(Object.keys(byRegion).sort()).toEqual([...year.ids].sort());
      for (const [l, id] of year.ids.entries()) near(found[l]!, byRegion[id]);
    });
  }

  const named = (name: string): Record<string, number> | null =>
    typeof figures[name] === "object" ? (figures[name] as Record<string, number>) : null;
  // R's iterations end at a relative change of the deviance of 1e-8: its coefficients have some nine digits.
  const close = (got: number, wanted: number): void => expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-7);
  const model = { distances: year.distances, deterrence: powerLaw() };
  const millions = year.population.map((people) => people / MILLION);

  const production = named("gravity_poisson_production_constrained");
  if (production !== null) {
    it("the gravity model with a constant for each origin is R's", () => {
      const fit = fitGravity(year.flows, { ...model, destinationMass: millions, constraint: originConstrained() });
      close(fit.coefficients["destinationMass"]!, production["dest_pop"]!);
      close(fit.coefficients["logDistance"]!, production["dist"]!);
    });
  }

  const free = named("gravity_poisson_unconstrained");
  if (free !== null) {
    it("the gravity model without a constraint is R's, and so is its deviance", () => {
      const constraint = unconstrained();
      const fit = fitGravity(year.flows, { ...model, originMass: millions, destinationMass: millions, constraint });
      close(fit.coefficients["destinationMass"]!, free["log(dest_pop)"]!);
      close(fit.coefficients["logDistance"]!, free["log(dist_cent)"]!);
      close(fit.coefficients["originMass"]!, free["log(orig_pop)"]!);
      if ("(Intercept)" in free) close(fit.coefficients["constant"]!, free["(Intercept)"]!);
      if ("deviance_unconstrained" in figures) near(fit.deviance, figures["deviance_unconstrained"]);
    });
  }
}

interface SumOfRegion {
  readonly m: readonly (readonly number[])[];
  readonly expected: Readonly<Record<string, readonly number[]>>;
  readonly columns: readonly string[];
}

describeData("examples of migest", "08_korea_migration", (folder) => {
  const path = join(folder, "expected_migest_examples.json");
  if (!existsSync(path)) return skipped("examples of migest", path);
  const examples = readJson<Record<string, unknown>>(path);
  const sums = Object.entries(examples).filter(([name]) => name.startsWith("sum_region"));
  if (sums.length === 0) return skipped("sums by region", path);
  for (const [name, example] of sums) {
    it(`${name}: who left, who came, the sum and the difference`, () => {
      const { m, expected, columns } = example as SumOfRegion;
      const ids = Object.keys(expected);
      const locations = createLocations("zones", ids, new Float64Array(ids.length), new Float64Array(ids.length));
      const flows = { locations, ...sparseFromDense(ids.length, ids.length, m.flat()) };
      const found = measureRegionMigration(flows, new Float64Array(ids.length).fill(1)).columns;
      const by: Record<string, Float64Array> = {
        out: found.outMigrants,
        in: found.inMigrants,
        turnover: found.turnover,
        net: found.netMigrants,
      };
      for (const [l, id] of ids.entries()) expect(columns.map((column) => by[column]![l])).toEqual(expected[id]);
    });
  }
});
