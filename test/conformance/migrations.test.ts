import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { referenceMigrations } from "../../benchmarks/reference-migrations.mjs";
import { detectMigrations, MIGRATION_DEFAULTS, type MigrationsOptions } from "../../src/moves/migrations.ts";
import type { Presence } from "../../src/types.ts";
import {
  dateOfDay,
  dayOfDate,
  presenceOfSightings,
  type SegmentsById,
  type Stages,
  stagesOf,
} from "../moves/stages.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";

/** One migration as the reference program writes it. */
interface WrittenMigration {
  readonly home: string | number;
  readonly destination: string | number;
  readonly migration_date: string;
  readonly uncertainty: number;
  readonly num_error_day: number;
  readonly home_start: string;
  readonly home_end: string;
  readonly destination_start: string;
  readonly destination_end: string;
}

interface WrittenUser {
  readonly step2_segments: SegmentsById;
  readonly step3_over_prop: SegmentsById;
  readonly step4_joined: SegmentsById;
  readonly step5_long: SegmentsById;
  readonly migrations: readonly WrittenMigration[];
}

type WrittenCases = Record<string, { readonly first_day: string; readonly users: Record<string, WrittenUser> }>;

/** The options that a key such as stay40_gap3_seg14_prop50 or stay60_gapmax60 names. */
function optionsOf(key: string): MigrationsOptions {
  if (key === "defaults") return {};
  const options: Record<string, number> = {};
  for (const part of key.split("_")) {
    const [, name, value] = /^([a-z]+)(\d+)$/.exec(part) ?? [];
    if (name === "stay") options["minStayDays"] = Number(value);
    else if (name === "gap") options["maxGapDays"] = Number(value);
    else if (name === "seg") options["minSegmentDays"] = Number(value);
    else if (name === "prop") options["minPresence"] = Number(value) / 100;
    else if (name === "gapmax") options["maxTransitionDays"] = Number(value);
    else if (name === "overlap") options["maxOverlapDays"] = Number(value);
    else throw new Error(`no option is known for ${part} of ${key}`);
  }
  return options;
}

/** Migrations whose locations are text, also where a file writes them as numbers. */
function withIds<M extends { readonly home: string | number; readonly destination: string | number }>(
  migrations: readonly M[],
): M[] {
  return migrations.map((one) => ({ ...one, home: String(one.home), destination: String(one.destination) }));
}

/** Moves every segment by some days; locations in any order. */
function shifted(segments: SegmentsById, days: number): SegmentsById {
  return Object.fromEntries(
    Object.entries(segments).map(([id, list]) => [id, list.map(([start, end]) => [start + days, end + days] as const)]),
  );
}

/** The reference gives no joined and no long segments for people with segments in one location only. */
function asReference(stages: Stages): Stages {
  return Object.keys(stages.present).length > 1 ? stages : { ...stages, merged: {}, long: {} };
}

function readPresence(path: string): Presence {
  return presenceOfSightings(
    readRows(path).map((row) => [row["user_id"]!, dayOfDate(row["date"]!), row["location"]!] as const),
  );
}

/** A user's migrations as the reference writes them. */
function migrationsOf(presence: Presence, user: string, options: MigrationsOptions): WrittenMigration[] {
  const { columns, offsets, users, locations } = detectMigrations(presence, options);
  const u = users.indexOf(user);
  return Array.from({ length: offsets[u + 1]! - offsets[u]! }, (_, k) => {
    const row = offsets[u]! + k;
    return {
      home: locations.columns.id[columns.origin[row]!]!,
      destination: locations.columns.id[columns.destination[row]!]!,
      migration_date: dateOfDay(columns.day[row]!),
      uncertainty: columns.uncertaintyDays[row]!,
      num_error_day: columns.contraryDays[row]!,
      home_start: dateOfDay(columns.originStartDay[row]!),
      home_end: dateOfDay(columns.leftDay[row]!),
      destination_start: dateOfDay(columns.arrivedDay[row]!),
      destination_end: dateOfDay(columns.destinationEndDay[row]!),
    };
  });
}

