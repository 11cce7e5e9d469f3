import { checkSameLocations, checkText, fail, failInWords, isObject } from "../core/check.ts";
import { checkList, checkPeople } from "../core/check-tables.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Calls, Located, Sequences } from "../types.ts";

/**
 * The calls and texts of each user in time order. `contact` is the other side, a row of `contacts`; `outgoing` is 1 where
 * the user called or wrote; `kind` is 0 for a call, 1 for a text; `duration` is in seconds, NaN where there is none;
 * `location` is where the user was and `contactLocation` where the contact was, −1 where it is not known.
 */
export type Interactions = Located &
  Sequences<{
    readonly time: Uint32Array;
    readonly contact: Uint32Array;
    readonly outgoing: Uint8Array;
    readonly kind: Uint8Array;
    readonly duration: Float64Array;
    readonly location: Int32Array;
    readonly contactLocation: Int32Array;
  }> & { readonly contacts: readonly string[] };

/** The records of one user's own side, as data are delivered that have a file for each user. */
export interface OwnCalls {
  /** The id of the user whose records these are. */
  readonly owner: string;
  /** Records that all have the owner on one of their sides. */
  readonly calls: Calls;
}

/** What is seen in a table of records: both sides, or the side of the user with this number only. */
interface Source {
  readonly calls: Calls;
  readonly owner: number;
}

const BOTH_SIDES = -1;
const COLUMNS = ["caller", "callee", "time", "callerAntenna", "calleeAntenna", "duration", "kind"];

/**
 * Who was in touch with whom, and when? The calls and texts of each user in time order, every record seen from both sides.
 *
 * **How** A record ⟨caller, callee, time, caller antenna, callee antenna, duration⟩ is an outgoing interaction of the caller
 * and an incoming one of the callee. They are grouped by user and put in time order in linear time. Data in which every
 * user's side is a row of its own hold a record between two of its users twice, and here would count it twice for each:
 * for those there is `buildOwnInteractions`.
 *
 * @param calls - one table of records, or several over the same antennas (a file per day, calls and texts apart)
 * @returns a row per side: all users with a record, in the order of their ids, which are the `contacts` too. Rows of the
 * same second keep the order of the records, the caller's side first
 * @throws RangeError where the tables do not share their antennas, or there is no table
 *
 * **Cost** O(records + users log users): 30 bytes per row of the result, 28 more while it runs.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const row = { from: "ana", to: "bo", at: 1451606400, here: "A", there: "B" };
 * const time = { column: "at", format: epochSeconds() };
 * const layout = bothSides({ caller: "from", callee: "to", time, callerAntenna: "here", calleeAntenna: "there" });
 * const interactions = buildInteractions(buildCalls([row], { antennas, layout }).calls);
 * interactions.users; // [ 'ana', 'bo' ]
 * interactions.columns.contact; // Uint32Array(2) [ 1, 0 ]
 * interactions.columns.outgoing; // Uint8Array(2) [ 1, 0 ]
 */
export function buildInteractions(calls: Calls | readonly Calls[]): Interactions {
  const where = "buildInteractions";
  const tables: readonly Calls[] = Array.isArray(calls) ? calls : [calls as Calls];
  for (const table of tables) checkCalls(where, "calls", table, tables[0]!);
  if (tables.length === 0) fail(where, "calls", "at least one table", calls);
  if (tables.some((table) => table.deliveredPerUser === true)) {
    const got = "records delivered for each user";
    failInWords(where, "calls", "records of both sides", got, "buildOwnInteractions counts each of them once");
  }
  return interactionsOf(
    tables.map((table) => ({ calls: table, owner: BOTH_SIDES })),
    [],
  );
}

/**
 * Who was in touch with whom, and when, where each user's records came apart? The calls and texts of the owners of the
 * records, each record seen from the owner's side only.
 *
 * **How** As `buildInteractions`, but a record counts for the owner of its table alone, so that one that both sides
 * delivered is one outgoing interaction of the one and one incoming interaction of the other.
 *
 * @param deliveries - tables over the same antennas, each with its owner; an owner may have several (a file per month)
 * @returns a row per record: the owners in the order of their ids, also those without a record; `contacts` are all who are
 * named in the records. A record of owners with themselves is incoming if only the callee's antenna is known, else outgoing
 * @throws RangeError for a record that does not have the owner on either side, where the tables do not share their
 * antennas, or where there is no table
 *
 * **Cost** O(records + users log users): 30 bytes per row of the result, 28 more while it runs.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const row = { to: "bo", way: "out", at: 1451606400, here: "A" };
 * const time = { column: "at", format: epochSeconds() };
 * const direction = { column: "way", out: "out", in: "in" };
 * const layout = oneSide({ user: { constant: "ana" }, contact: "to", direction, time, antenna: "here" });
 * const interactions = buildOwnInteractions([{ owner: "ana", calls: buildCalls([row], { antennas, layout }).calls }]);
 * interactions.users; // [ 'ana' ]
 * interactions.contacts; // [ 'ana', 'bo' ]
 */
