/** Columns of records as they are at the moment; growing replaces them. */
type Growing = readonly (Uint8Array | Int32Array | Uint32Array | Float64Array)[];

/**
 * Makes a function that tells whether a row is the same in all columns as an earlier one. It must be asked about every
 * row in order; a row that was the same is given up, and the next one takes its place.
 *
 * **How** a table of row numbers with open addressing, at most half full: 8 to 16 bytes per row.
 */
export function createDuplicates(columnsNow: () => Growing): (row: number) => boolean {
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  let slots = new Int32Array(0);

  const hashOf = (columns: Growing, row: number): number => {
    let hash = 0x811c9dc5;
    for (const column of columns) {
      number[0] = column[row]!;
      // Not a number has many bit patterns; all of them are one value here.
      const [low, high] = Number.isNaN(number[0]) ? [1, 1] : [words[0]!, words[1]!];
      hash = Math.imul(hash ^ low, 0x01000193);
      hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0x85ebca6b);
    }
    return hash ^ (hash >>> 13);
  };
  /** The slot that holds a row like this one, or the empty slot where it goes. */
  const slotOf = (columns: Growing, row: number): number => {
    const mask = slots.length - 1;
    let slot = hashOf(columns, row) & mask;
    while (slots[slot]! >= 0 && !areSame(columns, slots[slot]!, row)) slot = (slot + 1) & mask;
    return slot;
  };

  return (row) => {
    const columns = columnsNow();
    if (2 * (row + 1) > slots.length) {
      slots = new Int32Array(Math.max(1 << 12, 2 * slots.length)).fill(-1);
      for (let r = 0; r < row; r++) slots[slotOf(columns, r)] = r;
    }
    const slot = slotOf(columns, row);
    if (slots[slot]! >= 0) return true;
    slots[slot] = row;
    return false;
  };
}

function areSame(columns: Growing, one: number, other: number): boolean {
  return columns.every(
    (column) => column[one] === column[other] || (Number.isNaN(column[one]) && Number.isNaN(column[other])),
  );
}
