import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkRule } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkSeed, createRandom } from "../core/random.ts";
import { studentReach } from "../core/student.ts";
import { sumOf } from "../core/sums.ts";
import type { Columns, Table, UserTable } from "../types.ts";

/** From the differences of people to an interval of their mean; NaN where there are too few. */
export interface MeanInterval {
  readonly name: string;
  readonly of: (differences: Float64Array) => { readonly low: number; readonly high: number };
}

export type PairedStudentOptions = ConfidenceOptions;

export interface PairedBootstrapOptions extends ConfidenceOptions {
  /** How many times people are drawn with replacement: 1,000 or more. */
  readonly replicates: number;
  /** Whole number or text: the same seed gives the same interval, for each group. */
  readonly seed: number | string;
}

export interface CohortChangeOptions extends GroupsOptions {
  /** The numeric column to compare: "radiusMeters", "entropy", "contacts". */
  readonly column: string;
  /** `pairedStudent(…)` or `pairedBootstrap(…)`. */
  readonly interval: MeanInterval;
}

/** A row for each group. */
export type CohortChanges = Table<{
  readonly label: readonly string[];
  readonly users: Uint32Array;
  readonly onlyBefore: Uint32Array;
  readonly meanBefore: Float64Array;
  readonly meanAfter: Float64Array;
  readonly difference: Float64Array;
  readonly standardError: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}>;

/**
 * What did the displacement do to people's mobility and contacts? The same people before and after, and those who stayed beside
 * those who left.
 *
 * **How** Over the users of a group with a value in both tables: difference = mean of (after − before); standardError = s / √n, s
 * the standard deviation (n − 1) of these differences. Who has a value before and none after is counted in `onlyBefore`: if
 * many of the displaced fell silent, the rest do not speak for them.
 *
 * @param before - a measure of each user before the event: any table with one row per user
 * @param after - the same measure after it; users are matched by id, in any order
 * @param options - column, interval, the group of each user of `before` and the names of the groups
 * @returns a row per group: `label`, `users` (pairs), `onlyBefore`, `meanBefore`, `meanAfter` (of the pairs), `difference`,
 * `standardError`, `low`, `high`. Means are NaN without pairs, errors and intervals with fewer than two
 * @throws RangeError for a column that is none, a user who stands twice, groups that do not exist, values that are infinite
 *
 * **Cost** O(users), and replicates · users of a bootstrap
 *
 * [lu-2012]
 *
 * @example
 * const before = { users: ["ann", "bo", "cy"], length: 3, columns: { radiusMeters: Float64Array.of(100, 200, 300) } };
 * const after = { users: ["ann", "cy"], length: 2, columns: { radiusMeters: Float64Array.of(150, 370) } };
 * const change = compareBeforeAfter(before, after, { column: "radiusMeters", interval: pairedStudent({ confidence: 0.95 }) });
 * const { users, onlyBefore, difference, standardError } = change.columns;
 * [users[0], onlyBefore[0], difference[0], standardError[0]]; // [ 2, 1, 60, 10 ]
 */
export function compareBeforeAfter(before: UserTable, after: UserTable, options: CohortChangeOptions): CohortChanges {
  const where = "compareBeforeAfter";
  checkUsers(where, "before", before);
  checkUsers(where, "after", after);
  checkOptions(where, options, ["column", "interval", "groupOf", "labels"]);
  const { column, interval } = options;
  checkRule(where, "interval", interval, "of", "an interval such as pairedStudent({ confidence: 0.95 })");
  const { groupOf, labels } = checkGroups(where, options, before.length);
  const was = valuesOf(where, "before", before, column);
  const is = valuesOf(where, "after", after, column);
  const rowAfter = new Map(after.users.map((user, row) => [user, row]));
  const pairs = labels.map((): [was: number, is: number][] => []);
  const onlyBefore = new Uint32Array(labels.length);
  before.users.forEach((user, u) => {
    const own = groupOf[u]!;
    if (Number.isNaN(was[u]!)) return;
    const row = rowAfter.get(user);
    if (row === undefined || Number.isNaN(is[row]!)) onlyBefore[own]!++;
    else pairs[own]!.push([was[u]!, is[row]!]);
  });
  const measured = pairs.map((own) => {
    const differences = Float64Array.from(own, ([b, a]) => a - b);
    const n = own.length;
    const { mean, error } = meanAndError(differences);
    const { low, high } = interval.of(differences);
    const meanBefore = sumOf(own.map(([b]) => b)) / n;
    const meanAfter = sumOf(own.map(([, a]) => a)) / n;
    return { n, meanBefore, meanAfter, mean, error, low, high };
  });
  const picked = (name: "meanBefore" | "meanAfter" | "mean" | "error" | "low" | "high"): Float64Array =>
    Float64Array.from(measured, (each) => each[name]);
  return {
    length: labels.length,
    columns: {
      label: labels,
      users: Uint32Array.from(measured, (each) => each.n),
      onlyBefore,
      meanBefore: picked("meanBefore"),
      meanAfter: picked("meanAfter"),
      difference: picked("mean"),
      standardError: picked("error"),
      low: picked("low"),
      high: picked("high"),
    },
  };
}

