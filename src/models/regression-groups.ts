import { checkLength, checkWholes, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";

/**
 * Constants of any number of sets of groups (origins, destinations, pairs, periods), taken out of columns before a fit.
 */

/** Conjugate gradients end after so many rounds. */
const MAX_ROUNDS = 5000;

/** Takes out of columns what constants of groups explain, under weights that change from round to round of a fit. */
export interface Absorber {
  readonly setWeights: (weights: Float64Array) => void;
  /**
   * Takes it out where the values stand, until no group has a mean above `tolerance`, and adds it to `taken`. Returns the
   * rounds; −1 if means are left.
   */
  readonly take: (values: Float64Array, tolerance: number, taken?: Float64Array) => number;
}

/**
 * **How** the constants of the largest set follow from those of the others: they are means. Conjugate gradients over the
 * others' constants, each divided by its group's weight, on what is left of the values.
 */
export function createAbsorber(sets: readonly Uint32Array[], rows: number): Absorber {
  const sizes = sets.map(groupsIn);
  const order = sizes.map((_, f) => f).sort((a, b) => sizes[b]! - sizes[a]!);
  const factors = order.map((f) => sets[f]!);
  const totals = order.map((f) => new Float64Array(sizes[f]!));
  const sums = totals.map((each) => new Float64Array(each.length));
  const steps = totals.map((each) => new Float64Array(each.length));
  const moved = new Float64Array(factors.length > 1 ? rows : 0);
  let weights: Float64Array = new Float64Array(rows).fill(1);

  const setWeights = (given: Float64Array): void => {
    weights = given;
    factors.forEach((factor, f) => {
      const total = totals[f]!.fill(0);
      for (let i = 0; i < rows; i++) total[factor[i]!]! += weights[i]!;
    });
  };
  setWeights(weights);

  const takeMeans = (values: Float64Array, taken?: Float64Array): void => {
    const factor = factors[0]!;
    const mean = sums[0]!.fill(0);
    for (let i = 0; i < rows; i++) mean[factor[i]!]! += weights[i]! * values[i]!;
    divide(mean, totals[0]!);
    for (let i = 0; i < rows; i++) values[i]! -= mean[factor[i]!]!;
    if (taken !== undefined) for (let i = 0; i < rows; i++) taken[i]! += mean[factor[i]!]!;
  };

  const take = (values: Float64Array, tolerance: number, taken?: Float64Array): number => {
    if (factors.length === 0) return 0;
    takeMeans(values, taken);
    takeMeans(values, taken);
    if (factors.length === 1) return 1;
    let before = 0;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      let largest = 0;
      let squares = 0;
      for (let f = 1; f < factors.length; f++) {
        const sum = sums[f]!.fill(0);
        const factor = factors[f]!;
        for (let i = 0; i < rows; i++) sum[factor[i]!]! += weights[i]! * values[i]!;
        for (let g = 0; g < sum.length; g++) {
          const mean = totals[f]![g]! > 0 ? sum[g]! / totals[f]![g]! : 0;
          largest = Math.max(largest, Math.abs(mean));
          squares += sum[g]! * mean;
          sum[g] = mean;
        }
      }
      if (largest <= tolerance) {
        takeMeans(values, taken);
        return round + 1;
      }
      const kept = round === 0 ? 0 : squares / before;
      before = squares;
      moved.fill(0);
      for (let f = 1; f < factors.length; f++) {
        const step = steps[f]!;
        const factor = factors[f]!;
        for (let g = 0; g < step.length; g++) step[g] = sums[f]![g]! + kept * step[g]!;
        for (let i = 0; i < rows; i++) moved[i]! += step[factor[i]!]!;
      }
      takeMeans(moved);
      let curvature = 0;
      for (let i = 0; i < rows; i++) curvature += weights[i]! * moved[i]! * moved[i]!;
      if (!(curvature > 0)) return -1;
      const length = squares / curvature;
      for (let i = 0; i < rows; i++) values[i]! -= length * moved[i]!;
      if (taken !== undefined) for (let i = 0; i < rows; i++) taken[i]! += length * moved[i]!;
    }
    takeMeans(values, taken);
    return -1;
  };
  return { setWeights, take };
}

function divide(sums: Float64Array, totals: Float64Array): void {
  for (let g = 0; g < sums.length; g++) sums[g] = totals[g]! > 0 ? sums[g]! / totals[g]! : 0;
}

/** How many groups there are: numbers run from 0 without a gap. */
export function groupsIn(factor: Uint32Array): number {
  let groups = 0;
  for (let i = 0; i < factor.length; i++) if (factor[i]! >= groups) groups = factor[i]! + 1;
  return groups;
}

/** The sets without those that another one implies, as pairs imply origins. */
export function withoutNested(sets: readonly Uint32Array[]): readonly Uint32Array[] {
  const kept = sets.map((set) => set as Uint32Array | null);
  for (let a = 0; a < kept.length; a++) {
    const implied = kept.some((finer, b) => b !== a && finer !== null && isNested(sets[a]!, finer));
    if (implied) kept[a] = null;
  }
  return kept.filter((set) => set !== null);
}

