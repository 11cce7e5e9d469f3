import { checkInteger, checkOptions } from "../core/check.ts";
import { checkHomesByPeriod, checkPlaced } from "../core/check-places.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import type { HomePlacesByPeriod, Located, Sequences, Table } from "../types.ts";
import { AWAY, createAwayFinder, monthsOfPeriods, UNKNOWN } from "./seasonal-away.ts";

export interface SeasonalReturnsOptions {
  /** A user counts in a calendar year with a home in at least so many of its months. From 1. */
  readonly minPeriods: number;
  /** The season of a month also has so many months before and after it: 0 the very month, 1 three months. 0–5. */
  readonly toleranceMonths: number;
}

/**
 * Where each user has lived away from the usual place of the year, a row per place, in order of `location`: in how many
 * `months`; in which season, that about `month` (1 January … 12), and in how many `years` of the
 * `observedYears`, in which the home of that very month is known, in a year that counts, or the user was there in the season.
 */
export type SeasonalReturns = Located &
  Sequences<{
    readonly location: Uint32Array;
    readonly months: Uint32Array;
    readonly month: Uint8Array;
    readonly years: Uint32Array;
    readonly observedYears: Uint32Array;
  }>;

export interface RecurrenceOptions extends GroupsOptions {
  /** Who came in the same season of so many years comes again and again. From 2, and 2 unless given. */
  readonly minYears?: number;
}

/** A row per location and group (`label`): `movers` who came, `observable` of them for long enough, `recurrent` ones and their `share`. */
export type Recurrence = Located &
  Table<{
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly movers: Uint32Array;
    readonly observable: Uint32Array;
    readonly recurrent: Uint32Array;
    readonly share: Float64Array;
  }> & { readonly labels: readonly string[] };

/**
 * Who comes back to the same place in the same season, year after year?
 *
 * **How** a user is away at a place in a month if it is their home of the month and not the usual place of the calendar year,
 * as in `measureSeasonalIndex`. For each place and calendar month: years = number of years in which the user was away there
 * within toleranceMonths of that month. Of the twelve the month with most years stands; of equal ones that in which, to the
 * month, they were there in most years, then the earliest.
 *
 * @param history - the home of each user in each calendar month
 * @param options - how well a year must be known, and how exactly a season must be kept
 * @returns a row per user and place away, years ≤ observedYears; users who were never away have none
 * @throws RangeError for a table that is none, or periods that are no calendar months
 *
 * **Cost** O(users · months), and O(places · months) for who was away.
 *
 * [alisik-2019]
 *
 * @example
 * const zones = createLocations("zones", ["Urfa", "Ordu"], [38.8, 37.9], [37.2, 41]);
 * const clock = createClock({ timeZone: "Europe/Istanbul" });
 * const periods = buildMonths({ clock, firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2017-12-31") });
 * const location = Int32Array.from({ length: 24 }, (_, m) => (m === 7 || m === 20 ? 1 : 0));
 * const columns = { period: Uint32Array.from({ length: 24 }, (_, m) => m), location };
 * const history = { locations: zones, users: ["amal"], offsets: Uint32Array.of(0, 24), length: 24, columns, periods };
 * rowsOf(measureSeasonalReturns(history, { minPeriods: 6, toleranceMonths: 1 })); // [ { location: 1, months: 2, month: 8, years: 2, observedYears: 2 } ]
 */
