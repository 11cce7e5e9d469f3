import { correlationOf, ranksOf } from "./correlation.ts";
import { type FlowCells, type FlowCellsOptions, flowPairOf } from "./flow-fit-input.ts";

/**
 * Do the pairs of places with more observed flow have more expected flow? Spearman's correlation over pairs.
 *
 * **How** Pearson's correlation of the ranks of all pairs, equal flows sharing the mean of their ranks.
 *
 * @param observed - observed flows
 * @param expected - what a model expects of the same pairs
 * @param options - whether the diagonal is in
 * @returns from −1 to 1; NaN where all observed or all expected flows are equal. Of a matrix that is mostly zeros it says above
 * all whether the pairs with flows are expected to have some
 * @throws RangeError for flows that are not finite or below 0, of different size or over other locations
 *
 * **Cost** O(pairs log pairs), memory 60 bytes a pair: unlike the other indices it needs all pairs at once
 *
 * [spearman-1904]
 *
 * @example
 * const observed = { rows: 1, columns: 4, value: Float64Array.of(0, 0, 5, 90) };
 * spearmanOfFlows(observed, { rows: 1, columns: 4, value: Float64Array.of(1, 1, 2, 3) }, { diagonal: true }); // 1
 */
export function spearmanOfFlows(observed: FlowCells, expected: FlowCells, options: FlowCellsOptions): number {
  const pair = flowPairOf("spearmanOfFlows", observed, expected, options, ["diagonal"]);
  const { rows, columns, diagonal } = pair;
  const pairs = rows * columns - (diagonal ? 0 : rows);
  const t = new Float64Array(pairs);
  const e = new Float64Array(pairs);
  let at = 0;
  for (let r = 0; r < rows; r++) {
    const observedRow = pair.observed(r);
    const expectedRow = pair.expected(r);
    for (let c = 0; c < columns; c++) {
      if (c === r && !diagonal) continue;
      t[at] = observedRow[c]!;
      e[at++] = expectedRow[c]!;
    }
  }
  return correlationOf(ranksOf(t), ranksOf(e));
}
