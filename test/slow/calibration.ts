import type { DenseMatrix } from "../../src/types.ts";

/** Expected flows and criteria of a calibration, cell by cell over full matrices. */

/** Weights without those within a location, given the totals of the observed flows; balanced by 200 rounds for both. */
export function expectedSlowly(
  weights: (o: number, d: number) => number,
  observed: DenseMatrix,
  keeps: "one" | "origins" | "destinations" | "both",
): number[][] {
  const n = observed.rows;
  const cells = Array.from({ length: n }, (_, o) => Array.from({ length: n }, (_, d) => (o === d ? 0 : weights(o, d))));
  const flow = (o: number, d: number): number => (o === d ? 0 : observed.value[o * n + d]!);
  const all = Array.from({ length: n }, (_, i) => i);
  const sum = (of: (i: number) => number): number => all.reduce((total, i) => total + of(i), 0);
  const factor = (want: number, have: number): number => (have > 0 ? want / have : 0);
  const byRow = (): void => {
    for (const o of all) {
      const f = factor(
        sum((d) => flow(o, d)),
        sum((d) => cells[o]![d]!),
      );
      for (const d of all) cells[o]![d]! *= f;
    }
  };
  const byColumn = (): void => {
    for (const d of all) {
      const f = factor(
        sum((o) => flow(o, d)),
        sum((o) => cells[o]![d]!),
      );
      for (const o of all) cells[o]![d]! *= f;
    }
  };
  if (keeps === "origins") byRow();
  else if (keeps === "destinations") byColumn();
  else if (keeps === "both") {
    for (let round = 0; round < 200; round++) {
      byRow();
      byColumn();
    }
  } else {
    const f = factor(
      sum((o) => sum((d) => flow(o, d))),
      sum((o) => sum((d) => cells[o]![d]!)),
    );
    for (const o of all) for (const d of all) cells[o]![d]! *= f;
  }
  return cells;
}

/** The criteria by name; higher is better for the first two. */
export const CRITERIA_SLOWLY = {
  /** Σ flow · ln expected: the log-likelihood but for a number that does not depend on the parameters. */
  likelihood: (flow: number[][], expected: number[][]): number =>
    sumOver(flow, (t, o, d) => (t > 0 ? t * Math.log(expected[o]![d]!) : 0)),
  commonPart: (flow: number[][], expected: number[][]): number =>
    (2 * sumOver(flow, (t, o, d) => Math.min(t, expected[o]![d]!))) /
    (sumOver(flow, (t) => t) + sumOver(expected, (e) => e)),
  squares: (flow: number[][], expected: number[][]): number => sumOver(flow, (t, o, d) => (t - expected[o]![d]!) ** 2),
} as const;

/** Flows as rows of cells, those within a location being 0. */
export function cellsOf({ rows, value }: DenseMatrix): number[][] {
  return Array.from({ length: rows }, (_, o) =>
    Array.from({ length: rows }, (_, d) => (o === d ? 0 : value[o * rows + d]!)),
  );
}

function sumOver(cells: number[][], of: (cell: number, o: number, d: number) => number): number {
  return cells.reduce((sum, row, o) => sum + row.reduce((part, cell, d) => part + of(cell, o, d), 0), 0);
}
