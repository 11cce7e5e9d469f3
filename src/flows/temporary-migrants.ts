import { checkInteger, checkOptions, checkSameLocations } from "../core/check.ts";
import { checkRuns, checkTimeOrder } from "../core/check-events.ts";
import { checkLocated, checkPlaced } from "../core/check-places.ts";
import { checkSequences } from "../core/check-tables.ts";
import { checkDaily } from "../core/check-traces.ts";
import { checkSameUsers, checkUsersOnce } from "../core/check-users.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Located, MoveColumns, Moves, Periods, Presence, Sequences, Table } from "../types.ts";

/** Temporary moves, as far as counting reads them: see `detectTemporaryMigrations`. */
export type TemporaryMoves = Moves<
  MoveColumns & {
    readonly endDay: Int32Array;
    readonly nextDay: Int32Array;
    readonly startCensored: Uint8Array;
    readonly endCensored: Uint8Array;
  }
>;

/** Residences in order of their first days; each lasts until the next one begins. */
export type ResidenceSpells = Located & Sequences<{ readonly location: Uint32Array; readonly startDay: Int32Array }>;

export interface CountTemporaryMigrantsOptions {
  /** The periods to count in: `buildHalfMonths`, or others of at least `minDaysInPeriod` days. */
  readonly periods: Periods;
  /** A temporary move lasts at least so many days. From 1. */
  readonly minDays?: number;
  /** Whoever is away on at least so many days of the period is away in it. From 1. */
  readonly minDaysInPeriod?: number;
  /** A departure counts in a period if it was at most so many days before it, a return if at most so many after it. From 0. */
  readonly toleranceDays?: number;
}

/** The thresholds of Blanchard and Rubrichi 2025 for half-months, as set in the authors' programs. */
export const TEMPORARY_MIGRANTS_DEFAULTS: Required<Omit<CountTemporaryMigrantsOptions, "periods">> = {
  minDays: 20,
  minDaysInPeriod: 8,
  toleranceDays: 7,
};

/**
 * A row per period and location. `residents` are the people observed who live there, among them `away…`, who were temporarily
 * elsewhere; `hosted…` are people of other places who were temporarily there; `departures…` and `returns…` are moves of
 * residents from and back. Each at least (moves that certainly lasted long enough) and at most (moves that may have).
 */
export type TemporaryMigrants = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly residents: Uint32Array;
    readonly awayLeast: Uint32Array;
    readonly awayMost: Uint32Array;
    readonly hostedLeast: Uint32Array;
    readonly hostedMost: Uint32Array;
    readonly departuresLeast: Uint32Array;
    readonly departuresMost: Uint32Array;
    readonly returnsLeast: Uint32Array;
    readonly returnsMost: Uint32Array;
  }>;

