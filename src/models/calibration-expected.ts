import { balanceRows } from "../core/balancing.ts";
import { fail } from "../core/check.ts";
import { expByTable } from "../core/exponentials.ts";
import { exp, log } from "../core/math.ts";
import { checkRowMatrix, type RowReader } from "../core/row-matrix.ts";
import { checkFlows } from "../core/sparse.ts";
import { sumOf } from "../core/sums.ts";
import type { Located, SparseMatrix } from "../types.ts";
import type { Constants } from "./design.ts";
import type { FlowLaw } from "./law.ts";

/**
 * What a calibration compares: observed flows, and the flows that a law expects once it has the totals of the observed ones.
 */

/** Flows above 0, and their totals. */
export interface ObservedFlows extends SparseMatrix {
  readonly id: readonly string[];
  readonly outflows: Float64Array;
  readonly inflows: Float64Array;
  readonly total: number;
  /** Which totals the expected flows share with these. */
  readonly keeps: Constants;
  /** Whether flows within a location are among them. */
  readonly intrazonal: boolean;
}

/** The observed flows, checked. */
export function observe(
  where: string,
  flows: Located & SparseMatrix,
  keeps: Constants,
  intrazonal: boolean,
): ObservedFlows {
  checkFlows(where, "flows", flows);
  const n = flows.locations.length;
  const { id } = flows.locations.columns;
  const offsets = new Uint32Array(n + 1);
  const index = new Uint32Array(flows.index.length);
  const value = new Float64Array(flows.index.length);
  const outflows = new Float64Array(n);
  const inflows = new Float64Array(n);
  let at = 0;
  for (let o = 0; o < n; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
      const [d, flow] = [flows.index[k]!, flows.value[k]!];
      if (flow < 0) fail(where, `flows from ${id[o]} to ${id[d]}`, "at least 0", flow);
      if (flow === 0 || (d === o && !intrazonal)) continue;
      index[at] = d;
      value[at++] = flow;
      outflows[o]! += flow;
      inflows[d]! += flow;
    }
    offsets[o + 1] = at;
  }
  return {
    id,
    offsets,
    index: index.slice(0, at),
    value: value.slice(0, at),
    outflows,
    inflows,
    total: sumOf(outflows),
    keeps,
    intrazonal,
  };
}

/** Expected flows, a row at a time; a row is overwritten by the next. */
interface ReadRows {
  readonly flows: RowReader;
  /** Logarithms of the flows as shares of the outflow, where outflows are kept and the law tells logarithms; else null. */
  readonly logShares: RowReader | null;
  /** What the row of flows read last adds up to, where of some rows only the pairs with an observed flow are known; else null. */
  readonly placed: (() => number) | null;
}

/** Turns laws into expected flows, one after the other: readers are good until the next call. Null where a law cannot be balanced. */
export type Expecter = (where: string, name: string, law: FlowLaw) => ReadRows | null;

/** Factors of both sides agree with the totals to this share; a law that does not get there so soon is told as such. */
const BALANCING = { tolerance: 1e-11, maxIterations: 5000 };

/**
 * An expecter with memory of its own: n numbers where outflows are kept, n² else. Where only pairs with an observed flow are
 * read, the others may hold anything.
 */
export function createExpecter(observed: ObservedFlows, readsObservedOnly = false): Expecter {
  const n = observed.outflows.length;
  if (observed.keeps === "origins") {
    const whole = byOrigins(observed, new Float64Array(n));
    return readsObservedOnly ? byCells(observed, whole) : whole;
  }
  const held = new Float64Array(n * n);
  const rowOf = (o: number): Float64Array => held.subarray(o * n, o * n + n);
  return (where, name, law) => {
    const fill = filler(where, name, law, observed);
    const isLog = law.fillLogRow !== undefined;
    for (let o = 0; o < n; o++) fill(o, rowOf(o));
    if (isLog) liftLogs(held, n, observed.keeps);
    if (observed.keeps === "both") return balanced(where, name, observed, rowOf);
    const scale = observed.keeps === "one" ? totalScale(held, observed.total) : columnScale(held, observed.inflows);
    for (let o = 0; o < n; o++) {
      const row = rowOf(o);
      for (let d = 0; d < n; d++) row[d]! *= scale[d]!;
    }
    return { flows: rowOf, logShares: null, placed: null };
  };
}

