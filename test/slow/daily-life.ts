import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Clock, Traces } from "../../src/types.ts";
import { eventsOf, type SlowEvent } from "./places.ts";

/** Plain forms of the measures of daily life: one question to the clock per event, maps, lists, graphs as sets of text. */

/** Groups in the order in which their keys first come. */
export function groupsOf<T>(items: readonly T[], keyOf: (item: T) => number): [number, T[]][] {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}

function sortedGroups<T>(items: readonly T[], keyOf: (item: T) => number): [number, T[]][] {
  return groupsOf(items, keyOf).sort((a, b) => a[0] - b[0]);
}

function countsOf(events: readonly SlowEvent[]): Map<number, number> {
  return new Map(groupsOf(events, (event) => event.location).map(([location, own]) => [location, own.length]));
}

/** The seconds between an event and the start of its slot, by local time; slots that a change of clocks cuts are two. */
export function slowSlots(traces: Traces, clock: Clock, slotMinutes: number): Record<string, SlowEvent[]> {
  const seconds = 60 * slotMinutes;
  return Object.fromEntries(
    eventsOf(traces).map(([user, events]) => {
      const slots: SlowEvent[][] = [];
      for (const event of events) {
        const first = slots.at(-1)?.[0];
        const slotOf = (time: number): number => Math.floor((time + clock.offsetOf(time)) / seconds);
        const same =
          first !== undefined &&
          slotOf(first.time) === slotOf(event.time) &&
          clock.offsetOf(first.time) === clock.offsetOf(event.time);
        if (same) slots.at(-1)!.push(event);
        else slots.push([event]);
      }
      const rows = slots.map((slot) => {
        const counts = [...countsOf(slot)];
        const most = Math.max(...counts.map(([, count]) => count));
        return { time: slot[0]!.time, location: counts.find(([, count]) => count === most)![0] };
      });
      return [user, rows];
    }),
  );
}

interface SlowUse {
  rows: number;
  places: number;
  frequentPlaces: number;
  mainShare: number;
}

/** The fewest places by trying how many of the largest are needed; shares are compared as whole numbers of hundredths. */
export function slowAntennaUse(events: readonly SlowEvent[], hundredths: number): SlowUse {
  const counts = [...countsOf(events).values()].sort((a, b) => b - a);
  const held = (k: number): number => counts.slice(0, k).reduce((a, b) => a + b, 0);
  let k = 0;
  while (100 * held(k) < hundredths * events.length) k++;
  return {
    rows: events.length,
    places: counts.length,
    frequentPlaces: k,
    mainShare: events.length === 0 ? Number.NaN : counts[0]! / events.length,
  };
}

/** Churn between the weeks of one user that have events, by shares and not by counts. */
export function slowChurn(
  events: readonly SlowEvent[],
  clock: Clock,
  startsOn: number,
  maxGapWeeks: number,
): { week: number; nextWeek: number; churn: number }[] {
  const firstDay = (event: SlowEvent): number => {
    const day = clock.dayOf(event.time);
    const weekday = (((day + 3) % 7) + 7) % 7;
    return day - ((weekday - startsOn + 7) % 7);
  };
  const weeks = sortedGroups(events, firstDay);
  return weeks.slice(1).flatMap(([nextWeek, later], w) => {
    const [week, before] = weeks[w]!;
    if (nextWeek - week > 7 * maxGapWeeks) return [];
    const share = (rows: readonly SlowEvent[], l: number): number =>
      rows.filter((row) => row.location === l).length / rows.length;
    const places = [...new Set(events.map((event) => event.location))];
    const sum = (of: (l: number) => number): number => places.reduce((total, l) => total + of(l), 0);
    const product = sum((l) => share(before, l) * share(later, l));
    const norms = Math.sqrt(sum((l) => share(before, l) ** 2) * sum((l) => share(later, l) ** 2));
    return [{ week, nextWeek, churn: 1 - product / norms }];
  });
}

/** Metres and legs of each local day of one user. */
export function slowDistances(
  events: readonly SlowEvent[],
  traces: Traces,
  clock: Clock,
  overnight: boolean,
): { day: number; events: number; legs: number; meters: number }[] {
  const { lon, lat } = traces.locations.columns;
  const days = sortedGroups(events, (event) => clock.dayOf(event.time));
  return days.map(([day, own], d) => {
    const last = d === 0 ? undefined : days[d - 1]![1].at(-1);
    const walk = overnight && last !== undefined ? [last, ...own] : own;
    let meters = 0;
    let legs = 0;
    for (let i = 1; i < walk.length; i++) {
      const from = walk[i - 1]!.location;
      const to = walk[i]!.location;
      if (from === to) continue;
      legs++;
      meters += greatCircleMeters(lon[from]!, lat[from]!, lon[to]!, lat[to]!);
    }
    return { day, events: own.length, legs, meters };
  });
}

