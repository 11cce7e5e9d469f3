import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { balanceFlows } from "../../src/models/balancing.ts";
import { predictFlowsFromStocks } from "../../src/models/demographic-accounts.ts";
import { type Deterrence, exponentialDecay, powerLaw, tannerDecay } from "../../src/models/deterrence.ts";
import { fitGravity } from "../../src/models/gravity.ts";
import { inclusiveTies } from "../../src/models/intervening.ts";
import { radiationLaw } from "../../src/models/radiation-laws.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import type { DenseMatrix } from "../../src/types.ts";
import { slowBalance } from "../slow/balancing.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { type FlowData, flowCases, readFlowCase, referenceOf } from "./flow-model-data.ts";

/** Balancing, the doubly constrained gravity model and demographic accounts against reference figures, found by listing. */

interface BalancingCase {
  readonly seed: readonly (readonly number[])[];
  readonly row_totals: readonly number[];
  readonly col_totals: readonly number[];
  readonly result: readonly (readonly number[])[];
  readonly converged: boolean;
}

interface DoublyReference {
  readonly names: readonly string[];
  readonly beta: readonly number[];
  readonly balancing?: { readonly a: readonly number[]; readonly b: readonly number[] };
}

function matrixOf(rows: readonly (readonly number[])[]): DenseMatrix {
  return { rows: rows.length, columns: rows[0]!.length, value: Float64Array.from(rows.flat()) };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** Relative where the expected number is above 1. */
function near(got: number, expected: number, tolerance: number, what = ""): void {
  expect(Math.abs(got - expected), what).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

describeData("balancing", "17_flow_models", (folder) => {
  const names = listed(join(folder, "cases"), /^ipf_.*\.json$/);
  if (names.length === 0) skipped("cases of balancing", join(folder, "cases"));
  for (const name of names) {
    const { seed, row_totals, col_totals, result, converged } = readJson<BalancingCase>(join(folder, "cases", name));
    const options = { outflows: row_totals, inflows: col_totals };
    if (Math.abs(sum([...row_totals]) - sum([...col_totals])) > 1e-6) {
      it(`${name}: totals that differ are refused, and scaled where a total is given`, () => {
        expect(() => balanceFlows(matrixOf(seed), options)).toThrow(RangeError);
        const total = sum([...row_totals]);
        const flows = balanceFlows(matrixOf(seed), { ...options, total });
        const value = denseFromRows(flows).value;
        expect(flows.converged).toBe(true);
        row_totals.forEach((outflow, o) => {
          near(sum([...value.subarray(o * seed[0]!.length, (o + 1) * seed[0]!.length)]), outflow, 1e-9);
        });
      });
      continue;
    }
    it(`${name}: ${converged ? "the balanced matrix" : "what cannot be met is told"}`, () => {
      const flows = balanceFlows(matrixOf(seed), options);
      expect(flows.converged).toBe(converged);
      expect(flows.unmetOutflows.length + flows.unmetInflows.length > 0).toBe(!converged);
      if (!converged) return;
      const value = denseFromRows(flows).value;
      result.flat().forEach((cell, c) => {
        if (cell === 0) expect(value[c]).toBe(0);
        else near(value[c]!, cell, 1e-9, `cell ${c}`);
      });
    });
  }

  for (const name of flowCases(folder)) {
    const reference = referenceOf(join(folder, name));
    if (reference !== null) describe(name, () => doublyTests(readFlowCase(join(folder, name)), readJson(reference)));
    const intervening = join(folder, name, "ref_intervening.json");
    if (existsSync(intervening)) {
      const figures = readJson<Record<string, Record<string, number>>>(intervening)["radiation_doubly_ipf"];
      if (figures !== undefined) radiationTests(name, readFlowCase(join(folder, name)), figures);
    }
  }
  for (const file of listed(join(folder, "peer_outputs"), /^R_glm_fixest.*\.json$/)) {
    peerTests(folder, readJson(join(folder, "peer_outputs", file)));
  }
});

const LAWS: Readonly<Record<string, Deterrence>> = {
  pow: powerLaw(),
  exp: exponentialDecay(),
  tanner: tannerDecay(),
};

/** The mean of a function of the distance over flows between different places. */
function meanOver(n: number, flowOf: (o: number, d: number) => number, of: (o: number, d: number) => number): number {
  let [weighted, total] = [0, 0];
  for (let o = 0; o < n; o++) {
    for (let d = 0; d < n; d++) {
      if (o === d) continue;
      weighted += flowOf(o, d) * of(o, d);
      total += flowOf(o, d);
    }
  }
  return weighted / total;
}

function doublyTests(data: FlowData, references: Readonly<Record<string, DoublyReference>>): void {
  const { flows, distances } = data;
  const n = distances.rows;
  const observed = new Float64Array(n * n);
  for (let o = 0; o < n; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) observed[o * n + flows.index[k]!] = flows.value[k]!;
  }
  for (const [key, { beta, balancing }] of Object.entries(references)) {
    const law = LAWS[/^doubly_(\w+)$/.exec(key)?.[1] ?? ""];
    if (law === undefined) continue;
    const fit = fitGravity(flows, { distances, deterrence: law, constraint: doublyConstrained() });
    it(`${key}: coefficients and balancing factors`, () => {
      expect(fit.converged).toBe(true);
      Object.values(fit.coefficients).forEach((b, t) => {
        near(b / beta[t]!, 1, 1e-9);
      });
      if (balancing === undefined) return;
      balancing.b.forEach((b, d) => {
        near(Math.exp(fit.destinationConstants[d]!) / (b || 1), b === 0 ? 0 : 1, 1e-8, `b ${d}`);
      });
      balancing.a.forEach((a, o) => {
        near(Math.exp(fit.originConstants[o]!) / (a || 1), a === 0 ? 0 : 1, 1e-8, `a ${o}`);
      });
    });
    it(`${key}: outflows, inflows and what the coefficients are of are those observed (Hyman)`, () => {
      const values = Object.values(fit.coefficients);
      const termsAt = (d: number): number[] => {
        const into = law.terms.map(() => new Float64Array(1));
        law.fillTerms(Float64Array.of(d), 1, into);
        return into.map((x) => x[0]!);
      };
      const fitted = (o: number, d: number): number =>
        Math.exp(
          fit.originConstants[o]! +
            fit.destinationConstants[d]! +
            termsAt(distances.value[o * n + d]!).reduce((all, x, t) => all + x * values[t]!, 0),
        );
      law.terms.forEach((_, t) => {
        const of = (o: number, d: number): number => termsAt(distances.value[o * n + d]!)[t]!;
        const seen = meanOver(n, (o, d) => observed[o * n + d]!, of);
        near(meanOver(n, fitted, of) / seen, 1, 1e-10);
      });
      for (let l = 0; l < n; l++) {
        let [left, arrived] = [0, 0];
        for (let m = 0; m < n; m++) {
          if (m === l) continue;
          left += fitted(l, m);
          arrived += fitted(m, l);
        }
        near(left, data.outflows[l]!, 1e-9);
        near(arrived, data.inflows[l]!, 1e-9);
      }
    });
  }
}

function radiationTests(name: string, data: FlowData, figures: Readonly<Record<string, number | object>>): void {
  const { distances, destinationMass, outflows, inflows } = data;
  const n = distances.rows;
  const options = { distances, mass: destinationMass, ties: inclusiveTies() };
  const seed = denseFromRows(radiationLaw(options));
  const rows = outflows.map((_, o) => [...seed.value.subarray(o * n, o * n + n)]);
  it(`${name}: radiation balanced to both totals`, () => {
    const flows = balanceFlows(seed, { outflows, inflows });
    expect(flows.converged).toBe(true);
    const { value } = denseFromRows(flows);
    const metrics = figures["metrics"] as Readonly<Record<string, number>>;
    let [common, total, squares] = [0, 0, 0];
    const observed = new Float64Array(n * n);
    for (let o = 0; o < n; o++) {
      for (let k = data.flows.offsets[o]!; k < data.flows.offsets[o + 1]!; k++) {
        if (data.flows.index[k] !== o) observed[o * n + data.flows.index[k]!] = data.flows.value[k]!;
      }
    }
    value.forEach((expected, c) => {
      common += Math.min(expected, observed[c]!);
      total += expected + observed[c]!;
      squares += (expected - observed[c]!) ** 2;
    });
    near((2 * common) / total, metrics["cpc"]!, 1e-9);
    near(squares / metrics["sse"]!, 1, 1e-8);
    // The same matrix in a few readings instead of many.
    const plain = slowBalance(rows, outflows, inflows, 1e-13, 10_000);
    plain.cells.flat().forEach((cell, c) => {
      near(value[c]!, cell, 1e-8);
    });
    expect(flows.iterations).toBeLessThan(plain.iterations);
  });
  it(`${name}: plain balancing takes as many iterations as measured`, () => {
    for (const [key, tolerance] of Object.entries({ iters_1e2: 1e-2, iters_1e6: 1e-6, iters_1e10: 1e-10 })) {
      expect(slowBalance(rows, outflows, inflows, tolerance, 10_000).iterations, key).toBe(figures[key]);
    }
  });
}

type Peer = Readonly<Record<string, Readonly<Record<string, { coef?: { g: number }; se_hetero?: { g: number } }>>>>;

function peerTests(folder: string, peers: Peer): void {
  for (const [name, fits] of Object.entries(peers)) {
    for (const [key, { coef, se_hetero }] of Object.entries(fits)) {
      const law = LAWS[/^fepois_both_(\w+)$/.exec(key)?.[1] ?? ""];
      if (law === undefined || coef === undefined || se_hetero === undefined) continue;
      it(`${name}, ${key}: fixest with fixed effects of both sides, as far as it went`, () => {
        const { flows, distances } = readFlowCase(join(folder, name));
        const fit = fitGravity(flows, { distances, deterrence: law, constraint: doublyConstrained() });
        const term = law.terms[0]!;
        // With exponential decay fixest stops before its constants have settled (it says so): its deviance is the lower, as
        // totals are missed. The mean distance of our fit is that observed to 1e-10, see above.
        near(fit.coefficients[term]! / coef.g, 1, law === LAWS["exp"] ? 1e-8 : 1e-11);
        // Its errors are those at coefficients known to some 1e-8.
        near(fit.standardErrors[term]! / se_hetero.g, 1, law === LAWS["exp"] ? 1e-5 : 1e-7);
      });
    }
  }
}

describeData("balancing, as migest does", "08_korea_migration", (folder) => {
  const examples = join(folder, "expected_migest_examples.json");
  if (!existsSync(examples)) return skipped("examples of migest", examples);
  const figures = readJson<Record<string, Record<string, number[] & number[][]>>>(examples);
  for (const [name, example] of Object.entries(figures)) {
    if (name.startsWith("ipf2")) {
      it(`${name}: two-way balancing to two decimals`, () => {
        const { row, col, seed_rows, expected_2dp } = example;
        const { value } = denseFromRows(balanceFlows(matrixOf(seed_rows!), { outflows: row!, inflows: col! }));
        expect([...value].map((x) => Math.round(100 * x) / 100)).toEqual(expected_2dp!.flat());
      });
    }
    if (name.startsWith("ffs_demo")) {
      it(`${name}: moves from stocks by birthplace`, () => {
        const { stock_start_birth_x_residence: before, stock_end, expected_od_sum } = example;
        const found = predictFlowsFromStocks(matrixOf(before!), matrixOf(stock_end!));
        expect(found.converged).toBe(true);
        expect([...found.flows.value]).toEqual(expected_od_sum!.flat());
        expect(sum([...found.departures, ...found.arrivals])).toBe(0);
        expect(sum([...found.stayers]) + sum([...found.flows.value])).toBe(sum(before!.flat()));
      });
    }
  }

  const files = { flows: join(folder, "flows.csv"), indices: join(folder, "expected_indices.json") };
  const missing = Object.values(files).find((path) => !existsSync(path));
  if (missing !== undefined) return skipped("distance decay", missing);
  const rows = readRows(files.flows);
  for (const [year, expected] of Object.entries(readJson<Record<string, Record<string, number>>>(files.indices))) {
    const decay = expected["decay_poisson_doubly_constrained"];
    const own = rows.filter((row) => row["year"] === year);
    if (decay === undefined || own.length === 0) continue;
    it(`${year}: the decay of migration with distance, origins and destinations constrained`, () => {
      const ids = [...new Set(own.map((row) => row["orig"]!))];
      const n = ids.length;
      const numbersOf = (column: string): number[] => own.map((row) => ids.indexOf(row[column]!));
      const [origin, destination] = [numbersOf("orig"), numbersOf("dest")];
      const value = new Float64Array(n * n);
      own.forEach((row, r) => {
        value[origin[r]! * n + destination[r]!] = Number(row["dist_cent"]);
      });
      const locations = createLocations("zones", ids, new Float64Array(n), new Float64Array(n));
      const counts = own.map((row) => Number(row["flow"]));
      const flows = { locations, ...sparseFromEntries(n, n, origin, destination, counts) };
      const distances = { rows: n, columns: n, value };
      const fit = fitGravity(flows, { distances, deterrence: powerLaw(), constraint: doublyConstrained() });
      expect(fit.converged).toBe(true);
      // R's iterations end at a relative change of the deviance of 1e-8: its coefficients have some nine digits.
      near(fit.coefficients["logDistance"]!, decay, 1e-7);
    });
  }
});
