import type { NamedWindow } from "../../src/core/hours.ts";
import type { Clock, Periods, Traces } from "../../src/types.ts";

/** People of a group at a place in a window of a period: looks at every event of every user. */
export function slowGroupHours(
  traces: Traces,
  clock: Clock,
  window: NamedWindow,
  periods: Periods,
  period: number,
  isOf: (user: number) => boolean,
): { people: number[]; events: number[]; seen: number } {
  const n = traces.locations.length;
  const people = new Array<number>(n).fill(0);
  const events = new Array<number>(n).fill(0);
  let seen = 0;
  traces.users.forEach((_, u) => {
    if (!isOf(u)) return;
    const there = new Set<number>();
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      const time = traces.columns.time[i]!;
      const hour = clock.hourOf(time);
      const wraps = window.fromHour > window.toHour;
      const inside = wraps
        ? hour >= window.fromHour || hour < window.toHour
        : hour >= window.fromHour && hour < window.toHour;
      const day = clock.dayOf(time) - (wraps && hour < window.toHour ? 1 : 0);
      const weekday = (((day + 3) % 7) + 7) % 7;
      if (!inside || (window.weekdays !== undefined && !window.weekdays.includes(weekday))) continue;
      if (day < periods.columns.firstDay[period]! || day > periods.columns.lastDay[period]!) continue;
      there.add(traces.columns.location[i]!);
      events[traces.columns.location[i]!]!++;
    }
    for (const l of there) people[l]!++;
    if (there.size > 0) seen++;
  });
  return { people, events, seen };
}
