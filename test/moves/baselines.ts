import { buildMonths } from "../../src/core/periods.ts";
import { detectInferredMigrations, type InferredMigrations } from "../../src/moves/inferred-migrations.ts";
import { mostDays } from "../../src/places/criteria-days.ts";
import { mostEvents, mostNightEvents } from "../../src/places/criteria-events.ts";
import { hierarchicalMode } from "../../src/places/criteria-hierarchical.ts";
import { withinRadius } from "../../src/places/criteria-nearby.ts";
import { detectPresentHomes } from "../../src/places/criteria-present.ts";
import type { HomeCriterion } from "../../src/places/home-criteria.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { relocateHomes } from "../../src/places/relocation.ts";
import { relocate } from "../../src/traces/relocation.ts";
import type { Clock, Crosswalk, HomeHistory, HomePlacesByPeriod, Periods, Traces } from "../../src/types.ts";

/**
 * The frequency-based methods to which Chi et al. 2020 compare their segments: a home for each month by one of six criteria
 * (the second with and without a least presence), and a migration where three months in one home are followed by three in
 * another. Their program is frequency_based_method.py; equal counts, which it leaves to the order of a dictionary, go to the
 * location with more of its own and then to the lower row here.
 */

/** What all baselines take: the same traces at antennas and in districts, so that they are relocated once. */
interface BaselineInput {
  readonly traces: Traces;
  readonly crosswalk: Crosswalk;
  readonly inDistricts: Traces;
  readonly clock: Clock;
  readonly periods: Periods;
}

type Baseline = (input: BaselineInput) => InferredMigrations;

/** The input of the baselines: traces at antennas, shares of the antennas in districts, and the months in which there are events. */
export function baselineInput(traces: Traces, crosswalk: Crosswalk, clock: Clock): BaselineInput {
  let first = Infinity;
  let last = -Infinity;
  for (const time of traces.columns.time) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const periods = buildMonths({ clock, firstDay: clock.dayOf(first), lastDay: clock.dayOf(last) });
  return { traces, crosswalk, inDistricts: relocate(traces, crosswalk), clock, periods };
}

/** Their hours {19 … 24, 0 … 9}: 19:00 to 9:59. */
const atNight = (clock: Clock): HomeCriterion => mostNightEvents({ clock, fromHour: 19, toHour: 10 });
const near = (criterion: HomeCriterion): HomeCriterion =>
  withinRadius({ criterion, radiusMeters: 1000, candidates: "all" });

const monthly = (traces: Traces, criterion: HomeCriterion, { periods }: BaselineInput): HomeHistory =>
  detectHomesByPeriod(traces, { criterion, periods });
const threeMonths = (history: HomePlacesByPeriod): InferredMigrations =>
  detectInferredMigrations(history, { minPeriods: 3 });

/** 1: most activities. */
const byMostEvents: Baseline = (input) => threeMonths(monthly(input.inDistricts, mostEvents(), input));

/** 2: most days. */
const byMostDays: Baseline = (input) =>
  threeMonths(monthly(input.inDistricts, mostDays({ clock: input.clock }), input));

/** 2 with a least presence: most days, and at least 0.3 of the days of the month. */
const byMostDaysPresent: Baseline = (input) =>
  threeMonths(
    detectPresentHomes(monthly(input.inDistricts, mostDays({ clock: input.clock }), input), { minPresence: 0.3 }),
  );

/** 3: most activities at night. */
const byNightEvents: Baseline = (input) => threeMonths(monthly(input.inDistricts, atNight(input.clock), input));

/** 4: most activities within a kilometre of a tower, and the district of that tower. */
const byEventsNearby: Baseline = (input) =>
  threeMonths(relocateHomes(monthly(input.traces, near(mostEvents()), input), input.crosswalk));

/** 5: 3 and 4. */
const byNightEventsNearby: Baseline = (input) =>
  threeMonths(relocateHomes(monthly(input.traces, near(atNight(input.clock)), input), input.crosswalk));

/** 6: the mode of the nights' modes of their hours, 18:00 to 7:59. */
const byHierarchicalMode: Baseline = (input) =>
  threeMonths(monthly(input.inDistricts, hierarchicalMode({ clock: input.clock, fromHour: 18, toHour: 8 }), input));

/** The baselines by their numbers in the paper. */
export const BASELINES: Readonly<Record<string, Baseline>> = {
  "1 most events": byMostEvents,
  "2 most days": byMostDays,
  "2 most days, present": byMostDaysPresent,
  "3 most events at night": byNightEvents,
  "4 most events within 1 km": byEventsNearby,
  "5 most events at night within 1 km": byNightEventsNearby,
  "6 hierarchical mode": byHierarchicalMode,
};
