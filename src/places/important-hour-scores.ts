import { checkLength, checkNumber, checkOptions, checkSameLocations } from "../core/check.ts";
import { checkPlaced } from "../core/check-places.ts";
import { checkList } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { calendarOfSequences, weekdayOfDay } from "../core/clock.ts";
import { sortFirst } from "../core/order.ts";
import { sumOf } from "../core/sums.ts";
import type { Clock, Located, Sequences, Traces } from "../types.ts";
import { checkClusters, countPairs, createRowFinder, type LeaderClusters } from "./important-clusters.ts";

export interface HourScoresOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** What an event at each local hour, 0–23, scores: −1 to 1. */
  readonly hourScores: ArrayLike<number>;
  /** What an event on each local weekday, Monday first, scores: −1 to 1. */
  readonly weekdayScores: ArrayLike<number>;
}

/** The scores that FlowKit sets unless told otherwise: hours of work 1 and of the night −1; Friday to Sunday −1. */
export const HOUR_SCORE_DEFAULTS: Required<Pick<HourScoresOptions, "hourScores" | "weekdayScores">> = {
  hourScores: [-1, -1, -1, -1, -1, -1, -1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, -1, -1, -1],
  weekdayScores: [1, 1, 1, 0, -1, -1, -1],
};

/** The mean score of a user's events in a location by hour and by weekday, −1 to 1, and how many events there are. */
export type HourScores = Located &
  Sequences<{
    readonly location: Uint32Array;
    readonly events: Uint32Array;
    readonly hourScore: Float64Array;
    readonly weekdayScore: Float64Array;
  }>;

/** The scores of the user's cluster of that rank, and over how many of its locations they are a mean. */
export type PlaceHourScores = Sequences<{
  readonly rank: Uint32Array;
  readonly locations: Uint32Array;
  readonly hourScore: Float64Array;
  readonly weekdayScore: Float64Array;
}>;

/** Hours and weekdays: what is counted for each location. */
const SLOTS = 31;

/**
 * At which hours and on which days of the week is each person in each place? Two scores that fold the week into a point.
 *
 * **How** hourScore = mean over the user's events in the location of hourScores[local hour]; weekdayScore = mean of
 * weekdayScores[local weekday], each by its own local day. The means are over counts per hour and weekday, so that the
 * order of events changes no digit.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the clock, and what hours and weekdays score; `HOUR_SCORE_DEFAULTS` are those of FlowKit
 * @returns a row per user and location that they were seen in, locations in order of rows; scores from −1 to 1
 * @throws RangeError for traces out of time order, and scores that are not 24 and 7 numbers from −1 to 1
 *
 * **Cost** O(events + rows · 31): 10–20 ns an event.
 *
 * [zagatti-2018] [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(36000, 39600, 79200), location: Uint32Array.of(0, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const scores = measureHourScores(traces, { clock: createClock({ timeZone: "UTC" }), ...HOUR_SCORE_DEFAULTS });
 * rowsOf(scores); // [ { location: 0, events: 1, hourScore: 1, weekdayScore: 0 }, { location: 1, events: 2, hourScore: 0, weekdayScore: 0 } ]
 */
export function measureHourScores(traces: Traces, options: HourScoresOptions): HourScores {
  const where = "measureHourScores";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "hourScores", "weekdayScores"]);
  const { clock, hourScores, weekdayScores } = options;
  checkClock(where, "clock", clock);
  checkScores(where, "hourScores", hourScores, 24);
  checkScores(where, "weekdayScores", weekdayScores, 7);
  const { locations, users, offsets: events } = traces;
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, events, clock);
  const weekday = Uint8Array.from(calendar?.day ?? [], weekdayOfDay);
  const { all, most } = countPairs(traces);
  const touched = new Uint32Array(most);
  const slotOf = new Uint32Array(locations.length);
  const seenBy = new Uint32Array(locations.length);
  const counts = new Uint32Array(SLOTS * most);
  const columns = {
    location: new Uint32Array(all),
    events: new Uint32Array(all),
    hourScore: new Float64Array(all),
    weekdayScore: new Float64Array(all),
  };
  const offsets = new Uint32Array(users.length + 1);
  let length = 0;
  for (let u = 0; u < users.length; u++) {
    let count = 0;
    for (let i = events[u]!; i < events[u + 1]!; i++) {
      const bin = ((time[i]! - calendar!.start) / calendar!.binSeconds) | 0;
      const l = location[i]!;
      if (seenBy[l] !== u + 1) {
        seenBy[l] = u + 1;
        slotOf[l] = count;
        touched[count++] = l;
      }
      const slot = SLOTS * slotOf[l]!;
      counts[slot + calendar!.hour[bin]!]!++;
      counts[slot + 24 + weekday[bin]!]!++;
    }
    sortFirst(touched, count);
    for (let t = 0; t < count; t++) {
      const slot = SLOTS * slotOf[touched[t]!]!;
      const seen = sumOf(counts, slot, slot + 24);
      columns.location[length] = touched[t]!;
      columns.events[length] = seen;
      columns.hourScore[length] = weightedSum(counts, slot, hourScores) / seen;
      columns.weekdayScore[length++] = weightedSum(counts, slot + 24, weekdayScores) / seen;
    }
    counts.fill(0, 0, SLOTS * count);
    offsets[u + 1] = length;
  }
  return { locations, users, offsets, length, columns };
}

