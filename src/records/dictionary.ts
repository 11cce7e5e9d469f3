import { doubled } from "../core/growth.ts";
import type { Batch } from "./batch.ts";
import { bytesOf, textOf, viewOf } from "./utf8.ts";

/**
 * Numbers for texts as they stand in a file: bytes in, number out, and no string is made for an id that is known.
 *
 * **How** an id is read four bytes at a time into words; the words give the hash (FNV-1a on words, with a fold) and are
 * compared with those of the ids known. Open addressing, at most a third full, so that most ids are met at first sight.
 */
export interface Dictionary {
  /** How many ids are known. */
  size: number;
  /** For every slot of the table the hash of the id in it and where in `entries` it stands; −1 for an empty slot. */
  slots: Int32Array;
  /** Per id, in the order in which they came: its number, its length in bytes, its words. */
  entries: Int32Array;
  /** How much of `entries` is in use. */
  end: number;
  /** The words of the id looked for last. */
  sought: Int32Array;
}

const FIRST_SLOTS = 1 << 10;

/** What `findId` says of an id that is not known. */
export const UNKNOWN_ID = -2;

/** A dictionary with these ids, which must differ, and their numbers. */
export function createDictionary(ids: readonly string[] = [], numbers: readonly number[] = []): Dictionary {
  const dictionary: Dictionary = {
    size: 0,
    slots: new Int32Array(2 * FIRST_SLOTS).fill(-1),
    entries: new Int32Array(4 * FIRST_SLOTS),
    end: 0,
    sought: new Int32Array(16),
  };
  ids.forEach((id, i) => {
    const view = viewOf(bytesOf(id));
    addId(dictionary, view, 0, view.byteLength, numbers[i]);
  });
  return dictionary;
}

/** The number of the id in bytes from … to − 1, or `UNKNOWN_ID`. */
export function findId(dictionary: Dictionary, view: DataView, from: number, to: number): number {
  const { slots, entries } = dictionary;
  const sought = roomFor(dictionary, to - from);
  const hash = readWords(sought, view, from, to);
  const entry = slots[slotOf(slots, entries, sought, to - from, hash) + 1]!;
  return entry < 0 ? UNKNOWN_ID : entries[entry]!;
}

/**
 * The number, or `UNKNOWN_ID`, of the id in field `field` of every record of a batch that can still be taken. Records
 * with an empty id are marked with the reason `ifEmpty`, those with an unknown one with `ifUnknown`; 0 marks none.
 */
export function findIds(
  dictionary: Dictionary,
  batch: Batch,
  field: number,
  numbers: Int32Array,
  ifEmpty: number,
  ifUnknown: number,
): void {
  const { fields, rows, view, starts, ends, reason } = batch;
  const { slots, entries } = dictionary;
  let sought = dictionary.sought;
  for (let r = 0, k = field; r < rows; r++, k += fields) {
    if (reason[r] !== 0) continue;
    const from = starts[k]!;
    const length = ends[k]! - from;
    if (length === 0 && ifEmpty !== 0) {
      reason[r] = ifEmpty;
      continue;
    }
    if (length > 4 * sought.length) sought = roomFor(dictionary, length);
    const hash = readWords(sought, view, from, from + length);
    const entry = slots[slotOf(slots, entries, sought, length, hash) + 1]!;
    numbers[r] = entry < 0 ? UNKNOWN_ID : entries[entry]!;
    if (entry < 0 && ifUnknown !== 0) reason[r] = ifUnknown;
  }
}

/** The number of the id in bytes from … to − 1; a new id gets the number given, or the next one. */
export function addId(
  dictionary: Dictionary,
  view: DataView,
  from: number,
  to: number,
  number: number = dictionary.size,
): number {
  const { slots } = dictionary;
  const sought = roomFor(dictionary, to - from);
  const hash = readWords(sought, view, from, to);
  const slot = slotOf(slots, dictionary.entries, sought, to - from, hash);
  const known = slots[slot + 1]!;
  if (known >= 0) return dictionary.entries[known]!;
  const words = (to - from + 3) >>> 2;
  const entry = dictionary.end;
  dictionary.end += 2 + words;
  while (dictionary.end > dictionary.entries.length) dictionary.entries = doubled(dictionary.entries);
  dictionary.entries[entry] = number;
  dictionary.entries[entry + 1] = to - from;
  dictionary.entries.set(sought.subarray(0, words), entry + 2);
  slots[slot] = hash;
  slots[slot + 1] = entry;
  dictionary.size++;
  if (6 * dictionary.size > slots.length) enlarge(dictionary);
  return number;
}

/** The ids as texts, in the order in which they came. */
export function textsOf(dictionary: Dictionary): string[] {
  const { entries, end } = dictionary;
  const texts: string[] = [];
  for (let entry = 0; entry < end; entry += 2 + ((entries[entry + 1]! + 3) >>> 2)) {
    const bytes = new Uint8Array(entries[entry + 1]!);
    for (let i = 0; i < bytes.length; i++) bytes[i] = entries[entry + 2 + (i >>> 2)]! >>> (8 * (i & 3));
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
function readWords(sought: Int32Array, view: DataView, from: number, to: number): number {
  let hash = to - from;
  let w = 0;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word = view.getInt32(i, true);
    sought[w++] = word;
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  }
  if (i < to) {
    let word = 0;
    if (i + 4 <= view.byteLength) word = view.getInt32(i, true) & (-1 >>> (8 * (i + 4 - to)));
    else for (let at = i; at < to; at++) word |= view.getUint8(at) << (8 * (at - i));
    sought[w] = word;
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** The place in `slots` of the id sought, or the empty one where it would go. */
function slotOf(slots: Int32Array, entries: Int32Array, sought: Int32Array, length: number, hash: number): number {
  const mask = slots.length - 1;
  const words = (length + 3) >>> 2;
  for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
    const entry = slots[slot + 1]!;
    if (entry < 0) return slot;
    if (slots[slot] !== hash || entries[entry + 1] !== length) continue;
    let w = 0;
    while (w < words && entries[entry + 2 + w] === sought[w]) w++;
    if (w === words) return slot;
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
}
