import type { RowReader } from "../core/row-matrix.ts";
import type { Term } from "./design.ts";
import { LARGEST, type PairSource } from "./gravity-terms.ts";
import type { PairList } from "./pairs.ts";

/** A term of pairs, and how to read its values, less its centre, for the pairs of an origin. */
export interface PairTerm {
  readonly term: Term;
  readonly read: RowReader;
}

/** The terms of a source, checked pair by pair, and how to read them again: from memory, or computed anew. */
export function pairTerms(
  { offsets, index }: PairList,
  source: PairSource,
  id: readonly string[],
  centre: boolean,
): PairTerm[] {
  const n = offsets.length - 1;
  const width = offsets.reduce((most, end, o) => (o === 0 ? 0 : Math.max(most, end - offsets[o - 1]!)), 0);
  const k = source.names.length;
  const held = source.held ? source.names.map(() => new Float64Array(index.length)) : null;
  const row = source.names.map(() => new Float64Array(width));
  const raw = new Float64Array(width);
  const moments = new Float64Array(2);
  const first = new Float64Array(k).fill(Number.NaN);
  const sums = new Float64Array(k);
  const squares = new Float64Array(k);
  for (let origin = 0; origin < n; origin++) {
    const from = offsets[origin]!;
    const destinations = index.subarray(from, offsets[origin + 1]!);
    const count = destinations.length;
    const into = held === null ? row : held.map((values) => values.subarray(from, from + count));
    source.fill(origin, destinations, into, raw);
    let isWrong = !isWithin(raw, count, source.least);
    for (let t = 0; t < k; t++) {
      const values = into[t]!;
      if (Number.isNaN(first[t]!) && count > 0) first[t] = values[0]!;
      sumRow(values, count, first[t]!, moments);
      // A number that is not finite makes the sum of squares none either.
      isWrong ||= !(moments[1]! < Infinity);
      sums[t]! += moments[0]!;
      squares[t]! += moments[1]!;
    }
    if (!isWrong) continue;
    for (const values of into) {
      for (let p = 0; p < count; p++) {
        if (Number.isFinite(values[p]) && raw[p]! >= source.least && raw[p]! <= LARGEST) continue;
        source.refuse(id[origin]!, id[destinations[p]!]!, raw[p]!);
      }
    }
  }
  const count = index.length;
  const centres = source.names.map((_, t) => (centre && count > 0 ? first[t]! + sums[t]! / count : 0));
  const terms = source.names.map((name, t) => {
    const mean = sums[t]! / count;
    const variance = count === 0 ? 0 : squares[t]! / count - mean * mean;
    return { name, centre: centres[t]!, spread: Math.sqrt(Math.max(0, variance)) };
  });
  if (held !== null) {
    for (let t = 0; t < k; t++) subtract(held[t]!, count, centres[t]!);
    return terms.map((term, t) => ({
      term,
      read: (origin) => held[t]!.subarray(offsets[origin]!, offsets[origin + 1]!),
    }));
  }
  let last = -1;
  return terms.map((term, t) => ({
    term,
    read: (origin) => {
      if (origin !== last) {
        const destinations = index.subarray(offsets[origin]!, offsets[origin + 1]!);
        source.fill(origin, destinations, row, raw);
        for (let u = 0; u < k; u++) subtract(row[u]!, destinations.length, centres[u]!);
        last = origin;
      }
      return row[t]!;
    },
  }));
}

/** Whether the first numbers are all at least this, and not too large for sums of squares. */
function isWithin(values: Float64Array, count: number, least: number): boolean {
  for (let p = 0; p < count; p++) if (!(values[p]! >= least && values[p]! <= LARGEST)) return false;
  return true;
}

/** Σ x and Σ x² of the numbers less `first`, in two sums each side by side. */
function sumRow(values: Float64Array, count: number, first: number, into: Float64Array): void {
  let sum = 0;
  let square = 0;
  let sum2 = 0;
  let square2 = 0;
  let p = 0;
  for (; p + 1 < count; p += 2) {
    const x = values[p]! - first;
    const x2 = values[p + 1]! - first;
    sum += x;
    sum2 += x2;
    square += x * x;
    square2 += x2 * x2;
  }
  if (p < count) {
    const x = values[p]! - first;
    sum += x;
    square += x * x;
  }
  into[0] = sum + sum2;
  into[1] = square + square2;
}

function subtract(values: Float64Array, count: number, less: number): void {
  if (less === 0) return;
  for (let p = 0; p < count; p++) values[p]! -= less;
}
