import { checkLength, checkNumber, checkOptions, checkText, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { Zones } from "../types.ts";
import { radiusOf } from "./quantiles.ts";

/** A rule that puts cells into classes: urban and rural, or others. */
export interface CoverageClasses {
  /** The names of the classes. */
  readonly labels: readonly string[];
  /** The class of each cell as a row of `labels`; −1 for a cell that cannot be classed. */
  readonly classOf: (cells: Zones) => Int32Array;
}

export interface AreaClassesOptions {
  /** Names of the classes from the smallest cells to the largest: one more than there are limits. */
  readonly labels: readonly string[];
  /** The largest area of each class but the last, in m², ascending. */
  readonly upToM2: readonly number[];
}

/**
 * Is a cell urban or rural by its area? Classes of cells up to given areas.
 *
 * **How** The class is the number of limits that the cell's area is above.
 *
 * @param options - `labels` and `upToM2`. No source gives limits: operators build by demand, so that they differ by country.
 * @returns a rule for `measureCoverage`; a cell without land has no class
 * @throws RangeError for limits that do not ascend, or not one label more than limits
 * @example
 * const cells = buildZones(["A", "B"], [[[[[0, 0], [0.01, 0], [0, 0.01]]]], [[[[1, 0], [2, 0], [1, 1]]]]]);
 * const classes = areaClasses({ labels: ["urban", "rural"], upToM2: [5e6] });
 * measureCoverage(cells, { classes }).columns.class; // Int32Array(2) [ 0, 1 ]
 */
export function areaClasses(options: AreaClassesOptions): CoverageClasses {
  const where = "areaClasses";
  checkOptions(where, options, ["labels", "upToM2"]);
  const { labels, upToM2 } = options;
  checkLimits(where, "upToM2", upToM2, labels);
  return classesUpTo(labels, upToM2, (cells, z) => cells.areaM2[z]!);
}

export interface RadiusClassesOptions {
  /** Names of the classes from the smallest cells to the largest: one more than there are limits. */
  readonly labels: readonly string[];
  /** The largest equivalent radius of each class but the last, in metres, ascending. */
  readonly upToMeters: readonly number[];
}

/**
 * Is a cell urban or rural by how exactly it locates people? Classes of cells up to given equivalent radii.
 *
 * **How** The class is the number of limits that √(area / π) is above.
 *
 * @param options - `labels` and `upToMeters`. The survey speaks of areas of 100 m by 100 m in cities (a radius of 56 m) and
 *   of some kilometres in the country, and gives no limit between them.
 * @returns a rule for `measureCoverage`; a cell without land has no class
 * @throws RangeError for limits that do not ascend, or not one label more than limits
 *
 * [survey]
 * @example
 * const cells = buildZones(["A", "B"], [[[[[0, 0], [0.01, 0], [0, 0.01]]]], [[[[1, 0], [2, 0], [1, 1]]]]]);
 * const classes = radiusClasses({ labels: ["100 m", "1 km", "more"], upToMeters: [100, 1000] });
 * measureCoverage(cells, { classes }).columns.class; // Int32Array(2) [ 1, 2 ]
 */
export function radiusClasses(options: RadiusClassesOptions): CoverageClasses {
  const where = "radiusClasses";
  checkOptions(where, options, ["labels", "upToMeters"]);
  const { labels, upToMeters } = options;
  checkLimits(where, "upToMeters", upToMeters, labels);
  return classesUpTo(labels, upToMeters, (cells, z) => radiusOf(cells.areaM2[z]!));
}

export interface DensityClassesOptions {
  /** The people of each cell. */
  readonly people: ArrayLike<number>;
  /** Names of the classes from the sparsest cells to the densest; the three of the Degree of Urbanisation unless given. */
  readonly labels?: readonly string[];
  /** The least people per km² of each class but the first, ascending; 300 and 1,500 unless given. */
  readonly perKm2?: readonly number[];
}

/** The density limits of the Degree of Urbanisation, and what it calls the land between them. */
export const DEGURBA_DENSITIES: { readonly labels: readonly string[]; readonly perKm2: readonly number[] } = {
  labels: ["rural", "urban cluster", "urban centre"],
  perKm2: [300, 1500],
};

/**
 * Is a cell urban or rural by how densely people live in it? Classes of cells from given densities on.
 *
 * **How** The class is the number of limits that people / area reaches. The limits of the Degree of Urbanisation are 300
 * people per km² for urban clusters and 1,500 for urban centres.
 *
 * @param options - `people` per cell (NaN where it is not known), `labels`, `perKm2`
 * @returns a rule for `measureCoverage`; a cell without land, or whose people are not known, has no class
 * @throws RangeError for people below 0 or not one number per cell, limits that do not ascend, or not one label more than limits
 *
 * **Departs from the paper** The Degree of Urbanisation classes squares of 1 km, and asks of contiguous squares of a class
 * that they have 5,000 people together (urban cluster) or 50,000 (urban centre); here each cell stands alone.
 *
 * [degurba-2021]
 * @example
 * const cells = buildZones(["A", "B"], [[[[[0, 0], [0.01, 0], [0, 0.01]]]], [[[[1, 0], [2, 0], [1, 1]]]]]);
 * const classes = densityClasses({ people: [900, 900] });
 * const { columns, labels } = measureCoverage(cells, { classes });
 * Array.from(columns.class, (c) => labels[c]); // [ 'urban cluster', 'rural' ]
 */
export function densityClasses(options: DensityClassesOptions): CoverageClasses {
  const where = "densityClasses";
  checkOptions(where, options, ["people", "labels", "perKm2"]);
  const { people, labels = DEGURBA_DENSITIES.labels, perKm2 = DEGURBA_DENSITIES.perKm2 } = options;
  checkList(where, "people", people);
  for (let z = 0; z < people.length; z++) {
    if (!(people[z]! >= 0 || Number.isNaN(people[z]))) fail(where, `people[${z}]`, "at least 0, or NaN", people[z]);
  }
  checkLimits(where, "perKm2", perKm2, labels);
  return {
    labels,
    classOf: (cells) => {
      checkLength(where, "people", people.length, cells.length);
      return Int32Array.from({ length: cells.length }, (_, z) => {
        const density = people[z]! / (cells.areaM2[z]! / 1e6);
        if (!(cells.areaM2[z]! > 0) || Number.isNaN(density)) return -1;
        return perKm2.filter((least) => density >= least).length;
      });
    },
  };
}

function checkLimits(where: string, name: string, limits: readonly number[], labels: readonly string[]): void {
  checkList(where, name, limits);
  checkList(where, "labels", labels);
  if (limits.length === 0) fail(where, name, "at least one limit", 0);
  checkLength(where, "labels", labels.length, limits.length + 1);
  for (let k = 0; k < labels.length; k++) checkText(where, `labels[${k}]`, labels[k]!);
  for (let k = 0; k < limits.length; k++) {
    checkNumber(where, `${name}[${k}]`, limits[k]!, 0);
    if (k > 0 && !(limits[k]! > limits[k - 1]!)) fail(where, `${name}[${k}]`, `above ${limits[k - 1]}`, limits[k]);
  }
}

/** Classes by how many limits a cell's size is above. */
function classesUpTo(
  labels: readonly string[],
  limits: readonly number[],
  sizeOf: (cells: Zones, cell: number) => number,
): CoverageClasses {
  return {
    labels,
    classOf: (cells) =>
      Int32Array.from({ length: cells.length }, (_, z) => {
        if (!(cells.areaM2[z]! > 0)) return -1;
        const size = sizeOf(cells, z);
        return limits.filter((limit) => size > limit).length;
      }),
  };
}
