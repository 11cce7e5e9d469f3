/**
 * Lai et al. 2019, Exploring the use of mobile phone data for national migration statistics, Palgrave Communications 5, 34:
 * the region where a subscriber is seen most in each year, and a migration where it is another one the year after. The
 * records of Namibia are not public; what is tested is the rule.
 */
import { describe, expect, it } from "vitest";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { countFlows } from "../../src/flows/od-counts.ts";
import { detectInferredMigrations } from "../../src/moves/inferred-migrations.ts";
import { modalDailyLocation } from "../../src/places/criteria-days.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { told, UTC } from "../moves/inferred-worlds.ts";
import { zonesOf } from "../moves/stages.ts";

const REGIONS = zonesOf(["A", "B", "C", "D"]);
/** Nights from one date to another in a region. */
const nights = (user: string, from: string, to: string, region: string): [string, number, number][] =>
  Array.from({ length: dayOfDate(to) - dayOfDate(from) + 1 }, (_, d) => [
    user,
    dayOfDate(from) + d,
    REGIONS.columns.id.indexOf(region),
  ]);

describe("residences of years", () => {
  const rows = [
    // Moves in the middle of 2012, before and after its middle day.
    ...nights("ann", "2011-01-01", "2012-06-30", "A"),
    ...nights("ann", "2012-07-01", "2013-12-31", "B"),
    ...nights("bo", "2011-01-01", "2012-07-01", "A"),
    ...nights("bo", "2012-07-02", "2013-12-31", "B"),
    // Away for a season each year, and gone silent for a year.
    ...nights("cy", "2011-01-01", "2011-08-31", "C"),
    ...nights("cy", "2011-09-01", "2011-12-31", "A"),
    ...nights("cy", "2012-01-01", "2013-12-31", "C"),
    ...nights("dan", "2011-01-01", "2011-12-31", "A"),
    ...nights("dan", "2013-01-01", "2013-12-31", "B"),
  ];
  const presence = buildPresenceOfDays(
    { user: rows.map(([user]) => user), day: rows.map((row) => row[1]), location: rows.map((row) => row[2]) },
    REGIONS,
  );
  const span = { clock: UTC, firstDay: dayOfDate("2011-01-01"), lastDay: dayOfDate("2013-12-31") };
  const years = buildMonths({ ...span, months: 12 });
  const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods: years });
  const migrations = detectInferredMigrations(history, { minPeriods: 1 });

  it("change between the years that the middle of the move lies between", () => {
    const byUser = migrations.users.map((_, u) => told(migrations, migrations.offsets[u], migrations.offsets[u + 1]));
    expect(byUser).toEqual([["A>B 2012-01"], ["A>B 2013-01"], [], []]);
  });

  it("are dated to within two years, less two days", () => {
    expect([...migrations.columns.uncertaintyDays]).toEqual([365 + 366 - 2, 366 + 365 - 2]);
  });

  it("make the origin-destination table of a year", () => {
    const fromDay = dayOfDate("2013-01-01");
    expect(cellOf(countFlows(migrations, { fromDay, toDay: fromDay + 1 }), 0, 1)).toBe(1);
    expect(cellOf(countFlows(migrations), 0, 1)).toBe(2);
  });
});
