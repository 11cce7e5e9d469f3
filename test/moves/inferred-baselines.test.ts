import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Traces } from "../../src/types.ts";
import { slowBaseline } from "../slow/inferred.ts";
import { type TraceEvent, tracesOf } from "../slow/sequences.ts";
import { BASELINES, baselineInput } from "./baselines.ts";

/** Twelve antennas in a row, 600 m apart, over three districts; the last antenna lies in none. */
const LON = Array.from({ length: 12 }, (_, l) => 30 + l * 0.0054);
const ANTENNAS = createLocations(
  "antennas",
  LON.map((_, l) => `a${l}`),
  LON,
  LON.map(() => 0),
);
const square = (west: number, east: number) => [
  [
    [
      [west, -1],
      [east, -1],
      [east, 1],
      [west, 1],
    ],
  ],
];
const DISTRICTS = buildZones(
  ["north", "middle", "south"],
  [
    square(29, 30 + 3.5 * 0.0054),
    square(30 + 3.5 * 0.0054, 30 + 7.5 * 0.0054),
    square(30 + 7.5 * 0.0054, 30 + 10.5 * 0.0054),
  ],
);

/** People who live near one antenna for some months, then near another, with few events and many errands. */
function worldOf(people: number, seed: string): Traces {
  const random = createRandom(seed);
  const events: TraceEvent[] = [];
  for (let u = 0; u < people; u++) {
    let home = Math.floor(random() * 12);
    let until = 60 + random() * 150;
    for (let day = 0; day < 400; day++) {
      if (day > until) {
        home = Math.floor(random() * 12);
        until = day + 60 + random() * 250;
      }
      const count = random() < 0.6 ? Math.floor(random() * 4) : 0;
      for (let e = 0; e < count; e++) {
        const at = random() < 0.6 ? home + Math.floor(random() * 3) - 1 : Math.floor(random() * 12);
        const second = dayOfDate("2015-12-15") * 86_400 + day * 86_400 + Math.floor(random() * 86_400);
        events.push([`u${u}`, second, Math.max(0, Math.min(11, at))]);
      }
    }
  }
  return tracesOf(events, ANTENNAS);
}

describe("the frequency-based methods of Chi et al. 2020", () => {
  const clock = createClock({ timeZone: "Africa/Kigali" });
  const crosswalk = buildPointCrosswalk(ANTENNAS, DISTRICTS);
  const input = baselineInput(worldOf(60, "baselines"), crosswalk, clock);

  it("are six, the second twice", () => {
    expect(Object.keys(BASELINES).map((name) => name[0])).toEqual(["1", "2", "2", "3", "4", "5", "6"]);
  });

  it.each(Object.keys(BASELINES))("%s, composed of criteria, finds what their program's dictionaries find", (name) => {
    const { users, offsets, columns } = BASELINES[name]!(input);
    const months = input.periods.columns.id;
    const found = users.flatMap((user, u) =>
      Array.from({ length: offsets[u + 1]! - offsets[u]! }, (_, i) => {
        const row = offsets[u]! + i;
        return {
          user,
          month: months[columns.leftPeriod[row]!]!,
          home: columns.origin[row]!,
          destination: columns.destination[row]!,
        };
      }),
    );
    expect(found).toEqual(slowBaseline(name, input.traces, crosswalk, clock));
    expect(found.length).toBeGreaterThan(2);
  });
});
