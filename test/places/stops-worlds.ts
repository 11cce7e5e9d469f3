import { createLocations } from "../../src/core/locations.ts";
import type { Stays } from "../../src/types.ts";
import type { Position } from "../slow/stops.ts";

/** A degree of a great circle in metres, nearly. */
export const DEGREE_METERS = 111_195;

/** One stay of 60 seconds per position, two minutes apart, each at a location of its own. */
export function staysAt(people: Readonly<Record<string, readonly Position[]>>): Stays {
  const users = Object.keys(people);
  const all = users.flatMap((user) => people[user]!);
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((user, u) => {
    offsets[u + 1] = offsets[u]! + people[user]!.length;
  });
  const start = users.flatMap((user) => people[user]!.map((_, i) => 120 * i));
  const ids = all.map((_, i) => `p${i}`);
  const lon = all.map(([x]) => x);
  const lat = all.map(([, y]) => y);
  return {
    locations: createLocations("stops", ids, lon, lat),
    users,
    offsets,
    length: all.length,
    columns: {
      start: Uint32Array.from(start),
      end: Uint32Array.from(start, (s) => s + 60),
      location: Uint32Array.from(all, (_, i) => i),
      events: new Uint32Array(all.length).fill(5),
    },
  };
}

/** Stays at numbered places: [start, end, location] per user. */
export function staysOf(
  people: Readonly<Record<string, readonly (readonly [start: number, end: number, location: number])[]>>,
  locations: Stays["locations"],
): Stays {
  const users = Object.keys(people);
  const all = users.flatMap((user) => people[user]!);
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((user, u) => {
    offsets[u + 1] = offsets[u]! + people[user]!.length;
  });
  return {
    locations,
    users,
    offsets,
    length: all.length,
    columns: {
      start: Uint32Array.from(all, (row) => row[0]),
      end: Uint32Array.from(all, (row) => row[1]),
      location: Uint32Array.from(all, (row) => row[2]),
      events: new Uint32Array(all.length).fill(2),
    },
  };
}
