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

const TO_B = {
  ...{ origin: 0, destination: 1, firstDestination: 1, earliestFirstDay: 0 },
  ...{ lost: 0, destinationDays: 1, visitDays: 0 },
};

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

describe("rows of days that make a displaced person, and a returned one", () => {
  const RULES = { ...EVENT, minAwayDays: 2, minHomeDays: 3 };
  const daysOf = (places: string): (readonly [number, number])[] =>
    [...places].flatMap((place, day) => (place === "." ? [] : [[day, "ABC".indexOf(place)] as const]));
  const told = (places: string, rules: DisplacementOptions = RULES): string[] =>
    inWords(statesOf(daysOf(places), 0, rules));
  const visits = (places: string): number[] => Array.from(statesOf(daysOf(places), 0, RULES).columns.visitDays);

  it("a day elsewhere is a visit, counted and held to be at home; two in a row are not", () => {
    expect(told("ABAAAAAAAA")).toEqual(["0: at home in A, 10"]);
    expect(visits("ABAAAAAAAA")).toEqual([1]);
    expect(told("ABAABBBBBB")).toEqual(["0: at home in A, 4", "4: displaced in B, 6"]);
  });

  it("two days in two places away are a row, and so are two with days unseen between", () => {
    expect(told("ABCCCCCCCC")).toEqual(["0: at home in A, 1", "1: displaced in B, 1", "2: displaced in C, 8"]);
    expect(told("AB..BBBBBB").slice(0, 3)).toEqual(["0: at home in A, 1", "1: displaced in B, 1", "2: unseen, 2"]);
  });

  it("two days at home are a visit home in the last place away; three are a return from the first of them on", () => {
    expect(told("BBAABBAAAB")).toEqual(["0: displaced in B, 6", "6: returned in A, 4"]);
    expect(visits("BBAABBAAAB")).toEqual([2, 1]);
    expect(told("BCAABBAAAA").slice(0, 2)).toEqual(["0: displaced in B, 1", "1: displaced in C, 3"]);
  });

  it("a row that begins within the days that are followed may end after them, but not after the records", () => {
    expect(told("BBBBBBBBAA")).toEqual(["0: displaced in B, 10"]);
    expect(told("BBBBBBBBAAA")).toEqual(["0: displaced in B, 8", "8: returned in A, 2"]);
    expect(told("AAAAAAAAAB.B")).toEqual(["0: at home in A, 9", "9: displaced in B, 1"]);
  });

  it("before the event only the sighting that is carried into it is one of a row", () => {
    const seen = [-2, -1, 1, 2, 9].map((day, k) => [day, k < 3 ? 1 : 0] as const);
    const from = (maxCarryDays: number): string => inWords(statesOf(seen, 0, { ...RULES, maxCarryDays }))[0]!;
    expect(from(0)).toBe("0: unseen, 1");
    expect(from(1)).toBe("0: displaced in B, 4");
  });

  it("a visit home ends no spell, and is not a day seen away", () => {
    expect(rowsOf(buildDisplacementSpells(statesOf(daysOf("BABAAACAAA"), 0, RULES)))).toEqual([]);
    expect(rowsOf(buildDisplacementSpells(statesOf(daysOf("BBABBCAAAA"), 0, RULES)))).toEqual([
      {
        ...TO_B,
        firstDay: 0,
        lastDay: 5,
        days: 6,
        earliestDays: 6,
        returned: 1,
        seenDays: 5,
        destinationDays: 4,
        visitDays: 1,
      },
    ]);
  });

  it("rows of less than a day are refused", () => {
    expect(() => told("A", { ...RULES, minAwayDays: 0 })).toThrow("minAwayDays must be");
    expect(() => told("A", { ...RULES, minHomeDays: 0 })).toThrow("minHomeDays must be");
  });
});

describe("a table of states", () => {
  it("is refused with more days seen than days, and more visits than days seen", () => {
    const states = statesOf([[0, 0]], 0);
    const asked = (columns: object) => () =>
      buildDisplacementSpells({ ...states, columns: { ...states.columns, ...columns } });
    expect(asked({})).not.toThrow();
    expect(asked({ seenDays: Uint16Array.of(2, 0) })).toThrow("columns.seenDays[0] must be at most 1, got 2");
    expect(asked({ visitDays: Uint16Array.of(2, 0) })).toThrow("columns.visitDays[0] must be at most 1, got 2");
  });
});

describe("spells away", () => {
  it("last from the first day away to the first day seen back", () => {
    const seen = [
      [1, 1],
      [3, 2],
      [6, 0],
      [9, 1],
    ] as const;
    expect(rowsOf(buildDisplacementSpells(statesOf(seen, 0)))).toEqual([
      { ...TO_B, earliestFirstDay: 0, firstDay: 1, lastDay: 3, days: 5, earliestDays: 3, returned: 1, seenDays: 2 },
      { ...TO_B, earliestFirstDay: 7, firstDay: 9, lastDay: 9, days: 0, earliestDays: 0, returned: 0, seenDays: 1 },
    ]);
  });

  it("lead to the place of most days seen away, be it not the first one; of equals to the lower row", () => {
    const to = (places: readonly number[]): Record<string, number> =>
      rowsOf(
        buildDisplacementSpells(
          statesOf(
            places.map((l, day) => [day, l] as const),
            0,
          ),
        ),
      )[0]!;
    expect(to([1, 2, 2])).toMatchObject({ destination: 2, firstDestination: 1, seenDays: 3, destinationDays: 2 });
    expect(to([2, 1, 1, 2])).toMatchObject({ destination: 1, firstDestination: 2, seenDays: 4, destinationDays: 2 });
    expect(to([2, 1, 2, 1, 2])).toMatchObject({ destination: 2, firstDestination: 2, destinationDays: 3 });
  });

  it("of who is lost are censored on the last day known to be away", () => {
    const seen = [
      [2, 1],
      [5, 1],
    ] as const;
    expect(rowsOf(buildDisplacementSpells(statesOf(seen, 0)))).toEqual([
      {
        ...TO_B,
        ...{ earliestFirstDay: 0, firstDay: 2, lastDay: 5, days: 3, earliestDays: 3, returned: 0, lost: 1 },
        ...{ seenDays: 2, destinationDays: 2 },
      },
    ]);
  });

  it("nobody without a home is displaced", () => {
    expect(buildDisplacementSpells(statesOf([[2, 1]], -1)).length).toBe(0);
  });
});
