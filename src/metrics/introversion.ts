import { checkLocatedOrNone } from "../core/check-places.ts";
import { checkSequences } from "../core/check-tables.ts";
import type { Located, Sequences, Table, UserTable } from "../types.ts";

/** Calls and texts of each user with the place of either side, −1 where it is not known: what `buildInteractions` makes. */
export type PlacedInteractions = Located &
  Sequences<{ readonly location: Int32Array; readonly contactLocation: Int32Array }>;

/** The columns of introversion: rows with both places known, those within one place, and their share. */
export type IntroversionColumns = {
  readonly interactions: Uint32Array;
  readonly within: Uint32Array;
  readonly introversion: Float64Array;
};
export type PlaceIntroversion = Located & Table<IntroversionColumns>;
export type UserIntroversion = Located & UserTable<IntroversionColumns>;

/**
 * Do the people of a place talk to each other or to people elsewhere? The introversion of places.
 *
 * **How** introversion = within / interactions, where interactions counts the rows whose own side is at the location and
 * whose other side's location is known, and within those whose other side is at the same one. Both sides of a record count,
 * each at its place; `selectDirection` leaves one of them.
 *
 * @param interactions - calls and texts with the places of both sides
 * @returns one row per location: `interactions`, `within`, `introversion` from 0 to 1, NaN without interactions. Counts of
 * parts of the users add up
 * @throws RangeError for locations that do not exist
 *
 * **Departs from the paper** Smith et al. write the ratio of introverted to extroverted traffic and describe the share; this
 * is the share, as in FlowKit.
 *
 * **Cost** O(rows + locations)
 *
 * [smith-2013] [flowkit]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { location: Int32Array.of(0, 0, 1), contactLocation: Int32Array.of(0, 1, -1) };
 * const calls = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * measurePlaceIntroversion(calls).columns.introversion; // Float64Array(2) [ 0.5, NaN ]
 */
export function measurePlaceIntroversion(interactions: PlacedInteractions): PlaceIntroversion {
  checkPlaced("measurePlaceIntroversion", interactions);
  const { locations } = interactions;
  const { location, contactLocation } = interactions.columns;
  const columns = createColumns(locations.length);
  for (let i = 0; i < interactions.length; i++) {
    if (location[i]! < 0 || contactLocation[i]! < 0) continue;
    columns.interactions[location[i]!]!++;
    if (location[i] === contactLocation[i]) columns.within[location[i]!]!++;
  }
  return { locations, length: locations.length, columns: withShares(columns) };
}

/**
 * Does a person talk to people at the same place or elsewhere? The introversion of users.
 *
 * **How** introversion = within / interactions, where interactions counts the user's rows in which the places of both sides
 * are known, and within those in which they are the same.
 *
 * @param interactions - calls and texts with the places of both sides
 * @returns one row per user: `interactions`, `within`, `introversion` from 0 to 1, NaN without interactions
 * @throws RangeError for locations that do not exist
 *
 * **Cost** O(rows)
 *
 * [smith-2013]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const columns = { location: Int32Array.of(0, 0, 1), contactLocation: Int32Array.of(0, 1, -1) };
 * const calls = { locations: antennas, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns };
 * rowsOf(measureIntroversion(calls)); // [ { interactions: 2, within: 1, introversion: 0.5 } ]
 */
export function measureIntroversion(interactions: PlacedInteractions): UserIntroversion {
  checkPlaced("measureIntroversion", interactions);
  const { locations, users, offsets } = interactions;
  const { location, contactLocation } = interactions.columns;
  const columns = createColumns(users.length);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      if (location[i]! < 0 || contactLocation[i]! < 0) continue;
      columns.interactions[u]!++;
      if (location[i] === contactLocation[i]) columns.within[u]!++;
    }
  }
  return { locations, users, length: users.length, columns: withShares(columns) };
}

function createColumns(rows: number): { interactions: Uint32Array; within: Uint32Array } {
  return { interactions: new Uint32Array(rows), within: new Uint32Array(rows) };
}

function withShares(counts: { interactions: Uint32Array; within: Uint32Array }): IntroversionColumns {
  return { ...counts, introversion: Float64Array.from(counts.within, (n, i) => n / counts.interactions[i]!) };
}

function checkPlaced(where: string, interactions: PlacedInteractions): void {
  checkSequences(where, "interactions", interactions, ["location", "contactLocation"]);
  for (const name of ["location", "contactLocation"] as const) {
    const column = interactions.columns[name];
    checkLocatedOrNone(where, `interactions.columns.${name}`, column, interactions.locations.length);
  }
}
