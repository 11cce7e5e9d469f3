import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildFixes, FIX_REFUSAL_REASONS } from "../../src/traces/fixes.ts";
import { compressFixes } from "../../src/traces/fixes-compress.ts";
import { positionsAt } from "../../src/traces/fixes-positions.ts";
import { simplifyFixes } from "../../src/traces/fixes-simplify.ts";
import { filterSpeed } from "../../src/traces/fixes-speed.ts";
import { splitByDay, splitByGap, splitBySpeed } from "../../src/traces/fixes-split.ts";
import { thinByDistance, thinByTime } from "../../src/traces/fixes-thin.ts";
import type { Fixes } from "../../src/types.ts";

/** One user's fixes: seconds, longitude, latitude. */
function track(...rows: readonly (readonly [time: number, lon: number, lat: number])[]): Fixes {
  return buildFixes({
    users: ["ann"],
    user: rows.map(() => 0),
    time: rows.map(([time]) => time),
    lon: rows.map(([, lon]) => lon),
    lat: rows.map(([, , lat]) => lat),
  }).fixes;
}

const times = ({ columns }: Fixes): number[] => [...columns.time];

describe("buildFixes", () => {
  it("refuses a row for the first reason that holds, and says which row", () => {
    const bad = [
      [Number.NaN, 0, 0],
      [1.5, 0, 0],
      [2 ** 32, 0, 0],
      [1, Number.NaN, 0],
      [1, 0, 90.1],
    ] as const;
    const { fixes, refused } = buildFixes({
      users: ["ann"],
      user: [0, ...bad.map(() => 0)],
      time: [7, ...bad.map(([time]) => time)],
      lon: [180, ...bad.map(([, lon]) => lon)],
      lat: [-90, ...bad.map(([, , lat]) => lat)],
    });
    expect(rowsOf(fixes)).toEqual([{ time: 7, lon: 180, lat: -90 }]);
    expect(rowsOf(refused)).toEqual(FIX_REFUSAL_REASONS.map((reason, i) => ({ row: i + 2, reason })));
  });

  it("takes null for no coordinate, not for 0", () => {
    const lon = [null] as unknown as number[];
    const { refused } = buildFixes({ users: ["ann"], user: [0], time: [0], lon, lat: [0] });
    expect(refused.columns.reason).toEqual(["coordinate not a number"]);
  });

  it("wants users that are there and different", () => {
    const one = { time: [0], lon: [0], lat: [0] };
    expect(() => buildFixes({ users: ["ann"], user: [1], ...one })).toThrow("a row of the 1 users, got 1");
    expect(() => buildFixes({ users: ["ann", "ann"], user: [0], ...one })).toThrow("all different");
  });
});

describe("filterSpeed", () => {
  it("measures from the last kept fix, so that the way back from a jump is kept", () => {
    const { kept, dropped } = filterSpeed(track([0, 10, 0], [10, 11, 0], [20, 10.001, 0]), { maxSpeedKmh: 100 });
    expect([times(kept), times(dropped)]).toEqual([[0, 20], [10]]);
  });

  it("judges the last fix like the others, and drops a second fix of the same second", () => {
    const { dropped } = filterSpeed(track([0, 10, 0], [0, 10, 0], [20, 11, 0]), { maxSpeedKmh: 100 });
    expect(times(dropped)).toEqual([0, 20]);
  });
});

describe("compressFixes", () => {
  it("begins a run beyond the radius of the first fix and is over ±180° at the median", () => {
    const fixes = track([0, 179.9995, 0], [5, -179.9995, 0], [9, -179.9996, 0], [12, -179.99, 0]);
    const { fixes: compressed, events } = compressFixes(fixes, { radiusMeters: 200 });
    expect(times(compressed)).toEqual([0, 12]);
    expect(compressed.columns.lon[0]).toBeCloseTo(-179.9996, 9);
    expect([...events]).toEqual([3, 1]);
  });

  it("does not join the end of one user and the beginning of the next", () => {
    const { fixes } = buildFixes({ users: ["a", "b"], user: [0, 1], time: [0, 1], lon: [5, 5], lat: [5, 5] });
    expect([...compressFixes(fixes, { radiusMeters: 100 }).fixes.offsets]).toEqual([0, 1, 2]);
  });
});

describe("thinning", () => {
  it("keeps the first and the last fix, and what is far or late enough", () => {
    const fixes = track([0, 0, 0], [40, 0.0005, 0], [60, 0.001, 0], [70, 0.0011, 0]);
    expect(times(thinByDistance(fixes, { minMeters: 100 }).kept)).toEqual([0, 60, 70]);
    expect(times(thinByTime(fixes, { minSeconds: 60 }).kept)).toEqual([0, 60, 70]);
    expect(thinByDistance(fixes, { minMeters: 0 }).dropped.length).toBe(0);
  });
});

