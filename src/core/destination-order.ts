/**
 * The destinations of an origin from near to far: exact order of the costs, equal costs in the order of the rows.
 *
 * **How** a radix sort of the costs rounded to 32-bit floats, whose bits stand in the order of the numbers where these are
 * not negative, less those of the least cost; runs that rounding made equal are then put in order by the costs themselves.
 * The digits of the sort are as wide as the bits of a row need: a row of distances needs fewer than 32.
 */

/** Costs that differ by this share or less differ by rounding only: two haversine distances of one pair do in the last digit. */
export const TIE_TOLERANCE = 1e-12;

const WIDEST_DIGIT = 11;
const PASSES = 3;
/** Runs of equal rounded costs that are longer than this are not sorted by insertion. */
const INSERTION_RUN = 32;

/**
 * Makes a function that orders the destinations of one origin.
 *
 * @param locations - how many locations there are
 * @returns order(costs, origin): the rows of all locations but the origin, nearest first, in an array that the next call
 * writes over. `costs` holds one number of at least 0 per location. Cost O(locations) a call, usually
 */
export function createDestinationOrder(locations: number): (costs: Float64Array, origin: number) => Uint32Array {
  const count = Math.max(0, locations - 1);
  const rounded = new Float32Array(locations);
  const bits = new Uint32Array(rounded.buffer);
  const histogram = new Uint32Array(PASSES << WIDEST_DIGIT);
  const buffers = [new Uint32Array(count), new Uint32Array(count)] as const;
  return (costs, origin) => {
    rounded.set(costs);
    let least = 0xffff_ffff;
    let most = 0;
    for (let d = 0; d < locations; d++) {
      if (d === origin) continue;
      bits[d]! &= 0x7fff_ffff; // −0 is 0
      if (bits[d]! < least) least = bits[d]!;
      if (bits[d]! > most) most = bits[d]!;
    }
    const digit = Math.max(1, Math.ceil((32 - Math.clz32(most - least)) / PASSES));
    const buckets = 1 << digit;
    const last = buckets - 1;
    histogram.fill(0, 0, PASSES * buckets);
    let source = buffers[0];
    let target = buffers[1];
    let at = 0;
    for (let d = 0; d < locations; d++) {
      if (d === origin) continue;
      source[at++] = d;
      const above = bits[d]! - least;
      bits[d] = above;
      histogram[above & last]!++;
      histogram[buckets + ((above >>> digit) & last)]!++;
      histogram[2 * buckets + (above >>> (2 * digit))]!++;
    }
    for (let pass = 0; pass < PASSES; pass++) {
      const shift = pass * digit;
      const places = histogram.subarray(pass * buckets, pass * buckets + buckets);
      if (count === 0 || places[(bits[source[0]!]! >>> shift) & last] === count) continue;
      let place = 0;
      for (let b = 0; b < buckets; b++) {
        const size = places[b]!;
        places[b] = place;
        place += size;
      }
      for (let k = 0; k < count; k++) {
        const d = source[k]!;
        target[places[(bits[d]! >>> shift) & last]!++] = d;
      }
      [source, target] = [target, source];
    }
    orderRuns(source, bits, costs);
    return source;
  };
}

/** The end of the run of ordered costs that equal the one at `from`. */
export function endOfTie(cost: Float64Array, from: number, count: number, tolerance: number): number {
  const furthest = cost[from]! * (1 + tolerance);
  let to = from + 1;
  while (to < count && cost[to]! <= furthest) to++;
  return to;
}

/** Puts each run of equal rounded costs in the order of the costs. */
function orderRuns(order: Uint32Array, bits: Uint32Array, costs: Float64Array): void {
  for (let from = 0, to = 1; from < order.length; from = to++) {
    while (to < order.length && bits[order[to]!] === bits[order[from]!]) to++;
    if (to - from === 1) continue;
    if (to - from > INSERTION_RUN) {
      order.subarray(from, to).sort((a, b) => costs[a]! - costs[b]!);
      continue;
    }
    for (let k = from + 1; k < to; k++) {
      const d = order[k]!;
      let hole = k;
      while (hole > from && costs[order[hole - 1]!]! > costs[d]!) {
        order[hole] = order[hole - 1]!;
        hole--;
      }
      order[hole] = d;
    }
  }
}
