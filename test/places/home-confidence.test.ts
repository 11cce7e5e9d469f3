import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { type HomeConfidenceOptions, measureHomeConfidence } from "../../src/places/home-confidence.ts";
import { mostDays, mostEvents, mostNights } from "../../src/places/index.ts";
import { partOf, placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const DAY = 86_400;
const WEEK = 7 * DAY;
const options: HomeConfidenceOptions = { criterion: mostEvents(), clock, cutHour: 0, replicates: 4000, seed: 7 };

/** One event a week, on the same weekday: the first `a` at location 0, the others at 1. */
const weeks = (user: string, a: number, all: number): TraceEvent[] =>
  Array.from({ length: all }, (_, w) => [user, w * WEEK + 3600, w < a ? 0 : 1]);

function binomialTail(n: number, p: number, least: number): number {
  let sum = 0;
  for (let k = least; k <= n; k++) {
    let ways = 1;
    for (let i = 0; i < k; i++) ways *= (n - i) / (k - i);
    sum += ways * p ** k * (1 - p) ** (n - k);
  }
  return sum;
}

describe("the confidence of homes", () => {
  it("is the chance that days drawn at random name the same home", () => {
    const traces = tracesOf([...weeks("ann", 6, 10), ...weeks("bo", 8, 11)], placesOf(2));
    const { confidence, rival, rivalShare, noneShare } = measureHomeConfidence(traces, options).columns;
    // Five of ten are a tie, in which the lower row is home.
    expect(Math.abs(confidence[0]! - binomialTail(10, 0.6, 5))).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
    expect(Math.abs(confidence[1]! - binomialTail(11, 8 / 11, 6))).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
    expect([...rival]).toEqual([1, 1]);
    expect(confidence[0]! + rivalShare[0]!).toBeCloseTo(1, 12);
    expect([...noneShare]).toEqual([0, 0]);
  });

  it("is 1 where every day names the home, and NaN where no home is named", () => {
    const traces = tracesOf([...weeks("ann", 4, 4), ["bo", 12 * 3600, 1]], placesOf(2), ["ann", "bo", "cy"]);
    const night = mostNights({ clock, fromHour: 22, toHour: 6 });
    const table = measureHomeConfidence(traces, { ...options, criterion: night, cutHour: 12, replicates: 50 });
    expect([...table.columns.location]).toEqual([0, -1, -1]);
    expect([...table.columns.confidence]).toEqual([1, NaN, NaN]);
    expect([...table.columns.rival]).toEqual([-1, -1, -1]);
    expect([...table.columns.noneShare]).toEqual([0, 1, 1]);
  });

  it("draws days among those of the same weekday", () => {
    // Weekdays at 0, weekends at 1: four weeks drawn are always four weeks.
    const days = Array.from({ length: 28 }, (_, d): TraceEvent => ["ann", d * DAY + 3600, (d + 3) % 7 < 5 ? 0 : 1]);
    const traces = tracesOf(days, placesOf(2));
    const { confidence } = measureHomeConfidence(traces, { ...options, criterion: mostDays({ clock }) }).columns;
    expect(confidence[0]).toBe(1);
  });

  it("keeps the nights whole where days are cut at noon", () => {
    // Every second night is seen only after midnight. Cut at noon, each draw has all four nights, and home has half of them.
    const at = [23, 25, 23, 25].map((hour, w): TraceEvent => ["ann", w * WEEK + hour * 3600, w < 2 ? 0 : 1]);
    const traces = tracesOf([...at, ["ann", 3 * WEEK + 26 * 3600, 0]], placesOf(2));
    const criterion = mostNights({ clock, fromHour: 22, toHour: 6 });
    const { confidence, noneShare } = measureHomeConfidence(traces, { ...options, criterion, cutHour: 12 }).columns;
    expect(noneShare[0]).toBe(0);
    // Location 0 is in three of the four nights; the fourth night is in both. It loses never to 1 by nights alone: of k
    // draws of the night in both and j of the one at 1, it has 4 − j and 1 has j + k nights.
    let wins = 0;
    for (let draw = 0; draw < 256; draw++) {
      const drawn = [draw & 3, (draw >> 2) & 3, (draw >> 4) & 3, (draw >> 6) & 3];
      const zero = drawn.filter((night) => night !== 2).length;
      const one = drawn.filter((night) => night >= 2).length;
      if (zero >= one) wins++;
    }
    expect(Math.abs(confidence[0]! - wins / 256)).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
  });

  it("keeps local hours over a change of clocks", () => {
    const place = createClock({ timeZone: "Europe/Luxembourg" });
    // Five Sundays at 03:30, the third of them the day on which 02:00 became 03:00.
    const sundays = [17, 24, 31].map(
      (day) => Date.parse(`2024-03-${day}T03:30:00${day === 31 ? "+02:00" : "+01:00"}`) / 1000,
    );
    const later = ["07", "14"].map((day) => Date.parse(`2024-04-${day}T03:30:00+02:00`) / 1000);
    const traces = tracesOf(
      [...sundays, ...later].map((time, w): TraceEvent => ["ann", time, w < 3 ? 0 : 1]),
      placesOf(2),
    );
    const criterion = mostNights({ clock: place, fromHour: 3, toHour: 4 });
    for (const cutHour of [0, 12]) {
      const run = { ...options, clock: place, criterion, cutHour, replicates: 500 };
      const { noneShare, confidence } = measureHomeConfidence(traces, run).columns;
      expect(noneShare[0]).toBe(0);
      expect(Math.abs(confidence[0]! - binomialTail(5, 0.6, 3))).toBeLessThan(4 * Math.sqrt(0.25 / 500));
    }
  });

  it("is the same for every part of the users, and another with another seed", () => {
    const traces = tracesOf(
      ["ann", "bo", "cy"].flatMap((user, u) => weeks(user, 5, 9 + u)),
      placesOf(2),
    );
    const few = { ...options, replicates: 40 };
    const all = measureHomeConfidence(traces, few).columns;
    const part = measureHomeConfidence(partOf(traces, ["bo", "cy"]), few).columns;
    expect([...part.confidence]).toEqual([...all.confidence].slice(1));
    expect([...measureHomeConfidence(traces, few).columns.confidence]).toEqual([...all.confidence]);
    expect([...measureHomeConfidence(traces, { ...few, seed: "other" }).columns.confidence]).not.toEqual([
      ...all.confidence,
    ]);
  });

  it("of many users and few is the same, though they are drawn in batches", () => {
    const users = Array.from({ length: 60 }, (_, u) => `u${u + 10}`);
    const traces = tracesOf(
      users.flatMap((user, u) => weeks(user, 3 + (u % 4), 8)),
      placesOf(2),
    );
    const run = { ...options, replicates: 3000 };
    const all = measureHomeConfidence(traces, run).columns.confidence;
    const last = measureHomeConfidence(partOf(traces, users.slice(-3)), run).columns.confidence;
    expect([...last]).toEqual([...all.slice(-3)]);
  });
});
