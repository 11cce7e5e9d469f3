import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Clock, Traces } from "../../src/types.ts";

/** `detectSimPairs` written plainly: every pair of users is looked at, every distance measured, every share counted anew. */

interface SlowWindow {
  readonly fromHour: number;
  readonly toHour: number;
  readonly weekdays?: readonly number[];
}

export interface SlowSimPairsOptions {
  readonly clock: Clock;
  readonly topLocations: number;
  readonly windows: readonly SlowWindow[];
  readonly maxSeconds: number;
  readonly maxMeters: number;
  readonly maxSpeedKmh: number;
  readonly secondSimShare: number;
  readonly occasionSeconds: number;
  readonly togetherShare: number;
  readonly conflictShare: number;
  readonly minChance: number;
}

export interface SlowSimPair {
  readonly user: number;
  readonly other: number;
  readonly encounters: number;
  readonly together: number;
  readonly conflicts: number;
  readonly occasions: number;
  readonly commonDays: number;
  readonly logRatio: number;
  readonly probability: number;
}

interface Event {
  readonly time: number;
  readonly location: number;
  readonly part: number;
  readonly day: number;
  readonly side: number;
}

export function slowSimPairs(traces: Traces, options: SlowSimPairsOptions): SlowSimPair[] {
  const { clock, windows, maxSeconds, maxMeters, maxSpeedKmh, minChance } = options;
  const { lon, lat } = traces.locations.columns;
  const meters = (x: number, y: number): number => greatCircleMeters(lon[x]!, lat[x]!, lon[y]!, lat[y]!);
  const partOf = (time: number): number => {
    const hour = clock.hourOf(time);
    const weekday = clock.weekdayOf(time);
    const found = windows.findIndex(({ fromHour, toHour, weekdays }) => {
      const morning = fromHour > toHour && hour < toHour;
      const inside = fromHour > toHour ? morning || hour >= fromHour : hour >= fromHour && hour < toHour;
      return inside && (weekdays === undefined || weekdays.includes(morning ? (weekday + 6) % 7 : weekday));
    });
    return found < 0 ? windows.length : found;
  };
  const eventsOf = traces.users.map((_, u) => {
    const list: Event[] = [];
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      const time = traces.columns.time[i]!;
      list.push({ time, location: traces.columns.location[i]!, part: partOf(time), day: clock.dayOf(time), side: u });
    }
    return list;
  });
  const all = eventsOf.flat();
  const seen = eventsOf.filter((events) => events.length > 0).length;
  const own = eventsOf.map((events) => {
    const places = [...new Set(events.map((event) => event.location))];
    const support = (l: number): number => events.filter((event) => event.location === l).length;
    return places.sort((a, b) => support(b) - support(a) || a - b).slice(0, options.topLocations);
  });

  const pairs: SlowSimPair[] = [];
  for (let u = 0; u < traces.users.length; u++) {
    for (let v = u + 1; v < traces.users.length; v++) {
      const shared = own[u]!.filter((l) => own[v]!.includes(l));
      if (shared.length < 2) continue;
      const events = [...eventsOf[u]!, ...eventsOf[v]!].sort((a, b) => a.time - b.time || a.side - b.side);
      const chance = (x: number, p: number, habits: readonly Event[]): number => {
        const inPart = habits.filter((event) => event.part === p);
        const near = inPart.filter((event) => meters(event.location, x) <= maxMeters).length;
        const places = new Set(inPart.map((event) => event.location)).size;
        const everybody = all.filter((event) => event.part === p);
        const popularity =
          everybody.filter((event) => meters(event.location, x) <= maxMeters).length / everybody.length;
        const smoothed = inPart.length === 0 ? popularity : (near + places * popularity) / (inPart.length + places);
        return Math.min(1, Math.max(minChance, smoothed));
      };
      const outcomes: { readonly at: number; readonly kind: "together" | "apart" | "conflict" }[] = [];
      let encounters = 0;
      for (let i = 1; i < events.length; i++) {
        const [before, after] = [events[i - 1]!, events[i]!];
        if (before.side === after.side) continue;
        const gap = after.time - before.time;
        const apart = meters(before.location, after.location);
        if (gap <= maxSeconds) encounters++;
        if (apart > maxMeters + (gap * maxSpeedKmh) / 3.6) outcomes.push({ at: i, kind: "conflict" });
        else if (gap <= maxSeconds) outcomes.push({ at: i, kind: apart <= maxMeters ? "together" : "apart" });
      }
      const occasions: (typeof outcomes)[] = [];
      for (const outcome of outcomes) {
        const current = occasions.at(-1);
        const opened = current === undefined ? 0 : events[current[0]!.at - 1]!.time;
        if (current === undefined || events[outcome.at - 1]!.time - opened >= options.occasionSeconds)
          occasions.push([outcome]);
        else current.push(outcome);
      }
      let logRatio = Math.log(seen / Math.min(...shared.map((l) => own.filter((places) => places.includes(l)).length)));
      for (const occasion of occasions) {
        const first = occasion[0]!.at - 1;
        const last = occasion.at(-1)!.at;
        const habits = events.filter((_, i) => i < first || i > last);
        let sum = 0;
        for (const { at, kind } of occasion) {
          const { location: x, part: p } = events[at - 1]!;
          const y = events[at]!.location;
          const inPart = events.filter((event) => event.part === p);
          const mean = inPart.reduce((total, event) => total + chance(event.location, p, events), 0) / inPart.length;
          const meeting = Math.min(mean, 1 - minChance);
          const s = Math.max(options.togetherShare, meeting);
          if (kind === "together") sum += Math.log(s / Math.max(chance(x, p, habits), chance(y, p, habits)));
          if (kind === "apart") sum += Math.log((1 - s) / (1 - meeting));
          if (kind === "conflict") sum += Math.log(Math.min(options.conflictShare, 1 - s) / (1 - meeting));
        }
        logRatio += sum / occasion.length;
      }
      const share = options.secondSimShare;
      const prior = (2 * share) / ((1 + share) * (seen - 1));
      const daysOf = (side: number): Set<number> => new Set(eventsOf[side]!.map((event) => event.day));
      const daysOfOther = daysOf(v);
      pairs.push({
        user: u,
        other: v,
        encounters,
        together: outcomes.filter(({ kind }) => kind === "together").length,
        conflicts: outcomes.filter(({ kind }) => kind === "conflict").length,
        occasions: occasions.length,
        commonDays: [...daysOf(u)].filter((day) => daysOfOther.has(day)).length,
        logRatio,
        probability: 1 / (1 + ((1 - prior) / prior) * Math.exp(-logRatio)),
      });
    }
  }
  return pairs;
}
