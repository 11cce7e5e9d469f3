import { checkOptions } from "../core/check.ts";
import { eigenOfSymmetric } from "../core/eigen.ts";
import type { UserTable } from "../types.ts";
import { type CountMixingOptions, mixingGroups } from "./mixing-counts.ts";
import type { CallTies, WhoCallsWhom } from "./mixing-edges.ts";
import { checkColumn, type MixingColumn } from "./mixing-matrix.ts";
import { inBothDirections, tiesOf } from "./mixing-ties.ts";

export interface SpectralSegregationOptions extends CountMixingOptions {
  /** The weight of a tie: its calls or seconds in both directions; 1 for "contacts". */
  readonly column: MixingColumn;
}

/** The segregation of each person in the network, with the number of people of the own group whom ties within it reach. */
export type SpectralSegregation = UserTable<{
  readonly label: Uint8Array;
  readonly component: Uint32Array;
  readonly segregation: Float64Array;
}> & {
  readonly labels: readonly string[];
  /** The mean of each group. */
  readonly groupSegregation: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
};

/** Components of up to so many people are solved whole. */
const SMALL = 48;
/** Lanczos vectors held at a time, those kept at a restart, restarts, and the residual, as a share of the eigenvalue, at which they end. */
const STEPS = 40;
const KEPT = 20;
const MOST_RESTARTS = 100;
const RESIDUAL = 1e-12;

/**
 * How segregated is each person: tied to the own group, whose members are tied to it in turn, and so on? The spectral segregation
 * index of Echenique and Fryer.
 *
 * **How** Ties count whoever calls. Each tie is divided by all ties of its person; what stays within a group falls into connected
 * components. λ is the largest eigenvalue of a component's matrix and v its vector: segregation = λ · v / mean v, so that a component's
 * mean is λ. The largest eigenvalue by Jacobi's rotations, in components of more than 48 by restarted Lanczos steps on the symmetric
 * form of the matrix.
 *
 * @param records - calls, interactions in both directions, or ties
 * @param options - the weight of a tie, the group of each person and the names of the groups
 * @returns a row per person: `label`; `component`, the people whom ties within the group reach, 1 without a tie within it and 0 without
 * any tie; `segregation` of at least 0, which may be above 1, and is 0 without a tie within the group. `groupSegregation`, the mean of
 * each group, from 0 (no tie within) to 1 (none to others), NaN for a group of nobody. `converged` tells whether all components were
 * solved to 1e-12 of λ: chains of more than about 1,000 people are not
 * @throws RangeError as `countMixing`
 *
 * **Departs from the paper** people without any tie have 0 and count in the mean, as in netseg; without them it is the mean over those
 * of `component` above 0.
 *
 * **Cost** O(ties · iterations), 62 numbers a person of the largest component
 *
 * [echenique-fryer-2007] [netseg]
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 1, 2), callee: Uint32Array.of(1, 2, 3), time: Uint32Array.of(1, 2, 3), duration: new Float64Array(3) };
 * const calls = { users: ["ana", "bo", "cy", "di"], length: 3, columns };
 * const { columns: people, groupSegregation } = spectralSegregation(calls, { column: "contacts", groupOf: [0, 0, 1, 1], labels: ["a", "b"] });
 * people.component; // Uint32Array(4) [ 2, 2, 2, 2 ]
 * groupSegregation.map((x) => Math.round(x * 1e6) / 1e6); // Float64Array(2) [ 0.707107, 0.707107 ]
 */
