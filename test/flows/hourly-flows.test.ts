import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countHourlyDepartures, countHourlyFlows } from "../../src/flows/hourly-flows.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const H = 3600;
const places = placesOf(3);
const options = { clock, maxGapSeconds: 2 * H };

describe("flows by the hour", () => {
  it("count a move in the hour in which the person is first seen elsewhere", () => {
    const traces = tracesOf(
      [
        ["ann", 10 * H + 3599, 0],
        ["ann", 11 * H, 1],
        ["ann", 11 * H + 60, 1],
      ],
      places,
    );
    expect(rowsOf(countHourlyFlows(traces, options))).toEqual([
      { day: 0, hour: 11, origin: 0, destination: 1, moves: 1, people: 1 },
    ]);
  });

  it("count moves and people, in the order of hours and pairs", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 1],
        ["ann", 60, 0],
        ["ann", 120, 1],
        ["ann", 180, 0],
        ["bo", 0, 1],
        ["bo", 900, 0],
        ["bo", 25 * H, 0],
        ["bo", 26 * H, 2],
        ["cy", 0, 0],
        ["cy", 60, 2],
      ],
      places,
    );
    expect(rowsOf(countHourlyFlows(traces, options)).map((row) => Object.values(row))).toEqual([
      [0, 0, 0, 1, 1, 1],
      [0, 0, 0, 2, 1, 1],
      [0, 0, 1, 0, 3, 2],
      [1, 2, 0, 2, 1, 1],
    ]);
  });

  it("do not count a move after a silence that is too long", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["ann", 2 * H, 1],
        ["ann", 4 * H + 1, 0],
      ],
      places,
    );
    expect(countHourlyFlows(traces, options).length).toBe(1);
    expect(countHourlyFlows(traces, { ...options, maxGapSeconds: 3 * H }).length).toBe(2);
  });

  it("count in windows of more hours, people once in each", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["ann", H, 1],
        ["ann", 2 * H, 0],
        ["ann", 2.5 * H, 1],
        ["ann", 3 * H, 0],
      ],
      places,
    );
    expect(rowsOf(countHourlyFlows(traces, { ...options, windowHours: 3 })).map((row) => Object.values(row))).toEqual([
      [0, 0, 0, 1, 2, 1],
      [0, 0, 1, 0, 1, 1],
      [0, 3, 1, 0, 1, 1],
    ]);
    expect(() => countHourlyFlows(traces, { ...options, windowHours: 5 })).toThrow(
      "windowHours must be a divisor of 24, got 5",
    );
  });

  it("count a person once in an hour that the clock repeats", () => {
    const berlin = createClock({ timeZone: "Europe/Berlin" });
    const change = Date.UTC(2024, 9, 27, 1) / 1000; // 3:00 becomes 2:00
    const traces = tracesOf(
      [
        ["ann", change - 1800, 0],
        ["ann", change - 1200, 1],
        ["ann", change + 60, 0],
        ["ann", change + 600, 1],
      ],
      places,
    );
    const rows = rowsOf(countHourlyFlows(traces, { clock: berlin, maxGapSeconds: H })).map((row) =>
      Object.values(row).slice(1),
    );
    expect(rows).toEqual([
      [2, 0, 1, 2, 1],
      [2, 1, 0, 1, 1],
    ]);
  });

  it("are none without events, and refuse a user who stands twice", () => {
    expect(countHourlyFlows(tracesOf([], places, ["ann"]), options).length).toBe(0);
    const twice = { ...tracesOf([], places, ["ann", "ann"]) };
    expect(() => countHourlyFlows(twice, options)).toThrow("countHourlyFlows: traces.users must be all different");
  });
});

describe("departures by the hour", () => {
  const traces = tracesOf(
    [
      ["ann", 0, 0],
      ["ann", 60, 1],
      ["ann", 120, 0],
      ["ann", 180, 2],
      ["bo", 0, 1],
      ["bo", 300, 0],
      ["bo", 400, 2],
    ],
    places,
  );

  it("count a person once who leaves for several places", () => {
    expect(rowsOf(countHourlyDepartures(traces, options)).map((row) => Object.values(row))).toEqual([
      [0, 0, 0, 3, 2],
      [0, 0, 1, 2, 2],
    ]);
  });

  it("from an area are the moves out of it, not those within it or into it", () => {
    const rows = rowsOf(countHourlyDepartures(traces, { ...options, area: [1, 1, 0] }));
    expect(rows.map((row) => Object.values(row))).toEqual([[0, 0, 0, 2, 2]]);
    expect(countHourlyDepartures(traces, { ...options, area: [0, 0, 1] }).length).toBe(0);
  });
});
