import { checkLength, checkNumber, checkOptions, checkSameLocations, fail, failInWords } from "../core/check.ts";
import { checkLists, checkLocations } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import type { HoursWindow } from "../core/hours.ts";
import { exp, log } from "../core/math.ts";
import type { Clock, Table, Traces } from "../types.ts";
import { fewestPeople, fileUsers, type TopLocations, topLocationsOf } from "./sim-pairs-candidates.ts";
import { createEvidence } from "./sim-pairs-evidence.ts";
import { dayPartsOf } from "./sim-pairs-parts.ts";
import {
  checkPlaceUseOptions,
  countOwners,
  PLACE_USE_DEFAULTS,
  type PlaceUse,
  type PlaceUseOptions,
  placeUseOf,
} from "./sim-pairs-use.ts";

export interface SimPairsOptions extends PlaceUseOptions {
  /** An event of one SIM and the next one, of the other SIM, at most so many seconds later are an encounter. */
  readonly maxSeconds: number;
  /** Locations so near to each other are the same place: the reach of an antenna. */
  readonly maxMeters: number;
  /** Nobody travels faster, from the edge of the one place: two SIMs that would have to are in conflict. */
  readonly maxSpeedKmh: number;
  /** Share of the people who carry a second SIM of these data: above 0, below 1. */
  readonly secondSimShare: number;
  /** Pairs that are less probable are left out; 0.5 unless given, 0 for all candidates. */
  readonly minProbability?: number;
  /** Encounters that begin within so many seconds of the first of them are one occasion; four hours unless given. */
  readonly occasionSeconds?: number;
  /** Share of the encounters of one person's two SIMs that are together, 0.9 unless given … */
  readonly togetherShare?: number;
  /** … and that are in conflict, as records have errors; 0.02 unless given. */
  readonly conflictShare?: number;
  /** Two people are taken to be near each other with at least this chance, whatever their habits; 0.02 unless given. */
  readonly minChance?: number;
  /** How popular places are among all users, where the traces are a part of them; counted from the traces unless given. */
  readonly use?: PlaceUse;
}

/**
 * Pairs of users who may be one person, in the order of `user` and `other` (rows of `users`, user < other).
 * `candidates` says how many pairs were looked at.
 */
export type SimPairs = Table<{
  readonly user: Uint32Array;
  readonly other: Uint32Array;
  readonly encounters: Uint32Array;
  readonly together: Uint32Array;
  readonly conflicts: Uint32Array;
  readonly occasions: Uint32Array;
  readonly commonDays: Uint32Array;
  readonly logRatio: Float64Array;
  readonly probability: Float64Array;
}> & { readonly users: readonly string[]; readonly candidates: number };

/** Our own choice throughout; those of `countPlaceUse` hold here too. */
export const SIM_PAIRS_DEFAULTS = {
  minProbability: 0.5,
  occasionSeconds: 14_400,
  togetherShare: 0.9,
  conflictShare: 0.02,
  minChance: 0.02,
} as const;

const NAMES = [
  "clock",
  "maxSeconds",
  "maxMeters",
  "maxSpeedKmh",
  "secondSimShare",
  "use",
  "topLocations",
  "windows",
] as const;

