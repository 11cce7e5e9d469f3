import { checkInteger, checkOptions } from "../core/check.ts";
import type { Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion, Scoreboard } from "./home-criteria.ts";

export interface MostSilencesOptions {
  /** A silence is longer than so many seconds: 18,000 are the 300 minutes of the public code. From 0. */
  readonly minSilenceSeconds: number;
}

/**
 * Home is where the phone most often falls silent: people sleep, and stay long, where they live.
 *
 * **How** an event counts if the person's next event comes more than `minSilenceSeconds` later. score = such events in the
 * location; total = all of them; no tie-breaker. The last event of the rows has no next one and does not count.
 *
 * @param options - how long a silence is
 * @returns a criterion for `detectHomes`
 * @throws RangeError for seconds that are not whole or below 0
 *
 * **Cost** about 3 ns an event.
 *
 * [pappalardo-2021]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 60, 30000, 30060), location: Uint32Array.of(0, 1, 0, 0) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * detectHomes(traces, { criterion: mostSilences({ minSilenceSeconds: 18000 }) }).columns.location; // Int32Array(1) [ 1 ]
 */
export function mostSilences(options: MostSilencesOptions): HomeCriterion {
  const where = "mostSilences";
  checkOptions(where, options, ["minSilenceSeconds"]);
  const { minSilenceSeconds } = options;
  checkInteger(where, "minSilenceSeconds", minSilenceSeconds, 0);
  return {
    name: `most silences of more than ${minSilenceSeconds} s`,
    start: (traces) => startSilences(traces, minSilenceSeconds),
  };
}

function startSilences(traces: Traces, minSilenceSeconds: number): HomeCounter {
  const { time, location } = traces.columns;
  return (from, to, board) => countSilences(time, location, minSilenceSeconds, from, to, board);
}

function countSilences(
  time: Uint32Array,
  location: Uint32Array,
  minSilenceSeconds: number,
  from: number,
  to: number,
  board: Scoreboard,
): void {
  const { score, touched } = board;
  let touchedCount = 0;
  let total = 0;
  for (let i = from + 1; i < to; i++) {
    if (time[i]! - time[i - 1]! <= minSilenceSeconds) continue;
    total++;
    const l = location[i - 1]!;
    const points = score[l]!;
    if (points === 0) touched[touchedCount++] = l;
    score[l] = points + 1;
  }
  board.touchedCount = touchedCount;
  board.total = total;
}
