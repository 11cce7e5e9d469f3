import { checkOptions, fail } from "../core/check.ts";
import { normalTail } from "../core/distributions.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { exp, log } from "../core/math.ts";
import { checkSpells, type Spells, spellsOfGroups } from "./survival-spells.ts";

/** A log-rank test; `observed` events of each group, and those `expected` if all groups had the same curve. */
export interface LogRankTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  readonly labels: readonly string[];
  readonly observed: Float64Array;
  readonly expected: Float64Array;
}

/**
 * Do groups differ in how long it lasts? The log-rank test.
 *
 * **How** at each duration with d events among n at risk, a group with n[g] at risk expects d n[g] / n events. chiSquare = u' V⁻¹ u
 * with u = observed − expected summed over durations and V the sum of the hypergeometric covariances d (n − d) / (n − 1) ·
 * n[g] / n · (δ − n[h] / n), one group left out; under the same curve it is χ² with one degree of freedom less than groups.
 *
 * @param spells - durations and whether their ends were seen
 * @param options - the group of each spell and the names of the groups, both required
 * @returns the test. Groups never at risk beside another while something happened are left out; with fewer than two
 * others `chiSquare` and `p` are NaN and `degreesOfFreedom` is 0. They are NaN too if, by late entries, some of the groups were
 * never at risk beside any of the rest
 * @throws RangeError as `kaplanMeier`, and without groups
 *
 * **Cost** O(spells log spells + durations · groups²)
 *
 * [mantel-1966]
 *
 * @example
 * const spells = { duration: [1, 2, 3, 4, 5, 6], observed: [1, 1, 1, 1, 0, 1] };
 * const test = logRankTest(spells, { groupOf: [0, 0, 0, 1, 1, 1], labels: ["north", "south"] });
 * [test.chiSquare.toFixed(3), test.p.toFixed(3), test.observed]; // [ '5.052', '0.025', Float64Array(2) [ 3, 2 ] ]
 */
export function logRankTest(spells: Spells, options: Required<GroupsOptions>): LogRankTest {
  const where = "logRankTest";
  checkSpells(where, spells);
  checkOptions(where, options, ["groupOf", "labels"]);
  if (options.groupOf === undefined) fail(where, "groupOf", "the group of each spell", options.groupOf);
  const { groupOf, labels } = checkGroups(where, options, spells.duration.length);
  const members = spellsOfGroups(spells, groupOf, labels.length);
  const { duration, observed: happened, entry } = spells;
  const groups = labels.length;
  const observed = new Float64Array(groups);
  const expected = new Float64Array(groups);
  const covariance = new Float64Array(groups * groups);
  const order = Uint32Array.from(duration, (_, s) => s).sort((a, b) => duration[a]! - duration[b]!);
  const byEntry = Uint32Array.from(duration, (_, s) => s);
  if (entry !== undefined) byEntry.sort((a, b) => entry[a]! - entry[b]!);
  const atRisk = new Float64Array(groups);
  if (entry === undefined) for (let g = 0; g < groups; g++) atRisk[g] = members[g]!.length;
  let entered = entry === undefined ? order.length : 0;
  let all = entered;
  for (let k = 0; k < order.length; ) {
    const time = duration[order[k]!]!;
    for (
      ;
      entered < order.length && (entry![byEntry[entered]!]! < time || entry![byEntry[entered]!] === 0);
      entered++
    ) {
      atRisk[groupOf[byEntry[entered]!]!]!++;
      all++;
    }
    const first = k;
    let events = 0;
    for (; k < order.length && duration[order[k]!] === time; k++) {
      events += happened[order[k]!]!;
      observed[groupOf[order[k]!]!]! += happened[order[k]!]!;
    }
    if (events > 0) {
      const factor = all > 1 ? (events * (all - events)) / (all - 1) : 0;
      for (let g = 0; g < groups; g++) {
        const share = atRisk[g]! / all;
        expected[g]! += events * share;
        for (let h = 0; h <= g; h++)
          covariance[g * groups + h]! += factor * share * ((g === h ? 1 : 0) - atRisk[h]! / all);
      }
    }
    for (let i = first; i < k; i++) atRisk[groupOf[order[i]!]!]!--;
    all -= k - first;
  }
  const held = Array.from(expected.keys()).filter((g) => expected[g]! > 0 && covariance[g * groups + g]! > 0);
  const degreesOfFreedom = Math.max(0, held.length - 1);
  const chiSquare = quadraticForm(
    held.slice(1).map((g) => observed[g]! - expected[g]!),
    held.slice(1).map((g) => held.slice(1).map((h) => covariance[Math.max(g, h) * groups + Math.min(g, h)]!)),
  );
  return {
    chiSquare,
    degreesOfFreedom,
    p: chiSquareTail(chiSquare, degreesOfFreedom),
    labels,
    observed,
    expected,
  };
}

/** u' V⁻¹ u by Gaussian elimination of a positive definite matrix; NaN of nothing and of a singular one. */
function quadraticForm(u: readonly number[], matrix: readonly (readonly number[])[]): number {
  const n = u.length;
  const v = matrix.map((row, r) => [...row, u[r]!]);
  let form = n === 0 ? Number.NaN : 0;
  for (let c = 0; c < n; c++) {
    const pivot = v[c]![c]!;
    if (!(pivot > 1e-12 * matrix[c]![c]!)) return Number.NaN;
    form += (v[c]![n]! * v[c]![n]!) / pivot;
    for (let r = c + 1; r < n; r++) {
      const ratio = v[r]![c]! / pivot;
      for (let j = c; j <= n; j++) v[r]![j]! -= ratio * v[c]![j]!;
    }
  }
  return form;
}

/**
 * The probability that χ² with so many degrees of freedom is above x, by Q(k + 2) = Q(k) + (x / 2)^(k / 2) e^(−x / 2) / Γ(k / 2 + 1)
 * from Q(1) = 2 (1 − Φ(√x)) or Q(2) = e^(−x / 2).
 */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x === 0) return 1;
  const isOdd = degreesOfFreedom % 2 === 1;
  let tail = isOdd ? 2 * normalTail(Math.sqrt(x)) : exp(-x / 2);
  let logTerm = isOdd ? log(x / 2) / 2 - x / 2 - log(Math.PI / 4) / 2 : log(x / 2) - x / 2;
  for (let k = isOdd ? 1 : 2; k < degreesOfFreedom; k += 2) {
    tail += exp(logTerm);
    logTerm += log(x / (k + 2));
  }
  return Math.min(1, tail);
}