/**
 * Which pairs of users are likely one person with two SIMs? A measure of our own, with the evidence beside it, to count
 * people instead of SIMs. Nothing is merged; `buildPersons` does that if asked to.
 *
 * **How** Candidates share two of their `topLocations` most used locations. Their events are put in one order of time; an
 * event of one SIM and the next one, of the other, are an encounter if gap ≤ maxSeconds: `together` if meters ≤ maxMeters,
 * else apart. Neighbours of any gap are in conflict if meters > maxMeters + gap · maxSpeedKmh / 3.6. Encounters and
 * conflicts that begin within occasionSeconds of the first are one occasion. What one weighs depends on the habits of the
 * two taken together, in the part of the day p of its first event: near(x) of total events within maxMeters of x, places
 * different locations, those of the occasion left out, and popularity(x), the share of all users' events in p near x:
 * q(x) = (near(x) + places · popularity(x)) / (total + places), at least minChance. Two independent people of such habits
 * meet with chance Q, the mean of q over all their events in p, at most 1 − minChance; one person's SIMs are together with
 * s = max(togetherShare, Q). Together counts ln(s / q), with the larger q of both locations; apart ln((1 − s) / (1 − Q));
 * a conflict ln(min(conflictShare, 1 − s) / (1 − Q)). Then
 * logRatio = ln(users / people) + Σ over occasions of the mean over the occasion,
 * where `people` is how many users have the less popular of the shared most used locations among theirs. The prior is
 * 2 · share / ((1 + share) · (users − 1)), the share of all pairs of SIMs that are one person's if `secondSimShare` of the
 * people have two; probability = 1 / (1 + (1 − prior) / prior · exp(−logRatio)).
 *
 * @param traces - events of each user in time order, at antennas or small cells
 * @param options - what an encounter is, how common second SIMs are, the clock; see `SimPairsOptions`
 * @returns a row per pair at least as probable as asked (see `SimPairs`); logRatio is a natural logarithm, probability from
 * 0 to 1. Events of the same second count in the order of the users. Two users of a part of the data have the row that they
 * have in the whole if `use` is that of the whole
 * @throws RangeError for traces that are not well formed, options out of range, or a `use` counted by other options,
 * over other locations or not over these users
 *
 * **Departs from the paper**: the probability of a pair is that of the deduplication package with logRatio in the place of
 * ℓᵢⱼ − ℓᵢ − ℓⱼ. Its likelihoods come from a hidden Markov model over a grid with signal strengths, which records do not
 * have; its candidates are found by comparing all pairs. Its prior, 2 · share / (users − 1), takes a share of people for
 * one of SIMs.
 *
 * **Cost** O(events + candidates · events of a user); candidates grow with the square of the users who share a pair of
 * locations, so not at large zones. Some 20 µs a candidate of 2 · 160 events
 *
 * [salgado-2021] [bosma-2022] [witten-bell-1991] [marshall-2016]
 *
 * @example
 * const antennas = createLocations("antennas", ["home", "work", "fair"], [85.3, 85.4, 85.8], [27.7, 27.6, 27.9]);
 * const days = Array.from({ length: 20 }, (_, d) => d);
 * const rows = days.flatMap((d) => [[0, 25200, 0], [1, 25500, 0], [0, 43200, d % 4 < 3 ? 1 : 2], [1, 43500, d % 4 < 3 ? 1 : 2]].map(([u, t, l]) => [u, 86400 * d + t, l]));
 * const column = (k) => Uint32Array.from(rows, (row) => row[k]);
 * const traces = buildTracesOfEvents({ users: ["sim1", "sim2"], user: column(0), time: column(1), location: column(2) }, antennas);
 * const options = { clock: createClock({ timeZone: "UTC" }), maxSeconds: 900, maxMeters: 2000, maxSpeedKmh: 150, secondSimShare: 0.1 };
 * const { user, other, encounters, together } = detectSimPairs(traces, options).columns;
 * [user[0], other[0], encounters[0], together[0]]; // [ 0, 1, 40, 40 ]
 */
