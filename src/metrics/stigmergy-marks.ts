import { checkNumber, checkOptions } from "../core/check.ts";
import { checkFunction, checkRule } from "../core/check-variants.ts";
import { exp } from "../core/math.ts";

/** What an event leaves behind around its place: `weightAt(metres)` from 1 at the place itself, and nothing beyond `reachMeters`. */
export interface Mark {
  readonly name: string;
  readonly reachMeters: number;
  readonly weightAt: (meters: number) => number;
}

export interface MarkOptions {
  /** How far the mark reaches, in metres. */
  readonly reachMeters: number;
}

export interface GaussianMarkOptions extends MarkOptions {
  /** The standard deviation, in metres: at this distance the mark has 61 % of its height. */
  readonly sigmaMeters: number;
}

/**
 * A mark that falls in a straight line to nothing: 1 − distance / reachMeters.
 *
 * @param options - how far it reaches
 * @returns a mark for `buildTrails`
 * @throws RangeError for a reach that is not above 0
 *
 * [alfeo-2019]
 * @example
 * triangularMark({ reachMeters: 2000 }).weightAt(500); // 0.75
 */
export function triangularMark(options: MarkOptions): Mark {
  checkOptions("triangularMark", options, ["reachMeters"]);
  const { reachMeters } = options;
  checkReach("triangularMark", reachMeters);
  return { name: "triangle", reachMeters, weightAt: (meters) => Math.max(0, 1 - meters / reachMeters) };
}

/**
 * A mark of one height up to its edge, and nothing beyond: everything within the reach is one place.
 *
 * @param options - how far it reaches, the edge included
 * @returns a mark for `buildTrails`
 * @throws RangeError for a reach that is not above 0
 * @example
 * boxMark({ reachMeters: 2000 }).weightAt(2000); // 1
 */
export function boxMark(options: MarkOptions): Mark {
  checkOptions("boxMark", options, ["reachMeters"]);
  const { reachMeters } = options;
  checkReach("boxMark", reachMeters);
  return { name: "box", reachMeters, weightAt: (meters) => (meters <= reachMeters ? 1 : 0) };
}

/**
 * A mark like a bell: exp(−½ (distance / sigmaMeters)²), cut off where it reaches no farther.
 *
 * @param options - the standard deviation, and how far it reaches
 * @returns a mark for `buildTrails`
 * @throws RangeError for a reach or a standard deviation that is not above 0
 * @example
 * gaussianMark({ sigmaMeters: 1000, reachMeters: 4000 }).weightAt(1000).toFixed(3); // '0.607'
 */
export function gaussianMark(options: GaussianMarkOptions): Mark {
  checkOptions("gaussianMark", options, ["sigmaMeters", "reachMeters"]);
  const { sigmaMeters, reachMeters } = options;
  checkReach("gaussianMark", reachMeters);
  checkNumber("gaussianMark", "sigmaMeters", sigmaMeters, Number.MIN_VALUE);
  return {
    name: "bell",
    reachMeters,
    weightAt: (meters) => {
      const scaled = meters / sigmaMeters;
      return meters <= reachMeters ? exp((-scaled * scaled) / 2) : 0;
    },
  };
}

/** Throws unless the value is a mark. */
export function checkMark(where: string, mark: Mark): void {
  const such = "a mark such as triangularMark({ reachMeters: 2000 })";
  checkRule(where, "mark", mark, "weightAt", such);
  checkFunction(where, "mark.weightAt", mark.weightAt, such, 1);
  checkReach(where, mark.reachMeters, "mark.reachMeters");
}

function checkReach(where: string, reachMeters: number, name: string = "reachMeters"): void {
  checkNumber(where, name, reachMeters, Number.MIN_VALUE);
}
