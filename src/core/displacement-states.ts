import type { Located, Sequences } from "../types.ts";
import { checkInteger, checkLength, fail } from "./check.ts";
import { checkLocatedOrNone } from "./check-places.ts";
import { checkSequences } from "./check-tables.ts";

/** What a person can be on a day after an event, by number. */
export const DISPLACEMENT_STATUSES = ["at home", "displaced", "returned", "unseen", "lost", "appeared"] as const;

export const AT_HOME = 0;
export const DISPLACED = 1;
export const RETURNED = 2;
export const UNSEEN = 3;
export const LOST = 4;
export const APPEARED = 5;

/**
 * Columns of `DisplacementStates`: the run's first day and its number of `days`, the `status` by its number in
 * `DISPLACEMENT_STATUSES`, the `location` (−1 where unseen or lost), on how many of the days the person was seen (on the
 * others the last known place was carried forward), and on how many of these elsewhere: visits that were passed over.
 */
export type DisplacementColumns = {
  readonly firstDay: Int32Array;
  readonly days: Uint16Array;
  readonly status: Uint8Array;
  readonly location: Int32Array;
  readonly seenDays: Uint16Array;
  readonly visitDays: Uint16Array;
};

/**
 * What each person is on every day from `eventDay` to `eventDay` + `followDays`, as runs of days of one status at one
 * location: the runs of a person follow each other without a gap. `home` is the baseline home of each user, −1 for none.
 */
export type DisplacementStates = Located &
  Sequences<DisplacementColumns> & {
    readonly home: Int32Array;
    readonly eventDay: number;
    readonly followDays: number;
  };

/** Throws unless the value is a well-formed table of states: every day of every user in one run, at places that fit its status. */
export function checkDisplacementStates(where: string, name: string, states: DisplacementStates): void {
  checkSequences(where, name, states, ["firstDay", "days", "status", "location", "seenDays", "visitDays"]);
  const { users, offsets, locations, home, eventDay, followDays } = states;
  checkInteger(where, `${name}.eventDay`, eventDay);
  checkInteger(where, `${name}.followDays`, followDays, 0, 0xfffe);
  if (!ArrayBuffer.isView(home)) fail(where, `${name}.home`, "a typed array", home);
  checkLength(where, `${name}.home`, home.length, users.length);
  checkLocatedOrNone(where, `${name}.home`, home, locations.length);
  const { firstDay, days, status, location, seenDays, visitDays } = states.columns;
  checkLocatedOrNone(where, `${name}.columns.location`, location, locations.length);
  for (let u = 0; u < users.length; u++) {
    let next = eventDay;
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      if (firstDay[r] !== next) fail(where, `${name}.columns.firstDay[${r}]`, `${next}`, firstDay[r]);
      next += days[r]!;
      if (days[r] === 0) fail(where, `${name}.columns.days[${r}]`, "at least 1", 0);
      if (seenDays[r]! > days[r]!) fail(where, `${name}.columns.seenDays[${r}]`, `at most ${days[r]}`, seenDays[r]);
      if (visitDays[r]! > seenDays[r]!) {
        fail(where, `${name}.columns.visitDays[${r}]`, `at most ${seenDays[r]}`, visitDays[r]);
      }
      if (!fits(status[r]!, location[r]!, home[u]!)) {
        const such = `one that a person with home ${home[u]} can have at location ${location[r]}`;
        fail(where, `${name}.columns.status[${r}]`, such, status[r]);
      }
    }
    const last = eventDay + followDays;
    if (next !== last + 1) fail(where, `the last day of user ${u} in ${name}`, `${last}`, next - 1);
  }
}

function fits(status: number, location: number, home: number): boolean {
  if (status === AT_HOME || status === RETURNED) return home >= 0 && location === home;
  if (status === DISPLACED) return home >= 0 && location >= 0 && location !== home;
  if (status === APPEARED) return home < 0 && location >= 0;
  return location < 0 && (status === UNSEEN || (status === LOST && home >= 0));
}
