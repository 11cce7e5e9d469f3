/**
 * Macro-segments: the long times in one place that are left of a person's months when the shorter absences are bridged.
 * Months are numbered, both ends are included.
 */
export interface MacroSegment {
  readonly location: number;
  start: number;
  end: number;
}

/**
 * The macro-segments of months in order, by the steps 2 to 4 of `detectUsualResidences`: none where fewer than two
 * residences are left; one where all months are one run, however short. Neighbours at one location are joined.
 */
export function macroSegmentsOf(
  months: { readonly month: readonly number[]; readonly location: readonly number[] },
  maxGapMonths: number,
  minMonths: number,
): MacroSegment[] {
  const runs: MacroSegment[] = [];
  for (let m = 0; m < months.month.length; m++) {
    const month = months.month[m]!;
    const location = months.location[m]!;
    const last = runs[runs.length - 1];
    if (last !== undefined && last.location === location && month - last.end - 1 <= maxGapMonths) last.end = month;
    else runs.push({ location, start: month, end: month });
  }
  if (runs.length < 2) return runs;
  const long = merged(runs, minMonths).filter((segment) => monthsOf(segment) >= minMonths);
  const apart = long.length < 2 ? [] : withoutOverlaps(long, minMonths);
  return apart.length < 2 ? [] : joined(apart);
}

function monthsOf({ start, end }: MacroSegment): number {
  return end - start + 1;
}

/** Runs of one location with fewer than `minMonths` months between joined, whatever lies between, in order of start. */
function merged(runs: readonly MacroSegment[], minMonths: number): MacroSegment[] {
  const segments: MacroSegment[] = [];
  for (const run of runs) {
    const before = segments.findLast(({ location }) => location === run.location);
    if (before !== undefined && run.start - before.end - 1 < minMonths) before.end = run.end;
    else segments.push(run);
  }
  return segments;
}

/** The segments that lie in no other; where two neighbours overlap, the longer keeps the months; again until none do. */
function withoutOverlaps(segments: readonly MacroSegment[], minMonths: number): MacroSegment[] {
  let kept = segments.slice();
  for (;;) {
    kept = kept.filter(
      (a, i) =>
        monthsOf(a) >= minMonths &&
        !kept.some((b, j) => i !== j && b.start <= a.start && b.end >= a.end && (monthsOf(b) > monthsOf(a) || j < i)),
    );
    const before = kept.map((segment) => ({ ...segment }));
    let overlaps = false;
    for (let s = 1; s < before.length; s++) {
      const [a, b] = [before[s - 1]!, before[s]!];
      if (a.end < b.start) continue;
      overlaps = true;
      if (monthsOf(a) >= monthsOf(b)) kept[s]!.start = a.end + 1;
      else kept[s - 1]!.end = b.start - 1;
    }
    if (!overlaps) return kept;
    kept.sort((a, b) => a.start - b.start);
  }
}

function joined(segments: readonly MacroSegment[]): MacroSegment[] {
  const result: MacroSegment[] = [];
  for (const segment of segments) {
    const last = result[result.length - 1];
    if (last !== undefined && last.location === segment.location) last.end = segment.end;
    else result.push(segment);
  }
  return result;
}
