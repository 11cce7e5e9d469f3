import {
  type Arc,
  a3Of,
  EQUATOR_METERS,
  epsilonOf,
  FLATTENING,
  lengthOf,
  longitudeExcessOf,
  POLAR_METERS,
  reducedLengthTermOf,
  SECOND_ECCENTRICITY2,
  THIRD_FLATTENING,
} from "./geodesic-series.ts";
import { atan2, cos, sin } from "./math.ts";

/**
 * The geodesic between two points that are neither near, nor on one meridian, nor both on the equator: the azimuth at
 * which it leaves point 1 is found by Newton's method, between two bounds that close in on it.
 *
 * Latitudes are reduced ones, β, with tan β = (1 − f) tan φ; `stretch` is √(1 + e'² sin² β).
 */

/** Two points such that β1 ≤ 0 and |β2| ≤ |β1|, and how far point 2 lies to the east, above 0 and below 180°. */
export interface Course {
  readonly sinBeta1: number;
  readonly cosBeta1: number;
  readonly stretch1: number;
  readonly sinBeta2: number;
  readonly cosBeta2: number;
  readonly stretch2: number;
  /** λ12 in radians, its sine and cosine, and π − λ12, none of which has lost digits. */
  readonly lambda: number;
  readonly sinLambda: number;
  readonly cosLambda: number;
  readonly supplement: number;
}

/** So many steps of Newton's method at most, before the bounds are halved. */
const NEWTON_STEPS = 20;
/** And so many steps in all: the bounds, 180° apart at first, then differ by rounding. */
const STEPS = NEWTON_STEPS + 64;
/** The longitude is met to rounding, 2 nm on the ground. */
const MET = 4e-16;
/** … or so well that the correction to first order leaves 0.03 nm: λ² over the reduced length. */
const MET_SQUARED = 1e-17;
/** In place of a cosine of 0 on the equator, where the ways to the north and to the south are equal. */
const TINY = 1e-150;

/** The length of the geodesic in metres. */
export function geodesicMeters(course: Course): number {
  const { sinBeta1, cosBeta1, stretch1, sinBeta2, stretch2, sinLambda, cosLambda } = course;
  let [sinAlpha, cosAlpha] = firstAzimuth(course);
  let [sinLow, cosLow, sinHigh, cosHigh] = [0, 1, 0, -1];
  const arc: Arc = { sinSigma1: 0, cosSigma1: 0, sinSigma2: 0, cosSigma2: 0, sigma12: 0, epsilon: 0 };
  let sinAlphaZero = 0;
  let over = 0;
  for (let step = 0; step < STEPS; step++) {
    if (cosAlpha === 0 && sinBeta1 === 0) cosAlpha = -TINY;
    // The great circle through point 1 with this azimuth, and where it comes to the latitude of point 2.
    sinAlphaZero = sinAlpha * cosBeta1;
    const towards1 = cosAlpha * cosBeta1;
    const towards2 = northwardAt2(course, cosAlpha);
    const norm1 = Math.sqrt(sinBeta1 * sinBeta1 + towards1 * towards1);
    const norm2 = Math.sqrt(sinBeta2 * sinBeta2 + towards2 * towards2);
    const sin1 = sinBeta1 / norm1;
    const cos1 = towards1 / norm1;
    const sin2 = sinBeta2 / norm2;
    const cos2 = towards2 / norm2;
    arc.sinSigma1 = sin1;
    arc.cosSigma1 = cos1;
    arc.sinSigma2 = sin2;
    arc.cosSigma2 = cos2;
    arc.sigma12 = atan2(Math.max(0, cos1 * sin2 - sin1 * cos2), cos1 * cos2 + sin1 * sin2);
    arc.epsilon = epsilonOf(cosAlpha * cosAlpha + sinAlpha * sinBeta1 * (sinAlpha * sinBeta1));
    // ω12 on the sphere less λ12, and less what the ellipsoid takes away: by how much the azimuth leads too far east.
    const sinOmega = Math.max(0, sinAlphaZero * (towards1 * sinBeta2 - sinBeta1 * towards2));
    const cosOmega = towards1 * towards2 + sinAlphaZero * sinBeta1 * (sinAlphaZero * sinBeta2);
    const ahead = atan2(sinOmega * cosLambda - cosOmega * sinLambda, cosOmega * cosLambda + sinOmega * sinLambda);
    over = ahead - FLATTENING * sinAlphaZero * longitudeExcessOf(arc);
    if (Math.abs(over) <= MET) break;
    const reduced = stretch2 * cos1 * sin2 - stretch1 * sin1 * cos2 - cos1 * cos2 * reducedLengthTermOf(arc);
    if (over * over <= MET_SQUARED * reduced) break;
    if (over > 0) [sinHigh, cosHigh] = [sinAlpha, cosAlpha];
    else [sinLow, cosLow] = [sinAlpha, cosAlpha];
    // dλ12 / dα1 = m12 / (a cos α2 cos β2); where the geodesic touches both parallels, its limit.
    const slope =
      towards2 === 0 ? (-2 * (1 - FLATTENING) * stretch1) / sinBeta1 : ((1 - FLATTENING) * reduced) / towards2;
    const turn = -over / slope;
    if (step < NEWTON_STEPS && slope > 0 && Math.abs(turn) < 3) {
      const [s, c] = [sin(turn), cos(turn)];
      const sinNext = sinAlpha * c + cosAlpha * s;
      const cosNext = cosAlpha * c - sinAlpha * s;
      if (sinNext * cosLow > cosNext * sinLow && sinHigh * cosNext > cosHigh * sinNext) {
        [sinAlpha, cosAlpha] = unit(sinNext, cosNext);
        continue;
      }
    }
    const sinSum = sinLow + sinHigh;
    const cosSum = cosLow + cosHigh;
    [sinAlpha, cosAlpha] = sinSum > 0 ? unit(sinSum, cosSum) : [1, 0];
  }
  // ds / dλ12 = a sin α0 where the latitudes stay.
  return POLAR_METERS * lengthOf(arc) - EQUATOR_METERS * sinAlphaZero * over;
}

