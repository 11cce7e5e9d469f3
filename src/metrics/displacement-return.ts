import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkRuns, checkTimeOrder } from "../core/check-events.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { wilsonInterval } from "../core/distributions.ts";
import type { Sequences, Table } from "../types.ts";

/** What is read of the spells of `buildDisplacementSpells`: any durations, in days, that ended (`returned` 1) or are censored. */
export type SpellsAway = Sequences<{
  readonly origin: Uint32Array;
  readonly firstDay: Int32Array;
  readonly days: Uint32Array;
  readonly returned: Uint8Array;
}>;

export interface MeasureReturnOptions extends ConfidenceOptions {
  /** Only spells from this home; from all unless given. */
  readonly origin?: number;
  /** Only spells that began on this local day or later; from the first one unless given. */
  readonly fromDay?: number;
  /** Only spells that began before this local day; to the last one unless given. */
  readonly toDay?: number;
}

/**
 * The share of the displaced who are back, by the number of days since they left: `atRisk` who were still followed and away
 * before that day, `returned` and `censored` on it, the `share` back by then, its interval on that day and the band for all.
 * `people` is how many spells there are, `halfLifeDays` the first day by which half are back, with its interval.
 */
export type ReturnCurve = Table<{
  readonly days: Uint32Array;
  readonly atRisk: Uint32Array;
  readonly returned: Uint32Array;
  readonly censored: Uint32Array;
  readonly share: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly bandLow: Float64Array;
  readonly bandHigh: Float64Array;
}> & {
  readonly people: number;
  readonly halfLifeDays: number;
  readonly halfLifeLowDays: number;
  readonly halfLifeHighDays: number;
};

/**
 * How soon do the displaced return: what share is back after so many days, and after how many days is half?
 *
 * **How** of each person the first spell among those asked for. Kaplan–Meier: S = Π over days k of (1 − returned(k) / atRisk(k)),
 * share = 1 − S; who is lost, or still away at the end, is followed up to the last day known to be away and then censored.
 * Greenwood's variance v = S² Σ returned / (atRisk (atRisk − returned)) gives the number of people whose simple share would
 * be as sure, m = S (1 − S) / v (Rothman); low and high are Wilson's interval of share · m out of m. Before the first return,
 * and once all are back, m is the number at risk. bandLow, bandHigh: the same at 1 − (1 − confidence) / (days with a return),
 * to hold on all days at once. halfLifeDays is the first day with share ≥ 1/2; its interval is the first days on which high
 * and low are.
 *
 * **It is assumed that those who are lost return as those who are not.** Who is seen rarely is seen back late: the curve of
 * `days` is the latest one, and that of the same spells with `earliestDays` in their place the earliest.
 *
 * @param spells - the spells away: `buildDisplacementSpells`
 * @param options - the confidence, and which spells
 * @returns a row for each day from 0 to the longest duration, none without spells. Half-lives are NaN where the curve does not
 * reach one half
 * @throws RangeError for spells that are not well formed, a user who stands twice, or options out of range
 *
 * **Cost** O(spells + days)
 *
 * [kaplan-meier-1958] [rothman-1978] [wilson-1927] [dunn-1961]
 *
 * @example
 * const columns = { origin: Uint32Array.of(0, 0, 0), firstDay: Int32Array.of(5, 5, 6), days: Uint32Array.of(1, 2, 2), returned: Uint8Array.of(1, 0, 1) };
 * const curve = measureReturn({ users: ["ann", "bo", "cy"], offsets: Uint32Array.of(0, 1, 2, 3), length: 3, columns }, { confidence: 0.95 });
 * Array.from(curve.columns.share, (share) => share.toFixed(2)); // [ '0.00', '0.33', '0.67' ]
 * curve.halfLifeDays; // 2
 */
