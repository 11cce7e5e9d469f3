import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildDisplacementSpells } from "../../src/moves/displacement-spells.ts";
import {
  DISPLACEMENT_STATUSES,
  type DisplacementOptions,
  type DisplacementStates,
  detectDisplacement,
} from "../../src/moves/displacement-states.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";

const ZONES = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
const EVENT = { eventDay: 0, followDays: 9, minLostDays: 3 };

/** A person seen on days in places, with a home (−1 for none). */
function statesOf(
  seen: readonly (readonly [day: number, location: number])[],
  home: number,
  options: DisplacementOptions = EVENT,
): DisplacementStates {
  const rows = {
    user: seen.map(() => "ann"),
    day: seen.map(([day]) => day),
    location: seen.map(([, location]) => location),
  };
  const daily = buildPresenceOfDays(rows, ZONES);
  const homes = { locations: ZONES, users: ["ann"], length: 1, columns: { location: Int32Array.of(home) } };
  return detectDisplacement(daily, homes, options);
}

/** The runs as "status at location × days". */
const inWords = (states: DisplacementStates): string[] =>
  rowsOf(states).map(({ status, location, days, firstDay }) => {
    const place = location < 0 ? "" : ` in ${"ABC"[location]}`;
    return `${firstDay}: ${DISPLACEMENT_STATUSES[status]}${place}, ${days}`;
  });

describe("what a person is on each day after an event", () => {
  it("at home, displaced, in a second place, unseen, returned, displaced again", () => {
    const seen = [0, 1, 2, 3, 5, 6, 8, 9].map((day, k) => [day, [0, 1, 1, 2, 2, 0, 0, 1][k]!] as const);
    expect(inWords(statesOf(seen, 0))).toEqual([
      "0: at home in A, 1",
      "1: displaced in B, 2",
      "3: displaced in C, 1",
      "4: unseen, 1",
      "5: displaced in C, 1",
      "6: returned in A, 1",
      "7: unseen, 1",
      "8: returned in A, 1",
      "9: displaced in B, 1",
    ]);
  });

  it("somebody who fell silent is lost from the next day on, but only if silent for minLostDays up to the end", () => {
    const silentFrom = (day: number): string[] => inWords(statesOf([[day, 0]], 0)).slice(-1);
    expect(silentFrom(6)).toEqual(["7: lost, 3"]);
    expect(silentFrom(7)).toEqual(["8: unseen, 2"]);
  });

  it("somebody last seen before the event is lost from the event day on", () => {
    expect(inWords(statesOf([[-4, 0]], 0))).toEqual(["0: lost, 10"]);
  });

  it("somebody seen after the days that are followed is not lost", () => {
    expect(
      inWords(
        statesOf(
          [
            [0, 0],
            [30, 1],
          ],
          0,
        ),
      ),
    ).toEqual(["0: at home in A, 1", "1: unseen, 9"]);
  });

  it("without a baseline home one has appeared where one is seen, and is never lost", () => {
    expect(inWords(statesOf([[3, 1]], -1))).toEqual(["0: unseen, 3", "3: appeared in B, 1", "4: unseen, 6"]);
  });

  it("a position is carried forward for so many days, from before the event too, but not once lost", () => {
    const seen = [
      [-2, 1],
      [4, 0],
      [6, 1],
    ] as const;
    expect(inWords(statesOf(seen, 0, { ...EVENT, maxCarryDays: 3 }))).toEqual([
      "0: displaced in B, 2",
      "2: unseen, 2",
      "4: returned in A, 2",
      "6: displaced in B, 1",
      "7: lost, 3",
    ]);
    const forever = statesOf(seen, 0, { ...EVENT, minLostDays: 4, maxCarryDays: Infinity });
    expect(inWords(forever)).toEqual(["0: displaced in B, 4", "4: returned in A, 2", "6: displaced in B, 4"]);
    expect(Array.from(forever.columns.seenDays)).toEqual([0, 1, 1]);
  });

  it("two places on one day are refused, with the remedy", () => {
    const two = () =>
      statesOf(
        [
          [0, 0],
          [0, 1],
        ],
        0,
      );
    expect(two).toThrow(/one location a day, by buildDailyLocations, got 0/);
  });

  it("nobody can be lost over more days than are followed", () => {
    expect(() => statesOf([[0, 0]], 0, { ...EVENT, minLostDays: 11 })).toThrow(RangeError);
  });
});

describe("spells away", () => {
  it("last from the first day away to the first day seen back; the place is the first one", () => {
    const seen = [
      [1, 1],
      [3, 2],
      [6, 0],
      [9, 1],
    ] as const;
    expect(rowsOf(buildDisplacementSpells(statesOf(seen, 0)))).toEqual([
      { origin: 0, destination: 1, firstDay: 1, lastDay: 3, days: 5, earliestDays: 3, returned: 1, lost: 0 },
      { origin: 0, destination: 1, firstDay: 9, lastDay: 9, days: 0, earliestDays: 0, returned: 0, lost: 0 },
    ]);
  });

  it("of who is lost are censored on the last day known to be away", () => {
    const seen = [
      [2, 1],
      [5, 1],
    ] as const;
    expect(rowsOf(buildDisplacementSpells(statesOf(seen, 0)))).toEqual([
      { origin: 0, destination: 1, firstDay: 2, lastDay: 5, days: 3, earliestDays: 3, returned: 0, lost: 1 },
    ]);
  });

  it("nobody without a home is displaced", () => {
    expect(buildDisplacementSpells(statesOf([[2, 1]], -1)).length).toBe(0);
  });
});
