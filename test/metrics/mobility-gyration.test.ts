import { describe, expect, it } from "vitest";
import { meanOfDegrees } from "../../src/metrics/centre-of-mass.ts";
import { kRadiusOfGyration } from "../../src/metrics/k-radius-of-gyration.ts";
import { byRecency } from "../../src/metrics/place-ranks.ts";
import { byDwell, byEvents } from "../../src/metrics/place-weights.ts";
import { radiusOfGyration } from "../../src/metrics/radius-of-gyration.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { DEGREE, placesAt, seenAt, staysOf } from "./mobility-worlds.ts";

const equator = placesAt([85, 0], [86, 0], [89, 0]);

describe("the radius of gyration", () => {
  it("of two places seen equally often is half their distance", () => {
    const { radiusMeters, centreLon, centreLat, places } = radiusOfGyration(seenAt(equator, [0, 1, 1, 0])).columns;
    expect(radiusMeters[0]).toBeCloseTo(DEGREE / 2, 6);
    expect(centreLon[0]).toBeCloseTo(85.5, 12);
    expect(centreLat[0]).toBeCloseTo(0, 12);
    expect(places[0]).toBe(2);
  });

  it("weighs places by their events", () => {
    const { radiusMeters, centreLon } = radiusOfGyration(seenAt(equator, [0, 0, 0, 1]), {
      centre: meanOfDegrees(),
    }).columns;
    expect(centreLon[0]).toBeCloseTo(85.25, 12);
    expect(radiusMeters[0]).toBeCloseTo(DEGREE * Math.sqrt(0.75 * 0.25 ** 2 + 0.25 * 0.75 ** 2), 6);
  });

  it("weighs stays by their number or by their time", () => {
    const stays = staysOf(equator, [0, 300, 0], [300, 400, 1]);
    const options = { centre: meanOfDegrees() };
    expect(radiusOfGyration(stays, { ...options, weight: byEvents() }).columns.radiusMeters[0]).toBeCloseTo(
      DEGREE / 2,
      6,
    );
    expect(radiusOfGyration(stays, { ...options, weight: byDwell() }).columns.centreLon[0]).toBeCloseTo(85.25, 12);
    const still = staysOf(equator, [0, 0, 0], [5, 5, 1]);
    const { radiusMeters, centreLon, places } = radiusOfGyration(still, { weight: byDwell() }).columns;
    expect([radiusMeters[0], centreLon[0], places[0]]).toEqual([NaN, NaN, 2]);
    const one = radiusOfGyration(staysOf(equator, [5, 5, 1]), { weight: byDwell() });
    expect(one.columns.radiusMeters[0]).toBeNaN();
  });

  it("is 0 for one place, NaN for one who was never seen", () => {
    const { radiusMeters, centreLon, places } = radiusOfGyration(seenAt(equator, [2, 2], [])).columns;
    expect([...radiusMeters]).toEqual([0, NaN]);
    expect([...centreLon]).toEqual([89, NaN]);
    expect([...places]).toEqual([1, 0]);
  });

  it("is right across the 180th meridian with the spherical mean, and half the globe with the mean of degrees", () => {
    const fiji = seenAt(placesAt([179.5, 0], [-179.5, 0]), [0, 1]);
    const { radiusMeters, centreLon } = radiusOfGyration(fiji).columns;
    expect(radiusMeters[0]).toBeCloseTo(DEGREE / 2, 6);
    expect(Math.abs(centreLon[0]!)).toBeCloseTo(180, 10);
    const degrees = radiusOfGyration(fiji, { centre: meanOfDegrees() }).columns;
    expect(degrees.centreLon[0]).toBe(0);
    expect(degrees.radiusMeters[0]).toBeCloseTo(179.5 * DEGREE, 4);
  });

  it("is right about a pole with the spherical mean", () => {
    const pole = seenAt(placesAt([0, 89], [120, 89], [-120, 89]), [0, 1, 2]);
    const { radiusMeters, centreLat } = radiusOfGyration(pole).columns;
    expect(centreLat[0]).toBeCloseTo(90, 10);
    expect(radiusMeters[0]).toBeCloseTo(DEGREE, 6);
  });

  it("has no middle between antipodes", () => {
    const { radiusMeters, centreLon } = radiusOfGyration(seenAt(placesAt([10, 20], [-170, -20]), [0, 1])).columns;
    expect([radiusMeters[0], centreLon[0]]).toEqual([NaN, NaN]);
  });

  it("takes any sphere and the ellipsoid", () => {
    const traces = seenAt(equator, [0, 1]);
    const on = (distance: ReturnType<typeof greatCircle>): number =>
      radiusOfGyration(traces, { distance }).columns.radiusMeters[0]!;
    expect(on(greatCircle({ radiusMeters: 1 }))).toBeCloseTo(Math.PI / 360, 12);
    // Along the equator the ellipsoid is a circle of 6,378,137 m.
    expect(on(ellipsoidal())).toBeCloseTo((6_378_137 * Math.PI) / 360, 6);
  });

  it("is measured by a measure of one's own, which must give distances", () => {
    const traces = seenAt(equator, [0, 1]);
    const on = (length: number, radiusMeters?: number): number => {
      const among = () => (_: number, first: number, meters: Float64Array) => void meters.fill(length, first);
      const distance = { name: "own", among, ...(radiusMeters === undefined ? {} : { radiusMeters }) };
      return radiusOfGyration(traces, { distance }).columns.radiusMeters[0]!;
    };
    expect(on(7)).toBe(7);
    expect(() => on(NaN)).toThrow(
      "radiusOfGyration: the distance from 85.5, 0 to P0 must be a finite number of at least 0, got NaN",
    );
    expect(() => on(7, -1)).toThrow("distance.radiusMeters must be a finite number");
  });

  it("asks for places that exist", () => {
    const traces = seenAt(equator, [0, 1]);
    const wrong = { ...traces, columns: { ...traces.columns, location: Uint32Array.of(0, 3) } };
    expect(() => radiusOfGyration(wrong)).toThrow("seen.columns.location[1] must be below the 3 locations, got 3");
    expect(() => radiusOfGyration(traces as never, { weight: byDwell() as never })).toThrow("stays must be a table");
  });
});

