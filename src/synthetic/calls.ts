import { randomExponential, randomLogNormal } from "d3-random";
import { checkInteger, checkNumber, checkOptions, checkSameLocations } from "../core/check.ts";
import { checkClock, checkRandom } from "../core/check-variants.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { log } from "../core/math.ts";
import type { Calls, Clock, Random } from "../types.ts";
import { buildCallingHours, type CallingHours, drawTime, isWithin, quarterOf } from "./calling-hours.ts";
import { idsOf } from "./ids.ts";
import type { Lives } from "./lives.ts";
import { nearestAntennas } from "./neighbour-antennas.ts";
import { buildAliasTable, drawAlias, drawRunningSum } from "./weighted-choice.ts";
import { checkLives, hashOf, placeAt } from "./whereabouts.ts";
import { checkWorld, type World } from "./world.ts";

export interface CallsOptions {
  readonly random: Random;
  /** Local time where the people live. */
  readonly clock: Clock;
  /** Records per person and day on average, calls and texts together, counted at the caller. */
  readonly callsPerPersonDay?: number;
  /** Share of the records that are texts. */
  readonly textShare?: number;
  /** Share of the records whose callee is on another network: an id "X…" without antenna. */
  readonly otherNetworkShare?: number;
  /** Share of the antennas, of callers and callees alike, that were lost. */
  readonly unknownAntennaShare?: number;
  /** Share of the antennas that are not where the person is but one of the nearest, which took the call over. */
  readonly neighbourShare?: number;
  /** Share of the records that follow the caller's previous one within minutes. */
  readonly burstShare?: number;
  /** Mean time between the records of a burst. */
  readonly burstSeconds?: number;
  /** Median duration of a call. */
  readonly durationSeconds?: number;
}

/** What calling is like unless told otherwise. Our own choice; `neighbourShare` and the bursts are those of the benchmarks' data. */
export const CALLS_DEFAULTS = {
  callsPerPersonDay: 1,
  textShare: 0.3,
  otherNetworkShare: 0.2,
  unknownAntennaShare: 0.01,
  neighbourShare: 0.06,
  burstShare: 0.35,
  burstSeconds: 150,
  durationSeconds: 60,
} as const;

/** Antennas near one that may take a call over. */
const NEIGHBOURS = 4;
/** σ of the logarithm of a call's duration. */
const DURATION_SIGMA = 1.1;
/** People of other networks whom one person calls. */
const OUTSIDE_CONTACTS = 5;

/**
 * What would the operator have written down? The call detail records of these lives, in the order of time.
 *
 * **How** people · days · callsPerPersonDay records are drawn, each of a caller (∝ calling rate) at a local hour (by
 * weights of hour and weekday) or, with probability `burstShare`, an exponential time after the record drawn before
 * it and of the same caller. The callee is one of the caller's contacts (∝ strength) or someone on another network.
 * Each side's antenna is where that person is at that hour (`whereaboutsOf`); a share of the sides is carried by one
 * of the four nearest antennas, and a share is lost. Calls last a log-normal time in whole seconds, at least one. What a SIM
 * would do before its first day or after its last one is left out, so that there are fewer records where SIMs are new or lost.
 *
 * @param world - the country
 * @param lives - the lives of its people
 * @param options - the random source, the clock, rates and shares; see `CallsOptions`
 * @returns the records over the antennas of the world. `users` are those of the lives, row by row, and then "X000001", …
 * of other networks. No record has a local time that the clock skips.
 * @throws RangeError for numbers out of range, lives of another world, a zone whose offset is not whole quarters of an hour
 *
 * **Cost** O(records · log contacts + antennas²); 36 bytes a record while it runs, of which 29 stay.
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * const lives = generateLives(world, { random: createRandom(2), people: 100, days: 30, firstDay: 16801 });
 * const clock = createClock({ timeZone: "UTC" });
 * const calls = generateCalls(world, lives, { random: createRandom(3), clock, callsPerPersonDay: 2 });
 * calls.length; // 6000
 */
