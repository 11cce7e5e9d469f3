import { describe, expect, it } from "vitest";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { detectInferredMigrations } from "../../src/moves/inferred-migrations.ts";
import {
  byMeters,
  byNeighbours,
  byRepetition,
  byUrban,
  detectMoveClasses,
  type MoveRule,
} from "../../src/moves/inferred-rules.ts";
import { byPastVisits, byTerm, measureVisitsBefore } from "../../src/moves/inferred-terms.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { relocateHomes } from "../../src/places/relocation.ts";
import { buildAdjacency } from "../../src/space/adjacency.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Crosswalk, HomePlacesByPeriod, Moves } from "../../src/types.ts";
import { historyOf, monthsFrom } from "./inferred-worlds.ts";

function labelsOf(moves: Moves, rule: MoveRule): string[] {
  const { columns, labels } = detectMoveClasses(moves, { rule });
  return [...columns.label].map((label) => labels[label]!);
}

const movesOf = (history: HomePlacesByPeriod, k = 1): Moves => detectInferredMigrations(history, { minPeriods: k });

describe("long-term and short-term moves", () => {
  const termOf = (life: string): string | undefined => {
    const history = historyOf({ ann: life });
    return labelsOf(movesOf(history), byTerm({ history }))[0];
  };

  it("are told by the homes of eleven and of five months from the arrival on", () => {
    expect(termOf(`A${"B".repeat(11)}C`)).toBe("long-term");
    expect(termOf("ABBBBCCCCCCC")).toBe("short-term");
    expect(termOf("ABBBBBCCCCCC")).toBe("in between");
    expect(termOf(`A${"B".repeat(10)}C`)).toBe("in between");
  });

  it("pass over months without a home", () => {
    expect(termOf("AB...BBBBB.B")).toBe("long-term");
    expect(termOf("AB..CCCCCCCC")).toBe("short-term");
    expect(termOf("AB....CCCCCC")).toBe("in between");
    expect(termOf("AB..........")).toBe("long-term");
  });

  it("are unknown where the history ends too soon, unless it says enough", () => {
    expect(termOf(`A${"B".repeat(10)}`)).toBe("unknown");
    expect(termOf("ABA")).toBe("short-term");
    expect(termOf("ABBBBBA")).toBe("in between");
  });

  it("take other lengths", () => {
    const history = historyOf({ ann: "ABBBA" });
    expect(labelsOf(movesOf(history), byTerm({ history, longPeriods: 3, shortPeriods: 2 }))).toEqual([
      "long-term",
      "unknown",
    ]);
  });

  it("of other users are refused", () => {
    const rule = byTerm({ history: historyOf({ bo: "AB" }) });
    expect(() => detectMoveClasses(movesOf(historyOf({ ann: "AB" })), { rule })).toThrow(
      'byTerm: moves.users[0] must be "bo"',
    );
  });
});

describe("repeat moves", () => {
  it("are those made before in the twelve months before the month, and not in the thirteenth", () => {
    // The move of month t, once in t − 12 and once in t − 13.
    const twelve = historyOf({ ann: `AB${"A".repeat(11)}B` });
    const thirteen = historyOf({ ann: `AB${"A".repeat(12)}B` });
    expect(labelsOf(movesOf(twelve), byRepetition())).toEqual(["first-time", "first-time", "repeat"]);
    expect(labelsOf(movesOf(thirteen), byRepetition())).toEqual(["first-time", "first-time", "first-time"]);
  });

  it("are from the same place to the same place, of the same person", () => {
    const history = historyOf({ ann: "ABCB", bo: "ABAB" });
    expect(labelsOf(movesOf(history), byRepetition())).toEqual([
      ...["first-time", "first-time", "first-time"],
      ...["first-time", "first-time", "repeat"],
    ]);
  });

  it("are told of moves in time order only", () => {
    const moves = movesOf(historyOf({ ann: "ABAB" }));
    const { arrivedDay } = moves.columns;
    const turned = { ...moves, columns: { ...moves.columns, arrivedDay: arrivedDay.slice().reverse() } };
    expect(() => detectMoveClasses(turned, { rule: byRepetition() })).toThrow(
      "byRepetition: moves.columns.arrivedDay[1] must be in time order within its user",
    );
  });
});

describe("distances of moves", () => {
  const square = (west: number) => [
    [
      [
        [west, 0],
        [west + 1, 0],
        [west + 1, 1],
        [west, 1],
      ],
    ],
  ];
  const zones = buildZones(["A", "B", "C"], [square(0), square(1), square(2)]);
  const history = historyOf({ ann: "ABCA" }, monthsFrom("2016-01-15", 4), zones);

  it("are short between neighbours", () => {
    const { touching } = buildAdjacency(zones);
    expect(labelsOf(movesOf(history), byNeighbours({ neighbours: touching }))).toEqual([
      "short-distance",
      "short-distance",
      "long-distance",
    ]);
  });

  it("are short up to a number of metres", () => {
    // Centroids one degree apart near the equator: 111.2 km, and 222.4 km.
    for (const [upToMeters, expected] of [
      [112_000, ["short-distance", "short-distance", "long-distance"]],
      [111_000, ["long-distance", "long-distance", "long-distance"]],
    ] as const) {
      expect(labelsOf(movesOf(history), byMeters({ upToMeters }))).toEqual(expected);
    }
  });

  it("are short at the very limit", () => {
    const { lon, lat } = zones.columns;
    const upToMeters = greatCircleMeters(lon[0]!, lat[0]!, lon[1]!, lat[1]!);
    expect(labelsOf(movesOf(history), byMeters({ upToMeters }))[0]).toBe("short-distance");
  });

  it("want a matrix over the locations of the moves", () => {
    const rule = byNeighbours({ neighbours: sparseFromDense(2, 2, [0, 1, 1, 0]) });
    expect(() => detectMoveClasses(movesOf(history), { rule })).toThrow(
      "byNeighbours: neighbours must be of 3 rows, one for each location, got 2 rows",
    );
  });
});

