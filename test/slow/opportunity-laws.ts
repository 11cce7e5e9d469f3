/** Laws of intervening opportunities pair by pair, with the places between found by walking ring after ring. */

export type Ties = "split" | "inclusive" | "exclusive" | "sequential";

/** A law as it is printed: from the origin's mass, the opportunities between, those of the place, and of all other places. */
export type PrintedLaw = (own: number, between: number, there: number, others: number) => number;

const survivalLaw =
  (survival: (a: number) => number): PrintedLaw =>
  (own, between, there) =>
    (survival(own + between) - survival(own + between + there)) / survival(own);

export const PRINTED = {
  radiation: (m: number, s: number, n: number): number => (m === 0 ? 0 : (m * n) / ((m + s) * (m + s + n))),
  finite: (m: number, s: number, n: number, others: number): number =>
    m === 0 || others === 0 ? 0 : (m * n) / ((m + s) * (m + s + n)) / (1 - m / (m + others)),
  extended: (alpha: number): PrintedLaw => survivalLaw((a) => 1 / (1 + a ** alpha)),
  selective: (lambda: number): PrintedLaw => survivalLaw((a) => (1 - lambda ** (a + 1)) / (a + 1)),
  schneider:
    (acceptance: number): PrintedLaw =>
    (_m, s, n) =>
      Math.exp(-acceptance * s) - Math.exp(-acceptance * (s + n)),
  stouffer: (_m: number, s: number, n: number): number => n / (s + n),
  priority: (m: number, s: number, n: number): number => n / (m + s + n),
  universal:
    (alpha: number, beta: number): PrintedLaw =>
    (m, s, n) => {
      // An origin without mass: (alpha s) n / ((alpha + beta) s ((alpha + beta) s + n)) with s taken out.
      if (m === 0) return ((alpha / (alpha + beta)) * n) / ((alpha + beta) * s + n);
      const near = m + (alpha + beta) * s;
      return ((m + alpha * s) * n) / (near * (near + n));
    },
} as const;

/** Weights of all pairs by a printed law. Places in one ring share what falls to the ring under split ties. */
export function slowWeights(
  mass: readonly number[],
  offered: readonly number[],
  distance: (i: number, j: number) => number,
  ties: Ties,
  law: PrintedLaw,
): number[][] {
  return mass.map((own, i) => {
    const row = mass.map(() => 0);
    const others = mass.map((_, j) => j).filter((j) => j !== i);
    const all = others.reduce((sum, j) => sum + offered[j]!, 0);
    let passed = 0;
    for (let left = others; left.length > 0; ) {
      const nearest = Math.min(...left.map((j) => distance(i, j)));
      const ring = left.filter((j) => distance(i, j) === nearest);
      const together = ring.reduce((sum, j) => sum + offered[j]!, 0);
      let before = 0;
      for (const j of ring) {
        const n = offered[j]!;
        const extra = { split: 0, inclusive: together - n, exclusive: 0, sequential: before }[ties];
        before += n;
        if (n === 0) continue;
        const place = ties === "split" ? together : n;
        row[j] = (law(own, passed + extra, place, all) * n) / place;
      }
      passed += together;
      left = left.filter((j) => !ring.includes(j));
    }
    return row;
  });
}

/** Population-weighted opportunities pair by pair: the people around the destination, up to the ring of the origin. */
export function slowPopulationWeighted(
  mass: readonly number[],
  offered: readonly number[],
  distance: (i: number, j: number) => number,
  ties: Ties,
): number[][] {
  const total = mass.reduce((sum, m) => sum + m, 0);
  return mass.map((own, i) =>
    mass.map((there, j) => {
      if (i === j) return 0;
      const sumOver = (chosen: (l: number) => boolean): number =>
        mass.reduce((sum, m, l) => (l !== i && l !== j && chosen(l) ? sum + m : sum), 0);
      const nearer = sumOver((l) => distance(j, l) < distance(j, i));
      const asFar = sumOver((l) => distance(j, l) === distance(j, i));
      const before = sumOver((l) => distance(j, l) === distance(j, i) && l < i);
      const ring = { split: asFar, inclusive: asFar, exclusive: 0, sequential: before }[ties];
      const circle = there + nearer + ring + own;
      return circle === 0 ? 0 : offered[j]! * (1 / circle - 1 / total);
    }),
  );
}
