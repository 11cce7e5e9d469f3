/** What one would expect: gravity and radiation models, fitted to flows or used to predict them. */

export type * from "../types.ts";
export { destinationConstrained, originConstrained, unconstrained } from "./constraints.ts";
export { type Covariate, destinationCovariate, originCovariate, pairCovariate } from "./covariates.ts";
export type { Constants, Design, GravityConstraint, Solution, Term } from "./design.ts";
export { type FitLawOptions, fitLaw, type KeptTotals, type LawFit } from "./calibration.ts";
export {
  bestCommonPart,
  type LawCriterion,
  leastSquares,
  mostLikely,
  type SameMeanDistanceOptions,
  sameMeanDistance,
} from "./calibration-criteria.ts";
export type { ObservedFlows } from "./calibration-expected.ts";
export { linearSteps, logarithmicSteps, type ParameterRange, type ParameterScale } from "./calibration-parameters.ts";
export {
  predictLawParameters,
  type TypicalLawParameters,
  type TypicalLawParametersOptions,
} from "./calibration-rules.ts";
export {
  type Deterrence,
  type DeterrenceByOptions,
  deterrenceBy,
  exponentialDecay,
  logNormalDecay,
  powerLaw,
  tannerDecay,
} from "./deterrence.ts";
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
export {
  destinationClusteredErrors,
  type FlowErrorEstimate,
  type FlowErrorEvidence,
  type FlowErrorRule,
  hc0FlowErrors,
  hc1FlowErrors,
  originClusteredErrors,
  pairClusteredErrors,
  poissonErrors,
  ppmlhdfeErrors,
  quasiPoissonErrors,
  twoWayClusteredErrors,
} from "./gravity-errors.ts";
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
export { type InterveningLawOptions, interveningLaw, type OpportunityLawOptions } from "./intervening-law.ts";
export { type DestinationRanking, type RankDestinationsOptions, rankDestinations } from "./intervening-ranking.ts";
export {
  opportunityPriorityLaw,
  type SchneiderLawOptions,
  schneiderLaw,
  stoufferLaw,
  type UniversalOpportunityLawOptions,
  universalOpportunityLaw,
} from "./opportunity-laws.ts";
export { allPairs, allPairsWithIntrazonal, observedPairs, type PairChoice, type PairList } from "./pairs.ts";
export { populationWeightedLaw } from "./population-weighted.ts";
export {
  finiteSystem,
  infiniteSystem,
  type PredictRadiationOptions,
  predictRadiation,
  type RadiationNormalisation,
} from "./radiation.ts";
export {
  type ExtendedRadiationLawOptions,
  extendedRadiationLaw,
  type SelectiveRadiationLawOptions,
  selectiveRadiationLaw,
} from "./radiation-extended.ts";
export {
  finiteRadiationLaw,
  type ModifiedRadiationLawOptions,
  modifiedRadiationLaw,
  radiationLaw,
} from "./radiation-laws.ts";
export { type UniformLawOptions, uniformLaw } from "./uniform-law.ts";
