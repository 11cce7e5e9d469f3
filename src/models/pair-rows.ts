import type { Design } from "./design.ts";

/**
 * Rows of pairs: the destinations of one origin, ascending, and what belongs to them. Most rows hold every location but one, so
 * that numbers can be moved in two runs of neighbours instead of one by one.
 */

/** Writes the values of the destinations, in their order. */
export function gather(values: Float64Array, to: Uint32Array, into: Float64Array): void {
  const gap = gapIn(to);
  if (gap < 0) for (let p = 0; p < to.length; p++) into[p] = values[to[p]!]!;
  else {
    into.set(values.subarray(to[0], to[0]! + gap));
    if (gap < to.length) into.set(values.subarray(to[gap], to[gap]! + to.length - gap), gap);
  }
}

/** Writes a number to the cell of each destination; cells begin at `at`. */
export function put(row: Float64Array, to: Uint32Array, into: Float64Array, at: number): void {
  const gap = gapIn(to);
  if (gap < 0) for (let p = 0; p < to.length; p++) into[at + to[p]!] = row[p]!;
  else {
    into.set(row.subarray(0, gap), at + to[0]!);
    if (gap < to.length) into.set(row.subarray(gap, to.length), at + to[gap]!);
  }
}

/** Adds scale · w to the cells of the destinations, which begin at `at`. */
export function scatter(w: Float64Array, scale: number, to: Uint32Array, into: Float64Array, at: number): void {
  const gap = gapIn(to);
  if (gap < 0) {
    for (let p = 0; p < to.length; p++) into[at + to[p]!]! += scale * w[p]!;
    return;
  }
  addRun(w, scale, 0, gap, into, at + to[0]!);
  if (gap < to.length) addRun(w, scale, gap, to.length, into, at + to[gap]! - gap);
}

/** Adds w · x to the cells of the destinations, which begin at `at`. */
export function scatterProduct(
  w: Float64Array,
  x: Float64Array,
  to: Uint32Array,
  into: Float64Array,
  at: number,
): void {
  for (let p = 0; p < to.length; p++) into[at + to[p]!]! += w[p]! * x[p]!;
}

function addRun(w: Float64Array, scale: number, from: number, to: number, into: Float64Array, at: number): void {
  for (let p = from; p < to; p++) into[at + p]! += scale * w[p]!;
}

/**
 * Where the second of two runs of neighbours begins, of which ascending destinations are made; their number if they are one
 * run, −1 if they are more than two or none.
 */
function gapIn(to: Uint32Array): number {
  const count = to.length;
  if (count === 0) return -1;
  const first = to[0]!;
  let low = 1;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (to[middle]! > first + middle) high = middle;
    else low = middle + 1;
  }
  return low === count || to[count - 1]! - to[low]! === count - 1 - low ? low : -1;
}

/** Adds 1 to the count of each destination. */
export function countRow(to: Uint32Array, counts: Uint32Array): void {
  for (let p = 0; p < to.length; p++) counts[to[p]!]!++;
}

/** The first place in the row whose destination is not above the one before, or not below n; −1 where there is none. */
export function disorderIn(to: Uint32Array, n: number): number {
  let last = -1;
  for (let p = 0; p < to.length; p++) {
    const d = to[p]!;
    if (d <= last || d >= n) return p;
    last = d;
  }
  return -1;
}

/** 1 for the locations that some pair leads to. */
export function reachedDestinations({ locations, destination }: Pick<Design, "locations" | "destination">): Uint8Array {
  const reached = new Uint8Array(locations);
  let left = locations;
  for (let pair = 0; left > 0 && pair < destination.length; pair++) {
    const d = destination[pair]!;
    if (reached[d] === 1) continue;
    reached[d] = 1;
    left--;
  }
  return reached;
}
