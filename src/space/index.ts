/** Where can things be: antennas, their Voronoi tessellation, zones, distances, crosswalks between them. */

export type * from "../types.ts";
export { buildPointCrosswalk } from "./crosswalk.ts";
export { type DistancesOptions, measureDistances } from "./distances.ts";
export { findNearest, type NearestLocations } from "./nearest.ts";
export { buildTessellation, type Tessellation, type TessellationOptions } from "./tessellation.ts";
export { findZones } from "./zone-index.ts";
export { buildZones, formatZones, type MultiPolygonCoordinates } from "./zones.ts";
