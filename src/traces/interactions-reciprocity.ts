import { checkNumber, checkOptions } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Sequences } from "../types.ts";
import { keepRows } from "./interactions-rows.ts";

/** What is compared of the two sides of an interaction. */
export type TwoSided = Sequences<{
  readonly time: Uint32Array;
  readonly contact: Uint32Array;
  readonly outgoing: Uint8Array;
  readonly kind: Uint8Array;
  readonly duration: Float64Array;
}> & { readonly contacts: readonly string[] };

export interface ReciprocatedOptions {
  /** How far apart the times of the two sides may be, in seconds; 0 asks for the same second. */
  readonly maxDifferenceSeconds: number;
}

/**
 * Which interactions do both sides tell of? Where each user's records came apart, a call that only one of two users has is
 * an error of one of the files.
 *
 * **How** An interaction with a contact who is a user of the table is kept if the contact has one with the user of the
 * other direction, of the same kind and duration, at most maxDifferenceSeconds apart. Interactions with contacts whose own
 * side is not in the table are kept, since nothing can be said of them. Two unknown durations are the same.
 *
 * @param interactions - the interactions of each user, as `buildOwnInteractions` makes them
 * @param options - how exactly the times of both sides must agree
 * @returns the interactions kept, all users and contacts with them
 * @throws RangeError for rows out of time order or contacts that do not exist, or a difference below 0
 *
 * **Departs from the paper** bandicoot, which drops what is not reciprocated when it reads a network (less than 30 seconds
 * apart), is content with an interaction of the contact with anybody.
 *
 * **Cost** O(rows · (log rows of a user + rows within maxDifferenceSeconds)).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(10, 500, 12), contact: Uint32Array.of(1, 1, 0), outgoing: Uint8Array.of(1, 1, 0), kind: new Uint8Array(3), duration: new Float64Array(3) };
 * const both = { users: ["ana", "bo"], contacts: ["ana", "bo"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns };
 * selectReciprocated(both, { maxDifferenceSeconds: 29 }).columns.time; // Uint32Array(2) [ 10, 12 ]
 */
export function selectReciprocated<S extends TwoSided>(interactions: S, options: ReciprocatedOptions): S {
  const where = "selectReciprocated";
  checkInteractions(where, "interactions", interactions, ["time", "contact", "outgoing", "kind", "duration"]);
  checkOptions(where, options, ["maxDifferenceSeconds"]);
  const { maxDifferenceSeconds } = options;
  checkNumber(where, "maxDifferenceSeconds", maxDifferenceSeconds, 0);
  const { users, contacts, offsets, columns } = interactions;
  const { time, contact, outgoing, kind, duration } = columns;
  const userOf = new Map(users.map((id, u) => [id, u]));
  const userOfContact = contacts.map((id) => userOf.get(id) ?? -1);
  const contactOf = new Map(contacts.map((id, c) => [id, c]));
  const keep = new Uint8Array(interactions.length);
  for (let u = 0; u < users.length; u++) {
    const self = contactOf.get(users[u]!) ?? -1;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const other = userOfContact[contact[i]!]!;
      if (other < 0) {
        keep[i] = 1;
        continue;
      }
      const to = offsets[other + 1]!;
      const last = time[i]! + maxDifferenceSeconds;
      for (let j = firstAtLeast(time, offsets[other]!, to, time[i]! - maxDifferenceSeconds); j < to; j++) {
        if (time[j]! > last) break;
        if (contact[j] !== self || outgoing[j] === outgoing[i] || kind[j] !== kind[i]) continue;
        if (duration[j] !== duration[i] && !(Number.isNaN(duration[i]) && Number.isNaN(duration[j]))) continue;
        keep[i] = 1;
        break;
      }
    }
  }
  return keepRows(interactions, keep);
}
