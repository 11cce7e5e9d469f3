import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildArrivals } from "../../src/metrics/arrivals.ts";
import { distanceFromHome } from "../../src/metrics/distance-from-home.ts";
import { jumpLengths } from "../../src/metrics/jump-lengths.ts";
import { maximumDistance } from "../../src/metrics/maximum-distance.ts";
import { meanSquareDisplacement } from "../../src/metrics/square-displacement.ts";
import { straightLineDistance } from "../../src/metrics/travel-distance.ts";
import { visitsPerDay, visitsPerHour } from "../../src/metrics/visits-per-time.ts";
import { waitingTimes } from "../../src/metrics/waiting-times.ts";
import { ellipsoidal } from "../../src/space/distance-measures.ts";
import type { HomePlaces, Locations } from "../../src/types.ts";
import { tracesOf } from "../slow/sequences.ts";
import { DEGREE, placesAt, seenAt, staysOf } from "./mobility-worlds.ts";

const places = placesAt([0, 0], [1, 0], [3, 0]);

describe("jump lengths", () => {
  it("lie between consecutive rows, one fewer than these for each user", () => {
    const { offsets, columns, length } = jumpLengths(seenAt(places, [0, 0, 1, 2], [1], [], [2, 0]));
    expect([...offsets]).toEqual([0, 3, 3, 3, 4]);
    expect(length).toBe(4);
    expect([...columns.meters]).toEqual([0, 1, 2, 3].map((degrees) => expect.closeTo(degrees * DEGREE, 6)));
    expect(columns.meters[0]).toBe(0);
  });

  it("between changes of place are those of arrivals; between stays those of stays", () => {
    const arrivals = buildArrivals(seenAt(places, [0, 0, 1, 1, 2]));
    expect([...jumpLengths(arrivals).columns.meters]).toEqual([1, 2].map((d) => expect.closeTo(d * DEGREE, 6)));
    const stays = staysOf(places, [0, 9, 2], [9, 12, 1]);
    expect([...jumpLengths(stays).columns.meters]).toEqual([expect.closeTo(2 * DEGREE, 6)]);
  });

  it("are geodesics if asked for, and far ones are right to the antipode", () => {
    const meters = jumpLengths(seenAt(places, [0, 1, 1]), { distance: ellipsoidal() }).columns.meters;
    expect([...meters]).toEqual([expect.closeTo((6_378_137 * Math.PI) / 180, 6), 0]);
    const far = placesAt([0, 0], [11, 0], [12, 0], [90, 0], [180, 0]);
    expect([...jumpLengths(seenAt(far, [0, 1, 0, 2, 0, 3, 0, 4])).columns.meters]).toEqual(
      [11, 11, 12, 12, 90, 90, 180].map((degrees) => expect.closeTo(degrees * DEGREE, 5)),
    );
  });

  it("must be lengths, whatever measures them", () => {
    const among = () => (_: number, first: number, meters: Float64Array) => void meters.fill(-1, first);
    expect(() => jumpLengths(seenAt(places, [0, 1]), { distance: { name: "own", among } })).toThrow(
      "jumpLengths: the distance from P0 to P1 must be a finite number of at least 0, got -1",
    );
  });
});

describe("waiting times", () => {
  const traces = tracesOf(
    [
      ["a", 10, 0],
      ["a", 70, 0],
      ["a", 100, 1],
      ["a", 100, 0],
      ["b", 5, 2],
    ],
    places,
    ["a", "b", "c"],
  );

  it("are the seconds between events", () => {
    const { offsets, columns } = waitingTimes(traces);
    expect([...offsets]).toEqual([0, 3, 3, 3]);
    expect([...columns.seconds]).toEqual([60, 30, 0]);
  });

  it("between changes of place are those of arrivals", () => {
    const arrivals = buildArrivals(traces);
    expect(rowsOf(arrivals)).toEqual([
      { time: 10, location: 0 },
      { time: 100, location: 1 },
      { time: 100, location: 0 },
      { time: 5, location: 2 },
    ]);
    expect([...arrivals.offsets]).toEqual([0, 3, 4, 4]);
    expect([...waitingTimes(arrivals).columns.seconds]).toEqual([90, 0]);
  });
});

