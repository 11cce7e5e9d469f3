import type { HomePlacesByPeriod, Moves } from "../types.ts";
import {
  checkDefinition,
  checkHistory,
  createChangeRows,
  createRunFinder,
  type HomeRuns,
  type InferredMigrationsOptions,
  type InferredMoveColumns,
  lengthOf,
} from "./inferred-runs.ts";

/** The classes of changes of home, in the order of their numbers. */
export const CHANGE_LABELS: readonly string[] = ["permanent", "circular", "temporary", "other", "unknown"];

export const PERMANENT = 0;
const CIRCULAR = 1;
const TEMPORARY = 2;
const OTHER = 3;
const UNKNOWN = 4;

/**
 * Every change of home, with its class: `label` numbers `labels`. `returnPeriod` is the first later period in which the
 * origin is home again, −1 if there is none.
 */
export type ResidenceChanges = Moves<
  InferredMoveColumns & { readonly label: Uint8Array; readonly returnPeriod: Int32Array }
> & { readonly labels: readonly string[] };

/**
 * Which changes of home were for good, which were for a time, and who came back? Permanent, circular and temporary
 * migration under a k-month definition.
 *
 * **How** stays as in `detectInferredMigrations`, with k = `minPeriods` before and `minDestinationPeriods` after the change. The
 * change from stay r to stay r + 1 is
 * permanent if stay r has k periods or more and so has r + 1;
 * circular if stay r has k, r + 1 fewer, and stay r + 2 is where r was;
 * temporary if stay r has k, r + 1 fewer, and stay r + 2 is in a third place;
 * other if stay r has fewer than k: passing through, or the way back;
 * unknown if a stay is short of k only as far as it was seen: the data, or the person's records, begin in stay r or end in
 * r + 1.
 *
 * @param history - homes by period, of periods that do not overlap
 * @param options - the definition, in periods
 * @returns all changes in time order with the columns of `ResidenceChanges`; a change over a gap that is not bridged is none.
 * The permanent ones are the rows of `detectInferredMigrations`
 * @throws RangeError for periods that overlap, or an option that is unknown or out of range
 *
 * **Departs from the paper** The paper describes the classes in words; the rule is ours. What it would call temporary or
 * other because the records end is unknown here.
 *
 * **Cost** O(users · periods + changes · stays of the user).
 *
 * [blumenstock-2012]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = ["01", "02", "03", "04", "05"].map((month) => dayOfDate(`2016-${month}-15`));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 0, 1, 0, 0] }, zones);
 * const periods = buildMonths({ clock: createClock({ timeZone: "Africa/Kigali" }), firstDay: day[0], lastDay: day[4] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * const { labels, columns } = detectResidenceChanges(history, { minPeriods: 2 });
 * Array.from(columns.label, (label) => labels[label]); // [ 'circular', 'other' ]
 * columns.returnPeriod; // Int32Array(2) [ 3, -1 ]
 */
export function detectResidenceChanges(
  history: HomePlacesByPeriod,
  options: InferredMigrationsOptions,
): ResidenceChanges {
  const where = "detectResidenceChanges";
  checkHistory(where, history);
  const { minPeriods, minDestinationPeriods, maxGapPeriods } = checkDefinition(where, options);
  const { users, locations } = history;
  const runsOf = createRunFinder(history, maxGapPeriods);
  const rows = createChangeRows(history.periods);
  const label: number[] = [];
  const returnPeriod: number[] = [];
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    const runs = runsOf(u);
    for (let r = 0; r + 1 < runs.length; r++) {
      if (runs.joined[r + 1] === 0) continue;
      rows.add(runs, r);
      label.push(classOfChange(runs, r, minPeriods, minDestinationPeriods));
      let back = r + 2;
      while (back < runs.length && runs.location[back] !== runs.location[r]) back++;
      returnPeriod.push(back < runs.length ? runs.first[back]! : -1);
    }
    offsets[u + 1] = rows.count();
  }
  const columns = {
    ...rows.columns(),
    label: Uint8Array.from(label),
    returnPeriod: Int32Array.from(returnPeriod),
  };
  return { locations, users, offsets, length: label.length, columns, labels: CHANGE_LABELS };
}

/** The class of the change from run r to the next one, which follows it. */
export function classOfChange(runs: HomeRuns, r: number, before: number, after: number): number {
  if (lengthOf(runs, r) < before) return runs.joined[r] === 0 ? UNKNOWN : OTHER;
  if (lengthOf(runs, r + 1) >= after) return PERMANENT;
  if (r + 2 >= runs.length || runs.joined[r + 2] === 0) return UNKNOWN;
  return runs.location[r + 2] === runs.location[r] ? CIRCULAR : TEMPORARY;
}
