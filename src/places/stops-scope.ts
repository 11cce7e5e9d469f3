import type { Stays } from "../types.ts";

/**
 * Whose stays make a stop location: each person's own, or everybody's together.
 */

/** Runs of stays that are clustered apart from each other: run r holds the rows offsets[r] … offsets[r + 1] − 1. */
export interface StopRuns {
  readonly offsets: Uint32Array;
  /** The id of stop number `stop` (from 0) of a run; no two stops may have the same. */
  readonly idOf: (run: number, stop: number) => string;
}

/** Which stays may form a stop location with each other. `start` cuts one table of stays into runs. */
export interface StopScope {
  readonly name: string;
  readonly start: (stays: Stays) => StopRuns;
}

/**
 * Stop locations of each person alone: the places of a life. Nobody's stays touch another's, so that the stops of a
 * person are the same whoever else is in the table.
 *
 * @returns a scope for `buildStops`; ids are the user's id and the number of the stop, "ana:0"
 * [ashbrook-starner-2003]
 * @example
 * eachUser().name; // 'each user'
 */
export function eachUser(): StopScope {
  return {
    name: "each user",
    start: ({ users, offsets }) => ({ offsets, idOf: (run, stop) => `${users[run]}:${stop}` }),
  };
}

/**
 * Stop locations that all people share: the places of a city. A stop may then rest on stays of several people, and it
 * changes with the people in the table: it is no step that can be run on parts of them.
 *
 * @returns a scope for `buildStops`; ids are the numbers of the stops, "0", "1" …
 * @example
 * allUsers().name; // 'all users'
 */
export function allUsers(): StopScope {
  return {
    name: "all users",
    start: ({ length }) => ({ offsets: Uint32Array.of(0, length), idOf: (_, stop) => String(stop) }),
  };
}
