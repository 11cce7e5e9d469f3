import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { checkSparse } from "../../src/core/sparse.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildWeightedCrosswalk } from "../../src/space/weighted-crosswalk.ts";
import { slowZones } from "../slow/zones.ts";
import { squares } from "./worlds.ts";

describe("shares by weight", () => {
  const from = squares(4, 4);
  const to = squares(5, 3, 0.5, 0.25);
  const random = createRandom(7);
  const n = 3000;
  // No point lies in the westernmost column of `from`; some lie beyond both layers.
  const lon = Float64Array.from({ length: n }, () => 1 + 4 * random());
  const lat = Float64Array.from({ length: n }, () => 5 * random() - 0.5);
  const weight = Float64Array.from({ length: n }, () => Math.floor(20 * random()));
  const made = buildWeightedCrosswalk(from, to, { lon, lat, weight });

  it("are the weight in both zones over that in the first", () => {
    const a = slowZones(from, lon, lat);
    const b = slowZones(to, lon, lat);
    const sum = (chosen: (k: number) => boolean): number =>
      weight.reduce((total, w, k) => (chosen(k) ? total + w : total), 0);
    for (let i = 0; i < from.length; i++) {
      const whole = sum((k) => a[k] === i);
      expect(made.fromTotal[i]).toBe(whole);
      const expected: [number, number][] = [];
      for (let j = 0; j < to.length; j++) {
        const both = sum((k) => a[k] === i && b[k] === j);
        if (both > 0) expected.push([j, both / whole]);
      }
      const row = [...made.shares.index.slice(made.shares.offsets[i], made.shares.offsets[i + 1])];
      expect(row).toEqual(expected.map(([zone]) => zone));
      const shares = [...made.shares.value.slice(made.shares.offsets[i], made.shares.offsets[i + 1])];
      for (const [k, share] of shares.entries()) expect(share).toBeCloseTo(expected[k]![1], 14);
    }
    for (let j = 0; j < to.length; j++) expect(made.toTotal[j]).toBe(sum((k) => b[k] === j));
    expect(made.outside).toBe(sum((k) => a[k] === -1));
    expect(made.outside).toBeGreaterThan(0);
  });

  it("are a well-formed crosswalk of weight between the zones it was made of", () => {
    expect(() => checkSparse("test", "shares", made.shares, from.length, to.length)).not.toThrow();
    expect([made.from.key, made.to.key, made.basis]).toEqual([from.key, to.key, "weight"]);
  });

  it("zones without any weight are named, and have no entries unless the caller says how to spread them", () => {
    expect([...made.withoutWeight]).toEqual([0, 4, 8, 12]);
    for (const row of made.withoutWeight) expect(made.shares.offsets[row + 1]).toBe(made.shares.offsets[row]);
    const fallback = buildAreaCrosswalk(from, to);
    const spread = buildWeightedCrosswalk(from, to, { lon, lat, weight, fallback });
    expect(spread.withoutWeight).toEqual(made.withoutWeight);
    for (let i = 0; i < from.length; i++) {
      const source = made.withoutWeight.includes(i) ? fallback.shares : made.shares;
      const rowOf = ({ offsets, index, value }: typeof source): unknown => [
        [...index.slice(offsets[i], offsets[i + 1])],
        [...value.slice(offsets[i], offsets[i + 1])],
      ];
      expect(rowOf(spread.shares)).toEqual(rowOf(source));
    }
    expect(spread.shares.offsets[1]).toBe(1);
  });

  it("points that weigh nothing make no entry", () => {
    const none = buildWeightedCrosswalk(from, to, { lon, lat, weight: new Float64Array(n) });
    expect(none.shares.index.length).toBe(0);
    expect(none.withoutWeight.length).toBe(from.length);
    const some = buildWeightedCrosswalk(from, to, { lon: [0.7, 0.2], lat: [0.5, 0.5], weight: [0, 3] });
    expect(some.shares.index.length).toBe(0);
    expect([some.fromTotal[0], some.withoutWeight.includes(0)]).toEqual([3, false]);
  });

  it("weights below 0 or missing, points out of range and a fallback between other zones are refused", () => {
    const build = (changed: object): unknown =>
      buildWeightedCrosswalk(from, to, { lon: [1], lat: [1], weight: [1], ...changed });
    expect(() => build({ weight: [-1] })).toThrow(
      "buildWeightedCrosswalk: weight[0] must be a finite number of at least 0",
    );
    expect(() => build({ weight: [Number.NaN] })).toThrow("weight[0] must be a finite number");
    expect(() => build({ weight: [1, 2] })).toThrow("weight must be of length 1, got 2");
    expect(() => build({ lat: [91] })).toThrow("lat[0] must be from -90 to 90 degrees");
    expect(() => build({ fallback: buildAreaCrosswalk(to, to) })).toThrow("fallback.from must be over the same");
    expect(() => build({ fallback: buildAreaCrosswalk(from, from) })).toThrow("fallback.to must be over the same");
  });
});
