import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkHomesByPeriod, checkPlaced } from "../core/check-places.ts";
import { checkPresence } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { checkPeriodsAdjoin } from "../core/periods.ts";
import type { HomePlacesByPeriod, Located, MoveColumns, Moves, Presence, Sequences } from "../types.ts";

/** How an episode ends, by the number in its column `ending`. */
export const EPISODE_ENDINGS = ["returned", "end of data", "lost"] as const;

/**
 * Migration episodes, beside the columns of every move: `duration` until the return to the origin, in `unit`, and
 * `observed`, 1 if the return was seen. Where it was not, `duration` is the longest at which it would have been, and `ending`
 * (numbering `EPISODE_ENDINGS`) says why. `unseen`: how long, just before the return, nobody knows where the person was.
 */
export type Episodes = Moves<
  MoveColumns & {
    readonly duration: Uint32Array;
    readonly observed: Uint8Array;
    readonly ending: Uint8Array;
    readonly unseen: Uint32Array;
  }
> & { readonly unit: "periods" | "days" };

export interface HomeEpisodesOptions {
  /** The old home was home in at least so many periods in a row. From 1. */
  readonly minOriginPeriods: number;
  /** The new home is home in at least so many periods in a row. From 1. */
  readonly minDestinationPeriods: number;
}

export interface ResidenceEpisodesOptions {
  /** The old residence has at least so many days, first and last included. From 1. */
  readonly minOriginDays: number;
  /** The new residence has at least so many days. From 1. */
  readonly minDestinationDays: number;
  /** The new residence begins at most so many days after the last day of the old one. From 1; may be Infinity. */
  readonly maxTransitionDays: number;
  /** A residence counts as a return from so many days on: at least what the detection of residences lets through. From 1. */
  readonly minReturnDays: number;
  /** The last local day of the data. */
  readonly lastDay: number;
  /** Who is silent for more than so many days up to the last one is lost. From 0. */
  readonly maxSilentDays: number;
}

/** Long stays, as `detectResidences` makes them. */
export type ResidenceRows = Located &
  Sequences<{ readonly location: Uint32Array; readonly startDay: Int32Array; readonly endDay: Int32Array }>;

/**
 * Who moved home for at least some periods, and how long until they came back?
 *
 * **How** an episode is a move from A, home in `minOriginPeriods` periods in a row up to period t, to B, home in
 * `minDestinationPeriods` periods in a row from t + 1 on; a period without a home interrupts. The person is back in the
 * first later period whose home is A: duration = that period − (t + 1), at least `minDestinationPeriods`. Otherwise the
 * episode is cut off by the person's last period L with a home: duration = L − (t + 1), `ending` "end of data" if L is the
 * last period and "lost" if not. Moving on from B begins another episode, and the one from A goes on.
 *
 * @param history - the home of each user in each period, −1 where there is none, in periods that adjoin: months, weeks
 * @param options - how long the old and the new home must be home
 * @returns episodes in order of departure for all users; `leftDay` is the last day of period t, `arrivedDay` the first of
 * period t + 1; durations in periods. Whoever was B's resident in `minDestinationPeriods` periods only up to L has a
 * duration one below that, and is at risk of no return
 * @throws RangeError for periods that overlap or leave days out, or options out of range
 *
 * **Departs from the paper** whose episodes are not defined exactly: lengths are options.
 *
 * **Cost** O(rows + e · r) per user with e episodes and r changes of home
 *
 * [lu-2016]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const periods = buildMonths({ clock: createClock({ timeZone: "UTC" }), firstDay: dayOfDate("2016-01-01"), lastDay: dayOfDate("2016-06-30") });
 * const columns = { period: Uint32Array.of(0, 1, 2, 3, 4, 5), location: Int32Array.of(0, 0, 1, 1, 1, 0) };
 * const history = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 6), length: 6, columns, periods };
 * const [episode] = rowsOf(detectHomeEpisodes(history, { minOriginPeriods: 2, minDestinationPeriods: 2 }));
 * [dateOfDay(episode.arrivedDay), episode.duration, EPISODE_ENDINGS[episode.ending]]; // [ '2016-03-01', 3, 'returned' ]
 */
