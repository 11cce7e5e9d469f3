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
import { dateOfDay, dayOfDate, presenceOfSightings, type Sighting } from "../moves/stages.ts";

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
