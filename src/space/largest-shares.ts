import type { Crosswalk } from "../types.ts";

/**
 * For each location of `crosswalk.from` the row of `crosswalk.to` that has the largest share of it, of equal shares the
 * lower row; −1 where none has a share above 0.
 */
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
