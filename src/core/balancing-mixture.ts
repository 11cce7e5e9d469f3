import { solveDefinite } from "./newton.ts";

/** How many steps are mixed: half as many cost a half more readings where distance holds people back much; more save little. */
const MIXED_STEPS = 20;

/** What one reading of the matrix finds: ln(total / sum) of each column, the largest error, Σ total · rest², and f. */
export interface Reading {
  readonly v: Float64Array;
  readonly rest: Float64Array;
  readonly error: number;
  readonly size: number;
  readonly value: number;
}

/** Anderson's mixture of the last steps. */
export interface Mixture {
  /** The mixed step, or null where there is nothing to mix. */
  readonly stepFrom: (here: Reading) => Float64Array | null;
  readonly remember: (from: Reading, to: Reading) => void;
  readonly forget: () => void;
}

export function createMixture(weights: Float64Array): Mixture {
  const moves: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const products = new Float64Array(MIXED_STEPS * MIXED_STEPS);
  let newest = -1;
  return {
    stepFrom: (here) => {
      const k = moves.length;
      if (k === 0) return null;
      const matrix = new Float64Array(k * k);
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) matrix[i * k + j] = products[i * MIXED_STEPS + j]!;
        // The directions of steps grow alike: without this they would differ by rounding only.
        matrix[i * k + i]! *= 1 + 1e-14;
      }
      const shares = solveDefinite(
        matrix,
        Float64Array.from(changes, (change) => product(weights, change, here.rest)),
      );
      if (shares === null) return null;
      const step = here.rest.slice();
      for (let i = 0; i < k; i++) {
        for (let c = 0; c < step.length; c++) step[c]! -= shares[i]! * (moves[i]![c]! + changes[i]![c]!);
      }
      return step;
    },
    remember: (from, to) => {
      newest = (newest + 1) % MIXED_STEPS;
      moves[newest] = to.v.map((x, c) => x - from.v[c]!);
      changes[newest] = to.rest.map((x, c) => x - from.rest[c]!);
      for (let i = 0; i < changes.length; i++) {
        products[newest * MIXED_STEPS + i] = product(weights, changes[newest]!, changes[i]!);
        products[i * MIXED_STEPS + newest] = products[newest * MIXED_STEPS + i]!;
      }
    },
    forget: () => {
      moves.length = 0;
      changes.length = 0;
      newest = -1;
    },
  };
}

function product(weights: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < weights.length; c++) sum += weights[c]! * a[c]! * b[c]!;
  return sum;
}
