import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { createDayRuns } from "../core/day-runs.ts";
import { bitsOf } from "../core/math.ts";
import type { Calendar, Clock, HomePlaces, Located, Sequences, Traces } from "../types.ts";
import { createMotifCodes, LARGER_MOTIF, linkBit, MAX_MOTIF_PLACES } from "./motif-codes.ts";

export interface DailyMotifsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** Minutes after midnight at which a day begins, a multiple of 15 below 1440: 210 (03:30) in Schneider et al., 0 for calendar days. */
  readonly dayStartMinutes: number;
  /** Days with fewer rows are left out. From 1, and 1 unless given; 8 in Schneider et al., whose rows are slots of half an hour. */
  readonly minRows?: number;
  /** Where given, every day of a user with a home begins and ends there, seen or not, as in Schneider et al. */
  readonly homes?: HomePlaces;
}

/**
 * Per user and day the network of the day's places: how many places and how many directed links between different ones.
 * `motif` numbers its form: 0 is a day at one place, `LARGER_MOTIF` one of more than six.
 */
export type DailyMotifs = Located &
  Sequences<{
    readonly day: Int32Array;
    readonly places: Uint32Array;
    readonly links: Uint32Array;
    readonly motif: Uint32Array;
  }>;

/**
 * What form has a person's day: home and back, a round over three places, a star about home? The motif of every day.
 *
 * **How** the places of a day, in order of time and without repetition in a row, are the walk of a directed network: a node
 * for each distinct place, a link from each place to the next. Two days have the same motif if their networks are the same
 * up to the names of the places; its number is the lowest of all orders of the places, which `motifLinks` reads back.
 *
 * @param traces - where each user was seen, in time order: best the slots of 30 minutes that `buildSlotLocations` makes, at
 * zones or places rather than antennas between which a phone at rest switches
 * @param options - the clock, when days begin, the rows that a day must have, and the homes at which days begin and end
 * @returns a row per user and day with enough rows, in order of days: `day` (of its beginning, days since 1970-01-01),
 * `places` from 1, `links` (from 0, at most places · (places − 1)), `motif`
 * @throws RangeError for traces out of time order, a beginning of days that is no quarter of an hour, or homes of others
 *
 * **Departs from the paper** Schneider et al. take places from surveys and from stays of phones; here every location of the
 * traces is a place, so that what they filter must be filtered before.
 *
 * **Cost** O(rows), and some 20 µs for each form of a network met for the first time
 *
 * [schneider-2013]
 *
 * @example
 * const antennas = createLocations("antennas", ["H", "W"], [85.3, 85.4], [27.7, 27.7]);
 * const time = Uint32Array.of(25_200, 43_200, 72_000, 90_000, 108_000);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(5), time, location: Uint32Array.of(0, 1, 0, 0, 0) }, antennas);
 * const motifs = measureDailyMotifs(traces, { clock: createClock({ timeZone: "UTC" }), dayStartMinutes: 210 });
 * rowsOf(motifs); // [ { day: 0, places: 2, links: 2, motif: 3 }, { day: 1, places: 1, links: 0, motif: 0 } ]
 */
export function measureDailyMotifs(traces: Traces, options: DailyMotifsOptions): DailyMotifs {
  const where = "measureDailyMotifs";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "dayStartMinutes", "minRows", "homes"]);
  const { clock, dayStartMinutes, minRows = 1, homes } = options;
  checkClock(where, "clock", clock);
  checkInteger(where, "dayStartMinutes", dayStartMinutes, 0, 1425);
  if (dayStartMinutes % 15 !== 0) fail(where, "dayStartMinutes", "a multiple of 15", dayStartMinutes);
  checkInteger(where, "minRows", minRows, 1);
  if (homes !== undefined) checkHomesOf(where, "homes", homes, traces.users, "traces", traces.locations);
  const { users, locations } = traces;
  const runsOf = createDayRuns(traces, clockFrom(clock, 60 * dayStartMinutes));
  const motifOf = createMotifCodes();
  const offsets = new Uint32Array(users.length + 1);
  const day: number[] = [];
  const places: number[] = [];
  const links: number[] = [];
  const motif: number[] = [];
  // The number of each location among the places of the day at hand, where the stamp is that day's.
  const numberOf = new Uint32Array(locations.length);
  const stampOf = new Uint32Array(locations.length);
  let stamp = 0;
  for (let u = 0; u < users.length; u++) {
    const runs = runsOf(traces.offsets[u]!, traces.offsets[u + 1]!);
    const { location } = runs;
    const home = homes === undefined ? -1 : homes.columns.location[u]!;
    for (let r = 0; r < runs.count; r++) {
      const from = runs.from[r]!;
      const to = runs.from[r + 1]!;
      if (to - from < minRows) continue;
      stamp++;
      const atHome = home >= 0 ? 1 : 0;
      const walked = new Set<number>();
      let count = 0;
      let here = -1;
      let bits = 0;
      for (let i = from - atHome; i < to + atHome; i++) {
        const l = i < from || i === to ? home : location[i]!;
        if (stampOf[l] !== stamp) {
          stampOf[l] = stamp;
          numberOf[l] = count++;
        }
        const next = numberOf[l]!;
        if (here >= 0 && next !== here) {
          if (next < MAX_MOTIF_PLACES && here < MAX_MOTIF_PLACES) bits |= 1 << linkBit(here, next);
          else walked.add(here * locations.length + next);
        }
        here = next;
      }
      day.push(runs.day[r]!);
      places.push(count);
      links.push(bitsOf(bits) + walked.size);
      motif.push(count > MAX_MOTIF_PLACES ? LARGER_MOTIF : motifOf(count, bits));
    }
    offsets[u + 1] = day.length;
  }
  const columns = {
    day: Int32Array.from(day),
    places: Uint32Array.from(places),
    links: Uint32Array.from(links),
    motif: Uint32Array.from(motif),
  };
  return { locations, users, offsets, length: day.length, columns };
}

/** A clock whose days begin so many seconds after midnight. */
function clockFrom(clock: Clock, seconds: number): Clock {
  if (seconds === 0) return clock;
  return {
    ...clock,
    calendarOf: (first, last): Calendar => {
      const { start, binSeconds, day, hour } = clock.calendarOf(first, last);
      const shifted = Int32Array.from(day, (_, b) => {
        const time = start + b * binSeconds;
        return Math.floor((time + clock.offsetOf(time) - seconds) / 86_400);
      });
      return { start, binSeconds, day: shifted, hour };
    },
  };
}
