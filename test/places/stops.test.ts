import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildStops } from "../../src/places/stops.ts";
import { allUsers } from "../../src/places/stops-scope.ts";
import { type Position, slowClusters } from "../slow/stops.ts";
import { DEGREE_METERS, staysAt, staysOf } from "./stops-worlds.ts";

const random = createRandom("stops");

/** Crowds of different size around random centres within `spread` metres of a place, and some strays. */
function crowd(count: number, [lon, lat]: Position, spread: number, width: number): Position[] {
  const centres = Array.from({ length: Math.max(1, Math.round(count / 12)) }, () => [
    (2 * random() - 1) * spread,
    (2 * random() - 1) * spread,
  ]);
  return Array.from({ length: count }, () => {
    const [east, north] = random() < 0.15 ? [0, 0] : centres[Math.floor(random() ** 2 * centres.length)]!;
    const scale = random() < 0.15 ? spread : width;
    return moved([lon, lat], east! + (2 * random() - 1) * scale, north! + (2 * random() - 1) * scale);
  });
}

/** A position so many metres east and north of another, over a pole and 180° if need be. */
function moved([lon, lat]: Position, east: number, north: number): Position {
  const phi = (lat * Math.PI) / 180;
  const lambda = (lon * Math.PI) / 180;
  const [e, n] = [east / (DEGREE_METERS * 57.29577951308232), north / (DEGREE_METERS * 57.29577951308232)];
  const x = Math.cos(phi) * Math.cos(lambda) - e * Math.sin(lambda) - n * Math.sin(phi) * Math.cos(lambda);
  const y = Math.cos(phi) * Math.sin(lambda) + e * Math.cos(lambda) - n * Math.sin(phi) * Math.sin(lambda);
  const z = Math.sin(phi) + n * Math.cos(phi);
  return [(Math.atan2(y, x) * 180) / Math.PI, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI];
}

