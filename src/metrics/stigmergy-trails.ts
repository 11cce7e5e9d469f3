import { checkInteger, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkClock } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { findWithin } from "../space/within.ts";
import type { Calendar, Clock, Located, Locations, SparseMatrix, Traces } from "../types.ts";
import { checkMark, type Mark } from "./stigmergy-marks.ts";

/** How trails are laid: what two trails must have in common to be compared. */
export interface TrailRules {
  /** The clock of the place. */
  readonly clock: Clock;
  /** What an event leaves around its place: `triangularMark({ reachMeters })`, `gaussianMark({ … })`, `boxMark({ reachMeters })`. */
  readonly mark: Mark;
  /** What share of a trail is left after a step, before new marks: at least 0 (it is gone) and below 1 (it would stay for ever). */
  readonly keptShare: number;
  /** How many local hours a step has: 24 for days. A divisor or a multiple of 24. */
  readonly stepHours: number;
}

export interface BuildTrailsOptions extends TrailRules, GroupsOptions {
  /** The local day with which the first step begins; that of the first event unless given. Parts of the users need the same. */
  readonly firstDay?: number;
  /** The last local day; that of the last event unless given. */
  readonly lastDay?: number;
}

/**
 * The trails of groups: that of group g at location l after step s is trail[(g · steps + s) · n + l], of n locations, summed over its
 * users. `people` counts the users of each group with an event.
 */
export interface Trails extends Located, TrailRules {
  readonly labels: readonly string[];
  readonly people: Uint32Array;
  readonly firstDay: number;
  readonly steps: number;
  readonly trail: Float64Array;
}

/**
 * Where have the people of each group been lately? Trails of marks that fade, as ants leave them: stigmergy.
 *
 * **How** deposit[s, c] = Σ over the events e of step s of mark(great-circle metres from c to the place of e);
 * trail[s, c] = keptShare · trail[s − 1, c] + deposit[s, c], over the locations c.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the clock, the mark, what is kept, the length of a step, the groups, and the days
 * @returns the trails of all groups after each step. Those of parts of the users over the same days add up. Events of other days
 * leave no mark
 * @throws RangeError for traces out of time order, a user who stands twice, a share of 1 or more, steps that do not divide a day or are no
 * multiple of one, days in the wrong order, or groups without names
 *
 * **Departs from the paper** its marks and its evaporation are told in words only; trails live on the locations of the traces.
 *
 * **Cost** O(events + groups · steps · locations · locations within the reach of a mark); 8 bytes · groups · steps · locations
 *
 * [alfeo-2019]
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.01], [0, 0]);
 * const events = { users: ["ann"], user: new Uint32Array(2), time: Uint32Array.of(36000, 122400), location: Uint32Array.of(0, 0) };
 * const options = { clock: createClock({ timeZone: "UTC" }), mark: boxMark({ reachMeters: 100 }), keptShare: 0.5, stepHours: 24 };
 * buildTrails(buildTracesOfEvents(events, zones), options).trail; // Float64Array(4) [ 1, 0, 1.5, 0 ]
 */
