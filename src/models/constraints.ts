import type { GravityConstraint } from "./design.ts";
import { solvePoisson } from "./poisson.ts";

/**
 * Only the total of all flows is that of the observed ones: one constant, and masses for origins and destinations.
 *
 * **How** ln flow = constant + originMass · ln mass of the origin + destinationMass · ln mass of the destination + terms of
 * the distance + covariates.
 *
 * @returns the constraint, for `fitGravity`, which then asks for `originMass` and `destinationMass`
 *
 * **Cost** one exponential per pair and iteration
 *
 * [silva-tenreyro-2006]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const masses = { originMass: [1, 2, 4], destinationMass: [1, 2, 4] };
 * fitGravity(flows, { ...masses, distances, deterrence: exponentialDecay(), constraint: unconstrained() }).parameters; // 4
 */
export function unconstrained(): GravityConstraint {
  return { name: "unconstrained", constants: "one", solve: (_where, design) => solvePoisson(design, "one") };
}

/**
 * The flows out of every origin add up to its observed outflow: one constant per origin. The production-constrained, or
 * singly constrained, gravity model.
 *
 * **How** ln flow = ln A[origin] + destinationMass · ln mass + terms of the distance + covariates, with A[origin] = outflow /
 * Σ exp(…) put in for whatever coefficients are tried, so that only those are searched. An origin without outflow says
 * nothing about where people go: it is left out, and its fitted flows are 0.
 *
 * @returns the constraint, for `fitGravity`, which then asks for `destinationMass` and refuses what is the origin's own
 *
 * **Cost** one exponential per pair and iteration
 *
 * [wilson-1971]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const options = { destinationMass: [1, 2, 4], distances, deterrence: exponentialDecay() };
 * fitGravity(flows, { ...options, constraint: originConstrained() }).parameters; // 5
 */
export function originConstrained(): GravityConstraint {
  return {
    name: "origin-constrained",
    constants: "origins",
    solve: (_where, design) => solvePoisson(design, "origins"),
  };
}

/**
 * The flows into every destination add up to its observed inflow: one constant per destination. The attraction-constrained
 * gravity model: where do the people come from who fill these jobs?
 *
 * **How** as `originConstrained`, the other way round; a destination without inflow is left out.
 *
 * @returns the constraint, for `fitGravity`, which then asks for `originMass` and refuses what is the destination's own
 *
 * **Cost** one exponential per pair and iteration
 *
 * [wilson-1971]
 * @example
 * const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const flows = { locations, ...sparseFromDense(3, 3, [0, 18, 4, 7, 0, 7, 2, 9, 0]) };
 * const options = { originMass: [1, 2, 4], distances, deterrence: exponentialDecay() };
 * fitGravity(flows, { ...options, constraint: destinationConstrained() }).parameters; // 5
 */
export function destinationConstrained(): GravityConstraint {
  return {
    name: "destination-constrained",
    constants: "destinations",
    solve: (_where, design) => solvePoisson(design, "destinations"),
  };
}
