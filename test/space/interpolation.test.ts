import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildInverseCrosswalk, buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { interpolateExtensive, interpolateIntensive } from "../../src/space/interpolation.ts";
import { buildWeightedCrosswalk } from "../../src/space/weighted-crosswalk.ts";
import type { Crosswalk } from "../../src/types.ts";
import { antennasAt, squares } from "./worlds.ts";

const from = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
const to = createLocations("zones", ["x", "y", "z"], [0, 1, 2], [1, 1, 1]);

/** A: half in x, a quarter in y. B: wholly in y. C: nowhere. Nothing meets z. */
const crosswalk: Crosswalk = {
  from,
  to,
  basis: "area",
  fromTotal: Float64Array.of(40, 30, 20),
  toTotal: Float64Array.of(20, 80, 10),
  shares: sparseFromDense(3, 3, [0.5, 0.25, 0, 0, 1, 0, 0, 0, 0]),
};

describe("totals", () => {
  it("go to each zone by its shares, and what lies in none is told", () => {
    const { value, unplaced } = interpolateExtensive(crosswalk, [100, -8, 16]);
    expect([...value]).toEqual([50, 17, 0]);
    expect(unplaced).toBe(25 + 16);
  });

  it("that are not known cannot be shared out", () => {
    expect(() => interpolateExtensive(crosswalk, [1, Number.NaN, 2])).toThrow(
      "interpolateExtensive: totals[1] must be a finite number, got NaN",
    );
    expect(() => interpolateExtensive(crosswalk, [1, 2])).toThrow("totals must be of length 3, got 2");
  });

  it("lose nothing beside totals 1e16 times as large", () => {
    const many = squares(1, 3);
    const one: Crosswalk = {
      ...crosswalk,
      from: many,
      shares: sparseFromDense(3, 3, [1, 0, 0, 1, 0, 0, 1, 0, 0]),
    };
    expect(interpolateExtensive(one, [1e16, 1, -1e16]).value[0]).toBe(1);
  });

  it("of zones wholly inside others are placed exactly, of those outside all are left exactly", () => {
    const cells = squares(6, 6);
    const { value, unplaced } = interpolateExtensive(
      buildAreaCrosswalk(cells, squares(4, 4, 1, 1)),
      cells.columns.lon.map((lon) => (lon > 1 && lon < 5 ? 1 : 0)),
    );
    expect(unplaced).toBe(8);
    expect(sumOf(value)).toBe(16);
  });

  it("are placed wholly by shares that miss 1 by rounding, and by no others", () => {
    const missing = (rest: number): number =>
      interpolateExtensive(
        { ...crosswalk, shares: sparseFromDense(3, 3, [0.5, 0.5 - rest, 0, 0, 1, 0, 0, 0, 1]) },
        [8, 1, 1],
      ).unplaced;
    expect(missing(1e-13)).toBe(0);
    expect(missing(1e-9)).toBeCloseTo(8e-9, 14);
  });

  it("given twice where zones overlap are taken from what is unplaced", () => {
    const twice: Crosswalk = { ...crosswalk, shares: sparseFromDense(3, 3, [1, 1, 0, 0, 1, 0, 0, 0, 1]) };
    const { value, unplaced } = interpolateExtensive(twice, [10, 5, 1]);
    expect([[...value], unplaced]).toEqual([[10, 15, 1], -10]);
  });
});

describe("rates", () => {
  it("are the mean of those that meet a zone, by what they have in common with it", () => {
    const { value, covered } = interpolateIntensive(crosswalk, [4, 12, 100]);
    expect(value[0]).toBe(4);
    expect(value[1]).toBe((10 * 4 + 30 * 12) / 40);
    expect(value[2]).toBeNaN();
    expect([...covered]).toEqual([1, 0.5, 0]);
  });

  it("that are not known are left out of the mean and of what it rests on", () => {
    const { value, covered } = interpolateIntensive(crosswalk, [Number.NaN, 12, 100]);
    expect([...value]).toEqual([Number.NaN, 12, Number.NaN]);
    expect([...covered]).toEqual([0, 30 / 80, 0]);
    expect(() => interpolateIntensive(crosswalk, [Infinity, 1, 1])).toThrow(
      "interpolateIntensive: rates[0] must be a finite number or NaN, got Infinity",
    );
  });

  it("of a zone of which there is nothing rest on nothing: NaN", () => {
    const zones = squares(2, 1);
    const empty = buildWeightedCrosswalk(zones, zones, { lon: [0.5], lat: [0.5], weight: [3] });
    const { value, covered } = interpolateIntensive(empty, [7, 8]);
    expect([...value]).toEqual([7, Number.NaN]);
    expect([...covered]).toEqual([1, Number.NaN]);
  });
});

describe("the other way round", () => {
  it("what two zones have in common is the same, over the other's total", () => {
    const inverse = buildInverseCrosswalk(crosswalk);
    expect([inverse.from.key, inverse.to.key, inverse.basis]).toEqual([to.key, from.key, "area"]);
    expect([...inverse.shares.offsets]).toEqual([0, 1, 3, 3]);
    expect([...inverse.shares.index]).toEqual([0, 0, 1]);
    expect([...inverse.shares.value]).toEqual([20 / 20, 10 / 80, 30 / 80]);
    expect([inverse.fromTotal, inverse.toTotal]).toEqual([crosswalk.toTotal, crosswalk.fromTotal]);
  });

  it("a district's antennas share it evenly", () => {
    const random = createRandom(3);
    const antennas = antennasAt({
      lon: Array.from({ length: 60 }, () => 4 * random() - 1),
      lat: Array.from({ length: 60 }, () => 4 * random() - 1),
    });
    const zones = squares(2, 2);
    const there = buildPointCrosswalk(antennas, zones);
    const back = buildInverseCrosswalk(there);
    for (let z = 0; z < 4; z++) {
      const shares = back.shares.value.slice(back.shares.offsets[z], back.shares.offsets[z + 1]);
      expect(shares.length).toBe(there.toTotal[z]);
      expect(shares.every((share) => share === 1 / shares.length)).toBe(true);
    }
    expect(sumOf(there.toTotal)).toBe(there.shares.index.length);
    expect(there.fromTotal.every((points) => points === 1)).toBe(true);
  });

  it("rows that took shares for want of weight do not come back", () => {
    const [a, b] = [squares(2, 1), squares(2, 1, 0.5)];
    const fallback = buildAreaCrosswalk(a, b);
    const made = buildWeightedCrosswalk(a, b, { lon: [0.7], lat: [0.5], weight: [3], fallback });
    expect([...made.shares.index]).toEqual([0, 0, 1]);
    const inverse = buildInverseCrosswalk(made);
    expect([...inverse.shares.offsets]).toEqual([0, 1, 1]);
    expect([inverse.shares.index[0], inverse.shares.value[0]]).toEqual([0, 1]);
  });
});
