import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import {
  type AbsencePlan,
  circularAbsences,
  disasterAbsences,
  seasonalAbsences,
} from "../../src/synthetic/absences.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives, type Lives, type LivesOptions } from "../../src/synthetic/lives.ts";
import { whereaboutsOf } from "../../src/synthetic/whereabouts.ts";
import { generateWorld, type World } from "../../src/synthetic/world.ts";

const world: World = generateWorld({ random: createRandom("world"), antennas: 100, districts: 10 });
const FIRST = 16_801;
const DAYS = 800;

function livesOf(options: Partial<LivesOptions>, seed = 1): Lives {
  return generateLives(world, { random: createRandom(seed), people: 1500, days: DAYS, firstDay: FIRST, ...options });
}

/** The planted absences as plain rows, days of the story. */
function absencesIn({ absences }: Lives) {
  const { columns, offsets } = absences;
  return absences.users.flatMap((_, user) =>
    Array.from({ length: offsets[user + 1]! - offsets[user]! }, (_, k) => {
      const row = offsets[user]! + k;
      return {
        user,
        origin: columns.origin[row]!,
        destination: columns.destination[row]!,
        left: columns.leftDay[row]! - FIRST,
        arrived: columns.arrivedDay[row]! - FIRST,
        back: columns.returnedDay[row]! - FIRST,
        plan: absences.plans[columns.plan[row]!]!,
      };
    }),
  );
}

/** The district where a person lives or stays on a day of the story, from the periods. */
function districtOn({ periods }: Lives, user: number, day: number): number {
  const { firstDay, lastDay, home } = periods.columns;
  for (let p = periods.offsets[user]!; p < periods.offsets[user + 1]!; p++) {
    if (firstDay[p]! <= FIRST + day && FIRST + day <= lastDay[p]!) return world.districtOf[home[p]!]!;
  }
  throw new Error(`no period has day ${day}`);
}

const circular = circularAbsences({ share: 0.3, medianDays: 60, minDays: 20, fromDay: 100, toDay: 500 });
const seasonal = seasonalAbsences({ share: 0.3, medianDays: 40, districts: [2, 5], fromDay: 150, withinDays: 10 });
const disaster = disasterAbsences({ share: 0.5, medianDays: 50, districts: [0, 1], day: 300, withinDays: 3 });

