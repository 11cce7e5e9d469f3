/**
 * The rows of a list in the order of their values, equal values in the order of the rows: exact, and in linear time.
 *
 * **How** values are dropped into twice as many buckets of equal width as there are rows, which all but orders values that
 * are spread at all evenly, and then moved by insertion. Where they crowd into few buckets, a radix sort takes over: of the
 * values rounded to 32-bit floats, whose bits stand in the order of the numbers once those below zero are turned, less those
 * of the least value; runs that rounding made equal are then put in order by the values themselves. The digits of that sort
 * are as wide as the bits need: a row of distances needs fewer than 32.
 */

/** Rows, and their values in that order, lowest first. */
export interface ValueOrder {
  readonly order: Uint32Array;
  readonly sorted: Float64Array;
}

const BUCKETS_PER_ROW = 2;
/** Values that share their bucket with more than so many others, on average, are not moved by insertion. */
const CROWD = 12;
const WIDEST_DIGIT = 11;
const PASSES = 3;
/** Runs of equal rounded values that are longer than this are not sorted by insertion. */
const INSERTION_RUN = 32;
const SIGN = 0x8000_0000;

/**
 * Makes a function that orders one list of values after the other.
 *
 * @param rows - how many values a list has
 * @returns orderOf(values, skipped): all rows, or all but the one that is to be skipped, in arrays that the next call writes
 * over. Values are finite but for that of the skipped row, which is not looked at. Cost O(rows) a call, usually
 */
export function createValueOrder(rows: number): (values: Float64Array, skipped?: number) => ValueOrder {
  const whole = { order: new Uint32Array(rows), sorted: new Float64Array(rows) };
  const others = Math.max(0, rows - 1);
  const butOne = { order: whole.order.subarray(0, others), sorted: whole.sorted.subarray(0, others) };
  const scratch = new Uint32Array(rows);
  const buckets = BUCKETS_PER_ROW * rows;
  // The largest value has a bucket of its own.
  const places = new Uint32Array(buckets + 1);
  let sortByDigits: Sorter | null = null;
  return (values, skipped = rows) => {
    const into = skipped < rows ? butOne : whole;
    let least = Infinity;
    let most = -Infinity;
    for (let row = 0; row < rows; row++) {
      const value = values[row]!;
      if (row === skipped) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const scale = buckets / (most - least);
    if (scale > 0 && scale < Infinity && fillBuckets(values, skipped, least, scale, scratch, places, into)) {
      insert(into);
    } else {
      sortByDigits ??= createDigitSorter(rows, scratch);
      sortByDigits(values, skipped, into);
    }
    return into;
  };
}

/** Puts rows and values in the order of their buckets. Returns false, having put nothing anywhere, where these are crowded. */
function fillBuckets(
  values: Float64Array,
  skipped: number,
  least: number,
  scale: number,
  bucketOf: Uint32Array,
  places: Uint32Array,
  { order, sorted }: ValueOrder,
): boolean {
  const rows = bucketOf.length;
  places.fill(0);
  for (let row = 0; row < rows; row++) {
    if (row === skipped) continue;
    const bucket = ((values[row]! - least) * scale) >>> 0;
    bucketOf[row] = bucket;
    places[bucket]!++;
  }
  let place = 0;
  let meetings = 0;
  for (let b = 0; b < places.length; b++) {
    const size = places[b]!;
    meetings += size * size;
    places[b] = place;
    place += size;
  }
  if (meetings > (1 + CROWD) * place) return false;
  for (let row = 0; row < rows; row++) {
    if (row === skipped) continue;
    const at = places[bucketOf[row]!]!++;
    order[at] = row;
    sorted[at] = values[row]!;
  }
  return true;
}

/** Puts in order what all but is. */
function insert({ order, sorted }: ValueOrder): void {
  for (let k = 1; k < order.length; k++) {
    const value = sorted[k]!;
    if (!(sorted[k - 1]! > value)) continue;
    const row = order[k]!;
    let hole = k;
    do {
      sorted[hole] = sorted[hole - 1]!;
      order[hole] = order[hole - 1]!;
      hole--;
    } while (hole > 0 && sorted[hole - 1]! > value);
    sorted[hole] = value;
    order[hole] = row;
  }
}

type Sorter = (values: Float64Array, skipped: number, into: ValueOrder) => void;

function createDigitSorter(rows: number, spare: Uint32Array): Sorter {
  const rounded = new Float32Array(rows);
  const bits = new Uint32Array(rounded.buffer);
  const histogram = new Uint32Array(PASSES << WIDEST_DIGIT);
  return (values, skipped, { order, sorted }) => {
    const count = order.length;
    let least = 0xffff_ffff;
    let most = 0;
    for (let row = 0; row < rows; row++) {
      if (row === skipped) continue;
      rounded[row] = values[row]! + 0; // −0 is 0
      const word = bits[row]!;
      const turned = (word ^ (word >= SIGN ? 0xffff_ffff : SIGN)) >>> 0;
      bits[row] = turned;
      if (turned < least) least = turned;
      if (turned > most) most = turned;
    }
    const digit = Math.max(1, Math.ceil((32 - Math.clz32(most - least)) / PASSES));
    const buckets = 1 << digit;
    const last = buckets - 1;
    histogram.fill(0, 0, PASSES * buckets);
    let source = order;
    let target = spare;
    let at = 0;
    for (let row = 0; row < rows; row++) {
      if (row === skipped) continue;
      source[at++] = row;
      const above = bits[row]! - least;
      bits[row] = above;
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
        const row = source[k]!;
        target[places[(bits[row]! >>> shift) & last]!++] = row;
      }
      [source, target] = [target, source];
    }
    if (source !== order) order.set(source.subarray(0, count));
    orderRuns(order, bits, values);
    for (let k = 0; k < count; k++) sorted[k] = values[order[k]!]!;
  };
}

/** Puts each run of equal rounded values in the order of the values. */
function orderRuns(order: Uint32Array, bits: Uint32Array, values: Float64Array): void {
  for (let from = 0, to = 1; from < order.length; from = to++) {
    while (to < order.length && bits[order[to]!] === bits[order[from]!]) to++;
    if (to - from === 1) continue;
    if (to - from > INSERTION_RUN) {
      order.subarray(from, to).sort((a, b) => values[a]! - values[b]!);
      continue;
    }
    for (let k = from + 1; k < to; k++) {
      const row = order[k]!;
      let hole = k;
      while (hole > from && values[order[hole - 1]!]! > values[row]!) {
        order[hole] = order[hole - 1]!;
        hole--;
      }
      order[hole] = row;
    }
  }
}
