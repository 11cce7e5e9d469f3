import { type HoursWindow, windowDaysOf } from "../core/hours.ts";
import { extentOf } from "../core/runs.ts";
import type { Clock, Stays } from "../types.ts";

/**
 * A window of local hours laid over the time of a table of stays: the stretches of UTC seconds in which it is open, in
 * order of time. Stretch w lasts from start[w] (in) to end[w] (out) and belongs to the window's day day[w], a number from 1.
 */
export interface DwellWindows {
  readonly count: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly day: Int32Array;
  /** The second at which bin 0 begins, and how long bins are. */
  readonly origin: number;
  readonly binSeconds: number;
  /** For each bin the first stretch that ends after the bin has begun; `count` where there is none. */
  readonly first: Uint32Array;
}

/**
 * The stretches of a window over the time from a table's first stay to its last; null where there is no stay.
 *
 * **How** neighbouring bins of the calendar with one day of the window make a stretch. Clocks that change within a window
 * make it longer or shorter, or cut it in two where they go back over midnight.
 */
export function dwellWindowsOf(stays: Stays, clock: Clock, window: HoursWindow): DwellWindows | null {
  const extent = extentOf(stays);
  if (extent === null) return null;
  const calendar = clock.calendarOf(extent.first, extent.last);
  const { start: origin, binSeconds } = calendar;
  const days = windowDaysOf(calendar, window);
  let count = 0;
  for (let b = 0; b < days.length; b++) if (days[b] !== 0 && days[b] !== days[b - 1]) count++;
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const day = new Int32Array(count);
  const first = new Uint32Array(days.length);
  let w = count;
  for (let b = days.length - 1; b >= 0; b--) {
    if (days[b] !== 0) {
      if (days[b] !== days[b + 1]) {
        w--;
        end[w] = origin + (b + 1) * binSeconds;
        day[w] = days[b]!;
      }
      start[w] = origin + b * binSeconds;
    }
    first[b] = w;
  }
  return { count, start, end, day, origin, binSeconds, first };
}
