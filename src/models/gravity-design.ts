import { checkOffsets, fail } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import type { RowReader } from "../core/row-matrix.ts";
import type { Located, SparseMatrix } from "../types.ts";
import type { Constants, Design, Term } from "./design.ts";
import type { GravityTerms, LocationTerm, PairSource } from "./gravity-terms.ts";
import type { PairList } from "./pairs.ts";

/** A design, the locations that have no part in it, and the terms that are constant by their values. */
export interface GravityDesign {
  readonly design: Design;
  readonly leftOutOrigins: Uint32Array;
  readonly leftOutDestinations: Uint32Array;
}

/**
 * The design of the pairs. Left out are locations without mass, which must not have flows, and those without flows where
 * the model has a constant for each: no constant but −∞ fits them.
 */
export function buildDesign(
  where: string,
  flows: Located & SparseMatrix,
  pairs: PairList,
  terms: GravityTerms,
  constants: Constants,
): GravityDesign {
  const n = flows.locations.length;
  const { id } = flows.locations.columns;
  let list = pairs;
  let found = flowsOfPairs(flows, list);
  const isOut = {
    origins: leftOut(
      where,
      "originMass",
      terms.origins,
      found.outflow,
      id,
      constants === "origins" || constants === "both",
    ),
    destinations: leftOut(
      where,
      "destinationMass",
      terms.destinations,
      found.inflow,
      id,
      constants === "destinations" || constants === "both",
    ),
  };
  if (isOut.origins.includes(1) || isOut.destinations.includes(1)) {
    list = keptPairs(list, (origin, destination) => isOut.origins[origin]! + isOut.destinations[destination]! === 0);
    found = flowsOfPairs(flows, list);
  }
  const rows = new Uint32Array(n);
  const columns = new Uint32Array(n);
  const { offsets, index } = list;
  for (let origin = 0; origin < n; origin++) rows[origin] = offsets[origin + 1]! - offsets[origin]!;
  for (let k = 0; k < index.length; k++) columns[index[k]!]!++;
  const origins = terms.origins.map((term) => centred(term, rows));
  const destinations = terms.destinations.map((term) => centred(term, columns));
  const ofPairs = terms.pairs.map((source) => pairTerms(list, source, id, true));
  const offset = terms.offset === null ? null : pairTerms(list, terms.offset, id, false);
  return {
    design: {
      locations: n,
      offsets,
      destination: index,
      ...found,
      terms: [...origins, ...destinations, ...ofPairs.flat()].map((each) => each.term),
      originTerms: origins.map((each) => each.values),
      destinationTerms: destinations.map((each) => each.values),
      pairTerms: ofPairs.flat().map((each) => each.read),
      offset: offset === null ? null : offset[0]!.read,
    },
    leftOutOrigins: numbersOf(isOut.origins),
    leftOutDestinations: numbersOf(isOut.destinations),
  };
}

/** The pairs that a test keeps. */
export function keptPairs(
  { offsets, index }: PairList,
  isKept: (origin: number, destination: number, pair: number) => boolean,
): PairList {
  const starts = new Uint32Array(offsets.length);
  const kept = new Uint32Array(index.length);
  let at = 0;
  for (let origin = 0; origin + 1 < offsets.length; origin++) {
    for (let k = offsets[origin]!; k < offsets[origin + 1]!; k++) {
      if (isKept(origin, index[k]!, k)) kept[at++] = index[k]!;
    }
    starts[origin + 1] = at;
  }
  return { offsets: starts, index: kept.slice(0, at) };
}

/** Throws unless the pairs are those of so many locations, each once and in order. */
export function checkPairs(where: string, pairs: PairList, n: number): void {
  checkLists(where, "pairs", pairs, ["offsets", "index"], "a choice of pairs such as allPairs()");
  const { offsets, index } = pairs;
  checkOffsets(where, "pairs.offsets", offsets, n, index.length);
  for (let origin = 0; origin < n; origin++) {
    for (let k = offsets[origin]!; k < offsets[origin + 1]!; k++) {
      if (index[k]! >= n) fail(where, `pairs.index[${k}]`, `below the ${n} locations`, index[k]);
      if (k > offsets[origin]! && index[k]! <= index[k - 1]!) {
        fail(where, `pairs.index[${k}]`, `above ${index[k - 1]}, the one before`, index[k]);
      }
    }
  }
}

function leftOut(
  where: string,
  name: string,
  terms: readonly LocationTerm[],
  flow: Float64Array,
  id: readonly string[],
  needsFlow: boolean,
): Uint8Array {
  const such = name === "originMass" ? "above 0 where a flow leaves" : "above 0 where a flow arrives";
  return Uint8Array.from(flow, (total, l) => {
    const massless = terms.some((term) => term.values[l] === -Infinity);
    if (massless && total > 0) fail(where, `${name}[${l}] (${id[l]})`, such, 0);
    return massless || (needsFlow && total === 0) ? 1 : 0;
  });
}

