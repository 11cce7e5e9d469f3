import type { Clock, Homes, Presence, Row, Traces } from "../../src/types.ts";

/** Plain forms of the steps of `places`: one question to the clock per event, maps and sets, sorting by comparator. */

interface SlowEvent {
  readonly time: number;
  readonly location: number;
}

/** Each user's events in time order. */
function eventsOf(traces: Traces): [string, SlowEvent[]][] {
  return traces.users.map((user, u) => {
    const events: SlowEvent[] = [];
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      events.push({ time: traces.columns.time[i]!, location: traces.columns.location[i]! });
    }
    return [user, events];
  });
}

/** A user's events by local day, days in order, on one day in time order. */
function daysOf(events: readonly SlowEvent[], clock: Clock): [number, SlowEvent[]][] {
  const days = new Map<number, SlowEvent[]>();
  for (const event of events) {
    const day = clock.dayOf(event.time);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days].sort((a, b) => a[0] - b[0]);
}

function countsOf(events: readonly SlowEvent[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { location } of events) counts.set(location, (counts.get(location) ?? 0) + 1);
  return counts;
}

export function slowPresence(traces: Traces, clock: Clock): Record<string, Row<Presence>[]> {
  return Object.fromEntries(
    eventsOf(traces).map(([user, events]) => [
      user,
      daysOf(events, clock).flatMap(([day, own]) =>
        [...countsOf(own)].sort((a, b) => a[0] - b[0]).map(([location, count]) => ({ day, location, events: count })),
      ),
    ]),
  );
}

export function slowLastOfDay(traces: Traces, clock: Clock): Record<string, Row<Presence>[]> {
  return slowDaily(traces, clock, (events) => events[events.length - 1]!.location);
}

export function slowMostEventsOfDay(traces: Traces, clock: Clock): Record<string, Row<Presence>[]> {
  return slowDaily(traces, clock, (events) => [...countsOf(events)].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0]);
}

function slowDaily(
  traces: Traces,
  clock: Clock,
  choose: (events: readonly SlowEvent[]) => number,
): Record<string, Row<Presence>[]> {
  return Object.fromEntries(
    eventsOf(traces).map(([user, events]) => [
      user,
      daysOf(events, clock).map(([day, own]) => {
        const location = choose(own);
        return { day, location, events: own.filter((event) => event.location === location).length };
      }),
    ]),
  );
}

/** Evidence of one user: a score and a tie-breaker per location, and all that was counted. */
interface Evidence {
  readonly scores: readonly { readonly location: number; readonly score: number; readonly tieBreaker: number }[];
  readonly total: number;
}

export function slowMostEvents(traces: Traces): Record<string, Row<Homes>> {
  return slowHomes(traces, (events) => ({
    scores: [...countsOf(events)].map(([location, score]) => ({ location, score, tieBreaker: 0 })),
    total: events.length,
  }));
}

export function slowMostNights(
  traces: Traces,
  clock: Clock,
  fromHour: number,
  toHour: number,
): Record<string, Row<Homes>> {
  return slowHomes(traces, (events) => {
    const nights = new Map<number, Set<number>>();
    const all = new Set<number>();
    for (const { time, location } of events) {
      const hour = clock.hourOf(time);
      const evening = fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour;
      const morning = fromHour > toHour && hour < toHour;
      if (!evening && !morning) continue;
      const night = clock.dayOf(time) - (morning ? 1 : 0);
      nights.set(location, new Set([...(nights.get(location) ?? []), night]));
      all.add(night);
    }
    return {
      scores: [...nights].map(([location, own]) => ({ location, score: own.size, tieBreaker: 0 })),
      total: all.size,
    };
  });
}

export function slowModalLast(traces: Traces, clock: Clock): Record<string, Row<Homes>> {
  return slowHomes(traces, (events) => {
    const lasts = daysOf(events, clock).map(([day, own]) => ({ day, location: own[own.length - 1]!.location }));
    const locations = [...new Set(lasts.map(({ location }) => location))];
    return {
      scores: locations.map((location) => {
        const days = lasts.filter((last) => last.location === location).map(({ day }) => day);
        return { location, score: days.length, tieBreaker: Math.max(...days) };
      }),
      total: lasts.length,
    };
  });
}

function slowHomes(traces: Traces, weigh: (events: readonly SlowEvent[]) => Evidence): Record<string, Row<Homes>> {
  return Object.fromEntries(
    eventsOf(traces).map(([user, events]) => {
      const { scores, total } = weigh(events);
      const best = [...scores].sort(
        (a, b) => b.score - a.score || b.tieBreaker - a.tieBreaker || a.location - b.location,
      )[0];
      if (best === undefined) return [user, { location: -1, support: 0, share: NaN, tied: 0 }];
      const equals = scores.filter(({ score }) => score === best.score).length;
      const { location, score: support } = best;
      return [user, { location, support, share: support / total, tied: equals > 1 ? 1 : 0 }];
    }),
  );
}
