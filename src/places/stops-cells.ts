/**
 * Points sorted into boxes of space so small that all points of a box are near each other: what lets a density
 * clustering count a crowd at once. Boxes are cubes around unit vectors, and know neither poles nor a meridian of 180°.
 *
 * Cells are the boxes that hold a point. They stand together in blocks of 4 × 4 × 4 boxes, which a hash table finds, so
 * that the cells around one are looked for in eight blocks.
 */

/** Points in the order of their cells: cell c holds places offsets[c] … offsets[c + 1] − 1 of `point` and `vectors`. */
export interface Cells {
  count: number;
  /** How many points there are. */
  points: number;
  readonly offsets: Uint32Array;
  readonly point: Uint32Array;
  readonly vectors: Float64Array;
  /** The cell of each point, by its number. */
  readonly cellOf: Uint32Array;
  /** The box of each cell, three whole numbers. */
  readonly box: Int32Array;
  /** The cells found by the last `findCellsAround`, `nearCount` of them. */
  readonly near: Uint32Array;
  nearCount: number;
  readonly blocks: Blocks;
}

/** Block b holds cells from[b] … from[b + 1] − 1. */
interface Blocks {
  count: number;
  readonly from: Uint32Array;
  /** Three whole numbers per block. */
  readonly box: Int32Array;
  /** Block + 1 in each slot of a hash table of `mask` + 1 slots, 0 in an empty one. */
  readonly slots: Uint32Array;
  mask: number;
  /** The block and the box of each point, and the points in the order of blocks. */
  readonly blockOf: Uint32Array;
  readonly pointBox: Int32Array;
  readonly order: Uint32Array;
  /** Cell + 1 of each box of one block, 0 where there is none yet. */
  readonly cellIn: Uint32Array;
}

/** Points within reach lie at most so many boxes apart along an axis: the diagonal of a box is the reach. */
const REACH = 2;
/** A block has 2 to the power of this many boxes along an axis. */
const BLOCK_BITS = 2;
/** The number of the last box of a block along an axis. */
const LAST = (1 << BLOCK_BITS) - 1;

/** Room for up to `capacity` points. */
export function createCells(capacity: number): Cells {
  let slots = 4;
  while (slots < 2 * capacity) slots *= 2;
  return {
    count: 0,
    points: 0,
    offsets: new Uint32Array(capacity + 1),
    point: new Uint32Array(capacity),
    vectors: new Float64Array(3 * capacity),
    cellOf: new Uint32Array(capacity),
    box: new Int32Array(3 * capacity),
    near: new Uint32Array((2 * REACH + 1) * (2 * REACH + 1) * (2 * REACH + 1)),
    nearCount: 0,
    blocks: {
      count: 0,
      from: new Uint32Array(capacity + 1),
      box: new Int32Array(3 * capacity),
      slots: new Uint32Array(slots),
      mask: 0,
      blockOf: new Uint32Array(capacity),
      pointBox: new Int32Array(3 * capacity),
      order: new Uint32Array(capacity),
      cellIn: new Uint32Array(1 << (3 * BLOCK_BITS)),
    },
  };
}

/** Sorts `points` points into boxes of the given side; point p stands at place[p] of `vectors`. Cost O(points). */
export function fillCells(cells: Cells, points: number, place: Uint32Array, vectors: Float64Array, side: number): void {
  const { offsets, point, cellOf, blocks } = cells;
  cells.points = points;
  fillBlocks(blocks, points, place, vectors, side);
  findCells(cells);
  sortInto(point, offsets, cells.count, cellOf, points);
  for (let a = 0; a < points; a++) {
    const v = 3 * place[point[a]!]!;
    cells.vectors[3 * a] = vectors[v]!;
    cells.vectors[3 * a + 1] = vectors[v + 1]!;
    cells.vectors[3 * a + 2] = vectors[v + 2]!;
  }
}

