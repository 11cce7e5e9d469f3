/** So many cells of the grid at most: 256 kB. */
const MOST_CELLS = 65_536;

/**
 * Where do values stand among sorted ones that all differ? 2k + 1 for the k-th of them itself, 2k for a value between the
 * one before it and it (0 before the first, 2 · length behind the last). A grid over the range says where to search.
 */
export function sortedPlaces(sorted: Float64Array): (value: number) => number {
  const n = sorted.length;
  const first = sorted[0] ?? 0;
  const last = sorted[n - 1] ?? 0;
  const most = Math.min(MOST_CELLS, n);
  // A range too narrow to be divided is one cell.
  const scale = most / (last - first);
  const cells = scale < Infinity ? most : 1;
  const cellOf = (value: number): number =>
    cells === 1 ? 0 : Math.min(cells - 1, Math.floor((value - first) * scale));
  // from[g]: the first value in cell g or a later one.
  const from = new Uint32Array(cells + 1).fill(n);
  for (let k = n - 1; k >= 0; k--) from[cellOf(sorted[k]!)] = k;
  for (let g = cells - 1; g >= 0; g--) from[g] = Math.min(from[g]!, from[g + 1]!);
  return (value) => {
    if (n === 0 || value < first) return 0;
    if (value > last) return 2 * n;
    const g = cellOf(value);
    let low = from[g]!;
    let high = from[g + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return sorted[low] === value ? 2 * low + 1 : 2 * low;
  };
}
