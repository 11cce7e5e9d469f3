import { logFactorial } from "../core/log-factorial.ts";
import { log } from "../core/math.ts";
import { addTo } from "../core/sums.ts";
import type { FlowPair } from "./flow-fit-input.ts";

/** What one reading of observed and expected flows says of them. */
export interface FlowTotals {
  readonly pairs: number;
  readonly observed: number;
  readonly expected: number;
  readonly leastObserved: number;
  readonly mostObserved: number;
  readonly leastExpected: number;
  readonly mostExpected: number;
}

/** The first reading, which looks whether both are flows. */
export function totalsOf({ rows, columns, diagonal, observed, expected }: FlowPair): FlowTotals {
  const sums = new Float64Array(2);
  const lost = new Float64Array(2);
  let pairs = 0;
  let leastObserved = Infinity;
  let mostObserved = -Infinity;
  let leastExpected = Infinity;
  let mostExpected = -Infinity;
  for (let r = 0; r < rows; r++) {
    const t = observed(r);
    const e = expected(r);
    let sumT = 0;
    let sumE = 0;
    for (let c = 0; c < columns; c++) {
      if (c === r && !diagonal) continue;
      const x = t[c]!;
      const y = e[c]!;
      pairs++;
      sumT += x;
      sumE += y;
      if (x < leastObserved) leastObserved = x;
      if (x > mostObserved) mostObserved = x;
      if (y < leastExpected) leastExpected = y;
      if (y > mostExpected) mostExpected = y;
    }
    addTo(sums, lost, 0, sumT);
    addTo(sums, lost, 1, sumE);
  }
  const [observedTotal, expectedTotal] = [sums[0]! + lost[0]!, sums[1]! + lost[1]!];
  return {
    pairs,
    observed: observedTotal,
    expected: expectedTotal,
    leastObserved,
    mostObserved,
    leastExpected,
    mostExpected,
  };
}

/** Sums over pairs with T observed and E expected flows, p = T / Σ T and q = E / Σ E. */
export interface FlowSums {
  /** Σ min(T, E). */
  readonly common: number;
  /** Σ |T − E|, Σ (T − E)². */
  readonly absolute: number;
  readonly squared: number;
  /** Σ (T − mean)², the same of E, and Σ of the products of both. */
  readonly observedSquares: number;
  readonly expectedSquares: number;
  readonly products: number;
  /** Σ 2 min(T, E) / (T + E). */
  readonly shares: number;
  /** Σ T ln(T / E) where E is above 0, and Σ T where it is 0. */
  readonly surprise: number;
  readonly unforeseen: number;
  /** Σ T ln E − ln T! where both are above 0. */
  readonly likelihood: number;
  /** Σ p ln(p / m) + q ln(q / m) where T is above 0, m being the mean of p and q; and Σ q where T is 0. */
  readonly divergence: number;
  readonly unobserved: number;
  /** Pairs with an observed, an expected flow, and both. */
  readonly observedLinks: number;
  readonly expectedLinks: number;
  readonly links: number;
}

/** The second reading, row by row. Logarithms are taken of pairs with an observed flow only. */
export interface FlowTally {
  readonly addRow: (row: number, pair: FlowPair, t: Float64Array, e: Float64Array) => void;
  readonly sums: () => FlowSums;
}

export function flowTally({ pairs, observed, expected }: FlowTotals): FlowTally {
  const sums = new Float64Array(12);
  const lost = new Float64Array(12);
  const meanT = observed / pairs;
  const meanE = expected / pairs;
  let observedLinks = 0;
  let expectedLinks = 0;
  let links = 0;
  return {
    addRow: (row, { columns, diagonal }, t, e) => {
      let common = 0;
      let absolute = 0;
      let squared = 0;
      let observedSquares = 0;
      let expectedSquares = 0;
      let products = 0;
      let shares = 0;
      let surprise = 0;
      let unforeseen = 0;
      let likelihood = 0;
      let divergence = 0;
      let unobserved = 0;
      for (let c = 0; c < columns; c++) {
        if (c === row && !diagonal) continue;
        const x = t[c]!;
        const y = e[c]!;
        const apart = x - y;
        const deviationT = x - meanT;
        const deviationE = y - meanE;
        absolute += Math.abs(apart);
        squared += apart * apart;
        observedSquares += deviationT * deviationT;
        expectedSquares += deviationE * deviationE;
        products += deviationT * deviationE;
        if (y > 0) expectedLinks++;
        if (!(x > 0)) {
          unobserved += y;
          continue;
        }
        observedLinks++;
        const p = x / observed;
        const q = y / expected;
        divergence += p * log((2 * p) / (p + q));
        if (!(y > 0)) {
          unforeseen += x;
          continue;
        }
        links++;
        const least = apart < 0 ? x : y;
        common += least;
        shares += (2 * least) / (x + y);
        const ratio = x / y;
        surprise += x * (ratio < Infinity ? log(ratio) : log(x) - log(y));
        likelihood += x * log(y) - logFactorial(x);
        // Next to nothing of a large total is 0: and 0 ln 0 is 0.
        if (q > 0) divergence += q * log((2 * q) / (p + q));
      }
      addTo(sums, lost, 0, common);
      addTo(sums, lost, 1, absolute);
      addTo(sums, lost, 2, squared);
      addTo(sums, lost, 3, observedSquares);
      addTo(sums, lost, 4, expectedSquares);
      addTo(sums, lost, 5, products);
      addTo(sums, lost, 6, shares);
      addTo(sums, lost, 7, surprise);
      addTo(sums, lost, 8, unforeseen);
      addTo(sums, lost, 9, likelihood);
      addTo(sums, lost, 10, divergence);
      addTo(sums, lost, 11, unobserved);
    },
    sums: () => {
      const at = (k: number): number => sums[k]! + lost[k]!;
      return {
        common: at(0),
        absolute: at(1),
        squared: at(2),
        observedSquares: at(3),
        expectedSquares: at(4),
        products: at(5),
        shares: at(6),
        surprise: at(7),
        unforeseen: at(8),
        likelihood: at(9),
        divergence: at(10),
        unobserved: at(11) / expected,
        observedLinks,
        expectedLinks,
        links,
      };
    },
  };
}
