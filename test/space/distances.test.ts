import { describe, expect, it } from "vitest";
import { ellipsoidalMeters } from "../../src/core/ellipsoid.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { type DistanceMeasure, ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { measureDistances } from "../../src/space/distances.ts";
import type { Locations } from "../../src/types.ts";
import { antennasAt, pointsOver } from "./worlds.ts";

const places = antennasAt(pointsOver(createRandom(1), 178, 60, 30));

/** Places all over the globe, on the poles, the equator and the meridian of 180°, and some twice. */
function worldwide(n: number): Locations {
  const random = createRandom("worldwide");
  const lon = [0, 0, 180, -180, 45, 45, 100];
  const lat = [90, -90, 0, 0, 30, 30, 0];
  while (lon.length < n) {
    lon.push(360 * random() - 180);
    lat.push(180 * random() - 90);
  }
  return antennasAt({ lon: lon.slice(0, n), lat: lat.slice(0, n) });
}

describe("distances between places", () => {
  // 64 places fill the squares in which the matrix is mirrored, 65 and 130 go beyond them.
  it.each([1, 2, 3, 63, 64, 65, 130])(
    "of %i places are great-circle distances to the last bit, 0 on the diagonal",
    (n) => {
      const world = worldwide(n);
      const { rows, columns, value } = measureDistances(world);
      expect([rows, columns, value.length]).toEqual([n, n, n * n]);
      const { lon, lat } = world.columns;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          expect(value[i * n + j]).toBe(i === j ? 0 : greatCircleMeters(lon[i]!, lat[i]!, lon[j]!, lat[j]!));
        }
      }
    },
  );

  it("on the ellipsoid are geodesic distances to the last bit, 0 on the diagonal", () => {
    const world = worldwide(70);
    const { lon, lat } = world.columns;
    const { value } = measureDistances(world, { distance: ellipsoidal() });
    for (let i = 0; i < 70; i++) {
      for (let j = 0; j < 70; j++) {
        expect(value[i * 70 + j]).toBe(i === j ? 0 : ellipsoidalMeters(lon[i]!, lat[i]!, lon[j]!, lat[j]!));
      }
    }
  });

  it("say of which places they are and which kind they are", () => {
    const onSphere = measureDistances(places);
    expect(onSphere.locations).toBe(places);
    expect(onSphere.distance).toBe("great circle, radius 6371008.8 m");
    expect(measureDistances(places, { distance: greatCircle({ radiusMeters: 6_367_000 }) }).distance).toBe(
      "great circle, radius 6367000 m",
    );
    expect(measureDistances(places, { distance: ellipsoidal() }).distance).toBe("geodesic on WGS 84");
  });

  it("grow with the radius", () => {
    const unit = measureDistances(places, { distance: greatCircle({ radiusMeters: 1 }) });
    const earth = measureDistances(places, { distance: greatCircle({ radiusMeters: 6_371_000 }) });
    for (let k = 0; k < 900; k++) expect(earth.value[k]).toBeCloseTo(unit.value[k]! * 6_371_000, 6);
  });

  it("need a radius above 0", () => {
    for (const radiusMeters of [0, -1, Number.NaN]) {
      expect(() => greatCircle({ radiusMeters })).toThrow("greatCircle: radiusMeters must be a finite number");
    }
  });

  it("of none are an empty matrix", () => {
    expect(measureDistances(antennasAt({ lon: [], lat: [] })).value).toHaveLength(0);
  });

  it("are refused with the memory they would take where no machine holds them", () => {
    const zeros = new Float64Array(1_000_000);
    const crowd = { ...antennasAt({ lon: [], lat: [] }), length: zeros.length };
    const locations: Locations = { ...crowd, columns: { id: new Array<string>(zeros.length), lon: zeros, lat: zeros } };
    expect(() => measureDistances(locations)).toThrow(
      new RangeError(
        "measureDistances: locations must be few enough for memory, got 1000000, whose distances take 8000.0 GB (findDestinations takes one origin at a time)",
      ),
    );
  });
});

describe("a measure of one's own", () => {
  const measure = (meters: (origin: number, place: number) => number): DistanceMeasure => ({
    name: "steps",
    among: (lon) => (origin, first, into) => {
      for (let p = first; p < lon.length; p++) into[p] = meters(origin, p);
    },
  });

  it("is taken as the built-in ones are", () => {
    const { value, distance } = measureDistances(worldwide(3), { distance: measure((a, b) => Math.abs(a - b)) });
    expect([...value]).toEqual([0, 1, 2, 1, 0, 1, 2, 1, 0]);
    expect(distance).toBe("steps");
  });

  it.each([Number.NaN, -1, Infinity])("that gives %d is refused by the names of the places", (wrong) => {
    const distance = measure((a, b) => (a === 1 && b === 2 ? wrong : 5));
    expect(() => measureDistances(worldwide(3), { distance })).toThrow(
      `measureDistances: the distance from a1 to a2 must be a finite number of at least 0, got ${wrong}`,
    );
  });

  it("that gives no function, or has no name, is refused", () => {
    const dumb = { name: "dumb", among: () => 5 } as unknown as DistanceMeasure;
    expect(() => measureDistances(places, { distance: dumb })).toThrow(
      "measureDistances: what distance.among gives must be a function (origin, first, meters), got 5",
    );
    const nameless = { among: ellipsoidal().among } as unknown as DistanceMeasure;
    expect(() => measureDistances(places, { distance: nameless })).toThrow(
      "measureDistances: distance.name must be text, got undefined",
    );
  });
});
