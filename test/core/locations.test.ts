import { describe, expect, it } from "vitest";
import { createLocations, rowById } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";

describe("a table of places", () => {
  const id = ["KTM", "PKR", "BIR"];
  const lon = [85.32, 83.98, 87.27];
  const lat = [27.72, 28.21, 26.45];
  const places = createLocations("antennas", id, lon, lat);

  it("holds copies of what it was given", () => {
    const ids = ["x"];
    const lons = Float64Array.of(1);
    const place = createLocations("stops", ids, lons, [2]);
    ids[0] = "y";
    lons[0] = 9;
    expect(place.columns.id).toEqual(["x"]);
    expect(place.columns.lon).toEqual(Float64Array.of(1));
    expect(place.columns.lat).toEqual(Float64Array.of(2));
    expect(place.kind).toBe("stops");
    expect(place.length).toBe(1);
  });

  it("has a row for every id", () => {
    const rows = rowById(places);
    expect(id.map((one) => rows.get(one))).toEqual([0, 1, 2]);
    expect(rows.get("LKN")).toBeUndefined();
    expect(rows.size).toBe(3);
  });

  it("may be empty", () => {
    expect(createLocations("zones", [], [], []).length).toBe(0);
  });

  it("has the key it has on every machine", () => {
    // Also hashed by a program of its own in another language.
    expect(places.key).toBe("844e2a55a1196b89");
  });

  it("has the same key for equal places, typed or not, -0 or 0", () => {
    expect(createLocations("antennas", id, Float64Array.from(lon), Float64Array.from(lat)).key).toBe(places.key);
    expect(createLocations("zones", ["a"], [-0], [0]).key).toBe(createLocations("zones", ["a"], [0], [-0]).key);
  });

  it("has another key when anything differs", () => {
    const others = [
      createLocations("zones", id, lon, lat),
      createLocations("stops", id, lon, lat),
      createLocations("antennas", ["KTM", "BIR", "PKR"], lon, lat),
      createLocations("antennas", ["KTM", "PKR", "BIr"], lon, lat),
      createLocations("antennas", ["KTMP", "KR", "BIR"], lon, lat),
      createLocations("antennas", id.slice(0, 2), lon.slice(0, 2), lat.slice(0, 2)),
      createLocations("antennas", ["PKR", "KTM", "BIR"], [83.98, 85.32, 87.27], [28.21, 27.72, 26.45]),
      createLocations("antennas", id, lat, lat),
      createLocations("antennas", id, [85.32, 83.98, 87.27 + 2e-14], lat),
      createLocations("antennas", id, lon, [27.72 + 4e-15, 28.21, 26.45]),
      createLocations("antennas", id, [-85.32, 83.98, 87.27], lat),
      createLocations("antennas", id, [-85.32, -83.98, 87.27], lat),
      createLocations("antennas", id, [85.32, 83.98, -87.27], [27.72, 28.21, -26.45]),
    ];
    expect(new Set([places.key, ...others.map((other) => other.key)]).size).toBe(others.length + 1);
  });

  it("has 20,000 different keys for 20,000 places that differ in one coordinate, its sign or its last bit", () => {
    const random = createRandom("keys");
    const keys = new Set<string>();
    for (let i = 0; i < 10_000; i++) {
      const x = random() * 180;
      keys.add(createLocations("zones", ["a", "b"], [x, 1], [1, 1]).key);
      keys.add(createLocations("zones", ["a", "b"], [-x, 1], [1, 1]).key);
    }
    expect(keys.size).toBe(20_000);
  });

  it("refuses columns that differ in length", () => {
    expect(() => createLocations("zones", ["a"], [1, 2], [1])).toThrow(
      "createLocations: lon must be of length 1, got 2",
    );
    expect(() => createLocations("zones", ["a"], [1], [])).toThrow("createLocations: lat must be of length 1, got 0");
  });

  it("refuses another kind of place, and ids that are no text", () => {
    expect(() => createLocations("antenna" as "antennas", ["a"], [1], [1])).toThrow(
      'createLocations: kind must be "antennas", "zones" or "stops", got "antenna"',
    );
    expect(() => createLocations("zones", ["a", 7 as unknown as string], [1, 2], [1, 2])).toThrow(
      "createLocations: id[1] must be text, got 7",
    );
  });

  it("refuses an id given twice", () => {
    expect(() => createLocations("zones", ["a", "b", "a"], [1, 2, 3], [1, 2, 3])).toThrow(
      'createLocations: id[2] must be different from every id before it, got "a"',
    );
  });

  it.each([180.000001, -181, Number.NaN, Infinity, null, undefined, "85.3", ""])("refuses %j as a longitude", (x) => {
    expect(() => createLocations("zones", ["a"], [x as number], [1])).toThrow(
      /^createLocations: lon\[0\] must be from -180 to 180 degrees, got /,
    );
  });

  it.each([90.000001, -91, Number.NaN, -Infinity, null, undefined, "27.7", ""])("refuses %j as a latitude", (y) => {
    expect(() => createLocations("zones", ["a"], [1], [y as number])).toThrow(
      /^createLocations: lat\[0\] must be from -90 to 90 degrees, got /,
    );
  });

  it("takes the poles and both sides of the antimeridian", () => {
    const edges = createLocations("zones", ["a", "b"], [-180, 180], [-90, 90]);
    expect(edges.columns.lon).toEqual(Float64Array.of(-180, 180));
  });
});
