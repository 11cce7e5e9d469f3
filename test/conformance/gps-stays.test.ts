import { expect, it } from "vitest";
import { ellipsoidalMeters } from "../../src/core/ellipsoid.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../../src/core/sphere.ts";
import { measureSteps, measureTrajectories } from "../../src/metrics/trajectories.ts";
import { type DetectedStays, detectStays } from "../../src/places/stays.ts";
import { boundedStays } from "../../src/places/stays-bounded.ts";
import { distinctCentre, medianCentre, type StayCentre } from "../../src/places/stays-centres.ts";
import { stayLocations, stayPoints } from "../../src/places/stays-points.ts";
import type { StayRule } from "../../src/places/stays-rules.ts";
import { ellipsoidal } from "../../src/space/distance-measures.ts";
import { compressFixes } from "../../src/traces/fixes-compress.ts";
import { positionsAt } from "../../src/traces/fixes-positions.ts";
import { simplifyFixes } from "../../src/traces/fixes-simplify.ts";
import { filterSpeed } from "../../src/traces/fixes-speed.ts";
import { splitByGap } from "../../src/traces/fixes-split.ts";
import { thinByDistance, thinByTime } from "../../src/traces/fixes-thin.ts";
import type { Fixes } from "../../src/types.ts";
import { onPeersSphere, rectangleInDegrees } from "../slow/stays.ts";
import { describeData, skipped } from "./data.ts";
import { type GpsFile, openDemodata, openFigures, openGeolife, secondsOf, textOf } from "./gps-files.ts";

interface Trackintel {
  readonly parameters: { readonly staypoints: string; readonly activity: string };
  readonly n_positionfixes: Record<string, number>;
  readonly staypoints: readonly {
    readonly user_id: number;
    readonly started_at: string;
    readonly finished_at: string;
    readonly geom: readonly [number, number];
    readonly is_activity: boolean;
  }[];
}

interface Trajectory {
  readonly n: number;
  readonly start: string;
  readonly end: string;
  readonly length_m: number;
  readonly direction_deg: number;
  readonly duration_s: number;
  readonly speed_mps_first10: readonly number[];
  readonly speed_mean_mps: number;
  readonly direction_first10: readonly number[];
  readonly interpolated_midpoint: readonly [lon: number, lat: number];
  readonly stop_points: readonly (readonly [number, number])[];
  readonly bbox: readonly number[];
  readonly [key: string]: unknown;
}

type Span = readonly [string, string];
type Place = readonly [user: string, start: string, lat: number, lon: number];
type Stay = readonly [user: string, start: string, end: string, lat: number, lon: number];

const rowsOfUser = ({ offsets }: Fixes, u: number): [number, number] => [offsets[u]!, offsets[u + 1]!];
const countOf = ({ offsets }: Fixes, u: number): number => offsets[u + 1]! - offsets[u]!;

/** The keys of an object that match, with their first number. */
function figuresOf(of: object, pattern: RegExp): [key: string, numbers: number[]][] {
  return Object.keys(of).flatMap((key) => {
    const match = pattern.exec(key);
    return match === null ? [] : [[key, match.slice(1).map(Number)] as [string, number[]]];
  });
}

function listStays({ stays }: DetectedStays): { user: string; start: number; end: number; lon: number; lat: number }[] {
  return stays.users.flatMap((user, u) =>
    Array.from({ length: stays.offsets[u + 1]! - stays.offsets[u]! }, (_, k) => {
      const row = stays.offsets[u]! + k;
      const { lon, lat } = stays.locations.columns;
      const location = stays.columns.location[row]!;
      const { start, end } = stays.columns;
      return { user, start: start[row]!, end: end[row]!, lon: lon[location]!, lat: lat[location]! };
    }),
  );
}

describeData("GPS fixes of GeoLife", "11_gps", (folder) => {
  const geolife = openGeolife(folder);
  const trackintel = openFigures<Trackintel>(folder, "expected_trackintel.json");
  if (geolife === null || trackintel === null) skipped("trackintel's stay points", folder);
  else compareTrackintel(geolife, trackintel);

  const demodata = openDemodata(folder);
  const movingpandas = openFigures<Record<string, Trajectory>>(folder, "expected_movingpandas.json");
  if (demodata === null || movingpandas === null) skipped("MovingPandas' trajectories", folder);
  else for (const user of demodata.fixes.users) compareMovingPandas(demodata.fixes, user, movingpandas[user]!);

  const scikitMobility = openFigures<Record<string, unknown>>(folder, "expected_scikit_mobility_preprocessing.json");
  if (demodata === null || scikitMobility === null) skipped("scikit-mobility's preprocessing", folder);
  else compareScikitMobility(demodata, scikitMobility);
});

