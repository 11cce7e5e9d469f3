import { greatCircleMeters } from "../../src/core/sphere.ts";

/** A position in degrees. */
export type Position = readonly [lon: number, lat: number];

/** DBSCAN as it is defined, with every distance: the label of each position, −1 for noise. */
export function slowClusters(
  positions: readonly Position[],
  epsMeters: number,
  minStays: number,
  metersBetween: (lon1: number, lat1: number, lon2: number, lat2: number) => number = greatCircleMeters,
): number[] {
  const near = positions.map(([lon, lat]) =>
    positions.flatMap(([x, y], j) => (metersBetween(lon, lat, x, y) <= epsMeters ? [j] : [])),
  );
  const isCore = near.map((neighbours) => neighbours.length >= minStays);
  const labels = positions.map(() => -1);
  let cluster = 0;
  positions.forEach((_, seed) => {
    if (labels[seed]! >= 0 || !isCore[seed]) return;
    const queue = [seed];
    labels[seed] = cluster;
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (!isCore[at]) continue;
      for (const other of near[at]!) {
        if (labels[other]! >= 0) continue;
        labels[other] = cluster;
        queue.push(other);
      }
    }
    cluster++;
  });
  return labels;
}
