import { log } from "../core/math.ts";
import type { Table } from "../types.ts";
import { type AreaCounts, type TwoGroupsOptions, twoGroupsOf } from "./segregation-counts.ts";

/**
 * How two groups share each area, a row per area in their order. `shareRatio` compares the area's shares of both groups, `countRatio`
 * the people; `diversity` is the chance that two people of the area, drawn one after the other, are of both groups (Gini–Simpson);
 * `entropy` is in bits. 0 where one of the two lives without the other, NaN where neither lives.
 */
export type ResidentialInclusion = Table<{
  readonly area: Uint32Array;
  readonly shareRatio: Float64Array;
  readonly countRatio: Float64Array;
  readonly diversity: Float64Array;
  readonly entropy: Float64Array;
}>;

/**
 * In which districts do two groups live side by side? Residential inclusion, area by area.
 *
 * **How** with x and y residents of the two groups in an area, X and Y in all areas: shareRatio = min(x / X, y / Y) / max(x / X, y / Y);
 * countRatio = min(x, y) / max(x, y); diversity = 1 − p² − (1 − p)² and entropy = −p log₂ p − (1 − p) log₂ (1 − p) with p = x / (x + y).
 *
 * @param counts - residents by area and group, of `countResidents` for instance
 * @param options - which group beside which
 * @returns a row per area: ratios from 0 to 1 (alike), diversity from 0 to ½, entropy from 0 to 1; all NaN where neither group lives.
 * shareRatio is NaN everywhere if one of the groups has nobody in any area
 * @throws RangeError for a label that is not there, a group against itself, or a count that is missing or below 0
 *
 * **Departs from the paper** it is known from a summary, "the coexistence of resident locals and refugees in a given district": no formula is
 * given, so four are.
 *
 * **Cost** O(areas · groups)
 *
 * [alfeo-2019]
 * @example
 * const counts = { labels: ["locals", "refugees"], count: Float64Array.of(60, 10, 20, 10, 20, 0) };
 * const { shareRatio, countRatio } = measureResidentialInclusion(counts, { group: "refugees" }).columns;
 * Array.from(shareRatio, (ratio) => ratio.toFixed(3)); // [ '0.833', '0.400', '0.000' ]
 * countRatio[1]; // 0.5
 */
export function measureResidentialInclusion(counts: AreaCounts, options: TwoGroupsOptions): ResidentialInclusion {
  const { areas, x, y, sumX, sumY } = twoGroupsOf("measureResidentialInclusion", counts, options);
  const column = (of: (x: number, y: number) => number): Float64Array =>
    Float64Array.from({ length: areas }, (_, i) => of(x[i]!, y[i]!));
  const ratio = (a: number, b: number): number => Math.min(a, b) / Math.max(a, b);
  const columns = {
    area: Uint32Array.from({ length: areas }, (_, i) => i),
    shareRatio: column((a, b) => ratio(a / sumX, b / sumY)),
    countRatio: column(ratio),
    diversity: column((a, b) => (2 * a * b) / ((a + b) * (a + b))),
    entropy: column((a, b) => bitsOf(a / (a + b)) + bitsOf(b / (a + b))),
  };
  return { length: areas, columns };
}

/** −p log₂ p, 0 of 0. */
function bitsOf(p: number): number {
  return p === 0 ? 0 : (-p * log(p)) / Math.LN2;
}
