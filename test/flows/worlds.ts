import type { Flows, HomePlaces, Locations, Moves } from "../../src/types.ts";
import type { FlowTable } from "../slow/flows.ts";
import { runsOf } from "../slow/sequences.ts";

/** A move: user, origin, destination, day of arrival (the day of leaving is the one before). */
export type Move = readonly [user: string, origin: number, destination: number, arrivedDay: number];

/** A table of moves, each user's in the order of arrival. */
export function movesOf(locations: Locations, users: readonly string[], rows: readonly Move[]): Moves {
  const { sorted, ...runs } = runsOf(rows, users, (a, b) => a[3] - b[3]);
  const columns = {
    origin: Uint32Array.from(sorted, (row) => row[1]),
    destination: Uint32Array.from(sorted, (row) => row[2]),
    leftDay: Int32Array.from(sorted, (row) => row[3] - 1),
    arrivedDay: Int32Array.from(sorted, (row) => row[3]),
  };
  return { locations, ...runs, columns };
}

/** Homes of users u0, u1 …; −1 is none. */
export function homesOf(locations: Locations, homes: readonly number[]): HomePlaces {
  return {
    locations,
    users: homes.map((_, u) => `u${u}`),
    length: homes.length,
    columns: {
      location: Int32Array.from(homes),
    },
  };
}

/** The entries of flows under "origin>destination"; throws unless they are in order. */
export function tableOf(flows: Flows): FlowTable {
  const table: FlowTable = {};
  for (let origin = 0; origin < flows.locations.length; origin++) {
    for (let k = flows.offsets[origin]!; k < flows.offsets[origin + 1]!; k++) {
      if (k > flows.offsets[origin]! && flows.index[k]! <= flows.index[k - 1]!) throw new Error("columns out of order");
      table[`${origin}>${flows.index[k]}`] = { value: flows.value[k]!, people: flows.people[k]! };
    }
  }
  return table;
}
