import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../../src/core/sphere.ts";
import { measureSteps } from "../../src/metrics/trajectories.ts";
import { detectStays } from "../../src/places/stays.ts";
import { boundedStays, boundingRectangle } from "../../src/places/stays-bounded.ts";
import { distinctCentre, meanCentre, medianCentre } from "../../src/places/stays-centres.ts";
import { stayLocations, stayPoints } from "../../src/places/stays-points.ts";
import { roamingStays } from "../../src/places/stays-roaming.ts";
import type { StayEnd, StayRule } from "../../src/places/stays-rules.ts";
import { buildFixes } from "../../src/traces/fixes.ts";
import { compressFixes } from "../../src/traces/fixes-compress.ts";
import { positionsAt } from "../../src/traces/fixes-positions.ts";
import { simplifyFixes } from "../../src/traces/fixes-simplify.ts";
import { filterSpeed } from "../../src/traces/fixes-speed.ts";
import { splitByGap, splitBySpeed } from "../../src/traces/fixes-split.ts";
import { thinByDistance } from "../../src/traces/fixes-thin.ts";
import type { Fixes } from "../../src/types.ts";
import { type SlowOptions, slowFixes, slowRoaming, slowStayLocations, slowStayPoints } from "../slow/stays.ts";

const METERS_PER_DEGREE = 111_195;

/** Numbers spread evenly from one to another: doubles as they come are mostly next to 0. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((part) => min + (max - min) * (part / 2 ** 30));

/** A walk in steps of a quarter of the radius about a place anywhere: by the poles, on ±180°, with repeats and gaps. */
const walks = fc.record({
  lon: fc.oneof(between(-180, 180), fc.constantFrom(180, -180, 179.9995, 0)),
  lat: fc.oneof(between(-90, 90), fc.constantFrom(90, -90, 89.9997, -89.999, 60, 0)),
  radiusMeters: fc.constantFrom(50, 100, 5_000, 900_000, 7_000_000),
  steps: fc.array(
    fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }), fc.constantFrom(0, 30, 60, 90, 700)),
    {
      maxLength: 40,
    },
  ),
});
const settings = fc.record({
  minStaySeconds: fc.constantFrom(60, 120, 300),
  maxGapSeconds: fc.constantFrom(600, 100, Infinity),
  end: fc.constantFrom<StayEnd>("last fix inside", "first fix outside"),
  keepBeforeGap: fc.boolean(),
  keepLast: fc.boolean(),
});
type Walk = typeof walks extends fc.Arbitrary<infer T> ? T : never;
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

const wrapped = (lon: number): number => (lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);

function fixesOf(tracks: readonly Walk[]): Fixes {
  const rows = tracks.flatMap((walk, user) => {
    let [x, y, time] = [0, 0, 1_000_000];
    const unit = walk.radiusMeters / 4 / METERS_PER_DEGREE;
    const squeeze = Math.max(Math.cos((walk.lat * Math.PI) / 180), 0.02);
    return [[0, 0, 0] as const, ...walk.steps].map(([east, north, seconds]) => {
      [x, y, time] = [x + east, y + north, time + seconds];
      const lon = walk.lon + (((x * unit) / squeeze) % 180);
      const lat = Math.min(90, Math.max(-90, walk.lat + y * unit));
      return { user, time, lon: wrapped(lon), lat };
    });
  });
  const column = (key: "user" | "time" | "lon" | "lat"): number[] => rows.map((row) => row[key]);
  const users = tracks.map((_, u) => `u${String(u).padStart(2, "0")}`);
  const built = buildFixes({
    users,
    user: column("user"),
    time: column("time"),
    lon: column("lon"),
    lat: column("lat"),
  });
  expect(built.refused.length).toBe(0);
  return built.fixes;
}

