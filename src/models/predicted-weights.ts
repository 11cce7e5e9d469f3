import { fail, failInWords, isObject } from "../core/check.ts";
import { exp } from "../core/math.ts";
import { checkRowMatrix, type RowReader } from "../core/row-matrix.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";
import type { FlowLaw } from "./law.ts";

/**
 * The weights of a law as a constraint reads them. A law that gives logarithms is read less the largest of its row, of its
 * column or of all, so that no weight overflows and none that matters vanishes.
 */
export interface LawWeights {
  readonly rows: number;
  readonly columns: number;
  /** Reads a row of weights / exp(originScale[row] + destinationScale[column]). */
  readonly read: RowReader;
}

/** What a constraint makes up for, so that weights may be divided by it: the sizes of rows, columns, both, all at once, nothing. */
export type Scaling = "rows" | "columns" | "both" | "all" | "none";

export interface ScaledWeights extends LawWeights {
  readonly originScale: Float64Array;
  readonly destinationScale: Float64Array;
}

/** Throws unless the value is a law, or a matrix of weights. Reads it once for its largest logarithms where these are needed. */
export function scaledWeights(where: string, law: FlowLaw | DenseMatrix | RowMatrix, scaling: Scaling): ScaledWeights {
  const given: unknown = law;
  if (isObject(given) && isObject(given["coefficients"])) {
    failInWords(where, "law", "a law of flows", "a fit", "gravityLaw(fit, options) makes a law of one");
  }
  const readWeights = checkRowMatrix(where, "law", law);
  const { rows, columns } = law;
  const originScale = new Float64Array(rows);
  const destinationScale = new Float64Array(columns);
  const held = { rows, columns, originScale, destinationScale };
  const fillLogRow = (law as FlowLaw).fillLogRow;
  if (fillLogRow === undefined || scaling === "none") {
    const read = (row: number): Float64Array => {
      const cells = readWeights(row);
      for (let c = 0; c < columns; c++) {
        if (!(cells[c]! >= 0 && cells[c]! < Infinity)) failWeight(where, row, c, cells[c]!);
      }
      return cells;
    };
    return { ...held, read };
  }
  const cells = new Float64Array(columns);
  const readLogs = (row: number): number => {
    fillLogRow.call(law, row, cells);
    let top = -Infinity;
    for (let c = 0; c < columns; c++) {
      if (!(cells[c]! < Infinity)) failWeight(where, row, c, exp(cells[c]!));
      if (cells[c]! > top) top = cells[c]!;
    }
    return top;
  };
  if (scaling !== "rows") findScales(rows, scaling, readLogs, cells, originScale, destinationScale);
  const read = (row: number): Float64Array => {
    const top = readLogs(row);
    if (scaling === "rows") originScale[row] = top === -Infinity ? 0 : top;
    for (let c = 0; c < columns; c++) cells[c] = exp(cells[c]! - originScale[row]! - destinationScale[c]!);
    return cells;
  };
  return { ...held, read };
}

/** The largest logarithms: of each row and then of each column less these, of each column, or of all. 0 where there is no weight. */
function findScales(
  rows: number,
  scaling: Scaling,
  readLogs: (row: number) => number,
  cells: Float64Array,
  originScale: Float64Array,
  destinationScale: Float64Array,
): void {
  let topOfAll = -Infinity;
  destinationScale.fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    const top = readLogs(row);
    if (top > topOfAll) topOfAll = top;
    if (scaling === "both" && top > -Infinity) originScale[row] = top;
    for (let c = 0; c < cells.length; c++) {
      const left = cells[c]! - originScale[row]!;
      if (left > destinationScale[c]!) destinationScale[c] = left;
    }
  }
  if (scaling === "all") destinationScale.fill(topOfAll);
  for (let c = 0; c < cells.length; c++) if (destinationScale[c] === -Infinity) destinationScale[c] = 0;
}

function failWeight(where: string, row: number, column: number, weight: number): never {
  fail(where, `law: the weight of row ${row} and column ${column}`, "a finite number of at least 0", weight);
}
