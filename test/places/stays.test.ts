import { describe, expect, it } from "vitest";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectStays } from "../../src/places/stays.ts";
import { boundedStays, boundingRectangle } from "../../src/places/stays-bounded.ts";
import { distinctCentre, meanCentre, medianCentre, type StayCentre } from "../../src/places/stays-centres.ts";
import { stayLocations, stayPoints } from "../../src/places/stays-points.ts";
import { roamingStays } from "../../src/places/stays-roaming.ts";
import type { StayRule } from "../../src/places/stays-rules.ts";
import { buildFixes } from "../../src/traces/fixes.ts";
import type { Fixes } from "../../src/types.ts";

/** One user's fixes on the equator: minutes and metres to the east. */
function walk(...fixes: readonly (readonly [minutes: number, meters: number])[]): Fixes {
  return buildFixes({
    users: ["ann"],
    user: fixes.map(() => 0),
    time: fixes.map(([minutes]) => 60 * minutes),
    lon: fixes.map(([, meters]) => 10 + meters / 111_195),
    lat: fixes.map(() => 0),
  }).fixes;
}

/** Start and end in minutes, and the number of fixes. */
function spans(fixes: Fixes, rule: StayRule): number[][] {
  return rowsOf(detectStays(fixes, { rule }).stays).map(({ start, end, events }) => [start / 60, end / 60, events]);
}

const inside = { minStaySeconds: 600, maxGapSeconds: 1800, end: "last fix inside" } as const;
const outside = { ...inside, end: "first fix outside" } as const;
const rest = walk([0, 0], [5, 30], [12, 0], [20, 500], [21, 900]);

describe("the end of a stay", () => {
  it("is the last fix inside or the first fix outside, as asked, by every rule", () => {
    for (const [end, over] of [
      ["last fix inside", 12],
      ["first fix outside", 20],
    ] as const) {
      const set = { ...inside, end };
      expect(spans(rest, stayPoints({ ...set, radiusMeters: 100 }))).toEqual([[0, over, 3]]);
      expect(spans(rest, stayLocations({ ...set, radiusMeters: 100 }))).toEqual([[0, over, 3]]);
      expect(spans(rest, roamingStays({ ...set, roamMeters: 100 }))).toEqual([[0, over, 3]]);
      const extent = boundingRectangle();
      expect(spans(rest, boundedStays({ ...set, maxDiameterMeters: 100, extent }))).toEqual([[0, over, 3]]);
    }
  });

  it("decides whether it was long enough", () => {
    const short = walk([0, 0], [8, 0], [11, 500]);
    expect(spans(short, stayPoints({ ...inside, radiusMeters: 100 }))).toEqual([]);
    expect(spans(short, stayPoints({ ...outside, radiusMeters: 100 }))).toEqual([[0, 11, 2]]);
  });
});

describe("a gap", () => {
  const night = walk([0, 0], [15, 0], [600, 0], [605, 500]);

  it("ends a stay that would go on over it, which is lost unless it is asked for", () => {
    for (const rule of [
      (keepBeforeGap?: boolean) =>
        stayPoints({ ...inside, radiusMeters: 100, ...(keepBeforeGap && { keepBeforeGap }) }),
      (keepBeforeGap?: boolean) =>
        stayLocations({ ...outside, radiusMeters: 100, ...(keepBeforeGap && { keepBeforeGap }) }),
      (keepBeforeGap?: boolean) =>
        roamingStays({ ...inside, roamMeters: 100, ...(keepBeforeGap && { keepBeforeGap }) }),
    ]) {
      expect(spans(night, rule())).toEqual([]);
      expect(spans(night, rule(true))).toEqual([[0, 15, 2]]);
    }
  });

  it("is more than the seconds given, not exactly so many", () => {
    const even = walk([0, 0], [30, 0], [35, 500]);
    expect(spans(even, stayPoints({ ...inside, radiusMeters: 100 }))).toEqual([[0, 30, 2]]);
    expect(spans(even, stayLocations({ ...inside, radiusMeters: 100 }))).toEqual([[0, 30, 2]]);
    expect(spans(even, roamingStays({ ...inside, roamMeters: 100 }))).toEqual([[0, 30, 2]]);
    expect(spans(even, stayPoints({ ...inside, maxGapSeconds: 1799, radiusMeters: 100 }))).toEqual([]);
  });

  it("of which nothing is said by Infinity joins what lies on both sides", () => {
    expect(spans(night, stayPoints({ ...inside, maxGapSeconds: Infinity, radiusMeters: 100 }))).toEqual([[0, 600, 3]]);
  });
});

