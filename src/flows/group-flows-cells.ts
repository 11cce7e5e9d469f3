import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { grown } from "../core/growth.ts";
import { type NamedWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Sequences } from "../types.ts";

/** How often each user was in each cell of each window, gathered user by user. */

/** The windows of named hours that people's lives are cut into, as `checkNamedWindows` wants them. */
export interface Windowed {
  readonly windows: readonly NamedWindow[];
}

/** Cells of one user after another: `add` counts a cell, `endUser` closes the user. */
export interface UserCells {
  readonly add: (window: number, row: number, column: number) => void;
  readonly endUser: () => void;
  readonly rows: () => {
    readonly offsets: Uint32Array;
    readonly length: number;
    readonly window: Uint32Array;
    readonly row: Uint32Array;
    readonly column: Uint32Array;
    readonly count: Uint32Array;
  };
}

/** A gatherer for matrices of so many rows and columns. A user's cells come out by window, row and column. */
export function createUserCells(users: number, rows: number, columns: number): UserCells {
  const offsets = new Uint32Array(users + 1);
  const size = rows * columns;
  let user = 0;
  let own = new Float64Array(64);
  let ownCount = 0;
  let key = new Float64Array(1024);
  let count = new Uint32Array(1024);
  let length = 0;
  return {
    add: (window, row, column) => {
      if (ownCount === own.length) own = grown(own, 2 * ownCount);
      own[ownCount++] = window * size + row * columns + column;
    },
    endUser: () => {
      own.subarray(0, ownCount).sort();
      if (length + ownCount > key.length) {
        const room = 2 * key.length + ownCount;
        key = grown(key, room);
        count = grown(count, room);
      }
      for (let k = 0; k < ownCount; k++) {
        if (k === 0 || own[k] !== own[k - 1]) key[length++] = own[k]!;
        count[length - 1]!++;
      }
      ownCount = 0;
      offsets[++user] = length;
    },
    rows: () => {
      const keys = key.subarray(0, length);
      return {
        offsets,
        length,
        window: Uint32Array.from(keys, (k) => Math.floor(k / size)),
        row: Uint32Array.from(keys, (k) => Math.floor((k % size) / columns)),
        column: Uint32Array.from(keys, (k) => k % columns),
        count: count.slice(0, length),
      };
    },
  };
}

/** For each time the bin of the calendar, and for each window and bin whether (not 0) the bin lies in it. */
export interface WindowBins {
  readonly binOf: (time: number) => number;
  readonly inside: readonly Uint16Array[];
  readonly day: Int32Array;
  readonly hour: Uint8Array;
}

/** The windows over the times of sequences; null where there are no times. */
export function windowBinsOf(
  time: Uint32Array,
  { offsets }: Pick<Sequences, "offsets">,
  clock: Clock,
  windows: readonly NamedWindow[],
): WindowBins | null {
  const calendar = calendarOfSequences(time, offsets, clock);
  if (calendar === null) return null;
  const { before, perSecond } = binsOf(calendar);
  return {
    binOf: (at) => ((at - before) * perSecond) | 0,
    inside: windows.map((window) => windowDaysOf(calendar, window)),
    day: calendar.day,
    hour: calendar.hour,
  };
}

/** The windows as they were given, so that a result does not change with what its caller holds. */
export function copiedWindows(windows: readonly NamedWindow[]): readonly NamedWindow[] {
  return windows.map((window) => ({ ...window }));
}