/**
 * The interval of a mean difference by Student's distribution.
 *
 * **How** mean ± t · s / √n, t the quantile of n − 1 degrees of freedom.
 *
 * @param options - the confidence
 * @returns an interval for `compareBeforeAfter`; NaN of fewer than two differences
 * @throws RangeError for a confidence outside 0–1
 *
 * [student-1908]
 *
 * @example
 * pairedStudent({ confidence: 0.95 }).of(Float64Array.of(1, 2, 3)).low.toFixed(3); // '-0.484'
 */
export function pairedStudent(options: PairedStudentOptions = {}): MeanInterval {
  const where = "pairedStudent";
  checkOptions(where, options, ["confidence"]);
  const confidence = confidenceOf(where, options);
  return {
    name: "Student",
    of: (differences) => {
      const { mean, error } = meanAndError(differences);
      const away = studentReach(confidence, differences.length - 1) * error;
      return { low: mean - away, high: mean + away };
    },
  };
}

/**
 * The interval of a mean difference by drawing people with replacement: for differences far from normal, such as distances.
 *
 * **How** The means of `replicates` samples of n differences drawn with replacement, in ascending order; low and high are those at
 * the ranks ⌊(1 − confidence) / 2 · (replicates − 1)⌋ from either end (percentile interval).
 *
 * @param options - confidence, replicates, seed
 * @returns an interval for `compareBeforeAfter`; NaN of fewer than two differences
 * @throws RangeError for a confidence outside 0–1, no replicates, or a seed that is none
 *
 * [efron-1979]
 *
 * @example
 * pairedBootstrap({ confidence: 0.9, replicates: 200, seed: 1 }).of(Float64Array.of(5, 5, 5)); // { low: 5, high: 5 }
 */
export function pairedBootstrap(options: PairedBootstrapOptions): MeanInterval {
  const where = "pairedBootstrap";
  checkOptions(where, options, ["confidence", "replicates", "seed"]);
  const { replicates, seed } = options;
  const confidence = confidenceOf(where, options);
  checkInteger(where, "replicates", replicates, 1);
  checkSeed(where, seed);
  return {
    name: "bootstrap",
    of: (differences) => {
      const n = differences.length;
      if (n < 2) return { low: Number.NaN, high: Number.NaN };
      const random = createRandom(seed);
      const means = new Float64Array(replicates);
      for (let b = 0; b < replicates; b++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += differences[Math.floor(random() * n)]!;
        means[b] = sum / n;
      }
      means.sort();
      const rank = Math.floor(((1 - confidence) / 2) * (replicates - 1));
      return { low: means[rank]!, high: means[replicates - 1 - rank]! };
    },
  };
}

function meanAndError(values: Float64Array): { mean: number; error: number } {
  const n = values.length;
  const mean = sumOf(values) / n;
  if (n < 2) return { mean, error: Number.NaN };
  return { mean, error: Math.sqrt(sumOf(values.map((x) => (x - mean) * (x - mean))) / (n - 1) / n) };
}

function checkUsers(where: string, name: string, table: UserTable): void {
  checkTable(where, name, table, []);
  checkList(where, `${name}.users`, table.users);
  checkLength(where, `${name}.users`, table.users.length, table.length);
  checkUsersOnce(where, name, table.users);
  if (new Set(table.users).size < table.length) fail(where, `${name}.users`, "all different", table.users);
}

function valuesOf(where: string, name: string, table: UserTable, column: string): ArrayLike<number> {
  const values = typeof column === "string" ? (table.columns as Columns)[column] : undefined;
  if (!ArrayBuffer.isView(values)) fail(where, "column", `the name of a numeric column of ${name}`, column);
  for (let u = 0; u < values.length; u++) {
    if (Math.abs(values[u] as number) === Infinity)
      fail(where, `${name}.columns.${column}[${u}]`, "finite or NaN", values[u]);
  }
  return values;
}
