import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { HomePlacesByPeriod, Located, Locations, Periods, Sequences } from "../types.ts";
import { checkHistory, stretchesOf } from "./inferred-runs.ts";

export interface MigrantTypesOptions {
  /** The k of the definition: homes in k periods up to t and k after it are compared; 2 in the authors' programs. From 1. */
  readonly minPeriods: number;
  /** The ids of the urban locations; all others are rural. */
  readonly urban: readonly string[];
}

/** The types of a person's period, in the order of their numbers; 1 to 6 are the authors' codes. */
const TYPE_LABELS: readonly string[] = [
  "unknown",
  "rural to urban",
  "urban to rural",
  "urban stayer",
  "rural stayer",
  "rural to rural",
  "other",
  "urban to urban",
];
const URBAN_STAYER = 3;
const RURAL_STAYER = 4;
const OTHER = 6;
/** The types of moves by origin (rural, urban) and destination (rural, urban). */
const MOVED: readonly number[] = [5, 1, 2, 7];

/** The type of each user in each period: `label` numbers `labels`. */
export type MigrantTypes = Located &
  Sequences<{ readonly period: Uint32Array; readonly label: Uint8Array }> & {
    readonly periods: Periods;
    readonly labels: readonly string[];
  };

/**
 * Who stayed, who moved to town, who moved to the country, month by month? The migrant types of Blumenstock, Chi and Tan.
 *
 * **How** for period t the homes of the periods t − k + 1 … t + k, k = `minPeriods`, are compared. All equal: an urban or
 * rural stayer. The first k equal and the last k equal, but others: a migrant from urban or rural to urban or rural.
 * Anything else: other. A window with a period that is not there or has no home: unknown.
 *
 * @param history - homes by period, of periods that do not overlap
 * @param options - k and the urban locations
 * @returns a row per user and period in the order of `history`. The migrants of a period t are the rows of
 * `detectInferredMigrations` with `leftPeriod` t
 * @throws RangeError for periods that overlap, an id that the locations do not have, or a k below 1
 *
 * **Departs from the paper** There the capital alone is urban, so that nobody moves from urban to urban.
 *
 * **Cost** O(users · periods).
 *
 * [blumenstock-2023]
 *
 * @example
 * const zones = createLocations("zones", ["village", "town"], [30, 31], [-2, -2]);
 * const day = ["01", "02", "03", "04", "05"].map((month) => dayOfDate(`2016-${month}-15`));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 0, 1, 1, 1] }, zones);
 * const periods = buildMonths({ clock: createClock({ timeZone: "Africa/Kigali" }), firstDay: day[0], lastDay: day[4] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * const { labels, columns } = detectMigrantTypes(history, { minPeriods: 2, urban: ["town"] });
 * Array.from(columns.label, (label) => labels[label]); // [ 'unknown', 'rural to urban', 'other', 'unknown', 'unknown' ]
 */
export function detectMigrantTypes(history: HomePlacesByPeriod, options: MigrantTypesOptions): MigrantTypes {
  const where = "detectMigrantTypes";
  checkHistory(where, history);
  checkOptions(where, options, ["minPeriods", "urban"]);
  const { minPeriods: k, urban } = options;
  checkInteger(where, "minPeriods", k, 1);
  const isUrban = urbanOf(where, history.locations, urban);
  const { users, locations, offsets, length, periods } = history;
  const { period, location } = history.columns;
  const label = new Uint8Array(length);
  const stretch = stretchesOf(periods);
  const count = periods.length;
  /** For each period of a user, how many up to it have had a home, and how many the same one. */
  const known = new Uint32Array(count);
  const same = new Uint32Array(count);
  for (let u = 0; u < users.length; u++) {
    const from = u * count;
    for (let p = 0; p < count; p++) {
      const home = location[from + p]!;
      const follows = p > 0 && stretch[p] === stretch[p - 1];
      known[p] = home < 0 ? 0 : 1 + (follows ? known[p - 1]! : 0);
      same[p] = home < 0 ? 0 : 1 + (follows && location[from + p - 1] === home ? same[p - 1]! : 0);
      if (known[p]! < 2 * k) continue;
      const before = location[from + p - k]!;
      const t = from + p - k;
      if (same[p]! >= 2 * k) label[t] = isUrban[home] === 1 ? URBAN_STAYER : RURAL_STAYER;
      else if (same[p] === k && same[p - k]! >= k) label[t] = MOVED[2 * isUrban[before]! + isUrban[home]!]!;
      else label[t] = OTHER;
    }
  }
  return { locations, users, offsets, length, columns: { period, label }, periods, labels: TYPE_LABELS };
}

/** 1 for each location whose id is listed, 0 for the others. */
export function urbanOf(where: string, locations: Locations, urban: readonly string[]): Uint8Array {
  checkList(where, "urban", urban);
  const rowOf = new Map(locations.columns.id.map((id, row) => [id, row]));
  const isUrban = new Uint8Array(locations.length);
  for (let i = 0; i < urban.length; i++) {
    const row = rowOf.get(urban[i]!);
    if (row === undefined) fail(where, `urban[${i}]`, "the id of one of the locations", urban[i]);
    isUrban[row] = 1;
  }
  return isUrban;
}

/** The labels of `byUrban`, and the number of the label for an origin and a destination that are urban (1) or not (0). */
export const MOVE_LABELS: readonly string[] = MOVED.map((label) => TYPE_LABELS[label]!);
