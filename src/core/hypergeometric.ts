import type { Random } from "../types.ts";
import { logFactorial } from "./log-factorial.ts";
import { exp, log } from "./math.ts";

/**
 * How many of a group are among people drawn without replacement: whole random numbers of the hypergeometric distribution.
 * Exact up to the rounding of floating point.
 *
 * **How** The number drawn and the number of the group can change places, and so can the drawn and the left, the group and the
 * others; what is smallest is drawn. Few people are drawn one by one, small means by inversion, large ones by ratio of uniforms
 * under a hat that fits all such distributions (Stadlober 1990), whose cost does not grow with the mean.
 *
 * [stadlober-1990]
 */

/** Up to so many people are drawn one by one. */
const ONE_BY_ONE = 8;
/** Below this mean, inversion. */
const INVERSION_MEAN = 10;
/** So near to the mode chances are compared by their ratios; farther off by their logarithms. */
const NEAR = 32;
/** 2 √(2 / e) and 3 − 2 √(3 / e): the width of the hat over the spread. */
const HAT_SLOPE = 1.7155277699214135;
const HAT_BASE = 0.8989161620588988;

/** How many of `group` people are among `drawn` of `all`, all alike. Whole numbers up to 2⁴⁰, `group` and `drawn` at most `all`. */
export function drawHypergeometric(group: number, all: number, drawn: number, random: Random): number {
  if (drawn > all - drawn) return group - drawHypergeometric(group, all, all - drawn, random);
  if (group > all - group) return drawn - drawHypergeometric(all - group, all, drawn, random);
  if (group < drawn) return drawHypergeometric(drawn, all, group, random);
  if (drawn <= ONE_BY_ONE) return oneByOne(group, all, drawn, random);
  return (drawn * group) / all < INVERSION_MEAN
    ? byInversion(group, all, drawn, random)
    : byRejection(group, all, drawn, random);
}

function oneByOne(group: number, all: number, drawn: number, random: Random): number {
  let left = group;
  for (let k = 0; k < drawn; k++) if (random() * (all - k) < left) left--;
  return group - left;
}

function byInversion(group: number, all: number, drawn: number, random: Random): number {
  const spare = all - group - drawn;
  const none = exp(logFactorial(all - group) + logFactorial(all - drawn) - logFactorial(all) - logFactorial(spare));
  for (;;) {
    let rest = random();
    let chance = none;
    for (let k = 0; k <= drawn; chance *= ((group - k + 1) * (drawn - k + 1)) / (k * (spare + k))) {
      if (rest < chance) return k;
      rest -= chance;
      k++;
    }
  }
}

/** For 8 < drawn ≤ group ≤ all / 2 and a mean of at least 10. */
function byRejection(group: number, all: number, drawn: number, random: Random): number {
  const spare = all - group - drawn;
  const share = group / all;
  const centre = drawn * share + 0.5;
  const width = HAT_SLOPE * Math.sqrt(((all - drawn) * drawn * share * (1 - share)) / (all - 1) + 0.5) + HAT_BASE;
  const mode = Math.floor(((drawn + 1) * (group + 1)) / (all + 2));
  let height = Number.NaN;
  for (;;) {
    // From (0, 1], so that nothing is divided by 0.
    const u = 1 - random();
    const k = Math.floor(centre + (width * (random() - 0.5)) / u);
    if (k < 0 || k > drawn) continue;
    if (k - mode <= NEAR && mode - k <= NEAR) {
      // The chance of k over that of the mode, step by step.
      let ratio = 1;
      for (let j = mode; j < k; j++) ratio *= ((group - j) * (drawn - j)) / ((j + 1) * (spare + j + 1));
      for (let j = mode; j > k; j--) ratio *= (j * (spare + j)) / ((group - j + 1) * (drawn - j + 1));
      if (u * u <= ratio) return k;
      continue;
    }
    if (Number.isNaN(height)) height = logWays(mode, group, drawn, spare);
    if (2 * log(u) <= height - logWays(k, group, drawn, spare)) return k;
  }
}

/** −ln of the number of ways, up to a constant. */
function logWays(k: number, group: number, drawn: number, spare: number): number {
  return logFactorial(k) + logFactorial(group - k) + logFactorial(drawn - k) + logFactorial(spare + k);
}
