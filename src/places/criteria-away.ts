import { checkLength, checkNumber, checkOffsets, checkOptions, checkSameLocations } from "../core/check.ts";
import { checkLocatedOrNone } from "../core/check-places.ts";
import { checkList, checkPeople } from "../core/check-tables.ts";
import { checkSameUsers } from "../core/check-users.ts";
import { checkRule } from "../core/check-variants.ts";
import { ownerOf } from "../core/runs.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Located, Sequences, Traces, UserTable } from "../types.ts";
import type { HomeCounter, HomeCriterion, Whereabouts } from "./home-criteria.ts";

/**
 * Known places of users, one each (homes) or any number (homes by period, usual places); a location of −1 is none.
 */
export type KnownPlaces = Located &
  (
    | UserTable<{ readonly location: Int32Array | Uint32Array }>
    | Sequences<{ readonly location: Int32Array | Uint32Array }>
  );

export interface AwayFromOptions<Rows extends Whereabouts = Traces> {
  /** The criterion whose scores are taken: `longestDwell(…)`, `mostNightEvents(…)` or another. */
  readonly criterion: HomeCriterion<Rows>;
  /** Places that are not to be the answer, for each of the users in their order: homes, homes by period, usual places. */
  readonly places: KnownPlaces;
  /**
   * Locations less than this far from one of them, in metres along the great circle, are not the answer either: antennas
   * that serve the same home. 0 unless given: only the places themselves.
   */
  readonly minMeters?: number;
}

/**
 * Where is a person, other than in the places that are known? Work is looked for away from every home, a second home at some
 * distance from the first.
 *
 * **How** the criterion counts as ever; then the scores of the user's known places, and of locations less than `minMeters`
 * from one of them, are taken away. total stays that of the criterion: a share is one of all that was counted, the known
 * places included.
 *
 * @param options - the criterion, the places, and how far from them is away
 * @returns a criterion for `detectHomes` and its kin on the same kind of table, with the same users
 * @throws RangeError for a criterion that is none, a distance below 0, or places that are no table of users and locations;
 * when it is used, for a table of other users or locations
 *
 * **Cost** that of the criterion and, with `minMeters`, about 0.3 µs for each pair of a user's location and known place.
 *
 * [howde-2025]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B", "C"], [85.3, 85.301, 85.4], [27.7, 27.7, 27.6]);
 * const columns = { time: Uint32Array.of(1, 2, 3, 4, 5, 6), location: Uint32Array.of(0, 0, 0, 1, 1, 2) };
 * const traces = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 6), length: 6, columns, unlocated: 0 };
 * const places = detectHomes(traces, { criterion: mostEvents() });
 * const criterion = awayFrom({ criterion: mostEvents(), places, minMeters: 1000 });
 * detectHomes(traces, { criterion }).columns.location; // Int32Array(1) [ 2 ]
 */
export function awayFrom<Rows extends Whereabouts = Traces>(options: AwayFromOptions<Rows>): HomeCriterion<Rows> {
  const where = "awayFrom";
  checkOptions(where, options, ["criterion", "places", "minMeters"]);
  const { criterion, places, minMeters = 0 } = options;
  checkRule(where, "criterion", criterion, "start", "a criterion such as mostEvents()");
  checkPlaces(where, "places", places);
  checkNumber(where, "minMeters", minMeters, 0);
  return {
    ...criterion,
    name: `${criterion.name}, away from known places`,
    start: (rows) => {
      checkPlacesOf(where, "places", places, rows);
      return startAway(rows, criterion.start(rows), places, minMeters);
    },
  };
}

/** Throws unless the value is a table of places of users: a row or a run of rows for each, with locations that exist or −1. */
export function checkPlaces(where: string, name: string, places: KnownPlaces): void {
  checkPeople(where, name, places, ["location"]);
  if ("offsets" in places) {
    checkList(where, `${name}.offsets`, places.offsets);
    checkOffsets(where, `${name}.offsets`, places.offsets, places.users.length, places.length);
  } else checkLength(where, name, places.length, places.users.length);
  checkLocatedOrNone(where, `${name}.columns.location`, places.columns.location, places.locations.length);
}

/** Throws unless the places are of the same users and over the same locations. */
export function checkPlacesOf(where: string, name: string, places: KnownPlaces, rows: Whereabouts): void {
  checkSameLocations(where, `${name}.locations`, places.locations, rows.locations);
  checkSameUsers(where, name, places.users, rows.users, "rows");
}

/** The counter of a criterion without the scores at and near the places of the user whose rows it counts. */
export function startAway(rows: Whereabouts, count: HomeCounter, places: KnownPlaces, minMeters: number): HomeCounter {
  const { offsets, locations } = rows;
  const { lon, lat } = locations.columns;
  const { location } = places.columns;
  const known = "offsets" in places ? places.offsets : null;
  return (from, to, board) => {
    count(from, to, board);
    const { score, tieBreaker, touched, touchedCount } = board;
    const u = ownerOf(offsets, from);
    const firstPlace = known === null ? u : known[u]!;
    const endOfPlaces = known === null ? u + 1 : known[u + 1]!;
    let kept = 0;
    for (let t = 0; t < touchedCount; t++) {
      const l = touched[t]!;
      let away = true;
      for (let p = firstPlace; p < endOfPlaces && away; p++) {
        const place = location[p]!;
        if (place < 0) continue;
        away =
          place !== l &&
          (minMeters === 0 || greatCircleMeters(lon[l]!, lat[l]!, lon[place]!, lat[place]!) >= minMeters);
      }
      if (away) touched[kept++] = l;
      else {
        score[l] = 0;
        tieBreaker[l] = 0;
      }
    }
    board.touchedCount = kept;
  };
}
