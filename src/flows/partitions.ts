import { checkSameLocations } from "../core/check.ts";
import { checkPeopleOfFlows } from "../core/sparse.ts";
import type { Flows } from "../types.ts";

/**
 * What are the flows of two sets of people together?
 *
 * **How** value and people of every pair are added. People add up because the two sets share nobody: flows counted over
 * two parts of the users, on two machines for instance. Flows of the same users over two periods must be counted together
 * instead, or people seen in both would be counted twice.
 *
 * @param a - flows of one part of the people
 * @param b - flows of another part, over the same locations
 * @returns the flows of both parts, the same as if they had been counted at once
 * @throws RangeError for flows over different locations or flows that are not well formed
 *
 * **Cost** O(entries of a + entries of b + locations)
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const flows = { locations, ...sparseFromDense(2, 2, [0, 3, 0, 0]), people: Uint32Array.of(2) };
 * const both = addFlows(flows, flows);
 * [cellOf(both, 0, 1), both.people[0]]; // [ 6, 4 ]
 */
export function addFlows(a: Flows, b: Flows): Flows {
  const where = "addFlows";
  checkPeopleOfFlows(where, "a", a);
  checkPeopleOfFlows(where, "b", b);
  checkSameLocations(where, "b", b.locations, a.locations);
  const n = a.locations.length;
  const room = a.index.length + b.index.length;
  const offsets = new Uint32Array(n + 1);
  const index = new Uint32Array(room);
  const value = new Float64Array(room);
  const people = new Uint32Array(room);
  let entries = 0;
  for (let origin = 0; origin < n; origin++) {
    let i = a.offsets[origin]!;
    let j = b.offsets[origin]!;
    const endA = a.offsets[origin + 1]!;
    const endB = b.offsets[origin + 1]!;
    while (i < endA || j < endB) {
      const ofA = i < endA ? a.index[i]! : Infinity;
      const ofB = j < endB ? b.index[j]! : Infinity;
      index[entries] = Math.min(ofA, ofB);
      if (ofA <= ofB) {
        value[entries]! += a.value[i]!;
        people[entries]! += a.people[i++]!;
      }
      if (ofB <= ofA) {
        value[entries]! += b.value[j]!;
        people[entries]! += b.people[j++]!;
      }
      entries++;
    }
    offsets[origin + 1] = entries;
  }
  return {
    locations: a.locations,
    offsets,
    index: index.slice(0, entries),
    value: value.slice(0, entries),
    people: people.slice(0, entries),
  };
}