/** Every rule with the radius, and its plain twin where there is one. */
function rulesOf(
  meters: number,
  set: Settings,
): { rule: StayRule; slow?: typeof slowStayPoints; options: SlowOptions }[] {
  const options = { ...set, meters };
  const { keepLast, ...others } = set;
  return [
    { rule: stayPoints({ ...set, radiusMeters: meters }), slow: slowStayPoints, options },
    { rule: stayLocations({ ...others, radiusMeters: meters }), slow: slowStayLocations, options },
    { rule: roamingStays({ ...set, roamMeters: meters }), slow: slowRoaming, options },
    { rule: boundedStays({ ...set, maxDiameterMeters: meters, extent: boundingRectangle() }), options },
  ];
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** The direction of the mean of unit vectors, in degrees. */
function middleOf(places: readonly (readonly [lon: number, lat: number])[]): [lon: number, lat: number] {
  const [x, y, z] = [0, 0, 0].map((_, axis) =>
    places.reduce((sum, [lon, lat]) => {
      const [lambda, phi] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
      return sum + [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)][axis]!;
    }, 0),
  ) as [number, number, number];
  return [(Math.atan2(y, x) * 180) / Math.PI, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI];
}

function runsOf(fixes: Fixes, rule: StayRule, u: number): object[] {
  const { stays, runs } = detectStays(fixes, { rule });
  return Array.from({ length: stays.offsets[u + 1]! - stays.offsets[u]! }, (_, k) => {
    const row = stays.offsets[u]! + k;
    const from = fixes.offsets[u]!;
    return {
      start: stays.columns.start[row]!,
      end: stays.columns.end[row]!,
      first: runs.columns.first[row]! - from,
      after: runs.columns.after[row]! - from,
    };
  });
}