function compareTrackintel({ fixes, refused, given }: GpsFile, expected: Trackintel): void {
  it("trackintel: every position of the files is a fix", () => {
    expect(fixes.length + refused.length).toBe(given);
    expect(refused.length).toBe(0);
    expect(Object.fromEntries(fixes.users.map((user, u) => [user, countOf(fixes, u)]))).toEqual(
      expected.n_positionfixes,
    );
  });

  it("trackintel: every stay point, its times to the second, its centre to 1e-9 degrees, and whether it is an activity", () => {
    const [, meters, minutes, gap] = /(\d+) m, (\d+) min, gap (\d+) min/
      .exec(expected.parameters.staypoints)!
      .map(Number);
    const rule = stayPoints({
      radiusMeters: onPeersSphere(meters!),
      minStaySeconds: 60 * minutes!,
      maxGapSeconds: 60 * gap!,
      end: "first fix outside",
      keepLast: !expected.parameters.staypoints.includes("last left out"),
    });
    const found = listStays(detectStays(fixes, { rule, centre: distinctCentre() }));
    const theirs = expected.staypoints;
    expect(theirs.length).toBeGreaterThan(0);
    const least = 60 * Number(/(\d+) min/.exec(expected.parameters.activity)![1]);
    expect(found.map((stay) => [stay.user, stay.start, stay.end, stay.end - stay.start >= least])).toEqual(
      theirs.map((stay) => [
        String(stay.user_id),
        secondsOf(stay.started_at),
        secondsOf(stay.finished_at),
        stay.is_activity,
      ]),
    );
    found.forEach((stay, k) => {
      expect(Math.abs(stay.lon - theirs[k]!.geom[0]), "longitude").toBeLessThan(1e-9);
      expect(Math.abs(stay.lat - theirs[k]!.geom[1]), "latitude").toBeLessThan(1e-9);
    });
  });
}

