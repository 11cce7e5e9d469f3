import type { RankedDestinations } from "./intervening.ts";
import type { OpportunityKernel, OpportunityRows } from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";

/** Room for so many destinations. */
export function emptyList(count: number, tied: Uint8Array = new Uint8Array(count)): RankedDestinations {
  const column = (): Float64Array => new Float64Array(count);
  return {
    count,
    tied,
    opportunities: column(),
    inner: column(),
    outer: column(),
    place: column(),
    weight: column(),
  };
}

/** Lists of numbers for a kernel to work in, as long as the longest row so far. */
export function createRoom(lists: number): (count: number) => readonly Float64Array[] {
  let room: readonly Float64Array[] = [];
  let length = -1;
  return (count) => {
    if (count > length) {
      length = count;
      room = Array.from({ length: lists }, () => new Float64Array(count));
    }
    return room;
  };
}

/**
 * Some cells of a row of a law of intervening opportunities, and the sum of the whole row: the kernel is asked about the
 * destinations wanted, and about one more, which is all places together.
 */
export function cellFiller(
  { locations, mass, offered, ranker, ranked, look }: OpportunityRows,
  kernel: OpportunityKernel,
  none: number,
): NonNullable<FlowLaw["fillCells"]> {
  const { entries, ties } = ranker;
  const { count } = ranked;
  /** Where each wanted row stands among them, counted from 1; 0 for others. */
  const place = new Uint32Array(locations);
  const wanted = emptyList(locations + 1);
  return (origin, columns, into) => {
    for (let k = 0; k < columns.length; k++) place[columns[k]!] = k + 1;
    let total: number;
    if (entries === null) total = pick(ranked, look(origin), place, wanted);
    else {
      const row = entries.subarray(origin * count, (origin + 1) * count);
      total = pass(row, ties.passes === "together", offered, place, wanted);
    }
    for (let k = 0; k < columns.length; k++) place[columns[k]!] = 0;
    const last = columns.length;
    wanted.opportunities[last] = total;
    wanted.inner[last] = 0;
    wanted.outer[last] = total;
    wanted.place[last] = total;
    kernel(mass[origin]!, { ...wanted, count: last + 1 });
    for (let k = 0; k < last; k++) into[columns[k]!] = columns[k] === origin ? none : wanted.weight[k]!;
    return wanted.weight[last]!;
  };
}

/** Copies the wanted destinations; returns the opportunities of all. */
function pick(ranked: RankedDestinations, order: Uint32Array, place: Uint32Array, into: RankedDestinations): number {
  for (let k = 0; k < order.length; k++) {
    const at = place[order[k]!]!;
    if (at > 0) write(into, at - 1, ranked.opportunities[k]!, ranked.inner[k]!, ranked.outer[k]!, ranked.place[k]!);
  }
  return order.length === 0 ? 0 : ranked.outer[order.length - 1]!;
}

/** As `pick`, straight from a ranking: the sums of `splitTies` (together) and `sequentialTies`, without their lists. */
function pass(
  entries: Uint16Array,
  isTogether: boolean,
  offered: Float64Array,
  place: Uint32Array,
  into: RankedDestinations,
): number {
  const count = entries.length;
  const mark = isTogether ? 1 : 0;
  let before = 0;
  for (let from = 0, to = 0; from < count; from = to) {
    const row = entries[from]! >>> 1;
    const first = offered[row]!;
    let together = first;
    let after = before + first;
    to = from + 1;
    if (to < count && (entries[to]! & mark) === 1) {
      for (; to < count && (entries[to]! & 1) === 1; to++) {
        const more = offered[entries[to]! >>> 1]!;
        together += more;
        after += more;
      }
      for (let k = from; k < to; k++) {
        const tied = entries[k]! >>> 1;
        const at = place[tied]!;
        if (at > 0) write(into, at - 1, offered[tied]!, before, after, together);
      }
    } else {
      const at = place[row]!;
      if (at > 0) write(into, at - 1, first, before, after, first);
    }
    before = after;
  }
  return before;
}

function write(
  into: RankedDestinations,
  at: number,
  opportunities: number,
  inner: number,
  outer: number,
  place: number,
): void {
  into.opportunities[at] = opportunities;
  into.inner[at] = inner;
  into.outer[at] = outer;
  into.place[at] = place;
}
