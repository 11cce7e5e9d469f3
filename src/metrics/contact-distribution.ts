import { checkInteractions } from "../core/check-events.ts";
import { createSummaries, type Summaries, summariseInto } from "../core/summary.ts";
import type { DirectedContacts } from "./contact-counts.ts";
import { type Contacts, createTally } from "./contact-tally.ts";

/**
 * How many interactions does a user have with each contact?
 *
 * **How** The values summarised are the numbers of interactions with each of the user's contacts.
 *
 * @param interactions - calls and texts of each user
 * @returns a summary per user, `count` being the number of contacts; NaN without interactions, skewness and kurtosis also
 * where all contacts have the same number
 * @throws RangeError for rows out of time order or contacts that do not exist
 *
 * **Departs from the paper** interactions_per_contact in bandicoot, whose skewness and kurtosis of equal values are 0.
 *
 * **Cost** O(interactions + contacts log contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 1, 0, 0) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureInteractionsPerContact(interactions))[0].mean; // 2
 * rowsOf(measureInteractionsPerContact(interactions))[0].max; // 3
 */
export function measureInteractionsPerContact(interactions: Contacts): Summaries {
  checkInteractions("measureInteractionsPerContact", "interactions", interactions, ["time", "contact"]);
  return summariesOf(interactions, undefined, (_weight, rows) => rows);
}

/**
 * Who calls whom? The balance between a user and each contact: 1 where all comes from the user, 0 where nothing does.
 *
 * **How** The values summarised are outgoing / (outgoing + incoming) for each of the user's contacts.
 *
 * @param interactions - calls and texts of each user
 * @returns a summary per user, `count` being the number of contacts; NaN without interactions, skewness and kurtosis also
 * where all balances are the same
 * @throws RangeError for rows out of time order or contacts that do not exist
 *
 * **Departs from the paper** balance_of_contacts(weighted=False) in bandicoot, whose skewness and kurtosis of equal values
 * are 0.
 *
 * **Cost** O(interactions + contacts log contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 1, 0, 1), outgoing: Uint8Array.of(1, 0, 1, 1) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureContactBalance(interactions))[0].mean; // 0.75
 */
export function measureContactBalance(interactions: DirectedContacts): Summaries {
  checkInteractions("measureContactBalance", "interactions", interactions, ["time", "contact", "outgoing"]);
  return summariesOf(interactions, interactions.columns.outgoing, (outgoing, rows) => outgoing / rows);
}

/**
 * How much of all that a user calls and writes does the user begin with each contact? The balance weighted by interactions.
 *
 * **How** The values summarised are outgoing to the contact / all interactions of the user, for each contact.
 *
 * @param interactions - calls and texts of each user
 * @returns a summary per user, `count` being the number of contacts; NaN without interactions, skewness and kurtosis also
 * where all values are the same
 * @throws RangeError for rows out of time order or contacts that do not exist
 *
 * **Departs from the paper** balance_of_contacts in bandicoot as it is by default. Its skewness and kurtosis of equal values
 * are 0, or ±1 and 1 where their mean is rounded.
 *
 * **Cost** O(interactions + contacts log contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 1, 0, 1), outgoing: Uint8Array.of(1, 0, 1, 1) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureWeightedContactBalance(interactions))[0].max; // 0.5
 */
export function measureWeightedContactBalance(interactions: DirectedContacts): Summaries {
  checkInteractions("measureWeightedContactBalance", "interactions", interactions, ["time", "contact", "outgoing"]);
  return summariesOf(interactions, interactions.columns.outgoing, (outgoing, _rows, all) => outgoing / all);
}

/** Summaries of a value per contact, made of the contact's weight and rows and all rows of the user. */
function summariesOf(
  interactions: Contacts,
  weights: ArrayLike<number> | undefined,
  measure: (weight: number, rows: number, all: number) => number,
): Summaries {
  const { users, offsets } = interactions;
  const columns = createSummaries(users.length);
  const tallyOf = createTally(interactions, weights);
  for (let u = 0; u < users.length; u++) {
    const { count, weight, rows } = tallyOf(u);
    const all = offsets[u + 1]! - offsets[u]!;
    for (let k = 0; k < count; k++) weight[k] = measure(weight[k]!, rows[k]!, all);
    summariseInto(columns, u, weight, count);
  }
  return { users, length: users.length, columns };
}
