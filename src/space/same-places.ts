/** Numbers places in the order in which they come: one that the first place of a number can reach has that number. */
export interface Places {
  /** How many different places there are. */
  length: number;
  readonly numberOf: (x: number, y: number, z: number) => number;
}

/**
 * A register of up to `capacity` places, given as unit vectors, of which those nearer than `reach` (a chord) are one.
 *
 * **Cost** O(1) per place: a hash table of boxes with sides long enough that a place rarely comes near two of them.
 */
export function createPlaces(capacity: number, reach: number): Places {
  const box = 32 * reach;
  let bits = 4;
  while (1 << bits < 2 * capacity) bits++;
  const shift = 32 - bits;
  // The last number put into each slot plus one, and for each number the one put there before it.
  const head = new Uint32Array(1 << bits);
  const before = new Uint32Array(capacity);
  const first = new Float64Array(3 * capacity);
  const isNear = (k: number, x: number, y: number, z: number): boolean => {
    const u = first[3 * k]! - x;
    const v = first[3 * k + 1]! - y;
    const w = first[3 * k + 2]! - z;
    return u * u + v * v + w * w <= reach * reach;
  };
  const numberOf = (x: number, y: number, z: number): number => {
    let found = capacity;
    const toX = Math.floor((x + reach) / box);
    const toY = Math.floor((y + reach) / box);
    const toZ = Math.floor((z + reach) / box);
    for (let bx = Math.floor((x - reach) / box); bx <= toX; bx++) {
      for (let by = Math.floor((y - reach) / box); by <= toY; by++) {
        for (let bz = Math.floor((z - reach) / box); bz <= toZ; bz++) {
          for (let k = head[slotOf(bx, by, bz, shift)]!; k > 0; k = before[k - 1]!) {
            if (k - 1 < found && isNear(k - 1, x, y, z)) found = k - 1;
          }
        }
      }
    }
    if (found < capacity) return found;
    const k = places.length++;
    first[3 * k] = x;
    first[3 * k + 1] = y;
    first[3 * k + 2] = z;
    const slot = slotOf(Math.floor(x / box), Math.floor(y / box), Math.floor(z / box), shift);
    before[k] = head[slot]!;
    head[slot] = k + 1;
    return k;
  };
  const places: Places = { length: 0, numberOf };
  return places;
}

/** The slot of a box: its three numbers mixed by odd factors, of which the highest bits count. */
function slotOf(x: number, y: number, z: number, shift: number): number {
  const mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(z, 0xc2b2ae3d);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> shift;
}
