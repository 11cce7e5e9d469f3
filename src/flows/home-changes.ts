import { checkSameLocations, fail } from "../core/check.ts";
import { checkHomes } from "../core/check-places.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Flows, HomePlaces } from "../types.ts";

/** People by their home before (rows) and after, those who stayed on the diagonal; and how many are in neither, for want of a home. */
export type HomeChanges = Flows & { readonly without: number };

/**
 * How many people have moved home from where to where between two periods, and how many have stayed?
 *
 * **How** value[a, b] = people[a, b] = users with the home a before and b after, matched by id. Users who have no home in one
 * of the tables, or are in one of them only, are in `without`.
 *
 * @param before - the homes of one period
 * @param after - the homes of a later one, over the same locations, of the same or other users
 * @returns flows from homes to homes, the diagonal holding those who stayed, with `without`, the people left out. Flows and
 * `without` together add up to the distinct users of both tables
 * @throws RangeError for homes over different locations, or an id given twice
 *
 * **Cost** O(users + locations)
 *
 * [flowminder-2020]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const homesOf = (users, location) => ({ locations: zones, users, length: users.length, columns: { location: Int32Array.from(location) } });
 * const changes = countHomeChanges(homesOf(["ann", "bo", "cy"], [0, 0, 1]), homesOf(["ann", "bo", "cy"], [0, 1, -1]));
 * [toMatrix(changes).to2DArray(), changes.without]; // [ [ [ 1, 1 ], [ 0, 0 ] ], 1 ]
 */
export function countHomeChanges(before: HomePlaces, after: HomePlaces): HomeChanges {
  const where = "countHomeChanges";
  checkHomes(where, "before", before);
  checkHomes(where, "after", after);
  checkSameLocations(where, "after.locations", after.locations, before.locations);
  const { locations } = before;
  const homeOf = homesById(where, "before", before);
  const origin: number[] = [];
  const destination: number[] = [];
  const later = homesById(where, "after", after);
  let users = homeOf.size;
  for (const [user, to] of later) {
    const from = homeOf.get(user);
    if (from === undefined) users++;
    if (from === undefined || from < 0 || to < 0) continue;
    origin.push(from);
    destination.push(to);
  }
  const ones = new Uint8Array(origin.length).fill(1);
  const counts = sparseFromEntries(locations.length, locations.length, origin, destination, ones);
  return { locations, ...counts, people: Uint32Array.from(counts.value), without: users - origin.length };
}

function homesById(where: string, name: string, homes: HomePlaces): Map<string, number> {
  const homeOf = new Map<string, number>();
  for (let u = 0; u < homes.users.length; u++) {
    const user = homes.users[u]!;
    if (homeOf.has(user)) fail(where, `${name}.users`, "all different", user);
    homeOf.set(user, homes.columns.location[u]!);
  }
  return homeOf;
}
