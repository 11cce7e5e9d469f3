import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildSlotLocations } from "../../src/places/slot-locations.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";

const utc = createClock({ timeZone: "UTC" });
const locations = placesOf(3);
const at = (...events: readonly (readonly [time: number, location: number])[]): ReturnType<typeof tracesOf> =>
  tracesOf(
    events.map(([time, location]) => ["ann", time, location] as const),
    locations,
  );

describe("locations by slots", () => {
  it("keep the place with the most events of a slot, and the time of the slot's first event", () => {
    const traces = at([60, 0], [120, 1], [180, 1], [1799, 0], [1800, 2]);
    expect(rowsOf(buildSlotLocations(at([60, 0], [120, 1], [180, 1]), { clock: utc, slotMinutes: 30 }))).toEqual([
      { time: 60, location: 1 },
    ]);
    // Two each: the place that was seen first.
    expect(rowsOf(buildSlotLocations(traces, { clock: utc, slotMinutes: 30 }))).toEqual([
      { time: 60, location: 0 },
      { time: 1800, location: 2 },
    ]);
  });

  it("of equal places that which was seen first stays, whatever its number", () => {
    const slots = buildSlotLocations(at([0, 2], [60, 0], [120, 0], [180, 2]), { clock: utc, slotMinutes: 60 });
    expect([...slots.columns.location]).toEqual([2]);
  });

  it("go by the local clock", () => {
    const nepal = createClock({ timeZone: "+05:45" });
    const traces = at([899, 0], [900, 1], [1000, 1]);
    expect([...buildSlotLocations(traces, { clock: nepal, slotMinutes: 60 }).columns.time]).toEqual([899, 900]);
    expect([...buildSlotLocations(traces, { clock: utc, slotMinutes: 60 }).columns.time]).toEqual([899]);
  });

  it("an hour that the clock shows twice has its slots twice", () => {
    const luxembourg = createClock({ timeZone: "Europe/Luxembourg" });
    // 27 October 2024: 02:10 summer time, 02:10 winter time, 02:20 winter time.
    const first = Date.UTC(2024, 9, 27, 0, 10) / 1000;
    const traces = at([first, 0], [first + 3600, 1], [first + 4200, 1]);
    expect([...buildSlotLocations(traces, { clock: luxembourg, slotMinutes: 30 }).columns.location]).toEqual([0, 1]);
    expect([...buildSlotLocations(traces, { clock: luxembourg, slotMinutes: 240 }).columns.location]).toEqual([0, 1]);
  });

  it("keep the users without events and what is not located", () => {
    const traces = { ...tracesOf([["bo", 5, 1]], locations, ["ann", "bo", "cy"]), unlocated: 7 };
    const slots = buildSlotLocations(traces, { clock: utc, slotMinutes: 30 });
    expect([slots.users, [...slots.offsets], slots.unlocated]).toEqual([["ann", "bo", "cy"], [0, 0, 1, 1], 7]);
    const none = buildSlotLocations(tracesOf([], locations, ["ann"]), { clock: utc, slotMinutes: 30 });
    expect([none.length, [...none.offsets]]).toEqual([0, [0, 0]]);
  });

  it("divide the day", () => {
    const traces = at([0, 0]);
    expect(() => buildSlotLocations(traces, { clock: utc, slotMinutes: 7 })).toThrow(
      "slotMinutes must be a divisor of the day's 1440 minutes, got 7",
    );
  });
});
