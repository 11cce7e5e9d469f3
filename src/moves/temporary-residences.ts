import { checkInteger, checkOptions } from "../core/check.ts";
import { checkDaily } from "../core/check-traces.ts";
import { calendarDateOf, dayNumberOf } from "../core/dates.ts";
import type { Located, Presence, Sequences } from "../types.ts";
import { macroSegmentsOf } from "./temporary-macro.ts";

/** What counts as living somewhere for those who come and go. */
export interface UsualResidencesOptions {
  /** A calendar month has a location if the user was seen on at least so many of its days. From 1. */
  readonly minDaysPerMonth?: number;
  /** Equal months belong together over at most so many months without a location between them. From 0. */
  readonly maxGapMonths?: number;
  /** A residence lasts at least so many months, and an absence of fewer does not interrupt it. From 1. */
  readonly minMonths?: number;
}

/** The thresholds of Blanchard and Rubrichi 2025, as set in the authors' programs. */
export const USUAL_RESIDENCE_DEFAULTS: Required<UsualResidencesOptions> = {
  minDaysPerMonth: 10,
  maxGapMonths: 6,
  minMonths: 6,
};

/**
 * Where users live, residence after residence without a gap, from the first to the last day on which each was seen: from
 * `startDay` to `endDay` at `location`; `observedDays` of the `daysSeen` between them were there; `months` calendar months
 * have it as their location. `tied` is 1 where the user has one residence and was seen on as many days or more in another location.
 */
export type UsualResidences = Located &
  Sequences<{
    readonly location: Uint32Array;
    readonly startDay: Int32Array;
    readonly endDay: Int32Array;
    readonly observedDays: Uint32Array;
    readonly daysSeen: Uint32Array;
    readonly months: Uint32Array;
    readonly tied: Uint8Array;
  }>;

/**
 * Where does each person usually live, whatever the months they spend elsewhere? The residence from which temporary
 * migration is told: it changes only for whoever has lived in both places for long.
 *
 * **How** (1) A calendar month's location is that of most of its days, if at least `minDaysPerMonth` days were seen. (2)
 * Months of one location, one after the other with at most `maxGapMonths` missing between, are a run. (3) Runs of one
 * location with fewer than `minMonths` months between are one segment, whatever lies between. (4) Segments of at least
 * `minMonths` months, first to last, are kept, but for those that lie within another; of two that overlap the longer (of
 * equal ones the earlier) keeps the months they share; this is done again until none overlap. (5) Where two or more are
 * left, each is the residence from its first month until the next one begins, the first from the first day seen and the
 * last to the last day seen. Who has fewer has one residence all along: the location of the only run, if all months are
 * one run, else the location of most days of all.
 *
 * @param daily - one location per user and day, as `buildDailyLocations` gives it
 * @param options - thresholds; those left out are `USUAL_RESIDENCE_DEFAULTS`
 * @returns residences in order of time for all users of `daily`; at least one for each who was seen, none for the others
 * @throws RangeError for an option that is unknown or out of range, or where a user has two locations on one day
 *
 * **Departs from the paper** Of equally frequent locations the lower row number is taken, not the highest identifier. A segment
 * within any other is dropped, not only within the one before. Neighbouring residences at one location are joined.
 *
 * **Cost** O(rows) and O(s²) for the few users with s > 1 segments: about 10 µs a user and year.
 *
 * [blanchard-rubrichi-2025]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-17, -16], [14, 15]);
 * const day = Array.from({ length: 730 }, (_, d) => d);
 * const daily = buildPresenceOfDays({ user: day.map(() => "awa"), day, location: day.map((d) => (d > 150 && d < 240 ? 1 : 0)) }, zones);
 * rowsOf(detectUsualResidences(daily)); // [ { location: 0, startDay: 0, endDay: 729, observedDays: 641, daysSeen: 730, months: 21, tied: 0 } ]
 */