export function spectralSegregation(records: WhoCallsWhom, options: SpectralSegregationOptions): SpectralSegregation {
  const where = "spectralSegregation";
  const ties = inBothDirections(tiesOf(where, records));
  const { users } = ties;
  const { length } = users;
  checkOptions(where, options, ["column", "groupOf", "labels"]);
  checkColumn(where, options.column);
  const { groupOf, labels } = mixingGroups(where, options, length);
  const label = Uint8Array.from(groupOf);
  const weights =
    options.column === "contacts"
      ? new Float64Array(ties.length).fill(1)
      : Float64Array.from(ties.columns[options.column]);
  const component = new Uint32Array(length);
  const segregation = new Float64Array(length);
  const degree = degreesOf(ties, weights);
  const reached = new Uint8Array(length);
  /** The place of each person among those of the component. */
  const place = new Uint32Array(length);
  let converged = true;
  let iterations = 0;
  for (let first = 0; first < length; first++) {
    if (reached[first] === 1 || !(degree[first]! > 0)) continue;
    const people = componentOf(first, ties, weights, label, reached);
    for (let k = 0; k < people.length; k++) place[people[k]!] = k;
    const part = partOf(people, ties, weights, label, degree, place);
    const solved = people.length <= SMALL ? solveSmall(part) : solveLarge(part);
    iterations += solved.iterations;
    converged &&= solved.converged;
    const v = solved.vector.map((x, k) => x / Math.sqrt(degree[people[k]!]!));
    const mean = v.reduce((sum, x) => sum + x, 0) / v.length;
    for (let k = 0; k < people.length; k++) {
      component[people[k]!] = people.length;
      if (people.length > 1) segregation[people[k]!] = (solved.value * v[k]!) / mean;
    }
  }
  const sums = new Float64Array(labels.length);
  const counted = new Float64Array(labels.length);
  for (let u = 0; u < length; u++) {
    sums[label[u]!]! += segregation[u]!;
    counted[label[u]!]!++;
  }
  const groupSegregation = sums.map((sum, g) => sum / counted[g]!);
  return { users, length, columns: { label, component, segregation }, labels, groupSegregation, converged, iterations };
}

/** A component's matrix in its symmetric form: row k holds entries offsets[k] … of columns `index`. */
interface Part {
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
  readonly value: Float64Array;
  /** Positive: never at right angles to the vector that is sought. */
  readonly start: Float64Array;
}

interface Solved {
  readonly value: number;
  readonly vector: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}

function degreesOf(ties: CallTies, weights: Float64Array): Float64Array {
  return Float64Array.from(ties.users, (_, u) => {
    let sum = 0;
    for (let i = ties.offsets[u]!; i < ties.offsets[u + 1]!; i++) sum += weights[i]!;
    return sum;
  });
}

/** The people of one group whom ties within the group reach from the first. */
function componentOf(
  first: number,
  { offsets, columns: { contact } }: CallTies,
  weights: Float64Array,
  label: Uint8Array,
  reached: Uint8Array,
): number[] {
  const people = [first];
  reached[first] = 1;
  for (const u of people) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const v = contact[i]!;
      if (reached[v] === 1 || label[v] !== label[u] || weights[i] === 0) continue;
      reached[v] = 1;
      people.push(v);
    }
  }
  return people;
}

function partOf(
  people: readonly number[],
  { offsets, columns: { contact } }: CallTies,
  weights: Float64Array,
  label: Uint8Array,
  degree: Float64Array,
  place: Uint32Array,
): Part {
  const starts = new Uint32Array(people.length + 1);
  const isOwn = (u: number, i: number): boolean => label[contact[i]!] === label[u] && weights[i]! > 0;
  people.forEach((u, k) => {
    let own = 0;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) if (isOwn(u, i)) own++;
    starts[k + 1] = starts[k]! + own;
  });
  const index = new Uint32Array(starts[people.length]!);
  const value = new Float64Array(index.length);
  let at = 0;
  for (const u of people) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (!isOwn(u, i)) continue;
      index[at] = place[contact[i]!]!;
      value[at++] = weights[i]! / Math.sqrt(degree[u]! * degree[contact[i]!]!);
    }
  }
  return { offsets: starts, index, value, start: Float64Array.from(people, (u) => Math.sqrt(degree[u]!)) };
}

