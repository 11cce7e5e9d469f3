import { checkInteger, checkNumber, checkOptions, checkText, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkRandom, checkRule } from "../core/check-variants.ts";
import type { Homes, Located, Moves, Random, Sequences, SparseMatrix, UserTable } from "../types.ts";
import type { AbsencePlan } from "./absences.ts";
import { generateContacts } from "./contacts.ts";
import { idsOf } from "./ids.ts";
import { drawResidences } from "./residences.ts";
import { drawSims, type SimsOptions } from "./sims.ts";
import { type AbsenceColumns, absencesOf, endsOf, homesOf, migrationsOf } from "./truth.ts";
import { drawUsualPlaces } from "./usual-places.ts";
import type { Habits } from "./whereabouts.ts";
import { checkWorld, type World } from "./world.ts";

/**
 * The lives of invented people: who they are, where they live, work and go, whom they know. What a method should find
 * in their records is here as tables of the shapes in which the methods answer.
 */
export interface Lives extends Located {
  readonly users: readonly string[];
  /** The first local day and the number of days. */
  readonly firstDay: number;
  readonly days: number;
  /** Names of the groups. */
  readonly labels: readonly string[];
  /**
   * Per person: row of `labels`, antenna where they live on the first and on the last day, calling rate (mean 1), first and
   * last local day on which their SIM is in use.
   */
  readonly people: UserTable<{
    readonly group: Uint32Array;
    readonly startHome: Uint32Array;
    readonly endHome: Uint32Array;
    readonly rate: Float64Array;
    readonly simFirstDay: Int32Array;
    readonly simLastDay: Int32Array;
  }>;
  /** Where people live: a period begins with a migration, and at the start and end of a trip or other absence (`trip` 1). `work` −1: none. */
  readonly periods: Sequences<PeriodColumns>;
  /** Other places of each period, the most visited first: those of row p are others[p * n] … with n of them each. */
  readonly others: Uint32Array;
  readonly habits: Habits;
  /** A whole number from which the place of every hour follows. */
  readonly seed: number;
  /** Who knows whom, both ways, and how strongly. */
  readonly contacts: SparseMatrix;
  /** The antenna where each lived on most days: `support` those days, `share` of all days. Days of trips are days away. */
  readonly homes: Homes;
  /** The district in which each lived on most days. */
  readonly homeDistricts: Homes;
  /** The planted migrations between districts; one too near the start or end to be seen is here too. */
  readonly migrations: Moves;
  /**
   * The planned absences between districts, which are no migrations: `plan` is a row of `plans`, `returnedDay` the first local
   * day back, after the last day of the story for those who do not come back in it.
   */
  readonly absences: Moves<AbsenceColumns> & { readonly plans: readonly string[] };
}

export type PeriodColumns = {
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly home: Uint32Array;
  readonly work: Int32Array;
  readonly trip: Uint8Array;
};

/** A group of people. Shares of the groups sum to 1. */
export interface GroupOptions {
  readonly label: string;
  readonly share: number;
  /** How unevenly the group lives: 0 as all people do; with c, the weight of each district is e^(c z), z standard normal. */
  readonly concentration?: number;
  /** Share of the group that migrates, `moverShare` unless given. */
  readonly moverShare?: number;
}

