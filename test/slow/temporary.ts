import type { TemporaryMigrationsOptions } from "../../src/moves/temporary-migrations.ts";
import type { UsualResidencesOptions } from "../../src/moves/temporary-residences.ts";

/** Residences and temporary migrations of one person with maps and sets of days, one rule after the other, nothing shared. */

export type Life = ReadonlyMap<number, number>;

export interface SlowResidence {
  readonly location: number;
  readonly startDay: number;
  readonly endDay: number;
  readonly observedDays: number;
  readonly daysSeen: number;
  readonly months: number;
  readonly tied: number;
}

const monthOf = (day: number): number => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

function modesOf(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts.keys()].filter((value) => counts.get(value) === most).sort((a, b) => a - b);
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

export function slowResidences(life: Life, options: Required<UsualResidencesOptions>): SlowResidence[] {
  const days = [...life.keys()].sort((a, b) => a - b);
  if (days.length === 0) return [];
  const first = days[0]!;
  const last = days[days.length - 1]!;
  const monthly = new Map<number, number>();
  for (const month of new Set(days.map(monthOf))) {
    const seen = days.filter((day) => monthOf(day) === month).map((day) => life.get(day)!);
    if (seen.length >= options.minDaysPerMonth) monthly.set(month, modesOf(seen)[0]!);
  }
  const months = [...monthly.keys()].sort((a, b) => a - b);
  const rowOf = (location: number, startDay: number, endDay: number, from: number, to: number, only: boolean) => ({
    location,
    startDay,
    endDay,
    observedDays: days.filter((day) => day >= startDay && day <= endDay && life.get(day) === location).length,
    daysSeen: days.filter((day) => day >= startDay && day <= endDay).length,
    months: months.filter((month) => month >= from && month < to && monthly.get(month) === location).length,
    // One residence, and some other place has as many days or more.
    tied: Number(only && modesOf([...life.values()]).some((mode) => mode !== location)),
  });
  const single = (): SlowResidence[] => {
    const modes = modesOf([...life.values()]);
    return [rowOf(modes[0]!, first, last, -Infinity, Infinity, true)];
  };
  if (months.length === 0) return single();

  // Runs as lists of months.
  const runs: number[][] = [];
  for (const month of months) {
    const run = runs[runs.length - 1];
    const before = run?.[run.length - 1];
    const missing = before === undefined ? [] : range(before + 1, month - 1);
    const follows = before !== undefined && monthly.get(before) === monthly.get(month);
    if (follows && missing.length <= options.maxGapMonths) run!.push(month);
    else runs.push([month]);
  }
  if (runs.length === 1) return [rowOf(monthly.get(months[0]!)!, first, last, -Infinity, Infinity, true)];

  // Joined as sets of months, location by location, until no two can be joined.
  let segments: { location: number; months: Set<number> }[] = [];
  for (const location of new Set(monthly.values())) {
    const own = runs.filter((run) => monthly.get(run[0]!) === location);
    let joined: number[] = [];
    for (const run of own) {
      if (joined.length > 0 && range(Math.max(...joined) + 1, run[0]! - 1).length < options.minMonths) {
        joined = range(joined[0]!, run[run.length - 1]!);
        continue;
      }
      if (joined.length > 0) segments.push({ location, months: new Set(joined) });
      joined = range(run[0]!, run[run.length - 1]!);
    }
    segments.push({ location, months: new Set(joined) });
  }
  segments = segments.filter((segment) => segment.months.size >= options.minMonths);
  if (segments.length < 2) return single();
  for (;;) {
    segments.sort((a, b) => Math.min(...a.months) - Math.min(...b.months));
    segments = segments.filter((segment) => segment.months.size >= options.minMonths);
    segments = segments.filter(
      (a, i) =>
        !segments.some(
          (b, j) => i !== j && [...a.months].every((m) => b.months.has(m)) && (b.months.size > a.months.size || j < i),
        ),
    );
    const sizes = segments.map((segment) => segment.months.size);
    const common = segments.map((segment, s) =>
      s === 0 ? [] : [...segment.months].filter((month) => segments[s - 1]!.months.has(month)),
    );
    if (common.every((shared) => shared.length === 0)) break;
    common.forEach((shared, s) => {
      if (shared.length === 0) return;
      const loser = sizes[s - 1]! >= sizes[s]! ? segments[s]! : segments[s - 1]!;
      for (const month of shared) loser.months.delete(month);
    });
  }
  if (segments.length < 2) return single();
  const changes = segments.filter((segment, s) => s === 0 || segment.location !== segments[s - 1]!.location);
  const firstDayOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;
  return changes.map((segment, s) => {
    const from = Math.min(...segment.months);
    const next = s + 1 < changes.length ? Math.min(...changes[s + 1]!.months) : Infinity;
    const startDay = s === 0 ? first : firstDayOf(from);
    const endDay = next === Infinity ? last : firstDayOf(next) - 1;
    return rowOf(segment.location, startDay, endDay, s === 0 ? -Infinity : from, next, changes.length === 1);
  });
}

export interface SlowMigration {
  readonly origin: number;
  readonly destination: number;
  readonly leftDay: number;
  readonly arrivedDay: number;
  readonly endDay: number;
  readonly nextDay: number;
  readonly minDurationDays: number;
  readonly maxDurationDays: number;
  readonly observedDays: number;
  readonly elsewhereDays: number;
  readonly nested: number;
  readonly startCensored: number;
  readonly endCensored: number;
}

