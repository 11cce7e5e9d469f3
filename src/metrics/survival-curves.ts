import { checkNumber, checkOptions } from "../core/check.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { normalReach } from "../core/distributions.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { exp, log } from "../core/math.ts";
import type { Table } from "../types.ts";
import { checkSpells, eachDuration, type Spells, spellsOfGroups } from "./survival-spells.ts";

export interface KaplanMeierOptions extends GroupsOptions, ConfidenceOptions {
  /** The restricted mean is that of durations up to this one; up to the longest that every group reaches unless given. */
  readonly horizon?: number;
}

/**
 * A row at duration 0 and at each duration at which something happened, group after group: `label` numbers `labels`; spells
 * `atRisk` just before, `events` then, spells `censored` from then to before the next row; `survival`, the share to whom it has
 * not happened by then, with Greenwood's `variance` and the band from `low` to `high`. `summary` has a row per group.
 */
export type SurvivalCurves = Table<{
  readonly label: Uint32Array;
  readonly time: Float64Array;
  readonly atRisk: Uint32Array;
  readonly events: Uint32Array;
  readonly censored: Uint32Array;
  readonly survival: Float64Array;
  readonly variance: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}> & {
  readonly labels: readonly string[];
  readonly horizon: number;
  readonly summary: Table<{
    readonly spells: Uint32Array;
    readonly events: Uint32Array;
    readonly median: Float64Array;
    readonly medianLow: Float64Array;
    readonly medianHigh: Float64Array;
    readonly restrictedMean: Float64Array;
    readonly restrictedMeanError: Float64Array;
  }>;
};

interface Row {
  readonly label: number;
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  censored: number;
  readonly survival: number;
  readonly variance: number;
  readonly low: number;
  readonly high: number;
  /** events / (atRisk · (atRisk − events)), the term of Greenwood's sum. */
  readonly term: number;
}

/** A share this little above one half is one half: products of many fractions are not exact. */
const SAME_SHARE = 1e-12;

/**
 * How long does it last until something happens, if not everybody could be followed until it did? Kaplan–Meier curves.
 *
 * **How** survival(t) = Π (1 − events / atRisk) over durations up to t; who is cut off at t is at risk at t. variance =
 * survival² · Σ events / (atRisk (atRisk − events)) (Greenwood). With v = that sum, L = ln survival and q the quantile of the
 * normal distribution for the confidence, the band is survival^exp(± q √v / L) (log–log). median = the first duration with
 * survival ≤ ½; its interval is from the first with low ≤ ½ to the first with high ≤ ½ (Brookmeyer and Crowley). restrictedMean
 * = the area under the curve up to `horizon`, the mean duration if all were cut off there; its standard error is
 * √Σ A² events / (atRisk (atRisk − events)), with A the area from the duration on.
 *
 * @param spells - durations and whether their ends were seen: `episodes.columns` for the time until return
 * @param options - the confidence; the group of each spell and the groups' names, if there are some; the horizon of the mean
 * @returns curves and their summary. `survival` is 1 at the start; `variance`, `low` and `high` are NaN where it is 0, and the
 * band where it is 1. Medians and their ends that the curve does not reach are NaN, and so are restricted means beyond the last
 * duration of a group not yet at 0, and everything of an empty group. Bands are of one duration at a time, not of the curve
 * @throws RangeError for durations below 0, events other than 0 and 1, entries not before their ends, and groups without names
 *
 * **Departs from the source** where survival is exactly ½ over some time, the median is its start; R gives the middle.
 *
 * **Cost** O(spells log spells)
 *
 * [kaplan-meier-1958] [greenwood-1926] [brookmeyer-crowley-1982] [kalbfleisch-prentice-1980]
 *
 * @example
 * const curves = kaplanMeier({ duration: [1, 3, 3, 5, 8], observed: [1, 1, 0, 0, 1] }, { confidence: 0.95 });
 * curves.columns.time; // Float64Array(4) [ 0, 1, 3, 8 ]
 * Array.from(curves.columns.survival, (share) => share.toFixed(2)); // [ '1.00', '0.80', '0.60', '0.00' ]
 * rowsOf(curves.summary)[0].median; // 8
 */
