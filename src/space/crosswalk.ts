import { checkLength } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkLocatedOrNone } from "../core/check-places.ts";
import { checkList, checkLocations, checkZones } from "../core/check-tables.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Crosswalk, Locations, Zones } from "../types.ts";
import { checkTessellation, type Tessellation } from "./tessellation.ts";
import { findZones } from "./zone-index.ts";

/**
 * Which zone does each antenna count for? The crosswalk that gives every location wholly to the zone it stands in.
 *
 * **How** `findZones`: share 1 for the zone that contains the point; no entry for a point outside every zone.
 *
 * @param locations - antennas, stops, or zones (by their centroids)
 * @param zones - the zones to count for; where they overlap, the lowest row is taken
 * @returns a crosswalk from `locations` to `zones` with at most one entry per row
 * @throws RangeError for anything but locations, and zones with their borders
 *
 * **Cost** as `findZones`.
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * const antennas = createLocations("antennas", ["A", "B", "C"], [1.5, 5, 0.5], [0.5, 0.5, 0.5]);
 * buildPointCrosswalk(antennas, zones).shares.offsets; // Uint32Array(4) [ 0, 1, 1, 2 ]
 * buildPointCrosswalk(antennas, zones).shares.index; // Uint32Array(2) [ 1, 0 ]
 */
export function buildPointCrosswalk(locations: Locations, zones: Zones): Crosswalk {
  const where = "buildPointCrosswalk";
  checkLocations(where, "locations", locations);
  checkZones(where, "zones", zones);
  const zone = findZones(zones, locations.columns.lon, locations.columns.lat);
  return wholly(locations, zones, zone);
}

/**
 * Which region does each zone count for, by a list of your own? The crosswalk that gives every location wholly to the region
 * that the list names.
 *
 * @param locations - antennas, stops, or zones
 * @param regions - the locations to count for; their borders are not needed
 * @param regionOf - the row of `regions` for each location, −1 for one that lies in none
 * @returns a crosswalk from `locations` to `regions` with at most one entry per row, as from `buildPointCrosswalk`
 * @throws RangeError for a list of another length, or a region that is not there
 *
 * **Cost** O(locations)
 * @example
 * const zones = createLocations("zones", ["a", "b", "c"], [-74, -73, -72], [11, 11, 10]);
 * const regions = createLocations("zones", ["La Guajira", "Cesar"], [-73, -72], [11, 10]);
 * findRegions(buildListedCrosswalk(zones, regions, [0, 0, 1])); // Int32Array(3) [ 0, 0, 1 ]
 */
export function buildListedCrosswalk(locations: Locations, regions: Locations, regionOf: ArrayLike<number>): Crosswalk {
  const where = "buildListedCrosswalk";
  checkLocations(where, "locations", locations);
  checkLocations(where, "regions", regions);
  checkList(where, "regionOf", regionOf);
  checkLength(where, "regionOf", regionOf.length, locations.length);
  checkLocatedOrNone(where, "regionOf", regionOf, regions.length);
  return wholly(locations, regions, Int32Array.from(regionOf));
}

/** The crosswalk that gives each location wholly to one of the regions, or to none where its row is −1. */
function wholly(locations: Locations, regions: Locations, regionOf: Int32Array): Crosswalk {
  const offsets = new Uint32Array(locations.length + 1);
  for (let i = 0; i < regionOf.length; i++) offsets[i + 1] = offsets[i]! + (regionOf[i]! < 0 ? 0 : 1);
  const index = Uint32Array.from(regionOf.filter((row) => row >= 0));
  const fromTotal = new Float64Array(locations.length).fill(1);
  const toTotal = new Float64Array(regions.length);
  for (const row of index) toTotal[row]!++;
  const shares = { offsets, index, value: new Float64Array(index.length).fill(1) };
  return { from: locations, to: regions, basis: "points", fromTotal, toTotal, shares };
}

