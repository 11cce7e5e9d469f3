import { checkLength, fail } from "./check.ts";

/**
 * Grouping: from rows in any order to one time-ordered run of rows per user, in linear time and without a comparator.
 *
 * **How** a counting sort by user that carries time and value together as one record of eight bytes, then, for each user
 * whose rows are not yet in time order, an insertion sort (short runs) or a radix sort over the bits in which the user's
 * times differ. Every pass is stable: rows of equal time keep the order of the input.
 */

/** The rows of each user in time order: user u owns rows offsets[u] … offsets[u + 1] − 1. */
export interface Grouped {
  readonly offsets: Uint32Array;
  readonly time: Uint32Array;
  readonly value: Uint32Array;
}

/** Runs up to this long are put in order by insertion; longer ones by radix. */
const INSERTION_ROWS = 40;
/** Runs from this long on are put in order by digits of 11 bits; shorter ones by digits of 8. */
const WIDE_DIGIT_ROWS = 4096;

/**
 * Groups rows by user and orders each user's rows by time.
 *
 * @param user - the user number of every row, below `users`
 * @param time - the time (or day) of every row
 * @param value - what each row carries
 * @param users - how many users there are
 * @returns offsets of length users + 1, and time and value in the order of user, time, input. Cost O(rows + users).
 * @throws RangeError for columns that differ in length or a user that is not there
 */
export function groupByUserAndTime(user: Uint32Array, time: Uint32Array, value: Uint32Array, users: number): Grouped {
  const where = "groupByUserAndTime";
  const rows = user.length;
  checkLength(where, "time", time.length, rows);
  checkLength(where, "value", value.length, rows);
  const offsets = new Uint32Array(users + 1);
  for (let i = 0; i < rows; i++) offsets[user[i]! + 1]!++;
  let longest = 0;
  for (let u = 0; u < users; u++) {
    const count = offsets[u + 1]!;
    if (count > longest) longest = count;
    offsets[u + 1] = offsets[u]! + count;
  }
  if (offsets[users] !== rows) {
    const row = user.findIndex((u) => u >= users);
    fail(where, `user[${row}]`, `below ${users}`, user[row]);
  }
  const place = offsets.slice(0, users);
  const records = new Uint32Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    const at = 2 * place[user[i]!]!++;
    records[at] = time[i]!;
    records[at + 1] = value[i]!;
  }
  const spare = new Uint32Array(2 * longest);
  const digits = new Uint32Array(1 << 11);
  const sortedTime = new Uint32Array(rows);
  const sortedValue = new Uint32Array(rows);
  for (let u = 0; u < users; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    orderRun(records, from, to, spare, digits);
    for (let i = from; i < to; i++) {
      sortedTime[i] = records[2 * i]!;
      sortedValue[i] = records[2 * i + 1]!;
    }
  }
  return { offsets, time: sortedTime, value: sortedValue };
}

/** Puts the records from … to − 1 in the order of their first word, equal ones in the order they have. */
function orderRun(records: Uint32Array, from: number, to: number, spare: Uint32Array, digits: Uint32Array): void {
  let smallest = records[2 * from] ?? 0;
  let largest = smallest;
  let before = smallest;
  let ordered = true;
  for (let i = from + 1; i < to; i++) {
    const key = records[2 * i]!;
    if (key < before) ordered = false;
    if (key < smallest) smallest = key;
    if (key > largest) largest = key;
    before = key;
  }
  if (ordered) return;
  if (to - from <= INSERTION_ROWS) insertionSort(records, from, to);
  else radixSort(records, from, to, smallest, largest - smallest, spare, digits);
}

function insertionSort(records: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const key = records[2 * i]!;
    const value = records[2 * i + 1]!;
    let j = i - 1;
    while (j >= from && records[2 * j]! > key) {
      records[2 * j + 2] = records[2 * j]!;
      records[2 * j + 3] = records[2 * j + 1]!;
      j--;
    }
    records[2 * j + 2] = key;
    records[2 * j + 3] = value;
  }
}

/** Least digit first, over as many digits as `span` (largest key − smallest key) has. */
function radixSort(
  records: Uint32Array,
  from: number,
  to: number,
  smallest: number,
  span: number,
  spare: Uint32Array,
  digits: Uint32Array,
): void {
  const rows = to - from;
  const bits = rows >= WIDE_DIGIT_ROWS ? 11 : 8;
  const mask = (1 << bits) - 1;
  let source = records;
  let sourceAt = from;
  let target = spare;
  let targetAt = 0;
  for (let shift = 0; shift < 32 && span >>> shift !== 0; shift += bits) {
    digits.fill(0, 0, mask + 1);
    for (let i = 0; i < rows; i++) digits[((source[2 * (sourceAt + i)]! - smallest) >>> shift) & mask]!++;
    let place = targetAt;
    for (let d = 0; d <= mask; d++) {
      const count = digits[d]!;
      digits[d] = place;
      place += count;
    }
    for (let i = 0; i < rows; i++) {
      const at = 2 * (sourceAt + i);
      const key = source[at]!;
      const to = 2 * digits[((key - smallest) >>> shift) & mask]!++;
      target[to] = key;
      target[to + 1] = source[at + 1]!;
    }
    [source, target] = [target, source];
    [sourceAt, targetAt] = [targetAt, sourceAt];
  }
  if (source !== records) records.set(spare.subarray(0, 2 * rows), 2 * from);
}
