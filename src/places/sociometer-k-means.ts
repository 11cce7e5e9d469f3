import type { Random } from "../types.ts";

/**
 * k-means on profiles that occur many times each: Lloyd's iterations from centres drawn apart.
 */

/** Different profiles in ascending order of their cells, and how many people have each. */
export interface DistinctProfiles {
  readonly count: number;
  readonly cells: number;
  readonly value: Float64Array;
  readonly people: Float64Array;
}

/** What one run found: the centres row after row, the people of each, and the sum of squared distances. */
export interface KMeansRun {
  readonly centres: Float64Array;
  readonly people: Float64Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * The different rows of a matrix, in ascending order, so that neither the order of people nor their number of equal
 * profiles changes what follows.
 *
 * **How** rows are looked up by a hash of their bits (open addressing), and those found are put in order.
 */
export function distinctProfiles(value: Float64Array, rows: number, cells: number): DistinctProfiles {
  const words = new Uint32Array(value.buffer, value.byteOffset, 2 * value.length);
  let room = 2;
  while (room < 2 * rows) room *= 2;
  const table = new Int32Array(room).fill(-1);
  const first: number[] = [];
  const times: number[] = [];
  for (let r = 0; r < rows; r++) {
    let hash = 0x811c9dc5;
    for (let w = 2 * cells * r; w < 2 * cells * (r + 1); w++) hash = Math.imul(hash ^ words[w]!, 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & (room - 1);
    while (table[slot]! >= 0 && compareRows(value, first[table[slot]!]!, r, cells) !== 0)
      slot = (slot + 1) & (room - 1);
    const known = table[slot]!;
    if (known >= 0) times[known]!++;
    else {
      table[slot] = first.length;
      first.push(r);
      times.push(1);
    }
  }
  const order = Array.from(first, (_, d) => d).sort((a, b) => compareRows(value, first[a]!, first[b]!, cells));
  const distinct = new Float64Array(first.length * cells);
  order.forEach((d, place) => {
    distinct.set(value.subarray(first[d]! * cells, (first[d]! + 1) * cells), place * cells);
  });
  return { count: first.length, cells, value: distinct, people: Float64Array.from(order, (d) => times[d]!) };
}

function compareRows(value: Float64Array, a: number, b: number, cells: number): number {
  for (let c = 0; c < cells; c++) {
    const difference = value[a * cells + c]! - value[b * cells + c]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** One run from the first centres: assignment and means in turn until no profile changes its cluster. */
export function runKMeans(profiles: DistinctProfiles, first: Float64Array, maxIterations: number): KMeansRun {
  const { count, cells } = profiles;
  const clusters = first.length / cells;
  const centres = first.slice();
  const assigned = new Int32Array(count);
  const squared = new Float64Array(count);
  assign(profiles, centres, assigned, squared);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    fillEmpty(assigned, squared, clusters);
    moveCentres(profiles, centres, assigned);
    converged = assign(profiles, centres, assigned, squared) === 0;
    iterations++;
  }
  const people = new Float64Array(clusters);
  let inertia = 0;
  for (let p = 0; p < count; p++) {
    people[assigned[p]!]! += profiles.people[p]!;
    inertia += profiles.people[p]! * squared[p]!;
  }
  return { centres, people, inertia, iterations, converged };
}

/** The first centres by k-means++: each next centre is a profile drawn by its people times the squared distance to the nearest centre before. */
export function drawCentres(profiles: DistinctProfiles, clusters: number, random: Random): Float64Array {
  const { count, cells, value, people } = profiles;
  const centres = new Float64Array(clusters * cells);
  const nearest = new Float64Array(count).fill(Infinity);
  const weight = people.slice();
  for (let k = 0; k < clusters; k++) {
    let total = 0;
    for (let p = 0; p < count; p++) total += weight[p]!;
    const target = random() * total;
    let drawn = -1;
    let sum = 0;
    for (let p = 0; p < count && sum <= target; p++) {
      if (weight[p] === 0) continue;
      sum += weight[p]!;
      drawn = p;
    }
    centres.set(value.subarray(drawn * cells, (drawn + 1) * cells), k * cells);
    for (let p = 0; p < count; p++) {
      const distance = squaredDistance(value, p * cells, centres, k * cells, cells, nearest[p]!);
      if (distance < nearest[p]!) nearest[p] = distance;
      weight[p] = people[p]! * nearest[p]!;
    }
  }
  return centres;
}

/** Gives every profile the nearest centre, the lower number of equally near ones; says how many changed. */
function assign(
  profiles: DistinctProfiles,
  centres: Float64Array,
  assigned: Int32Array,
  squared: Float64Array,
): number {
  const { count, cells, value } = profiles;
  const clusters = centres.length / cells;
  let changed = 0;
  for (let p = 0; p < count; p++) {
    const before = assigned[p]!;
    let best = before;
    let least = squaredDistance(value, p * cells, centres, before * cells, cells, Infinity);
    for (let k = 0; k < clusters; k++) {
      const distance = squaredDistance(value, p * cells, centres, k * cells, cells, least);
      if (distance < least || (distance === least && k < best)) {
        least = distance;
        best = k;
      }
    }
    if (best !== before) changed++;
    assigned[p] = best;
    squared[p] = least;
  }
  return changed;
}

/** A cluster without a profile takes the one that is farthest from its centre, of clusters that keep another. */
function fillEmpty(assigned: Int32Array, squared: Float64Array, clusters: number): void {
  const size = new Uint32Array(clusters);
  for (let p = 0; p < assigned.length; p++) size[assigned[p]!]!++;
  for (let k = 0; k < clusters; k++) {
    if (size[k]! > 0) continue;
    let farthest = -1;
    for (let p = 0; p < assigned.length; p++) {
      if (size[assigned[p]!]! > 1 && (farthest < 0 || squared[p]! > squared[farthest]!)) farthest = p;
    }
    size[assigned[farthest]!]!--;
    size[k] = 1;
    assigned[farthest] = k;
    squared[farthest] = 0;
  }
}

/** Moves every centre to the mean of its people, which for a single profile is the profile itself. */
function moveCentres(profiles: DistinctProfiles, centres: Float64Array, assigned: Int32Array): void {
  const { count, cells, value, people } = profiles;
  const total = new Float64Array(centres.length / cells);
  centres.fill(0);
  for (let p = 0; p < count; p++) {
    const k = assigned[p]!;
    total[k]! += people[p]!;
    const share = people[p]! / total[k]!;
    for (let c = 0; c < cells; c++) {
      const at = k * cells + c;
      centres[at]! += (value[p * cells + c]! - centres[at]!) * share;
    }
  }
}

/** The squared distance of two rows; once it is above `enough`, the sum so far, which is above it too. */
function squaredDistance(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  cells: number,
  enough: number,
): number {
  let sum = 0;
  for (let c = 0; c < cells && sum <= enough; c++) {
    const difference = a[atA + c]! - b[atB + c]!;
    sum += difference * difference;
  }
  return sum;
}
