import { checkNumber, checkOptions } from "../core/check.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Locations } from "../types.ts";

/** When the places of a move that was found are those of a true one; all are row numbers of `locations`. */
export interface MoveMatch {
  readonly matches: (
    locations: Locations,
    foundOrigin: number,
    foundDestination: number,
    trueOrigin: number,
    trueDestination: number,
  ) => boolean;
}

/**
 * Is the move between the same two places?
 *
 * **How** origin and destination are equal.
 *
 * @returns a rule for `compareMigrations`
 *
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * matchBothEnds().matches(zones, 0, 1, 2, 1); // false
 */
export function matchBothEnds(): MoveMatch {
  return {
    matches: (_locations, foundOrigin, foundDestination, trueOrigin, trueDestination) =>
      foundOrigin === trueOrigin && foundDestination === trueDestination,
  };
}

/**
 * Does the move lead to the same place, wherever it came from? For questions about arrivals.
 *
 * **How** destinations are equal.
 *
 * @returns a rule for `compareMigrations`
 *
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * matchDestination().matches(zones, 0, 1, 2, 1); // true
 */
export function matchDestination(): MoveMatch {
  return {
    matches: (_locations, _foundOrigin, foundDestination, _trueOrigin, trueDestination) =>
      foundDestination === trueDestination,
  };
}

/**
 * Did the person move at all, wherever to? For questions about dates alone.
 *
 * **How** any places will do.
 *
 * @returns a rule for `compareMigrations`
 *
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * matchAnyPlaces().matches(zones, 0, 1, 2, 0); // true
 */
export function matchAnyPlaces(): MoveMatch {
  return { matches: () => true };
}

export interface MatchWithinMetersOptions {
  /** How far each end may be from the true one. From 0. */
  readonly radiusMeters: number;
}

/**
 * Is the move between about the same two places? For antennas, of which several serve the same house.
 *
 * **How** great circle from origin to origin and from destination to destination ≤ radiusMeters.
 *
 * @param options - the radius
 * @returns a rule for `compareMigrations`
 * @throws RangeError for a radius below 0
 *
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [0, 0.01, 2], [0, 0, 0]);
 * matchWithinMeters({ radiusMeters: 2000 }).matches(zones, 0, 2, 1, 2); // true
 */
export function matchWithinMeters(options: MatchWithinMetersOptions): MoveMatch {
  const where = "matchWithinMeters";
  checkOptions(where, options, ["radiusMeters"]);
  const { radiusMeters } = options;
  checkNumber(where, "radiusMeters", radiusMeters, 0);
  return {
    matches: ({ columns: { lon, lat } }, foundOrigin, foundDestination, trueOrigin, trueDestination) => {
      const near = (a: number, b: number): boolean =>
        greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!) <= radiusMeters;
      return near(foundOrigin, trueOrigin) && near(foundDestination, trueDestination);
    },
  };
}
