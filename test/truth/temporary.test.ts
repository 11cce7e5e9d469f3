import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createRandom } from "../../src/core/random.ts";
import { detectTemporaryMigrations } from "../../src/moves/temporary-migrations.ts";
import { detectUsualResidences } from "../../src/moves/temporary-residences.ts";
import { buildDailyLocations } from "../../src/places/daily-location.ts";
import { mostHoursOfNight } from "../../src/places/daily-rules-night.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { seasonalAbsences } from "../../src/synthetic/absences.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import { relocate } from "../../src/traces/relocation.ts";
import { buildTraces } from "../../src/traces/traces.ts";

/** A district with a harvest of 30 days and more each year, people who move home and people on trips. */
const world = generateWorld({ random: createRandom("world"), antennas: 60, districts: 6 });
const harvest = { districts: [2], fromDay: 200, withinDays: 20, medianDays: 55, minDays: 30, share: 0.25 };
const lives = generateLives(world, {
  random: createRandom("lives"),
  people: 300,
  days: 730,
  firstDay: dayOfDate("2022-01-01"),
  absences: [seasonalAbsences(harvest)],
});
const clock = createClock({ timeZone: "Atlantic/Azores" });

interface Found {
  /** The share of the planted seasons that meet a found move to the district. */
  readonly recall: number;
  /** Of those, the share that meet two moves or more: silences have broken them. */
  readonly broken: number;
  /** Of those found in one piece, the share whose length lies between the shortest and the longest duration. */
  readonly bounded: number;
  /** Of the moves that certainly lasted 30 days and have both ends, the share that are planted. */
  readonly precision: number;
  readonly medianDaysOff: number;
}

function found(callsPerPersonDay: number): Found {
  const traces = buildTraces(generateCalls(world, lives, { random: createRandom("calls"), clock, callsPerPersonDay }));
  const inDistricts = relocate(traces, buildPointCrosswalk(world.antennas, world.districts));
  const choose = mostHoursOfNight({ clock, fromHour: 18, toHour: 8 });
  const daily = buildDailyLocations(inDistricts, { clock, choose });
  const moves = detectTemporaryMigrations(daily, detectUsualResidences(daily));
  const { destination, arrivedDay, endDay, minDurationDays, maxDurationDays } = moves.columns;
  const planted = lives.absences.columns;
  const met = new Set<number>();
  const off: number[] = [];
  let broken = 0;
  let bounded = 0;
  lives.users.forEach((id, u) => {
    const user = moves.users.indexOf(id);
    const own = Array.from(destination.keys()).slice(moves.offsets[user] ?? 0, moves.offsets[user + 1] ?? 0);
    for (let a = lives.absences.offsets[u]!; a < lives.absences.offsets[u + 1]!; a++) {
      const pieces = own.filter(
        (i) => destination[i] === 2 && arrivedDay[i]! < planted.returnedDay[a]! && endDay[i]! >= planted.arrivedDay[a]!,
      );
      for (const i of pieces) met.add(i);
      if (pieces.length === 0) continue;
      const first = pieces[0]!;
      off.push(Math.abs(arrivedDay[first]! - planted.arrivedDay[a]!));
      const days = planted.returnedDay[a]! - planted.arrivedDay[a]!;
      if (pieces.length > 1) broken++;
      else if (days >= minDurationDays[first]! && !(days > maxDurationDays[first]!)) bounded++;
    }
  });
  const certain = Array.from(minDurationDays.keys()).filter(
    (i) => minDurationDays[i]! >= 30 && destination[i] === 2 && !Number.isNaN(maxDurationDays[i]!),
  );
  return {
    recall: off.length / lives.absences.length,
    broken: broken / off.length,
    bounded: bounded / (off.length - broken),
    precision: certain.filter((i) => met.has(i)).length / certain.length,
    medianDaysOff: off.sort((a, b) => a - b)[off.length >> 1]!,
  };
}

describe("planted seasonal work", () => {
  it("is found with a call a day, in one piece, and mostly within its bounds", () => {
    const { recall, broken, bounded, precision, medianDaysOff } = found(1);
    expect(lives.absences.length).toBeGreaterThan(80);
    expect(recall).toBeGreaterThan(0.95);
    expect(broken).toBeLessThan(0.1);
    // Eight nights of a hundred are spent elsewhere: those about the day of travel put the bounds off by a day or two.
    expect(bounded).toBeGreaterThan(0.75);
    expect(precision).toBeGreaterThan(0.95);
    expect(medianDaysOff).toBeLessThanOrEqual(1);
  });

  it("is found with a call every three days too, but every other stay is broken by a silence of more than a week", () => {
    const { recall, broken, precision, medianDaysOff } = found(0.3);
    expect(recall).toBeGreaterThan(0.95);
    expect(broken).toBeGreaterThan(0.3);
    expect(broken).toBeLessThan(0.6);
    expect(precision).toBeGreaterThan(0.75);
    expect(medianDaysOff).toBeLessThanOrEqual(4);
  });
});