function byOrigins(observed: ObservedFlows, row: Float64Array): Expecter {
  const n = row.length;
  const lifted = new Float64Array(n);
  /** Turns logarithms into weights, the largest being 1; returns the largest logarithm. */
  const lift = (): number => {
    let top = -Infinity;
    for (let d = 0; d < n; d++) if (row[d]! > top) top = row[d]!;
    if (top === -Infinity) lifted.fill(0);
    else {
      for (let d = 0; d < n; d++) lifted[d] = row[d]! - top;
      expByTable(lifted, n);
    }
    return top;
  };
  const sumOfRow = (cells: Float64Array): number => {
    let sum = 0;
    for (let d = 0; d < n; d++) sum += cells[d]!;
    return sum;
  };
  return (where, name, law) => {
    const fill = filler(where, name, law, observed);
    const isLog = law.fillLogRow !== undefined;
    const flows: RowReader = (o) => {
      const outflow = observed.outflows[o]!;
      if (outflow === 0) return row.fill(0);
      fill(o, row);
      if (isLog) lift();
      const cells = isLog ? lifted : row;
      const sum = sumOfRow(cells);
      const factor = sum > 0 ? outflow / sum : 0;
      for (let d = 0; d < n; d++) cells[d]! *= factor;
      return cells;
    };
    const logShares: RowReader = (o) => {
      fill(o, row);
      const top = lift();
      if (top === -Infinity) return row;
      const whole = top + log(sumOfRow(lifted));
      for (let d = 0; d < n; d++) row[d]! -= whole;
      return row;
    };
    return { flows, logShares: isLog ? logShares : null, placed: null };
  };
}

/** Rows of which no more than this share is read need not be computed whole. */
const FEW_CELLS = 0.5;

/** As the expecter of whole rows, but only where there is an observed flow, for laws that can tell these cells alone. */
function byCells({ id, offsets, index, outflows }: ObservedFlows, whole: Expecter): Expecter {
  const n = id.length;
  const row = new Float64Array(n);
  return (where, name, law) => {
    const rows = whole(where, name, law);
    const { fillCells } = law;
    if (fillCells === undefined || rows === null) return rows;
    const isLog = rows.logShares !== null;
    const isKnown = (x: number): boolean => x < Infinity && (isLog || x >= 0);
    const such = isLog ? "a logarithm below infinity" : "a finite number of at least 0";
    /** Writes what the law says where the origin has flows; returns the sum of all weights, or its logarithm. */
    const read = (o: number, columns: Uint32Array): number => {
      const sum = fillCells(o, columns, row);
      if (!isKnown(sum)) fail(where, `the sum of weights by ${name} from ${id[o]}`, such, sum);
      const wrong = columns.find((d) => !isKnown(row[d]!));
      if (wrong !== undefined) fail(where, `the weight by ${name} from ${id[o]} to ${id[wrong]}`, such, row[wrong]);
      return sum;
    };
    const isFew = (o: number): boolean => offsets[o + 1]! - offsets[o]! <= FEW_CELLS * n;
    const columnsOf = (o: number): Uint32Array => index.subarray(offsets[o], offsets[o + 1]);
    let placed = 0;
    const flows: RowReader = (o) => {
      if (!isFew(o)) {
        const cells = rows.flows(o);
        placed = sumOf(cells);
        return cells;
      }
      const columns = columnsOf(o);
      const sum = read(o, columns);
      const isSome = sum > (isLog ? -Infinity : 0);
      placed = isSome ? outflows[o]! : 0;
      for (const d of columns) row[d] = isSome ? (isLog ? exp(row[d]! - sum) : row[d]! / sum) * outflows[o]! : 0;
      return row;
    };
    const logShares: RowReader = (o) => {
      if (!isFew(o)) return rows.logShares!(o);
      const columns = columnsOf(o);
      const sum = read(o, columns);
      for (const d of columns) row[d]! -= sum === -Infinity ? 0 : sum;
      return row;
    };
    return { flows, logShares: isLog ? logShares : null, placed: () => placed };
  };
}