describe("stays, on walks anywhere on the globe", () => {
  it("are those that a plain search finds which computes every distance", () => {
    const law = fc.property(walks, settings, (walk, set) => {
      const fixes = fixesOf([walk]);
      for (const { rule, slow, options } of rulesOf(walk.radiusMeters, set)) {
        if (slow !== undefined) expect(runsOf(fixes, rule, 0), rule.name).toEqual(slow(slowFixes(fixes, 0), options));
      }
    });
    fc.assert(law, { seed: 42, numRuns: 600 });
  });

  it("are those of the plain search in long rests too, where fixes keep coming near the limit", () => {
    const step = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
    const law = fc.property(walks, settings, fc.array(step, { minLength: 50, maxLength: 70 }), (walk, set, rest) => {
      // Places about one point, up to three quarters of the radius apart to the east and to the north: some too far, most not.
      const steps = rest.map(([x, y], i) => {
        const [px, py] = rest[i - 1] ?? [0, 0];
        return [(x - px) / 6, (y - py) / 6, 30] as [number, number, 30];
      });
      const fixes = fixesOf([{ ...walk, steps }]);
      for (const { rule, slow, options } of rulesOf(walk.radiusMeters, set)) {
        if (slow !== undefined) expect(runsOf(fixes, rule, 0), rule.name).toEqual(slow(slowFixes(fixes, 0), options));
      }
    });
    fc.assert(law, { seed: 42, numRuns: 15 });
  });

  it("are the same for fixes a hair beside the radius, on either side and in any direction", () => {
    const law = fc.property(
      between(-89.9, 89.9),
      between(0, 2 * Math.PI),
      fc.constantFrom(20, 100, 3_000, 80_000, 2_000_000),
      between(-1e-6, 1e-6),
      fc.constantFrom(-0.09, -0.049, 0.049, 0.09),
      (lat, angle, meters, hair, step) => {
        // The place so far away in that direction, along the great circle.
        const [reach, phi] = [(meters * (1 + hair)) / EARTH_RADIUS_METERS, (lat * Math.PI) / 180];
        const sine = Math.sin(phi) * Math.cos(reach) + Math.cos(phi) * Math.sin(reach) * Math.cos(angle);
        const turn = Math.atan2(
          Math.sin(angle) * Math.sin(reach) * Math.cos(phi),
          Math.cos(reach) - Math.sin(phi) * sine,
        );
        const [lon, y] = [(turn * 180) / Math.PI, (Math.asin(Math.min(1, Math.max(-1, sine))) * 180) / Math.PI];
        // A fix before, 5 or 10 km off, from which the search still has the cosine of a latitude. A larger radius would hold it.
        const before = meters > 3_000 ? [] : [lat + step];
        const { fixes } = buildFixes({
          users: ["a"],
          user: [...before.map(() => 0), 0, 0],
          time: [...before.map(() => 0), 1000, 2000],
          lon: [...before.map(() => 0), 0, lon],
          lat: [...before, lat, y],
        });
        const set = { minStaySeconds: 1, maxGapSeconds: Infinity, end: "last fix inside" } as const;
        const isNear = greatCircleMeters(0, lat, lon, y);
        const count = (rule: StayRule): number => detectStays(fixes, { rule }).stays.length;
        expect(count(stayPoints({ ...set, radiusMeters: meters, keepLast: true }))).toBe(isNear < meters ? 1 : 0);
        expect(count(stayLocations({ ...set, radiusMeters: meters }))).toBe(isNear <= meters ? 1 : 0);
      },
    );
    fc.assert(law, { seed: 42, numRuns: 2000 });
  });

  it("do not overlap, have at least a fix each, and their runs of fixes lie within their times", () => {
    const law = fc.property(fc.array(walks, { maxLength: 3 }), settings, (tracks, set) => {
      const fixes = fixesOf(tracks);
      for (const { rule } of rulesOf(100, set)) {
        const { stays, runs } = detectStays(fixes, { rule });
        for (let u = 0; u < stays.users.length; u++) {
          for (let k = stays.offsets[u]!; k < stays.offsets[u + 1]!; k++) {
            const [first, after] = [runs.columns.first[k]!, runs.columns.after[k]!];
            expect(stays.columns.events[k]).toBe(after - first);
            expect(after).toBeGreaterThan(first);
            expect(stays.columns.start[k]).toBe(fixes.columns.time[first]);
            expect(stays.columns.end[k]).toBeGreaterThanOrEqual(fixes.columns.time[after - 1]!);
            if (k === stays.offsets[u]) continue;
            expect(stays.columns.start[k]).toBeGreaterThanOrEqual(stays.columns.end[k - 1]!);
            expect(first).toBeGreaterThanOrEqual(runs.columns.after[k - 1]!);
          }
        }
      }
    });
    fc.assert(law, { seed: 42, numRuns: 150 });
  });

  it("of one user do not depend on who else is there", () => {
    const law = fc.property(fc.array(walks, { minLength: 1, maxLength: 4 }), settings, (tracks, set) => {
      const together = fixesOf(tracks);
      for (const { rule } of rulesOf(100, set)) {
        tracks.forEach((walk, u) => {
          expect(runsOf(together, rule, u), rule.name).toEqual(runsOf(fixesOf([walk]), rule, 0));
        });
      }
    });
    fc.assert(law, { seed: 42, numRuns: 60 });
  });

  it("move with the clock: an hour later, the same stays an hour later", () => {
    const law = fc.property(walks, settings, (walk, set) => {
      const fixes = fixesOf([walk]);
      const later = { ...fixes, columns: { ...fixes.columns, time: fixes.columns.time.map((t) => t + 3600) } };
      for (const { rule } of rulesOf(100, set)) {
        const [a, b] = [detectStays(fixes, { rule }).stays, detectStays(later, { rule }).stays];
        expect(b.columns.start).toEqual(a.columns.start.map((t) => t + 3600));
        expect(b.columns.end).toEqual(a.columns.end.map((t) => t + 3600));
        expect(b.locations.key).toBe(a.locations.key);
      }
    });
    fc.assert(law, { seed: 42, numRuns: 100 });
  });

  it("have means that are off the middle on the sphere by d² tan φ / 8 R at most, d wide at φ, and near a pole by nothing", () => {
    const law = fc.property(walks, settings, fc.constantFrom(50, 5_000), (walk, set, meters) => {
      const fixes = fixesOf([{ ...walk, radiusMeters: meters }]);
      const { lon, lat } = fixes.columns;
      for (const { rule } of rulesOf(meters, set)) {
        const { stays, runs } = detectStays(fixes, { rule });
        stays.locations.columns.lon.forEach((x, k) => {
          const rows = range(runs.columns.first[k]!, runs.columns.after[k]!);
          const [mx, my] = middleOf(rows.map((i) => [lon[i]!, lat[i]!]));
          const highest = Math.max(...rows.map((i) => Math.abs(lat[i]!)));
          const bow = ((2 * meters) ** 2 * Math.tan((highest * Math.PI) / 180)) / (8 * EARTH_RADIUS_METERS);
          const off = greatCircleMeters(x, stays.locations.columns.lat[k]!, mx, my);
          expect(off, rule.name).toBeLessThan(highest > 89 ? 1e-6 : bow + 1e-6);
        });
      }
    });
    fc.assert(law, { seed: 42, numRuns: 300 });
  });

  it("turn with the globe: half a circle on, also over ±180°, the same stays and centres there", () => {
    const law = fc.property(walks, settings, fc.constantFrom(180, 90, 359.75), (walk, set, degrees) => {
      // Coordinates in steps of 2⁻²⁰ degrees, which a turn does not round, off the poles, where a longitude means something.
      const grid = (x: number): number => Math.round(x * 2 ** 20) / 2 ** 20;
      const made = fixesOf([{ ...walk, radiusMeters: 100, lat: Math.min(80, Math.max(-80, walk.lat)) }]);
      const lat = made.columns.lat.map(grid);
      const fixes = { ...made, columns: { time: made.columns.time, lon: made.columns.lon.map(grid), lat } };
      const lon = fixes.columns.lon.map((x) => (x + degrees > 180 ? x + degrees - 360 : x + degrees));
      const turned = { ...fixes, columns: { ...fixes.columns, lon } };
      for (const { rule } of rulesOf(100, set).slice(0, 3)) {
        for (const centre of [meanCentre(), distinctCentre(), medianCentre()]) {
          const [a, b] = [detectStays(fixes, { rule, centre }), detectStays(turned, { rule, centre })];
          expect(b.runs).toEqual(a.runs);
          const [from, to] = [a.stays.locations.columns, b.stays.locations.columns];
          from.lon.forEach((x, k) => {
            expect(greatCircleMeters(wrapped(x + degrees), from.lat[k]!, to.lon[k]!, to.lat[k]!)).toBeLessThan(1e-4);
          });
        }
      }
    });
    fc.assert(law, { seed: 42, numRuns: 100 });
  });
});

