import { checkLength, checkNumber, checkOptions } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { ComparedMatrix } from "./similarity-input.ts";
import { ruzickaSimilarity } from "./similarity-matrices.ts";
import { type MobilitySimilarity, similarityWith } from "./similarity-mobility.ts";

export interface CallingRegularityOptions {
  /**
   * How the two profiles of shares are compared: Σ min / Σ max unless given; `(a, b) => cosineSimilarity(a, b)` and every other
   * similarity of two matrices, each a row of hours.
   */
  readonly similarity?: MobilitySimilarity;
}

/**
 * Do two people, or two groups, call at the same hours of the day? The similarity of their calling regularity.
 *
 * **How** with p and q the shares of the calls by hour, Σ min(p, q) / Σ max(p, q), the Ružička similarity
 *
 * @param a - the calls of one in each hour of the day, from midnight; any other bins that are the same for both will do
 * @param b - those of the other
 * @param options - another similarity
 * @returns from 0 (never in the same hour) to 1 (the same shares); NaN where either has no calls
 * @throws RangeError for profiles of different length, or counts that are not finite or below 0
 *
 * **Departs from the paper** it defines calls by hour, not how two profiles compare: minimum over maximum is ours.
 *
 * **Cost** O(hours)
 *
 * [alfeo-2019] [ruzicka-1958]
 * @example
 * callingRegularitySimilarity([10, 0, 30], [1, 0, 3]); // 1
 * callingRegularitySimilarity([1, 1, 0], [0, 1, 1]).toFixed(3); // '0.333'
 */
export function callingRegularitySimilarity(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: CallingRegularityOptions = {},
): number {
  const where = "callingRegularitySimilarity";
  const rows = [profileOf(where, "a", a), profileOf(where, "b", b)] as const;
  checkLength(where, "b", b.length, a.length);
  checkOptions(where, options, ["similarity"]);
  const { similarity = (first, second) => ruzickaSimilarity(first, second) } = options;
  return similarityWith(where, "similarity", similarity, rows[0], rows[1]);
}

/** Counts by hour as a matrix of one row. */
function profileOf(where: string, name: string, counts: ArrayLike<number>): ComparedMatrix {
  checkList(where, name, counts);
  for (let h = 0; h < counts.length; h++) checkNumber(where, `${name}[${h}]`, counts[h]!, 0);
  return { rows: 1, columns: counts.length, value: Float64Array.from(counts) };
}
