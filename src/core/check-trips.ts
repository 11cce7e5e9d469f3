import type { Located, Sequences } from "../types.ts";
import { checkSpans } from "./check-events.ts";
import { checkLocatedOrNone } from "./check-places.ts";
import { checkSequences } from "./check-tables.ts";

/** When trips were and between which locations, −1 for an end that is not known: all that counts of trips ask of them. */
export type TripEnds = Located &
  Sequences<{
    readonly start: Uint32Array;
    readonly end: Uint32Array;
    readonly origin: Int32Array;
    readonly destination: Int32Array;
  }>;

/** Throws unless the value is a table of trips over locations, each user's in order of time and none over another. */
export function checkTrips(where: string, trips: TripEnds): void {
  checkSequences(where, "trips", trips, ["origin", "destination"]);
  checkSpans(where, "trips", trips, ["origin", "destination"]);
  const { columns, locations } = trips;
  checkLocatedOrNone(where, "trips.columns.origin", columns.origin, locations.length);
  checkLocatedOrNone(where, "trips.columns.destination", columns.destination, locations.length);
}
