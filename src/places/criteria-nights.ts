import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkHours, windowDaysOf } from "../core/hours.ts";
import type { Clock, Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion } from "./home-criteria.ts";

export interface MostNightsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour with which the night begins: 19 is from 19:00 on. 0–23. */
  readonly fromHour: number;
  /** The local hour before which it ends: 7 is to 06:59:59. 0–24; not above `fromHour` means that the night ends the next day. */
  readonly toHour: number;
}

/**
 * Home is where the person was seen on the most nights.
 *
 * **How** an event is at night if its local hour h has fromHour ≤ h < toHour or, where the window wraps midnight
 * (fromHour > toHour), h ≥ fromHour or h < toHour. In a window that wraps, events before toHour belong to the night that
 * began on the day before. score = distinct nights with an event in the location; total = distinct nights with any event;
 * no tie-breaker.
 *
 * @param options - the clock and the hours of the night
 * @returns a criterion for `detectHomes`; shares of several locations may add up to more than 1, because a night can have
 * several
 * @throws RangeError for hours that are not whole or out of range, or a night without an hour
 *
 * **Departs from the paper** Vanhoof et al. count distinct days at any hour, or events at night; here the days are counted
 * within the hours of the night, so that neither one long evening nor daytime work outweighs the nights.
 *
 * **Cost** about 5 ns an event where a tenth of the events are at night.
 *
 * [vanhoof-2018]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(43200, 50400, 79200, 90000), location: Uint32Array.of(0, 0, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const criterion = mostNights({ clock: createClock({ timeZone: "UTC" }), fromHour: 19, toHour: 7 });
 * const { location, support, share } = detectHomes(traces, { criterion }).columns;
 * [location[0], support[0], share[0]]; // [ 1, 1, 1 ]
 */
export function mostNights(options: MostNightsOptions): HomeCriterion {
  const where = "mostNights";
  checkOptions(where, options, ["clock", "fromHour", "toHour"]);
  const { clock, fromHour, toHour } = options;
  checkClock(where, "clock", clock);
  checkHours(where, { fromHour, toHour });
  return {
    name: `most nights from ${fromHour} to ${toHour}`,
    start: (traces) => startMostNights(traces, clock, fromHour, toHour),
  };
}

/**
 * **How** the night of an event comes from the calendar; a location gets a point when its night is not the one it was
 * last seen in. The night before that is kept as well: where a zone sets its clocks back over midnight, a minute of the
 * next day comes before the last hour of the old one.
 */
function startMostNights(traces: Traces, clock: Clock, fromHour: number, toHour: number): HomeCounter {
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  if (calendar === null) return () => undefined;
  const { start, binSeconds } = calendar;
  const nights = windowDaysOf(calendar, { fromHour, toHour });
  const last = new Int32Array(traces.locations.length);
  const beforeLast = new Int32Array(traces.locations.length);
  return (from, to, board) => {
    const { score, touched } = board;
    let touchedCount = 0;
    let total = 0;
    let lastNight = 0;
    let nightBefore = 0;
    for (let i = from; i < to; i++) {
      const night = nights[((time[i]! - start) / binSeconds) | 0]!;
      if (night === 0) continue;
      if (night !== lastNight) {
        if (night !== nightBefore) total++;
        nightBefore = lastNight;
        lastNight = night;
      }
      const l = location[i]!;
      const points = score[l]!;
      if (points === 0) {
        touched[touchedCount++] = l;
        score[l] = 1;
        last[l] = night;
        beforeLast[l] = 0;
      } else if (last[l] !== night) {
        if (beforeLast[l] !== night) score[l] = points + 1;
        beforeLast[l] = last[l]!;
        last[l] = night;
      }
    }
    board.touchedCount = touchedCount;
    board.total = total;
  };
}
