import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import { checkPresence } from "../core/check-traces.ts";
import { checkRule } from "../core/check-variants.ts";
import type { DistanceMeasure } from "../space/distance-measures.ts";
import type { Presence } from "../types.ts";
import { createLeaderAssigner, type LocationSlots } from "./important-assignment.ts";
import {
  countPairs,
  createClusterRows,
  createMemberRows,
  createTotalRows,
  dropRows,
  firstRows,
  type LeaderClusters,
} from "./important-clusters.ts";
import type { LeaderCentroid, LeaderJoin } from "./important-leaders.ts";

export interface LeaderClustersOptions {
  /** A location joins a cluster only if it is nearer to its centre than this, in metres. Above 0. */
  readonly radiusMeters: number;
  /** Which cluster a location joins: `firstLeader()` or `nearestLeader()`. */
  readonly join: LeaderJoin;
  /** Where the centre of a cluster lies: `movingCentroid()` or `fixedLeader()`. */
  readonly centroid: LeaderCentroid;
  /** Clusters whose locations have fewer days in sum are dropped. From 1, and 1 unless given: none is dropped. */
  readonly minLocationDays?: number;
  /** What the radius is measured with: great circles unless given; `ellipsoidal()` for comparison with databases. */
  readonly distance?: DistanceMeasure;
}

/**
 * Which of the many antennas of a person are one and the same place? Clusters of near locations around those with most days.
 *
 * **How** A person's locations are taken by the number of distinct days on which they were visited, most days first; of
 * equally many the one with more events, then the lower row. Each joins one of the clusters there are whose centre is
 * nearer than radiusMeters, as `join` says, and the centre moves as `centroid` says; where there is none it founds a
 * cluster. No location is looked at again. Clusters whose locationDays are below minLocationDays are then dropped.
 *
 * @param presence - in which locations each user was seen on which day
 * @param options - the radius and the two choices in which versions of the method differ
 * @returns a row per cluster in the order of founding (columns: see `LeaderClusterColumns`); `members` says which location
 * belongs to which rank, and those of dropped clusters have a rank that no row has; `totals` what a person has in all,
 * with the number of clusters dropped. A user who was never seen has no rows and totals of 0
 * @throws RangeError for presence that is not sorted or repeats rows, a radius that is not above 0, a minLocationDays
 * below 1, or rules that are none
 *
 * **Departs from the paper** Isaacman et al. do not say what becomes of equal days; FlowKit takes them as its database
 * gives them. FlowKit counts the days of a cluster as the sum (`locationDays`), others as the union (`days`): both are here.
 *
 * **Cost** O(rows + l · c) per user with l locations and c clusters: some tens of nanoseconds a row.
 *
 * [hartigan-1975] [isaacman-2011] [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85.3, 85.304, 85.4], [27.7, 27.7, 27.6]);
 * const presence = buildPresenceOfDays({ user: ["ann", "ann", "ann", "ann"], day: [1, 2, 2, 3], location: [0, 0, 1, 2] }, antennas);
 * const clusters = buildLeaderClusters(presence, { radiusMeters: 1000, join: firstLeader(), centroid: fixedLeader() });
 * rowsOf(clusters.members).map((row) => [row.location, row.rank]); // [ [ 0, 1 ], [ 1, 1 ], [ 2, 2 ] ]
 * [clusters.columns.days, clusters.columns.locationDays]; // [ Uint32Array(2) [ 2, 1 ], Uint32Array(2) [ 3, 1 ] ]
 */
