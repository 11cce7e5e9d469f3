/**
 * Loops over the cells of one row: several sums side by side, no calls but of these loops.
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
function momentsOfTwo(w: Float64Array, x: Float64Array, y: Float64Array, count: number, into: Float64Array): void {
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

/** Writes x − a. */
export function less(x: Float64Array, a: number, count: number, into: Float64Array): void {
  for (let p = 0; p < count; p++) into[p] = x[p]! - a;
}

/** Multiplies w by factor · x; returns the sum, in two side by side. */
export function scale(w: Float64Array, factor: number, x: Float64Array, count: number): number {
  let even = 0;
  let odd = 0;
  let p = 0;
  for (; p + 1 < count; p += 2) {
    const a = factor * w[p]! * x[p]!;
    const b = factor * w[p + 1]! * x[p + 1]!;
    w[p] = a;
    w[p + 1] = b;
    even += a;
    odd += b;
  }
  if (p < count) {
    w[p] = factor * w[p]! * x[p]!;
    even += w[p]!;
  }
  return even + odd;
}

/** Writes x². */
export function square(x: Float64Array, count: number, into: Float64Array): void {
  for (let p = 0; p < count; p++) into[p] = x[p]! * x[p]!;
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

/**
 * Adds Σ w · term and Σ w · term · term (lower triangle) of a row; returns Σ w. The first terms are the same in all cells of
 * the row, `constants`; the others vary.
 */
export function addMoments(
  constants: Float64Array,
  terms: readonly Float64Array[],
  weight: Float64Array,
  product: Float64Array,
  count: number,
  first: Float64Array,
  second: Float64Array,
): number {
  const own = constants.length;
  const k = own + terms.length;
  let sum = 0;
  const ofTerm = new Float64Array(terms.length);
  if (terms.length === 2) {
    const six = new Float64Array(6);
    momentsOfTwo(weight, terms[0]!, terms[1]!, count, six);
    sum = six[0]!;
    ofTerm[0] = six[1]!;
    ofTerm[1] = six[2]!;
    second[own * k + own]! += six[3]!;
    second[(own + 1) * k + own]! += six[4]!;
    second[(own + 1) * k + own + 1]! += six[5]!;
  } else {
    for (let p = 0; p < count; p++) sum += weight[p]!;
    for (let a = 0; a < terms.length; a++) {
      ofTerm[a] = multiply(weight, terms[a]!, count, product);
      for (let b = 0; b <= a; b++) second[(own + a) * k + own + b]! += dot(product, terms[b]!, count);
    }
  }
  for (let t = 0; t < own; t++) {
    const z = constants[t]!;
    first[t]! += z * sum;
    for (let u = 0; u <= t; u++) second[t * k + u]! += z * constants[u]! * sum;
    for (let a = 0; a < terms.length; a++) second[(own + a) * k + t]! += z * ofTerm[a]!;
  }
  for (let a = 0; a < terms.length; a++) first[own + a]! += ofTerm[a]!;
  return sum;
}
