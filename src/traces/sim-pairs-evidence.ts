import { log } from "../core/math.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters, toUnitVectors } from "../core/sphere.ts";
import { findWithin } from "../space/within.ts";
import type { Traces } from "../types.ts";
import type { DayParts } from "./sim-pairs-parts.ts";
import type { PlaceUse } from "./sim-pairs-use.ts";

/** What is known of one pair of users; overwritten by the next pair. */
export interface Evidence {
  encounters: number;
  together: number;
  conflicts: number;
  occasions: number;
  commonDays: number;
  logRatio: number;
}

/** What an encounter is, and how likely one person's two SIMs are to be together in it. */
export interface EvidenceSettings {
  readonly maxSeconds: number;
  readonly maxMeters: number;
  readonly maxSpeedKmh: number;
  readonly occasionSeconds: number;
  readonly togetherShare: number;
  readonly conflictShare: number;
  readonly minChance: number;
}

const TOGETHER = 0;
const APART = 1;
const CONFLICT = 2;
const NONE = 3;

/** More than rounding can make of a chord, in metres. */
const CHORD_SLACK = 1e-6;

/** The events of both users in the order of time, and the habits of the two together. */
interface Pair {
  length: number;
  time: Float64Array;
  location: Uint32Array;
  part: Uint8Array;
  side: Uint8Array;
  /** What an event and the one before it say, where they are of different sides. */
  outcome: Uint8Array;
  /** Events of both at location l in part p of the day: events[l · parts + p]. */
  readonly events: Uint32Array;
  /** The cells l · parts + p in which they have events, `cellCount` of them. */
  cells: Uint32Array;
  cellCount: number;
  /** In each part of the day: events of both, and locations where they are. */
  readonly total: Float64Array;
  readonly places: Float64Array;
  /** In each part the chance that two people with these habits are near each other; −1 while it is not known. */
  readonly meeting: Float64Array;
}

interface Background {
  readonly traces: Traces;
  readonly settings: EvidenceSettings;
  readonly parts: number;
  /** Locations within maxMeters of each location, itself among them. */
  readonly nearOffsets: Uint32Array;
  readonly near: Uint32Array;
  /** Share of all events in a part of the day that are within maxMeters of a location. */
  readonly popularity: Float64Array;
  readonly vectors: Float64Array;
}

/** Makes the function that weighs the evidence for one pair of users. */
export function createEvidence(
  traces: Traces,
  use: PlaceUse,
  dayParts: DayParts,
  settings: EvidenceSettings,
): (u: number, v: number) => Evidence {
  const { lon, lat } = traces.locations.columns;
  const { offsets, location } = findWithin(traces.locations, lon, lat, { radiusMeters: settings.maxMeters });
  const { parts } = use;
  const background: Background = {
    traces,
    settings,
    parts,
    nearOffsets: offsets,
    near: location,
    popularity: popularityOf(use, offsets, location),
    vectors: toUnitVectors(lon, lat),
  };
  const pair: Pair = {
    length: 0,
    time: new Float64Array(0),
    location: new Uint32Array(0),
    part: new Uint8Array(0),
    side: new Uint8Array(0),
    outcome: new Uint8Array(0),
    events: new Uint32Array(traces.locations.length * parts),
    cells: new Uint32Array(0),
    cellCount: 0,
    total: new Float64Array(parts),
    places: new Float64Array(parts),
    meeting: new Float64Array(parts),
  };
  const evidence: Evidence = { encounters: 0, together: 0, conflicts: 0, occasions: 0, commonDays: 0, logRatio: 0 };
  return (u, v) => {
    evidence.commonDays = merge(background, pair, dayParts, u, v);
    weigh(background, pair, evidence);
    for (let c = 0; c < pair.cellCount; c++) pair.events[pair.cells[c]!] = 0;
    return evidence;
  };
}

