import type { Random } from "../types.ts";
import { fail } from "./check.ts";

/**
 * A seeded source of random numbers: the same seed gives the same numbers on every machine.
 *
 * **How** sfc32 (Doty-Humphrey): 128 bits of state filled from the seed by FNV-1a and splitmix32, fifteen rounds
 * thrown away; each number is the next 53 bits as a fraction.
 *
 * @param seed - any whole number or text
 * @returns a function that gives the next number of a uniform distribution on [0, 1)
 * @throws RangeError for a seed that is not a whole number or text
 * @example
 * const random = createRandom(42);
 * random() === createRandom(42)(); // true
 */
export function createRandom(seed: number | string): Random {
  checkSeed("createRandom", seed);
  let hash = 0x811c9dc5;
  for (const character of String(seed)) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  const splitmix = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let x = hash ^ (hash >>> 16);
    x = Math.imul(x, 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return x ^ (x >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** Throws unless the value can seed a source of random numbers. */
export function checkSeed(where: string, seed: number | string): void {
  if (typeof seed !== "string" && !Number.isSafeInteger(seed)) fail(where, "seed", "a whole number or text", seed);
}
