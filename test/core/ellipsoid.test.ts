import geodesic from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import { ellipsoidalMeters } from "../../src/core/ellipsoid.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { slowEllipsoidalMeters } from "../slow/geodesic.ts";

type Pair = [lon1: number, lat1: number, lon2: number, lat2: number];

const { Geodesic } = geodesic;
const peer = (...[lon1, lat1, lon2, lat2]: Pair): number =>
  Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE).s12!;

/** Half of a meridian, pole to pole, and of the equator. */
const MERIDIAN = 20_003_931.458625443;
const EQUATOR = Math.PI * 6_378_137;

const random = createRandom("geodesics");
const between = (low: number, high: number): number => low + (high - low) * random();
const anyLon = (): number => between(-180, 180);
const anyLat = (): number => between(-90, 90);
/** Any point as likely as any other of the same area. */
const evenLat = (): number => (Math.asin(between(-1, 1)) * 180) / Math.PI;
const within = (lat: number): number => Math.max(-90, Math.min(90, lat));
/** A step of up to so many degrees, of any order of magnitude, in any direction. */
const stepped = ([lon, lat]: readonly [number, number], least: number, most: number): [number, number] => {
  const step = least * (most / least) ** random();
  const angle = 2 * Math.PI * random();
  return [lon + step * Math.sin(angle), within(lat + step * Math.cos(angle))];
};

const KINDS: Readonly<Record<string, readonly [pairs: number, draw: () => Pair]>> = {
  "over the globe": [100_000, () => [anyLon(), evenLat(), anyLon(), evenLat()]],
  "with longitudes beyond ±180": [10_000, () => [between(-540, 540), anyLat(), between(-540, 540), anyLat()]],
  "from 1 mm to 1 km apart": [
    20_000,
    () => {
      const from: [number, number] = [anyLon(), anyLat()];
      return [...from, ...stepped(from, 1e-8, 1e-2)];
    },
  ],
  "from 1 km to 1,000 km apart": [
    20_000,
    () => {
      const from: [number, number] = [anyLon(), anyLat()];
      return [...from, ...stepped(from, 1e-2, 10)];
    },
  ],
  antipodal: [
    10_000,
    () => {
      const [lon, lat] = [anyLon(), anyLat()];
      return [lon, lat, lon + 180, -lat];
    },
  ],
  "nearly antipodal": [
    50_000,
    () => {
      const [lon, lat] = [anyLon(), anyLat()];
      return [lon, lat, ...stepped([lon + 180, -lat], 1e-10, 2)];
    },
  ],
  "nearly antipodal at the equator": [
    20_000,
    () => [...stepped([0, 0], 1e-12, 0.5), between(179, 180), between(-1e-3, 1e-3)],
  ],
  "on the equator": [10_000, () => [anyLon(), 0, anyLon(), 0]],
  "on one meridian": [
    10_000,
    () => {
      const lon = anyLon();
      return [lon, anyLat(), lon, anyLat()];
    },
  ],
  "on opposite meridians": [10_000, () => [0, anyLat(), 180, anyLat()]],
  "nearly on one meridian or opposite ones": [
    10_000,
    () => [random() < 0.5 ? 0 : 180, anyLat(), 10 ** between(-14, -2), anyLat()],
  ],
  "on parallels of equal latitude": [
    10_000,
    () => {
      const lat = anyLat();
      return [0, lat, between(0, 180), random() < 0.5 ? lat : -lat];
    },
  ],
  "about a pole": [
    10_000,
    () => [anyLon(), 90 - 10 ** between(-9, 0), anyLon(), random() < 0.1 ? 90 : 90 - 10 ** between(-9, 0)],
  ],
  "with whole tens of degrees": [
    10_000,
    () => [0, 10 * Math.round(between(-9, 9)), 10 * Math.round(between(0, 18)), 10 * Math.round(between(-9, 9))],
  ],
};

describe("geodesic distances are those of geographiclib, to 20 nanometres, for pairs", () => {
  for (const [kind, [pairs, draw]] of Object.entries(KINDS)) {
    it(kind, () => {
      let most = 0;
      let turned = 0;
      for (let i = 0; i < pairs; i++) {
        const [lon1, lat1, lon2, lat2] = draw();
        const meters = ellipsoidalMeters(lon1, lat1, lon2, lat2);
        const off = Math.abs(meters - peer(lon1, lat1, lon2, lat2));
        if (!(off <= most)) most = off;
        if (ellipsoidalMeters(lon2, lat2, lon1, lat1) !== meters) turned++;
      }
      console.log(`${kind}: ${pairs} pairs, at most ${(most * 1e9).toFixed(1)} nm from geographiclib`);
      expect(most).toBeLessThan(20e-9);
      expect(turned, "the same both ways").toBe(0);
    });
  }
});

