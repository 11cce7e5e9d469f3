import type { Moves, Traces } from "../../src/types.ts";

/** Moves and distinct people of every pair that has any, under "origin>destination". */
export type FlowTable = Record<string, { value: number; people: number }>;

/** Flows of a table of moves, pair by pair with sets of users. */
export function slowFlows(moves: Moves, fromDay: number = -Infinity, toDay: number = Infinity): FlowTable {
  const { origin, destination, arrivedDay } = moves.columns;
  return foldMoves(moves, (i) =>
    arrivedDay[i]! >= fromDay && arrivedDay[i]! < toDay ? `${origin[i]}>${destination[i]}` : null,
  );
}

/** Transitions of traces, pair by pair with sets of users. */
export function slowTransitions(traces: Traces, maxGapSeconds: number = Infinity): FlowTable {
  const { time, location } = traces.columns;
  const firsts = new Set(traces.offsets);
  return foldMoves(traces, (i) => {
    if (firsts.has(i) || location[i] === location[i - 1] || time[i]! - time[i - 1]! > maxGapSeconds) return null;
    return `${location[i - 1]}>${location[i]}`;
  });
}

function foldMoves(table: Moves | Traces, pairOf: (row: number) => string | null): FlowTable {
  const counted: Record<string, number> = {};
  const seen: Record<string, Set<string>> = {};
  table.users.forEach((user, u) => {
    for (let i = table.offsets[u]!; i < table.offsets[u + 1]!; i++) {
      const pair = pairOf(i);
      if (pair === null) continue;
      counted[pair] = (counted[pair] ?? 0) + 1;
      seen[pair] = (seen[pair] ?? new Set()).add(user);
    }
  });
  return Object.fromEntries(
    Object.entries(counted).map(([pair, value]) => [pair, { value, people: seen[pair]!.size }]),
  );
}
