import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { countInflows, countOutflows } from "../../src/flows/marginals.ts";
import { placesOf } from "../slow/sequences.ts";

const flows = { locations: placesOf(3), ...sparseFromDense(3, 3, [50, 1, 2, 0, 0, 0, 8, 16.5, 9]) };

describe("marginals", () => {
  it("are what leaves and what comes; what stays is neither", () => {
    expect(countOutflows(flows)).toEqual(Float64Array.of(3, 0, 24.5));
    expect(countInflows(flows)).toEqual(Float64Array.of(8, 17.5, 2));
  });

  it("say which argument is wrong", () => {
    expect(() => countOutflows({ ...flows, locations: placesOf(4) })).toThrow(
      "countOutflows: flows.offsets must be of length 5, got 4",
    );
    expect(() => countInflows({ ...flows, locations: placesOf(2) })).toThrow("countInflows: flows.offsets must be");
  });
});
