import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import { checkClock } from "../core/check-variants.ts";
import { weekdayOfDay } from "../core/clock.ts";
import type { Calendar, Clock, Sequences } from "../types.ts";

/** Calls and texts of each user, as `buildInteractions` makes them. */
export type WeekInteractions = Sequences<{
  readonly time: Uint32Array;
  readonly contact: Uint32Array;
  readonly outgoing: Uint8Array;
  readonly kind: Uint8Array;
  readonly duration: Float64Array;
}> & { readonly contacts: readonly string[] };

export interface WeekMatricesOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** How long a slot of the day is, in minutes; it divides the day. 60 in bandicoot. */
  readonly slotMinutes: number;
}

/** Per user a row for each slot of a week in which something was: the cells of the user's week matrices that are not 0. */
export type WeekMatrices = Sequences<{
  readonly week: Int32Array;
  readonly weekday: Uint8Array;
  readonly slot: Uint32Array;
  readonly contactsIn: Uint32Array;
  readonly contactsOut: Uint32Array;
  readonly callsIn: Uint32Array;
  readonly callsOut: Uint32Array;
  readonly textsIn: Uint32Array;
  readonly textsOut: Uint32Array;
  readonly secondsIn: Float64Array;
  readonly secondsOut: Float64Array;
}>;

/** One slot of one user. */
interface Cell {
  readonly day: number;
  readonly slot: number;
  /** Incoming at 0, outgoing at 1. */
  readonly contacts: readonly [Set<number>, Set<number>];
  readonly calls: [number, number];
  readonly texts: [number, number];
  readonly seconds: [number, number];
}

const DAY = 86_400;

/**
 * At what times of the week does a person call and write, with how many people, for how long? The week matrices of a user.
 *
 * **How** weeks from Monday, each local day in slots of slotMinutes from midnight on. A call or text counts in the slot in
 * which it begins; contacts are distinct within a slot; the seconds of a call are spread over the slots through which it
 * lasts, into the next week where it passes Sunday midnight. Calls of unknown duration have no seconds.
 *
 * @param interactions - calls and texts of each user
 * @param options - the clock and the length of a slot
 * @returns a row per user and slot with anything in it, in order of time: `week` (the local day of its Monday, days since
 * 1970-01-01), `weekday` 0–6, `slot` of the day from 0, distinct contacts, calls, texts and seconds of calls, incoming and
 * outgoing. What is not there is 0
 * @throws RangeError for rows out of time order, or slots that do not divide the day
 *
 * **Departs from the source** bandicoot books what a call lasts beyond Sunday midnight on the Monday before, of the week in
 * which it began.
 *
 * **Cost** O(rows log rows of a user + slots that calls last)
 *
 * [bandicoot]
 *
 * @example
 * const columns = { time: Uint32Array.of(3540), contact: Uint32Array.of(0), outgoing: Uint8Array.of(1), kind: new Uint8Array(1), duration: Float64Array.of(90) };
 * const calls = { users: ["ann"], contacts: ["bo"], offsets: Uint32Array.of(0, 1), length: 1, columns };
 * const { slot, callsOut, secondsOut } = buildWeekMatrices(calls, { clock: createClock({ timeZone: "UTC" }), slotMinutes: 60 }).columns;
 * [slot, callsOut, secondsOut]; // [ Uint32Array(2) [ 0, 1 ], Uint32Array(2) [ 1, 0 ], Float64Array(2) [ 60, 30 ] ]
 */
