import { describe, expect, it } from "vitest";
import { checkCrosswalk } from "../../src/core/check-crosswalk.ts";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import type { Crosswalk, Locations } from "../../src/types.ts";

const from = createLocations("antennas", ["A", "B"], [0, 1], [0, 0]);
const to = createLocations("zones", ["x"], [0], [1]);
const right: Crosswalk = {
  from,
  to,
  basis: "area",
  fromTotal: Float64Array.of(3, 0),
  toTotal: Float64Array.of(2),
  shares: sparseFromDense(2, 1, [0.5, 0]),
};

describe("a crosswalk", () => {
  const messageOf = (changed: object, ends?: { from?: Locations; to?: Locations }): string => {
    try {
      checkCrosswalk("f", "crosswalk", { ...right, ...changed }, ends);
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing thrown";
  };

  it("that is well formed passes, also between the locations it must join", () => {
    expect(messageOf({})).toBe("nothing thrown");
    expect(messageOf({}, { from, to })).toBe("nothing thrown");
  });

  it.each<[string, object]>([
    ["f: crosswalk.from must be a table of locations, got null", { from: null }],
    ["f: crosswalk.to must be a table of locations, got 3", { to: 3 }],
    ["f: crosswalk must be a crosswalk, got an object", { shares: null }],
    ["f: crosswalk.shares.offsets must be of length 3, got 2", { shares: sparseFromDense(1, 1, [1]) }],
    [
      "f: crosswalk.shares.value[0] must be a finite number from 0 to 1, got 1.5",
      { shares: sparseFromDense(2, 1, [1.5, 0]) },
    ],
    ['f: crosswalk.basis must be "area", "weight" or "points", got "people"', { basis: "people" }],
    ["f: crosswalk.fromTotal must be of length 2, got 1", { fromTotal: [1] }],
    ["f: crosswalk.toTotal[0] must be a finite number of at least 0, got -1", { toTotal: [-1] }],
    ["f: crosswalk.toTotal must be a list or a typed array, got undefined", { toTotal: undefined }],
  ])("is refused: %s", (message, changed) => {
    expect(messageOf(changed)).toBe(message);
  });

  it("between other locations is refused", () => {
    expect(messageOf({}, { from: to })).toMatch(/^f: crosswalk.from must be over the same/);
    expect(messageOf({}, { to: from })).toMatch(/^f: crosswalk.to must be over the same/);
  });
});
