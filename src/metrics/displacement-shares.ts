import { checkLength, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkList, checkLocations, checkTable } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { wilsonInterval } from "../core/distributions.ts";
import type { Located, Table } from "../types.ts";

/** What is read of the counts of `countDisplacement`. */
export type CountsOfDisplaced = Located &
  Table<{
    readonly location: Uint32Array;
    readonly label: Uint32Array;
    readonly day: Int32Array;
    readonly people: Uint32Array;
    readonly atHome: Uint32Array;
    readonly displaced: Uint32Array;
    readonly returned: Uint32Array;
  }> & { readonly labels: readonly string[] };

/**
 * The displaced of each area, group (`label`) and day as a share of the area's people. `share` with its interval of that day (`low`,
 * `high`) and the band that holds for all days of the row's area and group at once (`bandLow`, `bandHigh`); `least` if all who
 * are unseen or lost are at home, `most` if all of them are displaced.
 */
export type DisplacedShares = Located &
  Table<{
    readonly location: Uint32Array;
    readonly label: Uint32Array;
    readonly day: Int32Array;
    readonly people: Uint32Array;
    readonly seen: Uint32Array;
    readonly share: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly bandLow: Float64Array;
    readonly bandHigh: Float64Array;
    readonly least: Float64Array;
    readonly most: Float64Array;
  }> & { readonly labels: readonly string[]; readonly confidence: number };

export type MeasureDisplacedSharesOptions = ConfidenceOptions;

/**
 * What share of the people of each area is displaced on each day, and between which bounds does it lie?
 *
 * **How** seen = atHome + displaced + returned; share = displaced / seen. **It is assumed that the unseen and the lost of an area
 * and group are displaced as often as its seen people are on that day.** low, high: Wilson's interval at `confidence`.
 * bandLow, bandHigh: Wilson's interval at 1 − (1 − confidence) / days (Bonferroni), so that the band holds on all days of one
 * area and group at once, however the days depend on each other; they do strongly, so that it is wider than it need be.
 * Both are drawn for the chance of being displaced; for the share of the finite number of people who live there, some of
 * whom were seen and are known, they are wide enough all the more.
 *
 * least = displaced / people and most = (people − atHome − returned) / people assume nothing about the unseen. No interval
 * covers a wrong assumption, as when the displaced have no power to charge a phone: these bounds do.
 *
 * @param counts - people by status, area, group and day: `countDisplacement`
 * @param options - the confidence
 * @returns a row for each row of `counts`, in its order. Shares are 0–1; share, intervals and bands are NaN if nobody was
 * seen, least and most if the area has no people
 * @throws RangeError for counts that are not well formed, or a confidence out of range
 *
 * **Cost** some 1 µs a row
 *
 * [wilson-1927] [dunn-1961]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: ["ann", "bo", "cy"], day: [0, 0, 0], location: [0, 0, 1] }, zones);
 * const homes = { locations: zones, users: daily.users, length: 3, columns: { location: Int32Array.of(0, 0, 0) } };
 * const counts = countDisplacement(detectDisplacement(daily, homes, { eventDay: 0, followDays: 0, minLostDays: 1 }));
 * const { share, low, high } = measureDisplacedShares(counts, { confidence: 0.95 }).columns;
 * [share[0], low[0], high[0]].map((x) => x.toFixed(2)); // [ '0.33', '0.06', '0.79' ]
 */
export function measureDisplacedShares(
  counts: CountsOfDisplaced,
  options: MeasureDisplacedSharesOptions = {},
): DisplacedShares {
  const where = "measureDisplacedShares";
  checkTable(where, "counts", counts, ["location", "label", "day", "people", "atHome", "displaced", "returned"]);
  checkList(where, "counts.labels", counts.labels);
  checkLocations(where, "counts.locations", counts.locations);
  checkOptions(where, options, ["confidence"]);
  const confidence = confidenceOf(where, options);
  const { location, label, day, people, atHome, displaced, returned } = counts.columns;
  const { length, locations, labels } = counts;
  const blocks = locations.length * labels.length;
  const ofAll = 1 - (1 - confidence) / Math.max(1, length / blocks);
  const missing = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  const seen = new Uint32Array(length);
  const [share, low, high] = [missing(), missing(), missing()];
  const [bandLow, bandHigh, least, most] = [missing(), missing(), missing(), missing()];
  for (let row = 0; row < length; row++) {
    const away = displaced[row]!;
    const home = atHome[row]! + returned[row]!;
    if (home + away > people[row]!)
      fail(where, `counts.columns.people[${row}]`, `at least ${home + away}`, people[row]);
    seen[row] = home + away;
    least[row] = away / people[row]!;
    most[row] = (people[row]! - home) / people[row]!;
    if (seen[row] === 0) continue;
    share[row] = away / seen[row]!;
    const interval = wilsonInterval(away, seen[row]!, confidence);
    low[row] = interval.low;
    high[row] = interval.high;
    const band = wilsonInterval(away, seen[row]!, ofAll);
    bandLow[row] = band.low;
    bandHigh[row] = band.high;
  }
  const columns = { location, label, day, people, seen, share, low, high, bandLow, bandHigh, least, most };
  return { locations, labels, confidence, length, columns };
}