/**
 * How much of each antenna's cell lies in each district? A crosswalk from cells as one from antennas, for tables over
 * antennas: traces, homes, flows.
 *
 * **How** Each antenna has the shares of its cell. Antennas of one cell have equal parts of the cell's total, so that what
 * antennas and districts have in common sums to what cells and districts have.
 *
 * @param antennas - those of the tessellation, in its order
 * @param tessellation - from `buildTessellation` or `buildServiceAreas`
 * @param crosswalk - from the tessellation's cells, as `buildAreaCrosswalk(cells, districts)` and `buildWeightedCrosswalk`
 *   make it
 * @returns a crosswalk from `antennas` to `crosswalk.to`, of the same basis
 * @throws RangeError for antennas that are not the tessellation's, and for a crosswalk from other zones than its cells
 *
 * **Cost** O(antennas × entries of a cell)
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * const antennas = createLocations("antennas", ["A", "B", "B2"], [0, 1, 1], [0.5, 0.5, 0.5]);
 * const tessellation = buildTessellation(antennas, { border: zones });
 * const crosswalk = buildAntennaCrosswalk(antennas, tessellation, buildAreaCrosswalk(tessellation.cells, zones));
 * crosswalk.shares.index; // Uint32Array(5) [ 0, 0, 1, 0, 1 ]
 * crosswalk.shares.value.map((share) => Math.round(100 * share)); // Float64Array(5) [ 100, 33, 67, 33, 67 ]
 */
export function buildAntennaCrosswalk(
  antennas: Locations,
  tessellation: Tessellation,
  crosswalk: Crosswalk,
): Crosswalk {
  const where = "buildAntennaCrosswalk";
  checkLocations(where, "antennas", antennas);
  checkTessellation(where, antennas, tessellation);
  const { cells, cellOf } = tessellation;
  checkCrosswalk(where, "crosswalk", crosswalk, { from: cells });
  const { to, basis, toTotal, shares } = crosswalk;
  const sharing = new Uint32Array(cells.length);
  for (const cell of cellOf) sharing[cell]!++;
  const offsets = new Uint32Array(antennas.length + 1);
  for (let a = 0; a < antennas.length; a++) {
    const cell = cellOf[a]!;
    offsets[a + 1] = offsets[a]! + shares.offsets[cell + 1]! - shares.offsets[cell]!;
  }
  const index = new Uint32Array(offsets[antennas.length]!);
  const value = new Float64Array(index.length);
  const fromTotal = new Float64Array(antennas.length);
  for (let a = 0; a < antennas.length; a++) {
    const cell = cellOf[a]!;
    const [from, end] = [shares.offsets[cell]!, shares.offsets[cell + 1]!];
    index.set(shares.index.subarray(from, end), offsets[a]!);
    value.set(shares.value.subarray(from, end), offsets[a]!);
    fromTotal[a] = crosswalk.fromTotal[cell]! / sharing[cell]!;
  }
  return { from: antennas, to, basis, fromTotal, toTotal, shares: { offsets, index, value } };
}

/**
 * And the other way round: how much of each district lies in each cell? The crosswalk from `to` to `from`.
 *
 * **How** What two locations have in common is the same from both sides: overlap(i, j) = share(i, j) · fromTotal(i), and the
 * share of j that lies in i is overlap(i, j) / toTotal(j). Overlaps of 0 have no entry.
 *
 * @param crosswalk - a crosswalk of any basis
 * @returns the crosswalk from `crosswalk.to` to `crosswalk.from`, of the same basis, shares 0–1. A row whose total is 0
 *   has no entries; so of a crosswalk by weight the rows that took another crosswalk's shares for want of weight do not
 *   come back.
 * @throws RangeError for anything but a crosswalk
 *
 * **Cost** O(entries + locations)
 * @example
 * const zones = buildZones(["west", "east"], [[[[[0, 0], [1, 0], [1, 1], [0, 1]]]], [[[[1, 0], [2, 0], [2, 1], [1, 1]]]]]);
 * const antennas = createLocations("antennas", ["A", "B", "C"], [1.5, 1.2, 0.5], [0.5, 0.5, 0.5]);
 * const inverse = buildInverseCrosswalk(buildPointCrosswalk(antennas, zones));
 * inverse.shares.index; // Uint32Array(3) [ 2, 0, 1 ]
 * inverse.shares.value; // Float64Array(3) [ 1, 0.5, 0.5 ]
 */
export function buildInverseCrosswalk(crosswalk: Crosswalk): Crosswalk {
  checkCrosswalk("buildInverseCrosswalk", "crosswalk", crosswalk);
  const { from, to, basis, fromTotal, toTotal, shares } = crosswalk;
  const rows: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < from.length; i++) {
    for (let k = shares.offsets[i]!; k < shares.offsets[i + 1]!; k++) {
      const j = shares.index[k]!;
      const overlap = shares.value[k]! * fromTotal[i]!;
      if (overlap === 0 || toTotal[j] === 0) continue;
      rows.push(j);
      columns.push(i);
      values.push(Math.min(1, overlap / toTotal[j]!));
    }
  }
  return {
    from: to,
    to: from,
    basis,
    fromTotal: toTotal.slice(),
    toTotal: fromTotal.slice(),
    shares: sparseFromEntries(to.length, from.length, rows, columns, values),
  };
}
