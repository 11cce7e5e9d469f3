import { describe, expect, it } from "vitest";
import { dayOfDate } from "../../src/core/dates.ts";
import { rowsOf } from "../../src/core/table.ts";
import { macroSegmentsOf } from "../../src/moves/temporary-macro.ts";
import { detectUsualResidences, USUAL_RESIDENCE_DEFAULTS } from "../../src/moves/temporary-residences.ts";
import { dailyOf, type Spells } from "./temporary-lives.ts";

/** Months as letters from month 0 on, "." for one without a location; the segments as "A 0-5". */
function segments(months: string, maxGapMonths = 6, minMonths = 6): string[] {
  const month = [...months].flatMap((letter, m) => (letter === "." ? [] : [m]));
  const location = month.map((m) => months.charCodeAt(m) - 65);
  return macroSegmentsOf({ month, location }, maxGapMonths, minMonths).map(
    ({ location: l, start, end }) => `${String.fromCharCode(65 + l)} ${start}-${end}`,
  );
}

const homes = (spells: Spells): (string | number)[][] =>
  rowsOf(detectUsualResidences(dailyOf({ u: spells }))).map(({ location, startDay, endDay }) => [
    "ABCD"[location]!,
    startDay - 16_071,
    endDay - 16_071,
  ]);

describe("macro-segments of residence", () => {
  it("bridge an absence of five months and not one of six", () => {
    expect(segments("AAAAAABBBBBAAAAAA")).toEqual([]); // one segment of A, B is too short
    expect(segments("AAAAAABBBBBBAAAAAA")).toEqual(["A 0-5", "B 6-11", "A 12-17"]);
  });

  it("of one location hold together over six months without a location and not over seven", () => {
    expect(segments("AAA......AAA")).toEqual(["A 0-11"]); // all months one run
    expect(segments("AAA.......AAA")).toEqual([]); // two runs of three months, no residence among them
    expect(segments("AAAAAA.......AAAAAA")).toEqual(["A 0-18"]); // two residences at the same place are one
  });

  it("that lie within another are dropped", () => {
    expect(segments("AAABBABABABBBAAA.CCCCCC")).toEqual(["A 0-15", "C 17-22"]);
  });

  it("that lie within one that is not the one before are dropped too", () => {
    // A 0-18 holds B 3-9 and C 10-16; the one before C is B.
    expect(segments("AAABBABBBBCACCCCCAADDDDDD")).toEqual(["A 0-18", "D 19-24"]);
  });

  it("that overlap leave the shared months to the longer, of equal ones to the earlier", () => {
    expect(segments("AAAAAABAABBBBBBB")).toEqual(["A 0-5", "B 6-15"]); // A 0-8 and B 6-15: nine months against ten
    expect(segments("AAAAAABAABBBBBB")).toEqual(["A 0-8", "B 9-14"]); // nine months each
  });

  it("keep a run of all months however short, and none of them if runs are too short", () => {
    expect(segments("AA")).toEqual(["A 0-1"]);
    expect(segments("ABAB")).toEqual([]);
    expect(segments("")).toEqual([]);
  });
});

describe("usual residences", () => {
  it("stay with whoever is away for a season", () => {
    expect(
      homes([
        ["A", 200],
        ["B", 100],
        ["A", 300],
      ]),
    ).toEqual([["A", 0, 599]]);
  });

  it("change with a month that is the first of the new residence, and follow each other without a gap", () => {
    // 2014-01-01 to 2015-12-31; the last days of 2014 are spent at B, which becomes home from January on.
    const year = dayOfDate("2015-01-01") - 16_071;
    expect(
      homes([
        [".", 5],
        ["A", 350],
        ["B", 375],
        [".", 9],
      ]),
    ).toEqual([
      ["A", 5, year - 1],
      ["B", year, 729],
    ]);
  });

  it("have evidence: days seen there, days seen, months, and whether another place was seen on as many days", () => {
    const daily = dailyOf({
      even: [
        ["B", 5],
        ["A", 5],
      ],
      usual: [
        ["A", 40],
        [".", 3],
        ["C", 20],
      ],
      never: [],
    });
    expect(rowsOf(detectUsualResidences(daily))).toEqual([
      { location: 0, startDay: 16_071, endDay: 16_080, observedDays: 5, daysSeen: 10, months: 1, tied: 1 },
      { location: 0, startDay: 16_071, endDay: 16_133, observedDays: 40, daysSeen: 60, months: 1, tied: 0 },
    ]);
  });

  it("are told from months with enough days alone, if there are any", () => {
    // Nine days at B in each of three months, and ten at A in a fourth: the only month with a location says A.
    const sparse: Spells = [
      ["B", 9],
      [".", 22],
      ["B", 9],
      [".", 19],
      ["B", 9],
      [".", 22],
      ["A", 10],
    ];
    expect(homes(sparse).map(([place]) => place)).toEqual(["A"]);
    const nine = detectUsualResidences(dailyOf({ u: sparse }), { minDaysPerMonth: 9 });
    expect([...nine.columns.location]).toEqual([1]);
    const none = detectUsualResidences(dailyOf({ u: sparse }), { minDaysPerMonth: 11 });
    expect([...none.columns.location]).toEqual([1]);
  });

  it("refuse two locations on one day, and thresholds that are none", () => {
    const daily = dailyOf({ u: [["A", 3]] });
    const twice = { ...daily, columns: { ...daily.columns, day: Int32Array.of(1, 1, 2) } };
    expect(() => detectUsualResidences(twice)).toThrow("daily must be in order of days with one row per user and day");
    expect(() => detectUsualResidences(daily, { minMonths: 0 })).toThrow(
      "minMonths must be a whole number of at least 1",
    );
    expect(() => detectUsualResidences(daily, { minDaysPerMonth: 32 })).toThrow("from 1 to 31");
    expect(USUAL_RESIDENCE_DEFAULTS).toEqual({ minDaysPerMonth: 10, maxGapMonths: 6, minMonths: 6 });
  });
});