export function buildWeekMatrices(interactions: WeekInteractions, options: WeekMatricesOptions): WeekMatrices {
  const where = "buildWeekMatrices";
  checkInteractions(where, "interactions", interactions, ["time", "contact", "outgoing", "kind", "duration"]);
  checkOptions(where, options, ["clock", "slotMinutes"]);
  const { clock, slotMinutes } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "slotMinutes", slotMinutes, 1, 1440);
  if (1440 % slotMinutes !== 0) fail(where, "slotMinutes", "a divisor of the day's 1440 minutes", slotMinutes);
  const { users } = interactions;
  const offsets = new Uint32Array(users.length + 1);
  const rows: Cell[] = [];
  const calendar = calendarOfCalls(interactions, clock);
  for (let u = 0; u < users.length; u++) {
    if (calendar !== null) {
      const cells = cellsOf(interactions, u, calendar, clock, 60 * slotMinutes);
      for (const cell of cells.sort((a, b) => a.day - b.day || a.slot - b.slot)) rows.push(cell);
    }
    offsets[u + 1] = rows.length;
  }
  const counts = (value: (cell: Cell) => number): Uint32Array => Uint32Array.from(rows, value);
  const columns = {
    week: Int32Array.from(rows, ({ day }) => day - weekdayOfDay(day)),
    weekday: Uint8Array.from(rows, ({ day }) => weekdayOfDay(day)),
    slot: counts(({ slot }) => slot),
    contactsIn: counts(({ contacts }) => contacts[0].size),
    contactsOut: counts(({ contacts }) => contacts[1].size),
    callsIn: counts(({ calls }) => calls[0]),
    callsOut: counts(({ calls }) => calls[1]),
    textsIn: counts(({ texts }) => texts[0]),
    textsOut: counts(({ texts }) => texts[1]),
    secondsIn: Float64Array.from(rows, ({ seconds }) => seconds[0]),
    secondsOut: Float64Array.from(rows, ({ seconds }) => seconds[1]),
  };
  return { users, offsets, length: rows.length, columns };
}

/** One user's cells, in the order in which something first came to them. */
function cellsOf(
  interactions: WeekInteractions,
  user: number,
  calendar: Calendar,
  clock: Clock,
  slotSeconds: number,
): Cell[] {
  const { offsets } = interactions;
  const { time, contact, outgoing, kind, duration } = interactions.columns;
  const { start, binSeconds } = calendar;
  const cells = new Map<number, Cell>();
  const cellAt = (day: number, slot: number): Cell => {
    const key = day * (DAY / slotSeconds) + slot;
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell: Cell = { day, slot, contacts: [new Set(), new Set()], calls: [0, 0], texts: [0, 0], seconds: [0, 0] };
    cells.set(key, cell);
    return cell;
  };
  for (let i = offsets[user]!; i < offsets[user + 1]!; i++) {
    const way = outgoing[i] === 1 ? 1 : 0;
    const isCall = kind[i] === 0;
    const end = time[i]! + (isCall && duration[i]! > 0 ? duration[i]! : 0);
    let at = time[i]!;
    // No change of clocks falls inside a bin of the calendar, so that a call is cut at bins and at slots.
    do {
      const bin = Math.floor((at - start) / binSeconds);
      const binEnd = start + (bin + 1) * binSeconds;
      const local = at + clock.offsetOf(Math.floor(at));
      const day = Math.floor(local / DAY);
      const intoDay = local - day * DAY;
      const slot = Math.floor(intoDay / slotSeconds);
      const cell = cellAt(day, slot);
      if (at === time[i]) {
        cell.contacts[way].add(contact[i]!);
        (isCall ? cell.calls : cell.texts)[way]++;
      }
      const until = Math.min(end, binEnd, at + (slot + 1) * slotSeconds - intoDay);
      cell.seconds[way] += until - at;
      at = until;
    } while (at < end);
  }
  return [...cells.values()];
}

/** A calendar over all rows and as long as their calls last; null without rows. */
function calendarOfCalls(interactions: WeekInteractions, clock: Clock): Calendar | null {
  const { time, duration } = interactions.columns;
  if (interactions.length === 0) return null;
  let first = Infinity;
  let last = 0;
  for (let i = 0; i < interactions.length; i++) {
    if (time[i]! < first) first = time[i]!;
    last = Math.max(last, time[i]! + (duration[i]! > 0 ? duration[i]! : 0));
  }
  return clock.calendarOf(first, Math.min(0xffff_ffff, Math.ceil(last)));
}
