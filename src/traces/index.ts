/** Traces: one time-ordered sequence of places per user. */

export type * from "../types.ts";
export { buildTracesOfEvents, type EventColumns } from "./events.ts";
export { relocate } from "./relocation.ts";
export { buildTraces } from "./traces.ts";
