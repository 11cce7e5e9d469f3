import { createMixture, type Reading } from "./balancing-mixture.ts";
import { checkInteger, checkLength, checkNumber, fail, failInWords } from "./check.ts";
import { checkList } from "./check-tables.ts";
import { exp, log } from "./math.ts";
import { addRow, type CellReader, dotRow, largestOfRow, type RowCells } from "./row-cells.ts";
import type { RowReader } from "./row-matrix.ts";
import { sumOf } from "./sums.ts";

/**
 * Balancing, also iterative proportional fitting: the factors that give a matrix of numbers of at least 0 the totals of
 * rows and columns that it is to have. The matrix is read row by row.
 *
 * **How** Furness' two steps in one reading: each row is scaled to its total under the present factors of columns, which
 * gives the columns' sums C; a column's factor is then multiplied by total / C. In logarithms this is the step v + r with
 * r = ln(total / C), down a convex function f(v) = Σ outflow · ln(row sum) − Σ inflow · v. Its rate can be slow (a thousand
 * readings for distances that hold people back much), so that the last steps are mixed (Anderson): of all mixtures, the one
 * whose r is least, weighted by the totals. A mixture that raises f is taken a quarter as far, or the plain step instead, so
 * that f always falls and the limit is that of the plain steps.
 */

/** Totals of both sides, which agree. */
export interface Margins {
  readonly outflows: Float64Array;
  readonly inflows: Float64Array;
}

export interface BalancingLimits {
  /** The largest error of a row's sum, as a share of its total. */
  readonly tolerance: number;
  /** How often the matrix may be read. */
  readonly maxIterations: number;
}

/** A tolerance of 1 %, as some programs have it, leaves flows that are wrong in their second digit. */
export const BALANCING_DEFAULTS = { tolerance: 1e-10, maxIterations: 10_000 } as const;

export interface Balance {
  /** The balanced cell of row r and column c is originFactors[r] · cell · destinationFactors[c]; the largest of these is 1. */
  readonly originFactors: Float64Array;
  readonly destinationFactors: Float64Array;
  /** The largest error of a row's sum, as a share of its total. Sums of columns are exact. */
  readonly largestError: number;
  readonly iterations: number;
  readonly converged: boolean;
  /**
   * Where the matrix is known not to admit the totals: rows that have more to send than the columns they reach may take, and
   * columns that are to take more than the rows that reach them have. Empty otherwise.
   */
  readonly unmetOutflows: Uint32Array;
  readonly unmetInflows: Uint32Array;
}

/** Sums that differ by less than this, as a share, are sums of the same numbers in another order. */
const SAME_TOTAL = 1e-10;
/** f is known to this share of the total; changes below it say nothing. */
const VALUE_TOLERANCE = 1e-12;
/** A mixture that has to be shortened to less than this is no better than the plain step. */
const SHORTEST = 1 / 16;
/** Whether the totals can be met is looked at after so many readings, and each time there are twice as many. */
const FIRST_DOUBT = 64;
const CERTAIN = 1e-9;

/** Throws unless these are totals of both sides that agree, or a total is given to scale both to. */
export function checkMargins(
  where: string,
  outflows: ArrayLike<number>,
  inflows: ArrayLike<number>,
  rows: number,
  columns: number,
  total?: number,
): Margins {
  checkTotals(where, "outflows", outflows, rows);
  checkTotals(where, "inflows", inflows, columns);
  if (total !== undefined) checkNumber(where, "total", total, Number.MIN_VALUE);
  const leaving = sumOf(outflows);
  const arriving = sumOf(inflows);
  const to = total ?? leaving;
  if (total === undefined && !(Math.abs(leaving - arriving) <= SAME_TOTAL * leaving)) {
    const remedy = "a total can be given to scale both to";
    failInWords(where, "inflows", `of the sum of outflows, ${leaving}`, `a sum of ${arriving}`, remedy);
  }
  const scaled = (name: string, list: ArrayLike<number>, sum: number): Float64Array => {
    if (to > 0 && sum === 0) fail(where, name, "above 0 somewhere", 0);
    return Float64Array.from(list, (x) => (sum === to ? x : x * (to / sum)));
  };
  return { outflows: scaled("outflows", outflows, leaving), inflows: scaled("inflows", inflows, arriving) };
}

