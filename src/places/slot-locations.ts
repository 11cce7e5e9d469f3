import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import type { Calendar, Clock, Traces } from "../types.ts";

export interface SlotLocationsOptions {
  /** The clock of the place, by which slots begin. */
  readonly clock: Clock;
  /** How long a slot is, in minutes; it divides the day. 30 in bandicoot and in Schneider et al., 60 in Song et al. */
  readonly slotMinutes: number;
}

const DAY_MINUTES = 1440;

/**
 * Where was each person in each half hour or hour with an event? Traces in which a burst of calls counts once.
 *
 * **How** the local day is cut into slots of slotMinutes from midnight on. Of each slot in which a user has events, one row
 * stays: the location with the most events in the slot, of equal ones that which was seen first. A change of
 * the clock ends a slot, so that an hour which the clock shows twice has its slots twice.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the clock and the length of a slot
 * @returns traces of the same users with a row per slot that has an event: `location` that of the slot, `time` that of the
 * slot's first event; `unlocated` as in `traces`
 * @throws RangeError for traces out of time order or with locations that do not exist, or slots that do not divide the day
 *
 * **Cost** O(events): some 10 ns an event.
 *
 * [bandicoot]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(4), time: Uint32Array.of(0, 60, 120, 1800), location: Uint32Array.of(1, 0, 0, 1) };
 * const traces = buildTracesOfEvents(events, antennas);
 * const slots = buildSlotLocations(traces, { clock: createClock({ timeZone: "UTC" }), slotMinutes: 30 });
 * rowsOf(slots); // [ { time: 0, location: 0 }, { time: 1800, location: 1 } ]
 */
export function buildSlotLocations(traces: Traces, options: SlotLocationsOptions): Traces {
  const where = "buildSlotLocations";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "slotMinutes"]);
  const { clock, slotMinutes } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "slotMinutes", slotMinutes, 1, DAY_MINUTES);
  if (DAY_MINUTES % slotMinutes !== 0) fail(where, "slotMinutes", "a divisor of the day's 1440 minutes", slotMinutes);
  const { users, offsets: given, locations } = traces;
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, given, clock);
  const offsets = new Uint32Array(users.length + 1);
  const slotTime = new Uint32Array(traces.length);
  const slotLocation = new Uint32Array(traces.length);
  let rows = 0;
  if (calendar !== null) {
    const { start, binSeconds } = calendar;
    const { local, until } = localStarts(calendar, clock);
    const slotSeconds = 60 * slotMinutes;
    const count = new Uint32Array(locations.length);
    for (let u = 0; u < users.length; u++) {
      const to = given[u + 1]!;
      let from = given[u]!;
      while (from < to) {
        const first = time[from]!;
        const bin = ((first - start) / binSeconds) >>> 0;
        const intoSlot = (local[bin]! + (first - start - bin * binSeconds)) % slotSeconds;
        const slotEnd = Math.min(first - intoSlot + slotSeconds, until[bin]!);
        let end = from + 1;
        while (end < to && time[end]! < slotEnd) end++;
        slotTime[rows] = first;
        slotLocation[rows++] = mostSeen(location, from, end, count);
        from = end;
      }
      offsets[u + 1] = rows;
    }
  }
  const columns = { time: slotTime.slice(0, rows), location: slotLocation.slice(0, rows) };
  return { locations, users, offsets, length: rows, columns, unlocated: traces.unlocated };
}

/** Per bin of the calendar its start in local seconds, and the UTC second until which clocks are not set (Infinity: never). */
function localStarts(calendar: Calendar, clock: Clock): { local: Float64Array; until: Float64Array } {
  const { start, binSeconds } = calendar;
  const bins = calendar.day.length;
  const local = new Float64Array(bins);
  const until = new Float64Array(bins);
  for (let b = 0; b < bins; b++) {
    const time = start + b * binSeconds;
    local[b] = time + clock.offsetOf(time);
  }
  let end = Infinity;
  for (let b = bins - 1; b >= 0; b--) {
    if (b + 1 < bins && local[b + 1]! - local[b]! !== binSeconds) end = start + (b + 1) * binSeconds;
    until[b] = end;
  }
  return { local, until };
}

/** The location with the most of the rows from … to − 1; of equal ones that which came first. `count` is left empty. */
function mostSeen(location: Uint32Array, from: number, to: number, count: Uint32Array): number {
  const first = location[from]!;
  if (to === from + 1) return first;
  for (let i = from; i < to; i++) count[location[i]!]!++;
  let best = first;
  for (let i = from + 1; i < to; i++) if (count[location[i]!]! > count[best]!) best = location[i]!;
  for (let i = from; i < to; i++) count[location[i]!] = 0;
  return best;
}
