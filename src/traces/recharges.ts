import { checkLength, checkNumber, fail } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Sequences } from "../types.ts";

/** The top-ups of each user in time order; `amount` is in the currency that was given. */
export type Recharges = Sequences<{ readonly time: Uint32Array; readonly amount: Float64Array }>;

/** Recharges as columns in any order. */
export interface RechargeColumns {
  /** Every user's id once, in any order. */
  readonly users: readonly string[];
  /** The user of each recharge: a row of `users`. */
  readonly user: ArrayLike<number>;
  /** The time of each recharge, UTC seconds. */
  readonly time: ArrayLike<number>;
  /** The amount of each recharge, 0 or above. */
  readonly amount: ArrayLike<number>;
}

/**
 * Who topped up a prepaid phone, when and by how much? The recharges of each user in time order.
 *
 * **How** A counting sort by user and a stable sort by time, so that recharges of the same second keep their order.
 *
 * @param recharges - user, time and amount of each recharge in columns of one length, and the users' ids
 * @returns a row per recharge; all `users` in the order of their ids, also those without one
 * @throws RangeError for columns of different lengths, a user that is not there, an id given twice, times that are not
 * whole seconds, or an amount that is below 0 or not known
 *
 * **Cost** O(recharges + users log users).
 *
 * @example
 * const recharges = buildRecharges({ users: ["bo", "ana"], user: [0, 1, 0], time: [30, 10, 20], amount: [5, 2, 9] });
 * recharges.users; // [ 'ana', 'bo' ]
 * rowsOf(recharges); // [ { time: 10, amount: 2 }, { time: 20, amount: 9 }, { time: 30, amount: 5 } ]
 */
export function buildRecharges(recharges: RechargeColumns): Recharges {
  const where = "buildRecharges";
  checkLists(where, "recharges", recharges, ["users", "user", "time", "amount"], "{ users, user, time, amount }");
  const { users, user, time, amount } = recharges;
  checkLength(where, "recharges.time", time.length, user.length);
  checkLength(where, "recharges.amount", amount.length, user.length);
  const order = orderOfIds(users);
  for (let i = 1; i < order.length; i++) {
    const id = users[order[i]!]!;
    if (id === users[order[i - 1]!]) fail(where, "recharges.users", "all different", id);
  }
  const rank = rankOf(order);
  const numbers = new Uint32Array(user.length);
  const rows = new Uint32Array(user.length);
  for (let i = 0; i < user.length; i++) {
    if (rank[user[i]!] === undefined) {
      fail(where, `recharges.user[${i}]`, `a row of the ${users.length} users`, user[i]);
    }
    if (time[i] !== time[i]! >>> 0) fail(where, `recharges.time[${i}]`, "whole seconds since 1970", time[i]);
    checkNumber(where, `recharges.amount[${i}]`, amount[i]!, 0);
    numbers[i] = rank[user[i]!]!;
    rows[i] = i;
  }
  const grouped = groupByUserAndTime(numbers, Uint32Array.from(time), rows, users.length);
  return {
    users: Array.from(order, (row) => users[row]!),
    length: user.length,
    offsets: grouped.offsets,
    columns: { time: grouped.time, amount: Float64Array.from(grouped.value, (row) => amount[row]!) },
  };
}
