import { checkLength, checkOffsets, fail } from "../core/check.ts";
import { checkList, checkLists } from "../core/check-tables.ts";
import { longestRun } from "../core/runs.ts";
import { createSummaries, type Summaries, summariseInto } from "../core/summary.ts";

/** The users of a table that was split into periods, and the entries of it that each of them owns. */
export interface SplitUsers {
  readonly ofUsers: readonly string[];
  readonly ofOffsets: Uint32Array;
}

/**
 * How does a measure vary over the weeks, or months, of each user?
 *
 * **How** `splitPeriods` makes an entry for each user and period; any measure of the split table gives a value for each
 * entry; here the values of one user are summarised. Values that are NaN are left out: what is not defined in a week says
 * nothing about the others. Periods in which the user has no row have no entry, and so no value of 0 either.
 *
 * @param split - the table that `splitPeriods` made
 * @param values - a column of a measure of that table: one number per entry
 * @returns a summary per user of the table before the split, `count` being the number of periods with a value; NaN without
 * one, skewness and kurtosis also where all values are the same
 * @throws RangeError for values of another length, or infinite ones
 *
 * **Departs from the paper** groupby="week" (or "month") in bandicoot, which gives mean and standard deviation only. Where
 * it takes 0 for what is not defined in a week, such as the skewness of one call, its mean counts that 0.
 *
 * **Cost** O(entries log periods).
 *
 * [bandicoot]
 *
 * @example
 * const clock = createClock({ timeZone: "UTC" });
 * const columns = { time: Uint32Array.of(86400, 90000, 950400) };
 * const events = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const weeks = splitPeriods(events, buildPeriods({ firstDay: [1, 8], lastDay: [7, 14] }, clock));
 * const { columns: perWeek } = measureActiveDays(weeks, { clock });
 * rowsOf(measureOverPeriods(weeks, perWeek.events))[0].mean; // 1.5
 */
export function measureOverPeriods(split: SplitUsers, values: ArrayLike<number>): Summaries {
  const where = "measureOverPeriods";
  checkLists(where, "split", split, ["ofUsers", "ofOffsets"], "a table that splitPeriods made");
  checkList(where, "values", values);
  const { ofUsers: users, ofOffsets: offsets } = split;
  const entries = offsets[users.length] ?? 0;
  checkOffsets(where, "split.ofOffsets", offsets, users.length, entries);
  checkLength(where, "values", values.length, entries);
  const columns = createSummaries(users.length);
  const defined = new Float64Array(longestRun(offsets));
  for (let u = 0; u < users.length; u++) {
    let count = 0;
    for (let k = offsets[u]!; k < offsets[u + 1]!; k++) {
      const value = values[k]!;
      if (Number.isNaN(value)) continue;
      if (!Number.isFinite(value)) fail(where, `values[${k}]`, "a finite number or NaN", value);
      defined[count++] = value;
    }
    summariseInto(columns, u, defined, count);
  }
  return { users, length: users.length, columns };
}
