import type { Constants, Design } from "./design.ts";
import { expandDesign } from "./gravity-estimators.ts";
import { reachedDestinations } from "./pair-rows.ts";
import { findSeparated } from "./separation.ts";

/** More pairs than this are not searched: it takes hundreds of looks at each. */
const MOST_PAIRS = 100_000;

/**
 * Pairs without a flow whose mean constants of origins and destinations alone take to 0: nobody goes from this set of origins
 * to those destinations, and nobody could come the other way. 1 for each of them; null where there are none.
 *
 * **How** flows tie origins and destinations together; a constant may be moved from one side to the other only in a whole such
 * part. Along z = c[part of the origin] − c[part of the destination] all pairs without a flow are to fall or stay: there is
 * such a c where the pairs of parts, from origin's to destination's, go no circle, and it leads down those.
 */
export function separatedByConstants(design: Design): Uint8Array | null {
  const { locations: n, offsets, destination, flowOffsets, flowAt } = design;
  const towards = Uint32Array.from({ length: 2 * n }, (_, l) => l);
  const partOf = (l: number): number => {
    let at = l;
    while (towards[at] !== at) {
      towards[at] = towards[towards[at]!]!;
      at = towards[at]!;
    }
    return at;
  };
  for (let o = 0; o < n; o++) {
    for (let f = flowOffsets[o]!; f < flowOffsets[o + 1]!; f++) {
      const [a, b] = [partOf(o), partOf(n + destination[flowAt[f]!]!)];
      towards[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const part = towards.map((_, l) => partOf(l));
  // Nothing can be moved where flows tie all together.
  const reached = reachedDestinations(design);
  const whole = part.find((_, o) => offsets[o]! < offsets[o + 1]!);
  if (part.every((at, l) => at === whole || (l < n ? offsets[l] === offsets[l + 1] : reached[l - n] === 0)))
    return null;
  const ring = ringsOf(design, part);
  const lost = new Uint8Array(destination.length);
  for (let o = 0; o < n; o++) {
    for (let pair = offsets[o]!; pair < offsets[o + 1]!; pair++) {
      if (ring[part[o]!] !== ring[part[n + destination[pair]!]!]) lost[pair] = 1;
    }
  }
  return lost.includes(1) ? lost : null;
}

/** A number per part, the same for parts that pairs lead round in a circle (Tarjan's strongly connected components). */
function ringsOf({ locations: n, offsets, destination }: Design, part: Uint32Array): Uint32Array {
  const members: number[][] = Array.from({ length: 2 * n }, () => []);
  for (let o = 0; o < n; o++) members[part[o]!]!.push(o);
  const ring = new Uint32Array(2 * n);
  const order = new Uint32Array(2 * n);
  const lowest = new Uint32Array(2 * n);
  const isOpen = new Uint8Array(2 * n);
  const open: number[] = [];
  let seen = 0;
  for (let start = 0; start < 2 * n; start++) {
    if (part[start] !== start || order[start] !== 0) continue;
    // Each step of the way: a part, which of its origins is looked at, and which of that one's pairs.
    const way = [{ at: start, member: 0, pair: -1 }];
    while (way.length > 0) {
      const here = way[way.length - 1]!;
      const { at } = here;
      if (order[at] === 0) {
        order[at] = ++seen;
        lowest[at] = seen;
        isOpen[at] = 1;
        open.push(at);
      }
      const origin = members[at]![here.member];
      if (origin !== undefined) {
        here.pair = here.pair < 0 ? offsets[origin]! : here.pair + 1;
        if (here.pair >= offsets[origin + 1]!) {
          here.member++;
          here.pair = -1;
          continue;
        }
        const to = part[n + destination[here.pair]!]!;
        if (order[to] === 0) way.push({ at: to, member: 0, pair: -1 });
        else if (isOpen[to] === 1) lowest[at] = Math.min(lowest[at]!, order[to]!);
        continue;
      }
      way.pop();
      const before = way[way.length - 1];
      if (before !== undefined) lowest[before.at] = Math.min(lowest[before.at]!, lowest[at]!);
      if (lowest[at] !== order[at]) continue;
      for (let last = -1; last !== at; ) {
        last = open.pop()!;
        isOpen[last] = 0;
        ring[last] = order[at]!;
      }
    }
  }
  return ring;
}

/** Pairs that terms and constants separate, searched for where a fit has not ended. As above. */
export function separatedBySearch(design: Design, constants: Constants): Uint8Array | null {
  const pairs = design.destination.length;
  if (pairs > MOST_PAIRS) return null;
  const { response, columns, factors } = expandDesign(design, constants);
  // One constant, too, is taken out as that of a group.
  const { separated } =
    constants === "one"
      ? findSeparated(response, columns.slice(1), [new Uint32Array(pairs)])
      : findSeparated(response, columns, factors);
  return separated.includes(1) ? separated : null;
}
