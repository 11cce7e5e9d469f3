import { grown } from "../core/growth.ts";
import type { Flows, Locations } from "../types.ts";

/** Looking at a location costs about an eighth of what sorting it in does. */
const SCAN_RATIO = 8;

/**
 * From moves gathered by origin to the rows of a flow table, with the distinct people behind each entry.
 *
 * **How** the moves of one origin are counted on a scoreboard of one cell per location; a stamp of the last user tells
 * whether the move at hand is that user's first on this pair. The moves of an origin must come user by user. No cell per
 * pair of locations is ever kept, so that half a million antennas cost no more than the moves between them.
 *
 * @param locations - what origins and destinations number
 * @param start - the moves of origin o are start[o] … start[o + 1] − 1
 * @param moves - per move two numbers, one after the other: its destination and its user + 1
 * @returns the flows. Cost O(moves + entries log entries)
 */
export function flowsOfMoves(locations: Locations, start: Uint32Array, moves: Uint32Array): Flows {
  const n = locations.length;
  const offsets = new Uint32Array(n + 1);
  const count = new Uint32Array(n);
  const distinct = new Uint32Array(n);
  const lastUser = new Uint32Array(n);
  const touched = new Uint32Array(n);
  let index = new Uint32Array(Math.min(start[n]!, 1 << 16));
  let value = new Float64Array(index.length);
  let people = new Uint32Array(index.length);
  let entries = 0;
  for (let origin = 0; origin < n; origin++) {
    let reached = 0;
    for (let k = 2 * start[origin]!; k < 2 * start[origin + 1]!; k += 2) {
      const destination = moves[k]!;
      const user = moves[k + 1]!;
      const before = count[destination]!;
      if (before === 0) touched[reached++] = destination;
      count[destination] = before + 1;
      if (lastUser[destination] !== user) {
        lastUser[destination] = user;
        distinct[destination]!++;
      }
    }
    if (entries + reached > index.length) {
      const room = 2 * index.length + reached;
      index = grown(index, room);
      value = grown(value, room);
      people = grown(people, room);
    }
    // In ascending order: by looking at every location where many were reached, by sorting where few were.
    if (reached * SCAN_RATIO > n) {
      reached = 0;
      for (let l = 0; l < n; l++) if (count[l] !== 0) touched[reached++] = l;
    } else touched.subarray(0, reached).sort();
    for (let t = 0; t < reached; t++) {
      const destination = touched[t]!;
      index[entries] = destination;
      value[entries] = count[destination]!;
      people[entries++] = distinct[destination]!;
      count[destination] = 0;
      distinct[destination] = 0;
      lastUser[destination] = 0;
    }
    offsets[origin + 1] = entries;
  }
  return {
    locations,
    offsets,
    index: index.slice(0, entries),
    value: value.slice(0, entries),
    people: people.slice(0, entries),
  };
}

/** Turns the counts of rows per origin, kept one place to the right, into where each origin's rows start. */
export function startsOfCounts(counts: Uint32Array): Uint32Array {
  for (let o = 1; o < counts.length; o++) counts[o]! += counts[o - 1]!;
  return counts;
}
