import { longestRun } from "../core/runs.ts";
import type { Sequences } from "../types.ts";

/** How often a user was in touch with each contact: what the measures of contacts begin with. */

/** Calls and texts of users with others: `contact` is a row of `contacts`. */
export type Contacts = Sequences<{ readonly time: Uint32Array; readonly contact: Uint32Array }> & {
  readonly contacts: readonly string[];
};

/** The contacts of one user: for contact number k of the user, in order of first contact, weight[k] and rows[k]. */
export interface Tally {
  count: number;
  /** The sum of the weights of the rows with the contact. */
  readonly weight: Float64Array;
  /** The number of rows with the contact. */
  readonly rows: Uint32Array;
}

/**
 * Makes the function that sums up one user's rows by contact; what it gives is overwritten by the next call.
 *
 * @param interactions - the interactions
 * @param weights - the weight of each row; a row whose weight is NaN is left out. 1 for each unless given
 */
export function createTally(interactions: Contacts, weights?: ArrayLike<number>): (user: number) => Tally {
  const { offsets, contacts, columns } = interactions;
  const { contact } = columns;
  const most = Math.min(contacts.length, longestRun(offsets));
  const tally: Tally = { count: 0, weight: new Float64Array(most), rows: new Uint32Array(most) };
  /** One more than the contact's place in the tally; 0 where the user has had nothing with the contact. */
  const places = new Uint32Array(contacts.length);
  return (user) => {
    sumUp(contact, weights, offsets[user]!, offsets[user + 1]!, places, tally);
    return tally;
  };
}

// The loop over rows is a function of its own, not a closure: a closure is compiled anew for every table.
function sumUp(
  contact: Uint32Array,
  weights: ArrayLike<number> | undefined,
  from: number,
  to: number,
  places: Uint32Array,
  tally: Tally,
): void {
  const { weight, rows } = tally;
  let count = 0;
  for (let i = from; i < to; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    if (Number.isNaN(w)) continue;
    const c = contact[i]!;
    let place = places[c]!;
    if (place === 0) {
      place = ++count;
      places[c] = place;
      weight[place - 1] = 0;
      rows[place - 1] = 0;
    }
    weight[place - 1]! += w;
    rows[place - 1]!++;
  }
  for (let i = from; i < to; i++) places[contact[i]!] = 0;
  tally.count = count;
}
