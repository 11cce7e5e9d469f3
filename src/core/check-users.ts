import { fail, failInWords, shown } from "./check.ts";

/**
 * Throws unless each user stands once, for a count of people: a table split by periods names a user once for each of them,
 * next to each other, and would count one person as several.
 */
export function checkUsersOnce(where: string, name: string, users: readonly string[]): void {
  for (let u = 1; u < users.length; u++) {
    if (users[u] !== users[u - 1]) continue;
    const remedy = "people would count once for each period of a split: take one period with selectPeriod";
    failInWords(where, `${name}.users`, "all different", shown(users[u]), remedy);
  }
}

/** Throws unless the users of a table are those of another one, which `of` names, in the same order. */
export function checkSameUsers(
  where: string,
  name: string,
  users: readonly string[],
  expected: readonly string[],
  of: string,
): void {
  if (users.length !== expected.length) {
    failInWords(where, `${name}.users`, `the ${expected.length} users of ${of}, in the same order`, `${users.length}`);
  }
  for (let u = 0; u < users.length; u++) {
    if (users[u] !== expected[u]) fail(where, `${name}.users[${u}]`, `"${expected[u]}", as in ${of}`, users[u]);
  }
}