/**
 * The displaced of each area, group and day as people of a census: the columns of `DisplacedShares` in people, and how many
 * persons there are for each SIM with a baseline home (`personsPerSim`).
 */
export type DisplacedPeople = Located &
  Table<{
    readonly location: Uint32Array;
    readonly label: Uint32Array;
    readonly day: Int32Array;
    readonly personsPerSim: Float64Array;
    readonly persons: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly bandLow: Float64Array;
    readonly bandHigh: Float64Array;
    readonly least: Float64Array;
    readonly most: Float64Array;
  }> & { readonly labels: readonly string[] };

/**
 * How many persons are displaced, if the SIMs of an area stand for all who live there?
 *
 * **How** personsPerSim = population / people; persons = share · population, which is displaced · personsPerSim where nobody is
 * unseen or lost; intervals, bands and bounds likewise. **It is assumed that people with a SIM in the records are displaced as
 * often as those without**: no interval covers that.
 *
 * @param shares - the shares of the displaced: `measureDisplacedShares`
 * @param population - persons by location and group, that of location l and group g at l · groups + g: before the event, by a
 * census
 * @returns a row for each row of `shares`; NaN where the share is, personsPerSim NaN or Infinity for an area without SIMs
 * @throws RangeError for shares that are not well formed, or populations that are not finite numbers of at least 0
 *
 * **Cost** O(rows)
 *
 * [bengtsson-2011]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: ["ann", "bo", "cy"], day: [0, 0, 0], location: [0, 0, 1] }, zones);
 * const homes = { locations: zones, users: daily.users, length: 3, columns: { location: Int32Array.of(0, 0, 0) } };
 * const counts = countDisplacement(detectDisplacement(daily, homes, { eventDay: 0, followDays: 0, minLostDays: 1 }));
 * const people = measureDisplacedPeople(measureDisplacedShares(counts, { confidence: 0.95 }), [900, 100]);
 * [people.columns.persons[0], people.columns.personsPerSim[0]]; // [ 300, 300 ]
 */
export function measureDisplacedPeople(shares: DisplacedShares, population: ArrayLike<number>): DisplacedPeople {
  const where = "measureDisplacedPeople";
  const figures = ["share", "low", "high", "bandLow", "bandHigh", "least", "most"] as const;
  checkTable(where, "shares", shares, ["location", "label", "day", "people", ...figures]);
  checkList(where, "shares.labels", shares.labels);
  checkLocations(where, "shares.locations", shares.locations);
  checkList(where, "population", population);
  const { location, label, day, people } = shares.columns;
  const { locations, labels, length } = shares;
  checkLength(where, "population", population.length, locations.length * labels.length);
  for (let k = 0; k < population.length; k++) checkNumber(where, `population[${k}]`, population[k]!, 0);
  for (let row = 0; row < length; row++) {
    if (location[row]! < locations.length && label[row]! < labels.length) continue;
    fail(where, `the location and label of row ${row}`, "one of the locations and one of the labels", location[row]);
  }
  const persons = Float64Array.from(location, (l, row) => population[l * labels.length + label[row]!]!);
  const [share, low, high, bandLow, bandHigh, least, most] = figures.map((name) =>
    shares.columns[name].map((value, row) => value * persons[row]!),
  );
  const columns = {
    location,
    label,
    day,
    personsPerSim: persons.map((number, row) => number / people[row]!),
    persons: share!,
    low: low!,
    high: high!,
    bandLow: bandLow!,
    bandHigh: bandHigh!,
    least: least!,
    most: most!,
  };
  return { locations, labels, length, columns };
}
