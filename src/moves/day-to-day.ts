import { checkInteger, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkSequences } from "../core/check-tables.ts";
import type { MoveColumns, Moves, Presence } from "../types.ts";

export interface DayToDayMovesOptions {
  /** Pairs of days further apart are left out; 1 takes neighbouring days only. From 1. */
  readonly maxGapDays: number;
}

/**
 * Where was each person from one day to the next? One row per pair of consecutive days on which a user was seen, those
 * who stayed included, so that flows with their diagonal can be counted.
 *
 * **How** for rows i − 1 and i of one user: a move from location[i − 1] on day[i − 1] to location[i] on day[i], if
 * day[i] − day[i − 1] ≤ maxGapDays.
 *
 * @param daily - one location per user and day, as `buildDailyLocations` gives it
 * @param options - how far apart two days may be
 * @returns moves in order of time; `origin` and `destination` are equal where the user stayed
 * @throws RangeError where a user has two locations on one day or the days are not in order
 *
 * **Cost** O(rows), two passes.
 *
 * [flowkit]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const daily = buildPresenceOfDays({ user: ["ann", "ann", "ann"], day: [1, 2, 9], location: [0, 1, 0] }, zones);
 * rowsOf(buildDayToDayMoves(daily, { maxGapDays: 1 })); // [ { origin: 0, destination: 1, leftDay: 1, arrivedDay: 2 } ]
 */
export function buildDayToDayMoves(daily: Presence, options: DayToDayMovesOptions): Moves {
  const where = "buildDayToDayMoves";
  checkOptions(where, options, ["maxGapDays"]);
  const { maxGapDays } = options;
  checkInteger(where, "maxGapDays", maxGapDays, 1);
  checkSequences(where, "daily", daily, ["day", "location"]);
  const { users, locations, offsets: rows } = daily;
  const { day, location } = daily.columns;
  const offsets = new Uint32Array(users.length + 1);
  let moves = 0;
  for (let u = 0; u < users.length; u++) {
    for (let i = rows[u]!; i < rows[u + 1]!; i++) {
      if (location[i]! >= locations.length) {
        fail(where, `daily.columns.location[${i}]`, `below the ${locations.length} locations`, location[i]);
      }
      if (i === rows[u]) continue;
      const gap = day[i]! - day[i - 1]!;
      if (gap <= 0) {
        const got = `day ${day[i]} after day ${day[i - 1]} in row ${i}`;
        failInWords(where, "daily", "in order of days with one row per user and day", got);
      }
      if (gap <= maxGapDays) moves++;
    }
    offsets[u + 1] = moves;
  }
  const columns: MoveColumns = {
    origin: new Uint32Array(moves),
    destination: new Uint32Array(moves),
    leftDay: new Int32Array(moves),
    arrivedDay: new Int32Array(moves),
  };
  let at = 0;
  for (let u = 0; u < users.length; u++) {
    for (let i = rows[u]! + 1; i < rows[u + 1]!; i++) {
      if (day[i]! - day[i - 1]! > maxGapDays) continue;
      columns.origin[at] = location[i - 1]!;
      columns.destination[at] = location[i]!;
      columns.leftDay[at] = day[i - 1]!;
      columns.arrivedDay[at++] = day[i]!;
    }
  }
  return { locations, users, offsets, length: moves, columns };
}