describe("a user's last stay", () => {
  const home = walk([0, 0], [5, 20], [12, 10]);

  it("is left out of stay points and kept by the others, unless the option says otherwise", () => {
    expect(spans(home, stayPoints({ ...inside, radiusMeters: 100 }))).toEqual([]);
    expect(spans(home, stayPoints({ ...inside, radiusMeters: 100, keepLast: true }))).toEqual([[0, 12, 3]]);
    expect(spans(home, roamingStays({ ...inside, roamMeters: 100 }))).toEqual([[0, 12, 3]]);
    expect(spans(home, roamingStays({ ...inside, roamMeters: 100, keepLast: false }))).toEqual([]);
  });

  it("of scikit-mobility's rule ends with the last fix, which is not counted where the end is the first fix outside", () => {
    expect(spans(home, stayLocations({ ...inside, radiusMeters: 100 }))).toEqual([[0, 12, 3]]);
    expect(spans(home, stayLocations({ ...outside, radiusMeters: 100 }))).toEqual([[0, 12, 2]]);
  });
});

describe("the rules", () => {
  it("take a fix at exactly the radius as outside a stay point and inside a stay location", () => {
    const fixes = walk([0, 0], [11, 100], [12, 900]);
    const { lon } = fixes.columns;
    const radiusMeters = greatCircleMeters(lon[0]!, 0, lon[1]!, 0);
    expect(spans(fixes, stayPoints({ ...inside, radiusMeters }))).toEqual([]);
    expect(spans(fixes, stayLocations({ ...inside, radiusMeters }))).toEqual([[0, 11, 2]]);
    expect(spans(fixes, roamingStays({ ...inside, roamMeters: radiusMeters }))).toEqual([[0, 11, 2]]);
    expect(spans(fixes, roamingStays({ ...inside, roamMeters: radiusMeters * (1 - 1e-12) }))).toEqual([]);
  });

  it("of MovingPandas begin late: the window is cut before it is looked at", () => {
    const arrival = walk([0, 0], [2, 120], [9, 180], [13, 190], [20, 185], [21, 900]);
    // With the fix at 9 the window still holds the one at 0 and is wide; with that at 13 it loses all of 10 minutes ago.
    const extent = boundingRectangle();
    expect(spans(arrival, boundedStays({ ...inside, maxDiameterMeters: 100, extent }))).toEqual([[9, 20, 3]]);
    expect(spans(arrival, roamingStays({ ...inside, roamMeters: 100 }))).toEqual([[2, 20, 4]]);
  });

  it("see a slow walk as stay points but not as a stay within a roaming distance", () => {
    const slow = walk(...Array.from({ length: 21 }, (_, i) => [2 * i, 16 * i] as const));
    expect(spans(slow, stayPoints({ ...inside, radiusMeters: 100 })).length).toBeGreaterThan(1);
    expect(spans(slow, roamingStays({ ...inside, roamMeters: 70 }))).toEqual([]);
  });

  it("begin a stay within a roaming distance with the first fix there, not with the one on the way", () => {
    const arrival = walk([0, 0], [1, 80], [5, 150], [12, 160], [13, 900]);
    expect(spans(arrival, roamingStays({ ...inside, roamMeters: 100 }))).toEqual([[1, 12, 3]]);
    expect(spans(arrival, stayPoints({ ...inside, radiusMeters: 100 }))).toEqual([]);
  });

  it("take fixes on the way out off a stay location, from the outside inwards", () => {
    // The way out: 90 m in 12 minutes since the first fix is 0.45 km/h, 40 m in 10 minutes 0.24 km/h.
    const leaving = walk([0, 0], [10, 40], [12, 90], [13, 900], [14, 1800]);
    const rule = (minSpeedKmh: number): StayRule =>
      stayLocations({ ...outside, minStaySeconds: 300, radiusMeters: 100, minSpeedKmh });
    expect(spans(leaving, rule(0.4))).toEqual([[0, 10, 2]]);
    expect(spans(leaving, rule(1))).toEqual([[0, 12, 3]]);
    expect(spans(leaving, rule(5))).toEqual([[0, 13, 3]]);
    expect(spans(leaving, rule(0.1))).toEqual([]);
  });
});

