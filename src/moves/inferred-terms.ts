import { checkInteger, checkOptions, checkSameLocations, fail } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { checkPresence } from "../core/check-traces.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { firstAtLeast } from "../core/runs.ts";
import type { HomePlacesByPeriod, Moves, Presence, Sequences } from "../types.ts";
import { checkMoves, type MoveRule } from "./inferred-rules.ts";
import { checkHistory } from "./inferred-runs.ts";

export interface TermOptions {
  /** The homes by period in which the stay after the move is looked at, of the users and locations of the moves. */
  readonly history: HomePlacesByPeriod;
  /** Long-term if all homes of so many periods from the arrival on are one; 11 months unless given. From 2. */
  readonly longPeriods?: number;
  /** Short-term if the homes of so many periods from the arrival on are several; 5 months unless given. From 2, at most `longPeriods`. */
  readonly shortPeriods?: number;
}

/** The periods of Blumenstock, Chi and Tan, in months. */
export const TERM_DEFAULTS: Required<Pick<TermOptions, "longPeriods" | "shortPeriods">> = {
  longPeriods: 11,
  shortPeriods: 5,
};

/**
 * Did the person stay where they moved to? Long-term and short-term migrants.
 *
 * **How** among the periods that begin on the day of arrival or later, periods without a home are passed over. short-term:
 * the first `shortPeriods` have more than one home; long-term: the first `longPeriods` have a single one; in between: they
 * have several, but the first `shortPeriods` do not; unknown: a single one or none, but the history ends before
 * `longPeriods` are over, or no home is known.
 *
 * @param options - the history and the two lengths
 * @returns a rule for `detectMoveClasses` with the labels "long-term", "short-term", "in between" and "unknown"
 * @throws RangeError for homes that are none, or lengths out of range; when it is used, for moves of other users or over
 * other locations
 *
 * **Departs from the paper** There a migrant of whom nothing more is known is long-term; here one whose history is too
 * short is unknown.
 *
 * **Cost** O(longPeriods) a move.
 *
 * [blumenstock-2023]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const day = ["01", "02", "03", "04"].map((month) => dayOfDate(`2016-${month}-15`));
 * const presence = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: [0, 1, 1, 0] }, zones);
 * const periods = buildMonths({ clock: createClock({ timeZone: "Africa/Kigali" }), firstDay: day[0], lastDay: day[3] });
 * const history = detectHomesByPeriod(presence, { criterion: modalDailyLocation(), periods });
 * const rule = byTerm({ history });
 * const { label } = detectMoveClasses(detectInferredMigrations(history, { minPeriods: 1 }), { rule }).columns;
 * Array.from(label, (row) => rule.labels[row]); // [ 'short-term', 'unknown' ]
 */
export function byTerm(options: TermOptions): MoveRule {
  const where = "byTerm";
  checkOptions(where, options, ["history", "longPeriods", "shortPeriods"]);
  const { history, longPeriods = TERM_DEFAULTS.longPeriods, shortPeriods = TERM_DEFAULTS.shortPeriods } = options;
  checkHistory(where, history);
  checkInteger(where, "longPeriods", longPeriods, 2);
  checkInteger(where, "shortPeriods", shortPeriods, 2, longPeriods);
  const { firstDay } = history.periods.columns;
  const { location } = history.columns;
  const count = history.periods.length;
  return {
    name: `homes in ${shortPeriods} and ${longPeriods} periods after`,
    labels: ["long-term", "short-term", "in between", "unknown"],
    start: (moves) => {
      checkSameUsers(where, "moves", moves.users, history.users, "history");
      checkSameLocations(where, "moves.locations", moves.locations, history.locations);
      return (row, user) => {
        const first = firstAtLeast(firstDay, 0, count, moves.columns.arrivedDay[row]!);
        let home = -1;
        for (let p = first; p < Math.min(count, first + longPeriods); p++) {
          const at = location[user * count + p]!;
          if (at < 0 || at === home) continue;
          if (home >= 0) return p - first < shortPeriods ? 1 : 2;
          home = at;
        }
        return home < 0 || first + longPeriods > count ? 3 : 0;
      };
    },
  };
}

export interface VisitsBeforeOptions {
  /** Only days at most so many before the last day at the origin count. From 1; all unless given. */
  readonly withinDays?: number;
  /** The last so many days at the origin do not count, because the move may have been earlier than its date. From 0, and 0 unless given. */
  readonly clearDays?: number;
}

/** For each move, on how many days before it the person was seen in the destination, and on how many anywhere. */
export type VisitsBefore = Sequences<{ readonly days: Uint32Array; readonly observedDays: Uint32Array }>;

