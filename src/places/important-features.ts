import { checkOptions, checkSameLocations, isObject } from "../core/check.ts";
import { failShape } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkHours, type HoursWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, Sequences, Traces } from "../types.ts";
import { checkClusters, createRowFinder, type LeaderClusters } from "./important-clusters.ts";

export interface PlaceFeaturesOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** When people are at home, as { fromHour: 19, toHour: 7 }: local hours from … to, on `weekdays` (0 Monday … 6) if given. */
  readonly homeHours: HoursWindow;
  /** When people are at work, as { fromHour: 13, toHour: 17, weekdays: [0, 1, 2, 3, 4] }. */
  readonly workHours: HoursWindow;
}

/**
 * What tells important places from others. `rank` is that of the cluster; `daysRank` its place from 1 by `days`; `days` the
 * distinct days there, `locationDays` their sum over its locations, `durationDays` those from the first to the last;
 * `events` all events, `homeEvents` and `workEvents` those in home and work hours. Each `…Share` is the column over the
 * same of all the person's places together, NaN where that is 0.
 */
export type PlaceFeatureColumns = {
  readonly rank: Uint32Array;
  readonly daysRank: Uint32Array;
  readonly days: Uint32Array;
  readonly daysShare: Float64Array;
  readonly locationDays: Uint32Array;
  readonly locationDaysShare: Float64Array;
  readonly durationDays: Uint32Array;
  readonly durationShare: Float64Array;
  readonly events: Uint32Array;
  readonly eventsShare: Float64Array;
  readonly homeEvents: Uint32Array;
  readonly homeShare: Float64Array;
  readonly workEvents: Uint32Array;
  readonly workShare: Float64Array;
};

/** The features of each cluster, row for row. */
export type PlaceFeatures = Sequences<PlaceFeatureColumns>;

/**
 * What is known of each of a person's places? How often, for how long and at which hours they are there.
 *
 * **How** durationDays = lastDay − firstDay. homeEvents and workEvents count the events whose local hour and weekday lie
 * in the window; in one that wraps midnight, hours after midnight belong to the day before. Shares are over what the
 * person has in all: days on which they were seen anywhere, days of all locations, days from the first to the last, events
 * and events in the window. daysRank orders a person's places by days, then events, then rank.
 *
 * @param traces - where each user was seen: those of the presence that the clusters were built from
 * @param clusters - the clusters of the same users
 * @param options - the clock and the two windows of hours, on which papers differ
 * @returns a row per cluster, in the same order (columns: see `PlaceFeatureColumns`)
 * @throws RangeError for tables of other users, traces out of time order, and hours that are not whole or out of range
 *
 * **Departs from the paper** Isaacman et al. give hours from 7 p.m. to 7 a.m. for home and from 1 to 5 p.m. on weekdays
 * for work; they are options here. Events in locations of no cluster count in no row, but in what a share is of.
 *
 * **Cost** O(events + c²) per user with c clusters: 10–15 ns an event.
 *
 * [isaacman-2011]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(50000, 79200, 136800), location: Uint32Array.of(0, 1, 0) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "UTC" });
 * const clusters = buildLeaderClusters(buildPresence(traces, { clock }), { radiusMeters: 1000, join: firstLeader(), centroid: movingCentroid() });
 * const hours = { homeHours: { fromHour: 19, toHour: 7 }, workHours: { fromHour: 13, toHour: 17 } };
 * const features = measurePlaceFeatures(traces, clusters, { clock, ...hours });
 * [features.columns.homeShare, features.columns.workShare]; // [ Float64Array(2) [ 0, 1 ], Float64Array(2) [ 1, 0 ] ]
 */
