type Cells = readonly (readonly number[])[];

/** Frobenius distance and similarity of two full matrices, cell by cell; `scale` is total, row, unit or none. */
export function slowFrobenius(a: Cells, b: Cells, scale: string): { distance: number; similarity: number } {
  const p = scaled(a, scale);
  const q = scaled(b, scale);
  const distance = norm(p.map((row, r) => row.map((x, c) => x - q[r]![c]!)));
  if (scale === "none") {
    const empty = norm(a) === 0 || norm(b) === 0;
    return { distance, similarity: empty ? Number.NaN : 1 - distance / (norm(a) + norm(b)) };
  }
  if (scale !== "row") return { distance, similarity: 1 - distance / Math.sqrt(2) };
  const both = p.map((_, r) => r).filter((r) => sum([a[r]!]) > 0 && sum([b[r]!]) > 0);
  const compared = norm(both.map((r) => p[r]!.map((x, c) => x - q[r]![c]!)));
  return { distance, similarity: 1 - compared / Math.sqrt(2 * both.length) };
}

function scaled(cells: Cells, scale: string): Cells {
  if (scale === "total") return cells.map((row) => row.map((x) => x / sum(cells)));
  if (scale === "unit") return cells.map((row) => row.map((x) => x / norm(cells)));
  if (scale === "row") return cells.map((row) => row.map((x) => (sum([row]) === 0 ? 0 : x / sum([row]))));
  return cells;
}

function sum(cells: Cells): number {
  return cells.flat().reduce((total, x) => total + x, 0);
}

function norm(cells: Cells): number {
  return Math.sqrt(cells.flat().reduce((total, x) => total + x * x, 0));
}
