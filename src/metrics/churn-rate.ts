import { checkInteger, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import type { Clock, Located, Sequences, Traces } from "../types.ts";

export interface ChurnRateOptions {
  /** The clock of the place, by which weeks begin. */
  readonly clock: Clock;
  /** The day with which a week begins: 0 (Monday, as in ISO 8601 and bandicoot) … 6 (Sunday). 0 unless given. */
  readonly startsOn?: number;
  /** How many weeks apart two weeks may be to be compared: 1 is only a week and the next one. No limit unless given, as in bandicoot. */
  readonly maxGapWeeks?: number;
}

/** Per user a row for each pair of weeks that follow one another: the first local day of both and how little they have in common. */
export type ChurnRates = Located &
  Sequences<{ readonly week: Int32Array; readonly nextWeek: Int32Array; readonly churn: Float64Array }>;

/**
 * How much do the places that a person uses change from one week to the next?
 *
 * **How** churn = 1 − Σ a_l b_l / √(Σ a_l² · Σ b_l²), the cosine distance of a_l and b_l, the rows of the user at location l
 * in a week and in the user's next week with rows. Weeks without rows are passed over: what comes before is then compared
 * with what comes after, unless the two are more than maxGapWeeks apart.
 *
 * @param traces - where each user was seen, in time order; `buildSlotLocations` of 30 minutes is what bandicoot counts
 * @param options - the clock, the first day of the week and the longest gap
 * @returns a row per user and pair of weeks, in order: `week` and `nextWeek`, the first local day of each (days since
 * 1970-01-01), and `churn` from 0 (the same shares of the same places) to 1 (no place in common). A user seen in fewer
 * than two weeks has no rows
 * @throws RangeError for traces out of time order, a startsOn that is no day of the week, or a gap below 1
 *
 * **Cost** O(rows)
 *
 * [bandicoot]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const time = Uint32Array.of(345600, 950400, 950460, 1555200);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(4), time, location: Uint32Array.of(0, 0, 0, 1) }, antennas);
 * const rates = measureChurnRate(traces, { clock: createClock({ timeZone: "UTC" }) });
 * rowsOf(rates); // [ { week: 4, nextWeek: 11, churn: 0 }, { week: 11, nextWeek: 18, churn: 1 } ]
 */
export function measureChurnRate(traces: Traces, options: ChurnRateOptions): ChurnRates {
  const where = "measureChurnRate";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "startsOn", "maxGapWeeks"]);
  const { clock, startsOn = 0, maxGapWeeks } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "startsOn", startsOn, 0, 6);
  if (maxGapWeeks !== undefined) checkInteger(where, "maxGapWeeks", maxGapWeeks, 1);
  const { users, locations } = traces;
  const runsOf = createDayRuns(traces, clock);
  let last = createWeek(locations.length);
  let current = createWeek(locations.length);
  const offsets = new Uint32Array(users.length + 1);
  const week: number[] = [];
  const nextWeek: number[] = [];
  const churn: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const runs = runsOf(traces.offsets[u]!, traces.offsets[u + 1]!);
    let r = 0;
    while (r < runs.count) {
      const number = weekOf(runs.day[r]!, startsOn);
      let end = r + 1;
      while (end < runs.count && weekOf(runs.day[end]!, startsOn) === number) end++;
      fill(current, number, runs.location, runs.from[r]!, runs.from[end]!);
      if (last.places > 0 && number - last.number <= (maxGapWeeks ?? Infinity)) {
        week.push(firstDayOf(last.number, startsOn));
        nextWeek.push(firstDayOf(number, startsOn));
        churn.push(distanceOf(last, current));
      }
      empty(last);
      [last, current] = [current, last];
      r = end;
    }
    empty(last);
    offsets[u + 1] = churn.length;
  }
  const columns = {
    week: Int32Array.from(week),
    nextWeek: Int32Array.from(nextWeek),
    churn: Float64Array.from(churn),
  };
  return { locations, users, offsets, length: churn.length, columns };
}

/** One user's week: rows per location, the locations that have any, and the sum of the squares of the rows. */
interface Week {
  number: number;
  readonly count: Float64Array;
  readonly touched: Uint32Array;
  places: number;
  squares: number;
}

function createWeek(locations: number): Week {
  return {
    number: 0,
    count: new Float64Array(locations),
    touched: new Uint32Array(locations),
    places: 0,
    squares: 0,
  };
}

function fill(week: Week, number: number, location: Uint32Array, from: number, to: number): void {
  const { count, touched } = week;
  let places = 0;
  for (let i = from; i < to; i++) {
    const l = location[i]!;
    if (count[l]!++ === 0) touched[places++] = l;
  }
  let squares = 0;
  for (let t = 0; t < places; t++) {
    const rows = count[touched[t]!]!;
    squares += rows * rows;
  }
  week.number = number;
  week.places = places;
  week.squares = squares;
}

function empty(week: Week): void {
  for (let t = 0; t < week.places; t++) week.count[week.touched[t]!] = 0;
  week.places = 0;
}

/** Of whole numbers, so that equal shares give exactly 0 and no common place exactly 1. */
function distanceOf(a: Week, b: Week): number {
  let product = 0;
  for (let t = 0; t < a.places; t++) {
    const l = a.touched[t]!;
    product += a.count[l]! * b.count[l]!;
  }
  return Math.max(0, 1 - product / Math.sqrt(a.squares * b.squares));
}

/** Weeks counted from the one that begins on startsOn of the days about 1 January 1970, a Thursday. */
function weekOf(day: number, startsOn: number): number {
  return Math.floor((day + 3 - startsOn) / 7);
}

function firstDayOf(week: number, startsOn: number): number {
  return 7 * week - 3 + startsOn;
}