describe("urban and rural moves", () => {
  it("are told by origin and destination", () => {
    const history = historyOf({ ann: "ABCBDA" });
    expect(labelsOf(movesOf(history), byUrban({ urban: ["B", "C"] }))).toEqual([
      "rural to urban",
      "urban to urban",
      "urban to urban",
      "urban to rural",
      "rural to rural",
    ]);
  });
});

describe("visits before a move", () => {
  const history = historyOf({ ann: "AABB", bo: "AABB" });
  const moves = movesOf(history, 2);
  const day = (date: string): number => dayOfDate(`2016-${date}`);
  const rows = [
    ["ann", day("01-03"), 1],
    ["ann", day("01-10"), 0],
    ["ann", day("02-28"), 0],
    ["ann", day("02-28"), 1],
    ["ann", day("02-29"), 1],
    ["ann", day("03-01"), 1],
    ["bo", day("03-01"), 1],
  ] as const;
  const presence = buildPresenceOfDays(
    { user: rows.map(([user]) => user), day: rows.map((row) => row[1]), location: rows.map((row) => row[2]) },
    history.locations,
  );

  it("count days in the destination up to the last day at the origin", () => {
    expect(measureVisitsBefore(moves, presence).columns).toEqual({
      days: Uint32Array.of(3, 0),
      observedDays: Uint32Array.of(4, 0),
    });
  });

  it("may leave out the last days, and those long ago", () => {
    const daysOf = (options: object): number => measureVisitsBefore(moves, presence, options).columns.days[0]!;
    expect(daysOf({ clearDays: 1 })).toBe(2);
    expect(daysOf({ clearDays: 2 })).toBe(1);
    expect(daysOf({ withinDays: 2 })).toBe(2);
    expect(daysOf({ withinDays: 1 })).toBe(1);
    expect(daysOf({ withinDays: 1, clearDays: 1 })).toBe(1);
  });

  it("make places visited before and new ones", () => {
    const visits = measureVisitsBefore(moves, presence);
    expect(labelsOf(moves, byPastVisits({ visits, minDays: 3 }))).toEqual(["visited before", "new place"]);
    expect(labelsOf(moves, byPastVisits({ visits, minDays: 4 }))).toEqual(["new place", "new place"]);
    const other = movesOf(historyOf({ ann: "AABB", cy: "AABB" }), 2);
    expect(() => detectMoveClasses(other, { rule: byPastVisits({ visits, minDays: 1 }) })).toThrow(
      "byPastVisits: visits.users[1]",
    );
  });
});

describe("homes at antennas", () => {
  it("are in the district with the largest share of them, of equal shares in the lower row, or in none", () => {
    const antennas = historyOf({ ann: "ABCD." });
    const districts = createLocations("zones", ["X", "Y"], [0, 1], [0, 0]);
    const crosswalk: Crosswalk = {
      from: antennas.locations,
      to: districts,
      basis: "area",
      fromTotal: new Float64Array(4).fill(1),
      toTotal: new Float64Array(2).fill(2),
      shares: sparseFromDense(4, 2, [0.5, 0.5, 0.4, 0.6, 0, 0.1, 0, 0]),
    };
    const homes = relocateHomes(antennas, crosswalk);
    expect([...homes.columns.location]).toEqual([0, 1, 1, -1, -1]);
    expect(homes.unlocated).toBe(1);
    expect(homes.locations).toBe(districts);
  });
});

describe("a rule of one's own", () => {
  const moves = movesOf(historyOf({ ann: "AB", bo: "A.", cy: "BA" }));

  it("sees the row and its user", () => {
    const rule: MoveRule = { name: "user", labels: ["0", "1", "2"], start: () => (_row, user) => user };
    expect(labelsOf(moves, rule)).toEqual(["0", "2"]);
  });

  it("has no more labels than a byte can number", () => {
    const labels = Array.from({ length: 257 }, (_, label) => `${label}`);
    const last = (count: number): MoveRule => ({
      name: "many",
      labels: labels.slice(0, count),
      start: () => () => count - 1,
    });
    expect(labelsOf(moves, last(256))).toEqual(["255", "255"]);
    expect(() => detectMoveClasses(moves, { rule: last(257) })).toThrow(
      "rule.labels must be at most 256 labels, got 257",
    );
  });

  it("must give a label that it has", () => {
    const rule: MoveRule = { name: "wrong", labels: ["only"], start: () => (row) => row };
    expect(() => detectMoveClasses(moves, { rule })).toThrow(
      "detectMoveClasses: the label of row 1 must be a whole number from 0 to 0, got 1",
    );
  });
});
