/**
 * The two choices that versions of leader clustering differ in: which cluster a location joins, and whether the cluster's
 * centre then moves.
 */

/** Which cluster a location joins. */
export interface LeaderJoin {
  readonly name: string;
  /**
   * The cluster that the location joins, or −1 for one of its own, given the metres from the location to the centres of
   * the `count` clusters there are, in the order in which they were founded. A distance of at least the radius may be
   * given as Infinity.
   */
  readonly choose: (meters: Float64Array, count: number, radiusMeters: number) => number;
}

/** The centres of one person's clusters, in degrees, and the days of the locations that have joined. */
export interface LeaderCentres {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly days: Uint32Array;
}

/** Where the centre of a cluster lies. */
export interface LeaderCentroid {
  readonly name: string;
  /** Moves the centre of the cluster as a location with so many days joins it; `centres.days` are those without it. */
  readonly move: (centres: LeaderCentres, cluster: number, lon: number, lat: number, days: number) => void;
}

/**
 * A location joins the first cluster, in the order in which they were founded, whose centre is nearer than the radius.
 *
 * **How** The first c with meters[c] < radiusMeters; a location exactly at the radius stays outside.
 *
 * @returns a rule for `buildLeaderClusters`
 *
 * [hartigan-1975] [isaacman-2011] [flowkit]
 *
 * @example
 * firstLeader().name; // 'first within the radius'
 */
export function firstLeader(): LeaderJoin {
  return { name: "first within the radius", choose: chooseFirst };
}

/**
 * A location joins the cluster whose centre is nearest, if it is nearer than the radius.
 *
 * **How** The c with the least meters[c] < radiusMeters; of equally near ones the one that was founded first.
 *
 * @returns a rule for `buildLeaderClusters`
 *
 * **Departs from the paper** A location that two clusters could take goes to the nearer one, not to that with more days.
 *
 * [hartigan-1975]
 *
 * @example
 * nearestLeader().name; // 'nearest within the radius'
 */
export function nearestLeader(): LeaderJoin {
  return { name: "nearest within the radius", choose: chooseNearest };
}

/**
 * The centre of a cluster is the mean of its locations, each weighted by its days; it moves with each that joins.
 *
 * **How** lon = (lon · d + lon' · d') / (d + d'), lat likewise, with d the days of the cluster and d' those of the location
 * that joins. lon' is first turned by 360° where it lies more than 180° from lon, and the mean is brought back to −180 to
 * 180, so that a cluster on both sides of 180° has its centre between them. A mean of degrees is that of the plane: within
 * radii of kilometres it is the mean on the sphere, but for the last kilometres before a pole.
 *
 * @returns a rule for `buildLeaderClusters`
 *
 * [isaacman-2011] [flowkit]
 *
 * @example
 * movingCentroid().name; // 'mean weighted by days'
 */
export function movingCentroid(): LeaderCentroid {
  return { name: "mean weighted by days", move: moveToMean };
}

/**
 * The centre of a cluster stays at its leader, the location that founded it.
 *
 * @returns a rule for `buildLeaderClusters`
 *
 * [hartigan-1975]
 *
 * @example
 * fixedLeader().name; // 'leader'
 */
export function fixedLeader(): LeaderCentroid {
  return { name: "leader", move: stay };
}

function chooseFirst(meters: Float64Array, count: number, radiusMeters: number): number {
  for (let c = 0; c < count; c++) if (meters[c]! < radiusMeters) return c;
  return -1;
}

function chooseNearest(meters: Float64Array, count: number, radiusMeters: number): number {
  let nearest = -1;
  let least = radiusMeters;
  for (let c = 0; c < count; c++) {
    if (meters[c]! < least) {
      least = meters[c]!;
      nearest = c;
    }
  }
  return nearest;
}

function moveToMean(centres: LeaderCentres, cluster: number, lon: number, lat: number, days: number): void {
  const before = centres.days[cluster]!;
  const total = before + days;
  const own = centres.lon[cluster]!;
  const turned = lon - own > 180 ? lon - 360 : lon - own < -180 ? lon + 360 : lon;
  const mean = (own * before + turned * days) / total;
  centres.lon[cluster] = mean > 180 ? mean - 360 : mean < -180 ? mean + 360 : mean;
  centres.lat[cluster] = (centres.lat[cluster]! * before + lat * days) / total;
}

function stay(): void {
  // A leader stays where it is.
}