export function buildTrails(traces: Traces, options: BuildTrailsOptions): Trails {
  const where = "buildTrails";
  checkTraces(where, traces);
  checkUsersOnce(where, "traces", traces.users);
  const rules = ["clock", "mark", "keptShare", "stepHours"] as const;
  checkOptions(where, options, [...rules, "firstDay", "lastDay", "groupOf", "labels"]);
  checkRules(where, options);
  const { groupOf, labels } = checkGroups(where, options, traces.users.length);
  const { clock, mark, keptShare, stepHours } = options;
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const calendar = calendarOfSequences(time, offsets, clock);
  const { firstDay, lastDay } = spanOf(where, options, eventDays(time, calendar));
  const steps = Math.ceil(((lastDay - firstDay + 1) * 24) / stepHours);
  const n = locations.length;
  const stepOf = stepTable({ firstDay, steps, stepHours, clock }, calendar);
  const people = new Uint32Array(labels.length);
  const trail = new Float64Array(labels.length * steps * n);
  for (let u = 0; u < users.length; u++) {
    const base = groupOf[u]! * steps;
    let any = false;
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const step = stepOf(time[i]!);
      if (step < 0) continue;
      any = true;
      trail[(base + step) * n + location[i]!]!++;
    }
    if (any) people[groupOf[u]!]!++;
  }
  const spread = markWeights(locations, mark);
  const events = new Float64Array(n);
  for (let row = 0; row < labels.length * steps; row++) {
    const own = trail.subarray(row * n, (row + 1) * n);
    events.set(own);
    if (row % steps === 0) own.fill(0);
    else for (let l = 0; l < n; l++) own[l] = keptShare * trail[(row - 1) * n + l]!;
    for (let l = 0; l < n; l++) if (events[l] !== 0) addMark(spread, l, events[l]!, own);
  }
  return { locations, clock, mark, keptShare, stepHours, labels, people, firstDay, steps, trail };
}

/** Adds so many marks at a location to all locations that they reach. */
function addMark({ offsets, index, value }: SparseMatrix, location: number, marks: number, into: Float64Array): void {
  for (let k = offsets[location]!; k < offsets[location + 1]!; k++) into[index[k]!]! += marks * value[k]!;
}

/** For each location the locations that a mark there reaches, and what it leaves at each. */
export function markWeights(locations: Locations, mark: Mark): SparseMatrix {
  const { lon, lat } = locations.columns;
  const { offsets, location, distanceMeters } = findWithin(locations, lon, lat, { radiusMeters: mark.reachMeters });
  return { offsets, index: location, value: distanceMeters.map((meters) => mark.weightAt(meters)) };
}

/** The step in which a time lies; −1 outside of all steps. */
export function stepTable(
  { firstDay, steps, stepHours }: Pick<Trails, "firstDay" | "steps" | "stepHours" | "clock">,
  calendar: Calendar | null,
): (time: number) => number {
  if (calendar === null) return () => -1;
  const stepOfBin = Int32Array.from(calendar.day, (day, b) => {
    const step = Math.floor(((day - firstDay) * 24 + calendar.hour[b]!) / stepHours);
    return step >= 0 && step < steps ? step : -1;
  });
  const { before, perSecond } = binsOf(calendar);
  return (time) => stepOfBin[((time - before) * perSecond) | 0]!;
}

/** Throws unless the rules are ones that trails can be laid by. */
export function checkRules(where: string, { clock, mark, keptShare, stepHours }: TrailRules): void {
  checkClock(where, "clock", clock);
  checkMark(where, mark);
  checkNumber(where, "keptShare", keptShare, 0, 1);
  if (keptShare === 1) fail(where, "keptShare", "below 1, at which trails would last for ever", keptShare);
  checkInteger(where, "stepHours", stepHours, 1);
  if (24 % stepHours !== 0 && stepHours % 24 !== 0)
    fail(where, "stepHours", "a divisor or a multiple of 24", stepHours);
}

/** The days to lay trails on: those given, or those of the events; no day where there is neither. */
function spanOf(
  where: string,
  options: Pick<BuildTrailsOptions, "firstDay" | "lastDay">,
  events: { first: number; last: number } | null,
): { firstDay: number; lastDay: number } {
  const { firstDay = events?.first ?? 0 } = options;
  checkInteger(where, "firstDay", firstDay);
  const { lastDay = Math.max(events?.last ?? firstDay - 1, firstDay - 1) } = options;
  checkInteger(where, "lastDay", lastDay, firstDay - 1);
  return { firstDay, lastDay };
}

/** The first and the last local day with an event; a calendar may hold days before and after them. */
function eventDays(time: Uint32Array, calendar: Calendar | null): { first: number; last: number } | null {
  if (calendar === null) return null;
  const { before, perSecond } = binsOf(calendar);
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < time.length; i++) {
    const day = calendar.day[((time[i]! - before) * perSecond) | 0]!;
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { first, last };
}
