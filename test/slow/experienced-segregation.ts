import type { Clock, Traces } from "../../src/types.ts";

/** Exposure of each user to each group: compares every hour and place of a user with every hour and place of every other. */
export function slowExposure(
  traces: Traces,
  clock: Clock,
  sameHour: (day: number, hour: number) => number,
  groupOf: ArrayLike<number>,
  groups: number,
): number[][] {
  const spent = traces.users.map((_, u) => {
    const slots = new Set<string>();
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      const time = traces.columns.time[i]!;
      slots.add([clock.dayOf(time), clock.hourOf(time), traces.columns.location[i]].join(" "));
    }
    return [...slots].map((slot) => {
      const [day, hour, place] = slot.split(" ").map(Number) as [number, number, number];
      return `${sameHour(day, hour)} ${place}`;
    });
  });
  return spent.map((own, u) => {
    const met = new Array<number>(groups).fill(0);
    let shared = 0;
    for (const cell of own) {
      const here = new Array<number>(groups).fill(0);
      spent.forEach((theirs, v) => {
        if (v !== u) here[groupOf[v]!]! += theirs.filter((other) => other === cell).length;
      });
      const all = here.reduce((a, b) => a + b);
      if (all === 0) continue;
      shared++;
      here.forEach((n, k) => {
        met[k]! += n / all;
      });
    }
    return met.map((sum) => sum / shared);
  });
}
