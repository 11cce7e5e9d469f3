import { join } from "node:path";
import type { CallRecords, CallTies } from "../../src/metrics/mixing-edges.ts";
import { buildCallTies, undirectedTies } from "../../src/metrics/mixing-ties.ts";
import { listed, readRows } from "./data.ts";

/** A network of the data with the group of each person. */
export interface Network {
  readonly calls: CallRecords;
  readonly groupOf: number[];
  readonly labels: string[];
}

/** Records from rows of people, times and durations. */
export function recordsOf(
  users: readonly string[],
  rows: readonly { from: number; to: number; time?: number; seconds?: number }[],
): CallRecords {
  return {
    users,
    length: rows.length,
    columns: {
      caller: Uint32Array.from(rows, (row) => row.from),
      callee: Uint32Array.from(rows, (row) => row.to),
      time: Uint32Array.from(rows, (row) => row.time ?? 0),
      duration: Float64Array.from(rows, (row) => row.seconds ?? Number.NaN),
    },
  };
}

/** A file of edges with the file of nodes beside it: the first two columns are who calls whom, a third one how often. */
export function readNetwork(folder: string, name: string): Network | null {
  const [edges] = listed(folder, new RegExp(`^(?:netseg_)?${name}_edges\\.csv$`));
  const [nodes] = listed(folder, new RegExp(`^(?:netseg_)?${name}_nodes\\.csv$`));
  if (edges === undefined || nodes === undefined) return null;
  const people = readRows(join(folder, nodes)).map((row) => Object.values(row));
  // The last column is the group in every file.
  const groups = people.map((row) => row.at(-1)!);
  const labels = [...new Set(groups)].sort();
  const numberOf = new Map(people.map((row, u) => [row[0]!, u]));
  const rows = readRows(join(folder, edges)).flatMap((row) => {
    const [from, to, calls = "1"] = Object.values(row);
    const call = { from: numberOf.get(from!)!, to: numberOf.get(to!)! };
    return Array.from({ length: Number(calls) }, () => call);
  });
  const users = people.map((row) => row[0]!);
  return { calls: recordsOf(users, rows), groupOf: groups.map((group) => labels.indexOf(group)), labels };
}

/** The ties of a network, and in both directions. */
export function tiesOfNetwork({ calls }: Network): { directed: CallTies; undirected: CallTies } {
  return { directed: buildCallTies(calls), undirected: undirectedTies(calls) };
}
