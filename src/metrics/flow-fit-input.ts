import { checkOptions, checkSameLocations, fail, failInWords, isObject } from "../core/check.ts";
import { failShape } from "../core/check-tables.ts";
import { checkAnyMatrix, checkRowMatrix, type RowReader } from "../core/row-matrix.ts";
import type { DenseMatrix, Located, RowMatrix, SparseMatrix } from "../types.ts";

/**
 * Flows from every origin (rows) to every destination (columns), however they are held: sparse, as counted ones are; whole;
 * or computed by rows, as expected ones of many places are. Only a sparse matrix need know its locations.
 */
export type FlowCells = DenseMatrix | RowMatrix | (SparseMatrix & Partial<Located>);

export interface FlowCellsOptions {
  /**
   * Whether the pairs of a location with itself are in. Most models of flows say nothing of them, and counts of trips are
   * full of them: an index with them is another than one without.
   */
  readonly diagonal: boolean;
}

export interface FlowDistancesOptions extends FlowCellsOptions {
  /** How far each pair is apart, in any unit. Of at least 0, and finite wherever either has a flow. */
  readonly distances: DenseMatrix | RowMatrix;
}

/** Observed and expected flows of one size, read by rows. */
export interface FlowPair {
  readonly rows: number;
  readonly columns: number;
  readonly diagonal: boolean;
  readonly observed: RowReader;
  readonly expected: RowReader;
  /** Read flows without looking whether they are flows: for a second reading. */
  readonly observedAgain: RowReader;
  readonly expectedAgain: RowReader;
}

/** Throws unless both are flows of one size over the same places, and the options have these names and say whether the diagonal is in. */
export function flowPairOf<O extends FlowCellsOptions>(
  where: string,
  observed: FlowCells,
  expected: FlowCells,
  options: O,
  names: readonly (keyof O & string)[],
  called: string = "expected",
  observedCalled: string = "observed",
): FlowPair {
  checkOptions(where, options, names);
  const { diagonal } = options;
  if (typeof diagonal !== "boolean") fail(where, "diagonal", "true or false", diagonal);
  const [rows, columns] = sizeOf(where, observed, expected, [observedCalled, called]);
  const here = locationsOf(observed);
  const there = locationsOf(expected);
  if (here !== undefined && there !== undefined) checkSameLocations(where, called, there, here);
  const first = checkAnyMatrix(where, observedCalled, observed, rows, columns);
  const second = checkAnyMatrix(where, called, expected, rows, columns);
  if (rows !== columns && !diagonal) {
    failInWords(
      where,
      "diagonal",
      "true where origins and destinations are not the same places",
      `false for ${rows} origins and ${columns} destinations`,
    );
  }
  return {
    rows,
    columns,
    diagonal,
    observed: flowsOnly(where, observedCalled, first, columns, diagonal),
    expected: flowsOnly(where, called, second, columns, diagonal),
    observedAgain: first,
    expectedAgain: second,
  };
}

/** Reads the distances of pairs, of which there must be as many as flows. */
export function distancesOf(where: string, { rows, columns }: FlowPair, options: FlowDistancesOptions): RowReader {
  return checkRowMatrix(where, "distances", options.distances, rows, columns);
}

/** A distance that a flow covers must be a number of at least 0. */
export function checkCovered(where: string, distance: number, origin: number, destination: number): void {
  if (distance >= 0 && distance < Infinity) return;
  fail(where, `distances [${origin}, ${destination}]`, "a finite number of at least 0 where there is a flow", distance);
}

/** The size of the first of the two that says how wide it is; a sparse matrix without locations is as wide as high. */
function sizeOf(
  where: string,
  observed: FlowCells,
  expected: FlowCells,
  called: readonly [observed: string, expected: string],
): readonly [rows: number, columns: number] {
  const sizes = [observed, expected].map((flows, k) => {
    const given: unknown = flows;
    if (!isObject(given)) failShape(where, called[k]!, "flows, sparse or full", given);
    if (!("offsets" in flows)) return [flows.rows, flows.columns] as const;
    const rows = (flows.offsets?.length ?? 1) - 1;
    return [rows, flows.locations?.length ?? null] as const;
  });
  const [rows, columns] = sizes.find((size) => size[1] !== null) ?? sizes[0]!;
  return [rows, columns ?? rows];
}

function locationsOf(flows: FlowCells): Located["locations"] | undefined {
  return (flows as Partial<Located>).locations;
}

/** Reads rows and throws where a cell that counts is no finite number of at least 0. */
function flowsOnly(where: string, name: string, read: RowReader, columns: number, diagonal: boolean): RowReader {
  return (row) => {
    const cells = read(row);
    for (let c = 0; c < columns; c++) {
      const flow = cells[c]!;
      if (!(flow >= 0 && flow < Infinity) && (diagonal || c !== row))
        fail(where, `${name} [${row}, ${c}]`, "a finite number of at least 0", flow);
    }
    return cells;
  };
}