function compareMovingPandas(all: Fixes, user: string, expected: Trajectory): void {
  const u = all.users.indexOf(user);
  const [from, to] = rowsOfUser(all, u);
  const { time, lon, lat } = all.columns;
  const columns = { time: time.slice(from, to), lon: lon.slice(from, to), lat: lat.slice(from, to) };
  const fixes: Fixes = { users: [user], length: to - from, offsets: Uint32Array.of(0, to - from), columns };
  const distance = ellipsoidal();

  it(`MovingPandas, trajectory ${user}: span, length on the ellipsoid, direction, box`, () => {
    const measured = measureTrajectories(fixes, { distance }).columns;
    expect(measured.fixes[0]).toBe(expected.n);
    expect([textOf(measured.start[0]!), textOf(measured.end[0]!)]).toEqual([expected.start, expected.end]);
    expect(measured.durationSeconds[0]).toBe(expected.duration_s);
    expect(Math.abs(measured.lengthMeters[0]! / expected.length_m - 1)).toBeLessThan(1e-11);
    expect(Math.abs(measured.directionDegrees[0]! - expected.direction_deg)).toBeLessThan(1e-8);
    const box = [
      Math.min(...columns.lon),
      Math.min(...columns.lat),
      Math.max(...columns.lon),
      Math.max(...columns.lat),
    ];
    expect(box).toEqual(expected.bbox);
  });

  it(`MovingPandas, trajectory ${user}: speeds and directions, where the first fix has those of the second and one that rests 0`, () => {
    const { metersPerSecond, directionDegrees } = measureSteps(fixes, { distance }).columns;
    const speeds = [metersPerSecond[1]!, ...metersPerSecond.subarray(1)];
    expected.speed_mps_first10.forEach((speed, i) => {
      expect(Math.abs(speeds[i]! - speed), `speed ${i}`).toBeLessThan(1e-8);
    });
    expect(Math.abs(speeds.reduce((a, b) => a + b) / speeds.length - expected.speed_mean_mps)).toBeLessThan(1e-9);
    const directions = [directionDegrees[1]!, ...directionDegrees.subarray(1)].map((d) => (Number.isNaN(d) ? 0 : d));
    expected.direction_first10.forEach((direction, i) => {
      // The peer subtracts nearly equal numbers: 1e-16 over some metres on the sphere.
      expect(Math.abs(directions[i]! - direction), `direction ${i}`).toBeLessThan(1e-6);
    });
  });

  it(`MovingPandas, trajectory ${user}: the position halfway through its time, on the great circle instead of straight in degrees`, () => {
    // The peer takes half seconds: the middle of the seconds on either side, which lie between the same two fixes.
    const half = (columns.time[0]! + columns.time.at(-1)!) / 2;
    const around = [...new Set([Math.floor(half), Math.ceil(half)])];
    const found = positionsAt(fixes, { times: around, maxGapSeconds: Infinity }).columns;
    const meanOf = (values: Float64Array): number => (values[0]! + values.at(-1)!) / 2;
    const [theirLon, theirLat] = expected.interpolated_midpoint;
    const after = columns.time.findIndex((t) => t >= half);
    const ends = [columns.lon[after - 1]!, columns.lat[after - 1]!, columns.lon[after]!, columns.lat[after]!] as const;
    // Straight in degrees is off by at most tan φ / 4 √3 R times the square of the distance, and 10 nm are for rounding.
    const meters = greatCircleMeters(...ends);
    const bow = (meters * meters * Math.tan((theirLat * Math.PI) / 180)) / (4 * Math.sqrt(3) * EARTH_RADIUS_METERS);
    expect(greatCircleMeters(meanOf(found.lon), meanOf(found.lat), theirLon, theirLat)).toBeLessThan(bow + 1e-8);
  });

  for (const [key, [meters, seconds]] of figuresOf(expected, /^stops_(\d+)m_(\d+)s$/)) {
    it(`MovingPandas, trajectory ${user}: ${key}, with the diagonal of its rectangle in degrees`, () => {
      const rule = boundedStays({
        maxDiameterMeters: meters!,
        extent: rectangleInDegrees(ellipsoidalMeters),
        minStaySeconds: seconds!,
        maxGapSeconds: Infinity,
        end: "last fix inside",
      });
      const found = listStays(detectStays(fixes, { rule, centre: medianCentre() }));
      expect(found.map(({ start, end }) => [textOf(start), textOf(end)])).toEqual(expected[key] as Span[]);
      expect(found.map((stay) => [stay.lon, stay.lat])).toEqual(expected.stop_points);
    });
  }

  for (const [key, [minutes]] of figuresOf(expected, /^gap_(\d+)min_parts$/)) {
    it(`MovingPandas, trajectory ${user}: ${key}, which loses parts of a single fix`, () => {
      const { parts } = splitByGap(fixes, { maxGapSeconds: 60 * minutes! });
      const found = parts.users.flatMap((_, p) => {
        const [first, after] = rowsOfUser(parts, p);
        const span = [textOf(parts.columns.time[first]!), textOf(parts.columns.time[after - 1]!)];
        return after - first > 1 ? [[...span, after - first]] : [];
      });
      expect(found).toEqual(expected[key]);
    });
  }

  /** The peer keeps the last fix once more where the rule keeps it as well. */
  const withLastTwice = (kept: Fixes, isFar: (last: number, before: number) => boolean): number =>
    kept.length + (isFar(kept.length - 1, kept.length - 2) ? 1 : 0);

  for (const [key, [meters]] of figuresOf(expected, /^min_distance_(\d+)m_n$/)) {
    it(`MovingPandas, trajectory ${user}: ${key}, the last fix twice where it is far enough`, () => {
      const { kept } = thinByDistance(fixes, { minMeters: meters!, distance });
      const k = kept.columns;
      const count = withLastTwice(
        kept,
        (a, b) => ellipsoidalMeters(k.lon[a]!, k.lat[a]!, k.lon[b]!, k.lat[b]!) >= meters!,
      );
      expect(count).toBe(expected[key]);
    });
  }

  for (const [key, [minutes]] of figuresOf(expected, /^min_timedelta_(\d+)min_n$/)) {
    it(`MovingPandas, trajectory ${user}: ${key}, the last fix twice where it is late enough`, () => {
      const { kept } = thinByTime(fixes, { minSeconds: 60 * minutes! });
      const count = withLastTwice(kept, (a, b) => kept.columns.time[a]! - kept.columns.time[b]! >= 60 * minutes!);
      expect(count).toBe(expected[key]);
    });
  }

  for (const [key] of figuresOf(expected, /^douglas_peucker_(\d+)_n$/)) {
    it(`MovingPandas, trajectory ${user}: ${key}, its degrees laid on the equator, fixes at a kept place counted too`, () => {
      // Near 0°, 0° a degree is as long to the east as to the north, as in the peer's plane of degrees.
      const degrees = Number(`0.${/_(\d+)_n$/.exec(key)![1]!}`);
      const moved: Fixes = {
        ...fixes,
        columns: {
          time: columns.time,
          lon: columns.lon.map((x) => x - columns.lon[0]!),
          lat: columns.lat.map((y) => y - columns.lat[0]!),
        },
      };
      const toleranceMeters = (degrees * Math.PI * EARTH_RADIUS_METERS) / 180;
      const { kept } = simplifyFixes(moved, { toleranceMeters });
      const places = new Set(Array.from(kept.columns.lon, (x, i) => `${x} ${kept.columns.lat[i]}`));
      const count = moved.columns.lon.filter((x, i) => places.has(`${x} ${moved.columns.lat[i]}`)).length;
      expect(count).toBe(expected[key]);
    });
  }
}

