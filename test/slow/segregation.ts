/**
 * Segregation indices as their definitions read, pair by pair and with everything in lists of lists: slow, and with nothing in
 * common with the fast ones.
 */

export type Rows = readonly (readonly number[])[];

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const columnSum = (rows: Rows, k: number): number => sum(rows.map((row) => row[k]!));
const settled = (rows: Rows): Rows => rows.filter((row) => sum(row) > 0);

/** The rows of group k and of all others. */
export function againstOthers(rows: Rows, k: number): Rows {
  return rows.map((row) => [row[k]!, sum(row) - row[k]!]);
}

/** ½ Σ |x / X − y / Y|. */
export function slowDissimilarity(rows: Rows): number {
  const [x, y] = [columnSum(rows, 0), columnSum(rows, 1)];
  return sum(rows.map((row) => Math.abs(row[0]! / x - row[1]! / y))) / 2;
}

/** The mean absolute difference of the shares of pairs of people's areas. */
export function slowGini(rows: Rows): number {
  const areas = settled(rows).map((row) => ({ all: sum(row), share: row[0]! / sum(row) }));
  const total = sum(areas.map(({ all }) => all));
  const share = columnSum(rows, 0) / total;
  let pairs = 0;
  for (const a of areas) for (const b of areas) pairs += a.all * b.all * Math.abs(a.share - b.share);
  return pairs / (2 * total * total * share * (1 - share));
}

/** The same of several groups, all pairs of areas for each. */
export function slowMultigroupGini(rows: Rows): number {
  const areas = settled(rows);
  const total = sum(areas.map(sum));
  let pairs = 0;
  let interaction = 0;
  for (let k = 0; k < areas[0]!.length; k++) {
    const share = columnSum(areas, k) / total;
    interaction += share * (1 - share);
    for (const a of areas) for (const b of areas) pairs += sum(a) * sum(b) * Math.abs(a[k]! / sum(a) - b[k]! / sum(b));
  }
  return pairs / (2 * total * total * interaction);
}

export function slowEntropy(row: readonly number[]): number {
  const all = sum(row);
  return -sum(row.map((people) => (people === 0 ? 0 : (people / all) * Math.log(people / all))));
}

/** Σ t (E − Eᵢ) / (E T). */
export function slowEntropyIndex(rows: Rows): number {
  const areas = settled(rows);
  const whole = areas[0]!.map((_, k) => columnSum(areas, k));
  const entropy = slowEntropy(whole);
  return sum(areas.map((row) => sum(row) * (entropy - slowEntropy(row)))) / (entropy * sum(whole));
}

/** 1 − P / (1 − P) · |Σ (1 − p)^(1 − b) p^b t / (P T)|^(1 / (1 − b)). */
export function slowAtkinson(rows: Rows, shape: number): number {
  const areas = settled(rows);
  const total = sum(areas.map(sum));
  const share = columnSum(areas, 0) / total;
  const parts = areas.map((row) => {
    const p = row[0]! / sum(row);
    return ((1 - p) ** (1 - shape) * p ** shape * sum(row)) / (share * total);
  });
  return 1 - (share / (1 - share)) * sum(parts) ** (1 / (1 - shape));
}

/** (xPx − P) / (1 − P). */
export function slowCorrelationRatio(rows: Rows): number {
  const share = columnSum(rows, 0) / sum(rows.map(sum));
  return (slowExposure(rows, 0, 0) - share) / (1 - share);
}

/** Σ (c_k / C_k)(c_l / t). */
export function slowExposure(rows: Rows, k: number, l: number): number {
  return sum(settled(rows).map((row) => ((row[k]! / columnSum(rows, k)) * row[l]!) / sum(row)));
}

/** The chance that the person drawn beside a member of group k is of group l, each person of each area written out. */
export function slowExactExposure(rows: Rows, k: number, l: number): number {
  let met = 0;
  for (const row of rows) {
    const people = row.flatMap((count, group) => Array.from({ length: count }, () => group));
    people.forEach((group, a) => {
      if (group !== k || people.length < 2) return;
      const others = people.filter((_, b) => b !== a);
      met += others.filter((other) => other === l).length / others.length;
    });
  }
  return met / columnSum(rows, k);
}

/** 1 − Σ min / Σ max. */
export function slowMinMax(rows: Rows): number {
  const [x, y] = [columnSum(rows, 0), columnSum(rows, 1)];
  const shares = rows.map((row) => [row[0]! / x, row[1]! / y] as const);
  return 1 - sum(shares.map((pair) => Math.min(...pair))) / sum(shares.map((pair) => Math.max(...pair)));
}

/** ½ Σ |x / X − t / T|. */
export function slowGorard(rows: Rows): number {
  const total = sum(rows.map(sum));
  return sum(rows.map((row) => Math.abs(row[0]! / columnSum(rows, 0) - sum(row) / total))) / 2;
}

/** (P − ∫₀ᴾ v + ∫ᴾ¹ v) / (1 − P) with the steps of v added up one after the other. */
export function slowProfile(rows: Rows): number {
  const areas = settled(rows);
  const own = columnSum(areas, 0);
  const all = own / sum(areas.map(sum));
  const steps = [...new Set([0, all, 1, ...areas.map((row) => row[0]! / sum(row))])].sort((a, b) => a - b);
  let integral = 0;
  for (let s = 1; s < steps.length; s++) {
    const above = sum(areas.map((row) => (row[0]! / sum(row) >= steps[s]! ? row[0]! / own : 0)));
    integral += (steps[s]! <= all ? -above : above) * (steps[s]! - steps[s - 1]!);
  }
  return (all + integral) / (1 - all);
}

/** Σ t |p − P| / (2 T I). */
export function slowMultigroupDissimilarity(rows: Rows): number {
  const { areas, total, shares } = sharesOf(rows);
  const moved = sum(areas.map((row) => sum(shares.map((p, k) => sum(row) * Math.abs(row[k]! / sum(row) - p)))));
  return moved / (2 * total * sum(shares.map((p) => p * (1 - p))));
}

/** 1 − the mean of Simpson's interaction in the areas over that of the whole. */
export function slowRelativeDiversity(rows: Rows): number {
  const { areas, total, shares } = sharesOf(rows);
  const inside = sum(areas.map((row) => sum(row) * (1 - sum(row.map((people) => (people / sum(row)) ** 2)))));
  return 1 - inside / (total * (1 - sum(shares.map((p) => p * p))));
}

function sharesOf(rows: Rows): { areas: Rows; total: number; shares: number[] } {
  const areas = settled(rows);
  const total = sum(areas.map(sum));
  return { areas, total, shares: areas[0]!.map((_, k) => columnSum(areas, k) / total) };
}

/** Σ t (v − vᵢ) / (T v) with v the mean of f over the thresholds. */
export function slowOrdinal(rows: Rows, f: (share: number) => number): number {
  const areas = settled(rows);
  const whole = areas[0]!.map((_, k) => columnSum(areas, k));
  const v = (row: readonly number[]): number =>
    sum(row.slice(0, -1).map((_, k) => f(sum(row.slice(0, k + 1)) / sum(row)))) / (row.length - 1);
  return sum(areas.map((row) => sum(row) * (v(whole) - v(row)))) / (sum(whole) * v(whole));
}
