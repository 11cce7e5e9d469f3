import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildHalfMonths, buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  type CountTemporaryMigrantsOptions,
  countTemporaryMigrants,
  type TemporaryMigrants,
} from "../../src/flows/temporary-migrants.ts";
import { detectTemporaryMigrations } from "../../src/moves/temporary-migrations.ts";
import { detectUsualResidences } from "../../src/moves/temporary-residences.ts";
import { dailyOf, type Spells } from "../moves/temporary-lives.ts";

const clock = createClock({ timeZone: "Africa/Dakar" });
const halves = buildHalfMonths({ clock, firstDay: dayOfDate("2014-01-01"), lastDay: dayOfDate("2014-12-31") });

function counted(
  lives: Readonly<Record<string, Spells>>,
  options: Partial<CountTemporaryMigrantsOptions> = {},
): TemporaryMigrants {
  const daily = dailyOf(lives);
  const residences = detectUsualResidences(daily);
  const moves = detectTemporaryMigrations(daily, residences);
  return countTemporaryMigrants(daily, residences, moves, { periods: halves, ...options });
}

/** The counts other than 0 of one column, as "period id, place: count". */
function cells(counts: TemporaryMigrants, column: keyof TemporaryMigrants["columns"], periods = halves): string[] {
  return rowsOf(counts)
    .filter((row) => row[column] > 0)
    .map((row) => `${periods.columns.id[row.period]} ${"ABCD"[row.location]}: ${row[column]}`);
}

describe("half-months", () => {
  it("end on the 15th and on the last day of the month, February's too", () => {
    const { id, lastDay } = buildHalfMonths({
      clock,
      firstDay: dayOfDate("2016-01-31"),
      lastDay: dayOfDate("2016-03-01"),
    }).columns;
    expect(id).toEqual(["2016-01-16", "2016-02-01", "2016-02-16", "2016-03-01"]);
    const last = ["2016-01-31", "2016-02-15", "2016-02-29", "2016-03-15"];
    expect([...lastDay]).toEqual(last.map(dayOfDate));
  });
});