describe("distances", () => {
  const traces = seenAt(places, [0, 1, 0, 2], [1, 1], [1], []);

  it("add up to the straight-line distance; the longest jump is not the distance of the farthest two places", () => {
    const { jumps, totalMeters, longestMeters } = straightLineDistance(traces).columns;
    expect([...jumps]).toEqual([3, 1, 0, 0]);
    expect([...totalMeters]).toEqual([expect.closeTo(5 * DEGREE, 5), 0, 0, NaN]);
    expect([...longestMeters]).toEqual([expect.closeTo(3 * DEGREE, 5), 0, NaN, NaN]);
    const slow = seenAt(places, [0, 1, 2]);
    expect(straightLineDistance(slow).columns.longestMeters[0]).toBeCloseTo(2 * DEGREE, 5);
    expect(maximumDistance(slow).columns.meters[0]).toBeCloseTo(3 * DEGREE, 5);
  });

  it("of the farthest two places are 0 for one place, NaN without rows", () => {
    const { meters, places: count } = maximumDistance(traces).columns;
    expect([...meters]).toEqual([expect.closeTo(3 * DEGREE, 5), 0, 0, NaN]);
    expect([...count]).toEqual([3, 1, 1, 0]);
    expect(maximumDistance(traces, { distance: ellipsoidal() }).columns.meters[0]).toBeCloseTo(
      (6_378_137 * Math.PI) / 60,
      5,
    );
  });

  it("of places on a circle, whose middle is as far from all, are found", () => {
    const circle = placesAt([1, 0], [0.5, 0.866], [-0.5, 0.866], [-1, 0], [-0.5, -0.866], [0.5, -0.866]);
    expect(maximumDistance(seenAt(circle, [0, 1, 2, 3, 4, 5])).columns.meters[0]).toBeCloseTo(2 * DEGREE, 4);
  });

  it("need not be those of the place farthest from the middle", () => {
    const cross = placesAt([0, 0.1], [0, -0.09], [-0.097, 0], [0.097, 0]);
    const rows = [Array(9).fill(0), Array(10).fill(1), [2, 2, 2], [3, 3, 3]].flat() as number[];
    expect(maximumDistance(seenAt(cross, rows)).columns.meters[0]).toBeCloseTo(0.194 * DEGREE, 3);
  });

  it("from home are 0 at home, NaN without a home; homes may be places of another kind", () => {
    const homes = (locations: Locations, ...location: number[]): HomePlaces => ({
      locations,
      users: ["a", "b", "c", "d"],
      length: 4,
      columns: { location: Int32Array.from(location) },
    });
    const { rows, meanMeters, maximumMeters } = distanceFromHome(traces, homes(places, 1, 1, -1, 0)).columns;
    expect([...rows]).toEqual([4, 2, 1, 0]);
    expect([...meanMeters]).toEqual([expect.closeTo(DEGREE, 6), 0, NaN, NaN]);
    expect([...maximumMeters]).toEqual([expect.closeTo(2 * DEGREE, 6), 0, NaN, NaN]);
    const zone = placesAt([7, 0]);
    expect(distanceFromHome(traces, homes(zone, 0, 0, 0, 0)).columns.maximumMeters[0]).toBeCloseTo(7 * DEGREE, 5);
    const others = { ...homes(places, 0, 0, 0, 0), users: ["a", "b", "x", "d"] };
    expect(() => distanceFromHome(traces, others)).toThrow(
      'distanceFromHome: homes.users[2] must be "c", as in seen, got "x"',
    );
    expect(() => distanceFromHome(traces, homes(places, 0, 0, 3, 0))).toThrow("homes.columns.location[2]");
  });
});

