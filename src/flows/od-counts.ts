import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkSequences } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Flows, Moves } from "../types.ts";
import { flowsOfMoves, startsOfCounts } from "./flow-rows.ts";

export interface CountFlowsOptions {
  /** Count moves that arrived on this local day or later; from the first one unless given. */
  readonly fromDay?: number;
  /** Count moves that arrived before this local day; to the last one unless given. */
  readonly toDay?: number;
}

/**
 * How many moves went from where to where, and how many people made them? The origin–destination table.
 *
 * **How** value[origin, destination] = number of moves with fromDay ≤ arrivedDay < toDay; people = number of distinct
 * users among them. A move that ends where it began is counted on the diagonal.
 *
 * @param moves - trips, migrations or any other table of moves
 * @param options - the days to count, by day of arrival
 * @returns flows over the locations of the moves; a pair without an entry had no move. The values add up to the number of
 * moves in the days asked for; `people` of a pair is at least 1 and at most its value
 * @throws RangeError for days that are not whole numbers or are in the wrong order, offsets that do not fit, or a location
 * number that the locations do not have, or a user who stands twice
 *
 * **Cost** O(moves + locations), 8 bytes per move
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const columns = { origin: Uint32Array.of(0, 0, 0), destination: Uint32Array.of(1, 1, 1), leftDay: Int32Array.of(1, 5, 2), arrivedDay: Int32Array.of(2, 6, 3) };
 * const flows = countFlows({ locations, users: ["u", "v"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns });
 * cellOf(flows, 0, 1); // 3
 * flows.people; // Uint32Array(1) [ 2 ]
 */
export function countFlows(moves: Moves, options: CountFlowsOptions = {}): Flows {
  const where = "countFlows";
  checkSequences(where, "moves", moves, ["origin", "destination", "arrivedDay"]);
  checkUsersOnce(where, "moves", moves.users);
  checkOptions(where, options, ["fromDay", "toDay"]);
  const { fromDay = -Infinity, toDay = Infinity } = options;
  if (fromDay !== -Infinity) checkInteger(where, "fromDay", fromDay);
  if (toDay !== Infinity) checkInteger(where, "toDay", toDay, fromDay);
  const { locations, users, offsets } = moves;
  const { origin, destination, arrivedDay } = moves.columns;
  const n = locations.length;
  const start = new Uint32Array(n + 1);
  for (let i = 0; i < moves.length; i++) {
    const from = origin[i]!;
    if (from >= n) fail(where, `moves.columns.origin[${i}]`, `below the ${n} locations`, from);
    if (destination[i]! >= n)
      fail(where, `moves.columns.destination[${i}]`, `below the ${n} locations`, destination[i]);
    const day = arrivedDay[i]!;
    if (day >= fromDay && day < toDay) start[from + 1]!++;
  }
  startsOfCounts(start);
  const place = start.slice(0, n);
  const records = new Uint32Array(2 * start[n]!);
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const day = arrivedDay[i]!;
      if (day < fromDay || day >= toDay) continue;
      const at = 2 * place[origin[i]!]!++;
      records[at] = destination[i]!;
      records[at + 1] = u + 1;
    }
  }
  return flowsOfMoves(locations, start, records);
}
