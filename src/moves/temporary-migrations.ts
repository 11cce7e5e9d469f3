import { checkInteger, checkNumber, checkOptions, checkSameLocations, fail } from "../core/check.ts";
import { checkTimeOrder } from "../core/check-events.ts";
import { checkPlaced } from "../core/check-places.ts";
import { checkDaily } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Located, MoveColumns, Moves, Presence, Sequences } from "../types.ts";
import { createMesoFinder, type MesoSegment } from "./temporary-segments.ts";

/** What counts as a temporary migration. */
export interface TemporaryMigrationsOptions {
  /** Days in one location belong together over at most so many days without them between. From 0. */
  readonly maxGapDays?: number;
  /** Share of the days from first to last, short gaps included, that belong to the location, 0–1. */
  readonly minPresence?: number;
  /** Moves that cannot have lasted so many days are left out. From 1. */
  readonly minDays?: number;
  /** Moves that have certainly lasted more days are left out. From minDays; may be Infinity. */
  readonly maxDays?: number;
}

/** The thresholds of Blanchard and Rubrichi 2025: those of the authors' programs, and the durations of their data, 20 to 180 days. */
export const TEMPORARY_MIGRATION_DEFAULTS: Required<TemporaryMigrationsOptions> = {
  maxGapDays: 7,
  minPresence: 0.5,
  minDays: 20,
  maxDays: 180,
};

/**
 * Columns of temporary migrations, beside those of every move. `origin` is the residence at the time, `destination` where
 * the user was from `arrivedDay` to `endDay`; `leftDay` is the last day elsewhere before and `nextDay` the first one after.
 * Where the user was never seen before (`startCensored` 1) leftDay is arrivedDay − 1 and says nothing; where never after
 * (`endCensored` 1), nextDay is endDay + 1. `minDurationDays` = endDay − arrivedDay + 1; `maxDurationDays` = nextDay −
 * leftDay − 1, NaN where censored. On `observedDays` of these days the user was seen there, on `elsewhereDays` in other
 * locations. `nested` is 1 where the time lies in a longer one in another location.
 */
export type TemporaryMigrationColumns = MoveColumns & {
  readonly endDay: Int32Array;
  readonly nextDay: Int32Array;
  readonly minDurationDays: Uint32Array;
  readonly maxDurationDays: Float64Array;
  readonly observedDays: Uint32Array;
  readonly elsewhereDays: Uint32Array;
  readonly nested: Uint8Array;
  readonly startCensored: Uint8Array;
  readonly endCensored: Uint8Array;
};

/** Times spent away from the usual residence. */
export type TemporaryMigrations = Moves<TemporaryMigrationColumns>;

/** Residences in order of their first days: all that tells an absence from a move of home. */
export type ResidencePlaces = Located & Sequences<{ readonly location: Uint32Array; readonly startDay: Int32Array }>;

/**
 * Who was away from home for weeks or months, where, from when to when, and how long at least and at most? Seasonal workers,
 * transhumance, long visits.
 *
 * **How** (1) Consecutive days in one location with at most `maxGapDays` missing days between are a group; its residence is
 * that of most of its days, of equal ones the later. (2) Groups of one location and residence with at most `maxGapDays`
 * days between, missing or elsewhere, are a segment. (3) It is kept if the days from first to last of its groups, added up,
 * are at least minPresence · (end − start + 1), and if it may have lasted `minDays`: the days between the group before it
 * and the group after it, where there are both. (4) Of segments that overlap and of which neither lies in the other the
 * earlier loses floor(w / 2) of the w common days and the later the others; those that lie in another are compared among
 * themselves in the same way; again until none overlap. What is cut is not asked for `minPresence` again. (5) Segments away
 * from the residence are temporary migrations, if they may have lasted `minDays` and have not certainly lasted more than
 * `maxDays`.
 *
 * @param daily - one location per user and day, as `buildDailyLocations` gives it
 * @param residences - of the same users: `detectUsualResidences`, or any others; each lasts until the next one begins, and
 * the first also counts before its start
 * @param options - thresholds in days; those left out are `TEMPORARY_MIGRATION_DEFAULTS`
 * @returns migrations in order of arrivedDay for all users of `daily`; none for users without a residence
 * @throws RangeError for an option that is unknown or out of range, two locations on one day, or residences of other users or
 * over other locations
 *
 * **Departs from the paper** The authors' program takes a segment for nested by the order in which segments began before
 * any was cut, and leaves nested ones that cross a later one, and overlaps of one day; here every cut starts from the
 * present days, nested ones may hold others, and no two segments cross in the end. It has no upper limit of days.
 *
 * **Cost** O(rows) and O(s² log s) for s segments that last (mostly 1–3): about 5 µs a user and year.
 *
 * [blanchard-rubrichi-2025]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-17, -16], [14, 15]);
 * const day = Array.from({ length: 730 }, (_, d) => d).filter((d) => d % 3 > 0);
 * const daily = buildPresenceOfDays({ user: day.map(() => "awa"), day, location: day.map((d) => (d > 150 && d < 240 ? 1 : 0)) }, zones);
 * const { columns } = detectTemporaryMigrations(daily, detectUsualResidences(daily));
 * [columns.leftDay[0], columns.arrivedDay[0], columns.endDay[0], columns.nextDay[0]]; // [ 149, 151, 239, 241 ]
 * [columns.minDurationDays[0], columns.maxDurationDays[0], columns.observedDays[0]]; // [ 89, 91, 60 ]
 */
