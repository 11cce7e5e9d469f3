import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkEvents } from "../core/check-events.ts";
import { longestRun } from "../core/runs.ts";
import { createSummaries, fewestFor, type Summaries, summariseInto } from "../core/summary.ts";
import { sumOf } from "../core/sums.ts";
import type { Sequences, UserTable } from "../types.ts";

/**
 * How prepaid phones are topped up, which stands for what people can spend. The times between recharges are
 * `measureInterEventTimes` of the same table.
 */

/** The recharges of users: amounts of 0 or above. */
export type RechargeRows = Sequences<{ readonly time: Uint32Array; readonly amount: Float64Array }>;

export interface RechargeOptions {
  /** The share of the sum that the fewest recharges must make up, above 0 and at most 1; 0.8 in Pareto's rule. */
  readonly share: number;
}

/** How often each user tops up, and how much is on the phone. */
export type RechargeHabits = UserTable<{
  readonly recharges: Uint32Array;
  readonly total: Float64Array;
  readonly topShare: Float64Array;
  readonly averageBalance: Float64Array;
}>;

/**
 * How often does each user top up, how much do the large recharges make up, and how much is on the phone on average?
 *
 * **How** topShare = the fewest recharges, largest first, that have share of total / recharges. The balance is taken to fall
 * evenly from the amount of a recharge to 0 at the next one: averageBalance = Σ amountᵢ (timeᵢ₊₁ − timeᵢ) / 2 / (time of the
 * last − time of the first), in which the last recharge has no part.
 *
 * @param recharges - the recharges of each user in time order
 * @param options - the share of the sum that the largest recharges must have
 * @returns a row per user: `recharges`; `total`, 0 without one; `topShare` above 0 and at most 1, NaN where the total is 0;
 * `averageBalance` in the currency of the amounts, NaN where all recharges are of one second
 * @throws RangeError for rows out of time order, an amount below 0 or unknown, or a share that is none
 *
 * **Departs from the paper** number_of_recharges, percent_pareto_recharges and average_balance_recharges in bandicoot. The
 * last is meant as the area under the same curve, but its code replaces every time between recharges of one day or more by
 * one day, one of less by none, and the whole time by at most one day: it is half the sum of the amounts that lasted a day.
 *
 * **Cost** O(recharges log recharges of a user).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 86400, 345600), amount: Float64Array.of(6, 2, 4) };
 * const recharges = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureRecharges(recharges, { share: 0.5 }))[0].averageBalance; // 1.5
 */
export function measureRecharges(recharges: RechargeRows, options: RechargeOptions): RechargeHabits {
  const where = "measureRecharges";
  checkAmounts(where, recharges);
  checkOptions(where, options, ["share"]);
  checkNumber(where, "share", options.share, Number.MIN_VALUE, 1);
  const { users, offsets, columns } = recharges;
  const { time, amount } = columns;
  const length = users.length;
  const counts = new Uint32Array(length);
  const total = new Float64Array(length);
  const topShare = new Float64Array(length);
  const averageBalance = new Float64Array(length);
  const areas = new Float64Array(longestRun(offsets));
  for (let u = 0; u < length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    const sum = sumOf(amount, from, to);
    const top = fewestFor(options.share, amount.slice(from, to).sort(), sum);
    for (let i = from; i + 1 < to; i++) areas[i - from] = (amount[i]! * (time[i + 1]! - time[i]!)) / 2;
    counts[u] = to - from;
    total[u] = sum;
    topShare[u] = top === 0 ? Number.NaN : top / (to - from);
    averageBalance[u] = to - from < 2 ? Number.NaN : sumOf(areas, 0, to - from - 1) / (time[to - 1]! - time[from]!);
  }
  return { users, length, columns: { recharges: counts, total, topShare, averageBalance } };
}

/**
 * How large are the recharges of each user?
 *
 * **How** The values summarised are the amounts.
 *
 * @param recharges - the recharges of each user in time order
 * @returns a summary per user, `count` being the number of recharges; NaN without one
 * @throws RangeError for rows out of time order, or an amount below 0 or unknown
 *
 * **Departs from the paper** amount_recharges in bandicoot, whose skewness and kurtosis of equal values are 0.
 *
 * **Cost** O(recharges log recharges of a user).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 86400, 345600), amount: Float64Array.of(6, 2, 4) };
 * const recharges = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureRechargeAmounts(recharges))[0].median; // 4
 */
export function measureRechargeAmounts(recharges: RechargeRows): Summaries {
  checkAmounts("measureRechargeAmounts", recharges);
  const { users, offsets, columns } = recharges;
  const summaries = createSummaries(users.length);
  for (let u = 0; u < users.length; u++) {
    const amounts = columns.amount.slice(offsets[u]!, offsets[u + 1]!);
    summariseInto(summaries, u, amounts, amounts.length);
  }
  return { users, length: users.length, columns: summaries };
}

function checkAmounts(where: string, recharges: RechargeRows): void {
  checkEvents(where, "recharges", recharges, ["time", "amount"]);
  const { amount } = recharges.columns;
  for (let i = 0; i < amount.length; i++) {
    if (!(amount[i]! >= 0 && amount[i]! < Infinity)) {
      fail(where, `recharges.columns.amount[${i}]`, "a finite number of at least 0", amount[i]);
    }
  }
}
