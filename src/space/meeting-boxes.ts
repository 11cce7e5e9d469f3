import { buildTree } from "./kd-tree.ts";

/**
 * A tree of boxes about pieces of the globe, to find those that may meet. Boxes lie along the axes of the unit vectors, so
 * that neither poles nor the meridian of 180° are special; near pieces share a node, whatever their sizes.
 */
export interface BoxTree {
  /** The piece at each place of the lowest level. */
  readonly piece: Uint32Array;
  /** Level l has the nodes levels[l] … levels[l + 1] − 1; node k of it holds the nodes NODE k … of the level below. */
  readonly levels: Uint32Array;
  /** Six numbers per node: the least and the greatest x, y and z. */
  readonly box: Float64Array;
}

/** How many nodes of the level below a node holds. */
const NODE = 8;

/**
 * A tree over boxes, six numbers each. Cost O(n log n).
 *
 * @param boxes - least and greatest x, y and z of each piece
 */
export function buildBoxTree(boxes: Float64Array): BoxTree {
  const n = boxes.length / 6;
  const middles = new Float64Array(3 * n);
  for (let i = 0; i < 3 * n; i++) middles[i] = (boxes[2 * i]! + boxes[2 * i + 1]!) / 2;
  const piece = n === 0 ? new Uint32Array(0) : buildTree(middles).row;
  const levels = [0, n];
  for (let count = n; count > 1; ) {
    count = Math.ceil(count / NODE);
    levels.push(levels.at(-1)! + count);
  }
  const box = new Float64Array(6 * levels.at(-1)!);
  for (let k = 0; k < n; k++) box.set(boxes.subarray(6 * piece[k]!, 6 * piece[k]! + 6), 6 * k);
  for (let l = 1; l + 1 < levels.length; l++) {
    for (let node = levels[l]!; node < levels[l + 1]!; node++) {
      const first = levels[l - 1]! + NODE * (node - levels[l]!);
      const last = Math.min(first + NODE, levels[l]!) - 1;
      for (let a = 0; a < 6; a++) {
        let bound = box[6 * first + a]!;
        for (let k = first + 1; k <= last; k++) {
          bound = a % 2 === 0 ? Math.min(bound, box[6 * k + a]!) : Math.max(bound, box[6 * k + a]!);
        }
        box[6 * node + a] = bound;
      }
    }
  }
  return { piece, levels: Uint32Array.from(levels), box };
}

/** Calls `found` once for each two pieces whose boxes meet. */
export function eachMeetingPair(tree: BoxTree, found: (one: number, other: number) => void): void {
  const { piece, levels, box } = tree;
  const top = levels.length - 2;
  // How many places stand under a node of each level.
  const width = [1];
  for (let l = 1; l <= top; l++) width.push(NODE * width[l - 1]!);
  // Only places behind this one: each pair comes once.
  const visit = (place: number, level: number, from: number, to: number): void => {
    const first = Math.max(from, Math.floor((place + 1) / width[level]!));
    for (let node = first; node < to; node++) {
      if (!boxesMeet(box, place, levels[level]! + node)) continue;
      if (level === 0) {
        found(piece[place]!, piece[node]!);
        continue;
      }
      const below = levels[level]! - levels[level - 1]!;
      visit(place, level - 1, NODE * node, Math.min(NODE * (node + 1), below));
    }
  };
  for (let place = 0; place < piece.length; place++) visit(place, top, 0, levels[top + 1]! - levels[top]!);
}

function boxesMeet(box: Float64Array, i: number, j: number): boolean {
  const a = 6 * i;
  const b = 6 * j;
  return (
    box[a]! <= box[b + 1]! &&
    box[b]! <= box[a + 1]! &&
    box[a + 2]! <= box[b + 3]! &&
    box[b + 2]! <= box[a + 3]! &&
    box[a + 4]! <= box[b + 5]! &&
    box[b + 4]! <= box[a + 5]!
  );
}
