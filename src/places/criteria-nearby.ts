import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import { findWithin } from "../space/within.ts";
import type { Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion, Scoreboard, Whereabouts } from "./home-criteria.ts";

/** The space constraint of home criteria: what is counted near an antenna counts for it. */

export interface WithinRadiusOptions<Rows extends Whereabouts = Traces> {
  /** The criterion whose scores are added up: `mostEvents()`, `mostNightEvents(…)` or another. */
  readonly criterion: HomeCriterion<Rows>;
  /** How far from a location others count for it, in metres along the great circle, the border included: 1000 in the paper. */
  readonly radiusMeters: number;
  /** Which locations can be home: those with a score of their own ("scored", unless given), or any with one near it ("all"). */
  readonly candidates?: "scored" | "all";
}

/** The largest tie-breaker. */
const MOST = 0x7fff_ffff;

/**
 * Home is where the most was counted within a radius, so that a call that a neighbouring antenna happens to serve is not
 * lost for home.
 *
 * **How** score of a location = sum of the criterion's scores over all locations within `radiusMeters` of it, itself
 * included; locations with no score of their own are no candidates unless `candidates` is "all"; of equal sums, the
 * location with the highest score of its own is home. total = that of the criterion.
 *
 * @param options - the criterion, the radius and the candidates
 * @returns a criterion for `detectHomes` on the same kind of table. Shares of several locations may add up to more than 1.
 * Where the criterion counts days or nights, one that was spent at two near antennas counts twice
 * @throws RangeError for a radius below 0 or a criterion that is none
 *
 * **Cost** that of the criterion and O(locations of the user · locations near each); the neighbours are looked up once.
 *
 * [vanhoof-2018]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85.3, 85.305, 85.4], [27.7, 27.7, 27.6]);
 * const columns = { time: Uint32Array.of(1, 2, 3, 4, 5, 6, 7), location: Uint32Array.of(0, 0, 1, 1, 2, 2, 2) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 7), length: 7, columns, unlocated: 0 };
 * const criterion = withinRadius({ criterion: mostEvents(), radiusMeters: 1000 });
 * const { location, support } = detectHomes(traces, { criterion }).columns;
 * [location[0], support[0]]; // [ 0, 4 ]
 */
export function withinRadius<Rows extends Whereabouts = Traces>(
  options: WithinRadiusOptions<Rows>,
): HomeCriterion<Rows> {
  const where = "withinRadius";
  checkOptions(where, options, ["criterion", "radiusMeters", "candidates"]);
  const { criterion, radiusMeters, candidates = "scored" } = options;
  checkRule(where, "criterion", criterion, "start", "a criterion such as mostEvents()");
  checkNumber(where, "radiusMeters", radiusMeters, 0);
  if (candidates !== "scored" && candidates !== "all") fail(where, "candidates", '"scored" or "all"', candidates);
  return {
    ...criterion,
    name: `${criterion.name} within ${radiusMeters} m`,
    start: (rows) => startWithin(rows, criterion.start(rows), radiusMeters, candidates === "all"),
  };
}

function startWithin(rows: Whereabouts, count: HomeCounter, radiusMeters: number, all: boolean): HomeCounter {
  const { locations } = rows;
  const { offsets, location: near } = findWithin(locations, locations.columns.lon, locations.columns.lat, {
    radiusMeters,
  });
  const own = new Uint32Array(locations.length);
  return (from, to, board) => {
    count(from, to, board);
    const { score, tieBreaker, touched } = board;
    const scored = board.touchedCount;
    for (let t = 0; t < scored; t++) own[touched[t]!] = score[touched[t]!]!;
    if (all) addNear(board, offsets, near);
    const { touchedCount } = board;
    for (let t = 0; t < touchedCount; t++) {
      const l = touched[t]!;
      let sum = 0;
      for (let n = offsets[l]!; n < offsets[l + 1]!; n++) sum += own[near[n]!]!;
      score[l] = sum;
      tieBreaker[l] = Math.min(own[l]!, MOST);
    }
    for (let t = 0; t < scored; t++) own[touched[t]!] = 0;
  };
}

/** Lists the locations near those with a score, too: each is given a score that is above 0 and will be written over. */
function addNear(board: Scoreboard, offsets: Uint32Array, near: Uint32Array): void {
  const { score, touched } = board;
  const scored = board.touchedCount;
  for (let t = 0; t < scored; t++) {
    const l = touched[t]!;
    for (let n = offsets[l]!; n < offsets[l + 1]!; n++) {
      if (score[near[n]!] !== 0) continue;
      score[near[n]!] = 1;
      touched[board.touchedCount++] = near[n]!;
    }
  }
}
