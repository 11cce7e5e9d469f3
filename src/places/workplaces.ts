import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import type { Homes, Traces } from "../types.ts";
import { checkPlaces, checkPlacesOf, type KnownPlaces, startAway } from "./criteria-away.ts";
import { createHomeColumns, createHomeWriter } from "./home-choice.ts";
import {
  checkCriterion,
  createScoreboard,
  type HomeCriterion,
  startCriterion,
  type Whereabouts,
} from "./home-criteria.ts";

export interface WorkplacesOptions<Rows extends Whereabouts = Traces> {
  /** What makes a place a workplace: `longestDwell(…)` or `mostDwellDays(…)` on stays, `mostNightEvents(…)` on traces, each with working hours and weekdays. */
  readonly criterion: HomeCriterion<Rows>;
  /** The homes of each user, one or several: nobody's workplace is at home. */
  readonly homes: KnownPlaces;
  /** A workplace has at least this share of all that the criterion counted, hours at home included. 0–1. */
  readonly minShare: number;
  /** Workplaces with less support (seconds, days, events: what the criterion counts) are not named. From 1, and 1 unless given. */
  readonly minSupport?: number;
}

/**
 * Where does each person work, if anywhere? The place other than home with the most support in working hours, where there is
 * enough of it.
 *
 * **How** the criterion counts one user's rows in working hours into a score per location; the user's homes are left out; the
 * workplace has the highest score, of equal ones the highest tie-breaker, of these the lowest row number. It is named where
 * support ≥ `minSupport` and share ≥ `minShare`: a person who is at home, or now here and now there, has no workplace.
 *
 * @param rows - where each user was seen, in time order: traces, stays or presence, as the criterion reads
 * @param options - the criterion, the homes, and the least share and support that name a workplace
 * @returns one row per user as from `detectHomes`: `location` −1 where no workplace is found, beside the evidence of the best
 * candidate; `share` is one of all that was counted in working hours, homes included
 * @throws RangeError for rows out of order or with locations that do not exist, a minShare outside 0–1, a minSupport below 1,
 * or homes of other users or locations
 *
 * **Departs from the paper** HoWDe counts hours that are touched, not seconds, in windows of 43 days around each day, and names
 * the place of most days or else of most hours; here the whole span (or each period, see `detectHomesByPeriod`) is one, and
 * working hours spent at home count in the denominator, so that few hours out do not make a workplace.
 *
 * **Cost** as `detectHomes`.
 *
 * [howde-2025]
 *
 * @example
 * const stops = createLocations("stops", ["home", "office"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { start: Uint32Array.of(0, 32400, 64800), end: Uint32Array.of(28800, 61200, 90000), location: Uint32Array.of(0, 1, 0), events: Uint32Array.of(9, 9, 9) };
 * const stays = { locations: stops, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * const clock = createClock({ timeZone: "UTC" });
 * const homes = detectHomes(stays, { criterion: longestDwell({ clock, fromHour: 0, toHour: 6 }) });
 * const criterion = longestDwell({ clock, fromHour: 9, toHour: 17, weekdays: [0, 1, 2, 3, 4] });
 * detectWorkplaces(stays, { criterion, homes, minShare: 0.05 }).columns.location; // Int32Array(1) [ 1 ]
 */
export function detectWorkplaces<Rows extends Whereabouts = Traces>(
  rows: Rows,
  options: WorkplacesOptions<Rows>,
): Homes {
  const where = "detectWorkplaces";
  checkOptions(where, options, ["criterion", "homes", "minShare", "minSupport"]);
  const { criterion, homes, minShare, minSupport = 1 } = options;
  checkCriterion(where, rows, criterion);
  checkPlaces(where, "homes", homes);
  checkPlacesOf(where, "homes", homes, rows);
  checkNumber(where, "minShare", minShare, 0, 1);
  checkInteger(where, "minSupport", minSupport, 1);
  const { users, offsets, locations } = rows;
  const board = createScoreboard(locations.length);
  const columns = createHomeColumns(users.length);
  const write = createHomeWriter(columns, criterion, minSupport);
  const count = startAway(rows, startCriterion(where, criterion, rows), homes, 0);
  for (let u = 0; u < users.length; u++) {
    count(offsets[u]!, offsets[u + 1]!, board);
    write(board, u);
    if (columns.share[u]! < minShare) columns.location[u] = -1;
  }
  return { locations, users, length: users.length, columns };
}