export function detectSimPairs(traces: Traces, options: SimPairsOptions): SimPairs {
  const where = "detectSimPairs";
  const named = Object.keys(SIM_PAIRS_DEFAULTS) as (keyof typeof SIM_PAIRS_DEFAULTS)[];
  checkOptions(where, options, [...NAMES, ...named]);
  const settings = { ...PLACE_USE_DEFAULTS, ...SIM_PAIRS_DEFAULTS, ...options };
  checkPlaceUseOptions(where, {
    clock: settings.clock,
    topLocations: settings.topLocations,
    windows: settings.windows,
  });
  checkSettings(where, settings);
  checkTraces(where, traces);
  const { clock, topLocations, windows } = settings;
  const top = topLocationsOf(traces, topLocations);
  if (options.use !== undefined) checkUse(where, options.use, traces, top, clock, windows);
  const use = options.use ?? placeUseOf(traces, { clock, topLocations, windows });

  const files = fileUsers(top, traces.locations.length);
  const evidenceOf = createEvidence(traces, use, dayPartsOf(traces, clock, windows), settings);
  const { secondSimShare, minProbability } = settings;
  const prior = (2 * secondSimShare) / ((1 + secondSimShare) * (use.users - 1));
  const found: number[][] = [];
  let candidates = 0;
  for (let f = 0; f < files.count; f++) {
    const to = files.from[f + 1]!;
    for (let i = files.from[f]!; i < to; i++) {
      for (let j = i + 1; j < to; j++) {
        const u = files.users[i]!;
        const v = files.users[j]!;
        const people = fewestPeople(top, use.people, u, v, files.x[f]!, files.y[f]!);
        if (people === 0) continue;
        candidates++;
        const { encounters, together, conflicts, occasions, commonDays, logRatio } = evidenceOf(u, v);
        const ratio = log(use.users / people) + logRatio;
        const probability = 1 / (1 + ((1 - prior) / prior) * exp(-ratio));
        if (probability < minProbability) continue;
        found.push([u, v, encounters, together, conflicts, occasions, commonDays, ratio, probability]);
      }
    }
  }
  found.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
  const counts = (k: number): Uint32Array => Uint32Array.from(found, (row) => row[k]!);
  const columns = {
    user: counts(0),
    other: counts(1),
    encounters: counts(2),
    together: counts(3),
    conflicts: counts(4),
    occasions: counts(5),
    commonDays: counts(6),
    logRatio: Float64Array.from(found, (row) => row[7]!),
    probability: Float64Array.from(found, (row) => row[8]!),
  };
  return { users: traces.users, candidates, length: found.length, columns };
}

function checkSettings(where: string, settings: Required<Omit<SimPairsOptions, "use">>): void {
  checkNumber(where, "maxSeconds", settings.maxSeconds, 0);
  checkNumber(where, "maxMeters", settings.maxMeters, 0);
  checkNumber(where, "maxSpeedKmh", settings.maxSpeedKmh, 0);
  checkNumber(where, "occasionSeconds", settings.occasionSeconds, 0);
  checkNumber(where, "minProbability", settings.minProbability, 0, 1);
  for (const name of ["secondSimShare", "togetherShare", "conflictShare"] as const) {
    const share = settings[name];
    checkNumber(where, name, share, 0, 1);
    if (share === 0 || share === 1) fail(where, name, "above 0 and below 1", share);
  }
  checkNumber(where, "minChance", settings.minChance, 0, 0.5);
  if (settings.minChance === 0) fail(where, "minChance", "above 0", 0);
}

/** Throws unless the popularity was counted over all of these users at least, and by the same options. */
function checkUse(
  where: string,
  use: PlaceUse,
  traces: Traces,
  top: TopLocations,
  clock: Clock,
  windows: readonly HoursWindow[],
): void {
  const { topLocations } = top;
  checkLists(where, "use", use, ["events", "people", "windows"], "what countPlaceUse gives");
  checkLocations(where, "use.locations", use.locations);
  checkSameLocations(where, "use.locations", use.locations, traces.locations);
  if (use.topLocations !== topLocations) fail(where, "use.topLocations", `${topLocations}, as here`, use.topLocations);
  if (use.timeZone !== clock.timeZone) fail(where, "use.timeZone", `"${clock.timeZone}", as here`, use.timeZone);
  const words = inWords(windows);
  if (inWords(use.windows) !== words) failInWords(where, "use.windows", words, inWords(use.windows));
  const cells = traces.locations.length * (windows.length + 1);
  checkLength(where, "use.events", use.events.length, cells);
  const own = countOwners(traces, top);
  checkNumber(where, "use.users", use.users, own.users);
  for (let l = 0; l < traces.locations.length; l++) {
    checkNumber(where, `use.people[${l}]`, use.people[l]!, own.people[l]!, use.users);
  }
}

/** Windows of hours as a sentence shows them. */
function inWords(windows: readonly HoursWindow[]): string {
  if (windows.length === 0) return "no windows";
  return windows
    .map(
      ({ fromHour, toHour, weekdays }) =>
        `${fromHour} to ${toHour}${weekdays === undefined ? "" : ` on days ${weekdays.join(" ")}`}`,
    )
    .join(", ");
}
