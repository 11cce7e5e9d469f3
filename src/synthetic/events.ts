import { randomExponential, randomLogNormal } from "d3-random";
import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkLocations } from "../core/check-tables.ts";
import { checkClock, checkRandom } from "../core/check-variants.ts";
import { weekdayOfDay } from "../core/clock.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { pow } from "../core/math.ts";
import type { Clock, Locations, Random, Traces } from "../types.ts";
import { buildCallingHours, drawTime, isWithin, quarterOf } from "./calling-hours.ts";
import { idsOf } from "./ids.ts";

export interface EventsOptions {
  readonly random: Random;
  /** How many users, each with at least one event. */
  readonly users: number;
  /** How many events in all. */
  readonly events: number;
  /** The places of the events. */
  readonly antennas: Locations;
  /** How many local days. */
  readonly days: number;
  /** The first of them, counted from 1970-01-01; day 19765, Monday 12 February 2024, unless given. */
  readonly firstDay?: number;
  readonly clock: Clock;
}

/** The days of the benchmarks' data, which 90 days long cross the change to summer time of 2024 in Europe. */
export const EVENTS_DEFAULTS = { firstDay: 19_765 } as const;

/** σ of the logarithm of events per user: the median is e^(−1/2) = 0.61 of the mean. */
const EVENTS_SIGMA = 1;
/** Places that a user explores; place k is visited in proportion to (k + 1)^−EXPLORED_EXPONENT. */
const EXPLORED = 50;
const EXPLORED_EXPONENT = 1.2;
const BURST_SHARE = 0.35;
const BURST_SECONDS = 150;
/** Share of events that one of the next few antennas took over. */
const NEIGHBOUR_SHARE = 0.06;
const NEIGHBOURS = 5;
/** Where users are: at home until the first share, at work until the second, else exploring. */
const NIGHT = [0.86, 0.86] as const;
const WORKING_TIME = [0.1, 0.72] as const;
const OTHERWISE = [0.48, 0.52] as const;

/**
 * How fast is a step on a large file? Traces of any size with the shape of mobile phone records, without lives behind
 * them.
 *
 * **How** Events per user are log-normal (with 500 on average the median is about 300). Times follow weights of the
 * hour and the weekday; 35 % of the events follow the one drawn before within minutes at the same antenna. The others
 * are at home, at work or at one of 50 explored places, by night, working time and other time; 6 % of these were
 * taken over by a near antenna. "Near" means near in the order of a curve that fills the plane (Morton's), so that no
 * table of distances is needed.
 *
 * @param options - the random source, numbers of users, events and days, antennas and clock; see `EventsOptions`
 * @returns traces, sorted, of exactly `events` events and `users` users ("P000001", …); nobody is unlocated
 * @throws RangeError for fewer events than users, or numbers out of range
 *
 * **Cost** O(events); 28 bytes an event while it runs, of which 8 stay.
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [6.1, 6.2, 6.3], [49.6, 49.7, 49.6]);
 * const clock = createClock({ timeZone: "Europe/Luxembourg" });
 * const traces = generateEvents({ random: createRandom(1), users: 10, events: 5000, antennas, days: 90, clock });
 * traces.offsets[10]; // 5000
 */
