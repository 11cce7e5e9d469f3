/** Where can things be: antennas, their Voronoi tessellation, zones, distances, crosswalks between them. */
export { buildZones, formatZones, type MultiPolygonCoordinates } from "./zones.ts";