/**
 * How many people of each place were temporarily away in each half-month, how many left and how many came back, of how many
 * observed?
 *
 * **How** A move certainly lasted long enough if endDay − arrivedDay + 1 ≥ minDays, and may have if nextDay − leftDay − 1 ≥
 * minDays; where the user was not seen before, or after, nothing is added for that side. It makes the user away in every
 * period that has `minDaysInPeriod` of its days from arrivedDay to endDay. A departure counts in the period of arrivedDay if
 * leftDay is at most `toleranceDays` before its eve, a return in the period of endDay if nextDay is at most `toleranceDays`
 * after its morrow; where the user was not seen before, or after, there is none. A user is observed in a period if away in it, or if no silence of minDays days or more, before the first and after
 * the last day seen without end, covers `minDaysInPeriod` days of it, so that no move could hide. Users observed count as
 * residents of the origin of the move if away, else of the residence on the period's first day.
 *
 * @param daily - one location per user and day, the same from which the moves were detected
 * @param residences - of the same users
 * @param moves - temporary moves of the same users
 * @param options - periods and thresholds; those left out are `TEMPORARY_MIGRANTS_DEFAULTS`
 * @returns a row per period and location, in this order; awayLeast ≤ awayMost ≤ residents. A user counts once in `away…` of a
 * period and once in `hosted…` of each destination; departures and returns are moves, not people. Counts of parts of the
 * users add up
 * @throws RangeError for a table over other locations or of other users, a user who stands twice, or a threshold out of range
 *
 * **Departs from the paper** Who is observed is told by silences alone, not by what the stays on both sides could make of them;
 * one rule serves stocks, departures and returns. The longest time a move may have lasted is not shortened for stays that
 * were parted by a silence from others at the same place. A user away twice in a period is one person.
 *
 * **Cost** O(rows + users · periods + periods · locations), 44 bytes a row.
 *
 * [blanchard-rubrichi-2025]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-17, -16], [14, 15]);
 * const day = Array.from({ length: 730 }, (_, d) => d + 366);
 * const daily = buildPresenceOfDays({ user: day.map(() => "awa"), day, location: day.map((d) => (d > 520 && d < 610 ? 1 : 0)) }, zones);
 * const residences = detectUsualResidences(daily);
 * const periods = buildHalfMonths({ clock: createClock({ timeZone: "Africa/Dakar" }), firstDay: 400, lastDay: 1050 });
 * const counts = countTemporaryMigrants(daily, residences, detectTemporaryMigrations(daily, residences), { periods });
 * counts.columns.awayLeast.reduce((sum, people) => sum + people, 0); // 6
 */
export function countTemporaryMigrants(
  daily: Presence,
  residences: ResidenceSpells,
  moves: TemporaryMoves,
  options: CountTemporaryMigrantsOptions,
): TemporaryMigrants {
  const where = "countTemporaryMigrants";
  checkArguments(where, daily, residences, moves);
  checkOptions(where, options, ["periods", "minDays", "minDaysInPeriod", "toleranceDays"]);
  const settings = { ...TEMPORARY_MIGRANTS_DEFAULTS, ...options };
  const { periods, minDays, minDaysInPeriod, toleranceDays } = settings;
  checkPeriods(where, periods);
  checkInteger(where, "minDays", minDays, 1);
  checkInteger(where, "minDaysInPeriod", minDaysInPeriod, 1);
  checkInteger(where, "toleranceDays", toleranceDays, 0);

  const { users, locations } = daily;
  const places = locations.length;
  const { firstDay, lastDay } = periods.columns;
  const counts = createCounts(periods.length, places);
  const { origin, destination, leftDay, arrivedDay, endDay, nextDay, startCensored, endCensored } = moves.columns;
  /** Whether a move lasted long enough: 2 for certain, 1 perhaps, 0 not. */
  const lasted = Uint8Array.from(arrivedDay, (arrived, i) =>
    endDay[i]! - arrived + 1 >= minDays ? 2 : nextDay[i]! - leftDay[i]! - 1 >= minDays ? 1 : 0,
  );
  for (let u = 0; u < users.length; u++) {
    const firstHome = residences.offsets[u]!;
    const lastHome = residences.offsets[u + 1]! - 1;
    if (firstHome > lastHome) continue;
    const silences = silencesOf(daily, u, minDays);
    let home = firstHome;
    for (let p = 0; p < periods.length; p++) {
      const first = firstDay[p]!;
      const last = lastDay[p]!;
      while (home < lastHome && residences.columns.startDay[home + 1]! <= first) home++;
      let livesAt = residences.columns.location[home]!;
      let away = 0;
      for (let i = moves.offsets[u]!; i < moves.offsets[u + 1]!; i++) {
        const sure = lasted[i]!;
        if (sure === 0 || arrivedDay[i]! > last) continue;
        const from = p * places + origin[i]!;
        if (arrivedDay[i]! >= first && startCensored[i] === 0 && leftDay[i]! >= first - 1 - toleranceDays) {
          add(counts.departuresLeast, counts.departuresMost, from, sure);
        }
        if (endDay[i]! < first) continue;
        if (endDay[i]! <= last && endCensored[i] === 0 && nextDay[i]! <= last + 1 + toleranceDays) {
          add(counts.returnsLeast, counts.returnsMost, from, sure);
        }
        if (common(arrivedDay[i]!, endDay[i]!, first, last) < minDaysInPeriod) continue;
        if (away === 0) livesAt = origin[i]!;
        away = Math.max(away, sure);
        const before = surestBefore(moves, lasted, moves.offsets[u]!, i, first, last, minDaysInPeriod);
        const at = p * places + destination[i]!;
        if (before === 0) counts.hostedMost[at]!++;
        if (before < 2 && sure === 2) counts.hostedLeast[at]!++;
      }
      if (away === 0 && silences.some(([from, to]) => common(from, to, first, last) >= minDaysInPeriod)) continue;
      const at = p * places + livesAt;
      counts.residents[at]!++;
      if (away > 0) add(counts.awayLeast, counts.awayMost, at, away);
    }
  }
  return { locations, length: periods.length * places, columns: counts };
}

