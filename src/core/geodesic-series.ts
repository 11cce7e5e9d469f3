/**
 * The three integrals along a geodesic of an ellipsoid, as series in ε of the sixth order: what Karney (2013) calls I1
 * (length), I3 (longitude) and J (reduced length). A term of the seventh order is below 1e-19 on the Earth.
 *
 * A geodesic is a great circle of an auxiliary sphere, on which σ is the angle from where it crosses the equator; it
 * crosses with the azimuth α0. ε = (√(1 + k²) − 1) / (√(1 + k²) + 1) with k = e' cos α0.
 * Angles are given by their sines and cosines. The integrals are from point 1 to point 2.
 */

/** WGS 84: radius of the equator in metres, and flattening. */
export const EQUATOR_METERS = 6_378_137;
export const FLATTENING: number = 1 / 298.257223563;
export const POLAR_METERS: number = EQUATOR_METERS * (1 - FLATTENING);
/** e'² = (a² − b²) / b². */
export const SECOND_ECCENTRICITY2: number = (FLATTENING * (2 - FLATTENING)) / ((1 - FLATTENING) * (1 - FLATTENING));
/** Third flattening, (a − b) / (a + b). */
export const THIRD_FLATTENING: number = FLATTENING / (2 - FLATTENING);
const N = THIRD_FLATTENING;

/** An arc of the auxiliary sphere. */
export interface Arc {
  sinSigma1: number;
  cosSigma1: number;
  sinSigma2: number;
  cosSigma2: number;
  /** σ2 − σ1 in radians, 0 to π or a little more. */
  sigma12: number;
  /** ε. */
  epsilon: number;
}

/** ε of a geodesic, from cos² α0. */
export function epsilonOf(cosAlphaZero2: number): number {
  const k2 = SECOND_ECCENTRICITY2 * cosAlphaZero2;
  return k2 / (2 * (1 + Math.sqrt(1 + k2)) + k2);
}

/** Length over the polar radius: A1 (σ12 + Σ C1l sin 2lσ). */
export function lengthOf(arc: Arc): number {
  const e = arc.epsilon;
  const e2 = e * e;
  const a1 = (1 + e2 * (1 / 4 + e2 * (1 / 64 + e2 / 256))) / (1 - e);
  const c1 = e * (-1 / 2 + e2 * (3 / 16 - e2 / 32));
  const c2 = e2 * (-1 / 16 + e2 * (1 / 32 - (9 / 2048) * e2));
  const c3 = e2 * e * (-1 / 48 + (3 / 256) * e2);
  const c4 = e2 * e2 * (-5 / 512 + (3 / 512) * e2);
  const c5 = e2 * e2 * e * (-7 / 1280);
  const c6 = e2 * e2 * e2 * (-7 / 2048);
  const start = sineSum(c1, c2, c3, c4, c5, c6, arc.sinSigma1, arc.cosSigma1);
  return a1 * (arc.sigma12 + (sineSum(c1, c2, c3, c4, c5, c6, arc.sinSigma2, arc.cosSigma2) - start));
}

/** By how much the longitude on the sphere exceeds that on the ellipsoid, over f sin α0: A3 (σ12 + Σ C3l sin 2lσ). */
export function longitudeExcessOf(arc: Arc): number {
  const e = arc.epsilon;
  const e2 = e * e;
  const c1 =
    e * ((1 - N) / 4 + e * ((1 - N * N) / 8 + e * ((3 + N * (3 - N)) / 64 + e * ((5 + 2 * N) / 128 + e * (3 / 128)))));
  const c2 = e2 * ((2 - N * (3 - N)) / 32 + e * ((3 - N * (2 + 3 * N)) / 64 + e * ((3 + N) / 128 + e * (5 / 256))));
  const c3 = e2 * e * ((5 - N * (9 - 5 * N)) / 192 + e * ((9 - 10 * N) / 384 + e * (7 / 512)));
  const c4 = e2 * e2 * ((7 - 14 * N) / 512 + e * (7 / 512));
  const c5 = e2 * e2 * e * (21 / 2560);
  const start = sineSum(c1, c2, c3, c4, c5, 0, arc.sinSigma1, arc.cosSigma1);
  const sum = arc.sigma12 + (sineSum(c1, c2, c3, c4, c5, 0, arc.sinSigma2, arc.cosSigma2) - start);
  return a3Of(e) * sum;
}

/** A3: the mean of the integrand of the longitude. */
export function a3Of(e: number): number {
  return (
    1 -
    e *
      ((1 - N) / 2 +
        e * ((2 + N * (1 - 3 * N)) / 8 + e * ((1 + N * (3 + N)) / 16 + e * ((3 + 2 * N) / 64 + e * (3 / 128)))))
  );
}

/**
 * J = ∫ k² sin²σ / √(1 + k² sin²σ) dσ, which the derivative of the longitude by the azimuth needs. That only steers
 * Newton's method: the third order, good to 1e-11, is enough.
 */
export function reducedLengthTermOf(arc: Arc): number {
  const e = arc.epsilon;
  const e2 = e * e;
  const c1 = -e * (1 + (5 / 8) * e2);
  const c2 = -e2 * (1 / 4 - e / 8);
  const c3 = (-e2 * e) / 8;
  const start = sineSum(c1, c2, c3, 0, 0, 0, arc.sinSigma1, arc.cosSigma1);
  const end = sineSum(c1, c2, c3, 0, 0, 0, arc.sinSigma2, arc.cosSigma2);
  return e * (2 + e * (1 + (3 / 2) * e)) * arc.sigma12 + (end - start);
}

/** c1 sin 2σ + c2 sin 4σ + … + c6 sin 12σ, by Clenshaw's recurrence. */
function sineSum(
  c1: number,
  c2: number,
  c3: number,
  c4: number,
  c5: number,
  c6: number,
  sinSigma: number,
  cosSigma: number,
): number {
  const x = 2 * (cosSigma - sinSigma) * (cosSigma + sinSigma);
  const b5 = x * c6 + c5;
  const b4 = x * b5 - c6 + c4;
  const b3 = x * b4 - b5 + c3;
  const b2 = x * b3 - b4 + c2;
  return 2 * sinSigma * cosSigma * (x * b2 - b3 + c1);
}
