import type { MigrationColumns, MigrationsOptions } from "../../src/moves/migrations.ts";
import type { SegmentsById, Stages } from "../moves/stages.ts";

/**
 * The segment detector as the paper tells it, with a set of days per segment and every day looked at one by one. A day that
 * is listed several times has several events.
 */

type DaysById = Readonly<Record<string, readonly number[]>>;

interface SlowSegment {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

type SlowMigration = { readonly [K in keyof MigrationColumns]: number | string };

export interface SlowResult {
  readonly stages: Stages;
  readonly migrations: readonly SlowMigration[];
}

export function slowMigrations(days: DaysById, settings: Required<MigrationsOptions>): SlowResult {
  const seen: Record<string, Set<number>> = {};
  const events = Object.entries(days).flatMap(([id, list]) => list.map((day) => ({ id, day })));
  for (const [id, list] of Object.entries(days)) seen[id] = new Set(list);
  const segments = Object.keys(seen).flatMap((id) =>
    runsOf(filled(seen[id]!, settings.maxGapDays), settings.minSegmentDays).map((run) => ({ id, ...run })),
  );
  const present = segments.filter((segment) => {
    const observed = daysIn(segment).filter((day) => seen[segment.id]!.has(day)).length;
    return observed >= settings.minPresence * daysIn(segment).length;
  });
  const merged = joined(present, settings.maxMergeGapDays);
  const long = freed(merged, events, settings).filter((stay) => {
    const observed = daysIn(stay).filter((day) => seen[stay.id]!.has(day)).length;
    return observed >= settings.minStayPresence * daysIn(stay).length;
  });
  return {
    stages: { segments: byId(segments), present: byId(present), merged: byId(merged), long: byId(long) },
    migrations: paired(long, seen, settings),
  };
}

function filled(seen: ReadonlySet<number>, maxGapDays: number): Set<number> {
  const days = [...seen].sort((a, b) => a - b);
  const result = new Set(days);
  for (let i = 1; i < days.length; i++) {
    if (days[i]! - days[i - 1]! > maxGapDays) continue;
    for (let day = days[i - 1]! + 1; day < days[i]!; day++) result.add(day);
  }
  return result;
}

/** Runs of consecutive days that are at least so long. */
function runsOf(days: ReadonlySet<number>, atLeast: number): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const run = runs[runs.length - 1];
    if (run !== undefined && run.end === day - 1) run.end = day;
    else runs.push({ start: day, end: day });
  }
  return runs.filter(({ start, end }) => end - start + 1 >= atLeast);
}

function daysIn({ start, end }: { start: number; end: number }): number[] {
  return Array.from({ length: end - start + 1 }, (_, d) => start + d);
}

function joined(present: readonly SlowSegment[], maxMergeGapDays: number): SlowSegment[] {
  const result: SlowSegment[] = [];
  for (const id of new Set(present.map((segment) => segment.id))) {
    const elsewhere = new Set(present.filter((other) => other.id !== id).flatMap(daysIn));
    let open: SlowSegment | undefined;
    for (const segment of present.filter((own) => own.id === id).sort((a, b) => a.start - b.start)) {
      if (open !== undefined) {
        const gap = daysIn({ start: open.end + 1, end: segment.start - 1 });
        if (gap.length + 1 <= maxMergeGapDays && !gap.some((day) => elsewhere.has(day))) {
          open = { id, start: open.start, end: segment.end };
          continue;
        }
        result.push(open);
      }
      open = segment;
    }
    if (open !== undefined) result.push(open);
  }
  return result;
}

function freed(
  merged: readonly SlowSegment[],
  events: readonly { readonly id: string; readonly day: number }[],
  { maxOverlapDays, minDominance, minStayDays }: Required<MigrationsOptions>,
): SlowSegment[] {
  const sharedDays = (a: SlowSegment, b: SlowSegment): number[] => {
    const shared = a.id === b.id ? [] : daysIn(a).filter((day) => day >= b.start && day <= b.end);
    return shared.length > maxOverlapDays ? shared : [];
  };
  const contested = new Set(merged.flatMap((one) => merged.flatMap((other) => sharedDays(one, other))));
  const keeperOf = new Map<number, string>();
  for (const run of runsOf(contested, 1)) {
    const within = events.filter(({ day }) => day >= run.start && day <= run.end);
    const keeper = [...new Set(within.map(({ id }) => id))].find(
      (id) => within.filter((event) => event.id === id).length > minDominance * within.length,
    );
    if (keeper !== undefined) for (const day of daysIn(run)) keeperOf.set(day, keeper);
  }
  const left: Record<string, Set<number>> = {};
  for (const segment of merged) {
    const days = new Set(daysIn(segment));
    for (const other of merged) {
      for (const day of sharedDays(segment, other)) if (keeperOf.get(day) !== segment.id) days.delete(day);
    }
    left[segment.id] = new Set([...(left[segment.id] ?? []), ...days]);
  }
  return Object.keys(left).flatMap((id) => runsOf(left[id]!, minStayDays).map((run) => ({ id, ...run })));
}

function paired(
  long: readonly SlowSegment[],
  seen: Readonly<Record<string, ReadonlySet<number>>>,
  settings: Required<MigrationsOptions>,
): SlowMigration[] {
  const sorted = [...long].sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  const migrations: SlowMigration[] = [];
  sorted.forEach((home, s) => {
    const next = sorted
      .slice(s + 1)
      .find(
        (later) =>
          later.id !== home.id &&
          later.start > home.start &&
          later.end > home.end &&
          later.start - home.end >= 1 - settings.maxOverlapDays,
      );
    if (next === undefined || next.start - home.end > settings.maxTransitionDays) return;
    const [before, after] = [daysIn(home).length, daysIn(next).length];
    if (before < settings.minOriginDays || before > settings.maxOriginDays) return;
    if (after < settings.minDestinationDays || after > settings.maxDestinationDays) return;
    const window = daysIn({ start: Math.min(home.end, next.start), end: Math.max(home.end, next.start) });
    const contrary = window.map(
      (p) =>
        window.filter((day) => day < p && seen[next.id]!.has(day)).length +
        window.filter((day) => day > p && seen[home.id]!.has(day)).length,
    );
    const fewest = Math.min(...contrary);
    const between = next.start - home.end;
    migrations.push({
      origin: home.id,
      destination: next.id,
      leftDay: home.end,
      arrivedDay: next.start,
      day: window[contrary.lastIndexOf(fewest)]!,
      uncertaintyDays: between > 0 ? between - 1 : 1 - between,
      contraryDays: fewest,
      originStartDay: home.start,
      destinationEndDay: next.end,
    });
  });
  return migrations;
}

function byId(segments: readonly SlowSegment[]): SegmentsById {
  const result: SegmentsById = {};
  for (const { id, start, end } of [...segments].sort((a, b) => a.start - b.start)) {
    result[id] = [...(result[id] ?? []), [start, end]];
  }
  return result;
}
