import { checkInteger, fail } from "../core/check.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { MoveColumns, Moves, Presence } from "../types.ts";
import {
  checkDaysOrInfinity,
  createResidenceFinder,
  RESIDENCE_DEFAULTS,
  type ResidencesOptions,
  settingsOf,
} from "./residences.ts";
import type { Segments } from "./segments.ts";

/** What counts as a migration: the thresholds of a residence, how soon the new one must begin, and how long either is. */
export interface MigrationsOptions extends ResidencesOptions {
  /** The new residence begins at most so many days after the last day of the old one. From 1; may be Infinity. */
  readonly maxTransitionDays?: number;
  /** The old residence has at least so many days; below `minStayDays` it says nothing. From 1. */
  readonly minOriginDays?: number;
  /** The old residence has at most so many days. From 1; may be Infinity. */
  readonly maxOriginDays?: number;
  /** The new residence has at least so many days; below `minStayDays` it says nothing. From 1. */
  readonly minDestinationDays?: number;
  /** The new residence has at most so many days: with this a migration is a temporary one. From 1; may be Infinity. */
  readonly maxDestinationDays?: number;
}

/** The thresholds of Chi et al. 2020, as set in the authors' program, which asks residences for no other length. */
export const MIGRATION_DEFAULTS: Required<MigrationsOptions> = {
  ...RESIDENCE_DEFAULTS,
  maxTransitionDays: 30,
  minOriginDays: 1,
  maxOriginDays: Infinity,
  minDestinationDays: 1,
  maxDestinationDays: Infinity,
};

/**
 * Columns of migrations, beside those of every move (`leftDay`: last day of the old residence, `arrivedDay`: first day of
 * the new one). `day` is the migration day, `uncertaintyDays` the days between the residences, or those that both share;
 * `contraryDays` how many sightings speak against the migration day; `originStartDay` and `destinationEndDay` where the
 * two residences start and end.
 */
export type MigrationColumns = MoveColumns & {
  readonly day: Int32Array;
  readonly uncertaintyDays: Uint32Array;
  readonly contraryDays: Uint32Array;
  readonly originStartDay: Int32Array;
  readonly destinationEndDay: Int32Array;
};

/** Changes of residence. */
export type Migrations = Moves<MigrationColumns>;

/**
 * Who migrated, from where to where, and on which day? A migration is a change from one long stay to another.
 *
 * **How** residences as in `detectResidences`. Each of a user's residences, in order of first and last day, is paired with
 * the first later one in another location whose startDay − endDay ≥ 1 − maxOverlapDays; the pair is a migration if
 * startDay − endDay ≤ maxTransitionDays and both residences are as long as asked for. Its day p is the one from endDay to
 * startDay with the fewest contrary days: days before p on which the user was seen in the destination plus days after p on
 * which they were seen in the origin, within those days; of equally good days the last.
 *
 * @param presence - in which locations each user was seen on which day
 * @param options - thresholds in days; those left out are `MIGRATION_DEFAULTS`
 * @returns migrations in the order of the old residence for all users of `presence` (`offsets` marks those without), with
 * the columns of `MigrationColumns`
 * @throws RangeError for an option that is unknown or out of range, and for presence that is not sorted or repeats rows
 *
 * **Departs from the paper** With `maxOverlapDays` above 0 the authors' program depends on the order of its loops and
 * fails where the new residence starts before the old one ends. Here the new residence must start and end later than
 * the old one, the migration day is sought among the days that both share, and their number is the uncertainty.
 *
 * **Cost** O(rows + s²) per user with s segments (mostly 1–5): a year of days takes about a microsecond in one place, four in
 * two places a day.
 *
 * [chi-2020]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = Array.from({ length: 200 }, (_, d) => d).filter((d) => d < 100 || d > 104);
 * const rows = { user: day.map(() => "ann"), day, location: day.map((d) => (d < 100 ? 0 : 1)) };
 * const { columns } = detectMigrations(buildPresenceOfDays(rows, zones));
 * [columns.leftDay[0], columns.arrivedDay[0], columns.day[0], columns.uncertaintyDays[0]]; // [ 99, 105, 105, 5 ]
 */
export function detectMigrations(presence: Presence, options: MigrationsOptions = {}): Migrations {
  const where = "detectMigrations";
  return migrationsOf(where, presence, migrationSettingsOf(where, options));
}

/** The options of migrations over the defaults, every one checked. */
export function migrationSettingsOf(where: string, options: MigrationsOptions): Required<MigrationsOptions> {
  const settings = settingsOf(where, options, MIGRATION_DEFAULTS);
  checkDaysOrInfinity(where, "maxTransitionDays", settings.maxTransitionDays);
  for (const end of ["Origin", "Destination"] as const) {
    const least = settings[`min${end}Days`];
    const most = settings[`max${end}Days`];
    checkInteger(where, `min${end}Days`, least, 1);
    checkDaysOrInfinity(where, `max${end}Days`, most);
    if (most < least) fail(where, `max${end}Days`, `at least min${end}Days (${least})`, most);
  }
  return settings;
}

