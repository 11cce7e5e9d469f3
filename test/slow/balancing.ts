/** Plain balancing: rows to their totals, then columns, until no row is off by more than the tolerance after the column step. */
export function slowBalance(
  seed: readonly (readonly number[])[],
  outflows: readonly number[],
  inflows: readonly number[],
  tolerance: number,
  maxIterations: number,
): { cells: number[][]; iterations: number; error: number } {
  const b: number[] = inflows.map((inflow) => (inflow > 0 ? 1 : 0));
  const a: number[] = outflows.map(() => 0);
  const rowSum = (i: number): number => b.reduce((sum, factor, j) => sum + seed[i]![j]! * factor, 0);
  let iterations = 0;
  let error = Infinity;
  while (error > tolerance && iterations < maxIterations) {
    for (let i = 0; i < a.length; i++) a[i] = outflows[i]! > 0 ? outflows[i]! / rowSum(i) : 0;
    for (let j = 0; j < b.length; j++) {
      if (inflows[j]! > 0) b[j] = inflows[j]! / a.reduce((sum, factor, i) => sum + factor * seed[i]![j]!, 0);
    }
    iterations++;
    error = Math.max(
      ...a.map((factor, i) => (outflows[i]! > 0 ? Math.abs((factor * rowSum(i)) / outflows[i]! - 1) : 0)),
    );
  }
  return { cells: seed.map((row, i) => row.map((cell, j) => a[i]! * cell * b[j]!)), iterations, error };
}
