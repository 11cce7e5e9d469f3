import { checkOptions } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import { log } from "../core/math.ts";
import type { UserTable } from "../types.ts";
import { type Contacts, createTally } from "./contact-tally.ts";
import { checkedUnit } from "./entropy-tables.ts";

export interface ContactEntropyOptions {
  /** The base of the logarithm: Math.E for nats, 2 for bits. */
  readonly base: number;
}

/** How evenly each user's interactions are spread over contacts. */
export type ContactEntropy = UserTable<{
  readonly contacts: Uint32Array;
  readonly entropy: Float64Array;
  readonly evenness: Float64Array;
}>;

/**
 * Does a user speak with many people alike, or mostly with a few? The entropy of contacts.
 *
 * **How** entropy = −Σ p ln p / ln base, p = interactions with a contact / all of the user; evenness = −Σ p ln p / ln n with
 * n contacts, which has no base.
 *
 * @param interactions - calls and texts of each user
 * @param options - the base, and with it the unit
 * @returns a row per user: `contacts`; `entropy` from 0 (one contact) to log n, NaN without interactions; `evenness` from 0
 * to 1, NaN with fewer than two contacts
 * @throws RangeError for rows out of time order or contacts that do not exist, or a base that is not above 1
 *
 * **Departs from the paper** entropy_of_contacts in bandicoot, whose normalised form is 0 for a single contact.
 *
 * **Cost** O(interactions + contacts).
 *
 * [bandicoot] [eagle-2010]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 1, 0, 1) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureContactEntropy(interactions, { base: 2 })); // [ { contacts: 2, entropy: 1, evenness: 1 } ]
 */
export function measureContactEntropy(interactions: Contacts, options: ContactEntropyOptions): ContactEntropy {
  const where = "measureContactEntropy";
  checkInteractions(where, "interactions", interactions, ["time", "contact"]);
  checkOptions(where, options, ["base"]);
  const unit = checkedUnit(where, options.base);
  const { users, offsets } = interactions;
  const length = users.length;
  const contacts = new Uint32Array(length);
  const entropy = new Float64Array(length);
  const evenness = new Float64Array(length);
  const tallyOf = createTally(interactions);
  for (let u = 0; u < length; u++) {
    const { count, rows } = tallyOf(u);
    const all = offsets[u + 1]! - offsets[u]!;
    let nats = 0;
    for (let k = 0; k < count; k++) nats += (rows[k]! / all) * log(all / rows[k]!);
    contacts[u] = count;
    entropy[u] = all === 0 ? Number.NaN : nats / unit;
    // Rounding must not carry the most even spread above 1.
    evenness[u] = count < 2 ? Number.NaN : Math.min(1, nats / log(count));
  }
  return { users, length, columns: { contacts, entropy, evenness } };
}
