import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { rowsOf } from "../../src/core/table.ts";
import { byTimeFrames, byTotalTime, detectStopPurposes } from "../../src/places/stop-purposes.ts";
import { placesOf } from "../slow/sequences.ts";
import { staysOf } from "./stops-worlds.ts";

const utc = createClock({ timeZone: "UTC" });
const PLACES = placesOf(5);
/** Monday, 5 January 1970. */
const MONDAY = 4 * 86_400;
const HOUR = 3600;

describe("purposes of stops", () => {
  it("by total time are the place of most time and the next one, summed over visits", () => {
    const stays = staysOf(
      {
        ana: [
          [0, 50, 3],
          [60, 100, 1],
          [200, 240, 1],
          [300, 310, 0],
        ],
        bo: [[0, 9, 4]],
        cy: [[5, 5, 2]],
        di: [],
      },
      PLACES,
    );
    expect(rowsOf(detectStopPurposes(stays, { rule: byTotalTime() }))).toEqual([
      { home: 1, work: 3, homeScore: 80, workScore: 50 },
      { home: 4, work: -1, homeScore: 9, workScore: 0 },
      { home: -1, work: -1, homeScore: 0, workScore: 0 },
      { home: -1, work: -1, homeScore: 0, workScore: 0 },
    ]);
  });

  it("that are equal go to the lower row", () => {
    const stays = staysOf(
      {
        a: [
          [0, 10, 2],
          [20, 30, 1],
          [40, 50, 0],
        ],
      },
      PLACES,
    );
    const { home, work } = detectStopPurposes(stays, { rule: byTotalTime() }).columns;
    expect([home[0], work[0]]).toEqual([0, 1]);
  });

  it("by time frames count a stay where its middle lies, on that local weekday", () => {
    const at = (day: number, from: number, to: number, location: number): [number, number, number] => [
      MONDAY + (24 * day + from) * HOUR,
      MONDAY + (24 * day + to) * HOUR,
      location,
    ];
    const stays = staysOf(
      {
        ana: [at(0, 1, 7, 0), at(0, 7, 18, 1), at(0, 20, 23, 2), at(5, 2, 19, 3), at(6, 2, 19, 3)],
        bo: [at(0, 0, 1, 3), at(0, 2, 3, 4), at(0, 9, 10, 4), at(0, 12, 12.5, 1)],
      },
      PLACES,
    );
    const found = detectStopPurposes(stays, { rule: byTimeFrames({ clock: utc }) }).columns;
    expect([...found.home]).toEqual([0, 4]);
    expect([...found.work]).toEqual([1, 1]);
    expect(found.homeScore[0]).toBeCloseTo(6 * HOUR * 0.739, 9);
    expect(found.workScore[0]).toBe(11 * HOUR);
    const evening = detectStopPurposes(stays, { rule: byTimeFrames({ clock: utc, restWeight: 0.1 }) }).columns;
    expect([...evening.home]).toEqual([2, 3]);
    const tokyo = byTimeFrames({ clock: createClock({ timeZone: "+09:00" }) });
    // Nine hours later the night is in working hours and the working day is leisure.
    expect([...detectStopPurposes(stays, { rule: tokyo }).columns.home]).toEqual([1, 1]);
  });
});
