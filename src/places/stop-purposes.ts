import { checkNumber, checkOptions } from "../core/check.ts";
import { checkStays } from "../core/check-traces.ts";
import { checkClock, checkRule } from "../core/check-variants.ts";
import { type Bins, binsOf, weekdayOfDay } from "../core/clock.ts";
import { extentOf } from "../core/runs.ts";
import type { Calendar, Clock, Located, Stays, UserTable } from "../types.ts";

/**
 * What a user's time at each location is worth as a home and as a workplace: the scores of the user's stays from … to − 1
 * are added to `home` and `work`, which have one entry per location, all 0 at the beginning.
 */
export type PurposeCounter = (from: number, to: number, home: Float64Array, work: Float64Array) => void;

/** How time at places tells home from work. `start` makes the counter for one table of stays. */
export interface PurposeRule {
  readonly name: string;
  readonly start: (stays: Stays) => PurposeCounter;
}

export interface StopPurposesOptions {
  /** What counts for home and for work: `byTotalTime()` or `byTimeFrames(…)`. */
  readonly rule: PurposeRule;
}

/** Home and work of each user: `home` and `work` −1 where there is none; the scores they were chosen by. */
export type StopPurposes = Located &
  UserTable<{
    readonly home: Int32Array;
    readonly work: Int32Array;
    readonly homeScore: Float64Array;
    readonly workScore: Float64Array;
  }>;

/**
 * Which of a person's stop locations is home, and which is work? By the time spent there.
 *
 * **How** the rule gives every location of a user a score as home and one as work; home is the location with the highest
 * home score, work that with the highest work score among the others. Only scores above 0 count; of equal ones the lower
 * row wins.
 *
 * @param stays - stays of each user at stop locations, as `buildStops` gives them
 * @param options - the rule
 * @returns one row per user in the order of the stays: `home` and `work` (−1 where no location has a score), `homeScore`
 * and `workScore` (0 where there is none)
 * @throws RangeError for stays out of order or at locations that do not exist
 *
 * **Departs from the paper**: with time frames, the papers count hours with posts; here it is time spent, as in trackintel.
 *
 * **Cost** O(stays).
 *
 * [chen-poorthuis-2021] [efstathiades-2015] [martin-2023]
 *
 * @example
 * const places = createLocations("stops", ["a", "b"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { start: Uint32Array.of(0, 36000), end: Uint32Array.of(25200, 54000), location: Uint32Array.of(1, 0), events: Uint32Array.of(5, 5) };
 * const stays = { locations: places, users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * const { columns: found } = detectStopPurposes(stays, { rule: byTotalTime() });
 * [found.home[0], found.homeScore[0], found.work[0], found.workScore[0]]; // [ 1, 25200, 0, 18000 ]
 */
export function detectStopPurposes(stays: Stays, options: StopPurposesOptions): StopPurposes {
  const where = "detectStopPurposes";
  checkOptions(where, options, ["rule"]);
  const { rule } = options;
  checkRule(where, "rule", rule, "start", "a rule such as byTotalTime()");
  checkStays(where, stays);
  const { users, offsets, locations } = stays;
  const { location } = stays.columns;
  const count = rule.start(stays);
  const home = new Int32Array(users.length).fill(-1);
  const work = new Int32Array(users.length).fill(-1);
  const homeScore = new Float64Array(users.length);
  const workScore = new Float64Array(users.length);
  const asHome = new Float64Array(locations.length);
  const asWork = new Float64Array(locations.length);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    count(from, to, asHome, asWork);
    home[u] = bestOf(asHome, location, from, to, -1);
    work[u] = bestOf(asWork, location, from, to, home[u]!);
    if (home[u]! >= 0) homeScore[u] = asHome[home[u]!]!;
    if (work[u]! >= 0) workScore[u] = asWork[work[u]!]!;
    for (let i = from; i < to; i++) {
      asHome[location[i]!] = 0;
      asWork[location[i]!] = 0;
    }
  }
  return { locations, users, length: users.length, columns: { home, work, homeScore, workScore } };
}

/** The location with the highest score above 0 but for one, of equal ones the lower row; −1 if there is none. */
function bestOf(score: Float64Array, location: Uint32Array, from: number, to: number, but: number): number {
  let best = -1;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    if (l === but || !(score[l]! > 0)) continue;
    if (best < 0 || score[l]! > score[best]! || (score[l] === score[best] && l < best)) best = l;
  }
  return best;
}

