import { checkSameLocations, fail } from "../core/check.ts";
import { checkPeople } from "../core/check-tables.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Calls, Traces } from "../types.ts";

/**
 * Where was each phone, and when? One time-ordered sequence of places per user, from both sides of every record.
 *
 * **How** A record ⟨caller, callee, time, caller antenna, callee antenna⟩ says of two people where they were: the caller
 * at the caller's antenna, the callee at the callee's. Each side with a known antenna becomes one event; the events are
 * grouped by user and put in time order in linear time.
 *
 * @param calls - one table of records, or several over the same antennas (a file per day, calls and texts apart)
 * @returns traces: `time` (UTC seconds) and `location` (row of the antennas) per event; `users` in the order of their
 * ids, those with at least one located event; `unlocated` counts the sides whose antenna is unknown. Events of the same
 * second keep the order of the records, the caller's side first.
 * @throws RangeError where the tables do not share their antennas, or there is no table
 *
 * **Cost** O(records + users log users), 16 bytes per event while it runs.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const row = { from: "ana", to: "bo", at: 1451606400, here: "A", there: "B" };
 * const time = { column: "at", format: epochSeconds() };
 * const layout = bothSides({ caller: "from", callee: "to", time, callerAntenna: "here", calleeAntenna: "there" });
 * const { calls } = buildCalls([row], { antennas, layout });
 * rowsOf(buildTraces(calls)); // [ { time: 1451606400, location: 0 }, { time: 1451606400, location: 1 } ]
 */
export function buildTraces(calls: Calls | readonly Calls[]): Traces {
  const where = "buildTraces";
  const tables: readonly Calls[] = Array.isArray(calls) ? calls : [calls as Calls];
  const first = tables[0];
  if (first === undefined) fail(where, "calls", "at least one table", calls);
  for (const table of tables) {
    checkPeople(where, "calls", table, ["caller", "callee", "time", "callerAntenna", "calleeAntenna"]);
    checkSameLocations(where, "calls", table.locations, first.locations);
  }

  const { users, rowOf } = locatedUsers(tables);
  let events = 0;
  let sides = 0;
  for (const { length, columns } of tables) {
    sides += 2 * length;
    for (let i = 0; i < length; i++) {
      if (columns.callerAntenna[i]! >= 0) events++;
      if (columns.calleeAntenna[i]! >= 0) events++;
    }
  }
  const user = new Uint32Array(events);
  const time = new Uint32Array(events);
  const location = new Uint32Array(events);
  let at = 0;
  for (let t = 0; t < tables.length; t++) {
    const { length, columns } = tables[t]!;
    const rows = rowOf[t]!;
    for (let i = 0; i < length; i++) {
      const callerAntenna = columns.callerAntenna[i]!;
      const calleeAntenna = columns.calleeAntenna[i]!;
      if (callerAntenna >= 0) {
        user[at] = rows[columns.caller[i]!]!;
        time[at] = columns.time[i]!;
        location[at++] = callerAntenna;
      }
      if (calleeAntenna >= 0) {
        user[at] = rows[columns.callee[i]!]!;
        time[at] = columns.time[i]!;
        location[at++] = calleeAntenna;
      }
    }
  }
  const grouped = groupByUserAndTime(user, time, location, users.length);
  return {
    locations: first.locations,
    users,
    length: events,
    offsets: grouped.offsets,
    columns: { time: grouped.time, location: grouped.value },
    unlocated: sides - events,
  };
}

/** The users who were located at least once, in the order of their ids, and for every table its user number → theirs. */
function locatedUsers(tables: readonly Calls[]): { users: readonly string[]; rowOf: readonly Uint32Array[] } {
  const located = new Map<string, number>();
  const numberOf = tables.map((table) => {
    const seen = new Uint8Array(table.users.length);
    const { caller, callee, callerAntenna, calleeAntenna } = table.columns;
    for (let i = 0; i < table.length; i++) {
      if (callerAntenna[i]! >= 0) seen[caller[i]!] = 1;
      if (calleeAntenna[i]! >= 0) seen[callee[i]!] = 1;
    }
    const numbers = new Uint32Array(table.users.length);
    for (let u = 0; u < seen.length; u++) {
      if (seen[u] === 0) continue;
      const id = table.users[u]!;
      let number = located.get(id);
      if (number === undefined) {
        number = located.size;
        located.set(id, number);
      }
      numbers[u] = number;
    }
    return numbers;
  });
  const ids = [...located.keys()];
  const order = orderOfIds(ids);
  const rank = rankOf(order);
  return {
    users: Array.from(order, (i) => ids[i]!),
    rowOf: numberOf.map((numbers) => numbers.map((n) => rank[n] ?? 0)),
  };
}
