import { randomLogNormal } from "d3-random";
import { checkInteger, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import type { Random } from "../types.ts";

/**
 * Planned absences: why people leave their home for a time and come back. Each plan draws the absences of one person
 * after another; what it planted is in `lives.absences`.
 */

/** An absence in days of the story, from 0: the first day away, the first day back (it may lie after the story), and the antenna. */
export interface Absence {
  readonly fromDay: number;
  readonly backDay: number;
  readonly antenna: number;
}

/** What a plan knows about a person. */
export interface AbsencePerson {
  /** Row of the groups. */
  readonly group: number;
  /** How many days the story has. */
  readonly days: number;
  /** The antenna where the person lives on a day of the story, absences apart. */
  readonly homeOn: (day: number) => number;
}

/** What a plan knows about the country. */
export interface AbsenceCountry {
  /** How many districts there are. */
  readonly districts: number;
  /** The district of each antenna. */
  readonly districtOf: Uint32Array;
  /** Labels of the groups. */
  readonly labels: readonly string[];
  /** An antenna in another district, as migrants of the group choose it; never in a barred one (1 at its row). */
  readonly drawElsewhere: (antenna: number, group: number, barred?: Uint8Array) => number;
  /** An antenna in this district, where its people are. */
  readonly drawIn: (district: number) => number;
}

/** Why and when people are away: `circularAbsences`, `seasonalAbsences`, `disasterAbsences` or a plan of your own. */
export interface AbsencePlan {
  readonly name: string;
  readonly start: (country: AbsenceCountry, random: Random) => (person: AbsencePerson) => readonly Absence[];
}

interface AbsenceOptions {
  /** Share of the people concerned who go, 0–1. */
  readonly share: number;
  /** Median length in days; lengths are log-normal. */
  readonly medianDays: number;
  /** σ of the logarithm of the length. 0.4 unless given. */
  readonly sigma?: number;
  /** The shortest length in days. 1 unless given. */
  readonly minDays?: number;
  /** Only people of these groups go; all unless given. */
  readonly labels?: readonly string[];
}

export interface CircularAbsencesOptions extends AbsenceOptions {
  /** First days away lie from this day of the story (from 0) … */
  readonly fromDay: number;
  /** … to this one. */
  readonly toDay: number;
}

export interface SeasonalAbsencesOptions extends AbsenceOptions {
  /** Rows of the districts with work in the season. */
  readonly districts: readonly number[];
  /** The day of the story on which the first season begins. */
  readonly fromDay: number;
  /** People arrive within so many days of its beginning. */
  readonly withinDays: number;
  /** The season comes again after so many days. 365 unless given. */
  readonly everyDays?: number;
  /** Share of the seasons that someone who goes at all goes to. 1 unless given. */
  readonly seasonShare?: number;
}

export interface DisasterAbsencesOptions extends AbsenceOptions {
  /** Rows of the districts that are struck. */
  readonly districts: readonly number[];
  /** The day of the story on which they are struck: the first day on which people can be away. */
  readonly day: number;
  /** People leave within so many days. 1, the day itself, unless given. */
  readonly withinDays?: number;
}

const SIGMA = 0.4;
const COMMON = ["share", "medianDays", "sigma", "minDays", "labels"] as const;

/**
 * Circular migration: people live in another district for a time, once, and come back.
 *
 * @param options - the share of people, from when to when they leave, and for how long
 * @returns a plan for `generateLives`, named "circular"
 * @throws RangeError for numbers out of range; from `generateLives`, for a day after the story
 *
 * @example
 * const plan = circularAbsences({ share: 0.1, medianDays: 60, fromDay: 100, toDay: 200 });
 * plan.name; // 'circular'
 */
export function circularAbsences(options: CircularAbsencesOptions): AbsencePlan {
  const where = "circularAbsences";
  checkOptions(where, options, [...COMMON, "fromDay", "toDay"]);
  const { share, fromDay, toDay } = options;
  checkCommon(where, options);
  checkInteger(where, "fromDay", fromDay, 1);
  checkInteger(where, "toDay", toDay, fromDay);
  return {
    name: "circular",
    start: (country, random) => {
      const drawLength = lengthsOf(options, random);
      const goes = membersOf(where, options, country);
      return ({ group, homeOn, days }) => {
        checkInStory(where, "toDay", toDay, days);
        if (goes[group] === 0 || random() >= share) return [];
        const from = fromDay + Math.floor(random() * (toDay - fromDay + 1));
        const antenna = country.drawElsewhere(homeOn(from), group);
        return [{ fromDay: from, backDay: from + drawLength(), antenna }];
      };
    },
  };
}

/**
 * Seasonal work: the same people go to the same place in the same season of every year.
 *
 * @param options - the share of people, the districts with work, when the season begins and for how long people stay
 * @returns a plan for `generateLives`, named "seasonal"; people who live in one of the districts do not go
 * @throws RangeError for numbers out of range; from `generateLives`, for a day after the story
 *
 * @example
 * const plan = seasonalAbsences({ share: 0.1, medianDays: 60, districts: [3], fromDay: 150, withinDays: 14 });
 * plan.name; // 'seasonal'
 */
export function seasonalAbsences(options: SeasonalAbsencesOptions): AbsencePlan {
  const where = "seasonalAbsences";
  checkOptions(where, options, [...COMMON, "districts", "fromDay", "withinDays", "everyDays", "seasonShare"]);
  const { share, districts, fromDay, withinDays, everyDays = 365, seasonShare = 1 } = options;
  checkCommon(where, options);
  checkDistricts(where, districts);
  checkInteger(where, "fromDay", fromDay, 1);
  checkInteger(where, "withinDays", withinDays, 1);
  checkInteger(where, "everyDays", everyDays, 1);
  checkNumber(where, "seasonShare", seasonShare, 0, 1);
  return {
    name: "seasonal",
    start: (country, random) => {
      const drawLength = lengthsOf(options, random);
      const goes = membersOf(where, options, country);
      const work = districtsOf(where, districts, country);
      return ({ group, homeOn, days }) => {
        checkInStory(where, "fromDay", fromDay, days);
        if (goes[group] === 0 || random() >= share) return [];
        const district = districts[Math.floor(random() * districts.length)]!;
        const antenna = country.drawIn(district);
        const found: Absence[] = [];
        for (let season = fromDay; season < days; season += everyDays) {
          if (random() >= seasonShare) continue;
          const from = season + Math.floor(random() * withinDays);
          const back = from + drawLength();
          if (from < days && work[country.districtOf[homeOn(from)]!] === 0) {
            found.push({ fromDay: from, backDay: back, antenna });
          }
        }
        return found;
      };
    },
  };
}

/**
 * A disaster: people who live in the struck districts flee to other ones, and return after a time.
 *
 * @param options - the share of the people there who flee, the districts, the day, and for how long they stay away
 * @returns a plan for `generateLives`, named "disaster"
 * @throws RangeError for numbers out of range; from `generateLives`, for a day after the story
 *
 * @example
 * const plan = disasterAbsences({ share: 0.3, medianDays: 40, districts: [0], day: 60 });
 * plan.name; // 'disaster'
 */
export function disasterAbsences(options: DisasterAbsencesOptions): AbsencePlan {
  const where = "disasterAbsences";
  checkOptions(where, options, [...COMMON, "districts", "day", "withinDays"]);
  const { share, districts, day, withinDays = 1 } = options;
  checkCommon(where, options);
  checkDistricts(where, districts);
  checkInteger(where, "day", day, 1);
  checkInteger(where, "withinDays", withinDays, 1);
  return {
    name: "disaster",
    start: (country, random) => {
      const drawLength = lengthsOf(options, random);
      const goes = membersOf(where, options, country);
      const struck = districtsOf(where, districts, country);
      if (struck.every((is) => is === 1))
        fail(where, "districts", "not all districts, for people flee to others", districts);
      return ({ group, homeOn, days }) => {
        checkInStory(where, "day", day, days);
        const home = homeOn(day);
        if (struck[country.districtOf[home]!] === 0 || goes[group] === 0 || random() >= share) return [];
        const from = day + Math.floor(random() * withinDays);
        const antenna = country.drawElsewhere(home, group, struck);
        return [{ fromDay: from, backDay: from + drawLength(), antenna }];
      };
    },
  };
}

function checkCommon(where: string, { share, medianDays, sigma = SIGMA, minDays = 1, labels }: AbsenceOptions): void {
  checkNumber(where, "share", share, 0, 1);
  checkNumber(where, "medianDays", medianDays, 1, 30_000);
  checkNumber(where, "sigma", sigma, 0, 5);
  checkInteger(where, "minDays", minDays, 1, 30_000);
  if (labels !== undefined) checkList(where, "labels", labels);
}

/** Throws unless the day lies in the story: a plan for days after it would plant less than its share, or nothing. */
function checkInStory(where: string, name: string, day: number, days: number): void {
  if (day >= days) fail(where, name, `a day of the story, below ${days}`, day);
}

/** Throws unless the list names at least one district by its row. */
function checkDistricts(where: string, districts: readonly number[]): void {
  checkList(where, "districts", districts);
  if (districts.length === 0) fail(where, "districts", "at least one row of the districts", districts);
  for (let d = 0; d < districts.length; d++) checkInteger(where, `districts[${d}]`, districts[d]!, 0);
}

function lengthsOf({ medianDays, sigma = SIGMA, minDays = 1 }: AbsenceOptions, random: Random): () => number {
  const draw = randomLogNormal.source(random)(log(medianDays), sigma);
  return () => Math.max(minDays, Math.round(draw()));
}

/** 1 for each group whose people go. */
function membersOf(where: string, { labels }: AbsenceOptions, country: AbsenceCountry): Uint8Array {
  if (labels === undefined) return new Uint8Array(country.labels.length).fill(1);
  for (const label of labels) {
    if (!country.labels.includes(label))
      fail(where, "labels", `groups of the lives, of ${country.labels.join(", ")}`, label);
  }
  return Uint8Array.from(country.labels, (label) => (labels.includes(label) ? 1 : 0));
}

/** 1 for each district that is named. */
function districtsOf(where: string, districts: readonly number[], country: AbsenceCountry): Uint8Array {
  const named = new Uint8Array(country.districts);
  for (let d = 0; d < districts.length; d++) {
    checkInteger(where, `districts[${d}]`, districts[d]!, 0, country.districts - 1);
    named[districts[d]!] = 1;
  }
  return named;
}
