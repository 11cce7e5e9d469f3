import type { Sequences } from "../types.ts";
import { checkOffsets, fail } from "./check.ts";
import { checkList, checkTable } from "./check-tables.ts";

/** Stretches of time of each user: stays, legs, trips. */
export type Spans = Sequences<{ readonly start: Uint32Array; readonly end: Uint32Array }>;

/** Throws unless each user's stretches of time are in order and none begins before its own start or the end of another. */
export function checkSpans(where: string, name: string, spans: Spans, columns: readonly string[] = []): void {
  checkTable(where, name, spans, ["start", "end", ...columns]);
  checkList(where, `${name}.users`, spans.users);
  checkList(where, `${name}.offsets`, spans.offsets);
  checkOffsets(where, `${name}.offsets`, spans.offsets, spans.users.length, spans.length);
  const { start, end } = spans.columns;
  for (let u = 0; u < spans.users.length; u++) {
    let before = 0;
    for (let i = spans.offsets[u]!; i < spans.offsets[u + 1]!; i++) {
      if (start[i]! < before) {
        fail(where, `${name}.columns.start[${i}]`, `not before the user's last end, ${before}`, start[i]);
      }
      if (end[i]! < start[i]!) fail(where, `${name}.columns.end[${i}]`, `not before its start, ${start[i]}`, end[i]);
      before = end[i]!;
    }
  }
}
