import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DenseMatrix } from "../../src/types.ts";
import { readJson, readRows } from "./data.ts";
import type { FlowData } from "./flow-model-data.ts";

/**
 * Expected flows of the models whose fit the references measure, from the references' own coefficients and parameters: what
 * is tested with them is the measuring alone.
 */

/** Figures of one comparison by their names in the references; not finite ones are written as text. */
export type Metrics = Readonly<Record<string, number | "Infinity" | "NaN">>;

/** One comparison: expected flows, and the figures they give. */
export interface Comparison {
  readonly name: string;
  readonly expected: () => DenseMatrix;
  readonly metrics: Metrics;
  /** Whether the pairs of a place with itself are in. */
  readonly diagonal: boolean;
  /** ln of the Poisson probability, where the reference is a Poisson fit to all these pairs. */
  readonly logLikelihood?: number;
}

interface Entry {
  readonly names?: readonly string[];
  readonly beta?: readonly number[];
  readonly param?: number;
  readonly smearing?: number;
  readonly ll?: number;
  readonly metrics?: Metrics;
  readonly metrics_all_pairs?: Metrics;
  readonly metrics_naive?: Metrics;
  readonly metrics_smearing?: Metrics;
  readonly metrics_globally_constrained?: Metrics;
}

type Cell = (i: number, j: number) => number;

export function comparisonsOf(path: string, data: FlowData): Comparison[] {
  const n = data.distances.rows;
  const listed = existsSync(join(path, "ref_flows.csv")) ? readRows(join(path, "ref_flows.csv")) : [];
  const between = new Float64Array(n * n);
  for (const row of listed) between[Number(row["i"]) * n + Number(row["j"])] = Number(row["s_ij"]);
  const result: Comparison[] = [];
  const add = (
    name: string,
    metrics: Metrics | undefined,
    expected: () => DenseMatrix,
    ll?: number,
    diagonal = false,
  ): void => {
    if (metrics === undefined) return;
    result.push({ name, metrics, expected, diagonal, ...(ll === undefined ? {} : { logLikelihood: ll }) });
  };
  for (const file of ["ref_gravity.json", "ref_intervening.json", "ref.json", "ref_intrazonal.json"]) {
    if (!existsSync(join(path, file))) continue;
    for (const [key, entry] of Object.entries(readJson<Record<string, Entry>>(join(path, file)))) {
      if (listed[0]?.[key] !== undefined) {
        add(`${key}, as listed`, entry.metrics, () => {
          const value = new Float64Array(n * n);
          for (const row of listed) value[Number(row["i"]) * n + Number(row["j"])] = Number(row[key]);
          return { rows: n, columns: n, value };
        });
      }
      const law = lawOf(key, entry, data, between);
      if (law !== null && (listed.length > 0 || entry.beta !== undefined || key.startsWith("fixed_"))) {
        const ll = key.startsWith("positive_only") ? undefined : entry.ll;
        add(key, entry.metrics, law, ll);
        add(`${key}, naive`, entry.metrics_naive, law);
        add(`${key}, smeared`, entry.metrics_smearing, () => scaled(law(), entry.smearing!));
        add(`${key}, rescaled`, entry.metrics_globally_constrained, () => toTotal(law(), sum(data.outflows)));
      }
      if (key === "exp_dii0_with_dummy") {
        const zone: Cell = (i, j) => (i === j ? 1 : 0);
        add(
          key,
          entry.metrics_all_pairs,
          () => cells(n, true, etaOf(entry, data, { intrazonal: zone })),
          entry.ll,
          true,
        );
      }
    }
  }
  return result;
}

