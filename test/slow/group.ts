import type { Grouped } from "../../src/core/group.ts";

/** Rows grouped by a stable comparator sort of ⟨user, time, row⟩: the plain form of `groupByUserAndTime`. */
export function groupBySorting(user: Uint32Array, time: Uint32Array, value: Uint32Array, users: number): Grouped {
  const order = Array.from(user, (_, row) => row).sort((a, b) => user[a]! - user[b]! || time[a]! - time[b]! || a - b);
  const offsets = Uint32Array.from({ length: users + 1 }, (_, u) => user.filter((x) => x < u).length);
  return {
    offsets,
    time: Uint32Array.from(order, (row) => time[row]!),
    value: Uint32Array.from(order, (row) => value[row]!),
  };
}
