import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { checkPresence } from "../core/check-traces.ts";
import {
  APPEARED,
  AT_HOME,
  DISPLACED,
  type DisplacementStates,
  LOST,
  RETURNED,
  UNSEEN,
} from "../core/displacement-states.ts";
import { doubled, type Growable } from "../core/growth.ts";
import type { HomePlaces, Presence } from "../types.ts";

export {
  DISPLACEMENT_STATUSES,
  type DisplacementColumns,
  type DisplacementStates,
} from "../core/displacement-states.ts";

export interface DisplacementOptions {
  /** The local day of the event, the first day that is judged: `dayOfDate("2010-01-12")`. */
  readonly eventDay: number;
  /** How many days after the event are followed, 0 to 65,534: 158 in Haiti 2010. The records must reach that far. */
  readonly followDays: number;
  /**
   * A person who was not seen during so many last days that are followed, nor later, is lost from the day after the last
   * sighting. 1 to followDays + 1. In Haiti 2010 people without a call in the last month were left out.
   */
  readonly minLostDays: number;
  /**
   * For how many days without a sighting a person is held to be where last seen; 0 unless given, Infinity for as long as it
   * takes, as in Haiti 2010. Nobody is carried forward once lost.
   */
  readonly maxCarryDays?: number;
  /**
   * A person is displaced once seen elsewhere on so many days seen in a row; before, a visit. 1 unless given, as in Haiti 2010:
   * any day elsewhere counts.
   */
  readonly minAwayDays?: number;
  /** A displaced person has returned once seen at home on so many days seen in a row; before, a visit home. 1 unless given. */
  readonly minHomeDays?: number;
}

/**
 * Where is each person on each day after a disaster: at home, displaced, returned, unseen or lost?
 *
 * **How** with h the baseline home and x(t) the place of day t: `at home` if x(t) = h and the person was not displaced before;
 * `displaced` if x(t) ≠ h; `returned` if x(t) = h after having been displaced since the event; `unseen` without x(t). A
 * person whose last sighting of all lies `minLostDays` or more before the end of what is followed is `lost` from the day
 * after it. A person without a baseline home is `appeared` where x(t) is known and else `unseen`. x(t) is the place of a
 * sighting on day t, or the last one if that is at most `maxCarryDays` old; a sighting before the event can be carried into it.
 *
 * With `minAwayDays` a, `minHomeDays` b above 1, a person is displaced from the first day of a row of a sightings elsewhere, be
 * it in several places, to the first day of a row of b sightings at home, and then returned: days unseen break no row, a
 * sighting of the other kind does. Sightings in shorter rows are visits: the person is held to be at home, or where last seen
 * elsewhere, and the day stands in `visitDays`. A row that the records cut off at their end is a visit too: let them reach
 * some days further than is followed.
 *
 * Displaced is whoever is elsewhere than at home, for whatever reason: `compareDisplacedFlows` takes away what is usual.
 *
 * @param daily - one location per user and day: `buildDailyLocations`, in areas (`relocate` the traces first). Rows before the
 * event serve to carry forward only, rows after the days that are followed to tell that somebody is not lost, and to end a row
 * @param homes - the baseline home of the same users, over the same locations, −1 for none: `detectHomes` of the weeks before
 * the event, or the place where each was on its day
 * @param options - the event day, the days to follow, and what counts as lost and as carried
 * @returns for each user runs of days that cover eventDay … eventDay + followDays, in order: `status` by number in
 * `DISPLACEMENT_STATUSES`, `location` (−1 if unseen or lost), `seenDays` of the run's `days`, `visitDays` of these seen
 * at home by the displaced, elsewhere by others: 0 with a = b = 1
 * @throws RangeError for presence with two places on one day, homes of other users or locations, and days that are out of range
 *
 * **Departs from the paper** Bengtsson et al. leave out who is lost and carry every position forward; here both are to be seen.
 * Li et al. find visits and stays apart as spikes and level shifts of a series; here rows of days do it.
 *
 * **Cost** O(rows): some 50 ns a row. 15 bytes a run, at most two runs a sighting.
 *
 * [bengtsson-2011] [wilson-2016] [li-2019]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [-72.3, -72.7], [18.5, 18.2]);
 * const daily = buildPresenceOfDays({ user: Array(4).fill("ann"), day: [0, 1, 3, 4], location: [0, 1, 1, 0] }, zones);
 * const homes = { locations: zones, users: ["ann"], length: 1, columns: { location: Int32Array.of(0) } };
 * const states = detectDisplacement(daily, homes, { eventDay: 0, followDays: 4, minLostDays: 2 });
 * Array.from(states.columns.status, (status) => DISPLACEMENT_STATUSES[status]); // [ 'at home', 'displaced', 'unseen', 'displaced', 'returned' ]
 */
