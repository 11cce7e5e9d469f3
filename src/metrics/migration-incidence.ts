import { checkLength, checkOptions, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkList, checkLists, checkLocations, checkTable } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { calendarDateOf } from "../core/dates.ts";
import { wilsonInterval } from "../core/distributions.ts";
import { checkGroupNumbers, type GroupsOptions } from "../core/groups.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Located, Periods, Table } from "../types.ts";

/** People at risk and movers by period and location, as `countMigrationRisk` counts them. */
export type RiskRows = Located &
  Table<{
    readonly period: Uint32Array;
    readonly location: Uint32Array;
    readonly present: Uint32Array;
    readonly atRisk: Uint32Array;
    readonly movers: Uint32Array;
  }> & { readonly periods: Periods };

/** Which rows of the risks are taken together: the group of each row, and the names of the groups. */
export type RiskGrouping = (risk: RiskRows) => Required<GroupsOptions>;

export interface MigrationIncidenceOptions extends ConfidenceOptions {
  /** What a row of the result is: `perPeriod()`, `perLocation()`, `perPeriodAndLocation()` or `perCalendarMonth()`. */
  readonly grouping: RiskGrouping;
}

/**
 * A row per group: person-periods `present` and `atRisk`, `movers` among those at risk, `incidence` = movers / atRisk, and its
 * Wilson interval from `low` to `high`.
 */
export type MigrationIncidence = Table<{
  readonly label: readonly string[];
  readonly present: Float64Array;
  readonly atRisk: Float64Array;
  readonly movers: Float64Array;
  readonly incidence: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}>;

/**
 * How likely is it that a resident migrates from one period to the next?
 *
 * **How** incidence = Σ movers / Σ atRisk over the periods and locations of a group; the interval is Wilson's for as many
 * independent trials.
 *
 * @param risk - people at risk and movers, of all users
 * @param options - what is taken together, and the confidence of the intervals
 * @returns one row per group; `incidence` per person and period, NaN as is the interval where nobody was at risk, as in
 * the last periods, in which nobody could be seen to migrate, and in those before any home has lasted long enough.
 * A person who is at risk in several periods counts in each, and persons who move often make the interval too narrow
 * @throws RangeError for risks that are not well formed, and groups that do not fit them
 *
 * **Cost** O(rows)
 *
 * [lu-2016] [wilson-1927]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-01-31") });
 * const columns = { period: Uint32Array.of(0, 0), location: Uint32Array.of(0, 1), present: Uint32Array.of(50, 9), atRisk: Uint32Array.of(40, 0), movers: Uint32Array.of(2, 0) };
 * const rows = migrationIncidence({ locations: zones, periods, length: 2, columns }, { grouping: perLocation(), confidence: 0.95 });
 * rows.columns.incidence; // Float64Array(2) [ 0.05, NaN ]
 */
export function migrationIncidence(risk: RiskRows, options: MigrationIncidenceOptions): MigrationIncidence {
  const where = "migrationIncidence";
  checkRisk(where, risk);
  checkOptions(where, options, ["grouping", "confidence"]);
  const { grouping } = options;
  const confidence = confidenceOf(where, options);
  const such = "a grouping such as perLocation()";
  checkFunction(where, "grouping", grouping, such, 1);
  const groups = grouping(risk);
  checkAnswer(where, "grouping", grouping, groups, such);
  checkLists(where, "the answer of grouping", groups, ["labels", "groupOf"], "groups { labels, groupOf }");
  const { labels, groupOf } = groups;
  checkLength(where, "groupOf", groupOf.length, risk.length);
  checkGroupNumbers(where, groupOf, labels.length);
  const [present, atRisk, movers] = [0, 1, 2].map(() => new Float64Array(labels.length));
  for (let row = 0; row < risk.length; row++) {
    const group = groupOf[row]!;
    present![group]! += risk.columns.present[row]!;
    atRisk![group]! += risk.columns.atRisk[row]!;
    movers![group]! += risk.columns.movers[row]!;
  }
  const low = new Float64Array(labels.length);
  const high = new Float64Array(labels.length);
  for (let g = 0; g < labels.length; g++) {
    const interval = wilsonInterval(movers![g]!, atRisk![g]!, confidence);
    low[g] = interval.low;
    high[g] = interval.high;
  }
  const columns = {
    label: labels,
    present: present!,
    atRisk: atRisk!,
    movers: movers!,
    incidence: movers!.map((count, g) => count / atRisk![g]!),
    low,
    high,
  };
  return { length: labels.length, columns };
}