/** The migrations of the users of a presence table, by settings that are checked. */
export function migrationsOf(where: string, presence: Presence, settings: Required<MigrationsOptions>): Migrations {
  const residencesOf = createResidenceFinder(where, presence, settings);
  const { users, locations } = presence;
  const offsets = new Uint32Array(users.length + 1);
  const found = createRows();
  for (let u = 0; u < users.length; u++) {
    const long = residencesOf(u);
    for (let s = 0; s + 1 < long.length; s++) {
      const next = nextElsewhere(long, s, settings.maxOverlapDays);
      if (next < 0 || !isMigration(long, s, next, settings)) continue;
      addMigration(found, presence, u, long, s, next);
    }
    offsets[u + 1] = found.origin.length;
  }
  const columns: MigrationColumns = {
    origin: Uint32Array.from(found.origin),
    destination: Uint32Array.from(found.destination),
    leftDay: Int32Array.from(found.leftDay),
    arrivedDay: Int32Array.from(found.arrivedDay),
    day: Int32Array.from(found.day),
    uncertaintyDays: Uint32Array.from(found.uncertaintyDays),
    contraryDays: Uint32Array.from(found.contraryDays),
    originStartDay: Int32Array.from(found.originStartDay),
    destinationEndDay: Int32Array.from(found.destinationEndDay),
  };
  return { locations, users, offsets, length: columns.day.length, columns };
}

/** Whether the transition between two residences is short enough, and either of them as long as asked for. */
function isMigration(long: Segments, s: number, next: number, settings: Required<MigrationsOptions>): boolean {
  const { start, end } = long;
  const origin = end[s]! - start[s]! + 1;
  const destination = end[next]! - start[next]! + 1;
  return (
    start[next]! - end[s]! <= settings.maxTransitionDays &&
    origin >= settings.minOriginDays &&
    origin <= settings.maxOriginDays &&
    destination >= settings.minDestinationDays &&
    destination <= settings.maxDestinationDays
  );
}

type Rows = Record<keyof MigrationColumns, number[]>;

function createRows(): Rows {
  return {
    origin: [],
    destination: [],
    leftDay: [],
    arrivedDay: [],
    day: [],
    uncertaintyDays: [],
    contraryDays: [],
    originStartDay: [],
    destinationEndDay: [],
  };
}

/** The first residence after s in another location that begins when s is over, but for `maxOverlapDays`; −1 if none does. */
function nextElsewhere(long: Segments, s: number, maxOverlapDays: number): number {
  const { location, start, end } = long;
  for (let next = s + 1; next < long.length; next++) {
    const later = start[next]! > start[s]! && end[next]! > end[s]!;
    if (later && location[next] !== location[s] && start[next]! - end[s]! >= 1 - maxOverlapDays) return next;
  }
  return -1;
}

function addMigration(rows: Rows, presence: Presence, user: number, long: Segments, s: number, next: number): void {
  const left = long.end[s]!;
  const arrived = long.start[next]!;
  rows.origin.push(long.location[s]!);
  rows.destination.push(long.location[next]!);
  rows.leftDay.push(left);
  rows.arrivedDay.push(arrived);
  rows.uncertaintyDays.push(left < arrived ? arrived - left - 1 : left - arrived + 1);
  rows.originStartDay.push(long.start[s]!);
  rows.destinationEndDay.push(long.end[next]!);
  addMigrationDay(rows, presence, user, long.location[s]!, long.location[next]!, left, arrived);
}

/**
 * Adds the day from `left` to `arrived` (or back) with the fewest contrary days, the last of equals, and their number.
 *
 * **How** only the first and the last day and those on which the user was seen are tried: on the days between two of them
 * there are at least as many contrary days as on the second.
 */
function addMigrationDay(
  rows: Rows,
  presence: Presence,
  user: number,
  origin: number,
  destination: number,
  left: number,
  arrived: number,
): void {
  const { day, location } = presence.columns;
  const first = Math.min(left, arrived);
  const last = Math.max(left, arrived);
  const to = presence.offsets[user + 1]!;
  let i = firstAtLeast(day, presence.offsets[user]!, to, first);
  let contrary = 0;
  for (let k = i; k < to && day[k]! <= last; k++) if (location[k] === origin) contrary++;
  let best = first;
  let fewest = Infinity;
  let next = i;
  for (let p = first; ; p = next < to && day[next]! < last ? day[next]! : last) {
    for (; i < next; i++) if (location[i] === destination) contrary++;
    for (; next < to && day[next] === p; next++) if (location[next] === origin) contrary--;
    if (contrary <= fewest) {
      fewest = contrary;
      best = p;
    }
    if (p === last) break;
  }
  rows.day.push(best);
  rows.contraryDays.push(fewest);
}