describe("the extent of a run", () => {
  /** Fixes at metres to the east and north of 10° E on the equator. */
  const at = (...places: readonly (readonly [east: number, north: number])[]): Fixes =>
    buildFixes({
      users: ["ann"],
      user: places.map(() => 0),
      time: places.map((_, i) => 60 * i),
      lon: places.map(([east]) => 10 + east / 111_195.08),
      lat: places.map(([, north]) => north / 111_195.08),
    }).fixes;
  const turned = (x: number, y: number): [number, number] => [0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y];

  it("is the diagonal of the smallest rectangle, which need not lie along the longest side nor to the north", () => {
    // Within 100 m by 30 m, with the corner at (0, 0) cut off by a long edge, whose own rectangle is larger.
    const fixes = at(turned(60, 0), turned(100, 0), turned(100, 30), turned(0, 30), turned(0, 25), turned(50, 12));
    const meters = boundingRectangle().start(fixes);
    expect(meters(0, 6, 1000)).toBeCloseTo(Math.hypot(100, 30), 3);
    // The same shape turned and mirrored: whichever edge comes first or last, it is the least rectangle that counts.
    const shape = [
      [60, 0],
      [100, 0],
      [100, 30],
      [0, 30],
      [0, 25],
    ] as const;
    for (const [a, b, c, d] of [
      [1, 0, 0, 1],
      [0, -1, 1, 0],
      [-1, 0, 0, -1],
      [0, 1, -1, 0],
      [-1, 0, 0, 1],
      [1, 0, 0, -1],
    ] as const) {
      const other = at(...shape.map(([x, y]) => turned(a * x + b * y, c * x + d * y)));
      expect(boundingRectangle().start(other)(0, 5, 1000)).toBeCloseTo(Math.hypot(100, 30), 3);
    }
    // The same run fix by fix as at once, whatever was asked before.
    for (let to = 1; to <= 6; to++) {
      expect(meters(0, to, 1000)).toBe(boundingRectangle().start(fixes)(0, to, 1000));
    }
    expect(meters(2, 4, 1000)).toBeCloseTo(100, 3);
    expect([meters(1, 1, 1000), meters(1, 2, 1000)]).toEqual([0, 0]);
  });

  it("is not fooled by fixes on the other side of the Earth, nor are roaming stays", () => {
    const fixes = at(...Array.from({ length: 80 }, (_, i) => [i % 7, i % 5] as const));
    const { lon, lat } = fixes.columns;
    lon[40] = -170;
    lat[40] = 0;
    expect(boundingRectangle().start(fixes)(0, 80, 100)).toBeGreaterThan(100);
    const rule = roamingStays({ ...inside, roamMeters: 100 });
    expect(rowsOf(detectStays(fixes, { rule }).stays).map((stay) => stay.events)).toEqual([40, 39]);
  });
});

