import type { Design } from "./design.ts";

/**
 * How many connected parts the pairs make of origins and destinations. Constants of both sides are told apart but for one number
 * in each part, so that a model has origins + destinations − parts of them.
 */
export function connectedParts({ locations: n, offsets, destination }: Design): number {
  // Origins are 0 … n − 1, destinations n … 2 n − 1; each points towards the first of its part.
  const towards = Uint32Array.from({ length: 2 * n }, (_, l) => l);
  const firstOf = (l: number): number => {
    let at = l;
    while (towards[at] !== at) {
      towards[at] = towards[towards[at]!]!;
      at = towards[at]!;
    }
    return at;
  };
  const isIn = new Uint8Array(2 * n);
  let parts = 0;
  let destinations = 0;
  for (let o = 0; o < n; o++) {
    const from = offsets[o]!;
    if (from === offsets[o + 1]!) continue;
    // Where all destinations are in one part, each origin that follows is in it too.
    if (parts === 1 && destinations === n) return 1;
    isIn[o] = 1;
    parts++;
    for (let k = from; k < offsets[o + 1]!; k++) {
      const d = n + destination[k]!;
      if (isIn[d] === 0) {
        isIn[d] = 1;
        parts++;
        destinations++;
      }
      const a = firstOf(o);
      const b = firstOf(d);
      if (a === b) continue;
      parts--;
      towards[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return parts;
}
