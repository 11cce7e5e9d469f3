import { daysOf } from "../core/calendars.ts";
import { checkInteger, checkLength, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Clock, Located, Table, Traces } from "../types.ts";

export interface CountHourlyFlowsOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The longest silence between two events that still counts as a move, in seconds: within it the move happened. */
  readonly maxGapSeconds: number;
  /** Hours of a window: 1 unless given; a divisor of 24. Windows begin at midnight. */
  readonly windowHours?: number;
}

export interface CountHourlyDeparturesOptions extends CountHourlyFlowsOptions {
  /** 1 for each location of the area that people leave, 0 for the others: moves within the area and outside it do not count. Each location by itself unless given. */
  readonly area?: ArrayLike<number>;
}

/** A row per local day, window and pair of places with a move. `hour` is the first of the window. */
export type HourlyFlows = Located &
  Table<{
    readonly day: Int32Array;
    readonly hour: Uint8Array;
    readonly origin: Uint32Array;
    readonly destination: Uint32Array;
    readonly moves: Uint32Array;
    readonly people: Uint32Array;
  }>;

/** A row per local day, window and place that was left. `hour` is the first of the window. */
export type HourlyDepartures = Located &
  Table<{
    readonly day: Int32Array;
    readonly hour: Uint8Array;
    readonly location: Uint32Array;
    readonly moves: Uint32Array;
    readonly people: Uint32Array;
  }>;

/**
 * How many people move from where to where in each hour?
 *
 * **How** A move is a pair of consecutive events of a user at origin ≠ destination, at most maxGapSeconds apart. It counts in the
 * window of the later event, in which the person is first seen elsewhere: they left up to maxGapSeconds before. moves counts
 * moves, people the distinct users among them.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - clock, longest silence, hours of a window
 * @returns a row per window and pair with a move, in this order: `day`, `hour`, `origin`, `destination`, `moves`, `people`. Counts
 * of parts of the users add up. Rows of few people are not for release
 * @throws RangeError for traces out of time order, a user who stands twice, or hours that do not divide a day
 *
 * **Cost** O(events + moves + windows + pairs log pairs), some 60 bytes per move
 *
 * [lu-2016-mahasen]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(0, 3600, 90000), location: Uint32Array.of(0, 1, 0) };
 * const options = { clock: createClock({ timeZone: "UTC" }), maxGapSeconds: 7200 };
 * rowsOf(countHourlyFlows(buildTracesOfEvents(events, zones), options)); // [ { day: 0, hour: 1, origin: 0, destination: 1, moves: 1, people: 1 } ]
 */
export function countHourlyFlows(traces: Traces, options: CountHourlyFlowsOptions): HourlyFlows {
  const where = "countHourlyFlows";
  checkArguments(where, traces, options, ["clock", "maxGapSeconds", "windowHours"]);
  const n = traces.locations.length;
  const { day, hour, key, moves, people } = countMoves(traces, options, (from, to) => from * n + to);
  const origin = Uint32Array.from(key, (k) => Math.floor(k / n));
  const destination = Uint32Array.from(key, (k) => k % n);
  return {
    locations: traces.locations,
    length: day.length,
    columns: { day, hour, origin, destination, moves, people },
  };
}

/**
 * How many people leave each place in each hour?
 *
 * **How** As `countHourlyFlows`, over all destinations; people who leave for several places in one window count once. With an area,
 * only moves from inside it to outside it count, at the place inside.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - clock, longest silence, hours of a window, area
 * @returns a row per window and place that was left, in this order: `day`, `hour`, `location`, `moves`, `people`. Counts of parts of
 * the users add up
 * @throws RangeError for traces out of time order, a user who stands twice, or an area that is no list of 0 and 1
 *
 * **Cost** as `countHourlyFlows`
 *
 * [lu-2016-mahasen]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(0, 3600, 4000), location: Uint32Array.of(0, 1, 0) };
 * const options = { clock: createClock({ timeZone: "UTC" }), maxGapSeconds: 7200, area: [1, 0] };
 * rowsOf(countHourlyDepartures(buildTracesOfEvents(events, zones), options)); // [ { day: 0, hour: 1, location: 0, moves: 1, people: 1 } ]
 */
