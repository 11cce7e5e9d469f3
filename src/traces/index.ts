/** Traces: one time-ordered sequence of places per user. */

export type * from "../types.ts";
export {
  type ActiveAtEndOptions,
  type ActiveBeforeOptions,
  type ActiveInEachWindowOptions,
  type ActiveInWindowOptions,
  activeAtEnd,
  activeBefore,
  activeInEachWindow,
  activeInWindow,
} from "./cohort-activity.ts";
export {
  type CompletenessOptions,
  type ListedUsersOptions,
  listedUsers,
  noSilenceOver,
  type SilenceOptions,
  seenInShareOfHours,
  seenOnShareOfDays,
} from "./cohort-completeness.ts";
export { allOf, anyOf } from "./cohort-joined.ts";
export type { CohortRule, DayWindow, SeenDays } from "./cohort-rules.ts";
export { type Cohort, type CohortOptions, selectCohort, selectMembers } from "./cohort-selection.ts";
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
export { type ContactRows, type CountryCallsOptions, measureCountryCalls } from "./profile-calls.ts";
export {
  detectOriginProfile,
  type Evidence,
  type OriginProfileOptions,
  type OriginProfiles,
} from "./profile-evidence.ts";
export { type DomainVisitsOptions, type HostRows, measureDomainVisits } from "./profile-hosts.ts";
export { type HomeNetworksOptions, measureHomeNetworks, type NetworkColumns } from "./profile-networks.ts";
export { type CountryReader, type InternationalNumbersOptions, internationalNumbers } from "./profile-numbers.ts";
export { buildRecharges, type RechargeColumns, type Recharges } from "./recharges.ts";
export { relocate } from "./relocation.ts";
export { detectSimPairs, SIM_PAIRS_DEFAULTS, type SimPairs, type SimPairsOptions } from "./sim-pairs.ts";
export { buildPersons, PERSONS_DEFAULTS, type Persons, type PersonsOptions } from "./sim-pairs-persons.ts";
export { countPlaceUse, PLACE_USE_DEFAULTS, type PlaceUse, type PlaceUseOptions } from "./sim-pairs-use.ts";
export { buildTraces } from "./traces.ts";
