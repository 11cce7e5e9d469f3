import { dateOfDay } from "../../src/core/dates.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Clock, Crosswalk, HomePlacesByPeriod, Traces } from "../../src/types.ts";

/** Plain forms of the definitions of migration by months: arrays of homes, windows looked at one by one, dictionaries. */

/** A person's homes month by month, null where there is none. */
export type Homes = readonly (number | null)[];

export function homesOf(history: HomePlacesByPeriod, user: number): Homes {
  const own = [...history.columns.location.slice(history.offsets[user], history.offsets[user + 1])];
  return own.map((home) => (home < 0 ? null : home));
}

/** The homes with gaps of at most so many months filled: within a stay by its home, between two stays by "?". */
function bridged(homes: Homes, maxGap: number): (number | null | "?")[] {
  const filled: (number | null | "?")[] = [...homes];
  const known = homes.flatMap((home, p) => (home === null ? [] : [p]));
  known.slice(1).forEach((p, i) => {
    const before = known[i]!;
    if (p - before - 1 > maxGap) return;
    for (let q = before + 1; q < p; q++) filled[q] = homes[before] === homes[p] ? homes[p]! : "?";
  });
  return filled;
}

interface SlowChange {
  readonly origin: number;
  readonly destination: number;
  readonly leftPeriod: number;
  readonly arrivedPeriod: number;
  readonly periodsBefore: number;
  readonly periodsAfter: number;
  readonly observedBefore: number;
  readonly observedAfter: number;
  readonly returnPeriod: number;
  readonly label: string;
}

/** Every change of home: from each month that a stay ends with, back and forth month by month. */
export function slowChanges(homes: Homes, before: number, after: number, maxGap: number): SlowChange[] {
  const filled = bridged(homes, maxGap);
  const changes: SlowChange[] = [];
  homes.forEach((origin, t) => {
    let n = t + 1;
    while (filled[n] === "?") n++;
    const destination = filled[n];
    if (origin === null || typeof destination !== "number" || destination === origin) return;
    const first = runBack(filled, t);
    const last = runOn(filled, n);
    let next = last + 1;
    while (filled[next] === "?") next++;
    const seen = (from: number, to: number): number => homes.slice(from, to + 1).filter((home) => home !== null).length;
    const opened = first > 0 && filled[first - 1] !== null;
    const followed = next < filled.length && filled[next] !== null;
    const long = t - first + 1 >= before;
    let label = long ? "unknown" : opened ? "other" : "unknown";
    if (long && last - n + 1 >= after) label = "permanent";
    else if (long && followed) label = filled[next] === origin ? "circular" : "temporary";
    changes.push({
      origin,
      destination,
      leftPeriod: t,
      arrivedPeriod: n,
      periodsBefore: t - first + 1,
      periodsAfter: last - n + 1,
      observedBefore: seen(first, t),
      observedAfter: seen(n, last),
      returnPeriod: homes.findIndex((home, p) => p > n && home === origin),
      label,
    });
  });
  return changes;
}

function runBack(filled: readonly unknown[], t: number): number {
  let first = t;
  while (first > 0 && filled[first - 1] === filled[t]) first--;
  return first;
}

function runOn(filled: readonly unknown[], t: number): number {
  let last = t;
  while (last + 1 < filled.length && filled[last + 1] === filled[t]) last++;
  return last;
}

/** The months after which a migration could have been seen. */
export function slowExposed(homes: Homes, k: number, maxGap: number): number[] {
  const filled = bridged(homes, maxGap);
  return homes.flatMap((home, t) => {
    let n = t + 1;
    while (n < homes.length && homes[n] === null) n++;
    if (home === null || n >= homes.length || t - k + 1 < 0 || n + k > homes.length) return [];
    return filled.slice(t - k + 1, n + k).includes(null) ? [] : [t];
  });
}

