import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { checkSparse } from "../../src/core/sparse.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { slowZones } from "../slow/zones.ts";
import { antennasAt, squares } from "./worlds.ts";

describe("crosswalk from points to zones", () => {
  const random = createRandom(1);
  const antennas = antennasAt({
    lon: Array.from({ length: 500 }, () => 7 * random() - 1),
    lat: Array.from({ length: 500 }, () => 7 * random() - 1),
  });
  const zones = squares(5, 5);
  const { from, to, shares } = buildPointCrosswalk(antennas, zones);

  it("gives each antenna wholly to the zone it stands in, and one outside every zone to none", () => {
    const expected = slowZones(zones, antennas.columns.lon, antennas.columns.lat);
    expect(expected.filter((zone) => zone < 0).length).toBeGreaterThan(50);
    for (let a = 0; a < antennas.length; a++) {
      const row = [...shares.index.slice(shares.offsets[a], shares.offsets[a + 1])];
      expect(row).toEqual(expected[a]! < 0 ? [] : [expected[a]]);
    }
    expect(shares.value.every((share) => share === 1)).toBe(true);
  });

  it("is a well-formed sparse matrix between the places it was made of", () => {
    expect(() => checkSparse("test", "shares", shares, antennas.length, zones.length)).not.toThrow();
    expect([from.key, to.key]).toEqual([antennas.key, zones.key]);
  });
});
