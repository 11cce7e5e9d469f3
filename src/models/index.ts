/** What one would expect: gravity and radiation models, fitted to flows or used to predict them. */

export { BALANCING_DEFAULTS } from "../core/balancing.ts";
export type * from "../types.ts";
export { type BalancedFlows, type BalanceFlowsOptions, balanceFlows } from "./balancing.ts";
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
export { destinationConstrained, originConstrained, unconstrained } from "./constraints.ts";
export {
  type CoefficientContrast,
  type CoefficientFit,
  type CompareCoefficientsOptions,
  compareCoefficients,
  type FitGroupContrastOptions,
  fitGroupContrast,
  type GroupContrast,
} from "./contrast.ts";
export { type Covariate, destinationCovariate, originCovariate, pairCovariate } from "./covariates.ts";
export { type PredictFlowsFromStocksOptions, predictFlowsFromStocks, type StockFlows } from "./demographic-accounts.ts";
export type { Constants, Design, GravityConstraint, Solution, Term } from "./design.ts";
export {
  type Deterrence,
  type DeterrenceByOptions,
  deterrenceBy,
  exponentialDecay,
  logNormalDecay,
  powerLaw,
  tannerDecay,
} from "./deterrence.ts";
export { type DeterrenceFit, type FitDeterrenceOptions, fitDeterrence } from "./deterrence-fit.ts";
export { type ShiftedPowerOptions, shiftedPower } from "./deterrence-shifted.ts";
export { type AreaDifferences, measureAreaDifferences } from "./difference-areas.ts";
export {
  type ClusteredErrorsOptions,
  classicalErrors,
  clusteredErrors,
  type ErrorEstimate,
  type ErrorRule,
  type GeneralErrorRule,
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
  type FitEvidence,
  type GroupPanel,
} from "./difference-panel.ts";
export { type Cr2ErrorsOptions, cr2Errors, hc2Errors, hc3Errors } from "./difference-small-samples.ts";
export type { Estimate, EstimateTable } from "./estimates.ts";
export type { FlowErrorEstimate, FlowErrorEvidence, FlowErrorRule } from "./flow-error-rule.ts";
export { type GenerateFlowsOptions, generateFlows } from "./generated.ts";
export {
  type ExpectedRows,
  type FlowDraw,
  flooredDraws,
  largestRemainders,
  type MultinomialByOriginOptions,
  multinomialByOrigin,
  multinomialTotal,
  poissonDraws,
  type RowDraw,
  roundedDraws,
} from "./generated-draws.ts";
export { type FitGravityOptions, fitGravity, type GravityFit } from "./gravity.ts";
export {
  destinationClusteredFlowErrors,
  originClusteredFlowErrors,
  pairClusteredFlowErrors,
  twoWayClusteredFlowErrors,
} from "./gravity-errors.ts";
export { type PredictGravityOptions, predictGravity } from "./gravity-flows.ts";
export type { ByTerm, GravityFigures } from "./gravity-inference.ts";
export { intrazonalDistances, withIntrazonalDistances } from "./gravity-intrazonal.ts";
export { type GravityLawOptions, type GravityModel, gravityLaw } from "./gravity-law.ts";
export type { FlowClustering } from "./gravity-scores.ts";
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
export type { ExpectedFlows, FlowLaw, PredictedFlows, PredictedRows, PredictionEvidence } from "./law.ts";
export { fitLinearRegression, type LinearRegression, type LinearRegressionOptions } from "./linear-regression.ts";
export {
  opportunityPriorityLaw,
  type SchneiderLawOptions,
  schneiderLaw,
  stoufferLaw,
  type UniversalOpportunityLawOptions,
  universalOpportunityLaw,
} from "./opportunity-laws.ts";
export {
  allPairs,
  allPairsWithIntrazonal,
  observedPairs,
  type PairChoice,
  type PairList,
  type PairsWithoutOptions,
  pairsWithout,
} from "./pairs.ts";
export { type FitFlowPanelOptions, type FlowPanelFit, fitFlowPanel } from "./panel-fit.ts";
export type { PanelModelOptions } from "./panel-read.ts";
export {
  type BuildFlowPanelOptions,
  type BuiltFlowPanel,
  buildFlowPanel,
  type FlowPanel,
  type PairCovariate,
  type PanelCovariateOptions,
  type PeriodCovariate,
  type PlaceCovariate,
  type RefusedPairs,
} from "./panel-rows.ts";
export { populationWeightedLaw } from "./population-weighted.ts";
export { predictFlows, predictFlowsByRow } from "./predicted.ts";
export {
  type AsProbabilitiesOptions,
  asProbabilities,
  type FlowConstraint,
  type PredictionFactors,
  type WithInflowsOptions,
  type WithOutflowsOptions,
  type WithTotalOptions,
  withInflows,
  withOutflows,
  withTotal,
} from "./predicted-constraints.ts";
export { type WithMarginalsOptions, withMarginals } from "./predicted-marginals.ts";
export type { LawWeights, Scaling } from "./predicted-weights.ts";
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
export type { FlowEstimator, Regression, RegressionProblem } from "./regression.ts";
export { modelErrors, observedErrors, ppmlErrors } from "./regression-errors.ts";
export { logLinear, negativeBinomial, poisson } from "./regression-estimators.ts";
export type { FitFigures } from "./regression-figures.ts";
export { buildCrossedGroups, buildPairGroups } from "./regression-groups.ts";
export { doublyConstrained } from "./two-way.ts";
export { type UniformLawOptions, uniformLaw } from "./uniform-law.ts";