export function detectTemporaryMigrations(
  daily: Presence,
  residences: ResidencePlaces,
  options: TemporaryMigrationsOptions = {},
): TemporaryMigrations {
  const where = "detectTemporaryMigrations";
  checkDaily(where, daily);
  checkPlaced(where, "residences", residences, ["location", "startDay"]);
  checkSameLocations(where, "residences.locations", residences.locations, daily.locations);
  checkSameUsers(where, "residences", residences.users, daily.users, "daily");
  checkTimeOrder(where, "residences.columns.startDay", residences.offsets, residences.columns.startDay);
  checkOptions(where, options, ["maxGapDays", "minPresence", "minDays", "maxDays"]);
  const settings = { ...TEMPORARY_MIGRATION_DEFAULTS, ...options };
  const { minDays, maxDays } = settings;
  checkInteger(where, "maxGapDays", settings.maxGapDays, 0);
  checkNumber(where, "minPresence", settings.minPresence, 0, 1);
  checkInteger(where, "minDays", minDays, 1);
  if (maxDays !== Infinity && !(Number.isInteger(maxDays) && maxDays >= minDays)) {
    fail(where, "maxDays", `a whole number of at least ${minDays}, or Infinity`, maxDays);
  }
  const segmentsOf = createMesoFinder(daily, residences, settings);
  const { users, locations } = daily;
  const offsets = new Uint32Array(users.length + 1);
  const found: MesoSegment[] = [];
  for (let u = 0; u < users.length; u++) {
    for (const segment of segmentsOf(u)) {
      const { location, residence, start, end, before, after, startCensored, endCensored } = segment;
      const may = startCensored || endCensored || after - before - 1 >= minDays;
      if (location !== residences.columns.location[residence] && may && end - start + 1 <= maxDays) found.push(segment);
    }
    offsets[u + 1] = found.length;
  }
  const observed = new Uint32Array(found.length);
  const elsewhere = new Uint32Array(found.length);
  const { day, location } = daily.columns;
  for (let u = 0; u < users.length; u++) {
    const [from, to] = [daily.offsets[u]!, daily.offsets[u + 1]!];
    for (let s = offsets[u]!; s < offsets[u + 1]!; s++) {
      const segment = found[s]!;
      for (let i = firstAtLeast(day, from, to, segment.start); i < to && day[i]! <= segment.end; i++) {
        if (location[i] === segment.location) observed[s]!++;
        else elsewhere[s]!++;
      }
    }
  }
  const columns: TemporaryMigrationColumns = {
    origin: Uint32Array.from(found, ({ residence }) => residences.columns.location[residence]!),
    destination: Uint32Array.from(found, (segment) => segment.location),
    leftDay: Int32Array.from(found, ({ before }) => before),
    arrivedDay: Int32Array.from(found, ({ start }) => start),
    endDay: Int32Array.from(found, ({ end }) => end),
    nextDay: Int32Array.from(found, ({ after }) => after),
    minDurationDays: Uint32Array.from(found, ({ start, end }) => end - start + 1),
    maxDurationDays: Float64Array.from(found, ({ before, after, startCensored, endCensored }) =>
      startCensored || endCensored ? Number.NaN : after - before - 1,
    ),
    observedDays: observed,
    elsewhereDays: elsewhere,
    nested: Uint8Array.from(found, ({ depth }) => Math.min(1, depth)),
    startCensored: Uint8Array.from(found, (segment) => Number(segment.startCensored)),
    endCensored: Uint8Array.from(found, (segment) => Number(segment.endCensored)),
  };
  return { locations, users, offsets, length: found.length, columns };
}
