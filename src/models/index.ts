/** What one would expect: gravity and radiation models, fitted to flows or used to predict them. */

export type * from "../types.ts";
export {
  type GravityCoefficients,
  type GravityConstraint,
  type GravitySolution,
  originConstrained,
  type UnconstrainedOptions,
  unconstrained,
} from "./constraints.ts";
export { type Deterrence, exponentialDecay, powerLaw } from "./deterrence.ts";
export { type AreaDifferences, measureAreaDifferences } from "./difference-areas.ts";
export {
  type ClusteredErrorsOptions,
  classicalErrors,
  clusteredErrors,
  type ErrorEstimate,
  type ErrorRule,
  robustErrors,
  whiteErrors,
} from "./difference-errors.ts";
export { type EventStudy, type EventStudyOptions, fitEventStudy, type JointTest } from "./difference-events.ts";
export {
  type DifferenceFit,
  type DifferenceMeans,
  type DifferenceOptions,
  fitDifferenceInDifferences,
} from "./difference-in-differences.ts";
export {
  type ComparisonOptions,
  DIFFERENCE_DEFAULTS,
  type Estimate,
  type FitEvidence,
  type GroupPanel,
} from "./difference-panel.ts";
export { type Cr2ErrorsOptions, cr2Errors, hc2Errors, hc3Errors } from "./difference-small-samples.ts";
export { type FitGravityOptions, fitGravity, type GravityFit } from "./gravity.ts";
export { type ExpectedFlows, type GravityModel, type PredictGravityOptions, predictGravity } from "./gravity-flows.ts";
export {
  exclusiveTies,
  inclusiveTies,
  type RankedDestinations,
  sequentialTies,
  splitTies,
  TIE_DEFAULTS,
  type TieOptions,
  type TieRule,
} from "./intervening.ts";
export type { Observations } from "./observations.ts";
export { allPairs, observedPairs, type PairChoice, type PairList } from "./pairs.ts";
export {
  finiteSystem,
  infiniteSystem,
  type PredictRadiationOptions,
  predictRadiation,
  type RadiationNormalisation,
} from "./radiation.ts";
