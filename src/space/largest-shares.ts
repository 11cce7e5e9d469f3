import { checkCrosswalk } from "../core/check-crosswalk.ts";
import type { Crosswalk } from "../types.ts";

/**
 * In which region is each zone, or each antenna?
 *
 * **How** the location of `crosswalk.to` that has the largest share of it; of equal shares the lower row. So say `relocate`,
 * `relocatePresence` and `relocateHomes`.
 *
 * @param crosswalk - shares of locations in regions: `buildAreaCrosswalk(zones, regions)`, or by points
 * @returns a row of `crosswalk.to` for each location of `crosswalk.from`, −1 where it has no share in any
 * @throws RangeError for anything but a crosswalk
 *
 * **Cost** O(entries of the crosswalk).
 *
 * @example
 * const square = (west) => [[[[west, 10], [west + 1, 10], [west + 1, 11], [west, 11]]]];
 * const zones = buildZones(["a", "b", "c"], [square(-74), square(-73), square(-72)]);
 * const regions = buildZones(["La Guajira", "Cesar"], [[...square(-74), ...square(-73)], square(-72)]);
 * findRegions(buildAreaCrosswalk(zones, regions)); // Int32Array(3) [ 0, 0, 1 ]
 */
export function findRegions(crosswalk: Crosswalk): Int32Array {
  checkCrosswalk("findRegions", "crosswalk", crosswalk);
  return largestShares(crosswalk);
}

/** As `findRegions` for a crosswalk that is well formed. */
export function largestShares({ shares }: Crosswalk): Int32Array {
  const rows = shares.offsets.length - 1;
  const target = new Int32Array(rows).fill(-1);
  for (let r = 0; r < rows; r++) {
    let largest = 0;
    for (let k = shares.offsets[r]!; k < shares.offsets[r + 1]!; k++) {
      if (shares.value[k]! <= largest) continue;
      largest = shares.value[k]!;
      target[r] = shares.index[k]!;
    }
  }
  return target;
}
