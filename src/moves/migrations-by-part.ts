import { checkSameLocations, fail, failInWords, isObject, shown } from "../core/check.ts";
import { checkPeople } from "../core/check-tables.ts";
import type { Locations, Presence } from "../types.ts";
import { type Migrations, type MigrationsOptions, migrationSettingsOf, migrationsOf } from "./migrations.ts";

/**
 * Who migrated, among more people than memory holds? The migrations of one part of the users after another, each part being
 * read, answered and forgotten.
 *
 * **How** `detectMigrations` on each part. All rows of a user must stand in one part: whoever comes a second time, in the
 * same part or a later one, would be cut in two, and is refused.
 *
 * @param parts - presence of one part of the users after another, over the same locations: a list or a generator
 * @param options - as of `detectMigrations`
 * @returns a generator of the migrations of each part, in the order of the parts; joined, they are those of all users
 * @throws RangeError as `detectMigrations`, at once for options; in its turn for a part over other locations than the
 * first, or with a user who has come before
 *
 * **Cost** as `detectMigrations`, in the memory of one part and the ids of all users so far.
 *
 * [chi-2020]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = Array.from({ length: 200 }, (_, d) => d);
 * const location = day.map((d) => (d < 100 ? 0 : 1));
 * const partOf = (id) => buildPresenceOfDays({ user: day.map(() => id), day, location }, zones);
 * const found = detectMigrationsByPart([partOf("ann"), partOf("bo")]);
 * Array.from(found, (part) => part.users[0] + part.columns.day[0]); // [ 'ann100', 'bo100' ]
 */
export function detectMigrationsByPart(
  parts: Iterable<Presence>,
  options: MigrationsOptions = {},
): Generator<Migrations, void, undefined> {
  const where = "detectMigrationsByPart";
  const settings = migrationSettingsOf(where, options);
  if (!isIterable(parts)) fail(where, "parts", "a list or a generator of presence tables", parts);
  const check = createPartCheck(where);
  function* found(): Generator<Migrations, void, undefined> {
    for (const part of parts) yield migrationsOf(where, check(part), settings);
  }
  return found();
}

/**
 * The same for parts that have to be waited for: read from a disk, a network or a database.
 *
 * **How** as `detectMigrationsByPart`; the next part is asked for when the migrations of the one before have been taken.
 *
 * @param parts - presence of one part of the users after another, over the same locations: an async generator, or a list
 * @param options - as of `detectMigrations`
 * @returns an async generator of the migrations of each part, in the order of the parts
 * @throws RangeError as `detectMigrationsByPart`
 *
 * **Cost** as `detectMigrationsByPart`.
 *
 * [chi-2020]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = Array.from({ length: 200 }, (_, d) => d);
 * const rows = { user: day.map(() => "ann"), day, location: day.map((d) => (d < 100 ? 0 : 1)) };
 * async function* parts() { yield buildPresenceOfDays(rows, zones); }
 * (await detectMigrationsByPartAsync(parts()).next()).value.columns.day[0]; // 100
 */
export function detectMigrationsByPartAsync(
  parts: AsyncIterable<Presence> | Iterable<Presence>,
  options: MigrationsOptions = {},
): AsyncGenerator<Migrations, void, undefined> {
  const where = "detectMigrationsByPartAsync";
  const settings = migrationSettingsOf(where, options);
  if (!isIterable(parts) && !isAsyncIterable(parts)) {
    fail(where, "parts", "an async generator or a list of presence tables", parts);
  }
  const check = createPartCheck(where);
  async function* found(): AsyncGenerator<Migrations, void, undefined> {
    for await (const part of parts) yield migrationsOf(where, check(part), settings);
  }
  return found();
}

function isIterable(parts: object): boolean {
  return Array.isArray(parts) || (isObject(parts) && Symbol.iterator in parts);
}

function isAsyncIterable(parts: object): boolean {
  return isObject(parts) && Symbol.asyncIterator in parts;
}

/** Makes the check that a part numbers the locations of the first one, and that nobody in it has come before. */
function createPartCheck(where: string): (part: Presence) => Presence {
  const seen = new Set<string>();
  let locations: Locations | undefined;
  let p = 0;
  return (part) => {
    const name = `parts[${p++}]`;
    checkPeople(where, name, part, ["day", "location"]);
    locations ??= part.locations;
    checkSameLocations(where, `${name}.locations`, part.locations, locations);
    for (const user of part.users) {
      const before = seen.size;
      if (seen.add(user).size > before) continue;
      const remedy = "all rows of a user must stand in one part";
      failInWords(where, `${name}.users`, "people who have not come before", shown(user), remedy);
    }
    return part;
  };
}
