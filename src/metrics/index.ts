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
export { type Catchments, type CountCatchmentsOptions, countCatchments } from "./catchments.ts";
export { type CensusFit, compareWithCensus } from "./census-fit.ts";
export { type CentreOfMass, type MiddleFinder, meanOfDegrees, sphericalMean } from "./centre-of-mass.ts";
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
export type { Entropies, EntropyOptions } from "./entropy-tables.ts";
export { type EventShareOptions, type EventShares, measureEventShare } from "./event-shares.ts";
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
  type ComparedMatrix,
  type FrobeniusDistanceOptions,
  type FrobeniusSimilarityOptions,
  frobeniusDistance,
  frobeniusSimilarity,
} from "./frobenius.ts";
export type { GyrationColumns, GyrationOptions } from "./gyration.ts";
export { type HomeAway, type HomeAwayOptions, measureHomeAway } from "./home-away.ts";
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
export type { AreaCounts, TwoGroupsOptions } from "./segregation-counts.ts";
export {
  meanSquareDisplacement,
  type SquareDisplacementOptions,
  type SquareDisplacements,
} from "./square-displacement.ts";
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