describe("planned absences", () => {
  const lives = livesOf({ absences: [circular, seasonal, disaster], moverShare: 0.2, tripShare: 0.3 });
  const absences = absencesIn(lives);

  it("of every plan are planted, and the same seed plants the same", () => {
    expect(new Set(absences.map(({ plan }) => plan))).toEqual(new Set(["circular", "seasonal", "disaster"]));
    expect(lives.absences.plans).toEqual(["circular", "seasonal", "disaster"]);
    const again = livesOf({ absences: [circular, seasonal, disaster], moverShare: 0.2, tripShare: 0.3 });
    expect(again.absences.columns).toEqual(lives.absences.columns);
  });

  it("lead from the home of the day before to another district and back to the home of that day", () => {
    for (const { user, origin, destination, left, arrived, back } of absences) {
      expect(arrived).toBe(left + 1);
      expect(origin).not.toBe(destination);
      expect(districtOn(lives, user, left)).toBe(origin);
      expect(districtOn(lives, user, arrived)).toBe(destination);
      expect(districtOn(lives, user, Math.min(back, DAYS) - 1)).toBe(destination);
      if (back < DAYS) expect(districtOn(lives, user, back)).toBe(origin);
    }
  });

  it("leave the periods of a life without gaps and in turn at home and away", () => {
    const { periods } = lives;
    const { firstDay, lastDay, trip } = periods.columns;
    for (let u = 0; u < lives.users.length; u++) {
      const from = periods.offsets[u]!;
      const to = periods.offsets[u + 1]!;
      expect(firstDay[from]).toBe(FIRST);
      expect(lastDay[to - 1]).toBe(FIRST + DAYS - 1);
      for (let p = from + 1; p < to; p++) {
        expect(firstDay[p]).toBe(lastDay[p - 1]! + 1);
        expect(trip[p]! + trip[p - 1]!).toBeLessThan(2);
      }
    }
  });

  it("are no migrations: those are as without absences", () => {
    const { migrations } = lives;
    expect(migrations.length).toBeGreaterThan(200);
    for (let u = 0; u < lives.users.length; u++) {
      expect(migrations.offsets[u + 1]! - migrations.offsets[u]!).toBeLessThan(2);
    }
  });

  it("circular ones begin within their days, once per person, and last as told", () => {
    const found = absencesIn(livesOf({ absences: [circular], moverShare: 0, tripShare: 0 }));
    expect(Math.abs(found.length - 450)).toBeLessThan(60);
    expect(new Set(found.map(({ user }) => user)).size).toBe(found.length);
    expect(Math.min(...found.map(({ arrived }) => arrived))).toBeGreaterThanOrEqual(100);
    expect(Math.max(...found.map(({ arrived }) => arrived))).toBeLessThanOrEqual(500);
    const lengths = found.map(({ arrived, back }) => back - arrived).sort((a, b) => a - b);
    expect(lengths[0]).toBeGreaterThanOrEqual(20);
    expect(Math.abs(lengths[lengths.length >> 1]! - 60)).toBeLessThan(8);
  });

  it("seasonal ones come again a year later at the same place, for those who go to each season", () => {
    const found = absencesIn(livesOf({ absences: [seasonal], moverShare: 0, tripShare: 0 }));
    for (const user of new Set(found.map((absence) => absence.user))) {
      const own = found.filter((absence) => absence.user === user);
      expect(own.length, `user ${user}`).toBe(2);
      expect(own[0]!.destination).toBe(own[1]!.destination);
      expect([2, 5]).toContain(own[0]!.destination);
      expect([2, 5]).not.toContain(own[0]!.origin);
      for (let k = 0; k < 2; k++) {
        expect(own[k]!.arrived).toBeGreaterThanOrEqual(150 + 365 * k);
        expect(own[k]!.arrived).toBeLessThan(160 + 365 * k);
      }
    }
    const some = seasonalAbsences({
      share: 1,
      medianDays: 10,
      districts: [2],
      fromDay: 10,
      withinDays: 1,
      everyDays: 50,
      seasonShare: 0.5,
    });
    const story = livesOf({ absences: [some], moverShare: 0, tripShare: 0 });
    const away = story.users.filter((_, user) => districtOn(story, user, 0) !== 2).length;
    expect(Math.abs(story.absences.length / (16 * away) - 0.5)).toBeLessThan(0.02);
  });

  it("a disaster drives the told share of those at home in the struck districts to others", () => {
    const story = livesOf({ absences: [disaster], moverShare: 0, tripShare: 0 });
    const found = absencesIn(story);
    const struck = story.users.filter((_, user) => districtOn(story, user, 0) < 2).length;
    expect(Math.abs(found.length / struck - 0.5)).toBeLessThan(0.1);
    for (const { origin, destination, arrived } of found) {
      expect(origin).toBeLessThan(2);
      expect(destination).toBeGreaterThanOrEqual(2);
      expect(arrived).toBeGreaterThanOrEqual(300);
      expect(arrived).toBeLessThan(303);
    }
  });

  it("only people of the groups named go", () => {
    const plan = circularAbsences({ share: 1, medianDays: 20, fromDay: 5, toDay: 5, labels: ["newcomers"] });
    const story = livesOf({ absences: [plan], moverShare: 0, tripShare: 0 });
    const goers = new Set(absencesIn(story).map(({ user }) => user));
    for (let u = 0; u < story.users.length; u++) expect(goers.has(u)).toBe(story.people.columns.group[u] === 1);
  });

  it("that would touch another absence, the migration or the ends of the story are not made", () => {
    const own = (fromDay: number, backDay: number): AbsencePlan => ({
      name: "own",
      start:
        ({ drawElsewhere }) =>
        ({ homeOn, group }) => [{ fromDay, backDay, antenna: drawElsewhere(homeOn(fromDay), group) }],
    });
    const days = (...plans: AbsencePlan[]) =>
      absencesIn(livesOf({ people: 2, absences: plans, moverShare: 0, tripShare: 0 }))
        .filter(({ user }) => user === 0)
        .map(({ arrived, back }) => [arrived, back]);
    expect(days(own(10, 20), own(21, 30))).toEqual([
      [10, 20],
      [21, 30],
    ]);
    expect(days(own(10, 20), own(20, 30))).toEqual([[10, 20]]);
    expect(days(own(10, 20), own(5, 10))).toEqual([[10, 20]]);
    expect(days(own(0, 20))).toEqual([]);
    expect(days(own(10, 10))).toEqual([]);
    expect(days(own(DAYS, DAYS + 1))).toEqual([]);
    expect(days(own(DAYS - 1, DAYS + 9))).toEqual([[DAYS - 1, DAYS + 9]]);
    const moving = { people: 2, moverShare: 1, tripShare: 0, movesFromDay: 50, movesToDay: 50 };
    const count = (plan: AbsencePlan): number => livesOf({ ...moving, absences: [plan] }).absences.length;
    expect([own(40, 49), own(40, 50), own(50, 60), own(51, 60)].map(count)).toEqual([2, 0, 0, 2]);
  });

  it("numbers out of range, groups and districts that are not there are refused", () => {
    const options = { share: 0.1, medianDays: 30, fromDay: 10, toDay: 20 };
    expect(() => circularAbsences({ ...options, share: 1.1 })).toThrow("share");
    expect(() => circularAbsences({ ...options, toDay: 9 })).toThrow("toDay");
    expect(() => circularAbsences({ ...options, minDays: 0 })).toThrow("minDays");
    expect(() => livesOf({ absences: [circularAbsences({ ...options, labels: ["nobody"] })] })).toThrow("labels");
    const season = { share: 0.1, medianDays: 30, fromDay: 10, withinDays: 5 };
    expect(() => seasonalAbsences({ ...season, districts: [] })).toThrow("districts");
    const after = (plan: AbsencePlan) => expect(() => livesOf({ absences: [plan] }));
    after(circularAbsences({ ...options, toDay: DAYS })).toThrow(
      "toDay must be a day of the story, below 800, got 800",
    );
    after(seasonalAbsences({ ...season, districts: [1], fromDay: DAYS })).toThrow(
      "fromDay must be a day of the story, below 800",
    );
    after(disasterAbsences({ share: 0.1, medianDays: 30, districts: [0], day: DAYS })).toThrow(
      "day must be a day of the story, below 800",
    );
    expect(livesOf({ absences: [circularAbsences({ ...options, toDay: DAYS - 1 })] }).absences.plans).toHaveLength(1);
    expect(() => livesOf({ absences: [seasonalAbsences({ ...season, districts: [99] })] })).toThrow("districts[0]");
    const everywhere = world.districts.columns.id.map((_, d) => d);
    const end = disasterAbsences({ share: 0.1, medianDays: 30, districts: everywhere, day: 10 });
    expect(() => livesOf({ absences: [end] })).toThrow("not all districts");
    expect(() => livesOf({ absences: [{ name: "none" } as unknown as AbsencePlan] })).toThrow("absences[0]");
  });
});

