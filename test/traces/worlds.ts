import { createLocations } from "../../src/core/locations.ts";
import type { Calls, Locations, Traces } from "../../src/types.ts";

/** Antennas A0, A1 … in a row near the equator. */
export function antennasOf(count: number): Locations {
  const rows = Array.from({ length: count }, (_, i) => i);
  return createLocations(
    "antennas",
    rows.map((i) => `A${i}`),
    rows.map((i) => 30 + i / 100),
    rows.map(() => 1),
  );
}

/** Calls from tuples [caller, callee, time, caller antenna, callee antenna]; −1 is an unknown antenna. */
export function callsOf(
  locations: Locations,
  rows: readonly (readonly [string, string, number, number, number])[],
): Calls {
  const users = [...new Set(rows.flatMap(([caller, callee]) => [caller, callee]))].sort();
  return {
    locations,
    users,
    length: rows.length,
    columns: {
      caller: Uint32Array.from(rows, (row) => users.indexOf(row[0])),
      callee: Uint32Array.from(rows, (row) => users.indexOf(row[1])),
      time: Uint32Array.from(rows, (row) => row[2]),
      callerAntenna: Int32Array.from(rows, (row) => row[3]),
      calleeAntenna: Int32Array.from(rows, (row) => row[4]),
      duration: new Float64Array(rows.length).fill(30),
      kind: new Uint8Array(rows.length),
    },
  };
}

/** The events of each user as [time, location] pairs. */
export function eventsByUser(traces: Traces): Record<string, [number, number][]> {
  const result: Record<string, [number, number][]> = {};
  traces.users.forEach((user, u) => {
    result[user] = [];
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      result[user].push([traces.columns.time[i]!, traces.columns.location[i]!]);
    }
  });
  return result;
}