describe("simplifyFixes", () => {
  it("keeps what is farther than the tolerance from the line, and measures to the end of the line beyond it", () => {
    const corner = track([0, 0, 0], [1, 0.01, 0.001], [2, 0.02, 0], [3, 0.02, 0.02]);
    expect(times(simplifyFixes(corner, { toleranceMeters: 50 }).kept)).toEqual([0, 1, 2, 3]);
    expect(times(simplifyFixes(corner, { toleranceMeters: 130 }).kept)).toEqual([0, 2, 3]);
    const spur = track([0, 0, 0], [1, 0.02, 0], [2, 0.01, 0]);
    expect(times(simplifyFixes(spur, { toleranceMeters: 500 }).kept)).toEqual([0, 1, 2]);
    expect(times(simplifyFixes(spur, { toleranceMeters: 1200 }).kept)).toEqual([0, 2]);
  });

  it("follows great circles: a fix on a parallel far north is off the line between two others there", () => {
    const parallel = track([0, 0, 60], [1, 10, 60], [2, 20, 60]);
    // The great circle passes 0.376° north of the parallel in the middle: atan(tan 60° / cos 10°) − 60°.
    const off = (Math.atan(Math.tan(Math.PI / 3) / Math.cos(Math.PI / 18)) - Math.PI / 3) * 6_371_008.8;
    expect(simplifyFixes(parallel, { toleranceMeters: off - 1 }).kept.length).toBe(3);
    expect(simplifyFixes(parallel, { toleranceMeters: off + 1 }).kept.length).toBe(2);
  });

  it("works over ±180° and with a line of no length", () => {
    expect(simplifyFixes(track([0, 179.9, 0], [1, 180, 0], [2, -179.9, 0]), { toleranceMeters: 1 }).kept.length).toBe(
      2,
    );
    expect(simplifyFixes(track([0, 5, 5], [1, 5.01, 5], [2, 5, 5]), { toleranceMeters: 1 }).kept.length).toBe(3);
  });
});

describe("splitting", () => {
  it("by gap begins a part after more than the gap, not after exactly that", () => {
    const { parts } = splitByGap(track([0, 0, 0], [300, 0, 0], [601, 0, 0]), { maxGapSeconds: 300 });
    expect([...parts.offsets]).toEqual([0, 2, 3]);
    expect(parts.users).toEqual(["ann#1", "ann#2"]);
  });

  it("by day follows the local calendar, and gives users without fixes no part", () => {
    const { fixes } = buildFixes({
      users: ["ann", "bo", "cy"],
      user: [0, 0, 2],
      time: [57_599, 57_600, 57_601],
      lon: [116, 116, 116],
      lat: [40, 40, 40],
    });
    const shanghai = splitByDay(fixes, { clock: createClock({ timeZone: "Asia/Shanghai" }) });
    expect(shanghai.parts.users).toEqual(["ann#1", "ann#2", "cy#1"]);
    expect([...shanghai.owner]).toEqual([0, 0, 2]);
    const utc = splitByDay(fixes, { clock: createClock({ timeZone: "UTC" }) });
    expect(utc.parts.users).toEqual(["ann#1", "cy#1"]);
  });

  it("by day makes no third part of the hour that a day has again after midnight", () => {
    // Havana set its clocks back from 1:00 to 0:00 on 5 November 2017; Newfoundland until 2011 from 0:01 to 23:01.
    const clock = createClock({ timeZone: "America/St_Johns" });
    const [back] = [Date.parse("2010-11-07T02:31:00Z") / 1000];
    const fixes = track([back - 3600, 0, 0], [back - 30, 0, 0], [back + 30, 0, 0], [back + 7200, 0, 0]);
    expect(clock.dayOf(back + 30)).toBe(clock.dayOf(back - 30) - 1);
    expect([...splitByDay(fixes, { clock }).parts.offsets]).toEqual([0, 1, 4]);
  });

  /** Metres and seconds along the equator. */
  const along = (...rows: readonly (readonly [meters: number, seconds: number])[]): Fixes =>
    track(...rows.map(([meters, seconds]) => [seconds, meters / 111_195.08, 0] as const));

  it("by speed keeps what is under way and cuts it where nothing was for longer than the stop", () => {
    // The track of MovingPandas' own test of its SpeedSplitter: 10 m a second, 1 m a second, and on.
    const stop = along([0, 0], [10, 1], [20, 2], [21, 3], [22, 4], [30, 5], [40, 6]);
    const { parts, dropped } = splitBySpeed(stop, { minSpeedKmh: 18, minStopSeconds: 2 });
    expect(parts.users).toEqual(["ann#1", "ann#2"]);
    expect([times(parts), [...parts.offsets], times(dropped)]).toEqual([
      [0, 1, 2, 5, 6],
      [0, 3, 5],
      [3, 4],
    ]);
    expect(splitBySpeed(stop, { minSpeedKmh: 18, minStopSeconds: 3 }).parts.users).toEqual(["ann#1"]);
  });

  it("by speed gives a first fix the speed of the second, keeps a lone fast one, and drops one that has no speed", () => {
    const slowStart = along([0, 0], [1, 1], [11, 2], [12, 3]);
    expect(times(splitBySpeed(slowStart, { minSpeedKmh: 18, minStopSeconds: 60 }).parts)).toEqual([2]);
    const doubled = along([0, 0], [10, 1], [12, 1], [25, 2]);
    expect(times(splitBySpeed(doubled, { minSpeedKmh: 18, minStopSeconds: 60 }).dropped)).toEqual([1]);
    const lone = splitBySpeed(along([0, 0]), { minSpeedKmh: 18, minStopSeconds: 60 });
    expect([lone.parts.users, lone.dropped.length]).toEqual([[], 1]);
  });

  it("by speed does not go on from one user to the next", () => {
    const { fixes } = buildFixes({
      users: ["a", "b"],
      user: [0, 0, 1, 1],
      time: [0, 1, 2, 3],
      lon: [0, 1, 5, 5],
      lat: [0, 0, 0, 0],
    });
    const { parts, owner, dropped } = splitBySpeed(fixes, { minSpeedKmh: 18, minStopSeconds: 60 });
    expect([parts.users, [...owner], [...dropped.offsets]]).toEqual([["a#1"], [0], [0, 0, 2]]);
  });
});

