import { checkLength, fail, isObject } from "../core/check.ts";
import { checkLocated, checkPlaced } from "../core/check-places.ts";
import { checkSequences, checkTable, failShape } from "../core/check-tables.ts";
import type { Located, Sequences, UserTable } from "../types.ts";
import type { Whereabouts } from "./home-criteria.ts";

/**
 * The table of a person's places that leader clustering makes, and its parts.
 */

/**
 * Columns of clusters: `rank` counts from 1 in the order in which the person's clusters were founded; `lon` and `lat` are
 * its centre and `leader` the location that founded it; `locations` how many belong to it; `days` the distinct days on
 * which any of them was visited and `locationDays` the sum of the days of each; `firstDay` and `lastDay` the first and last
 * of these days; `events` all events there; `daysShare` the `days` over the days on which the person was seen anywhere.
 */
export type LeaderClusterColumns = {
  readonly rank: Uint32Array;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly leader: Uint32Array;
  readonly locations: Uint32Array;
  readonly days: Uint32Array;
  readonly locationDays: Uint32Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly events: Uint32Array;
  readonly daysShare: Float64Array;
};

/** Columns of members: a location, the rank of its cluster, and the days and events there. */
export type LeaderMemberColumns = {
  readonly location: Uint32Array;
  readonly rank: Uint32Array;
  readonly days: Uint32Array;
  readonly events: Uint32Array;
};

/** All that a person has: `durationDays` from the first to the last day, `clusters` with the `dropped` ones among them. */
export type LeaderTotalColumns = {
  readonly days: Uint32Array;
  readonly locationDays: Uint32Array;
  readonly durationDays: Uint32Array;
  readonly events: Uint32Array;
  readonly clusters: Uint32Array;
  readonly dropped: Uint32Array;
};

/** The places of each person: clusters of the locations that they were seen in, which locations belong to which, and totals. */
export type LeaderClusters = Located &
  Sequences<LeaderClusterColumns> & {
    readonly members: Located & Sequences<LeaderMemberColumns>;
    readonly totals: UserTable<LeaderTotalColumns>;
  };

/** Empty columns of clusters. */
export function createClusterRows(rows: number): LeaderClusterColumns {
  return {
    rank: new Uint32Array(rows),
    lon: new Float64Array(rows),
    lat: new Float64Array(rows),
    leader: new Uint32Array(rows),
    locations: new Uint32Array(rows),
    days: new Uint32Array(rows),
    locationDays: new Uint32Array(rows),
    firstDay: new Int32Array(rows),
    lastDay: new Int32Array(rows),
    events: new Uint32Array(rows),
    daysShare: new Float64Array(rows),
  };
}

/** Empty columns of members. */
export function createMemberRows(rows: number): LeaderMemberColumns {
  return {
    location: new Uint32Array(rows),
    rank: new Uint32Array(rows),
    days: new Uint32Array(rows),
    events: new Uint32Array(rows),
  };
}

/** Empty columns of totals. */
export function createTotalRows(users: number): LeaderTotalColumns {
  return {
    days: new Uint32Array(users),
    locationDays: new Uint32Array(users),
    durationDays: new Uint32Array(users),
    events: new Uint32Array(users),
    clusters: new Uint32Array(users),
    dropped: new Uint32Array(users),
  };
}

/** Takes the clusters with too few location days out of the rows from … to − 1 and says where the rows end now. */
export function dropRows(columns: LeaderClusterColumns, from: number, to: number, minLocationDays: number): number {
  let end = from;
  for (let row = from; row < to; row++) {
    if (columns.locationDays[row]! < minLocationDays) continue;
    if (end !== row) for (const list of Object.values(columns)) list[end] = list[row]!;
    end++;
  }
  if (end !== to) for (const list of Object.values(columns)) list.fill(0, end, to);
  return end;
}

