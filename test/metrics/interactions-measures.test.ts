import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  measureActiveDays,
  measureCallDurations,
  measureInterEventTimes,
  measureOverPeriods,
  measureRechargeAmounts,
  measureRecharges,
} from "../../src/metrics/index.ts";
import { buildRecharges, splitPeriods } from "../../src/traces/index.ts";

const DAY = 86_400;
const utc = createClock({ timeZone: "UTC" });

function eventsOf(...users: readonly (readonly number[])[]) {
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((own, u) => {
    offsets[u + 1] = offsets[u]! + own.length;
  });
  const columns = { time: Uint32Array.from(users.flat()) };
  return { users: users.map((_, u) => `u${u}`), offsets, length: columns.time.length, columns };
}

describe("active days", () => {
  it("are local days with an event, each counted once for each user", () => {
    const events = eventsOf([0, DAY - 1, DAY, 5 * DAY], [], [DAY, 2 * DAY]);
    expect(rowsOf(measureActiveDays(events, { clock: utc }))).toEqual([
      { events: 4, activeDays: 3 },
      { events: 0, activeDays: 0 },
      { events: 2, activeDays: 2 },
    ]);
    const kathmandu = createClock({ timeZone: "+05:45" });
    expect(measureActiveDays(events, { clock: kathmandu }).columns.activeDays[0]).toBe(3);
    expect(measureActiveDays(eventsOf([DAY - 1, DAY]), { clock: kathmandu }).columns.activeDays[0]).toBe(1);
    expect(measureActiveDays(eventsOf([]), { clock: utc }).columns.activeDays[0]).toBe(0);
  });

  it("come only once where clocks are set back over midnight", () => {
    // St John's, 2 November 2008: at 00:01 it was 23:01 of the day before again.
    const clock = createClock({ timeZone: "America/St_Johns" });
    const change = Date.UTC(2008, 10, 2, 2, 31) / 1000;
    const events = eventsOf([change - 90, change - 30, change + 60, change + 3600]);
    const days = Array.from(events.columns.time, (at) => clock.dayOf(at) - clock.dayOf(change - 90));
    expect(days).toEqual([0, 1, 0, 1]);
    expect(measureActiveDays(events, { clock }).columns.activeDays[0]).toBe(2);
  });
});

describe("times between events", () => {
  it("are summarised in seconds, one less than the events", () => {
    const [first, silent, single] = rowsOf(measureInterEventTimes(eventsOf([0, 10, 40, 40], [], [7])));
    expect(first).toMatchObject({ count: 3, mean: 40 / 3, median: 10, min: 0, max: 30 });
    expect(silent).toMatchObject({ count: 0, mean: Number.NaN });
    expect(single).toMatchObject({ count: 0, mean: Number.NaN });
  });
});

describe("durations of calls", () => {
  it("are summarised where they are known", () => {
    const events = eventsOf([1, 2, 3], [4]);
    const columns = { ...events.columns, duration: Float64Array.of(60, Number.NaN, 0, Number.NaN) };
    const [first, text] = rowsOf(measureCallDurations({ ...events, columns }));
    expect(first).toMatchObject({ count: 2, mean: 30, std: 30, min: 0, max: 60 });
    expect(text).toMatchObject({ count: 0, mean: Number.NaN });
  });
});

describe("a measure over periods", () => {
  it("is summarised over the periods in which it is defined, for every user of the table before", () => {
    const events = eventsOf([DAY, DAY + 5, 2 * DAY, 3 * DAY], [], [4 * DAY]);
    const days = splitPeriods(events, buildPeriods({ firstDay: [1, 2, 3, 4], lastDay: [1, 2, 3, 4] }, utc));
    expect(days.users).toEqual(["u0", "u0", "u0", "u2"]);
    const { users, columns } = measureOverPeriods(days, [2, Number.NaN, 5, 1]);
    expect(users).toEqual(["u0", "u1", "u2"]);
    expect(Array.from(columns.count)).toEqual([2, 0, 1]);
    expect(Array.from(columns.mean)).toEqual([3.5, Number.NaN, 1]);
    expect(Array.from(columns.std)).toEqual([1.5, Number.NaN, 0]);
  });

  it("needs a finite value or NaN for each entry", () => {
    const split = { ofUsers: ["a"], ofOffsets: Uint32Array.of(0, 2) };
    expect(() => measureOverPeriods(split, [1])).toThrow(/values must be of length 2, got 1/);
    expect(() => measureOverPeriods(split, [1, Infinity])).toThrow(/values\[1\] must be a finite number or NaN/);
  });
});

describe("recharges", () => {
  const recharges = buildRecharges({
    users: ["ana", "bo", "cy", "di"],
    user: [0, 0, 0, 0, 1, 2, 2],
    time: [0, 2 * DAY, 2 * DAY + 3600, 10 * DAY, 50, 70, 70],
    amount: [10, 4, 6, 8, 5, 0, 0],
  });

  it("have an average balance of the area under it over the time, half of an amount while it lasts", () => {
    // 10 for 48 hours, 4 for 1, 6 for 191; 240 hours in all; the last one has not been used.
    const [ana, bo, cy, di] = rowsOf(measureRecharges(recharges, { share: 0.5 }));
    expect(ana!.averageBalance).toBeCloseTo((10 * 48 + 4 * 1 + 6 * 191) / 2 / 240, 14);
    // bandicoot: (10 · 1 + 4 · 0 + 6 · 1) / 2 / 1 = 8, more than half of what most recharges brought.
    expect(ana!.averageBalance).toBeLessThan(5);
    expect([bo, cy, di].map((row) => row!.averageBalance)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("of 10, 8, 6 and 4: the largest two have half of the total", () => {
    const rows = rowsOf(measureRecharges(recharges, { share: 0.5 }));
    expect(rows.map(({ recharges: n, total, topShare }) => [n, total, topShare])).toEqual([
      [4, 28, 0.5],
      [1, 5, 1],
      [2, 0, Number.NaN],
      [0, 0, Number.NaN],
    ]);
    expect(measureRecharges(recharges, { share: 1 }).columns.topShare[0]).toBe(1);
  });

  it("have amounts that are summarised, and leave the table as it was", () => {
    const amounts = recharges.columns.amount.slice();
    const [ana, , , di] = rowsOf(measureRechargeAmounts(recharges));
    expect(ana).toMatchObject({ count: 4, mean: 7, median: 7, min: 4, max: 10 });
    expect(di).toMatchObject({ count: 0, mean: Number.NaN });
    expect(recharges.columns.amount).toEqual(amounts);
  });

  it("have amounts of 0 or above, and a share above 0", () => {
    const broken = { ...recharges, columns: { ...recharges.columns, amount: new Float64Array(7).fill(-1) } };
    expect(() => measureRecharges(broken, { share: 1 })).toThrow(
      /amount\[0\] must be a finite number of at least 0, got -1/,
    );
    expect(() => measureRecharges(recharges, { share: 0 })).toThrow(
      /share must be a finite number above 0 and at most 1, got 0/,
    );
  });
});
