import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { groupByUserAndTime } from "../../src/core/group.ts";
import { orderOfIds, rankOf } from "../../src/core/ids.ts";
import { createLocations } from "../../src/core/locations.ts";
import { fromMatrix, toMatrix } from "../../src/core/matrix.ts";
import { cellOf, sparseFromDense, sparseFromEntries } from "../../src/core/sparse.ts";
import { sumOf } from "../../src/core/sums.ts";
import { groupBySorting } from "../slow/group.ts";

const LAST_SECOND = 2 ** 32 - 1;

describe("laws of grouping", () => {
  /** Rows of few users, with times from a narrow or the widest range. */
  const rows = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(3, 1000, LAST_SECOND))
    .chain(([users, most]) =>
      fc.record({
        users: fc.constant(users),
        rows: fc.array(fc.tuple(fc.nat({ max: users - 1 }), fc.nat({ max: most })), { maxLength: 300, size: "max" }),
      }),
    )
    .map((world) => ({
      users: world.users,
      user: Uint32Array.from(world.rows, (row) => row[0]),
      time: Uint32Array.from(world.rows, (row) => row[1]),
      value: Uint32Array.from(world.rows, (_, i) => i),
    }));

  it("grouping is the stable sort by user and time", () => {
    fc.assert(
      fc.property(rows, ({ users, user, time, value }) => {
        expect(groupByUserAndTime(user, time, value, users)).toEqual(groupBySorting(user, time, value, users));
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("any part of the users is grouped as it is among all users", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (world, taken) => {
        const { users, user, time, value } = world;
        const whole = groupByUserAndTime(user, time, value, users);
        const kept = Array.from(value).filter((row) => taken[user[row]!]);
        const pick = (column: Uint32Array) => Uint32Array.from(kept, (row) => column[row]!);
        const part = groupByUserAndTime(pick(user), pick(time), pick(value), users);
        for (let u = 0; u < users; u++) {
          const rowsOfUser = part.value.slice(part.offsets[u], part.offsets[u + 1]);
          const expected = taken[u] ? whole.value.slice(whole.offsets[u], whole.offsets[u + 1]) : new Uint32Array(0);
          expect(rowsOfUser).toEqual(expected);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("laws of sparse matrices", () => {
  const shape = fc.record({ rows: fc.integer({ min: 1, max: 8 }), columns: fc.integer({ min: 1, max: 8 }) });
  const dense = shape.chain(({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      cells: fc.array(fc.oneof(fc.constant(0), fc.double({ noNaN: true, noDefaultInfinity: true })), {
        minLength: rows * columns,
        maxLength: rows * columns,
      }),
    }),
  );

  it("full to sparse to ml-matrix and back changes no cell", () => {
    fc.assert(
      fc.property(dense, ({ rows, columns, cells }) => {
        const sparse = sparseFromDense(rows, columns, cells);
        const matrix = toMatrix(sparse, columns);
        expect(fromMatrix(matrix)).toEqual(sparse);
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < columns; c++) {
            const cell = cells[r * columns + c]! + 0; // + 0 turns −0 into 0
            expect(cellOf(sparse, r, c)).toBe(cell);
            expect(matrix.get(r, c)).toBe(cell);
          }
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("the order of the entries changes nothing, and parts of them add up to the whole", () => {
    const entries = shape.chain(({ rows, columns }) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        entries: fc.array(
          fc.tuple(fc.nat({ max: rows - 1 }), fc.nat({ max: columns - 1 }), fc.integer({ min: 1, max: 50 })),
          { maxLength: 60 },
        ),
      }),
    );
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), ({ rows, columns, entries }, keys) => {
        const build = (list: typeof entries) =>
          sparseFromEntries(
            rows,
            columns,
            list.map((entry) => entry[0]),
            list.map((entry) => entry[1]),
            list.map((entry) => entry[2]),
          );
        const whole = build(entries);
        const shuffled = entries
          .map((entry) => ({ entry, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        expect(build(shuffled)).toEqual(whole);
        const half = Math.floor(entries.length / 2);
        const parts = [build(shuffled.slice(0, half)), build(shuffled.slice(half))];
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < columns; c++) {
            expect(cellOf(parts[0]!, r, c) + cellOf(parts[1]!, r, c)).toBe(cellOf(whole, r, c));
          }
        }
        expect(sumOf(whole.value)).toBe(entries.reduce((sum, entry) => sum + entry[2], 0));
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("laws of clocks", () => {
  const clocks = ["Europe/Luxembourg", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "-03:30"].map(
    (timeZone) => createClock({ timeZone }),
  );
  const anyClock = fc.constantFrom(...clocks);
  const anyTime = fc.nat({ max: LAST_SECOND });

  it("day and hour are those of the second that the local clock shows", () => {
    fc.assert(
      fc.property(anyClock, anyTime, (clock, time) => {
        const local = time + clock.offsetOf(time);
        expect(clock.dayOf(time)).toBe(Math.floor(local / 86_400));
        expect(clock.hourOf(time)).toBe(Math.floor((local - clock.dayOf(time) * 86_400) / 3600));
        expect(clock.weekdayOf(time)).toBe((((clock.dayOf(time) - 4) % 7) + 7) % 7);
        expect(clock.timesOf(local)).toContain(time);
      }),
      { seed: 42, numRuns: 5000 },
    );
  });

  it("every local second has none, one or two times, and all of them show it", () => {
    fc.assert(
      fc.property(anyClock, fc.nat({ max: LAST_SECOND - 172_800 }), (clock, second) => {
        const local = second + 86_400;
        const times = clock.timesOf(local);
        expect(times.length).toBeLessThanOrEqual(2);
        for (const time of times) expect(time + clock.offsetOf(time)).toBe(local);
      }),
      { seed: 42, numRuns: 5000 },
    );
  });

  it("a calendar says of every time within it what the clock says", () => {
    fc.assert(
      fc.property(
        anyClock,
        anyTime,
        fc.nat({ max: 86_400 * 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (...drawn) => {
          const [clock, first, span, share] = drawn;
          const last = Math.min(LAST_SECOND, first + span);
          const time = first + Math.floor(share * (last - first));
          const { start, binSeconds, day, hour } = clock.calendarOf(first, last);
          const bin = Math.floor((time - start) / binSeconds);
          expect(day[bin]).toBe(clock.dayOf(time));
          expect(hour[bin]).toBe(clock.hourOf(time));
        },
      ),
      { seed: 42, numRuns: 300 },
    );
  });
});

describe("laws of ids and places", () => {
  it("the order of ids is ascending, holds every row once, and its ranks turn it round", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (ids) => {
        const order = orderOfIds(ids);
        const rank = rankOf(order);
        for (let i = 1; i < order.length; i++) {
          const [before, after] = [order[i - 1]!, order[i]!];
          expect(ids[before]! < ids[after]! || (ids[before] === ids[after] && before < after)).toBe(true);
        }
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(ids.map((_, row) => row));
        for (let i = 0; i < ids.length; i++) expect(order[rank[i]!]).toBe(i);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it("two tables of places have the same key only if they are equal", () => {
    const place = fc.record({
      id: fc.string({ maxLength: 3 }),
      lon: fc.constantFrom(-180, -1, 0, 1e-300, 1, 1 + 2 ** -52, 180),
      lat: fc.constantFrom(-90, -1, 0, 1, 90),
    });
    const places = fc.uniqueArray(place, { maxLength: 3, selector: ({ id }) => id });
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(places, (rows) => {
        const { key } = createLocations(
          "zones",
          rows.map(({ id }) => id),
          rows.map(({ lon }) => lon),
          rows.map(({ lat }) => lat),
        );
        const text = JSON.stringify(rows);
        expect(seen.get(key) ?? text).toBe(text);
        seen.set(key, text);
      }),
      { seed: 42, numRuns: 3000 },
    );
    expect(new Set(seen.values()).size).toBe(seen.size);
  });
});
