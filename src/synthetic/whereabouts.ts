import { checkInteger } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";
import { weekdayOfDay } from "../core/clock.ts";
import type { Lives } from "./lives.ts";
import { OTHER_PLACES } from "./usual-places.ts";

/** How people spend their days, as shares of their time; what is left is spent at other places. */
export interface Habits {
  /** Nights (21:00 to 6:59) at home. */
  readonly homeAtNight: number;
  /** Working time (9:00 to 17:59, Monday to Friday) at work, of those who have a place of work. */
  readonly workByDay: number;
  /** Working time at home; those without a place of work are at home for both shares. */
  readonly homeByDay: number;
  /** All other time at home. */
  readonly homeElse: number;
}

/** Parts of the day, in each of which a person stays at one place: 0 night, 1 early, 2 and 3 working time, 4 evening. */
const PART_OF_HOUR: Uint8Array = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 0, 0, 0,
]);

/**
 * Where was this person at that hour? The antenna at which someone of the lives is: the truth behind every record.
 *
 * **How** A day has five parts: the night (21:00 to 6:59, one part across midnight), 7:00 to 8:59, the two halves of
 * the working time (9:00 to 12:59, 13:00 to 17:59) and the evening. In each the person is at one place, home, work or
 * one of the other places of the period of the life, with the probabilities of `lives.habits`; which one follows from
 * a hash of lives.seed, person, day and part. Other place k of n is chosen with probability √((k + 1) / n) − √(k /
 * n): the first ones most.
 *
 * @param lives - lives of `generateLives`
 * @param user - row of the person
 * @param day - local day, within the lives' days
 * @param hour - local hour, 0 to 23
 * @returns the row of the antenna
 * @throws RangeError for a person, a day or an hour that is not there
 *
 * **Cost** O(1)
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * const alwaysHome = { homeAtNight: 1, workByDay: 0, homeByDay: 1, homeElse: 1 };
 * const lives = generateLives(world, { random: createRandom(2), people: 10, days: 7, firstDay: 16801, habits: alwaysHome });
 * whereaboutsOf(lives, 0, 16801, 23) === lives.people.columns.startHome[0]; // true
 */
export function whereaboutsOf(lives: Lives, user: number, day: number, hour: number): number {
  const where = "whereaboutsOf";
  checkLives(where, lives);
  checkInteger(where, "user", user, 0, lives.users.length - 1);
  checkInteger(where, "day", day, lives.firstDay, lives.firstDay + lives.days - 1);
  checkInteger(where, "hour", hour, 0, 23);
  return placeAt(lives, user, day, hour);
}

/** Throws unless the value is lives. */
export function checkLives(where: string, lives: Lives): void {
  checkLists(where, "lives", lives, ["users", "labels", "others"], "lives made by generateLives");
}

/** As `whereaboutsOf`, of arguments that are known to be right. */
export function placeAt(lives: Lives, user: number, day: number, hour: number): number {
  const { offsets, columns } = lives.periods;
  let p = offsets[user]!;
  while (columns.lastDay[p]! < day && p + 1 < offsets[user + 1]!) p++;
  const part = PART_OF_HOUR[hour]!;
  // The hours after midnight belong to the night of the evening before.
  const partDay = part === 0 && hour < 12 ? day - 1 : day;
  const hash = hashOf(lives.seed, user, partDay * 8 + part);
  const x = hash / 4294967296;
  const { homeAtNight, workByDay, homeByDay, homeElse } = lives.habits;
  let atHome = homeElse;
  if (part === 0) {
    atHome = homeAtNight;
  } else if ((part === 2 || part === 3) && weekdayOfDay(day) < 5) {
    atHome = homeByDay + workByDay;
    if (columns.work[p]! >= 0 && x < workByDay) return columns.work[p]!;
  }
  if (x < atHome) return columns.home[p]!;
  const y = hashOf(hash, user, part) / 4294967296;
  return lives.others[OTHER_PLACES * p + Math.floor(OTHER_PLACES * y * y)]!;
}

/** 32 bits from three whole numbers. */
export function hashOf(a: number, b: number, c: number): number {
  let x = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(c + 1, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
