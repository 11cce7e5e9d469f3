/**
 * Loops over the cells of one row, for `poisson-sums.ts`: no allocation, no calls, several sums side by side.
 */

/** Writes start + a · x + b · y. */
export function linearOfTwo(
  start: number,
  a: number,
  x: Float64Array,
  b: number,
  y: Float64Array,
  count: number,
  into: Float64Array,
): void {
  for (let p = 0; p < count; p++) into[p] = start + a * x[p]! + b * y[p]!;
}

/** Adds a · x. */
export function addScaled(a: number, x: Float64Array, count: number, into: Float64Array): void {
  for (let p = 0; p < count; p++) into[p]! += a * x[p]!;
}

/** Writes Σ w, Σ w x, Σ w y, Σ w x x, Σ w y x, Σ w y y. */
export function momentsOfTwo(
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  count: number,
  into: Float64Array,
): void {
  let s = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syx = 0;
  let syy = 0;
  for (let p = 0; p < count; p++) {
    const weight = w[p]!;
    const a = x[p]!;
    const b = y[p]!;
    const wa = weight * a;
    const wb = weight * b;
    s += weight;
    sx += wa;
    sy += wb;
    sxx += wa * a;
    syx += wb * a;
    syy += wb * b;
  }
  into[0] = s;
  into[1] = sx;
  into[2] = sy;
  into[3] = sxx;
  into[4] = syx;
  into[5] = syy;
}

/** Writes w · x; returns its sum. */
export function multiply(w: Float64Array, x: Float64Array, count: number, into: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < count; p++) {
    const product = w[p]! * x[p]!;
    into[p] = product;
    sum += product;
  }
  return sum;
}

/** Σ x · y, in two sums side by side. */
export function dot(x: Float64Array, y: Float64Array, count: number): number {
  let even = 0;
  let odd = 0;
  let p = 0;
  for (; p + 1 < count; p += 2) {
    even += x[p]! * y[p]!;
    odd += x[p + 1]! * y[p + 1]!;
  }
  if (p < count) even += x[p]! * y[p]!;
  return even + odd;
}

/** Adds scale · w to the cells of the destinations. */
export function scatter(w: Float64Array, scale: number, to: Uint32Array, into: Float64Array, at: number): void {
  for (let p = 0; p < to.length; p++) into[at + to[p]!]! += scale * w[p]!;
}

/** Adds w · x to the cells of the destinations. */
export function scatterProduct(
  w: Float64Array,
  x: Float64Array,
  to: Uint32Array,
  into: Float64Array,
  at: number,
): void {
  for (let p = 0; p < to.length; p++) into[at + to[p]!]! += w[p]! * x[p]!;
}
