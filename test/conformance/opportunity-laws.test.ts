import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { exclusiveTies, inclusiveTies, sequentialTies, splitTies, type TieRule } from "../../src/models/intervening.ts";
import { type OpportunityLawOptions, opportunityRows } from "../../src/models/intervening-law.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import {
  opportunityPriorityLaw,
  schneiderLaw,
  stoufferLaw,
  universalOpportunityLaw,
} from "../../src/models/opportunity-laws.ts";
import { populationWeightedLaw } from "../../src/models/population-weighted.ts";
import { extendedRadiationLaw, selectiveRadiationLaw } from "../../src/models/radiation-extended.ts";
import { finiteRadiationLaw, radiationLaw } from "../../src/models/radiation-laws.ts";
import type { DenseMatrix, RowMatrix } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { type FlowData, flowCases, readFlowCase, relativeError } from "./flow-model-data.ts";

/** Laws of intervening opportunities against reference figures and other programs: every file that holds them, by listing. */

/** The law that a key of the reference figures names, or null for what is no law. */
function lawNamed(key: string, given: OpportunityLawOptions, param?: number): FlowLaw | null {
  if (/^radiation(_original)?$/i.test(key) || key === "Rad") return radiationLaw(given);
  if (key === "radiation_finite") return finiteRadiationLaw(given);
  const own = param ?? Number(/_([\d.e-]+)$/.exec(key)?.[1]);
  if (/^(extended_|RadExt)/.test(key)) return extendedRadiationLaw({ ...given, alpha: own });
  if (/^schneider_|^Schneider$/.test(key)) return schneiderLaw({ ...given, acceptance: own });
  if (key.startsWith("selection_")) return selectiveRadiationLaw({ ...given, lambda: own });
  if (key === "ops") return opportunityPriorityLaw(given);
  if (key === "stouffer") return stoufferLaw(given);
  if (key === "pwo") return populationWeightedLaw(given);
  const universal = /^uo_([\d.]+)_([\d.]+)$/.exec(key);
  if (universal === null) return null;
  return universalOpportunityLaw({ ...given, alpha: Number(universal[1]), beta: Number(universal[2]) });
}

/** Weights in shares of their rows, times what leaves. */
function flowsOf(law: RowMatrix, outflows: readonly number[], normalised: boolean): Float64Array {
  const { value, columns } = denseFromRows(law);
  for (let i = 0; i < columns; i++) {
    const row = value.subarray(i * columns, i * columns + columns);
    const sum = normalised ? row.reduce((a, b) => a + b, 0) : 1;
    for (let j = 0; j < columns; j++) row[j]! *= outflows[i]! / sum;
  }
  return value;
}

interface LawFigures {
  readonly metrics?: Readonly<Record<string, number | string>>;
  readonly param?: number;
  readonly loglik?: number;
  readonly rowsum?: readonly number[];
  readonly first_row?: readonly number[];
  readonly first_row_p?: readonly number[];
  readonly checksum_sum_p_squared?: number;
}

describeData("laws of intervening opportunities", "17_flow_models", (folder) => {
  for (const name of flowCases(folder)) {
    const path = join(folder, name);
    const file = ["ref_intervening.json", "ref.json"].map((each) => join(path, each)).find(existsSync);
    if (file === undefined) continue;
    const data = readFlowCase(path);
    describe(name, () => {
      for (const [key, figures] of Object.entries(readJson<Record<string, LawFigures>>(file))) {
        lawTests(key, figures, data);
      }
      if (existsSync(join(path, "ref_flows.csv"))) flowTests(data, readRows(join(path, "ref_flows.csv")));
    });
  }
  for (const name of listed(join(folder, "cases"), /^radiation_.*\.json$/)) {
    describe(name, () => tieTests(readJson<RadiationCase>(join(folder, "cases", name))));
  }
  for (const name of listed(join(folder, "cases"), /^io_laws.*\.json$/)) {
    describe(name, () => rawTests(readJson<LawCase>(join(folder, "cases", name))));
  }
  peerTests(folder);
});

