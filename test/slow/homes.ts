import { greatCircleMeters } from "../../src/core/sphere.ts";
import type { Clock, Homes, Row, Traces } from "../../src/types.ts";
import { countsOf, daysOf, eventsOf, type SlowEvent } from "./places.ts";

/** Plain forms of the criteria of home: one question to the clock per event, maps and sets, sorting by comparator. */

/** Evidence of one user: a score and a tie-breaker per location, and all that was counted. */
interface Evidence {
  readonly scores: readonly { readonly location: number; readonly score: number; readonly tieBreaker: number }[];
  readonly total: number;
}

export type Weigh = (events: readonly SlowEvent[]) => Evidence;

export const weighEvents: Weigh = (events) => ({
  scores: [...countsOf(events)].map(([location, score]) => ({ location, score, tieBreaker: 0 })),
  total: events.length,
});

/** The night that an event belongs to, as the local day on which it began; null by day. */
function nightOf(clock: Clock, time: number, fromHour: number, toHour: number): number | null {
  const hour = clock.hourOf(time);
  const evening = fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour;
  const morning = fromHour > toHour && hour < toHour;
  return evening || morning ? clock.dayOf(time) - (morning ? 1 : 0) : null;
}

export function weighNightEvents(clock: Clock, fromHour: number, toHour: number, weekdays: readonly number[]): Weigh {
  return (events) =>
    weighEvents(
      events.filter(({ time }) => {
        const night = nightOf(clock, time, fromHour, toHour);
        return night !== null && weekdays.includes((((night + 3) % 7) + 7) % 7);
      }),
    );
}

export function weighWeekendEvents(clock: Clock, weekend: readonly number[]): Weigh {
  return (events) => weighEvents(events.filter(({ time }) => weekend.includes(clock.weekdayOf(time))));
}

export function weighNights(clock: Clock, fromHour: number, toHour: number): Weigh {
  return (events) => {
    const nights = new Map<number, Set<number>>();
    const all = new Set<number>();
    for (const { time, location } of events) {
      const night = nightOf(clock, time, fromHour, toHour);
      if (night === null) continue;
      nights.set(location, new Set([...(nights.get(location) ?? []), night]));
      all.add(night);
    }
    return {
      scores: [...nights].map(([location, own]) => ({ location, score: own.size, tieBreaker: 0 })),
      total: all.size,
    };
  };
}

export function weighDays(clock: Clock): Weigh {
  return (events) => {
    const days = daysOf(events, clock);
    return {
      scores: [...countsOf(events)].map(([location, tieBreaker]) => ({
        location,
        score: days.filter(([, own]) => own.some((event) => event.location === location)).length,
        tieBreaker,
      })),
      total: days.length,
    };
  };
}

export function weighLastOfDay(clock: Clock): Weigh {
  return (events) => {
    const lasts = daysOf(events, clock).map(([day, own]) => ({ day, location: own[own.length - 1]!.location }));
    const locations = [...new Set(lasts.map(({ location }) => location))];
    return {
      scores: locations.map((location) => {
        const days = lasts.filter((last) => last.location === location).map(({ day }) => day);
        return { location, score: days.length, tieBreaker: Math.max(...days) };
      }),
      total: lasts.length,
    };
  };
}

export function weighSilences(seconds: number): Weigh {
  return (events) =>
    weighEvents(events.filter(({ time }, i) => i + 1 < events.length && events[i + 1]!.time - time > seconds));
}

export function weighWithin(traces: Traces, radiusMeters: number, weigh: Weigh): Weigh {
  const { lon, lat } = traces.locations.columns;
  return (events) => {
    const { scores, total } = weigh(events);
    return {
      scores: scores.map(({ location: a, score: own }) => ({
        location: a,
        score: scores
          .filter(({ location: b }) => greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!) <= radiusMeters)
          .reduce((sum, { score }) => sum + score, 0),
        tieBreaker: own,
      })),
      total,
    };
  };
}

export function weighHierarchical(clock: Clock, fromHour: number, toHour: number): Weigh {
  return (events) => {
    const night = (event: SlowEvent): number | null => nightOf(clock, event.time, fromHour, toHour);
    const inNights = events.filter((event) => night(event) !== null);
    const monthly = countsOf(inNights);
    const modes: number[] = [];
    for (const day of new Set(inNights.map(night))) {
      const own = inNights.filter((event) => night(event) === day);
      const daily = countsOf(own);
      const hours = [...new Set(own.map(({ time }) => clock.hourOf(time)))].map((hour) =>
        modeOf(countsOf(own.filter(({ time }) => clock.hourOf(time) === hour)), daily, monthly),
      );
      const mode = modeOf(tally(hours), daily, monthly);
      if (mode !== null) modes.push(mode);
    }
    return {
      scores: [...tally(modes)].map(([location, score]) => ({ location, score, tieBreaker: monthly.get(location)! })),
      total: modes.length,
    };
  };
}

function tally(values: readonly (number | null)[]): Map<number, number> {
  return countsOf(values.flatMap((location) => (location === null ? [] : [{ time: 0, location }])));
}

/** The best by count and the two tie-breakers; null if two are equal in all three. */
function modeOf(counts: Map<number, number>, first: Map<number, number>, second: Map<number, number>): number | null {
  const ranked = [...counts.keys()]
    .map((l) => [counts.get(l)!, first.get(l)!, second.get(l)!, l] as const)
    .sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  const [best, next] = ranked;
  if (best === undefined) return null;
  return next?.slice(0, 3).every((value, i) => value === best[i]) === true ? null : best[3];
}

/** How a home is named from evidence: the rules of `detectHomes` and of some criteria. */
export interface NamingRule {
  readonly minSupport?: number;
  readonly moreThanShare?: number;
  readonly noneIfEqual?: boolean;
}

function slowHome({ scores, total }: Evidence, rule: NamingRule = {}): Row<Homes> {
  const [best, next] = [...scores].sort(
    (a, b) => b.score - a.score || b.tieBreaker - a.tieBreaker || a.location - b.location,
  );
  if (best === undefined) return { location: -1, support: 0, share: NaN, tied: 0, runnerUp: -1, runnerUpSupport: 0 };
  const share = best.score / total;
  const equal = next !== undefined && next.score === best.score && next.tieBreaker === best.tieBreaker;
  const named =
    best.score >= (rule.minSupport ?? 1) &&
    (rule.moreThanShare === undefined || share > rule.moreThanShare) &&
    !(rule.noneIfEqual === true && equal);
  return {
    location: named ? best.location : -1,
    support: best.score,
    share,
    tied: next?.score === best.score ? 1 : 0,
    runnerUp: next?.location ?? -1,
    runnerUpSupport: next?.score ?? 0,
  };
}

export function slowHomes(traces: Traces, weigh: Weigh, rule: NamingRule = {}): Record<string, Row<Homes>> {
  return Object.fromEntries(eventsOf(traces).map(([user, events]) => [user, slowHome(weigh(events), rule)]));
}
