import type { Table } from "../../src/types.ts";

/**
 * The attack by differencing, in exact arithmetic: what can be computed of the hidden cells of a table by adding and subtracting
 * the shown ones, if all sums are known that hold in such tables?
 */

/** A cell of a table: column and row. */
export type Cell = readonly [column: string, row: number];
/** Σ of the plus cells = Σ of the minus cells. Of minus null the sum is known from elsewhere. */
export interface Equation {
  readonly plus: readonly Cell[];
  readonly minus: readonly Cell[];
}

/** The hidden cells, as "column row", that some combination of the equations and the shown cells gives. */
export function recovered(shown: Table, equations: readonly Equation[]): string[] {
  const number = new Map<string, number>();
  const isHidden = ([column, row]: Cell): boolean => Number.isNaN(shown.columns[column]![row] as number);
  const of = (cell: Cell): number => {
    const name = cell.join(" ");
    const known = number.get(name);
    if (known !== undefined) return known;
    number.set(name, number.size);
    return number.size - 1;
  };
  const sparse = equations.map(({ plus, minus }) => {
    const row = new Map<number, bigint>();
    for (const [cells, sign] of [[plus, 1n] as const, [minus, -1n] as const]) {
      for (const cell of cells.filter(isHidden)) row.set(of(cell), (row.get(of(cell)) ?? 0n) + sign);
    }
    return row;
  });
  const width = number.size;
  const rows = sparse.map((row) => Array.from({ length: width }, (_, c) => row.get(c) ?? 0n));
  let rank = 0;
  for (let c = 0; c < width && rank < rows.length; c++) {
    const pivot = rows.findIndex((row, r) => r >= rank && row[c] !== 0n);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    const head = rows[rank]!;
    for (let r = 0; r < rows.length; r++) {
      const factor = rows[r]![c]!;
      if (r === rank || factor === 0n) continue;
      rows[r] = reduced(rows[r]!.map((x, k) => x * head[c]! - head[k]! * factor));
    }
    rank++;
  }
  const names = [...number.keys()];
  return rows.flatMap((row) => {
    const open = row.flatMap((x, c) => (x === 0n ? [] : [c]));
    return open.length === 1 ? [names[open[0]!]!] : [];
  });
}

function reduced(row: bigint[]): bigint[] {
  const divisor = row.reduce((a, b) => greatest(a, b < 0n ? -b : b), 0n);
  return divisor > 1n ? row.map((x) => x / divisor) : row;
}

function greatest(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatest(b, a % b);
}
