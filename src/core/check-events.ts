import type { Columns, Sequences } from "../types.ts";
import { checkOffsets, checkWholes, fail } from "./check.ts";
import { checkList, checkTable } from "./check-tables.ts";
import type { Spans } from "./runs.ts";

/**
 * Checks of the rows of users that need not lie anywhere: a run of rows for each user, in time order where they are events
 * or stretches of time.
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
  checkWholes(where, `${name}.columns.time`, value.columns.time);
  checkTimeOrder(where, `${name}.columns.time`, value.offsets, value.columns.time);
}

/** Throws unless the values, times or days, never fall within a user's run of rows. */
export function checkTimeOrder(
  where: string,
  name: string,
  offsets: Uint32Array,
  values: Uint32Array | Int32Array,
): void {
  for (let u = 0; u + 1 < offsets.length; u++) {
    const to = offsets[u + 1]!;
    for (let i = offsets[u]! + 1; i < to; i++) {
      if (values[i]! >= values[i - 1]!) continue;
      fail(where, `${name}[${i}]`, `in time order within its user, from ${values[i - 1]}`, values[i]);
    }
  }
}

/** Throws unless the value has these columns and stretches of time, each user's in order, none before its own start or over another. */
export function checkSpans<C extends Columns>(
  where: string,
  name: string,
  value: Spans & Sequences<C>,
  columns: readonly (keyof C & string)[] = [],
): void {
  checkRuns(where, name, value, ["start", "end", ...columns]);
  checkSpanOrder(where, name, value);
}

/** Throws unless each user's stretches of time are in order and none begins before its own start or the end of another. */
export function checkSpanOrder(where: string, name: string, { users, offsets, columns: { start, end } }: Spans): void {
  for (let u = 0; u < users.length; u++) {
    let before = 0;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (start[i]! < before) {
        fail(where, `${name}.columns.start[${i}]`, `not before the user's last end, ${before}`, start[i]);
      }
      if (end[i]! < start[i]!) fail(where, `${name}.columns.end[${i}]`, `not before its start, ${start[i]}`, end[i]);
      before = end[i]!;
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
