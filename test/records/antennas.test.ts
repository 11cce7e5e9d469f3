import type { FeatureCollection } from "geojson";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { type AntennasRead, readAntennas, readAntennasGeoJson } from "../../src/records/index.ts";

const columns = { id: "id", lon: "lon", lat: "lat" };
const rowsOf = (read: AntennasRead): [number, string][] =>
  Array.from(read.refused.columns.row, (row, r) => [row, read.refused.columns.reason[r]!]);

describe("antennas from text", () => {
  it("are the same table that createLocations makes, in the order of the rows", () => {
    const { antennas, refused, given } = readAntennas("lat,id,x,lon\n27.7,B,,85.3\n-1.5,A,,-30\n", columns);
    expect(antennas).toEqual(createLocations("antennas", ["B", "A"], [85.3, -30], [27.7, -1.5]));
    expect([refused.length, given]).toEqual([0, 2]);
  });

  it("columns that are named the other way round are read the other way round", () => {
    const text = "id,longitude,latitude\nA,26.67,87.86\n";
    const { antennas } = readAntennas(text, { id: "id", lon: "latitude", lat: "longitude" });
    expect(antennas.columns.lon).toEqual(Float64Array.of(87.86));
    expect(antennas.columns.lat).toEqual(Float64Array.of(26.67));
  });

  it("rows that are no antenna are refused with line and reason", () => {
    const lines = [
      "A,1,2",
      ",1,2",
      "B,,2",
      "C,1,",
      "D,x,2",
      "E,1,2°",
      "F,181,2",
      "G,1,-90.5",
      "A,1,2",
      "A,1,3",
      "H,1",
      "B,180,-90",
      "I,0x10,0",
      "J, 1,2",
      "K,1e1,.5",
      "L,+1.,-2e-1",
      "M,Infinity,0",
    ];
    const read = readAntennas(`id,lon,lat\n${lines.join("\n")}`, columns);
    expect(rowsOf(read)).toEqual([
      [3, "id missing"],
      [4, "coordinate missing"],
      [5, "coordinate missing"],
      [6, "coordinate not a number"],
      [7, "coordinate not a number"],
      [8, "coordinate out of range"],
      [9, "coordinate out of range"],
      [10, "id given earlier with the same place"],
      [11, "id given earlier with another place"],
      [12, "wrong number of fields"],
      [14, "coordinate not a number"],
      [15, "coordinate not a number"],
      [18, "coordinate not a number"],
    ]);
    expect(read.antennas.columns.id).toEqual(["A", "B", "K", "L"]);
    expect(Array.from(read.antennas.columns.lon)).toEqual([1, 180, 10, 1]);
    expect(read.antennas.length + read.refused.length).toBe(read.given);
  });

  it("ids and separators are as in records: quoted, in bytes, without a header", () => {
    const bytes = Buffer.concat([Buffer.from('"A;1";1,5;2\nB;1.5;2\n'), Buffer.from([0xff]), Buffer.from(";1;2")]);
    const read = readAntennas(bytes, { ...columns, separator: ";", header: ["id", "lon", "lat"] });
    expect(rowsOf(read)).toEqual([
      [1, "coordinate not a number"],
      [3, "id not in UTF-8"],
    ]);
    expect(read.antennas.columns.id).toEqual(["B"]);
  });

  it("a column that the header does not have is an error", () => {
    expect(() => readAntennas("id,lon,latitude\n", columns)).toThrow(
      'column "lat" must be one of the header\'s (id, lon, latitude)',
    );
  });
});

const point = (id: unknown, coordinates: unknown, own?: unknown): unknown => ({
  type: "Feature",
  ...(own === undefined ? {} : { id: own }),
  properties: { id },
  geometry: { type: "Point", coordinates },
});
const collection = (features: unknown[]): FeatureCollection =>
  ({ type: "FeatureCollection", features }) as FeatureCollection;

describe("antennas from GeoJSON", () => {
  it("are points, with their id in a property or of their own", () => {
    const geojson = collection([point("A", [85.3, 27.7], 1), point(17, [85.4, 27.6, 1300], "b")]);
    expect(readAntennasGeoJson(geojson, { id: "id" }).antennas.columns.id).toEqual(["A", "17"]);
    expect(readAntennasGeoJson(geojson, {}).antennas.columns.id).toEqual(["1", "b"]);
    expect(readAntennasGeoJson(JSON.stringify(geojson), { id: "id" })).toEqual(
      readAntennasGeoJson(geojson, { id: "id" }),
    );
    expect(readAntennasGeoJson(`\uFEFF${JSON.stringify(geojson)}`, { id: "id" }).given).toBe(2);
  });

  it("features that are no antenna are refused with number and reason", () => {
    const read = readAntennasGeoJson(
      collection([
        point("A", [1, 2]),
        point(null, [1, 2]),
        point({}, [1, 2]),
        point(Number.NaN, [1, 2]),
        point("B", []),
        point("B", [1]),
        point("B", [null, 2]),
        point("B", ["1", "2"]),
        point("B", undefined),
        point("B", [1, 91]),
        { ...(point("B", [1, 2]) as object), geometry: null },
        { type: "Feature", properties: { id: "B" }, geometry: { type: "LineString", coordinates: [] } },
        null,
        { type: "Feature", properties: null, geometry: null },
        point("A", [1, 2]),
        point("A", [2, 1]),
      ]),
      { id: "id" },
    );
    expect(rowsOf(read)).toEqual([
      [2, "id missing"],
      [3, "id missing"],
      [4, "id missing"],
      [5, "coordinate missing"],
      [6, "coordinate missing"],
      [7, "coordinate missing"],
      [8, "coordinate not a number"],
      [9, "coordinate missing"],
      [10, "coordinate out of range"],
      [11, "geometry not a point"],
      [12, "geometry not a point"],
      [13, "id missing"],
      [14, "id missing"],
      [15, "id given earlier with the same place"],
      [16, "id given earlier with another place"],
    ]);
    expect(read.antennas.length + read.refused.length).toBe(read.given);
  });

  it("anything but a FeatureCollection is an error, and so is an id property that no feature has", () => {
    for (const wrong of ["{", "null", "[]", '{"type":"Feature"}', '{"type":"FeatureCollection"}']) {
      expect(() => readAntennasGeoJson(wrong, { id: "id" }), wrong).toThrow(RangeError);
    }
    expect(() => readAntennasGeoJson(collection([point("A", [1, 2])]), { id: "name" })).toThrow(
      'readAntennasGeoJson: id must be one of the features\' properties (id), got "name"',
    );
    expect(readAntennasGeoJson(collection([]), { id: "name" }).given).toBe(0);
  });
});
