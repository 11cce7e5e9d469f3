import { createAbsorber, groupsIn } from "./regression-groups.ts";

/**
 * Does a regression with a logarithmic link have a finite fit? Not where some mixture z of covariates and constants is 0 for
 * every flow above 0, at least 0 for every other row, and above 0 for some: their means can fall to 0 for ever.
 */

/** How much more a row that must have z = 0 weighs than one that need only have z ≥ 0. */
const FIXED_WEIGHT = 1e4;
/** z keeps its signs, relatively, to this. */
const SIGN_TOLERANCE = 1e-9;
const MEAN_TOLERANCE = 1e-12;
/** Of a z that holds, the rows above this share of its largest are separated. Smaller ones are found in the next round. */
const CLEAR_SHARE = 1e-3;
/** Projections before rows at 0 are held there, and in all if that leads nowhere. */
const PATIENCE = [30, 300, 3000] as const;

export interface Left {
  /** Rows that remain, and those of groups without any flow, and those alone in a group with a flow. */
  readonly rows: Uint32Array;
  readonly withoutFlow: Uint32Array;
  readonly single: Uint32Array;
}

/** Leaves out groups of which no row has a flow and rows that are alone in a group, until there are none. */
export function leaveOutGroups(
  response: Float64Array,
  sets: readonly Uint32Array[],
  given: Uint32Array,
  keepsZeros: boolean,
): Left {
  const withoutFlow: number[] = [];
  const single: number[] = [];
  const sizes = sets.map(groupsIn);
  let rows = given;
  for (let before = -1; before !== rows.length; ) {
    before = rows.length;
    sets.forEach((set, f) => {
      const sums = new Float64Array(sizes[f]!);
      const counts = new Uint32Array(sizes[f]!);
      for (const row of rows) {
        sums[set[row]!]! += response[row]!;
        counts[set[row]!]!++;
      }
      rows = rows.filter((row) => {
        const isEmpty = !keepsZeros && sums[set[row]!] === 0;
        const isSingle = counts[set[row]!] === 1;
        if (isEmpty) withoutFlow.push(row);
        else if (isSingle) single.push(row);
        return !(isEmpty || isSingle);
      });
    });
  }
  return { rows, withoutFlow: Uint32Array.from(withoutFlow), single: Uint32Array.from(single) };
}

/**
 * Finds the separated rows, with z as their certificate.
 *
 * **How** the iterative rectifier: u = 1 where there is no flow and 0 elsewhere is projected on what covariates and constants
 * can make, cut off below 0, and projected again, until it stays as it is. Rows that stay at 0 are held there, by weight, to
 * come to an end sooner. If u is ever below 1 everywhere there is no separation. Whatever z tells is left out, and all begins
 * anew until nothing is found.
 *
 * [correia-2021]
 */
export function findSeparated(
  response: Float64Array,
  columns: readonly Float64Array[],
  sets: readonly Uint32Array[],
): { separated: Uint8Array; certificate: Float64Array } {
  const n = response.length;
  const separated = new Uint8Array(n);
  const certificate = new Float64Array(n);
  const zeros = Uint32Array.from(response.keys()).filter((i) => response[i] === 0);
  for (;;) {
    const z = rectify(
      n,
      zeros.filter((i) => separated[i] === 0),
      separated,
      columns,
      sets,
    );
    if (z === null) return { separated, certificate };
    const top = largestOf(z);
    for (const i of zeros) {
      if (separated[i] === 1 || !(z[i]! > CLEAR_SHARE * top)) continue;
      separated[i] = 1;
      certificate[i] = z[i]! / top;
    }
  }
}

/** One z; null where there is none, or none was found. Rows that are left out take no part. */
function rectify(
  n: number,
  zeros: Uint32Array,
  leftOut: Uint8Array,
  columns: readonly Float64Array[],
  sets: readonly Uint32Array[],
): Float64Array | null {
  if (zeros.length === 0) return null;
  for (const patience of PATIENCE) {
    let free = zeros;
    let isHeld = false;
    const u = new Float64Array(n);
    for (const i of free) u[i] = 1;
    for (let stage = 0; free.length > 0; stage++) {
      const project = projection(n, free, leftOut, columns, sets);
      const isFree = new Uint8Array(n);
      for (const i of free) isFree[i] = 1;
      let top = 0;
      let off = 0;
      for (let round = 0; round < patience; round++) {
        const z = project(u);
        top = 0;
        off = 0;
        for (let i = 0; i < n; i++) {
          if (leftOut[i] === 1) continue;
          const value = z[i]!;
          if (isFree[i] === 1) {
            u[i] = Math.max(value, 0);
            top = Math.max(top, value);
            off = Math.max(off, -value);
          } else off = Math.max(off, Math.abs(value));
        }
        if (top < 1 - 1e-6) break;
        if (off <= SIGN_TOLERANCE * top) return u;
      }
      if (top < 1 - 1e-6) {
        if (!isHeld) return null;
        break;
      }
      const next = free.filter((i) => u[i]! > CLEAR_SHARE * top);
      if (next.length === free.length && stage > 2) break;
      isHeld ||= next.length < free.length;
      free = next;
      for (const i of zeros) u[i] = 0;
      for (const i of free) u[i] = 1;
    }
  }
  return null;
}

/** Projects on what columns and constants can make, under weights that hold all rows but the free ones. */
function projection(
  n: number,
  free: Uint32Array,
  leftOut: Uint8Array,
  columns: readonly Float64Array[],
  sets: readonly Uint32Array[],
): (u: Float64Array) => Float64Array {
  const weights = new Float64Array(n).fill(FIXED_WEIGHT);
  for (let i = 0; i < n; i++) if (leftOut[i] === 1) weights[i] = 0;
  for (const i of free) weights[i] = 1;
  const absorber = createAbsorber(sets, n);
  absorber.setWeights(weights);
  const product = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weights[i]! * a[i]! * b[i]!;
    return sum;
  };
  const takeOut = (from: Float64Array, column: Float64Array): void => {
    const part = product(from, column);
    for (let i = 0; i < n; i++) from[i]! -= part * column[i]!;
  };
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const own = column.slice();
    const size = largestOf(own.map(Math.abs));
    absorber.take(own, MEAN_TOLERANCE * size);
    const before = Math.sqrt(product(column, column));
    for (const other of basis) takeOut(own, other);
    for (const other of basis) takeOut(own, other);
    const length = Math.sqrt(product(own, own));
    if (length > 1e-8 * before) basis.push(own.map((x) => x / length));
  }
  return (u) => {
    const rest = u.slice();
    absorber.take(rest, MEAN_TOLERANCE * largestOf(u));
    for (const column of basis) takeOut(rest, column);
    for (let i = 0; i < n; i++) rest[i] = u[i]! - rest[i]!;
    return rest;
  };
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  return largest;
}
