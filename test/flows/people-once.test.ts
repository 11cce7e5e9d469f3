import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";

const { createClock, createRandom, dayOfDate, generateCalls, generateLives, generateWorld, rowsOf } = sojourn;

const clock = createClock({ timeZone: "UTC" });
const firstDay = dayOfDate("2024-03-04");
const world = generateWorld({ random: createRandom("world"), antennas: 20, districts: 2 });
const lives = generateLives(world, { random: createRandom("lives"), people: 20, days: 14, firstDay });
const traces = sojourn.buildTraces(generateCalls(world, lives, { random: createRandom("calls"), clock }));
const weeks = sojourn.buildWeeks({ clock, firstDay, lastDay: firstDay + 13 });
const split = sojourn.splitPeriods(traces, weeks);
const daily = (rows: typeof traces) => sojourn.buildDailyLocations(rows, { clock, choose: sojourn.lastOfDay() });

describe("a table split by periods", () => {
  const counts: Readonly<Record<string, (rows: typeof traces) => unknown>> = {
    countTransitions: (rows) => sojourn.countTransitions(rows),
    countFlows: (rows) => sojourn.countFlows(sojourn.buildDayToDayMoves(daily(rows), { maxGapDays: 1 })),
    countResidents: (rows) => sojourn.countResidents(sojourn.detectHomes(rows, { criterion: sojourn.mostEvents() })),
    countDirectedPairs: (rows) => sojourn.countDirectedPairs(rows, { clock }),
    countHourlyVisitors: (rows) => sojourn.countHourlyVisitors(rows, { clock }),
    countVisitors: (rows) => sojourn.countVisitors(rows, { periods: weeks }),
    countMotifs: (rows) => sojourn.countMotifs(sojourn.measureDailyMotifs(rows, { clock, dayStartMinutes: 0 })),
    visitsPerLocation: (rows) => sojourn.visitsPerLocation(rows),
    visitsPerDay: (rows) => sojourn.visitsPerDay(rows, { clock }),
    visitsPerHour: (rows) => sojourn.visitsPerHour(rows, { clock }),
    locationEntropy: (rows) => sojourn.locationEntropy(rows, { base: 2 }),
    meanSquareDisplacement: (rows) => sojourn.meanSquareDisplacement(rows, { afterSeconds: [3600] }),
  };

  it.each(Object.entries(counts))("is nothing that %s counts people in", (_, count) => {
    expect(() => count(traces)).not.toThrow();
    expect(() => count(split)).toThrow(/users must be all different/);
  });

  it("is counted period by period instead", () => {
    const [week] = rowsOf(weeks);
    const first = sojourn.selectPeriod(traces, { from: week!.start, to: week!.end });
    const { people } = sojourn.visitsPerLocation(first).columns;
    expect(Math.max(...people)).toBeLessThanOrEqual(traces.users.length);
  });
});
