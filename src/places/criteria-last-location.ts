import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import type { Clock, Traces } from "../types.ts";
import type { HomeCounter, HomeCriterion } from "./home-criteria.ts";

export interface ModalLastLocationOptions {
  /** The clock of the place, which says where one day ends and the next begins. */
  readonly clock: Clock;
}

/**
 * Home is the place where the person's days most often end: the mode of the daily last locations.
 *
 * **How** score = days whose last event was in the location; total = days with any event; of locations with equally many
 * days, the one where a day ended most recently is home.
 *
 * @param options - the clock
 * @returns a criterion for `detectHomes`
 *
 * **Cost** about 3 ns an event.
 *
 * [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(43200, 50400, 79200, 90000), location: Uint32Array.of(0, 0, 0, 1) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const criterion = modalLastLocation({ clock: createClock({ timeZone: "UTC" }) });
 * const { location, share, tied } = detectHomes(traces, { criterion }).columns;
 * [location[0], share[0], tied[0]]; // [ 1, 0.5, 1 ]
 */
export function modalLastLocation(options: ModalLastLocationOptions): HomeCriterion {
  const where = "modalLastLocation";
  checkOptions(where, options, ["clock"]);
  const { clock } = options;
  checkClock(where, "clock", clock);
  return { name: "most frequent last location of the day", start: (traces) => startModalLast(traces, clock) };
}

function startModalLast(traces: Traces, clock: Clock): HomeCounter {
  const runsOf = createDayRuns(traces, clock);
  return (from, to, board) => {
    const { score, tieBreaker, touched } = board;
    const runs = runsOf(from, to);
    let touchedCount = 0;
    for (let r = 0; r < runs.count; r++) {
      const l = runs.location[runs.from[r + 1]! - 1]!;
      if (score[l] === 0) touched[touchedCount++] = l;
      score[l]!++;
      tieBreaker[l] = r;
    }
    board.touchedCount = touchedCount;
    board.total = runs.count;
  };
}
