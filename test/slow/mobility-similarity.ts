import type { NamedWindow } from "../../src/core/hours.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Clock, Locations, Traces } from "../../src/types.ts";

/** Similarities of matrices and of lives in the plainest form: full tables, every pair of events, every cell of every step. */

/** Σ over the cells of shares; the third cosine, the fourth the Jensen–Shannon divergence in bits. */
export function slowSimilarities(a: readonly number[], b: readonly number[]): Record<string, number> {
  const total = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);
  const p = a.map((x) => x / total(a));
  const q = b.map((x) => x / total(b));
  const cosine = total(a.map((x, k) => x * b[k]!)) / Math.sqrt(total(a.map((x) => x * x)) * total(b.map((x) => x * x)));
  const commonPart = total(p.map((x, k) => Math.min(x, q[k]!)));
  const ruzicka = commonPart / total(p.map((x, k) => Math.max(x, q[k]!)));
  const term = (x: number, m: number): number => (x === 0 ? 0 : x * Math.log2(x / m));
  const divergence = total(p.map((x, k) => (term(x, (x + q[k]!) / 2) + term(q[k]!, (x + q[k]!) / 2)) / 2));
  return { cosine, commonPart, ruzicka, divergence };
}

/** SSIM of the windows, each told by its cells, from the definition: deviations from the mean. */
export function slowStructure(
  a: readonly number[],
  b: readonly number[],
  windows: readonly (readonly number[])[],
  sample: boolean,
): number {
  const range = Math.max(...a, ...b);
  const c1 = (0.01 * range) ** 2;
  const c2 = (0.03 * range) ** 2;
  const values = windows.map((cells) => {
    const mean = (of: readonly number[]): number => cells.reduce((sum, k) => sum + of[k]!, 0) / cells.length;
    const [x, y] = [mean(a), mean(b)];
    const over = sample ? cells.length - 1 : cells.length;
    const moment = (u: readonly number[], v: readonly number[], m: number, n: number): number =>
      cells.reduce((sum, k) => sum + (u[k]! - m) * (v[k]! - n), 0) / over;
    return (
      ((2 * x * y + c1) * (2 * moment(a, b, x, y) + c2)) /
      ((x * x + y * y + c1) * (moment(a, a, x, x) + moment(b, b, y, y) + c2))
    );
  });
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

const inWindow = (clock: Clock, { fromHour, toHour, weekdays }: NamedWindow, time: number): boolean => {
  const hour = clock.hourOf(time);
  const wraps = fromHour > toHour;
  const inside = wraps ? hour >= fromHour || hour < toHour : hour >= fromHour && hour < toHour;
  const day = clock.dayOf(time) - (wraps && hour < toHour ? 1 : 0);
  return inside && (weekdays === undefined || weekdays.includes((((day + 3) % 7) + 7) % 7));
};

interface FlowRules {
  readonly clock: Clock;
  readonly windows: readonly NamedWindow[];
  readonly maxGapSeconds: number;
  readonly withinDay: boolean;
  readonly diagonal: boolean;
}

/** "window|group|origin|destination": moves and distinct people. */
export function slowGroupFlows(
  traces: Traces,
  { clock, windows, maxGapSeconds, withinDay, diagonal }: FlowRules,
  groupOf: ArrayLike<number>,
): Map<string, { moves: number; people: Set<number> }> {
  const found = new Map<string, { moves: number; people: Set<number> }>();
  const { time, location } = traces.columns;
  traces.users.forEach((_, u) => {
    for (let i = traces.offsets[u]! + 1; i < traces.offsets[u + 1]!; i++) {
      if (time[i]! - time[i - 1]! > maxGapSeconds) continue;
      if (withinDay && clock.dayOf(time[i]!) !== clock.dayOf(time[i - 1]!)) continue;
      if (!diagonal && location[i] === location[i - 1]) continue;
      windows.forEach((window, w) => {
        if (!inWindow(clock, window, time[i]!)) return;
        const key = [w, groupOf[u], location[i - 1], location[i]].join("|");
        const cell = found.get(key) ?? { moves: 0, people: new Set() };
        cell.moves++;
        cell.people.add(u);
        found.set(key, cell);
      });
    }
  });
  return found;
}

/** "window|group|location|hour": events and distinct people. */
export function slowPlaceHours(
  traces: Traces,
  clock: Clock,
  windows: readonly NamedWindow[],
  groupOf: ArrayLike<number>,
): Map<string, { events: number; people: Set<number> }> {
  const found = new Map<string, { events: number; people: Set<number> }>();
  const { time, location } = traces.columns;
  traces.users.forEach((_, u) => {
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      windows.forEach((window, w) => {
        if (!inWindow(clock, window, time[i]!)) return;
        const key = [w, groupOf[u], location[i], clock.hourOf(time[i]!)].join("|");
        const cell = found.get(key) ?? { events: 0, people: new Set() };
        cell.events++;
        cell.people.add(u);
        found.set(key, cell);
      });
    }
  });
  return found;
}