/** Columns that hold their first `length` rows and nothing more, so that they cross worker borders as they are. */
export function firstRows(columns: LeaderClusterColumns, length: number): LeaderClusterColumns {
  const { rank, lon, lat, leader, locations, days, locationDays, firstDay, lastDay, events, daysShare } = columns;
  return {
    rank: rank.slice(0, length),
    lon: lon.slice(0, length),
    lat: lat.slice(0, length),
    leader: leader.slice(0, length),
    locations: locations.slice(0, length),
    days: days.slice(0, length),
    locationDays: locationDays.slice(0, length),
    firstDay: firstDay.slice(0, length),
    lastDay: lastDay.slice(0, length),
    events: events.slice(0, length),
    daysShare: daysShare.slice(0, length),
  };
}

/** Throws unless the value is what `buildLeaderClusters` makes: clusters in order of rank, members and totals of the same users. */
export function checkClusters(where: string, clusters: LeaderClusters): void {
  if (!isObject(clusters) || !isObject(clusters.members) || !isObject(clusters.totals)) {
    failShape(where, "clusters", "clusters made by buildLeaderClusters", clusters);
  }
  const { members, totals, users, locations } = clusters;
  checkSequences(where, "clusters", clusters, Object.keys(createClusterRows(0)) as (keyof LeaderClusterColumns)[]);
  checkPlaced(where, "clusters.members", members, ["location", "rank", "days", "events"]);
  checkTable(where, "clusters.totals", totals, Object.keys(createTotalRows(0)));
  checkLength(where, "clusters.members.users", members.users.length, users.length);
  checkLength(where, "clusters.totals.length", totals.length, users.length);
  const { rank, leader } = clusters.columns;
  checkLocated(where, "clusters.columns.leader", leader, locations.length);
  for (let u = 0; u < users.length; u++) {
    let before = 0;
    const most = totals.columns.clusters[u]!;
    for (let row = clusters.offsets[u]!; row < clusters.offsets[u + 1]!; row++) {
      if (!(rank[row]! > before && rank[row]! <= most)) {
        fail(where, `clusters.columns.rank[${row}]`, `from ${before + 1} to ${most}`, rank[row]);
      }
      before = rank[row]!;
    }
    for (let row = members.offsets[u]!; row < members.offsets[u + 1]!; row++) {
      const own = members.columns.rank[row]!;
      if (!(own >= 1 && own <= most)) fail(where, `clusters.members.columns.rank[${row}]`, `from 1 to ${most}`, own);
    }
  }
}

/** Makes the function that gives, for each location, the row of the user's cluster that it belongs to; −1 for none. */
export function createRowFinder(clusters: LeaderClusters, locations: number): (u: number) => Int32Array {
  const { location, rank } = clusters.members.columns;
  const { offsets: memberOffsets } = clusters.members;
  const rowOf = new Int32Array(locations).fill(-1);
  const rowOfRank = new Int32Array(1 + clusters.totals.columns.clusters.reduce((most, n) => Math.max(most, n), 0));
  let user = -1;
  return (u) => {
    if (user >= 0) for (let m = memberOffsets[user]!; m < memberOffsets[user + 1]!; m++) rowOf[location[m]!] = -1;
    user = u;
    rowOfRank.fill(-1, 0, clusters.totals.columns.clusters[u]! + 1);
    for (let row = clusters.offsets[u]!; row < clusters.offsets[u + 1]!; row++) {
      rowOfRank[clusters.columns.rank[row]!] = row;
    }
    for (let m = memberOffsets[u]!; m < memberOffsets[u + 1]!; m++) rowOf[location[m]!] = rowOfRank[rank[m]!]!;
    return rowOf;
  };
}

/** How many pairs of user and location there are in all, and of one user at most. */
export function countPairs({ locations, users, offsets, columns }: Whereabouts): { all: number; most: number } {
  const seenBy = new Uint32Array(locations.length);
  let all = 0;
  let most = 0;
  for (let u = 0; u < users.length; u++) {
    const before = all;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const l = columns.location[i]!;
      if (seenBy[l] === u + 1) continue;
      seenBy[l] = u + 1;
      all++;
    }
    most = Math.max(most, all - before);
  }
  return { all, most };
}