function popularityOf(use: PlaceUse, offsets: Uint32Array, near: Uint32Array): Float64Array {
  const { parts, events } = use;
  const total = new Float64Array(parts);
  for (let cell = 0; cell < events.length; cell++) total[cell % parts]! += events[cell]!;
  const popularity = new Float64Array(events.length);
  for (let l = 0; l + 1 < offsets.length; l++) {
    for (let k = offsets[l]!; k < offsets[l + 1]!; k++) {
      for (let p = 0; p < parts; p++) popularity[l * parts + p]! += events[near[k]! * parts + p]!;
    }
    for (let p = 0; p < parts; p++) popularity[l * parts + p]! /= Math.max(1, total[p]!);
  }
  return popularity;
}

/** Merges the events of two users, those of u first in the same second, and gives the days on which both have one. */
function merge({ traces, parts }: Background, pair: Pair, dayParts: DayParts, u: number, v: number): number {
  const { offsets } = traces;
  const { time, location } = traces.columns;
  const { bins, part, day } = dayParts;
  const endU = offsets[u + 1]!;
  const endV = offsets[v + 1]!;
  let i = offsets[u]!;
  let j = offsets[v]!;
  pair.length = endU - i + endV - j;
  if (pair.length > pair.time.length) {
    pair.time = new Float64Array(2 * pair.length);
    pair.location = new Uint32Array(2 * pair.length);
    pair.part = new Uint8Array(2 * pair.length);
    pair.side = new Uint8Array(2 * pair.length);
    pair.outcome = new Uint8Array(2 * pair.length);
    pair.cells = new Uint32Array(2 * pair.length);
  }
  pair.cellCount = 0;
  pair.total.fill(0);
  pair.places.fill(0);
  pair.meeting.fill(-1);
  let common = 0;
  let today = Number.NaN;
  let sides = 0;
  for (let at = 0; at < pair.length; at++) {
    const isFirst = j >= endV || (i < endU && time[i]! <= time[j]!);
    const row = isFirst ? i++ : j++;
    const bin = ((time[row]! - bins.before) * bins.perSecond) | 0;
    const p = part[bin]!;
    pair.time[at] = time[row]!;
    pair.location[at] = location[row]!;
    pair.part[at] = p;
    pair.side[at] = isFirst ? 0 : 1;
    pair.total[p]!++;
    const cell = location[row]! * parts + p;
    if (pair.events[cell]!++ === 0) {
      pair.places[p]!++;
      pair.cells[pair.cellCount++] = cell;
    }
    if (day[bin]! !== today) {
      today = day[bin]!;
      sides = 0;
    }
    const before = sides;
    sides |= isFirst ? 1 : 2;
    if (sides === 3 && before !== 3) common++;
  }
  return common;
}

/** Counts the encounters and sums the evidence of the occasions. */
function weigh(background: Background, pair: Pair, evidence: Evidence): void {
  const { occasionSeconds } = background.settings;
  const { time, side } = pair;
  evidence.encounters = 0;
  evidence.together = 0;
  evidence.conflicts = 0;
  evidence.occasions = 0;
  evidence.logRatio = 0;
  let first = -1;
  let last = -1;
  for (let i = 1; i < pair.length; i++) {
    if (side[i] === side[i - 1]) continue;
    const outcome = outcomeOf(background, pair, i);
    pair.outcome[i] = outcome;
    if (outcome === NONE) continue;
    if (time[i]! - time[i - 1]! <= background.settings.maxSeconds) evidence.encounters++;
    if (outcome === TOGETHER) evidence.together++;
    if (outcome === CONFLICT) evidence.conflicts++;
    if (first < 0 || time[i - 1]! - time[first]! >= occasionSeconds) {
      if (first >= 0) evidence.logRatio += occasionRatio(background, pair, first, last);
      evidence.occasions++;
      first = i - 1;
    }
    last = i;
  }
  if (first >= 0) evidence.logRatio += occasionRatio(background, pair, first, last);
}

/** How the SIMs of events i − 1 and i are to each other: together, apart, too far apart to be one person's; NONE if that says nothing. */
function outcomeOf(background: Background, pair: Pair, i: number): number {
  const { maxSeconds, maxMeters, maxSpeedKmh } = background.settings;
  const gap = pair.time[i]! - pair.time[i - 1]!;
  const x = pair.location[i - 1]!;
  const y = pair.location[i]!;
  if (x === y) return gap <= maxSeconds ? TOGETHER : NONE;
  if (!isWithin(background, x, y, maxMeters + (gap * maxSpeedKmh) / 3.6)) return CONFLICT;
  if (gap > maxSeconds) return NONE;
  return isWithin(background, x, y, maxMeters) ? TOGETHER : APART;
}

