import { existsSync } from "node:fs";
import { join } from "node:path";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";
import { listed, readJson, readRows } from "./data.ts";

/** One case of the flow models: who moves from where to where, what the places hold, and how far apart they are. */
export interface FlowData {
  /** Whole flows as listed, those within a location included. */
  readonly flows: Located & SparseMatrix;
  /** Kilometres, 0 on the diagonal. */
  readonly distances: DenseMatrix;
  /** The population, or the masses of origins and destinations where the file tells them apart (Austria: Oi and Dj). */
  readonly originMass: number[];
  readonly destinationMass: number[];
  /** Sums of the flows listed between different locations. */
  readonly outflows: number[];
  readonly inflows: number[];
  /** The columns of locations.csv by name, as numbers; NaN where a cell is no number. */
  readonly columns: Readonly<Record<string, number[]>>;
}

/** Names of the folders that hold a case: locations and flows. */
export function flowCases(folder: string): string[] {
  return listed(folder, /./).filter(
    (name) =>
      existsSync(join(folder, name, "locations.csv")) &&
      listed(join(folder, name), /^flows(_distances)?\.csv$/).length > 0,
  );
}

/** The file with the reference fits of a case, or null. */
export function referenceOf(path: string): string | null {
  const name = ["ref_gravity.json", "ref.json"].find((candidate) => existsSync(join(path, candidate)));
  return name === undefined ? null : join(path, name);
}

type ByName = Readonly<Record<string, number>>;

/** What a program of R prints of a fit, by the names of its terms. */
export interface PeerFit {
  readonly coef?: ByName;
  readonly se_iid?: ByName;
  readonly se_hetero?: ByName;
  readonly se_cluster_i?: ByName;
  readonly [figure: string]: unknown;
}

/** The fits of R's programs, by case and by program. */
export type PeerFits = Readonly<Record<string, Readonly<Record<string, PeerFit>>>>;

/** Where R's fits are. */
export function peersOf(folder: string): string {
  return join(folder, "peer_outputs", "R_glm_fixest_gravity_ny_kansas.json");
}

/** The negative binomial of MASS: ln flow by masses and ln distance, every pair of different places. */
export interface CountReference {
  readonly coef: ByName;
  readonly se_coef: ByName;
  readonly theta: number;
  readonly se_theta: number;
  readonly ll: number;
  readonly aic: number;
  readonly deviance: number;
}

/** Reads it, where a case has it. */
export function readCountReference(path: string): CountReference | null {
  const file = join(path, "ref_negbin_pow_MASS.json");
  return existsSync(file) ? readJson<CountReference>(file) : null;
}

/** Least squares of the logarithms of flows above 0. */
export interface LogReference {
  readonly names: readonly string[];
  readonly beta: readonly number[];
  readonly se: readonly number[];
  readonly se_hc0: readonly number[];
  readonly se_hc1: readonly number[];
  readonly se_hc2: readonly number[];
  readonly se_hc3: readonly number[];
  readonly sigma2: number;
  readonly r2: number;
  readonly n: number;
  readonly ll: number;
  readonly smearing: number;
}

/** Fits to the flows of New York that are listed, by another program. */
export interface NewYorkReference {
  readonly ppml: {
    readonly beta: readonly number[];
    readonly se_model: readonly number[];
    readonly se_hc0: readonly number[];
    readonly se_hc1_n_over_nk: readonly number[];
    readonly se_cluster_undirected_pair_G_over_G1: readonly number[];
    readonly n_pair_clusters: number;
    readonly se_cluster_origin_G_over_G1: readonly number[];
    readonly n_origin_clusters: number;
    readonly deviance: number;
  };
  readonly ppml_twoway_fe: {
    readonly beta_ln_dist: number;
    readonly se_hc0: number;
    readonly se_cluster_undirected_pair_G_over_G1: number;
    readonly deviance: number;
  };
  readonly ols_log: { readonly beta: readonly number[]; readonly n: number };
}

/** Where it is, seen from the folder of flow models. */
export function newYorkReferenceOf(folder: string): string {
  return join(folder, "..", "16_spec_fixtures", "NY_ppml_reference.json");
}

/** Reads a case. Where no distances are listed they are great circles on a sphere of 6371 km. */
export function readFlowCase(path: string): FlowData {
  const rows = readRows(join(path, "locations.csv"));
  const n = rows.length;
  const columns = Object.fromEntries(
    Object.keys(rows[0]!).map((name) => [name, rows.map((row) => Number(row[name]))] as const),
  );
  const column = (...names: string[]): number[] => {
    const name = names.find((candidate) => columns[candidate] !== undefined);
    return name === undefined ? new Array<number>(n).fill(0) : columns[name]!;
  };
  const lon = column("lng");
  const lat = column("lat");
  const ids = rows.map((row) => row["id"] ?? row["index"]!);
  const entries = readRows(join(path, listed(path, /^flows(_distances)?\.csv$/)[0]!));
  const distances = new Float64Array(n * n);
  const listedDistances = listed(path, /distances.*\.csv$/)[0];
  if (listedDistances === undefined) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        distances[i * n + j] = greatCircleMeters(lon[i]!, lat[i]!, lon[j]!, lat[j]!, 6371);
      }
    }
  } else {
    for (const row of readRows(join(path, listedDistances))) {
      const i = Number(row["i"]);
      const j = Number(row["j"]);
      distances[i * n + j] = Number(row["distance_km"]);
      if (i < j) distances[j * n + i] = Number(row["distance_km"]);
    }
  }
  const origin = entries.map((row) => Number(row["i"]));
  const destination = entries.map((row) => Number(row["j"]));
  const value = entries.map((row) => Number(row["flow"]));
  const outflows = new Array<number>(n).fill(0);
  const inflows = new Array<number>(n).fill(0);
  for (const [k, flow] of value.entries()) {
    if (origin[k] === destination[k]) continue;
    outflows[origin[k]!]! += flow;
    inflows[destination[k]!]! += flow;
  }
  return {
    flows: {
      locations: createLocations("zones", ids, lon, lat),
      ...sparseFromEntries(n, n, origin, destination, value),
    },
    distances: { rows: n, columns: n, value: distances },
    originMass: column("population", "Oi"),
    destinationMass: column("population", "Dj"),
    outflows,
    inflows,
    columns,
  };
}

/** How far a figure is from the expected one, relatively; Infinity for NaN. */
export function relativeError(got: number, expected: number): number {
  const error = Math.abs(got - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  return Number.isNaN(error) ? Infinity : error;
}
