import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { weekdayOfDay } from "../core/clock.ts";
import { startOfDay } from "../core/periods.ts";
import { checkSeed, createRandom } from "../core/random.ts";
import type { Clock, Located, Random, Traces, UserTable } from "../types.ts";
import { checkCriterion, type HomeCriterion } from "./home-criteria.ts";
import { detectHomes } from "./homes.ts";

/**
 * How sure is a home? Would the same criterion have named it, had other days of the same person been observed?
 */

export interface HomeConfidenceOptions {
  /** The criterion of the homes, on traces. */
  readonly criterion: HomeCriterion;
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour at which a day is cut from the next: 0 for criteria that count days, 12 for those that count nights. 0–23. */
  readonly cutHour: number;
  /** How many times the days are drawn: 200 tell a confidence to ±0.07, 1000 to ±0.03. From 1. */
  readonly replicates: number;
  /** The seed of the draws: a whole number or text. */
  readonly seed: number | string;
}

/**
 * Per user: the home by all days; `confidence`, the share of the draws that name it; the location named most often beside
 * it, −1 if none, with its share; and the share of the draws that name none. The three shares add up to at most 1.
 */
export type HomeConfidence = Located &
  UserTable<{
    readonly location: Int32Array;
    readonly confidence: Float64Array;
    readonly rival: Int32Array;
    readonly rivalShare: Float64Array;
    readonly noneShare: Float64Array;
  }>;

/** One person's days: the rows from[d] … from[d + 1] − 1, and the UTC seconds between which each lies, `end` out. */
interface Days {
  readonly day: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly from: readonly number[];
}

/** A draw of one person's days: day d is replaced by day chosen[d]. */
interface Draw {
  readonly days: Days;
  readonly chosen: Uint32Array;
}

/** As many people at a time as have about so many events in all their draws. */
const BATCH_EVENTS = 1_000_000;
const LAST_SECOND = 0xffff_ffff;

/**
 * How sure is each person's home, given how few days were observed?
 *
 * **How** the bootstrap over days: each of a person's days with events is replaced by a day drawn, with replacement, from
 * those of the same weekday, at the same local times; the criterion names a home from the days drawn, `replicates` times.
 * confidence = draws that name the home that all days name / replicates.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the criterion, the clock, where days are cut, how many draws, and their seed
 * @returns one row per user, see `HomeConfidence`; confidence is NaN where no home is named by all days. A day
 * that is the only one of its weekday is always drawn: a person with one day, or with one week, has confidence 1 because
 * there is nothing to draw from. Ask for several weeks, and look at the support too. Each user's draws depend on the seed and
 * the user's id alone, so that any part of the users has the same rows
 * @throws RangeError for traces out of order, a criterion that does not read traces, or no replicates
 *
 * **Cost** `replicates` times that of the criterion, and O(events) each for the copies of days.
 *
 * [efron-1979]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const time = Uint32Array.from({ length: 10 }, (_, d) => 86400 * 7 * d + 72000);
 * const columns = { time, location: Uint32Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 10), length: 10, columns, unlocated: 0 };
 * const options = { criterion: mostEvents(), clock: createClock({ timeZone: "UTC" }), cutHour: 0, replicates: 200, seed: 1 };
 * const { location, confidence } = measureHomeConfidence(traces, options).columns;
 * [location[0], confidence[0] > 0.6, confidence[0] < 0.95]; // [ 0, true, true ]
 */
export function measureHomeConfidence(traces: Traces, options: HomeConfidenceOptions): HomeConfidence {
  const where = "measureHomeConfidence";
  checkOptions(where, options, ["criterion", "clock", "cutHour", "replicates", "seed"]);
  const { criterion, clock, cutHour, replicates, seed } = options;
  checkCriterion(where, traces, criterion);
  if ((criterion.reads ?? "traces") !== "traces") fail(where, "criterion", "one that reads traces", criterion.reads);
  checkClock(where, "clock", clock);
  checkInteger(where, "cutHour", cutHour, 0, 23);
  checkInteger(where, "replicates", replicates, 1);
  checkSeed(where, seed);
  const { users, offsets, locations } = traces;
  const columns = {
    location: new Int32Array(users.length),
    confidence: new Float64Array(users.length),
    rival: new Int32Array(users.length).fill(-1),
    rivalShare: new Float64Array(users.length),
    noneShare: new Float64Array(users.length),
  };
  const home = detectHomes(traces, { criterion }).columns.location;
  const counts = new Uint32Array(locations.length);
  for (let first = 0, next = 0; first < users.length; first = next) {
    const draws: Draw[] = [];
    let events = 0;
    for (; next < users.length && events < BATCH_EVENTS; next++) {
      const days = daysOf(traces, offsets[next]!, offsets[next + 1]!, clock, cutHour);
      const random = createRandom(`${seed} ${users[next]}`);
      for (let r = 0; r < replicates; r++) draws.push({ days, chosen: drawDays(days, random) });
      events += (offsets[next + 1]! - offsets[next]!) * replicates;
    }
    const named = detectHomes(tracesOf(traces, clock, draws), { criterion }).columns.location;
    for (let u = first; u < next; u++) {
      const from = (u - first) * replicates;
      summarise(home[u]!, named.subarray(from, from + replicates), counts, columns, u);
    }
  }
  return { locations, users, length: users.length, columns };
}

