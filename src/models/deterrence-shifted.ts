import { checkNumber, checkOptions } from "../core/check.ts";
import { log1p } from "../core/near-zero.ts";
import type { Deterrence } from "./deterrence.ts";

export interface ShiftedPowerOptions {
  /** The distance up to which flows hardly fall, in the unit of the distances. Above 0. */
  readonly scale: number;
}

/**
 * Flows hardly fall near by and with a power of distance far away: f(d) = (1 + d / scale)^logShiftedDistance, with a negative
 * coefficient. The shifted, Pareto or scaled power law, which takes distances of 0.
 *
 * **How** one term, `logShiftedDistance` = ln(1 + d / scale), for a scale that is given; `fitDeterrence` finds one.
 *
 * @param options - the scale
 * @returns the deterrence function; it takes distances of at least 0
 * @throws RangeError for a scale that is not above 0
 *
 * **Cost** one logarithm per pair
 *
 * @example
 * shiftedPower({ scale: 10 }).terms; // [ 'logShiftedDistance' ]
 */
export function shiftedPower(options: ShiftedPowerOptions): Deterrence {
  const where = "shiftedPower";
  checkOptions(where, options, ["scale"]);
  const { scale } = options;
  checkNumber(where, "scale", scale, Number.MIN_VALUE);
  return {
    name: `shifted power law, scale ${scale}`,
    costs: "of at least 0",
    terms: ["logShiftedDistance"],
    fillTerms: (costs, count, into) => {
      const logs = into[0]!;
      for (let k = 0; k < count; k++) logs[k] = log1p(costs[k]! / scale);
    },
  };
}
