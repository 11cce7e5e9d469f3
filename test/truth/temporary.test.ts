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

/** Of the planted seasons the share found, the share of those inside their bounds, and of the certain moves those that are planted. */
function found(callsPerPersonDay: number): { recall: number; bounded: number; precision: number; medianDaysOff: number } {
  const traces = buildTraces(generateCalls(world, lives, { random: createRandom("calls"), clock, callsPerPersonDay }));
  const inDistricts = relocate(traces, buildPointCrosswalk(world.antennas, world.districts));
  const choose = mostHoursOfNight({ clock, fromHour: 18, toHour: 8 });
  const daily = buildDailyLocations(inDistricts, { clock, choose });
  const moves = detectTemporaryMigrations(daily, detectUsualResidences(daily));
  const { destination, arrivedDay, endDay, minDurationDays, maxDurationDays, startCensored, endCensored } = moves.columns;
  const planted = lives.absences.columns;
  const met = new Set<number>();
  const off: number[] = [];
  let hits = 0;
  let bounded = 0;
  for (let u = 0; u < lives.users.length; u++) {
    const user = moves.users.indexOf(lives.users[u]!);
    for (let a = lives.absences.offsets[u]!; a < lives.absences.offsets[u + 1]!; a++) {
      for (let i = user < 0 ? 0 : moves.offsets[user]!; i < (user < 0 ? 0 : moves.offsets[user + 1]!); i++) {
        if (destination[i] !== 2 || arrivedDay[i]! >= planted.returnedDay[a]! || endDay[i]! < planted.arrivedDay[a]!) continue;
        met.add(i);
        hits++;
        const days = planted.returnedDay[a]! - planted.arrivedDay[a]!;
        if (days >= minDurationDays[i]! - 1 && !(days > maxDurationDays[i]! + 1)) bounded++;
        off.push(Math.abs(arrivedDay[i]! - planted.arrivedDay[a]!));
        break;
      }
    }
  }
  const certain = minDurationDays.reduce(
    (rows, days, i) => (days >= 30 && startCensored[i] === 0 && endCensored[i] === 0 && destination[i] === 2 ? [...rows, i] : rows),
    [] as number[],
  );
  return {
    recall: hits / lives.absences.length,
    bounded: bounded / hits,
    precision: certain.filter((i) => met.has(i)).length / certain.length,
    medianDaysOff: off.sort((a, b) => a - b)[off.length >> 1]!,
  };
}

describe("planted seasonal work", () => {
  it("is found nearly always with a call a day, and its length lies between the bounds", () => {
    const { recall, bounded, precision, medianDaysOff } = found(1);
    console.log(found(1), found(0.3), lives.absences.length);
    expect(lives.absences.length).toBeGreaterThan(80);
    expect(recall).toBeGreaterThan(0.95);
    expect(bounded).toBeGreaterThan(0.9);
    expect(precision).toBeGreaterThan(0.95);
    expect(medianDaysOff).toBeLessThanOrEqual(1);
  });

  it("is mostly found with a call every three days, with dates some days off", () => {
    const { recall, precision, medianDaysOff } = found(0.3);
    expect(recall).toBeGreaterThan(0.6);
    expect(precision).toBeGreaterThan(0.9);
    expect(medianDaysOff).toBeLessThanOrEqual(7);
  });
});
