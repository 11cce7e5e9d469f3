import { fail } from "../core/check.ts";
import { cosineOf, EARTH_RADIUS_METERS, metersOf } from "../core/sphere.ts";
import type { DistanceMeasure } from "../space/distance-measures.ts";
import type { Locations } from "../types.ts";
import type { LeaderCentres, LeaderCentroid, LeaderJoin } from "./important-leaders.ts";

/** One person's locations, in any order: slot s is location[s] with its days and events. */
export interface LocationSlots {
  readonly location: Uint32Array;
  readonly days: Uint32Array;
  readonly events: Uint32Array;
  /** The slots in the order in which they join, and the cluster of each slot: both written by `assign`. */
  readonly order: Uint32Array;
  readonly cluster: Uint32Array;
}

/** The clusters of the person at hand: centres, and the location that founded each. */
interface FoundClusters extends LeaderCentres {
  readonly leader: Uint32Array;
}

export interface LeaderAssigner {
  readonly slots: LocationSlots;
  readonly found: FoundClusters;
  /** Puts the first `count` slots into clusters; how many clusters there are. */
  readonly assign: (count: number) => number;
}

/** Fewer slots than this are put in order by insertion. */
const INSERTION_SLOTS = 40;
/** A little less than the metres of a degree of latitude, so that what it rules out is out whatever the rounding. */
const SURE_METERS_PER_DEGREE = EARTH_RADIUS_METERS * (Math.PI / 180) * (1 - 1e-9);

/** Makes the function that puts the locations of one person after another into clusters; room for `most` of them. */
export function createLeaderAssigner(
  locations: Locations,
  most: number,
  { radiusMeters, join, centroid, distance }: LeaderRules,
): LeaderAssigner {
  const slots: LocationSlots = {
    location: new Uint32Array(most),
    days: new Uint32Array(most),
    events: new Uint32Array(most),
    order: new Uint32Array(most),
    cluster: new Uint32Array(most),
  };
  const found: FoundClusters = {
    lon: new Float64Array(most),
    lat: new Float64Array(most),
    days: new Uint32Array(most),
    leader: new Uint32Array(most),
  };
  const { lon, lat } = locations.columns;
  const meters = new Float64Array(most);
  const measure = distance === undefined ? createNearDistances(radiusMeters) : createDistances(distance, most);
  const assign = (count: number): number => {
    sortSlots(slots, count);
    let clusters = 0;
    for (let k = 0; k < count; k++) {
      const s = slots.order[k]!;
      const l = slots.location[s]!;
      const days = slots.days[s]!;
      measure(lon[l]!, lat[l]!, found, clusters, meters);
      const c = join.choose(meters, clusters, radiusMeters);
      if (c >= clusters) fail("buildLeaderClusters", "what join.choose gives", `below the ${clusters} clusters`, c);
      if (c >= 0) {
        centroid.move(found, c, lon[l]!, lat[l]!, days);
        found.days[c]! += days;
        slots.cluster[s] = c;
        continue;
      }
      found.lon[clusters] = lon[l]!;
      found.lat[clusters] = lat[l]!;
      found.days[clusters] = days;
      found.leader[clusters] = l;
      slots.cluster[s] = clusters++;
    }
    return clusters;
  };
  return { slots, found, assign };
}

export interface LeaderRules {
  readonly radiusMeters: number;
  readonly join: LeaderJoin;
  readonly centroid: LeaderCentroid;
  readonly distance?: DistanceMeasure;
}

/** Writes the metres from a point to the centres of the first `count` clusters. */
type Measure = (lon: number, lat: number, centres: LeaderCentres, count: number, meters: Float64Array) => void;

/** Great circles, `greatCircleMeters` to the last bit; Infinity where the latitudes alone are too far apart. */
function createNearDistances(radiusMeters: number): Measure {
  const farDegrees = radiusMeters / SURE_METERS_PER_DEGREE;
  return (lon, lat, centres, count, meters) => {
    const across = cosineOf(lat);
    for (let c = 0; c < count; c++) {
      const y = centres.lat[c]!;
      if (Math.abs(lat - y) > farDegrees) meters[c] = Infinity;
      else meters[c] = metersOf(centres.lon[c]!, y, lon, lat, cosineOf(y) * across, EARTH_RADIUS_METERS);
    }
  };
}

/** Distances by another measure, which sees the point as place 0 and the centres after it. */
function createDistances(distance: DistanceMeasure, most: number): Measure {
  const lons = new Float64Array(most + 1);
  const lats = new Float64Array(most + 1);
  const all = new Float64Array(most + 1);
  return (lon, lat, centres, count, meters) => {
    lons[0] = lon;
    lats[0] = lat;
    lons.set(centres.lon.subarray(0, count), 1);
    lats.set(centres.lat.subarray(0, count), 1);
    distance.among(lons.subarray(0, count + 1), lats.subarray(0, count + 1))(0, 1, all);
    meters.set(all.subarray(1, count + 1));
  };
}

/** Puts the slots in order: more days first, then more events, then the lower location. */
function sortSlots(slots: LocationSlots, count: number): void {
  const { order } = slots;
  for (let s = 0; s < count; s++) order[s] = s;
  if (count > INSERTION_SLOTS) {
    order.subarray(0, count).sort((a, b) => (goesFirst(slots, a, b) ? -1 : 1));
    return;
  }
  for (let k = 1; k < count; k++) {
    const s = order[k]!;
    let j = k - 1;
    while (j >= 0 && goesFirst(slots, s, order[j]!)) {
      order[j + 1] = order[j]!;
      j--;
    }
    order[j + 1] = s;
  }
}

/** No two slots have the same location, so that one of two always goes first. */
function goesFirst({ location, days, events }: LocationSlots, a: number, b: number): boolean {
  if (days[a] !== days[b]) return days[a]! > days[b]!;
  if (events[a] !== events[b]) return events[a]! > events[b]!;
  return location[a]! < location[b]!;
}