export function detectDisplacement(
  daily: Presence,
  homes: HomePlaces,
  options: DisplacementOptions,
): DisplacementStates {
  const where = "detectDisplacement";
  checkPresence(where, daily);
  checkHomesOf(where, "homes", homes, daily.users, "daily", daily.locations);
  checkOptions(where, options, ["eventDay", "followDays", "minLostDays", "maxCarryDays", "minAwayDays", "minHomeDays"]);
  const { eventDay, followDays, minLostDays, maxCarryDays = 0, minAwayDays = 1, minHomeDays = 1 } = options;
  checkInteger(where, "eventDay", eventDay, -0x4000_0000, 0x4000_0000);
  checkInteger(where, "followDays", followDays, 0, 0xfffe);
  checkInteger(where, "minLostDays", minLostDays, 1, followDays + 1);
  if (maxCarryDays !== Infinity) checkInteger(where, "maxCarryDays", maxCarryDays, 0);
  checkInteger(where, "minAwayDays", minAwayDays, 1);
  checkInteger(where, "minHomeDays", minHomeDays, 1);
  checkOnePlaceADay(where, daily);

  const { users, offsets: rows, locations } = daily;
  const home = Int32Array.from(homes.columns.location);
  const last = eventDay + followDays;
  const span: Span = { first: eventDay, last, minLostDays, maxCarryDays, minAwayDays, minHomeDays };
  const offsets = new Uint32Array(users.length + 1);
  let runs = createRuns(followDays + 1);
  for (let u = 0; u < users.length; u++) {
    const start = offsets[u]!;
    if (start + followDays >= runs.days.length) runs = mapRuns(runs, doubled);
    offsets[u + 1] = fillRuns(daily, rows[u]!, rows[u + 1]!, home[u]!, span, runs, start);
  }
  const length = offsets[users.length]!;
  const columns = mapRuns(runs, (column) => column.slice(0, length) as typeof column);
  return { locations, users, offsets, length, columns, home, eventDay, followDays };
}

type Runs = DisplacementStates["columns"];

interface Span {
  readonly first: number;
  readonly last: number;
  readonly minLostDays: number;
  readonly maxCarryDays: number;
  readonly minAwayDays: number;
  readonly minHomeDays: number;
}

function createRuns(room: number): Runs {
  return {
    firstDay: new Int32Array(room),
    days: new Uint16Array(room),
    status: new Uint8Array(room),
    location: new Int32Array(room),
    seenDays: new Uint16Array(room),
    visitDays: new Uint16Array(room),
  };
}

function mapRuns(runs: Runs, change: <T extends Growable>(column: T) => T): Runs {
  return {
    firstDay: change(runs.firstDay),
    days: change(runs.days),
    status: change(runs.status),
    location: change(runs.location),
    seenDays: change(runs.seenDays),
    visitDays: change(runs.visitDays),
  };
}

/** Writes the runs of one user, whose rows are from … to − 1, from run `start` on, and gives the number of all runs. */
function fillRuns(
  daily: Presence,
  from: number,
  to: number,
  home: number,
  span: Span,
  runs: Runs,
  start: number,
): number {
  const { day, location } = daily.columns;
  const { first, last, minLostDays, maxCarryDays, minAwayDays, minHomeDays } = span;
  const lastSeen = to > from ? day[to - 1]! : -Infinity;
  const isLost = home >= 0 && lastSeen <= last - minLostDays;
  const end = isLost ? Math.max(lastSeen, first - 1) : last;
  let count = start;
  let next = first;
  let place = home;
  let isAway = false; // displaced, on a visit home too
  let wasAway = false;
  let wasElsewhere = false; // when last seen: a row is judged on its first day
  for (let i = from; i < to && day[i]! <= end; i++) {
    const seen = day[i]!;
    const until = Math.min(end, seen + maxCarryDays, i + 1 < to ? day[i + 1]! - 1 : Infinity);
    if (until < first) continue;
    if (seen > next) count = addRun(runs, count, next, seen - 1, UNSEEN, -1);
    const l = location[i]!;
    const isElsewhere = l !== home;
    let status = APPEARED;
    if (home < 0) place = l;
    else {
      if (isElsewhere !== isAway && isElsewhere !== wasElsewhere) {
        const after = i + (isElsewhere ? minAwayDays : minHomeDays);
        if (after <= to && isAllSo(location, i, after, home, isElsewhere)) isAway = isElsewhere;
      }
      if (isAway) {
        wasAway = true;
        if (isElsewhere) place = l;
      } else place = home;
      status = isAway ? DISPLACED : wasAway ? RETURNED : AT_HOME;
    }
    wasElsewhere = isElsewhere;
    count = addRun(runs, count, Math.max(seen, first), until, status, place);
    if (seen >= first) {
      runs.seenDays[count - 1]!++;
      if (l !== place) runs.visitDays[count - 1]!++;
    }
    next = until + 1;
  }
  if (next <= end) count = addRun(runs, count, next, end, UNSEEN, -1);
  return end < last ? addRun(runs, count, end + 1, last, LOST, -1) : count;
}

/** Whether all rows from … to − 1 are elsewhere than at home, or all of them at home. */
function isAllSo(location: Uint32Array, from: number, to: number, home: number, isElsewhere: boolean): boolean {
  for (let i = from; i < to; i++) if ((location[i] !== home) !== isElsewhere) return false;
  return true;
}

/** Adds days to the last run if they continue it (that of another user ends after the first day), else a run; gives the number of runs. */
function addRun(
  runs: Runs,
  count: number,
  firstDay: number,
  lastDay: number,
  status: number,
  location: number,
): number {
  const days = lastDay - firstDay + 1;
  const continues = count > 0 && runs.firstDay[count - 1]! + runs.days[count - 1]! === firstDay;
  if (continues && runs.status[count - 1] === status && runs.location[count - 1] === location) {
    runs.days[count - 1]! += days;
    return count;
  }
  runs.firstDay[count] = firstDay;
  runs.days[count] = days;
  runs.status[count] = status;
  runs.location[count] = location;
  runs.seenDays[count] = 0;
  runs.visitDays[count] = 0;
  return count + 1;
}

function checkOnePlaceADay(where: string, { users, offsets, columns: { day } }: Presence): void {
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]! + 1; i < offsets[u + 1]!; i++) {
      if (day[i] === day[i - 1]) {
        fail(
          where,
          `daily.columns.day[${i}]`,
          "after the one before: one location a day, by buildDailyLocations",
          day[i],
        );
      }
    }
  }
}