function checkTotals(where: string, name: string, totals: ArrayLike<number>, length: number): void {
  checkList(where, name, totals);
  checkLength(where, name, totals.length, length);
  for (let l = 0; l < length; l++) {
    if (!(totals[l]! >= 0 && totals[l]! < Infinity)) {
      fail(where, `${name}[${l}]`, "a finite number of at least 0", totals[l]);
    }
  }
}

/** Throws unless the limits are a tolerance above 0 and a number of iterations. */
export function checkBalancingLimits(where: string, limits: BalancingLimits): void {
  checkNumber(where, "tolerance", limits.tolerance, Number.MIN_VALUE, 1);
  checkInteger(where, "maxIterations", limits.maxIterations, 1);
}

/**
 * Balances a matrix whose rows are read whole.
 *
 * @param where - who asks, for messages about the cells of the matrix named `name`
 * @param margins - as `checkMargins` returns them
 */
export function balanceRows(
  where: string,
  name: string,
  read: RowReader,
  margins: Margins,
  limits: BalancingLimits,
): Balance {
  const columns = margins.inflows.length;
  let unchecked = 0;
  const cells: { value: Float64Array } & RowCells = { value: new Float64Array(0), index: null, from: 0, to: columns };
  return balanceCells(
    (row) => {
      cells.value = read(row);
      if (row >= unchecked) {
        checkCells(where, name, cells.value, row);
        unchecked = row + 1;
      }
      return cells;
    },
    margins,
    limits,
  );
}

function checkCells(where: string, name: string, cells: Float64Array, row: number): void {
  for (let c = 0; c < cells.length; c++) {
    if (!(cells[c]! >= 0 && cells[c]! < Infinity)) {
      fail(where, `${name}[${row}, ${c}]`, "a finite number of at least 0", cells[c]);
    }
  }
}

/** Balances a matrix of cells that are known to be finite and at least 0; `start` holds logarithms of columns' factors. */
export function balanceCells(
  read: CellReader,
  { outflows, inflows }: Margins,
  { tolerance, maxIterations }: BalancingLimits,
  start?: Float64Array,
): Balance {
  const [rows, columns] = [outflows.length, inflows.length];
  const origin = new Float64Array(rows);
  const factor = new Float64Array(columns);
  const sums = new Float64Array(columns);
  const total = sumOf(inflows);
  let iterations = 0;

  /** Reads the matrix at factors e^v: rows to their totals; what this leaves of the columns. */
  const readAt = (v: Float64Array): Reading => {
    iterations++;
    centre(v);
    let top = -Infinity;
    for (let c = 0; c < columns; c++) if (inflows[c]! > 0 && v[c]! > top) top = v[c]!;
    for (let c = 0; c < columns; c++) factor[c] = inflows[c]! > 0 ? exp(v[c]! - top) : 0;
    sums.fill(0);
    let value = 0;
    for (let r = 0; r < rows; r++) {
      if (outflows[r] === 0) continue;
      const cells = read(r);
      const sum = dotRow(cells, factor);
      origin[r] = sum > 0 ? outflows[r]! / sum : 0;
      // NaN, which no step goes to, where the row has vanished.
      value += outflows[r]! * (sum > 0 ? log(sum) + top : Number.NaN);
      addRow(cells, origin[r]!, sums);
    }
    const rest = new Float64Array(columns);
    let error = 0;
    let size = 0;
    for (let c = 0; c < columns; c++) {
      if (inflows[c] === 0) continue;
      const ratio = (sums[c]! * factor[c]!) / inflows[c]!;
      if (!(Math.abs(ratio - 1) <= error)) error = Math.abs(ratio - 1);
      rest[c] = -log(ratio);
      size += inflows[c]! * rest[c]! * rest[c]!;
      value -= inflows[c]! * v[c]!;
    }
    centre(rest);
    return { v, rest, error, size, value };
  };

  /** A number that all columns share changes no flow; mixtures would pile it up until it drowns what differs. */
  const centre = (x: Float64Array): void => {
    let mean = 0;
    for (let c = 0; c < columns; c++) if (inflows[c]! > 0) mean += (inflows[c]! / total) * x[c]!;
    for (let c = 0; c < columns; c++) if (inflows[c]! > 0) x[c]! -= mean;
  };

  let here = readAt(start?.slice() ?? new Float64Array(columns));
  let unmetOutflows = rowsWhere(outflows, origin);
  let unmetInflows = rowsWhere(inflows, sums);
  const mixture = createMixture(inflows);
  let doubt = FIRST_DOUBT;
  let before = here.v;
  const isOver = (): boolean => here.error <= tolerance || unmetOutflows.length + unmetInflows.length > 0;
  const look = (): void => {
    const drift = here.v.map((x, c) => x - before[c]!);
    [unmetOutflows, unmetInflows] = excessAlong(drift, read, outflows, inflows);
    before = here.v;
    doubt = 2 * iterations;
  };
  while (!isOver() && iterations < maxIterations) {
    let next: Reading | null = null;
    const mixed = mixture.stepFrom(here);
    // The last reading that is allowed is that of a plain step.
    for (let length = 1; mixed !== null && next === null && length >= SHORTEST; length /= 4) {
      if (iterations + 1 >= maxIterations) break;
      const tried = readAt(here.v.map((x, c) => x + length * mixed[c]!));
      const change = tried.value - here.value;
      const known = VALUE_TOLERANCE * total;
      if (change < -known || (change <= known && tried.size <= 4 * here.size)) next = tried;
    }
    if (next === null) mixture.forget();
    next ??= readAt(here.v.map((x, c) => x + here.rest[c]!));
    if (!Number.isFinite(next.value)) {
      // Factors are farther apart than numbers reach: the end is where they still were numbers.
      here = readAt(here.v);
      break;
    }
    mixture.remember(here, next);
    here = next;
    if (iterations >= doubt) look();
  }
  if (!isOver() && iterations >= FIRST_DOUBT) look();
  const converged = here.error <= tolerance;
  return { ...finished(), iterations, converged, unmetOutflows, unmetInflows };

  /** The columns' step from where the search ended, and the error that it leaves in the rows. */
  function finished(): Pick<Balance, "originFactors" | "destinationFactors" | "largestError"> {
    let top = 0;
    for (let c = 0; c < columns; c++) {
      factor[c] = sums[c]! > 0 ? inflows[c]! / sums[c]! : 0;
      if (factor[c]! > top) top = factor[c]!;
    }
    if (top > 0) {
      for (let c = 0; c < columns; c++) factor[c]! /= top;
      for (let r = 0; r < rows; r++) origin[r]! *= top;
    }
    let largestError = 0;
    for (let r = 0; r < rows; r++) {
      if (outflows[r] === 0) continue;
      const error = Math.abs((origin[r]! * dotRow(read(r), factor)) / outflows[r]! - 1);
      if (!(error <= largestError)) largestError = error;
    }
    return { originFactors: origin, destinationFactors: factor, largestError };
  }
}