export function measureReturn(spells: SpellsAway, options: MeasureReturnOptions = {}): ReturnCurve {
  const where = "measureReturn";
  checkRuns(where, "spells", spells, ["origin", "firstDay", "days", "returned"]);
  checkTimeOrder(where, "spells.columns.firstDay", spells.offsets, spells.columns.firstDay);
  checkUsersOnce(where, "spells", spells.users);
  checkOptions(where, options, ["confidence", "origin", "fromDay", "toDay"]);
  const { origin, fromDay = -Infinity, toDay = Infinity } = options;
  const confidence = confidenceOf(where, options);
  if (origin !== undefined) checkInteger(where, "origin", origin, 0);
  if (fromDay !== -Infinity) checkInteger(where, "fromDay", fromDay);
  if (toDay !== Infinity) checkInteger(where, "toDay", toDay, fromDay);

  const { days, returned } = spells.columns;
  const chosen = firstSpells(spells, origin, fromDay, toDay);
  let longest = -1;
  for (const s of chosen) {
    if (returned[s] === 1 && days[s] === 0) fail(where, `spells.columns.days[${s}]`, "at least 1 of who returned", 0);
    longest = Math.max(longest, days[s]!);
  }
  const curve = createCurve(longest + 1);
  for (const s of chosen) {
    if (returned[s] === 1) curve.returned[days[s]!]!++;
    else curve.censored[days[s]!]!++;
  }
  fillCurve(curve, chosen.length, confidence);
  const firstWith = (column: Float64Array): number => {
    const day = column.findIndex((value) => value >= HALF);
    return day < 0 ? Number.NaN : day;
  };
  return {
    length: longest + 1,
    columns: curve,
    people: chosen.length,
    halfLifeDays: firstWith(curve.share),
    halfLifeLowDays: firstWith(curve.high),
    halfLifeHighDays: firstWith(curve.low),
  };
}

/** One half, less what is lost in products of many fractions. */
const HALF = 0.5 - 1e-12;

type Curve = ReturnCurve["columns"];

/** The rows of the first spell of each person among those asked for. */
function firstSpells(spells: SpellsAway, from: number | undefined, fromDay: number, toDay: number): number[] {
  const { origin, firstDay } = spells.columns;
  const chosen: number[] = [];
  for (let u = 0; u < spells.users.length; u++) {
    for (let s = spells.offsets[u]!; s < spells.offsets[u + 1]!; s++) {
      if (firstDay[s]! < fromDay || firstDay[s]! >= toDay || (from !== undefined && origin[s] !== from)) continue;
      chosen.push(s);
      break;
    }
  }
  return chosen;
}

function createCurve(length: number): Curve {
  const counts = (): Uint32Array => new Uint32Array(length);
  const figures = (): Float64Array => new Float64Array(length);
  return {
    days: Uint32Array.from({ length }, (_, k) => k),
    atRisk: counts(),
    returned: counts(),
    censored: counts(),
    share: figures(),
    low: figures(),
    high: figures(),
    bandLow: figures(),
    bandHigh: figures(),
  };
}

function fillCurve(curve: Curve, people: number, confidence: number): void {
  const { atRisk, returned, censored, share } = curve;
  const ofAll = 1 - (1 - confidence) / Math.max(1, returned.filter((count) => count > 0).length);
  let left = people;
  let away = 1;
  let greenwood = 0;
  let size = people;
  for (let k = 0; k < atRisk.length; k++) {
    atRisk[k] = left;
    const back = returned[k]!;
    if (back > 0) {
      away *= 1 - back / left;
      greenwood += back / (left * (left - back));
    }
    if (greenwood === 0) size = left;
    else if (back > 0) size = away > 0 ? (1 - away) / (away * greenwood) : left;
    share[k] = 1 - away;
    const interval = wilsonInterval(away > 0 ? share[k]! * size : size, size, confidence);
    const band = wilsonInterval(away > 0 ? share[k]! * size : size, size, ofAll);
    curve.low[k] = interval.low;
    curve.high[k] = interval.high;
    curve.bandLow[k] = band.low;
    curve.bandHigh[k] = band.high;
    left -= back + censored[k]!;
  }
}
