import type { DisplacementOptions, DisplacementStates } from "../../src/moves/displacement-states.ts";
import type { HomePlaces, Presence } from "../../src/types.ts";

/** What one person is on one day. */
export interface PersonDay {
  readonly status: string;
  readonly location: number;
}

/** The status of each person on each day, worked out day by day from sets of sightings: a full matrix of users and days. */
export function slowStatuses(daily: Presence, homes: HomePlaces, options: DisplacementOptions): PersonDay[][] {
  const { eventDay, followDays, minLostDays, maxCarryDays = 0 } = options;
  const end = eventDay + followDays;
  return daily.users.map((_, u) => {
    const home = homes.columns.location[u]!;
    const seen = new Map<number, number>();
    for (let i = daily.offsets[u]!; i < daily.offsets[u + 1]!; i++) {
      seen.set(daily.columns.day[i]!, daily.columns.location[i]!);
    }
    const isSeenOn = (from: number): boolean => [...seen.keys()].some((day) => day >= from);
    const isLostOn = (day: number): boolean => home >= 0 && !isSeenOn(day) && !isSeenOn(end - minLostDays + 1);
    const placeOn = (day: number): number => {
      const known = [...seen.keys()].filter((other) => other <= day && day - other <= maxCarryDays);
      return known.length === 0 ? -1 : seen.get(Math.max(...known))!;
    };
    let wasDisplaced = false;
    return Array.from({ length: followDays + 1 }, (__, d) => {
      const day = eventDay + d;
      if (isLostOn(day)) return { status: "lost", location: -1 };
      const location = placeOn(day);
      if (location < 0) return { status: "unseen", location };
      if (home < 0) return { status: "appeared", location };
      if (location !== home) wasDisplaced = true;
      const there = wasDisplaced ? "returned" : "at home";
      return { status: location === home ? there : "displaced", location };
    });
  });
}

/** The runs of a table of states written out day by day. */
export function daysOfStates(states: DisplacementStates, names: readonly string[]): PersonDay[][] {
  return states.users.map((_, u) => {
    const days: PersonDay[] = [];
    for (let r = states.offsets[u]!; r < states.offsets[u + 1]!; r++) {
      const { status, location, days: length } = states.columns;
      for (let d = 0; d < length[r]!; d++) days.push({ status: names[status[r]!]!, location: location[r]! });
    }
    return days;
  });
}

/** How many person-days satisfy a condition. */
export function countDays(
  statuses: readonly (readonly PersonDay[])[],
  condition: (one: PersonDay, user: number, day: number) => boolean,
): number {
  return statuses.reduce((sum, days, u) => sum + days.filter((one, d) => condition(one, u, d)).length, 0);
}

/** Kaplan and Meier's share of those who are back after so many days, as a product over the days. */
export function slowReturn(spells: readonly { days: number; returned: number }[], after: number): number {
  let away = 1;
  for (let k = 1; k <= after; k++) {
    const atRisk = spells.filter((spell) => spell.days >= k).length;
    if (atRisk > 0) away *= 1 - spells.filter((spell) => spell.days === k && spell.returned === 1).length / atRisk;
  }
  return 1 - away;
}
