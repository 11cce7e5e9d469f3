import { fail } from "../core/check.ts";
import type { Random } from "../types.ts";

export { drawRunningSum } from "../core/variates.ts";

/**
 * Weighted choice among numbered things: an alias table where one distribution is drawn from again and again, running
 * sums where each is drawn from a few times.
 */

/** Column i is kept with probability keep[i], else `other[i]` is chosen. */
export interface AliasTable {
  readonly keep: Float64Array;
  readonly other: Uint32Array;
}

/**
 * The alias table of weights (Walker 1977 in the linear form of Vose 1991): every column holds 1 / n of the
 * probability, shared by at most two things. What has weight 0 is never chosen. Cost O(n).
 */
export function buildAliasTable(where: string, name: string, weights: ArrayLike<number>): AliasTable {
  const n = weights.length;
  let total = 0;
  let heaviest = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity)) fail(where, `${name}[${i}]`, "a finite weight of at least 0", weight);
    if (weight > weights[heaviest]!) heaviest = i;
    total += weight;
  }
  if (!(total > 0)) fail(where, name, "weights with a sum above 0", total);
  const keep = new Float64Array(n);
  const other = new Uint32Array(n);
  const small = new Uint32Array(n);
  const large = new Uint32Array(n);
  let smalls = 0;
  let larges = 0;
  for (let i = 0; i < n; i++) {
    keep[i] = (weights[i]! * n) / total;
    if (keep[i]! < 1) small[smalls++] = i;
    else large[larges++] = i;
  }
  while (smalls > 0 && larges > 0) {
    const poor = small[--smalls]!;
    const rich = large[larges - 1]!;
    other[poor] = rich;
    keep[rich] = keep[rich]! - (1 - keep[poor]!);
    if (keep[rich]! < 1) {
      larges--;
      small[smalls++] = rich;
    }
  }
  // What rounding leaves over is full, unless it has no weight at all.
  while (larges > 0) keep[large[--larges]!] = 1;
  while (smalls > 0) {
    const left = small[--smalls]!;
    keep[left] = weights[left] === 0 ? 0 : 1;
    other[left] = heaviest;
  }
  return { keep, other };
}

/** One draw from an alias table, with one random number. */
export function drawAlias(table: AliasTable, random: Random): number {
  const x = random() * table.keep.length;
  const column = Math.floor(x);
  return x - column < table.keep[column]! ? column : table.other[column]!;
}
