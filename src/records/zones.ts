import type { FeatureCollection } from "geojson";
import { checkOptions, fail } from "../core/check.ts";
import { buildZones, type MultiPolygonCoordinates } from "../space/zones.ts";
import type { Refused, Zones } from "../types.ts";
import { coordinateOf } from "./antennas.ts";
import { checkProperty, type FeatureIdOptions, featuresOf, idOf, type LooseFeature } from "./features.ts";
import { createRefusalList, type RefusalReason, refuse, refusedTable } from "./refusals.ts";

/** Where the id of a zone stands, and what several features with one id are. */
export interface ReadZonesOptions extends FeatureIdOptions {
  /**
   * Several features with the same id: "merge" them into one zone (the default: files give each island of a district a
   * feature of its own), or "refuse" all but the first.
   */
  readonly sameId?: "merge" | "refuse";
}

/** Zones that could be read, features that could not, and how many features there were: taken + refused.length = given. */
export interface ZonesRead {
  readonly zones: Zones;
  readonly refused: Refused;
  readonly given: number;
}

/**
 * Which zones are there: districts, counties, statistical areas? From the polygons of a GeoJSON FeatureCollection.
 *
 * **How** A Polygon or MultiPolygon becomes a zone; polygons of features with the same id become one zone, but a feature
 * that repeats the shape of an earlier one is refused, as it would count its land twice. Rings may or may not repeat their
 * first corner at the end. Edges are arcs of great circles. Whether polygons overlap is not looked at.
 *
 * @param geojson - a FeatureCollection, as an object or as text; longitude and latitude in degrees, WGS 84
 * @param options - where the id stands, and what several features with one id are
 * @returns `zones` in the order in which their ids first come; `refused`, each with the number of its feature from 1 and one
 *   of `REFUSAL_REASONS`: an id missing, another geometry, a coordinate that is missing, no number or out of range, a ring
 *   with fewer than three different corners, a shape without area, an id given earlier; `given`, the number of features
 * @throws RangeError for anything but a FeatureCollection, and for an id property that no feature has
 * **Cost** O(corners), about 1 µs each
 * @example
 * const square = (lon) => [[[lon, 0], [lon + 1, 0], [lon + 1, 1], [lon, 1], [lon, 0]]];
 * const zone = (name, lon) => ({ type: "Feature", properties: { name }, geometry: { type: "Polygon", coordinates: square(lon) } });
 * const features = [zone("Mainland", 10), zone("Isles", 20), zone("Isles", 30), { ...zone("Sea", 0), geometry: null }];
 * const { zones, refused } = readZones({ type: "FeatureCollection", features }, { id: "name" });
 * zones.columns.id; // [ 'Mainland', 'Isles' ]
 * zones.polygonOffsets; // Uint32Array(3) [ 0, 1, 3 ]
 * rowsOf(refused); // [ { row: 4, reason: 'geometry not a polygon' } ]
 */
export function readZones(geojson: FeatureCollection | string, options: ReadZonesOptions): ZonesRead {
  const where = "readZones";
  checkOptions(where, options, ["id", "sameId"]);
  const { sameId = "merge" } = options;
  if (sameId !== "merge" && sameId !== "refuse") fail(where, "sameId", '"merge" or "refuse"', sameId);
  const features = featuresOf(where, geojson);
  checkProperty(where, features, options.id);
  const refused = createRefusalList();
  const shapes = new Map<string, MultiPolygonCoordinates[]>();
  features.forEach((feature, f) => {
    const id = idOf(feature, options.id);
    const shape = shapeOf(feature);
    const reason =
      id === "" ? "id missing" : typeof shape === "string" ? shape : reasonAgainst(shape, shapes.get(id), sameId);
    if (reason !== null) refuse(refused, f + 1, reason);
    else shapes.set(id, [...(shapes.get(id) ?? []), shape as MultiPolygonCoordinates]);
  });
  const zones = buildZones(
    [...shapes.keys()],
    [...shapes.values()].map((parts) => parts.flat()),
  );
  return { zones, refused: refusedTable(refused), given: features.length };
}

/** The polygons of a feature, or why it has none that could be a zone. */
function shapeOf(feature: LooseFeature): MultiPolygonCoordinates | RefusalReason {
  const geometry = feature?.geometry;
  if (geometry?.type !== "Polygon" && geometry?.type !== "MultiPolygon") return "geometry not a polygon";
  const shape: unknown = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  if (!isListOfLists(shape) || !shape.every(isListOfLists)) return "geometry not a polygon";
  for (const polygon of shape as unknown[][][]) {
    for (const ring of polygon) {
      const reason = reasonAgainstRing(ring);
      if (reason !== null) return reason;
    }
  }
  return hasArea(shape as number[][][][]) ? (shape as number[][][][]) : "shape without area";
}

/** Whether the value is a list that is not empty, of lists. */
function isListOfLists(value: unknown): value is unknown[][] {
  return Array.isArray(value) && value.length > 0 && value.every(Array.isArray);
}

function reasonAgainstRing(ring: readonly unknown[]): RefusalReason | null {
  const corners = new Set<string>();
  for (const position of ring) {
    const [lon, lat] = (Array.isArray(position) ? position : []) as unknown[];
    const x = coordinateOf(lon);
    const y = coordinateOf(lat);
    if (typeof x === "string") return x;
    if (typeof y === "string") return y;
    if (!(Math.abs(x) <= 180 && Math.abs(y) <= 90)) return "coordinate out of range";
    if (corners.size < 3) corners.add(`${x} ${y}`);
  }
  return corners.size < 3 ? "ring with fewer than three different corners" : null;
}

/** Whether the polygons make a zone: `buildZones` refuses what has no inside. */
function hasArea(shape: MultiPolygonCoordinates): boolean {
  try {
    return buildZones(["zone"], [shape]).areaM2[0]! > 0;
  } catch {
    return false;
  }
}

/** Why a feature cannot join the earlier ones with its id. */
function reasonAgainst(
  shape: MultiPolygonCoordinates,
  earlier: readonly MultiPolygonCoordinates[] | undefined,
  sameId: "merge" | "refuse",
): RefusalReason | null {
  if (earlier === undefined) return null;
  const text = JSON.stringify(shape);
  if (earlier.some((other) => JSON.stringify(other) === text)) return "id given earlier with the same shape";
  return sameId === "refuse" ? "id given earlier with another shape" : null;
}