export function buildOwnInteractions(deliveries: readonly OwnCalls[]): Interactions {
  const where = "buildOwnInteractions";
  checkList(where, "deliveries", deliveries);
  if (deliveries.length === 0) failInWords(where, "deliveries", "at least one table with its owner", "none");
  const sources: Source[] = [];
  for (const delivery of deliveries) {
    if (!isObject(delivery)) fail(where, "each of the deliveries", "{ owner, calls }", delivery);
    const { owner, calls } = delivery as OwnCalls;
    checkText(where, "owner", owner);
    checkCalls(where, "calls", calls, deliveries[0]!.calls);
    const { caller, callee } = calls.columns;
    const number = calls.users.indexOf(owner);
    for (let i = 0; i < calls.length; i++) {
      if (caller[i] === number || callee[i] === number) continue;
      failInWords(where, `row ${i} of the calls of "${owner}"`, "a record of this owner", "one between others");
    }
    if (calls.length > 0) sources.push({ calls, owner: number });
  }
  if (sources.length === 0) sources.push({ calls: deliveries[0]!.calls, owner: 0 });
  return interactionsOf(
    sources,
    deliveries.map(({ owner }) => owner),
  );
}

function checkCalls(where: string, name: string, table: Calls, first: Calls): void {
  checkPeople(where, name, table, COLUMNS);
  checkSameLocations(where, name, table.locations, first.locations);
}

/** The interactions of the sources; `owners` are users even where they have none. */
function interactionsOf(sources: readonly Source[], owners: readonly string[]): Interactions {
  const { ids, rowOf } = idsOf(sources);
  const users = owners.length > 0 ? sortedIds(owners) : ids;
  const userOf = new Map(users.map((id, u) => [id, u]));
  let rows = 0;
  for (const { calls, owner } of sources) rows += owner === BOTH_SIDES ? 2 * calls.length : calls.length;
  const user = new Uint32Array(rows);
  const time = new Uint32Array(rows);
  let at = 0;
  for (let s = 0; s < sources.length; s++) {
    const { calls, owner } = sources[s]!;
    const { caller, callee, time: when } = calls.columns;
    const numbers = rowOf[s]!;
    const own = owner === BOTH_SIDES ? 0 : (userOf.get(calls.users[owner]!) ?? 0);
    for (let i = 0; i < calls.length; i++) {
      if (owner === BOTH_SIDES) {
        user[at] = numbers[caller[i]!]!;
        time[at++] = when[i]!;
        user[at] = numbers[callee[i]!]!;
      } else user[at] = own;
      time[at++] = when[i]!;
    }
  }
  const order = new Uint32Array(rows);
  for (let e = 0; e < rows; e++) order[e] = e;
  const grouped = groupByUserAndTime(user, time, order, users.length);
  const columns = columnsOf(sources, rowOf, rankOf(grouped.value));
  return {
    locations: sources[0]!.calls.locations,
    users,
    contacts: ids,
    length: rows,
    offsets: grouped.offsets,
    columns: { time: grouped.time, ...columns },
  };
}

/** The columns but the time, the side with number e in the order of the sources at row place[e]. */
function columnsOf(
  sources: readonly Source[],
  rowOf: readonly Uint32Array[],
  place: Uint32Array,
): Omit<Interactions["columns"], "time"> {
  const rows = place.length;
  const contact = new Uint32Array(rows);
  const outgoing = new Uint8Array(rows);
  const kind = new Uint8Array(rows);
  const duration = new Float64Array(rows);
  const location = new Int32Array(rows);
  const contactLocation = new Int32Array(rows);
  let e = 0;
  for (let s = 0; s < sources.length; s++) {
    const { calls, owner } = sources[s]!;
    const { caller, callee, callerAntenna, calleeAntenna } = calls.columns;
    const numbers = rowOf[s]!;
    for (let i = 0; i < calls.length; i++) {
      const toSelf = caller[i] === callee[i] && callerAntenna[i]! < 0 && calleeAntenna[i]! >= 0;
      const isOut = owner === BOTH_SIDES || (caller[i] === owner && !toSelf);
      const isIn = owner === BOTH_SIDES || !isOut;
      if (isOut) {
        const row = place[e++]!;
        outgoing[row] = 1;
        contact[row] = numbers[callee[i]!]!;
        location[row] = callerAntenna[i]!;
        contactLocation[row] = calleeAntenna[i]!;
        kind[row] = calls.columns.kind[i]!;
        duration[row] = calls.columns.duration[i]!;
      }
      if (isIn) {
        const row = place[e++]!;
        contact[row] = numbers[caller[i]!]!;
        location[row] = calleeAntenna[i]!;
        contactLocation[row] = callerAntenna[i]!;
        kind[row] = calls.columns.kind[i]!;
        duration[row] = calls.columns.duration[i]!;
      }
    }
  }
  return { contact, outgoing, kind, duration, location, contactLocation };
}

/** All who are on a side of a record, in the order of their ids, and for every source its user number → theirs. */
function idsOf(sources: readonly Source[]): { ids: readonly string[]; rowOf: readonly Uint32Array[] } {
  const known = new Map<string, number>();
  const numbersOf = sources.map(({ calls }) => {
    const named = new Uint8Array(calls.users.length);
    const { caller, callee } = calls.columns;
    for (let i = 0; i < calls.length; i++) {
      named[caller[i]!] = 1;
      named[callee[i]!] = 1;
    }
    return Uint32Array.from(calls.users, (id, u) => {
      if (named[u] === 1 && !known.has(id)) known.set(id, known.size);
      return known.get(id) ?? 0;
    });
  });
  const given = [...known.keys()];
  const order = orderOfIds(given);
  const rank = rankOf(order);
  const rowOf = numbersOf.map((numbers) => numbers.map((n) => rank[n] ?? 0));
  return { ids: Array.from(order, (i) => given[i]!), rowOf };
}

function sortedIds(ids: readonly string[]): readonly string[] {
  const different = [...new Set(ids)];
  return Array.from(orderOfIds(different), (i) => different[i]!);
}