/** How sure the user's moves before this one, from row `from` on, make it that they are hosted at its destination in the period. */
function surestBefore(
  { columns: { arrivedDay, endDay, destination } }: TemporaryMoves,
  lasted: Uint8Array,
  from: number,
  move: number,
  first: number,
  last: number,
  minDaysInPeriod: number,
): number {
  let surest = 0;
  for (let k = from; k < move; k++) {
    if (destination[k] !== destination[move] || common(arrivedDay[k]!, endDay[k]!, first, last) < minDaysInPeriod)
      continue;
    surest = Math.max(surest, lasted[k]!);
  }
  return surest;
}

/** How many days two stretches have in common, both ends included; none or less where they are apart. */
function common(from: number, to: number, first: number, last: number): number {
  return Math.min(to, last) - Math.max(from, first) + 1;
}

function add(least: Uint32Array, most: Uint32Array, at: number, sure: number): void {
  most[at]!++;
  if (sure === 2) least[at]!++;
}

/** The stretches of at least so many days on which a user was not seen; the first and the last have one end. */
function silencesOf({ offsets, columns: { day } }: Presence, user: number, minDays: number): [number, number][] {
  const silences: [number, number][] = [];
  let before = -Infinity;
  for (let i = offsets[user]!; i < offsets[user + 1]!; i++) {
    if (day[i]! - before > minDays) silences.push([before + 1, day[i]! - 1]);
    before = day[i]!;
  }
  silences.push([before + 1, Infinity]);
  return silences;
}

function createCounts(periods: number, places: number): TemporaryMigrants["columns"] {
  const column = (): Uint32Array => new Uint32Array(periods * places);
  return {
    period: column().map((_, row) => Math.floor(row / places)),
    location: column().map((_, row) => row % places),
    residents: column(),
    awayLeast: column(),
    awayMost: column(),
    hostedLeast: column(),
    hostedMost: column(),
    departuresLeast: column(),
    departuresMost: column(),
    returnsLeast: column(),
    returnsMost: column(),
  };
}

function checkArguments(where: string, daily: Presence, residences: ResidenceSpells, moves: TemporaryMoves): void {
  checkDaily(where, daily);
  checkUsersOnce(where, "daily", daily.users);
  checkPlaced(where, "residences", residences, ["location", "startDay"]);
  checkTimeOrder(where, "residences.columns.startDay", residences.offsets, residences.columns.startDay);
  checkSequences(where, "moves", moves, ["origin", "destination", "leftDay", "arrivedDay"]);
  checkRuns(where, "moves", moves, ["endDay", "nextDay", "startCensored", "endCensored"]);
  for (const [name, table] of [["residences", residences] as const, ["moves", moves] as const]) {
    checkSameLocations(where, `${name}.locations`, table.locations, daily.locations);
    checkSameUsers(where, name, table.users, daily.users, "daily");
  }
  checkLocated(where, "moves.columns.origin", moves.columns.origin, daily.locations.length);
  checkLocated(where, "moves.columns.destination", moves.columns.destination, daily.locations.length);
}
