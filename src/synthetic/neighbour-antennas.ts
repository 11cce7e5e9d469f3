import { toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/** The `count` antennas nearest to each (fewer where there are fewer), nearest first: those of antenna a from count · a on. O(antennas²). */
export function nearestAntennas(antennas: Locations, count: number): Uint32Array {
  const n = antennas.length;
  const width = Math.min(count, n - 1);
  const vectors = toUnitVectors(antennas.columns.lon, antennas.columns.lat);
  const nearest = new Uint32Array(width * n);
  const chord = new Float64Array(width);
  const row = new Uint32Array(width);
  for (let a = 0; a < n; a++) {
    const x = vectors[3 * a]!;
    const y = vectors[3 * a + 1]!;
    const z = vectors[3 * a + 2]!;
    chord.fill(Infinity);
    for (let b = 0; b < n; b++) {
      const dx = vectors[3 * b]! - x;
      const dy = vectors[3 * b + 1]! - y;
      const dz = vectors[3 * b + 2]! - z;
      const squared = dx * dx + dy * dy + dz * dz;
      if (b === a || !(squared < chord[width - 1]!)) continue;
      let k = width - 1;
      for (; k > 0 && squared < chord[k - 1]!; k--) {
        chord[k] = chord[k - 1]!;
        row[k] = row[k - 1]!;
      }
      chord[k] = squared;
      row[k] = b;
    }
    nearest.set(row, width * a);
  }
  return nearest;
}
