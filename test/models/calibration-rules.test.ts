import { describe, expect, it } from "vitest";
import { predictLawParameters } from "../../src/models/calibration-rules.ts";

describe("rules of thumb for the parameters of laws", () => {
  it("are powers of the mean area, and for a square kilometre their factors", () => {
    expect(predictLawParameters({ meanAreaKm2: 1 })).toEqual({
      decayPerKm: 0.3028016,
      distanceExponent: 1.428097,
      acceptance: 3.022048e-6,
      alpha: 0.01531479,
    });
    const { decayPerKm, distanceExponent, acceptance, alpha } = predictLawParameters({ meanAreaKm2: 2000 });
    expect(decayPerKm).toBeCloseTo(0.3028016 * 2000 ** -0.1665103, 12);
    expect(distanceExponent).toBeCloseTo(1.428097 * 2000 ** 0.1098316, 12);
    expect(acceptance / (3.022048e-6 * 2000 ** -0.026206428187)).toBeCloseTo(1, 12);
    expect(alpha).toBeCloseTo(0.01531479 * 2000 ** 0.58317902, 12);
  });

  it("ask for an area above 0", () => {
    expect(() => predictLawParameters({ meanAreaKm2: 0 })).toThrow(
      "predictLawParameters: meanAreaKm2 must be a finite number above 0, got 0",
    );
  });
});
