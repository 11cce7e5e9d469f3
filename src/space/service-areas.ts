import { checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList, checkLocations } from "../core/check-tables.ts";
import { toUnitVectors } from "../core/sphere.ts";
import type { Locations } from "../types.ts";
import { cutPolygons } from "./cell.ts";
import { polygonsOf } from "./land.ts";
import { planesOf, sectorsOf } from "./sectors.ts";
import { checkTessellation, type Tessellation } from "./tessellation.ts";
import { zonesOfShapes } from "./zones.ts";

export interface ServiceAreasOptions {
  /**
   * Per antenna the direction in which it looks, in degrees clockwise from north; NaN for one that serves all round. All
   * antennas serve all round unless given.
   */
  readonly azimuthDegrees?: ArrayLike<number>;
  /** Per antenna the greatest distance in metres at which it serves; Infinity for one without limit. No limits unless given. */
  readonly maxRangeMeters?: ArrayLike<number>;
}

/** A quarter of the globe: circles of a greater range are no smaller than what lies outside. */
const LONGEST_RANGE = 10_000_000;

/**
 * Which land does each antenna serve, if it looks in one direction and reaches only so far? The cells of a tessellation
 * divided among the antennas of each mast, and cut at their range.
 *
 * **How** At a mast, land belongs to the antenna whose azimuth is nearest to the bearing of the land from the mast: cells
 * are cut along the great circles that leave the mast half-way between two azimuths. The circle of the range is taken as a
 * polygon of 64 corners about the mast that has the circle's area; its border is within 0.09 % of the range. Without
 * ranges the areas divide the land as the tessellation does; land that no antenna reaches is in none of them. Like the
 * cells themselves this is a convention of ours and no model of radio waves.
 *
 * @param antennas - those of the tessellation, in its order
 * @param tessellation - from `buildTessellation`
 * @param options - `azimuthDegrees` and `maxRangeMeters`, one number per antenna
 * @returns as a tessellation: `cells`, one zone per mast and azimuth in the order of their first antennas, with the ids of
 *   these; `cellOf`, per antenna the row of its zone. Antennas of one mast with the same azimuth share a zone; its range is
 *   the longest of theirs. Zones out of reach of land have no polygons, and area 0.
 * @throws RangeError for antennas that are not the tessellation's, lists of other lengths, an azimuth that is infinite, a
 *   range that is not above 0 or is finite and above 10,000 km, and for a mast with antennas of both kinds, with an azimuth
 *   and without
 *
 * **Cost** O(corners of the cells), and 64 cuts for each area with a range
 * @example
 * const border = buildZones(["land"], [[[[[0, 0], [4, 0], [4, 2], [0, 2]]]]]);
 * const antennas = createLocations("antennas", ["N", "S", "far"], [1, 1, 3], [1, 1, 1]);
 * const { cells } = buildServiceAreas(antennas, buildTessellation(antennas, { border }), {
 *   azimuthDegrees: [0, 180, NaN],
 *   maxRangeMeters: [Infinity, Infinity, 20_000],
 * });
 * cells.areaM2.map((area) => Math.round(area / 1e6)); // Float64Array(3) [ 24741, 24726, 1257 ]
 */
export function buildServiceAreas(
  antennas: Locations,
  tessellation: Tessellation,
  options: ServiceAreasOptions,
): Tessellation {
  const where = "buildServiceAreas";
  checkLocations(where, "antennas", antennas);
  checkTessellation(where, antennas, tessellation);
  const { cells, cellOf } = tessellation;
  checkOptions(where, options, ["azimuthDegrees", "maxRangeMeters"]);
  const azimuth = numbersOf(where, "azimuthDegrees", options.azimuthDegrees, antennas.length, NaN);
  const range = numbersOf(where, "maxRangeMeters", options.maxRangeMeters, antennas.length, Infinity);
  for (let i = 0; i < antennas.length; i++) {
    if (Math.abs(azimuth[i]!) === Infinity) fail(where, `azimuthDegrees[${i}]`, "finite, or NaN", azimuth[i]);
    if (!((range[i]! > 0 && range[i]! <= LONGEST_RANGE) || range[i] === Infinity)) {
      fail(where, `maxRangeMeters[${i}]`, `above 0 and at most ${LONGEST_RANGE}, or Infinity`, range[i]);
    }
  }
  const { sectors, sectorOf } = sectorsOf(where, antennas, cellOf, azimuth, range);
  const { lon, lat } = antennas.columns;
  const vectors = toUnitVectors(lon, lat);
  const degrees = Float64Array.from({ length: 2 * lon.length }, (_, i) => (i % 2 === 0 ? lon : lat)[i >> 1]!);
  const shapes = sectors.map((sector) => {
    const near = polygonsOf(where, cells, sector.cell);
    const mast = { vectors, degrees, near: Uint32Array.of(sector.antenna) };
    return cutPolygons(near, cells.points, planesOf(antennas, sector), mast);
  });
  const first = Uint32Array.from(sectors, (sector) => sector.antenna);
  return { cells: zonesOfShapes(antennas, first, shapes), cellOf: sectorOf };
}

function numbersOf(
  where: string,
  name: string,
  list: ArrayLike<number> | undefined,
  length: number,
  unless: number,
): Float64Array {
  const numbers = new Float64Array(length).fill(unless);
  if (list === undefined) return numbers;
  checkList(where, name, list);
  checkLength(where, name, list.length, length);
  for (let i = 0; i < length; i++) {
    const given: unknown = list[i];
    if (typeof given !== "number") fail(where, `${name}[${i}]`, "a number", given);
    numbers[i] = list[i]!;
  }
  return numbers;
}