function lawTests(key: string, figures: LawFigures, data: FlowData): void {
  const given = { mass: data.destinationMass, distances: data.distances };
  const law = lawNamed(key, given, figures.param);
  if (law === null || figures.metrics === undefined) return;
  const normalised = key !== "radiation_original";

  it(`${key}: fits as the reference says`, () => {
    const n = law.rows;
    const observed = denseOf(data);
    const flows = flowsOf(law, data.outflows, normalised);
    let [total, common, squares, absolute, relative, fromMean, logs] = [0, 0, 0, 0, 0, 0, 0];
    const all = data.outflows.reduce((a, b) => a + b, 0);
    const mean = all / (n * (n - 1));
    flows.forEach((flow, c) => {
      const there = observed[c]!;
      total += flow;
      common += Math.min(flow, there);
      squares += (flow - there) ** 2;
      absolute += Math.abs(flow - there);
      if (c % (n + 1) !== 0) fromMean += (there - mean) ** 2;
      if (there > 0) {
        relative += (there / all) * Math.log(there / flow);
        logs += there * Math.log(flow / data.outflows[Math.floor(c / n)]!);
      }
    });
    relative += Math.log(total / all);
    const got: Record<string, number> = {
      N_obs: all,
      N_est: total,
      cpc: (2 * common) / (total + all),
      sse: squares,
      mae: absolute / (n * (n - 1)),
      r2: 1 - squares / fromMean,
      kl_nats: relative,
    };
    for (const [name, value] of Object.entries(got)) {
      const expected = figures.metrics![name];
      if (expected === undefined) continue;
      if (expected === "Infinity" || expected === Infinity) expect(value, name).toBe(Infinity);
      else
        expect(Math.abs(value - Number(expected)), name).toBeLessThan(1e-9 * Math.max(1, Math.abs(Number(expected))));
    }
    if (figures.loglik !== undefined) expect(relativeError(logs, figures.loglik)).toBeLessThan(1e-12);
  });

  const first = figures.first_row ?? figures.first_row_p;
  if (first !== undefined || figures.rowsum !== undefined) {
    it(`${key}: rows are those of the reference`, () => {
      const { value, columns } = denseFromRows(law);
      first?.forEach((p, j) => {
        expect(relativeError(value[j]!, p)).toBeLessThan(1e-12);
      });
      figures.rowsum?.forEach((sum, i) => {
        const row = value.subarray(i * columns, i * columns + columns);
        expect(Math.abs(row.reduce((a, b) => a + b, 0) - sum)).toBeLessThan(1e-12);
      });
      if (figures.checksum_sum_p_squared !== undefined) {
        const squares = value.reduce((sum, p) => sum + p * p, 0);
        expect(relativeError(squares, figures.checksum_sum_p_squared)).toBeLessThan(1e-12);
      }
    });
  }
}

function denseOf({ flows, distances: { rows: n } }: FlowData): Float64Array {
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = flows.offsets[i]!; k < flows.offsets[i + 1]!; k++) {
      if (flows.index[k] !== i) dense[i * n + flows.index[k]!] = flows.value[k]!;
    }
  }
  return dense;
}

function flowTests(data: FlowData, rows: Record<string, string>[]): void {
  const given = { mass: data.destinationMass, distances: data.distances };
  for (const key of Object.keys(rows[0]!)) {
    const law = lawNamed(key, given);
    if (law === null) continue;
    it(`${key}: the expected flow of every pair is that of the reference`, () => {
      const flows = flowsOf(law, data.outflows, key !== "radiation_original");
      let worst = 0;
      for (const row of rows) {
        const got = flows[Number(row["i"]) * law.rows + Number(row["j"])]!;
        const expected = Number(row[key]);
        worst = Math.max(worst, expected === 0 ? got : relativeError(got, expected));
      }
      expect(worst).toBeLessThan(1e-9);
    });
  }
  if (rows[0]!["s_ij"] !== undefined) {
    it("the opportunities between are those of the reference", () => {
      const between = betweenOf(given);
      for (const row of rows) {
        expect(between[Number(row["i"])]![Number(row["j"])]).toBe(Number(row["s_ij"]));
      }
    });
  }
}

/** The opportunities between each origin and destination. */
function betweenOf(options: OpportunityLawOptions): number[][] {
  const { locations, look, ranked } = opportunityRows("test", options);
  return Array.from({ length: locations }, (_, origin) => {
    const row = Array.from({ length: locations }, () => 0);
    look(origin).forEach((destination, k) => {
      row[destination] = ranked.inner[k]!;
    });
    return row;
  });
}

