import { checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type Bins, binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkHours, type HoursWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Traces } from "../types.ts";

/** Parts of the day in which people are at different places: a number for each window of hours, the last one for all else. */
export interface DayParts {
  readonly count: number;
  /** The bin of a second: ((time − bins.before) · bins.perSecond) | 0. */
  readonly bins: Bins;
  /** Part and local day of each bin. */
  readonly part: Uint8Array;
  readonly day: Int32Array;
}

/** More windows than anybody needs, and as many as a byte can number. */
const MOST_WINDOWS = 100;

/** Throws unless the value is a list of windows of hours. */
export function checkWindows(where: string, windows: readonly HoursWindow[]): void {
  checkList(where, "windows", windows);
  if (windows.length > MOST_WINDOWS) fail(where, "windows.length", `at most ${MOST_WINDOWS}`, windows.length);
  for (let w = 0; w < windows.length; w++) {
    checkOptions(where, windows[w]!, ["fromHour", "toHour", "weekdays"], `windows[${w}]`);
    checkHours(where, windows[w]!);
  }
}

/** The parts of all days of the traces: part w where the first window that holds the hour is window w. */
export function dayPartsOf(traces: Traces, clock: Clock, windows: readonly HoursWindow[]): DayParts {
  const calendar = calendarOfSequences(traces.columns.time, traces.offsets, clock);
  const count = windows.length + 1;
  if (calendar === null) {
    return { count, bins: { before: 0, perSecond: 1 }, part: new Uint8Array(0), day: new Int32Array(0) };
  }
  const part = new Uint8Array(calendar.day.length).fill(windows.length);
  for (let w = windows.length - 1; w >= 0; w--) {
    const days = windowDaysOf(calendar, windows[w]!);
    for (let b = 0; b < part.length; b++) if (days[b] !== 0) part[b] = w;
  }
  return { count, bins: binsOf(calendar), part, day: calendar.day };
}
