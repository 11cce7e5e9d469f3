/** Traces: one time-ordered sequence of places per user. */
export { buildTracesOfEvents, type EventColumns } from "./events.ts";
export { relocate } from "./relocation.ts";
export { buildTraces } from "./traces.ts";
