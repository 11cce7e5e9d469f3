import { checkOptions, fail } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { checkPeriods } from "../core/periods.ts";
import { studentReach } from "../core/student.ts";
import { sumOf } from "../core/sums.ts";
import type { Periods, Sequences, UserTable } from "../types.ts";
import { type CountMixingOptions, mixingGroups } from "./mixing-counts.ts";
import {
  type CallRecords,
  type DirectedInteractions,
  type Edges,
  edgesOf,
  edgesWithin,
  type WhoCallsWhom,
} from "./mixing-edges.ts";
import { groupNumberOf } from "./segregation-counts.ts";

export interface SocialIntegrationOptions extends CountMixingOptions {
  /** The label of the minority: whose integration is asked for. */
  readonly group: string;
  /** The label of the majority, into which it is. */
  readonly against: string;
  /** Labels that do not count among all calls: that of people whose group is not known, say. None unless given. */
  readonly except?: readonly string[];
  /** Whether the calls that people make count, unless given, those that they receive, or both. */
  readonly direction?: "out" | "in" | "both";
  /** Whether calls count, unless given, or their known seconds. */
  readonly column?: "calls" | "seconds";
}

export interface InteractionLevelOptions extends SocialIntegrationOptions {
  /** The periods to count in. */
  readonly periods: Periods;
}

/** What each person of the minority has to do with the majority (`across`), with all (`total`), and the `share`. */
export type UserIntegration = UserTable<{
  readonly across: Float64Array;
  readonly total: Float64Array;
  readonly share: Float64Array;
}>;

/** The integration of a minority: `pooled` over all its calls, `userMean` over the `measured` of its `people`, with their intervals. */
export interface SocialIntegration {
  readonly pooled: number;
  readonly pooledLow: number;
  readonly pooledHigh: number;
  readonly userMean: number;
  readonly userMeanLow: number;
  readonly userMeanHigh: number;
  readonly people: number;
  readonly measured: number;
}

/** For each person of the minority a row per period: calls with the majority, all calls, and the `level` in per cent. */
export type InteractionLevels = Sequences<{
  readonly period: Uint32Array;
  readonly across: Float64Array;
  readonly total: Float64Array;
  readonly level: Float64Array;
}> & { readonly periods: Periods };

/**
 * Which share of each minority person's calls goes to the majority? Social integration, person by person.
 *
 * **How** share = calls to people of against / calls to anybody but those of except. Calls of people to themselves count nowhere.
 *
 * @param records - calls, interactions in both directions, or ties
 * @param options - the group of each person, minority and majority; whose calls do not count, which direction, calls or seconds
 * @returns a row per person of the minority, in the order of the records' people: `across` and `total`, which of parts of the
 * records add up, and `share` from 0 to 1, NaN without a call
 * @throws RangeError as `countMixing`, and for labels that do not exist
 *
 * **Departs from the paper** of which only a summary was read: all calls count, those to people of an unknown group too, unless
 * except leaves them out.
 *
 * **Cost** O(records + people)
 *
 * [bakker-2019] [survey]
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 0, 0, 1), callee: Uint32Array.of(1, 1, 2, 0), time: Uint32Array.of(1, 2, 3, 4), duration: Float64Array.of(60, 5, 9, 3) };
 * const calls = { users: ["ana", "bo", "cy"], length: 4, columns };
 * const options = { groupOf: [1, 0, 2], labels: ["locals", "refugees", "unknown"], group: "refugees", against: "locals" };
 * rowsOf(measureSocialIntegration(calls, { ...options, except: ["unknown"] })); // [ { across: 2, total: 2, share: 1 } ]
 * rowsOf(measureSocialIntegration(calls, { ...options, direction: "both" })); // [ { across: 3, total: 4, share: 0.75 } ]
 */
export function measureSocialIntegration(records: WhoCallsWhom, options: SocialIntegrationOptions): UserIntegration {
  const where = "measureSocialIntegration";
  const edges = edgesOf(where, records);
  checkOptions(where, options, OPTIONS);
  const asked = askedOf(where, options, edges.users.length);
  const [across, total] = countAcross(edges, asked);
  const share = across.map((x, m) => x / total[m]!);
  return { users: asked.minority.map((u) => edges.users[u]!), length: share.length, columns: { across, total, share } };
}

