/**
 * Chi, Lin, Chi, Blumenstock 2020, A general approach to detecting migration events in digital trace data,
 * PLoS ONE 15(10): e0239408, and the example files of the authors' program.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { detectMigrations, type MigrationsOptions } from "../../src/moves/migrations.ts";
import type { Presence } from "../../src/types.ts";
import { describeData, readRows, skipped } from "../conformance/data.ts";
import { dateOfDay, dayOfDate, presenceOfSightings, type Sighting, stagesOf } from "../moves/stages.ts";

/** One sighting on each of so many days from a date on. */
function daily(user: string, location: string, from: string, days: number): Sighting[] {
  return Array.from({ length: days }, (_, d) => [user, dayOfDate(from) + d, location] as const);
}

/** Migrations with dates, as the authors print them. */
function printed(presence: Presence, options: MigrationsOptions = {}): Record<string, string | number>[] {
  const { columns, length, locations } = detectMigrations(presence, options);
  const id = locations.columns.id;
  return Array.from({ length }, (_, row) => ({
    home: id[columns.origin[row]!]!,
    destination: id[columns.destination[row]!]!,
    migration_date: dateOfDay(columns.day[row]!),
    uncertainty: columns.uncertaintyDays[row]!,
    num_error_day: columns.contraryDays[row]!,
    home_start: dateOfDay(columns.originStartDay[row]!),
    home_end: dateOfDay(columns.leftDay[row]!),
    destination_start: dateOfDay(columns.arrivedDay[row]!),
    destination_end: dateOfDay(columns.destinationEndDay[row]!),
  }));
}

describe("the authors' demonstration, rebuilt from its description", () => {
  it("90 consecutive days in 1 and 90 in 2 are the migration that the demonstration prints", () => {
    const presence = presenceOfSightings([...daily("1", "1", "20180701", 90), ...daily("1", "2", "20180929", 90)]);
    expect(printed(presence)).toEqual([
      {
        home: "1",
        destination: "2",
        migration_date: "20180929",
        uncertainty: 0,
        num_error_day: 0,
        home_start: "20180701",
        home_end: "20180928",
        destination_start: "20180929",
        destination_end: "20181227",
      },
    ]);
  });

  it("90 days in 1 and 89 in 2 are no migration", () => {
    const presence = presenceOfSightings([...daily("1", "1", "20180701", 90), ...daily("1", "2", "20180930", 89)]);
    expect(printed(presence)).toEqual([]);
  });
});

/**
 * The people of figures 2 and 4 rebuilt from their published segments [first day, last day], seen on every day of them: the
 * stages and dates that follow, whoever has the authors' files or not.
 */
describe("the figures, rebuilt from the published segments", () => {
  const sightings = (segments: readonly (readonly [string, number, number])[], from: string): Sighting[] =>
    segments.flatMap(([location, first, last]) =>
      Array.from({ length: last - first + 1 }, (_, d) => ["1", dayOfDate(from) + first + d, location] as const),
    );

  it("figure 4A: from 11 to 25 on 2008-07-27, over two gaps that the merge bridges", () => {
    const segments = [
      ["11", 0, 66],
      ["11", 84, 127],
      ["25", 128, 172],
      ["25", 276, 344],
    ] as const;
    const presence = presenceOfSightings(sightings(segments, "20080321"));
    const origin = dayOfDate("20080321");
    const { present, merged } = stagesOf(presence, 0, {});
    expect(present["11"]).toHaveLength(2);
    expect(present["25"]).toHaveLength(2);
    expect(merged).toEqual({ "11": [[origin, origin + 127]], "25": [[origin + 128, origin + 344]] });
    expect(printed(presence)).toEqual([
      expect.objectContaining({ home: "11", destination: "25", migration_date: "20080727", num_error_day: 0 }),
    ]);
  });

  it("figure 4B: from 23 to 206 on 2014-03-26, the day that both claim; none if stays must have 90 days", () => {
    const segments = [
      ["23", 0, 53],
      ["206", 53, 115],
    ] as const;
    const presence = presenceOfSightings(sightings(segments, "20140201"));
    expect(printed(presence, { minStayDays: 40 })).toEqual([
      expect.objectContaining({
        home: "23",
        destination: "206",
        migration_date: "20140326",
        uncertainty: 1,
        num_error_day: 0,
        home_end: "20140325",
        destination_start: "20140327",
      }),
    ]);
    expect(printed(presence)).toEqual([]);
  });

  it("figure 2: two places claimed at the same time leave no stay at all", () => {
    const segments = [
      ["22", 0, 163],
      ["24", 0, 182],
    ] as const;
    expect(stagesOf(presenceOfSightings(sightings(segments, "20100101")), 0, {}).long).toEqual({});
  });
});

/** The people of figure 4, whose days the authors publish: what the captions say. */
const FIGURES: readonly {
  file: string;
  home: string;
  destination: string;
  date: string;
  options: MigrationsOptions;
}[] = [
  { file: "fig_4a_data.csv", home: "11", destination: "25", date: "20080727", options: {} },
  { file: "fig_4b_data.csv", home: "23", destination: "206", date: "20140326", options: { minStayDays: 40 } },
];

describeData("figure 4", "06_migration_detector", (folder) => {
  for (const { file, home, destination, date, options } of FIGURES) {
    const path = join(folder, file);
    const name = `${file}: from ${home} to ${destination} on ${date}`;
    const rows = existsSync(path) ? readRows(path) : [];
    const holds = (location: string): boolean => rows.some((row) => row["location"] === location);
    // A file of this name with other places or years is not the one that was published.
    const published =
      holds(home) && holds(destination) && rows.some((row) => row["date"]!.startsWith(date.slice(0, 6)));
    if (!published) {
      skipped(name, path);
      continue;
    }
    it(name, () => {
      const presence = presenceOfSightings(
        rows.map((row) => [row["user_id"]!, dayOfDate(row["date"]!), row["location"]!] as const),
      );
      expect(printed(presence, options)).toEqual([
        expect.objectContaining({ home, destination, migration_date: date, num_error_day: 0 }),
      ]);
    });
  }
});