/** Whether rows of the same finer group are always of the same coarser one. */
function isNested(coarser: Uint32Array, finer: Uint32Array): boolean {
  const of = new Int32Array(groupsIn(finer)).fill(-1);
  for (let i = 0; i < finer.length; i++) {
    const g = finer[i]!;
    if (of[g] === -1) of[g] = coarser[i]!;
    else if (of[g] !== coarser[i]) return false;
  }
  return true;
}

/**
 * How many constants of the groups the data tell apart. Each part that two sets join costs one; of three sets also what
 * parts of two have in common. Of more sets, and of three with many gaps, it is at most this number.
 */
export function constantsOf(given: readonly Uint32Array[]): number {
  const sets = withoutNested(given);
  const sizes = sets.map(groupsIn);
  const total = sizes.reduce((sum, each) => sum + each, 0);
  const [one, two, three] = sets;
  if (one === undefined) return 0;
  if (two === undefined) return total;
  if (three === undefined) return total - partsOf([one, two]);
  let lost = partsOf([one, two]) + partsOf([one, three]) + partsOf([two, three]) - partsOf([one, two, three]);
  for (let f = 3; f < sets.length; f++) lost += Math.max(...sets.slice(0, f).map((set) => partsOf([set, sets[f]!])));
  return total - lost;
}

/** Into how many parts rows fall that share no group of any of the sets. */
function partsOf(sets: readonly Uint32Array[]): number {
  const starts: number[] = [];
  let groups = 0;
  for (const set of sets) {
    starts.push(groups);
    groups += groupsIn(set);
  }
  const parent = Uint32Array.from({ length: groups }, (_, g) => g);
  const rootOf = (g: number): number => {
    let at = g;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  let parts = groups;
  const first = sets[0]!;
  for (let f = 1; f < sets.length; f++) {
    const set = sets[f]!;
    for (let i = 0; i < first.length; i++) {
      const a = rootOf(first[i]!);
      const b = rootOf(starts[f]! + set[i]!);
      if (a === b) continue;
      parent[a] = b;
      parts--;
    }
  }
  return parts;
}

/** The values of some rows. */
export function picked(values: ArrayLike<number>, rows: ArrayLike<number>): Float64Array {
  const of = new Float64Array(rows.length);
  for (let i = 0; i < of.length; i++) of[i] = values[rows[i]!]!;
  return of;
}

/** The groups of some rows, numbered from 0 without a gap in the order in which they come. */
export function renumbered(values: ArrayLike<number>, rows: ArrayLike<number>): Uint32Array {
  const numbers = new Map<number, number>();
  const of = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
    }
    of[i] = number;
  }
  return of;
}

/**
 * Which rows have the same number in each of several lists? Groups of origins in a period, or of pairs in a direction, for
 * fixed effects and clusters.
 *
 * **How** every combination that occurs gets a number, in the order in which they come.
 *
 * @param lists - one or more lists of whole numbers, all of one length: `[panel.columns.origin, panel.columns.period]`
 * @returns the number of each row's combination, from 0 without a gap
 * @throws RangeError for no list, lists that differ in length, or numbers that are not whole or below 0
 *
 * **Cost** O(rows · lists)
 * @example
 * buildCrossedGroups([[0, 0, 1, 1], [5, 6, 5, 5]]); // Uint32Array(4) [ 0, 1, 2, 2 ]
 */
export function buildCrossedGroups(lists: readonly ArrayLike<number>[]): Uint32Array {
  const where = "buildCrossedGroups";
  checkList(where, "lists", lists);
  if (lists.length === 0) failInWords(where, "lists", "at least one list of groups", "none");
  const own = Array.from(lists);
  own.forEach((list, l) => {
    checkList(where, `lists[${l}]`, list);
    checkLength(where, `lists[${l}]`, list.length, own[0]!.length);
    checkWholes(where, `lists[${l}]`, list);
  });
  const rows = Uint32Array.from(own[0]!, (_, row) => row);
  let of = renumbered(own[0]!, rows);
  for (const list of own.slice(1)) {
    const next = renumbered(list, rows);
    const size = groupsIn(next);
    of = renumbered(
      Float64Array.from(of, (g, i) => g * size + next[i]!),
      rows,
    );
  }
  return of;
}

/**
 * Which rows are about the same two locations, whichever way? Flows there and back go together: clusters of errors.
 *
 * **How** as `buildCrossedGroups` of the smaller and the larger of the two numbers.
 *
 * @param origin - a location of each row
 * @param destination - the other location of each row
 * @returns the number of each row's pair, from 0 without a gap
 * @throws RangeError for lists that differ in length, or numbers that are not whole or below 0
 *
 * **Cost** O(rows)
 * @example
 * buildPairGroups([0, 1, 2], [1, 0, 0]); // Uint32Array(3) [ 0, 0, 1 ]
 */
export function buildPairGroups(origin: ArrayLike<number>, destination: ArrayLike<number>): Uint32Array {
  const where = "buildPairGroups";
  checkList(where, "origin", origin);
  checkList(where, "destination", destination);
  checkLength(where, "destination", destination.length, origin.length);
  checkWholes(where, "origin", origin);
  checkWholes(where, "destination", destination);
  const lower = Float64Array.from(origin, (o, row) => Math.min(o, destination[row]!));
  const upper = Float64Array.from(origin, (o, row) => Math.max(o, destination[row]!));
  return buildCrossedGroups([lower, upper]);
}
