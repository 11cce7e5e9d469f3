import { checkInteger, checkNumber, checkOptions, checkWholes, fail } from "../core/check.ts";
import { checkSequences } from "../core/check-tables.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { Located, Presence, Sequences } from "../types.ts";
import {
  createSegmentFinder,
  createSegments,
  keepPresent,
  mergeSegments,
  removeOverlaps,
  type Segments,
} from "./segments.ts";
import { createDominanceFinder } from "./segments-dominance.ts";

/** What counts as living somewhere. Days are differences of day numbers: 1 is the next day, 7 the same weekday a week later. */
export interface ResidencesOptions {
  /** Two sightings in one location belong to one segment if the later is at most so many days after the earlier. From 1. */
  readonly maxGapDays?: number;
  /** Segments of fewer days, first and last included, are left out. From 1. */
  readonly minSegmentDays?: number;
  /** Share of a segment's days on which the person must have been seen in its location, 0–1. */
  readonly minPresence?: number;
  /** Segments of one location are joined over at most so many days, last day to first day. From 1; may be Infinity. */
  readonly maxMergeGapDays?: number;
  /** Stays in two locations may share so many days; of stays that share more, neither keeps the shared days. From 0. */
  readonly maxOverlapDays?: number;
  /** Of days that stays in several locations claim, the one with more than this share of the person's events in them keeps them, 0.5–1; 1: none. */
  readonly minDominance?: number;
  /** A residence has at least so many days, first and last included. From 1. */
  readonly minStayDays?: number;
  /** Share of a residence's days, joined gaps included, on which the person must have been seen there, 0–1. */
  readonly minStayPresence?: number;
}

/**
 * The thresholds of Chi et al. 2020, whose program joins segments over a gap of any length, gives contested days to nobody
 * and does not look at presence again after joining.
 */
export const RESIDENCE_DEFAULTS: Required<ResidencesOptions> = {
  maxGapDays: 7,
  minSegmentDays: 30,
  minPresence: 0.6,
  maxMergeGapDays: Infinity,
  maxOverlapDays: 0,
  minDominance: 1,
  minStayDays: 90,
  minStayPresence: 0,
};

/** Long stays of users in one location each, in order of their first day. */
export type Residences = Located &
  Sequences<{
    readonly location: Uint32Array;
    readonly startDay: Int32Array;
    readonly endDay: Int32Array;
    readonly observedDays: Uint32Array;
  }>;

/**
 * Where did each person live, and from which day to which? Long stays, whatever the person's short absences and gaps in
 * the records.
 *
 * **How** for each user: (1) days seen in one location belong together while each is at most `maxGapDays` after the one
 * before; what spans `minSegmentDays` is a segment. (2) A segment stays if days seen ≥ minPresence · (end − start + 1).
 * (3) Consecutive segments of one location are joined if no segment of another location has a day between them and they
 * are at most `maxMergeGapDays` apart. (4) Where segments of two locations share more than `maxOverlapDays` days, both
 * lose the days they share; but of a run of such days the location with more than `minDominance` of the person's events
 * in the run keeps its own. (5) Pieces of at least `minStayDays` days are residences, if days seen ≥ minStayPresence ·
 * days.
 *
 * @param presence - in which locations each user was seen on which day
 * @param options - thresholds in days; those left out are `RESIDENCE_DEFAULTS`
 * @returns residences in order of startDay for all users of `presence`; `startDay` and `endDay` are the first and the last
 * day, `observedDays` the days between them on which the user was seen in `location`. Two residences of a user share at
 * most `maxOverlapDays` days
 * @throws RangeError for an option that is unknown or out of range, and for presence that is not sorted or repeats rows
 *
 * **Departs from the paper** The authors' program gives no long stays for people with segments in one location only;
 * here they have their residences too. With `maxOverlapDays` above 0 the program's result depends on the order of its
 * loops; here two segments are compared as they are after step 3, whatever the order. `minDominance` below 1 is not in
 * the paper but in the R port of it (its param_ol_min_frac), `minStayPresence` above 0 is in neither.
 *
 * **Cost** O(rows + s²) per user with s segments (mostly 1–5): a year of days takes about a microsecond in one place, four in
 * two places a day.
 *
 * [chi-2020] [migrationdetectr]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = Array.from({ length: 200 }, (_, d) => d);
 * const rows = { user: day.map(() => "ann"), day, location: day.map((d) => (d < 100 ? 0 : 1)) };
 * const residences = detectResidences(buildPresenceOfDays(rows, zones));
 * rowsOf(residences)[1]; // { location: 1, startDay: 100, endDay: 199, observedDays: 100 }
 */
