import type { Homes, Locations, MoveColumns, Moves, Sequences } from "../types.ts";
import type { AbsencePlan } from "./absences.ts";
import type { PeriodColumns } from "./lives.ts";
import type { PlannedAbsence } from "./residences.ts";
import type { World } from "./world.ts";

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
  const people = users.length;
  const truth = {
    location: new Int32Array(people),
    support: new Uint32Array(people),
    share: new Float64Array(people),
    tied: new Uint8Array(people),
    runnerUp: new Int32Array(people).fill(-1),
    runnerUpSupport: new Uint32Array(people),
  };
  for (let u = 0; u < people; u++) {
    const lived = new Map<number, number>();
    for (let p = offsets[u]!; p < offsets[u + 1]!; p++) {
      if (columns.trip[p] === 1) continue;
      const place = districtOf === null ? columns.home[p]! : districtOf[columns.home[p]!]!;
      lived.set(place, (lived.get(place) ?? 0) + columns.lastDay[p]! - columns.firstDay[p]! + 1);
    }
    const [first, second] = [...lived].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    truth.location[u] = first![0];
    truth.support[u] = first![1];
    truth.share[u] = first![1] / days;
    if (second === undefined) continue;
    truth.tied[u] = second[1] === first![1] ? 1 : 0;
    truth.runnerUp[u] = second[0];
    truth.runnerUpSupport[u] = second[1];
  }
  return { locations, users, length: people, columns: truth };
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

/** Columns of absences: those of every move, the plan and the first day back. */
export type AbsenceColumns = MoveColumns & { readonly plan: Uint32Array; readonly returnedDay: Int32Array };

/** The planned absences, each person's in order of time, between the districts of home and stay. */
export function absencesOf(
  planned: readonly PlannedAbsence[],
  world: World,
  users: readonly string[],
  firstDay: number,
  plans: readonly AbsencePlan[],
): Moves<AbsenceColumns> & { readonly plans: readonly string[] } {
  const sorted = [...planned].sort((a, b) => a.user - b.user || a.fromDay - b.fromDay);
  const offsets = new Uint32Array(users.length + 1);
  for (const { user } of sorted) offsets[user + 1]!++;
  for (let u = 0; u < users.length; u++) offsets[u + 1]! += offsets[u]!;
  const columns: AbsenceColumns = {
    origin: Uint32Array.from(sorted, ({ home }) => world.districtOf[home]!),
    destination: Uint32Array.from(sorted, ({ antenna }) => world.districtOf[antenna]!),
    leftDay: Int32Array.from(sorted, ({ fromDay }) => firstDay + fromDay - 1),
    arrivedDay: Int32Array.from(sorted, ({ fromDay }) => firstDay + fromDay),
    plan: Uint32Array.from(sorted, ({ plan }) => plan),
    returnedDay: Int32Array.from(sorted, ({ backDay }) => firstDay + backDay),
  };
  const names = plans.map(({ name }) => name);
  return { locations: world.districts, users, offsets, length: sorted.length, columns, plans: names };
}
