import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Clock, Presence, Traces } from "../../src/types.ts";

/** Plain forms of important places: sets of days, one question to the clock per event, sums written as they are defined. */

export interface SlowCluster {
  rank: number;
  lon: number;
  lat: number;
  leader: number;
  locations: number;
  days: number;
  locationDays: number;
  firstDay: number;
  lastDay: number;
  events: number;
  daysShare: number;
  readonly members: number[];
}

interface SlowRow {
  readonly day: number;
  readonly location: number;
  readonly events: number;
}

function rowsOfUser(presence: Presence, u: number): SlowRow[] {
  const { day, location, events } = presence.columns;
  const rows: SlowRow[] = [];
  for (let i = presence.offsets[u]!; i < presence.offsets[u + 1]!; i++) {
    rows.push({ day: day[i]!, location: location[i]!, events: events[i]! });
  }
  return rows;
}

/** All clusters of one user, none dropped. */
export function slowLeaderClusters(
  presence: Presence,
  u: number,
  radiusMeters: number,
  join: "first" | "nearest",
  centroid: "moving" | "fixed",
): SlowCluster[] {
  const rows = rowsOfUser(presence, u);
  const { lon, lat } = presence.locations.columns;
  const daysOf = (among: readonly number[]): Set<number> =>
    new Set(rows.filter((row) => among.includes(row.location)).map((row) => row.day));
  const eventsOf = (among: readonly number[]): number =>
    rows.filter((row) => among.includes(row.location)).reduce((sum, row) => sum + row.events, 0);
  const order = [...new Set(rows.map((row) => row.location))].sort(
    (a, b) => daysOf([b]).size - daysOf([a]).size || eventsOf([b]) - eventsOf([a]) || a - b,
  );
  const clusters: { lon: number; lat: number; weight: number; members: number[] }[] = [];
  for (const l of order) {
    const near = clusters
      .map((cluster) => ({ cluster, meters: greatCircleMeters(cluster.lon, cluster.lat, lon[l]!, lat[l]!) }))
      .filter(({ meters }) => meters < radiusMeters);
    if (join === "nearest") near.sort((a, b) => a.meters - b.meters);
    const weight = daysOf([l]).size;
    const [found] = near;
    if (found === undefined) {
      clusters.push({ lon: lon[l]!, lat: lat[l]!, weight, members: [l] });
      continue;
    }
    const { cluster } = found;
    if (centroid === "moving") {
      // On the shorter way round, in degrees east of the cluster's own meridian.
      let east = lon[l]! - cluster.lon;
      if (east > 180) east -= 360;
      if (east < -180) east += 360;
      const share = weight / (cluster.weight + weight);
      let mean = cluster.lon + share * east;
      if (mean > 180) mean -= 360;
      if (mean < -180) mean += 360;
      cluster.lon = mean;
      cluster.lat += share * (lat[l]! - cluster.lat);
    }
    cluster.weight += weight;
    cluster.members.push(l);
  }
  const all = daysOf(order).size;
  return clusters.map(({ lon: x, lat: y, weight, members }, c) => {
    const days = [...daysOf(members)].sort((a, b) => a - b);
    return {
      rank: c + 1,
      lon: x,
      lat: y,
      leader: members[0]!,
      locations: members.length,
      days: days.length,
      locationDays: weight,
      firstDay: days[0]!,
      lastDay: days[days.length - 1]!,
      events: eventsOf(members),
      daysShare: days.length / all,
      members,
    };
  });
}

/** How many of a user's events in some locations (all if null) satisfy a test of their local hour and of their night's weekday. */
export function slowEventsIn(
  traces: Traces,
  u: number,
  clock: Clock,
  window: { readonly fromHour: number; readonly toHour: number; readonly weekdays?: readonly number[] | undefined },
  among: readonly number[] | null,
): number {
  let count = 0;
  for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
    const time = traces.columns.time[i]!;
    if (among !== null && !among.includes(traces.columns.location[i]!)) continue;
    const hour = clock.hourOf(time);
    const wraps = window.fromHour > window.toHour;
    const inside = wraps
      ? hour >= window.fromHour || hour < window.toHour
      : hour >= window.fromHour && hour < window.toHour;
    if (!inside) continue;
    const day = wraps && hour < window.toHour ? clock.dayOf(time) - 1 : clock.dayOf(time);
    const weekday = (((day + 3) % 7) + 7) % 7;
    if (window.weekdays === undefined || window.weekdays.includes(weekday)) count++;
  }
  return count;
}

/** The mean of a score over a user's events in one location. */
export function slowMeanScore(traces: Traces, u: number, location: number, scoreOf: (time: number) => number): number {
  const scores: number[] = [];
  for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
    if (traces.columns.location[i] === location) scores.push(scoreOf(traces.columns.time[i]!));
  }
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The log-likelihood of a logistic score, minus a penalty on coefficients times the spread of their columns. */
export function slowLogLikelihood(
  columns: readonly (readonly number[])[],
  answer: readonly number[],
  ridge: number,
  coefficients: readonly number[],
): number {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  let sum = 0;
  answer.forEach((y, i) => {
    const eta = columns.reduce((total, column, c) => total + coefficients[c + 1]! * column[i]!, coefficients[0]!);
    const p = 1 / (1 + Math.exp(-eta));
    sum += y === 1 ? Math.log(p) : Math.log(1 - p);
  });
  columns.forEach((column, c) => {
    const centre = mean(column);
    const variance = mean(column.map((x) => (x - centre) ** 2));
    sum -= (ridge / 2) * coefficients[c + 1]! ** 2 * variance;
  });
  return sum;
}

/** The highest point of a function of a few numbers by trying ever smaller steps along every axis and along the last way up. */
export function slowMaximum(value: (at: readonly number[]) => number, start: readonly number[]): number[] {
  let at = [...start];
  let best = value(at);
  let size = 1;
  while (size > 1e-12) {
    const before = at;
    for (let j = 0; j < at.length; j++) {
      for (const sign of [1, -1]) {
        const tried = at.map((x, i) => (i === j ? x + sign * size : x));
        const found = value(tried);
        if (found > best) {
          at = tried;
          best = found;
        }
      }
    }
    const way = at.map((x, i) => x - before[i]!);
    if (way.every((w) => w === 0)) {
      size /= 2;
      continue;
    }
    for (let far = 1; far < 1e6; far *= 2) {
      const tried = at.map((x, i) => x + far * way[i]!);
      const found = value(tried);
      if (!(found > best)) break;
      at = tried;
      best = found;
    }
  }
  return at;
}

/** Whether all answers of 1 lie on one side of those of 0: 2 if strictly, 1 if some lie on the border. */
export function slowSeparation(x: readonly number[], answer: readonly number[]): 0 | 1 | 2 {
  const ones = x.filter((_, i) => answer[i] === 1);
  const zeros = x.filter((_, i) => answer[i] === 0);
  const apart = (low: readonly number[], high: readonly number[]): 0 | 1 | 2 => {
    const gap = Math.min(...high) - Math.max(...low);
    return gap > 0 ? 2 : gap === 0 ? 1 : 0;
  };
  return Math.max(apart(zeros, ones), apart(ones, zeros)) as 0 | 1 | 2;
}