/** Writes the cells of which a point may be within reach of a point of this one into `near`, this one left out. */
export function findCellsAround(cells: Cells, cell: number): void {
  const { box, near, blocks } = cells;
  const x = box[3 * cell]!;
  const y = box[3 * cell + 1]!;
  const z = box[3 * cell + 2]!;
  let found = 0;
  for (let i = (x - REACH) >> BLOCK_BITS; i <= (x + REACH) >> BLOCK_BITS; i++) {
    for (let j = (y - REACH) >> BLOCK_BITS; j <= (y + REACH) >> BLOCK_BITS; j++) {
      for (let k = (z - REACH) >> BLOCK_BITS; k <= (z + REACH) >> BLOCK_BITS; k++) {
        const b = blocks.slots[slotOf(blocks, i, j, k)]! - 1;
        if (b < 0) continue;
        for (let c = blocks.from[b]!; c < blocks.from[b + 1]!; c++) {
          if (Math.abs(box[3 * c]! - x) > REACH || Math.abs(box[3 * c + 1]! - y) > REACH) continue;
          if (Math.abs(box[3 * c + 2]! - z) <= REACH && c !== cell) near[found++] = c;
        }
      }
    }
  }
  cells.nearCount = found;
}

/** Finds the box and the block of each point, and puts the points in the order of blocks. */
function fillBlocks(blocks: Blocks, points: number, place: Uint32Array, vectors: Float64Array, side: number): void {
  const { box, slots, blockOf, pointBox } = blocks;
  let size = 4;
  while (size < 2 * points) size *= 2;
  slots.fill(0, 0, size);
  blocks.mask = size - 1;
  blocks.count = 0;
  for (let p = 0; p < points; p++) {
    const v = 3 * place[p]!;
    const i = Math.floor(vectors[v]! / side);
    const j = Math.floor(vectors[v + 1]! / side);
    const k = Math.floor(vectors[v + 2]! / side);
    pointBox[3 * p] = i;
    pointBox[3 * p + 1] = j;
    pointBox[3 * p + 2] = k;
    const slot = slotOf(blocks, i >> BLOCK_BITS, j >> BLOCK_BITS, k >> BLOCK_BITS);
    if (slots[slot] === 0) {
      const b = blocks.count++;
      slots[slot] = b + 1;
      box[3 * b] = i >> BLOCK_BITS;
      box[3 * b + 1] = j >> BLOCK_BITS;
      box[3 * b + 2] = k >> BLOCK_BITS;
    }
    blockOf[p] = slots[slot]! - 1;
  }
  sortInto(blocks.order, blocks.from, blocks.count, blockOf, points);
}

/** Numbers the cells, block after block: `blocks.from` holds places of points before, numbers of cells after. */
function findCells(cells: Cells): void {
  const { box, cellOf, blocks } = cells;
  const { from, order, pointBox, cellIn } = blocks;
  let count = 0;
  let at = 0;
  for (let b = 0; b < blocks.count; b++) {
    const end = from[b + 1]!;
    from[b] = count;
    cellIn.fill(0);
    for (; at < end; at++) {
      const p = order[at]!;
      const i = pointBox[3 * p]!;
      const j = pointBox[3 * p + 1]!;
      const k = pointBox[3 * p + 2]!;
      const within = ((((i & LAST) << BLOCK_BITS) | (j & LAST)) << BLOCK_BITS) | (k & LAST);
      if (cellIn[within] === 0) {
        box[3 * count] = i;
        box[3 * count + 1] = j;
        box[3 * count + 2] = k;
        cellIn[within] = ++count;
      }
      cellOf[p] = cellIn[within]! - 1;
    }
  }
  from[blocks.count] = count;
  cells.count = count;
}

/** A counting sort: writes the points in the order of their groups, and where each group starts. */
function sortInto(
  order: Uint32Array,
  offsets: Uint32Array,
  groups: number,
  groupOf: Uint32Array,
  points: number,
): void {
  offsets.fill(0, 0, groups + 1);
  for (let p = 0; p < points; p++) offsets[groupOf[p]!]!++;
  let end = 0;
  for (let g = 0; g < groups; g++) {
    end += offsets[g]!;
    offsets[g] = end;
  }
  offsets[groups] = end;
  for (let p = points - 1; p >= 0; p--) order[--offsets[groupOf[p]!]!] = p;
}

/** The slot that has the block of a box, or the empty one where it would stand. */
function slotOf({ slots, mask, box }: Blocks, i: number, j: number, k: number): number {
  const mixed = Math.imul(i, 0x9e3779b1) ^ Math.imul(j, 0x85ebca77) ^ Math.imul(k, 0xc2b2ae3d);
  const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  let slot = (hash ^ (hash >>> 13)) & mask;
  for (;;) {
    const b = 3 * (slots[slot]! - 1);
    if (b < 0 || (box[b] === i && box[b + 1] === j && box[b + 2] === k)) return slot;
    slot = (slot + 1) & mask;
  }
}
