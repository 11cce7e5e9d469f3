import type { Columns, Sequences } from "../types.ts";
import { checkOffsets, fail } from "./check.ts";
import { checkList, checkTable } from "./check-tables.ts";

/**
 * Checks of the rows of users that need not lie anywhere: a run of rows for each user, in time order where they are events.
 */

/** Throws unless the value has these columns and a run of rows for each user. */
export function checkRuns<C extends Columns>(
  where: string,
  name: string,
  value: Sequences<C>,
  columns: readonly (keyof C & string)[],
): void {
  checkTable(where, name, value, columns);
  checkList(where, `${name}.users`, value.users);
  checkList(where, `${name}.offsets`, value.offsets);
  checkOffsets(where, `${name}.offsets`, value.offsets, value.users.length, value.length);
}

/** Throws unless the value has these columns, `time` among them, and a run of rows for each user in time order. */
export function checkEvents<C extends { readonly time: Uint32Array } & Columns>(
  where: string,
  name: string,
  value: Sequences<C>,
  columns: readonly (keyof C & string)[],
): void {
  checkRuns(where, name, value, columns);
  const { users, offsets } = value;
  const { time } = value.columns;
  for (let u = 0; u < users.length; u++) {
    const to = offsets[u + 1]!;
    for (let i = offsets[u]! + 1; i < to; i++) {
      if (time[i]! >= time[i - 1]!) continue;
      fail(where, `${name}.columns.time[${i}]`, `in time order within its user, from ${time[i - 1]}`, time[i]);
    }
  }
}

/** Throws unless the value has these columns, `contact` among them, and every contact is one of its contacts. */
export function checkInteractions<C extends { readonly time: Uint32Array; readonly contact: Uint32Array } & Columns>(
  where: string,
  name: string,
  value: Sequences<C> & { readonly contacts: readonly string[] },
  columns: readonly (keyof C & string)[],
): void {
  checkEvents(where, name, value, columns);
  checkList(where, `${name}.contacts`, value.contacts);
  const { contact } = value.columns;
  const contacts = value.contacts.length;
  for (let i = 0; i < contact.length; i++) {
    if (contact[i]! < contacts) continue;
    fail(where, `${name}.columns.contact[${i}]`, `below the ${contacts} contacts`, contact[i]);
  }
}
