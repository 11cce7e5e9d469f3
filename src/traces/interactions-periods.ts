import { checkEvents } from "../core/check-events.ts";
import { checkPeriods } from "../core/periods.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Periods, Sequences } from "../types.ts";
import { keepRuns } from "./interactions-rows.ts";

/**
 * Rows by user and period: entry k of `users` is a user in one period, with the rows of that user in it. `user` numbers
 * `ofUsers`, the users before the split, who own the entries ofOffsets[u] … ofOffsets[u + 1] − 1; `period` numbers the periods.
 */
export interface PeriodSplit {
  readonly user: Uint32Array;
  readonly period: Uint32Array;
  readonly ofUsers: readonly string[];
  readonly ofOffsets: Uint32Array;
}

/**
 * What did each user do in each week, or month?
 *
 * **How** cuts the rows of each user at the borders of the periods, start ≤ time < end. Each user then stands once for
 * every period with a row, so that any measure of users gives a value per user and period in one pass, which
 * `measureOverPeriods` brings together again. Stays, days and homes are made from what was split, not split themselves.
 *
 * @param events - traces, interactions or other rows in time order for each user
 * @param periods - weeks, months or stretches of your own, as `buildWeeks`, `buildMonths` and `buildPeriods` make them
 * @returns the same table with an entry for each user and period in which the user has a row, in order of user and period;
 * a user is named as often as there are such periods. Rows in no period are left out, rows in two stand in both. What
 * counts people (`countTransitions`, `countResidents`, `countMotifs`) would count one person once for each period, and
 * refuses such a table: take the rows of one period with `selectPeriod`
 * @throws RangeError for rows out of time order, or periods out of order
 *
 * **Cost** O(rows + users · periods · log rows).
 *
 * @example
 * const clock = createClock({ timeZone: "UTC" });
 * const columns = { time: Uint32Array.of(86400, 90000, 950400), location: Uint32Array.of(0, 1, 1) };
 * const traces = { users: ["ana"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const weeks = splitPeriods(traces, buildPeriods({ firstDay: [1, 8], lastDay: [7, 14] }, clock));
 * weeks.users; // [ 'ana', 'ana' ]
 * weeks.offsets; // Uint32Array(3) [ 0, 2, 3 ]
 */
export function splitPeriods<S extends Sequences<{ readonly time: Uint32Array }>>(
  events: S,
  periods: Periods,
): S & PeriodSplit {
  const where = "splitPeriods";
  checkEvents(where, "events", events, ["time"]);
  checkPeriods(where, periods);
  const { start, end } = periods.columns;
  const { users, offsets, columns } = events;
  const user: number[] = [];
  const period: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const ofOffsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const last = offsets[u + 1]!;
    let row = offsets[u]!;
    // The starts ascend, so that no period begins before the one before it.
    for (let p = 0; p < periods.length && row < last; p++) {
      row = firstAtLeast(columns.time, row, last, start[p]!);
      const stop = firstAtLeast(columns.time, row, last, end[p]!);
      if (stop === row) continue;
      user.push(u);
      period.push(p);
      from.push(row);
      to.push(stop);
    }
    ofOffsets[u + 1] = user.length;
  }
  const names = user.map((u) => users[u]!);
  return {
    ...keepRuns(events, names, from, to),
    user: Uint32Array.from(user),
    period: Uint32Array.from(period),
    ofUsers: users,
    ofOffsets,
  };
}
