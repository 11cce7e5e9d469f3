import { checkInteger, checkLength } from "../core/check.ts";
import { checkLists } from "../core/check-tables.ts";

/** Pairs of people to be compared, by number in the users of the table: user[k] with other[k]. */
export interface UserPairs {
  readonly user: ArrayLike<number>;
  readonly other: ArrayLike<number>;
}

/** Throws unless there are as many of the one as of the other, all of them users that are there; returns copies. */
export function checkPairs(where: string, pairs: UserPairs, users: number): { user: Uint32Array; other: Uint32Array } {
  checkLists(where, "pairs", pairs, ["user", "other"], "pairs of users { user, other }");
  const { user, other } = pairs;
  checkLength(where, "pairs.other", other.length, user.length);
  for (let k = 0; k < user.length; k++) {
    checkInteger(where, `pairs.user[${k}]`, user[k]!, 0, users - 1);
    checkInteger(where, `pairs.other[${k}]`, other[k]!, 0, users - 1);
  }
  return { user: Uint32Array.from(user), other: Uint32Array.from(other) };
}
