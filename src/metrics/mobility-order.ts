import { fail } from "../core/check.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/** The columns that say when a row was, in the tables that have one. */
const TIMES = ["time", "start", "day"] as const;

/** Throws unless the rows of each user are at locations that exist and, where they have a time, a start or a day, in its order. */
export function checkSeenInOrder(where: string, seen: SeenPlaces): void {
  checkSeenPlaces(where, seen);
  const { users, offsets } = seen;
  const columns: Readonly<Record<string, unknown>> = seen.columns;
  for (const name of TIMES) {
    const time = columns[name];
    if (!ArrayBuffer.isView(time)) continue;
    const times = time as Uint32Array | Int32Array;
    for (let u = 0; u < users.length; u++) {
      const row = firstFall(times, offsets[u]!, offsets[u + 1]!);
      if (row < 0) continue;
      fail(where, `seen.columns.${name}[${row}]`, `in time order within its user, from ${times[row - 1]}`, times[row]);
    }
  }
}

/** The first of the rows from … to − 1 with a lower value than the row before it; −1 if none has. */
function firstFall(values: Uint32Array | Int32Array, from: number, to: number): number {
  for (let i = from + 1; i < to; i++) if (values[i]! < values[i - 1]!) return i;
  return -1;
}