describe("stop locations", () => {
  const places: [name: string, where: Position][] = [
    ["in Beijing", [116.3, 40]],
    ["on the equator", [20, 0]],
    ["across 180°", [180, -17]],
    ["around the north pole", [0, 90]],
    ["around the south pole", [77, -89.9999]],
  ];
  const scales: [epsMeters: number, spread: number, width: number][] = [
    [50, 400, 40],
    [50, 3000, 30],
    [0.01, 0.06, 0.01],
    [200_000, 2_000_000, 150_000],
  ];
  for (const [name, where] of places) {
    for (const [epsMeters, spread, width] of scales) {
      it(`${name} are those of the plain form with all distances, eps ${epsMeters} m, spread ${spread} m`, () => {
        for (const count of [1, 2, 7, 40, 300]) {
          for (const minStays of [1, 2, 3, 5, 12]) {
            const positions = crowd(count, where, spread, width);
            const { stopOf, noise, stops } = buildStops(staysAt({ ana: positions }), { epsMeters, minStays });
            const expected = slowClusters(positions, epsMeters, minStays);
            expect([...stopOf]).toEqual(expected);
            expect(noise).toBe(expected.filter((label) => label < 0).length);
            expect(stops.length + noise).toBe(count);
          }
        }
      });
    }
  }

  it("are found among many positions within a metre, and among rows of them just too far apart to be one", () => {
    const row = (lat: number): Position[] => Array.from({ length: 900 }, (_, i) => [10 + i * 1e-8, 45 + lat]);
    const apart = 50.001 / DEGREE_METERS;
    const gathered = buildStops(staysAt({ a: [...row(0), ...row(apart)] }), { epsMeters: 50, minStays: 1 });
    expect(gathered.stops.locations.length).toBe(2);
    const nearer = buildStops(staysAt({ a: [...row(0), ...row(49.9 / DEGREE_METERS)] }), {
      epsMeters: 50,
      minStays: 1,
    });
    expect(nearer.stops.locations.length).toBe(1);
    const bridge: Position = [10 + 4e-6, 45 + 0.01 / DEGREE_METERS];
    const joined = buildStops(staysAt({ a: [...row(0), bridge, ...row(apart)] }), { epsMeters: 50, minStays: 1 });
    expect(joined.stops.locations.length).toBe(1);
  });

  it("count a neighbour at exactly the distance given", () => {
    const pair: Position[] = [
      [30, 10],
      [30.001, 10.001],
    ];
    const meters = greatCircleMeters(...pair[0]!, ...pair[1]!);
    expect(buildStops(staysAt({ a: pair }), { epsMeters: meters, minStays: 2 }).noise).toBe(0);
    expect(buildStops(staysAt({ a: pair }), { epsMeters: meters * (1 - 1e-15), minStays: 2 }).noise).toBe(2);
  });

  it("take a stay on the border of two into the one that was known first", () => {
    const at = (meters: number): Position => [0, meters / DEGREE_METERS];
    const west = [at(0), at(1), at(2), at(3)];
    const east = [at(84), at(85), at(86), at(87)];
    const options = { epsMeters: 41, minStays: 4 };
    const found = (positions: Position[]): number[] => [...buildStops(staysAt({ a: positions }), options).stopOf];
    expect(found([...west, at(43.5), ...east])).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(found([...east, at(43.5), ...west])).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(found([at(43.5), ...east, ...west])).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it("are each person's own unless all users share them", () => {
    const stays = staysAt({
      ana: [
        [10, 50],
        [11, 50],
      ],
      bo: [
        [11, 50.0001],
        [10, 50],
      ],
    });
    const own = buildStops(stays, { epsMeters: 50, minStays: 1 });
    expect([...own.stopOf]).toEqual([0, 1, 2, 3]);
    expect(own.stops.locations.columns.id).toEqual(["ana:0", "ana:1", "bo:0", "bo:1"]);
    const shared = buildStops(stays, { epsMeters: 50, minStays: 1, scope: allUsers() });
    expect([...shared.stopOf]).toEqual([0, 1, 1, 0]);
    expect(shared.stops.locations.columns.id).toEqual(["0", "1"]);
    expect(shared.stops.locations.kind).toBe("stops");
  });

  it("keep times, events and users of the stays, and leave out noise", () => {
    const stays = staysAt({
      ana: [
        [10, 50],
        [12, 50],
        [10, 50.0001],
      ],
      bo: [[10, 50]],
      cy: [],
    });
    const { stops, noise } = buildStops(stays, { epsMeters: 50, minStays: 2 });
    expect(noise).toBe(2);
    expect([...stops.offsets]).toEqual([0, 2, 2, 2]);
    expect(stops.users).toEqual(["ana", "bo", "cy"]);
    expect(rowsOf(stops)).toEqual([
      { start: 0, end: 60, location: 0, events: 5 },
      { start: 240, end: 300, location: 0, events: 5 },
    ]);
  });

  it("count each stay at an antenna, not the antenna", () => {
    const antennas = createLocations("antennas", ["A", "B"], [10, 11], [50, 50]);
    const stays = staysOf(
      {
        ana: [
          [0, 5, 0],
          [6, 9, 1],
          [10, 12, 0],
        ],
      },
      antennas,
    );
    expect([...buildStops(stays, { epsMeters: 50, minStays: 2 }).stopOf]).toEqual([0, -1, 0]);
  });

  it("stand at the mean of their stays, also across 180° and at the pole", () => {
    const centreOf = (positions: Position[]): [number, number] => {
      const { lon, lat } = buildStops(staysAt({ a: positions }), { epsMeters: 200, minStays: 1 }).stops.locations
        .columns;
      expect(lon.length).toBe(1);
      return [lon[0]!, lat[0]!];
    };
    const [lon, lat] = centreOf([
      [179.9995, 10],
      [-179.9995, 10],
      [179.9998, 10.0003],
    ]);
    expect(lon).toBeCloseTo(180 - 0.0002 / 3, 9);
    expect(lat).toBeCloseTo(10.0001, 8);
    const [, pole] = centreOf([
      [0, 89.9999],
      [90, 89.9999],
      [180, 89.9999],
      [-90, 89.9999],
    ]);
    expect(pole).toBeCloseTo(90, 12);
    expect(
      centreOf([
        [0.1, 0.3],
        [0.1, 0.3],
        [0.1, 0.3],
      ]),
    ).toEqual([0.1, 0.3]);
  });

  it("that reach around the whole Earth stand at their first stay", () => {
    const ring = Array.from({ length: 72 }, (_, i): Position => [((5 * i + 20) % 360) - 180, 0]);
    const { stops } = buildStops(staysAt({ a: ring }), { epsMeters: 600_000, minStays: 1 });
    expect(rowsOf(stops.locations)).toEqual([{ id: "a:0", lon: -160, lat: 0 }]);
  });

  it("of nobody, and of people without stays, are none", () => {
    expect(buildStops(staysAt({}), { epsMeters: 50, minStays: 1 }).stops.locations.length).toBe(0);
    expect(buildStops(staysAt({ a: [] }), { epsMeters: 50, minStays: 1, scope: allUsers() }).stopOf.length).toBe(0);
  });

  it("refuse distances and counts that are none", () => {
    const stays = staysAt({ a: [[0, 0]] });
    expect(() => buildStops(stays, { epsMeters: 0, minStays: 1 })).toThrow(
      "buildStops: epsMeters must be a finite number from 0.01 to 1000000, got 0",
    );
    expect(() => buildStops(stays, { epsMeters: 5, minStays: 0 })).toThrow(
      "buildStops: minStays must be a whole number of at least 1, got 0",
    );
  });
});