function numbersOf(isOut: Uint8Array): Uint32Array {
  return Uint32Array.from(isOut.keys()).filter((l) => isOut[l] === 1);
}

/** Where among the pairs the flows above 0 are, and their sums. */
function flowsOfPairs(
  flows: SparseMatrix,
  { offsets, index }: PairList,
): Pick<Design, "flowOffsets" | "flowAt" | "flow" | "outflow" | "inflow"> {
  const n = offsets.length - 1;
  const flowOffsets = new Uint32Array(n + 1);
  const flowAt = new Uint32Array(flows.index.length);
  const flow = new Float64Array(flows.index.length);
  const outflow = new Float64Array(n);
  const inflow = new Float64Array(n);
  let at = 0;
  for (let origin = 0; origin < n; origin++) {
    let pair = offsets[origin]!;
    const end = offsets[origin + 1]!;
    for (let k = flows.offsets[origin]!; k < flows.offsets[origin + 1]!; k++) {
      const to = flows.index[k]!;
      while (pair < end && index[pair]! < to) pair++;
      if (pair === end || index[pair] !== to || flows.value[k] === 0) continue;
      flowAt[at] = pair;
      flow[at++] = flows.value[k]!;
      outflow[origin]! += flows.value[k]!;
      inflow[to]! += flows.value[k]!;
    }
    flowOffsets[origin + 1] = at;
  }
  return { flowOffsets, flowAt: flowAt.slice(0, at), flow: flow.slice(0, at), outflow, inflow };
}

/** A term of locations less its mean, each location counted as often as it has pairs; 0 where it has none. */
function centred({ name, values }: LocationTerm, times: Uint32Array): { term: Term; values: Float64Array } {
  const first = values[times.findIndex((count) => count > 0)] ?? 0;
  let count = 0;
  let sum = 0;
  for (let l = 0; l < values.length; l++) {
    count += times[l]!;
    if (times[l]! > 0) sum += times[l]! * (values[l]! - first);
  }
  const centre = first + (count === 0 ? 0 : sum / count);
  const less = values.map((x, l) => (times[l]! > 0 ? x - centre : 0));
  let squares = 0;
  for (let l = 0; l < values.length; l++) squares += times[l]! * less[l]! * less[l]!;
  return { term: { name, centre, spread: count === 0 ? 0 : Math.sqrt(squares / count) }, values: less };
}

interface PairTerm {
  readonly term: Term;
  readonly read: RowReader;
}

/** The terms of a source, checked pair by pair, and how to read them again: from memory, or computed anew. */
function pairTerms(
  { offsets, index }: PairList,
  source: PairSource,
  id: readonly string[],
  centre: boolean,
): PairTerm[] {
  const n = offsets.length - 1;
  const width = offsets.reduce((most, end, o) => (o === 0 ? 0 : Math.max(most, end - offsets[o - 1]!)), 0);
  const k = source.names.length;
  const held = source.held ? source.names.map(() => new Float64Array(index.length)) : null;
  const into = source.names.map(() => new Float64Array(width));
  const raw = new Float64Array(width);
  const row = new Float64Array(2);
  const first = new Float64Array(k).fill(Number.NaN);
  const sums = new Float64Array(k);
  const squares = new Float64Array(k);
  for (let origin = 0; origin < n; origin++) {
    const from = offsets[origin]!;
    const destinations = index.subarray(from, offsets[origin + 1]!);
    source.fill(origin, destinations, into, raw);
    for (let t = 0; t < k; t++) {
      const values = into[t]!;
      if (Number.isNaN(first[t]!) && destinations.length > 0) first[t] = values[0]!;
      const found = addRow(values, destinations.length, first[t]!, raw, source.takes, row);
      if (found >= 0) source.refuse(id[origin]!, id[destinations[found]!]!, raw[found]!);
      sums[t]! += row[0]!;
      squares[t]! += row[1]!;
      if (held !== null) held[t]!.set(values.subarray(0, destinations.length), from);
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
    held.forEach((values, t) => {
      const c = centres[t]!;
      if (c !== 0) for (let pair = 0; pair < count; pair++) values[pair]! -= c;
    });
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
        source.fill(origin, destinations, into, raw);
        for (let u = 0; u < k; u++) {
          const values = into[u]!;
          const c = centres[u]!;
          for (let p = 0; p < destinations.length; p++) values[p]! -= c;
        }
        last = origin;
      }
      return into[t]!;
    },
  }));
}

/** The sums of a row's values and of their squares, less `first`, into `sums`; returns the first value that is not finite or not taken, or −1. */
function addRow(
  values: Float64Array,
  count: number,
  first: number,
  raw: Float64Array,
  takes: (raw: number) => boolean,
  sums: Float64Array,
): number {
  let sum = 0;
  let square = 0;
  for (let p = 0; p < count; p++) {
    const x = values[p]! - first;
    sum += x;
    square += x * x;
    if (!(Number.isFinite(values[p]) && Number.isFinite(raw[p]) && takes(raw[p]!))) return p;
  }
  sums[0] = sum;
  sums[1] = square;
  return -1;
}
