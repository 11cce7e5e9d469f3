import { groupByUserAndTime } from "../core/group.ts";
import type { Traces } from "../types.ts";

/**
 * Which pairs of users are worth a closer look? Those who share two of the locations they use most. Users are filed under
 * each pair of their own locations, and only users of one file are compared.
 */

/** The most used locations of each user: those of user u are own[u · topLocations …], count[u] of them, by row. */
export interface TopLocations {
  readonly topLocations: number;
  readonly count: Uint8Array;
  readonly own: Uint32Array;
}

/** The `topLocations` locations with most events of each user, equal ones by row. */
export function topLocationsOf(traces: Traces, topLocations: number): TopLocations {
  const { users, offsets } = traces;
  const { location } = traces.columns;
  const count = new Uint8Array(users.length);
  const own = new Uint32Array(users.length * topLocations);
  const events = new Uint32Array(traces.locations.length);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    for (let i = from; i < to; i++) events[location[i]!]!++;
    const base = u * topLocations;
    let kept = 0;
    for (let i = from; i < to; i++) {
      const l = location[i]!;
      if (events[l] === 0 || isAmong(own, base, kept, l)) continue;
      let at = kept;
      while (at > 0 && isBefore(events, l, own[base + at - 1]!)) at--;
      if (at >= topLocations) continue;
      if (kept < topLocations) kept++;
      for (let k = kept - 1; k > at; k--) own[base + k] = own[base + k - 1]!;
      own[base + at] = l;
    }
    count[u] = kept;
    for (let i = from; i < to; i++) events[location[i]!] = 0;
    own.subarray(base, base + kept).sort();
  }
  return { topLocations, count, own };
}

/** Whether location l has more events than location m, or as many and a lower row. */
function isBefore(events: Uint32Array, l: number, m: number): boolean {
  return events[l]! > events[m]! || (events[l] === events[m] && l < m);
}

function isAmong(own: Uint32Array, base: number, kept: number, l: number): boolean {
  for (let k = 0; k < kept; k++) if (own[base + k] === l) return true;
  return false;
}

/** Users under the pairs of locations ⟨x, y⟩, x < y, that are both among their own: those of file f are users[from[f]] … */
export interface Files {
  readonly count: number;
  readonly x: Uint32Array;
  readonly y: Uint32Array;
  readonly from: Uint32Array;
  readonly users: Uint32Array;
}

/** Files each user under every pair of the user's own locations. */
export function fileUsers(top: TopLocations, locations: number): Files {
  const { topLocations, count, own } = top;
  let entries = 0;
  for (let u = 0; u < count.length; u++) entries += (count[u]! * (count[u]! - 1)) / 2;
  const x = new Uint32Array(entries);
  const y = new Uint32Array(entries);
  const user = new Uint32Array(entries);
  let at = 0;
  for (let u = 0; u < count.length; u++) {
    const base = u * topLocations;
    for (let j = 0; j < count[u]!; j++) {
      for (let k = j + 1; k < count[u]!; k++) {
        x[at] = own[base + j]!;
        y[at] = own[base + k]!;
        user[at++] = u;
      }
    }
  }
  const grouped = groupByUserAndTime(x, y, user, locations);
  const from: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  for (let l = 0; l < locations; l++) {
    for (let i = grouped.offsets[l]!; i < grouped.offsets[l + 1]!; i++) {
      if (i > grouped.offsets[l]! && grouped.time[i] === grouped.time[i - 1]) continue;
      from.push(i);
      xs.push(l);
      ys.push(grouped.time[i]!);
    }
  }
  from.push(entries);
  return {
    count: xs.length,
    x: Uint32Array.from(xs),
    y: Uint32Array.from(ys),
    from: Uint32Array.from(from),
    users: grouped.value,
  };
}

/**
 * The fewest people who have one of the locations that both users share among their own; 0 where x and y are not the first
 * two locations they share: each pair of users is then met once, however many files both are in.
 */
export function fewestPeople(
  top: TopLocations,
  people: Float64Array,
  u: number,
  v: number,
  x: number,
  y: number,
): number {
  const { topLocations, count, own } = top;
  const endU = u * topLocations + count[u]!;
  const endV = v * topLocations + count[v]!;
  let i = u * topLocations;
  let j = v * topLocations;
  let shared = 0;
  let fewest = Infinity;
  while (i < endU && j < endV) {
    const l = own[i]!;
    const m = own[j]!;
    if (l === m) {
      if ((shared === 0 && l !== x) || (shared === 1 && l !== y)) return 0;
      shared++;
      if (people[l]! < fewest) fewest = people[l]!;
    }
    if (l <= m) i++;
    if (m <= l) j++;
  }
  return fewest;
}
