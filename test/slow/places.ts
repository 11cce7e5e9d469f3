import type { Clock, Presence, Row, Traces } from "../../src/types.ts";

/** Plain forms of the steps of `places`: one question to the clock per event, maps and sets, sorting by comparator. */

export interface SlowEvent {
  readonly time: number;
  readonly location: number;
}

/** Each user's events in time order. */
export function eventsOf(traces: Traces): [string, SlowEvent[]][] {
  return traces.users.map((user, u) => {
    const events: SlowEvent[] = [];
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
      events.push({ time: traces.columns.time[i]!, location: traces.columns.location[i]! });
    }
    return [user, events];
  });
}

/** A user's events by local day, days in order, on one day in time order. */
export function daysOf(events: readonly SlowEvent[], clock: Clock): [number, SlowEvent[]][] {
  const days = new Map<number, SlowEvent[]>();
  for (const event of events) {
    const day = clock.dayOf(event.time);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days].sort((a, b) => a[0] - b[0]);
}

export function countsOf(events: readonly SlowEvent[]): Map<number, number> {
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
