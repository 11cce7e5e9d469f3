import { checkLength, checkNumber, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkFlows } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { Located, SparseMatrix } from "../types.ts";

/** Flows of migrants over locations, whole or weighted. What stays within a location (the diagonal) is never read. */
export type MigrationFlows = Located & SparseMatrix;

/** How many migrants leave each location for another and come to it from another, and all of them. */
export interface Margins {
  readonly outflow: Float64Array;
  readonly inflow: Float64Array;
  readonly total: number;
}

/** The margins of flows between different locations. Throws unless the flows are well formed and none is below 0. */
export function marginsOf(where: string, flows: MigrationFlows): Margins {
  checkFlows(where, "flows", flows);
  const n = flows.locations.length;
  const outflow = new Float64Array(n);
  const inflow = new Float64Array(n);
  for (let o = 0; o < n; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
      const value = flows.value[k]!;
      if (value < 0) fail(where, `flows.value[${k}]`, "at least 0", value);
      const d = flows.index[k]!;
      if (d === o) continue;
      outflow[o]! += value;
      inflow[d]! += value;
    }
  }
  return { outflow, inflow, total: sumOf(outflow) };
}

/** The flows above 0 between different locations, as lists. */
export function migrantsOf(flows: MigrationFlows): {
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  readonly migrants: Float64Array;
} {
  const { offsets, index, value } = flows;
  let length = 0;
  const origin = new Uint32Array(index.length);
  const destination = new Uint32Array(index.length);
  const migrants = new Float64Array(index.length);
  for (let o = 0; o + 1 < offsets.length; o++) {
    for (let k = offsets[o]!; k < offsets[o + 1]!; k++) {
      if (index[k] === o || value[k] === 0) continue;
      origin[length] = o;
      destination[length] = index[k]!;
      migrants[length++] = value[k]!;
    }
  }
  return {
    origin: origin.subarray(0, length),
    destination: destination.subarray(0, length),
    migrants: migrants.subarray(0, length),
  };
}

/** Throws unless there is a finite number of people, at least 0, for each of so many locations. */
export function checkPopulation(where: string, population: ArrayLike<number>, locations: number): void {
  checkList(where, "population", population);
  checkLength(where, "population", population.length, locations);
  for (let l = 0; l < locations; l++) checkNumber(where, `population[${l}]`, population[l]!, 0);
}
