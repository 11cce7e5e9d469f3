import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureAntennaUse } from "../../src/metrics/antenna-use.ts";
import { worldOf } from "./daily-life-worlds.ts";

const often = (place: string, times: number): string[] =>
  Array.from({ length: times }, (_, i) => `${i} 12:00 ${place}`);
const frequent = (lives: readonly string[], frequentShare: number): number =>
  measureAntennaUse(worldOf({ ann: lives }), { frequentShare }).columns.frequentPlaces[0]!;

describe("use of antennas", () => {
  const traces = worldOf({ ann: [...often("A", 6), ...often("B", 2), ...often("C", 1), ...often("D", 1)], bo: [] });

  it("counts places, and the fewest of them that hold four fifths of the rows", () => {
    expect(rowsOf(measureAntennaUse(traces, { frequentShare: 0.8 }))).toEqual([
      { rows: 10, places: 4, frequentPlaces: 2, mainShare: 0.6 },
      { rows: 0, places: 0, frequentPlaces: 0, mainShare: Number.NaN },
    ]);
  });

  it("takes one place more for a little more than they hold, all for the whole", () => {
    const lives = [...often("A", 6), ...often("B", 2), ...often("C", 1), ...often("D", 1)];
    expect([0.01, 0.6, 0.61, 0.8, 0.81, 0.9, 1].map((share) => frequent(lives, share))).toEqual([1, 1, 2, 2, 3, 3, 4]);
  });

  it("a share that floating point puts a last digit too high asks for no place more", () => {
    // 0.55 · 100 is 55.00000000000001: the main place holds 55 of 100.
    expect(0.55 * 100).toBeGreaterThan(55);
    expect(frequent([...often("A", 55), ...often("B", 45)], 0.55)).toBe(1);
  });

  it("refuses a share of nothing", () => {
    expect(() => measureAntennaUse(traces, { frequentShare: 0 })).toThrow(
      "frequentShare must be a finite number above 0 and at most 1, got 0",
    );
  });

  it("refuses locations that do not exist", () => {
    const columns = { ...traces.columns, location: traces.columns.location.map(() => 5) };
    expect(() => measureAntennaUse({ ...traces, columns }, { frequentShare: 0.8 })).toThrow(
      "measureAntennaUse: seen.columns.location[0] must be below the 5 locations, got 5",
    );
  });
});
