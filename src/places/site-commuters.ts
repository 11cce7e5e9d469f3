import {
  checkInteger,
  checkLength,
  checkNumber,
  checkOptions,
  checkSameLocations,
  failInWords,
} from "../core/check.ts";
import { checkHomes, checkHomesByPeriod } from "../core/check-places.ts";
import { checkList } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkHours, windowDaysOf } from "../core/hours.ts";
import { sortFirst } from "../core/order.ts";
import { checkPeriods } from "../core/periods.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Clock, HomePlaces, HomePlacesByPeriod, Located, Periods, Sequences, Traces } from "../types.ts";

export interface SiteCommutersOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The local hour with which working hours begin. 0–23. */
  readonly fromHour: number;
  /** The local hour before which they end. 0–24; not above `fromHour` means that a shift ends the next day. */
  readonly toHour: number;
  /** The working days, 0 (Monday) … 6 (Sunday): [0, 1, 2, 3, 4] in Türkiye, [6, 0, 1, 2, 3] in Bangladesh. */
  readonly weekdays: readonly number[];
  /** The locations of each site: the antennas from which an airport's building site is served. No location twice. */
  readonly sites: readonly ArrayLike<number>[];
  /** Where each user lives, as found by nights: one home, or one for each of the same periods. */
  readonly homes: HomePlaces | HomePlacesByPeriod;
  /** The periods in each of which the days are counted. */
  readonly periods: Periods;
  /** A commuter is at the site on at least this share of the working days with an event. 0–1. */
  readonly minShare: number;
  /** A commuter is at the site on at least so many working days of the period. From 1. */
  readonly minDays: number;
}

/**
 * Who commutes to which site in which period: a row per user, period and site, in this order. `home` −1 = none found; `days`
 * working days on which the user was seen at the site in working hours, `daysSeen` those on which they were seen anywhere;
 * `share` days / daysSeen, NaN where there are none; `commuter` 1 or 0.
 */
export type SiteCommuters = Located &
  Sequences<{
    readonly period: Uint32Array;
    readonly site: Uint32Array;
    readonly home: Int32Array;
    readonly days: Uint32Array;
    readonly daysSeen: Uint32Array;
    readonly share: Float64Array;
    readonly commuter: Uint8Array;
  }> & { readonly periods: Periods; readonly sites: readonly Uint32Array[] };

/**
 * Who lives elsewhere and works at a site: on a building site, in an orchard, in a factory?
 *
 * **How** an event is in working hours if its local hour h has fromHour ≤ h < toHour on one of the weekdays (where the hours
 * wrap midnight, what comes before toHour belongs to the day before). daysSeen = distinct days of the period with such an event,
 * days = distinct days with one at any of the site's locations. A commuter has a home that is none of them, days ≥ `minDays`
 * and days / daysSeen ≥ `minShare`.
 *
 * @param traces - where each user was seen, in time order
 * @param options - clock, working hours and days, sites, homes, periods and thresholds
 * @returns a row per user, period and site with the evidence. Days on which a phone was silent count nowhere: who is seen
 * twice, both times at the site, has a share of 1, which is why `minDays` is asked for
 * @throws RangeError for traces out of time order, hours or weekdays that are none, a location that is in two sites or does not
 * exist, homes of other users, locations or periods, or thresholds out of range
 *
 * **Departs from the paper** its abstract names the question, commuters to the airport's building site; hours, days and
 * thresholds are not known and have no default. Working days with an event are the denominator, not all working days.
 *
 * **Cost** O(events + users · periods · sites): about 30 ns an event; 29 bytes a row.
 *
 * [bruckschen-2019]
 * @example
 * const antennas = createLocations("antennas", ["village", "airport"], [28.6, 28.75], [41.2, 41.26]);
 * const clock = createClock({ timeZone: "UTC" });
 * const periods = buildWeeks({ clock, firstDay: 1000, lastDay: 1000 });
 * const time = Uint32Array.from([0, 10, 24, 34, 58, 82], (hour) => periods.columns.start[0] + hour * 3600);
 * const columns = { time, location: Uint32Array.of(0, 1, 0, 1, 0, 0) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 6), length: 6, columns, unlocated: 0 };
 * const homes = detectHomes(traces, { criterion: mostNightEvents({ clock, fromHour: 19, toHour: 7 }) });
 * const work = { fromHour: 8, toHour: 18, weekdays: [0, 1, 2, 3, 4], sites: [[1]], minShare: 0.4, minDays: 2 };
 * rowsOf(detectSiteCommuters(traces, { clock, homes, periods, ...work }))[0]; // { period: 0, site: 0, home: 0, days: 2, daysSeen: 4, share: 0.5, commuter: 1 }
 */