/** The entropy of classes of one user's events, term by term. */
export function slowEntropy(classes: readonly number[], base: number): number {
  if (classes.length === 0) return Number.NaN;
  return groupsOf(classes, (c) => c).reduce((sum, [, own]) => {
    const p = own.length / classes.length;
    return sum - (p * Math.log(p)) / Math.log(base);
  }, 0);
}

/** Rows at the usual place of their hour of the week, hours with fewer than minRows left out. */
export function slowRegularity(
  events: readonly SlowEvent[],
  clock: Clock,
  minRows: number,
): { rows: number; hours: number; regularity: number; meanOfHours: number } {
  const hours = groupsOf(events, (event) => 24 * clock.weekdayOf(event.time) + clock.hourOf(event.time))
    .map(([, own]) => own)
    .filter((own) => own.length >= minRows);
  const most = (own: readonly SlowEvent[]): number => Math.max(...countsOf(own).values());
  const rows = hours.reduce((sum, own) => sum + own.length, 0);
  return {
    rows,
    hours: hours.length,
    regularity: hours.reduce((sum, own) => sum + most(own), 0) / rows,
    meanOfHours: hours.reduce((sum, own) => sum + most(own) / own.length, 0) / hours.length,
  };
}

/** The networks of one user's days as lists of links between location numbers, in order of days. */
export function slowNetworks(
  events: readonly SlowEvent[],
  clock: Clock,
  dayStartMinutes: number,
  home: number,
): { day: number; places: Set<number>; links: Set<string> }[] {
  const dayOf = (event: SlowEvent): number =>
    Math.floor((event.time + clock.offsetOf(event.time) - 60 * dayStartMinutes) / 86_400);
  return sortedGroups(events, dayOf).map(([day, own]) => {
    const inner = own.map((event) => event.location);
    const walk = home < 0 ? inner : [home, ...inner, home];
    const links = new Set<string>();
    for (let i = 1; i < walk.length; i++) if (walk[i] !== walk[i - 1]) links.add(`${walk[i - 1]} ${walk[i]}`);
    return { day, places: new Set(walk), links };
  });
}

/** Whether a renaming of places turns one network into the other, by trying all of them. */
export function sameForm(
  a: { readonly places: ReadonlySet<number>; readonly links: ReadonlySet<string> },
  b: { readonly places: ReadonlySet<number>; readonly links: ReadonlySet<string> },
): boolean {
  if (a.places.size !== b.places.size || a.links.size !== b.links.size) return false;
  const from = [...a.places];
  const fits = (rest: readonly number[], names: ReadonlyMap<number, number>): boolean => {
    if (rest.length === 0) {
      return [...a.links].every((link) =>
        b.links.has(
          link
            .split(" ")
            .map((l) => names.get(Number(l)))
            .join(" "),
        ),
      );
    }
    const place = from[names.size]!;
    return rest.some((name) =>
      fits(
        rest.filter((other) => other !== name),
        new Map([...names, [place, name]]),
      ),
    );
  };
  return fits([...b.places], new Map());
}

/** Home and away of one user, by the list of the user's days. */
export function slowHomeAway(events: readonly SlowEvent[], clock: Clock, home: number): Record<string, number> {
  const days = sortedGroups(events, (event) => clock.dayOf(event.time));
  const walk = days.flatMap(([, own]) => own.map((event) => event.location));
  const known = home >= 0;
  const atHome = (own: readonly SlowEvent[]): boolean => own.some((event) => event.location === home);
  const homeDays = days.filter(([, own]) => known && atHome(own)).map(([day]) => day);
  const gaps = homeDays.slice(1).flatMap((day, k) => {
    const before = homeDays[k]!;
    return days.some(([other]) => other > before && other < day) ? [day - before - 1] : [];
  });
  const homeRows = known ? walk.filter((l) => l === home).length : 0;
  const nan = Number.NaN;
  return {
    rows: walk.length,
    homeRows,
    homeShare: known && walk.length > 0 ? homeRows / walk.length : nan,
    days: days.length,
    homeDays: homeDays.length,
    homeOnlyDays: days.filter(([, own]) => own.every((event) => known && event.location === home)).length,
    homeDayShare: known && walk.length > 0 ? homeDays.length / days.length : nan,
    departures: known ? walk.filter((l, i) => i > 0 && l !== home && walk[i - 1] === home).length : 0,
    absences: gaps.length,
    longestAbsenceDays: Math.max(0, ...gaps),
  };
}