function compareScikitMobility({ fixes }: GpsFile, expected: Record<string, unknown>): void {
  it("scikit-mobility: fixes given", () => {
    expect(fixes.length).toBe(expected["n_in"]);
  });

  for (const [key, [kmh]] of figuresOf(expected, /^filter_(\d+)kmh_n$/)) {
    it(`scikit-mobility: ${key}, where the last fix is never looked at`, () => {
      const { kept, dropped } = filterSpeed(fixes, { maxSpeedKmh: onPeersSphere(kmh!) });
      const counts = fixes.users.map((user, u) => {
        const [from, to] = rowsOfUser(dropped, u);
        const last = fixes.offsets[u + 1]! - 1;
        const losesLast = to > from && dropped.columns.time[to - 1] === fixes.columns.time[last];
        return [user, countOf(kept, u) + (losesLast ? 1 : 0)];
      });
      expect(Object.fromEntries(counts)).toEqual(expected[key]);
      expect(kept.length + dropped.length).toBe(fixes.length);
    });
  }

  for (const [key, [meters]] of figuresOf(expected, /^compress_(\d+)m$/)) {
    it(`scikit-mobility: every row of ${key}, to the last digit`, () => {
      const { fixes: compressed, events } = compressFixes(fixes, { radiusMeters: onPeersSphere(meters!) });
      const rows = compressed.users.flatMap((user, u) => {
        const [from, to] = rowsOfUser(compressed, u);
        const { time, lon, lat } = compressed.columns;
        return Array.from({ length: to - from }, (_, k) => [
          user,
          textOf(time[from + k]!),
          lat[from + k]!,
          lon[from + k]!,
        ]);
      });
      expect(rows).toEqual(expected[key] as Place[]);
      expect(events.reduce((a, b) => a + b)).toBe(fixes.length);
    });
  }

  for (const [key, [minutes, meters]] of figuresOf(expected, /^stay_locations_(\d+)min_(\d+)m$/)) {
    // What the peer ran on is not said: its figures follow from the fixes as they were given, unfiltered.
    it(`scikit-mobility: every row of ${key}, to the last digit`, () => {
      const rule: StayRule = stayLocations({
        radiusMeters: onPeersSphere(meters!),
        minStaySeconds: 60 * minutes!,
        maxGapSeconds: Infinity,
        end: "first fix outside",
      });
      const centre: StayCentre = medianCentre();
      const found = listStays(detectStays(fixes, { rule, centre })).map((stay) => [
        stay.user,
        textOf(stay.start),
        textOf(stay.end),
        stay.lat,
        stay.lon,
      ]);
      expect(found).toEqual(expected[key] as Stay[]);
    });
  }
}
