import { checkNumber, checkOptions } from "../core/check.ts";
import { checkList, checkZones } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Located, Table, Zones } from "../types.ts";
import type { CoverageClasses } from "./coverage-classes.ts";
import { quantileOf, radiusOf, weightedQuantileOf } from "./quantiles.ts";

export interface CoverageOptions {
  /** What makes a cell urban or rural: `areaClasses`, `radiusClasses` or `densityClasses`. */
  readonly classes: CoverageClasses;
}

/** How large each cell is: a row per cell, in the order of the cells. */
export interface Coverage
  extends Located,
    Table<{
      /** The cell's area in m². */
      readonly areaM2: Float64Array;
      /** The radius in metres of the circle with that area, NaN without land. */
      readonly equivalentRadiusMeters: Float64Array;
      /** The cell's class as a row of `labels`, −1 where it has none. */
      readonly class: Int32Array;
    }> {
  readonly labels: readonly string[];
}

/**
 * How large is the area that each antenna covers, and is it urban or rural? What one knows of where a person is who used it.
 *
 * **How** equivalentRadiusMeters = √(areaM2 / π), of the circle on a plane; on the sphere a cap of that area is wider by
 * a part of area / (24 π R²), 1e-5 for a radius of 100 km. A person evenly likely anywhere in a circle is 2/3 of its radius
 * from its middle on average.
 *
 * @param cells - zones of any kind: cells of a tessellation, squares, districts
 * @param options - `classes`: the rule that classes cells
 * @returns a row per cell: `areaM2`, `equivalentRadiusMeters`, `class`; and the `labels` of the classes. A cell without
 *   land has the area 0, the radius NaN and (by our rules) the class −1.
 * @throws RangeError for anything but zones with their borders, and a rule of classes
 *
 * **Cost** O(cells)
 *
 * [survey]
 * @example
 * const border = buildZones(["land"], [[[[[0, 0], [0.2, 0], [0.2, 0.1], [0, 0.1]]]]]);
 * const antennas = createLocations("antennas", ["town", "town 2", "farm"], [0.01, 0.03, 0.12], [0.05, 0.05, 0.05]);
 * const { cells } = buildTessellation(antennas, { border });
 * const classes = radiusClasses({ labels: ["urban", "rural"], upToMeters: [3000] });
 * const { columns } = measureCoverage(cells, { classes });
 * columns.class; // Int32Array(3) [ 0, 1, 1 ]
 * columns.equivalentRadiusMeters.map(Math.round); // Float64Array(3) [ 2806, 4653, 7014 ]
 */
export function measureCoverage(cells: Zones, options: CoverageOptions): Coverage {
  const where = "measureCoverage";
  checkZones(where, "cells", cells);
  checkOptions(where, options, ["classes"]);
  const { classes } = options;
  checkRule(where, "classes", classes, "classOf", "a rule of classes such as areaClasses({ labels, upToM2 })");
  checkList(where, "classes.labels", classes.labels);
  const areaM2 = cells.areaM2.slice();
  const columns = { areaM2, equivalentRadiusMeters: areaM2.map(radiusOf), class: classes.classOf(cells) };
  return { locations: cells, length: cells.length, columns, labels: classes.labels };
}

export interface CellSizesOptions {
  /** Which quantiles, from 0 (the least) to 1 (the greatest); 0, 0.05, 0.25, 0.5, 0.75, 0.95 and 1 unless given. */
  readonly quantiles?: readonly number[];
}

/** The quantiles of a box plot with the tails that are cited beside it. Own choice. */
export const CELL_SIZES_DEFAULTS: { readonly quantiles: readonly number[] } = {
  quantiles: [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1],
};

/** How cell sizes are distributed: a row per quantile. */
export type CellSizes = Table<{
  readonly quantile: Float64Array;
  /** Of all cells: the area in m² and the equivalent radius in metres. */
  readonly areaM2: Float64Array;
  readonly radiusMeters: Float64Array;
  /** Of all land: the same of the cell that a random point of the land lies in. */
  readonly areaOfPointM2: Float64Array;
  readonly radiusOfPointMeters: Float64Array;
}>;

/**
 * How do cell sizes differ over the country? Quantiles of the areas, of cells and of land.
 *
 * **How** Half of the cells are no larger than the median of `areaM2` (between two cells straight, definition 7 of Hyndman
 * and Fan). Half of the land lies in cells no larger than the median of `areaOfPointM2`, the least area such that cells up to
 * it have that share of all land: what a random point sees, and larger, because large cells have more of the land.
 *
 * @param cells - zones of any kind that do not overlap
 * @param options - `quantiles`
 * @returns a row per quantile in the order given: areas in m² and equivalent radii √(area / π) in metres. Cells without
 *   land do not count; NaN where none has any.
 * @throws RangeError for quantiles outside 0 to 1
 *
 * **Cost** O(n log n)
 *
 * [hyndman-fan-1996]
 * @example
 * const square = (west, size) => [[[[west, 0], [west + size, 0], [west + size, size], [west, size]]]];
 * const cells = buildZones(["A", "B", "C"], [square(0, 0.01), square(1, 0.01), square(2, 0.1)]);
 * const { areaM2, areaOfPointM2 } = measureCellSizes(cells, { quantiles: [0.5] }).columns;
 * [areaM2[0], areaOfPointM2[0]].map((area) => Math.round(area / 1e4) / 100); // [ 1.24, 123.64 ]
 */
export function measureCellSizes(cells: Zones, options: CellSizesOptions = {}): CellSizes {
  const where = "measureCellSizes";
  checkZones(where, "cells", cells);
  checkOptions(where, options, ["quantiles"]);
  const { quantiles = CELL_SIZES_DEFAULTS.quantiles } = options;
  checkList(where, "quantiles", quantiles);
  for (let k = 0; k < quantiles.length; k++) checkNumber(where, `quantiles[${k}]`, quantiles[k]!, 0, 1);
  const sorted = cells.areaM2.filter((area) => area > 0).sort();
  const quantile = Float64Array.from(quantiles);
  const areaM2 = quantile.map((share) => quantileOf(sorted, share));
  const areaOfPointM2 = quantile.map((share) => weightedQuantileOf(sorted, sorted, share));
  const radii = { radiusMeters: areaM2.map(radiusOf), radiusOfPointMeters: areaOfPointM2.map(radiusOf) };
  return { length: quantile.length, columns: { quantile, areaM2, areaOfPointM2, ...radii } };
}
