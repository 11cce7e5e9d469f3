import { checkNumber, checkOptions } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import { fewestFor } from "../core/summary.ts";
import { sumOf } from "../core/sums.ts";
import type { Sequences, UserTable } from "../types.ts";
import { type Contacts, createTally } from "./contact-tally.ts";

/** Calls of users with their durations. */
export type TimedContacts = Sequences<{
  readonly time: Uint32Array;
  readonly contact: Uint32Array;
  readonly duration: Float64Array;
}> & { readonly contacts: readonly string[] };

export interface ConcentrationOptions {
  /** The share of the whole that the fewest contacts must make up, above 0 and at most 1; 0.8 in Pareto's rule. */
  readonly share: number;
}

/** The fewest contacts that make up so much of the whole. */
export type Concentration = UserTable<{
  readonly contacts: Uint32Array;
  readonly topContacts: Uint32Array;
  readonly topShare: Float64Array;
}>;

/**
 * What part of the contacts makes up most of the interactions?
 *
 * **How** The contacts are taken in order of interactions, most first, until they have share of all; topShare =
 * topContacts / contacts.
 *
 * @param interactions - calls and texts of each user
 * @param options - the share that they must have
 * @returns a row per user: `contacts`, the fewest `topContacts` that suffice, and `topShare`, above 0 and at most 1, NaN
 * without interactions
 * @throws RangeError for rows out of time order or contacts that do not exist, or a share that is none
 *
 * **Departs from the paper** percent_pareto_interactions in bandicoot, there with a share of 0.8.
 *
 * **Cost** O(interactions + contacts log contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 1, 0, 0) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureContactConcentration(interactions, { share: 0.75 })); // [ { contacts: 2, topContacts: 1, topShare: 0.5 } ]
 */
export function measureContactConcentration(interactions: Contacts, options: ConcentrationOptions): Concentration {
  const where = "measureContactConcentration";
  checkInteractions(where, "interactions", interactions, ["time", "contact"]);
  checkShare(where, options);
  return concentrationOf(interactions, undefined, options.share);
}

/**
 * What part of the contacts makes up most of the time on the phone?
 *
 * **How** As `measureContactConcentration`, by the sum of durations instead of the number of interactions. Interactions
 * without a known duration, such as texts, are left out, and with them the contacts who have no other.
 *
 * @param interactions - calls of each user
 * @param options - the share of the time that they must have
 * @returns a row per user: `contacts` with a known duration, the fewest `topContacts` that suffice, and `topShare`, NaN
 * where no duration is known or all are 0
 * @throws RangeError for rows out of time order or contacts that do not exist, or a share that is none
 *
 * **Departs from the paper** percent_pareto_durations in bandicoot, there with a share of 0.8; it gives 0 where all
 * durations are 0, and rounds the time asked for up to whole seconds.
 *
 * **Cost** O(interactions + contacts log contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3), contact: Uint32Array.of(0, 1, 0), duration: Float64Array.of(10, 90, Number.NaN) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureDurationConcentration(interactions, { share: 0.8 })); // [ { contacts: 2, topContacts: 1, topShare: 0.5 } ]
 */
export function measureDurationConcentration(
  interactions: TimedContacts,
  options: ConcentrationOptions,
): Concentration {
  const where = "measureDurationConcentration";
  checkInteractions(where, "interactions", interactions, ["time", "contact", "duration"]);
  checkShare(where, options);
  return concentrationOf(interactions, interactions.columns.duration, options.share);
}

/** Throws unless the options have a share of the whole, above 0. */
function checkShare(where: string, options: ConcentrationOptions): void {
  checkOptions(where, options, ["share"]);
  checkNumber(where, "share", options.share, Number.MIN_VALUE, 1);
}

function concentrationOf(interactions: Contacts, weights: ArrayLike<number> | undefined, share: number): Concentration {
  const { users } = interactions;
  const length = users.length;
  const contacts = new Uint32Array(length);
  const topContacts = new Uint32Array(length);
  const tallyOf = createTally(interactions, weights);
  for (let u = 0; u < length; u++) {
    const { count, weight } = tallyOf(u);
    contacts[u] = count;
    const ascending = weight.subarray(0, count).sort();
    topContacts[u] = fewestFor(share, ascending, sumOf(ascending));
  }
  const topShare = Float64Array.from(topContacts, (top, u) => (top === 0 ? Number.NaN : top / contacts[u]!));
  return { users, length, columns: { contacts, topContacts, topShare } };
}