describe("positionsAt", () => {
  it("is a fix itself at its time, and nowhere before the first, after the last and within too long a gap", () => {
    const fixes = track([100, 10, 0.1], [200, 10.1, 0.2], [900, 10.1, 0.2]);
    const positions = positionsAt(fixes, { times: [0, 100, 150, 200, 500, 900, 901], maxGapSeconds: 300 });
    expect(times(positions)).toEqual([100, 150, 200, 900]);
    expect([positions.columns.lon[0], positions.columns.lat[2]]).toEqual([10, 0.2]);
    const all = positionsAt(fixes, { times: [500], maxGapSeconds: Infinity });
    expect(rowsOf(all)).toEqual([{ time: 500, lon: 10.1, lat: 0.2 }]);
  });

  it("goes at one speed along the great circle: over a pole, and over ±180° the shorter way", () => {
    const pole = positionsAt(track([0, 0, 80], [100, 180, 80]), { times: [25, 75], maxGapSeconds: Infinity });
    expect([pole.columns.lat[0], pole.columns.lon[0]]).toEqual([expect.closeTo(85, 9), expect.closeTo(0, 9)]);
    expect([pole.columns.lat[1], Math.abs(pole.columns.lon[1]!)]).toEqual([
      expect.closeTo(85, 9),
      expect.closeTo(180, 9),
    ]);
    const line = positionsAt(track([0, 179.9, 0], [4, -179.9, 0]), { times: [1, 2, 3], maxGapSeconds: 10 });
    expect([line.columns.lon[0], line.columns.lon[2]]).toEqual([expect.closeTo(179.95, 9), expect.closeTo(-179.95, 9)]);
  });

  it("divides the distance as the time is divided, also between far and between very near fixes", () => {
    for (const [lon, lat] of [
      [100, -40],
      [10.0001, 60.0001],
      [10.0000000001, 60],
    ] as const) {
      const { columns } = positionsAt(track([0, 10, 60], [10, lon, lat]), { times: [3], maxGapSeconds: 10 });
      const whole = greatCircleMeters(10, 60, lon, lat);
      const [x, y] = [columns.lon[0]!, columns.lat[0]!];
      expect(Math.abs(greatCircleMeters(10, 60, x, y) - 0.3 * whole)).toBeLessThan(1e-7);
      expect(Math.abs(greatCircleMeters(x, y, lon, lat) - 0.7 * whole)).toBeLessThan(1e-7);
    }
  });

  it("is not known halfway to the other side of the Earth, where every way is the shortest", () => {
    const fixes = track([0, 0, 0], [10, 180, 0]);
    expect(positionsAt(fixes, { times: [5], maxGapSeconds: Infinity }).length).toBe(0);
  });

  it("takes the last fix of a second, and each user's own fixes", () => {
    const { fixes } = buildFixes({
      users: ["a", "b"],
      user: [0, 0, 1],
      time: [5, 5, 9],
      lon: [1, 2, 3],
      lat: [0, 0, 0],
    });
    const { columns, offsets } = positionsAt(fixes, { times: [5, 7, 9], maxGapSeconds: 60 });
    expect([[...columns.lon], [...offsets]]).toEqual([
      [2, 3],
      [0, 1, 2],
    ]);
  });

  it("wants times that are seconds, in order", () => {
    const fixes = track([0, 0, 0]);
    expect(() => positionsAt(fixes, { times: [1, 1], maxGapSeconds: 60 })).toThrow(
      "times[1] must be after the one before it",
    );
    expect(() => positionsAt(fixes, { times: [0.5], maxGapSeconds: 60 })).toThrow("times[0] must be a whole second");
  });
});