/** Writes the weights of an origin, or their logarithms where the law has them. Throws for others. */
function filler(
  where: string,
  name: string,
  law: FlowLaw,
  { id, intrazonal }: ObservedFlows,
): (o: number, row: Float64Array) => void {
  const n = id.length;
  checkRowMatrix(where, name, law, n, n);
  const { fillLogRow } = law;
  const fail0 = (o: number, d: number, got: number, such: string): never =>
    fail(where, `the weight by ${name} from ${id[o]} to ${id[d]}`, such, got);
  if (fillLogRow !== undefined) {
    return (o, row) => {
      fillLogRow(o, row);
      if (!intrazonal) row[o] = -Infinity;
      for (let d = 0; d < n; d++) if (!(row[d]! < Infinity)) fail0(o, d, row[d]!, "a logarithm below infinity");
    };
  }
  return (o, row) => {
    law.fillRow(o, row);
    if (!intrazonal) row[o] = 0;
    for (let d = 0; d < n; d++) {
      if (!(row[d]! >= 0 && row[d]! < Infinity)) fail0(o, d, row[d]!, "a finite number of at least 0");
    }
  };
}

/** Turns logarithms into weights in place, the largest of what shares a factor being 1. */
function liftLogs(cells: Float64Array, n: number, keeps: Constants): void {
  const isByRow = keeps === "both";
  const top = new Float64Array(n).fill(-Infinity);
  const last = keeps === "one" ? 0 : n - 1;
  for (let o = 0, c = 0; c < cells.length; o++) {
    for (let d = 0; d < n; d++, c++) {
      const at = isByRow ? o : Math.min(d, last);
      if (cells[c]! > top[at]!) top[at] = cells[c]!;
    }
  }
  for (let o = 0, c = 0; c < cells.length; o++) {
    for (let d = 0; d < n; d++, c++) {
      const highest = top[isByRow ? o : Math.min(d, last)]!;
      cells[c] = highest === -Infinity ? -Infinity : cells[c]! - highest;
    }
  }
  expByTable(cells, cells.length);
}

function totalScale(cells: Float64Array, total: number): Float64Array {
  const n = Math.sqrt(cells.length);
  const sum = sumOf(cells);
  return new Float64Array(n).fill(sum > 0 ? total / sum : 0);
}

function columnScale(cells: Float64Array, inflows: Float64Array): Float64Array {
  const n = inflows.length;
  const sums = new Float64Array(n);
  for (let o = 0, c = 0; o < n; o++) for (let d = 0; d < n; d++) sums[d]! += cells[c++]!;
  return inflows.map((inflow, d) => (sums[d]! > 0 ? inflow / sums[d]! : 0));
}

function balanced(
  where: string,
  name: string,
  { outflows, inflows }: ObservedFlows,
  rowOf: (o: number) => Float64Array,
): ReadRows | null {
  const found = balanceRows(where, name, rowOf, { outflows, inflows }, BALANCING);
  if (!found.converged) return null;
  const { originFactors, destinationFactors } = found;
  const n = outflows.length;
  for (let o = 0; o < n; o++) {
    const row = rowOf(o);
    for (let d = 0; d < n; d++) row[d]! *= originFactors[o]! * destinationFactors[d]!;
  }
  return { flows: rowOf, logShares: null, placed: null };
}
