import { feature, featureCollection } from "@turf/helpers";
import type { FeatureCollection, GeoJsonProperties, MultiPolygon } from "geojson";
import { checkLength, checkText, fail, failInWords } from "../core/check.ts";
import { checkList, checkZones } from "../core/check-tables.ts";
import { checkFunction } from "../core/check-variants.ts";
import { createLocations, locationsOf } from "../core/locations.ts";
import { latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import { ringAreaM2, ringMoment } from "../core/spherical-ring.ts";
import type { Locations, Zones } from "../types.ts";
import { cutAtAntimeridian } from "./antimeridian.ts";

/**
 * Zones: pieces of land with a border. A border's edges are arcs of great circles, here and in everything that takes
 * zones; a border along a parallel needs as many corners as the map's precision asks for.
 */

/** Polygons, each a list of rings (the first one outside, the others holes), each a list of [longitude, latitude]: as in a GeoJSON MultiPolygon. */
export type MultiPolygonCoordinates = readonly (readonly (readonly (readonly number[])[])[])[];

/** The flat levels of `Zones`, before areas and centroids are known. */
export interface ZoneLevels {
  readonly polygonOffsets: Uint32Array;
  readonly ringOffsets: Uint32Array;
  readonly pointOffsets: Uint32Array;
  readonly points: Float64Array;
}

/**
 * Which pieces of land are there? Makes a table of zones from ids and shapes, checked, with areas and centroids.
 *
 * **How** Rings are stored without their closing point and without corners repeated one after another, the outer ring
 * counter-clockwise and the holes clockwise whatever their direction was; the inside of a ring is the side that is less
 * than half of the globe. The area of a zone is the sum of the spherical excess of its outer rings minus that of its
 * holes, times R². Its `lon` and `lat` are the direction of the mean of all its points as vectors, ½ Σ θ n over the
 * edges (θ the angle of the edge, n the unit normal of its plane), holes subtracted; it may lie outside a bent zone.
 *
 * @param ids - one id per zone, all different
 * @param shapes - per zone its polygons, as the coordinates of a GeoJSON MultiPolygon: degrees, longitude first; the
 *   closing point of a ring may be there or not. Polygons of one zone must not overlap, and holes must lie inside.
 * @returns zones in the order given; `areaM2` in square metres on the sphere with the Earth's mean radius, above 0
 * @throws RangeError for an id given twice, a zone without polygons or without area, a ring with fewer than three
 *   different corners, a coordinate that is missing or out of range, an edge of half the globe's length
 *
 * **Cost** O(corners)
 * @example
 * const zones = buildZones(["A"], [[[[[0, 0], [90, 0], [0, 90]]]]]);
 * Math.round(zones.columns.lon[0]); // 45
 * Math.round(zones.areaM2[0] / 1e12); // 64
 */
export function buildZones(ids: readonly string[], shapes: readonly MultiPolygonCoordinates[]): Zones {
  const where = "buildZones";
  checkList(where, "ids", ids);
  checkList(where, "shapes", shapes);
  checkLength(where, "shapes", shapes.length, ids.length);
  const polygonOffsets = new Uint32Array(ids.length + 1);
  const ringOffsets: number[] = [0];
  const pointOffsets: number[] = [0];
  const points: number[] = [];
  for (let z = 0; z < ids.length; z++) {
    const shape = shapes[z]!;
    checkText(where, `ids[${z}]`, ids[z]!);
    checkList(where, `zone ${JSON.stringify(ids[z])}`, shape);
    if (shape.length === 0) fail(where, `zone ${JSON.stringify(ids[z])}`, "of at least one polygon", 0);
    for (let p = 0; p < shape.length; p++) {
      const polygon = shape[p]!;
      checkList(where, nameOf(ids[z]!, p), polygon);
      if (polygon.length === 0) fail(where, nameOf(ids[z]!, p), "of at least one ring", 0);
      for (let r = 0; r < polygon.length; r++) {
        addRing(points, polygon[r]!, r === 0, `${nameOf(ids[z]!, p)} ring ${r}`);
        pointOffsets.push(points.length / 2);
      }
      ringOffsets.push(pointOffsets.length - 1);
    }
    polygonOffsets[z + 1] = ringOffsets.length - 1;
  }
  const levels = levelsOf(polygonOffsets, ringOffsets, pointOffsets, points);
  const { areaM2, lon, lat } = measureLevels(levels);
  for (let z = 0; z < ids.length; z++) {
    if (!(areaM2[z]! > 0)) fail(where, `the area of zone ${JSON.stringify(ids[z])}`, "above 0", areaM2[z]);
  }
  return { ...createLocations("zones", ids, lon, lat), areaM2, ...levels };
}

/**
 * How do the zones look on a map? Zones as a GeoJSON FeatureCollection.
 *
 * **How** One feature per zone, its `id` the zone's id, its geometry a MultiPolygon with closed rings, the outer ones
 * counter-clockwise and the holes clockwise, as RFC 7946 asks. A polygon that crosses the meridian of 180° or holds a pole
 * is cut in two at the meridians of 180° and 0° (one that fits into no hemisphere is left whole). A zone without land has
 * no polygons. Edges are arcs of great circles: programs that draw them as straight lines in degrees draw long ones a
 * little off.
 *
 * @param zones - zones of any kind: districts, cells of a tessellation
 * @param properties - the properties of the feature of each row; `id` and `areaM2` of the zone unless given
 * @returns a FeatureCollection; coordinates in degrees, longitude first
 * @throws RangeError for anything but zones with their borders, and for properties that are no function
 *
 * **Cost** O(corners)
 * @example
 * const zones = buildZones(["A"], [[[[[0, 0], [1, 0], [0, 1]]]]]);
 * formatZones(zones, () => ({ name: "Amber" })).features[0].properties; // { name: 'Amber' }
 * formatZones(zones).features[0].geometry.coordinates[0][0]; // [ [ 0, 0 ], [ 1, 0 ], [ 0, 1 ], [ 0, 0 ] ]
 */
export function formatZones(zones: Zones, properties?: (row: number) => object): FeatureCollection<MultiPolygon> {
  checkZones("formatZones", "zones", zones);
  if (properties !== undefined) checkFunction("formatZones", "properties", properties, "a function of a zone's row");
  const { id } = zones.columns;
  return featureCollection(
    id.map((zone, z) => {
      const geometry: MultiPolygon = { type: "MultiPolygon", coordinates: coordinatesOf(zones, z) };
      const own: object = properties === undefined ? { id: zone, areaM2: zones.areaM2[z]! } : properties(z);
      return feature(geometry, own as GeoJsonProperties, { id: zone });
    }),
  );
}

/** Levels of zones from lists that have grown ring by ring. */
function levelsOf(
  polygonOffsets: Uint32Array,
  ringOffsets: readonly number[],
  pointOffsets: readonly number[],
  points: readonly number[],
): ZoneLevels {
  return {
    polygonOffsets,
    ringOffsets: Uint32Array.from(ringOffsets),
    pointOffsets: Uint32Array.from(pointOffsets),
    points: Float64Array.from(points),
  };
}

/** Polygons of a zone, each a list of rings, the outer one first: corners as lon, lat pairs in degrees. */
type DegreeRings = readonly (readonly { readonly degrees: readonly number[] }[])[];

/** Zones with the ids of the given rows of locations; one without polygons stands where its location does. */
export function zonesOfShapes(locations: Locations, rows: Uint32Array, shapes: readonly DegreeRings[]): Zones {
  const polygonOffsets = new Uint32Array(shapes.length + 1);
  const ringOffsets: number[] = [0];
  const pointOffsets: number[] = [0];
  const points: number[] = [];
  for (let z = 0; z < shapes.length; z++) {
    for (const polygon of shapes[z]!) {
      for (const { degrees } of polygon) {
        for (const value of degrees) points.push(value);
        pointOffsets.push(points.length / 2);
      }
      ringOffsets.push(pointOffsets.length - 1);
    }
    polygonOffsets[z + 1] = ringOffsets.length - 1;
  }
  const levels = levelsOf(polygonOffsets, ringOffsets, pointOffsets, points);
  const { areaM2, lon, lat } = measureLevels(levels);
  for (let z = 0; z < shapes.length; z++) {
    if (shapes[z]!.length > 0) continue;
    lon[z] = locations.columns.lon[rows[z]!]!;
    lat[z] = locations.columns.lat[rows[z]!]!;
  }
  const id = Array.from(rows, (row) => locations.columns.id[row]!);
  return { ...locationsOf("zones", id, lon, lat), areaM2, ...levels };
}

/** Area in m² and centroid in degrees of every zone of the levels; a zone without polygons has area 0 and centroid 0, 0. */
export function measureLevels(levels: ZoneLevels): { areaM2: Float64Array; lon: Float64Array; lat: Float64Array } {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = levels;
  const vectors = vectorsOf(points);
  const zones = polygonOffsets.length - 1;
  const areaM2 = new Float64Array(zones);
  const lon = new Float64Array(zones);
  const lat = new Float64Array(zones);
  const moment = new Float64Array(3);
  for (let z = 0; z < zones; z++) {
    moment.fill(0);
    for (let r = ringOffsets[polygonOffsets[z]!]!; r < ringOffsets[polygonOffsets[z + 1]!]!; r++) {
      areaM2[z]! += ringAreaM2(vectors, pointOffsets[r]!, pointOffsets[r + 1]!);
      ringMoment(vectors, pointOffsets[r]!, pointOffsets[r + 1]!, moment);
    }
    lon[z] = longitudeOf(moment[0]!, moment[1]!);
    lat[z] = latitudeOf(moment[0]!, moment[1]!, moment[2]!);
  }
  return { areaM2, lon, lat };
}

/** The corners of zones as unit vectors x, y, z one after another. */
export function vectorsOf(points: Float64Array): Float64Array {
  const lon = new Float64Array(points.length / 2);
  const lat = new Float64Array(points.length / 2);
  for (let i = 0; i < lon.length; i++) {
    lon[i] = points[2 * i]!;
    lat[i] = points[2 * i + 1]!;
  }
  return toUnitVectors(lon, lat);
}

function nameOf(id: string, polygon: number): string {
  return `zone ${JSON.stringify(id)} polygon ${polygon}`;
}

/** Adds the corners of a checked ring, turned so that the land lies on its left. */
function addRing(points: number[], ring: readonly (readonly number[])[], outer: boolean, name: string): void {
  const where = "buildZones";
  const from = points.length;
  checkList(where, name, ring);
  for (let i = 0; i < ring.length; i++) {
    if (!Array.isArray(ring[i])) checkList(where, `${name} corner ${i}`, ring[i]!);
    const [lon, lat] = ring[i]!;
    if (!(Math.abs(lon!) <= 180)) fail(where, `the longitude of ${name} corner ${i}`, "from -180 to 180 degrees", lon);
    if (!(Math.abs(lat!) <= 90)) fail(where, `the latitude of ${name} corner ${i}`, "from -90 to 90 degrees", lat);
    if (points.length > from && points.at(-2) === lon && points.at(-1) === lat) continue;
    points.push(lon!, lat!);
  }
  if (points.length > from + 2 && points.at(-2) === points[from] && points.at(-1) === points[from + 1]) {
    points.length -= 2;
  }
  const corners = (points.length - from) / 2;
  const different = new Set<string>();
  for (let i = from; i < points.length && different.size < 3; i += 2) different.add(`${points[i]} ${points[i + 1]}`);
  if (different.size < 3) fail(where, name, "of at least three different corners", different.size);
  const vectors = vectorsOf(Float64Array.from(points.slice(from)));
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    const x = vectors[3 * i]! + vectors[3 * j]!;
    const y = vectors[3 * i + 1]! + vectors[3 * j + 1]!;
    const z = vectors[3 * i + 2]! + vectors[3 * j + 2]!;
    if (x * x + y * y + z * z < 1e-24) {
      failInWords(where, `${name} edge ${j}`, "shorter than half a great circle", "its opposite point");
    }
  }
  if (ringAreaM2(vectors) > 0 !== outer) {
    const turned: number[] = [];
    for (let i = points.length - 2; i >= from; i -= 2) turned.push(points[i]!, points[i + 1]!);
    points.length = from;
    for (const x of turned) points.push(x);
  }
}

/** The polygons of one zone with closed rings, cut at the meridian of 180°. */
function coordinatesOf(zones: Zones, zone: number): number[][][][] {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const polygons: number[][][][] = [];
  for (let p = polygonOffsets[zone]!; p < polygonOffsets[zone + 1]!; p++) {
    const rings: number[][][] = [];
    for (let r = ringOffsets[p]!; r < ringOffsets[p + 1]!; r++) {
      const ring: number[][] = [];
      for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; i++) ring.push([points[2 * i]!, points[2 * i + 1]!]);
      rings.push(ring);
    }
    for (const part of cutAtAntimeridian(rings)) {
      polygons.push(part.map((ring) => [...ring, ring[0]!].map((position) => [...position])));
    }
  }
  return polygons;
}
