import { checkInteger, checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Homes, Traces } from "../types.ts";
import type { HomeCriterion } from "./home-criteria.ts";

export interface HomesOptions {
  /** What makes a place a home: `mostEvents()`, `mostNights(…)`, `modalLastLocation(…)` or a criterion of your own. */
  readonly criterion: HomeCriterion;
  /** Homes with less support (events, nights, days: what the criterion counts) are not named. From 1, and 1 unless given. */
  readonly minSupport?: number;
}

/**
 * Where does each person live? The home of a user is the location in which the criterion finds the most support.
 *
 * **How** the criterion counts one user's events into a score per location; the home is the location with the highest
 * score, of equal ones that with the highest tie-breaker, then that with the lower row number.
 *
 * @param traces - where each user was seen, in time order
 * @param options - the criterion and the least support that names a home
 * @returns one row per user, in the order of `traces`: `location` −1 where no home is found; `support` the score; `share`
 * the support over all that the criterion counted for the user (0–1); `tied` 1 if another location has the same score,
 * whether or not the tie-breaker tells them apart. A user in whom the criterion finds nothing has support 0, share NaN and
 * tied 0; one whose support is below `minSupport` has location −1 beside the support, share and tie of the best location
 * @throws RangeError for traces out of time order or with locations that do not exist, or a minSupport below 1
 *
 * **Cost** O(events): 2–10 ns an event, by criterion.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 120), location: Uint32Array.of(1, 0, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const homes = detectHomes(traces, { criterion: mostEvents() });
 * [homes.columns.location[0], homes.columns.support[0]]; // [ 1, 2 ]
 */
export function detectHomes(traces: Traces, options: HomesOptions): Homes {
  const where = "detectHomes";
  checkTraces(where, traces);
  checkOptions(where, options, ["criterion", "minSupport"]);
  const { criterion, minSupport = 1 } = options;
  checkRule(where, "criterion", criterion, "start", "a criterion such as mostEvents()");
  checkInteger(where, "minSupport", minSupport, 1);
  const { users, offsets, locations } = traces;
  const places = locations.length;
  const board = {
    score: new Uint32Array(places),
    tieBreaker: new Int32Array(places),
    touched: new Uint32Array(places),
    touchedCount: 0,
    total: 0,
  };
  const { score, tieBreaker, touched } = board;
  const count = criterion.start(traces);
  const columns = {
    location: new Int32Array(users.length).fill(-1),
    support: new Uint32Array(users.length),
    share: new Float64Array(users.length).fill(NaN),
    tied: new Uint8Array(users.length),
  };
  for (let u = 0; u < users.length; u++) {
    board.touchedCount = 0;
    board.total = 0;
    count(offsets[u]!, offsets[u + 1]!, board);
    let home = -1;
    let best = 0;
    let equals = 0;
    for (let t = 0; t < board.touchedCount; t++) {
      const l = touched[t]!;
      const points = score[l]!;
      if (points === best && home >= 0) equals++;
      else if (points > best) equals = 0;
      if (points > best || (points === best && home >= 0 && goesFirst(tieBreaker, l, home))) {
        best = points;
        home = l;
      }
    }
    for (let t = 0; t < board.touchedCount; t++) {
      score[touched[t]!] = 0;
      tieBreaker[touched[t]!] = 0;
    }
    if (home < 0) continue;
    if (best >= minSupport) columns.location[u] = home;
    columns.support[u] = best;
    columns.share[u] = best / board.total;
    columns.tied[u] = equals > 0 ? 1 : 0;
  }
  return { locations, users, length: users.length, columns };
}

function goesFirst(tieBreaker: Int32Array, l: number, home: number): boolean {
  return tieBreaker[l]! > tieBreaker[home]! || (tieBreaker[l] === tieBreaker[home] && l < home);
}
