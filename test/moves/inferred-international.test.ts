import { describe, expect, it } from "vitest";
import { dateOfDay, dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  detectInternationalMigrations,
  type InternationalMigrationsOptions,
} from "../../src/moves/inferred-international.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";

const COUNTRIES = createLocations("zones", ["GE", "TR", "AM"], [44, 35, 45], [42, 39, 40]);
const day = dayOfDate;
const YEAR: InternationalMigrationsOptions = { country: "GE", fromDay: day("2021-01-01"), toDay: day("2022-01-01") };

/** A stretch of nights in a country: first date, last date, country. */
type Stretch = readonly [from: string, to: string, country: string];

/** What is found of one person who was seen on these nights. */
function found(stretches: readonly Stretch[], options: InternationalMigrationsOptions = YEAR): Record<string, unknown> {
  const nights = stretches.flatMap(([from, to, country]) =>
    Array.from(
      { length: day(to) - day(from) + 1 },
      (_, d) => [day(from) + d, COUNTRIES.columns.id.indexOf(country)] as const,
    ),
  );
  const presence = buildPresenceOfDays(
    { user: nights.map(() => "ann"), day: nights.map(([d]) => d), location: nights.map(([, l]) => l) },
    COUNTRIES,
  );
  const result = detectInternationalMigrations(presence, options);
  const [row] = rowsOf(result);
  const { label, origin, destination, ...rest } = row!;
  const id = (l: number): string | null => (l < 0 ? null : COUNTRIES.columns.id[l]!);
  return {
    ...rest,
    label: result.labels[label],
    origin: id(origin),
    destination: id(destination),
    day: row!.day < 0 ? null : dateOfDay(row!.day),
  };
}

const HOME_BEFORE: Stretch = ["2020-01-01", "2021-03-31", "GE"];

describe("international migrants", () => {
  it("emigrate with 183 nights at home in the year before and 183 abroad in the year after", () => {
    expect(found([HOME_BEFORE, ["2021-04-01", "2022-12-31", "TR"]])).toEqual({
      label: "emigrant",
      origin: "GE",
      destination: "TR",
      day: "2021-04-01",
      crossing: 1,
      uncertaintyDays: 0,
      nightsBefore: 365,
      nightsAfter: 365,
      missingBefore: 0,
      missingAfter: 0,
    });
  });

  it("immigrate the other way round", () => {
    expect(
      found([
        ["2020-01-01", "2021-03-31", "AM"],
        ["2021-04-05", "2022-12-31", "GE"],
      ]),
    ).toMatchObject({
      label: "immigrant",
      origin: "AM",
      destination: "GE",
      day: "2021-04-05",
      uncertaintyDays: 4,
      nightsBefore: 361,
      missingBefore: 4,
    });
  });

  it("need the last of the 183 nights", () => {
    const abroad = (nights: number): Stretch => ["2021-04-01", dateOfDay(day("2021-04-01") + nights - 1), "TR"];
    const back = (nights: number): Stretch => [dateOfDay(day("2021-04-01") + nights), "2022-12-31", "GE"];
    expect(found([HOME_BEFORE, abroad(183), back(183)])).toMatchObject({ label: "emigrant", nightsAfter: 183 });
    expect(found([HOME_BEFORE, abroad(182), back(182)])).toMatchObject({
      label: "none",
      origin: null,
      day: "2021-04-01",
      nightsAfter: 182,
    });
  });

  it("may have been on holiday first, and then their crossing is not the first", () => {
    const holiday: readonly Stretch[] = [
      ["2020-01-01", "2021-01-09", "GE"],
      ["2021-01-10", "2021-01-20", "AM"],
      ["2021-01-21", "2021-09-30", "GE"],
    ];
    expect(found([...holiday, ["2021-10-01", "2022-12-31", "TR"]])).toMatchObject({
      label: "emigrant",
      destination: "TR",
      day: "2021-10-01",
      crossing: 2,
    });
  });

  it("are in the foreign country of most nights, whatever they passed through", () => {
    const through: Stretch = ["2021-04-01", "2021-04-20", "AM"];
    expect(found([HOME_BEFORE, through, ["2021-04-21", "2022-12-31", "TR"]])).toMatchObject({ destination: "TR" });
  });

  it("are in the first of two foreign countries of equally many nights", () => {
    const [am, tr]: Stretch[] = [
      ["2021-04-01", "2021-07-31", "AM"],
      ["2021-08-01", "2021-11-30", "TR"],
    ];
    expect(found([HOME_BEFORE, am!, tr!])).toMatchObject({ label: "emigrant", destination: "TR" });
  });

  it("of another year are none of this one", () => {
    const lives: readonly Stretch[] = [
      ["2019-01-01", "2020-12-31", "GE"],
      ["2021-01-01", "2022-12-31", "TR"],
    ];
    expect(found(lives)).toMatchObject({ label: "emigrant", day: "2021-01-01" });
    expect(found(lives, { ...YEAR, fromDay: day("2020-01-01"), toDay: day("2021-01-01") })).toMatchObject({
      label: "none",
      day: null,
    });
  });
});

