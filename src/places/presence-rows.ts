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

/** Days with up to this many locations are put in order by insertion. */
const INSERTION_LOCATIONS = 32;

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
  const wider = createPresenceRows(room);
  wider.day.set(rows.day.subarray(0, rows.length));
  wider.location.set(rows.location.subarray(0, rows.length));
  wider.events.set(rows.events.subarray(0, rows.length));
  rows.day = wider.day;
  rows.location = wider.location;
  rows.events = wider.events;
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

/** Puts the first `count` values in ascending order. */
function sortFirst(values: Uint32Array, count: number): void {
  if (count > INSERTION_LOCATIONS) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
}
