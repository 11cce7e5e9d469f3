import { fail, failInWords } from "./check.ts";

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
