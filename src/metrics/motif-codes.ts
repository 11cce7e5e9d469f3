import { checkInteger, fail } from "../core/check.ts";

/**
 * The number of a daily motif: a directed graph of up to six places, the same number for graphs that differ only in which
 * place is which.
 *
 * **How** the link from place i to place j is one bit; links among the first m places have the lowest m (m − 1) bits, so that
 * a number also says how many places there are. Of the numbers that the orders of the places give, the lowest is taken.
 */

/** The motif of days with more places than are told apart. */
export const LARGER_MOTIF = 0xffff_ffff;
/** Thirty links among six places are what 32 bits hold. */
export const MAX_MOTIF_PLACES = 6;

/** The bit of the link from place i to another place j, both below 6. */
export function linkBit(i: number, j: number): number {
  const m = i > j ? i : j;
  return m * (m - 1) + (j === m ? i : m + j);
}

/** Makes the function from a graph of so many places, as bits in any order of its places, to its motif; it remembers what it has met. */
export function createMotifCodes(): (places: number, links: number) => number {
  const known = new Map<number, number>();
  const ordersOf = Array.from({ length: MAX_MOTIF_PLACES + 1 }, (): readonly Uint8Array[] | null => null);
  return (places, links) => {
    const seen = known.get(links);
    if (seen !== undefined) return seen;
    const orders = ordersOf[places] ?? permutationsOf(places);
    ordersOf[places] = orders;
    const motif = lowestOf(orders, places, links);
    known.set(links, motif);
    return motif;
  };
}

function lowestOf(orders: readonly Uint8Array[], places: number, links: number): number {
  const ends: [number, number][] = [];
  for (let i = 0; i < places; i++) {
    for (let j = 0; j < places; j++) if (i !== j && ((links >>> linkBit(i, j)) & 1) === 1) ends.push([i, j]);
  }
  let lowest = links;
  for (const order of orders) {
    let renamed = 0;
    for (const [i, j] of ends) renamed |= 1 << linkBit(order[i]!, order[j]!);
    if (renamed < lowest) lowest = renamed;
  }
  return lowest;
}

function permutationsOf(count: number): Uint8Array[] {
  if (count === 0) return [new Uint8Array(0)];
  return permutationsOf(count - 1).flatMap((shorter) =>
    Array.from({ length: count }, (_, at) => {
      const order = [...shorter];
      order.splice(at, 0, count - 1);
      return Uint8Array.from(order);
    }),
  );
}

/**
 * Which places does a daily motif link?
 *
 * **How** the bits of its number, read back.
 *
 * @param motif - a number of `measureDailyMotifs` or `countMotifs`
 * @returns pairs [from, to] of places numbered from 0, by place; none for 0, a day at one place
 * @throws RangeError for what is no number of a motif, that of days with too many places included
 *
 * @example
 * motifLinks(3); // [ [ 0, 1 ], [ 1, 0 ] ]
 */
export function motifLinks(motif: number): readonly (readonly [number, number])[] {
  const where = "motifLinks";
  if (motif === LARGER_MOTIF) fail(where, "motif", "one of at most six places", motif);
  checkInteger(where, "motif", motif, 0, 0x3fff_ffff);
  const links: [number, number][] = [];
  for (let i = 0; i < MAX_MOTIF_PLACES; i++) {
    for (let j = 0; j < MAX_MOTIF_PLACES; j++) if (i !== j && ((motif >>> linkBit(i, j)) & 1) === 1) links.push([i, j]);
  }
  return links;
}