/**
 * Which share of a minority's calls goes to the majority? Social integration of the group.
 *
 * **How** pooled = Σ across / Σ total; userMean = mean share of the n people who have one, each counting alike. People differ, and not
 * calls: intervals are of Student's t with n − 1 degrees of freedom, and variances n / (n − 1) · Σ (across − pooled · total)² / (Σ total)²
 * and Σ (share − userMean)² / (n (n − 1)).
 *
 * @param integration - what `measureSocialIntegration` measured, of all the minority or of the part in question
 * @param options - how sure the intervals are
 * @returns `pooled` and `userMean` from 0 to 1, NaN if nobody has a call; their intervals, which may pass 0 or 1, NaN where fewer than
 * two people have a call or all have the same share; the number of `people`, and of those `measured`, who have a call. Under random
 * mixing it is about the majority's share of the people whom one could call. With people who talk to each other, intervals are too narrow
 * @throws RangeError for a table that is none
 *
 * **Cost** O(people)
 *
 * [bakker-2019] [survey]
 *
 * @example
 * const columns = { caller: Uint32Array.of(0, 0, 1), callee: Uint32Array.of(2, 1, 2), time: Uint32Array.of(1, 2, 3), duration: Float64Array.of(60, 5, 9) };
 * const calls = { users: ["ana", "bo", "cy", "di"], length: 3, columns };
 * const options = { groupOf: [1, 1, 0, 1], labels: ["locals", "refugees"], group: "refugees", against: "locals" };
 * socialIntegration(measureSocialIntegration(calls, options)).userMean; // 0.75
 * socialIntegration(measureSocialIntegration(calls, options)).measured; // 2
 */
export function socialIntegration(integration: UserIntegration, options: ConfidenceOptions = {}): SocialIntegration {
  const where = "socialIntegration";
  checkTable(where, "integration", integration, ["across", "total", "share"]);
  const { across, total, share } = integration.columns;
  checkOptions(where, options, ["confidence"]);
  const shares = Float64Array.from(share).filter((x) => !Number.isNaN(x));
  const n = shares.length;
  const calls = sumOf(total);
  const pooled = sumOf(across) / calls;
  const userMean = sumOf(shares) / n;
  const squares = (deviations: Float64Array): number => sumOf(deviations.map((x) => x * x));
  const isAlike = shares.every((x) => x === shares[0]);
  const confidence = confidenceOf(where, options);
  const reach = isAlike ? Number.NaN : studentReach(confidence, n - 1);
  const pooledReach =
    (reach * Math.sqrt((n / (n - 1)) * squares(across.map((x, m) => x - pooled * total[m]!)))) / calls;
  const userReach = reach * Math.sqrt(squares(shares.map((x) => x - userMean)) / (n * (n - 1)));
  return {
    pooled,
    pooledLow: pooled - pooledReach,
    pooledHigh: pooled + pooledReach,
    userMean,
    userMeanLow: userMean - userReach,
    userMeanHigh: userMean + userReach,
    people: integration.length,
    measured: n,
  };
}

/**
 * Which percentage of each minority person's calls goes to the majority in each week or month? The interaction level.
 *
 * **How** level = 100 · across / total of the period, as `measureSocialIntegration` counts them. Where periods overlap, a call counts in
 * each.
 *
 * @param records - calls, or interactions in both directions
 * @param options - the periods, and the options of `measureSocialIntegration`
 * @returns for each person of the minority a row per period: `across`, `total`, and `level` from 0 to 100, NaN without a call
 * @throws RangeError as `measureSocialIntegration`, and for periods that are none
 *
 * **Departs from the paper** of which only a summary was read: the percentage of calls made by a given refugee to locals in a period.
 *
 * **Cost** O(records · periods)
 *
 * [alfeo-2019] [survey]
 *
 * @example
 * const periods = buildPeriods({ firstDay: [1, 2], lastDay: [1, 2] }, createClock({ timeZone: "UTC" }));
 * const columns = { caller: Uint32Array.of(0, 0), callee: Uint32Array.of(1, 2), time: Uint32Array.of(86400, 86401), duration: Float64Array.of(60, 5) };
 * const calls = { users: ["ana", "bo", "cy"], length: 2, columns };
 * const options = { periods, groupOf: [1, 0, 1], labels: ["locals", "refugees"], group: "refugees", against: "locals" };
 * measureInteractionLevels(calls, options).columns.level; // Float64Array(4) [ 50, NaN, NaN, NaN ]
 */
