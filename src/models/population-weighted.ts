import { checkOptions } from "../core/check.ts";
import { OPPORTUNITY_OPTIONS, type OpportunityLawOptions, opportunityRows, rowLaw } from "./intervening-law.ts";
import type { FlowLaw } from "./law.ts";
import { checkMasses } from "./observations.ts";

/**
 * How strongly do places draw people who look at what each offers and at how many compete for it? Population-weighted
 * opportunities, meant for cities, where distance is small matter.
 *
 * **How** weight[o, d] = n (1 / S − 1 / M), with the destination's opportunities n, the people S who live no farther from the
 * destination than the origin, both places included, and the people M of all places. The circle lies around the destination:
 * its rows of `distances` are read, which counts where there and back differ.
 *
 * @param options - masses (the people who compete), opportunities, distances, and what to do with ties
 * @returns the law; its weights are relative. The origin that is farthest from a destination, or all that are, sends nobody
 * there, so that a flow between the two has no likelihood under this law. Nobody goes where nobody lives in the circle
 * @throws RangeError for masses or opportunities that are not finite or below 0, and distances that are not finite or below 0
 *
 * **Cost** O(n²) time usually and 8 n² bytes when the law is made, for it reads distances from the destinations
 *
 * [yan-2014]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const law = populationWeightedLaw({ mass: [10, 10, 20], distances });
 * denseFromRows(law).value.slice(0, 3); // Float64Array(3) [ 0, 0.25, 0 ]
 */
export function populationWeightedLaw(options: OpportunityLawOptions): FlowLaw {
  const where = "populationWeightedLaw";
  checkOptions(where, options, OPPORTUNITY_OPTIONS);
  const { mass, opportunities = mass, distances, ties } = options;
  const circles = { mass, distances, ...(ties === undefined ? {} : { ties }) };
  const { locations, mass: people, ranked, look } = opportunityRows(where, circles);
  checkMasses(where, "opportunities", opportunities, locations);
  const { count, outer } = ranked;
  // Row after row of destinations: what each origin is drawn by.
  const weight = new Float64Array(locations * locations);
  for (let destination = 0; destination < locations; destination++) {
    const order = look(destination);
    const own = people[destination]!;
    let others = 0;
    for (let k = 0; k < count; k++) others += ranked.opportunities[k]!;
    for (let k = 0; k < count; k++) {
      const circle = own + outer[k]!;
      const beyond = others - outer[k]!;
      const per = circle === 0 ? 0 : beyond / circle / (own + others);
      weight[destination * locations + order[k]!] = opportunities[destination]! * per;
    }
  }
  return rowLaw("population-weighted opportunities", locations, (origin, into) => {
    for (let d = 0, at = origin; d < locations; d++, at += locations) into[d] = weight[at]!;
  });
}
