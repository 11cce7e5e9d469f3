/** Traces: one time-ordered sequence of places per user. */

export type * from "../types.ts";
export { buildTracesOfEvents, type EventColumns } from "./events.ts";
export { type BuiltFixes, buildFixes, FIX_REFUSAL_REASONS, type FixColumns } from "./fixes.ts";
export { type CompressedFixes, type CompressOptions, compressFixes } from "./fixes-compress.ts";
export { type PositionsOptions, positionsAt } from "./fixes-positions.ts";
export type { SiftedFixes } from "./fixes-rows.ts";
export { type SimplifyOptions, simplifyFixes } from "./fixes-simplify.ts";
export { filterSpeed, type SpeedOptions } from "./fixes-speed.ts";
export {
  type SplitByDayOptions,
  type SplitByGapOptions,
  type SplitBySpeedOptions,
  type SplitFixes,
  type SplitMovingFixes,
  splitByDay,
  splitByGap,
  splitBySpeed,
} from "./fixes-split.ts";
export { type ThinByDistanceOptions, type ThinByTimeOptions, thinByDistance, thinByTime } from "./fixes-thin.ts";
export {
  buildInteractions,
  buildOwnInteractions,
  type Interactions,
  type OwnCalls,
} from "./interactions.ts";
export { type PeriodSplit, splitPeriods } from "./interactions-periods.ts";
export { type ReciprocatedOptions, selectReciprocated, type TwoSided } from "./interactions-reciprocity.ts";
export {
  type Events,
  type SelectHoursOptions,
  type SelectPeriodOptions,
  selectDirection,
  selectHours,
  selectKind,
  selectLocated,
  selectPeriod,
  selectUsers,
  type UserChoice,
} from "./interactions-selection.ts";
export { type OscillationsOptions, type SuppressedOscillations, suppressOscillations } from "./oscillations.ts";
export { mostSeenByUser, mostSeenInOscillation, type OscillationRule } from "./oscillations-rules.ts";
export { buildRecharges, type RechargeColumns, type Recharges } from "./recharges.ts";
export { relocate } from "./relocation.ts";
export { detectSimPairs, SIM_PAIRS_DEFAULTS, type SimPairs, type SimPairsOptions } from "./sim-pairs.ts";
export { buildPersons, PERSONS_DEFAULTS, type Persons, type PersonsOptions } from "./sim-pairs-persons.ts";
export { countPlaceUse, PLACE_USE_DEFAULTS, type PlaceUse, type PlaceUseOptions } from "./sim-pairs-use.ts";
export { buildTraces } from "./traces.ts";
