import { checkInteger, checkLength, checkOptions, checkWholes, fail, failInWords, isObject } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { orderOfIds } from "../core/ids.ts";
import type { UserTable } from "../types.ts";

/**
 * One kind of evidence for where users come from. Per user `count` rows that speak for it, of `rows` in all, of which `unread`
 * could not be judged: pseudonyms in place of numbers, texts that are no host, networks that are not known.
 */
export type Evidence = UserTable<{
  readonly count: Uint32Array;
  readonly rows: Uint32Array;
  readonly unread: Uint32Array;
}>;

/** Per user: `fits` 1 where enough kinds of evidence reach their least count, how many `kinds` do, and the count of each kind under its name. */
export type OriginProfiles<Kind extends string = string> = UserTable<
  { readonly fits: Uint8Array; readonly kinds: Uint8Array } & { readonly [K in Kind]: Uint32Array }
>;

export interface OriginProfileOptions<Kind extends string = string> {
  /** How many kinds of evidence a user needs: 1 for any of them, the number of kinds for all. */
  readonly minKinds: number;
  /** The least count with which a kind counts, for each kind: 1 unless given. */
  readonly minCounts?: Readonly<Record<Kind, number>>;
}

/**
 * Who fits the profile of people from a country? Users with enough evidence: calls to and from it, visits to its sites, its home
 * networks.
 *
 * **How** a kind holds for a user if count ≥ its least count; the user fits if at least minKinds kinds hold. A user with
 * several kinds is one user.
 *
 * @param evidence - tables of evidence by name: `{ calls, web }`
 * @param options - how many kinds are needed, and the least count of each
 * @returns a row for each user of any of the tables, in the order of their ids; a user whom a table does not name has count 0
 * there. These are users with the profile, not nationals: relatives, traders and staff of the embassy have it too, and people
 * of the country who neither call home nor read its papers have not
 * @throws RangeError for no evidence, a kind named `fits` or `kinds`, a user who stands twice in a table, or minima below 1
 *
 * **Cost** O(users · kinds + users log users).
 *
 * [iom-ecuador]
 *
 * @example
 * const of = (users, count) => ({ users, length: users.length, columns: { count: Uint32Array.from(count), rows: Uint32Array.from(count), unread: new Uint32Array(users.length) } });
 * const profiles = detectOriginProfile({ calls: of(["ann", "bo"], [2, 0]), web: of(["ann", "cy"], [1, 4]) }, { minKinds: 1 });
 * profiles.users; // [ 'ann', 'bo', 'cy' ]
 * rowsOf(profiles)[0]; // { fits: 1, kinds: 2, calls: 2, web: 1 }
 * profiles.columns.fits; // Uint8Array(3) [ 1, 0, 1 ]
 */
export function detectOriginProfile<Kind extends string>(
  evidence: Readonly<Record<Kind, Evidence>>,
  options: OriginProfileOptions<Kind>,
): OriginProfiles<Kind> {
  const where = "detectOriginProfile";
  if (!isObject(evidence)) fail(where, "evidence", "tables of evidence by name", evidence);
  const kinds = Object.keys(evidence) as Kind[];
  if (kinds.length === 0) failInWords(where, "evidence", "at least one table of evidence by name", "none");
  for (const kind of kinds) {
    if (kind === "fits" || kind === "kinds") fail(where, "the names in evidence", "none of the result's own", kind);
    checkTable(where, `evidence.${kind}`, evidence[kind], ["count"]);
    checkList(where, `evidence.${kind}.users`, evidence[kind].users);
    checkLength(where, `evidence.${kind}.users`, evidence[kind].users.length, evidence[kind].length);
    checkWholes(where, `evidence.${kind}.columns.count`, evidence[kind].columns.count);
  }
  checkOptions(where, options, ["minKinds", "minCounts"]);
  const { minKinds, minCounts } = options;
  checkInteger(where, "minKinds", minKinds, 1, kinds.length);
  if (minCounts !== undefined) {
    checkOptions(where, minCounts, kinds, "minCounts");
    for (const kind of kinds) checkInteger(where, `minCounts.${kind}`, minCounts[kind], 1);
  }

  const ids = [...new Set(kinds.flatMap((kind) => evidence[kind].users as string[]))];
  const users = Array.from(orderOfIds(ids), (i) => ids[i]!);
  const rowOf = new Map(users.map((id, u) => [id, u]));
  const held = new Uint8Array(users.length);
  const counts: Record<string, Uint32Array> = {};
  for (const kind of kinds) {
    const { users: own, columns } = evidence[kind];
    const count = new Uint32Array(users.length);
    const stamp = new Uint8Array(users.length);
    const least = minCounts?.[kind] ?? 1;
    checkUsersOnce(where, `evidence.${kind}`, own);
    for (let i = 0; i < own.length; i++) {
      const u = rowOf.get(own[i]!)!;
      if (stamp[u] === 1) fail(where, `evidence.${kind}.users`, "all different", own[i]);
      stamp[u] = 1;
      count[u] = columns.count[i]!;
      if (count[u]! >= least) held[u]!++;
    }
    counts[kind] = count;
  }
  const columns = { fits: held.map((h) => (h >= minKinds ? 1 : 0)), kinds: held, ...counts };
  return { users, length: users.length, columns: columns as unknown as OriginProfiles<Kind>["columns"] };
}
