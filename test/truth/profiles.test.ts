import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";

/**
 * An invented country in which the day of an event is known, on which a tenth of the SIMs falls silent, of which others are new
 * shortly before and after it, and in which people move home: what cohorts and homes before and after find of it.
 */
const DAYS = 182;
const firstDay = sojourn.dayOfDate("2024-01-01");
const event = firstDay + 90;
const clock = sojourn.createClock({ timeZone: "Atlantic/Azores" });
const world = sojourn.generateWorld({ random: sojourn.createRandom("land"), antennas: 80, districts: 6 });
const lives = sojourn.generateLives(world, {
  random: sojourn.createRandom("lives"),
  people: 1200,
  days: DAYS,
  firstDay,
  moverShare: 0.25,
  movesFromDay: 40,
  movesToDay: 140,
  sims: { newShare: 0.2, newFromDay: 60, newToDay: 120, lostShare: 0.1, lostFromDay: 90, lostToDay: 91 },
});
const calls = sojourn.generateCalls(world, lives, {
  random: sojourn.createRandom("calls"),
  clock,
  callsPerPersonDay: 2,
});
const toDistricts = sojourn.buildPointCrosswalk(world.antennas, world.districts);
const districtOf = sojourn.findRegions(toDistricts);
const traces = sojourn.relocate(sojourn.buildTraces(calls), toDistricts);
const rowOf = new Map(lives.users.map((id, u) => [id, u]));
const { simFirstDay, simLastDay, startHome, endHome } = lives.people.columns;

describe("a cohort of SIMs in use before an event and at the end, against the SIMs planted", () => {
  it("leaves out all SIMs that were new, and all that fell silent", () => {
    const rule = sojourn.allOf([
      sojourn.activeBefore({ day: event, minDaysBefore: 10 }),
      sojourn.activeAtEnd({ lastDay: firstDay + DAYS - 1, windowDays: 30 }),
    ]);
    const { kept, excluded, steps } = sojourn.selectCohort(traces, { rule, clock });
    const isTrue = (id: string): boolean =>
      simFirstDay[rowOf.get(id)!]! <= event - 10 && simLastDay[rowOf.get(id)!]! > firstDay + DAYS - 31;
    // Nobody is seen on days on which the SIM is not in use, so that a SIM kept is always one that should be.
    expect(kept.users.filter((id) => !isTrue(id))).toEqual([]);
    const missed = excluded.users.filter(isTrue);
    // At two calls a day few are silent for a month, or between the day the SIM is new and ten days before the event.
    expect(missed.length / (kept.users.length + missed.length)).toBeLessThan(0.01);
    const late = traces.users.filter((id) => simFirstDay[rowOf.get(id)!]! > event - 10).length;
    expect(steps.columns.excluded[0]! - late).toBeGreaterThanOrEqual(0);
    expect(steps.columns.excluded[0]! - late).toBeLessThan(0.01 * lives.users.length);
  });
});

describe("homes of the first and the last month, against the lives", () => {
  const months = sojourn.buildMonths({ clock, firstDay, lastDay: firstDay + DAYS - 1 });
  const history = sojourn.detectHomesByPeriod(traces, {
    criterion: sojourn.mostNights({ clock, fromHour: 19, toHour: 7 }),
    periods: months,
    minSupport: 3,
  });
  const before = sojourn.selectHomesOfPeriod(history, 0);
  const after = sojourn.selectHomesOfPeriod(history, months.length - 1);
  const changes = sojourn.countHomeChanges(before, after);
  const followed = before.users.filter((_, u) => before.columns.location[u]! >= 0 && after.columns.location[u]! >= 0);
  const trueFrom = (id: string): number => districtOf[startHome[rowOf.get(id)!]!]!;
  const trueTo = (id: string): number => districtOf[endHome[rowOf.get(id)!]!]!;

  it("nine movers of ten are found, with the right two districts, and nine found of ten are movers", () => {
    const moved = (from: number, to: number): boolean => from !== to;
    let right = 0;
    let found = 0;
    before.users.forEach((_, u) => {
      const [from, to] = [before.columns.location[u]!, after.columns.location[u]!];
      if (from < 0 || to < 0 || !moved(from, to)) return;
      found++;
      const id = before.users[u]!;
      if (from === trueFrom(id) && to === trueTo(id)) right++;
    });
    const movers = followed.filter((id) => moved(trueFrom(id), trueTo(id))).length;
    expect(movers).toBeGreaterThan(100);
    expect(right / movers).toBeGreaterThan(0.9);
    expect(right / found).toBeGreaterThan(0.9);
  });

  it("the share of movers who stayed in their region holds the true one in its interval", () => {
    const regions = sojourn.createLocations("zones", ["a", "b"], [-27, -28], [38, 39]);
    const regionOf = [0, 0, 0, 1, 1, 1];
    const moves = sojourn.measureRegionMoves(
      changes,
      sojourn.buildListedCrosswalk(changes.locations, regions, regionOf),
    );
    for (let r = 0; r < 2; r++) {
      const movers = followed.filter((id) => trueFrom(id) !== trueTo(id) && regionOf[trueFrom(id)] === r);
      const within = movers.filter((id) => regionOf[trueTo(id)] === r).length / movers.length;
      expect(moves.columns.withinLow[r]!).toBeLessThan(within);
      expect(moves.columns.withinHigh[r]!).toBeGreaterThan(within);
    }
  });

  it("of people who call often, SIMs that fell silent are lost and SIMs that are new appeared: neither moved", () => {
    const often = lives.users.filter((_, u) => lives.people.columns.rate[u]! >= 0.6);
    const residents = sojourn.countResidentsByPeriod(sojourn.selectMembers(history, often));
    const sum = (name: "lost" | "appeared"): number =>
      residents.columns[name].reduce((total, n) => total + (Number.isNaN(n) ? 0 : n), 0);
    const sims = often.map((id) => ({ first: simFirstDay[rowOf.get(id)!]!, last: simLastDay[rowOf.get(id)!]! }));
    const lost = sims.filter(({ first, last }) => last < firstDay + DAYS - 1 && last - first >= 10).length;
    const fresh = sims.filter(({ first, last }) => first > firstDay && last - first >= 10).length;
    expect([lost > 20, fresh > 60]).toEqual([true, true]);
    // What is over: months in which somebody was seen on fewer than three nights.
    expect(sum("lost") - lost).toBeLessThan(0.1 * lost);
    expect(sum("appeared") - fresh).toBeLessThan(0.1 * fresh);
    expect(lost - sum("lost")).toBeLessThan(0.1 * lost);
    expect(fresh - sum("appeared")).toBeLessThan(0.1 * fresh);
  });
});
