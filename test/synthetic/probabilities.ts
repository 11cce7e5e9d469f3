import type { AliasTable } from "../../src/synthetic/weighted-choice.ts";

/** The probability of every thing, read back from the table. */
export function probabilitiesOf(table: AliasTable): number[] {
  const n = table.keep.length;
  const probability = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    probability[i]! += table.keep[i]! / n;
    probability[table.other[i]!]! += (1 - table.keep[i]!) / n;
  }
  return probability;
}
