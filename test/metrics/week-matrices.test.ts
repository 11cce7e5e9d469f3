import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildWeekMatrices, type WeekInteractions } from "../../src/metrics/week-matrices.ts";
import { MONDAY_DAY, utc } from "./daily-life-worlds.ts";

const MONDAY = MONDAY_DAY * 86_400;
/** Interactions of ann: seconds after Monday, contact, outgoing, kind (0 a call), duration. */
function annWith(...rows: readonly (readonly [number, number, number, number, number])[]): WeekInteractions {
  return {
    users: ["ann", "bo"],
    contacts: ["x", "y"],
    offsets: Uint32Array.of(0, rows.length, rows.length),
    length: rows.length,
    columns: {
      time: Uint32Array.from(rows, (row) => MONDAY + row[0]),
      contact: Uint32Array.from(rows, (row) => row[1]),
      outgoing: Uint8Array.from(rows, (row) => row[2]),
      kind: Uint8Array.from(rows, (row) => row[3]),
      duration: Float64Array.from(rows, (row) => row[4]),
    },
  };
}

describe("week matrices", () => {
  const options = { clock: utc, slotMinutes: 60 };

  it("count in the slot of the beginning and spread the seconds of calls", () => {
    const calls = annWith([3000, 0, 1, 0, 4800], [3100, 0, 1, 1, NaN], [3200, 1, 0, 1, NaN], [3300, 1, 0, 0, NaN]);
    const rows = rowsOf(buildWeekMatrices(calls, options));
    expect(rows.map(({ weekday, slot, secondsOut }) => [weekday, slot, secondsOut])).toEqual([
      [0, 0, 600],
      [0, 1, 3600],
      [0, 2, 600],
    ]);
    const { week, contactsIn, contactsOut, callsIn, callsOut, textsIn, textsOut, secondsIn } = rows[0]!;
    expect([week, contactsIn, contactsOut]).toEqual([MONDAY_DAY, 1, 1]);
    expect([callsIn, callsOut, textsIn, textsOut, secondsIn]).toEqual([1, 1, 1, 1, 0]);
  });

  it("a call over Sunday midnight goes on in the next week", () => {
    const rows = rowsOf(buildWeekMatrices(annWith([7 * 86_400 - 60, 0, 0, 0, 100]), options));
    expect(rows.map(({ week, weekday, slot, secondsIn }) => [week - MONDAY_DAY, weekday, slot, secondsIn])).toEqual([
      [0, 6, 23, 60],
      [7, 0, 0, 40],
    ]);
    expect(rows.map(({ callsIn }) => callsIn)).toEqual([1, 0]);
  });

  it("a call through the change of clocks fills the slots that the clock shows", () => {
    const clock = createClock({ timeZone: "Europe/Luxembourg" });
    // 27 March 2016, 01:30 local time; at 02:00 the clock shows 03:00.
    const start = Date.UTC(2016, 2, 27, 0, 30) / 1000;
    // Half an hour until the change, an hour from 03:00 to 04:00, half an hour of the next slot.
    const rows = rowsOf(buildWeekMatrices(annWith([start - MONDAY, 0, 1, 0, 7200]), { clock, slotMinutes: 240 }));
    expect(rows.map(({ slot, secondsOut }) => [slot, secondsOut])).toEqual([
      [0, 5400],
      [1, 1800],
    ]);
    const hours = rowsOf(buildWeekMatrices(annWith([start - MONDAY, 0, 1, 0, 3600]), { clock, slotMinutes: 60 }));
    expect(hours.map(({ slot, secondsOut }) => [slot, secondsOut])).toEqual([
      [1, 1800],
      [3, 1800],
    ]);
  });

  it("have no rows for users without interactions", () => {
    const table = buildWeekMatrices(annWith(), options);
    expect([table.length, [...table.offsets]]).toEqual([0, [0, 0, 0]]);
  });
});
