/**
 * Functions of one number between two bounds: where they are lowest, and where they cross zero. Nothing is assumed about
 * them but that a grid of points shows their shape; they may have kinks, or be infinite over a stretch.
 */

/** Between which bounds to search, over how many points first (both bounds among them), and how near to come. */
export interface ScalarRange {
  readonly from: number;
  readonly to: number;
  readonly points: number;
  /** The search ends when the point is known to within this share of the range. */
  readonly tolerance: number;
  /** Differences of the function up to this are rounding, beside those that its size makes one expect: 0 unless given. */
  readonly rounding?: number;
}

/** What was found. `grid` and `values` are the points that were looked at first and the function there. */
export interface ScalarResult {
  /** NaN where the function is nowhere finite, or the same everywhere. */
  readonly at: number;
  readonly value: number;
  readonly evaluations: number;
  readonly converged: boolean;
  /** Whether the point is a bound: beyond it the function may be lower still, or cross zero. */
  readonly atBound: boolean;
  readonly grid: Float64Array;
  readonly values: Float64Array;
}

const GOLDEN = 0.3819660112501051;
const MAX_STEPS = 100;
/** A bound is the lowest point if the function does not fall over this share of the range next to it. */
const BOUND_SHARE = 1e-6;
/** Functions that vary by less than this over all of the grid, relatively, are the same everywhere. */
const FLATNESS = 1e-14;
/** A function that is not this much nearer to zero where its sign changes than at the points beside it leaps over zero. */
const LEAP = 1e-3;

/**
 * The lowest point between two bounds.
 *
 * **How** the function at evenly spaced points; then, around each point lower than its neighbours that could lead below the
 * lowest one found (as a convex function could: by what it rises to the neighbours), Brent's mixture of parabolas and golden sections. A bound
 * is the lowest point where the function rises from it. NaN counts as infinitely high.
 */
export function searchMinimum(given: (x: number) => number, range: ScalarRange): ScalarResult {
  let evaluations = 0;
  const f = (x: number): number => {
    evaluations++;
    const value = given(x);
    return Number.isNaN(value) ? Infinity : value;
  };
  const { grid, values } = gridOf(f, range);
  const last = grid.length - 1;
  const none = { at: Number.NaN, converged: false, atBound: false, grid, values };
  if (isFlat(values, range.rounding)) return { ...none, value: values[0]!, evaluations };
  const width = range.to - range.from;
  let best = lowestOf(values);
  let found = { at: grid[best]!, value: values[best]!, converged: true };
  const candidates = [...grid.keys()].filter((i) => isLow(values, i)).sort((i, j) => values[i]! - values[j]! || i - j);
  for (const i of candidates) {
    if (values[i]! === Infinity) continue;
    const rise = Math.max(i > 0 ? values[i - 1]! - values[i]! : 0, i < last ? values[i + 1]! - values[i]! : 0);
    if (i !== best && values[i]! - rise >= found.value) continue;
    const refined = refine(f, grid, values, i, width, range.tolerance);
    if (refined.value < found.value || i === best) {
      found = refined;
      best = i;
    }
  }
  const atBound = found.at === range.from || found.at === range.to;
  return { ...found, evaluations, atBound, grid, values };
}

/**
 * Where the function crosses zero between two bounds. Of several crossings of the grid, the first.
 *
 * **How** the function at evenly spaced points, then Brent's method between the two where its sign changes: inverse
 * parabolas, secants and halvings. Without a change of sign, the bound or point of the grid where it is nearest to zero, not
 * converged; nor is a leap or a pole, where the sign changes without a zero.
 */
export function searchRoot(given: (x: number) => number, range: ScalarRange): ScalarResult {
  let evaluations = 0;
  const f = (x: number): number => {
    evaluations++;
    return given(x);
  };
  const { grid, values } = gridOf(f, range);
  if (isFlat(values, range.rounding)) {
    return { at: Number.NaN, value: values[0]!, evaluations, converged: false, atBound: false, grid, values };
  }
  const crossing = values.findIndex(
    (value, i) => value === 0 || (i > 0 && ((value < 0 && values[i - 1]! > 0) || (value > 0 && values[i - 1]! < 0))),
  );
  if (crossing < 0) {
    const sizes = values.map((value) => (Number.isNaN(value) ? Infinity : Math.abs(value)));
    const nearest = lowestOf(sizes);
    const at = grid[nearest]!;
    const atBound = nearest === 0 || nearest === grid.length - 1;
    return { at, value: values[nearest]!, evaluations, converged: false, atBound, grid, values };
  }
  const edge = crossing === 0 || crossing === grid.length - 1;
  if (values[crossing] === 0) {
    return { at: grid[crossing]!, value: 0, evaluations, converged: true, atBound: edge, grid, values };
  }
  const [low, high] = [crossing - 1, crossing];
  const tolerance = range.tolerance * (range.to - range.from);
  const root = crossZero(f, grid[low]!, grid[high]!, values[low]!, values[high]!, tolerance);
  const isZero = Math.abs(root.value) <= LEAP * Math.max(Math.abs(values[low]!), Math.abs(values[high]!));
  return { ...root, evaluations, converged: root.converged && isZero, atBound: false, grid, values };
}

function gridOf(
  f: (x: number) => number,
  { from, to, points }: ScalarRange,
): { grid: Float64Array; values: Float64Array } {
  const last = points - 1;
  const grid = Float64Array.from({ length: points }, (_, i) => (i === last ? to : from + ((to - from) * i) / last));
  return { grid, values: grid.map(f) };
}