/** The cosines between windows of one user, a full table; null where a window has too few events. */
export function slowWindowSimilarity(
  traces: Traces,
  user: number,
  clock: Clock,
  windows: readonly NamedWindow[],
  minEvents: number,
): number[][] | null {
  const vectors = windows.map((window) => {
    const vector = Array.from({ length: traces.locations.length }, () => 0);
    for (let i = traces.offsets[user]!; i < traces.offsets[user + 1]!; i++) {
      if (inWindow(clock, window, traces.columns.time[i]!)) vector[traces.columns.location[i]!]!++;
    }
    return vector;
  });
  if (vectors.some((vector) => vector.reduce((sum, x) => sum + x, 0) < minEvents)) return null;
  return vectors.map((v) => vectors.map((w) => slowSimilarities(v, w)["cosine"]!));
}

/** The trail of some users per head: a full table of locations after each step. */
export function slowTrails(
  traces: Traces,
  users: readonly number[],
  rules: {
    readonly clock: Clock;
    readonly weightAt: (meters: number) => number;
    readonly keptShare: number;
    readonly stepHours: number;
    readonly firstDay: number;
    readonly lastDay: number;
  },
): number[][] {
  const { clock, weightAt, keptShare, stepHours, firstDay, lastDay } = rules;
  const places: Locations = traces.locations;
  const { lon, lat } = places.columns;
  const steps = Math.ceil(((lastDay - firstDay + 1) * 24) / stepHours);
  const stepOf = (time: number): number =>
    Math.floor(((clock.dayOf(time) - firstDay) * 24 + clock.hourOf(time)) / stepHours);
  const rowsOf = (u: number): number[] =>
    Array.from({ length: traces.offsets[u + 1]! - traces.offsets[u]! }, (_, k) => traces.offsets[u]! + k);
  const isMeant = (i: number): boolean => {
    const step = stepOf(traces.columns.time[i]!);
    return step >= 0 && step < steps;
  };
  const people = users.filter((u) => rowsOf(u).some(isMeant)).length;
  const trails: number[][] = [];
  for (let s = 0; s < steps; s++) {
    trails.push(
      places.columns.id.map((_, c) => {
        let deposit = 0;
        for (const u of users) {
          for (const i of rowsOf(u)) {
            if (stepOf(traces.columns.time[i]!) !== s) continue;
            const l = traces.columns.location[i]!;
            deposit += weightAt(greatCircleMeters(lon[c]!, lat[c]!, lon[l]!, lat[l]!)) / people;
          }
        }
        return keptShare * (trails[s - 1]?.[c] ?? 0) + deposit;
      }),
    );
  }
  return trails;
}

/** Σ min / Σ max of two trails after each step. */
export function slowOverlap(a: readonly number[][], b: readonly number[][]): number[] {
  const sum = (values: number[]): number => values.reduce((total, x) => total + x, 0);
  return a.map((row, s) => {
    return sum(row.map((x, c) => Math.min(x, b[s]![c]!))) / sum(row.map((x, c) => Math.max(x, b[s]![c]!)));
  });
}

/** All pairs of events at one time, and those of them at one place. */
export function slowMeetings(traces: Traces, user: number, other: number, maxSeconds: number): [number, number] {
  const { time, location } = traces.columns;
  let simultaneous = 0;
  let together = 0;
  for (let i = traces.offsets[user]!; i < traces.offsets[user + 1]!; i++) {
    for (let j = traces.offsets[other]!; j < traces.offsets[other + 1]!; j++) {
      if (Math.abs(time[i]! - time[j]!) > maxSeconds) continue;
      simultaneous++;
      if (location[i] === location[j]) together++;
    }
  }
  return [simultaneous, together];
}

interface Alignment {
  /** The cost of a match of positions i and j, of which there must be at least one; Infinity where there can be none. */
  readonly match: (i: number, j: number) => number;
  readonly skipA: (i: number) => number;
  readonly skipB: (j: number) => number;
}

/** The cheapest way to go through two sequences together, by recursion over all ways. */
export function slowAlignment(n: number, m: number, { match, skipA, skipB }: Alignment): number {
  if (n === 0 && m === 0) return 0;
  const options: number[] = [];
  if (n > 0 && m > 0) options.push(match(n - 1, m - 1) + slowAlignment(n - 1, m - 1, { match, skipA, skipB }));
  if (n > 0) options.push(skipA(n - 1) + slowAlignment(n - 1, m, { match, skipA, skipB }));
  if (m > 0) options.push(skipB(m - 1) + slowAlignment(n, m - 1, { match, skipA, skipB }));
  return Math.min(...options);
}

/** Dynamic time warping by recursion over all ways. */
export function slowWarping(n: number, m: number, cost: (i: number, j: number) => number): number {
  if (n === 0 || m === 0) return Infinity;
  if (n === 1 && m === 1) return cost(0, 0);
  const before = [slowWarping(n - 1, m, cost), slowWarping(n, m - 1, cost), slowWarping(n - 1, m - 1, cost)];
  return cost(n - 1, m - 1) + Math.min(...before);
}
