import { checkInteger, checkOptions, checkSameLocations, failInWords, shown } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkSequences } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { medianOfSorted } from "../core/medians.ts";
import type { MoveColumns, Moves, Table } from "../types.ts";
import { rowsOfUsers } from "./scores.ts";
import { type MoveMatch, matchBothEnds } from "./scores-matches.ts";
import { IMPOSSIBLE, pairBest } from "./scores-pairing.ts";

/** Migrations found against the planted ones. */
export interface MigrationsScore {
  readonly planted: number;
  readonly found: number;
  /** Planted migrations that were found, each by another one: the same person, matching places, a day within the tolerance. */
  readonly right: number;
  /** right / planted; NaN where nothing was planted. */
  readonly recall: number;
  /** right / found; NaN where nothing was found. */
  readonly precision: number;
  /** Mean of |day found − first day in the new home| over those that are right; NaN where there are none. */
  readonly meanDayError: number;
  /** Median of the same, of an even number the mean of the two in the middle; NaN where there are none. */
  readonly medianDayError: number;
  /** Mean of day found − first day in the new home over those that are right: above 0 is late; NaN where there are none. */
  readonly meanDayBias: number;
}

/** The same for each group of people, a row for each label. */
export type MigrationsScores = Table<{
  readonly label: readonly string[];
  readonly planted: Uint32Array;
  readonly found: Uint32Array;
  readonly right: Uint32Array;
  readonly recall: Float64Array;
  readonly precision: Float64Array;
  readonly meanDayError: Float64Array;
  readonly medianDayError: Float64Array;
  readonly meanDayBias: Float64Array;
}>;

export interface CompareMigrationsOptions {
  /** How many days the day found may be from the true one. From 0. */
  readonly toleranceDays: number;
  /** When the places of a migration found are the true ones; `matchBothEnds()` unless given. */
  readonly match?: MoveMatch;
}

/** The group of each user of the truth, and the names of the groups. */
export interface CompareMigrationsByGroupOptions extends CompareMigrationsOptions, Required<GroupsOptions> {}

/** Migrations that were found, with the day of each. */
export type FoundMigrations = Moves<MoveColumns & { readonly day: Int32Array }>;

/**
 * How many of the planted migrations were found, and how many of those found were planted?
 *
 * **How** A planted migration can be answered by one that was found of the same person, between places that match, whose
 * `day` is at most `toleranceDays` from the first day in the new home. Each answers for one: of all pairings of a person's
 * migrations the one with the most pairs is taken, of these the one with the fewest days of error in all, and of these the
 * one that gives the earlier planted migration the earlier found one. recall = right / planted, precision = right / found.
 *
 * @param found - migrations found, with their `day`
 * @param truth - the planted ones, as `Lives.migrations`
 * @param options - the tolerance in days, and when places match
 * @returns counts, shares and errors of the day, see `MigrationsScore`
 * @throws RangeError where the two do not number the same locations or name a user twice, or for a tolerance that is not a
 * whole number of days
 *
 * **Cost** O(people + migrations); for n migrations of one person that compete with each other O(n⁵).
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * const { migrations } = generateLives(world, { random: createRandom(2), people: 900, days: 180, firstDay: 16801 });
 * const found = { ...migrations, columns: { ...migrations.columns, day: migrations.columns.arrivedDay.map((day) => day + 2) } };
 * const { precision, meanDayBias } = compareMigrations(found, migrations, { toleranceDays: 3 });
 * [precision, meanDayBias]; // [ 1, 2 ]
 */
export function compareMigrations(
  found: FoundMigrations,
  truth: Moves,
  options: CompareMigrationsOptions,
): MigrationsScore {
  const where = "compareMigrations";
  checkOptions(where, options, ["toleranceDays", "match"]);
  const { ofFound } = checkCompared(where, found, truth, options);
  const errors: number[] = [];
  pairMigrations(found, truth, options, ofFound, (_user, error) => errors.push(error));
  return scoreOf(truth.length, found.length, errors);
}

/**
 * Are the migrations of some people found better than those of others? The score of `compareMigrations` for each group.
 *
 * **How** as `compareMigrations`; the group of a person is that of the truth.
 *
 * @param found - migrations found, with their `day`; users of the truth, or some of them
 * @param truth - the planted ones, as `Lives.migrations`
 * @param options - the tolerance in days, when places match, the group of each user of the truth, and the groups' names
 * @returns a row for each label with the columns of `MigrationsScore`; planted, found and right add up to those of all
 * @throws RangeError as `compareMigrations`, and for users found who are not in the truth, as their group is not known
 *
 * **Cost** as `compareMigrations`.
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const columns = { origin: Uint32Array.of(0), destination: Uint32Array.of(1), leftDay: Int32Array.of(9), arrivedDay: Int32Array.of(10) };
 * const truth = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 1, 1), length: 1, columns };
 * const found = { ...truth, columns: { ...columns, day: Int32Array.of(12) } };
 * const scores = compareMigrationsByGroup(found, truth, { toleranceDays: 3, groupOf: [1, 0], labels: ["men", "women"] });
 * scores.columns.recall; // Float64Array(2) [ NaN, 1 ]
 */