export function measureSeasonalReturns(history: HomePlacesByPeriod, options: SeasonalReturnsOptions): SeasonalReturns {
  const where = "measureSeasonalReturns";
  checkHomesByPeriod(where, "history", history);
  checkOptions(where, options, ["minPeriods", "toleranceMonths"]);
  const { minPeriods, toleranceMonths } = options;
  checkInteger(where, "minPeriods", minPeriods, 1);
  checkInteger(where, "toleranceMonths", toleranceMonths, 0, 5);
  const month = monthsOfPeriods(where, "history.periods", history.periods);
  const { locations, users, offsets: rows } = history;
  const homes = history.columns.location;
  const awayOf = createAwayFinder(history, minPeriods);
  const offsets = new Uint32Array(users.length + 1);
  const found: Record<keyof SeasonalReturns["columns"], number[]> = {
    location: [],
    months: [],
    month: [],
    years: [],
    observedYears: [],
  };
  for (let u = 0; u < users.length; u++) {
    const away = awayOf(u);
    if (away.includes(AWAY)) {
      const own = homes.subarray(rows[u], rows[u + 1]);
      const places = new Set(own.filter((_, p) => away[p] === AWAY).sort());
      for (const place of places) {
        const there = (p: number): boolean => away[p] === AWAY && own[p] === place;
        let best = 0;
        let years = 0;
        let exact = 0;
        for (let c = 0; c < 12; c++) {
          const about = yearsAbout(month, c, (p, apart) => apart <= toleranceMonths && there(p));
          if (about < years) continue;
          const just = yearsAbout(month, c, (p, apart) => apart === 0 && there(p));
          if (about === years && just <= exact) continue;
          best = c;
          years = about;
          exact = just;
        }
        found.location.push(place);
        found.months.push(away.reduce((sum, _, p) => sum + Number(there(p)), 0));
        found.month.push(best + 1);
        found.years.push(years);
        const known = (p: number, apart: number): boolean =>
          apart === 0 ? away[p] !== UNKNOWN : apart <= toleranceMonths && there(p);
        found.observedYears.push(yearsAbout(month, best, known));
      }
    }
    offsets[u + 1] = found.location.length;
  }
  const columns = {
    location: Uint32Array.from(found.location),
    months: Uint32Array.from(found.months),
    month: Uint8Array.from(found.month),
    years: Uint32Array.from(found.years),
    observedYears: Uint32Array.from(found.observedYears),
  };
  return { locations, users, offsets, length: found.location.length, columns };
}

/**
 * In how many of the years from half a year before calendar month c (0 January) to half a year after it one of the months,
 * which ascend, counts; it is told the period and how many months it is away from c.
 */
function yearsAbout(month: Int32Array, c: number, counts: (period: number, apart: number) => boolean): number {
  let years = 0;
  let before = -Infinity;
  for (let p = 0; p < month.length; p++) {
    const since = month[p]! - c + 6;
    const year = Math.floor(since / 12);
    if (year === before || !counts(p, Math.abs(since - 12 * year - 6))) continue;
    years++;
    before = year;
  }
  return years;
}

/**
 * What share of those who come to a place for a season come again in the same season of another year?
 *
 * **How** movers = users with a row for the place; observable = those with observedYears ≥ minYears; recurrent = those with
 * years ≥ minYears; share = recurrent / observable.
 *
 * @param returns - from `measureSeasonalReturns`
 * @param options - how many years make a habit, and the groups to compare
 * @returns a row per location and group, in this order; recurrent ≤ observable ≤ movers, `share` NaN where nobody is
 * observable. Counts of parts of the users add up
 * @throws RangeError for a table that is none, groups without names or the other way round, or a user who stands twice
 *
 * **Cost** O(rows + locations · groups)
 *
 * [alisik-2019]
 *
 * @example
 * const locations = createLocations("zones", ["Ordu"], [37.9], [41]);
 * const columns = { location: Uint32Array.of(0, 0), months: Uint32Array.of(2, 1), month: Uint8Array.of(8, 8), years: Uint32Array.of(2, 1), observedYears: Uint32Array.of(2, 2) };
 * const returns = { locations, users: ["amal", "bakr"], offsets: Uint32Array.of(0, 1, 2), length: 2, columns };
 * rowsOf(measureRecurrence(returns)); // [ { location: 0, label: 0, movers: 2, observable: 2, recurrent: 1, share: 0.5 } ]
 */
export function measureRecurrence(returns: SeasonalReturns, options: RecurrenceOptions = {}): Recurrence {
  const where = "measureRecurrence";
  checkPlaced(where, "returns", returns, ["location", "years", "observedYears"]);
  checkUsersOnce(where, "returns", returns.users);
  checkOptions(where, options, ["minYears", "groupOf", "labels"]);
  const { minYears = 2 } = options;
  checkInteger(where, "minYears", minYears, 2);
  const { groupOf, labels } = checkGroups(where, options, returns.users.length, 256);
  const { locations, users, offsets } = returns;
  const { location, years, observedYears } = returns.columns;
  const groups = labels.length;
  const rows = locations.length * groups;
  const movers = new Uint32Array(rows);
  const observable = new Uint32Array(rows);
  const recurrent = new Uint32Array(rows);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const row = location[i]! * groups + groupOf[u]!;
      movers[row]!++;
      if (observedYears[i]! >= minYears) observable[row]!++;
      if (years[i]! >= minYears) recurrent[row]!++;
    }
  }
  const columns = {
    location: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / groups)),
    label: Uint8Array.from({ length: rows }, (_, row) => row % groups),
    movers,
    observable,
    recurrent,
    share: Float64Array.from(movers, (_, row) => recurrent[row]! / observable[row]!),
  };
  return { locations, length: rows, columns, labels };
}
