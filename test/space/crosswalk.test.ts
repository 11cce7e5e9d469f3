import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { cellOf, checkSparse } from "../../src/core/sparse.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildAntennaCrosswalk, buildInverseCrosswalk, buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
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

describe("a crosswalk from cells for their antennas", () => {
  const border = squares(4, 2);
  // Two antennas on one mast, one alone, one outside the border with land nearest to it.
  const antennas = createLocations("antennas", ["A", "A2", "B", "out"], [0.8, 0.8, 2, 4.5], [0.7, 0.7, 1.2, 1]);
  const tessellation = buildTessellation(antennas, { border });
  const byArea = buildAreaCrosswalk(tessellation.cells, border);
  const made = buildAntennaCrosswalk(antennas, tessellation, byArea);

  it("gives each antenna the shares of its cell", () => {
    expect(made.from.key).toBe(antennas.key);
    for (let a = 0; a < 4; a++) {
      for (let z = 0; z < border.length; z++) {
        expect(cellOf(made.shares, a, z)).toBe(cellOf(byArea.shares, tessellation.cellOf[a]!, z));
      }
    }
  });

  it("divides the land of a cell among its antennas, so that what they and the zones have in common stays", () => {
    const inverse = buildInverseCrosswalk(made);
    for (let z = 0; z < border.length; z++) {
      const [from, to] = [inverse.shares.offsets[z]!, inverse.shares.offsets[z + 1]!];
      expect(sumOf(inverse.shares.value.subarray(from, to))).toBeCloseTo(1, 12);
      expect(cellOf(inverse.shares, z, 0)).toBe(cellOf(inverse.shares, z, 1));
    }
    expect(made.fromTotal[0]! + made.fromTotal[1]!).toBe(tessellation.cells.areaM2[0]);
  });

  it("must come from the tessellation's cells", () => {
    expect(() => buildAntennaCrosswalk(antennas, tessellation, buildPointCrosswalk(antennas, border))).toThrow(
      /^buildAntennaCrosswalk: crosswalk.from must be over the same 3 zones \(key [0-9a-f]{16}\), got 4 antennas/,
    );
  });
});
