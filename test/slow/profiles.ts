import type { Clock, Traces } from "../../src/types.ts";

/** Cohorts, profiles, homes before and after, user by user and without a scoreboard. */

/** What one user did on each local day: events, and the local hours in which there were any. */
export type PlainDays = ReadonlyMap<number, { events: number; hours: ReadonlySet<number> }>;

/** The days of every user, by the clock's answer for every single event. */
export function plainDaysOf(traces: Traces, clock: Clock): PlainDays[] {
  return traces.users.map((_, u) => {
    const days = new Map<number, { events: number; hours: Set<number> }>();
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      const time = traces.columns.time[i]!;
      const day = clock.dayOf(time);
      const entry = days.get(day) ?? { events: 0, hours: new Set() };
      entry.events++;
      entry.hours.add(clock.hourOf(time));
      days.set(day, entry);
    }
    return days;
  });
}

/** The days first … last on which the user was seen. */
export function seenWithin(days: PlainDays, first: number, last: number): number[] {
  return [...days.keys()].filter((day) => day >= first && day <= last).sort((a, b) => a - b);
}

/** Whether the user was seen on enough days of each window that lies in the span, day by day. */
export function inEachWindow(
  days: PlainDays,
  first: number,
  last: number,
  window: number,
  step: number,
  least: number,
): boolean {
  for (let from = first; from + window <= last + 1; from += step) {
    let seen = 0;
    for (let day = from; day < from + window; day++) if (days.has(day)) seen++;
    if (seen < least) return false;
  }
  return true;
}

/** The longest run of days of the span without an event. */
export function longestSilence(days: PlainDays, first: number, last: number): number {
  let longest = 0;
  let silent = 0;
  for (let day = first; day <= last; day++) {
    silent = days.has(day) ? 0 : silent + 1;
    longest = Math.max(longest, silent);
  }
  return longest;
}

/** Whether the labels of a host end with those of a domain. */
export function isInDomain(host: string, domain: string): boolean {
  const labels = host.toLowerCase().split(".");
  const wanted = domain
    .toLowerCase()
    .split(".")
    .filter((label) => label !== "");
  return wanted.length <= labels.length && wanted.every((label, i) => labels.at(i - wanted.length) === label);
}

/** The longest of the codes with which the digits begin, by trying all; "" if none does. */
export function longestCode(digits: string, codes: readonly string[]): string {
  let best = "";
  for (const code of codes) if (digits.indexOf(code) === 0 && code.length > best.length) best = code;
  return best;
}

/** Who lives where in each of the periods: for each user a home or −1 per period. */
export type PlainHomes = readonly (readonly number[])[];

/** The row of countResidentsByPeriod for one period and location, from sets of people. */
export function plainResidents(homes: PlainHomes, period: number, location: number): Readonly<Record<string, number>> {
  const now = homes.filter((own) => own[period] === location);
  if (period === 0) {
    const unknown = { stayed: NaN, movedIn: NaN, appeared: NaN, movedOut: NaN, lost: NaN };
    return { residents: now.length, ...unknown };
  }
  const before = homes.filter((own) => own[period - 1] === location);
  return {
    residents: now.length,
    stayed: now.filter((own) => before.includes(own)).length,
    movedIn: now.filter((own) => !before.includes(own) && own[period - 1] !== -1).length,
    appeared: now.filter((own) => own[period - 1] === -1).length,
    movedOut: before.filter((own) => !now.includes(own) && own[period] !== -1).length,
    lost: before.filter((own) => own[period] === -1).length,
  };
}

/** Who of a region moved, person by person, of people with a home in both periods. */
export function plainRegionMoves(
  homes: PlainHomes,
  regionOf: readonly number[],
  region: number,
): Readonly<Record<"stayed" | "movedWithin" | "movedOut" | "movedIn", number>> {
  const moves = { stayed: 0, movedWithin: 0, movedOut: 0, movedIn: 0 };
  for (const [before, after] of homes as readonly (readonly [number, number])[]) {
    if (before < 0 || after < 0) continue;
    const from = regionOf[before] === region;
    const to = regionOf[after] === region;
    if (from && before === after) moves.stayed++;
    else if (from && to) moves.movedWithin++;
    else if (from) moves.movedOut++;
    else if (to) moves.movedIn++;
  }
  return moves;
}

/** The areas of rank 1 … k: an area's rank is one more than the areas that score higher. */
export function plainTopAreas(
  scores: readonly (number | null)[],
  k: number,
): { rank: number; location: number; tied: number }[] {
  const found: { rank: number; location: number; tied: number }[] = [];
  scores.forEach((score, location) => {
    if (score === null) return;
    const rank = 1 + scores.filter((other) => other !== null && other > score).length;
    const tied = scores.filter((other) => other === score).length > 1 ? 1 : 0;
    if (rank <= k) found.push({ rank, location, tied });
  });
  return found.sort((a, b) => a.rank - b.rank || a.location - b.location);
}
