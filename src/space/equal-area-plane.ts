import { toUnitVectors } from "../core/sphere.ts";

/**
 * Lambert's azimuthal equal-area projection of the sphere about a place: areas in the plane are areas on the globe. All is
 * in radii of the globe: plane coordinates x to the east and y to the north, and unit vectors.
 *
 * **How** With k = √(2 / (1 + p · c)), c the middle: x = k p · east, y = k p · north; back, p = c (1 − ρ² / 2) + √(1 − ρ² / 4)
 * (east x + north y), ρ² = x² + y². No functions of angles.
 */
export interface EqualAreaPlane {
  /** The unit vectors east, north and middle, three numbers each. */
  readonly axes: Float64Array;
}

/** At a pole, north is the direction along the given longitude. */
export function planeAbout(lon: number, lat: number): EqualAreaPlane {
  const middle = toUnitVectors([lon], [lat]);
  const east = toUnitVectors([lon < 90 ? lon + 90 : lon - 270], [0]);
  const [x, y, z] = [middle[0]!, middle[1]!, middle[2]!];
  const [u, v] = [east[0]!, east[1]!];
  // middle × east
  return { axes: Float64Array.of(u, v, 0, -z * v, z * u, x * v - y * u, x, y, z) };
}

/** Writes the unit vector of a point of the plane to place `at` of `vectors`. */
export function fromPlane({ axes }: EqualAreaPlane, x: number, y: number, vectors: Float64Array, at: number): void {
  const squared = x * x + y * y;
  const up = 1 - squared / 2;
  const out = Math.sqrt(Math.max(0, 1 - squared / 4));
  for (let a = 0; a < 3; a++) {
    vectors[3 * at + a] = axes[6 + a]! * up + out * (axes[a]! * x + axes[3 + a]! * y);
  }
}

/** Writes the plane coordinates of a unit vector to `xy`. */
export function toPlane({ axes }: EqualAreaPlane, x: number, y: number, z: number, xy: Float64Array): void {
  const k = Math.sqrt(2 / (1 + x * axes[6]! + y * axes[7]! + z * axes[8]!));
  xy[0] = k * (x * axes[0]! + y * axes[1]! + z * axes[2]!);
  xy[1] = k * (x * axes[3]! + y * axes[4]! + z * axes[5]!);
}