describe("fixes", () => {
  const anything = fc.oneof(
    fc.double({ min: -400, max: 400 }),
    fc.constantFrom(Number.NaN, Infinity, 180, -180, 90, -90, 180.0001),
  );
  const times = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constantFrom(-1, 1.5, 2 ** 32, 2 ** 32 - 1, Number.NaN));

  it("kept and refused are those given, in order of user and time, equal times in the order given", () => {
    const row = fc.record({ user: fc.integer({ min: 0, max: 2 }), time: times, lon: anything, lat: anything });
    const law = fc.property(fc.array(row), (rows) => {
      const column = (key: "user" | "time" | "lon" | "lat"): number[] => rows.map((each) => each[key]);
      const given = { user: column("user"), time: column("time"), lon: column("lon"), lat: column("lat") };
      const { fixes, refused } = buildFixes({ users: ["c", "a", "b"], ...given });
      expect(fixes.length + refused.length).toBe(rows.length);
      const isGood = ({ time, lon, lat }: { time: number; lon: number; lat: number }): boolean =>
        Number.isInteger(time) && time >= 0 && time < 2 ** 32 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
      expect([...refused.columns.row]).toEqual(rows.flatMap((each, i) => (isGood(each) ? [] : [i + 1])));
      expect(fixes.users).toEqual(["a", "b", "c"]);
      const expected = [1, 2, 0].map((user) =>
        rows.filter((each) => each.user === user && isGood(each)).toSorted((p, q) => p.time - q.time),
      );
      expect([...fixes.columns.time]).toEqual(expected.flat().map((each) => each.time));
      expect([...fixes.columns.lon]).toEqual(expected.flat().map((each) => each.lon));
      expect([...fixes.columns.lat]).toEqual(expected.flat().map((each) => each.lat));
      expect([...fixes.offsets]).toEqual([0, 1, 2, 3].map((u) => expected.slice(0, u).flat().length));
    });
    fc.assert(law, { seed: 42, numRuns: 300 });
  });

  it("kept and dropped are all, by whatever they are sifted, and parts and compressed fixes lose none", () => {
    const law = fc.property(fc.array(walks, { maxLength: 3 }), (tracks) => {
      const fixes = fixesOf(tracks);
      for (const { kept, dropped } of [
        filterSpeed(fixes, { maxSpeedKmh: 20 }),
        thinByDistance(fixes, { minMeters: 80 }),
        simplifyFixes(fixes, { toleranceMeters: 40 }),
      ]) {
        expect(kept.length + dropped.length).toBe(fixes.length);
        expect([...kept.columns.lat, ...dropped.columns.lat].toSorted()).toEqual([...fixes.columns.lat].toSorted());
      }
      expect(compressFixes(fixes, { radiusMeters: 80 }).events.reduce((a, b) => a + b, 0)).toBe(fixes.length);
      const { parts, owner } = splitByGap(fixes, { maxGapSeconds: 100 });
      expect(parts.offsets.at(-1)).toBe(fixes.length);
      expect(owner.length).toBe(parts.users.length);
      const moving = splitBySpeed(fixes, { minSpeedKmh: 4, minStopSeconds: 100 });
      expect(moving.parts.length + moving.dropped.length).toBe(fixes.length);
      const both = [...moving.parts.columns.time, ...moving.dropped.columns.time];
      expect(both.toSorted()).toEqual([...fixes.columns.time].toSorted());
    });
    fc.assert(law, { seed: 42, numRuns: 100 });
  });

  it("under way are those that the speeds of steps say, cut as by gaps", () => {
    const law = fc.property(
      walks,
      fc.constantFrom(0.5, 4, 30),
      fc.constantFrom(50, 100, 800),
      (walk, minSpeedKmh, seconds) => {
        const fixes = fixesOf([walk]);
        const { metersPerSecond } = measureSteps(fixes).columns;
        const { time, lon, lat } = fixes.columns;
        const isFast = range(0, fixes.length).map(
          (i) => time[i]! > (time[i - 1] ?? Infinity) && metersPerSecond[i]! * 3.6 >= minSpeedKmh,
        );
        if (isFast[1] === true) isFast[0] = true;
        const kept = range(0, fixes.length).filter((i) => isFast[i]);
        const expected = splitByGap(
          {
            users: fixes.users,
            length: kept.length,
            offsets: Uint32Array.of(0, kept.length),
            columns: {
              time: Uint32Array.from(kept, (i) => time[i]!),
              lon: Float64Array.from(kept, (i) => lon[i]!),
              lat: Float64Array.from(kept, (i) => lat[i]!),
            },
          },
          { maxGapSeconds: seconds },
        );
        const { parts, owner } = splitBySpeed(fixes, { minSpeedKmh, minStopSeconds: seconds });
        expect({ parts, owner }).toEqual(expected);
      },
    );
    fc.assert(law, { seed: 42, numRuns: 200 });
  });

  it("of one user are at the same place at a time, whoever else is there, and between the two fixes around it", () => {
    const times = fc.uniqueArray(fc.integer({ min: 999_990, max: 1_003_000 }), { maxLength: 8 });
    const law = fc.property(fc.array(walks, { minLength: 1, maxLength: 3 }), times, (tracks, given) => {
      const options = { times: given.toSorted((a, b) => a - b), maxGapSeconds: 600 };
      const together = positionsAt(fixesOf(tracks), options);
      tracks.forEach((walk, u) => {
        const fixes = fixesOf([walk]);
        const alone = positionsAt(fixes, options).columns;
        const [from, to] = [together.offsets[u]!, together.offsets[u + 1]!];
        expect(together.columns.time.slice(from, to)).toEqual(alone.time);
        expect(together.columns.lon.slice(from, to)).toEqual(alone.lon);
        alone.time.forEach((t, k) => {
          const before = fixes.columns.time.findLastIndex((each) => each <= t);
          const after = fixes.columns.time[before] === t ? before : before + 1;
          const metersTo = (i: number): number =>
            greatCircleMeters(alone.lon[k]!, alone.lat[k]!, fixes.columns.lon[i]!, fixes.columns.lat[i]!);
          const { lon, lat } = fixes.columns;
          const whole = greatCircleMeters(lon[before]!, lat[before]!, lon[after]!, lat[after]!);
          expect(Math.abs(metersTo(before) + metersTo(after) - whole)).toBeLessThan(1e-6 + 1e-9 * whole);
        });
      });
    });
    fc.assert(law, { seed: 42, numRuns: 200 });
  });
});