export function countHourlyDepartures(traces: Traces, options: CountHourlyDeparturesOptions): HourlyDepartures {
  const where = "countHourlyDepartures";
  checkArguments(where, traces, options, ["clock", "maxGapSeconds", "windowHours", "area"]);
  const { locations } = traces;
  const { area } = options;
  if (area !== undefined) {
    checkList(where, "area", area);
    checkLength(where, "area", area.length, locations.length);
    for (let l = 0; l < area.length; l++) checkInteger(where, `area[${l}]`, area[l]!, 0, 1);
  }
  const { day, hour, key, moves, people } = countMoves(traces, options, (from, to) =>
    area === undefined || (area[from] === 1 && area[to] === 0) ? from : -1,
  );
  return { locations, length: day.length, columns: { day, hour, location: Uint32Array.from(key), moves, people } };
}

function checkArguments<O extends CountHourlyFlowsOptions>(
  where: string,
  traces: Traces,
  options: O,
  names: readonly (keyof O & string)[],
): void {
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, names);
  const { clock, maxGapSeconds, windowHours = 1 } = options;
  checkClock(where, "clock", clock);
  checkNumber(where, "maxGapSeconds", maxGapSeconds, 0);
  checkInteger(where, "windowHours", windowHours, 1, 24);
  if (24 % windowHours !== 0) fail(where, "windowHours", "a divisor of 24", windowHours);
}

/** Counts moves and distinct people by window and key; a key of −1 does not count. */
function countMoves(
  traces: Traces,
  { clock, maxGapSeconds, windowHours = 1 }: CountHourlyFlowsOptions,
  keyOf: (from: number, to: number) => number,
): { day: Int32Array; hour: Uint8Array; key: Float64Array; moves: Uint32Array; people: Uint32Array } {
  const { users, offsets } = traces;
  const { time, location } = traces.columns;
  const perDay = 24 / windowHours;
  const calendar = calendarOfSequences(time, offsets, clock);
  const { first, last } = calendar === null ? { first: 0, last: -1 } : daysOf(calendar);
  const windowOfBin =
    calendar === null
      ? new Uint32Array(0)
      : Uint32Array.from(calendar.hour, (h, b) => (calendar.day[b]! - first) * perDay + Math.floor(h / windowHours));
  const { before, perSecond } = calendar === null ? { before: 0, perSecond: 0 } : binsOf(calendar);
  // Windows, keys (numbered as they come), moves and the one person of each entry.
  const numberOf = new Map<number, number>();
  const slots: number[] = [];
  const keys: number[] = [];
  const counts: number[] = [];
  for (let u = 0; u < users.length; u++) {
    const ownFrom = slots.length;
    let windowFrom = ownFrom;
    let window = -1;
    // Clocks set back over midnight bring a user back to windows: from then on all own entries are looked through.
    let wentBack = false;
    for (let i = offsets[u]! + 1; i < offsets[u + 1]!; i++) {
      const from = location[i - 1]!;
      const to = location[i]!;
      if (from === to || time[i]! - time[i - 1]! > maxGapSeconds) continue;
      const key = keyOf(from, to);
      if (key < 0) continue;
      let number = numberOf.get(key);
      if (number === undefined) {
        number = numberOf.size;
        numberOf.set(key, number);
      }
      const slot = windowOfBin[((time[i]! - before) * perSecond) | 0]!;
      if (slot !== window) {
        if (slot < window) wentBack = true;
        windowFrom = wentBack ? ownFrom : slots.length;
        window = slot;
      }
      let entry = slots.length - 1;
      while (entry >= windowFrom && (keys[entry] !== number || slots[entry] !== slot)) entry--;
      if (entry >= windowFrom) {
        counts[entry]!++;
        continue;
      }
      slots.push(slot);
      keys.push(number);
      counts.push(1);
    }
  }
  const sorted = Float64Array.from(numberOf.keys()).sort();
  const rank = new Uint32Array(sorted.length);
  sorted.forEach((key, r) => {
    rank[numberOf.get(key)!] = r;
  });
  const ranks = Uint32Array.from(keys, (number) => rank[number]!);
  const windows = perDay * (last - first + 1);
  const moves = sparseFromEntries(windows, sorted.length, slots, ranks, counts);
  const people = sparseFromEntries(windows, sorted.length, slots, ranks, new Uint8Array(slots.length).fill(1));
  const slot = new Uint32Array(moves.index.length);
  for (let s = 0; s < windows; s++) slot.fill(s, moves.offsets[s]!, moves.offsets[s + 1]!);
  return {
    day: Int32Array.from(slot, (s) => first + Math.floor(s / perDay)),
    hour: Uint8Array.from(slot, (s) => (s % perDay) * windowHours),
    key: Float64Array.from(moves.index, (r) => sorted[r]!),
    moves: Uint32Array.from(moves.value),
    people: Uint32Array.from(people.value),
  };
}
