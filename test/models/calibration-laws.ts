import { createDestinationOrder } from "../../src/core/destination-order.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import type { DenseMatrix } from "../../src/types.ts";

/** Small laws for the tests of calibration: plain formulae, each by its own row. */

/** s of every destination of an origin: the mass of places at most as far, without the two themselves. */
function passed(distances: DenseMatrix, mass: ArrayLike<number>): (origin: number) => Float64Array {
  const n = distances.rows;
  const orderOf = createDestinationOrder(n);
  const rows = new Map<number, Float64Array>();
  return (origin) => {
    const known = rows.get(origin);
    if (known !== undefined) return known;
    const costs = distances.value.slice(origin * n, origin * n + n);
    const s = new Float64Array(n);
    let sum = 0;
    for (const d of orderOf(costs, origin)) {
      s[d] = sum;
      sum += mass[d]!;
    }
    rows.set(origin, s);
    return s;
  };
}

/** A law of the mass passed before a destination, made once for all its parameters. */
export function byMassPassed<P>(
  distances: DenseMatrix,
  mass: ArrayLike<number>,
  weight: (parameters: P, own: number, between: number, there: number) => number,
): (parameters: P) => FlowLaw {
  const n = distances.rows;
  const read = passed(distances, mass);
  return (parameters) => ({
    name: "by mass passed",
    rows: n,
    columns: n,
    fillRow: (o, into) => {
      const s = read(o);
      for (let d = 0; d < n; d++) into[d] = d === o ? 0 : weight(parameters, mass[o]!, s[d]!, mass[d]!);
    },
  });
}

/** Extended radiation: [(a + n)^α − a^α] (m^α + 1) / [(a^α + 1) ((a + n)^α + 1)], a = m + s. */
export function extendedWeight({ alpha }: { alpha: number }, own: number, between: number, there: number): number {
  const a = (own + between) ** alpha;
  const b = (own + between + there) ** alpha;
  return ((b - a) * (own ** alpha + 1)) / ((a + 1) * (b + 1));
}

/** Schneider: exp(−L s) − exp(−L (s + n)). */
export function schneiderWeight({ rate }: { rate: number }, _: number, between: number, there: number): number {
  return Math.exp(-rate * between) * -Math.expm1(-rate * there);
}

/** A law whose weight is a function of distance and of the destination's mass. */
export function byDistance<P>(
  distances: DenseMatrix,
  weight: (parameters: P, distance: number, destination: number, origin: number) => number,
): (parameters: P) => FlowLaw {
  const n = distances.rows;
  return (parameters) => ({
    name: "by distance",
    rows: n,
    columns: n,
    fillRow: (o, into) => {
      for (let d = 0; d < n; d++) into[d] = d === o ? 0 : weight(parameters, distances.value[o * n + d]!, d, o);
    },
  });
}
