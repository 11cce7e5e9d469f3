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
  for (let o = 0; o < n; o++) {
    for (let k = offsets[o]!; k < offsets[o + 1]!; k++) {
      const [a, b] = [firstOf(o), firstOf(n + destination[k]!)];
      isIn[o] = 1;
      isIn[n + destination[k]!] = 1;
      if (a < b) towards[b] = a;
      else towards[a] = b;
    }
  }
  let parts = 0;
  for (let l = 0; l < 2 * n; l++) if (isIn[l] === 1 && firstOf(l) === l) parts++;
  return parts;
}