describe("the k-radius of gyration", () => {
  it("takes the places of the most rows, of equal ones those seen first, and says where that decided", () => {
    const traces = seenAt(equator, [2, 0, 1, 2]);
    const { radiusMeters, tied, places } = kRadiusOfGyration(traces, { k: 2, centre: meanOfDegrees() }).columns;
    // Places 2 (twice, at 89°) and 0 (once, at 85°).
    expect(radiusMeters[0]).toBeCloseTo(4 * DEGREE * Math.sqrt((2 / 3) * (1 / 9) + (1 / 3) * (4 / 9)), 6);
    expect([tied[0], places[0]]).toEqual([1, 2]);
    expect(kRadiusOfGyration(traces, { k: 1 }).columns.tied[0]).toBe(0);
    expect(kRadiusOfGyration(traces, { k: 3 }).columns.tied[0]).toBe(0);
  });

  it("of the most recent places", () => {
    const { radiusMeters, places } = kRadiusOfGyration(seenAt(equator, [2, 2, 2, 0, 1]), {
      k: 2,
      rank: byRecency(),
    }).columns;
    expect(radiusMeters[0]).toBeCloseTo(DEGREE / 2, 6);
    expect(places[0]).toBe(2);
  });

  it("of k = 1 is 0, of more places than there are the radius of gyration", () => {
    const traces = seenAt(equator, [0, 1, 2, 2], []);
    expect([...kRadiusOfGyration(traces, { k: 1 }).columns.radiusMeters]).toEqual([0, NaN]);
    const all = kRadiusOfGyration(traces, { k: 9 }).columns;
    expect(all.radiusMeters[0]).toBeCloseTo(radiusOfGyration(traces).columns.radiusMeters[0]!, 6);
    expect([...all.places]).toEqual([3, 0]);
  });

  it("asks for rows in time order, as the place seen first counts", () => {
    const traces = seenAt(equator, [0, 1]);
    const wrong = { ...traces, columns: { ...traces.columns, time: Uint32Array.of(5, 4) } };
    expect(() => kRadiusOfGyration(wrong, { k: 2 })).toThrow(
      "kRadiusOfGyration: seen.columns.time[1] must be in time order within its user, from 5, got 4",
    );
    const stays = staysOf(equator, [9, 10, 0], [5, 6, 1]);
    expect(() => kRadiusOfGyration(stays, { k: 2 })).toThrow("seen.columns.start[1]");
  });
});
