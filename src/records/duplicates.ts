import type { Calls } from "../types.ts";

type CallColumns = Calls["columns"];

/**
 * Tells whether a row is the same in all seven columns as an earlier one. It must be asked about every row in order; a row
 * that was the same is given up, and the next one takes its place.
 */
export type DuplicateFinder = (columns: CallColumns, row: number) => boolean;

/** Makes a finder of duplicates: a table of row numbers with open addressing, at most half full, 8 to 16 bytes a row. */
export function createDuplicateFinder(): DuplicateFinder {
  let slots = new Int32Array(0);
  return (columns, row) => {
    if (2 * (row + 1) > slots.length) {
      slots = new Int32Array(Math.max(1 << 12, 2 * slots.length)).fill(-1);
      for (let r = 0; r < row; r++) slots[slotOf(slots, columns, r)] = r;
    }
    const slot = slotOf(slots, columns, row);
    if (slots[slot]! >= 0) return true;
    slots[slot] = row;
    return false;
  };
}

/** The slot that holds a row like this one, or the empty slot where it goes. Durations are compared, not hashed. */
function slotOf(slots: Int32Array, columns: CallColumns, row: number): number {
  const { caller, callee, time, callerAntenna, calleeAntenna, duration, kind } = columns;
  let hash = Math.imul(caller[row]! ^ 0x811c9dc5, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15) ^ callee[row]!, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ time[row]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15) ^ callerAntenna[row]!, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ calleeAntenna[row]!, 0x01000193);
  hash ^= hash >>> 15;
  const mask = slots.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const r = slots[slot]!;
    if (
      r < 0 ||
      (caller[r] === caller[row] &&
        callee[r] === callee[row] &&
        time[r] === time[row] &&
        callerAntenna[r] === callerAntenna[row] &&
        calleeAntenna[r] === calleeAntenna[row] &&
        kind[r] === kind[row] &&
        Object.is(duration[r], duration[row]))
    ) {
      return slot;
    }
  }
}