describeData("cases of the reference program", "06_migration_detector", (folder) => {
  for (const name of listed(folder, /_expected\.json$/)) {
    const path = join(folder, name.replace("_expected.json", ".csv"));
    if (!existsSync(path)) {
      skipped(name, path);
      continue;
    }
    const presence = readPresence(path);
    for (const [key, { first_day, users }] of Object.entries(readJson<WrittenCases>(join(folder, name)))) {
      describe(`${name}, ${key}`, () => {
        const options = optionsOf(key);
        const origin = dayOfDate(first_day);

        it("the expected figures are about the people of the file", () => {
          expect(Object.keys(users).length).toBeGreaterThan(0);
          for (const user of Object.keys(users)) expect(presence.users).toContain(user);
        });

        it("every stage of every person", () => {
          for (const [user, expected] of Object.entries(users)) {
            const stages = asReference(stagesOf(presence, presence.users.indexOf(user), options));
            expect(shifted(stages.segments, -origin), user).toEqual(expected.step2_segments);
            expect(shifted(stages.present, -origin), user).toEqual(expected.step3_over_prop);
            expect(shifted(stages.merged, -origin), user).toEqual(expected.step4_joined);
            expect(shifted(stages.long, -origin), user).toEqual(expected.step5_long);
          }
        });

        it("every migration, and none besides", () => {
          for (const [user, expected] of Object.entries(users)) {
            expect(migrationsOf(presence, user, options), user).toEqual(withIds(expected.migrations));
          }
          const all = Object.values(users).reduce((sum, user) => sum + user.migrations.length, 0);
          if (presence.users.every((user) => user in users)) {
            expect(detectMigrations(presence, options).length).toBe(all);
          }
        });
      });
    }
  }

  for (const name of listed(folder, /^migrant_.*\.csv$/)) {
    it(`${name}: every migrant of the authors' examples migrates`, () => {
      const { users, offsets } = detectMigrations(readPresence(join(folder, name)));
      expect(users.length).toBeGreaterThan(0);
      for (const [u, user] of users.entries()) expect(offsets[u + 1]! - offsets[u]!, user).toBeGreaterThanOrEqual(1);
    });
  }

  for (const name of listed(folder, /^nonmigrant_.*\.csv$/)) {
    it(`${name}: a person of the authors' examples who stays too short does not migrate`, () => {
      expect(detectMigrations(readPresence(join(folder, name))).length).toBe(0);
    });
  }
});

/** One case with the names that the reference gives to its parameters, in camel case. */
interface RandomCase {
  readonly id: number;
  readonly params: Readonly<Record<string, number>>;
  readonly daysByLocation: Readonly<Record<string, readonly number[]>>;
  readonly filledSegments: SegmentsById;
  readonly step1: SegmentsById;
  readonly step2: SegmentsById;
  readonly step3: SegmentsById;
  readonly migrations: readonly {
    readonly home: string | number;
    readonly destination: string | number;
    readonly homeSegment: readonly [number, number];
    readonly destinationSegment: readonly [number, number];
    readonly migrationDay: number;
    readonly numErrorDay: number;
    readonly uncertainty: number;
  }[];
}

const PARAMETERS: Readonly<Record<string, keyof MigrationsOptions>> = {
  numStayedDaysMigrant: "minStayDays",
  numDaysMissingGap: "maxGapDays",
  smallSegLen: "minSegmentDays",
  segProp: "minPresence",
  minOverlapPartLen: "maxOverlapDays",
  maxGapHomeDes: "maxTransitionDays",
};

function optionsOfParameters(params: RandomCase["params"]): MigrationsOptions {
  return Object.fromEntries(
    Object.entries(params).map(([parameter, value]) => {
      const option = PARAMETERS[parameter];
      if (option === undefined) throw new Error(`no option is known for ${parameter}`);
      return [option, value];
    }),
  );
}

describeData("random people through the reference's logic", "16_spec_fixtures", (folder) => {
  for (const name of listed(folder, /^chi_.*cases\.json$/)) {
    const cases = readJson<RandomCase[]>(join(folder, name));
    it(`${name}: every stage and migration of its ${cases.length} people`, () => {
      expect(cases.length).toBeGreaterThan(0);
      for (const one of cases) {
        const options = optionsOfParameters(one.params);
        const presence = presenceOfSightings(
          Object.entries(one.daysByLocation).flatMap(([id, days]) => days.map((day) => ["someone", day, id] as const)),
        );
        const stages = asReference(stagesOf(presence, 0, options));
        const about = `person ${one.id}`;
        expect(stages.segments, about).toEqual(one.filledSegments);
        expect(stages.present, about).toEqual(one.step1);
        expect(stages.merged, about).toEqual(one.step2);
        expect(stages.long, about).toEqual(one.step3);
        const { columns, length, locations } = detectMigrations(presence, options);
        const found = Array.from({ length }, (_, row) => ({
          home: locations.columns.id[columns.origin[row]!],
          destination: locations.columns.id[columns.destination[row]!],
          homeSegment: [columns.originStartDay[row], columns.leftDay[row]],
          destinationSegment: [columns.arrivedDay[row], columns.destinationEndDay[row]],
          migrationDay: columns.day[row],
          numErrorDay: columns.contraryDays[row],
          uncertainty: columns.uncertaintyDays[row],
        }));
        expect(found, about).toEqual(withIds(one.migrations));
      }
    });

    it(`${name}: the program that the benchmark holds us against finds the same`, () => {
      for (const one of cases) {
        const settings = { ...MIGRATION_DEFAULTS, ...optionsOfParameters(one.params) };
        const found = referenceMigrations(one.daysByLocation, settings).map((row) => ({
          home: row.home,
          destination: row.destination,
          homeSegment: [row.homeStart, row.homeEnd],
          destinationSegment: [row.destinationStart, row.destinationEnd],
          migrationDay: row.day,
          numErrorDay: row.contraryDays,
          uncertainty: row.uncertaintyDays,
        }));
        expect(found, `person ${one.id}`).toEqual(withIds(one.migrations));
      }
    });
  }
});
