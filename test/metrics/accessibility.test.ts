import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { binaryDecay, type Decay, gaussianDecay, powerDecay, stepDecay } from "../../src/metrics/decay.ts";
import { measureFloatingCatchment } from "../../src/metrics/floating-catchment.ts";
import { measureNearestFacility } from "../../src/metrics/nearest-facility.ts";
import { measureOpportunities } from "../../src/metrics/opportunities.ts";
import type { DenseMatrix, Locations } from "../../src/types.ts";

/** Places whose coordinates do not matter, since the costs are given. */
function placesOf(count: number): Locations {
  const ids = Array.from({ length: count }, (_, i) => `p${i}`);
  return createLocations("stops", ids, new Float64Array(count), new Float64Array(count));
}

function costsOf(rows: readonly (readonly number[])[]): DenseMatrix {
  return { rows: rows.length, columns: rows[0]!.length, value: Float64Array.from(rows.flat()) };
}

describe("decay functions", () => {
  it("weigh alike, by zones, by a bell curve, or by a power", () => {
    expect(binaryDecay({ maxCost: 9 }).weightOf(9)).toBe(1);
    const zones = stepDecay({ upTo: [10, 20, 30], weights: [1, 0.68, 0.22] });
    expect([0, 10, 10.01, 20, 29, 30, 31].map(zones.weightOf)).toEqual([1, 1, 0.68, 0.68, 0.22, 0.22, 0]);
    expect(zones.maxCost).toBe(30);
    const bell = gaussianDecay({ bandwidth: 10, maxCost: 30 });
    for (const cost of [0, 5, 10, 30]) expect(bell.weightOf(cost)).toBeCloseTo(Math.exp(-(cost ** 2) / 200), 15);
    const power = powerDecay({ exponent: 1.5, minCost: 2 });
    expect(power.maxCost).toBe(Infinity);
    for (const cost of [2, 3, 100]) expect(power.weightOf(cost)).toBeCloseTo(cost ** -1.5, 15);
    expect(power.weightOf(0)).toBe(power.weightOf(2));
  });

  it("are the weights of the enhanced method as a bell curve through its zones", () => {
    const bell = gaussianDecay({ bandwidth: 11.45, maxCost: 30 });
    expect([0, 10, 20].map((cost) => bell.weightOf(cost).toFixed(2))).toEqual(["1.00", "0.68", "0.22"]);
  });

  it("are refused where their numbers make no sense", () => {
    expect(() => stepDecay({ upTo: [10, 10], weights: [1, 0] })).toThrow("stepDecay: upTo[1] must be above 10, got 10");
    expect(() => stepDecay({ upTo: [10], weights: [1, 0] })).toThrow("stepDecay: weights must be of length 1, got 2");
    expect(() => stepDecay({ upTo: [], weights: [] })).toThrow("stepDecay: upTo must be at least one zone, got none");
    expect(() => stepDecay({ upTo: [10], weights: [-1] })).toThrow("weights[0] must be a finite number of at least 0");
    expect(() => gaussianDecay({ bandwidth: 0, maxCost: 1 })).toThrow("gaussianDecay: bandwidth must be");
    expect(() => powerDecay({ exponent: 1, minCost: 2, maxCost: 1 })).toThrow("powerDecay: maxCost must be");
  });

  it("may be of the caller's own making, if their weights are weights", () => {
    const linear: Decay = { name: "linear", maxCost: 10, weightOf: (cost) => 1 - cost / 10 };
    const costs = costsOf([[0, 5, 10, 11]]);
    const found = measureOpportunities(placesOf(1), placesOf(4), { decay: linear, costs });
    expect([found.columns.opportunities[0], found.columns.facilities[0]]).toEqual([1.5, 2]);
    const everywhere: Decay = { name: "everywhere", maxCost: Infinity, weightOf: () => 1 };
    const noWay = costsOf([[0, 1e300, Infinity]]);
    const all = measureOpportunities(placesOf(1), placesOf(3), { decay: everywhere, costs: noWay });
    expect(all.columns.facilities[0], "no way is no reach, whatever the decay").toBe(2);
    const wrong: Decay = { ...linear, weightOf: () => -1 };
    expect(() => measureOpportunities(placesOf(1), placesOf(4), { decay: wrong, costs })).toThrow(
      "measureOpportunities: decay.weightOf(0) must be a finite number of at least 0, got -1",
    );
    expect(() =>
      measureOpportunities(placesOf(1), placesOf(4), { decay: { ...linear, maxCost: Number.NaN }, costs }),
    ).toThrow("measureOpportunities: decay.maxCost must be a number of at least 0, got NaN");
  });
});

