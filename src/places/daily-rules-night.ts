import { checkOptions } from "../core/check.ts";
import { checkClock } from "../core/check-variants.ts";
import { checkHours } from "../core/hours.ts";
import type { Clock } from "../types.ts";
import type { DailyRule, DayChooser } from "./daily-location.ts";

export interface MostHoursOfNightOptions {
  /** The clock of the place, the same that cuts the days. */
  readonly clock: Clock;
  /** The local hour with which the night begins: 18 in the authors' programs. 0–23. */
  readonly fromHour: number;
  /** The local hour before which it ends: 8 in the authors' programs, whose last minute is 7:59. 0–24. */
  readonly toHour: number;
}

/**
 * The location of most hours of the night, or of the day where the night has no event: who works in one place and sleeps in
 * another is where they sleep.
 *
 * **How** each local hour with an event gets the location with most of its events. The day gets the location of most of its
 * hours from `fromHour` to `toHour`, if there is one, else of most of the others. Of equal ones the lower row number, twice.
 * The night's hours are those of the local calendar day: where the night wraps midnight, its first part is the day's evening
 * and its second the same day's small hours.
 *
 * @param options - the clock and the hours of the night
 * @returns a rule for `buildDailyLocations`
 * @throws RangeError for hours that are not whole or out of range
 *
 * **Departs from the paper** Of equal locations the authors' program takes the highest identifier. It means to count the small
 * hours to the night before, but groups by the calendar day, as here.
 *
 * **Cost** about 30 ns an event.
 *
 * [blanchard-rubrichi-2025]
 *
 * @example
 * const antennas = createLocations("antennas", ["field", "village"], [-17, -17.1], [14, 14]);
 * const columns = { time: Uint32Array.of(36_000, 43_200, 68_400), location: Uint32Array.of(0, 0, 1) };
 * const traces = { locations: antennas, users: ["awa"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "Africa/Dakar" });
 * const daily = buildDailyLocations(traces, { clock, choose: mostHoursOfNight({ clock, fromHour: 18, toHour: 8 }) });
 * rowsOf(daily); // [ { day: 0, location: 1, events: 1 } ]
 */
export function mostHoursOfNight(options: MostHoursOfNightOptions): DailyRule {
  const where = "mostHoursOfNight";
  checkOptions(where, options, ["clock", "fromHour", "toHour"]);
  const { clock, fromHour, toHour } = options;
  checkClock(where, "clock", clock);
  checkHours(where, { fromHour, toHour });
  const atNight = Uint8Array.from({ length: 24 }, (_, hour) =>
    Number(fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour),
  );
  return {
    name: `location of most hours from ${fromHour} to ${toHour}, else of the day`,
    start: (locations) => startHours(locations, clock, atNight),
  };
}

/** Counts of locations of which the most frequent is asked; a count that is not of this run is 0. */
interface Tally {
  readonly counts: Uint32Array;
  readonly runs: Uint32Array;
  run: number;
  best: number;
  mode: number;
}

function startHours(locations: number, clock: Clock, atNight: Uint8Array): DayChooser {
  const [ofHour, ofNight, ofDay] = [createTally(locations), createTally(locations), createTally(locations)];
  return (location, time, from, to) => {
    clear(ofNight);
    clear(ofDay);
    const offset = clock.offsetOf(time[from]!);
    // A day on which the clocks are set is asked event by event.
    const even = offset === clock.offsetOf(time[to - 1]!);
    let hour = -1;
    for (let i = from; i <= to; i++) {
      const at = i === to ? -1 : even ? (Math.floor((time[i]! + offset) / 3600) + 24) % 24 : clock.hourOf(time[i]!);
      if (at !== hour) {
        if (hour >= 0) count(atNight[hour] === 1 ? ofNight : ofDay, ofHour.mode);
        clear(ofHour);
        hour = at;
      }
      if (i < to) count(ofHour, location[i]!);
    }
    return ofNight.best > 0 ? ofNight.mode : ofDay.mode;
  };
}

function createTally(locations: number): Tally {
  return { counts: new Uint32Array(locations), runs: new Uint32Array(locations), run: 0, best: 0, mode: -1 };
}

function clear(tally: Tally): void {
  tally.run = (tally.run + 1) >>> 0;
  if (tally.run === 0) {
    tally.runs.fill(0);
    tally.run = 1;
  }
  tally.best = 0;
  tally.mode = -1;
}

function count(tally: Tally, location: number): void {
  const { counts, runs } = tally;
  const next = runs[location] === tally.run ? counts[location]! + 1 : 1;
  runs[location] = tally.run;
  counts[location] = next;
  if (next > tally.best || (next === tally.best && location < tally.mode)) {
    tally.best = next;
    tally.mode = location;
  }
}