export function detectSiteCommuters(traces: Traces, options: SiteCommutersOptions): SiteCommuters {
  const where = "detectSiteCommuters";
  checkTraces(where, traces);
  checkOptions(where, options, [
    "clock",
    "fromHour",
    "toHour",
    "weekdays",
    "sites",
    "homes",
    "periods",
    "minShare",
    "minDays",
  ]);
  const { clock, fromHour, toHour, weekdays, homes, periods, minShare, minDays } = options;
  checkClock(where, "clock", clock);
  checkList(where, "weekdays", weekdays);
  checkHours(where, { fromHour, toHour, weekdays });
  checkPeriods(where, periods);
  checkNumber(where, "minShare", minShare, 0, 1);
  checkInteger(where, "minDays", minDays, 1);
  const { users, offsets, locations } = traces;
  const { sites, siteOf } = sitesOf(where, options.sites, locations.length);
  checkHomesFor(where, homes, traces, periods);

  const p = periods.length;
  const s = sites.length;
  const length = users.length * p * s;
  const columns = {
    period: new Uint32Array(length),
    site: new Uint32Array(length),
    home: new Int32Array(length),
    days: new Uint32Array(length),
    daysSeen: new Uint32Array(length),
    share: new Float64Array(length),
    commuter: new Uint8Array(length),
  };
  const { firstDay, lastDay } = periods.columns;
  const daysOf = createWorkingDays(traces, clock, { fromHour, toHour, weekdays }, siteOf, s);
  const homeRows = homes.periods === undefined ? 1 : p;
  for (let u = 0; u < users.length; u++) {
    const found = daysOf(offsets[u]!, offsets[u + 1]!);
    for (let period = 0; period < p; period++) {
      const home = homes.columns.location[u * homeRows + (homeRows === 1 ? 0 : period)]!;
      const between = (list: number): number => {
        const days = found.days[list]!;
        const count = found.count[list]!;
        const first = firstAtLeast(days, 0, count, firstDay[period]! - found.before);
        return firstAtLeast(days, first, count, lastDay[period]! + 1 - found.before) - first;
      };
      const daysSeen = between(s);
      for (let site = 0; site < s; site++) {
        const row = (u * p + period) * s + site;
        const days = between(site);
        columns.period[row] = period;
        columns.site[row] = site;
        columns.home[row] = home;
        columns.days[row] = days;
        columns.daysSeen[row] = daysSeen;
        columns.share[row] = daysSeen === 0 ? Number.NaN : days / daysSeen;
        const livesElsewhere = home >= 0 && siteOf[home] !== site;
        if (livesElsewhere && days >= minDays && days / daysSeen >= minShare) columns.commuter[row] = 1;
      }
    }
  }
  const rows = Uint32Array.from({ length: users.length + 1 }, (_, u) => u * p * s);
  return { locations, users, offsets: rows, length, columns, periods, sites };
}

/** One user's working days in ascending order, counted from day `before`: those at each site, and last those anywhere. */
interface WorkingDays {
  readonly before: number;
  readonly days: readonly Uint32Array[];
  readonly count: Uint32Array;
}

