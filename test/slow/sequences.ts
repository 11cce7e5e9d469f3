import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import type { Homes, Located, Locations, Sequences, Traces } from "../../src/types.ts";

/** An event: user, UTC second, location number. */
export type TraceEvent = readonly [user: string, time: number, location: number];

/** Antennas L0, L1 … of which only the numbers matter. */
export function placesOf(count: number): Locations {
  const ids = Array.from({ length: count }, (_, l) => `L${l}`);
  return createLocations("antennas", ids, new Float64Array(count), new Float64Array(count));
}

/** The rows of each of the users by a comparator, equal ones in the order given, and where each user's run of them begins. */
export function runsOf<R extends readonly [user: string, ...rest: unknown[]]>(
  rows: readonly R[],
  users: readonly string[],
  compare: (a: R, b: R) => number,
): { sorted: readonly R[]; users: readonly string[]; offsets: Uint32Array; length: number } {
  const byUser = users.map((user) => rows.filter((row) => row[0] === user).sort(compare));
  const offsets = new Uint32Array(users.length + 1);
  byUser.forEach((own, u) => {
    offsets[u + 1] = offsets[u]! + own.length;
  });
  const sorted = byUser.flat();
  return { sorted, users, offsets, length: sorted.length };
}

/** Traces by a comparator that keeps the order of events of equal time. `users` may name people without events. */
export function tracesOf(
  events: readonly TraceEvent[],
  locations: Locations,
  users: readonly string[] = [...new Set(events.map(([user]) => user))].sort(),
): Traces {
  const { sorted, ...runs } = runsOf(events, users, (a, b) => a[1] - b[1]);
  const columns = {
    time: Uint32Array.from(sorted, (event) => event[1]),
    location: Uint32Array.from(sorted, (event) => event[2]),
  };
  return { locations, ...runs, columns, unlocated: 0 };
}

/** The rows of each user of a table of sequences. */
export function rowsByUser<T extends Sequences>(table: T): Record<string, unknown[]> {
  const result: Record<string, unknown[]> = {};
  table.users.forEach((user, u) => {
    result[user] = rowsOf(table, table.offsets[u], table.offsets[u + 1]);
  });
  return result;
}

/** The row of each user of a table of homes. */
export function homesByUser(homes: Homes): Record<string, unknown> {
  const rows = rowsOf(homes);
  return Object.fromEntries(homes.users.map((user, u) => [user, rows[u]]));
}

/** The numbers of the rows of these users, in the order given. */
export function rowNumbersOf({ users, offsets }: Sequences, chosen: readonly string[]): number[] {
  return chosen.flatMap((user) => {
    const u = users.indexOf(user);
    return Array.from({ length: offsets[u + 1]! - offsets[u]! }, (_, k) => offsets[u]! + k);
  });
}

/** The same table with these users only, in the order given. */
export function partOf<T extends Located & Sequences>(table: T, users: readonly string[]): T {
  const rows = rowNumbersOf(table, users);
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((user, p) => {
    const u = table.users.indexOf(user);
    offsets[p + 1] = offsets[p]! + table.offsets[u + 1]! - table.offsets[u]!;
  });
  const columns = Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => {
      const part = column.slice(0, rows.length) as unknown as number[];
      rows.forEach((row, k) => {
        part[k] = column[row] as number;
      });
      return [name, part];
    }),
  );
  return { ...table, users, offsets, length: rows.length, columns };
}