export function generateCalls(world: World, lives: Lives, options: CallsOptions): Calls {
  const where = "generateCalls";
  checkWorld(where, world);
  checkLives(where, lives);
  const named = Object.keys(CALLS_DEFAULTS) as (keyof typeof CALLS_DEFAULTS)[];
  checkOptions(where, options, ["random", "clock", ...named]);
  checkRandom(where, "random", options.random);
  checkClock(where, "clock", options.clock);
  const settings = { ...CALLS_DEFAULTS, ...options };
  const { random, clock, textShare, otherNetworkShare, unknownAntennaShare, neighbourShare } = settings;
  checkSameLocations(where, "lives.locations", lives.locations, world.antennas);
  checkNumber(where, "callsPerPersonDay", settings.callsPerPersonDay, 0, 1000);
  for (const name of ["textShare", "otherNetworkShare", "unknownAntennaShare", "neighbourShare", "burstShare"] as const)
    checkNumber(where, name, settings[name], 0, 1);
  checkNumber(where, "burstSeconds", settings.burstSeconds, 1);
  checkNumber(where, "durationSeconds", settings.durationSeconds, 1);
  const people = lives.users.length;
  const records = Math.round(people * lives.days * settings.callsPerPersonDay);
  checkInteger(where, "the number of records", records, 0, 500_000_000);

  const hours = buildCallingHours(where, clock, lives.firstDay, lives.days);
  const { time, caller } = drawCallers(lives, hours, records, settings);
  const callee = new Uint32Array(records);
  const callerAntenna = new Int32Array(records);
  const calleeAntenna = new Int32Array(records);
  const duration = new Float64Array(records);
  const kind = new Uint8Array(records);

  const { offsets, index, value } = lives.contacts;
  const strengths = runningSums(value, offsets);
  const neighbours = neighbourShare > 0 ? nearestAntennas(world.antennas, NEIGHBOURS) : new Uint32Array(0);
  const perAntenna = neighbours.length / world.antennas.length;
  const outsiders = otherNetworkShare > 0 ? Math.max(1, Math.round(people * otherNetworkShare)) : 0;
  const drawSeconds = randomLogNormal.source(random)(log(settings.durationSeconds), DURATION_SIGMA);
  const antennaOf = (user: number, day: number, hour: number): number => {
    const place = placeAt(lives, user, day, hour);
    const x = random();
    if (x < unknownAntennaShare) return -1;
    if (perAntenna === 0 || random() >= neighbourShare) return place;
    return neighbours[perAntenna * place + Math.floor(random() * perAntenna)]!;
  };
  const { simFirstDay, simLastDay } = lives.people.columns;
  const isSilent = (user: number, day: number): boolean => day < simFirstDay[user]! || day > simLastDay[user]!;
  const written = new Uint32Array(records);
  let rows = 0;
  for (let i = 0; i < records; i++) {
    const from = caller[i]!;
    const quarter = quarterOf(hours, time[i]!);
    const day = hours.day[quarter]!;
    let silent = isSilent(from, day);
    const hour = hours.hour[quarter]!;
    callerAntenna[i] = antennaOf(from, day, hour);
    if (random() < otherNetworkShare) {
      const x = random();
      callee[i] = people + (hashOf(lives.seed, from, Math.floor(OUTSIDE_CONTACTS * x * x)) % outsiders);
      calleeAntenna[i] = -1;
    } else {
      const to = index[drawRunningSum(strengths, offsets[from]!, offsets[from + 1]!, random)]!;
      callee[i] = to;
      silent ||= isSilent(to, day);
      calleeAntenna[i] = antennaOf(to, day, hour);
    }
    if (random() < textShare) {
      kind[i] = 1;
      duration[i] = Number.NaN;
    } else {
      duration[i] = Math.max(1, Math.round(drawSeconds()));
    }
    if (!silent) written[rows++] = i;
  }
  const all = { caller, callee, time, callerAntenna, calleeAntenna, duration, kind };
  return {
    locations: world.antennas,
    users: [...lives.users, ...idsOf("X", outsiders, 6)],
    length: rows,
    columns: rows === records ? all : rowsOfCalls(all, written.subarray(0, rows)),
  };
}

/** Some rows of the columns. */
function rowsOfCalls(columns: Calls["columns"], rows: Uint32Array): Calls["columns"] {
  return {
    caller: Uint32Array.from(rows, (i) => columns.caller[i]!),
    callee: Uint32Array.from(rows, (i) => columns.callee[i]!),
    time: Uint32Array.from(rows, (i) => columns.time[i]!),
    callerAntenna: Int32Array.from(rows, (i) => columns.callerAntenna[i]!),
    calleeAntenna: Int32Array.from(rows, (i) => columns.calleeAntenna[i]!),
    duration: Float64Array.from(rows, (i) => columns.duration[i]!),
    kind: Uint8Array.from(rows, (i) => columns.kind[i]!),
  };
}

/** Who calls when, in the order of time. */
function drawCallers(
  lives: Lives,
  hours: CallingHours,
  records: number,
  settings: { readonly random: Random; readonly burstShare: number; readonly burstSeconds: number },
): { time: Uint32Array; caller: Uint32Array } {
  const { random, burstShare, burstSeconds } = settings;
  const callers = buildAliasTable("generateCalls", "lives.people.columns.rate", lives.people.columns.rate);
  const drawPause = randomExponential.source(random)(1 / burstSeconds);
  const time = new Uint32Array(records);
  const caller = new Uint32Array(records);
  for (let i = 0; i < records; i++) {
    if (i > 0 && random() < burstShare) {
      const next = time[i - 1]! + Math.round(drawPause());
      if (isWithin(hours, next)) {
        time[i] = next;
        caller[i] = caller[i - 1]!;
        continue;
      }
    }
    time[i] = drawTime(hours, random);
    caller[i] = drawAlias(callers, random);
  }
  const sorted = groupByUserAndTime(new Uint32Array(records), time, caller, 1);
  return { time: sorted.time, caller: sorted.value };
}

/** Sums of the values within each row up to and with each entry. */
function runningSums(value: Float64Array, offsets: Uint32Array): Float64Array {
  const sums = new Float64Array(value.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    let sum = 0;
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      sum += value[k]!;
      sums[k] = sum;
    }
  }
  return sums;
}