/** cos α2 cos β2, never below 0, of the geodesic with cos α1: from sin α0 = sin α cos β at both ends. */
function northwardAt2(course: Course, cosAlpha1: number): number {
  const { sinBeta1, cosBeta1, sinBeta2, cosBeta2 } = course;
  const towards1 = cosAlpha1 * cosBeta1;
  // cos² β2 − cos² β1, from whichever of sine and cosine loses no digits.
  const wider =
    cosBeta1 < -sinBeta1
      ? (cosBeta2 - cosBeta1) * (cosBeta1 + cosBeta2)
      : (sinBeta1 - sinBeta2) * (sinBeta1 + sinBeta2);
  return wider === 0 ? Math.abs(towards1) : Math.sqrt(towards1 * towards1 + wider);
}

/** A first guess of the azimuth α1, as sine and cosine. */
function firstAzimuth(course: Course): readonly [sinAlpha: number, cosAlpha: number] {
  const { sinBeta1, cosBeta1, sinBeta2, cosBeta2, sinLambda, cosLambda, lambda, supplement } = course;
  // Below a right angle, the longitude on the sphere is about that on the ellipsoid over √(1 − e² cos² β).
  let [sinOmega, cosOmega] = [sinLambda, cosLambda];
  if (cosLambda > 0) {
    const mean = ((sinBeta1 + sinBeta2) * (sinBeta1 + sinBeta2)) / 4;
    const omega = lambda / ((1 - FLATTENING) * Math.sqrt(1 + SECOND_ECCENTRICITY2 * mean));
    [sinOmega, cosOmega] = [sin(omega), cos(omega)];
  }
  const east = cosBeta2 * sinOmega;
  const north = cosBeta1 * sinBeta2 - sinBeta1 * cosBeta2 * cosOmega;
  const cosSigma = sinBeta1 * sinBeta2 + cosBeta1 * cosBeta2 * cosOmega;
  const near = 6 * Math.PI * THIRD_FLATTENING * cosBeta1 * cosBeta1;
  if (cosSigma >= 0 || Math.sqrt(east * east + north * north) >= near) return unit(east, north);
  // Near the antipode: geodesics of all azimuths touch an astroid about it, of which x and y are measured in half-widths.
  const width = FLATTENING * cosBeta1 * Math.PI * a3Of(epsilonOf(sinBeta1 * sinBeta1));
  const x = supplement / width;
  const y = (cosBeta1 * sinBeta2 + sinBeta1 * cosBeta2) / (width * cosBeta1);
  const mu = astroidRoot(x, y);
  if (mu > 0) return unit(x / (1 + mu), y / mu);
  const sinAlpha = Math.min(1, x);
  return [sinAlpha, -Math.sqrt((1 - sinAlpha) * (1 + sinAlpha))];
}

/**
 * The root above 0 of x² / (1 + μ)² + y² / μ² = 1, 0 if there is none. The left side falls and is convex, so that
 * Newton's method comes to the root from below and never passes it.
 */
function astroidRoot(x: number, y: number): number {
  let mu = Math.max(Math.abs(y), x - 1);
  if (!(mu > 0)) return 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const p = (x * x) / ((1 + mu) * (1 + mu));
    const q = (y * y) / (mu * mu);
    const change = (p + q - 1) / (2 * (p / (1 + mu) + q / mu));
    mu += change;
    if (!(change > 1e-6 * mu)) break;
  }
  return mu;
}

function unit(s: number, c: number): readonly [number, number] {
  const norm = Math.sqrt(s * s + c * c);
  return [s / norm, c / norm];
}
