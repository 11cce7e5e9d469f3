import type { FeatureCollection } from "geojson";
import { describe, expect, it } from "vitest";
import { readZones, type ZonesRead } from "../../src/records/index.ts";
import { buildZones } from "../../src/space/zones.ts";

const square = (lon: number, lat = 0, size = 1): number[][] => [
  [lon, lat],
  [lon + size, lat],
  [lon + size, lat + size],
  [lon, lat + size],
  [lon, lat],
];
const polygon = (id: unknown, coordinates: unknown): unknown => ({
  type: "Feature",
  properties: { id },
  geometry: { type: "Polygon", coordinates },
});
const multi = (id: unknown, coordinates: unknown): unknown => ({
  type: "Feature",
  properties: { id },
  geometry: { type: "MultiPolygon", coordinates },
});
const collection = (features: unknown[]): FeatureCollection =>
  ({ type: "FeatureCollection", features }) as FeatureCollection;
const refusedOf = (read: ZonesRead): [number, string][] =>
  Array.from(read.refused.columns.row, (row, r) => [row, read.refused.columns.reason[r]!]);

describe("zones from GeoJSON", () => {
  it("are polygons and multipolygons with their holes, in the order of the features", () => {
    const hole = square(10.25, 0.25, 0.5);
    const geojson = collection([polygon("B", [square(10), hole]), multi("A", [[square(20)], [square(30)]])]);
    const { zones, refused, given } = readZones(geojson, { id: "id" });
    expect(zones).toEqual(buildZones(["B", "A"], [[[square(10), hole]], [[square(20)], [square(30)]]]));
    expect([refused.length, given]).toEqual([0, 2]);
    expect(readZones(JSON.stringify(geojson), { id: "id" }).zones).toEqual(zones);
  });

  it("features with the same id are one zone, as the islands of a district are", () => {
    const geojson = collection([
      polygon("A", [square(10)]),
      polygon("B", [square(15)]),
      multi("A", [[square(20)], [square(30)]]),
    ]);
    const read = readZones(geojson, { id: "id" });
    expect(read.zones).toEqual(buildZones(["A", "B"], [[[square(10)], [square(20)], [square(30)]], [[square(15)]]]));
    expect([read.refused.length, read.given]).toEqual([0, 3]);
    const strict = readZones(geojson, { id: "id", sameId: "refuse" });
    expect(strict.zones).toEqual(buildZones(["A", "B"], [[[square(10)]], [[square(15)]]]));
    expect(refusedOf(strict)).toEqual([[3, "id given earlier with another shape"]]);
  });

  it("a feature that repeats an earlier shape is refused, since it would count its land twice", () => {
    const geojson = collection([
      polygon("A", [square(10)]),
      polygon("A", [square(20)]),
      multi("A", [[square(20)]]),
      polygon("B", [square(20)]),
    ]);
    const read = readZones(geojson, { id: "id" });
    expect(refusedOf(read)).toEqual([[3, "id given earlier with the same shape"]]);
    expect(read.zones.columns.id).toEqual(["A", "B"]);
    expect(refusedOf(readZones(geojson, { id: "id", sameId: "refuse" }))).toEqual([
      [2, "id given earlier with another shape"],
      [3, "id given earlier with another shape"],
    ]);
  });

  it("rings may be closed or not, and run either way", () => {
    const open = square(10).slice(0, 4);
    const closed = readZones(collection([polygon("A", [square(10)])]), { id: "id" }).zones;
    expect(readZones(collection([polygon("A", [open])]), { id: "id" }).zones).toEqual(closed);
    expect(readZones(collection([polygon("A", [square(10).reverse()])]), { id: "id" }).zones.areaM2[0]).toBeCloseTo(
      closed.areaM2[0]!,
      3,
    );
  });

  it("features that are no zone are refused with number and reason", () => {
    const read = readZones(
      collection([
        polygon("A", [square(10)]),
        polygon("", [square(10)]),
        polygon(undefined, [square(10)]),
        { type: "Feature", properties: { id: "B" }, geometry: { type: "Point", coordinates: [1, 2] } },
        { type: "Feature", properties: { id: "B" }, geometry: null },
        polygon("B", []),
        multi("B", []),
        multi("B", [[]]),
        polygon("B", undefined),
        polygon("B", [[]]),
        polygon("B", [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ]),
        polygon("B", [
          square(10),
          [
            [10.1, 0.1],
            [10.2, 0.2],
          ],
        ]),
        polygon("B", [
          [
            [0, 0],
            [1, null],
            [1, 1],
          ],
        ]),
        polygon("B", [
          [
            [0, 0],
            ["1", 0],
            [1, 1],
          ],
        ]),
        polygon("B", [[[0, 0], 5, [1, 1]]]),
        polygon("B", [
          [
            [0, 0],
            [1, Number.NaN],
            [1, 1],
          ],
        ]),
        polygon("B", [
          [
            [500000, 4000000],
            [500001, 4000000],
            [500000, 4000001],
          ],
        ]),
        polygon("B", [
          [
            [0, 0],
            [1, 0],
            [2, 0],
          ],
        ]),
        polygon("B", [
          [
            [0, 0],
            [180, 0],
            [0, 10],
          ],
        ]),
        null,
      ]),
      { id: "id" },
    );
    expect(refusedOf(read)).toEqual([
      [2, "id missing"],
      [3, "id missing"],
      [4, "geometry not a polygon"],
      [5, "geometry not a polygon"],
      [6, "geometry not a polygon"],
      [7, "geometry not a polygon"],
      [8, "geometry not a polygon"],
      [9, "geometry not a polygon"],
      [10, "ring with fewer than three different corners"],
      [11, "ring with fewer than three different corners"],
      [12, "ring with fewer than three different corners"],
      [13, "coordinate missing"],
      [14, "coordinate not a number"],
      [15, "coordinate missing"],
      [16, "coordinate not a number"],
      [17, "coordinate out of range"],
      [18, "shape without area"],
      [19, "shape without area"],
      [20, "id missing"],
    ]);
    expect(read.zones.columns.id).toEqual(["A"]);
    expect(read.given).toBe(20);
  });

  it("a later feature can make a zone whose first one was refused", () => {
    const read = readZones(collection([polygon("A", [[]]), polygon("A", [square(10)])]), { id: "id" });
    expect(read.zones.columns.id).toEqual(["A"]);
    expect(read.refused.length).toBe(1);
  });

  it("wrong arguments are errors", () => {
    const geojson = collection([polygon("A", [square(10)])]);
    expect(() => readZones("x", { id: "id" })).toThrow(/readZones: geojson must be JSON/);
    expect(() => readZones(geojson, { id: "name" })).toThrow(/features' properties \(id\)/);
    expect(() => readZones(geojson, { id: "id", sameId: "join" as "merge" })).toThrow(/sameId/);
  });

  it("the input is not changed", () => {
    const geojson = collection([polygon("A", [square(10)]), polygon("A", [square(20)])]);
    const copy = structuredClone(geojson);
    readZones(geojson, { id: "id" });
    expect(geojson).toEqual(copy);
  });
});
