import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { detectMigrations } from "../../src/moves/migrations.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { mostNights } from "../../src/places/criteria-nights.ts";
import { buildDailyLocations, mostEventsOfDay } from "../../src/places/daily-location.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { compareHomes } from "../../src/synthetic/scores.ts";
import { compareMigrations } from "../../src/synthetic/scores-migrations.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import { relocate } from "../../src/traces/relocation.ts";
import { buildTraces } from "../../src/traces/traces.ts";

/**
 * 20,000 people and 180 days from 1 March 2024, a record a day and person: 3.6 million records, 6.4 million events. The
 * floors lie a few hundredths under the figures seen with this seed and four others, so that they hold for another
 * arrangement of the same country and fall when a step goes wrong.
 */
describe("a country of 20,000 people and 180 days", () => {
  const world = generateWorld({ random: createRandom("world"), antennas: 600, districts: 40 });
  const lives = generateLives(world, {
    random: createRandom("lives"),
    people: 20_000,
    days: 180,
    firstDay: 19_783,
    movesFromDay: 60,
    movesToDay: 120,
  });
  const clock = createClock({ timeZone: "Europe/Luxembourg" });
  const calls = generateCalls(world, lives, { random: createRandom("calls"), clock });
  const traces = buildTraces(calls);
  const inDistricts = relocate(traces, buildPointCrosswalk(world.antennas, world.districts));
  const atNight = mostNights({ clock, fromHour: 19, toHour: 7 });
  // With one or two events a day people are seen on half of their days: thresholds for such sparse records.
  const thresholds = { maxGapDays: 14, minPresence: 0.3, minStayDays: 45 };

  it("the districts of the records are those of the world", () => {
    expect(inDistricts.unlocated).toBe(traces.unlocated);
    expect(traces.length + traces.unlocated).toBe(2 * calls.length);
  });

  it("home antennas are found for 98 in 100 people, and for more by nights than by all events", () => {
    const byNights = compareHomes(detectHomes(traces, { criterion: atNight }), lives.homes);
    const byEvents = compareHomes(detectHomes(traces, { criterion: mostEvents() }), lives.homes);
    expect(byNights.recall).toBeGreaterThan(0.98);
    expect(byNights.precision).toBeGreaterThan(0.98);
    expect(byEvents.recall).toBeGreaterThan(0.96);
    expect(byNights.recall).toBeGreaterThan(byEvents.recall);
  });

  it("home districts are found for 98 in 100 people", () => {
    const score = compareHomes(detectHomes(inDistricts, { criterion: atNight }), lives.homeDistricts);
    expect(score.recall).toBeGreaterThan(0.98);
    expect(score.precision).toBeGreaterThan(0.98);
  });

  it("of the planted migrations more than 65 in 100 are found from all sightings, and 93 in 100 of those found are planted", () => {
    // Missed are those of people with few records, and of people who work in another district than they live in:
    // days shared by two districts count for neither.
    const found = detectMigrations(buildPresence(inDistricts, { clock }), thresholds);
    const score = compareMigrations(found, lives.migrations, { toleranceDays: 7 });
    expect(score.recall).toBeGreaterThan(0.65);
    expect(score.precision).toBeGreaterThan(0.93);
    expect(score.meanDayError).toBeLessThan(1.2);
  });

  it("more than 71 in 100 are found from the district of most events of each day", () => {
    const days = buildDailyLocations(inDistricts, { clock, choose: mostEventsOfDay() });
    const score = compareMigrations(detectMigrations(days, thresholds), lives.migrations, { toleranceDays: 7 });
    expect(score.recall).toBeGreaterThan(0.71);
    expect(score.precision).toBeGreaterThan(0.93);
    expect(score.meanDayError).toBeLessThan(1.2);
  });

  it("the published thresholds find only who moved on day 90 of 180, for they ask for 90 days on both sides", () => {
    const { columns } = detectMigrations(buildPresence(inDistricts, { clock }));
    expect(columns.arrivedDay.every((day) => day === 19_783 + 90)).toBe(true);
    expect(columns.leftDay.every((day) => day === 19_783 + 89)).toBe(true);
  });
});
