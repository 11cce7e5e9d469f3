/** One dwell: first and last second, location, number of events. */
export type SlowDwell = readonly [start: number, end: number, location: number, events: number];

/** The dwells of one user's events by lists of runs; the share of the time between two places that goes to each side. */
export function slowDwells(
  events: readonly (readonly [time: number, location: number])[],
  maxGapSeconds: number,
  boundary: "last" | "half" | "next",
  minSeconds: number,
  minEvents: number,
): SlowDwell[] {
  const runs: (readonly [number, number])[][] = [];
  for (const event of events) {
    const last = runs.at(-1)?.at(-1);
    const same = last !== undefined && last[1] === event[1] && event[0] - last[0] <= maxGapSeconds;
    if (same) runs.at(-1)!.push(event);
    else runs.push([event]);
  }
  const border = (before: number, after: number): [number, number] => {
    if (after - before > maxGapSeconds || boundary === "last") return [before, after];
    if (boundary === "next") return [after, after];
    const middle = before + Math.floor((after - before) / 2);
    return [middle, middle];
  };
  return runs
    .map((run, r): SlowDwell => {
      const [first, last] = [run[0]![0], run.at(-1)![0]];
      const before = runs[r - 1]?.at(-1)?.[0];
      const after = runs[r + 1]?.[0]?.[0];
      return [
        before === undefined ? first : border(before, first)[1],
        after === undefined ? last : border(last, after)[0],
        run[0]![1],
        run.length,
      ];
    })
    .filter(([start, end, , count]) => count >= minEvents && end - start >= minSeconds);
}
