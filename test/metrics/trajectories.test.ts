import { describe, expect, it } from "vitest";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { measureSteps, measureTrajectories } from "../../src/metrics/trajectories.ts";
import { buildFixes } from "../../src/traces/fixes.ts";

const { fixes } = buildFixes({
  users: ["ann", "bo", "cy"],
  user: [0, 0, 0, 0, 2],
  time: [0, 100, 100, 200, 50],
  lon: [179.99, -179.99, -179.99, -179.99, 5],
  lat: [0, 0, 0, 0.01, 5],
});

describe("measureTrajectories", () => {
  const { columns } = measureTrajectories(fixes);

  it("adds up the ways between fixes, over ±180° too, and knows the straight line and its direction", () => {
    const [across, north] = [greatCircleMeters(0, 0, 0.02, 0), greatCircleMeters(0, 0, 0, 0.01)];
    expect(columns.lengthMeters[0]).toBeCloseTo(across + north, 6);
    expect(columns.straightMeters[0]).toBeCloseTo(greatCircleMeters(0, 0, 0.02, 0.01), 6);
    expect(columns.directionDegrees[0]).toBeCloseTo((Math.atan(2) * 180) / Math.PI, 5);
    expect(columns.metersPerSecond[0]).toBeCloseTo((across + north) / 200, 6);
  });

  it("has no speed or direction for a single fix, and nothing but its count for no fix", () => {
    expect([...columns.fixes]).toEqual([4, 0, 1]);
    expect([...columns.start]).toEqual([0, Number.NaN, 50]);
    expect([...columns.lengthMeters.slice(1)]).toEqual([0, 0]);
    expect([...columns.metersPerSecond.slice(1), ...columns.directionDegrees.slice(1)]).toEqual(
      new Array(4).fill(Number.NaN),
    );
  });
});

describe("measureSteps", () => {
  it("has NaN for a user's first fix, for the speed within a second and for the direction of no way", () => {
    const { meters, seconds, metersPerSecond, directionDegrees } = measureSteps(fixes).columns;
    expect([...seconds]).toEqual([Number.NaN, 100, 0, 100, Number.NaN]);
    expect([meters[0], meters[2], meters[4]]).toEqual([Number.NaN, 0, Number.NaN]);
    expect([metersPerSecond[2], directionDegrees[2]]).toEqual([Number.NaN, Number.NaN]);
    expect(directionDegrees[1]).toBeCloseTo(90, 9);
    expect(directionDegrees[3]).toBeCloseTo(0, 9);
  });
});