function solveSmall({ offsets, index, value }: Part): Solved {
  const n = offsets.length - 1;
  const matrix = new Float64Array(n * n);
  for (let k = 0; k < n; k++) for (let i = offsets[k]!; i < offsets[k + 1]!; i++) matrix[k * n + index[i]!] = value[i]!;
  const { values, vectors } = eigenOfSymmetric(matrix, n);
  const top = topOf(values);
  return { value: values[top]!, vector: vectors.slice(top * n, (top + 1) * n), converged: true, iterations: 1 };
}

/**
 * Lanczos steps from a positive vector, each new vector made orthogonal to all before, restarted with the best vectors of their
 * space (thick restart): in long chains of people the largest eigenvalues lie close together, and each alone would be found slowly.
 * Unlike powers of the matrix they do not mind an eigenvalue of the same size below 0, as two-sided components have.
 */
function solveLarge(part: Part): Solved {
  const n = part.start.length;
  const basis = Array.from({ length: STEPS }, () => new Float64Array(n));
  const best = Array.from({ length: KEPT }, () => new Float64Array(n));
  /** The matrix as the vectors of the basis see it. */
  const small = new Float64Array(STEPS * STEPS);
  let next = unit(part.start);
  let rest = 1;
  let steps = 0;
  let iterations = 0;
  for (let restart = 0; ; restart++) {
    do {
      const newest = basis[steps]!;
      for (let i = 0; i < n; i++) newest[i] = next[i]! / rest;
      next = multiply(part, newest);
      iterations++;
      for (let j = 0; j <= steps; j++) {
        const along = dot(next, basis[j]!);
        small[j * STEPS + steps] = small[steps * STEPS + j] = along;
        addTo(next, -along, basis[j]!);
      }
      // Once more for what rounding left of the vectors before.
      for (let j = 0; j <= steps; j++) addTo(next, -dot(next, basis[j]!), basis[j]!);
      rest = Math.sqrt(dot(next, next));
      steps++;
    } while (steps < STEPS && rest >= RESIDUAL);
    const square = Float64Array.from({ length: steps * steps }, (_, cell) => {
      return small[Math.floor(cell / steps) * STEPS + (cell % steps)]!;
    });
    const { values, vectors } = eigenOfSymmetric(square, steps);
    const order = Array.from(values.keys()).sort((e, f) => values[f]! - values[e]!);
    const kept = Math.min(KEPT, steps);
    for (let k = 0; k < kept; k++) {
      best[k]!.fill(0);
      for (let j = 0; j < steps; j++) addTo(best[k]!, vectors[order[k]! * steps + j]!, basis[j]!);
    }
    const vector = unit(best[0]!);
    const image = multiply(part, vector);
    const value = dot(image, vector);
    addTo(image, -value, vector);
    const converged = Math.sqrt(dot(image, image)) <= RESIDUAL * value;
    if (converged || restart === MOST_RESTARTS) return { value, vector, converged, iterations };
    steps = 0;
    if (rest < RESIDUAL) {
      next = vector;
      rest = 1;
      continue;
    }
    small.fill(0);
    for (; steps < kept; steps++) {
      basis[steps]!.set(best[steps]!);
      small[steps * STEPS + steps] = values[order[steps]!]!;
    }
  }
}

function multiply({ offsets, index, value }: Part, x: Float64Array): Float64Array {
  const image = new Float64Array(x.length);
  for (let k = 0; k < x.length; k++) {
    let sum = 0;
    for (let i = offsets[k]!; i < offsets[k + 1]!; i++) sum += value[i]! * x[index[i]!]!;
    image[k] = sum;
  }
  return image;
}

function topOf(values: Float64Array): number {
  let top = 0;
  for (let e = 1; e < values.length; e++) if (values[e]! > values[top]!) top = e;
  return top;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

function addTo(x: Float64Array, scale: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! += scale * y[i]!;
}

/** The vector of length 1; its entries are turned to be positive. */
function unit(x: Float64Array): Float64Array {
  const length = Math.sqrt(dot(x, x));
  return x.map((entry) => Math.abs(entry) / length);
}
