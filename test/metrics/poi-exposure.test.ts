import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { measurePoiExposure } from "../../src/metrics/poi-exposure.ts";
import { slowExposure } from "../slow/accessibility.ts";
import { NEARBY_WORLDS } from "../space/nearby-worlds.ts";
import { antennasAt } from "../space/worlds.ts";

const LABELS = ["camp", "clinic", "school", "worship"];

describe("the points of interest about a location", () => {
  for (const { name, locations: pois, lon, lat } of NEARBY_WORLDS) {
    it(`${name} are those that trying all finds, by category`, () => {
      const random = createRandom(`categories ${name}`);
      // No point is a camp.
      const of = Array.from({ length: pois.length }, () => 1 + Math.floor(3 * random()));
      const categories = of.map((c) => LABELS[c]!);
      const locations = antennasAt({ lon, lat });
      for (const radiusMeters of [0, 50_000, 1_500_000]) {
        const found = measurePoiExposure(locations, pois, categories, { radiusMeters, labels: LABELS });
        const slow = slowExposure(locations, pois, of, LABELS.length, radiusMeters);
        expect([...found.count]).toEqual(slow.count);
        expect([...found.nearest]).toEqual(slow.nearest);
        expect([...found.distanceMeters]).toEqual(slow.distanceMeters);
      }
    });
  }

  const antennas = createLocations("antennas", ["A", "B"], [36, 37], [36, 36]);
  const pois = createLocations("stops", ["p", "q", "r"], [36, 36.01, 36.02], [36, 36, 36]);

  it("are counted in the order of the labels given, or of the names that occur", () => {
    const categories = ["school", "clinic", "school"];
    const options = { radiusMeters: 5000 };
    const named = measurePoiExposure(antennas, pois, categories, options);
    expect([named.labels, [...named.count]]).toEqual([
      ["clinic", "school"],
      [1, 2, 0, 0],
    ]);
    const given = measurePoiExposure(antennas, pois, categories, { ...options, labels: ["school", "camp", "clinic"] });
    expect([...given.count]).toEqual([2, 0, 1, 0, 0, 0]);
    expect([...given.nearest]).toEqual([0, -1, 1, 2, -1, 1]);
    expect(given.locations).toBe(antennas);
  });

  it("of a category without any are none, and their distance is not defined", () => {
    const none = createLocations("stops", [], [], []);
    const found = measurePoiExposure(antennas, none, [], { radiusMeters: 1e9, labels: ["camp"] });
    expect([[...found.count], [...found.nearest], [...found.distanceMeters]]).toEqual([
      [0, 0],
      [-1, -1],
      [Number.NaN, Number.NaN],
    ]);
  });

  it("do not depend on the other locations", () => {
    const { locations, lon, lat } = NEARBY_WORLDS[0]!;
    const categories = locations.columns.id.map((_, p) => LABELS[p % 4]!);
    const options = { radiusMeters: 80_000 };
    const all = measurePoiExposure(antennasAt({ lon, lat }), locations, categories, options);
    const few = measurePoiExposure(
      antennasAt({ lon: lon.slice(100), lat: lat.slice(100) }),
      locations,
      categories,
      options,
    );
    expect(all.count.slice(400)).toEqual(few.count);
    expect(all.distanceMeters.slice(400)).toEqual(few.distanceMeters);
  });

  it("have one category each, which is one of the labels", () => {
    const options = { radiusMeters: 1 };
    expect(() => measurePoiExposure(antennas, pois, ["school"], options)).toThrow(
      "measurePoiExposure: categories must be of length 3, got 1",
    );
    expect(() => measurePoiExposure(antennas, pois, ["a", "b", "c"], { ...options, labels: ["a", "b"] })).toThrow(
      'measurePoiExposure: categories[2] must be one of the labels (a, b), got "c"',
    );
    expect(() => measurePoiExposure(antennas, pois, ["a", "a", "a"], { ...options, labels: ["a", "a"] })).toThrow(
      'measurePoiExposure: labels[1] must be different from every label before it, got "a"',
    );
    const none = createLocations("stops", [], [], []);
    expect(() => measurePoiExposure(antennas, none, [], options)).toThrow(
      "measurePoiExposure: labels must be at least one category, got none",
    );
    const unnamed = ["a", null, "b"] as unknown as string[];
    expect(() => measurePoiExposure(antennas, pois, unnamed, options)).toThrow(
      "measurePoiExposure: categories[1] must be text, got null",
    );
  });
});
