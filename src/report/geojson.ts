import { feature, featureCollection } from "@turf/helpers";
import type { Feature, FeatureCollection, LineString, MultiLineString, MultiPolygon, Point } from "geojson";
import { checkSameLocations, fail } from "../core/check.ts";
import { checkZones } from "../core/check-tables.ts";
import { formatZones } from "../space/zones.ts";
import type { Flows, GroupCounts, Released, Zones } from "../types.ts";
import { checkReleasedCounts, checkReleasedFlows } from "./released.ts";

/**
 * GeoJSON (RFC 7946): released results for maps. The rule, the threshold and the number of hidden cells travel in the
 * FeatureCollection itself as members of its own, which map programs pass over.
 */

/** How a released collection was made: members beside `features`. */
export interface ReleaseMembers {
  readonly rule: string;
  readonly threshold: number;
  readonly hiddenCells: number;
}

/**
 * How do the flows look on a map? Released flows as lines from origin to destination.
 *
 * **How** One feature per shown flow: a LineString between the two locations; a Point for people who stay within one
 * location or go between two at the same spot; a MultiLineString cut at the meridian of 180° for a flow that crosses it.
 * A line joins two places; it is not the way that people took.
 *
 * @param released - flows that have passed a release rule; a pair without a feature is hidden or zero
 * @returns a FeatureCollection with the members rule, threshold and hiddenCells; each feature has the properties origin and
 * destination (ids), flow and people; coordinates in degrees, longitude first
 * @throws RangeError for flows that are not released or show fewer people than their threshold
 *
 * **Cost** O(flows shown)
 *
 * [rfc-7946]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [85, 86], [27, 28]);
 * const flows = { locations, ...sparseFromDense(2, 2, [0, 40, 3, 0]), people: Uint32Array.of(31, 2) };
 * const map = formatFlowsGeoJson(releaseFlows(flows, { minPeople: 16 }));
 * map.features[0].geometry; // { type: 'LineString', coordinates: [ [ 85, 27 ], [ 86, 28 ] ] }
 * map.features[0].properties; // { origin: 'A', destination: 'B', flow: 40, people: 31 }
 */
export function formatFlowsGeoJson(
  released: Released<Flows>,
): FeatureCollection<Point | LineString | MultiLineString> & ReleaseMembers {
  checkReleasedFlows("formatFlowsGeoJson", released);
  const { locations, offsets, index, value, people } = released.shown;
  const { id, lon, lat } = locations.columns;
  const features: Feature<Point | LineString | MultiLineString>[] = [];
  for (let r = 0; r < locations.length; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      const c = index[k]!;
      const properties = { origin: id[r]!, destination: id[c]!, flow: value[k]!, people: people[k]! };
      features.push(feature(lineBetween(lon[r]!, lat[r]!, lon[c]!, lat[c]!), properties));
    }
  }
  return { ...featureCollection(features), ...membersOf(released) };
}

/**
 * How many people of which group live where on the map? Released counts as zones with a property per group.
 *
 * @param released - counts over zones that have passed a release rule
 * @param zones - the zones that were counted over
 * @returns a FeatureCollection with the members rule, threshold and hiddenCells; each feature is a zone with the properties
 * id and, under each label, the people of that group: null where hidden
 * @throws RangeError for counts that are not released, show fewer people than their threshold or are over other locations,
 * and for a label that is given twice or is "id"
 *
 * **Cost** O(corners + locations · groups)
 *
 * [rfc-7946]
 *
 * @example
 * const zones = buildZones(["A", "B"], [[[[[0, 0], [1, 0], [0, 1]]]], [[[[1, 0], [1, 1], [0, 1]]]]]);
 * const counts = { locations: zones, labels: ["locals", "refugees"], count: Float64Array.of(900, 31, 700, 4) };
 * const map = formatCountsGeoJson(releaseCounts(counts, { minPeople: 16 }), zones);
 * map.features[1].properties; // { id: 'B', locals: 700, refugees: null }
 */
export function formatCountsGeoJson(
  released: Released<GroupCounts>,
  zones: Zones,
): FeatureCollection<MultiPolygon> & ReleaseMembers {
  const where = "formatCountsGeoJson";
  checkReleasedCounts(where, released);
  const { locations, labels, count } = released.shown;
  checkZones(where, "zones", zones);
  checkSameLocations(where, "zones", zones, locations);
  const repeated = labels.find((label, g) => label === "id" || labels.indexOf(label) !== g);
  if (repeated !== undefined) fail(where, "labels", 'all different and none of them "id"', repeated);
  const collection = formatZones(zones, (row) => {
    const people = labels.map((label, g) => {
      const cell = count[row * labels.length + g]!;
      return [label, Number.isNaN(cell) ? null : cell] as const;
    });
    return Object.fromEntries([["id", zones.columns.id[row]!], ...people]);
  });
  return { ...collection, ...membersOf(released) };
}

function membersOf(released: Released<unknown>): ReleaseMembers {
  return { rule: released.rule, threshold: released.threshold, hiddenCells: released.hiddenCells };
}

/** The line between two points, cut in two where the shorter way crosses the meridian of 180°; a point where they coincide. */
function lineBetween(lon1: number, lat1: number, lon2: number, lat2: number): Point | LineString | MultiLineString {
  if (Math.abs(lon2 - lon1) <= 180) {
    if (lon1 === lon2 && lat1 === lat2) return { type: "Point", coordinates: [lon1, lat1] };
    return line([lon1, lat1], [lon2, lat2]);
  }
  // A point on the meridian itself may be written with either sign.
  if (Math.abs(lon1) === 180) return lineBetween(-lon1, lat1, lon2, lat2);
  if (Math.abs(lon2) === 180) return lineBetween(lon1, lat1, -lon2, lat2);
  const edge = lon1 > 0 ? 180 : -180;
  const share = (edge - lon1) / (lon2 + 2 * edge - lon1);
  const lat = lat1 + share * (lat2 - lat1);
  const halves = [
    [
      [lon1, lat1],
      [edge, lat],
    ],
    [
      [-edge, lat],
      [lon2, lat2],
    ],
  ];
  return { type: "MultiLineString", coordinates: halves };
}

function line(from: number[], to: number[]): LineString {
  return { type: "LineString", coordinates: [from, to] };
}
