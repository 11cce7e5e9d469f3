import { checkOptions } from "../core/check.ts";
import type { Located, Traces, UserTable } from "../types.ts";
import { createGyrationColumns, createGyrationWriter, type GyrationColumns, type GyrationOptions } from "./gyration.ts";
import { byEvents, checkPlaceWeight, clearPlaceBoard, createPlaceBoard, type PlaceWeight } from "./place-weights.ts";
import type { SeenPlaces } from "./seen-places.ts";

export interface RadiusOfGyrationOptions<Rows extends SeenPlaces = Traces> extends GyrationOptions {
  /** What a place weighs: `byEvents()` unless given; `byDwell()` on stays. */
  readonly weight?: PlaceWeight<Rows>;
}

/** How far about each user moves: the radius, the middle about which it is taken, and of how many places. */
export type RadiiOfGyration = Located & UserTable<GyrationColumns>;

/**
 * How far about does each person move? The radius of gyration: the typical distance from the middle of a person's places.
 *
 * **How** radius = √(Σ w d² / Σ w) over the places where the user was seen, w the weight of a place (its events, or the time
 * spent there) and d its distance from their middle.
 *
 * It grows with the number of events that a person has, until they are a few hundred: people who call rarely seem to move
 * less. A phone that switches between antennas without moving has a radius too, of about the distance between them.
 *
 * @param seen - where each user was seen: traces, stays, daily locations
 * @param options - what a place weighs, what the middle is, and the kind of distance
 * @returns one row per user: `radiusMeters` of at least 0; `centreLon`, `centreLat` in degrees; `places`, how many there
 * are. A user of one place has radius 0, one without rows NaN; so has one whose places have no middle (`sphericalMean`)
 * or whose stays last no time (`byDwell`)
 * @throws RangeError for rows at locations that do not exist, and where a measure of one's own gives no distance
 *
 * **Departs from the paper** which takes vectors in a plane: here both the middle and the distances are on the globe.
 *
 * **Cost** O(rows + places of all users): 4 ns a row and some 30 ns for each place of each user; 2 µs on the ellipsoid.
 *
 * [gonzalez-2008]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85, 86], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 0, 0, 0, 1), time: new Uint32Array(5), location: Uint32Array.of(0, 1, 0, 1, 1) };
 * const { radiusMeters, centreLon } = radiusOfGyration(buildTracesOfEvents(events, antennas)).columns;
 * radiusMeters.map(Math.round); // Float64Array(2) [ 55598, 0 ]
 * centreLon.map(Math.round); // Float64Array(2) [ 86, 86 ]
 */
export function radiusOfGyration<Rows extends SeenPlaces = Traces>(
  seen: Rows,
  options: RadiusOfGyrationOptions<Rows> = {},
): RadiiOfGyration {
  const where = "radiusOfGyration";
  checkOptions(where, options, ["weight", "centre", "distance"]);
  const { weight = byEvents() } = options;
  checkPlaceWeight(where, seen, weight);
  const { users, offsets, locations } = seen;
  const columns = createGyrationColumns(users.length);
  const write = createGyrationWriter(where, columns, locations, options);
  const count = weight.start(seen);
  const board = createPlaceBoard(locations.length);
  for (let u = 0; u < users.length; u++) {
    count(offsets[u]!, offsets[u + 1]!, board);
    write(u, board.places, board.count, board.weight);
    clearPlaceBoard(board);
  }
  return { locations, users, length: users.length, columns };
}