export function measureInteractionLevels(
  records: CallRecords | DirectedInteractions,
  options: InteractionLevelOptions,
): InteractionLevels {
  const where = "measureInteractionLevels";
  const edges = edgesOf(where, records, true);
  checkOptions(where, options, [...OPTIONS, "periods"]);
  const { periods } = options;
  checkPeriods(where, periods);
  const asked = askedOf(where, options, edges.users.length);
  const people = asked.minority.length;
  const length = people * periods.length;
  const across = new Float64Array(length);
  const total = new Float64Array(length);
  const { start, end } = periods.columns;
  for (let p = 0; p < periods.length; p++) {
    const [some, all] = countAcross(edgesWithin(edges, start[p]!, end[p]!), asked);
    for (let m = 0; m < people; m++) {
      across[m * periods.length + p] = some[m]!;
      total[m * periods.length + p] = all[m]!;
    }
  }
  const columns = {
    period: Uint32Array.from({ length }, (_, row) => row % periods.length),
    across,
    total,
    level: across.map((x, row) => (100 * x) / total[row]!),
  };
  const users = asked.minority.map((u) => edges.users[u]!);
  return {
    users,
    offsets: Uint32Array.from({ length: people + 1 }, (_, m) => m * periods.length),
    length,
    columns,
    periods,
  };
}

const OPTIONS: readonly (keyof SocialIntegrationOptions)[] = [
  "groupOf",
  "labels",
  "group",
  "against",
  "except",
  "direction",
  "column",
];

/** What is asked for, in numbers. */
interface Asked {
  readonly groupOf: ArrayLike<number>;
  /** The people of the minority, and the place of each person among them, −1 for others. */
  readonly minority: readonly number[];
  readonly placeOf: Int32Array;
  readonly against: number;
  /** 1 for groups that count nowhere. */
  readonly except: Uint8Array;
  readonly out: boolean;
  readonly in: boolean;
  readonly seconds: boolean;
}

function askedOf(where: string, options: SocialIntegrationOptions, people: number): Asked {
  const { groupOf, labels } = mixingGroups(where, options, people);
  const group = groupNumberOf(where, "group", labels, options.group);
  const against = groupNumberOf(where, "against", labels, options.against);
  if (group === against) fail(where, "against", "another group", options.against);
  const { except = [], direction = "out", column = "calls" } = options;
  checkList(where, "except", except);
  const left = new Uint8Array(labels.length);
  for (let k = 0; k < except.length; k++) {
    const label = groupNumberOf(where, `except[${k}]`, labels, except[k]!);
    if (label === against) fail(where, `except[${k}]`, "another group than the majority", except[k]);
    left[label] = 1;
  }
  if (!["out", "in", "both"].includes(direction)) fail(where, "direction", '"out", "in" or "both"', direction);
  if (column !== "calls" && column !== "seconds") fail(where, "column", '"calls" or "seconds"', column);
  const minority: number[] = [];
  const placeOf = new Int32Array(people).fill(-1);
  for (let u = 0; u < people; u++) if (groupOf[u] === group) placeOf[u] = minority.push(u) - 1;
  const isIn = direction !== "out";
  return {
    groupOf,
    minority,
    placeOf,
    against,
    except: left,
    out: direction !== "in",
    in: isIn,
    seconds: column === "seconds",
  };
}

/** What each minority person has to do with the majority, and with all. */
function countAcross({ from, to, seconds, weights }: Edges, asked: Asked): readonly [Float64Array, Float64Array] {
  const across = new Float64Array(asked.minority.length);
  const total = new Float64Array(asked.minority.length);
  const add = (person: number, other: number, weight: number): void => {
    const place = asked.placeOf[person]!;
    const group = asked.groupOf[other]!;
    if (place < 0 || asked.except[group] === 1) return;
    total[place]! += weight;
    if (group === asked.against) across[place]! += weight;
  };
  for (let i = 0; i < from.length; i++) {
    const u = from[i]!;
    const v = to[i]!;
    const weight = asked.seconds ? seconds[i]! : (weights?.calls[i] ?? 1);
    if (u === v || Number.isNaN(weight)) continue;
    if (asked.out) add(u, v, weight);
    if (asked.in) add(v, u, weight);
  }
  return [across, total];
}