/**
 * Had the person been in the new place before they moved there, and on how many days?
 *
 * **How** days = rows of the presence with location = destination and
 * leftDay − clearDays − withinDays < day ≤ leftDay − clearDays; observedDays = distinct days with any row among these.
 *
 * @param moves - migrations, or moves of any other kind
 * @param presence - where each user was seen on which day, of the same users and over the same locations: at any time, or at
 * night, as it was built
 * @param options - which days count
 * @returns a row for each move, in their order
 * @throws RangeError for moves and presence of different users or locations, or an option that is unknown or out of range
 *
 * **Cost** O(log rows + rows of the days that count) a move.
 *
 * [blumenstock-2023]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const presence = buildPresenceOfDays({ user: ["a", "a", "a"], day: [3, 5, 9], location: [0, 1, 1] }, zones);
 * const columns = { origin: Uint32Array.of(0), destination: Uint32Array.of(1), leftDay: Int32Array.of(8), arrivedDay: Int32Array.of(9) };
 * const moves = { locations: zones, users: ["a"], offsets: Uint32Array.of(0, 1), length: 1, columns };
 * rowsOf(measureVisitsBefore(moves, presence)); // [ { days: 1, observedDays: 2 } ]
 */
export function measureVisitsBefore(moves: Moves, presence: Presence, options: VisitsBeforeOptions = {}): VisitsBefore {
  const where = "measureVisitsBefore";
  checkMoves(where, moves);
  checkPresence(where, presence);
  checkSameUsers(where, "presence", presence.users, moves.users, "moves");
  checkSameLocations(where, "presence.locations", presence.locations, moves.locations);
  checkOptions(where, options, ["withinDays", "clearDays"]);
  const { withinDays = Infinity, clearDays = 0 } = options;
  if (withinDays !== Infinity) checkInteger(where, "withinDays", withinDays, 1);
  checkInteger(where, "clearDays", clearDays, 0);
  const { users, offsets, length } = moves;
  const { destination, leftDay } = moves.columns;
  const { day, location } = presence.columns;
  const days = new Uint32Array(length);
  const observedDays = new Uint32Array(length);
  for (let u = 0; u < users.length; u++) {
    const to = presence.offsets[u + 1]!;
    for (let row = offsets[u]!; row < offsets[u + 1]!; row++) {
      const last = leftDay[row]! - clearDays;
      let i = firstAtLeast(day, presence.offsets[u]!, to, last - withinDays + 1);
      for (let before = NaN; i < to && day[i]! <= last; i++) {
        if (day[i] !== before) observedDays[row]!++;
        if (location[i] === destination[row]) days[row]!++;
        before = day[i]!;
      }
    }
  }
  return { users, offsets, length, columns: { days, observedDays } };
}

export interface PastVisitsOptions {
  /** For each move the days on which the person was in the destination before: `measureVisitsBefore` of the same moves. */
  readonly visits: VisitsBefore;
  /** From so many days on the place is one visited before. From 1. */
  readonly minDays: number;
}

/**
 * Did the person know the place? Moves to places visited before, and to new ones.
 *
 * **How** visited before if days ≥ minDays.
 *
 * @param options - the visits and the least number of days
 * @returns a rule for `detectMoveClasses` with the labels "new place" and "visited before"
 * @throws RangeError for visits that are none, or a number of days below 1; when it is used, for visits of other moves
 *
 * **Cost** a few nanoseconds a move.
 *
 * [blumenstock-2023]
 *
 * @example
 * const visits = { users: ["a"], offsets: Uint32Array.of(0, 1), length: 1, columns: { days: Uint32Array.of(4), observedDays: Uint32Array.of(60) } };
 * byPastVisits({ visits, minDays: 3 }).labels; // [ 'new place', 'visited before' ]
 */
export function byPastVisits(options: PastVisitsOptions): MoveRule {
  const where = "byPastVisits";
  checkOptions(where, options, ["visits", "minDays"]);
  const { visits, minDays } = options;
  checkVisits(where, visits);
  checkInteger(where, "minDays", minDays, 1);
  const { days } = visits.columns;
  return {
    name: `visited on ${minDays} days before`,
    labels: ["new place", "visited before"],
    start: (moves) => {
      if (visits.length !== moves.length) {
        fail(where, "visits.length", `${moves.length}, a row for each move`, visits.length);
      }
      checkSameUsers(where, "visits", visits.users, moves.users, "moves");
      return (row) => (days[row]! >= minDays ? 1 : 0);
    },
  };
}

function checkVisits(where: string, visits: VisitsBefore): void {
  checkTable(where, "visits", visits, ["days"]);
  checkList(where, "visits.users", visits.users);
}
