/**
 * Spatial indices of segregation from matrices of all pairs, as their formulas stand, and the mistakes of peers, which
 * their figures reproduce. A table is people of the group and of the others by area.
 */

export interface Pair {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export type Square = readonly (readonly number[])[];

export const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((each, i) => each * b[i]!));
const product = (matrix: Square, v: readonly number[]): number[] => matrix.map((row) => dot(row, v));
const total = ({ x, y }: Pair): number[] => x.map((each, i) => each + y[i]!);

export function dissimilarity({ x, y }: Pair): number {
  return sum(x.map((each, i) => Math.abs(each / sum(x) - y[i]! / sum(y)))) / 2;
}

/** D − Σ c |p − p′| (shape + shape′) / Σ c; `emptyShare` is the share that an area without people has, none where null. */
export function adjusted(
  pair: Pair,
  weight: Square,
  shape: readonly number[] = pair.x.map(() => 0.5),
  emptyShare: number | null = null,
): number {
  const t = total(pair);
  const share = pair.x.map((each, i) => (t[i]! > 0 ? each / t[i]! : emptyShare));
  let top = 0;
  let all = 0;
  weight.forEach((row, i) => {
    row.forEach((c, j) => {
      if (share[i] === null || share[j] === null || i === j) return;
      top += c * Math.abs(share[i]! - share[j]!) * (shape[i]! + shape[j]!);
      all += c;
    });
  });
  return dissimilarity(pair) - (all === 0 ? 0 : top / all);
}

/** Steps between all areas, by Floyd and Warshall. */
function stepsOf(neighbours: Square): number[][] {
  const n = neighbours.length;
  const steps = neighbours.map((row, i) => row.map((c, j) => (i === j ? 0 : c > 0 ? 1 : Infinity)));
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) steps[i]![j] = Math.min(steps[i]![j]!, steps[i]![k]! + steps[k]![j]!);
  }
  return steps;
}

/** 1 over the mean steps between areas whose share is at least so much; 0 of fewer than two. */
function curveOf(pair: Pair, neighbours: Square): (share: number) => number {
  const steps = stepsOf(neighbours);
  const t = total(pair);
  return (share) => {
    const strong = t.flatMap((each, i) => (each > 0 && pair.x[i]! / each >= share ? [i] : []));
    if (strong.length < 2) return 0;
    return (strong.length * (strong.length - 1)) / sum(strong.flatMap((i) => strong.map((j) => steps[i]![j]!)));
  };
}

/** The proximity profile by pysal's sum over m thresholds from 0 to 1. */
export function profileOfPysal(pair: Pair, neighbours: Square, m: number): number {
  const eta = curveOf(pair, neighbours);
  const P = sum(pair.x) / (sum(pair.x) + sum(pair.y));
  const grid = Array.from({ length: m }, (_, k) => (k === m - 1 ? 1 : k * (1 / (m - 1))));
  return (P + sum(grid.map((each) => (each < P ? -eta(each) : eta(each)))) / m) / (1 - P);
}

/** The same between the places where the curve can step. */
export function profile(pair: Pair, neighbours: Square): number {
  const eta = curveOf(pair, neighbours);
  const t = total(pair);
  const P = sum(pair.x) / sum(t);
  const shares = pair.x.map((each, i) => each / t[i]!).filter((each) => each >= 0);
  const places = [...new Set([0, P, 1, ...shares])].sort((a, b) => a - b);
  const parts = places.slice(1).map((to, k) => (to - places[k]!) * eta(to) * (to <= P ? -1 : 1));
  return (P + sum(parts)) / (1 - P);
}

/** D − Σ over orders of weight · mean |p − p′| over pairs of that order (steps by Floyd and Warshall). */
export function byOrder(pair: Pair, neighbours: Square, orderWeights: readonly number[]): number {
  const t = total(pair);
  const steps = stepsOf(neighbours);
  return orderWeights.reduce((d, weight, o) => {
    const apart: number[] = [];
    steps.forEach((row, i) => {
      row.forEach((each, j) => {
        if (each === o + 1 && t[i]! > 0 && t[j]! > 0) apart.push(Math.abs(pair.x[i]! / t[i]! - pair.x[j]! / t[j]!));
      });
    });
    return apart.length === 0 ? d : d - (weight * sum(apart)) / apart.length;
  }, dissimilarity(pair));
}

/** Mean proximity of one of u and one of v. */
export function meanProximity(u: readonly number[], v: readonly number[], c: Square): number {
  return dot(u, product(c, v)) / (sum(u) * sum(v));
}

export function spatialProximity(pair: Pair, c: Square): number {
  const t = total(pair);
  const own = sum(pair.x) * meanProximity(pair.x, pair.x, c) + sum(pair.y) * meanProximity(pair.y, pair.y, c);
  return own / (sum(t) * meanProximity(t, t, c));
}

export function absoluteClustering(pair: Pair, c: Square): number {
  const t = total(pair);
  const inhabited = t.map((each) => (each > 0 ? 1 : 0));
  const n = sum(inhabited);
  const X = sum(pair.x);
  const even = (X / n ** 2) * dot(inhabited, product(c, inhabited));
  const own = dot(pair.x, product(c, pair.x)) / X;
  return (own - even) / (dot(pair.x, product(c, t)) / X - even);
}

