import { fail, failInWords, isObject } from "../core/check.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import type { Table } from "../types.ts";
import { frobeniusSimilarity } from "./frobenius.ts";
import { rowShares, totalShares, unitNorm } from "./matrix-scale.ts";
import { type ComparedMatrix, type MatrixPairOptions, matrixPairOf } from "./similarity-input.ts";
import { commonCells, commonShares, cosineSimilarity, jensenShannonDivergence } from "./similarity-matrices.ts";
import { structuralSimilarity, wholeMatrix } from "./similarity-structure.ts";

/** One figure of how alike two matrices are: `(a, b) => cosineSimilarity(a, b)`, say. */
export type MobilitySimilarity = (a: ComparedMatrix, b: ComparedMatrix) => number;

/** The figures that `compareMobility` gives unless told otherwise: all are 1 for two matrices with the same shares. */
export const MOBILITY_SIMILARITIES: Readonly<Record<string, MobilitySimilarity>> = {
  frobenius: (a, b) => frobeniusSimilarity(a, b),
  frobeniusOfRows: (a, b) => frobeniusSimilarity(a, b, { scale: rowShares() }),
  frobeniusOfUnitNorms: (a, b) => frobeniusSimilarity(a, b, { scale: unitNorm() }),
  cosine: (a, b) => cosineSimilarity(a, b),
  commonPart: (a, b) => commonShares("compareMobility", a, b),
  commonLinks: (a, b) => commonCells("compareMobility", a, b),
  jensenShannon: (a, b) => 1 - jensenShannonDivergence(a, b),
  structure: (a, b) => structuralSimilarity(a, b, { windows: wholeMatrix(), scale: totalShares() }),
};

export interface CompareMobilityOptions extends MatrixPairOptions {
  /** The figures by name; `MOBILITY_SIMILARITIES` unless given. */
  readonly measures?: Readonly<Record<string, MobilitySimilarity>>;
}

/** A row for each measure. */
export type MobilityComparison = Table<{
  readonly measure: readonly string[];
  readonly similarity: Float64Array;
}>;

/**
 * How alike are the movements of two groups, by every measure in use?
 *
 * **How** each measure of the two matrices. Unless given: 1 − the Frobenius distance of total shares, row shares and unit norms
 * over the greatest possible, the cosine, the common part of commuters of shares, the common part of links, 1 − the
 * Jensen–Shannon divergence (base 2), and the structural similarity of the whole matrices of shares.
 *
 * @param a - a matrix of ml-matrix, or a sparse or dense one: the flows of one group, for instance
 * @param b - another with as many rows and columns; of any of the three kinds
 * @param options - the measures, and whether the diagonal is compared
 * @returns a row per measure: `measure`, `similarity` from 0 (nothing in common; −1 for `structure`) to 1, NaN where a matrix is all zero.
 * The measures do not agree and none can be read alone: two diffuse matrices have a `frobenius` near 1 whatever they are, and few
 * moves make any two groups unlike. `testMobilitySimilarity` and `similarityOfRandomSets` say what chance alone would give
 * @throws RangeError for matrices of different size, flows over different locations, or an entry that is not finite or is
 * below 0
 *
 * **Cost** O(entries) for sparse matrices, O(rows · columns) for others
 *
 * [bakker-2019]
 * @example
 * const a = sparseFromDense(2, 2, [0, 10, 10, 0]);
 * const { measure, similarity } = compareMobility(a, sparseFromDense(2, 2, [0, 4, 1, 0])).columns;
 * [measure[0], similarity[0].toFixed(2), measure[4], similarity[4].toFixed(2)]; // [ 'frobenius', '0.70', 'commonPart', '0.70' ]
 */
export function compareMobility(
  a: ComparedMatrix,
  b: ComparedMatrix,
  options: CompareMobilityOptions = {},
): MobilityComparison {
  const where = "compareMobility";
  const pair = matrixPairOf(where, a, b, options, ["measures"]);
  const { measures = MOBILITY_SIMILARITIES, diagonal = true } = options;
  if (!isObject(measures)) fail(where, "measures", "functions by name such as MOBILITY_SIMILARITIES", measures);
  const measure = Object.keys(measures);
  if (measure.length === 0) failInWords(where, "measures", "at least one function", "none");
  const [first, second] = diagonal ? [a, b] : pair;
  const similarity = Float64Array.from(measure, (name) =>
    similarityWith(where, `measures.${name}`, measures[name]!, first, second),
  );
  return { length: measure.length, columns: { measure, similarity } };
}

const SUCH = "a similarity of two matrices such as (a, b) => cosineSimilarity(a, b)";

/** Throws unless the value is a function of two matrices. */
export function checkSimilarity(where: string, name: string, similarity: MobilitySimilarity): void {
  checkFunction(where, name, similarity, SUCH, 2);
}

/** A similarity of two matrices; throws where it is no number. */
export function similarityWith(
  where: string,
  name: string,
  similarity: MobilitySimilarity,
  a: ComparedMatrix,
  b: ComparedMatrix,
): number {
  checkSimilarity(where, name, similarity);
  const value: unknown = similarity(a, b);
  checkAnswer(where, name, similarity, value, SUCH);
  if (typeof value !== "number") fail(where, name, `${SUCH}, which gives a number`, value);
  return value;
}
