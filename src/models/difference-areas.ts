import { checkLocated } from "../core/check-places.ts";
import { checkLocations } from "../core/check-tables.ts";
import type { Located, Table } from "../types.ts";
import { checkDifference, type DifferenceOptions, regressDifference } from "./difference-in-differences.ts";
import { DIFFERENCE_DEFAULTS, type GroupPanel } from "./difference-panel.ts";
import { type Estimate, estimateOf } from "./estimates.ts";

/** The difference in differences of each location, a row for each in their order. */
export type AreaDifferences = Located &
  Table<
    Record<keyof Estimate, Float64Array> & {
      /** p adjusted for the number of locations with a p, by Benjamini and Hochberg. */
      readonly adjustedP: Float64Array;
      /** 1 for the highest t, and so on, equal ones by row; 0 for locations without a t. */
      readonly rank: Uint32Array;
      readonly observations: Uint32Array;
    }
  >;

/**
 * Where does the season bring more of one group? The difference in differences of each small area, ranked.
 *
 * **How** `fitDifferenceInDifferences` of the rows of each location alone. rank: by t, the highest first. With m locations
 * that have a p, the adjusted p of the i-th smallest is the least of p · m / j over the j-th smallest, j ≥ i, and at most 1:
 * among the locations with an adjusted p of at most q, a share of at most q is expected to be there by chance.
 *
 * @param panel - a row per group, location and period
 * @param options - as for `fitDifferenceInDifferences`; constants of periods alone make sense among the fixed effects
 * @returns a row per location: the effect (`coefficient`), its standard error, t, two-sided p and interval, the adjusted p, the
 * rank, and the rows that were fitted. NaN, and rank 0, where the rows of a location do not say, as where nobody was ever seen
 * @throws RangeError as `fitDifferenceInDifferences`, and for locations that do not exist
 *
 * **Departs from the paper** the score of an area is a choice of this package. The weeks of an area are no independent
 * observations, so that t is a score to rank by, and p too small where values drift.
 *
 * **Cost** O(rows): about 4 µs a row.
 *
 * [bruckschen-2019] [benjamini-hochberg-1995]
 * @example
 * const locations = createLocations("zones", ["Ordu", "Rize"], [37.9, 40.5], [41, 41]);
 * const cells = Array.from({ length: 16 }, (_, i) => i);
 * const [label, location, period] = [cells.map((i) => i & 1), cells.map((i) => (i >> 1) & 1), cells.map((i) => i >> 2)];
 * const columns = { label: Uint8Array.from(label), location: Uint32Array.from(location), period: Uint32Array.from(period) };
 * const panel = { locations, length: 16, columns, labels: ["locals", "refugees"] };
 * const value = [9, 4, 9, 5, 8, 5, 9, 4, 9, 14, 8, 5, 8, 15, 9, 4];
 * const found = measureAreaDifferences(panel, { value, treated: "refugees", control: "locals", season: [2, 3], errors: classicalErrors() });
 * found.columns.rank; // Uint32Array(2) [ 1, 2 ]
 */
export function measureAreaDifferences(panel: Located & GroupPanel, options: DifferenceOptions): AreaDifferences {
  const where = "measureAreaDifferences";
  const { observed, season, effects } = checkDifference(where, panel, options);
  checkLocations(where, "panel.locations", panel.locations);
  const { location } = panel.columns;
  const n = panel.locations.length;
  checkLocated(where, "panel.columns.location", location, n);
  const { errors: rule, confidence = DIFFERENCE_DEFAULTS.confidence } = options;
  const own: number[][] = Array.from({ length: n }, () => []);
  observed.rows.forEach((row, i) => {
    own[location[row]!]!.push(i);
  });
  const missing = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  const columns = {
    coefficient: missing(),
    standardError: missing(),
    t: missing(),
    degreesOfFreedom: missing(),
    p: missing(),
    low: missing(),
    high: missing(),
    adjustedP: missing(),
    rank: new Uint32Array(n),
    observations: new Uint32Array(n),
  };
  for (let l = 0; l < n; l++) {
    const at = own[l]!;
    if (at.length === 0) continue;
    const take = (values: Float64Array): Float64Array => Float64Array.from(at, (i) => values[i]!);
    const part = {
      rows: Uint32Array.from(at, (i) => observed.rows[i]!),
      response: take(observed.response),
      treated: take(observed.treated),
      weights: observed.weights === undefined ? undefined : take(observed.weights),
      leftOut: 0,
    };
    const { fit, errors, first } = regressDifference(where, panel, part, take(season), effects, rule);
    const found = estimateOf(fit, errors, 3 - first, confidence);
    for (const name of ["coefficient", "standardError", "t", "degreesOfFreedom", "p", "low", "high"] as const)
      columns[name][l] = found[name];
    columns.observations[l] = fit.observations;
  }
  const { t, p, rank } = columns;
  ascending(t.map((x) => -x)).forEach((l, i) => {
    rank[l] = i + 1;
  });
  const byP = ascending(p);
  let least = 1;
  for (let i = byP.length - 1; i >= 0; i--) {
    least = Math.min(least, (p[byP[i]!]! * byP.length) / (i + 1));
    columns.adjustedP[byP[i]!] = least;
  }
  return { locations: panel.locations, length: n, columns };
}

/** The places of the values in ascending order, equal ones as they are; those of NaN are left out. */
function ascending(values: Float64Array): number[] {
  return Array.from(values.keys())
    .filter((i) => !Number.isNaN(values[i]!))
    .sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b));
}
