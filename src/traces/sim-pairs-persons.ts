import { checkInteger, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import type { UserTable } from "../types.ts";
import type { SimPairs } from "./sim-pairs.ts";

export interface PersonsOptions {
  /** Pairs at least this probable are joined: from above 0 to 1. */
  readonly minProbability: number;
  /** No person has more SIMs; 2 unless given. */
  readonly maxSims?: number;
}

/** The person of each user, numbered from 0 in the order of their first users, and how many users that person is. */
export type Persons = UserTable<{ readonly person: Uint32Array; readonly sims: Uint32Array }> & {
  readonly persons: number;
};

/** At most two devices a person, the assumption of the deduplication package. */
export const PERSONS_DEFAULTS = { maxSims: 2 } as const;

/**
 * How many people are behind these SIMs? Each user's person, where users that are likely one person are joined.
 *
 * **How** Pairs with probability ≥ minProbability are taken from the highest logRatio down (equal ones in their order); the
 * persons of both users become one unless that one would have more than maxSims users. What is joined is a person, also
 * where two of the users are no pair.
 *
 * @param pairs - what `detectSimPairs` gives
 * @param options - how sure a pair must be, and how many SIMs a person may have; see `PersonsOptions`
 * @returns a row per user (see `Persons`), `persons` how many there are. Of parts of the users that no pair connects, the
 * numbers of persons add up
 * @throws RangeError for anything but pairs, or options out of range
 *
 * **Cost** O(pairs log pairs + users).
 *
 * [salgado-2021]
 *
 * @example
 * const one = Uint32Array.of(1);
 * const columns = { user: Uint32Array.of(0), other: Uint32Array.of(2), encounters: one, together: one, conflicts: one, occasions: one, commonDays: one, logRatio: Float64Array.of(9), probability: Float64Array.of(0.99) };
 * const pairs = { users: ["a", "b", "c"], candidates: 3, length: 1, columns };
 * const persons = buildPersons(pairs, { minProbability: 0.9 });
 * persons.columns.person; // Uint32Array(3) [ 0, 1, 0 ]
 * persons.persons; // 2
 */
export function buildPersons(pairs: SimPairs, options: PersonsOptions): Persons {
  const where = "buildPersons";
  checkTable(where, "pairs", pairs, ["user", "other", "logRatio", "probability"]);
  checkList(where, "pairs.users", pairs.users);
  checkOptions(where, options, ["minProbability", "maxSims"]);
  const { minProbability, maxSims } = { ...PERSONS_DEFAULTS, ...options };
  checkNumber(where, "minProbability", minProbability, 0, 1);
  if (minProbability === 0) fail(where, "minProbability", "above 0: no pair is impossible", 0);
  checkInteger(where, "maxSims", maxSims, 1);

  const { users } = pairs;
  const { user, other, logRatio, probability } = pairs.columns;
  const rows: number[] = [];
  for (let r = 0; r < pairs.length; r++) {
    checkInteger(where, `pairs.columns.user[${r}]`, user[r]!, 0, users.length - 1);
    checkInteger(where, `pairs.columns.other[${r}]`, other[r]!, 0, users.length - 1);
    checkNumber(where, `pairs.columns.logRatio[${r}]`, logRatio[r]!);
    checkNumber(where, `pairs.columns.probability[${r}]`, probability[r]!, 0, 1);
    if (probability[r]! >= minProbability) rows.push(r);
  }
  rows.sort((a, b) => logRatio[b]! - logRatio[a]! || a - b);
  const leader = Uint32Array.from(users, (_, u) => u);
  const size = new Uint32Array(users.length).fill(1);
  for (const r of rows) {
    const a = leaderOf(leader, user[r]!);
    const b = leaderOf(leader, other[r]!);
    if (a === b || size[a]! + size[b]! > maxSims) continue;
    // The lower row leads, so that persons stand in the order of their first users.
    leader[Math.max(a, b)] = Math.min(a, b);
    size[Math.min(a, b)]! += size[Math.max(a, b)]!;
  }
  const person = new Uint32Array(users.length);
  const sims = new Uint32Array(users.length);
  let persons = 0;
  for (let u = 0; u < users.length; u++) {
    const first = leaderOf(leader, u);
    person[u] = first === u ? persons++ : person[first]!;
    sims[u] = size[first]!;
  }
  return { users, length: users.length, columns: { person, sims }, persons };
}

/** The lowest user of u's person; shortens the way there for the next time. */
function leaderOf(leader: Uint32Array, u: number): number {
  let at = u;
  while (leader[at] !== at) {
    leader[at] = leader[leader[at]!]!;
    at = leader[at]!;
  }
  return at;
}
