import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ellipsoidalMeters } from "../../src/core/ellipsoid.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { findDestinations } from "../../src/space/destinations.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { measureDistances } from "../../src/space/distances.ts";
import { antennasAt } from "../space/worlds.ts";

/** Coordinates of every order of magnitude, and the round ones on which cases are decided. */
const lon = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.constantFrom(0, 180, -180, 90, 179.5, 1e-9, -1e-9),
);
const lat = fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(0, 90, -90, 45, -45, 1e-9, -1e-9));
const point = fc.tuple(lon, lat);
/** Slack: haversines of nearly opposite points lose digits. */
const measures = [
  { name: "greatCircleMeters", of: greatCircleMeters, farthest: Math.PI * 6_371_008.8, slack: 0.3 },
  { name: "ellipsoidalMeters", of: ellipsoidalMeters, farthest: 20_003_931.4586255, slack: 1e-7 },
];

describe.each(measures)("laws of $name", ({ of, farthest, slack }) => {
  it("the same both ways, and on the other side of the equator or of the zero meridian", () => {
    fc.assert(
      fc.property(point, point, ([x, y], [u, v]) => {
        const meters = of(x, y, u, v);
        expect(of(u, v, x, y)).toBe(meters);
        expect(of(x, -y, u, -v)).toBe(meters);
        expect(of(-x, y, -u, v)).toBe(meters);
      }),
      { seed: 42, numRuns: 5000 },
    );
  });

  it("0 from a point to itself, never below 0, never beyond the farthest", () => {
    fc.assert(
      fc.property(point, point, ([x, y], [u, v]) => {
        expect(of(x, y, x, y)).toBe(0);
        expect(of(x, y, u, v)).toBeGreaterThanOrEqual(0);
        expect(of(x, y, u, v)).toBeLessThanOrEqual(farthest * (1 + 1e-15) + 1e-8);
      }),
      { seed: 42, numRuns: 5000 },
    );
  });

  it("no longer over a third point", () => {
    fc.assert(
      fc.property(point, point, point, ([x, y], [u, v], [s, t]) => {
        expect(of(x, y, u, v)).toBeLessThanOrEqual(of(x, y, s, t) + of(s, t, u, v) + slack);
      }),
      { seed: 42, numRuns: 5000 },
    );
  });
});

describe("laws of distances between places", () => {
  const places = fc.array(point, { minLength: 1, maxLength: 40 });
  const kind = fc.constantFrom(greatCircle(), ellipsoidal());

  it("a matrix is symmetric, and its rows are those of any larger one", () => {
    fc.assert(
      fc.property(places, kind, fc.nat(), (points, distance, cut) => {
        const all = { lon: points.map(([x]) => x), lat: points.map(([, y]) => y) };
        const { rows: n, value } = measureDistances(antennasAt(all), { distance });
        for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(value[i * n + j]).toBe(value[j * n + i]);
        const m = 1 + (cut % n);
        const part = { lon: all.lon.slice(0, m), lat: all.lat.slice(0, m) };
        const smaller = measureDistances(antennasAt(part), { distance }).value;
        for (let i = 0; i < m; i++) {
          expect([...smaller.subarray(i * m, i * m + m)]).toEqual([...value.subarray(i * n, i * n + m)]);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("destinations are all other places once, nearest first, and as far from their origin as it from them", () => {
    fc.assert(
      fc.property(places, kind, fc.nat(), (points, distance, draw) => {
        const antennas = antennasAt({ lon: points.map(([x]) => x), lat: points.map(([, y]) => y) });
        const n = antennas.length;
        const origin = draw % n;
        const { location, distanceMeters } = findDestinations(antennas, origin, { distance });
        expect([...location, origin].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        for (let k = 1; k < location.length; k++) {
          expect(distanceMeters[k]).toBeGreaterThanOrEqual(distanceMeters[k - 1]!);
          if (distanceMeters[k] === distanceMeters[k - 1]) expect(location[k]).toBeGreaterThan(location[k - 1]!);
        }
        for (let k = 0; k < location.length; k++) {
          const back = findDestinations(antennas, location[k]!, { distance });
          expect(back.distanceMeters[back.location.indexOf(origin)]).toBe(distanceMeters[k]);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