/** The authors' types by their codes, for a set of urban homes: the 2k months around each month, first and last half. */
export function slowTypes(homes: Homes, k: number, urban: ReadonlySet<number>): string[] {
  return homes.map((_, t) => {
    const window = Array.from({ length: 2 * k }, (_each, i) => homes[t - k + 1 + i] ?? null);
    if (window.includes(null)) return "unknown";
    const kind = (home: number | null | undefined): string => (urban.has(home!) ? "urban" : "rural");
    const [from, to] = [new Set(window.slice(0, k)), new Set(window.slice(k))];
    if (from.size > 1 || to.size > 1) return "other";
    if (window[0] === window[k]) return `${kind(window[0])} stayer`;
    return `${kind(window[0])} to ${kind(window[k])}`;
  });
}

/** The stable home of each month: by a count over the window around it. */
export function slowStable(homes: Homes, window: number, least: number): (number | null)[] {
  const half = (window - 1) / 2;
  return homes.map((_, p) => {
    const around = homes.filter((_home, q) => Math.abs(q - p) <= half);
    return around.find((home) => home !== null && around.filter((other) => other === home).length >= least) ?? null;
  });
}

/** Whether nights, all of them seen, make a migrant of the year: by each day and both directions. true = at home. */
export function slowMigrant(
  nights: ReadonlyMap<number, boolean>,
  {
    fromDay,
    toDay,
    windowDays,
    before,
    after,
  }: Record<"fromDay" | "toDay" | "windowDays" | "before" | "after", number>,
): boolean {
  const spent = (from: number, to: number, home: boolean): number =>
    [...nights].filter(([day, own]) => day >= from && day < to && own === home).length;
  for (let c = fromDay; c < toDay; c++) {
    const old = nights.get(c - 1);
    if (old === undefined || nights.get(c) !== !old) continue;
    if (spent(c - windowDays, c, old) >= before && spent(c, c + windowDays, !old) >= after) return true;
  }
  return false;
}

/** A migration as the program of Chi et al. writes it: the third month in the old home. */
export interface FrequencyMigration {
  readonly user: string;
  readonly month: string;
  readonly home: number;
  readonly destination: number;
}

interface PhoneRecord {
  readonly day: number;
  readonly date: string;
  readonly hour: number;
  readonly tower: number;
  readonly district: number;
}

/**
 * The methods of frequency_based_method.py, told with dictionaries: count by month and place, take the top, and look for six
 * months in a row of which the first three are one and the last three another. Of equal counts the place with more of its
 * own (of days: of records), then the lower number.
 */
export function slowBaseline(method: string, traces: Traces, crosswalk: Crosswalk, clock: Clock): FrequencyMigration[] {
  const districtOf = traces.locations.columns.id.map((_, tower) => {
    const { offsets, index, value } = crosswalk.shares;
    const shares = [...index.slice(offsets[tower], offsets[tower + 1])].map((district, k) => ({
      district,
      share: value[offsets[tower]! + k]!,
    }));
    return shares.sort((a, b) => b.share - a.share || a.district - b.district)[0]?.district ?? -1;
  });
  return traces.users.flatMap((user, u) => {
    const records = Array.from(
      traces.columns.time.slice(traces.offsets[u], traces.offsets[u + 1]),
      (time, i): PhoneRecord => {
        const tower = traces.columns.location[traces.offsets[u]! + i]!;
        const day = clock.dayOf(time);
        return { day, date: dateOfDay(day), hour: clock.hourOf(time), tower, district: districtOf[tower]! };
      },
    );
    const homes = new Map<number, number>();
    for (const month of new Set(records.map(({ date }) => date.slice(0, 7)))) {
      const own = records.filter(({ date }) => date.startsWith(month));
      const home = monthlyHome(method, own, month, traces, districtOf);
      if (home !== null && home >= 0) homes.set(Number(month.slice(0, 4)) * 12 + Number(month.slice(5)), home);
    }
    return findMigration(homes).map((found) => ({ user, ...found }));
  });
}