describe("the mean square displacement", () => {
  const traces = tracesOf(
    [
      ["a", 0, 0],
      ["a", 60, 1],
      ["a", 100, 2],
      ["b", 50, 2],
      ["b", 110, 2],
    ],
    places,
    ["a", "b", "c"],
  );

  it("is to the last event up to then; whose events end before stands still", () => {
    const { people, observed, meanM2 } = meanSquareDisplacement(traces, {
      afterSeconds: [0, 59, 60, 99, 100, 1e6],
    }).columns;
    expect([...people]).toEqual([2, 2, 2, 2, 2, 2]);
    expect([...observed]).toEqual([2, 2, 2, 1, 1, 0]);
    const squares = [0, 0, 1, 1, 9, 9].map((n) => (n / 2) * DEGREE ** 2);
    meanM2.forEach((m2, s) => {
      expect(Math.abs(m2 - squares[s]!)).toBeLessThanOrEqual(1e-12 * squares[s]!);
    });
  });

  it("asks for ascending whole seconds, and is NaN of nobody", () => {
    expect(() => meanSquareDisplacement(traces, { afterSeconds: [60, 60] })).toThrow(
      "afterSeconds[1] must be above 60",
    );
    expect(() => meanSquareDisplacement(traces, { afterSeconds: [0.5] })).toThrow("afterSeconds[0] must be a whole");
    expect([...meanSquareDisplacement(seenAt(places, []), { afterSeconds: [1] }).columns.meanM2]).toEqual([NaN]);
  });
});

describe("visits over time", () => {
  const clock = createClock({ timeZone: "Europe/Luxembourg" });
  const at = (text: string): number => Date.parse(text) / 1000;

  it("are counted by local days and hours, those of none included; a repeated hour is one", () => {
    const traces = tracesOf(
      [
        ["a", at("2024-10-25T21:59:59Z"), 0],
        ["a", at("2024-10-25T22:00:00Z"), 0],
        ["a", at("2024-10-27T00:30:00Z"), 0],
        ["a", at("2024-10-27T01:30:00Z"), 1],
        ["b", at("2024-10-27T01:31:00Z"), 1],
      ],
      places,
      ["a", "b"],
    );
    const first = Date.parse("2024-10-25") / 86_400_000;
    expect(rowsOf(visitsPerDay(traces, { clock }))).toEqual([
      { day: first, visits: 1, people: 1 },
      { day: first + 1, visits: 1, people: 1 },
      { day: first + 2, visits: 3, people: 2 },
    ]);
    const hours = rowsOf(visitsPerHour(traces, { clock }));
    expect(hours.length).toBe(72);
    expect(hours.filter(({ visits }) => visits > 0)).toEqual([
      { day: first, hour: 23, visits: 1, people: 1 },
      { day: first + 1, hour: 0, visits: 1, people: 1 },
      { day: first + 2, hour: 2, visits: 3, people: 2 },
    ]);
  });

  it("keep their days where a clock goes back over midnight", () => {
    const traces = tracesOf(
      [
        ["a", at("2008-11-02T02:30:30Z"), 0],
        ["a", at("2008-11-02T02:31:30Z"), 0],
        ["a", at("2008-11-02T02:31:40Z"), 0],
      ],
      places,
    );
    const first = Date.parse("2008-11-01") / 86_400_000;
    expect(rowsOf(visitsPerDay(traces, { clock: createClock({ timeZone: "America/St_Johns" }) }))).toEqual([
      { day: first, visits: 2, people: 1 },
      { day: first + 1, visits: 1, people: 1 },
    ]);
  });

  it("of nobody are no rows", () => {
    expect(visitsPerDay(seenAt(places, []), { clock }).length).toBe(0);
    expect(visitsPerHour(seenAt(places), { clock }).length).toBe(0);
  });
});