export function compareMigrationsByGroup(
  found: FoundMigrations,
  truth: Moves,
  options: CompareMigrationsByGroupOptions,
): MigrationsScores {
  const where = "compareMigrationsByGroup";
  checkOptions(where, options, ["toleranceDays", "match", "groupOf", "labels"]);
  const { ofFound, ofTruth } = checkCompared(where, found, truth, options);
  const { groupOf, labels } = checkGroups(where, options, truth.users.length);
  const errors: number[][] = labels.map(() => []);
  pairMigrations(found, truth, options, ofFound, (user, error) => errors[groupOf[user]!]!.push(error));
  const planted = new Uint32Array(labels.length);
  const named = new Uint32Array(labels.length);
  for (let u = 0; u < truth.users.length; u++) planted[groupOf[u]!]! += truth.offsets[u + 1]! - truth.offsets[u]!;
  for (let u = 0; u < found.users.length; u++) {
    const row = ofTruth.get(found.users[u]!);
    if (row === undefined) {
      const remedy = "the group of others is not known";
      failInWords(where, `found.users[${u}]`, "one of the truth's users", shown(found.users[u]), remedy);
    }
    named[groupOf[row]!]! += found.offsets[u + 1]! - found.offsets[u]!;
  }
  const scores = errors.map((own, g) => scoreOf(planted[g]!, named[g]!, own));
  const column = (name: keyof MigrationsScore): Float64Array => Float64Array.from(scores, (score) => score[name]);
  return {
    length: labels.length,
    columns: {
      label: labels,
      planted,
      found: named,
      right: Uint32Array.from(scores, (score) => score.right),
      recall: column("recall"),
      precision: column("precision"),
      meanDayError: column("meanDayError"),
      medianDayError: column("medianDayError"),
      meanDayBias: column("meanDayBias"),
    },
  };
}

/** Throws unless the two can be compared; gives the row of each user. */
function checkCompared(
  where: string,
  found: FoundMigrations,
  truth: Moves,
  options: CompareMigrationsOptions,
): Record<"ofFound" | "ofTruth", ReadonlyMap<string, number>> {
  const { toleranceDays, match } = options;
  checkSequences(where, "found", found, ["origin", "destination", "day"]);
  checkSequences(where, "truth", truth, ["origin", "destination", "arrivedDay"]);
  checkInteger(where, "toleranceDays", toleranceDays, 0);
  if ("match" in options) checkRule(where, "match", match, "matches", "a rule such as matchBothEnds()");
  checkSameLocations(where, "found.locations", found.locations, truth.locations);
  for (const [name, { columns, locations }] of Object.entries({ found, truth })) {
    checkLocated(where, `${name}.columns.origin`, columns.origin, locations.length);
    checkLocated(where, `${name}.columns.destination`, columns.destination, locations.length);
  }
  return { ofFound: rowsOfUsers(where, "found", found.users), ofTruth: rowsOfUsers(where, "truth", truth.users) };
}

/** Calls `onPair` with the user (a row of the truth's users; `rowOf` gives that of the found ones) and the days of error, late above 0, of every pair. */
function pairMigrations(
  found: FoundMigrations,
  truth: Moves,
  { toleranceDays, match = matchBothEnds() }: CompareMigrationsOptions,
  rowOf: ReadonlyMap<string, number>,
  onPair: (user: number, error: number) => void,
): void {
  truth.users.forEach((user, u) => {
    const row = rowOf.get(user);
    if (row === undefined) return;
    const firstTrue = truth.offsets[u]!;
    const firstFound = found.offsets[row]!;
    const planted = truth.offsets[u + 1]! - firstTrue;
    const named = found.offsets[row + 1]! - firstFound;
    if (planted === 0 || named === 0) return;
    const error = new Float64Array(planted * named);
    const daysOf = (m: number, f: number): number => found.columns.day[f]! - truth.columns.arrivedDay[m]!;
    for (let k = 0; k < error.length; k++) {
      const m = firstTrue + Math.floor(k / named);
      const f = firstFound + (k % named);
      const days = Math.abs(daysOf(m, f));
      const can = days <= toleranceDays && match.matches(truth.locations, ...endsOf(found, f), ...endsOf(truth, m));
      error[k] = can ? days : IMPOSSIBLE;
    }
    pairBest(planted, named, error).forEach((f, m) => {
      if (f >= 0) onPair(u, daysOf(firstTrue + m, firstFound + f));
    });
  });
}

function endsOf({ columns }: Moves, m: number): [origin: number, destination: number] {
  return [columns.origin[m]!, columns.destination[m]!];
}

function scoreOf(planted: number, found: number, errors: readonly number[]): MigrationsScore {
  const right = errors.length;
  const absolute = Float64Array.from(errors, Math.abs).sort();
  const sum = (days: Iterable<number>): number => {
    let total = 0;
    for (const one of days) total += one;
    return total;
  };
  return {
    planted,
    found,
    right,
    recall: right / planted,
    precision: right / found,
    meanDayError: sum(absolute) / right,
    medianDayError: medianOfSorted(absolute),
    meanDayBias: sum(errors) / right,
  };
}
