import { checkNumber, checkOptions } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import { longestRun } from "../core/runs.ts";
import { createSummaries, type Summaries, summariseInto } from "../core/summary.ts";
import type { Sequences, UserTable } from "../types.ts";

/**
 * Conversations by text message, and who answers in them.
 *
 * A conversation is a run of texts between a user and one contact, each less than gapSeconds after the one before, with no
 * call between them. One that goes on over the border of a selection is cut there: select days or weeks with that in mind.
 */

/** Calls and texts of users in both directions. */
export type Exchanges = Sequences<{
  readonly time: Uint32Array;
  readonly contact: Uint32Array;
  readonly outgoing: Uint8Array;
  readonly kind: Uint8Array;
}> & { readonly contacts: readonly string[] };

export interface ConversationOptions {
  /** The silence, in seconds, after which a text begins another conversation; 3600 in bandicoot. */
  readonly gapSeconds: number;
}

/** Conversations of each user, who began them, and whether the user answered. */
export type Conversations = UserTable<{
  readonly conversations: Uint32Array;
  readonly initiated: Uint32Array;
  readonly initiatedShare: Float64Array;
  readonly answered: Uint32Array;
  readonly responseRate: Float64Array;
}>;

/**
 * Who begins conversations by text, and are those that others begin answered?
 *
 * **How** A conversation is initiated by the user if its first text is outgoing; of the others, it is answered if any text
 * is. initiatedShare = initiated / conversations; responseRate = answered / (conversations − initiated).
 *
 * @param interactions - calls and texts of each user together: a call ends a conversation
 * @param options - the silence that ends a conversation
 * @returns a row per user: `conversations`, `initiated`, `answered`; `initiatedShare` from 0 to 1, NaN without a
 * conversation; `responseRate` from 0 to 1, NaN without one that a contact began
 * @throws RangeError for rows out of time order or contacts that do not exist, or a gap that is not above 0
 *
 * **Departs from the paper** percent_initiated_conversations, which is 0 without a conversation, and response_rate_text in
 * bandicoot. Its manual says that each call counts as a conversation; its code counts texts only, as is done here.
 *
 * **Cost** O(interactions + contacts).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 60, 9000), contact: new Uint32Array(3), outgoing: Uint8Array.of(0, 1, 0), kind: Uint8Array.of(1, 1, 1) };
 * const interactions = { users: ["ana"], contacts: ["bo"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureConversations(interactions, { gapSeconds: 3600 })); // [ { conversations: 2, initiated: 0, initiatedShare: 0, answered: 1, responseRate: 0.5 } ]
 */
export function measureConversations(interactions: Exchanges, options: ConversationOptions): Conversations {
  checkExchanges("measureConversations", interactions, options);
  const { users } = interactions;
  const length = users.length;
  const conversations = new Uint32Array(length);
  const initiated = new Uint32Array(length);
  const answered = new Uint32Array(length);
  const follow = createFollower(interactions, options.gapSeconds);
  for (let u = 0; u < length; u++) {
    const followed = follow(u);
    conversations[u] = followed.conversations;
    initiated[u] = followed.initiated;
    answered[u] = followed.answered;
  }
  const initiatedShare = Float64Array.from(initiated, (n, u) => n / conversations[u]!);
  const responseRate = Float64Array.from(answered, (n, u) => n / (conversations[u]! - initiated[u]!));
  return { users, length, columns: { conversations, initiated, initiatedShare, answered, responseRate } };
}

/**
 * How long does it take each user to answer a text?
 *
 * **How** The values summarised are the seconds from an incoming text to the next one of the conversation, if that is
 * outgoing. Two texts of the same second are no answer: which came first is not known.
 *
 * @param interactions - calls and texts of each user together: a call ends a conversation
 * @param options - the silence that ends a conversation; delays are shorter
 * @returns a summary per user in seconds, `count` being the number of answers; NaN without one
 * @throws RangeError for rows out of time order or contacts that do not exist, or a gap that is not above 0
 *
 * **Departs from the paper** response_delay_text in bandicoot, whose skewness and kurtosis of equal values are 0.
 *
 * **Cost** O(interactions + contacts + answers log answers).
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(0, 60, 90, 150), contact: new Uint32Array(4), outgoing: Uint8Array.of(0, 1, 0, 1), kind: Uint8Array.of(1, 1, 1, 1) };
 * const interactions = { users: ["ana"], contacts: ["bo"], offsets: Uint32Array.of(0, 4), length: 4, columns };
 * rowsOf(measureResponseDelays(interactions, { gapSeconds: 3600 }))[0].mean; // 60
 */
export function measureResponseDelays(interactions: Exchanges, options: ConversationOptions): Summaries {
  checkExchanges("measureResponseDelays", interactions, options);
  const { users } = interactions;
  const columns = createSummaries(users.length);
  const follow = createFollower(interactions, options.gapSeconds);
  for (let u = 0; u < users.length; u++) {
    const { answers, delay } = follow(u);
    summariseInto(columns, u, delay, answers);
  }
  return { users, length: users.length, columns };
}

function checkExchanges(where: string, interactions: Exchanges, options: ConversationOptions): void {
  checkInteractions(where, "interactions", interactions, ["time", "contact", "outgoing", "kind"]);
  checkOptions(where, options, ["gapSeconds"]);
  checkNumber(where, "gapSeconds", options.gapSeconds, Number.MIN_VALUE);
}

/** What was found in the conversations of one user; the delays are those of the first `answers` entries of `delay`. */
interface Followed {
  conversations: number;
  initiated: number;
  answered: number;
  answers: number;
  readonly delay: Float64Array;
}

/** What is going on between a user and a contact. */
const SILENCE = 0;
/** The user began, or has answered already. */
const SETTLED = 1;
/** The contact began and the user has not answered. */
const UNANSWERED = 2;

/** Makes the function that follows all conversations of one user at once; what it gives is overwritten by the next call. */
function createFollower(interactions: Exchanges, gapSeconds: number): (user: number) => Followed {
  const { offsets, contacts, columns } = interactions;
  const { time, contact, outgoing, kind } = columns;
  const delay = new Float64Array(longestRun(offsets));
  const followed: Followed = { conversations: 0, initiated: 0, answered: 0, answers: 0, delay };
  const state = new Uint8Array(contacts.length);
  const lastTime = new Uint32Array(contacts.length);
  const lastOut = new Uint8Array(contacts.length);
  return (user) => {
    const from = offsets[user]!;
    const to = offsets[user + 1]!;
    let conversations = 0;
    let initiated = 0;
    let answered = 0;
    let answers = 0;
    for (let i = from; i < to; i++) {
      const c = contact[i]!;
      if (kind[i] === 0) {
        state[c] = SILENCE;
        continue;
      }
      const at = time[i]!;
      const isOut = outgoing[i]!;
      const since = at - lastTime[c]!;
      if (state[c] === SILENCE || since >= gapSeconds) {
        conversations++;
        initiated += isOut;
        state[c] = isOut === 1 ? SETTLED : UNANSWERED;
      } else if (isOut === 1) {
        if (lastOut[c] === 0 && since > 0) delay[answers++] = since;
        if (state[c] === UNANSWERED) {
          answered++;
          state[c] = SETTLED;
        }
      }
      lastTime[c] = at;
      lastOut[c] = isOut;
    }
    for (let i = from; i < to; i++) state[contact[i]!] = SILENCE;
    followed.conversations = conversations;
    followed.initiated = initiated;
    followed.answered = answered;
    followed.answers = answers;
    return followed;
  };
}
