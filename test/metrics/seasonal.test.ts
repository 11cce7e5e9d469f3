import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { measureSeasonalIndex, type SeasonalIndex } from "../../src/metrics/seasonal-index.ts";
import { measureRecurrence, measureSeasonalReturns } from "../../src/metrics/seasonal-returns.ts";
import { measureSeasonality } from "../../src/metrics/seasonal-strength.ts";
import type { HomePlacesByPeriod, Periods } from "../../src/types.ts";

const clock = createClock({ timeZone: "Europe/Istanbul" });
const ZONES = createLocations("zones", ["A", "B", "C"], Float64Array.of(30, 31, 32), Float64Array.of(40, 40, 40));

const monthsOf = (from: string, to: string): Periods =>
  buildMonths({ clock, firstDay: dayOfDate(from), lastDay: dayOfDate(to) });

/** Monthly homes of people as letters from January 2016 on, "." for a month without a home. */
function historyOf(homes: Readonly<Record<string, string>>, start = "2016-01-01"): HomePlacesByPeriod {
  const users = Object.keys(homes);
  const count = homes[users[0]!]!.length;
  const year = Number(start.slice(0, 4));
  const month = Number(start.slice(5, 7)) - 1 + count - 1;
  const end = `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
  return {
    locations: ZONES,
    users,
    offsets: Uint32Array.from({ length: users.length + 1 }, (_, u) => u * count),
    length: users.length * count,
    columns: {
      period: Uint32Array.from({ length: users.length * count }, (_, row) => row % count),
      location: Int32Array.from(
        users.flatMap((user) => [...homes[user]!].map((letter) => (letter === "." ? -1 : letter.charCodeAt(0) - 65))),
      ),
    },
    periods: monthsOf(start, end),
  };
}

/** The index of one place whose incoming people of each month are these; somebody lives there all along. */
function indexOf(incoming: readonly number[], start = "2016-01-01"): SeasonalIndex {
  const people: Record<string, string> = {};
  const most = Math.max(1, ...incoming);
  // Each of them comes in a month or two of every year only: their usual place is the rest of the year's.
  for (let m = 0; m < incoming.length; m++) {
    for (let k = 0; k < incoming[m]!; k++) {
      const letters = Array.from(incoming, (_, i) => (i === m ? "B" : "A"));
      people[`m${m} ${k} of ${most}`] = letters.join("");
    }
  }
  if (Object.keys(people).length === 0) people["none"] = "A".repeat(incoming.length);
  return measureSeasonalIndex(historyOf(people, start), { minPeriods: 1 });
}

const rowsAt = (index: SeasonalIndex, location: number, group = 0): ReturnType<typeof rowsOf<SeasonalIndex>> =>
  rowsOf(index).filter((row) => row.location === location && row.label === group);

describe("the seasonal index", () => {
  it("is the month's people from elsewhere over their mean", () => {
    const index = measureSeasonalIndex(historyOf({ u: "AAAAAAABBAAA", v: "AAAAAAABAAAA", w: "BBBBBBBBBBBB" }), {
      minPeriods: 6,
    });
    const b = rowsAt(index, 1);
    expect(b.map((row) => row.incoming)).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0]);
    expect(b.map((row) => row.index)).toEqual([0, 0, 0, 0, 0, 0, 0, 8, 4, 0, 0, 0]);
    expect(b.map((row) => row.present)).toEqual([1, 1, 1, 1, 1, 1, 1, 3, 2, 1, 1, 1]);
    expect(b.every((row) => row.observed === 3)).toBe(true);
    expect(rowsAt(index, 0).every((row) => row.incoming === 0 && Number.isNaN(row.index))).toBe(true);
  });

  it("tells the usual place year by year: who moves on 1 January comes from nowhere", () => {
    const index = measureSeasonalIndex(historyOf({ u: "AAAAAAAAAAAABBBBBBBBBBBB" }), { minPeriods: 6 });
    expect(rowsOf(index).reduce((sum, row) => sum + row.incoming, 0)).toBe(0);
  });

  it("takes the place of the latest month for the usual one of a year that is half and half, whatever its number", () => {
    const of = (homes: string): number[] =>
      [0, 1].map(
        (l) =>
          rowsAt(measureSeasonalIndex(historyOf({ u: homes }), { minPeriods: 1 }), l).filter((r) => r.incoming > 0)
            .length,
      );
    expect(of("AAAAAABBBBBB")).toEqual([6, 0]);
    expect(of("BBBBBBAAAAAA")).toEqual([0, 6]);
  });

  it("leaves out years of which too few months are known", () => {
    const history = historyOf({ u: "AAAAB......." });
    const observed = (minPeriods: number): number =>
      rowsOf(measureSeasonalIndex(history, { minPeriods })).reduce((sum, row) => sum + row.present, 0);
    expect(observed(5)).toBe(5);
    expect(observed(6)).toBe(0);
  });

  it("compares groups, each with its own mean", () => {
    const homes = { r: "AAAAAAABBAAA", s: "AAAAAAABAAAA", t: "AAABAAAAAAAA" };
    const index = measureSeasonalIndex(historyOf(homes), {
      minPeriods: 6,
      groupOf: [0, 0, 1],
      labels: ["refugees", "citizens"],
    });
    expect(rowsAt(index, 1, 0).map((row) => row.index)).toEqual([0, 0, 0, 0, 0, 0, 0, 8, 4, 0, 0, 0]);
    expect(rowsAt(index, 1, 1).map((row) => row.index)).toEqual([0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(rowsAt(index, 1, 1).every((row) => row.observed === 1)).toBe(true);
    expect(() => measureSeasonalIndex(historyOf(homes), { minPeriods: 6, labels: ["a", "b"] })).toThrow("groupOf");
  });

  it("adds up over parts of the users, and follows the locations' numbers and whole years", () => {
    const letters = fc.array(fc.constantFrom("A", "A", "B", "C", "."), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 8 }),
        (all, minPeriods) => {
          const homes = Object.fromEntries(all.map((own, u) => [`u${u}`, own.join("")]));
          const { columns } = measureSeasonalIndex(historyOf(homes), { minPeriods });
          const parts = Object.entries(homes).map(([user, own]) =>
            measureSeasonalIndex(historyOf({ [user]: own }), { minPeriods }),
          );
          for (const name of ["observed", "present", "incoming"] as const) {
            const sums = columns[name].map((_, row) => parts.reduce((sum, part) => sum + part.columns[name][row]!, 0));
            expect(columns[name]).toEqual(sums);
          }
          const turned = Object.fromEntries(
            Object.entries(homes).map(([user, own]) => [user, own.replace(/[ABC]/g, (l) => "BCA"["ABC".indexOf(l)]!)]),
          );
          const after = measureSeasonalIndex(historyOf(turned, "2020-01-01"), { minPeriods }).columns;
          // Usual places tied between three can differ by the order in time alone, which stays.
          for (let row = 0; row < columns.incoming.length; row++) {
            const l = columns.location[row]!;
            expect(after.incoming[((l + 1) % 3) * 24 + columns.period[row]!]).toBe(columns.incoming[row]);
          }
        },
      ),
      { seed: 42, numRuns: 60 },
    );
  });
});

describe("seasonality", () => {
  const at = (incoming: readonly number[]): ReturnType<typeof rowsOf<ReturnType<typeof measureSeasonality>>>[number] =>
    rowsOf(measureSeasonality(indexOf(incoming)))[1]!;

  it("is 11/6 with all in one month, whose middle is the mean month", () => {
    const row = at([0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0]);
    expect(row).toMatchObject({ incoming: 3, peakMonth: 8, peakIndex: 12, tied: 0, fullYears: 1 });
    expect(row.seasonality).toBeCloseTo(11 / 6, 12);
    expect(row.meanMonth).toBeCloseTo(7.5, 12);
    expect(row.concentration).toBeCloseTo(1, 12);
    expect(row.yearCorrelation).toBeNaN();
  });

  it("is 0 with as many in each month, which have no mean month", () => {
    const row = at(new Array<number>(12).fill(2));
    expect(row).toMatchObject({ peakMonth: 1, tied: 1, peakIndex: 1, seasonality: 0, concentration: 0 });
    expect(row.meanMonth).toBeNaN();
  });

  it("of two seasons half a year apart is high, while their directions cancel out", () => {
    const row = at([4, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0]);
    expect(row.seasonality).toBeCloseTo(10 / 6, 12);
    expect(row).toMatchObject({ concentration: 0, tied: 1, peakMonth: 1, peakIndex: 6 });
    expect(row.meanMonth).toBeNaN();
  });

  it("across the turn of the year has its mean month there", () => {
    expect(at([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).meanMonth % 12).toBeCloseTo(0, 12);
    expect(at([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).concentration).toBeCloseTo(Math.cos(Math.PI / 12), 12);
  });

  it("holds by the sums of the definition", () => {
    const x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    const total = 52;
    const row = at(x);
    expect(row.seasonality).toBeCloseTo(x.reduce((sum, v) => sum + Math.abs(v - total / 12), 0) / total, 12);
    const c = x.reduce((sum, v, m) => sum + v * Math.cos((2 * Math.PI * (m + 0.5)) / 12), 0);
    const s = x.reduce((sum, v, m) => sum + v * Math.sin((2 * Math.PI * (m + 0.5)) / 12), 0);
    expect(row.concentration).toBeCloseTo(Math.hypot(c, s) / total, 12);
    expect(row.meanMonth).toBeCloseTo(((Math.atan2(s, c) * 6) / Math.PI + 12) % 12, 12);
    expect(row).toMatchObject({ peakMonth: 6, peakIndex: (12 * 9) / total });
  });

  it("means the years first where a month was seen in more years than another", () => {
    const row = rowsOf(measureSeasonality(indexOf([4, ...new Array<number>(11).fill(2), 0])))[1]!;
    expect(row).toMatchObject({ peakMonth: 1, tied: 1, incoming: 26, seasonality: 0 }); // January 4 and 0
  });

  it("knows equal months as equal, whatever the years they come in", () => {
    const year = new Array<number>(12).fill(0);
    const [six, four, seven] = [
      [6, 5],
      [4, 6],
      [7, 6],
    ].map(([january, july]) => year.with(0, january!).with(6, july!));
    // 6 + 4 + 7 and 5 + 6 + 6 are both 17; added as thirds they would not be equal.
    expect(at([...six!, ...four!, ...seven!])).toMatchObject({ peakMonth: 1, tied: 1, incoming: 34, peakIndex: 6 });
  });

  it("is concentrated by no more than 1, whatever the month and the number", () => {
    for (let month = 0; month < 12; month++) {
      for (const people of [1, 3, 7, 13]) {
        const row = at(Array.from({ length: 12 }, (_, m) => (m === month ? people : 0)));
        expect(row.concentration).toBeLessThanOrEqual(1);
        expect(row.meanMonth).toBeCloseTo(month + 0.5, 12);
      }
    }
  });

  it("is the same each year where the years' profiles correlate", () => {
    const year = [0, 0, 0, 0, 0, 0, 1, 4, 2, 0, 0, 0];
    expect(at([...year, ...year.map((v) => 2 * v)])).toMatchObject({ fullYears: 2 });
    expect(at([...year, ...year.map((v) => 2 * v)]).yearCorrelation).toBeCloseTo(1, 12);
    const turned = [...year.slice(6), ...year.slice(0, 6)];
    // Means 7/12 each; Σ xy = 0: r = −(49/12) / (21 − 49/12).
    expect(at([...year, ...turned]).yearCorrelation).toBeCloseTo(-(49 / 12) / (21 - 49 / 12), 12);
    expect(at([...year, ...new Array<number>(12).fill(0)]).yearCorrelation).toBeNaN();
    const three = at([...year, ...year, ...turned]).yearCorrelation;
    expect(three).toBeCloseTo((1 - (2 * (49 / 12)) / (21 - 49 / 12)) / 3, 12);
  });

  it("is not defined where nobody came", () => {
    expect(rowsOf(measureSeasonality(indexOf(new Array<number>(12).fill(0))))[1]).toEqual({
      location: 1,
      label: 0,
      incoming: 0,
      peakMonth: 0,
      peakIndex: Number.NaN,
      tied: 0,
      seasonality: Number.NaN,
      meanMonth: Number.NaN,
      concentration: Number.NaN,
      fullYears: 1,
      yearCorrelation: Number.NaN,
    });
  });

  it("asks for calendar months, and for each of the twelve", () => {
    expect(() => measureSeasonality(indexOf(new Array<number>(11).fill(1)))).toThrow("none for month 12");
    const index = indexOf(new Array<number>(12).fill(1));
    const quarters = buildMonths({
      clock,
      firstDay: dayOfDate("2016-01-01"),
      lastDay: dayOfDate("2018-12-31"),
      months: 3,
    });
    expect(() => measureSeasonality({ ...index, periods: quarters })).toThrow(
      "calendar months, none twice, got period 0",
    );
  });
});

describe("seasonal returns", () => {
  const returns = (homes: string, toleranceMonths: number, minPeriods = 1): unknown[] =>
    rowsOf(measureSeasonalReturns(historyOf({ u: homes }), { minPeriods, toleranceMonths }));

  it("count the years in which the same place was lived in within so many months of the same month", () => {
    const homes = "AAAAAAABAAAA" + "AAAAAAAABAAA"; // August, then September
    expect(returns(homes, 0)).toEqual([{ location: 1, months: 2, month: 8, years: 1, observedYears: 2 }]);
    expect(returns(homes, 1)).toEqual([{ location: 1, months: 2, month: 8, years: 2, observedYears: 2 }]);
  });

  it("take the season in which most years agree to the month", () => {
    const homes = "AAAAAAABAAAA" + "AAAAAAABBAAA" + "AAAAAAAABAAA"; // August, both, September
    expect(returns(homes, 1)).toEqual([{ location: 1, months: 4, month: 8, years: 3, observedYears: 3 }]);
    const late = "AAAAAAABAAAA" + "AAAAAAAABAAA" + "AAAAAAAABAAA";
    expect(returns(late, 1)).toEqual([{ location: 1, months: 3, month: 9, years: 3, observedYears: 3 }]);
  });

  it("hold a season over the turn of the year together", () => {
    const homes = "AAAAAAAAAAAB" + "AAAAAAAAAAAA" + "BAAAAAAAAAAA"; // December 2016 and January 2018
    expect(returns(homes, 1)).toEqual([{ location: 1, months: 2, month: 1, years: 2, observedYears: 3 }]);
    const months = "AAAAAAAAAAAB" + "BAAAAAAAAAAA"; // one winter
    expect(returns(months, 1)).toEqual([{ location: 1, months: 2, month: 1, years: 1, observedYears: 2 }]);
  });

  it("say in how many years the season was observed at all", () => {
    const homes = "AAAAAAABAAAA" + "AAAAAA....AA"; // no August
    expect(returns(homes, 1)).toEqual([{ location: 1, months: 1, month: 8, years: 1, observedYears: 1 }]);
    expect(returns(homes, 1, 9)).toEqual([{ location: 1, months: 1, month: 8, years: 1, observedYears: 1 }]);
  });

  it("have a row for each place away, none for who stays", () => {
    expect(returns("AAACAAABAAAA", 0)).toMatchObject([
      { location: 1, month: 8 },
      { location: 2, month: 4 },
    ]);
    expect(returns("AAAAAAAAAAAA", 0)).toEqual([]);
  });

  it("are a share of those who were observed for as many years", () => {
    const twice = "AAAAAAABAAAA".repeat(2);
    const history = historyOf({
      again: twice,
      once: "AAAAAAABAAAA" + "AAAAAAAAAAAA",
      lost: "AAAAAAABAAAA" + "............",
      citizen: "AAAAAAABAAAA" + "............",
    });
    const seasonal = measureSeasonalReturns(history, { minPeriods: 6, toleranceMonths: 1 });
    const groups = { groupOf: [0, 0, 0, 1], labels: ["refugees", "citizens"] };
    const rows = rowsOf(measureRecurrence(seasonal, groups)).filter((row) => row.location === 1);
    expect(rows).toEqual([
      { location: 1, label: 0, movers: 3, observable: 2, recurrent: 1, share: 0.5 },
      { location: 1, label: 1, movers: 1, observable: 0, recurrent: 0, share: Number.NaN },
    ]);
    expect(() => measureRecurrence(seasonal, { minYears: 1 })).toThrow("minYears must be a whole number of at least 2");
  });

  it("are the same for every user alone", () => {
    const letters = fc.array(fc.constantFrom("A", "A", "A", "B", "C", "."), { minLength: 36, maxLength: 36 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 2, maxLength: 4 }), fc.nat({ max: 5 }), (all, toleranceMonths) => {
        const homes = Object.fromEntries(all.map((own, u) => [`u${u}`, own.join("")]));
        const together = measureSeasonalReturns(historyOf(homes), { minPeriods: 4, toleranceMonths });
        const alone = Object.entries(homes).flatMap(([user, own]) =>
          rowsOf(measureSeasonalReturns(historyOf({ [user]: own }), { minPeriods: 4, toleranceMonths })),
        );
        expect(rowsOf(together)).toEqual(alone);
        for (const row of alone) expect(row.years <= row.observedYears && row.years >= 1).toBe(true);
        // The plain form: for each month the years whose window has a month away at the place.
        for (const { location, month, years } of alone.slice(0, 1)) {
          const own = all[0]!;
          const first = rowsOf(
            measureSeasonalReturns(historyOf({ u: own.join("") }), { minPeriods: 4, toleranceMonths }),
          );
          if (first[0]?.location !== location) continue;
          const usual = [0, 1, 2].map((y) => {
            const known = own.slice(12 * y, 12 * y + 12).filter((l) => l !== ".");
            if (known.length < 4) return null;
            const count = (l: string): number => known.filter((k) => k === l).length;
            const most = Math.max(...known.map(count));
            return known.filter((l) => count(l) === most).at(-1)!;
          });
          const isAway = (m: number): boolean => {
            const place = usual[Math.floor(m / 12)];
            return place !== null && place !== undefined && own[m] === "ABC"[location] && own[m] !== place;
          };
          const counts = Array.from({ length: 12 }, (_, c) => {
            return [-1, 0, 1, 2, 3].filter((y) => {
              for (let m = 12 * y + c - toleranceMonths; m <= 12 * y + c + toleranceMonths; m++)
                if (isAway(m)) return true;
              return false;
            }).length;
          });
          expect(years).toBe(Math.max(...counts));
          expect(counts[month - 1]).toBe(years);
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