export function generateEvents(options: EventsOptions): Traces {
  const where = "generateEvents";
  checkOptions(where, options, ["random", "users", "events", "antennas", "days", "firstDay", "clock"]);
  const { random, users, events, antennas, days, firstDay, clock } = { ...EVENTS_DEFAULTS, ...options };
  checkRandom(where, "random", random);
  checkClock(where, "clock", clock);
  checkLocations(where, "antennas", antennas);
  checkInteger(where, "users", users, 1, 100_000_000);
  checkInteger(where, "events", events, users, 500_000_000);
  checkInteger(where, "days", days, 1, 30_000);
  checkInteger(where, "firstDay", firstDay, 1, 49_000 - days);
  if (antennas.length === 0) fail(where, "antennas", "at least one", 0);
  const hours = buildCallingHours(where, clock, firstDay, days);
  const counts = shareEvents(random, users, events);
  const { order, rank } = orderAlongCurve(antennas);
  const near = (antenna: number, steps: number): number => order[(rank[antenna]! + steps) % order.length]!;
  const visits = zipfSums();
  const drawPause = randomExponential.source(random)(1 / BURST_SECONDS);

  const user = new Uint32Array(events);
  const time = new Uint32Array(events);
  const location = new Uint32Array(events);
  const explored = new Uint32Array(EXPLORED);
  const n = antennas.length;
  let i = 0;
  for (let u = 0; u < users; u++) {
    const home = Math.floor(random() * n);
    const work = near(home, Math.floor(n * pow(random(), 2)));
    for (let k = 0; k < EXPLORED; k++) explored[k] = near(home, Math.floor(n * pow(random(), 2.5)));
    const from = i;
    for (const to = from + counts[u]!; i < to; i++) {
      user[i] = u;
      if (i > from && random() < BURST_SHARE) {
        const next = time[i - 1]! + Math.round(drawPause());
        if (isWithin(hours, next)) {
          time[i] = next;
          location[i] = location[i - 1]!;
          continue;
        }
      }
      const at = drawTime(hours, random);
      const quarter = quarterOf(hours, at);
      const hour = hours.hour[quarter]!;
      const [atHome, atWork] =
        hour >= 22 || hour < 7
          ? NIGHT
          : hour >= 9 && hour < 18 && weekdayOfDay(hours.day[quarter]!) < 5
            ? WORKING_TIME
            : OTHERWISE;
      const x = random();
      const place = x < atHome ? home : x < atWork ? work : explored[stepOf(visits, random())]!;
      time[i] = at;
      location[i] = random() < NEIGHBOUR_SHARE ? near(place, 1 + Math.floor(NEIGHBOURS * random())) : place;
    }
  }
  const grouped = groupByUserAndTime(user, time, location, users);
  return {
    locations: antennas,
    users: idsOf("P", users, 6),
    offsets: grouped.offsets,
    length: events,
    columns: { time: grouped.time, location: grouped.value },
    unlocated: 0,
  };
}

/** Events per user: one each, the rest in proportion to log-normal weights, `events` in all. */
function shareEvents(random: Random, users: number, events: number): Uint32Array {
  const draw = randomLogNormal.source(random)(0, EVENTS_SIGMA);
  const weight = new Float64Array(users);
  let total = 0;
  for (let u = 0; u < users; u++) {
    weight[u] = draw();
    total += weight[u]!;
  }
  const counts = new Uint32Array(users);
  let sum = 0;
  let given = 0;
  for (let u = 0; u < users; u++) {
    sum += weight[u]!;
    const upTo =
      u === users - 1 ? events - users : Math.min(events - users, Math.round((sum / total) * (events - users)));
    counts[u] = 1 + upTo - given;
    given = upTo;
  }
  return counts;
}

/** The antennas in the order of Morton's curve over their box, and the place of each in it. */
function orderAlongCurve(antennas: Locations): { order: Uint32Array; rank: Uint32Array } {
  const { lon, lat } = antennas.columns;
  const x = scaled(lon);
  const y = scaled(lat);
  const order = Uint32Array.from(lon, (_, a) => a);
  const code = order.map((a) => spread(x[a]!) | (spread(y[a]!) << 1));
  order.sort((a, b) => code[a]! - code[b]! || a - b);
  const rank = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
  return { order, rank };
}

/** Whole numbers from 0 to 65535 in proportion to the distance from the smallest value. */
function scaled(degrees: Float64Array): Uint32Array {
  let low = Infinity;
  let high = -Infinity;
  for (const x of degrees) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return Uint32Array.from(degrees, (x) => (high > low ? Math.round((65_535 * (x - low)) / (high - low)) : 0));
}

/** The 16 bits of x with a gap of one bit after each. */
function spread(x: number): number {
  let bits = (x | (x << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Running shares of the visits to the explored places. */
function zipfSums(): Float64Array {
  const sums = new Float64Array(EXPLORED);
  let sum = 0;
  for (let k = 0; k < EXPLORED; k++) {
    sum += pow(k + 1, -EXPLORED_EXPONENT);
    sums[k] = sum;
  }
  return sums.map((s) => s / sum);
}

function stepOf(sums: Float64Array, x: number): number {
  let k = 0;
  while (k < sums.length - 1 && sums[k]! <= x) k++;
  return k;
}
