import { cos, exp, sin } from "../core/math.ts";
import type { Random } from "../types.ts";

/**
 * The coast of an invented country: a mainland with capes, a deep bay and an island, as rings of x, y pairs in metres
 * around the origin, counter-clockwise, the first corner not repeated.
 */
export interface Coast {
  readonly mainland: Float64Array;
  readonly island: Float64Array;
}

const MAINLAND_CORNERS = 180;
const ISLAND_CORNERS = 48;
const WAVES = 9;
/** The bay takes this share of the radius, over about this angle (radians). */
const BAY_DEPTH = 0.5;
const BAY_WIDTH = 0.3;
/** Radius of the island and width of the strait, as shares of the mainland's radius. */
const ISLAND_RADIUS = 0.22;
const STRAIT = 0.08;
/** Capes of the mainland within this angle of the island (radians) keep the strait open. */
const ISLAND_ANGLE = 0.6;

/**
 * Draws a coast around an area.
 *
 * **How** radius(θ) = 1 + Σ a_k cos(k θ + φ_k) with amplitudes that fall as 1 / k, times 1 − BAY_DEPTH e^−((θ − bay)
 * / BAY_WIDTH)²; seen from the middle a ring never folds back, so that it cannot cross itself. The island lies beyond
 * the farthest cape in its direction. Both are scaled so that their areas sum to `areaM2`.
 */
export function drawCoast(random: Random, areaM2: number): Coast {
  const bay = random() * 2 * Math.PI;
  const mainland = drawRing(random, MAINLAND_CORNERS, 0.4, bay);
  const island = drawRing(random, ISLAND_CORNERS, 0.2, null);
  for (let i = 0; i < island.length; i++) island[i]! *= ISLAND_RADIUS;
  const angle = bay + Math.PI * (0.5 + random());
  let away = farthest(island) + STRAIT;
  let cape = 0;
  for (let i = 0; i < mainland.length; i += 2) {
    const x = mainland[i]!;
    const y = mainland[i + 1]!;
    const radius = Math.sqrt(x * x + y * y);
    if (x * cos(angle) + y * sin(angle) > radius * cos(ISLAND_ANGLE)) cape = Math.max(cape, radius);
  }
  away += cape;
  for (let i = 0; i < island.length; i += 2) {
    island[i]! += away * cos(angle);
    island[i + 1]! += away * sin(angle);
  }
  const scale = Math.sqrt(areaM2 / (areaOf(mainland) + areaOf(island)));
  return { mainland: mainland.map((x) => x * scale), island: island.map((x) => x * scale) };
}

function drawRing(random: Random, corners: number, roughness: number, bay: number | null): Float64Array {
  const amplitude = new Float64Array(WAVES + 1);
  const phase = new Float64Array(WAVES + 1);
  for (let k = 2; k <= WAVES; k++) {
    amplitude[k] = (roughness * random()) / k;
    phase[k] = random() * 2 * Math.PI;
  }
  const ring = new Float64Array(2 * corners);
  for (let i = 0; i < corners; i++) {
    const theta = (2 * Math.PI * i) / corners;
    let radius = 1 + (roughness / WAVES) * (random() - 0.5);
    for (let k = 2; k <= WAVES; k++) radius += amplitude[k]! * cos(k * theta + phase[k]!);
    if (bay !== null) {
      const off = Math.abs(((theta - bay + 3 * Math.PI) % (2 * Math.PI)) - Math.PI) / BAY_WIDTH;
      radius *= 1 - BAY_DEPTH * exp(-off * off);
    }
    ring[2 * i] = radius * cos(theta);
    ring[2 * i + 1] = radius * sin(theta);
  }
  return ring;
}

function farthest(ring: Float64Array): number {
  let squared = 0;
  for (let i = 0; i < ring.length; i += 2)
    squared = Math.max(squared, ring[i]! * ring[i]! + ring[i + 1]! * ring[i + 1]!);
  return Math.sqrt(squared);
}

function areaOf(ring: Float64Array): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twice / 2;
}