/**
 * Takes all locations together: a row per period, named by its id. The period is the last one in the old home.
 *
 * @returns a grouping for `migrationIncidence`
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-02-29") });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 0, 0) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const risk = countMigrationRisk(history, { minOriginPeriods: 1, minDestinationPeriods: 1 });
 * migrationIncidence(risk, { grouping: perPeriod(), confidence: 0.95 }).columns.label; // [ '2016-01', '2016-02' ]
 */
export function perPeriod(): RiskGrouping {
  return function groupPeriods(risk) {
    return { labels: risk.periods.columns.id, groupOf: risk.columns.period };
  };
}

/**
 * Takes all periods together: a row per location of origin, named by its id, in the order of the locations.
 *
 * @returns a grouping for `migrationIncidence`
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-02-29") });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 0, 0) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const risk = countMigrationRisk(history, { minOriginPeriods: 1, minDestinationPeriods: 1 });
 * migrationIncidence(risk, { grouping: perLocation(), confidence: 0.95 }).columns.incidence; // Float64Array(2) [ 0.5, NaN ]
 */
export function perLocation(): RiskGrouping {
  return function groupLocations(risk) {
    return { labels: risk.locations.columns.id, groupOf: risk.columns.location };
  };
}

/**
 * Takes nothing together: a row per period and location of origin, named "period location", in the order of the risks.
 *
 * @returns a grouping for `migrationIncidence`
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-02-29") });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 0, 0) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const risk = countMigrationRisk(history, { minOriginPeriods: 1, minDestinationPeriods: 1 });
 * migrationIncidence(risk, { grouping: perPeriodAndLocation(), confidence: 0.95 }).columns.label; // [ '2016-01 A', '2016-01 B', '2016-02 A', '2016-02 B' ]
 */
export function perPeriodAndLocation(): RiskGrouping {
  return function groupCells({ length, columns, periods, locations }) {
    const labels = Array.from(
      columns.period,
      (period, row) => `${periods.columns.id[period]} ${locations.columns.id[columns.location[row]!]}`,
    );
    return { labels, groupOf: Uint32Array.from({ length }, (_, row) => row) };
  };
}

/**
 * Takes the same month of all years and locations together, for the seasons of migration: rows "01" to "12". A period belongs
 * to the month of its first day, and is the last one in the old home: who moves in March was last at home in a February or
 * a March, as the months of homes have it.
 *
 * @returns a grouping for `migrationIncidence`
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-02-29") });
 * const columns = { period: Uint32Array.of(0, 1, 0, 1), location: Int32Array.of(0, 1, 0, 0) };
 * const history = { locations: zones, users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 4), length: 4, columns, periods };
 * const risk = countMigrationRisk(history, { minOriginPeriods: 1, minDestinationPeriods: 1 });
 * migrationIncidence(risk, { grouping: perCalendarMonth(), confidence: 0.95 }).columns.movers[0]; // 1
 */
export function perCalendarMonth(): RiskGrouping {
  return function groupMonths({ columns, periods }) {
    const month = Uint32Array.from(periods.columns.firstDay, (day) => calendarDateOf(day).month - 1);
    const labels = Array.from({ length: 12 }, (_, m) => String(m + 1).padStart(2, "0"));
    return { labels, groupOf: columns.period.map((period) => month[period]!) };
  };
}

function checkRisk(where: string, risk: RiskRows): void {
  const names = ["period", "location", "present", "atRisk", "movers"] as const;
  checkTable(where, "risk", risk, names, "risks, as countMigrationRisk counts them");
  checkLocations(where, "risk.locations", risk.locations);
  checkPeriods(where, risk.periods, "risk.periods");
  for (const name of names) checkList(where, `risk.columns.${name}`, risk.columns[name]);
  const { period, location, present, atRisk, movers } = risk.columns;
  checkWholes(where, "risk.columns.period", period);
  checkLocated(where, "risk.columns.location", location, risk.locations.length);
  for (let row = 0; row < risk.length; row++) {
    if (period[row]! >= risk.periods.length)
      fail(where, `risk.columns.period[${row}]`, `below the ${risk.periods.length} periods`, period[row]);
    if (movers[row]! <= atRisk[row]! && atRisk[row]! <= present[row]!) continue;
    const got = `${movers[row]}, ${atRisk[row]} and ${present[row]}`;
    failInWords(where, `movers, atRisk and present of row ${row} of risk`, "none above the next", got);
  }
}
