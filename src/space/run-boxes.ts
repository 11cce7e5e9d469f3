/**
 * Boxes about runs of things that stand in a row, such as the corners of a ring: one box about all, two about its halves,
 * and so on down to runs of a few. Branches are numbered so that the first half of branch k is k + 1.
 */
export interface RunBoxes {
  /** Per branch the least x, y, z and the greatest x, y, z. */
  readonly box: Float64Array;
  /** Per branch the number of the branch after all within it: the second half of branch k is after[k + 1]. */
  readonly after: Uint32Array;
}

/** Runs up to this long are not halved. */
export const RUN_LENGTH = 8;

/** How many branches there are for a run of so many. */
export function countBranches(length: number): number {
  if (length <= RUN_LENGTH) return 1;
  const half = length >>> 1;
  return 1 + countBranches(half) + countBranches(length - half);
}

/** Where the second half of a run begins. */
export function middleOfRun(from: number, to: number): number {
  return from + ((to - from) >>> 1);
}

export function createRunBoxes(branches: number): RunBoxes {
  return { box: new Float64Array(6 * branches), after: new Uint32Array(branches) };
}

/**
 * Adds the boxes of the run from … to − 1, beginning with branch `branch`; returns the branch after them.
 *
 * @param fill - widens the empty box at the place `at` of `box` to hold a short run
 */
export function addRun(
  boxes: RunBoxes,
  branch: number,
  from: number,
  to: number,
  fill: (box: Float64Array, at: number, from: number, to: number) => void,
): number {
  const { box, after } = boxes;
  const at = 6 * branch;
  if (to - from <= RUN_LENGTH) {
    box.fill(Infinity, at, at + 3).fill(-Infinity, at + 3, at + 6);
    fill(box, at, from, to);
    after[branch] = branch + 1;
    return branch + 1;
  }
  const middle = middleOfRun(from, to);
  const first = 6 * (branch + 1);
  const second = addRun(boxes, branch + 1, from, middle, fill);
  after[branch] = addRun(boxes, second, middle, to, fill);
  for (let axis = 0; axis < 3; axis++) {
    box[at + axis] = Math.min(box[first + axis]!, box[6 * second + axis]!);
    box[at + 3 + axis] = Math.max(box[first + 3 + axis]!, box[6 * second + 3 + axis]!);
  }
  return after[branch]!;
}
