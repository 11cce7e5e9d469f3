/** Every one-to-one pairing looked at: most pairs, then least error, then the earliest columns, row after row. */
export function slowPairing(rows: number, columns: number, error: Float64Array): number[] {
  let best: number[] = [];
  let bestPairs = -1;
  let leastError = Infinity;
  const visit = (chosen: readonly number[]): void => {
    if (chosen.length < rows) {
      // Earlier columns first and none last: of equally good pairings the first one visited is the one to keep.
      for (let c = 0; c < columns; c++) {
        const possible = Number.isFinite(error[chosen.length * columns + c]);
        if (possible && !chosen.includes(c)) visit([...chosen, c]);
      }
      visit([...chosen, -1]);
      return;
    }
    const pairs = chosen.filter((c) => c >= 0).length;
    const sum = chosen.reduce((all, c, r) => all + (c < 0 ? 0 : error[r * columns + c]!), 0);
    if (pairs < bestPairs || (pairs === bestPairs && sum >= leastError)) return;
    best = [...chosen];
    bestPairs = pairs;
    leastError = sum;
  };
  visit([]);
  return best;
}