export interface LivesOptions {
  readonly random: Random;
  /** How many people, at least 2. */
  readonly people: number;
  /** How many local days their lives are told, at least 2. */
  readonly days: number;
  /** The first of them, counted from 1970-01-01. */
  readonly firstDay: number;
  readonly groups?: readonly GroupOptions[];
  /** Share of the people who migrate once to another district. */
  readonly moverShare?: number;
  /** The first days in the new home lie from this day of the story (from 0), 1 unless given … */
  readonly movesFromDay?: number;
  /** … to this one, the last day of the story unless given. */
  readonly movesToDay?: number;
  /** Share of the people who once stay in another district for a time and come back. */
  readonly tripShare?: number;
  /** Median length of such a trip in days. */
  readonly tripDays?: number;
  /** Other absences: `circularAbsences`, `seasonalAbsences`, `disasterAbsences`. None unless given. */
  readonly absences?: readonly AbsencePlan[];
  /** SIMs that come into use or fall silent during the story. None unless given. */
  readonly sims?: SimsOptions;
  /** Share of the people who have a place of work. */
  readonly workerShare?: number;
  /** Scale of the way to work in km: its weight falls as e^(−km / commuteKm). */
  readonly commuteKm?: number;
  /** How fast migration falls with distance: weight ∝ people / km^distanceExponent. */
  readonly distanceExponent?: number;
  /** Spread of the calling rate: σ of its logarithm. */
  readonly rateSigma?: number;
  /** Median number of contacts that a person seeks; those who seek them add to it. */
  readonly contacts?: number;
  /** Share of contacts sought in the own group; the others are sought among all. */
  readonly homophily?: number;
  /** Share of contacts sought in the own district; the others are sought everywhere. */
  readonly nearness?: number;
  readonly habits?: Partial<Habits>;
}

/**
 * What lives are like unless told otherwise. Our own choice throughout; the spread of the calling rate is that of the
 * benchmarks' event counts.
 */
export const LIVES_DEFAULTS = {
  groups: [
    { label: "locals", share: 0.9, concentration: 0 },
    { label: "newcomers", share: 0.1, concentration: 1 },
  ],
  moverShare: 0.05,
  tripShare: 0.15,
  tripDays: 8,
  workerShare: 0.65,
  commuteKm: 6,
  distanceExponent: 1.5,
  rateSigma: 1,
  contacts: 4,
  homophily: 0.6,
  nearness: 0.5,
  habits: { homeAtNight: 0.92, workByDay: 0.65, homeByDay: 0.15, homeElse: 0.55 },
} as const;

/**
 * Who are these people, and where is each on every day? Lives in a world, with migrations and trips planted.
 *
 * **How** Each person draws a group, a home antenna (∝ people there · e^(concentration · z) of group and district), a
 * calling rate (log-normal, mean 1) and perhaps one migration and one trip: day, district (∝ people · weight for the
 * group / km^distanceExponent from the district left) and antenna in it. For every home a place of work (∝ people ·
 * e^(−km / commuteKm)) and other places (∝ people / (1 + km / commuteKm)²) are drawn. A trip lasts a log-normal
 * number of days, at least 2; one that would touch the day of the person's migration, or that would not end before
 * the story does, is not made; nor is a planned absence that would touch the migration, or lie within a day of the trip or of
 * an absence drawn before it. People seek a log-normal number of contacts, by group and nearness; contacts are
 * mutual, their strength heavy-tailed.
 *
 * @param world - the country they live in
 * @param options - the random source, people, days and first day; see `LivesOptions`
 * @returns the lives (see `Lives`); users "P000001", … in this order. Where someone is at an hour tells `whereaboutsOf`.
 * @throws RangeError for numbers out of range, shares of groups that do not sum to 1, labels given twice
 *
 * **Cost** O(people · (contacts + log antennas) + homes in use · antennas + movers · districts).
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * const lives = generateLives(world, { random: createRandom(2), people: 1000, days: 180, firstDay: 16801 });
 * lives.users[0]; // 'P000001'
 * lives.labels; // [ 'locals', 'newcomers' ]
 */
