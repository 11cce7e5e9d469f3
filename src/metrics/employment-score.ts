import { checkInteger, checkLength, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkDense, checkList } from "../core/check-tables.ts";
import type { DenseMatrix, Located, UserTable } from "../types.ts";
import { checkWindowSimilarities, type WindowSimilarities } from "./employment-windows.ts";

export interface EmploymentScoreOptions {
  /** The week to be like: `commuterTemplate`, or the mean matrix of a group of reference by `meanWindowSimilarity`. Windows by windows. */
  readonly template: DenseMatrix;
}

/** One row per user: the employment score, NaN for users with too few events; `unscored` says how many they are. */
export type EmploymentScores = Located & UserTable<{ readonly score: Float64Array }> & { readonly unscored: number };

/**
 * The week of somebody who works away from home: working hours are spent elsewhere than all other windows, which are spent in
 * the same places.
 *
 * @param work - for each window 1 if it is one of work, else 0: [1, 0, 0] for `ACTIVITY_WINDOWS`
 * @returns the matrix, windows by windows: 1 between two windows of work and between two others, 0 between a window of work and
 * another
 * @throws RangeError for anything but a list of 0 and 1
 *
 * [bakker-2019]
 * @example
 * commuterTemplate([1, 0]).value; // Float64Array(4) [ 1, 0, 0, 1 ]
 */
export function commuterTemplate(work: ArrayLike<number>): DenseMatrix {
  checkList("commuterTemplate", "work", work);
  const size = work.length;
  for (let w = 0; w < size; w++) checkInteger("commuterTemplate", `work[${w}]`, work[w]!, 0, 1);
  const value = new Float64Array(size * size);
  for (let k = 0; k < value.length; k++) value[k] = work[Math.floor(k / size)] === work[k % size] ? 1 : 0;
  return { rows: size, columns: size, value };
}

/**
 * How much does each person's week look like that of somebody in work? The employment score.
 *
 * **How** score = 1 − ‖S − T‖ / √(W (W − 1)), with S the user's similarities between W windows, T the template, and ‖·‖ the
 * Frobenius norm, whose greatest value between such matrices is the divisor.
 *
 * @param similarities - similarities between windows of each user, from `measureWindowSimilarity`
 * @param options - the template
 * @returns one row per user: `score` from 0 to 1 (the week of the template), NaN for users with too few events, and how many these are
 * @throws RangeError for a table of another shape, or a template that is no matrix of numbers from 0 to 1, windows by windows
 *
 * **Departs from the paper** it does not say what the score is compared with: the template is an argument. Who works at home, at
 * night or on the move has a low score, and so has everybody whose calls are seen by one antenna
 *
 * **Cost** O(users · windows²)
 *
 * [bakker-2019]
 * @example
 * const locations = createLocations("zones", ["A"], [29], [41]);
 * const columns = { scored: Uint8Array.of(1), leastEvents: Uint32Array.of(5) };
 * const similarity = Float64Array.of(1, 0.5, 0.5, 1);
 * const similarities = { locations, users: ["a"], length: 1, columns, windows: ["work", "home"], similarity, unscored: 0 };
 * measureEmploymentScore(similarities, { template: commuterTemplate([1, 0]) }).columns.score; // Float64Array(1) [ 0.5 ]
 */
export function measureEmploymentScore(
  similarities: WindowSimilarities,
  options: EmploymentScoreOptions,
): EmploymentScores {
  const where = "measureEmploymentScore";
  checkWindowSimilarities(where, similarities);
  checkOptions(where, options, ["template"]);
  const { template } = options;
  const { locations, users, windows, similarity, columns } = similarities;
  checkWeek(where, "template", template);
  checkLength(where, "template.rows", template.rows, windows.length);
  const size = windows.length * windows.length;
  const score = new Float64Array(users.length).fill(Number.NaN);
  let unscored = 0;
  for (let u = 0; u < users.length; u++) {
    if (columns.scored[u] === 0) unscored++;
    else score[u] = likenessOf(similarity.subarray(u * size, (u + 1) * size), template.value, windows.length);
  }
  return { locations, users, length: users.length, columns: { score }, unscored };
}

/**
 * Do two groups spend their weeks alike? Economic integration by the mean weeks of both.
 *
 * **How** 1 − ‖A − B‖ / √(W (W − 1)), with A and B the groups' mean similarities between W windows and ‖·‖ the Frobenius norm
 *
 * @param a - the mean matrix of one group, from `meanWindowSimilarity`
 * @param b - that of the other
 * @returns from 0 to 1 (the same); NaN where a group has nobody who is scored. Groups whose members differ much can have the same mean
 * @throws RangeError for matrices that are not square, of different size, or with entries out of 0 to 1
 *
 * **Departs from the paper** as `measureEmploymentScore`; on flows, `frobeniusSimilarity` of the tables of both groups in each window.
 *
 * [bakker-2019]
 * @example
 * const a = { rows: 2, columns: 2, value: Float64Array.of(1, 0, 0, 1) };
 * economicIntegration(a, { rows: 2, columns: 2, value: Float64Array.of(1, 0.25, 0.25, 1) }); // 0.75
 */
export function economicIntegration(a: DenseMatrix, b: DenseMatrix): number {
  const where = "economicIntegration";
  checkWeek(where, "a", a);
  checkWeek(where, "b", b);
  checkLength(where, "b.rows", b.rows, a.rows);
  return likenessOf(a.value, b.value, a.rows);
}

function likenessOf(a: Float64Array, b: Float64Array, windows: number): number {
  let squares = 0;
  for (let k = 0; k < a.length; k++) squares += (a[k]! - b[k]!) * (a[k]! - b[k]!);
  return 1 - Math.sqrt(squares / (windows * (windows - 1)));
}

/** Throws unless the value is a square matrix of similarities, which are NaN where nobody is behind them. */
function checkWeek(where: string, name: string, week: DenseMatrix): void {
  checkDense(where, name, week, true);
  if (week.rows < 2) fail(where, `${name}.rows`, "at least two windows", week.rows);
  for (let k = 0; k < week.value.length; k++) {
    if (!Number.isNaN(week.value[k]!)) checkNumber(where, `${name}.value[${k}]`, week.value[k]!, 0, 1 + 1e-12);
  }
}
