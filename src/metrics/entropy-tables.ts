import { checkNumber, fail } from "../core/check.ts";
import { log } from "../core/math.ts";
import type { UserTable } from "../types.ts";

/** What the entropies of people's places have in common: the unit, the table, and a quick logarithm of counts. */

export interface EntropyOptions {
  /** The base of the logarithm, and so the unit: 2 for bits, Math.E for nats. */
  readonly base: number;
}

/** An entropy per user in the unit that `base` gives, with the rows and the different places behind it. */
export type Entropies<C extends Readonly<Record<string, Float64Array>> = { readonly entropy: Float64Array }> =
  UserTable<C & { readonly rows: Uint32Array; readonly places: Uint32Array; readonly entropy: Float64Array }> & {
    readonly base: number;
  };

/** The natural logarithm of the base: what nats are divided by. */
export function checkedUnit(where: string, base: number): number {
  checkNumber(where, "base", base);
  if (base <= 1) fail(where, "base", "above 1", base);
  return log(base);
}

/** Logarithms of the whole numbers below this are looked up. */
const TABLED = 1024;

/** Natural logarithms of 0 … 1023; that of 0 is −Infinity. */
export function tableOfLogs(): Float64Array {
  return Float64Array.from({ length: TABLED }, (_, n) => log(n));
}

/** The natural logarithm of x, from the table if x is a small whole number. */
export function logOf(x: number, logs: Float64Array): number {
  return x < TABLED && Number.isInteger(x) ? logs[x]! : log(x);
}
