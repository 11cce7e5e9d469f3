import { checkOptions } from "../core/check.ts";
import { checkSpans } from "../core/check-events.ts";
import { checkRule } from "../core/check-variants.ts";
import { extentOf, type Spans } from "../core/runs.ts";
import type { Sequences } from "../types.ts";
import type { PeriodLayout, TrackingPeriods } from "./tracking-periods.ts";

export interface TrackingQualityOptions {
  /** Over which periods: `wholeSpan()`, `eachDay(…)`, `eachWeek(…)`, `eachWeekday(…)` or `eachHourOfDay(…)`. */
  readonly per: TrackingPeriods;
}

/** How well each user was tracked in each period, in the order of periods. */
export type TrackingQuality = Sequences<{
  readonly period: Int32Array;
  readonly trackedSeconds: Float64Array;
  readonly seconds: Float64Array;
  readonly quality: Float64Array;
}>;

/**
 * For what share of the time is it known where a person was? What no stay (or leg, or trip) covers is not.
 *
 * **How** quality = trackedSeconds / seconds: the seconds of a user's stays that fall into the period, over the seconds
 * that the period has. A stay that reaches over several periods is shared out to the second. Of the whole span the seconds
 * are those from the first to the last tracked one; of a day or week those of its clock; of a weekday or hour of the day
 * those from the first to the last week or day on which it has tracking.
 *
 * @param spans - stays, legs or trips of each user: anything with `start` and `end`, in order and without overlap
 * @param options - the periods
 * @returns per user one row for each period with at least one tracked second: `period`, `trackedSeconds`, `seconds` and
 * `quality` (above 0, at most 1). A user without any has no row
 * @throws RangeError for stretches out of order or that overlap
 *
 * **Departs from the paper**: weeks begin on Monday and are named by it (trackintel's column of that name holds the Sunday
 * after); days on which clocks change have 23 or 25 hours.
 *
 * **Cost** O(quarters of an hour in stays), some 5 ns each.
 *
 * [martin-2023]
 *
 * @example
 * const places = createLocations("stops", ["a"], [85.3], [27.7]);
 * const columns = { start: Uint32Array.of(0, 50000), end: Uint32Array.of(21600, 100000), location: Uint32Array.of(0, 0), events: Uint32Array.of(5, 5) };
 * const stays = { locations: places, users: ["ana"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * measureTrackingQuality(stays, { per: wholeSpan() }).columns.quality; // Float64Array(1) [ 0.716 ]
 * const days = measureTrackingQuality(stays, { per: eachDay({ clock: createClock({ timeZone: "UTC" }) }) });
 * days.columns.trackedSeconds; // Float64Array(2) [ 58000, 13600 ]
 */
export function measureTrackingQuality(spans: Spans, options: TrackingQualityOptions): TrackingQuality {
  const where = "measureTrackingQuality";
  checkOptions(where, options, ["per"]);
  const { per } = options;
  checkRule(where, "per", per, "start", "periods such as wholeSpan()");
  checkSpans(where, "spans", spans);
  const { users, offsets: rows } = spans;
  const { first: earliest, last: latest } = extentOf(spans) ?? { first: 0, last: 0 };
  const layout = per.start(earliest, latest);
  const board = createBoard(layout.period.length);
  const period: number[] = [];
  const trackedSeconds: number[] = [];
  const seconds: number[] = [];
  const offsets = new Uint32Array(users.length + 1);
  for (let u = 0; u < users.length; u++) {
    shareOut(spans, rows[u]!, rows[u + 1]!, layout, board);
    const touched = board.touched.subarray(0, board.count).sort();
    for (const slot of touched) {
      const { firstCycle, lastCycle, first, last } = board;
      period.push(layout.period[slot]!);
      trackedSeconds.push(board.seconds[slot]!);
      seconds.push(layout.secondsOf(slot, firstCycle[slot]!, lastCycle[slot]!, first[slot]!, last[slot]!));
      board.seconds[slot] = 0;
    }
    board.count = 0;
    offsets[u + 1] = period.length;
  }
  const columns = {
    period: Int32Array.from(period),
    trackedSeconds: Float64Array.from(trackedSeconds),
    seconds: Float64Array.from(seconds),
    quality: Float64Array.from(seconds, (all, i) => trackedSeconds[i]! / all),
  };
  return { users, offsets, length: period.length, columns };
}

/** What one user has of each period: tracked seconds, the first and last cycle, the first and last second. */
interface Board {
  readonly seconds: Float64Array;
  readonly firstCycle: Int32Array;
  readonly lastCycle: Int32Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly touched: Uint32Array;
  count: number;
}

function createBoard(periods: number): Board {
  return {
    seconds: new Float64Array(periods),
    firstCycle: new Int32Array(periods),
    lastCycle: new Int32Array(periods),
    first: new Float64Array(periods),
    last: new Float64Array(periods),
    touched: new Uint32Array(periods),
    count: 0,
  };
}

/** Shares out the stretches from … to − 1 to the periods they lie in. */
function shareOut(
  { columns }: Spans,
  from: number,
  to: number,
  { start, binSeconds, slotOf, cycleOf }: PeriodLayout,
  board: Board,
): void {
  for (let i = from; i < to; i++) {
    const end = columns.end[i]!;
    let at = columns.start[i]!;
    let bin = Math.floor((at - start) / binSeconds);
    for (; at < end; bin++) {
      const next = Math.min(end, start + (bin + 1) * binSeconds);
      const slot = slotOf[bin]!;
      const cycle = cycleOf[bin]!;
      if (board.seconds[slot] === 0) {
        board.touched[board.count++] = slot;
        board.firstCycle[slot] = cycle;
        board.first[slot] = at;
      }
      board.lastCycle[slot] = cycle;
      board.last[slot] = next;
      board.seconds[slot] = board.seconds[slot]! + next - at;
      at = next;
    }
  }
}
