import { atan2, cos, exp, hypot, log, sin } from "../core/math.ts";

/**
 * The zones of the Universal Transverse Mercator projection of WGS 84, from metres back to degrees.
 *
 * **How** Krüger's series to the sixth order in the third flattening n = f / (2 − f): with ξ = north / (0.9996 A) and η =
 * (east − 500,000) / (0.9996 A), ξ′ + iη′ = ζ − Σ β_j sin 2jζ; the conformal latitude's tangent τ′ = sin ξ′ / √(sinh² η′ +
 * cos² ξ′) gives that of the latitude by Newton's steps. Good to nanometres in the zone and a zone around it.
 *
 * [karney-2011]
 */
export function degreesOfUtm(zone: number, eastMeters: number, northMeters: number): [lon: number, lat: number] {
  const xi = northMeters / (SCALE * RECTIFYING_RADIUS);
  const eta = (eastMeters - 500_000) / (SCALE * RECTIFYING_RADIUS);
  let x = xi;
  let y = eta;
  for (let j = 1; j <= BETA.length; j++) {
    const [sinh, cosh] = hyperbolic(2 * j * eta);
    x -= BETA[j - 1]! * sin(2 * j * xi) * cosh;
    y -= BETA[j - 1]! * cos(2 * j * xi) * sinh;
  }
  const [sinh] = hyperbolic(y);
  const cosine = cos(x);
  const conformal = sin(x) / hypot(sinh, cosine);
  let tangent = conformal / (1 - ECCENTRICITY2);
  for (let step = 0; step < 5; step++) {
    const secant = Math.sqrt(1 + tangent * tangent);
    const sine = tangent / secant;
    // sinh(e artanh(e sin φ)), which the conformal latitude takes off.
    const [sigma, root] = hyperbolic((E * log((1 + E * sine) / (1 - E * sine))) / 2);
    const guess = tangent * root - sigma * secant;
    const slope = (1 - ECCENTRICITY2) * secant * secant;
    tangent +=
      ((conformal - guess) / Math.sqrt(1 + guess * guess)) *
      ((1 + (1 - ECCENTRICITY2) * tangent * tangent) / (slope / secant));
  }
  return [6 * zone - 183 + atan2(sinh, cosine) / RADIANS, atan2(tangent, 1) / RADIANS];
}

const RADIANS = Math.PI / 180;
const SCALE = 0.9996;
const EQUATOR_METERS = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(ECCENTRICITY2);
const N = FLATTENING / (2 - FLATTENING);
const N2 = N * N;
const N4 = N2 * N2;
const RECTIFYING_RADIUS = (EQUATOR_METERS / (1 + N)) * (1 + N2 / 4 + N4 / 64 + (N4 * N2) / 256);
/** Karney's β1 … β6, to n⁶. */
const BETA: readonly number[] = [
  N * (1 / 2 + N * (-2 / 3 + N * (37 / 96 + N * (-1 / 360 + N * (-81 / 512 + (N * 96199) / 604800))))),
  N2 * (1 / 48 + N * (1 / 15 + N * (-437 / 1440 + N * (46 / 105 - (N * 1118711) / 3870720)))),
  N2 * N * (17 / 480 + N * (-37 / 840 + N * (-209 / 4480 + (N * 5569) / 90720))),
  N4 * (4397 / 161280 + N * (-11 / 504 - (N * 830251) / 7257600)),
  N4 * N * (4583 / 161280 - (N * 108847) / 3991680),
  (N4 * N2 * 20648693) / 638668800,
];

/** The hyperbolic sine and cosine. */
function hyperbolic(x: number): [sinh: number, cosh: number] {
  const up = exp(x);
  const down = 1 / up;
  // Of a small number the difference would lose its digits.
  const squared = x * x;
  const sinh =
    Math.abs(x) < 0.1
      ? x * (1 + (squared / 6) * (1 + (squared / 20) * (1 + (squared / 42) * (1 + squared / 72))))
      : (up - down) / 2;
  return [sinh, (up + down) / 2];
}
