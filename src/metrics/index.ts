/** One number for a pattern: segregation of groups over areas, similarity of matrices of movement. */

export type { Spans } from "../core/runs.ts";
export type { Summaries } from "../core/summary.ts";
export type * from "../types.ts";
export {
  type ActivityBaseline,
  type AddActivityBaselinesOptions,
  addActivityBaselines,
  type FitActivityBaselineOptions,
  fitActivityBaseline,
} from "./anomaly-baseline.ts";
export { type Chance, normalChance, rankChance, referenceChance, studentChance } from "./anomaly-chances.ts";
export {
  type BonferroniOptions,
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  type Control,
  type FalseDiscoveryOptions,
  type FixedScoreOptions,
  fixedScore,
  type Tested,
} from "./anomaly-controls.ts";
export {
  dayOfWeek,
  type HourAndDayTypeOptions,
  hourAndDayType,
  hourOfDay,
  hourOfWeek,
  type TimeCycle,
} from "./anomaly-cycles.ts";
export { type EvacuationOptions, type Evacuations, measureEvacuation } from "./anomaly-evacuation.ts";
export { type DetectAnomaliesOptions, detectAnomalies, type FlaggedAnomalies } from "./anomaly-flags.ts";
export { type LagCorrelations, type LagCorrelationsOptions, measureLagCorrelations } from "./anomaly-lags.ts";
export { buildMeanSeries, type DailyValues, type MeanSeries, type MeanSeriesOptions } from "./anomaly-means.ts";
export { meanAndDeviation, medianAndMad, type Norm } from "./anomaly-norms.ts";
export { detectSharePeaks, SHARE_PEAK_DEFAULTS, type SharePeaks, type SharePeaksOptions } from "./anomaly-peaks.ts";
export {
  type ActivityAnomaliesOptions,
  ANOMALY_DEFAULTS,
  type Anomalies,
  type AnomalyColumns,
  measureActivityAnomalies,
} from "./anomaly-scores.ts";
export {
  type ActivitySeries,
  type ActivitySeriesOptions,
  buildActivitySeries,
  buildFlowSeries,
  type FlowSeries,
  type FlowSeriesOptions,
  type SeriesSpan,
  type SlotCounts,
  type SlotFlows,
  type TimeSeries,
} from "./anomaly-series.ts";
export { detectServicePeriods, type ServicePeriods, type ServicePeriodsOptions } from "./anomaly-service.ts";
export { type AntennaUse, type AntennaUseOptions, measureAntennaUse } from "./antenna-use.ts";
export { buildArrivals } from "./arrivals.ts";
export { type Attractiveness, measureAttractiveness } from "./attractiveness.ts";
export { type Catchments, type CountCatchmentsOptions, countCatchments } from "./catchments.ts";
export { type CensusFit, compareWithCensus } from "./census-fit.ts";
export { type CentreOfMass, type MiddleFinder, meanOfDegrees, sphericalMean } from "./centre-of-mass.ts";
export type { ChanceTest, PValues } from "./chance-values.ts";
export {
  type CohortChangeOptions,
  type CohortChanges,
  compareBeforeAfter,
  type MeanInterval,
  type PairedBootstrapOptions,
  type PairedStudentOptions,
  pairedBootstrap,
  pairedStudent,
} from "./change-cohort.ts";
export { type ChangeOptions, type Changes, measureChange } from "./change-series.ts";
export { type ChurnRateOptions, type ChurnRates, measureChurnRate } from "./churn-rate.ts";
export {
  type CommonPartOfCommutersOptions,
  type CommonPartOfDistancesOptions,
  type CommonPartOfLinksOptions,
  commonPartOfCommuters,
  commonPartOfDistances,
  commonPartOfLinks,
} from "./common-part.ts";
export {
  type Concentration,
  type ConcentrationOptions,
  measureContactConcentration,
  measureDurationConcentration,
  type TimedContacts,
} from "./contact-concentration.ts";
export {
  type ContactCounts,
  type ContactCountsOptions,
  type DirectedContacts,
  measureContacts,
} from "./contact-counts.ts";
export {
  measureContactBalance,
  measureInteractionsPerContact,
  measureWeightedContactBalance,
} from "./contact-distribution.ts";
export { type ContactEntropy, type ContactEntropyOptions, measureContactEntropy } from "./contact-entropy.ts";
export type { Contacts } from "./contact-tally.ts";
export {
  type Correlation,
  type CorrelationOptions,
  pearsonCorrelation,
  spearmanCorrelation,
} from "./correlation.ts";
export {
  type PartialCorrelationOptions,
  partialCorrelation,
  spearmanPartialCorrelation,
} from "./correlation-partial.ts";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidateByDestination,
  crossValidateByOrigin,
  type GenerateFoldsOptions,
  generateFolds,
  type HeldOut,
  type HeldOutFit,
} from "./cross-validation.ts";
export { type DailyDistanceOptions, type DailyDistances, measureDailyDistance } from "./daily-distance.ts";
export { type DailyMotifs, type DailyMotifsOptions, measureDailyMotifs } from "./daily-motifs.ts";
export { type DailyRhythmOptions, type DailyRhythms, measureDailyRhythm } from "./daily-rhythm.ts";
export {
  type BinaryDecayOptions,
  binaryDecay,
  type Decay,
  type GaussianDecayOptions,
  gaussianDecay,
  type PowerDecayOptions,
  powerDecay,
  type StepDecayOptions,
  stepDecay,
} from "./decay.ts";
export {
  type DisplacementByHome,
  type DisplacementVectors,
  type MeasureDisplacementOptions,
  measureDisplacementByHome,
  measureDisplacementVectors,
} from "./displacement-distances.ts";
export {
  type MeasureReturnOptions,
  measureReturn,
  type ReturnCurve,
  type SpellsAway,
} from "./displacement-return.ts";
export {
  type CountsOfDisplaced,
  type DisplacedPeople,
  type DisplacedShares,
  type MeasureDisplacedSharesOptions,
  measureDisplacedPeople,
  measureDisplacedShares,
} from "./displacement-shares.ts";
export { measureDisplacementStatistics } from "./displacement-statistics.ts";
export { dissimilarityIndex } from "./dissimilarity.ts";
export { type DistanceFromHomeOptions, type DistancesFromHome, distanceFromHome } from "./distance-from-home.ts";
export {
  commuterTemplate,
  type EmploymentScoreOptions,
  type EmploymentScores,
  economicIntegration,
  measureEmploymentScore,
} from "./employment-score.ts";
export {
  meanWindowSimilarity,
  measureWindowSimilarity,
  type WindowSimilarities,
  type WindowSimilarityMeans,
  type WindowSimilarityOptions,
} from "./employment-windows.ts";
export type { Entropies, EntropyOptions } from "./entropy-tables.ts";
export { type EventShareOptions, type EventShares, measureEventShare } from "./event-shares.ts";
export {
  type ExperiencedByUser,
  type ExperiencedSegregation,
  type ExperiencedSegregationOptions,
  everyHour,
  measureExperiencedSegregation,
  type SameHour,
  typicalHours,
} from "./experienced-segregation.ts";
export {
  type FloatingCatchment,
  type FloatingCatchmentOptions,
  measureFloatingCatchment,
} from "./floating-catchment.ts";
export { type FlowFit, type FlowFitOptions, measureFlowFit, standardizedRootMeanSquareError } from "./flow-fit.ts";
// Observed against expected flows: a row per bin of expected flows, which charts draw.
export {
  type BinnedFlows,
  countFlowsByExpected,
  type EquallyFilledBinsOptions,
  equallyFilledBins,
  type FlowBins,
  type FlowsByExpected,
  type FlowsByExpectedOptions,
  type LogarithmicBinsOptions,
  logarithmicBins,
} from "./flow-fit-bins.ts";
export type { FlowCells, FlowCellsOptions, FlowDistancesOptions } from "./flow-fit-input.ts";
export { spearmanOfFlows } from "./flow-fit-ranks.ts";
export { countFlowLengths, type FlowLengths, type FlowLengthsOptions } from "./flow-lengths.ts";
export {
  type FrobeniusDistanceOptions,
  type FrobeniusSimilarityOptions,
  frobeniusDistance,
  frobeniusSimilarity,
} from "./frobenius.ts";
export type { GyrationColumns, GyrationOptions } from "./gyration.ts";
export { type HomeAway, type HomeAwayOptions, measureHomeAway } from "./home-away.ts";
export { colemanHomophily, type HomophilyOptions, homophilyIndex, inbreedingHomophily } from "./homophily-indices.ts";
export {
  assortativity,
  eiIndex,
  expectedEiIndex,
  freemanSegregation,
  groupEiIndex,
  guptaAndersonMay,
  segregationMatrixIndex,
  withinOddsRatio,
} from "./homophily-network.ts";
export {
  type SpectralSegregation,
  type SpectralSegregationOptions,
  spectralSegregation,
} from "./homophily-spectral.ts";
export { type CallRows, measureCallDurations } from "./interactions-durations.ts";
export { measureOverPeriods, type SplitUsers } from "./interactions-periods.ts";
export {
  type ActiveDays,
  type ActiveDaysOptions,
  measureActiveDays,
  measureInterEventTimes,
  type UserEvents,
} from "./interactions-timing.ts";
export {
  type IntroversionColumns,
  measureIntroversion,
  measurePlaceIntroversion,
  type PlacedInteractions,
  type PlaceIntroversion,
  type UserIntroversion,
} from "./introversion.ts";
export { type JumpLengths, type JumpLengthsOptions, jumpLengths } from "./jump-lengths.ts";
export { type KRadiiOfGyration, type KRadiusOfGyrationOptions, kRadiusOfGyration } from "./k-radius-of-gyration.ts";
export { type LocationEntropies, locationEntropy } from "./location-entropy.ts";
export {
  type LocationFrequencies,
  type LocationFrequencyOptions,
  locationFrequency,
  type RankFrequencies,
  rankFrequency,
} from "./location-frequency.ts";
export { type MatrixScale, rowShares, type ScaledPair, totalShares, unitNorm, unscaled } from "./matrix-scale.ts";
export { type MaximumDistanceOptions, type MaximumDistances, maximumDistance } from "./maximum-distance.ts";
export { type CourgeauK, courgeauK } from "./migration-courgeau.ts";
export {
  type MigrationDirections,
  type MigrationDirectionsOptions,
  type MigrationDistance,
  migrationDirections,
  migrationDistance,
} from "./migration-distance.ts";
export { type MigrationGini, type MigrationVariation, migrationGini, migrationVariation } from "./migration-focus.ts";
export {
  type MigrationIncidence,
  type MigrationIncidenceOptions,
  migrationIncidence,
  perCalendarMonth,
  perLocation,
  perPeriod,
  perPeriodAndLocation,
  type RiskGrouping,
  type RiskRows,
} from "./migration-incidence.ts";
export {
  equalFlows,
  type FlowExpectation,
  type FlowFactors,
  type IndependentFlowsOptions,
  independentFlows,
  type MigrationInequality,
  type MigrationInequalityOptions,
  migrationConnectivity,
  migrationInequality,
} from "./migration-inequality.ts";
export type { Margins, MigrationFlows } from "./migration-margins.ts";
export { migrationPreference, migrationVelocity, type PairIndices } from "./migration-preference.ts";
export {
  aggregateNetMigrationRate,
  measureRegionMigration,
  migrationEffectiveness,
  migrationIntensity,
  type RegionMigration,
} from "./migration-regions.ts";
export {
  type CorrectedCounts,
  type Correction,
  type CorrectMisclassificationOptions,
  type CorrectMixingOptions,
  correctMisclassification,
  correctMixing,
  likeliestCorrection,
  unbiasedCorrection,
} from "./misclassification.ts";
export { buildFlagShares, type FlagProblem, type FlagSharesOptions } from "./misclassification-flags.ts";
export {
  type CountMixingByPeriodOptions,
  type CountMixingOptions,
  countMixing,
  countMixingByPeriod,
  type GroupMixing,
  type GroupMixingByPeriod,
  type MixingColumns,
  measureUserMixing,
  type UserMixing,
} from "./mixing-counts.ts";
export type { CallRecords, CallTies, DirectedInteractions, WhoCallsWhom } from "./mixing-edges.ts";
export {
  type ExpectedByUsersOptions,
  expectedMixingByActivity,
  expectedMixingBySize,
  expectedMixingByUsers,
  marginFreeMixing,
  mixingRowShares,
  mixingTotalShares,
  observedOverExpected,
} from "./mixing-expected.ts";
export {
  buildMixingMatrix,
  type MixingByPeriod,
  type MixingByPeriodOptions,
  type MixingColumn,
  type MixingIndex,
  type MixingMatrix,
  type MixingMatrixOptions,
  type MixingSizes,
  measureMixingByPeriod,
  type SizedMixing,
  selectMixing,
  symmetricMixing,
} from "./mixing-matrix.ts";
export { type MixingTest, type MixingTestOptions, testMixing } from "./mixing-test.ts";
export { buildCallTies, undirectedTies } from "./mixing-ties.ts";
export { type MobilityNetworkOptions, type MobilityNetworks, mobilityNetwork } from "./mobility-network.ts";
export {
  type ComparedModel,
  type CompareModelsOptions,
  compareModels,
  type ModelComparison,
  type ModelOrder,
} from "./model-comparison.ts";
export { LARGER_MOTIF, motifLinks } from "./motif-codes.ts";
export { countMotifs, type MotifCounts } from "./motif-counts.ts";
export { measureNearestFacility, type NearestFacilities, type NearestFacilityOptions } from "./nearest-facility.ts";
export { type NumbersOfLocations, numberOfLocations } from "./number-of-locations.ts";
export { measureOpportunities, type Opportunities, type OpportunitiesOptions } from "./opportunities.ts";
export { byFrequency, byRecency, type PlaceRank, type PlaceRanker, type RankBoard } from "./place-ranks.ts";
export { byDwell, byEvents, type PlaceBoard, type PlaceCounter, type PlaceWeight } from "./place-weights.ts";
export { type CountPoisOptions, countPois, type PoiCounts } from "./poi-counts.ts";
export { measurePoiExposure, type PoiExposure, type PoiExposureOptions } from "./poi-exposure.ts";
export { poiMixEntropy } from "./poi-mix.ts";
export { maximumPredictability, type Predictabilities } from "./predictability.ts";
export { type GiniPresenceOptions, giniPresence } from "./presence-diversity.ts";
export { type RadiiOfGyration, type RadiusOfGyrationOptions, radiusOfGyration } from "./radius-of-gyration.ts";
export { randomEntropy } from "./random-entropy.ts";
export { realEntropy } from "./real-entropy.ts";
export {
  measureRechargeAmounts,
  measureRecharges,
  type RechargeHabits,
  type RechargeOptions,
  type RechargeRows,
} from "./recharge-habits.ts";
export { measureRegionMoves, type RegionMoves, type RegionMovesOptions } from "./region-moves.ts";
export type { ByPeriod } from "./region-population.ts";
export {
  fitPopulationTrend,
  measurePopulationIndex,
  type PeopleByPeriod,
  type PopulationIndex,
  type PopulationIndexOptions,
  type PopulationTrendOptions,
  type PopulationTrends,
} from "./region-population.ts";
export { measureRegularity, type Regularities, type RegularityOptions } from "./regularity.ts";
export { measureResidentialInclusion, type ResidentialInclusion } from "./residential-inclusion.ts";
export {
  type ConversationOptions,
  type Conversations,
  type Exchanges,
  measureConversations,
  measureResponseDelays,
} from "./response-conversations.ts";
export { measureSeasonalIndex, type SeasonalIndex, type SeasonalIndexOptions } from "./seasonal-index.ts";
export {
  measureRecurrence,
  measureSeasonalReturns,
  type Recurrence,
  type RecurrenceOptions,
  type SeasonalReturns,
  type SeasonalReturnsOptions,
} from "./seasonal-returns.ts";
export { measureSeasonality, type Seasonality } from "./seasonal-strength.ts";
export type { SeenPlaces } from "./seen-places.ts";
export { type AtkinsonOptions, atkinsonIndex } from "./segregation-atkinson.ts";
export { biasCorrectedDissimilarity, expectedDissimilarity, permutedDissimilarity } from "./segregation-bias.ts";
export {
  bootstrapSegregation,
  ofAreas,
  ofPeople,
  ofPeopleByGroup,
  type SegregationBootstrap,
  type SegregationBootstrapOptions,
  type SegregationResample,
} from "./segregation-bootstrap.ts";
export {
  type AbsoluteCentralizationOptions,
  absoluteCentralization,
  type CentralizationOptions,
  relativeCentralization,
} from "./segregation-centralization.ts";
export {
  type CentreAtLargestOptions,
  type CentreAtLocationsOptions,
  type CentreAtMeanOptions,
  type CentreAtPointsOptions,
  type CentreDistancesOptions,
  centreAtLargest,
  centreAtLocations,
  centreAtMean,
  centreAtMedian,
  centreAtPoints,
  distancesFromCentre,
  type UrbanCentre,
} from "./segregation-centralization-centres.ts";
export { type LocalCentralizationOptions, localRelativeCentralization } from "./segregation-centralization-local.ts";
export {
  type ComparisonNull,
  type CounterfactualSwapsOptions,
  compareSegregation,
  counterfactualSwaps,
  type PairDraw,
  type PooledDrawsOptions,
  pooledDraws,
  type SegregationComparison,
  type SegregationComparisonOptions,
  type ShiftedBootstrapOptions,
  shiftedBootstrap,
} from "./segregation-compare.ts";
export {
  type AreaConcentrationOptions,
  absoluteConcentration,
  type DeltaOptions,
  deltaIndex,
  type LargeAreas,
  largeForGroup,
  largeForOthers,
  type RelativeConcentrationOptions,
  relativeConcentration,
} from "./segregation-concentration.ts";
export {
  densityCorrectedDissimilarity,
  type ModifiedGini,
  type ModifiedGiniOptions,
  modifiedDissimilarity,
  modifiedGini,
} from "./segregation-corrected.ts";
export type { AreaCounts, ManyGroups, TwoGroupsOptions } from "./segregation-counts.ts";
export {
  type AdjustedCounts,
  type AdjustMarginsOptions,
  adjustMargins,
  decomposeSegregationChange,
  SEGREGATION_CHANGE_DEFAULTS,
  type SegregationChange,
  type SegregationChangeOptions,
} from "./segregation-difference.ts";
export {
  byKarmelMaclachlan,
  byMoraRuizCastillo,
  byShapley,
  type ChangeParts,
  type CommonTables,
  type SegregationChangeMethod,
} from "./segregation-difference-methods.ts";
export { type DistortionOptions, globalDistortion, localDistortion } from "./segregation-distortion.ts";
export {
  type EnvironmentOptions,
  type Environments,
  measureEnvironments,
  type SpatialIsolationOptions,
  spatialDissimilarity,
  spatialExposure,
  spatialInformationTheory,
  spatialIsolation,
  spatialRelativeDiversity,
} from "./segregation-environment.ts";
export { correlationRatio, gorardIndex, minMaxIndex, theilEntropyIndex } from "./segregation-evenness.ts";
export { type PairwiseSegregationOptions, pairwiseSegregation } from "./segregation-evenness-pairs.ts";
export {
  exactExposureMatrix,
  exactInteractionIndex,
  exactIsolationIndex,
  exposureMatrix,
  type GroupMatrix,
  interactionIndex,
  isolationIndex,
} from "./segregation-exposure.ts";
export { giniSegregationIndex, multigroupGini } from "./segregation-gini.ts";
export type { SegregationIndex } from "./segregation-index.ts";
export {
  type GroupSegregation,
  type LocalSegregation,
  locationQuotients,
  measureGroupSegregation,
  measureLocalSegregation,
} from "./segregation-local.ts";
export {
  multigroupDissimilarity,
  multigroupEntropyIndex,
  mutualInformationIndex,
  normalizedExposure,
  relativeDiversity,
  squaredCoefficientOfVariation,
} from "./segregation-multigroup.ts";
export {
  entropyDiversity,
  type InformationOptions,
  normalizedDiversity,
  simpsonConcentration,
  simpsonInteraction,
} from "./segregation-multigroup-diversity.ts";
export {
  measureNestedSegregation,
  measureSegregationWithin,
  type NestedSegregation,
  type NestedSegregationOptions,
  type SegregationWithin,
  type SegregationWithinOptions,
} from "./segregation-nested.ts";
export {
  type AreaPermutationOptions,
  areaPermutation,
  type CountsDraw,
  evenDraws,
  independentDraws,
  personPermutation,
  type SegregationNull,
  systematicDraws,
} from "./segregation-null.ts";
export {
  type OrdinalSegregationOptions,
  type OrdinalVariation,
  ordinalAbsolute,
  ordinalEntropy,
  ordinalRootVariance,
  ordinalSegregationIndex,
  ordinalVariance,
} from "./segregation-ordinal.ts";
export {
  type ConcentrationProfile,
  concentrationProfileIndex,
  measureConcentrationProfile,
} from "./segregation-profile.ts";
export {
  buildNearProximity,
  buildProximity,
  type ExponentialProximityOptions,
  exponentialProximity,
  masseyDentonDistance,
  noOwnPairs,
  type OwnDistance,
  type OwnDistanceOptions,
  type Proximity,
  type ProximityOptions,
  whiteDistance,
  zeroDistance,
} from "./segregation-proximity.ts";
export type { AnyProximity } from "./segregation-proximity-sums.ts";
export {
  measureSegregationByPeriod,
  type PeriodPeople,
  type SegregationByPeriod,
  type SegregationByPeriodOptions,
} from "./segregation-series.ts";
export {
  byComposition,
  byDualComposition,
  byShares,
  type Counterfactual,
  type CounterfactualOptions,
  decomposeSegregationGap,
  type SegregationGap,
  type SegregationGapOptions,
} from "./segregation-shapley.ts";
export {
  type BoundaryDissimilarityOptions,
  binaryWeights,
  borderWeights,
  boundaryDissimilarity,
  type NeighbourWeights,
  type OrderDissimilarityOptions,
  orderDissimilarity,
  rowStandardized,
  type ShapeDissimilarityOptions,
  shapeDissimilarity,
} from "./segregation-spatial-dissimilarity.ts";
export { type ProximityProfileOptions, spatialProximityProfile } from "./segregation-spatial-profile.ts";
export {
  absoluteClustering,
  type ClusteringOptions,
  type GroupProximityOptions,
  groupSpatialProximity,
  type MeanProximity,
  meanProximity,
  multigroupSpatialProximity,
  relativeClustering,
  spatialProximity,
} from "./segregation-spatial-proximity.ts";
export {
  type MultigroupSegregationIndices,
  measureMultigroupSegregation,
  measureSegregation,
  type SegregationIndices,
} from "./segregation-summary.ts";
export { type SegregationTest, type SegregationTestOptions, testSegregation } from "./segregation-test.ts";
export type { ComparedMatrix, MatrixPairOptions } from "./similarity-input.ts";
export {
  cosineSimilarity,
  type JensenShannonOptions,
  jensenShannonDistance,
  jensenShannonDivergence,
  type RuzickaSimilarityOptions,
  ruzickaSimilarity,
} from "./similarity-matrices.ts";
export {
  type CompareMobilityOptions,
  compareMobility,
  MOBILITY_SIMILARITIES,
  type MobilityComparison,
  type MobilitySimilarity,
} from "./similarity-mobility.ts";
export {
  type ChanceSimilarity,
  type MobilitySimilarityTest,
  type NamedWindows,
  type SimilarityDrawsOptions,
  type SimilarityOfRandomSetsOptions,
  similarityOfRandomSets,
  type TestMobilitySimilarityOptions,
  testMobilitySimilarity,
  type UserHourCells,
  type UserMoveCells,
} from "./similarity-null.ts";
export { type CallingRegularityOptions, callingRegularitySimilarity } from "./similarity-regularity.ts";
export {
  type GeographicBlocksOptions,
  geographicBlocks,
  type SlidingWindowsOptions,
  STRUCTURE_DEFAULTS,
  type StructuralSimilarityOptions,
  type StructurePair,
  type StructureWindows,
  slidingWindows,
  structuralSimilarity,
  type WindowSums,
  wholeMatrix,
} from "./similarity-structure.ts";
export {
  type InteractionLevelOptions,
  type InteractionLevels,
  measureInteractionLevels,
  measureSocialIntegration,
  type SocialIntegration,
  type SocialIntegrationOptions,
  socialIntegration,
  type UserIntegration,
} from "./social-integration.ts";
export {
  meanSquareDisplacement,
  type SquareDisplacementOptions,
  type SquareDisplacements,
} from "./square-displacement.ts";
export {
  boxMark,
  type GaussianMarkOptions,
  gaussianMark,
  type Mark,
  type MarkOptions,
  triangularMark,
} from "./stigmergy-marks.ts";
export {
  measureStigmergicSimilarity,
  type StigmergicSimilarity,
  type StigmergicSimilarityOptions,
  stigmergicSimilarity,
  type UserStigmergicSimilarity,
  type UserStigmergicSimilarityOptions,
} from "./stigmergy-similarity.ts";
export { type BuildTrailsOptions, buildTrails, type TrailRules, type Trails } from "./stigmergy-trails.ts";
export { type KaplanMeierOptions, kaplanMeier, type SurvivalCurves } from "./survival-curves.ts";
export type { Spells } from "./survival-spells.ts";
export { type LogRankTest, logRankTest } from "./survival-test.ts";
export {
  eachDay,
  eachHourOfDay,
  eachWeek,
  eachWeekday,
  type PeriodLayout,
  type TrackingPeriods,
  type TrackingPeriodsOptions,
  wholeSpan,
} from "./tracking-periods.ts";
export { measureTrackingQuality, type TrackingQuality, type TrackingQualityOptions } from "./tracking-quality.ts";
export {
  measureSteps,
  measureTrajectories,
  type Steps,
  type Trajectories,
  type TrajectoriesOptions,
} from "./trajectories.ts";
export {
  measureTrajectorySimilarity,
  type TrajectorySimilarities,
  type TrajectorySimilarityOptions,
} from "./trajectory-similarity.ts";
export {
  type DynamicTimeWarpingOptions,
  dynamicTimeWarping,
  type LongestCommonSubsequenceOptions,
  longestCommonSubsequence,
  type Path,
  type PathMeasure,
  type RealPenaltyEditOptions,
  realPenaltyEdit,
} from "./trajectory-similarity-measures.ts";
export { type CoLocationOptions, type CoLocations, measureCoLocation } from "./trajectory-similarity-meetings.ts";
export type { UserPairs } from "./trajectory-similarity-pairs.ts";
export {
  type CountPlaceSharesOptions,
  countPlaceShares,
  type GroupPlaceShares,
  type GroupSimilarities,
  type GroupSimilarityOptions,
  measureGroupSimilarity,
  measurePlaceSimilarity,
  type PlaceSimilarities,
  type PlaceSimilarityOptions,
} from "./trajectory-similarity-places.ts";
export {
  type StraightLineDistanceOptions,
  type StraightLineDistances,
  straightLineDistance,
} from "./travel-distance.ts";
export { compareTripLengths, type TripLengthFit } from "./trip-length-fit.ts";
export {
  type UncorrelatedEntropies,
  type UncorrelatedEntropyOptions,
  uncorrelatedEntropy,
} from "./uncorrelated-entropy.ts";
export { measureVisitRate, type VisitRateOptions, type VisitRates } from "./visit-rate.ts";
export { type VisitsPerLocation, visitsPerLocation } from "./visits-per-location.ts";
export {
  type VisitsPerDay,
  type VisitsPerHour,
  type VisitsPerTimeOptions,
  visitsPerDay,
  visitsPerHour,
} from "./visits-per-time.ts";
export { type WaitingTimes, waitingTimes } from "./waiting-times.ts";
export {
  buildWeekMatrices,
  type WeekInteractions,
  type WeekMatrices,
  type WeekMatricesOptions,
} from "./week-matrices.ts";
export {
  type CountByPeriodOptions,
  countByPeriod,
  type DatedRows,
  type FiguresByPeriod,
  type Joined,
  joinFigures,
  type PlaceTable,
} from "./zone-join.ts";
