import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import type { PlaceFeatures } from "./important-features.ts";
import { checkModel, type PlaceScoreModel, scoresOf } from "./important-scores.ts";

/**
 * Rules of what makes a place important, a home and a workplace: from shares of days and hours, or from scores learnt.
 */

/**
 * Whether each place is important, and what speaks for its being the home and the workplace: the higher the likelier,
 * nothing where it is 0 or NaN.
 */
export interface PlaceEvidence {
  readonly important: Uint8Array;
  readonly home: Float64Array;
  readonly work: Float64Array;
}

/** Judges the places of all users, row for row; a row must be judged by the rows of its own user alone. */
export interface PlaceRule {
  readonly name: string;
  readonly judge: (features: PlaceFeatures) => PlaceEvidence;
}

export interface DaysAndHoursOptions {
  /** An important place has at least this share of the person's days. 0–1. */
  readonly minDaysShare?: number;
  /** And it is among so many of the person's places with the most days. From 1; may be Infinity. */
  readonly maxRank?: number;
}

/** The thresholds of `daysAndHours`, our own: a day in twenty, and ten places. */
export const DAYS_AND_HOURS_DEFAULTS: Required<DaysAndHoursOptions> = { minDaysShare: 0.05, maxRank: 10 };

/**
 * Important is where a person is on many of their days; home where most of their nights' events are, work where most of
 * those of working hours are. A rule of our own for places without labels to learn from.
 *
 * **How** important: daysShare ≥ minDaysShare and daysRank ≤ maxRank. The evidence of home is homeShare, that of work workShare.
 *
 * @param options - the two thresholds; those left out are `DAYS_AND_HOURS_DEFAULTS`
 * @returns a rule for `detectImportantPlaces`
 * @throws RangeError for a share beyond 0 to 1, or a rank below 1
 *
 * **Departs from the paper** Isaacman et al. learn all three from labels; this rule needs none and is not theirs.
 *
 * [isaacman-2011]
 *
 * @example
 * daysAndHours().name; // 'at least 5 % of days and rank at most 10'
 */
export function daysAndHours(options: DaysAndHoursOptions = DAYS_AND_HOURS_DEFAULTS): PlaceRule {
  const where = "daysAndHours";
  checkOptions(where, options, ["minDaysShare", "maxRank"]);
  const { minDaysShare, maxRank } = { ...DAYS_AND_HOURS_DEFAULTS, ...options };
  checkNumber(where, "minDaysShare", minDaysShare, 0, 1);
  if (maxRank !== Infinity) checkInteger(where, "maxRank", maxRank, 1);
  return {
    name: `at least ${100 * minDaysShare} % of days and rank at most ${maxRank}`,
    judge: ({ length, columns }) => {
      const important = new Uint8Array(length);
      for (let row = 0; row < length; row++) {
        if (columns.daysShare[row]! >= minDaysShare && columns.daysRank[row]! <= maxRank) important[row] = 1;
      }
      return { important, home: columns.homeShare, work: columns.workShare };
    },
  };
}

export interface LearntScoresOptions {
  /** The score of being important. */
  readonly important: PlaceScoreModel;
  /** The score of being the home. */
  readonly home: PlaceScoreModel;
  /** The score of being the workplace. */
  readonly work: PlaceScoreModel;
  /** An important place has at least this score. 0–1. */
  readonly minScore: number;
}

/**
 * Important places, home and work by three scores that were learnt from places people named.
 *
 * **How** important: score ≥ minScore. The evidence of home and work are their own scores.
 *
 * @param options - three results of `fitPlaceScores`, or coefficients of your own, and the least score of an important place
 * @returns a rule for `detectImportantPlaces`
 * @throws RangeError for models that are none, or a score beyond 0 to 1
 *
 * [isaacman-2011]
 *
 * @example
 * const model = { columns: ["daysShare"], intercept: -1, coefficients: [4] };
 * learntScores({ important: model, home: model, work: model, minScore: 0.5 }).name; // 'learnt score of at least 0.5'
 */
export function learntScores(options: LearntScoresOptions): PlaceRule {
  const where = "learntScores";
  checkOptions(where, options, ["important", "home", "work", "minScore"]);
  const { important, home, work, minScore } = options;
  checkModel(where, "important", important);
  checkModel(where, "home", home);
  checkModel(where, "work", work);
  checkNumber(where, "minScore", minScore, 0, 1);
  return {
    name: `learnt score of at least ${minScore}`,
    judge: (features) => ({
      important: Uint8Array.from(scoresOf(where, features, important).columns.score, (p) => (p >= minScore ? 1 : 0)),
      home: scoresOf(where, features, home).columns.score,
      work: scoresOf(where, features, work).columns.score,
    }),
  };
}