function isFlat(values: Float64Array, rounding = 0): boolean {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return true;
  if (finite.length < values.length) return false;
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  return high - low <= Math.max(rounding, FLATNESS * Math.max(Math.abs(low), Math.abs(high)));
}

function lowestOf(values: Float64Array): number {
  let lowest = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[lowest]!) lowest = i;
  return lowest;
}

/** Whether a point of the grid is lower than the one before, and no higher than the one after. */
function isLow(values: Float64Array, i: number): boolean {
  const isBelowLast = i === 0 || values[i]! < values[i - 1]!;
  return isBelowLast && (i === values.length - 1 || values[i]! <= values[i + 1]!);
}

/** The lowest point near point i of the grid. */
function refine(
  f: (x: number) => number,
  grid: Float64Array,
  values: Float64Array,
  i: number,
  width: number,
  tolerance: number,
): { at: number; value: number; converged: boolean } {
  const last = grid.length - 1;
  const here = { at: grid[i]!, value: values[i]!, converged: true };
  if (i > 0 && i < last) {
    return minimiseWithin(
      f,
      [grid[i - 1]!, here.at, grid[i + 1]!],
      [values[i - 1]!, here.value, values[i + 1]!],
      tolerance * width,
    );
  }
  const inward = i === 0 ? 1 : -1;
  const near = here.at + inward * BOUND_SHARE * width;
  const value = f(near);
  if (value >= here.value) return here;
  const next = i + inward;
  const points = [here.at, near, grid[next]!] as const;
  const heights = [here.value, value, values[next]!] as const;
  const inside =
    inward === 1
      ? minimiseWithin(f, points, heights, tolerance * width)
      : minimiseWithin(f, [points[2], near, here.at], [heights[2], value, here.value], tolerance * width);
  return inside.value < here.value ? inside : here;
}

type Three = readonly [number, number, number];

/** Brent's search from a point below, or level with, one on either side. */
function minimiseWithin(
  f: (x: number) => number,
  points: Three,
  heights: Three,
  tolerance: number,
): { at: number; value: number; converged: boolean } {
  let [a, x, b] = points;
  let fx = heights[1];
  const leftIsLower = heights[0] <= heights[2];
  let w = leftIsLower ? a : b;
  let fw = leftIsLower ? heights[0] : heights[2];
  let v = leftIsLower ? b : a;
  let fv = leftIsLower ? heights[2] : heights[0];
  let step = b - a;
  let before = step;
  for (let k = 0; k < MAX_STEPS; k++) {
    const middle = (a + b) / 2;
    const least = tolerance / 2 + Math.abs(x) * 4e-16;
    if (Math.abs(x - middle) <= 2 * least - (b - a) / 2) return { at: x, value: fx, converged: true };
    const parabola = vertexStep(x, w, v, fx, fw, fv);
    const isGood = Math.abs(parabola) < Math.abs(before) / 2 && x + parabola > a && x + parabola < b;
    if (isGood) {
      before = step;
      step = parabola;
      const u = x + step;
      if (u - a < 2 * least || b - u < 2 * least) step = x < middle ? least : -least;
    } else {
      before = x < middle ? b - x : a - x;
      step = GOLDEN * before;
    }
    const u = x + (Math.abs(step) >= least ? step : step > 0 ? least : -least);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return { at: x, value: fx, converged: false };
}

/** From x to the lowest point of the parabola through three points; NaN or infinite where there is none. */
function vertexStep(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv);
  const q = (x - v) * (fx - fw);
  return -((x - v) * q - (x - w) * r) / (2 * (q - r));
}

/** Brent's search for a zero between two points where the function has different signs. */
function crossZero(
  f: (x: number) => number,
  from: number,
  to: number,
  atFrom: number,
  atTo: number,
  tolerance: number,
): { at: number; value: number; converged: boolean } {
  let [a, fa, b, fb] = [from, atFrom, to, atTo];
  let [c, fc] = [a, fa];
  let step = b - a;
  let before = step;
  for (let k = 0; k < MAX_STEPS; k++) {
    if (Math.abs(fc) < Math.abs(fb)) [a, fa, b, fb, c, fc] = [b, fb, c, fc, b, fb];
    const least = tolerance / 2 + Math.abs(b) * 4e-16;
    const half = (c - b) / 2;
    if (Math.abs(half) <= least || fb === 0) return { at: b, value: fb, converged: true };
    const tried = interpolatedStep(a, fa, b, fb, c, fc);
    if (
      Math.abs(before) >= least &&
      Math.abs(fa) > Math.abs(fb) &&
      tried * half > 0 &&
      Math.abs(tried) < 1.5 * Math.abs(half) &&
      Math.abs(tried) < Math.abs(before) / 2
    ) {
      before = step;
      step = tried;
    } else {
      step = half;
      before = half;
    }
    [a, fa] = [b, fb];
    b += Math.abs(step) > least ? step : half > 0 ? least : -least;
    fb = f(b);
    if (Number.isNaN(fb)) return { at: a, value: fa, converged: false };
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      step = b - a;
      before = step;
    }
  }
  return { at: b, value: fb, converged: false };
}

/** From b to the zero of the line through two points, or of the inverse parabola through three. */
function interpolatedStep(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return ((c - b) * s) / (s - 1);
  const q = fa / fc;
  const r = fb / fc;
  return (s * ((b - a) * (r - 1) - (c - b) * q * (q - r))) / ((q - 1) * (r - 1) * (s - 1));
}
