import { checkLength, checkOptions, fail, isObject } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import type { Sequences } from "../types.ts";
import type { PlaceFeatures } from "./important-features.ts";
import type { PlaceEvidence, PlaceRule } from "./important-rules.ts";

export interface ImportantPlacesOptions {
  /** What makes a place important, a home and a workplace: `daysAndHours()`, `learntScores(…)` or a rule of your own. */
  readonly rule: PlaceRule;
  /** What somebody's only important place can be: "home and work", unless given, or "home" alone. */
  readonly onlyPlace?: "home and work" | "home";
}

/**
 * Columns of important places, row for row those of the clusters: `rank` that of the cluster; `important`, `home` and `work`
 * are 1 or 0, and a place that is important and neither is another important place; `homeTied` and `workTied` are 1 at each
 * of several places between which the evidence does not decide; `homeEvidence` and `workEvidence` what the rule gave.
 */
export type ImportantPlaceColumns = {
  readonly rank: Uint32Array;
  readonly important: Uint8Array;
  readonly home: Uint8Array;
  readonly work: Uint8Array;
  readonly homeTied: Uint8Array;
  readonly workTied: Uint8Array;
  readonly homeEvidence: Float64Array;
  readonly workEvidence: Float64Array;
};

/** Which of each person's places are important, and which of them are home and work. */
export type ImportantPlaces = Sequences<ImportantPlaceColumns>;

/**
 * Which places matter in a person's life, and which of them are home and work?
 *
 * **How** The rule judges every place. Home is the important place with the most evidence for a home, work that with the most
 * for a workplace among the others; of equal ones the place with the better daysRank (more days, then more events). Where
 * only one place is important, it is work as well if there is evidence, unless `onlyPlace` says otherwise. Evidence of 0
 * or NaN names nothing.
 *
 * @param features - what is known of each place
 * @param options - the rule, and what an only place can be
 * @returns a row per place, in the same order (columns: see `ImportantPlaceColumns`); at most one home and one work per user
 * @throws RangeError for features that are none, a rule that is none, or an `onlyPlace` that is neither
 *
 * **Cost** O(places), and the rule's
 *
 * [isaacman-2011]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { time: Uint32Array.of(50000, 79200, 136800), location: Uint32Array.of(0, 1, 0) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, unlocated: 0 };
 * const clock = createClock({ timeZone: "UTC" });
 * const clusters = buildLeaderClusters(buildPresence(traces, { clock }), { radiusMeters: 1000, join: firstLeader(), centroid: movingCentroid() });
 * const hours = { homeHours: { fromHour: 19, toHour: 7 }, workHours: { fromHour: 13, toHour: 17 } };
 * const places = detectImportantPlaces(measurePlaceFeatures(traces, clusters, { clock, ...hours }), { rule: daysAndHours() });
 * [places.columns.home, places.columns.work]; // [ Uint8Array(2) [ 0, 1 ], Uint8Array(2) [ 1, 0 ] ]
 */
export function detectImportantPlaces(features: PlaceFeatures, options: ImportantPlacesOptions): ImportantPlaces {
  const where = "detectImportantPlaces";
  checkRuns(where, "features", features, ["rank", "daysRank", "daysShare", "homeShare", "workShare"]);
  checkOptions(where, options, ["rule", "onlyPlace"]);
  const { rule, onlyPlace = "home and work" } = options;
  checkRule(where, "rule", rule, "judge", "a rule such as daysAndHours()");
  if (onlyPlace !== "home and work" && onlyPlace !== "home") {
    fail(where, "onlyPlace", '"home and work" or "home"', onlyPlace);
  }
  const evidence = rule.judge(features);
  checkEvidence(where, evidence, features.length);
  const { users, offsets, length } = features;
  const { daysRank } = features.columns;
  const { important } = evidence;
  const home = new Uint8Array(length);
  const work = new Uint8Array(length);
  const homeTied = new Uint8Array(length);
  const workTied = new Uint8Array(length);
  for (let u = 0; u < users.length; u++) {
    const from = offsets[u]!;
    const to = offsets[u + 1]!;
    const alone = isAlone(important, from, to);
    const dwelling = choose(evidence.home, important, daysRank, from, to, -1, homeTied);
    if (dwelling >= 0) home[dwelling] = 1;
    const except = alone && onlyPlace === "home and work" ? -1 : dwelling;
    const workplace = choose(evidence.work, important, daysRank, from, to, except, workTied);
    if (workplace >= 0 && !(alone && onlyPlace === "home")) work[workplace] = 1;
  }
  const columns = {
    rank: features.columns.rank.slice(),
    important: important.slice(),
    home,
    work,
    homeTied,
    workTied,
    homeEvidence: evidence.home.slice(),
    workEvidence: evidence.work.slice(),
  };
  return { users, offsets, length, columns };
}

/**
 * The important row from … to − 1, other than `except`, with the most evidence, of equal ones that with the better rank; −1
 * if none has any. Rows of which several have the most are marked in `tied`.
 */
function choose(
  evidence: Float64Array,
  important: Uint8Array,
  daysRank: Uint32Array,
  from: number,
  to: number,
  except: number,
  tied: Uint8Array,
): number {
  let best = -1;
  let equals = 0;
  for (let row = from; row < to; row++) {
    if (important[row] !== 1 || row === except || !(evidence[row]! > 0)) continue;
    if (best < 0 || evidence[row]! > evidence[best]!) {
      best = row;
      equals = 1;
    } else if (evidence[row] === evidence[best]) {
      equals++;
      if (daysRank[row]! < daysRank[best]!) best = row;
    }
  }
  if (equals < 2) return best;
  for (let row = from; row < to; row++) {
    if (important[row] === 1 && row !== except && evidence[row] === evidence[best]) tied[row] = 1;
  }
  return best;
}

function isAlone(important: Uint8Array, from: number, to: number): boolean {
  let count = 0;
  for (let row = from; row < to; row++) count += important[row]!;
  return count === 1;
}

function checkEvidence(where: string, evidence: PlaceEvidence, length: number): void {
  if (!isObject(evidence)) failShape(where, "what rule.judge gives", "{ important, home, work }", evidence);
  for (const name of ["important", "home", "work"] as const) {
    checkList(where, `what rule.judge gives as ${name}`, evidence[name]);
    checkLength(where, `what rule.judge gives as ${name}`, evidence[name].length, length);
  }
}
