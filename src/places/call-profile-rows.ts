import { fail } from "../core/check.ts";
import { weekdayOfDay } from "../core/clock.ts";
import { grown } from "../core/growth.ts";
import { bitsOf } from "../core/math.ts";
import type { DenseMatrix } from "../types.ts";
import type { WeekOrder } from "./call-profile-weeks.ts";

/** Weeks of a profile, and days of a window. */
const WEEKS = 4;
export const WINDOW_DAYS = 28;
const WEEK_BITS = 0x7f;

/**
 * Rows of call profiles that grow: for each slot of a row the days of its window on which there was an event, one bit a
 * day. 28 bits say all that four weeks of cells count, whatever the number and the order of events.
 */
export interface ProfileRows {
  length: number;
  readonly slots: number;
  location: Uint32Array;
  window: Uint32Array;
  events: Uint32Array;
  /** `slots` words for each row. */
  days: Uint32Array;
}

export function createProfileRows(slots: number, room: number): ProfileRows {
  return {
    length: 0,
    slots,
    location: new Uint32Array(room),
    window: new Uint32Array(room),
    events: new Uint32Array(room),
    days: new Uint32Array(room * slots),
  };
}

/** Makes room for `needed` rows, and as many as the whole table will have if the share `done` of it is there. */
export function makeProfileRoom(rows: ProfileRows, needed: number, done: number): void {
  if (needed <= rows.location.length) return;
  const room = Math.ceil(Math.max(1.5 * rows.location.length, needed, (1.05 * needed) / done));
  rows.location = grown(rows.location, room);
  rows.window = grown(rows.window, room);
  rows.events = grown(rows.events, room);
  rows.days = grown(rows.days, room * rows.slots);
}

/** On how many different days, at any hour, each row had an event. */
export function activeDaysOf(rows: ProfileRows): Uint32Array {
  const { slots, days } = rows;
  const active = new Uint32Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    let any = 0;
    for (let s = 0; s < slots; s++) any |= days[r * slots + s]!;
    active[r] = bitsOf(any);
  }
  return active;
}

/**
 * The profiles of all rows: cell week · 2 slots + weekend · slots + slot is the number of days of that week and kind with an
 * event in the slot, over the number of such days in a week.
 */
export function profileMatrix(
  where: string,
  rows: ProfileRows,
  firstDay: number,
  weekend: readonly number[],
  weekOrder: WeekOrder,
): DenseMatrix {
  const { slots, days } = rows;
  const cells = WEEKS * 2 * slots;
  const value = new Float64Array(rows.length * cells);
  let weekendBits = 0;
  for (let k = 0; k < 7; k++) if (weekend.includes(weekdayOfDay(firstDay + k))) weekendBits |= 1 << k;
  const weekdayBits = WEEK_BITS & ~weekendBits;
  const weekendDays = weekend.length;
  const weekdays = 7 - weekendDays;
  const activity = new Float64Array(WEEKS);
  const weeks = new Uint8Array(WEEKS);
  for (let r = 0; r < rows.length; r++) {
    for (let w = 0; w < WEEKS; w++) {
      let onWeekdays = 0;
      let onWeekends = 0;
      for (let s = 0; s < slots; s++) {
        const seen = days[r * slots + s]! >>> (7 * w);
        onWeekdays += bitsOf(seen & weekdayBits);
        onWeekends += bitsOf(seen & weekendBits);
      }
      // The sum of the week's cells times both numbers of days: whole, so that equal weeks are equal to the last digit.
      activity[w] = onWeekdays * weekendDays + onWeekends * weekdays;
    }
    weekOrder.order(activity, weeks);
    checkWeeks(where, weeks);
    for (let place = 0; place < WEEKS; place++) {
      const at = r * cells + place * 2 * slots;
      for (let s = 0; s < slots; s++) {
        const seen = days[r * slots + s]! >>> (7 * weeks[place]!);
        value[at + s] = bitsOf(seen & weekdayBits) / weekdays;
        value[at + slots + s] = bitsOf(seen & weekendBits) / weekendDays;
      }
    }
  }
  return { rows: rows.length, columns: cells, value };
}

/** Throws unless an order of weeks has named each of the weeks once. */
function checkWeeks(where: string, weeks: Uint8Array): void {
  let named = 0;
  for (let w = 0; w < WEEKS; w++) named |= weeks[w]! < WEEKS ? 1 << weeks[w]! : 0;
  if (named !== (1 << WEEKS) - 1)
    fail(where, "weekOrder", "an order that names each of the weeks 0 to 3", weeks.join(", "));
}
