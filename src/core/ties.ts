/** Values that differ by this share or less differ by rounding only: two haversine distances of one pair do in the last digit. */
export const TIE_TOLERANCE = 1e-12;

/** The end of the run of ordered costs that equal the one at `from`. */
export function endOfTie(cost: Float64Array, from: number, count: number, tolerance: number): number {
  const furthest = cost[from]! * (1 + tolerance);
  let to = from + 1;
  while (to < count && cost[to]! <= furthest) to++;
  return to;
}
