import { fail } from "../core/check.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

/** The columns that say when a row was, in the tables that have one. */
const TIMES = ["time", "start", "day"] as const;

/** Throws unless the rows of each user are at locations that exist and, where they have a time, a start or a day, in its order. */
export function checkSeenInOrder(where: string, seen: SeenPlaces): void {
  checkSeenPlaces(where, seen);
  const columns: Readonly<Record<string, unknown>> = seen.columns;
  for (const name of TIMES) {
    const time = columns[name];
    if (!ArrayBuffer.isView(time)) continue;
    const times = time as Uint32Array | Int32Array;
    const row = firstFall(times, seen.offsets);
    if (row < 0) continue;
    fail(where, `seen.columns.${name}[${row}]`, `in time order within its user, from ${times[row - 1]}`, times[row]);
  }
}

/** The first row with a lower value than the row of the same user before it; −1 if none has. */
function firstFall(values: Uint32Array | Int32Array, offsets: Uint32Array): number {
  for (let u = 0; u + 1 < offsets.length; u++) {
    const to = offsets[u + 1]!;
    let before = -0x8000_0000;
    for (let i = offsets[u]!; i < to; i++) {
      const value = values[i]!;
      if (value < before) return i;
      before = value;
    }
  }
  return -1;
}
