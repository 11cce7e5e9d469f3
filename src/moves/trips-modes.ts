import { checkInteger, checkNumber, checkOptions, checkText, fail } from "../core/check.ts";
import { checkSpans } from "../core/check-events.ts";
import { checkList } from "../core/check-tables.ts";
import type { Legs } from "./trips-legs.ts";

export interface TransportModesOptions {
  /** Names of the modes, from the slowest to the fastest. */
  readonly labels: readonly string[];
  /** For each mode but the last the speed it stays below, in km/h, rising. */
  readonly belowKmh: readonly number[];
}

/** trackintel's coarse modes: on foot or by bicycle, by car or train, by express train or plane. */
export const TRANSPORT_MODES: TransportModesOptions = {
  labels: ["slow_mobility", "motorized_mobility", "fast_mobility"],
  belowKmh: [15, 100],
};

/** How each leg was travelled. */
export interface TransportModes {
  readonly labels: readonly string[];
  /** A row of `labels` per leg, −1 for a leg without duration. */
  readonly mode: Int32Array;
  /** Length over duration of each leg; NaN or Infinity without duration. */
  readonly metersPerSecond: Float64Array;
}

/**
 * How did people travel: slowly, by motor, or faster? Each leg by its mean speed.
 *
 * **How** metersPerSecond = meters / (end − start); the mode is the first whose border, belowKmh / 3.6, the speed is
 * below, the last one if it is below none. Coarse, and only as good as the fixes are dense: a leg is no shorter than its way.
 *
 * @param legs - legs of users, with their lengths
 * @param options - the modes and the speeds between them, such as `TRANSPORT_MODES`
 * @returns the mode and the speed of each leg, in the order of the legs
 * @throws RangeError for legs out of order, or borders that do not rise
 *
 * **Cost** O(legs).
 *
 * [martin-2023]
 *
 * @example
 * const columns = { start: Uint32Array.of(0, 900), end: Uint32Array.of(600, 1200), fixes: Uint32Array.of(9, 9), meters: Float64Array.of(800, 6000) };
 * const legs = { users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * detectTransportModes(legs, TRANSPORT_MODES).mode; // Int32Array(2) [ 0, 1 ]
 */
export function detectTransportModes(legs: Legs, options: TransportModesOptions): TransportModes {
  const where = "detectTransportModes";
  checkOptions(where, options, ["labels", "belowKmh"]);
  const { labels, belowKmh } = options;
  checkList(where, "labels", labels);
  checkList(where, "belowKmh", belowKmh);
  checkInteger(where, "labels.length", labels.length, 1);
  for (let m = 0; m < labels.length; m++) checkText(where, `labels[${m}]`, labels[m]!);
  if (belowKmh.length !== labels.length - 1) {
    fail(where, "belowKmh.length", `${labels.length - 1}, one less than labels`, belowKmh.length);
  }
  for (let m = 0; m < belowKmh.length; m++) {
    checkNumber(where, `belowKmh[${m}]`, belowKmh[m]!, m === 0 ? 0 : belowKmh[m - 1]!);
  }
  checkSpans(where, "legs", legs, ["meters"]);
  const { start, end, meters } = legs.columns;
  const mode = new Int32Array(legs.length);
  const metersPerSecond = new Float64Array(legs.length);
  for (let l = 0; l < legs.length; l++) {
    const speed = meters[l]! / (end[l]! - start[l]!);
    metersPerSecond[l] = speed;
    let m = 0;
    while (m < belowKmh.length && !(speed < belowKmh[m]! / 3.6)) m++;
    mode[l] = Number.isFinite(speed) ? m : -1;
  }
  return { labels, mode, metersPerSecond };
}