interface Stay {
  readonly location: number;
  readonly home: number;
  days: Set<number>;
  /** The nearest day elsewhere before and after, null where there is none. */
  before: number | null;
  after: number | null;
}

const startOf = ({ days }: Stay): number => Math.min(...days);
const endOf = ({ days }: Stay): number => Math.max(...days);
const within = (a: Stay, b: Stay): boolean => [...a.days].every((day) => b.days.has(day));

export function slowTemporaryMigrations(
  life: Life,
  residences: readonly { readonly location: number; readonly startDay: number }[],
  options: Required<TemporaryMigrationsOptions>,
): SlowMigration[] {
  const days = [...life.keys()].sort((a, b) => a - b);
  if (days.length === 0 || residences.length === 0) return [];
  const homeOf = (day: number): number =>
    residences.reduce((home, residence, r) => (residence.startDay <= day ? r : home), 0);

  const groups: number[][] = [];
  days.forEach((day, i) => {
    const follows = i > 0 && life.get(days[i - 1]!) === life.get(day);
    const missing = i === 0 ? [] : range(days[i - 1]! + 1, day - 1);
    if (follows && missing.length <= options.maxGapDays) groups[groups.length - 1]!.push(day);
    else groups.push([day]);
  });
  const joined: { location: number; home: number; groups: number[][] }[] = [];
  for (const group of groups) {
    const homes = modesOf(group.map(homeOf));
    const home = homes[homes.length - 1]!;
    const location = life.get(group[0]!)!;
    const same = joined.filter((stay) => stay.location === location && stay.home === home);
    const stay = same[same.length - 1];
    const lastGroup = stay?.groups[stay.groups.length - 1];
    const lastDay = lastGroup?.[lastGroup.length - 1];
    if (lastDay !== undefined && range(lastDay + 1, group[0]! - 1).length <= options.maxGapDays)
      stay!.groups.push(group);
    else joined.push({ location, home, groups: [group] });
  }
  let stays: Stay[] = joined.flatMap(({ location, home, groups: own }) => {
    const all = new Set(range(own[0]![0]!, Math.max(...own[own.length - 1]!)));
    const there = own.flatMap((group) => range(group[0]!, group[group.length - 1]!));
    if (there.length < options.minPresence * all.size) return [];
    const earlier = days.filter((day) => day < Math.min(...all));
    const later = days.filter((day) => day > Math.max(...all));
    const before = earlier.length > 0 ? Math.max(...earlier) : null;
    const after = later.length > 0 ? Math.min(...later) : null;
    if (before !== null && after !== null && range(before + 1, after - 1).length < options.minDays) return [];
    return [{ location, home, days: all, before, after }];
  });

  const depths = new Map<Stay, number>();
  for (let crossed = true; crossed; ) {
    crossed = false;
    stays = stays.filter((stay) => stay.days.size > 0);
    depths.clear();
    const order = (a: Stay, b: Stay): number =>
      startOf(a) - startOf(b) || b.days.size - a.days.size || a.location - b.location;
    stays.sort(order);
    // The layer of a stay is one more than the deepest layer of those it lies in.
    const isIn = (a: Stay, b: Stay): boolean =>
      a !== b && within(a, b) && (!within(b, a) || stays.indexOf(b) < stays.indexOf(a));
    const depthOf = (stay: Stay): number =>
      Math.max(0, ...stays.filter((other) => isIn(stay, other)).map((other) => 1 + depthOf(other)));
    for (const stay of stays) depths.set(stay, depthOf(stay));
    const cuts: [Stay, Stay, number[]][] = [];
    for (const depth of new Set(depths.values())) {
      const layer = stays.filter((stay) => depths.get(stay) === depth);
      layer.forEach((stay, s) => {
        if (s === 0) return;
        const shared = [...stay.days].filter((day) => layer[s - 1]!.days.has(day)).sort((a, b) => a - b);
        if (shared.length > 0) cuts.push([layer[s - 1]!, stay, shared]);
      });
    }
    for (const [first, second, shared] of cuts) {
      crossed = true;
      const kept = shared.length - Math.floor(shared.length / 2);
      for (const [i, day] of shared.entries()) (i < kept ? second : first).days.delete(day);
    }
    for (const [first, second, shared] of cuts) {
      const kept = shared.length - Math.floor(shared.length / 2);
      first.after = shared[0]! + kept;
      second.before = shared[0]! + kept - 1;
    }
  }
  return stays.flatMap((stay) => {
    const origin = residences[stay.home]!.location;
    const [start, end, known] = [startOf(stay), endOf(stay), stay.before !== null && stay.after !== null];
    const longest = known ? stay.after! - stay.before! - 1 : Number.NaN;
    if (origin === stay.location || longest < options.minDays || stay.days.size > options.maxDays) return [];
    const seen = days.filter((day) => stay.days.has(day));
    const observedDays = seen.filter((day) => life.get(day) === stay.location).length;
    return [
      {
        origin,
        destination: stay.location,
        leftDay: stay.before ?? start - 1,
        arrivedDay: start,
        endDay: end,
        nextDay: stay.after ?? end + 1,
        minDurationDays: stay.days.size,
        maxDurationDays: longest,
        observedDays,
        elsewhereDays: seen.length - observedDays,
        nested: Math.min(1, depths.get(stay)!),
        startCensored: Number(stay.before === null),
        endCensored: Number(stay.after === null),
      },
    ];
  });
}
