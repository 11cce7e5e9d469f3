import { checkInteger, checkLength, checkOptions, fail, isObject } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { checkList, checkLocations, checkZones, failShape } from "../core/check-tables.ts";
import type { Crosswalk, Located, Locations, Table, Zones } from "../types.ts";
import { quantileOf, radiusOf, weightedQuantileOf } from "./quantiles.ts";
import type { Tessellation } from "./tessellation.ts";
import { findZones } from "./zone-index.ts";

export interface ResolutionOptions {
  /** The cells, and the cell of each antenna, as `buildTessellation` makes them. */
  readonly tessellation: Pick<Tessellation, "cells" | "cellOf">;
  /** How much of each cell lies in each zone: `buildAreaCrosswalk(tessellation.cells, zones)`. */
  readonly crosswalk: Crosswalk;
}

/** How exactly antennas locate people in each zone: a row per zone. */
export interface Resolution
  extends Located,
    Table<{
      /** Antennas that stand in the zone, and cells whose first antenna does. */
      readonly antennas: Uint32Array;
      readonly sites: Uint32Array;
      /** The zone's area in m², and sites per km² of it. */
      readonly areaM2: Float64Array;
      readonly sitesPerKm2: Float64Array;
      /** Cells with land in the zone, and how many of them have land outside it too. */
      readonly cells: Uint32Array;
      readonly straddling: Uint32Array;
      /** The part of the zone that cells with land outside it cover. */
      readonly straddledShare: Float64Array;
      /** Whole areas in m² of the cells with land in the zone. */
      readonly meanCellM2: Float64Array;
      readonly medianCellM2: Float64Array;
      readonly minCellM2: Float64Array;
      readonly maxCellM2: Float64Array;
      /** Half of the zone's covered land lies in cells no larger than this. */
      readonly medianOfPointM2: Float64Array;
      /** √(medianOfPointM2 / π): how far from its cell's middle a person in the zone may well be. */
      readonly radiusMeters: Float64Array;
    }> {}

/**
 * How exactly do antennas tell where people are, district by district? Density of antennas, sizes of cells, and how many
 * cells the district shares with others.
 *
 * **How** An antenna stands in the zone that `findZones` gives. A cell has land in a zone by an entry of the crosswalk, and
 * straddles its border if its share there is below 1 (by more than 1e-9, which is rounding): an event in such a cell may have
 * been on either side. `medianOfPointM2` is the least area such that cells up to it cover half of the zone's covered land,
 * each weighted by its land in the zone, share · area.
 *
 * @param antennas - the antennas of the tessellation
 * @param zones - districts, the `to` of the crosswalk
 * @param options - `tessellation` of the antennas and `crosswalk` by area from its cells to the zones
 * @returns a row per zone. Areas of cells, `medianOfPointM2` and `radiusMeters` are NaN in a zone without any cell;
 *   `straddledShare`, 0–1, is a part of the zone's area, NaN in a zone without land, as is `sitesPerKm2`
 * @throws RangeError for a tessellation of other antennas, and a crosswalk between other locations or not by area
 *
 * **Cost** as `findZones`, and O(entries of the crosswalk log entries)
 *
 * [survey]
 * @example
 * const square = (west) => [[[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1]]]];
 * const zones = buildZones(["west", "east"], [square(0), square(1)]);
 * const antennas = createLocations("antennas", ["A", "B", "C"], [0.2, 0.6, 1.6], [0.5, 0.5, 0.5]);
 * const tessellation = buildTessellation(antennas, { border: zones });
 * const crosswalk = buildAreaCrosswalk(tessellation.cells, zones);
 * const { sites, cells, straddling } = measureResolution(antennas, zones, { tessellation, crosswalk }).columns;
 * [...sites, ...cells, ...straddling]; // [ 2, 1, 2, 2, 1, 1 ]
 */
