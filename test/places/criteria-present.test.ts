import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildMonths, buildPeriods } from "../../src/core/periods.ts";
import { modalDailyLocation } from "../../src/places/criteria-days.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { withinRadius } from "../../src/places/criteria-nearby.ts";
import { detectPresentHomes } from "../../src/places/criteria-present.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";

describe("homes on enough days", () => {
  it("have three tenths of the month: nine days of February and of April, ten of March", () => {
    const clock = createClock({ timeZone: "UTC" });
    const span = { firstDay: dayOfDate("2015-02-01"), lastDay: dayOfDate("2015-04-30") };
    const periods = buildMonths({ clock, ...span });
    const homesWith = (days: number): number[] => {
      const day = ["02", "03", "04"].flatMap((month) =>
        Array.from({ length: days }, (_, d) => dayOfDate(`2015-${month}-01`) + d),
      );
      const presence = buildPresenceOfDays({ user: day.map(() => "a"), day, location: day.map(() => 0) }, placesOf(1));
      const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
      const present = detectPresentHomes(history, { minPresence: 0.3 });
      expect(present.columns.support).toEqual(history.columns.support);
      return [...present.columns.location];
    };
    expect(homesWith(8)).toEqual([-1, -1, -1]);
    expect(homesWith(9)).toEqual([0, -1, 0]);
    expect(homesWith(10)).toEqual([0, 0, 0]);
  });

  it("have the share asked for although 0.28 · 25 is above 7 in binary fractions", () => {
    const periods = buildPeriods({ firstDay: [1], lastDay: [25] }, createClock({ timeZone: "UTC" }));
    const day = [1, 2, 3, 4, 5, 6, 7];
    const presence = buildPresenceOfDays({ user: day.map(() => "a"), day, location: day.map(() => 0) }, placesOf(1));
    const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
    expect(detectPresentHomes(history, { minPresence: 0.28 }).columns.location[0]).toBe(0);
    expect(detectPresentHomes(history, { minPresence: 0.281 }).columns.location[0]).toBe(-1);
  });
});

describe("homes within a radius", () => {
  // B lies 600 m from A and from C, which are 1200 m apart; nobody is ever seen at B.
  const antennas = createLocations("antennas", ["A", "B", "C", "D"], [0, 0.0054, 0.0108, 1], [0, 0, 0, 0]);
  const traces = tracesOf(
    [0, 0, 2, 2, 3, 3, 3].map((location, i) => ["ann", i, location] as const),
    antennas,
  );
  const homeOf = (candidates: "scored" | "all") =>
    detectHomes(traces, { criterion: withinRadius({ criterion: mostEvents(), radiusMeters: 1000, candidates }) })
      .columns;

  it("may be one at which the person was never seen, if all are candidates", () => {
    const all = homeOf("all");
    expect([all.location[0], all.support[0], all.runnerUp[0], all.runnerUpSupport[0]]).toEqual([1, 4, 3, 3]);
  });

  it("is one with a score of its own otherwise", () => {
    const scored = homeOf("scored");
    expect([scored.location[0], scored.support[0], scored.runnerUp[0], scored.runnerUpSupport[0]]).toEqual([
      3, 3, 0, 2,
    ]);
  });
});
