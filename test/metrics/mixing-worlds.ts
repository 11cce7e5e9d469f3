import type { CallRecords } from "../../src/metrics/mixing-edges.ts";
import type { Random } from "../../src/types.ts";
import type { SlowCall } from "../slow/mixing.ts";

/** Calls as the functions take them. */
export function callsOf(people: number, calls: readonly SlowCall[]): CallRecords {
  return {
    users: Array.from({ length: people }, (_, u) => `u${String(u).padStart(5, "0")}`),
    length: calls.length,
    columns: {
      caller: Uint32Array.from(calls, ({ from }) => from),
      callee: Uint32Array.from(calls, ({ to }) => to),
      time: Uint32Array.from(calls, ({ time = 0 }) => time),
      duration: Float64Array.from(calls, ({ seconds = Number.NaN }) => seconds),
    },
  };
}

/** Calls between random people, some to themselves, some without a duration. */
export function randomCalls(random: Random, people: number, calls: number): SlowCall[] {
  const someone = (): number => Math.floor(random() * people);
  return Array.from({ length: calls }, () => ({
    from: someone(),
    to: someone(),
    time: Math.floor(random() * 10 * 86_400) + 86_400,
    seconds: random() < 0.2 ? Number.NaN : Math.floor(random() * 300),
  }));
}

export function randomGroups(random: Random, people: number, groups: number): number[] {
  return Array.from({ length: people }, () => Math.floor(random() * groups));
}
