/** One event: second and location. */
export type SlowEvent = readonly [time: number, location: string];

/**
 * Oscillations by the words of their definition, on one user's events: [first, last] of each. `near` says whether two
 * locations are near enough.
 */
export function slowOscillations(
  events: readonly SlowEvent[],
  maxSeconds: number,
  near: (anchor: string, other: string) => boolean,
): [number, number][] {
  const circleFrom = (i: number): number | null => {
    const end = events.findIndex(([, l], k) => k > i && l === events[i]![1]);
    if (end < 0 || end === i + 1 || events[end]![0] - events[i]![0] > maxSeconds) return null;
    return events.slice(i, end).every(([, l]) => near(events[i]![1], l)) ? end : null;
  };
  const found: [number, number][] = [];
  let first = 0;
  while (first < events.length) {
    let anchored = first;
    for (let end = circleFrom(first); end !== null; end = circleFrom(end)) anchored = end;
    if (anchored === first) {
      first++;
      continue;
    }
    const met = new Set(events.slice(first, anchored + 1).map(([, l]) => l));
    // The farthest event to which returns to what has been met lead, one overlapping the other, with nothing new between.
    let last = anchored;
    for (let grown = true; grown; ) {
      grown = false;
      for (let i = last + 1; i < events.length && met.has(events[i]![1]); i++) {
        const before = events.findLastIndex(([, l], k) => k < i && l === events[i]![1]);
        if (before > last || before === i - 1 || events[i]![0] - events[before]![0] > maxSeconds) continue;
        last = i;
        grown = true;
        break;
      }
    }
    for (let i = anchored + 1; i <= last; i++) {
      const end = circleFrom(i);
      if (end !== null && end > last) last = i - 1;
    }
    found.push([first, last]);
    first = last + 1;
  }
  return found;
}
