/** One number for a pattern: segregation of groups over areas, similarity of matrices of movement. */

export type * from "../types.ts";
export { type Catchments, type CountCatchmentsOptions, countCatchments } from "./catchments.ts";
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
export { type DissimilarityOptions, dissimilarityIndex } from "./dissimilarity.ts";
export {
  type FloatingCatchment,
  type FloatingCatchmentOptions,
  measureFloatingCatchment,
} from "./floating-catchment.ts";
export {
  type ComparedMatrix,
  type FrobeniusDistanceOptions,
  type FrobeniusSimilarityOptions,
  frobeniusDistance,
  frobeniusSimilarity,
} from "./frobenius.ts";
export { type MatrixScale, rowShares, type ScaledPair, totalShares, unitNorm, unscaled } from "./matrix-scale.ts";
export { measureNearestFacility, type NearestFacilities, type NearestFacilityOptions } from "./nearest-facility.ts";
export { measureOpportunities, type Opportunities, type OpportunitiesOptions } from "./opportunities.ts";
export { type CountPoisOptions, countPois, type PoiCounts } from "./poi-counts.ts";
export { measurePoiExposure, type PoiExposure, type PoiExposureOptions } from "./poi-exposure.ts";
export { poiMixEntropy } from "./poi-mix.ts";
export { measureVisitRate, type VisitRateOptions, type VisitRates } from "./visit-rate.ts";