function lawOf(key: string, entry: Entry, data: FlowData, between: Float64Array): (() => DenseMatrix) | null {
  const n = data.distances.rows;
  const { originMass, destinationMass: o, outflows, inflows } = data;
  // The laws count the people of a place once: as opportunities, also those at the origin.
  const m = o;
  const toOutflows = (law: Cell) => () => toRows(cells(n, false, law), outflows);
  const s: Cell = (i, j) => between[i * n + j]!;
  const param = entry.param!;
  const kernel = (survival: (a: number) => number) =>
    toOutflows((i, j) => survival(m[i]! + s(i, j)) - survival(m[i]! + s(i, j) + o[j]!));
  if (key === "fixed_singly_pow2") return toOutflows((i, j) => o[j]! / data.distances.value[i * n + j]! ** 2);
  if (key === "fixed_globally_pow2") {
    return () =>
      toTotal(
        cells(n, false, (i, j) => (originMass[i]! * o[j]!) / data.distances.value[i * n + j]! ** 2),
        sum(outflows),
      );
  }
  if (key.startsWith("extended_radiation")) return kernel((a) => 1 / (1 + a ** param));
  if (key.startsWith("schneider"))
    return toOutflows((i, j) => -Math.exp(-param * s(i, j)) * Math.expm1(-param * o[j]!));
  if (key.startsWith("selection")) return kernel((a) => -Math.expm1((a + 1) * Math.log(param)) / (a + 1));
  if (key.startsWith("uo_")) {
    const [alpha, beta] = key.split("_").slice(1).map(Number);
    return toOutflows((i, j) => {
      const seen = m[i]! + (alpha! + beta!) * s(i, j);
      return ((m[i]! + alpha! * s(i, j)) * o[j]!) / (seen * (seen + o[j]!));
    });
  }
  if (entry.beta === undefined || key.includes("dii")) return null;
  const law = etaOf(entry, data, {});
  if (key.includes("production")) return toOutflows(law);
  if (key.includes("attraction")) return () => toColumns(cells(n, false, law), inflows);
  if (key.includes("doubly")) return () => balanced(cells(n, false, law), outflows, inflows);
  // Fitted to listed pairs and asked for all of them, it is scaled to the total, as scikit-mobility does.
  if (key.startsWith("positive_only")) return () => toTotal(cells(n, false, law), sum(outflows));
  return () => cells(n, false, law);
}

/** exp of the linear predictor of a pair. */
function etaOf(entry: Entry, { originMass, destinationMass, distances }: FlowData, more: Record<string, Cell>): Cell {
  const n = distances.rows;
  const d: Cell = (i, j) => distances.value[i * n + j]!;
  const terms: Record<string, Cell> = {
    const: () => 1,
    ln_mass_o: (i) => Math.log(originMass[i]!),
    ln_mass_d: (_, j) => Math.log(destinationMass[j]!),
    ln_d: (i, j) => Math.log(d(i, j)),
    ln_d_sq: (i, j) => Math.log(d(i, j)) ** 2,
    d,
    ...more,
  };
  return (i, j) => Math.exp(entry.names!.reduce((eta, name, k) => eta + entry.beta![k]! * terms[name]!(i, j), 0));
}

function cells(n: number, diagonal: boolean, of: Cell): DenseMatrix {
  const value = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (diagonal || i !== j) value[i * n + j] = of(i, j);
  return { rows: n, columns: n, value };
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => a + b, 0);
}

function scaled({ rows, columns, value }: DenseMatrix, factor: number): DenseMatrix {
  return { rows, columns, value: value.map((flow) => flow * factor) };
}

function toTotal(flows: DenseMatrix, total: number): DenseMatrix {
  return scaled(flows, total / sum(flows.value));
}

function toRows({ rows: n, columns, value }: DenseMatrix, totals: readonly number[]): DenseMatrix {
  const sums = Array.from({ length: n }, (_, i) => sum(value.subarray(i * n, i * n + n)));
  return {
    rows: n,
    columns,
    value: value.map((flow, at) => (flow === 0 ? 0 : (flow * totals[Math.floor(at / n)]!) / sums[Math.floor(at / n)]!)),
  };
}

function toColumns({ rows: n, columns, value }: DenseMatrix, totals: readonly number[]): DenseMatrix {
  const sums = new Array<number>(n).fill(0);
  for (const [at, flow] of value.entries()) sums[at % n]! += flow;
  return {
    rows: n,
    columns,
    value: value.map((flow, at) => (flow === 0 ? 0 : (flow * totals[at % n]!) / sums[at % n]!)),
  };
}

