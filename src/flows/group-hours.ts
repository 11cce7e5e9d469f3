import { checkOptions } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { grown } from "../core/growth.ts";
import { checkNamedWindows, type NamedWindow } from "../core/hours.ts";
import { checkPeriods } from "../core/periods.ts";
import type { Clock, Located, Periods, Table, Traces } from "../types.ts";
import { copiedWindows, type Windowed, windowBinsOf } from "./group-flows-cells.ts";

export interface GroupHoursOptions extends GroupsOptions, Windowed {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The windows to count in, each with a name: nights, working hours; `hoursOfDay()` for each hour by itself. Where they overlap, an event counts in each. */
  readonly windows: readonly NamedWindow[];
  /** The periods to count in: `buildWeeks`, `buildMonths`, or any stretches of days of your own by `buildPeriods`. Where they overlap, likewise. */
  readonly periods: Periods;
}

/**
 * People by period, window, location and group: a row for each, zeros included, in this order. `people` are distinct people of the
 * group seen there in the window, `events` how often, `seen` distinct people of the group seen anywhere in it, `share` people / seen, NaN
 * where there are none.
 */
export type GroupHours = Located &
  Table<{
    readonly period: Uint32Array;
    readonly window: Uint32Array;
    readonly location: Uint32Array;
    readonly label: Uint8Array;
    readonly people: Uint32Array;
    readonly seen: Uint32Array;
    readonly events: Uint32Array;
    readonly share: Float64Array;
  }> &
  Windowed & { readonly labels: readonly string[]; readonly periods: Periods };

/**
 * Each hour of the day as a window of its own, for `countGroupHours` and its kin.
 *
 * @returns 24 windows named "0" to "23"
 * @example
 * hoursOfDay()[17]; // { id: '17', fromHour: 17, toHour: 18 }
 */
export function hoursOfDay(): NamedWindow[] {
  return Array.from({ length: 24 }, (_, hour) => ({ id: `${hour}`, fromHour: hour, toHour: hour + 1 }));
}

/**
 * How many people of each group are in each place at which hours of the day?
 *
 * **How** people = distinct users of the group with an event at the location within the window on a day of the period. A window that wraps
 * midnight belongs to the day on which it begins.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - clock, windows, periods, the group of each user and the names of the groups
 * @returns a row per period, window, location and group, zeros included: `selectGroupCounts` takes one window of one period for an index of
 * segregation. `people`, `events` and `seen` of parts of the users add up; of windows or places they do not, since somebody may be seen in several
 * @throws RangeError for traces out of time order, a user who stands twice, windows or periods that are none, or groups without names
 *
 * **Departs from the paper** it counts the people of a group in an area, without saying by which events; who is silent is not counted.
 *
 * **Cost** O(events · log events of a user, for each window and period that an event lies in, + periods · windows · locations · groups);
 * 33 bytes a row of the result
 *
 * [bakker-2019]
 * @example
 * const zones = createLocations("zones", ["Camp", "City"], [36.9, 37.1], [36.9, 37]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 1), time: Uint32Array.of(1483236000, 1483264800, 1483265800), location: Uint32Array.of(0, 1, 1) };
 * const clock = createClock({ timeZone: "UTC" });
 * const periods = buildWeeks({ clock, firstDay: 17167, lastDay: 17167 });
 * const windows = [{ id: "night", fromHour: 20, toHour: 6 }, { id: "work", fromHour: 9, toHour: 17 }];
 * const hours = countGroupHours(buildTracesOfEvents(events, zones), { clock, windows, periods, groupOf: [0, 1], labels: ["refugees", "locals"] });
 * selectGroupCounts(hours, { period: periods.columns.id[0], window: "work" }).count; // Float64Array(4) [ 0, 0, 1, 1 ]
 */
export function countGroupHours(traces: Traces, options: GroupHoursOptions): GroupHours {
  const where = "countGroupHours";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  checkOptions(where, options, ["clock", "windows", "periods", "groupOf", "labels"]);
  const { clock, windows, periods } = options;
  checkClock(where, "clock", clock);
  checkNamedWindows(where, windows);
  checkPeriods(where, periods);
  const { groupOf, labels } = checkGroups(where, options, traces.users.length, 256);
  const { locations, users, offsets } = traces;
  const n = locations.length;
  const groups = labels.length;
  const slots = periods.length * windows.length;
  const length = slots * n * groups;
  const people = new Uint32Array(length);
  const events = new Uint32Array(length);
  const seenOf = new Uint32Array(slots * groups);
  const slotsOf = slotReader(traces, options);
  let own = new Float64Array(64);
  for (let u = 0; u < users.length; u++) {
    const group = groupOf[u]!;
    let count = 0;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const here = slotsOf(traces.columns.time[i]!);
      if (count + here.length > own.length) own = grown(own, 2 * own.length + here.length);
      for (const slot of here) own[count++] = slot * n + traces.columns.location[i]!;
    }
    const cells = own.subarray(0, count).sort();
    let last = -1;
    for (let k = 0; k < count; k++) {
      const row = cells[k]! * groups + group;
      events[row]!++;
      if (k > 0 && cells[k] === cells[k - 1]) continue;
      people[row]!++;
      const slot = Math.floor(cells[k]! / n);
      if (slot !== last) seenOf[slot * groups + group]!++;
      last = slot;
    }
  }
  const seen = Uint32Array.from(
    { length },
    (_, row) => seenOf[Math.floor(row / (n * groups)) * groups + (row % groups)]!,
  );
  const columns = {
    period: Uint32Array.from({ length }, (_, row) => Math.floor(row / (windows.length * n * groups))),
    window: Uint32Array.from({ length }, (_, row) => Math.floor(row / (n * groups)) % windows.length),
    location: Uint32Array.from({ length }, (_, row) => Math.floor(row / groups) % n),
    label: Uint8Array.from({ length }, (_, row) => row % groups),
    people,
    seen,
    events,
    share: Float64Array.from(people, (there, row) => there / seen[row]!),
  };
  return { locations, length, columns, labels, periods, windows: copiedWindows(windows) };
}

/** For a time the slots (period · windows + window) that it lies in. */
function slotReader(
  traces: Traces,
  { clock, windows, periods }: GroupHoursOptions,
): (time: number) => readonly number[] {
  const bins = windowBinsOf(traces.columns.time, traces, clock, windows);
  if (bins === null) return () => [];
  const first = bins.day.reduce((least, day) => Math.min(least, day), Infinity);
  const { firstDay, lastDay } = periods.columns;
  const known: (readonly number[] | undefined)[] = [];
  return (time) => {
    const bin = bins.binOf(time);
    let slots = known[bin];
    if (slots === undefined) {
      const found: number[] = [];
      bins.inside.forEach((days, w) => {
        // Days of windows are numbered from 2, so that the day before the first one has a number too.
        const day = days[bin]! + first - 2;
        if (days[bin] === 0) return;
        for (let p = 0; p < periods.length; p++) {
          if (firstDay[p]! <= day && day <= lastDay[p]!) found.push(p * windows.length + w);
        }
      });
      slots = found;
      known[bin] = slots;
    }
    return slots;
  };
}
