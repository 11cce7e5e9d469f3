/** Plain forms of the indices of migration, of risk and episodes by month, and of survival: one definition after another. */

/** Σ |x − y| over ordered pairs. */
function differences(values: readonly number[]): number {
  let sum = 0;
  for (const x of values) for (const y of values) sum += Math.abs(x - y);
  return sum;
}

/** The Gini indices of Plane and Mulligan from a full matrix. */
export function giniOf(m: readonly (readonly number[])[]): {
  total: number;
  corrected: number;
  outward: number;
  inward: number;
  exchange: number;
  outField: number[];
  inField: number[];
} {
  const n = m.length;
  const ids = m.map((_, i) => i);
  const rowOf = (o: number): number[] => ids.filter((d) => d !== o).map((d) => m[o]![d]!);
  const columnOf = (d: number): number[] => ids.filter((o) => o !== d).map((o) => m[o]![d]!);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const all = ids.flatMap(rowOf);
  const scale = 2 * n * (n - 1) * sum(all);
  return {
    total: differences(all) / scale,
    corrected: differences(all) / (2 * (n * (n - 1) - 1) * sum(all)),
    outward: sum(ids.map((o) => differences(rowOf(o)))) / scale,
    inward: sum(ids.map((d) => differences(columnOf(d)))) / scale,
    exchange: sum(ids.flatMap((o) => ids.map((d) => Math.abs(m[o]![d]! - m[d]![o]!)))) / scale,
    outField: ids.map((o) => differences(rowOf(o)) / (2 * (n - 2) * sum(rowOf(o)))),
    inField: ids.map((d) => differences(columnOf(d)) / (2 * (n - 2) * sum(columnOf(d)))),
  };
}

/** Variation of the flows from each location to the others, population form. */
export function variationsOf(m: readonly (readonly number[])[]): number[] {
  return m.map((row, o) => {
    const values = row.filter((_, d) => d !== o);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(values.reduce((a, b) => a + (b - mean) * (b - mean), 0) / values.length) / mean;
  });
}

export interface SlowEpisode {
  readonly left: number;
  readonly origin: number;
  readonly destination: number;
  readonly duration: number;
  readonly observed: number;
  readonly lost: boolean;
}

const isAll = (homes: readonly number[], from: number, to: number, home: number): boolean => {
  for (let p = from; p <= to; p++) if (homes[p] !== home) return false;
  return true;
};

/** Whether the home of period t has been home in the `least` periods up to it. */
function isSettled(homes: readonly number[], t: number, least: number): boolean {
  return t - least + 1 >= 0 && homes[t]! >= 0 && isAll(homes, t - least + 1, t, homes[t]!);
}

/** The episodes of one person's homes by month (−1: none), as one would look for them by hand. */
export function episodesOf(homes: readonly number[], minOrigin: number, minDestination: number): SlowEpisode[] {
  const found: SlowEpisode[] = [];
  const seen = homes.reduce((last, home, p) => (home >= 0 ? p : last), -1);
  for (let t = 0; t + minDestination < homes.length; t++) {
    const [from, to] = [homes[t]!, homes[t + 1]!];
    if (to < 0 || to === from || !isSettled(homes, t, minOrigin)) continue;
    if (!isAll(homes, t + 1, t + minDestination, to)) continue;
    const back = homes.findIndex((home, p) => p > t + 1 && home === from);
    const lost = back < 0 && seen < homes.length - 1;
    const duration = (back < 0 ? seen : back) - t - 1;
    found.push({ left: t, origin: from, destination: to, duration, observed: back < 0 ? 0 : 1, lost });
  }
  return found;
}

/** Present, at risk and moving from a location after period t, over all people. */
export function riskOf(
  people: readonly (readonly number[])[],
  t: number,
  location: number,
  minOrigin: number,
  minDestination: number,
): [present: number, atRisk: number, movers: number] {
  const present = people.filter((homes) => homes[t] === location && isSettled(homes, t, minOrigin));
  const atRisk = present.filter((homes) => {
    const after = homes.slice(t + 1, t + 1 + minDestination);
    return after.length === minDestination && after.every((home) => home >= 0);
  });
  const movers = atRisk.filter((homes) => episodesOf(homes, minOrigin, minDestination).some(({ left }) => left === t));
  return [present.length, atRisk.length, movers.length];
}

export interface SlowSpell {
  readonly duration: number;
  readonly observed: number;
  readonly entry: number;
  readonly group: number;
}

const isAtRisk = (spell: SlowSpell, time: number): boolean =>
  (spell.entry < time || spell.entry === 0) && spell.duration >= time;

/** Survival beyond a time and Greenwood's sum, from the definition. */
export function survivalAt(spells: readonly SlowSpell[], time: number): { survival: number; sum: number } {
  let survival = 1;
  let sum = 0;
  for (const t of [...new Set(spells.map(({ duration }) => duration))].sort((a, b) => a - b)) {
    if (t > time) break;
    const n = spells.filter((spell) => isAtRisk(spell, t)).length;
    const d = spells.filter((spell) => spell.duration === t && spell.observed === 1).length;
    if (d === 0) continue;
    survival *= 1 - d / n;
    sum += d / (n * (n - d));
  }
  return { survival, sum };
}

/** Expected events of each group and the variance of the first group's. */
export function logRankOf(spells: readonly SlowSpell[], groups: number): { expected: number[]; variance: number } {
  const expected = Array.from({ length: groups }, () => 0);
  let variance = 0;
  for (const t of new Set(spells.map(({ duration }) => duration))) {
    const risk = spells.filter((spell) => isAtRisk(spell, t));
    const d = spells.filter((spell) => spell.duration === t && spell.observed === 1).length;
    const n = risk.length;
    if (d === 0) continue;
    for (let g = 0; g < groups; g++) expected[g]! += (d * risk.filter(({ group }) => group === g).length) / n;
    const first = risk.filter(({ group }) => group === 0).length;
    if (n > 1) variance += (d * (first / n) * (1 - first / n) * (n - d)) / (n - 1);
  }
  return { expected, variance };
}