describe("the nearest facility", () => {
  it("is the one of least cost, the lowest row of equal ones, and none where there is no way", () => {
    const costs = costsOf([
      [3, 2, 2],
      [Infinity, Infinity, 9],
      [Infinity, Infinity, Infinity],
    ]);
    const { columns } = measureNearestFacility(placesOf(3), placesOf(3), { costs });
    expect([[...columns.facility], [...columns.cost]]).toEqual([
      [1, 2, -1],
      [2, 9, Number.NaN],
    ]);
  });

  it("is none where there are no facilities", () => {
    const { columns } = measureNearestFacility(placesOf(2), placesOf(0));
    expect([[...columns.facility], [...columns.cost]]).toEqual([
      [-1, -1],
      [Number.NaN, Number.NaN],
    ]);
  });

  it("is found by costs from each place to each facility", () => {
    const of = (costs: DenseMatrix) => () => measureNearestFacility(placesOf(2), placesOf(3), { costs });
    expect(of(costsOf([[1, 2, 3]]))).toThrow("measureNearestFacility: costs.rows must be of length 2, got 1");
    expect(of(costsOf([[1], [2]]))).toThrow("measureNearestFacility: costs.columns must be of length 3, got 1");
    expect(
      of(
        costsOf([
          [1, 2, 3],
          [4, Number.NaN, 5],
        ]),
      ),
    ).toThrow(
      "measureNearestFacility: costs.value[4] must be a number of at least 0, Infinity where there is no way, got NaN",
    );
  });
});

describe("opportunities", () => {
  const homes = createLocations("zones", ["h", "i", "j"], [0, 0.01, 1], [0, 0, 0]);
  const schools = createLocations("stops", ["p", "q"], [0, 0.02], [0, 0]);

  it("within reach add up, and are a counted zero where there are none", () => {
    const decay = binaryDecay({ maxCost: 1500 });
    const { columns } = measureOpportunities(homes, schools, { decay, capacity: [20, 50] });
    expect([...columns.opportunities]).toEqual([20, 70, 0]);
    expect([...columns.facilities]).toEqual([1, 2, 0]);
    expect([...measureOpportunities(homes, schools, { decay }).columns.opportunities]).toEqual([1, 2, 0]);
  });

  it("are a potential under a power: Hansen's Σ S / d^x", () => {
    const costs = costsOf([
      [2, 4],
      [1, Infinity],
    ]);
    const decay = powerDecay({ exponent: 2, minCost: 1 });
    const found = measureOpportunities(placesOf(2), placesOf(2), { decay, capacity: [8, 48], costs });
    expect([...found.columns.opportunities]).toEqual([8 / 4 + 48 / 16, 8]);
  });

  it("at the farthest cost are in reach", () => {
    const decay = binaryDecay({ maxCost: 10 });
    const found = measureOpportunities(placesOf(1), placesOf(3), { decay, costs: costsOf([[9, 10, 10.001]]) });
    expect(found.columns.facilities[0]).toBe(2);
    const maxCost = greatCircleMeters(0, 0, 0.02, 0);
    const along = measureOpportunities(homes, schools, { decay: binaryDecay({ maxCost }) });
    expect(along.columns.facilities[0]).toBe(2);
  });

  it("have no facility where there is none", () => {
    const { columns } = measureOpportunities(homes, placesOf(0), { decay: binaryDecay({ maxCost: 1e9 }) });
    expect([...columns.opportunities]).toEqual([0, 0, 0]);
  });
});

