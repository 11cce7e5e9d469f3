import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { toUnitVectors } from "../../src/core/sphere.ts";
import { createPlaces } from "../../src/space/same-places.ts";

describe("numbers of places", () => {
  for (const reach of [1e-13, 1.6e-10, 1e-3]) {
    it(`are those that trying all first places gives, within ${reach}`, () => {
      const random = createRandom(`places ${reach}`);
      const n = 3000;
      const middle = toUnitVectors([0, 27, 180, -60, 10], [0, 70, -17, 90, -90]);
      const points = Array.from({ length: n }, (_, i) => {
        const near = 3 * (i % 5);
        const off = (): number => (random() - 0.5) * 12 * reach;
        return [middle[near]! + off(), middle[near + 1]! + off(), middle[near + 2]! + off()] as const;
      });
      const places = createPlaces(n, reach);
      const first: (readonly [number, number, number])[] = [];
      for (const [x, y, z] of points) {
        const known = first.findIndex(([u, v, w]) => (u - x) ** 2 + (v - y) ** 2 + (w - z) ** 2 <= reach * reach);
        expect(places.numberOf(x, y, z)).toBe(known < 0 ? first.length : known);
        if (known < 0) first.push([x, y, z]);
      }
      expect(places.length).toBe(first.length);
      expect(first.length).toBeGreaterThan(50);
      expect(first.length).toBeLessThan(n - 50);
    });
  }
});
