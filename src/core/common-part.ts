import type { RowReader } from "./row-matrix.ts";
import { addTo } from "./sums.ts";

/** What two matrices have in common, and what each holds. */
export interface CommonPart {
  /** Σ min(a, b) over the cells. */
  readonly common: number;
  readonly first: number;
  readonly second: number;
}

/**
 * The common part of two matrices of one size, read a row at a time: Σ min(a, b), Σ a and Σ b. The diagonal is left out where
 * it is said to be. The common part of commuters is 2 · common / (first + second). Memory O(1) beyond that of the readers.
 */
export function commonPartOf(
  rows: number,
  columns: number,
  first: RowReader,
  second: RowReader,
  diagonal: boolean,
): CommonPart {
  const sums = new Float64Array(3);
  const lost = new Float64Array(3);
  for (let r = 0; r < rows; r++) {
    const a = first(r);
    const b = second(r);
    let common = 0;
    let sumA = 0;
    let sumB = 0;
    for (let c = 0; c < columns; c++) {
      if (c === r && !diagonal) continue;
      const x = a[c]!;
      const y = b[c]!;
      common += x < y ? x : y;
      sumA += x;
      sumB += y;
    }
    addTo(sums, lost, 0, common);
    addTo(sums, lost, 1, sumA);
    addTo(sums, lost, 2, sumB);
  }
  return { common: sums[0]! + lost[0]!, first: sums[1]! + lost[1]!, second: sums[2]! + lost[2]! };
}