/** Exposure of `from` to `to` among all: Σ (from / From) Σ c t p / Σ c t. */
export function exposure(from: readonly number[], to: readonly number[], t: readonly number[], c: Square): number {
  const near = product(c, to);
  const everyone = product(c, t);
  return sum(from.map((each, i) => (each > 0 ? (each / sum(from)) * (near[i]! / everyone[i]!) : 0)));
}

/** OasisR multiplies by people of area i where those of area j are meant, so that rows of the kernel do not sum to 1. */
export function exposureOfOasisR(
  from: readonly number[],
  to: readonly number[],
  t: readonly number[],
  c: Square,
): number {
  const everyone = product(c, t);
  return sum(
    from.map((each, i) => {
      if (t[i] === 0) return 0;
      const around = sum(c[i]!.map((cell, j) => (t[j]! > 0 ? (cell * t[i]! * to[j]!) / t[j]! : 0)));
      return ((each / sum(from)) * around) / everyone[i]!;
    }),
  );
}

/** Centralisation over runs of equal distance: shares of x and of what it is compared with (people, or ground). */
export function centralization(x: readonly number[], other: readonly number[], distance: readonly number[]): number {
  const places = [...new Set(distance)].sort((a, b) => a - b);
  const share = (values: readonly number[], upTo: number): number =>
    sum(values.filter((_, i) => distance[i]! <= upTo)) / sum(values);
  return sum(
    places.slice(1).map((place, k) => {
      const before = places[k]!;
      return share(x, before) * share(other, place) - share(x, place) * share(other, before);
    }),
  );
}

/** Sizes by people of the smallest (or, from the end, largest) areas that hold so many. */
export function meanSize(pair: Pair, size: readonly number[], people: number, fromLargest: boolean): number {
  const order = size.map((_, i) => i).sort((i, j) => size[i]! - size[j]! || i - j);
  if (fromLargest) order.reverse();
  const t = total(pair);
  let held = 0;
  let weighted = 0;
  for (const i of order) {
    if (held >= people) break;
    held += t[i]!;
    weighted += t[i]! * size[i]!;
  }
  return weighted / held;
}

/**
 * Distortion about each area: areas join by distance, equal ones together and counted with their number; with `asPysal`
 * also those without people, one step each.
 */
export function distortion(counts: Square, distances: Square, asPysal = false): number[] {
  const groups = counts[0]!.map((_, g) => sum(counts.map((row) => row[g]!)));
  const whole = groups.map((each) => each / sum(groups));
  return counts.map((own, i) => {
    if (!asPysal && sum([...own]) === 0) return Number.NaN;
    return sum(
      distances[i]!.map((upTo, k) => {
        if (!asPysal && sum([...counts[k]!]) === 0) return 0;
        const seen = counts.filter((_, j) => distances[i]![j]! <= upTo);
        const shares = groups.map((_, g) => sum(seen.map((row) => row[g]!)));
        if (sum(shares) === 0) return 0;
        const q = shares.map((each) => each / sum(shares));
        return sum(q.map((each, g) => (each === 0 ? 0 : each * Math.log(each / whole[g]!))));
      }),
    );
  });
}

/**
 * pysal's "proximity": distances over the sums of their rows, which are laid along the columns, and 1 − e^−d: it grows with
 * distance. On the diagonal stands 1 − e^−√(0.6 a), a in the unit of the map.
 */
export function proximityOfPysal(distances: Square, areaM2: readonly number[]): Square {
  const sums = distances.map((row) => sum([...row]));
  return distances.map((row, i) =>
    row.map((d, j) => 1 - Math.exp(i === j ? -Math.sqrt(0.6 * areaM2[i]!) : -d / sums[j]!)),
  );
}

/** pysal's distance-decay exposure: its proximities, and the sum of each row laid along the columns. */
export function exposureOfPysal(pair: Pair, to: readonly number[], c: Square): number {
  const t = total(pair);
  const sums = c.map((row) => dot(row, t));
  return sum(
    pair.x.map((each, i) => {
      const around = sum(c[i]!.map((cell, j) => (t[j]! > 0 ? ((cell * t[j]!) / sums[j]!) * (to[j]! / t[j]!) : 0)));
      return (each / sum(pair.x)) * around;
    }),
  );
}

/** pysal's relative clustering: its proximities, and the people of area j squared where those of i and j are multiplied. */
export function relativeClusteringOfPysal({ x, y }: Pair, c: Square): number {
  const squared = (v: readonly number[]): number => {
    const near = product(
      c,
      v.map((each) => each * each),
    );
    return sum(near) / sum(v) ** 2;
  };
  return squared(x) / squared(y) - 1;
}

/** pysal's absolute clustering, which counts areas without people among the n. */
export function clusteringOfPysal(pair: Pair, c: Square): number {
  const t = total(pair);
  const X = sum(pair.x);
  const even = (X / t.length ** 2) * sum(c.map((row) => sum([...row])));
  return (dot(pair.x, product(c, pair.x)) / X - even) / (dot(pair.x, product(c, t)) / X - even);
}
