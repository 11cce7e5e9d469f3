import type { Fixes } from "../types.ts";

/** Fixes without some of their rows, and those rows. */
export interface SiftedFixes {
  readonly kept: Fixes;
  readonly dropped: Fixes;
}

/** The fixes whose mark is 1, and the others, both of all users. */
export function sift(fixes: Fixes, marks: Uint8Array): SiftedFixes {
  return { kept: rowsMarked(fixes, marks, 1), dropped: rowsMarked(fixes, marks, 0) };
}

/** The fixes with this mark, of all users. */
function rowsMarked(fixes: Fixes, marks: Uint8Array, mark: 0 | 1): Fixes {
  const { users, columns } = fixes;
  let length = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === mark) length++;
  const time = new Uint32Array(length);
  const lon = new Float64Array(length);
  const lat = new Float64Array(length);
  const offsets = new Uint32Array(users.length + 1);
  let at = 0;
  for (let u = 0; u < users.length; u++) {
    const to = fixes.offsets[u + 1]!;
    for (let i = fixes.offsets[u]!; i < to; i++) {
      if (marks[i] !== mark) continue;
      time[at] = columns.time[i]!;
      lon[at] = columns.lon[i]!;
      lat[at++] = columns.lat[i]!;
    }
    offsets[u + 1] = at;
  }
  return { users, length, offsets, columns: { time, lon, lat } };
}