export function generateLives(world: World, options: LivesOptions): Lives {
  const where = "generateLives";
  checkWorld(where, world);
  const named = Object.keys(LIVES_DEFAULTS) as (keyof typeof LIVES_DEFAULTS)[];
  checkOptions(where, options, [
    "random",
    "people",
    "days",
    "firstDay",
    "movesFromDay",
    "movesToDay",
    "absences",
    "sims",
    ...named,
  ]);
  const { habits: own = {} } = options;
  checkOptions(where, own, ["homeAtNight", "workByDay", "homeByDay", "homeElse"], "habits");
  const settings = { ...LIVES_DEFAULTS, ...options, habits: { ...LIVES_DEFAULTS.habits, ...own } };
  const { random, people, days, firstDay, habits } = settings;
  checkRandom(where, "random", random);
  checkInteger(where, "people", people, 2, 100_000_000);
  checkInteger(where, "days", days, 2, 30_000);
  checkInteger(where, "firstDay", firstDay, 1, 49_000 - days);
  const groups: readonly GroupOptions[] = settings.groups;
  checkGroups(where, groups);
  checkSettings(where, settings);
  const { movesFromDay = 1, movesToDay = days - 1, absences = [] } = options;
  checkInteger(where, "movesFromDay", movesFromDay, 1, days - 1);
  checkInteger(where, "movesToDay", movesToDay, movesFromDay, days - 1);
  checkList(where, "absences", absences);
  for (let p = 0; p < absences.length; p++) {
    checkRule(where, `absences[${p}]`, absences[p], "start", "a plan such as circularAbsences({ … })");
  }

  const users = idsOf("P", people, 6);
  const residences = drawResidences(world, users, { ...settings, groups, movesFromDay, movesToDay, absences });
  const { group, rate, periods, planned } = residences;
  const others = drawUsualPlaces(world, periods, settings);
  const { startHome, endHome } = endsOf(periods);
  const seed = Math.floor(random() * 4294967296);
  const contacts = generateContacts(group, startHome, world.districtOf, settings);
  const { simFirstDay, simLastDay } = drawSims(where, people, { ...settings, sims: options.sims });
  return {
    locations: world.antennas,
    users,
    firstDay,
    days,
    labels: groups.map((each) => each.label),
    people: { users, length: people, columns: { group, startHome, endHome, rate, simFirstDay, simLastDay } },
    periods,
    others,
    habits,
    seed,
    contacts,
    homes: homesOf(periods, world.antennas, null, days),
    homeDistricts: homesOf(periods, world.districts, world.districtOf, days),
    migrations: migrationsOf(periods, world.districts, world.districtOf),
    absences: absencesOf(planned, world, users, firstDay, absences),
  };
}

function checkSettings(
  where: string,
  settings: Required<Omit<LivesOptions, "movesFromDay" | "movesToDay" | "absences" | "sims">>,
): void {
  for (const name of ["moverShare", "tripShare", "workerShare", "homophily", "nearness"] as const) {
    checkNumber(where, name, settings[name], 0, 1);
  }
  checkNumber(where, "tripDays", settings.tripDays, 1);
  checkNumber(where, "commuteKm", settings.commuteKm, 0.001);
  checkNumber(where, "distanceExponent", settings.distanceExponent, 0, 10);
  checkNumber(where, "rateSigma", settings.rateSigma, 0, 5);
  checkNumber(where, "contacts", settings.contacts, 1);
  const { homeAtNight, workByDay, homeByDay, homeElse } = settings.habits as Habits;
  checkNumber(where, "habits.homeAtNight", homeAtNight, 0, 1);
  checkNumber(where, "habits.workByDay", workByDay, 0, 1);
  checkNumber(where, "habits.homeByDay", homeByDay, 0, 1 - workByDay);
  checkNumber(where, "habits.homeElse", homeElse, 0, 1);
}

function checkGroups(where: string, groups: readonly GroupOptions[]): void {
  checkList(where, "groups", groups);
  let shares = 0;
  for (let g = 0; g < groups.length; g++) {
    checkOptions(where, groups[g]!, ["label", "share", "concentration", "moverShare"], `groups[${g}]`);
    const { label, share, concentration = 0, moverShare = 0 } = groups[g]!;
    checkText(where, `groups[${g}].label`, label);
    if (groups.findIndex((other) => other.label === label) < g)
      fail(where, `groups[${g}].label`, "different from every label before it", label);
    checkNumber(where, `groups[${g}].share`, share, 0, 1);
    checkNumber(where, `groups[${g}].concentration`, concentration, 0, 10);
    checkNumber(where, `groups[${g}].moverShare`, moverShare, 0, 1);
    shares += share;
  }
  if (!(Math.abs(shares - 1) < 1e-9)) fail(where, "the sum of the groups' shares", "1", shares);
}