/** Makes the function that collects the working days of the rows from … to − 1; the next call overwrites its result. */
function createWorkingDays(
  traces: Traces,
  clock: Clock,
  window: { fromHour: number; toHour: number; weekdays: readonly number[] },
  siteOf: Int32Array,
  sites: number,
): (from: number, to: number) => WorkingDays {
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  const count = new Uint32Array(sites + 1);
  if (calendar === null) {
    const none: WorkingDays = { before: 0, days: Array.from(count, () => new Uint32Array(0)), count };
    return () => none;
  }
  const bins = binsOf(calendar);
  const windowDays = windowDaysOf(calendar, window);
  let before = Infinity;
  for (const day of calendar.day) if (day - 2 < before) before = day - 2;
  const most = windowDays.reduce((highest, day) => Math.max(highest, day), 0) + 1;
  const days = Array.from(count, () => new Uint32Array(most));
  const seen = Array.from(count, () => new Uint8Array(most));
  const found: WorkingDays = { before, days, count };
  const add = (list: number, day: number): void => {
    if (seen[list]![day] === 1) return;
    seen[list]![day] = 1;
    days[list]![count[list]!++] = day;
  };
  return (from, to) => {
    for (let list = 0; list <= sites; list++) {
      for (let k = 0; k < count[list]!; k++) seen[list]![days[list]![k]!] = 0;
      count[list] = 0;
    }
    for (let i = from; i < to; i++) {
      const day = windowDays[((time[i]! - bins.before) * bins.perSecond) | 0]!;
      if (day === 0) continue;
      add(sites, day);
      const site = siteOf[location[i]!]!;
      if (site >= 0) add(site, day);
    }
    for (let list = 0; list <= sites; list++) sortFirst(days[list]!, count[list]!);
    return found;
  };
}

/** Throws unless each site has locations that exist and no location stands twice. Returns the site of each location, or −1. */
function sitesOf(
  where: string,
  given: readonly ArrayLike<number>[],
  locations: number,
): { sites: readonly Uint32Array[]; siteOf: Int32Array } {
  checkList(where, "sites", given);
  if (given.length === 0) failInWords(where, "sites", "at least one site", "none");
  const siteOf = new Int32Array(locations).fill(-1);
  const sites = Array.from(given, (site, s) => {
    checkList(where, `sites[${s}]`, site);
    if (site.length === 0) failInWords(where, `sites[${s}]`, "at least one location", "none");
    for (let i = 0; i < site.length; i++) {
      checkInteger(where, `sites[${s}][${i}]`, site[i]!, 0, locations - 1);
      if (siteOf[site[i]!] !== -1) failInWords(where, `sites[${s}][${i}]`, "in no site yet", `${site[i]} again`);
      siteOf[site[i]!] = s;
    }
    return Uint32Array.from(site);
  });
  return { sites, siteOf };
}

/** Throws unless the homes are those of the users of the traces, over the same locations and, if by period, the same periods. */
function checkHomesFor(where: string, homes: HomePlaces | HomePlacesByPeriod, traces: Traces, periods: Periods): void {
  if (typeof homes === "object" && homes !== null && homes.periods !== undefined) {
    checkHomesByPeriod(where, "homes", homes);
    const such = "those of the option periods";
    checkLength(where, "homes.periods", homes.periods.length, periods.length);
    for (const name of ["firstDay", "lastDay"] as const) {
      const other = homes.periods.columns[name].findIndex((day, p) => day !== periods.columns[name][p]);
      if (other >= 0) failInWords(where, `homes.periods.columns.${name}`, such, `another day in row ${other}`);
    }
  } else checkHomes(where, "homes", homes);
  checkSameLocations(where, "homes.locations", homes.locations, traces.locations);
  checkSameUsers(where, "homes", homes.users, traces.users, "traces");
}
