import { checkInteger, checkOptions } from "../core/check.ts";
import type { Homes, Traces } from "../types.ts";
import { createHomeColumns, createHomeWriter } from "./home-choice.ts";
import {
  checkCriterion,
  createScoreboard,
  type HomeCriterion,
  startCriterion,
  type Whereabouts,
} from "./home-criteria.ts";

export interface HomesOptions<Rows extends Whereabouts = Traces> {
  /** What makes a place a home: `mostEvents()`, `mostNights(…)`, `longestDwell(…)` on stays, or a criterion of your own. */
  readonly criterion: HomeCriterion<Rows>;
  /** Homes with less support (events, nights, days: what the criterion counts) are not named. From 1, and 1 unless given. */
  readonly minSupport?: number;
}

/**
 * Where does each person live? The home of a user is the location in which the criterion finds the most support.
 *
 * **How** the criterion counts one user's rows into a score per location; the home is the location with the highest
 * score, of equal ones that with the highest tie-breaker, then that with the lower row number; the runner-up is the home
 * there would be without it.
 *
 * @param rows - where each user was seen, in time order: traces, stays or presence, as the criterion reads
 * @param options - the criterion and the least support that names a home
 * @returns one row per user, in the order of `rows`: `location` −1 where no home is found; `support` the score; `share`
 * the support over all that the criterion counted for the user (0–1); `tied` 1 if another location has the same score,
 * whether or not the tie-breaker tells them apart; `runnerUp` the next best location, −1 if there is none, and
 * `runnerUpSupport` its score. A user in whom the criterion finds nothing has support 0, share NaN and tied 0; one whose
 * best location has too little support or share has location −1 beside the evidence of that location
 * @throws RangeError for rows out of order or with locations that do not exist, or a minSupport below 1
 *
 * **Cost** O(rows): 2–10 ns an event, by criterion.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 120), location: Uint32Array.of(1, 0, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const homes = detectHomes(traces, { criterion: mostEvents() });
 * [homes.columns.location[0], homes.columns.support[0]]; // [ 1, 2 ]
 */
export function detectHomes<Rows extends Whereabouts = Traces>(rows: Rows, options: HomesOptions<Rows>): Homes {
  const where = "detectHomes";
  checkOptions(where, options, ["criterion", "minSupport"]);
  const { criterion, minSupport = 1 } = options;
  checkCriterion(where, rows, criterion);
  checkInteger(where, "minSupport", minSupport, 1);
  const { users, offsets, locations } = rows;
  const board = createScoreboard(locations.length);
  const columns = createHomeColumns(users.length);
  const write = createHomeWriter(columns, criterion, minSupport);
  const count = startCriterion(where, criterion, rows);
  for (let u = 0; u < users.length; u++) {
    count(offsets[u]!, offsets[u + 1]!, board);
    write(board, u);
  }
  return { locations, users, length: users.length, columns };
}
