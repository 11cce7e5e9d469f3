import { solveDefinite } from "../core/newton.ts";
import type { FlagProblem } from "./misclassification-flags.ts";

/**
 * The people under whom the flags shown are likeliest, none below 0.
 */

/** Shares are found when they cannot be likelier by more than this, a person, and no slope misses its bound by more. */
const TOLERANCE = 1e-14;
const SLOPE_TOLERANCE = 1e-11;
const MOST_ROUNDS = 200;
/** Each round aims at this part of the gap that is left, and goes this part of the way to the bound. */
const AIM = 0.1;
const NEAR_BOUND = 0.995;

/**
 * Writes the likeliest `truth`, and returns the rounds, NaN where they were not enough.
 *
 * **How** with q = shown / all, shares t of the true groups and m = flagsᵀ · t, Σ q log m is the larger the better. It is concave, so that t
 * is the best where, for the slopes d = flags · (q / m), no d is above 1 and d = 1 where t > 0. With z for 1 − d, Newton's steps on
 * t · z = gap (a primal–dual interior point) go there, gap by gap; Σ t · z bounds what there is to gain. A group with t < z is 0.
 */
export function likeliestTruth(shown: Float64Array, { groups, shares }: FlagProblem, truth: Float64Array): number {
  let all = 0;
  for (const people of shown) all += people;
  const t = new Float64Array(groups).fill(1 / groups);
  const z = new Float64Array(groups).fill(1);
  const d = new Float64Array(groups);
  const root = new Float64Array(groups);
  const right = new Float64Array(groups);
  const system = new Float64Array(groups * groups);
  let rounds = Number.NaN;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    d.fill(0);
    system.fill(0);
    for (let g = 0; g < groups; g++) root[g] = Math.sqrt(t[g]! / z[g]!);
    for (let j = 0; j < groups; j++) {
      if (shown[j] === 0) continue;
      let mean = 0;
      for (let g = 0; g < groups; g++) mean += t[g]! * shares[g * groups + j]!;
      const part = shown[j]! / all / mean;
      for (let g = 0; g < groups; g++) {
        d[g]! += part * shares[g * groups + j]!;
        const own = (part / mean) * root[g]! * shares[g * groups + j]!;
        for (let h = 0; h <= g; h++) system[g * groups + h]! += own * root[h]! * shares[h * groups + j]!;
      }
    }
    let gap = 0;
    let off = 0;
    for (let g = 0; g < groups; g++) {
      gap += t[g]! * z[g]!;
      off = Math.max(off, Math.abs(1 - d[g]! - z[g]!));
    }
    if (gap <= TOLERANCE && off <= SLOPE_TOLERANCE) {
      rounds = round;
      break;
    }
    const aim = (AIM * gap) / groups;
    for (let g = 0; g < groups; g++) {
      right[g] = root[g]! * (d[g]! - 1 + aim / t[g]!);
      system[g * groups + g]! += 1;
    }
    const step = solveDefinite(system, right);
    if (step === null) break;
    let forT = 1;
    let forZ = 1;
    for (let g = 0; g < groups; g++) {
      const ofT = step[g]! * root[g]!;
      const ofZ = aim / t[g]! - z[g]! - (z[g]! / t[g]!) * ofT;
      step[g] = ofT;
      right[g] = ofZ;
      if (ofT < 0) forT = Math.min(forT, (-NEAR_BOUND * t[g]!) / ofT);
      if (ofZ < 0) forZ = Math.min(forZ, (-NEAR_BOUND * z[g]!) / ofZ);
    }
    for (let g = 0; g < groups; g++) {
      t[g]! += forT * step[g]!;
      z[g]! += forZ * right[g]!;
    }
  }
  let sum = 0;
  for (let g = 0; g < groups; g++) {
    truth[g] = t[g]! < z[g]! ? 0 : t[g]!;
    sum += truth[g]!;
  }
  for (let g = 0; g < groups; g++) truth[g]! *= all / sum;
  return rounds;
}
