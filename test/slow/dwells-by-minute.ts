import { createLocations } from "../../src/core/locations.ts";
import type { Clock, Locations, Stays } from "../../src/types.ts";
import { runsOf } from "./sequences.ts";

/** Stays for tests, and dwell counted by asking the clock about every minute. */

/** A stay: user, first and last minute (out) since `from`, location number. */
export type MinuteStay = readonly [user: string, start: number, end: number, location: number];

/** Stops S0, S1 … one kilometre and a bit apart along the equator. */
export function stopsOf(count: number): Locations {
  const ids = Array.from({ length: count }, (_, l) => `S${l}`);
  return createLocations(
    "stops",
    ids,
    Float64Array.from(ids, (_, l) => l * 0.01),
    new Float64Array(count),
  );
}

/** Stays given in minutes after the second `from`, in order of start within each user. */
export function staysOf(
  rows: readonly MinuteStay[],
  locations: Locations,
  from: number = 0,
  users: readonly string[] = [...new Set(rows.map(([user]) => user))].sort(),
): Stays {
  const { sorted, ...runs } = runsOf(rows, users, (a, b) => a[1] - b[1] || a[2] - b[2]);
  const columns = {
    start: Uint32Array.from(sorted, (row) => from + row[1] * 60),
    end: Uint32Array.from(sorted, (row) => from + row[2] * 60),
    location: Uint32Array.from(sorted, (row) => row[3]),
    events: new Uint32Array(sorted.length).fill(1),
  };
  return { locations, ...runs, columns };
}

export interface MinuteWindow {
  readonly clock: Clock;
  readonly fromHour: number;
  readonly toHour: number;
  readonly weekdays?: readonly number[];
}

/** Minutes of one user in the window, by location and by day of the window. */
export function minutesByDay(stays: Stays, user: number, window: MinuteWindow): Map<number, Map<number, number>> {
  const { start, end, location } = stays.columns;
  const minutes = new Map<number, Map<number, number>>();
  for (let i = stays.offsets[user]!; i < stays.offsets[user + 1]!; i++) {
    for (let time = start[i]!; time < end[i]!; time += 60) {
      const day = dayOf(time, window);
      if (day === null) continue;
      const own = minutes.get(location[i]!) ?? new Map<number, number>();
      own.set(day, (own.get(day) ?? 0) + 1);
      minutes.set(location[i]!, own);
    }
  }
  return minutes;
}

/** The day of the window that a minute lies in; null outside. */
function dayOf(time: number, { clock, fromHour, toHour, weekdays }: MinuteWindow): number | null {
  const hour = clock.hourOf(time);
  const morning = fromHour > toHour && hour < toHour;
  const evening = fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour;
  if (!morning && !evening) return null;
  const day = clock.dayOf(time) - (morning ? 1 : 0);
  return weekdays === undefined || weekdays.includes((((day + 3) % 7) + 7) % 7) ? day : null;
}

export interface SlowDwell {
  readonly location: number;
  readonly support: number;
  readonly tieBreaker: number;
}

/** Locations by seconds of dwell, most first, and the seconds of all. */
export function slowLongestDwell(
  stays: Stays,
  user: number,
  window: MinuteWindow,
): { ranked: SlowDwell[]; total: number } {
  const places = [...minutesByDay(stays, user, window)].map(([location, days]) => ({
    location,
    support: 60 * sum([...days.values()]),
    tieBreaker: 0,
  }));
  return { ranked: rankedOf(places), total: sum(places.map(({ support }) => support)) };
}

/** Locations by days with enough minutes, most first, and the days on which all locations together have enough. */
export function slowMostDwellDays(
  stays: Stays,
  user: number,
  window: MinuteWindow,
  minMinutes: number,
): { ranked: SlowDwell[]; total: number } {
  const minutes = minutesByDay(stays, user, window);
  const places = [...minutes].map(([location, days]) => ({
    location,
    support: [...days.values()].filter((own) => own >= minMinutes).length,
    tieBreaker: 60 * sum([...days.values()]),
  }));
  const anywhere = new Map<number, number>();
  for (const days of minutes.values()) {
    for (const [day, own] of days) anywhere.set(day, (anywhere.get(day) ?? 0) + own);
  }
  return {
    ranked: rankedOf(places),
    total: [...anywhere.values()].filter((own) => own >= minMinutes).length,
  };
}

function rankedOf(places: readonly SlowDwell[]): SlowDwell[] {
  return places
    .filter(({ support }) => support > 0)
    .sort((a, b) => b.support - a.support || b.tieBreaker - a.tieBreaker || a.location - b.location);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
