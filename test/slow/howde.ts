import type { Stays } from "../../src/types.ts";

/**
 * HoWDe 2.0.0 (De Sojo et al. 2025) as its code does it, in plain form, on stays in local seconds (a clock of UTC): the homes and
 * workplaces of each user by day.
 *
 * A day has 24 slots; the slot of an hour goes to the longest piece of stay, by the day, that touches the hour (pieces of more
 * than 60 seconds; a piece that goes on after midnight ends at 23:59:59). Home hours are slots 0–6, work hours slots 9–17: both
 * ends of the configured intervals are counted. A day is known if at least `minHours` of its slots are; then each location
 * has the share of the known slots, rounded to three places. Over the days with any stay in a window of ± half its length:
 * home has the highest mean share over known days, if that is at least `homeHours` and more than `homeDays` of the days
 * are known. Work is looked for on weekdays, in locations that were home on no day; a weekday wholly at home counts as
 * unknown; the location of most known days if in at least `workDays` of them, else that of the highest mean share if at least
 * `workHours`. Values are kept in 32 bits, as its columns do.
 */
export interface HowdeSettings {
  readonly windowHome: number;
  readonly windowWork: number;
  readonly minHours: number;
  readonly homeDays: number;
  readonly knownDays: number;
  readonly homeHours: number;
  readonly workHours: number;
  readonly workDays: number;
}

const HOWDE_DEFAULTS: HowdeSettings = {
  windowHome: 28,
  windowWork: 42,
  minHours: 0.4,
  homeDays: 0.4,
  knownDays: 0.5,
  homeHours: 0.7,
  workHours: 0.4,
  workDays: 0.6,
};

const DAY = 86_400;

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly location: number;
}

type Shares = Map<number, number>;

/** The locations at which each user has a stay on a day when they are the day's home, or else its work. */
export function howdePlaces(
  stays: Stays,
  settings: HowdeSettings = HOWDE_DEFAULTS,
): { home: Set<number>; work: Set<number> }[] {
  return stays.users.map((_, u) => placesOfUser(stays, stays.offsets[u]!, stays.offsets[u + 1]!, settings));
}

function placesOfUser(
  stays: Stays,
  from: number,
  to: number,
  settings: HowdeSettings,
): { home: Set<number>; work: Set<number> } {
  const pieces = piecesByDay(stays, from, to);
  const days = [...pieces.keys()].sort((a, b) => a - b);
  const slots = new Map(days.map((day) => [day, slotsOf(pieces.get(day)!)]));
  const nights = new Map(days.map((day) => [day, sharesOf(slots.get(day)!.slice(0, 7), settings.minHours)]));
  const homes = new Map(days.map((day) => [day, homeOf(day, days, nights, settings)]));
  const ever = new Set([...homes.values()].filter((home) => home !== null));
  const found = { home: new Set<number>(), work: new Set<number>() };
  if (ever.size === 0) return found;
  const work = new Map(
    days.map((day) => {
      const shares = isWeekday(day) ? sharesOf(slots.get(day)!.slice(9, 18), settings.minHours) : null;
      const away = new Map([...(shares ?? [])].filter(([location]) => !ever.has(location)));
      return [day, away.size === 0 ? null : away];
    }),
  );
  for (const day of days) {
    const home = homes.get(day)!;
    const job = workOf(day, days, work, settings);
    for (const { location } of pieces.get(day)!) {
      if (location === home) found.home.add(location);
      else if (location === job) found.work.add(location);
    }
  }
  return found;
}

function piecesByDay(stays: Stays, from: number, to: number): Map<number, Piece[]> {
  const { start, end, location } = stays.columns;
  const pieces = new Map<number, Piece[]>();
  for (let i = from; i < to; i++) {
    for (let day = Math.floor(start[i]! / DAY); day * DAY <= end[i]!; day++) {
      const since = Math.max(start[i]!, day * DAY);
      const until = Math.min(end[i]!, (day + 1) * DAY - 1);
      if (until - since <= 60) continue;
      const piece = { from: since - day * DAY, to: until - day * DAY, location: location[i]! };
      pieces.set(day, [...(pieces.get(day) ?? []), piece]);
    }
  }
  return pieces;
}

function slotsOf(pieces: readonly Piece[]): (number | null)[] {
  const slots: (number | null)[] = Array.from({ length: 24 }, () => null);
  for (const { from, to, location } of [...pieces].sort((a, b) => b.to - b.from - (a.to - a.from))) {
    for (let hour = Math.floor(from / 3600); hour <= Math.floor(to / 3600); hour++) slots[hour] ??= location;
  }
  return slots;
}

/** The share of each location in the known slots; null where too few are known. */
function sharesOf(slots: readonly (number | null)[], minKnown: number): Shares | null {
  const known = slots.filter((location) => location !== null);
  if (known.length === 0 || known.length / slots.length < minKnown) return null;
  const shares: Shares = new Map();
  for (const location of known) shares.set(location, (shares.get(location) ?? 0) + 1);
  for (const [location, count] of shares)
    shares.set(location, Math.fround(Math.round((count / known.length) * 1000) / 1000));
  return shares;
}

function homeOf(
  day: number,
  days: readonly number[],
  nights: ReadonlyMap<number, Shares | null>,
  settings: HowdeSettings,
): number | null {
  const near = days.filter((other) => Math.abs(other - day) <= Math.trunc(settings.windowHome / 2));
  const known = near.map((other) => nights.get(other)!).filter((shares) => shares !== null);
  if (!((near.length - known.length) / near.length < 1 - settings.homeDays)) return null;
  return best(
    meanOf(known, (share) => share),
    settings.homeHours,
  );
}

function workOf(
  day: number,
  days: readonly number[],
  work: ReadonlyMap<number, Shares | null>,
  settings: HowdeSettings,
): number | null {
  const near = days.filter((other) => Math.abs(other - day) <= Math.trunc(settings.windowWork / 2));
  const known = near.map((other) => work.get(other)!).filter((shares) => shares !== null);
  const unknown = near.filter((other) => isWeekday(other) && work.get(other) === null).length;
  if (!(unknown / near.length < 1 - settings.knownDays)) return null;
  const byDays = best(
    meanOf(known, () => 1),
    settings.workDays,
  );
  return (
    byDays ??
    best(
      meanOf(known, (share) => share),
      settings.workHours,
    )
  );
}

function meanOf(known: readonly Shares[], weigh: (share: number) => number): Shares {
  const sums: Shares = new Map();
  for (const shares of known) {
    for (const [location, share] of shares) sums.set(location, (sums.get(location) ?? 0) + weigh(share));
  }
  for (const [location, sum] of sums) sums.set(location, Math.fround(sum / known.length));
  return sums;
}

/** The location of the highest value, of equal ones the first, if it is at least so much. */
function best(values: Shares, least: number): number | null {
  let found: number | null = null;
  let highest = -Infinity;
  for (const [location, value] of values) {
    if (value < least || value <= highest) continue;
    found = location;
    highest = value;
  }
  return found;
}

/** Day 0, 1 January 1970, was a Thursday. */
function isWeekday(day: number): boolean {
  return (day + 3) % 7 < 5;
}
