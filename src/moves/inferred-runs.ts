import { checkInteger, checkOptions, failInWords } from "../core/check.ts";
import { checkHomesByPeriod } from "../core/check-places.ts";
import { dateOfDay } from "../core/dates.ts";
import type { HomePlacesByPeriod, MoveColumns, Periods } from "../types.ts";

/**
 * A person's homes period by period, cut into runs of one home: what every definition of migration by months counts in.
 */

export interface InferredMigrationsOptions {
  /** The k of a k-month definition: the old home was home for at least so many periods. From 1. */
  readonly minPeriods: number;
  /** The new home is home for at least so many periods; `minPeriods` unless given. From 1. */
  readonly minDestinationPeriods?: number;
  /** Up to so many periods in a row without a home are bridged; 0 unless given, so that each of them ends a stay. */
  readonly maxGapPeriods?: number;
}

/**
 * The runs of one user: run r has its home from period first[r] to last[r], `observed[r]` of them with a home; joined[r] is
 * 1 if it follows run r − 1 without a gap that is too long.
 */
export interface HomeRuns {
  length: number;
  readonly location: Int32Array;
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  readonly observed: Uint32Array;
  readonly joined: Uint8Array;
}

/** Throws unless the value is homes by period whose periods do not overlap. */
export function checkHistory(where: string, history: HomePlacesByPeriod): void {
  checkHomesByPeriod(where, "history", history);
  const { firstDay, lastDay } = history.periods.columns;
  for (let p = 1; p < history.periods.length; p++) {
    if (firstDay[p]! > lastDay[p - 1]!) continue;
    const name = `history.periods.columns.firstDay[${p}]`;
    const such = `after ${dateOfDay(lastDay[p - 1]!)}, the last day of the period before`;
    failInWords(where, name, such, dateOfDay(firstDay[p]!), "a change of home needs periods that do not overlap");
  }
}

/** Numbers of stretches of periods that follow one another day by day: equal for two periods with none of their days between them left out. */
export function stretchesOf({ length, columns: { firstDay, lastDay } }: Periods): Uint32Array {
  const stretch = new Uint32Array(length);
  for (let p = 1; p < length; p++) {
    stretch[p] = stretch[p - 1]! + (firstDay[p] === lastDay[p - 1]! + 1 ? 0 : 1);
  }
  return stretch;
}

/** The definition with its defaults; throws unless it is one: whole numbers of periods. */
export function checkDefinition(
  where: string,
  options: InferredMigrationsOptions,
): Required<InferredMigrationsOptions> {
  checkOptions(where, options, ["minPeriods", "minDestinationPeriods", "maxGapPeriods"]);
  const { minPeriods, minDestinationPeriods = minPeriods, maxGapPeriods = 0 } = options;
  checkInteger(where, "minPeriods", minPeriods, 1);
  checkInteger(where, "minDestinationPeriods", minDestinationPeriods, 1);
  checkInteger(where, "maxGapPeriods", maxGapPeriods, 0);
  return { minPeriods, minDestinationPeriods, maxGapPeriods };
}

/**
 * Makes the function that finds the runs of one user after another; the result of a call is overwritten by the next one.
 * Up to `maxGapPeriods` periods without a home are bridged; days that belong to no period never are.
 */
export function createRunFinder(history: HomePlacesByPeriod, maxGapPeriods: number): (user: number) => HomeRuns {
  const periods = history.periods.length;
  const { location: homes } = history.columns;
  const stretch = stretchesOf(history.periods);
  const runs: HomeRuns = {
    length: 0,
    location: new Int32Array(periods),
    first: new Uint32Array(periods),
    last: new Uint32Array(periods),
    observed: new Uint32Array(periods),
    joined: new Uint8Array(periods),
  };
  const { location, first, last, observed, joined } = runs;
  return (user) => {
    const from = user * periods;
    let r = -1;
    for (let p = 0; p < periods; p++) {
      const home = homes[from + p]!;
      if (home < 0) continue;
      const before = r < 0 ? -1 : last[r]!;
      const follows = before >= 0 && p - before - 1 <= maxGapPeriods && stretch[p] === stretch[before];
      if (follows && location[r] === home) {
        last[r] = p;
        observed[r]!++;
        continue;
      }
      r++;
      location[r] = home;
      first[r] = p;
      last[r] = p;
      observed[r] = 1;
      joined[r] = follows ? 1 : 0;
    }
    runs.length = r + 1;
    return runs;
  };
}

/** How many periods a run has, from its first to its last. */
export function lengthOf(runs: HomeRuns, r: number): number {
  return runs.last[r]! - runs.first[r]! + 1;
}

/**
 * Columns of changes of home by periods, beside those of every move (`leftDay`: last day of the last period at the origin,
 * `arrivedDay`: first day of the first one at the destination). `leftPeriod` and `arrivedPeriod` are these periods, as rows
 * of the history's `periods`. `day` is the middle of the days on which the move may have been, the first of a month where
 * no month is missing; `uncertaintyDays` the days between the first day of the last period at the origin and the last day
 * of the first one at the destination. `periodsBefore` and `periodsAfter` say how many periods the two stays lasted,
 * bridged ones included, `observedBefore` and `observedAfter` in how many of these a home was known.
 */
export type InferredMoveColumns = MoveColumns & {
  readonly day: Int32Array;
  readonly uncertaintyDays: Uint32Array;
  readonly leftPeriod: Uint32Array;
  readonly arrivedPeriod: Uint32Array;
  readonly periodsBefore: Uint32Array;
  readonly periodsAfter: Uint32Array;
  readonly observedBefore: Uint32Array;
  readonly observedAfter: Uint32Array;
};

/** Collects changes from one run to the next and makes their columns. */
export interface ChangeRows {
  readonly add: (runs: HomeRuns, r: number) => void;
  readonly count: () => number;
  readonly columns: () => InferredMoveColumns;
}

export function createChangeRows({ columns: { firstDay, lastDay } }: Periods): ChangeRows {
  const origin: number[] = [];
  const destination: number[] = [];
  const left: number[] = [];
  const arrived: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  const seenBefore: number[] = [];
  const seenAfter: number[] = [];
  return {
    add: (runs, r) => {
      origin.push(runs.location[r]!);
      destination.push(runs.location[r + 1]!);
      left.push(runs.last[r]!);
      arrived.push(runs.first[r + 1]!);
      before.push(lengthOf(runs, r));
      after.push(lengthOf(runs, r + 1));
      seenBefore.push(runs.observed[r]!);
      seenAfter.push(runs.observed[r + 1]!);
    },
    count: () => origin.length,
    columns: () => {
      const leftDay = Int32Array.from(left, (p) => lastDay[p]!);
      const arrivedDay = Int32Array.from(arrived, (p) => firstDay[p]!);
      return {
        origin: Uint32Array.from(origin),
        destination: Uint32Array.from(destination),
        leftDay,
        arrivedDay,
        day: leftDay.map((day, i) => day + 1 + Math.floor((arrivedDay[i]! - day - 1) / 2)),
        uncertaintyDays: Uint32Array.from(left, (p, i) => lastDay[arrived[i]!]! - firstDay[p]! - 1),
        leftPeriod: Uint32Array.from(left),
        arrivedPeriod: Uint32Array.from(arrived),
        periodsBefore: Uint32Array.from(before),
        periodsAfter: Uint32Array.from(after),
        observedBefore: Uint32Array.from(seenBefore),
        observedAfter: Uint32Array.from(seenAfter),
      };
    },
  };
}
