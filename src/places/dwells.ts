import { checkInteger, checkNumber, checkOptions, failInWords } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Stays, Traces } from "../types.ts";
import type { DwellBoundary } from "./dwells-boundary.ts";

export interface DwellsOptions {
  /** Events of one location further apart are of different dwells: the phone may have been away between. From 0. */
  readonly maxGapSeconds: number;
  /** Who owns the time between two places: `atLastEvent()`, `halfwayToNextEvent()` or `untilNextEvent()`. */
  readonly boundary: DwellBoundary;
  /** Shorter dwells are left out. From 0, and 0 unless given. */
  readonly minStaySeconds?: number;
  /** Dwells of fewer events are left out. From 1, and 1 unless given. */
  readonly minEvents?: number;
}

/**
 * Where did each phone stay, and from when to when? Dwells at antennas (or districts) from the events of a trace.
 *
 * **How** Consecutive events of a user at one location, each at most maxGapSeconds after the one before, are one dwell.
 * It lasts from its first to its last event; where the next event, elsewhere, comes within maxGapSeconds of the last one,
 * `boundary` says how far the dwell reaches towards it and the next dwell back. Over a longer gap no dwell reaches. What
 * is then shorter than minStaySeconds or has fewer events than minEvents is left out, and its time stays empty.
 *
 * @param traces - events of each user in time order. Phones in reach of two antennas jump between them without a move:
 * `suppressOscillations` first
 * @param options - the longest gap within a dwell, the boundary rule, and the least a dwell must have
 * @returns stays over the locations of the traces: `start`, `end` (UTC seconds), `location`, `events`; all users kept.
 * Dwells of one user do not overlap; one of a single event has start = end unless the boundary widens it
 * @throws RangeError for traces out of time order or with locations that do not exist, or options out of range
 *
 * **Cost** O(events): 15–30 ns an event.
 *
 * [li-2008]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(0, 600, 900, 9000), location: Uint32Array.of(0, 0, 1, 1) };
 * const traces = { locations: antennas, users: ["ana"], offsets: Uint32Array.of(0, 4), length: 4, columns, unlocated: 0 };
 * const dwells = detectDwells(traces, { maxGapSeconds: 3600, boundary: halfwayToNextEvent() });
 * rowsOf(dwells, 0, 2); // [ { start: 0, end: 750, location: 0, events: 2 }, { start: 750, end: 900, location: 1, events: 1 } ]
 * dwells.length; // 3
 */
export function detectDwells(traces: Traces, options: DwellsOptions): Stays {
  const where = "detectDwells";
  checkOptions(where, options, ["maxGapSeconds", "boundary", "minStaySeconds", "minEvents"]);
  const { maxGapSeconds, boundary, minStaySeconds = 0, minEvents = 1 } = options;
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  checkRule(where, "boundary", boundary, "leftAt", "a boundary such as atLastEvent()");
  checkNumber(where, "minStaySeconds", minStaySeconds, 0);
  checkInteger(where, "minEvents", minEvents, 1);
  checkTraces(where, traces);

  const { users, offsets: rows, locations } = traces;
  const { time, location } = traces.columns;
  const most = countRuns(traces, maxGapSeconds);
  const start = new Uint32Array(most);
  const end = new Uint32Array(most);
  const place = new Uint32Array(most);
  const events = new Uint32Array(most);
  const offsets = new Uint32Array(users.length + 1);
  let kept = 0;
  for (let u = 0; u < users.length; u++) {
    const to = rows[u + 1]!;
    let first = rows[u]!;
    let begins = first < to ? time[first]! : 0;
    for (let i = first + 1; i <= to; i++) {
      const last = time[i - 1]!;
      const next = i < to ? time[i]! : 0;
      const apart = i === to || next - last > maxGapSeconds;
      if (!apart && location[i] === location[i - 1]) continue;
      let ends = last;
      let nextBegins = next;
      if (!apart) {
        ends = boundary.leftAt(last, next);
        nextBegins = boundary.arrivedAt(last, next);
        if (!(Number.isInteger(ends) && last <= ends && ends <= nextBegins && nextBegins <= next)) {
          failBoundary(where, boundary, last, next, ends, nextBegins);
        }
      }
      if (i - first >= minEvents && ends - begins >= minStaySeconds) {
        start[kept] = begins;
        end[kept] = ends;
        place[kept] = location[first]!;
        events[kept++] = i - first;
      }
      first = i;
      begins = nextBegins;
    }
    offsets[u + 1] = kept;
  }
  const head = (column: Uint32Array): Uint32Array => (kept === most ? column : column.slice(0, kept));
  const columns = { start: head(start), end: head(end), location: head(place), events: head(events) };
  return { locations, users, length: kept, offsets, columns };
}

/** How many dwells there are before any is left out. */
function countRuns({ users, offsets, columns: { time, location } }: Traces, maxGapSeconds: number): number {
  let runs = 0;
  for (let u = 0; u < users.length; u++) {
    const to = offsets[u + 1]!;
    if (offsets[u]! < to) runs++;
    for (let i = offsets[u]! + 1; i < to; i++) {
      if (location[i] !== location[i - 1] || time[i]! - time[i - 1]! > maxGapSeconds) runs++;
    }
  }
  return runs;
}

function failBoundary(
  where: string,
  { name }: DwellBoundary,
  last: number,
  next: number,
  left: number,
  arrived: number,
): never {
  const such = `whole seconds from ${last} to ${next} in order (${name})`;
  failInWords(where, "leftAt and arrivedAt of the boundary", such, `${left} and ${arrived}`);
}
