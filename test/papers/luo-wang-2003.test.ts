/**
 * Luo, Wang 2003, Measures of spatial accessibility to health care in a GIS environment: synthesis and a case study in the
 * Chicago region, Environment and Planning B 30(6), 865–884: the worked example of the two-step method (figure 3), with one
 * resident per tract. Physician a has eight residents within 30 minutes, physician b four, and tract 4 is in reach of both.
 */
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { binaryDecay } from "../../src/metrics/decay.ts";
import { measureFloatingCatchment } from "../../src/metrics/floating-catchment.ts";

describe("Luo and Wang 2003, figure 3", () => {
  const places = Array.from({ length: 11 }, (_, i) => `${i + 1}`);
  const tracts = createLocations("zones", places, new Float64Array(11), new Float64Array(11));
  const physicians = createLocations("stops", ["a", "b"], [0, 0], [0, 0]);
  const nearA = [1, 2, 3, 4, 6, 7, 9, 10];
  const nearB = [4, 5, 8, 11];
  const minutes = places.flatMap((_, i) => [nearA.includes(i + 1) ? 20 : 40, nearB.includes(i + 1) ? 20 : 40]);
  const { demand, facilities, unreachedCapacity } = measureFloatingCatchment(tracts, physicians, {
    people: new Array<number>(11).fill(1),
    capacity: [1, 1],
    decay: binaryDecay({ maxCost: 30 }),
    costs: { rows: 11, columns: 2, value: Float64Array.from(minutes) },
  });

  it("one physician for eight residents is 1/8, for four 1/4", () => {
    expect([...facilities.columns.people]).toEqual([8, 4]);
    expect([...facilities.columns.ratio]).toEqual([1 / 8, 1 / 4]);
    expect(unreachedCapacity).toBe(0);
  });

  it("the tract in reach of both has 3/8, the others have 1/8 and 1/4", () => {
    expect([...demand.columns.accessibility]).toEqual([
      0.125, 0.125, 0.125, 0.375, 0.25, 0.125, 0.125, 0.25, 0.125, 0.125, 0.25,
    ]);
    expect(demand.columns.accessibility.reduce((sum, a) => sum + a, 0)).toBe(2);
  });
});
