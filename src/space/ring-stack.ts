/**
 * Rings that are cut and cut again, held one after another in one list: what is made last is dropped first, and nothing is
 * allocated between cuts. Corners are directions x, y, z of any length; those in the plane z = 1 keep that.
 */
export interface RingStack {
  points: Float64Array;
  /** Ring r has the corners starts[r] … starts[r + 1] − 1. */
  starts: Uint32Array;
  /** How many rings there are. */
  rings: number;
}

export function createRingStack(): RingStack {
  return { points: new Float64Array(3 * 1024), starts: new Uint32Array(256), rings: 0 };
}

/** Makes room for so many corners and one ring more on top of the stack. */
export function makeRoom(stack: RingStack, corners: number): void {
  const needed = 3 * (stack.starts[stack.rings]! + corners);
  if (needed > stack.points.length) {
    const points = new Float64Array(2 * needed);
    points.set(stack.points);
    stack.points = points;
  }
  if (stack.rings + 2 > stack.starts.length) {
    const starts = new Uint32Array(2 * stack.starts.length);
    starts.set(stack.starts);
    stack.starts = starts;
  }
}

/** Ends the ring on top of the stack at the corner `end`; fewer than three corners are no ring. */
export function endRing(stack: RingStack, end: number): void {
  if (end - stack.starts[stack.rings]! < 3) return;
  stack.starts[++stack.rings] = end;
}

/**
 * Puts the part of the rings `from` … `to` − 1 where a x + b y + c z ≥ 0 on top of the stack (Sutherland–Hodgman). Corners
 * made by the cut lie on the line from corner to corner, so that those in the plane z = 1 stay there.
 */
export function cutRings(stack: RingStack, from: number, to: number, a: number, b: number, c: number): void {
  for (let r = from; r < to; r++) {
    const first = stack.starts[r]!;
    const end = stack.starts[r + 1]!;
    makeRoom(stack, 2 * (end - first));
    const { points } = stack;
    let at = stack.starts[stack.rings]!;
    let px = points[3 * end - 3]!;
    let py = points[3 * end - 2]!;
    let pz = points[3 * end - 1]!;
    let before = a * px + b * py + c * pz;
    for (let i = first; i < end; i++) {
      const x = points[3 * i]!;
      const y = points[3 * i + 1]!;
      const z = points[3 * i + 2]!;
      const here = a * x + b * y + c * z;
      if (before < 0 !== here < 0 && before !== 0 && here !== 0) {
        const t = before / (before - here);
        points[3 * at] = px + (x - px) * t;
        points[3 * at + 1] = py + (y - py) * t;
        points[3 * at + 2] = pz + (z - pz) * t;
        at++;
      }
      if (here >= 0) {
        points[3 * at] = x;
        points[3 * at + 1] = y;
        points[3 * at + 2] = z;
        at++;
      }
      px = x;
      py = y;
      pz = z;
      before = here;
    }
    endRing(stack, at);
  }
}