/** Whether two locations are at most so far apart; the chord through the globe decides where it can. */
function isWithin({ traces, vectors }: Background, x: number, y: number, meters: number): boolean {
  const a = vectors[3 * x]! - vectors[3 * y]!;
  const b = vectors[3 * x + 1]! - vectors[3 * y + 1]!;
  const c = vectors[3 * x + 2]! - vectors[3 * y + 2]!;
  const squared = a * a + b * b + c * c;
  const chord = EARTH_RADIUS_METERS * Math.sqrt(squared);
  // 2 asin(z / 2) lies between z and z + z³ / 20 for z up to 1, and below π z / 2 for all z.
  if (chord - CHORD_SLACK > meters) return false;
  if (chord * (squared < 1 ? 1 + squared / 20 : Math.PI / 2) + CHORD_SLACK <= meters) return true;
  const { lon, lat } = traces.locations.columns;
  return greatCircleMeters(lon[x]!, lat[x]!, lon[y]!, lat[y]!) <= meters;
}

/** The mean log ratio of the outcomes from event `first` to event `last`, by habits in which these events are left out. */
function occasionRatio(background: Background, pair: Pair, first: number, last: number): number {
  const { settings, parts } = background;
  const { minChance, conflictShare } = settings;
  const { events, total, places, location, part, side } = pair;
  // The chance of meeting belongs to all events, and is asked for before any of them are left out.
  for (let i = first; i < last; i++) if (pair.meeting[part[i]!]! < 0) setMeeting(background, pair, part[i]!);
  for (let i = first; i <= last; i++) {
    const p = part[i]!;
    total[p]!--;
    if (--events[location[i]! * parts + p]! === 0) places[p]!--;
  }
  let sum = 0;
  let outcomes = 0;
  for (let i = first + 1; i <= last; i++) {
    if (side[i] === side[i - 1]) continue;
    const outcome = pair.outcome[i]!;
    if (outcome === NONE) continue;
    const p = part[i - 1]!;
    const meeting = Math.min(pair.meeting[p]!, 1 - minChance);
    const together = Math.max(settings.togetherShare, meeting);
    if (outcome === TOGETHER) {
      const x = location[i - 1]!;
      const y = location[i]!;
      const atX = chanceNear(background, pair, x, p);
      sum += log(together / (x === y ? atX : Math.max(atX, chanceNear(background, pair, y, p))));
    } else {
      const share = outcome === CONFLICT ? Math.min(conflictShare, 1 - together) : 1 - together;
      sum += log(share / (1 - meeting));
    }
    outcomes++;
  }
  for (let i = first; i <= last; i++) {
    const p = part[i]!;
    total[p]!++;
    if (events[location[i]! * parts + p]!++ === 0) places[p]!++;
  }
  return sum / outcomes;
}

/** The chance that somebody with the habits of the two is near a location in a part of the day, smoothed after Witten and Bell. */
function chanceNear(
  { settings, parts, nearOffsets, near, popularity }: Background,
  pair: Pair,
  x: number,
  p: number,
): number {
  let there = 0;
  for (let k = nearOffsets[x]!; k < nearOffsets[x + 1]!; k++) there += pair.events[near[k]! * parts + p]!;
  const places = pair.places[p]!;
  const known = pair.total[p]! + places;
  const popular = popularity[x * parts + p]!;
  const chance = known === 0 ? popular : (there + places * popular) / known;
  return Math.min(1, Math.max(settings.minChance, chance));
}

/** Sets the chance that two people with the habits of the two are near each other in a part of the day. */
function setMeeting(background: Background, pair: Pair, p: number): void {
  const { parts } = background;
  let sum = 0;
  for (let c = 0; c < pair.cellCount; c++) {
    const cell = pair.cells[c]!;
    if (cell % parts !== p) continue;
    sum += pair.events[cell]! * chanceNear(background, pair, (cell - p) / parts, p);
  }
  pair.meeting[p] = sum / pair.total[p]!;
}