/**
 * At which hours and on which days of the week is each person in each of their places? The scores of clusters of locations.
 *
 * **How** hourScore and weekdayScore = mean over the cluster's locations of their scores, each location counting once.
 *
 * @param clusters - the clusters of each user
 * @param scores - the scores of the same users' locations
 * @returns a row per cluster, in the same order; scores NaN and `locations` 0 where none of its locations has a score
 * @throws RangeError for tables of other users or locations
 *
 * **Departs from the paper** Where a location of a cluster has no score, which happens if the scores are of fewer days than
 * the clusters, FlowKit divides by all locations, which draws the score to 0; here the mean is over those that have one.
 *
 * **Cost** O(locations of users)
 *
 * [zagatti-2018] [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(36000, 39600, 79200), location: Uint32Array.of(0, 1, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "UTC" });
 * const clusters = buildLeaderClusters(buildPresence(traces, { clock }), { radiusMeters: 50_000, join: firstLeader(), centroid: fixedLeader() });
 * const scores = measureHourScores(traces, { clock, ...HOUR_SCORE_DEFAULTS });
 * rowsOf(measurePlaceHourScores(clusters, scores)); // [ { rank: 1, locations: 2, hourScore: 0.5, weekdayScore: 0 } ]
 */
export function measurePlaceHourScores(clusters: LeaderClusters, scores: HourScores): PlaceHourScores {
  const where = "measurePlaceHourScores";
  checkClusters(where, clusters);
  checkPlaced(where, "scores", scores, ["location", "events", "hourScore", "weekdayScore"]);
  checkSameUsers(where, "scores", scores.users, clusters.users, "clusters");
  checkSameLocations(where, "scores.locations", scores.locations, clusters.locations);
  const { users, offsets, length } = clusters;
  const { location } = scores.columns;
  const locations = new Uint32Array(length);
  const hourScore = new Float64Array(length);
  const weekdayScore = new Float64Array(length);
  const rows = createRowFinder(clusters, clusters.locations.length);
  for (let u = 0; u < users.length; u++) {
    const rowOf = rows(u);
    for (let i = scores.offsets[u]!; i < scores.offsets[u + 1]!; i++) {
      const row = rowOf[location[i]!]!;
      if (row < 0) continue;
      locations[row]!++;
      hourScore[row]! += scores.columns.hourScore[i]!;
      weekdayScore[row]! += scores.columns.weekdayScore[i]!;
    }
  }
  for (let row = 0; row < length; row++) {
    hourScore[row]! /= locations[row]!;
    weekdayScore[row]! /= locations[row]!;
  }
  return {
    users,
    offsets,
    length,
    columns: { rank: clusters.columns.rank.slice(), locations, hourScore, weekdayScore },
  };
}

function weightedSum(counts: Uint32Array, from: number, scores: ArrayLike<number>): number {
  let sum = 0;
  for (let s = 0; s < scores.length; s++) sum += counts[from + s]! * scores[s]!;
  return sum;
}

function checkScores(where: string, name: string, scores: ArrayLike<number>, length: number): void {
  checkList(where, name, scores);
  checkLength(where, name, scores.length, length);
  for (let s = 0; s < length; s++) checkNumber(where, `${name}[${s}]`, scores[s]!, -1, 1);
}
