import type { Batch } from "./batch.ts";
import { doubled } from "./growth.ts";
import { bytesOf, textOf } from "./utf8.ts";

/**
 * Numbers for ids as they stand in a file: bytes in, number out, and no string is made for an id that is known.
 *
 * **How** an id is read four bytes at a time into words; the words give the hash (FNV-1a on words, with a fold) and are
 * compared with those of the ids known. Open addressing, at most half full.
 */
export interface Dictionary {
  /** How many ids are known. */
  size: number;
  /** For every slot of the table the hash and the number of the id in it; a number of −1 is an empty slot. */
  slots: Int32Array;
  /** Where the words of an id start in `words`; one entry more than there are ids. */
  starts: Uint32Array;
  /** Bytes of each id. */
  lengths: Uint32Array;
  words: Int32Array;
  /** The words of the id looked for last. */
  sought: Int32Array;
}

const FIRST_SLOTS = 1 << 10;

/** A dictionary with these ids, numbered in their order; ids must differ. */
export function createDictionary(ids: readonly string[] = []): Dictionary {
  const dictionary: Dictionary = {
    size: 0,
    slots: new Int32Array(2 * FIRST_SLOTS).fill(-1),
    starts: new Uint32Array(FIRST_SLOTS / 2 + 1),
    lengths: new Uint32Array(FIRST_SLOTS / 2),
    words: new Int32Array(4 * FIRST_SLOTS),
    sought: new Int32Array(16),
  };
  for (const id of ids) {
    const bytes = bytesOf(id);
    addId(dictionary, bytes, 0, bytes.length);
  }
  return dictionary;
}

/** The number of the id in bytes from … to − 1, or −1 if it is not known. */
export function findId(dictionary: Dictionary, bytes: Uint8Array, from: number, to: number): number {
  const sought = roomFor(dictionary, to - from);
  const hash = readWords(sought, bytes, from, to);
  return dictionary.slots[slotOf(dictionary.slots, dictionary, sought, to - from, hash) + 1]!;
}

/** The number of the id in field `field` of every record that can still be taken, or −1 where it is not known. */
export function findIds(dictionary: Dictionary, batch: Batch, field: number, numbers: Int32Array): void {
  const { fields, rows, bytes, starts, ends, reason } = batch;
  const { slots } = dictionary;
  let sought = dictionary.sought;
  for (let r = 0, k = field; r < rows; r++, k += fields) {
    if (reason[r] !== 0) continue;
    const from = starts[k]!;
    const to = ends[k]!;
    if (to - from > 4 * sought.length) sought = roomFor(dictionary, to - from);
    const hash = readWords(sought, bytes, from, to);
    numbers[r] = slots[slotOf(slots, dictionary, sought, to - from, hash) + 1]!;
  }
}

/** The number of the id in bytes from … to − 1, a new one if it was not known. */
export function addId(dictionary: Dictionary, bytes: Uint8Array, from: number, to: number): number {
  const sought = roomFor(dictionary, to - from);
  const hash = readWords(sought, bytes, from, to);
  const slot = slotOf(dictionary.slots, dictionary, sought, to - from, hash);
  const known = dictionary.slots[slot + 1]!;
  if (known >= 0) return known;
  const id = dictionary.size++;
  dictionary.slots[slot] = hash;
  dictionary.slots[slot + 1] = id;
  const start = dictionary.starts[id]!;
  const end = start + ((to - from + 3) >>> 2);
  while (end > dictionary.words.length) dictionary.words = doubled(dictionary.words);
  dictionary.words.set(sought.subarray(0, end - start), start);
  dictionary.lengths[id] = to - from;
  dictionary.starts[id + 1] = end;
  if (4 * dictionary.size >= dictionary.slots.length) enlarge(dictionary);
  return id;
}

/** The ids as texts, by number. */
export function textsOf(dictionary: Dictionary): string[] {
  const texts: string[] = [];
  for (let id = 0; id < dictionary.size; id++) {
    const start = dictionary.starts[id]!;
    const length = dictionary.lengths[id]!;
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = dictionary.words[start + (i >>> 2)]! >>> (8 * (i & 3));
    texts.push(textOf(bytes) ?? "");
  }
  return texts;
}

/** The words of the id looked for, long enough for so many bytes. */
function roomFor(dictionary: Dictionary, length: number): Int32Array {
  while (length > 4 * dictionary.sought.length) dictionary.sought = doubled(dictionary.sought);
  return dictionary.sought;
}

/** Reads the words of an id into `sought` and gives their hash. */
function readWords(sought: Int32Array, bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  let w = 0;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    sought[w++] = word;
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  }
  if (i < to) {
    let word = 0;
    for (let shift = 0; i < to; shift += 8) word |= bytes[i++]! << shift;
    sought[w] = word;
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** The place in `slots` of the id sought, or the empty one where it would go. */
function slotOf(slots: Int32Array, dictionary: Dictionary, sought: Int32Array, length: number, hash: number): number {
  const { starts, lengths, words } = dictionary;
  const mask = slots.length - 1;
  const count = (length + 3) >>> 2;
  for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
    const id = slots[slot + 1]!;
    if (id < 0) return slot;
    if (slots[slot] !== hash || lengths[id] !== length) continue;
    const start = starts[id]!;
    let w = 0;
    while (w < count && words[start + w] === sought[w]) w++;
    if (w === count) return slot;
  }
}

function enlarge(dictionary: Dictionary): void {
  const old = dictionary.slots;
  const slots = new Int32Array(2 * old.length).fill(-1);
  const mask = slots.length - 1;
  for (let from = 0; from < old.length; from += 2) {
    if (old[from + 1]! < 0) continue;
    let slot = (old[from]! << 1) & mask;
    while (slots[slot + 1]! >= 0) slot = (slot + 2) & mask;
    slots[slot] = old[from]!;
    slots[slot + 1] = old[from + 1]!;
  }
  dictionary.slots = slots;
  dictionary.lengths = doubled(dictionary.lengths);
  const starts = new Uint32Array(dictionary.lengths.length + 1);
  starts.set(dictionary.starts);
  dictionary.starts = starts;
}
