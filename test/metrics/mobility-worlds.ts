import { createLocations } from "../../src/core/locations.ts";
import type { Locations, Stays, Traces } from "../../src/types.ts";
import { type TraceEvent, tracesOf } from "../slow/sequences.ts";

/** Metres of one degree of a great circle on the Earth's mean radius. */
export const DEGREE: number = (6_371_008.8 * Math.PI) / 180;

/** Places at [longitude, latitude]. */
export function placesAt(...points: readonly (readonly [lon: number, lat: number])[]): Locations {
  return createLocations(
    "antennas",
    points.map((_, l) => `P${l}`),
    points.map(([lon]) => lon),
    points.map(([, lat]) => lat),
  );
}

/** Users a, b … each seen at places one second after another. */
export function seenAt(locations: Locations, ...users: readonly (readonly number[])[]): Traces {
  const events = users.flatMap((places, u) => places.map((l, i): TraceEvent => [nameOf(u), i, l]));
  return tracesOf(
    events,
    locations,
    users.map((_, u) => nameOf(u)),
  );
}

/** Stays of one user, [start, end, location]. */
export function staysOf(locations: Locations, ...stays: readonly (readonly [number, number, number])[]): Stays {
  return {
    locations,
    users: ["a"],
    offsets: Uint32Array.of(0, stays.length),
    length: stays.length,
    columns: {
      start: Uint32Array.from(stays, ([start]) => start),
      end: Uint32Array.from(stays, ([, end]) => end),
      location: Uint32Array.from(stays, ([, , location]) => location),
      events: new Uint32Array(stays.length).fill(1),
    },
  };
}

function nameOf(u: number): string {
  return String.fromCharCode(97 + u);
}