export function detectResidences(presence: Presence, options: ResidencesOptions = {}): Residences {
  const where = "detectResidences";
  const residencesOf = createResidenceFinder(where, presence, settingsOf(where, options, RESIDENCE_DEFAULTS));
  const { users, offsets: rows } = presence;
  const offsets = new Uint32Array(users.length + 1);
  const location: number[] = [];
  const startDay: number[] = [];
  const endDay: number[] = [];
  const observedDays: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const long = residencesOf(u);
    countDaysSeen(presence, rows[u]!, rows[u + 1]!, long);
    for (let s = 0; s < long.length; s++) {
      location.push(long.location[s]!);
      startDay.push(long.start[s]!);
      endDay.push(long.end[s]!);
      observedDays.push(long.observed[s]!);
    }
    offsets[u + 1] = location.length;
  }
  return {
    locations: presence.locations,
    users,
    offsets,
    length: location.length,
    columns: {
      location: Uint32Array.from(location),
      startDay: Int32Array.from(startDay),
      endDay: Int32Array.from(endDay),
      observedDays: Uint32Array.from(observedDays),
    },
  };
}

/**
 * Makes the function that finds the long stays of one user after another, in order of start, end and location; the
 * result of a call is overwritten by the next one.
 */
export function createResidenceFinder(
  where: string,
  presence: Presence,
  settings: Required<ResidencesOptions>,
): (user: number) => Segments {
  const { maxOverlapDays, minDominance, minStayDays, minStayPresence } = settings;
  const dominates = minDominance < 1;
  checkSequences(where, "presence", presence, dominates ? ["day", "location", "events"] : ["day", "location"]);
  checkWholes(where, "presence.columns.location", presence.columns.location);
  if (dominates) checkWholes(where, "presence.columns.events", presence.columns.events);
  const { offsets } = presence;
  const findSegments = createSegmentFinder(where, presence, settings.maxGapDays, settings.minSegmentDays);
  const findDominant = dominates ? createDominanceFinder(presence, maxOverlapDays, minDominance) : undefined;
  const tails = new Int32Array(presence.locations.length);
  const found = createSegments();
  const merged = createSegments();
  const long = createSegments();
  const contested = dominates ? createSegments() : undefined;
  return (user) => {
    const from = offsets[user]!;
    const to = offsets[user + 1]!;
    findSegments(from, to, found);
    keepPresent(found, settings.minPresence);
    mergeSegments(found, settings.maxMergeGapDays, tails, merged);
    if (contested !== undefined) findDominant?.(from, to, merged, contested);
    removeOverlaps(merged, maxOverlapDays, minStayDays, long, contested);
    if (minStayPresence > 0) {
      countDaysSeen(presence, from, to, long);
      keepPresent(long, minStayPresence);
    }
    return long;
  };
}

/** The options over the defaults, every one checked; a name that is not among the defaults is refused. */
export function settingsOf<S extends Required<ResidencesOptions>>(where: string, options: Partial<S>, defaults: S): S {
  checkOptions<Partial<S>>(where, options, Object.keys(defaults) as (keyof S & string)[]);
  const settings = { ...defaults, ...options };
  checkInteger(where, "maxGapDays", settings.maxGapDays, 1);
  checkInteger(where, "minSegmentDays", settings.minSegmentDays, 1);
  checkNumber(where, "minPresence", settings.minPresence, 0, 1);
  checkDaysOrInfinity(where, "maxMergeGapDays", settings.maxMergeGapDays);
  checkInteger(where, "maxOverlapDays", settings.maxOverlapDays, 0);
  checkNumber(where, "minDominance", settings.minDominance, 0.5, 1);
  checkInteger(where, "minStayDays", settings.minStayDays, 1);
  checkNumber(where, "minStayPresence", settings.minStayPresence, 0, 1);
  return settings;
}

/** Throws unless the value is a whole number from 1, or Infinity. */
export function checkDaysOrInfinity(where: string, name: string, value: number): void {
  if (value !== Infinity && !(Number.isInteger(value) && value >= 1)) {
    fail(where, name, "a whole number of at least 1, or Infinity", value);
  }
}

/** Counts for each segment whose days have not been counted those on which the owner of the rows from … to − 1 was seen there. */
function countDaysSeen(presence: Presence, from: number, to: number, segments: Segments): void {
  const { day, location } = presence.columns;
  for (let s = 0; s < segments.length; s++) {
    if (segments.observed[s]! > 0) continue;
    const l = segments.location[s];
    const last = segments.end[s]!;
    let days = 0;
    for (let i = firstAtLeast(day, from, to, segments.start[s]!); i < to && day[i]! <= last; i++) {
      if (location[i] === l) days++;
    }
    segments.observed[s] = days;
  }
}
