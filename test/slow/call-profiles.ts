import { createLocations } from "../../src/core/locations.ts";
import type { CallProfiles } from "../../src/places/call-profiles.ts";
import type { Clock, Traces } from "../../src/types.ts";
import { partOf, rowNumbersOf } from "./sequences.ts";

/** Plain forms of the Sociometer: one question to the clock per event, sets of days, sorting by comparator. */

export interface SlowOptions {
  readonly clock: Clock;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly busiestFirst: boolean;
  readonly slotHours: readonly number[];
  readonly weekend: readonly number[];
}

export interface SlowProfile {
  readonly location: number;
  readonly window: number;
  readonly days: number;
  readonly events: number;
  readonly profile: readonly number[];
}

/** Each user's profiles, in order of windows and then of locations, and the events in no window. */
export function slowCallProfiles(
  traces: Traces,
  options: SlowOptions,
): { profiles: Record<string, SlowProfile[]>; outside: number } {
  const { clock, firstDay, lastDay, busiestFirst, slotHours, weekend } = options;
  const profiles: Record<string, SlowProfile[]> = {};
  let outside = 0;
  traces.users.forEach((user, u) => {
    const found = new Map<
      string,
      { location: number; window: number; events: number; seen: Map<string, Set<number>> }
    >();
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      const time = traces.columns.time[i]!;
      const location = traces.columns.location[i]!;
      const day = clock.dayOf(time);
      const window = Math.floor((day - firstDay) / 28);
      if (day < firstDay || firstDay + 28 * (window + 1) - 1 > lastDay) {
        outside++;
        continue;
      }
      const key = `${window} ${location}`;
      const row = found.get(key) ?? { location, window, events: 0, seen: new Map<string, Set<number>>() };
      found.set(key, row);
      row.events++;
      const week = Math.floor((day - firstDay - 28 * window) / 7);
      const kind = weekend.includes(clock.weekdayOf(time)) ? 1 : 0;
      const slot = slotHours.filter((from) => from <= clock.hourOf(time)).length - 1;
      const cell = `${week} ${kind} ${slot}`;
      row.seen.set(cell, (row.seen.get(cell) ?? new Set<number>()).add(day));
    }
    profiles[user] = [...found.values()]
      .sort((a, b) => a.window - b.window || a.location - b.location)
      .map(({ location, window, events, seen }) => {
        const weeks = [0, 1, 2, 3].map((week) =>
          [0, 1].flatMap((kind) =>
            slotHours.map(
              (_, slot) =>
                (seen.get(`${week} ${kind} ${slot}`)?.size ?? 0) / (kind === 1 ? weekend.length : 7 - weekend.length),
            ),
          ),
        );
        const activity = weeks.map((cells) => cells.reduce((sum, cell) => sum + cell, 0));
        // Sums that differ by rounding alone are equal.
        if (busiestFirst) {
          const order = [0, 1, 2, 3].sort((a, b) =>
            Math.abs(activity[a]! - activity[b]!) < 1e-9 ? a - b : activity[b]! - activity[a]!,
          );
          weeks.splice(0, 4, ...order.map((week) => weeks[week]!));
        }
        const days = new Set([...seen.values()].flatMap((each) => [...each])).size;
        return { location, window, days, events, profile: weeks.flat() };
      });
  });
  return { profiles, outside };
}

/** What `buildCallProfiles` found, in the form of `slowCallProfiles`. */
export function profilesByUser(table: CallProfiles): Record<string, SlowProfile[]> {
  const { columns: cells, value } = table.profiles;
  return Object.fromEntries(
    table.users.map((user, u) => {
      const rows: SlowProfile[] = [];
      for (let r = table.offsets[u]!; r < table.offsets[u + 1]!; r++) {
        rows.push({
          location: table.columns.location[r]!,
          window: table.columns.window[r]!,
          days: table.columns.days[r]!,
          events: table.columns.events[r]!,
          profile: [...value.slice(r * cells, (r + 1) * cells)],
        });
      }
      return [user, rows];
    }),
  );
}

/** Euclidean distance. */
export function slowDistance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
}

/** The class of a profile among archetypes, "in transit" first, and the nearest of another class. Distances to 1e-9. */
export function slowClass(
  profile: readonly number[],
  archetypes: readonly { readonly label: string; readonly profile: readonly number[] }[],
  inTransitBelow: number,
): { label: string; distance: number; runnerUp: string; runnerUpDistance: number } {
  const near = archetypes
    .map((each, a) => ({ label: each.label, a, distance: slowDistance(profile, each.profile) }))
    .sort((x, y) => (Math.abs(x.distance - y.distance) < 1e-9 ? x.a - y.a : x.distance - y.distance));
  const filled = profile.filter((cell) => cell !== 0);
  const transit = filled.length === 1 && filled[0]! < inTransitBelow;
  const label = transit ? "in transit" : near[0]!.label;
  const next = near.find((each) => each.label !== label);
  return {
    label,
    distance: transit ? Number.NaN : near[0]!.distance,
    runnerUp: next?.label ?? "none",
    runnerUpDistance: next?.distance ?? Number.NaN,
  };
}

/** Call profiles with these cells, one user u0, u1 … for each, all of window 0 and location 0. */
export function profilesOfCells(
  rows: readonly (readonly number[])[],
  cells: number = rows[0]?.length ?? 24,
): CallProfiles {
  const n = rows.length;
  return {
    locations: createLocations("zones", ["Z"], [0], [0]),
    users: rows.map((_, u) => `u${u}`),
    offsets: Uint32Array.from({ length: n + 1 }, (_, u) => u),
    length: n,
    columns: {
      location: new Uint32Array(n),
      window: new Uint32Array(n),
      days: new Uint32Array(n).fill(1),
      events: new Uint32Array(n).fill(1),
    },
    profiles: { rows: n, columns: cells, value: Float64Array.from(rows.flat()) },
    windowDays: Int32Array.of(4),
    leftOutDays: 0,
    outsideEvents: 0,
  };
}

/** The profile table of these users only, in the order given. */
export function partOfProfiles(table: CallProfiles, users: readonly string[]): CallProfiles {
  const { columns: cells, value } = table.profiles;
  const rows = rowNumbersOf(table, users);
  const cellsOf = rows.flatMap((row) => [...value.slice(row * cells, (row + 1) * cells)]);
  return {
    ...partOf(table, users),
    profiles: { rows: rows.length, columns: cells, value: Float64Array.from(cellsOf) },
  };
}