describe("SIMs", () => {
  const clock = createClock({ timeZone: "UTC" });
  const base = { people: 400, days: 60 } as const;
  const sims = { newShare: 0.3, newFromDay: 10, newToDay: 20, lostShare: 0.2, lostFromDay: 40, lostToDay: 40 };

  it("are in use throughout unless told otherwise", () => {
    const { simFirstDay, simLastDay } = livesOf(base).people.columns;
    expect(simFirstDay.every((day) => day === FIRST)).toBe(true);
    expect(simLastDay.every((day) => day === FIRST + 59)).toBe(true);
  });

  it("new and lost ones have the shares and days told, and change nothing else", () => {
    const lives = livesOf({ ...base, sims });
    const { simFirstDay, simLastDay } = lives.people.columns;
    const fresh = [...simFirstDay].filter((day) => day > FIRST);
    expect(Math.abs(fresh.length / 400 - 0.3)).toBeLessThan(0.07);
    expect(fresh.every((day) => day >= FIRST + 10 && day <= FIRST + 20)).toBe(true);
    const lost = [...simLastDay].filter((day) => day < FIRST + 59);
    expect(Math.abs(lost.length / 400 - 0.2)).toBeLessThan(0.06);
    expect(lost.every((day) => day === FIRST + 39)).toBe(true);
    expect(lives.periods.columns).toEqual(livesOf(base).periods.columns);
  });

  it("make no records while silent, on either side, and those of others stay as they were", () => {
    const lives = livesOf({ ...base, sims });
    const all = generateCalls(world, livesOf(base), { random: createRandom(3), clock });
    const some = generateCalls(world, lives, { random: createRandom(3), clock });
    const { simFirstDay, simLastDay } = lives.people.columns;
    const silent = (user: number, time: number): boolean => {
      const day = Math.floor(time / 86_400);
      return user < 400 && (day < simFirstDay[user]! || day > simLastDay[user]!);
    };
    const rowsOf = ({ columns, length }: typeof all) =>
      Array.from({ length }, (_, i) => Object.values(columns).map((column) => column[i]!));
    const heard = rowsOf(all).filter(([caller, callee, time]) => !silent(caller!, time!) && !silent(callee!, time!));
    expect(rowsOf(some)).toEqual(heard);
    expect(some.length).toBeLessThan(all.length);
    expect(some.length).toBeGreaterThan(0.5 * all.length);
    expect(whereaboutsOf(lives, 0, FIRST, 3)).toBe(whereaboutsOf(livesOf(base), 0, FIRST, 3));
  });

  it("refuse shares and days out of range", () => {
    expect(() => livesOf({ ...base, sims: { lostShare: 2 } })).toThrow("sims.lostShare");
    expect(() => livesOf({ ...base, sims: { lostFromDay: 60 } })).toThrow("sims.lostFromDay");
    expect(() => livesOf({ ...base, sims: { newFromDay: 9, newToDay: 8 } })).toThrow("sims.newToDay");
  });
});
