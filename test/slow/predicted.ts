/** Balancing as in the textbook: columns to their totals, rows to theirs, a fixed number of times. */
export function balancedSlowly(
  weights: readonly (readonly number[])[],
  outflows: readonly number[],
  inflows: readonly number[],
  times: number,
): number[] {
  const cells = weights.map((row) => [...row]);
  for (let t = 0; t < times; t++) {
    for (let d = 0; d < inflows.length; d++) {
      const sum = cells.reduce((all, row) => all + row[d]!, 0);
      for (const row of cells) row[d] = sum === 0 ? 0 : (row[d]! * inflows[d]!) / sum;
    }
    for (const [o, row] of cells.entries()) {
      const sum = row.reduce((a, b) => a + b, 0);
      for (let d = 0; d < row.length; d++) row[d] = sum === 0 ? 0 : (row[d]! * outflows[o]!) / sum;
    }
  }
  return cells.flat();
}
