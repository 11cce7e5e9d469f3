/**
 * United Nations, handbook on the use of mobile phone data for migration statistics, sections 5.2.1 to 5.2.3: residence by
 * half plus one of the communications of half a year, the stable home area of seven months in thirteen, and international
 * migrants by 183 nights. The handbook gives rules without data.
 */
import { describe, expect, it } from "vitest";
import { dateOfDay, dayOfDate } from "../../src/core/dates.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { detectInferredMigrations } from "../../src/moves/inferred-migrations.ts";
import { detectStableHomesByPeriod } from "../../src/moves/inferred-stable.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { halfPlusOne } from "../../src/places/criteria-majority.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { historyOf, monthsFrom, told, UTC } from "../moves/inferred-worlds.ts";
import { placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

describe("internal migrants by half plus one", () => {
  /** So many communications in a municipality within a month. */
  const calls = (user: string, month: string, municipality: number, count: number): TraceEvent[] =>
    Array.from({ length: count }, (_, i) => [user, dayOfDate(`2016-${month}-10`) * 86_400 + i, municipality]);
  const traces = tracesOf(
    [
      ...calls("ann", "02", 0, 6),
      ...calls("ann", "05", 1, 5),
      ...calls("ann", "08", 1, 6),
      ...calls("ann", "11", 0, 5),
      // As many here as there in the second half: a residence nowhere.
      ...calls("bo", "02", 0, 6),
      ...calls("bo", "08", 1, 6),
      ...calls("bo", "09", 0, 6),
      // The most, but not half: a residence nowhere in the first half.
      ...calls("cy", "03", 0, 4),
      ...calls("cy", "04", 1, 3),
      ...calls("cy", "05", 2, 3),
      ...calls("cy", "10", 1, 9),
    ],
    placesOf(3),
  );
  const periods = buildMonths({
    clock: UTC,
    firstDay: dayOfDate("2016-01-01"),
    lastDay: dayOfDate("2016-12-31"),
    months: 6,
  });
  const history = detectHomesByPeriod(traces, { criterion: halfPlusOne({ criterion: mostEvents() }), periods });

  it("have more than half of their communications in another municipality in the second half of the year", () => {
    const migrations = detectInferredMigrations(history, { minPeriods: 1 });
    expect([...migrations.offsets]).toEqual([0, 1, 1, 1]);
    expect(told(migrations)).toEqual(["L0>L1 2016-07"]);
  });
});

describe("change of residence by the stable home area", () => {
  it("begins in the month in which the home anchor changes for good, and is none for a season away", () => {
    const life = "AAAAAAAAABBBAAAAACCCCCCCCCCCCC";
    const periods = monthsFrom("2014-01-15", life.length);
    const stable = detectStableHomesByPeriod(historyOf({ ann: life }, periods), { windowPeriods: 13, minPeriods: 7 });
    // After the season no place has seven months of the thirteen for a while: three months without a stable home.
    expect([...stable.columns.location.slice(13, 18)]).toEqual([0, -1, -1, -1, 2]);
    const { columns, length } = detectInferredMigrations(stable, { minPeriods: 1, maxGapPeriods: 6 });
    expect(length).toBe(1);
    expect(dateOfDay(columns.arrivedDay[0]!)).toBe("2015-06-01");
    expect(detectInferredMigrations(stable, { minPeriods: 1 }).length).toBe(0);
  });
});
