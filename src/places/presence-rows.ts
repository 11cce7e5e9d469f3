import { grown } from "../core/growth.ts";
import { sortFirst } from "../core/order.ts";
import type { Located, Presence } from "../types.ts";

/** Rows of a presence table that grows, one user's day after another. */
export interface PresenceRows {
  length: number;
  day: Int32Array;
  location: Uint32Array;
  events: Uint32Array;
}

/** Scratch for the distinct locations of one day: one entry per location each; `counts` is all zero between days. */
export interface DayScratch {
  readonly counts: Uint32Array;
  readonly touched: Uint32Array;
}

export function createPresenceRows(room: number): PresenceRows {
  return {
    length: 0,
    day: new Int32Array(room),
    location: new Uint32Array(room),
    events: new Uint32Array(room),
  };
}

export function createDayScratch(locations: number): DayScratch {
  return { counts: new Uint32Array(locations), touched: new Uint32Array(locations) };
}

/** Adds the distinct locations of from … to − 1 in ascending order, each with the number of its events. */
export function addDay(
  rows: PresenceRows,
  scratch: DayScratch,
  day: number,
  location: Uint32Array,
  from: number,
  to: number,
): void {
  const { counts, touched } = scratch;
  let distinct = 0;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    const count = counts[l]!;
    if (count === 0) touched[distinct++] = l;
    counts[l] = count + 1;
  }
  sortFirst(touched, distinct);
  let at = rows.length;
  for (let t = 0; t < distinct; t++) {
    const l = touched[t]!;
    rows.day[at] = day;
    rows.location[at] = l;
    rows.events[at++] = counts[l]!;
    counts[l] = 0;
  }
  rows.length = at;
}

/** Makes room for `needed` rows, and as many as the whole table will have if the share `done` of it is there. */
export function makeRoom(rows: PresenceRows, needed: number, done: number): void {
  if (needed <= rows.day.length) return;
  const room = Math.ceil(Math.max(1.5 * rows.day.length, needed, done > 0 ? (1.05 * needed) / done : 0));
  rows.day = grown(rows.day, room);
  rows.location = grown(rows.location, room);
  rows.events = grown(rows.events, room);
}

/** The finished table; its columns hold their rows and nothing more, so that they cross worker borders as they are. */
export function presenceOf(
  rows: PresenceRows,
  users: readonly string[],
  offsets: Uint32Array,
  locations: Located["locations"],
): Presence {
  const { length } = rows;
  const columns = {
    day: rows.day.slice(0, length),
    location: rows.location.slice(0, length),
    events: rows.events.slice(0, length),
  };
  return { locations, users, offsets, length, columns };
}
