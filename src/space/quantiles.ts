/** Quantiles of values in ascending order. */

/**
 * The value below which a share of the values lies, straight between two of them where it falls there (definition 7 of
 * Hyndman and Fan, the default of R, NumPy and spreadsheets); NaN without values.
 */
export function quantileOf(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return below + 1 < sorted.length ? low + (place - below) * (sorted[below + 1]! - low) : low;
}

/** The least value such that it and those below it have at least a share of the weight; NaN without weight. */
export function weightedQuantileOf(sorted: Float64Array, weight: Float64Array, share: number): number {
  let total = 0;
  for (let i = 0; i < sorted.length; i++) total += weight[i]!;
  if (!(total > 0)) return Number.NaN;
  // A share that is met up to rounding is met.
  const least = share * total * (1 - 1e-12);
  let sum = 0;
  let last = Number.NaN;
  for (let i = 0; i < sorted.length; i++) {
    if (weight[i] === 0) continue;
    last = sorted[i]!;
    sum += weight[i]!;
    if (sum >= least) return last;
  }
  return last;
}

/** The radius in metres of the circle of an area in m²; NaN where there is no area. */
export function radiusOf(areaM2: number): number {
  return areaM2 > 0 ? Math.sqrt(areaM2 / Math.PI) : Number.NaN;
}