interface LawCase {
  readonly distance: readonly (readonly number[])[];
  readonly mass: readonly number[];
  readonly s: readonly (readonly number[])[];
  readonly laws: Readonly<
    Record<
      string,
      {
        readonly raw: readonly (readonly number[])[];
        readonly normalised: readonly (readonly number[])[];
        readonly raw_rowsum: readonly number[];
      }
    >
  >;
}

function rawTests({ distance, mass, s, laws }: LawCase): void {
  const n = mass.length;
  const given = { mass, distances: { rows: n, columns: n, value: Float64Array.from(distance.flat()) } };
  it("the opportunities between are those of the case", () => expect(betweenOf(given)).toEqual(s));
  for (const [key, expected] of Object.entries(laws)) {
    it(`${key}: weights, their sums and shares to the last digits`, () => {
      const law = lawNamed(key, given)!;
      const { value } = denseFromRows(law);
      const shares = flowsOf(
        law,
        mass.map(() => 1),
        true,
      );
      for (let c = 0; c < n * n; c++) {
        expect(Math.abs(value[c]! - expected.raw.flat()[c]!)).toBeLessThan(1e-14);
        expect(Math.abs(shares[c]! - expected.normalised.flat()[c]!)).toBeLessThan(1e-14);
      }
      expected.raw_rowsum.forEach((sum, i) => {
        expect(Math.abs(value.subarray(i * n, i * n + n).reduce((a, b) => a + b, 0) - sum)).toBeLessThan(2e-15 * n);
      });
    });
  }
}

interface RadiationCase {
  readonly distance: readonly (readonly number[])[];
  readonly mass: readonly number[];
  readonly policies: Readonly<
    Record<
      string,
      {
        readonly s: readonly (readonly number[])[];
        readonly p_original_exact: readonly (readonly string[])[];
        readonly rowsum_exact: readonly string[];
        readonly p_finite: readonly (readonly number[])[];
      }
    >
  >;
}

const TIES: Readonly<Record<string, TieRule>> = {
  split: splitTies(),
  inclusive: inclusiveTies(),
  exclusive: exclusiveTies(),
  sequential: sequentialTies(),
};

function tieTests({ distance, mass, policies }: RadiationCase): void {
  const n = mass.length;
  const distances = { rows: n, columns: n, value: Float64Array.from(distance.flat()) };
  for (const [policy, expected] of Object.entries(policies)) {
    const ties = TIES[policy];
    if (ties === undefined) {
      skipped(`a rule about ties called ${policy}`, "src/models/intervening.ts");
      continue;
    }
    it(`${policy} ties give the exact probabilities, from distances and from a ranking`, () => {
      for (const given of [{ distances, ties }, { distances: rankDestinations({ distances, ties }) }]) {
        const { value } = denseFromRows(radiationLaw({ mass, ...given }));
        for (const [c, exact] of expected.p_original_exact.flat().entries()) {
          expect(Math.abs(value[c]! - fraction(exact)), `${Math.floor(c / n)} to ${c % n}`).toBeLessThan(1e-14);
        }
        for (const [i, exact] of expected.rowsum_exact.entries()) {
          const sum = value.subarray(i * n, i * n + n).reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - fraction(exact))).toBeLessThan(1e-14);
        }
      }
    });
    it(`${policy} ties give the probabilities of a finite system`, () => {
      const { value } = denseFromRows(finiteRadiationLaw({ mass, distances, ties }));
      for (const [c, p] of expected.p_finite.flat().entries()) expect(Math.abs(value[c]! - p)).toBeLessThan(1e-14);
    });
    it(`${policy} ties leave the places between that the case lists`, () => {
      if (policy !== "split") expect(betweenOf({ mass, distances, ties })).toEqual(expected.s);
    });
  }
}

function fraction(text: string): number {
  const [numerator, denominator] = text.split("/");
  return Number(numerator) / Number(denominator ?? 1);
}

interface PeerFigures {
  readonly param: number;
  readonly expected_pcm_metrics: Readonly<Record<string, number>>;
}