export function detectHomeEpisodes(history: HomePlacesByPeriod, options: HomeEpisodesOptions): Episodes {
  const where = "detectHomeEpisodes";
  checkHomesByPeriod(where, "history", history);
  checkOptions(where, options, ["minOriginPeriods", "minDestinationPeriods"]);
  const { minOriginPeriods, minDestinationPeriods } = options;
  checkInteger(where, "minOriginPeriods", minOriginPeriods, 1);
  checkInteger(where, "minDestinationPeriods", minDestinationPeriods, 1);
  const { firstDay, lastDay } = history.periods.columns;
  const count = history.periods.length;
  checkPeriodsAdjoin(where, "history.periods", history.periods);
  const { location } = history.columns;
  const episodes = collector(minOriginPeriods, minDestinationPeriods, 1, 1);
  const runs: Run[] = [];
  for (let u = 0; u < history.users.length; u++) {
    runs.length = 0;
    for (let p = 0; p < count; p++) {
      const home = location[u * count + p]!;
      const last = runs[runs.length - 1];
      if (home < 0) continue;
      if (last !== undefined && last.location === home && last.end === p - 1) last.end = p;
      else runs.push({ location: home, start: p, end: p });
    }
    const seen = runs.length === 0 ? -1 : runs[runs.length - 1]!.end;
    episodes.take(runs, seen, seen < count - 1);
  }
  const { locations, users } = history;
  return episodes.table(
    locations,
    users,
    "periods",
    (p) => lastDay[p]!,
    (p) => firstDay[p]!,
  );
}

/**
 * Who changed residence, and how many days until they came back?
 *
 * **How** an episode is a residence A of `minOriginDays` followed by another, B, of `minDestinationDays` that begins at most
 * `maxTransitionDays` after it. The person is back on the first day of the next residence in A of minReturnDays: duration = that day −
 * B.startDay. A return shows only once it has lasted `minReturnDays`, so that the last day on which one could begin is
 * seen − minReturnDays + 1, with `seen` the last day on which the user was seen anywhere: episodes without a return are
 * cut off there (at duration 0 if it is before B.startDay), whether or not the person is known to have stayed longer, for
 * those who went back then are not known.
 *
 * @param residences - long stays, from `detectResidences`
 * @param presence - the presence that they come from: the last day on which each user was seen
 * @param options - lengths in days and the end of the data
 * @returns episodes in order of departure for all users; durations in days; `unseen` are the days between the residence
 * before the return and the return
 * @throws RangeError for residences out of order, tables of different users, options out of range, and presence after `lastDay`
 *
 * **Departs from the paper** whose episodes are not defined exactly: lengths are options.
 *
 * **Cost** O(residences²) per user (mostly 1–5)
 *
 * [lu-2016]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = Array.from({ length: 300 }, (_, d) => d);
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: day.map((d) => (d < 100 || d >= 200 ? 0 : 1)) }, zones);
 * const days = { minOriginDays: 90, minDestinationDays: 90, minReturnDays: 90, maxTransitionDays: 30, maxSilentDays: 7 };
 * detectResidenceEpisodes(detectResidences(presence), presence, { ...days, lastDay: 299 }).columns.duration; // Uint32Array(2) [ 100, 10 ]
 */
