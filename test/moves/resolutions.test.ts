import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { detectMigrations } from "../../src/moves/migrations.ts";
import { buildMoveLevels } from "../../src/moves/resolutions.ts";
import { detectMigrationsByLevel } from "../../src/moves/resolutions-migrations.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import { relocatePresence } from "../../src/places/relocation.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { buildZones } from "../../src/space/zones.ts";
import { relocate } from "../../src/traces/relocation.ts";
import type { Presence } from "../../src/types.ts";

const strip = (west: number, east: number): number[][][][] => [
  [
    [
      [west, 0],
      [east, 0],
      [east, 1],
      [west, 1],
    ],
  ],
];
/** Antennas at 0.5, 1.5 … 7.5; districts of two antennas each, regions of two districts; the last antenna stands at sea. */
const antennas = createLocations(
  "antennas",
  ["A", "B", "C", "D", "E", "F", "G", "sea"],
  [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 9.5],
  new Float64Array(8).fill(0.5),
);
const districts = buildZones(["1", "2", "3", "4"], [strip(0, 2), strip(2, 4), strip(4, 6), strip(6, 8)]);
const regions = buildZones(["west", "east"], [strip(0, 4), strip(4, 8)]);
const crosswalks = [buildPointCrosswalk(antennas, districts), buildPointCrosswalk(districts, regions)];

/** Presence of one person who lives 100 days with each of these habits: the antennas of the days in turn. */
function lifeOf(...habits: readonly (readonly number[])[]): Presence {
  const location = habits.flatMap((habit) => Array.from({ length: 100 }, (_, d) => habit[d % habit.length]!));
  return buildPresenceOfDays({ user: location.map(() => "ann"), day: location.map((_, d) => d), location }, antennas);
}

const shown = (presence: Presence): unknown[] =>
  detectMigrationsByLevel(presence, { crosswalks }).map(({ columns, length, match }) =>
    Array.from({ length }, (_, m) => ({
      day: columns.day[m],
      finest: columns.finest[m],
      coarsest: columns.coarsest[m],
      crosses: columns.crosses[m],
      match: [...match.slice(3 * m, 3 * m + 3)],
    })),
  );

describe("at which level a migration is one", () => {
  it("within a district, between districts of a region, and between regions", () => {
    expect(shown(lifeOf([0], [1], [2], [4]))).toEqual([
      [
        { day: 100, finest: 0, coarsest: 0, crosses: 0, match: [0, -1, -1] },
        { day: 200, finest: 0, coarsest: 1, crosses: 1, match: [1, 0, -1] },
        { day: 300, finest: 0, coarsest: 2, crosses: 2, match: [2, 1, 0] },
      ],
      [
        { day: 200, finest: 0, coarsest: 1, crosses: 1, match: [1, 0, -1] },
        { day: 300, finest: 0, coarsest: 2, crosses: 2, match: [2, 1, 0] },
      ],
      [{ day: 300, finest: 0, coarsest: 2, crosses: 2, match: [2, 1, 0] }],
    ]);
  });

  it("someone whose phone changes antennas all the time is found at the coarser levels alone", () => {
    expect(shown(lifeOf([0, 1], [4, 5]))).toEqual([
      [],
      [{ day: 100, finest: 1, coarsest: 2, crosses: 2, match: [-1, 0, 0] }],
      [{ day: 100, finest: 1, coarsest: 2, crosses: 2, match: [-1, 0, 0] }],
    ]);
  });

  it("a move that a coarser level should show and does not has crosses above coarsest", () => {
    // At the finest level days 100 to 199 are with C; in the district they overlap those with D, 60 days of each kind.
    const moves = detectMigrations(lifeOf([0], [2]));
    const none = detectMigrations(relocatePresence(lifeOf([0]), crosswalks[0]!));
    const [level] = buildMoveLevels([moves, none], { crosswalks: [crosswalks[0]!] });
    expect([level!.columns.coarsest[0], level!.columns.crosses[0]]).toEqual([0, 1]);
  });

  it("an end that lies in no district is not known to be in another one", () => {
    const [finest, coarse] = detectMigrationsByLevel(lifeOf([0], [7]), { crosswalks: [crosswalks[0]!] });
    expect([finest!.length, finest!.columns.crosses[0], coarse!.length, coarse!.unlocated]).toEqual([1, 0, 0, 100]);
  });

  it("levels of other users or locations and missing crosswalks are refused", () => {
    const moves = detectMigrations(lifeOf([0], [2]));
    const coarse = detectMigrations(relocatePresence(lifeOf([0], [2]), crosswalks[0]!));
    const toDistricts = [crosswalks[0]!];
    expect(() => buildMoveLevels([moves, coarse], { crosswalks: [] })).toThrow(
      "buildMoveLevels: crosswalks must be one for each of the 2 levels but the last, got 0",
    );
    expect(() => buildMoveLevels([coarse, moves], { crosswalks: toDistricts })).toThrow("crosswalks[0].from must be");
    expect(() => buildMoveLevels([moves, { ...coarse, users: ["bo"] }], { crosswalks: toDistricts })).toThrow("users");
    expect(() => buildMoveLevels([], { crosswalks: [] })).toThrow("moves must be a list of 1 to 255 levels, got 0");
  });
});

describe("presence at districts", () => {
  it("is that of the relocated traces", () => {
    const time = Uint32Array.from({ length: 400 }, (_, i) => 7000 * i);
    const location = time.map((_, i) => (i * i) % 8);
    const traces = {
      locations: antennas,
      users: ["ann", "bo"],
      offsets: Uint32Array.of(0, 150, 400),
      length: 400,
      columns: { time, location },
      unlocated: 0,
    };
    const clock = createClock({ timeZone: "Africa/Kigali" });
    const after = relocatePresence(buildPresence(traces, { clock }), crosswalks[0]!);
    const { unlocated, ...table } = after;
    const relocated = relocate(traces, crosswalks[0]!);
    expect(table).toEqual(buildPresence(relocated, { clock }));
    expect(unlocated).toBe(relocated.unlocated);
    expect(unlocated).toBe(location.filter((l) => l === 7).length);
  });
});
