import type { FeatureCollection, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { releaseFlows } from "../../src/privacy/release.ts";
import { formatCountsGeoJson, formatFlowsGeoJson } from "../../src/report/geojson.ts";
import type { Flows } from "../../src/types.ts";
import {
  counts,
  HIDDEN_COUNTS,
  HIDDEN_FLOWS,
  IDS,
  LABELS,
  locations,
  releasedCounts,
  releasedFlows,
  zones,
} from "./worlds.ts";

/** Throws where a collection is not what RFC 7946 asks for. */
function checkShape(collection: FeatureCollection): void {
  expect(collection.type).toBe("FeatureCollection");
  expect(Array.isArray(collection.features)).toBe(true);
  for (const member of ["coordinates", "geometries", "geometry", "properties"])
    expect(collection).not.toHaveProperty(member);
  const position = ([lon, lat, ...more]: Position): void => {
    expect(Math.abs(lon!)).toBeLessThanOrEqual(180);
    expect(Math.abs(lat!)).toBeLessThanOrEqual(90);
    expect(more).toEqual([]);
  };
  const line = (points: Position[]): void => {
    expect(points.length).toBeGreaterThanOrEqual(2);
    points.forEach(position);
    for (let i = 1; i < points.length; i++)
      expect(Math.abs(points[i]![0]! - points[i - 1]![0]!)).toBeLessThanOrEqual(180);
  };
  for (const feature of collection.features) {
    expect(feature.type).toBe("Feature");
    expect(typeof feature.properties).toBe("object");
    const { geometry } = feature;
    if (geometry.type === "Point") position(geometry.coordinates);
    else if (geometry.type === "LineString") line(geometry.coordinates);
    else if (geometry.type === "MultiLineString") geometry.coordinates.forEach(line);
    else if (geometry.type === "MultiPolygon") {
      for (const ring of geometry.coordinates.flat()) {
        expect(ring.length).toBeGreaterThanOrEqual(4);
        expect(ring[ring.length - 1]).toEqual(ring[0]);
        line(ring);
      }
    } else throw new Error(`a geometry of type ${geometry.type}`);
  }
}

/** Released flows between two places, with the diagonal. */
function between(lon: [number, number], lat: [number, number]) {
  const places = createLocations("zones", ["P", "Q"], lon, lat);
  const flows: Flows = { locations: places, ...sparseFromDense(2, 2, [0, 5, 7, 0]), people: Uint32Array.of(5, 6) };
  return formatFlowsGeoJson(releaseFlows(flows, { minPeople: 2 }));
}

describe("released flows as GeoJSON", () => {
  const map = formatFlowsGeoJson(releasedFlows);

  it("have the shape of RFC 7946, also after writing and reading", () => {
    checkShape(map);
    expect(JSON.parse(JSON.stringify(map))).toEqual(map);
  });

  it("are lines from origin to destination, and points on the diagonal", () => {
    const { lon, lat } = locations.columns;
    expect(map.features.map((feature) => feature.geometry)).toEqual(
      [
        [0, 0],
        [0, 3],
        [1, 4],
        [3, 0],
        [3, 1],
        [3, 3],
        [4, 4],
      ].map(([from, to]) =>
        from === to
          ? { type: "Point", coordinates: [lon[from!], lat[from!]] }
          : {
              type: "LineString",
              coordinates: [
                [lon[from!], lat[from!]],
                [lon[to!], lat[to!]],
              ],
            },
      ),
    );
    expect(map.features[2]!.properties).toEqual({ origin: IDS[1], destination: IDS[4], flow: 33, people: 19 });
  });

  it("carry the rule, the threshold and the number of hidden cells, and no hidden number", () => {
    expect(map.rule).toBe(releasedFlows.rule);
    expect(map.threshold).toBe(16);
    expect(map.hiddenCells).toBe(3);
    const text = JSON.stringify(map);
    for (const hidden of HIDDEN_FLOWS) expect(text).not.toContain(String(hidden));
  });

  it("may be none", () => {
    const none = formatFlowsGeoJson(releaseFlows({ ...releasedFlows.shown }, { minPeople: 1e6 }));
    checkShape(none);
    expect(none.features).toEqual([]);
  });
});

describe("flows across the meridian of 180°", () => {
  it("are cut in two there, both ways", () => {
    const map = between([178, -179], [-18, -15]);
    checkShape(map);
    expect(map.features[0]!.geometry).toEqual({
      type: "MultiLineString",
      coordinates: [
        [
          [178, -18],
          [180, -16],
        ],
        [
          [-180, -16],
          [-179, -15],
        ],
      ],
    });
    expect(map.features[1]!.geometry).toEqual({
      type: "MultiLineString",
      coordinates: [
        [
          [-179, -15],
          [-180, -16],
        ],
        [
          [180, -16],
          [178, -18],
        ],
      ],
    });
  });

  it("are not cut where one end lies on it, whatever its sign", () => {
    for (const edge of [180, -180]) {
      for (const other of [170, -170]) {
        const map = between([edge, other], [1, 2]);
        checkShape(map);
        const near = Math.sign(other) * 180;
        expect(map.features[0]!.geometry).toEqual({
          type: "LineString",
          coordinates: [
            [near, 1],
            [other, 2],
          ],
        });
        expect(map.features[1]!.geometry).toEqual({
          type: "LineString",
          coordinates: [
            [other, 2],
            [near, 1],
          ],
        });
      }
    }
  });

  it("are points where both ends are the same spot of it", () => {
    expect(between([180, -180], [3, 3]).features[0]!.geometry.type).toBe("Point");
    expect(between([-180, 180], [3, 4]).features[0]!.geometry.type).toBe("LineString");
  });

  it("over half the globe are not cut", () => {
    expect(between([-90, 90], [0, 10]).features[0]!.geometry.type).toBe("LineString");
    expect(between([-90.5, 90], [0, 10]).features[0]!.geometry.type).toBe("MultiLineString");
  });
});

describe("released counts as GeoJSON", () => {
  const map = formatCountsGeoJson(releasedCounts, zones);

  it("have the shape of RFC 7946, also after writing and reading", () => {
    checkShape(map);
    expect(JSON.parse(JSON.stringify(map))).toEqual(map);
  });

  it("are the zones with a property per label, null where hidden", () => {
    expect(map.features.map((feature) => feature.properties)).toEqual(
      IDS.map((id, z) => ({
        id,
        [LABELS[0]!]: counts.count[2 * z]! < 16 ? null : counts.count[2 * z],
        [LABELS[1]!]: counts.count[2 * z + 1]! < 16 ? null : counts.count[2 * z + 1],
      })),
    );
    expect(map.features.map((feature) => feature.id)).toEqual(IDS);
    expect(map.features[4]!.geometry.coordinates[0]![0]![0]).toEqual([4, 0]);
  });

  it("carry the rule, the threshold and the number of hidden cells, and no hidden number", () => {
    expect(map.rule).toBe(releasedCounts.rule);
    expect(map.threshold).toBe(16);
    expect(map.hiddenCells).toBe(4);
    const text = JSON.stringify(map);
    for (const hidden of HIDDEN_COUNTS) expect(text).not.toContain(String(hidden));
  });

  it("are refused over other zones than those that were counted over", () => {
    const other = { ...zones, key: "0000000000000000" };
    expect(() => formatCountsGeoJson(releasedCounts, other)).toThrow(
      /^formatCountsGeoJson: zones must be over the same/,
    );
  });

  it.each([
    ["id", ["id", "other"]],
    ["twice", ["twice", "twice"]],
  ])("refuse the label %j in %j", (label, labels) => {
    const released = { ...releasedCounts, shown: { ...releasedCounts.shown, labels } };
    expect(() => formatCountsGeoJson(released, zones)).toThrow(
      `formatCountsGeoJson: labels must be all different and none of them "id", got "${label}"`,
    );
  });
});