export function detectUsualResidences(daily: Presence, options: UsualResidencesOptions = {}): UsualResidences {
  const where = "detectUsualResidences";
  checkDaily(where, daily);
  checkOptions(where, options, ["minDaysPerMonth", "maxGapMonths", "minMonths"]);
  const { minDaysPerMonth, maxGapMonths, minMonths } = { ...USUAL_RESIDENCE_DEFAULTS, ...options };
  checkInteger(where, "minDaysPerMonth", minDaysPerMonth, 1, 31);
  checkInteger(where, "maxGapMonths", maxGapMonths, 0);
  checkInteger(where, "minMonths", minMonths, 1);
  const { users, offsets: rows, locations } = daily;
  const { day, location } = daily.columns;
  const monthsOf = createMonthFinder(daily, minDaysPerMonth);
  const offsets = new Uint32Array(users.length + 1);
  const found: Record<keyof UsualResidences["columns"], number[]> = {
    location: [],
    startDay: [],
    endDay: [],
    observedDays: [],
    daysSeen: [],
    months: [],
    tied: [],
  };
  for (let u = 0; u < users.length; u++) {
    const [from, to] = [rows[u]!, rows[u + 1]!];
    if (from < to) {
      const months = monthsOf(from, to);
      const segments = macroSegmentsOf(months, maxGapMonths, minMonths);
      const single = segments.length < 2;
      const all = single ? [{ location: segments[0]?.location ?? months.mode, start: 0, end: 0 }] : segments;
      let at = from;
      let m = 0;
      for (let s = 0; s < all.length; s++) {
        const here = all[s]!.location;
        const next = s + 1 < all.length ? all[s + 1]!.start : Infinity;
        const lastDay = next === Infinity ? day[to - 1]! : firstDayOf(next) - 1;
        found.location.push(here);
        found.startDay.push(s === 0 ? day[from]! : firstDayOf(all[s]!.start));
        found.endDay.push(lastDay);
        let observed = 0;
        const before = at;
        for (; at < to && day[at]! <= lastDay; at++) if (location[at] === here) observed++;
        found.observedDays.push(observed);
        found.daysSeen.push(at - before);
        let count = 0;
        for (; m < months.month.length && months.month[m]! < next; m++) if (months.location[m] === here) count++;
        found.months.push(count);
        found.tied.push(Number(all.length < 2 && (months.tied || here !== months.mode)));
      }
    }
    offsets[u + 1] = found.location.length;
  }
  const columns = {
    location: Uint32Array.from(found.location),
    startDay: Int32Array.from(found.startDay),
    endDay: Int32Array.from(found.endDay),
    observedDays: Uint32Array.from(found.observedDays),
    daysSeen: Uint32Array.from(found.daysSeen),
    months: Uint32Array.from(found.months),
    tied: Uint8Array.from(found.tied),
  };
  return { locations, users, offsets, length: found.location.length, columns };
}

/** One user's months that have a location, year · 12 + month from 0, and the location of most days of all. */
interface UserMonths {
  readonly month: number[];
  readonly location: number[];
  mode: number;
  tied: boolean;
}

/** Makes the function that finds the months of the user who owns rows from … to − 1; the next call overwrites its answer. */
function createMonthFinder(daily: Presence, minDays: number): (from: number, to: number) => UserMonths {
  const { day, location } = daily.columns;
  const ofMonth = new Uint32Array(daily.locations.length);
  const ofAll = new Uint32Array(daily.locations.length);
  const found: UserMonths = { month: [], location: [], mode: 0, tied: false };
  return (from, to) => {
    found.month.length = 0;
    found.location.length = 0;
    let best = 0;
    found.mode = 0;
    found.tied = false;
    for (let i = from; i < to; ) {
      const { year, month } = calendarDateOf(day[i]!);
      const end = dayNumberOf(year, month + 1, 1);
      const first = i;
      let most = 0;
      let mode = 0;
      for (; i < to && day[i]! < end; i++) {
        const l = location[i]!;
        const count = ++ofMonth[l]!;
        if (count > most || (count === most && l < mode)) {
          most = count;
          mode = l;
        }
        const all = ++ofAll[l]!;
        if (all > best || (all === best && l < found.mode)) {
          found.tied = all === best;
          best = all;
          found.mode = l;
        } else if (all === best) found.tied = true;
      }
      for (let k = first; k < i; k++) ofMonth[location[k]!] = 0;
      if (i - first < minDays) continue;
      found.month.push(12 * year + month - 1);
      found.location.push(mode);
    }
    for (let k = from; k < to; k++) ofAll[location[k]!] = 0;
    return found;
  };
}

function firstDayOf(month: number): number {
  const year = Math.floor(month / 12);
  return dayNumberOf(year, month - 12 * year + 1, 1);
}
