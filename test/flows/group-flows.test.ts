import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countGroupFlows, selectGroupFlows } from "../../src/flows/group-flows.ts";
import { countGroupPlaceHours, countUserPlaceHours, selectPlaceHours } from "../../src/flows/group-flows-hours.ts";
import { ACTIVITY_WINDOWS, countUserFlows, countUserTripFlows } from "../../src/flows/group-flows-users.ts";
import { tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const places = createLocations("zones", ["A", "B"], [29, 29.1], [41, 41]);
/** Monday 5 January 1970. */
const MONDAY = 4 * 86_400;
const at = (day: number, hour: number): number => MONDAY + day * 86_400 + hour * 3600;
const counting = { clock, windows: ACTIVITY_WINDOWS, maxGapSeconds: 86_400, withinDay: true, diagonal: true };

describe("moves of users by window", () => {
  it("a move counts in the window of the later event: from work home in the evening is a move of the evening", () => {
    const traces = tracesOf(
      [
        ["ann", at(0, 16), 1],
        ["ann", at(0, 20), 0],
      ],
      places,
    );
    expect(rowsOf(countUserFlows(traces, counting))).toEqual([{ window: 1, origin: 1, destination: 0, moves: 1 }]);
  });

  it("between events of two days nobody moves within a day, and after a long silence nobody at all", () => {
    const traces = tracesOf(
      [
        ["ann", at(0, 22), 1],
        ["ann", at(1, 9), 0],
        ["ann", at(1, 15), 1],
      ],
      places,
    );
    expect(countUserFlows(traces, counting).columns.moves).toEqual(Uint32Array.of(1));
    expect(countUserFlows(traces, { ...counting, withinDay: false }).columns.moves).toEqual(Uint32Array.of(1, 1));
    expect(countUserFlows(traces, { ...counting, maxGapSeconds: 3600 }).length).toBe(0);
  });

  it("who stays is on the diagonal, if it is wanted", () => {
    const traces = tracesOf(
      [
        ["ann", at(0, 9), 1],
        ["ann", at(0, 10), 1],
      ],
      places,
    );
    expect(rowsOf(countUserFlows(traces, counting))).toEqual([{ window: 0, origin: 1, destination: 1, moves: 1 }]);
    expect(countUserFlows(traces, { ...counting, diagonal: false }).length).toBe(0);
  });

  it("hours between the windows are nobody's, Saturday and Sunday are the weekend all day", () => {
    const events = [17, 18].map((hour) => ["ann", at(0, hour), hour % 2] as const);
    expect(countUserFlows(tracesOf(events, places), counting).length).toBe(0);
    const saturday = tracesOf(
      [
        ["ann", at(5, 2), 0],
        ["ann", at(5, 3), 1],
      ],
      places,
    );
    expect(countUserFlows(saturday, counting).columns.window).toEqual(Uint32Array.of(2));
  });

  it("trips count where they start, and those from or to nobody knows where are counted apart", () => {
    const columns = {
      start: Uint32Array.of(at(0, 10), at(0, 12), at(0, 14), at(0, 20)),
      end: Uint32Array.of(at(0, 11), at(0, 13), at(0, 15), at(0, 21)),
      origin: Int32Array.of(0, -1, 1, 1),
      destination: Int32Array.of(1, 1, 1, -1),
    };
    const trips = { locations: places, users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns };
    const all = countUserTripFlows(trips, { clock, windows: ACTIVITY_WINDOWS, diagonal: true });
    expect(all.columns.moves).toEqual(Uint32Array.of(1, 1));
    expect(all.unknown).toBe(2);
    expect(countUserTripFlows(trips, { clock, windows: ACTIVITY_WINDOWS, diagonal: false }).length).toBe(1);
  });

  it("no events give no rows", () => {
    const none = tracesOf([], places, ["ann"]);
    expect(countUserFlows(none, counting).length).toBe(0);
    expect(countUserPlaceHours(none, { clock, windows: ACTIVITY_WINDOWS }).length).toBe(0);
    expect(countGroupFlows(countUserFlows(none, counting)).flows.map((flows) => flows.value.length)).toEqual([0, 0, 0]);
  });

  it("windows need names, all different, and hours", () => {
    const traces = tracesOf([], places, ["ann"]);
    const with_ = (windows: readonly unknown[]) => (): unknown =>
      countUserFlows(traces, { ...counting, windows: windows as typeof ACTIVITY_WINDOWS });
    expect(with_([])).toThrow("windows.length must be");
    expect(with_([{ fromHour: 1, toHour: 2 }])).toThrow("windows[0].id must be text");
    expect(with_([ACTIVITY_WINDOWS[0], ACTIVITY_WINDOWS[0]])).toThrow("windows[1].id must be another one than before");
    expect(with_([{ id: "x", fromHour: 1, toHour: 1 }])).toThrow("toHour must be different");
    expect(with_([{ id: "x", fromHour: 1, toHour: 2, days: [1] }])).toThrow("the names in windows[0]");
  });
});

describe("tables of groups", () => {
  const traces = tracesOf(
    [
      ["ann", at(0, 9), 0],
      ["ann", at(0, 10), 1],
      ["bo", at(0, 9), 0],
      ["bo", at(0, 10), 1],
      ["cy", at(0, 10), 1],
    ],
    places,
  );
  const groups = { groupOf: [0, 0, 1], labels: ["refugees", "locals"] };

  it("a pair of places has the moves and the people of the group", () => {
    const flows = countGroupFlows(countUserFlows(traces, counting), groups);
    const { value, people } = selectGroupFlows(flows, { label: "refugees", window: "work" });
    expect([value, people]).toEqual([Float64Array.of(2), Uint32Array.of(2)]);
    expect(selectGroupFlows(flows, { label: "locals", window: "work" }).value.length).toBe(0);
    expect(() => selectGroupFlows(flows, { label: "nobody", window: "work" })).toThrow(
      "label must be one of the labels",
    );
    expect(() => selectGroupFlows(flows, { label: "locals", window: "night" })).toThrow(
      "window must be one of the windows",
    );
  });

  it("a place and hour has the events and the people of the group", () => {
    const hours = countGroupPlaceHours(countUserPlaceHours(traces, { clock, windows: ACTIVITY_WINDOWS }), groups);
    const matrix = selectPlaceHours(hours, { label: "refugees", window: "work" });
    expect([matrix.index, matrix.value, matrix.people, matrix.columns]).toEqual([
      Uint32Array.of(9, 10),
      Float64Array.of(2, 2),
      Uint32Array.of(2, 2),
      24,
    ]);
    const often = tracesOf(
      [
        ["ann", at(0, 9), 0],
        ["ann", at(0, 9) + 60, 0],
      ],
      places,
    );
    const table = countGroupPlaceHours(countUserPlaceHours(often, { clock, windows: ACTIVITY_WINDOWS }));
    const { value, people } = selectPlaceHours(table, { label: "all", window: "work" });
    expect([value, people]).toEqual([Float64Array.of(2), Uint32Array.of(1)]);
    expect(rowsOf(hours).filter((row) => row.label === 1)).toEqual([
      { window: 0, label: 1, location: 1, hour: 10, events: 1, people: 1 },
    ]);
  });

  it("rows of windows, places or hours that are not there are told", () => {
    const moves = countUserFlows(traces, counting);
    const wrong = { ...moves, columns: { ...moves.columns, window: Uint32Array.of(0, 7) } };
    expect(() => countGroupFlows(wrong, groups)).toThrow("columns.window[1] must be below the 3 windows");
    const beyond = { ...moves, columns: { ...moves.columns, origin: Uint32Array.of(0, 2) } };
    expect(() => countGroupFlows(beyond, groups)).toThrow("moves.columns.origin[1] must be below the 2 locations");
    const hours = countUserPlaceHours(traces, { clock, windows: ACTIVITY_WINDOWS });
    const late = { ...hours, columns: { ...hours.columns, hour: new Uint8Array(hours.length).fill(24) } };
    expect(() => countGroupPlaceHours(late, groups)).toThrow("hours.columns.hour[0] must be below 24");
  });
});
