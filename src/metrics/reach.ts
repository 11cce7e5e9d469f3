import { checkLength, checkNumber, fail } from "../core/check.ts";
import { checkDense, checkList } from "../core/check-tables.ts";
import { buildSearch, searchWithin } from "../space/nearby.ts";
import type { DenseMatrix, Locations } from "../types.ts";
import type { Decay } from "./decay.ts";

/**
 * Which facilities are in reach of a demand location, and with which weight? Found for one location after another, so that
 * memory does not grow with the pairs.
 */
export interface Reach {
  /** How many facilities are in reach of the location last asked for: those first in `facility` and `weight`. */
  length: number;
  readonly facility: Uint32Array;
  readonly weight: Float64Array;
  /** Finds the facilities in reach of a demand location: those of a weight above 0. */
  readonly from: (demandRow: number) => void;
}

/** Facilities in reach by great circle, or by the costs where these are given. */
export function buildReach(
  where: string,
  demand: Locations,
  facilities: Locations,
  decay: Decay,
  costs: DenseMatrix | undefined,
): Reach {
  const search = costs === undefined ? buildSearch(facilities) : null;
  const { lon, lat } = demand.columns;
  const add = (facility: number, cost: number): void => {
    const weight = decay.weightOf(cost);
    if (!(weight >= 0 && weight < Infinity))
      fail(where, `decay.weightOf(${cost})`, "a finite number of at least 0", weight);
    if (weight === 0) return;
    reach.facility[reach.length] = facility;
    reach.weight[reach.length++] = weight;
  };
  const from = (row: number): void => {
    reach.length = 0;
    if (search !== null) {
      searchWithin(search, lon[row]!, lat[row]!, decay.maxCost);
      for (let k = 0; k < search.length; k++) add(search.row[k]!, search.distance[k]!);
      return;
    }
    for (let j = 0; j < facilities.length; j++) {
      const cost = costs!.value[row * facilities.length + j]!;
      if (cost <= decay.maxCost && cost < Infinity) add(j, cost);
    }
  };
  const reach: Reach = {
    length: 0,
    facility: new Uint32Array(facilities.length),
    weight: new Float64Array(facilities.length),
    from,
  };
  return reach;
}

/** Throws unless the costs are a row per demand location and a column per facility, each at least 0; Infinity where there is no way. */
export function checkCosts(where: string, costs: DenseMatrix, demand: Locations, facilities: Locations): void {
  checkDense(where, "costs", costs);
  checkLength(where, "costs.rows", costs.rows, demand.length);
  checkLength(where, "costs.columns", costs.columns, facilities.length);
  for (let k = 0; k < costs.value.length; k++) {
    if (!(typeof costs.value[k] === "number" && costs.value[k]! >= 0))
      fail(where, `costs.value[${k}]`, "a number of at least 0, Infinity where there is no way", costs.value[k]);
  }
}

/** Throws unless there is a finite amount of at least 0 for each location. */
export function checkAmounts(where: string, name: string, amounts: ArrayLike<number>, locations: Locations): void {
  checkList(where, name, amounts);
  checkLength(where, name, amounts.length, locations.length);
  for (let i = 0; i < amounts.length; i++) checkNumber(where, `${name}[${i}]`, amounts[i]!, 0);
}
