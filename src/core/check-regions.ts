import type { Locations } from "../types.ts";
import { checkInteger, checkLength } from "./check.ts";
import { checkList, checkLocations } from "./check-tables.ts";

/** Which region each location is in. */
export interface RegionOptions {
  /** The regions. */
  readonly regions: Locations;
  /** The region of each location, a row of `regions`: `findRegions(crosswalk)`, or a list of your own. */
  readonly regionOf: ArrayLike<number>;
}

/**
 * Throws unless each of so many locations has a region: a home in no region would be taken for no home, so that what lies
 * outside needs a region of its own.
 */
export function checkRegions(where: string, { regions, regionOf }: RegionOptions, locations: number): void {
  checkLocations(where, "regions", regions);
  checkList(where, "regionOf", regionOf);
  checkLength(where, "regionOf", regionOf.length, locations);
  for (let l = 0; l < locations; l++) checkInteger(where, `regionOf[${l}]`, regionOf[l]!, 0, regions.length - 1);
}
