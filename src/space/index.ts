/** Where can things be: antennas, their Voronoi tessellation, zones, distances, crosswalks between them. */

export type * from "../types.ts";
export { ADJACENCY_DEFAULTS, type Adjacency, type AdjacencyOptions, buildAdjacency } from "./adjacency.ts";
export { buildAreaCrosswalk } from "./area-crosswalk.ts";
export {
  CELL_SIZES_DEFAULTS,
  type CellSizes,
  type CellSizesOptions,
  type Coverage,
  type CoverageOptions,
  measureCellSizes,
  measureCoverage,
} from "./coverage.ts";
export {
  type AreaClassesOptions,
  areaClasses,
  type CoverageClasses,
  DEGURBA_DENSITIES,
  type DensityClassesOptions,
  densityClasses,
  type RadiusClassesOptions,
  radiusClasses,
} from "./coverage-classes.ts";
export {
  buildAntennaCrosswalk,
  buildInverseCrosswalk,
  buildListedCrosswalk,
  buildPointCrosswalk,
} from "./crosswalk.ts";
export { type Destinations, type DestinationsOptions, findDestinations } from "./destinations.ts";
export {
  type DistanceMeasure,
  type DistancesFrom,
  ellipsoidal,
  type GreatCircleOptions,
  greatCircle,
} from "./distance-measures.ts";
export { type DistanceRows, measureDistancesByRow } from "./distance-rows.ts";
export { type DistancesOptions, measureDistances } from "./distances.ts";
export { buildHexagonGrid, type H3, type HexagonGridOptions } from "./hexagon-grid.ts";
export {
  type InterpolatedRates,
  type InterpolatedTotals,
  interpolateExtensive,
  interpolateIntensive,
} from "./interpolation.ts";
export { findKNearest, type KNearestOptions } from "./k-nearest.ts";
export { findRegions } from "./largest-shares.ts";
export { buildMilanGrid, buildTrentinoGrid } from "./milan-grid.ts";
export type { Nearby } from "./nearby.ts";
export { findNearest, type NearestLocations } from "./nearest.ts";
export type { RelocatedPresence } from "./relocated-presence.ts";
export { measureResolution, type Resolution, type ResolutionOptions } from "./resolution.ts";
export { buildServiceAreas, type ServiceAreasOptions } from "./service-areas.ts";
export { buildSquareGrid, type SquareGridOptions } from "./square-grid.ts";
export { buildTessellation, type Tessellation, type TessellationOptions } from "./tessellation.ts";
export { buildWeightedCrosswalk, type WeightedCrosswalk, type WeightedCrosswalkOptions } from "./weighted-crosswalk.ts";
export { findWithin, type WithinOptions } from "./within.ts";
export { findZones } from "./zone-index.ts";
export { buildZones, formatZones, type MultiPolygonCoordinates } from "./zones.ts";