export function measureResolution(antennas: Locations, zones: Zones, options: ResolutionOptions): Resolution {
  const where = "measureResolution";
  checkLocations(where, "antennas", antennas);
  checkZones(where, "zones", zones);
  checkOptions(where, options, ["tessellation", "crosswalk"]);
  const { tessellation, crosswalk } = options;
  if (!isObject(tessellation))
    failShape(where, "tessellation", "{ cells, cellOf } as buildTessellation gives", tessellation);
  const { cells, cellOf } = tessellation;
  checkZones(where, "tessellation.cells", cells);
  checkList(where, "tessellation.cellOf", cellOf);
  checkLength(where, "tessellation.cellOf", cellOf.length, antennas.length);
  for (let a = 0; a < cellOf.length; a++) {
    checkInteger(where, `tessellation.cellOf[${a}]`, cellOf[a]!, 0, cells.length - 1);
  }
  checkCrosswalk(where, "crosswalk", crosswalk, { from: cells, to: zones });
  if (crosswalk.basis !== "area") fail(where, "crosswalk.basis", '"area"', crosswalk.basis);
  const standing = countStanding(antennas, cellOf, cells.length, zones);
  const areaM2 = zones.areaM2.slice();
  const sitesPerKm2 = areaM2.map((area, z) => (area > 0 ? standing.sites[z]! / (area / 1e6) : Number.NaN));
  const columns = { ...standing, areaM2, sitesPerKm2, ...measureCells(crosswalk, cells, zones) };
  return { locations: zones, length: zones.length, columns };
}

/** A share short of 1 by no more than this is rounding. */
const ROUNDING = 1e-9;

interface Standing {
  readonly antennas: Uint32Array;
  readonly sites: Uint32Array;
}

/** Antennas by zone, and cells by the zone of their first antenna. */
function countStanding(antennas: Locations, cellOf: Uint32Array, cells: number, zones: Zones): Standing {
  const zone = findZones(zones, antennas.columns.lon, antennas.columns.lat);
  const counts = { antennas: new Uint32Array(zones.length), sites: new Uint32Array(zones.length) };
  const seen = new Uint8Array(cells);
  for (let a = 0; a < zone.length; a++) {
    const z = zone[a]!;
    if (z >= 0) counts.antennas[z]!++;
    if (seen[cellOf[a]!] === 1) continue;
    seen[cellOf[a]!] = 1;
    if (z >= 0) counts.sites[z]!++;
  }
  return counts;
}

type OfCells = Omit<Resolution["columns"], keyof Standing | "areaM2" | "sitesPerKm2">;

/** What the crosswalk tells of each zone's cells. */
function measureCells({ shares }: Crosswalk, cells: Zones, zones: Zones): OfCells {
  const entries = byZone(shares.index, zones.length);
  const cell = new Uint32Array(shares.index.length);
  for (let c = 0; c < cells.length; c++) cell.fill(c, shares.offsets[c]!, shares.offsets[c + 1]!);
  const n = zones.length;
  const count = new Uint32Array(n);
  const straddling = new Uint32Array(n);
  const straddledShare = new Float64Array(n);
  const meanCellM2 = new Float64Array(n);
  const medianCellM2 = new Float64Array(n);
  const minCellM2 = new Float64Array(n);
  const maxCellM2 = new Float64Array(n);
  const medianOfPointM2 = new Float64Array(n);
  for (let z = 0; z < n; z++) {
    const own = entries[z]!.filter((k) => shares.value[k]! > 0).sort(
      (k, l) => cells.areaM2[cell[k]!]! - cells.areaM2[cell[l]!]!,
    );
    const area = Float64Array.from(own, (k) => cells.areaM2[cell[k]!]!);
    const land = Float64Array.from(own, (k) => shares.value[k]! * cells.areaM2[cell[k]!]!);
    count[z] = own.length;
    let shared = 0;
    own.forEach((k, i) => {
      if (shares.value[k]! >= 1 - ROUNDING) return;
      straddling[z]!++;
      shared += land[i]!;
    });
    straddledShare[z] = zones.areaM2[z]! > 0 ? Math.min(1, shared / zones.areaM2[z]!) : Number.NaN;
    meanCellM2[z] = area.length === 0 ? Number.NaN : area.reduce((sum, each) => sum + each, 0) / area.length;
    medianCellM2[z] = quantileOf(area, 0.5);
    minCellM2[z] = quantileOf(area, 0);
    maxCellM2[z] = quantileOf(area, 1);
    medianOfPointM2[z] = weightedQuantileOf(area, land, 0.5);
  }
  const sizes = { meanCellM2, medianCellM2, minCellM2, maxCellM2, medianOfPointM2 };
  return { cells: count, straddling, straddledShare, ...sizes, radiusMeters: medianOfPointM2.map(radiusOf) };
}

/** The entries of each column of a sparse matrix. */
function byZone(index: Uint32Array, zones: number): number[][] {
  const entries: number[][] = Array.from({ length: zones }, () => []);
  for (let k = 0; k < index.length; k++) entries[index[k]!]!.push(k);
  return entries;
}