export function kaplanMeier(spells: Spells, options: KaplanMeierOptions = {}): SurvivalCurves {
  const where = "kaplanMeier";
  checkSpells(where, spells);
  checkOptions(where, options, ["confidence", "horizon", "groupOf", "labels"]);
  const confidence = confidenceOf(where, options);
  const { groupOf, labels } = checkGroups(where, options, spells.duration.length);
  const members = spellsOfGroups(spells, groupOf, labels.length);
  if (options.horizon !== undefined) checkNumber(where, "horizon", options.horizon, 0);
  const longest = members.map((order) =>
    order.length === 0 ? Number.NaN : spells.duration[order[order.length - 1]!]!,
  );
  const reached = longest.filter((time) => !Number.isNaN(time));
  const horizon = options.horizon ?? (reached.length === 0 ? Number.NaN : reached.reduce((a, b) => Math.min(a, b)));
  const reach = normalReach(confidence);
  const curves = members.map((order, label) => curveOf(spells, order, label, reach));
  const rows = curves.flat();
  const column = (name: keyof Row): Float64Array => Float64Array.from(rows, (row) => row[name]);
  const whole = (name: keyof Row): Uint32Array => Uint32Array.from(rows, (row) => row[name]);
  const means = curves.map((curve, g) => restrictedMean(curve, horizon, longest[g]!));
  const firstBelow = (name: "survival" | "low" | "high"): Float64Array =>
    Float64Array.from(curves, (curve) => curve.find((row) => row[name] <= 0.5 + SAME_SHARE)?.time ?? Number.NaN);
  const summary = {
    spells: Uint32Array.from(members, (order) => order.length),
    events: Uint32Array.from(curves, (curve) => curve.reduce((sum, row) => sum + row.events, 0)),
    median: firstBelow("survival"),
    medianLow: firstBelow("low"),
    medianHigh: firstBelow("high"),
    restrictedMean: Float64Array.from(means, ([mean]) => mean),
    restrictedMeanError: Float64Array.from(means, ([, error]) => error),
  };
  return {
    length: rows.length,
    columns: {
      label: whole("label"),
      time: column("time"),
      atRisk: whole("atRisk"),
      events: whole("events"),
      censored: whole("censored"),
      survival: column("survival"),
      variance: column("variance"),
      low: column("low"),
      high: column("high"),
    },
    labels,
    horizon,
    summary: { length: labels.length, columns: summary },
  };
}

function curveOf(spells: Spells, order: Uint32Array, label: number, reach: number): Row[] {
  const rows: Row[] = [];
  let survival = 1;
  let sum = 0;
  const add = (time: number, atRisk: number, events: number, censored: number): void => {
    if (events > 0) survival *= (atRisk - events) / atRisk;
    const term = events === 0 ? 0 : events / (atRisk * (atRisk - events));
    sum += term;
    const isOpen = survival > 0 && survival < 1;
    const spread = (reach * Math.sqrt(sum)) / log(survival);
    const bound = (side: number): number => (isOpen ? exp(log(survival) * exp(side * spread)) : Number.NaN);
    const variance = survival > 0 ? survival * survival * sum : Number.NaN;
    // The logarithm of a share is below 0, and so is the spread.
    rows.push({ label, time, atRisk, events, censored, survival, variance, low: bound(-1), high: bound(1), term });
  };
  eachDuration(spells, order, (time, atRisk, events, censored) => {
    if (rows.length === 0 && time > 0) {
      const { entry } = spells;
      add(0, entry === undefined ? order.length : order.filter((s) => entry[s] === 0).length, 0, 0);
    }
    if (events > 0 || rows.length === 0) add(time, atRisk, events, censored);
    else rows[rows.length - 1]!.censored += censored;
  });
  return rows;
}

/** The area under a curve up to the horizon, and its standard error. */
function restrictedMean(curve: readonly Row[], horizon: number, longest: number): readonly [number, number] {
  const last = curve[curve.length - 1];
  if (last === undefined || (horizon > longest && last.survival > 0)) return [Number.NaN, Number.NaN];
  let area = 0;
  let variance = 0;
  for (let r = curve.length - 1, next = horizon; r >= 0; r--) {
    const { time, survival, term } = curve[r]!;
    if (time >= horizon) continue;
    area += survival * (next - time);
    next = time;
    // After the last event of all nothing is left, and nothing of it is uncertain.
    if (area > 0) variance += area * area * term;
  }
  return [area, Math.sqrt(variance)];
}
