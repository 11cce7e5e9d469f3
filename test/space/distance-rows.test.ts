import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { type DistanceMeasure, ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { measureDistancesByRow } from "../../src/space/distance-rows.ts";
import { measureDistances } from "../../src/space/distances.ts";

const random = createRandom("rows");
const everywhere = createLocations(
  "stops",
  Array.from({ length: 60 }, (_, l) => `S${l}`),
  Array.from({ length: 60 }, (_, l) => (l < 3 ? 12.5 : 360 * random() - 180)),
  Array.from({ length: 60 }, (_, l) => (l < 2 ? -41 : 180 * random() - 90)),
);

describe("distances by row", () => {
  it("are those of the whole matrix to the last bit, at any radius", () => {
    for (const distance of [greatCircle(), greatCircle({ radiusMeters: 6_371_000 })]) {
      const whole = measureDistances(everywhere, { distance });
      const rows = measureDistancesByRow(everywhere, { distance });
      expect(denseFromRows(rows).value).toEqual(whole.value);
      expect([rows.distance, rows.locations, rows.rows, rows.columns]).toEqual([whole.distance, everywhere, 60, 60]);
    }
    expect(denseFromRows(measureDistancesByRow(everywhere)).value).toEqual(measureDistances(everywhere).value);
  });

  it("on the ellipsoid are those of the whole matrix above the diagonal, and a nanometre from them below", () => {
    const distance = ellipsoidal();
    const whole = measureDistances(everywhere, { distance }).value;
    denseFromRows(measureDistancesByRow(everywhere, { distance })).value.forEach((meters, c) => {
      if (c % 60 >= Math.floor(c / 60)) expect(meters).toBe(whole[c]);
      else expect(Math.abs(meters - whole[c]!)).toBeLessThan(2e-8);
    });
  });

  it("are read into the whole of a row, whatever stood there, in any order", () => {
    const rows = measureDistancesByRow(everywhere);
    const { value } = measureDistances(everywhere);
    const row = new Float64Array(60).fill(Number.NaN);
    for (const origin of [59, 0, 31]) {
      rows.fillRow(origin, row);
      expect(row).toEqual(value.slice(60 * origin, 60 * origin + 60));
    }
  });

  it("of one place are 0, of none nothing", () => {
    expect(denseFromRows(measureDistancesByRow(createLocations("stops", ["A"], [1], [2]))).value).toEqual(
      Float64Array.of(0),
    );
    expect(denseFromRows(measureDistancesByRow(createLocations("stops", [], [], []))).value).toHaveLength(0);
  });

  it("say which argument is wrong, and between which places a measure fails", () => {
    const rows = measureDistancesByRow(everywhere);
    expect(() => rows.fillRow(60, new Float64Array(60))).toThrow("row must be a whole number from 0 to 59, got 60");
    expect(() => rows.fillRow(0, new Float64Array(59))).toThrow("into must be of length 60, got 59");
    const broken: DistanceMeasure = {
      name: "broken",
      among: () => (origin, first, meters) => {
        for (let p = first; p < meters.length; p++) meters[p] = origin === 2 && p === 1 ? Number.NaN : 1;
      },
    };
    expect(() => denseFromRows(measureDistancesByRow(everywhere, { distance: broken }))).toThrow(
      "measureDistancesByRow: the distance from S2 to S1 must be a finite number of at least 0, got NaN",
    );
  });
});