/** Rows and columns in turn, until the factors of the columns stay. */
function balanced(seed: DenseMatrix, outflows: readonly number[], inflows: readonly number[]): DenseMatrix {
  const { rows: n, value } = seed;
  const a = new Float64Array(n);
  let b = new Float64Array(n).fill(1);
  for (let turn = 0, moved = 1; turn < 5000 && moved > 1e-15; turn++) {
    const sums = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < n; j++) row += b[j]! * value[i * n + j]!;
      a[i] = row > 0 ? outflows[i]! / row : 0;
      for (let j = 0; j < n; j++) sums[j]! += a[i]! * value[i * n + j]!;
    }
    const next = b.map((_, j) => (sums[j]! > 0 ? inflows[j]! / sums[j]! : 0));
    moved = next.reduce((most, factor, j) => Math.max(most, Math.abs(factor - b[j]!) / (factor || 1)), 0);
    b = next;
  }
  return { rows: n, columns: n, value: value.map((flow, at) => a[Math.floor(at / n)]! * b[at % n]! * flow) };
}

/** Places of one country: what TDLM's laws and constraints need to know. */
export interface TdlmPlaces {
  readonly mass: readonly number[];
  readonly distances: DenseMatrix;
  readonly outflows: readonly number[];
  readonly inflows: readonly number[];
}

/** Flows of a law of TDLM under one of its four constraints, expected and not drawn. */
export function tdlmFlows(law: string, parameter: number, model: string, places: TdlmPlaces): DenseMatrix | null {
  const { mass: m, distances, outflows, inflows } = places;
  const n = m.length;
  const d: Cell = (i, j) => distances.value[i * n + j]!;
  const s: Cell = (i, j) => sum(m.filter((_, k) => k !== i && k !== j && d(i, k) < d(i, j)));
  const survival = (a: number): number => 1 / (1 + a ** parameter);
  const laws: Record<string, Cell> = {
    GravExp: (i, j) => m[i]! * m[j]! * Math.exp(-parameter * d(i, j)),
    NGravExp: (i, j) => m[j]! * Math.exp(-parameter * d(i, j)),
    GravPow: (i, j) => m[i]! * m[j]! * d(i, j) ** -parameter,
    NGravPow: (i, j) => m[j]! * d(i, j) ** -parameter,
    Rad: (i, j) => (m[i]! * m[j]!) / ((m[i]! + s(i, j)) * (m[i]! + m[j]! + s(i, j))),
    RadExt: (i, j) => (survival(m[i]! + s(i, j)) - survival(m[i]! + s(i, j) + m[j]!)) / survival(m[i]!),
    Schneider: (i, j) => -Math.exp(-parameter * s(i, j)) * Math.expm1(-parameter * m[j]!),
  };
  if (laws[law] === undefined) return null;
  // Only the two laws named after gravity say how many leave; by the others each origin sends people as it has them.
  const plain = cells(n, false, laws[law]);
  const weights = law.startsWith("Grav") ? plain : toRows(plain, m);
  if (model === "UM") return toTotal(weights, sum(outflows));
  if (model === "PCM") return toRows(weights, outflows);
  return model === "ACM" ? toColumns(weights, inflows) : balanced(weights, outflows, inflows);
}

/** Flows of scikit-mobility's gravity model, from the exponents and the parameter that it prints; null for names of others. */
export function skmobFlows(
  name: string,
  fit: { readonly origin_exp?: number; readonly destination_exp?: number; readonly args?: readonly number[] },
  data: FlowData,
): DenseMatrix | null {
  const [constraint, deterrence] = name.split("|");
  if (fit.args === undefined || (deterrence !== "power_law" && deterrence !== "exponential")) return null;
  const n = data.distances.rows;
  const parameter = fit.args[0]!;
  const weights = cells(n, false, (i, j) => {
    const far = data.distances.value[i * n + j]!;
    const drawn = deterrence === "power_law" ? far ** parameter : Math.exp(-parameter * far);
    return data.originMass[i]! ** fit.origin_exp! * data.destinationMass[j]! ** fit.destination_exp! * drawn;
  });
  return constraint === "singly constrained" ? toRows(weights, data.outflows) : toTotal(weights, sum(data.outflows));
}
