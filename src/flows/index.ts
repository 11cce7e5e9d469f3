/** From people to pairs of locations: origin–destination counts, transitions, residents by group, marginals. */

export type * from "../types.ts";
export { countInflows, countOutflows } from "./marginals.ts";
export { type CountFlowsOptions, countFlows } from "./od-counts.ts";
export { addFlows } from "./partitions.ts";
export { type CountResidentsOptions, countResidents, type Residents } from "./residents.ts";
export { type CountTransitionsOptions, countTransitions } from "./transitions.ts";