describe("who is not seen on enough nights", () => {
  it("is unknown: gone silent on leaving, or never seen", () => {
    expect(found([HOME_BEFORE])).toMatchObject({ label: "unknown", day: null, crossing: 0 });
    expect(found([HOME_BEFORE, ["2021-04-01", "2021-06-30", "TR"]])).toMatchObject({
      label: "unknown",
      day: "2021-04-01",
      nightsAfter: 91,
      missingAfter: 274,
    });
  });

  /** Two nights of every three from a date on. */
  const twoOfThree = (from: string, nights: number, country: string): Stretch[] =>
    Array.from({ length: nights / 2 }, (_, d) => [
      dateOfDay(day(from) + 3 * d),
      dateOfDay(day(from) + 3 * d + 1),
      country,
    ]);

  it("is no migrant if even the nights that were not seen could not make one", () => {
    expect(found(twoOfThree("2019-10-01", 820, "GE"))).toMatchObject({ label: "none" });
    expect(found([...twoOfThree("2019-10-01", 500, "GE"), ["2021-12-31", "2023-01-31", "GE"]])).toMatchObject({
      label: "none",
    });
  });

  it("is a migrant as soon as the nights that were seen suffice", () => {
    const nights = [...twoOfThree("2020-03-01", 266, "GE"), ...twoOfThree("2021-04-05", 200, "TR")];
    expect(found(nights)).toMatchObject({ label: "emigrant", uncertaintyDays: 2, nightsAfter: 200 });
  });
});

describe("the country abroad", () => {
  // One letter a night: T(R), A(M) or G(E), the first on 1 March 2021.
  const nightsOf = (letters: string): Stretch[] =>
    [...letters].map((letter, d) => {
      const date = dateOfDay(day("2021-03-01") + d);
      return [date, date, { T: "TR", A: "AM", G: "GE" }[letter]!];
    });
  const short = { ...YEAR, windowDays: 3, minNightsBefore: 3, minNightsAfter: 3 };

  it("is that of most nights in the window alone: nights before and after it do not count", () => {
    expect(found(nightsOf("TATAGGG"), short)).toMatchObject({ label: "immigrant", origin: "AM", destination: "GE" });
    expect(found(nightsOf("GGGATAT"), short)).toMatchObject({ label: "emigrant", origin: "GE", destination: "AM" });
  });
});

describe("nights", () => {
  it("are spent in one country each", () => {
    const presence = buildPresenceOfDays({ user: ["ann", "ann"], day: [5, 5], location: [0, 1] }, COUNTRIES);
    expect(() => detectInternationalMigrations(presence, YEAR)).toThrow(
      "detectInternationalMigrations: presence must be one country a night, got two on day 5 of user ann",
    );
  });
});
