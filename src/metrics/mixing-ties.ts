import { sortFirst } from "../core/order.ts";
import { longestRun } from "../core/runs.ts";
import { type CallTies, type Edges, edgesOf, edgesOfTies, type WhoCallsWhom } from "./mixing-edges.ts";

/** The directed network of calls, on which groups are then laid. */

/**
 * Who calls whom? The directed network of calls, each pair of people once, with the weight of the tie.
 *
 * **How** calls and texts from one person to another are summed up. In interactions an incoming row is passed over if its
 * contact is a user too, whose outgoing row it repeats: no record counts twice, also where the users' own records were
 * delivered apart.
 *
 * @param records - calls, interactions in both directions, or ties, which are checked and given back in order. Kinds, hours and
 * periods are selected among the interactions before
 * @returns for each person a row per contact whom the person called, in the order of `contact`: `calls` of at least 1, `timed`,
 * `seconds`. Everyone of `users` (of interactions: `contacts`) is there, the silent too. Ties of parts by caller are the rows of
 * all; calls and seconds of any parts add up
 * @throws RangeError for records delivered for each user, which `buildOwnInteractions` takes; interactions of one direction
 * only; people that do not exist; durations below 0
 *
 * **Cost** O(records + people), 12 bytes per record while it runs; 20 bytes per tie.
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3), contact: Uint32Array.of(1, 1, 0), outgoing: Uint8Array.of(1, 1, 0), duration: Float64Array.of(60, 5, 9) };
 * const interactions = { users: ["ana", "bo"], contacts: ["ana", "bo"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns };
 * rowsOf(buildCallTies(interactions)); // [ { contact: 1, calls: 2, timed: 2, seconds: 65 } ]
 */
export function buildCallTies(records: WhoCallsWhom): CallTies {
  return tiesOf("buildCallTies", records);
}

/**
 * Who is in touch with whom, whoever calls? Every tie in both directions.
 *
 * **How** ana's row with bo and bo's row with ana hold the sum of the calls from ana to bo and from bo to ana. In a mixing matrix
 * of these, a tie between groups a and b counts once in the cell a, b and once in b, a; a tie within a group counts twice in its
 * own cell, as networkx and the formulas for undirected networks have it.
 *
 * @param records - calls, interactions in both directions, or ties
 * @returns ties in both directions, with the same weights in both
 * @throws RangeError as `buildCallTies`
 *
 * **Cost** O(records + people).
 *
 * [newman-2003]
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 0), callee: Uint32Array.of(1, 1), time: Uint32Array.of(1, 2), duration: Float64Array.of(60, 5) };
 * const ties = undirectedTies({ users: ["ana", "bo"], length: 2, columns });
 * rowsOf(ties); // [ { contact: 1, calls: 2, timed: 2, seconds: 65 }, { contact: 0, calls: 2, timed: 2, seconds: 65 } ]
 */
export function undirectedTies(records: WhoCallsWhom): CallTies {
  return inBothDirections(tiesOf("undirectedTies", records));
}

/** Every tie in both directions, with the sum of both. */
export function inBothDirections(ties: CallTies): CallTies {
  const { users, from, to, seconds, weights } = edgesOfTies(ties);
  const twice = (column: Uint32Array): Uint32Array => both(column, column);
  const folded = foldEdges({
    users,
    from: both(from, to),
    to: both(to, from),
    time: null,
    seconds: Float64Array.from({ length: 2 * seconds.length }, (_, i) => seconds[i % seconds.length]!),
    weights: { calls: twice(weights!.calls), timed: twice(weights!.timed) },
  });
  return { ...folded, selfCalls: ties.selfCalls };
}

/** The ties of whatever tells of them. */
export function tiesOf(where: string, records: WhoCallsWhom): CallTies {
  const edges = edgesOf(where, records);
  return edges.weights === null ? foldEdges(edges) : (records as CallTies);
}

/** Sums up the rows of each pair of people. */
export function foldEdges({ users, from, to, seconds, weights }: Edges): CallTies {
  const people = users.length;
  const starts = new Uint32Array(people + 1);
  let selfCalls = 0;
  for (let i = 0; i < from.length; i++) {
    if (from[i] === to[i]) selfCalls++;
    else starts[from[i]! + 1]!++;
  }
  for (let u = 0; u < people; u++) starts[u + 1]! += starts[u]!;
  const place = starts.slice(0, people);
  const rowOf = new Uint32Array(from.length - selfCalls);
  for (let i = 0; i < from.length; i++) if (from[i] !== to[i]) rowOf[place[from[i]!]!++] = i;

  const most = Math.min(longestRun(starts), people);
  const known = new Uint32Array(most);
  const sums = { calls: new Uint32Array(most), timed: new Uint32Array(most), seconds: new Float64Array(most) };
  /** One more than the contact's place among those of the user; 0 where the user has not called. */
  const slots = new Uint32Array(people);
  const offsets = new Uint32Array(people + 1);
  const contact = new Uint32Array(rowOf.length);
  const calls = new Uint32Array(rowOf.length);
  const timed = new Uint32Array(rowOf.length);
  const lasting = new Float64Array(rowOf.length);
  let ties = 0;
  for (let u = 0; u < people; u++) {
    let count = 0;
    for (let k = starts[u]!; k < starts[u + 1]!; k++) {
      const i = rowOf[k]!;
      let slot = slots[to[i]!]!;
      if (slot === 0) {
        known[count] = to[i]!;
        sums.calls[count] = sums.timed[count] = sums.seconds[count] = 0;
        slots[to[i]!] = slot = ++count;
      }
      const isTimed = !Number.isNaN(seconds[i]);
      sums.calls[slot - 1]! += weights === null ? 1 : weights.calls[i]!;
      sums.timed[slot - 1]! += weights === null ? +isTimed : weights.timed[i]!;
      if (isTimed) sums.seconds[slot - 1]! += seconds[i]!;
    }
    sortFirst(known, count);
    for (let k = 0; k < count; k++, ties++) {
      const slot = slots[known[k]!]! - 1;
      slots[known[k]!] = 0;
      contact[ties] = known[k]!;
      calls[ties] = sums.calls[slot]!;
      timed[ties] = sums.timed[slot]!;
      lasting[ties] = sums.seconds[slot]!;
    }
    offsets[u + 1] = ties;
  }
  const columns = {
    contact: contact.slice(0, ties),
    calls: calls.slice(0, ties),
    timed: timed.slice(0, ties),
    seconds: lasting.slice(0, ties),
  };
  return { users, offsets, length: ties, columns, selfCalls };
}

function both(a: Uint32Array, b: Uint32Array): Uint32Array {
  const joined = new Uint32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
