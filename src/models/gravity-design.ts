import { checkOffsets, fail } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import type { Located, SparseMatrix } from "../types.ts";
import type { Constants, Design, Term } from "./design.ts";
import { pairTerms } from "./gravity-pair-terms.ts";
import type { GravityTerms, LocationTerm } from "./gravity-terms.ts";
import { countRow, disorderIn } from "./pair-rows.ts";
import type { PairList } from "./pairs.ts";

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
): Design {
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
  for (let origin = 0; origin < n; origin++) {
    rows[origin] = offsets[origin + 1]! - offsets[origin]!;
    countRow(index.subarray(offsets[origin]!, offsets[origin + 1]!), columns);
  }
  const origins = terms.origins.map((term) => centred(term, rows));
  const destinations = terms.destinations.map((term) => centred(term, columns));
  const ofPairs = terms.pairs.map((source) => pairTerms(list, source, id, true));
  const offset = terms.offset === null ? null : pairTerms(list, terms.offset, id, false);
  return {
    locations: n,
    offsets,
    destination: index,
    ...found,
    terms: [...origins, ...destinations, ...ofPairs.flat()].map((each) => each.term),
    originTerms: origins.map((each) => each.values),
    destinationTerms: destinations.map((each) => each.values),
    pairTerms: ofPairs.flat().map((each) => each.read),
    offset: offset === null ? null : offset[0]!.read,
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
    const wrong = disorderIn(index.subarray(offsets[origin]!, offsets[origin + 1]!), n);
    if (wrong < 0) continue;
    const k = offsets[origin]! + wrong;
    if (index[k]! >= n) fail(where, `pairs.index[${k}]`, `below the ${n} locations`, index[k]);
    fail(where, `pairs.index[${k}]`, `above ${index[k - 1]}, the one before`, index[k]);
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
      // Where a row holds every location but one, a destination stands at its own number or one before.
      const near = offsets[origin]! + to;
      if (near < end && index[near] === to) pair = near;
      else if (near - 1 >= pair && near - 1 < end && index[near - 1] === to) pair = near - 1;
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