/**
 * Home is where a person spends most time, work where most of the rest: all hours count alike.
 *
 * @returns a rule for `detectStopPurposes`; scores are seconds
 * [chen-poorthuis-2021]
 * @example
 * byTotalTime().name; // 'total time'
 */
export function byTotalTime(): PurposeRule {
  return {
    name: "total time",
    start: ({ columns }) => {
      return (from, to, home, work) => addSeconds(columns, from, to, home, work);
    },
  };
}

// The loops over stays are functions of their own, not closures: a closure is compiled anew for every table.

function addSeconds(
  { start, end, location }: Stays["columns"],
  from: number,
  to: number,
  home: Float64Array,
  work: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    home[l]! += end[i]! - start[i]!;
    work[l] = home[l]!;
  }
}

export interface TimeFramesOptions {
  /** Local time of the stays. */
  readonly clock: Clock;
  /** What a second of rest, 2 to 8 o'clock, is worth for home; 0.739 unless given. */
  readonly restWeight?: number;
  /** What a second of leisure, 19 to 2 o'clock, is worth for home; 0.358 unless given. */
  readonly leisureWeight?: number;
}

/** The weights of Efstathiades et al. (2015), as trackintel has them. */
export const TIME_FRAMES_DEFAULTS: { readonly restWeight: number; readonly leisureWeight: number } = {
  restWeight: 0.739,
  leisureWeight: 0.358,
};

const REST_HOUR = 2;
const WORK_HOUR = 8;
const LEISURE_HOUR = 19;
const SATURDAY = 5;

/**
 * Home is where a person rests and spends the evening of weekdays, work where the working hours go.
 *
 * **How** A stay counts with its whole duration in the frame in which the middle of it lies, on that local day: weekends
 * not at all; 2 to 8 o'clock rest, 8 to 19 work, 19 to 2 leisure. home = restWeight · rest + leisureWeight · leisure.
 *
 * @param options - the clock, and the weights of rest and leisure
 * @returns a rule for `detectStopPurposes`; scores are seconds, for home weighted
 * @throws RangeError for weights below 0
 * [efstathiades-2015]
 * @example
 * byTimeFrames({ clock: createClock({ timeZone: "UTC" }) }).name; // 'time frames'
 */
export function byTimeFrames(options: TimeFramesOptions): PurposeRule {
  const where = "byTimeFrames";
  checkOptions(where, options, ["clock", "restWeight", "leisureWeight"]);
  const { clock, restWeight, leisureWeight } = { ...TIME_FRAMES_DEFAULTS, ...options };
  checkClock(where, "clock", clock);
  checkNumber(where, "restWeight", restWeight, 0);
  checkNumber(where, "leisureWeight", leisureWeight, 0);
  return {
    name: "time frames",
    start: (stays) => {
      const extent = extentOf(stays);
      if (extent === null) return () => undefined;
      const calendar = clock.calendarOf(extent.first, extent.last);
      const bins = binsOf(calendar);
      const frames = framesOf(calendar, restWeight, leisureWeight);
      return (from, to, home, work) => addFrames(stays.columns, bins, frames, from, to, home, work);
    },
  };
}

/** What a second in each bin of the calendar is worth for home and for work. */
interface Frames {
  readonly home: Float64Array;
  readonly work: Float64Array;
}

function framesOf({ day, hour }: Calendar, restWeight: number, leisureWeight: number): Frames {
  const frames = { home: new Float64Array(day.length), work: new Float64Array(day.length) };
  for (let b = 0; b < day.length; b++) {
    const h = hour[b]!;
    if (weekdayOfDay(day[b]!) >= SATURDAY) continue;
    if (h >= WORK_HOUR && h < LEISURE_HOUR) frames.work[b] = 1;
    else frames.home[b] = h >= REST_HOUR && h < WORK_HOUR ? restWeight : leisureWeight;
  }
  return frames;
}

function addFrames(
  { start, end, location }: Stays["columns"],
  { before, perSecond }: Bins,
  frames: Frames,
  from: number,
  to: number,
  home: Float64Array,
  work: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const middle = Math.floor((start[i]! + end[i]!) / 2);
    const bin = ((middle - before) * perSecond) | 0;
    const seconds = end[i]! - start[i]!;
    const l = location[i]!;
    home[l]! += seconds * frames.home[bin]!;
    work[l]! += seconds * frames.work[bin]!;
  }
}
