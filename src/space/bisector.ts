/**
 * Writes the plane between two sites as a normal towards the first: a − b, put at right angles to a + b, because the
 * rounding of near vectors' lengths would move the plane. The planes of both sites are the same but for the sign. Returns
 * the normal's length, which is not made 1.
 */
export function writeBisector(normal: Float64Array, at: number, vectors: Float64Array, a: number, b: number): number {
  const x = vectors[3 * a]! - vectors[3 * b]!;
  const y = vectors[3 * a + 1]! - vectors[3 * b + 1]!;
  const z = vectors[3 * a + 2]! - vectors[3 * b + 2]!;
  const u = vectors[3 * a]! + vectors[3 * b]!;
  const v = vectors[3 * a + 1]! + vectors[3 * b + 1]!;
  const w = vectors[3 * a + 2]! + vectors[3 * b + 2]!;
  const squared = u * u + v * v + w * w;
  const off = squared === 0 ? 0 : (x * u + y * v + z * w) / squared;
  const p = x - off * u;
  const q = y - off * v;
  const r = z - off * w;
  normal[at] = p;
  normal[at + 1] = q;
  normal[at + 2] = r;
  return Math.sqrt(p * p + q * q + r * r);
}
