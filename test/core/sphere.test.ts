import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import {
  EARTH_RADIUS_METERS,
  greatCircleMeters,
  latitudeOf,
  longitudeOf,
  toUnitVectors,
} from "../../src/core/sphere.ts";

const R = EARTH_RADIUS_METERS;

describe("great-circle distance", () => {
  it("from the equator to the pole is a quarter of the globe's circumference", () => {
    expect(greatCircleMeters(17, 0, 120, 90)).toBeCloseTo((Math.PI / 2) * R, 6);
  });

  it("between opposite points is half the circumference, to a metre", () => {
    expect(Math.abs(greatCircleMeters(30, 40, -150, -40) - Math.PI * R)).toBeLessThan(1);
  });

  it("along the equator and along a meridian is the angle times the radius", () => {
    expect(greatCircleMeters(10, 0, 11, 0)).toBeCloseTo((Math.PI / 180) * R, 6);
    expect(greatCircleMeters(10, 50, 10, 51)).toBeCloseTo((Math.PI / 180) * R, 6);
  });

  it("is short across the meridian of 180° and round a pole", () => {
    expect(greatCircleMeters(179.5, 0, -179.5, 0)).toBeCloseTo((Math.PI / 180) * R, 6);
    expect(greatCircleMeters(0, 89.5, 180, 89.5)).toBeCloseTo((Math.PI / 180) * R, 6);
  });

  it("keeps its digits over a tenth of a millimetre", () => {
    const step = 1e-9;
    expect(greatCircleMeters(85, 0, 85 + step, 0) / ((85 + step - 85) * (Math.PI / 180) * R)).toBeCloseTo(1, 12);
  });

  it("is the same both ways, 0 from a point to itself, and NaN without a coordinate", () => {
    expect(greatCircleMeters(1, 2, 3, 4)).toBe(greatCircleMeters(3, 4, 1, 2));
    expect(greatCircleMeters(12.3, -45.6, 12.3, -45.6)).toBe(0);
    expect(greatCircleMeters(Number.NaN, 2, 3, 4)).toBeNaN();
  });

  it("takes another radius", () => {
    expect(greatCircleMeters(0, 0, 90, 0, 1)).toBeCloseTo(Math.PI / 2, 14);
  });

  it("equals the angle between the points' unit vectors", () => {
    const random = createRandom(3);
    for (let i = 0; i < 1000; i++) {
      const lon = [360 * random() - 180, 360 * random() - 180];
      const lat = [180 * random() - 90, 180 * random() - 90];
      const [ax, ay, az, bx, by, bz] = toUnitVectors(lon, lat) as unknown as number[];
      const cross = Math.hypot(ay! * bz! - az! * by!, az! * bx! - ax! * bz!, ax! * by! - ay! * bx!);
      const angle = Math.atan2(cross, ax! * bx! + ay! * by! + az! * bz!);
      expect(greatCircleMeters(lon[0]!, lat[0]!, lon[1]!, lat[1]!)).toBeCloseTo(angle * R, 3);
    }
  });
});

describe("unit vectors", () => {
  it("have length 1 and give back the degrees they came from", () => {
    const random = createRandom(4);
    const lon = Array.from({ length: 500 }, () => 360 * random() - 180);
    const lat = Array.from({ length: 500 }, () => 180 * random() - 90);
    const vectors = toUnitVectors(lon, lat);
    for (let i = 0; i < lon.length; i++) {
      const [x, y, z] = [vectors[3 * i]!, vectors[3 * i + 1]!, vectors[3 * i + 2]!];
      expect(Math.hypot(x, y, z)).toBeCloseTo(1, 14);
      expect(longitudeOf(x, y)).toBeCloseTo(lon[i]!, 10);
      expect(latitudeOf(x, y, z)).toBeCloseTo(lat[i]!, 10);
      expect(longitudeOf(7 * x, 7 * y)).toBeCloseTo(lon[i]!, 10);
      expect(latitudeOf(7 * x, 7 * y, 7 * z)).toBeCloseTo(lat[i]!, 10);
    }
  });

  it("point along the axes where they should", () => {
    const vectors = toUnitVectors([0, 90, 0, 0], [0, 0, 90, -90]);
    const expected = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1];
    for (const [i, value] of expected.entries()) expect(vectors[i]).toBeCloseTo(value, 15);
  });
});
