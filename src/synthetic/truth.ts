import type { Homes, Locations, Moves, Sequences } from "../types.ts";
import type { PeriodColumns } from "./lives.ts";

/**
 * The truth about lives in the shapes in which methods answer.
 */

/** Where each person lived on most days: at an antenna, or in its district where `districtOf` is given. Trips do not count. */
export function homesOf(
  periods: Sequences<PeriodColumns>,
  locations: Locations,
  districtOf: Uint32Array | null,
  days: number,
): Homes {
  const { users, offsets, columns } = periods;
  const location = new Int32Array(users.length);
  const support = new Uint32Array(users.length);
  const share = new Float64Array(users.length);
  const tied = new Uint8Array(users.length);
  const placeOf = (p: number): number => (districtOf === null ? columns.home[p]! : districtOf[columns.home[p]!]!);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    for (let p = from; p < to; p++) {
      if (columns.trip[p] === 1) continue;
      const place = placeOf(p);
      let lived = 0;
      for (let q = from; q < to; q++) {
        if (columns.trip[q] === 0 && placeOf(q) === place) lived += columns.lastDay[q]! - columns.firstDay[q]! + 1;
      }
      if (lived > support[u]!) {
        location[u] = place;
        support[u] = lived;
        tied[u] = 0;
      } else if (lived === support[u]! && place !== location[u]) {
        location[u] = Math.min(location[u]!, place);
        tied[u] = 1;
      }
    }
    share[u] = support[u]! / days;
  }
  return { locations, users, length: users.length, columns: { location, support, share, tied } };
}

/** Every change of the home that is no trip, between districts: the last day in the old home and the first in the new one. */
export function migrationsOf(periods: Sequences<PeriodColumns>, districts: Locations, districtOf: Uint32Array): Moves {
  const { users, columns } = periods;
  const offsets = new Uint32Array(users.length + 1);
  const origin: number[] = [];
  const destination: number[] = [];
  const arrived: number[] = [];
  for (let u = 0; u < users.length; u++) {
    let home = -1;
    for (let p = periods.offsets[u]!; p < periods.offsets[u + 1]!; p++) {
      if (columns.trip[p] === 1) continue;
      const place = columns.home[p]!;
      if (home >= 0 && place !== home) {
        origin.push(districtOf[home]!);
        destination.push(districtOf[place]!);
        arrived.push(columns.firstDay[p]!);
      }
      home = place;
    }
    offsets[u + 1] = arrived.length;
  }
  return {
    locations: districts,
    users,
    offsets,
    length: arrived.length,
    columns: {
      origin: Uint32Array.from(origin),
      destination: Uint32Array.from(destination),
      leftDay: Int32Array.from(arrived, (day) => day - 1),
      arrivedDay: Int32Array.from(arrived),
    },
  };
}

/** The homes in which each person starts and ends. */
export function endsOf(periods: Sequences<PeriodColumns>): { startHome: Uint32Array; endHome: Uint32Array } {
  const people = periods.users.length;
  const startHome = new Uint32Array(people);
  const endHome = new Uint32Array(people);
  for (let u = 0; u < people; u++) {
    startHome[u] = periods.columns.home[periods.offsets[u]!]!;
    endHome[u] = periods.columns.home[periods.offsets[u + 1]! - 1]!;
  }
  return { startHome, endHome };
}
