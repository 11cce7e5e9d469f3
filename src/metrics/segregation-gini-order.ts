/** Shares are put in order by three digits of ten bits, and by three more where that leaves many out of order. */
const BITS = 10;
const BASE = 1 << BITS;
const WHOLE = 1 << (3 * BITS);
/** So many moves per row, and all is sorted by three more digits instead. */
const MOST_MOVES = 8;

/**
 * Makes a function that gives the rows of shares from 0 to 1 in ascending order of these, equal ones in the order of the rows. The
 * next call writes over what it gives.
 *
 * **How** a radix sort of the shares as whole numbers of 30 bits, after which single rows are moved; of 60 bits where too many
 * would have to be.
 *
 * **Cost** O(rows) whatever the shares are; 16 bytes per row
 */
export function createShareOrder(rows: number): (share: Float64Array) => Uint32Array {
  const digits = new Uint32Array(rows);
  const order = new Uint32Array(rows);
  const spare = new Uint32Array(rows);
  const places = new Uint32Array(3 * BASE);
  return (share) => {
    const sortBy = (isHigh: boolean): void => {
      for (let row = 0; row < rows; row++) {
        // A share of 1 would need a bit more. Nothing lies between it and the number before.
        const scaled = Math.min(share[row]! * WHOLE, WHOLE - 1 / (1 << 23));
        const above = Math.floor(scaled);
        digits[row] = isHigh ? above : (scaled - above) * WHOLE;
      }
      sortByDigits(digits, order, spare, places);
    };
    for (let row = 0; row < rows; row++) order[row] = row;
    sortBy(true);
    if (moveRows(order, share)) return order;
    for (let row = 0; row < rows; row++) order[row] = row;
    sortBy(false);
    sortBy(true);
    return order;
  };
}

/** Puts the rows in the order of their digits, keeping that of rows with the same. */
function sortByDigits(digits: Uint32Array, order: Uint32Array, spare: Uint32Array, places: Uint32Array): void {
  const rows = order.length;
  places.fill(0);
  for (let row = 0; row < rows; row++) {
    const all = digits[row]!;
    places[all & (BASE - 1)]!++;
    places[BASE + ((all >>> BITS) & (BASE - 1))]!++;
    places[2 * BASE + (all >>> (2 * BITS))]!++;
  }
  let source = order;
  let target = spare;
  for (let d = 0; d < 3; d++) {
    const from = d * BASE;
    for (let place = 0, digit = from; digit < from + BASE; digit++) {
      const size = places[digit]!;
      places[digit] = place;
      place += size;
    }
    for (let k = 0; k < rows; k++) {
      const row = source[k]!;
      target[places[from + ((digits[row]! >>> (d * BITS)) & (BASE - 1))]!++] = row;
    }
    [source, target] = [target, source];
  }
  order.set(source);
}

/** Moves rows that stand behind others with a greater share. Gives up, and says so, where there are too many. */
function moveRows(order: Uint32Array, share: Float64Array): boolean {
  let left = MOST_MOVES * order.length;
  for (let k = 1; k < order.length; k++) {
    const row = order[k]!;
    const own = share[row]!;
    let hole = k;
    while (hole > 0 && share[order[hole - 1]!]! > own) {
      order[hole] = order[hole - 1]!;
      hole--;
    }
    order[hole] = row;
    left -= k - hole;
    if (left < 0) return false;
  }
  return true;
}
