import { checkOptions } from "../core/check.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Traces } from "../types.ts";
import type { HomeCriterion, Whereabouts } from "./home-criteria.ts";

export interface HalfPlusOneOptions<Rows extends Whereabouts = Traces> {
  /** What is counted: `mostEvents()` in the handbook. */
  readonly criterion: HomeCriterion<Rows>;
}

/**
 * Home is the place with more than half of everything, or nowhere: the usual residence of the United Nations handbook.
 *
 * **How** the criterion's home, if its share is above 0.5; otherwise none is named and the evidence of the best place
 * stays. The handbook asks it of the municipalities of a person's communications in half a year: relocate the traces to
 * municipalities and use `detectHomesByPeriod` with `buildMonths({ …, months: 6 })`.
 *
 * @param options - what is counted
 * @returns a criterion for `detectHomes` on the same kind of table
 * @throws RangeError for a criterion that is none
 *
 * **Cost** that of the criterion.
 *
 * [un-mpd-2022]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(1, 2, 3, 4), location: Uint32Array.of(0, 0, 1, 1) };
 * const traces = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const { location, share } = detectHomes(traces, { criterion: halfPlusOne({ criterion: mostEvents() }) }).columns;
 * [location[0], share[0]]; // [ -1, 0.5 ]
 */
export function halfPlusOne<Rows extends Whereabouts = Traces>(options: HalfPlusOneOptions<Rows>): HomeCriterion<Rows> {
  const where = "halfPlusOne";
  checkOptions(where, options, ["criterion"]);
  const { criterion } = options;
  checkRule(where, "criterion", criterion, "start", "a criterion such as mostEvents()");
  return { ...criterion, name: `more than half: ${criterion.name}`, moreThanShare: 0.5 };
}
