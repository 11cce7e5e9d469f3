import { checkInteger, checkOptions } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import type { Sequences, UserTable } from "../types.ts";

/** Calls and texts of users with their direction. */
export type DirectedContacts = Sequences<{
  readonly time: Uint32Array;
  readonly contact: Uint32Array;
  readonly outgoing: Uint8Array;
}> & { readonly contacts: readonly string[] };

export interface ContactCountsOptions {
  /** How many interactions make somebody a contact; 1 unless given. */
  readonly minInteractions?: number;
}

/** How much each user calls and writes, and with how many people. */
export type ContactCounts = UserTable<{
  readonly interactions: Uint32Array;
  readonly incoming: Uint32Array;
  readonly outgoing: Uint32Array;
  readonly outgoingShare: Float64Array;
  readonly contacts: Uint32Array;
}>;

/**
 * How much does each user call and write, how much of it is begun by the user, and with how many people?
 *
 * **How** outgoingShare = outgoing / interactions; `contacts` counts the different others with at least minInteractions.
 * Calls and texts count alike: `selectKind` takes them apart.
 *
 * @param interactions - calls and texts of each user
 * @param options - how many interactions make somebody a contact
 * @returns a row per user: `interactions`, `incoming`, `outgoing`; `outgoingShare` from 0 to 1, NaN without interactions;
 * `contacts`
 * @throws RangeError for rows out of time order or contacts that do not exist
 *
 * **Departs from the paper** in bandicoot these are number_of_interactions (in and out), percent_initiated_interactions and
 * number_of_contacts, whose `more` is minInteractions − 1.
 *
 * **Cost** O(interactions + contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 1, 0, 0), outgoing: Uint8Array.of(1, 0, 0, 0) };
 * const interactions = { users: ["ana"], contacts: ["bo", "cy"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureContacts(interactions)); // [ { interactions: 4, incoming: 3, outgoing: 1, outgoingShare: 0.25, contacts: 2 } ]
 */
export function measureContacts(interactions: DirectedContacts, options: ContactCountsOptions = {}): ContactCounts {
  const where = "measureContacts";
  checkInteractions(where, "interactions", interactions, ["time", "contact", "outgoing"]);
  checkOptions(where, options, ["minInteractions"]);
  const { minInteractions = 1 } = options;
  checkInteger(where, "minInteractions", minInteractions, 1);
  const { users, offsets, columns } = interactions;
  const { contact, outgoing } = columns;
  const counts = new Uint32Array(interactions.contacts.length);
  const length = users.length;
  const all = new Uint32Array(length);
  const out = new Uint32Array(length);
  const contacts = new Uint32Array(length);
  for (let u = 0; u < length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    let sent = 0;
    let known = 0;
    for (let i = from; i < to; i++) {
      const count = counts[contact[i]!]! + 1;
      counts[contact[i]!] = count;
      if (count === minInteractions) known++;
      sent += outgoing[i]!;
    }
    for (let i = from; i < to; i++) counts[contact[i]!] = 0;
    all[u] = to - from;
    out[u] = sent;
    contacts[u] = known;
  }
  const incoming = all.map((n, u) => n - out[u]!);
  const outgoingShare = Float64Array.from(all, (n, u) => out[u]! / n);
  return { users, length, columns: { interactions: all, incoming, outgoing: out, outgoingShare, contacts } };
}
