import type { DisplacementOptions, DisplacementStates } from "../../src/moves/displacement-states.ts";
import type { HomePlaces, Presence } from "../../src/types.ts";

/** What one person is on one day. */
export interface PersonDay {
  readonly status: string;
  readonly location: number;
}

/** The status of each person on each day, worked out day by day from sets of sightings: a full matrix of users and days. */
export function slowStatuses(daily: Presence, homes: HomePlaces, options: DisplacementOptions): PersonDay[][] {
  const { eventDay, followDays, minLostDays, maxCarryDays = 0, minAwayDays = 1, minHomeDays = 1 } = options;
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
    // Sightings that tell of the days from the event on, in blocks of those at home and those elsewhere.
    const told = [...seen.keys()].sort((a, b) => a - b).filter((day) => day >= eventDay);
    const before = Math.max(...[...seen.keys()].filter((day) => day < eventDay));
    if (told[0] !== eventDay && seen.has(before) && eventDay - before <= maxCarryDays) told.unshift(before);
    const blocks: { from: number; isAway: boolean; sightings: number }[] = [];
    for (const day of told) {
      const isAway = seen.get(day) !== home;
      if (blocks.at(-1)?.isAway === isAway) blocks.at(-1)!.sightings++;
      else blocks.push({ from: day, isAway, sightings: 1 });
    }
    const moves = blocks.filter(({ isAway, sightings }) => sightings >= (isAway ? minAwayDays : minHomeDays));
    return Array.from({ length: followDays + 1 }, (_, d) => {
      const day = eventDay + d;
      if (isLostOn(day)) return { status: "lost", location: -1 };
      const location = placeOn(day);
      if (location < 0) return { status: "unseen", location };
      if (home < 0) return { status: "appeared", location };
      const done = moves.filter(({ from }) => from <= day);
      if (done.at(-1)?.isAway === true) {
        const away = told.filter((other) => other <= day && seen.get(other) !== home);
        return { status: "displaced", location: seen.get(away.at(-1)!)! };
      }
      return { status: done.some(({ isAway }) => isAway) ? "returned" : "at home", location: home };
    });
  });
}

/** The spells of one person from the status of each day, and where the person was seen on it (−1 nowhere). */
export function slowSpells(
  statuses: readonly PersonDay[],
  seen: readonly number[],
  home: number,
  eventDay: number,
): Record<string, number>[] {
  const spells: Record<string, number>[] = [];
  for (let d = 0; d < statuses.length; d++) {
    if (statuses[d]!.status !== "displaced") continue;
    const rest = statuses.slice(d);
    const back = rest.findIndex(({ status }) => status === "returned");
    const own = back < 0 ? rest : rest.slice(0, back);
    const last = own.findLastIndex(({ status }) => status === "displaced");
    const away = own.flatMap(({ status }, k) => (status === "displaced" && seen[d + k]! >= 0 ? [seen[d + k]!] : []));
    const elsewhere = away.filter((l) => l !== home);
    const places = [...new Set(own.flatMap(({ location }) => (location >= 0 ? [location] : [])))].sort((a, b) => a - b);
    const daysAt = (l: number): number => elsewhere.filter((other) => other === l).length;
    const most = Math.max(...places.map(daysAt));
    let earliest = d;
    while (earliest > 0 && statuses[earliest - 1]!.status === "unseen") earliest--;
    spells.push({
      origin: home,
      destination: places.find((l) => daysAt(l) === most)!,
      firstDestination: rest[0]!.location,
      earliestFirstDay: eventDay + earliest,
      firstDay: eventDay + d,
      lastDay: eventDay + d + last,
      days: back < 0 ? last : back,
      earliestDays: back < 0 ? last : last + 1,
      returned: back < 0 ? 0 : 1,
      lost: own.some(({ status }) => status === "lost") ? 1 : 0,
      seenDays: elsewhere.length,
      destinationDays: most,
      visitDays: away.length - elsewhere.length,
    });
    d += own.length;
  }
  return spells;
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