export function measurePlaceFeatures(
  traces: Traces,
  clusters: LeaderClusters,
  options: PlaceFeaturesOptions,
): PlaceFeatures {
  const where = "measurePlaceFeatures";
  checkTraces(where, traces);
  checkClusters(where, clusters);
  checkSameUsers(where, "clusters", clusters.users, traces.users, "traces");
  checkSameLocations(where, "clusters.locations", clusters.locations, traces.locations);
  checkOptions(where, options, ["clock", "homeHours", "workHours"]);
  const { clock, homeHours, workHours } = options;
  checkClock(where, "clock", clock);
  checkWindow(where, "homeHours", homeHours);
  checkWindow(where, "workHours", workHours);
  const { users, offsets, length } = clusters;
  const { rank, days, locationDays, firstDay, lastDay, events, daysShare } = clusters.columns;
  const totals = clusters.totals.columns;
  const counted = countHours(traces, clusters, options);
  const durationDays = new Uint32Array(length);
  const shares = Array.from({ length: 5 }, () => new Float64Array(length));
  const [locationDaysShare, durationShare, eventsShare, homeShare, workShare] = shares as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const daysRank = new Uint32Array(length);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    for (let row = from; row < to; row++) {
      durationDays[row] = lastDay[row]! - firstDay[row]!;
      locationDaysShare[row] = locationDays[row]! / totals.locationDays[u]!;
      durationShare[row] = durationDays[row]! / totals.durationDays[u]!;
      eventsShare[row] = events[row]! / totals.events[u]!;
      homeShare[row] = counted.homeEvents[row]! / counted.homeTotal[u]!;
      workShare[row] = counted.workEvents[row]! / counted.workTotal[u]!;
      let above = 1;
      for (let other = from; other < to; other++) {
        if (days[other]! > days[row]!) above++;
        else if (days[other] === days[row] && events[other]! > events[row]!) above++;
        else if (days[other] === days[row] && events[other] === events[row] && other < row) above++;
      }
      daysRank[row] = above;
    }
  }
  const columns = {
    rank: rank.slice(),
    daysRank,
    days: days.slice(),
    daysShare: daysShare.slice(),
    locationDays: locationDays.slice(),
    locationDaysShare,
    durationDays,
    durationShare,
    events: events.slice(),
    eventsShare,
    homeEvents: counted.homeEvents,
    homeShare,
    workEvents: counted.workEvents,
    workShare,
  };
  return { users, offsets, length, columns };
}

interface HourCounts {
  readonly homeEvents: Uint32Array;
  readonly workEvents: Uint32Array;
  readonly homeTotal: Uint32Array;
  readonly workTotal: Uint32Array;
}

/** Events of each cluster, and of each user anywhere, in home and in work hours. */
function countHours(
  traces: Traces,
  clusters: LeaderClusters,
  { clock, homeHours, workHours }: PlaceFeaturesOptions,
): HourCounts {
  const users = traces.users.length;
  const homeEvents = new Uint32Array(clusters.length);
  const workEvents = new Uint32Array(clusters.length);
  const homeTotal = new Uint32Array(users);
  const workTotal = new Uint32Array(users);
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, traces.offsets, clock);
  if (calendar === null) return { homeEvents, workEvents, homeTotal, workTotal };
  const { start, binSeconds } = calendar;
  const home = windowDaysOf(calendar, homeHours);
  const work = windowDaysOf(calendar, workHours);
  const rows = createRowFinder(clusters, traces.locations.length);
  for (let u = 0; u < users; u++) {
    const rowOf = rows(u);
    let atHome = 0;
    let atWork = 0;
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      const bin = ((time[i]! - start) / binSeconds) | 0;
      const row = rowOf[location[i]!]!;
      if (home[bin] !== 0) {
        atHome++;
        if (row >= 0) homeEvents[row]!++;
      }
      if (work[bin] !== 0) {
        atWork++;
        if (row >= 0) workEvents[row]!++;
      }
    }
    homeTotal[u] = atHome;
    workTotal[u] = atWork;
  }
  return { homeEvents, workEvents, homeTotal, workTotal };
}

/** Throws unless the window has hours that differ; the sentence says which window it was. */
function checkWindow(where: string, name: string, window: HoursWindow): void {
  if (!isObject(window)) failShape(where, name, "hours such as { fromHour: 19, toHour: 7 }", window);
  checkOptions(where, window, ["fromHour", "toHour", "weekdays"], name);
  checkHours(`${where}: ${name}`, window);
}
