import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Locations } from "../../src/types.ts";

/** All locations by their great-circle distance from a point, equally far ones by row. */
export function slowByDistance(locations: Locations, lon: number, lat: number): { row: number; d: number }[] {
  const { columns } = locations;
  return Array.from({ length: locations.length }, (_, row) => ({
    row,
    d: greatCircleMeters(lon, lat, columns.lon[row]!, columns.lat[row]!),
  })).sort((a, b) => a.d - b.d || a.row - b.row);
}