describe("the centre of a stay", () => {
  const fixes = buildFixes({
    users: ["ann"],
    user: [0, 0, 0, 0, 0],
    time: [0, 60, 120, 900, 960],
    lon: [179.9999, 179.9999, -179.9999, -179.9996, 0],
    lat: [10, 10, 10.0004, 10, 0],
  }).fixes;
  const rule = stayPoints({ ...inside, radiusMeters: 200 });
  const at = (centre: ReturnType<typeof meanCentre>): string[] => {
    const { lon, lat } = detectStays(fixes, { rule, centre }).stays.locations.columns;
    return [lon[0]!.toFixed(6), lat[0]!.toFixed(6)];
  };

  it("is the mean, the mean of the different positions or the median, also over ±180°", () => {
    expect(at(meanCentre())).toEqual(["-179.999925", "10.000100"]);
    expect(at(distinctCentre())).toEqual(["-179.999867", "10.000133"]);
    expect(at(medianCentre())).toEqual(["180.000000", "10.000000"]);
  });

  const centreOf = (centre: StayCentre, places: readonly (readonly [lon: number, lat: number])[]): number[] => {
    const [lon, lat] = [Float64Array.from(places, ([x]) => x), Float64Array.from(places, ([, y]) => y)];
    const offsets = Uint32Array.of(0, places.length);
    const found = new Float64Array(2);
    const columns = { time: new Uint32Array(places.length), lon, lat };
    centre.start({ users: ["ann"], length: places.length, offsets, columns })(lon, lat, 0, places.length, found);
    return [...found];
  };
  const centres = [meanCentre(), distinctCentre(), medianCentre()];
  /** A place so many metres from the pole, to the side of 90° E and of 180°. */
  const byPole = (east: number, north: number, sign: number): [number, number] => [
    (Math.atan2(east, -north) * 180) / Math.PI,
    sign * (90 - ((Math.hypot(east, north) / EARTH_RADIUS_METERS) * 180) / Math.PI),
  ];

  it("is at the pole for fixes all around it, and beside it where they are, as on a plane", () => {
    for (const sign of [1, -1]) {
      const around = [0, 90, 180, -90].map((lon) => [lon, sign * 89.9999] as const);
      for (const centre of centres) expect(centreOf(centre, around)[1], centre.name).toBeCloseTo(sign * 90, 9);
      const beside = [byPole(0, 10, sign), byPole(0, 10, sign), byPole(30, -20, sign), byPole(60, 70, sign)];
      for (const [centre, east, north] of [
        [meanCentre(), 22.5, 17.5],
        [distinctCentre(), 30, 20],
        [medianCentre(), 15, 10],
      ] as const) {
        const [lon, lat] = centreOf(centre, beside);
        expect(greatCircleMeters(lon!, lat!, ...byPole(east, north, sign)), centre.name).toBeLessThan(1e-6);
      }
    }
  });

  it("is that of degrees up to 89°, and changes there by no more than the bow of the parallel", () => {
    for (const centre of centres) {
      const below = [0, 0.05, 0.1].map((x) => [x, 89] as const);
      expect(centreOf(centre, below), centre.name).toEqual([expect.closeTo(0.05, 12), 89]);
      const above = [0, 0.05, 0.1].map((x) => [x, 89.0000001] as const);
      const [lon, lat] = centreOf(centre, above);
      // d² tan φ / 8 R for d = 194 m; the fixes lie on the parallel, which bows away from the great circle.
      expect(greatCircleMeters(lon!, lat!, 0.05, 89), centre.name).toBeLessThan(0.05);
      expect(lat, centre.name).toBeGreaterThan(89);
    }
  });

  it("of fixes around the Earth is in the direction of their middle, and nowhere if they have none", () => {
    const wide = [
      [-100, 0],
      [100, 0],
      [0, 0],
    ] as const;
    for (const centre of [meanCentre(), distinctCentre()]) {
      expect(centreOf(centre, wide)).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
    }
    const opposite = buildFixes({ users: ["ann"], user: [0, 0], time: [0, 900], lon: [0, 180], lat: [0, 0] }).fixes;
    const anywhere = stayPoints({ ...inside, radiusMeters: 3e7, keepLast: true });
    for (const centre of centres) {
      expect(() => detectStays(opposite, { rule: anywhere, centre })).toThrow("the longitude of a centre must be");
    }
  });
});

describe("detectStays", () => {
  const rule = stayPoints({ ...inside, radiusMeters: 100 });

  it("keeps users who never stayed, and numbers each user's stays from 1", () => {
    const { fixes } = buildFixes({
      users: ["ann", "bo", "cy"],
      user: [0, 0, 0, 2, 2, 2, 2],
      time: [0, 700, 800, 0, 700, 800, 1600],
      lon: [0, 0, 1, 0, 0, 1, 1],
      lat: [0, 0, 0, 0, 0, 0, 0],
    });
    const { stays } = detectStays(fixes, { rule: stayPoints({ ...inside, radiusMeters: 100, keepLast: true }) });
    expect(stays.users).toEqual(["ann", "bo", "cy"]);
    expect([...stays.offsets]).toEqual([0, 1, 1, 3]);
    expect(stays.locations.columns.id).toEqual(["ann#1", "cy#1", "cy#2"]);
    expect(stays.locations.kind).toBe("stops");
  });

  it("finds nothing in no fixes", () => {
    const { fixes } = buildFixes({ users: ["ann"], user: [], time: [], lon: [], lat: [] });
    expect(detectStays(fixes, { rule }).stays.length).toBe(0);
  });

  it("does not believe a rule whose stays overlap or lie outside the user's fixes", () => {
    const own = (first: number, after: number): StayRule => ({
      name: "own",
      start: () => (_from, _to, board) => {
        board.count = 2;
        board.after[0] = 2;
        board.first[1] = first;
        board.after[1] = after;
      },
    });
    expect(() => detectStays(rest, { rule: own(1, 3) })).toThrow(/the fixes of stay 2 must be a run of fixes/);
    expect(() => detectStays(rest, { rule: own(2, 9) })).toThrow(/the fixes of stay 2 must be a run of fixes/);
    expect(detectStays(rest, { rule: own(2, 3) }).stays.length).toBe(2);
  });

  it("changes no input", () => {
    const before = structuredClone(rest);
    detectStays(rest, { rule, centre: medianCentre() });
    expect(rest).toEqual(before);
  });
});
