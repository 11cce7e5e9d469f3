import { describe, expect, it } from "vitest";
import { groupByUserAndTime } from "../../src/core/group.ts";
import { createRandom } from "../../src/core/random.ts";
import { groupBySorting } from "../slow/group.ts";

interface Rows {
  readonly user: Uint32Array;
  readonly time: Uint32Array;
  readonly users: number;
}

function randomRows(seed: string, rows: number, users: number, timeOf: (random: () => number, row: number) => number) {
  const random = createRandom(seed);
  const user = new Uint32Array(rows);
  const time = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) {
    user[i] = Math.floor(random() * users);
    time[i] = timeOf(random, i);
  }
  return { user, time, users };
}

const worlds: Record<string, Rows> = {
  "no rows": randomRows("none", 0, 5, () => 0),
  "no rows and no users": { user: new Uint32Array(0), time: new Uint32Array(0), users: 0 },
  "one row": { user: Uint32Array.of(2), time: Uint32Array.of(9), users: 3 },
  "short runs": randomRows("short", 3_000, 300, (random) => Math.floor(random() * 1e9)),
  "runs about where insertion gives way to radix": randomRows("forty", 4_000, 100, (random) =>
    Math.floor(random() * 3e5),
  ),
  "runs of hundreds": randomRows("hundreds", 6_000, 10, (random) => Math.floor(random() * 2 ** 31)),
  "one user": randomRows("one", 3_000, 1, (random) => Math.floor(random() * 2 ** 20)),
  "one long run with few bits": randomRows("long", 9_000, 1, (random) => 1_600_000_000 + Math.floor(random() * 100)),
  "one long run over the whole of time": randomRows("whole", 9_000, 1, (random) => Math.floor(random() * 2 ** 32)),
  "two runs over the whole of time, one short": randomRows("two", 5_000, 2, (random, row) =>
    row % 2 === 0 ? 2 ** 32 - 1 - Math.floor(random() * 5) : Math.floor(random() * 5),
  ),
  "all times equal": randomRows("equal", 6_000, 3, () => 77),
  "many equal times": randomRows("many equal", 6_000, 3, (random) => Math.floor(random() * 20)),
  "rows in order already": randomRows("ordered", 5_000, 1, (_, row) => row),
  "rows in the opposite order": randomRows("opposite", 5_000, 2, (_, row) => 5_000 - row),
  "users without rows at both ends and between": {
    ...randomRows("empty", 2_000, 10, (random) => Math.floor(random() * 1e6)),
    users: 60,
  },
};
// Users without rows between the others too.
const sparse = worlds["users without rows at both ends and between"]!;
for (let i = 0; i < sparse.user.length; i++) sparse.user[i] = 5 * sparse.user[i]! + 3;

describe("grouping equals a stable sort by user and time", () => {
  it.each(Object.keys(worlds))("of %s", (name) => {
    const { user, time, users } = worlds[name]!;
    // Values above 2^31 too, and the row in the low bits: a lost or swapped row shows.
    const value = Uint32Array.from(user, (_, row) => 0xffff_ffff - row);
    const given = { user: user.slice(), time: time.slice(), value: value.slice() };
    const grouped = groupByUserAndTime(user, time, value, users);
    expect(grouped).toEqual(groupBySorting(user, time, value, users));
    expect({ user, time, value }).toEqual(given);
  });

  it("for every length of run from 0 to 100 and around 4096", () => {
    for (const rows of [...Array.from({ length: 101 }, (_, n) => n), 4095, 4096, 4097]) {
      const { user, time } = randomRows(`length ${rows}`, rows, 1, (random) => Math.floor(random() * 2 ** 32));
      const value = Uint32Array.from(user, (_, row) => row);
      expect(groupByUserAndTime(user, time, value, 1)).toEqual(groupBySorting(user, time, value, 1));
    }
  });

  it("for every number of bits in which the times differ", () => {
    for (const rows of [41, 5_000]) {
      for (let bits = 0; bits <= 32; bits++) {
        const { user, time } = randomRows(`bits ${bits}`, rows, 1, (random) => Math.floor(random() * 2 ** bits));
        const value = Uint32Array.from(user, (_, row) => row);
        const grouped = groupByUserAndTime(user, time, value, 1);
        const order = Array.from(value).sort((a, b) => time[a]! - time[b]! || a - b);
        expect(Array.from(grouped.value)).toEqual(order);
      }
    }
  });
});

describe("wrong arguments of grouping", () => {
  it("columns that differ in length are refused", () => {
    const two = Uint32Array.of(0, 1);
    const one = Uint32Array.of(0);
    expect(() => groupByUserAndTime(two, one, two, 2)).toThrow("groupByUserAndTime: time must be of length 2, got 1");
    expect(() => groupByUserAndTime(two, two, one, 2)).toThrow("groupByUserAndTime: value must be of length 2, got 1");
  });

  it("a row of a user who is not there is refused, not lost", () => {
    for (const stranger of [3, 4, 2 ** 32 - 1]) {
      const user = Uint32Array.of(0, stranger, 1);
      expect(() => groupByUserAndTime(user, user, user, 3)).toThrow(
        `groupByUserAndTime: user[1] must be below 3, got ${stranger}`,
      );
    }
  });
});