/** Where a total is above 0 and what is to meet it is 0. */
function rowsWhere(totals: Float64Array, found: Float64Array): Uint32Array {
  return Uint32Array.from(totals.keys()).filter((l) => totals[l]! > 0 && !(found[l]! > 0));
}

/**
 * Where totals cannot be met, factors drift apart for ever, those of the columns that want too much fastest. A set of columns
 * above a threshold of this drift whose totals exceed those of all rows that reach them proves it; none is found otherwise.
 */
function excessAlong(
  drift: Float64Array,
  read: CellReader,
  outflows: Float64Array,
  inflows: Float64Array,
): [Uint32Array, Uint32Array] {
  for (let c = 0; c < drift.length; c++) if (inflows[c] === 0) drift[c] = -Infinity;
  const reach = outflows.map((outflow, r) => (outflow > 0 ? largestOfRow(read(r), drift) : -Infinity));
  const byDrift = Uint32Array.from(drift.keys()).sort((a, b) => drift[b]! - drift[a]!);
  const byReach = Uint32Array.from(reach.keys()).sort((a, b) => reach[b]! - reach[a]!);
  let [wanted, had, most, threshold] = [0, 0, CERTAIN * sumOf(inflows), Infinity];
  for (let k = 0, r = 0; k < byDrift.length; k++) {
    const here = drift[byDrift[k]!]!;
    wanted += inflows[byDrift[k]!]!;
    for (; r < byReach.length && reach[byReach[r]!]! >= here; r++) had += outflows[byReach[r]!]!;
    if (k + 1 < byDrift.length && drift[byDrift[k + 1]!] === here) continue;
    if (wanted - had > most) [most, threshold] = [wanted - had, here];
  }
  const none = new Uint32Array(0);
  if (threshold === Infinity) return [none, none];
  return [
    byReach.filter((r) => outflows[r]! > 0 && reach[r]! < threshold).sort(),
    byDrift.filter((c) => inflows[c]! > 0 && drift[c]! >= threshold).sort(),
  ];
}