/** What TDLM (Java) and PyTDLM give on the same cases, with the parameters they were run with. */
function peerTests(folder: string): void {
  for (const file of listed(join(folder, "peer_outputs"), /^TDLM.*\.json$/)) {
    const peers = readJson<Record<string, Record<string, PeerFigures>>>(join(folder, "peer_outputs", file));
    for (const [name, laws] of Object.entries(peers)) {
      const path = join(folder, name);
      if (!existsSync(join(path, "locations.csv"))) continue;
      const data = readFlowCase(path);
      const given = { mass: data.destinationMass, distances: data.distances, ties: inclusiveTies() };
      for (const key of ["Rad", "RadExt", "Schneider"]) {
        const figures = laws[key];
        if (figures === undefined) continue;
        it(`${key} on ${name} has the common part of commuters of TDLM's law`, () => {
          const flows = flowsOf(lawNamed(key, given, figures.param)!, data.outflows, true);
          const observed = denseOf(data);
          const common = flows.reduce((sum, flow, c) => sum + Math.min(flow, observed[c]!), 0);
          const all = data.outflows.reduce((a, b) => a + b, 0);
          expect(common / all).toBeCloseTo(figures.expected_pcm_metrics["cpc"]!, 12);
        });
      }
    }
  }
}

describeData("TDLM on its own counties", "07_kansas_commuting", (folder) => {
  if (!existsSync(join(folder, "expected_tdlm.json.gz"))) return skipped("TDLM's figures", folder);
  type Cell = readonly [string, string, number];
  const masses = readRows(join(folder, "mass.csv"));
  const ids = masses.map((row) => row[""]!);
  const n = ids.length;
  const at = new Map(ids.map((id, i) => [id, i]));
  const mass = masses.map((row) => Number(row["Population"]));
  const outflows = masses.map((row) => Number(row["Out-commuters"]));
  const total = outflows.reduce((a, b) => a + b, 0);
  const table = readRows(join(folder, "distance.csv"));
  const value = Float64Array.from(table.flatMap((row) => ids.map((id) => Number(row[id]))));
  const given = { mass, distances: { rows: n, columns: n, value }, ties: inclusiveTies() };
  const cellsOf = (rows: readonly Cell[], from: ArrayLike<number>): number =>
    rows.reduce((worst, [i, j, p]) => {
      const got = from[at.get(i)! * n + at.get(j)!]!;
      return Math.max(worst, p === 0 ? got : relativeError(got, p));
    }, 0);
  interface TdlmFigures {
    readonly exponent: number;
    readonly probability_rows: readonly Cell[];
    readonly expected_flows: Readonly<Record<string, readonly Cell[]>>;
  }
  const figures = readJson<Record<string, TdlmFigures>>(join(folder, "expected_tdlm.json.gz"));
  for (const [key, { exponent, probability_rows, expected_flows }] of Object.entries(figures)) {
    if (probability_rows === undefined) continue;
    const law = lawNamed(key, given, exponent);
    if (law === null) continue;
    it(`${key}: the probabilities of pairs are those of the law in shares of its rows, times the origins' masses`, () => {
      // TDLM's probabilities of pairs: the shares of each origin, weighted by its mass.
      const all = mass.reduce((a, b) => a + b, 0);
      const shares = flowsOf(law, mass, true).map((p) => p / all);
      expect(cellsOf(probability_rows, shares)).toBeLessThan(1e-11);
      const unconstrained = shares.map((p) => p * total);
      expect(cellsOf(expected_flows["UM"]!, unconstrained)).toBeLessThan(1e-11);
      expect(cellsOf(expected_flows["PCM"]!, flowsOf(law, outflows, true))).toBeLessThan(1e-11);
    });
  }
  const file = join(folder, "expected_opportunity.json");
  if (existsSync(file)) {
    it("the opportunities between two counties are TDLM's", () => {
      const between = Float64Array.from(betweenOf(given).flat());
      for (const [i, j, s] of readJson<{ opportunity_first_rows: Cell[] }>(file).opportunity_first_rows) {
        expect(between[at.get(i)! * n + at.get(j)!]).toBe(s);
      }
    });
  }
});

/** Counties as polygons in GeoJSON with their people, and the flows between them, as scikit-mobility ships them. */
interface Counties {
  readonly given: { readonly mass: number[]; readonly distances: DenseMatrix; readonly ties: TieRule };
  readonly at: ReadonlyMap<string, number>;
  readonly outflows: number[];
}

