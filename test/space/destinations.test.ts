import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { splitTies } from "../../src/models/intervening.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import { predictRadiation } from "../../src/models/radiation.ts";
import { findDestinations } from "../../src/space/destinations.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { measureDistances } from "../../src/space/distances.ts";
import { antennasAt, pointsOver } from "./worlds.ts";

/** Places of which many are equally far from one another: corners of squares of half a degree, some of them twice. */
function lattice(side: number) {
  const lon: number[] = [];
  const lat: number[] = [];
  for (let i = 0; i < side * side; i++) {
    lon.push(10 + 0.5 * (i % side));
    lat.push(0.5 * Math.floor(i / side) - 1);
  }
  return antennasAt({ lon: [...lon, lon[1]!, lon[1]!], lat: [...lat, lat[1]!, lat[1]!] });
}

const worlds = {
  "of a country": antennasAt(pointsOver(createRandom(5), 10, 45, 120)),
  "of a lattice": lattice(6),
  "of one place alone": antennasAt({ lon: [1], lat: [2] }),
};

describe.each(Object.entries(worlds))("destinations %s", (_, places) => {
  const n = places.length;

  it.each([greatCircle(), greatCircle({ radiusMeters: 6_367_000 }), ellipsoidal()])(
    "stand in the order of their row of the matrix, by $name",
    (distance) => {
      const { value } = measureDistances(places, { distance });
      for (let origin = 0; origin < n; origin++) {
        const row = value.subarray(origin * n, (origin + 1) * n);
        const sorted = Array.from(row.keys())
          .filter((place) => place !== origin)
          .sort((a, b) => row[a]! - row[b]! || a - b);
        const found = findDestinations(places, origin, { distance });
        expect([...found.location]).toEqual(sorted);
        expect([...found.distanceMeters]).toEqual(sorted.map((place) => row[place]!));
        expect(found.origin).toBe(origin);
        expect(found.distance).toBe(distance.name);
      }
    },
  );

  it("are marked as tied where the models take them for equally far", () => {
    const { order } = rankDestinations({ distances: measureDistances(places) });
    for (let origin = 0; origin < n; origin++) {
      const { location, tied } = findDestinations(places, origin);
      const count = location.length;
      const ranked = Array.from(order.subarray(origin * count, (origin + 1) * count));
      expect([...location]).toEqual(ranked.map((entry) => entry >> 1));
      // The models mark a destination as far as the one before it: here that one is marked too.
      expect([...tied]).toEqual(ranked.map((entry, k) => (entry | (ranked[k + 1] ?? 0)) & 1));
    }
  });

  it("within a distance are the first of them, with the same marks", () => {
    for (let origin = 0; origin < n; origin++) {
      const all = findDestinations(places, origin);
      for (const withinMeters of [0, 60_000, all.distanceMeters[3] ?? 5, 1e9]) {
        const count = all.distanceMeters.filter((meters) => meters <= withinMeters).length;
        const near = findDestinations(places, origin, { withinMeters });
        expect(near.location).toEqual(all.location.slice(0, count));
        expect(near.distanceMeters).toEqual(all.distanceMeters.slice(0, count));
        expect(near.tied).toEqual(all.tied.slice(0, count));
      }
    }
  });
});

describe("destinations", () => {
  it("at the origin's own coordinates come first, at 0 metres", () => {
    const masts = createLocations("antennas", ["A", "B", "C", "D"], [5, 6, 5, 5], [50, 50, 50, 50]);
    const { location, distanceMeters, tied } = findDestinations(masts, 2);
    expect([...location]).toEqual([0, 3, 1]);
    expect([...distanceMeters.slice(0, 2)]).toEqual([0, 0]);
    expect([...tied]).toEqual([1, 1, 0]);
  });

  it("to the east and to the west by as much are tied, lower row first where equal to the last bit", () => {
    const towns = createLocations("stops", ["o", "east", "west", "far"], [0, 1, -1, 3], [0, 0, 0, 0]);
    for (const distance of [greatCircle(), ellipsoidal()]) {
      const { location, tied } = findDestinations(towns, 0, { distance });
      expect([...location]).toEqual([1, 2, 3]);
      expect([...tied]).toEqual([1, 1, 0]);
    }
  });

  it("give the radiation model's row without a matrix", () => {
    const places = lattice(4);
    const n = places.length;
    const mass = Float64Array.from({ length: n }, (_, i) => 100 + 7 * i);
    const distances = measureDistances(places);
    const { value } = predictRadiation({ mass, distances });
    for (let origin = 0; origin < n; origin++) {
      const { location, distanceMeters } = findDestinations(places, origin);
      const count = location.length;
      const isNear = (k: number): boolean => distanceMeters[k]! <= distanceMeters[k - 1]! * (1 + 1e-12);
      const ranked = {
        count,
        tied: Uint8Array.from(location, (_, k) => (k > 0 && isNear(k) ? 1 : 0)),
        opportunities: Float64Array.from(location, (place) => mass[place]!),
        inner: new Float64Array(count),
        outer: new Float64Array(count),
        place: new Float64Array(count),
        weight: new Float64Array(count),
      };
      splitTies().fill(ranked);
      for (let k = 0; k < count; k++) {
        const m = mass[origin]!;
        const p = (m * ranked.opportunities[k]!) / ((m + ranked.inner[k]!) * (m + ranked.outer[k]!));
        expect(value[origin * n + location[k]!]).toBeCloseTo(p, 14);
      }
    }
  });

  it("need an origin that is a row, and a limit of at least 0", () => {
    const [one] = [antennasAt({ lon: [1], lat: [2] })];
    expect(() => findDestinations(one, 1)).toThrow(
      "findDestinations: origin must be a whole number from 0 to 0, got 1",
    );
    expect(() => findDestinations(antennasAt({ lon: [], lat: [] }), 0)).toThrow(
      "findDestinations: locations must be at least one, got 0",
    );
    expect(() => findDestinations(one, 0, { withinMeters: -1 })).toThrow(
      "findDestinations: withinMeters must be a finite number of at least 0, got -1",
    );
  });
});
