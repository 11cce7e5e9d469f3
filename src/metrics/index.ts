/** One number for a pattern: segregation of groups over areas, similarity of matrices of movement. */

export type * from "../types.ts";
export { type DissimilarityOptions, dissimilarityIndex } from "./dissimilarity.ts";
export {
  type ComparedMatrix,
  type FrobeniusDistanceOptions,
  type FrobeniusSimilarityOptions,
  frobeniusDistance,
  frobeniusSimilarity,
} from "./frobenius.ts";
export { type MatrixScale, rowShares, type ScaledPair, totalShares, unitNorm, unscaled } from "./matrix-scale.ts";
