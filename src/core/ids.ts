/**
 * Numbers for ids: the order of ids, and the renumbering that puts them in that order. Ids are compared by their UTF-16
 * code units, which no locale changes, so that the same ids stand in the same order on every machine.
 */

/** The rows of `ids` in the order of the ids. */
export function orderOfIds(ids: readonly string[]): Uint32Array {
  const order = new Uint32Array(ids.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((x, y) => (ids[x]! < ids[y]! ? -1 : ids[x]! > ids[y]! ? 1 : 0));
}

/** Turns an order round: the place of every row in it, rank[order[i]] = i. */
export function rankOf(order: Uint32Array): Uint32Array {
  const rank = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
  return rank;
}