/** Writes the row of user u: the home by all days, and what the draws named. `counts` is all zero before and after. */
function summarise(
  home: number,
  named: Int32Array,
  counts: Uint32Array,
  columns: HomeConfidence["columns"],
  u: number,
): void {
  let none = 0;
  let rival = -1;
  for (const l of named) {
    if (l < 0) none++;
    else counts[l]!++;
  }
  for (const l of named) {
    if (l < 0 || l === home) continue;
    if (rival < 0 || counts[l]! > counts[rival]! || (counts[l] === counts[rival] && l < rival)) rival = l;
  }
  columns.location[u] = home;
  columns.confidence[u] = home < 0 ? NaN : counts[home]! / named.length;
  columns.rival[u] = rival;
  columns.rivalShare[u] = rival < 0 ? 0 : counts[rival]! / named.length;
  columns.noneShare[u] = none / named.length;
  for (const l of named) if (l >= 0) counts[l] = 0;
}

/** Cuts one person's rows into days that end at `cutHour`. */
function daysOf(traces: Traces, from: number, to: number, clock: Clock, cutHour: number): Days {
  const { time } = traces.columns;
  const days: { day: number[]; start: number[]; end: number[]; from: number[] } = {
    day: [],
    start: [],
    end: [],
    from: [],
  };
  let end = -Infinity;
  for (let i = from; i < to; i++) {
    if (time[i]! < end) continue;
    const today = clock.dayOf(time[i]!);
    const day = time[i]! < cutOf(clock, today, cutHour) ? today - 1 : today;
    end = cutOf(clock, day + 1, cutHour);
    days.day.push(day);
    days.start.push(cutOf(clock, day, cutHour));
    days.end.push(end);
    days.from.push(i);
  }
  days.from.push(to);
  return days;
}

/** The UTC second at which it is `cutHour` on a local day, or the first after the gap in which it would be. */
function cutOf(clock: Clock, day: number, cutHour: number): number {
  return clock.timesOf(day * 86_400 + cutHour * 3600)[0] ?? startOfDay(clock, day) + cutHour * 3600;
}

/** For each day one of the same weekday, itself among them. */
function drawDays(days: Days, random: Random): Uint32Array {
  const sameWeekday: number[][] = [[], [], [], [], [], [], []];
  for (let d = 0; d < days.day.length; d++) sameWeekday[weekdayOfDay(days.day[d]!)]!.push(d);
  return Uint32Array.from(days.day, (day) => {
    const candidates = sameWeekday[weekdayOfDay(day)]!;
    return candidates[Math.floor(random() * candidates.length)]!;
  });
}

/** The days drawn as traces, one user per draw. */
function tracesOf(traces: Traces, clock: Clock, draws: readonly Draw[]): Traces {
  const offsets = new Uint32Array(draws.length + 1);
  draws.forEach(({ days, chosen }, run) => {
    let events = 0;
    for (const c of chosen) events += days.from[c + 1]! - days.from[c]!;
    offsets[run + 1] = offsets[run]! + events;
  });
  const length = offsets[draws.length]!;
  const columns = { time: new Uint32Array(length), location: new Uint32Array(length) };
  draws.forEach(({ days, chosen }, run) => {
    let at = offsets[run]!;
    for (let d = 0; d < chosen.length; d++) {
      copyDay(traces, clock, days, chosen[d]!, d, columns, at);
      at += days.from[chosen[d]! + 1]! - days.from[chosen[d]!]!;
    }
  });
  const users = draws.map((_, run) => `${run}`);
  return { locations: traces.locations, users, offsets, length, columns, unlocated: 0 };
}

/**
 * Copies the events of day c to the place of day d, at the same local times. An hour that day d does not have moves the
 * event by the hour; none leaves the day or comes before the event before it.
 */
function copyDay(
  traces: Traces,
  clock: Clock,
  days: Days,
  c: number,
  d: number,
  into: { readonly time: Uint32Array; readonly location: Uint32Array },
  at: number,
): void {
  const { time, location } = traces.columns;
  const apart = (days.day[d]! - days.day[c]!) * 86_400;
  const first = days.start[d]!;
  const last = days.end[d]! - 1;
  // Days of 24 hours with the same offset: the usual case, a shift by whole days.
  const plain = first - days.start[c]! === apart && last + 1 - days.end[c]! === apart;
  let before = first;
  for (let i = days.from[c]!; i < days.from[c + 1]!; i++) {
    const shifted = time[i]! + apart;
    const moved = plain ? shifted : shifted + clock.offsetOf(time[i]!) - clock.offsetOf(clamp(shifted, 0, LAST_SECOND));
    before = clamp(moved, before, last);
    into.time[at] = before;
    into.location[at++] = location[i]!;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