type Rings = readonly (readonly (readonly number[])[])[];
interface County {
  readonly properties: { readonly tile_id: string; readonly population: number };
  readonly geometry: { readonly type: string; readonly coordinates: Rings | readonly Rings[] };
}

function readCounties(folder: string): Counties | null {
  const [zones] = listed(folder, /counties.*\.geojson$/i);
  const [trips] = listed(folder, /flows.*\.csv$/i);
  if (zones === undefined || trips === undefined) return null;
  const { features } = readJson<{ features: County[] }>(join(folder, zones));
  const n = features.length;
  const points = features.map(({ geometry: { type, coordinates } }) =>
    planarCentroid(type === "Polygon" ? [coordinates as Rings] : (coordinates as readonly Rings[])),
  );
  const value = Float64Array.from({ length: n * n }, (_, c) => {
    const [a, b] = [points[Math.floor(c / n)]!, points[c % n]!];
    return greatCircleMeters(a[0], a[1], b[0], b[1], 6371);
  });
  const at = new Map(features.map(({ properties }, i) => [properties.tile_id, i]));
  const outflows = features.map(() => 0);
  for (const row of readRows(join(folder, trips))) {
    if (row["origin"] !== row["destination"]) outflows[at.get(row["origin"]!)!]! += Number(row["flow"]);
  }
  const mass = features.map(({ properties }) => properties.population);
  return { given: { mass, distances: { rows: n, columns: n, value }, ties: sequentialTies() }, at, outflows };
}

/** The centroid that treats degrees as a plane. */
function planarCentroid(polygons: readonly Rings[]): [number, number] {
  let [area, x, y] = [0, 0, 0];
  const [x0, y0] = polygons[0]![0]![0] as [number, number];
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let k = 0; k + 1 < ring.length; k++) {
        const [ax, ay, bx, by] = [ring[k]![0]! - x0, ring[k]![1]! - y0, ring[k + 1]![0]! - x0, ring[k + 1]![1]! - y0];
        const cross = ax * by - bx * ay;
        area += cross;
        x += ((ax + bx) * cross) / 3;
        y += ((ay + by) * cross) / 3;
      }
    }
  }
  return [x0 + x / area, y0 + y / area];
}

for (const folder of ["12_ny_counties", "16_spec_fixtures"]) {
  describeData(`scikit-mobility's radiation on the counties of ${folder}`, folder, (path) => {
    const counties = readCounties(path);
    if (counties === null) return skipped("counties and flows", path);
    const { given, at, outflows } = counties;
    const n = given.mass.length;
    const total = outflows.reduce((a, b) => a + b, 0);
    const flows = flowsOf(finiteRadiationLaw(given), outflows, false);
    for (const file of listed(path, /gravity_radiation.*\.json$/)) {
      interface Pair {
        readonly o: string;
        readonly d: string;
        readonly p: number;
        readonly flow: number;
      }
      it(`${file}: probabilities and flows of the nearest destinations`, () => {
        const pairs = readJson<{ radiation_first_origin_nearest5: Pair[] }>(join(path, file));
        for (const { o, d, p, flow } of pairs.radiation_first_origin_nearest5) {
          const got = flows[at.get(o)! * n + at.get(d)!]!;
          expect(relativeError(got, flow)).toBeLessThan(1e-9);
          expect(relativeError(got / outflows[at.get(o)!]!, p)).toBeLessThan(1e-9);
        }
      });
    }
    it("everybody goes somewhere, whatever the product of two populations", () => {
      expect(
        relativeError(
          flows.reduce((a, b) => a + b, 0),
          total,
        ),
      ).toBeLessThan(1e-12);
      // The peer multiplies the 32-bit populations of origin and destination as it reads them, which overflows silently.
      // Its flows are ours times (m n modulo 2³²) / (m n), rounded, and those above 0 are kept: 43,079 of 2,978,046 people.
      const wrapped = flows.map((flow, c) => {
        const [m, there] = [given.mass[Math.floor(c / n)]!, given.mass[c % n]!];
        return Math.round((flow * Math.imul(m, there)) / (m * there));
      });
      const largest = Math.max(...given.mass) * Math.min(...given.mass);
      const kept = wrapped.reduce((sum, flow) => (flow > 0 ? sum + flow : sum), 0);
      if (largest >= 2 ** 31) expect(kept).toBeLessThan(total / 2);
    });
  });
}
