import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sums.ts";
import { binaryDecay, type Decay, gaussianDecay, powerDecay, stepDecay } from "../../src/metrics/decay.ts";
import { measureFloatingCatchment } from "../../src/metrics/floating-catchment.ts";
import { measureNearestFacility } from "../../src/metrics/nearest-facility.ts";
import { measureOpportunities } from "../../src/metrics/opportunities.ts";
import { slowCosts, slowFloatingCatchment, slowOpportunities } from "../slow/accessibility.ts";
import { antennasAt, pointsOver } from "../space/worlds.ts";

const DECAYS: readonly Decay[] = [
  binaryDecay({ maxCost: 60_000 }),
  stepDecay({ upTo: [30_000, 60_000, 90_000], weights: [1, 0.68, 0.22] }),
  stepDecay({ upTo: [30_000, 60_000, 90_000], weights: [0.5, 0, 2] }),
  gaussianDecay({ bandwidth: 30_000, maxCost: 90_000 }),
  powerDecay({ exponent: 2, minCost: 1000 }),
  powerDecay({ exponent: 1, minCost: 1000, maxCost: 200_000 }),
];

const world = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  seed: fc.integer({ min: 0, max: 1e9 }),
  places: fc.integer({ min: 1, max: 60 }),
  facilities: fc.integer({ min: 0, max: 25 }),
  decay: fc.constantFrom(...DECAYS),
});

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function drawn({ lon, lat, seed, places, facilities }: World) {
  const random = createRandom(seed);
  const demand = antennasAt(pointsOver(random, lon, lat, places));
  const offered = antennasAt(pointsOver(random, lon, lat, facilities));
  const people = Array.from({ length: places }, () => Math.max(0, Math.floor(120 * random() - 20)));
  const capacity = Array.from({ length: facilities }, () => Math.floor(30 * random()));
  return { demand, offered, people, capacity, costs: slowCosts(demand, offered) };
}

/** Equal up to rounding, or both not defined. */
function same(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) {
    if (Number.isNaN(expected[i]!)) expect(got[i]).toBeNaN();
    else expect(Math.abs(got[i]! - expected[i]!)).toBeLessThanOrEqual(1e-13 * Math.max(1e-300, expected[i]!));
  }
}

describe("the floating catchment", () => {
  it("hands out what there is: Σ people · accessibility is the capacity with people in reach", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { demand, offered, people, capacity } = drawn(w);
        const found = measureFloatingCatchment(demand, offered, { people, capacity, decay: w.decay });
        const { accessibility } = found.demand.columns;
        const got = sumOf(people.map((n, i) => (n === 0 ? 0 : n * accessibility[i]!)));
        const reached = sumOf(capacity.filter((_, j) => found.facilities.columns.people[j]! > 0));
        expect(Math.abs(got - reached)).toBeLessThanOrEqual(1e-12 * reached);
        expect(reached + found.unreachedCapacity).toBe(sumOf(capacity));
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("is the one that trying every pair gives, by great circle and by costs", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { demand, offered, people, capacity, costs } = drawn(w);
        const slow = slowFloatingCatchment(costs, w.decay, people, capacity);
        const options = { people, capacity, decay: w.decay };
        for (const each of [options, { ...options, costs }]) {
          const found = measureFloatingCatchment(demand, offered, each);
          same(found.demand.columns.accessibility, slow.accessibility);
          same(found.facilities.columns.ratio, slow.ratio);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("halves where people double, doubles with the capacity, and never gives people more than they could have alone", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { demand, offered, people, capacity } = drawn(w);
        const of = (peopleOf: readonly number[], capacityOf: readonly number[]) =>
          measureFloatingCatchment(demand, offered, { people: peopleOf, capacity: capacityOf, decay: w.decay }).demand
            .columns.accessibility;
        const plain = of(people, capacity);
        same(
          of(
            people.map((n) => 2 * n),
            capacity,
          ),
          plain.map((a) => a / 2),
        );
        same(
          of(
            people,
            capacity.map((s) => 2 * s),
          ),
          plain.map((a) => 2 * a),
        );
        const { facilities } = measureOpportunities(demand, offered, { decay: w.decay }).columns;
        const all = sumOf(capacity);
        for (const [i, n] of people.entries()) {
          if (n > 0) expect(n * plain[i]!).toBeLessThanOrEqual(all * (1 + 1e-12));
          if (facilities[i] === 0) expect(plain[i]).toBe(0);
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});

describe("opportunities", () => {
  it("are those that trying every pair gives, by great circle and by costs", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { demand, offered, capacity, costs } = drawn(w);
        const slow = slowOpportunities(costs, w.decay, capacity);
        same(measureOpportunities(demand, offered, { decay: w.decay, capacity }).columns.opportunities, slow);
        same(measureOpportunities(demand, offered, { decay: w.decay, capacity, costs }).columns.opportunities, slow);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("add up over parts of the facilities, and of a place do not depend on the other places", () => {
    fc.assert(
      fc.property(world, fc.nat(), fc.nat(), (w, i, j) => {
        const { demand, offered, capacity } = drawn(w);
        const all = measureOpportunities(demand, offered, { decay: w.decay, capacity }).columns.opportunities;
        const cut = (of: typeof demand, from: number, to: number) =>
          antennasAt({ lon: of.columns.lon.slice(from, to), lat: of.columns.lat.slice(from, to) });
        const at = j % (offered.length + 1);
        const [one, other] = [
          [0, at],
          [at, offered.length],
        ].map(
          ([from, to]) =>
            measureOpportunities(demand, cut(offered, from!, to!), {
              decay: w.decay,
              capacity: capacity.slice(from, to),
            }).columns.opportunities,
        );
        same(
          one!.map((a, k) => a + other![k]!),
          all,
        );
        const place = i % demand.length;
        const alone = measureOpportunities(cut(demand, place, place + 1), offered, { decay: w.decay, capacity });
        expect(alone.columns.opportunities[0]).toBe(all[place]);
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("the nearest facility", () => {
  it("is the same by great circle and by the matrix of great circles", () => {
    fc.assert(
      fc.property(world, (w) => {
        const { demand, offered, costs } = drawn(w);
        const { columns } = measureNearestFacility(demand, offered);
        expect(columns).toEqual(measureNearestFacility(demand, offered, { costs }).columns);
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});
