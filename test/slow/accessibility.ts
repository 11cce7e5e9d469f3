import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Decay } from "../../src/metrics/decay.ts";
import type { DenseMatrix, Locations } from "../../src/types.ts";

/** Accessibility, catchments and points of interest in plain form: every pair is tried. */

/** Great-circle distances from every demand location (rows) to every facility (columns). */
export function slowCosts(demand: Locations, facilities: Locations): DenseMatrix {
  const value = new Float64Array(demand.length * facilities.length);
  for (let i = 0; i < demand.length; i++) {
    for (let j = 0; j < facilities.length; j++) {
      value[i * facilities.length + j] = greatCircleMeters(
        demand.columns.lon[i]!,
        demand.columns.lat[i]!,
        facilities.columns.lon[j]!,
        facilities.columns.lat[j]!,
      );
    }
  }
  return { rows: demand.length, columns: facilities.length, value };
}

/** The weight of every pair. */
function weightsOf(costs: DenseMatrix, decay: Decay): number[][] {
  return Array.from({ length: costs.rows }, (_, i) =>
    Array.from({ length: costs.columns }, (_, j) => {
      const cost = costs.value[i * costs.columns + j]!;
      return cost <= decay.maxCost && cost < Infinity ? decay.weightOf(cost) : 0;
    }),
  );
}

/** Σ_j S_j w_ij. */
export function slowOpportunities(costs: DenseMatrix, decay: Decay, capacity: readonly number[]): number[] {
  return weightsOf(costs, decay).map((row) => row.reduce((sum, w, j) => sum + w * capacity[j]!, 0));
}

/** R_j = S_j / Σ_k P_k w_kj and A_i = Σ_j R_j w_ij over the facilities with a weight. */
export function slowFloatingCatchment(
  costs: DenseMatrix,
  decay: Decay,
  people: readonly number[],
  capacity: readonly number[],
): { accessibility: number[]; ratio: number[] } {
  const weights = weightsOf(costs, decay);
  const ratio = capacity.map((supply, j) => {
    const sharing = weights.reduce((sum, row, k) => sum + people[k]! * row[j]!, 0);
    return sharing === 0 ? Number.NaN : supply / sharing;
  });
  const accessibility = weights.map((row) => {
    let sum = 0;
    for (const [j, w] of row.entries()) if (w > 0) sum += w * ratio[j]!;
    return sum;
  });
  return { accessibility, ratio };
}

/** Per location and category the number of points within the radius and the nearest point. */
export function slowExposure(
  locations: Locations,
  pois: Locations,
  of: readonly number[],
  labels: number,
  radiusMeters: number,
): { count: number[]; nearest: number[]; distanceMeters: number[] } {
  const costs = slowCosts(locations, pois);
  const count: number[] = [];
  const nearest: number[] = [];
  const distanceMeters: number[] = [];
  for (let l = 0; l < locations.length; l++) {
    for (let c = 0; c < labels; c++) {
      let within = 0;
      let best = -1;
      let least = Number.NaN;
      for (let p = 0; p < pois.length; p++) {
        if (of[p] !== c) continue;
        const d = costs.value[l * pois.length + p]!;
        if (d <= radiusMeters) within++;
        if (best >= 0 && d >= least) continue;
        best = p;
        least = d;
      }
      count.push(within);
      nearest.push(best);
      distanceMeters.push(least);
    }
  }
  return { count, nearest, distanceMeters };
}