export function detectResidenceEpisodes(
  residences: ResidenceRows,
  presence: Presence,
  options: ResidenceEpisodesOptions,
): Episodes {
  const where = "detectResidenceEpisodes";
  checkPlaced(where, "residences", residences, ["location", "startDay", "endDay"]);
  checkPresence(where, presence);
  checkSameUsers(where, "presence", presence.users, residences.users, "residences");
  const lengths = ["minOriginDays", "minDestinationDays", "minReturnDays", "maxTransitionDays"] as const;
  checkOptions(where, options, [...lengths, "lastDay", "maxSilentDays"]);
  const { minOriginDays, minDestinationDays, minReturnDays, maxTransitionDays, lastDay, maxSilentDays } = options;
  for (const name of lengths) {
    if (name === "maxTransitionDays" && maxTransitionDays === Infinity) continue;
    checkInteger(where, name, options[name], 1);
  }
  checkInteger(where, "lastDay", lastDay);
  checkInteger(where, "maxSilentDays", maxSilentDays, 0);
  const { location, startDay, endDay } = residences.columns;
  const episodes = collector(minOriginDays, minDestinationDays, maxTransitionDays, minReturnDays);
  for (let u = 0; u < residences.users.length; u++) {
    const rows = presence.offsets[u + 1]!;
    const seen = rows === presence.offsets[u] ? Number.NEGATIVE_INFINITY : presence.columns.day[rows - 1]!;
    if (seen > lastDay) fail(where, `presence.columns.day[${rows - 1}]`, `at most lastDay, ${lastDay}`, seen);
    const runs: Run[] = [];
    for (let r = residences.offsets[u]!; r < residences.offsets[u + 1]!; r++) {
      if (runs.length > 0 && startDay[r]! < startDay[r - 1]!) {
        fail(where, `residences.columns.startDay[${r}]`, `not before ${startDay[r - 1]}`, startDay[r]);
      }
      if (endDay[r]! < startDay[r]!)
        fail(where, `residences.columns.endDay[${r}]`, `not before ${startDay[r]}`, endDay[r]);
      runs.push({ location: location[r]!, start: startDay[r]!, end: endDay[r]! });
    }
    episodes.take(runs, seen - minReturnDays + 1, lastDay - seen > maxSilentDays);
  }
  const { locations, users } = residences;
  return episodes.table(
    locations,
    users,
    "days",
    (day) => day,
    (day) => day,
  );
}

/** Time that a user lived in one place, ends included. */
interface Run {
  readonly location: number;
  readonly start: number;
  end: number;
}

function lengthOf({ start, end }: Run): number {
  return end - start + 1;
}

/** Gathers the episodes of one user after another. */
function collector(
  minOrigin: number,
  minDestination: number,
  maxTransition: number,
  minReturn: number,
): {
  readonly take: (runs: readonly Run[], seen: number, isLost: boolean) => void;
  readonly table: (
    locations: Located["locations"],
    users: readonly string[],
    unit: Episodes["unit"],
    leftDayOf: (end: number) => number,
    arrivedDayOf: (start: number) => number,
  ) => Episodes;
} {
  const ends: number[] = [0];
  const [origin, destination, left, arrived]: number[][] = [[], [], [], []] as const;
  const [duration, observed, ending, unseen]: number[][] = [[], [], [], []] as const;
  return {
    take(runs, seen, isLost) {
      for (let r = 0; r + 1 < runs.length; r++) {
        const from = runs[r]!;
        const to = runs[r + 1]!;
        if (from.location === to.location || to.start - from.end > maxTransition) continue;
        if (lengthOf(from) < minOrigin || lengthOf(to) < minDestination) continue;
        let back = r + 2;
        while (back < runs.length && !(runs[back]!.location === from.location && lengthOf(runs[back]!) >= minReturn))
          back++;
        const isBack = back < runs.length;
        origin!.push(from.location);
        destination!.push(to.location);
        left!.push(from.end);
        arrived!.push(to.start);
        duration!.push(isBack ? runs[back]!.start - to.start : Math.max(0, seen - to.start));
        observed!.push(isBack ? 1 : 0);
        ending!.push(EPISODE_ENDINGS.indexOf(isBack ? "returned" : isLost ? "lost" : "end of data"));
        unseen!.push(isBack ? Math.max(0, runs[back]!.start - runs[back - 1]!.end - 1) : 0);
      }
      ends.push(origin!.length);
    },
    table(locations, users, unit, leftDayOf, arrivedDayOf) {
      const columns = {
        origin: Uint32Array.from(origin!),
        destination: Uint32Array.from(destination!),
        leftDay: Int32Array.from(left!, leftDayOf),
        arrivedDay: Int32Array.from(arrived!, arrivedDayOf),
        duration: Uint32Array.from(duration!),
        observed: Uint8Array.from(observed!),
        ending: Uint8Array.from(ending!),
        unseen: Uint32Array.from(unseen!),
      };
      return { locations, users, offsets: Uint32Array.from(ends), length: columns.origin.length, columns, unit };
    },
  };
}