describe("temporary migrants", () => {
  it("are away in the half-months of which they spend at least eight days away, leave in the first and return in the last", () => {
    // Away from 8 April (day 97) for 40 days, to 17 May: eight days of early April and two of late May.
    const counts = counted({
      u: [
        ["A", 97],
        ["B", 40],
        ["A", 228],
      ],
    });
    const away = ["2014-04-01 A: 1", "2014-04-16 A: 1", "2014-05-01 A: 1"];
    expect(cells(counts, "awayLeast")).toEqual(away);
    expect(cells(counts, "awayMost")).toEqual(away);
    expect(cells(counts, "hostedLeast")).toEqual(away.map((cell) => cell.replace("A", "B")));
    expect(cells(counts, "departuresLeast")).toEqual(["2014-04-01 A: 1"]);
    expect(cells(counts, "returnsLeast")).toEqual(["2014-05-16 A: 1"]);
    expect(cells(counts, "residents")).toHaveLength(24);
    const later = counted({
      u: [
        ["A", 98],
        ["B", 40],
        ["A", 227],
      ],
    });
    expect(cells(later, "awayLeast")).toEqual(["2014-04-16 A: 1", "2014-05-01 A: 1"]);
  });

  it("are fewer for certain than at most where days on both sides were not seen", () => {
    const counts = counted({
      u: [
        ["A", 90],
        [".", 4],
        ["B", 17],
        [".", 3],
        ["A", 251],
      ],
    });
    expect(cells(counts, "awayLeast")).toEqual([]);
    expect(cells(counts, "awayMost")).toEqual(["2014-04-01 A: 1"]); // 5 to 21 April: six days after the 15th
    expect(cells(counts, "departuresLeast")).toEqual([]);
    expect(cells(counts, "departuresMost")).toEqual(["2014-04-01 A: 1"]);
    expect(cells(counts, "returnsMost")).toEqual(["2014-04-16 A: 1"]);
  });

  it("left or returned in a half-month only if that is known to a week", () => {
    // B from 5 April (day 94) on; last seen at A so many days before.
    const departures = (unseen: number, toleranceDays = 7): string[] =>
      cells(
        counted(
          {
            u: [
              ["A", 94 - unseen],
              [".", unseen],
              ["B", 40],
              ["A", 231],
            ],
          },
          { toleranceDays },
        ),
        "departuresLeast",
      );
    expect(departures(11)).toEqual(["2014-04-01 A: 1"]); // last seen on 24 March, a week before the last of March
    expect(departures(12)).toEqual([]);
    expect(departures(12, 8)).toEqual(["2014-04-01 A: 1"]);
    const returns = (unseen: number): string[] =>
      cells(
        counted({
          u: [
            ["A", 60],
            ["B", 40],
            [".", unseen],
            ["A", 265 - unseen],
          ],
        }),
        "returnsLeast",
      );
    // B to 10 April (day 99): five days to the half-month's end, and a week.
    expect(returns(12)).toEqual(["2014-04-01 A: 1"]);
    expect(returns(13)).toEqual([]);
  });

  it("returned in the half-month of their last day away, also if it is its first day", () => {
    const counts = counted({
      u: [
        ["A", 60],
        ["B", 31],
        ["A", 274],
      ],
    });
    expect(cells(counts, "returnsLeast")).toEqual(["2014-04-01 A: 1"]); // the last day at B is day 90, 1 April
  });

  it("who were never seen before, or after, are away and neither left nor returned", () => {
    const counts = counted({
      u: [
        ["B", 40],
        ["A", 285],
        ["C", 40],
      ],
    });
    expect(cells(counts, "awayLeast")).toEqual([
      "2014-01-01 A: 1",
      "2014-01-16 A: 1",
      "2014-02-01 A: 1",
      "2014-11-16 A: 1",
      "2014-12-01 A: 1",
      "2014-12-16 A: 1",
    ]);
    expect(cells(counts, "departuresMost")).toEqual(["2014-11-16 A: 1"]);
    expect(cells(counts, "returnsMost")).toEqual(["2014-02-01 A: 1"]);
  });

  it("are counted among residents who cannot have been away unseen: not in a silence of twenty days", () => {
    const residents = (unseen: number): number =>
      cells(
        counted({
          u: [
            ["A", 97],
            [".", unseen],
            ["A", 268 - unseen],
          ],
        }),
        "residents",
      ).length;
    expect(residents(19)).toBe(24);
    expect(residents(20)).toBe(22); // 8 to 27 April: eight days and twelve
    const late = counted({
      u: [
        [".", 100],
        ["A", 240],
        [".", 25],
      ],
    });
    // First seen on 11 April, last on 6 December.
    expect(cells(late, "residents").map((cell) => cell.slice(0, 10))).toEqual(halves.columns.id.slice(7, 22));
  });

  it("reside where they live on the first day of the period, also if the residence begins on it", () => {
    const counts = counted({
      u: [
        ["A", 181],
        ["B", 300],
      ],
    });
    const ids = halves.columns.id;
    expect(cells(counts, "residents")).toEqual(ids.map((id, p) => `${id} ${p < 12 ? "A" : "B"}: 1`));
  });

  it("who are in two places in one period are one person away, and one in each place", () => {
    const halfYear = buildPeriods({ firstDay: [dayOfDate("2014-03-01")], lastDay: [dayOfDate("2014-08-31")] }, clock);
    const two: Spells = [
      ["A", 80],
      ["B", 30],
      ["A", 30],
      ["B", 30],
      ["C", 30],
      ["A", 165],
    ];
    const counts = counted({ u: two }, { periods: halfYear });
    expect(cells(counts, "awayLeast", halfYear)).toEqual(["2014-03-01 A: 1"]);
    expect(cells(counts, "hostedLeast", halfYear)).toEqual(["2014-03-01 B: 1", "2014-03-01 C: 1"]);
    expect(cells(counts, "departuresLeast", halfYear)).toEqual(["2014-03-01 A: 3"]);
  });

  it("refuse a user who stands twice and moves of others", () => {
    const daily = dailyOf({ u: [["A", 100]], v: [["A", 100]] });
    const residences = detectUsualResidences(daily);
    const moves = detectTemporaryMigrations(daily, residences);
    const twice = { ...daily, users: ["u", "u"] };
    expect(() => countTemporaryMigrants(twice, residences, moves, { periods: halves })).toThrow("all different");
    const others = { ...moves, users: ["u", "w"] };
    expect(() => countTemporaryMigrants(daily, residences, others, { periods: halves })).toThrow(
      'must be "v", as in daily',
    );
  });
});
