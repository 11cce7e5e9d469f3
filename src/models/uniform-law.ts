import { checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { rowLaw } from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";
import { checkMasses } from "./observations.ts";

export interface UniformLawOptions {
  /** What each location offers; the same number everywhere makes all places alike. Finite numbers of at least 0. */
  readonly opportunities: ArrayLike<number>;
}

/**
 * How strongly would places draw people, if it did not matter how far they are? The baseline that a law of distance or of
 * intervening opportunities must beat.
 *
 * **How** p[o, d] = n / opportunities of all places but the origin, with the destination's opportunities n.
 *
 * @param options - opportunities; ones for the uniform law of TDLM, in which every other place is as likely as the next
 * @returns the law; rows add up to 1, or to 0 where there is nothing elsewhere
 * @throws RangeError for opportunities that are not finite or below 0
 *
 * **Cost** O(n) per row
 *
 * [lenormand-2016]
 * @example
 * denseFromRows(uniformLaw({ opportunities: [10, 10, 30] })).value.slice(0, 3); // Float64Array(3) [ 0, 0.25, 0.75 ]
 * denseFromRows(uniformLaw({ opportunities: [1, 1, 1] })).value.slice(0, 3); // Float64Array(3) [ 0, 0.5, 0.5 ]
 */
export function uniformLaw(options: UniformLawOptions): FlowLaw {
  const where = "uniformLaw";
  checkOptions(where, options, ["opportunities"]);
  checkList(where, "opportunities", options.opportunities);
  const locations = options.opportunities.length;
  checkMasses(where, "opportunities", options.opportunities, locations);
  const offered = Float64Array.from(options.opportunities);
  return rowLaw("uniform", locations, (origin, into) => {
    let most = 0;
    for (let d = 0; d < locations; d++) if (d !== origin && offered[d]! > most) most = offered[d]!;
    let others = 0;
    for (let d = 0; d < locations; d++) if (d !== origin) others += offered[d]! / most;
    for (let d = 0; d < locations; d++) into[d] = d === origin || offered[d] === 0 ? 0 : offered[d]! / most / others;
  });
}
