import { expect, it } from "vitest";
import { logInto } from "../../src/core/logarithms.ts";
import { log } from "../../src/core/math.ts";
import { createRandom } from "../../src/core/random.ts";

it("logarithms of a list have the bits of those taken one by one", () => {
  const random = createRandom(2);
  const values = [
    Number.MIN_VALUE,
    1e-310,
    1e-301,
    1e-300,
    0,
    -1,
    Number.NaN,
    1,
    2,
    Math.SQRT2,
    1e300,
    1e308,
    Infinity,
  ];
  for (let k = 0; k < 20_000; k++) values.push(2 ** (2000 * random() - 1000) * (1 + random()), 0.9 + 0.2 * random());
  for (const from of [0, 1]) {
    const given = Float64Array.from(values.slice(from));
    const got = given.slice();
    logInto(got, got.length);
    expect(got).toEqual(given.map((x) => log(x)));
  }
});

it("values beyond the first so many are left as they are", () => {
  for (const count of [0, 1, 2, 3]) {
    const values = Float64Array.of(2, 3, 4, 5);
    logInto(values, count);
    expect([...values]).toEqual([2, 3, 4, 5].map((x, k) => (k < count ? log(x) : x)));
  }
});