export function buildLeaderClusters(presence: Presence, options: LeaderClustersOptions): LeaderClusters {
  const where = "buildLeaderClusters";
  checkPresence(where, presence);
  checkOptions(where, options, ["radiusMeters", "join", "centroid", "minLocationDays", "distance"]);
  const { radiusMeters, join, centroid, minLocationDays = 1, distance } = options;
  checkNumber(where, "radiusMeters", radiusMeters, Number.MIN_VALUE);
  checkRule(where, "join", join, "choose", "a rule such as firstLeader()");
  checkRule(where, "centroid", centroid, "move", "a rule such as movingCentroid()");
  checkInteger(where, "minLocationDays", minLocationDays, 1);
  if (distance !== undefined) checkRule(where, "distance", distance, "among", "a measure such as ellipsoidal()");
  const { locations, users, offsets: rows } = presence;
  const { day, location } = presence.columns;
  const { all, most } = countPairs(presence);
  const assigner = createLeaderAssigner(locations, most, options);
  const { slots, found } = assigner;
  const gather = createGatherer(presence, slots);
  const out = createClusterRows(all);
  const members = createMemberRows(all);
  const totals = createTotalRows(users.length);
  const rowOf = new Uint32Array(locations.length);
  const offsets = new Uint32Array(users.length + 1);
  const memberOffsets = new Uint32Array(users.length + 1);
  let length = 0;
  let member = 0;
  for (let u = 0; u < users.length; u++) {
    const from = rows[u]!;
    const to = rows[u + 1]!;
    const count = gather(from, to, u);
    const clusters = assigner.assign(count);
    for (let k = 0; k < count; k++, member++) {
      const s = slots.order[k]!;
      const c = slots.cluster[s]!;
      members.location[member] = slots.location[s]!;
      members.rank[member] = c + 1;
      members.days[member] = slots.days[s]!;
      members.events[member] = slots.events[s]!;
      out.locations[length + c]!++;
      out.events[length + c]! += slots.events[s]!;
      totals.events[u]! += slots.events[s]!;
      rowOf[slots.location[s]!] = length + c;
    }
    let days = 0;
    for (let i = from; i < to; i++) {
      const row = rowOf[location[i]!]!;
      const today = day[i]!;
      if (i === from || today !== day[i - 1]) days++;
      if (out.days[row] === 0) out.firstDay[row] = today;
      else if (out.lastDay[row] === today) continue;
      out.lastDay[row] = today;
      out.days[row]!++;
    }
    for (let c = 0; c < clusters; c++) {
      const row = length + c;
      out.rank[row] = c + 1;
      out.lon[row] = found.lon[c]!;
      out.lat[row] = found.lat[c]!;
      out.leader[row] = found.leader[c]!;
      out.locationDays[row] = found.days[c]!;
      out.daysShare[row] = out.days[row]! / days;
    }
    const end = dropRows(out, length, length + clusters, minLocationDays);
    totals.days[u] = days;
    totals.locationDays[u] = to - from;
    totals.durationDays[u] = from === to ? 0 : day[to - 1]! - day[from]!;
    totals.clusters[u] = clusters;
    totals.dropped[u] = length + clusters - end;
    length = end;
    offsets[u + 1] = length;
    memberOffsets[u + 1] = member;
  }
  return {
    locations,
    users,
    offsets,
    length,
    columns: firstRows(out, length),
    members: { locations, users, offsets: memberOffsets, length: member, columns: members },
    totals: { users, length: users.length, columns: totals },
  };
}

/** Makes the function that gathers the days and events of user u in each location, and says in how many. */
function createGatherer(
  { locations, columns }: Presence,
  slots: LocationSlots,
): (from: number, to: number, u: number) => number {
  const { location, events } = columns;
  const slotOf = new Uint32Array(locations.length);
  const seenBy = new Uint32Array(locations.length);
  return (from, to, u) => {
    let count = 0;
    for (let i = from; i < to; i++) {
      const l = location[i]!;
      if (seenBy[l] !== u + 1) {
        seenBy[l] = u + 1;
        slotOf[l] = count;
        slots.location[count] = l;
        slots.days[count] = 0;
        slots.events[count++] = 0;
      }
      const s = slotOf[l]!;
      slots.days[s]!++;
      slots.events[s]! += events[i]!;
    }
    return count;
  };
}
