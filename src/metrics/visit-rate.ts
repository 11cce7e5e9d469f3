import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkHomesOf } from "../core/check-places.ts";
import { checkLocations } from "../core/check-tables.ts";
import { findWithin } from "../space/within.ts";
import type { HomePlaces, Located, Locations, Table } from "../types.ts";
import { checkSeenPlaces, type SeenPlaces } from "./seen-places.ts";

export interface VisitRateOptions {
  /** How near a facility a location must be for those seen there to count as visitors, in metres, the border included. */
  readonly visitMeters: number;
  /** How near it people must live to belong to its catchment, in metres, the border included; above `visitMeters`. */
  readonly catchmentMeters: number;
}

/** Per facility those who live about it and those who come. */
export type VisitRates = Located &
  Table<{
    readonly residents: Uint32Array;
    readonly neighbours: Uint32Array;
    readonly visitors: Uint32Array;
    readonly residentVisitors: Uint32Array;
    readonly rate: Float64Array;
  }>;

/**
 * What share of the people who live about a clinic, a school or a camp is ever seen at it?
 *
 * **How** rate = residentVisitors / residents. A user is seen at a facility by an event at a location within visitMeters of
 * it. Residents have their home within catchmentMeters, but not within visitMeters: neighbours who live so near are seen
 * there without a visit and count for nothing else.
 *
 * @param seen - where users were seen: traces or daily presence, of any stretch of time
 * @param homes - the homes of the same users, at locations of any kind
 * @param facilities - clinics, schools, camps
 * @param options - the two radii
 * @returns a row per facility, users counted once: `residents`; `neighbours`; `visitors`, all who were seen there but
 * neighbours, those without a home among them; `residentVisitors`, visitors who are residents; `rate` from 0 to 1, NaN
 * without residents. Counts of parts of the users add up
 * @throws RangeError for other users, a radius below 0, or a catchment that does not reach beyond the visits
 *
 * **Cost** O(rows of `seen` · facilities near a location)
 *
 * @example
 * const antennas = createLocations("antennas", ["clinic", "village"], [85, 85.05], [27, 27]);
 * const seen = buildPresenceOfDays({ user: ["a", "a", "b", "c"], day: [1, 1, 1, 1], location: [0, 1, 1, 0] }, antennas);
 * const columns = { location: Int32Array.of(1, 1, -1) };
 * const homes = { locations: antennas, users: ["a", "b", "c"], length: 3, columns };
 * const clinics = createLocations("stops", ["p"], [85.001], [27]);
 * rowsOf(measureVisitRate(seen, homes, clinics, { visitMeters: 1000, catchmentMeters: 8000 })); // [ { residents: 2, neighbours: 0, visitors: 2, residentVisitors: 1, rate: 0.5 } ]
 */
export function measureVisitRate(
  seen: SeenPlaces,
  homes: HomePlaces,
  facilities: Locations,
  options: VisitRateOptions,
): VisitRates {
  const where = "measureVisitRate";
  checkSeenPlaces(where, seen);
  checkHomesOf(where, "homes", homes, seen.users, "seen");
  checkLocations(where, "facilities", facilities);
  checkOptions(where, options, ["visitMeters", "catchmentMeters"]);
  const { visitMeters, catchmentMeters } = options;
  checkNumber(where, "visitMeters", visitMeters, 0);
  checkNumber(where, "catchmentMeters", catchmentMeters, 0);
  if (catchmentMeters <= visitMeters) fail(where, "catchmentMeters", `above ${visitMeters}`, catchmentMeters);
  const seenFrom = seen.locations.columns;
  const livesAt = homes.locations.columns;
  const sites = findWithin(facilities, seenFrom.lon, seenFrom.lat, { radiusMeters: visitMeters });
  const around = findWithin(facilities, livesAt.lon, livesAt.lat, { radiusMeters: catchmentMeters });
  const residents = new Uint32Array(facilities.length);
  const neighbours = new Uint32Array(facilities.length);
  const visitors = new Uint32Array(facilities.length);
  const residentVisitors = new Uint32Array(facilities.length);
  // What the user at hand is to each facility: stamps of the user's number, so that nothing is cleared.
  const isResident = new Int32Array(facilities.length).fill(-1);
  const isCounted = new Int32Array(facilities.length).fill(-1);
  for (let u = 0; u < seen.users.length; u++) {
    const home = homes.columns.location[u]!;
    const aroundHome = home < 0 ? 0 : around.offsets[home]!;
    const endOfThose = home < 0 ? 0 : around.offsets[home + 1]!;
    for (let k = aroundHome; k < endOfThose; k++) {
      const f = around.location[k]!;
      if (around.distanceMeters[k]! <= visitMeters) {
        neighbours[f]!++;
        isCounted[f] = u;
      } else {
        residents[f]!++;
        isResident[f] = u;
      }
    }
    for (let r = seen.offsets[u]!; r < seen.offsets[u + 1]!; r++) {
      const at = seen.columns.location[r]!;
      for (let k = sites.offsets[at]!; k < sites.offsets[at + 1]!; k++) {
        const f = sites.location[k]!;
        if (isCounted[f] === u) continue;
        isCounted[f] = u;
        visitors[f]!++;
        if (isResident[f] === u) residentVisitors[f]!++;
      }
    }
  }
  const rate = Float64Array.from(residents, (n, f) => residentVisitors[f]! / n);
  const columns = { residents, neighbours, visitors, residentVisitors, rate };
  return { locations: facilities, length: facilities.length, columns };
}