describe("the floating catchment", () => {
  it("weighted by zones is the figure worked out by hand", () => {
    // R = 10 / (100 · 1 + 50 · 0.68) and 6 / (50 · 1 + 200 · 0.22); A = R w.
    const costs = costsOf([
      [5, 60],
      [15, 8],
      [60, 25],
    ]);
    const decay = stepDecay({ upTo: [10, 20, 30], weights: [1, 0.68, 0.22] });
    const found = measureFloatingCatchment(placesOf(3), placesOf(2), {
      people: [100, 50, 200],
      capacity: [10, 6],
      decay,
      costs,
    });
    expect([...found.facilities.columns.people]).toEqual([134, 94]);
    expect([...found.facilities.columns.ratio]).toEqual([10 / 134, 6 / 94]);
    const expected = [10 / 134, (10 / 134) * 0.68 + 6 / 94, (6 / 94) * 0.22];
    for (const [i, a] of expected.entries()) expect(found.demand.columns.accessibility[i]).toBeCloseTo(a, 15);
    expect([...found.demand.columns.facilities]).toEqual([1, 2, 1]);
  });

  it("under a power is the gravity measure with demand", () => {
    // Three places at 1 from A; at 1, 1 and 2 from B: A serves 3, B 2.5 (exponent 1) or 2.25 (exponent 2).
    const costs = costsOf([
      [1, 1],
      [1, 1],
      [1, 2],
    ]);
    const of = (exponent: number) =>
      measureFloatingCatchment(placesOf(3), placesOf(2), {
        people: [1, 1, 1],
        capacity: [1, 1],
        decay: powerDecay({ exponent, minCost: 0.1 }),
        costs,
      }).demand.columns.accessibility;
    for (const [i, a] of [11 / 15, 11 / 15, 8 / 15].entries()) expect(of(1)[i]).toBeCloseTo(a, 15);
    for (const [i, a] of [7 / 9, 7 / 9, 4 / 9].entries()) expect(of(2)[i]).toBeCloseTo(a, 15);
  });

  it("says which facilities have nobody in reach, and what they supply", () => {
    const costs = costsOf([
      [1, 99, 1],
      [99, 99, 1],
      [99, 99, 99],
    ]);
    const found = measureFloatingCatchment(placesOf(3), placesOf(3), {
      people: [0, 40, 7],
      capacity: [5, 3, 8],
      decay: binaryDecay({ maxCost: 10 }),
      costs,
    });
    expect([...found.facilities.columns.people]).toEqual([0, 0, 40]);
    expect([...found.facilities.columns.ratio]).toEqual([Number.NaN, Number.NaN, 0.2]);
    expect(found.unreachedCapacity).toBe(8);
    // The empty place beside the first facility has no defined share of it; the far one has nothing, which is 0.
    expect([...found.demand.columns.accessibility]).toEqual([Number.NaN, 0.2, 0]);
  });

  it("gives people in reach of two facilities the share of both, along the great circle", () => {
    const homes = createLocations("zones", ["a", "b", "c"], [179.99, -179.99, -179.96], [70, 70, 70]);
    const clinics = createLocations("stops", ["p", "q"], [180, -179.97], [70, 70]);
    const { demand } = measureFloatingCatchment(homes, clinics, {
      people: [100, 100, 300],
      capacity: [10, 8],
      decay: binaryDecay({ maxCost: 800 }),
    });
    expect([...demand.columns.accessibility]).toEqual([10 / 200, 10 / 200 + 8 / 400, 8 / 400]);
  });

  it("is asked for people and capacities of at least 0", () => {
    const options = { people: [1], capacity: [1], decay: binaryDecay({ maxCost: 1 }) };
    const of = (changed: object) => () =>
      measureFloatingCatchment(placesOf(1), placesOf(1), { ...options, ...changed });
    expect(of({ people: [-1] })).toThrow("measureFloatingCatchment: people[0] must be a finite number of at least 0");
    expect(of({ people: [1, 2] })).toThrow("measureFloatingCatchment: people must be of length 1, got 2");
    expect(of({ capacity: [Number.NaN] })).toThrow("measureFloatingCatchment: capacity[0] must be a finite number");
  });
});
