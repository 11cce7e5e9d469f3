import { exp } from "../core/math.ts";
import { EARTH_RADIUS_METERS, toUnitVectors } from "../core/sphere.ts";
import type { Random, Sequences } from "../types.ts";
import type { PeriodColumns } from "./lives.ts";
import { drawRunningSum } from "./weighted-choice.ts";
import type { World } from "./world.ts";

/** Other places per home that are drawn. */
export const OTHER_PLACES = 12;

/**
 * Draws a place of work and other places for every period: those of one home after another, so that the weights of all
 * antennas as seen from it are summed up once.
 *
 * **How** work ∝ people · e^(−km / commuteKm); other places ∝ people / (1 + km / commuteKm)², not the home itself. A
 * person who works does so in every period, and people who return to a home from a trip return to its work and places
 * too.
 *
 * @returns the other places; the places of work are written into `periods`
 */
export function drawUsualPlaces(
  world: World,
  periods: Sequences<PeriodColumns>,
  settings: { readonly random: Random; readonly workerShare: number; readonly commuteKm: number },
): Uint32Array {
  const { random, workerShare, commuteKm } = settings;
  const { home, work } = periods.columns;
  const antennas = world.antennas.length;
  const works = Uint8Array.from(periods.users, () => (random() < workerShare ? 1 : 0));
  const userOf = new Uint32Array(periods.length);
  for (let u = 0; u < works.length; u++) userOf.fill(u, periods.offsets[u]!, periods.offsets[u + 1]!);

  const from = new Uint32Array(antennas + 1);
  for (const antenna of home) from[antenna + 1]!++;
  for (let a = 0; a < antennas; a++) from[a + 1]! += from[a]!;
  const place = from.slice(0, antennas);
  const byHome = new Uint32Array(periods.length);
  for (let p = 0; p < periods.length; p++) byHome[place[home[p]!]!++] = p;

  const others = new Uint32Array(OTHER_PLACES * periods.length);
  const workSums = new Float64Array(antennas);
  const otherSums = new Float64Array(antennas);
  const vectors = toUnitVectors(world.antennas.columns.lon, world.antennas.columns.lat);
  for (let a = 0; a < antennas; a++) {
    if (from[a] === from[a + 1]) continue;
    sumWeights(a, world.people, vectors, commuteKm, workSums, otherSums);
    for (let k = from[a]!; k < from[a + 1]!; k++) {
      const p = byHome[k]!;
      const earlier = earlierAtHome(p, k, from[a]!, byHome, userOf);
      if (earlier >= 0) {
        work[p] = work[earlier]!;
        others.copyWithin(OTHER_PLACES * p, OTHER_PLACES * earlier, OTHER_PLACES * (earlier + 1));
        continue;
      }
      if (works[userOf[p]!] === 1) work[p] = drawRunningSum(workSums, 0, antennas, random);
      for (let o = 0; o < OTHER_PLACES; o++) {
        others[OTHER_PLACES * p + o] = drawRunningSum(otherSums, 0, antennas, random);
      }
    }
  }
  return others;
}

/** The period before p in which the same person lived at the same home, or −1. Periods of one person at one home stand together. */
function earlierAtHome(p: number, k: number, from: number, byHome: Uint32Array, userOf: Uint32Array): number {
  if (k === from) return -1;
  const before = byHome[k - 1]!;
  return userOf[before] === userOf[p] ? before : -1;
}

/** Running sums over all antennas of their weights as a place of work and as another place, seen from one home. */
function sumWeights(
  home: number,
  people: Float64Array,
  vectors: Float64Array,
  commuteKm: number,
  workSums: Float64Array,
  otherSums: Float64Array,
): void {
  const x = vectors[3 * home]!;
  const y = vectors[3 * home + 1]!;
  const z = vectors[3 * home + 2]!;
  const scale = EARTH_RADIUS_METERS / 1000 / commuteKm;
  let works = 0;
  let visits = 0;
  for (let a = 0; a < people.length; a++) {
    const dx = vectors[3 * a]! - x;
    const dy = vectors[3 * a + 1]! - y;
    const dz = vectors[3 * a + 2]! - z;
    // The chord stands for the arc: within a country they differ by less than a thousandth.
    const away = scale * Math.sqrt(dx * dx + dy * dy + dz * dz);
    works += people[a]! * exp(-away);
    if (a !== home) visits += people[a]! / ((1 + away) * (1 + away));
    workSums[a] = works;
    otherSums[a] = visits;
  }
}
