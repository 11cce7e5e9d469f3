import { describe, expect, it } from "vitest";
import { weekdayOfDay } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { generateLives, type Lives, type LivesOptions } from "../../src/synthetic/lives.ts";
import { whereaboutsOf } from "../../src/synthetic/whereabouts.ts";
import { generateWorld } from "../../src/synthetic/world.ts";

const world = generateWorld({ random: createRandom("world"), antennas: 150, districts: 12 });
/** A Monday. */
const FIRST = 16_804;

function livesOf(options: Partial<LivesOptions> = {}): Lives {
  const quiet = { moverShare: 0, tripShare: 0 };
  return generateLives(world, {
    random: createRandom(1),
    people: 500,
    days: 56,
    firstDay: FIRST,
    ...quiet,
    ...options,
  });
}

/** Of all people, days and the given hours: the shares spent at home, at work and elsewhere. */
function sharesOf(lives: Lives, hours: readonly number[], works: boolean, weekend: boolean): number[] {
  const { offsets, columns } = lives.periods;
  const count = [0, 0, 0];
  for (let u = 0; u < lives.users.length; u++) {
    const p = offsets[u]!;
    const home = columns.home[p]!;
    const work = columns.work[p]!;
    if (work >= 0 !== works || work === home) continue;
    for (let day = FIRST; day < FIRST + lives.days; day++) {
      if (weekdayOfDay(day) > 4 !== weekend) continue;
      for (const hour of hours) {
        const place = whereaboutsOf(lives, u, day, hour);
        count[place === home ? 0 : place === work ? 1 : 2]!++;
      }
    }
  }
  const total = count[0]! + count[1]! + count[2]!;
  return count.map((c) => c / total);
}

describe("whereaboutsOf", () => {
  const lives = livesOf();

  it("nights are spent at home, in the share told", () => {
    expect(sharesOf(lives, [22], false, false)[0]).toBeCloseTo(0.92, 1);
    expect(sharesOf(livesOf({ habits: { homeAtNight: 0.5 } }), [3], false, true)[0]).toBeCloseTo(0.5, 1);
    expect(sharesOf(livesOf({ habits: { homeAtNight: 1 } }), [21, 0, 6], true, false)).toEqual([1, 0, 0]);
  });

  it("who has work is there in working time of weekdays, and not at the weekend", () => {
    const [home, work] = sharesOf(lives, [10, 15], true, false);
    expect(Math.abs(work! - 0.65)).toBeLessThan(0.03);
    expect(Math.abs(home! - 0.15)).toBeLessThan(0.03);
    expect(sharesOf(lives, [10, 15], true, true)[1]).toBeLessThan(0.06);
  });

  it("who has no work is at home for both shares", () => {
    expect(Math.abs(sharesOf(lives, [10, 15], false, false)[0]! - 0.8)).toBeLessThan(0.03);
  });

  it("all other time is spent at home in the share told", () => {
    expect(Math.abs(sharesOf(lives, [7, 19], false, false)[0]! - 0.55)).toBeLessThan(0.03);
    expect(Math.abs(sharesOf(lives, [12], false, true)[0]! - 0.55)).toBeLessThan(0.03);
  });

  it("a night is spent at one place across midnight", () => {
    for (let u = 0; u < 500; u++) {
      const evening = whereaboutsOf(lives, u, FIRST + 3, 21);
      expect(whereaboutsOf(lives, u, FIRST + 3, 23)).toBe(evening);
      expect(whereaboutsOf(lives, u, FIRST + 4, 0)).toBe(evening);
      expect(whereaboutsOf(lives, u, FIRST + 4, 6)).toBe(evening);
    }
  });

  it("the first of the other places is visited most", () => {
    const away = livesOf({ people: 50, habits: { homeAtNight: 0, workByDay: 0, homeByDay: 0, homeElse: 0 } });
    const visits = new Float64Array(12);
    for (let u = 0; u < 50; u++) {
      const places = away.others.subarray(12 * u, 12 * (u + 1));
      if (new Set(places).size < 12) continue;
      for (let day = FIRST; day < FIRST + 56; day++) {
        for (const hour of [0, 8, 10, 15, 19]) visits[places.indexOf(whereaboutsOf(away, u, day, hour))]!++;
      }
    }
    const total = visits.reduce((sum, n) => sum + n, 0);
    expect(total).toBeGreaterThan(500);
    expect(Math.abs(visits[0]! / total - Math.sqrt(1 / 12))).toBeLessThan(0.07);
    expect(visits[0]!).toBeGreaterThan(visits[11]! * 3);
  });

  it("people are at the new home from the day of arrival on and at the trip's from its first day to its last", () => {
    const always = { homeAtNight: 1, workByDay: 0, homeByDay: 1, homeElse: 1 };
    const moving = livesOf({ moverShare: 0.5, tripShare: 0.8, habits: always });
    const { offsets, columns } = moving.periods;
    for (let u = 0; u < 500; u++) {
      for (let p = offsets[u]!; p < offsets[u + 1]!; p++) {
        for (const hour of [0, 12, 23]) {
          expect(whereaboutsOf(moving, u, columns.firstDay[p]!, hour)).toBe(columns.home[p]);
          expect(whereaboutsOf(moving, u, columns.lastDay[p]!, hour)).toBe(columns.home[p]);
        }
      }
    }
  });

  it("a person, a day or an hour that is not there is refused", () => {
    expect(() => whereaboutsOf(lives, lives.users.length, FIRST, 0)).toThrow("whereaboutsOf: user must be");
    expect(() => whereaboutsOf(lives, 0, FIRST - 1, 0)).toThrow("whereaboutsOf: day must be");
    expect(() => whereaboutsOf(lives, 0, FIRST + lives.days, 0)).toThrow("whereaboutsOf: day must be");
    expect(() => whereaboutsOf(lives, 0, FIRST, 24)).toThrow("whereaboutsOf: hour must be");
  });
});