describe("geodesic distance", () => {
  it("is what was published", () => {
    // geographiclib's pages: Wellington to Salamanca, New York (JFK) to London (LHR).
    expect(ellipsoidalMeters(174.81, -41.32, -5.5, 40.96)).toBeCloseTo(19_959_679.267, 3);
    expect(ellipsoidalMeters(-73.8, 40.6, -0.5, 51.6)).toBeCloseTo(5_551_759.4, 3);
    // Karney (2013), tables 3 and 5: a short line, and a nearly antipodal one.
    expect(ellipsoidalMeters(0, -30.12345, 0.00005, -30.12344)).toBeCloseTo(4.944208, 6);
    expect(ellipsoidalMeters(0, -30, 179.8, 29.9)).toBeCloseTo(19_989_832.82761, 5);
  });

  it("is that of Gauss' quadrature, which knows no series", () => {
    for (let i = 0; i < 300; i++) {
      const near = i % 3 === 0;
      const from: [number, number] = [anyLon(), anyLat()];
      const to: [number, number] = near ? stepped([from[0] + 180, -from[1]], 0.01, 2) : [anyLon(), anyLat()];
      expect(Math.abs(ellipsoidalMeters(...from, ...to) - slowEllipsoidalMeters(...from, ...to))).toBeLessThan(50e-9);
    }
  });

  it("along the equator is the angle times its radius, until the way over a pole is shorter", () => {
    expect(ellipsoidalMeters(10, 0, 11, 0)).toBeCloseTo(EQUATOR / 180, 8);
    const last = 180 * (1 - 1 / 298.257223563);
    expect(ellipsoidalMeters(0, 0, last - 1e-6, 0)).toBeCloseTo(((last - 1e-6) / 180) * EQUATOR, 7);
    expect(ellipsoidalMeters(0, 0, 179.9, 0)).toBeLessThan((179.9 / 180) * EQUATOR - 1000);
    expect(ellipsoidalMeters(0, 0, 180, 0)).toBeCloseTo(MERIDIAN, 7);
  });

  it("between opposite points is half a meridian, from pole to pole as well", () => {
    expect(ellipsoidalMeters(30, 40, -150, -40)).toBeCloseTo(MERIDIAN, 7);
    expect(ellipsoidalMeters(12, -90, 77, 90)).toBeCloseTo(MERIDIAN, 7);
    expect(ellipsoidalMeters(0, 0, 55, 90)).toBeCloseTo(MERIDIAN / 2, 7);
  });

  it("is 0 from a point to itself, from a pole to the pole at any longitude, and across 180°", () => {
    expect(ellipsoidalMeters(12.3, -45.6, 12.3, -45.6)).toBe(0);
    expect(ellipsoidalMeters(12.3, 90, -120, 90)).toBe(0);
    expect(ellipsoidalMeters(180, 17, -180, 17)).toBe(0);
  });

  it("keeps its digits over a tenth of a millimetre, along and across", () => {
    const step = 1e-9;
    const east = 85 + step - 85;
    expect(ellipsoidalMeters(85, 0, 85 + step, 0) / ((east * EQUATOR) / 180)).toBeCloseTo(1, 12);
    const radius = (6_378_137 * (1 - 0.0066943799901413165)) / (1 - 0.0066943799901413165 / 2) ** 1.5;
    const north = 45 + step - 45;
    expect(ellipsoidalMeters(85, 45, 85, 45 + step) / (north * (Math.PI / 180) * radius)).toBeCloseTo(1, 9);
  });

  it("keeps its digits across 180°, where the difference of the longitudes cannot hold them", () => {
    const bit = 2 ** -45;
    const meters = (7 * bit * EQUATOR) / 180;
    expect(ellipsoidalMeters(180 - 3 * bit, 0, -180 + 4 * bit, 0) / meters).toBeCloseTo(1, 12);
    expect(ellipsoidalMeters(-180 + 4 * bit, 0, 180 - 3 * bit, 0) / meters).toBeCloseTo(1, 12);
  });

  it("where short lines give way to long ones does not jump", () => {
    for (const lat of [0, 33, 60, 89.9]) {
      const below = ellipsoidalMeters(0, lat, 0, lat + 4.999999e-4);
      const above = ellipsoidalMeters(0, lat, 0, lat + 5.000001e-4);
      expect(Math.abs(above - below - 2e-10 * (MERIDIAN / 180))).toBeLessThan(1e-6);
      expect(
        Math.abs(peer(0, lat, 3e-4, lat + 4.999e-4) - ellipsoidalMeters(0, lat, 3e-4, lat + 4.999e-4)),
      ).toBeLessThan(5e-9);
    }
  });

  it("is at most 0.56 % off the great circle's", () => {
    for (let i = 0; i < 20_000; i++) {
      const pair: Pair = [anyLon(), evenLat(), anyLon(), evenLat()];
      expect(Math.abs(greatCircleMeters(...pair) / ellipsoidalMeters(...pair) - 1)).toBeLessThan(0.0056);
    }
  });

  it("takes latitudes that are next to nothing for the equator", () => {
    for (const tiny of [5e-324, 1e-200, 1e-100, 1e-61, 1e-59, 1e-20]) {
      for (const lon of [1e-300, 1, 100, 179.5]) {
        for (const other of [-tiny, 6e-161, -3e-280]) {
          expect(Math.abs(ellipsoidalMeters(0, tiny, lon, other) - peer(0, 0, lon, 0))).toBeLessThan(20e-9);
        }
      }
    }
  });

  it("is NaN without a coordinate, with an infinite one, and beyond a pole", () => {
    for (const wrong of [Number.NaN, Infinity, -Infinity]) {
      for (let k = 0; k < 4; k++) {
        const pair: Pair = [1, 2, 30, 4];
        pair[k] = wrong;
        expect(ellipsoidalMeters(...pair)).toBeNaN();
      }
    }
    expect(ellipsoidalMeters(1, 90.1, 30, 4)).toBeNaN();
    expect(ellipsoidalMeters(1, 2, 30, -91)).toBeNaN();
  });
});
