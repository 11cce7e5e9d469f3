import { existsSync } from "node:fs";
import { join } from "node:path";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";
import { listed, readRows } from "./data.ts";

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