function findMigration(homes: ReadonlyMap<number, number>): Omit<FrequencyMigration, "user">[] {
  const months = [...homes.keys()].sort((a, b) => a - b);
  const home = months.map((month) => homes.get(month)!);
  return months.flatMap((m, i) => {
    if (i < 2 || i + 3 >= months.length || home[i] === home[i + 1]) return [];
    const stayed = home[i - 2] === home[i - 1] && home[i - 1] === home[i];
    const settled = home[i + 1] === home[i + 2] && home[i + 2] === home[i + 3];
    if (!stayed || !settled || months[i - 2]! + 5 !== months[i + 3]) return [];
    const year = Math.floor((m - 1) / 12);
    const month = `${year}-${String(m - year * 12).padStart(2, "0")}`;
    return [{ month, home: home[i]!, destination: home[i + 1]! }];
  });
}

function monthlyHome(
  method: string,
  all: readonly PhoneRecord[],
  month: string,
  traces: Traces,
  districtOf: readonly number[],
): number | null {
  const placed = all.filter(({ district }) => district >= 0);
  const atNight = ({ hour }: PhoneRecord): boolean => hour >= 19 || hour <= 9;
  if (method.startsWith("1")) return top(countBy(placed.map(({ district }) => district)));
  if (method.startsWith("2")) {
    const days = countBy(
      [...new Set(placed.map(({ district, day }) => `${district} ${day}`))].map((key) => Number(key.split(" ")[0])),
    );
    const home = top(days, countBy(placed.map(({ district }) => district)));
    const length = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    return home === null || (method.includes("present") && days.get(home)! < 0.3 * length) ? null : home;
  }
  if (method.startsWith("3")) return top(countBy(placed.filter(atNight).map(({ district }) => district)));
  if (method.startsWith("6")) return modalDistrict(placed);
  const counted = countBy((method.startsWith("4") ? all : all.filter(atNight)).map(({ tower }) => tower));
  const { lon, lat } = traces.locations.columns;
  const near = new Map<number, number>();
  for (const [own, count] of counted) {
    lon.forEach((_, tower) => {
      if (greatCircleMeters(lon[own]!, lat[own]!, lon[tower]!, lat[tower]!) > 1000) return;
      near.set(tower, (near.get(tower) ?? 0) + count);
    });
  }
  const tower = top(near, counted);
  return tower === null ? null : districtOf[tower]!;
}

/** The modal district of a month: of its nights' modes of their hours' modes; nothing where two stay equal. */
function modalDistrict(all: readonly PhoneRecord[]): number | null {
  const nights = all
    .filter(({ hour }) => hour >= 18 || hour <= 7)
    .map((record) => ({ ...record, night: record.hour <= 7 ? record.day - 1 : record.day }));
  const monthly = countBy(nights.map(({ district }) => district));
  const daily = [...new Set(nights.map(({ night }) => night))].flatMap((night) => {
    const own = nights.filter((record) => record.night === night);
    const overall = countBy(own.map(({ district }) => district));
    const hours = [...new Set(own.map(({ hour }) => hour))].flatMap((hour) => {
      const mode = single(countBy(own.filter((record) => record.hour === hour).map(({ district }) => district)), [
        overall,
        monthly,
      ]);
      return mode === null ? [] : [mode];
    });
    const mode = single(countBy(hours), [overall, monthly]);
    return mode === null ? [] : [mode];
  });
  return single(countBy(daily), [monthly]);
}

type Counts = ReadonlyMap<number, number>;

function countBy(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function top(counts: Counts, second: Counts = new Map()): number | null {
  const ranked = [...counts.keys()].sort(
    (a, b) => counts.get(b)! - counts.get(a)! || (second.get(b) ?? 0) - (second.get(a) ?? 0) || a - b,
  );
  return ranked[0] ?? null;
}

function single(counts: Counts, further: readonly Counts[]): number | null {
  let best = [...counts.keys()];
  for (const each of [counts, ...further]) {
    const most = Math.max(...best.map((place) => each.get(place) ?? 0));
    best = best.filter((place) => (each.get(place) ?? 0) === most);
  }
  return best.length === 1 ? best[0]! : null;
}
