import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import { detectSimPairs, type SimPairsOptions } from "../../src/traces/sim-pairs.ts";
import { countPlaceUse, PLACE_USE_DEFAULTS } from "../../src/traces/sim-pairs-use.ts";
import type { Traces } from "../../src/types.ts";

/** home, its neighbour 700 m away, work 14 km away, a town 72 km away, a city 400 km away. */
const antennas = createLocations(
  "antennas",
  ["home", "beside", "work", "town", "city"],
  [10, 10.01, 10.2, 11, 15.6],
  [50, 50, 50, 50, 50],
);
const [HOME, BESIDE, WORK, TOWN, CITY] = [0, 1, 2, 3, 4];
const clock = createClock({ timeZone: "UTC" });
const DAY = 86_400;
/** Monday, 4 March 2024. */
const MONDAY = 1_709_510_400;

/** Events ⟨user, seconds from Monday 0:00, location⟩. */
function tracesOf(users: readonly string[], rows: readonly (readonly [string, number, number])[]): Traces {
  const user = Uint32Array.from(rows, ([name]) => users.indexOf(name));
  const time = Uint32Array.from(rows, ([, seconds]) => MONDAY + seconds);
  const location = Uint32Array.from(rows, ([, , place]) => place);
  return buildTracesOfEvents({ users, user, time, location }, antennas);
}

const options: SimPairsOptions = {
  clock,
  maxSeconds: 900,
  maxMeters: 1000,
  maxSpeedKmh: 150,
  secondSimShare: 0.1,
  minProbability: 0,
  windows: [],
};
const days = Array.from({ length: 20 }, (_, d) => d);
const MORNING = 7 * 3600;
const NOON = 12 * 3600;

describe("which two SIMs are one person's", () => {
  it("the log ratio of two meetings at the two places of both is that of the formula", () => {
    const traces = tracesOf(
      ["a", "b"],
      [
        ["a", 0, HOME],
        ["b", 60, HOME],
        ["a", DAY, CITY],
        ["b", DAY + 60, CITY],
      ],
    );
    const [row] = rowsOf(detectSimPairs(traces, options));
    // Without the occasion one place with two events is left: q = (0 + 1 · 1/2) / (2 + 1) = 1/6, and Q = 1/2 < s = 0.9.
    const logRatio = Math.log(2 / 2) + 2 * Math.log(0.9 / (1 / 6));
    const prior = 0.2 / 1.1;
    expect(row!.logRatio).toBeCloseTo(logRatio, 12);
    expect(row!.probability).toBeCloseTo(1 / (1 + ((1 - prior) / prior) * Math.exp(-logRatio)), 12);
    expect(row).toMatchObject({
      user: 0,
      other: 1,
      encounters: 2,
      together: 2,
      conflicts: 0,
      occasions: 2,
      commonDays: 2,
    });
  });

  it("apart weighs against one person, in conflict more so", () => {
    const rows = (place: number, gap: number) =>
      tracesOf(
        ["a", "b"],
        [
          ["a", 0, HOME],
          ["b", gap, place],
          ["a", DAY, place],
          ["b", DAY + 1800, HOME],
        ],
      );
    // At home and at work, 14 km apart: within 15 minutes at 150 km/h, not within one.
    const [apart] = rowsOf(detectSimPairs(rows(WORK, 900), options));
    expect(apart).toMatchObject({ encounters: 1, together: 0, conflicts: 0, occasions: 1 });
    expect(apart!.logRatio).toBeCloseTo(Math.log(0.1 / 0.5), 12);
    const [conflict] = rowsOf(detectSimPairs(rows(WORK, 60), options));
    expect(conflict).toMatchObject({ encounters: 1, together: 0, conflicts: 1, occasions: 1 });
    expect(conflict!.logRatio).toBeCloseTo(Math.log(0.02 / 0.5), 12);
  });

  it("a gap of maxSeconds is an encounter, one second more is none; a conflict needs no encounter", () => {
    const meet = (gap: number, place: number) =>
      rowsOf(
        detectSimPairs(
          tracesOf(
            ["a", "b"],
            [
              ["a", 0, HOME],
              ["b", gap, place],
              ["a", 5 * DAY, CITY],
              ["b", 9 * DAY, CITY],
              ["b", 15 * DAY, HOME],
            ],
          ),
          options,
        ),
      )[0];
    expect(meet(900, HOME)).toMatchObject({ encounters: 1, together: 1 });
    expect(meet(901, HOME)).toMatchObject({ encounters: 0, together: 0, occasions: 0, logRatio: 0 });
    // 400 km within an hour is nobody's way, within three hours it is.
    expect(meet(3600, CITY)).toMatchObject({ encounters: 0, conflicts: 1, occasions: 1 });
    expect(meet(3 * 3600, CITY)).toMatchObject({ encounters: 0, conflicts: 0, occasions: 0 });
  });

  it("an antenna within maxMeters is the same place", () => {
    const traces = tracesOf(
      ["a", "b"],
      [
        ["a", 0, HOME],
        ["b", 60, BESIDE],
        ["b", DAY, HOME],
        ["a", 2 * DAY, BESIDE],
      ],
    );
    expect(rowsOf(detectSimPairs(traces, options))[0]).toMatchObject({ encounters: 1, together: 1 });
    expect(rowsOf(detectSimPairs(traces, { ...options, maxMeters: 500 }))[0]).toMatchObject({
      encounters: 1,
      together: 0,
    });
  });

  it("near is by the great circle, over a continent and nearly round the globe as in a town", () => {
    const radius = 6_371_008.8;
    // Arcs of 55° and of 170°: 0.960 and 2.967 times the radius; their chords 0.923 and 1.992 times.
    for (const [lon, less, more] of [
      [55, 0.95, 0.97],
      [170, 2.96, 2.97],
    ] as const) {
      const globe = createLocations("antennas", ["here", "there"], [0, lon], [0, 0]);
      const [user, time] = [Uint32Array.of(0, 1, 0, 1), Uint32Array.of(0, 0, DAY, 9 * DAY)];
      const location = Uint32Array.of(0, 1, 1, 0);
      const traces = buildTracesOfEvents({ users: ["a", "b"], user, time, location }, globe);
      const rowAt = (radii: number) =>
        rowsOf(detectSimPairs(traces, { ...options, maxMeters: radii * radius, maxSpeedKmh: 900 }))[0];
      expect(rowAt(less)).toMatchObject({ encounters: 1, together: 0, conflicts: 1 });
      expect(rowAt(more)).toMatchObject({ encounters: 1, together: 1, conflicts: 0 });
    }
  });

  it("a burst of calls is one occasion and weighs as one", () => {
    const once = [
      ["a", 0, HOME],
      ["b", 60, HOME],
      ["a", DAY, CITY],
      ["b", DAY + 60, CITY],
    ] as const;
    const burst = [...once, ["a", 120, HOME], ["b", 180, HOME], ["a", 240, HOME]] as const;
    const [one] = rowsOf(detectSimPairs(tracesOf(["a", "b"], once), options));
    const [many] = rowsOf(detectSimPairs(tracesOf(["a", "b"], burst), options));
    expect(many).toMatchObject({ encounters: 5, together: 5, occasions: 2 });
    // HOME now has 5 of 7 events, CITY 2: q = 5/7 / (2 + 1) and 2/7 / (5 + 1), however many calls the burst had.
    expect(many!.logRatio).toBeCloseTo(Math.log((0.9 * 21) / 5) + Math.log(0.9 * 21), 12);
    expect(one!.logRatio).toBeCloseTo(2 * Math.log(0.9 * 6), 12);
    const [hourly] = rowsOf(detectSimPairs(tracesOf(["a", "b"], burst), { ...options, occasionSeconds: 60 }));
    expect(hourly!.occasions).toBe(5);
  });

  it("who shares one place only is not looked at", () => {
    const traces = tracesOf(
      ["a", "b"],
      [
        ["a", 0, HOME],
        ["b", 60, HOME],
        ["a", NOON, WORK],
        ["b", NOON, TOWN],
      ],
    );
    expect(detectSimPairs(traces, options)).toMatchObject({ candidates: 0, length: 0 });
  });

  it("only a user's topLocations most used places count, equal ones by row", () => {
    const rows = (extra: number) =>
      tracesOf(
        ["a", "b"],
        [
          ...([HOME, BESIDE, WORK, TOWN] as const).map((place, k) => ["a", k * DAY, place!] as const),
          ["b", 9 * DAY, TOWN],
          ["b", 9 * DAY + 1, HOME],
          ...Array.from({ length: extra }, (_, k) => ["a", (20 + k) * DAY, TOWN!] as const),
        ],
      );
    expect(detectSimPairs(rows(0), { ...options, topLocations: 3 }).candidates).toBe(0);
    expect(detectSimPairs(rows(1), { ...options, topLocations: 3 }).candidates).toBe(1);
  });

  it("meeting at a place where hardly anybody goes says more than meeting where everybody is", () => {
    const crowd = days.flatMap((d) => [["c", d * DAY + 100, TOWN] as const, ["d", d * DAY + 100, TOWN] as const]);
    const meetAt = (place: number) => {
      const pair = days.flatMap((d) => [
        ["a", d * DAY + MORNING, d % 2 === 0 ? HOME! : WORK!] as const,
        ["b", d * DAY + MORNING + 20_000, d % 2 === 0 ? HOME! : WORK!] as const,
      ]);
      const traces = tracesOf(
        ["a", "b", "c", "d"],
        [...crowd, ...pair, ["a", 30 * DAY, place], ["b", 30 * DAY + 60, place]],
      );
      return rowsOf(detectSimPairs(traces, { ...options, minChance: 1e-6 }))[0]!.logRatio;
    };
    expect(meetAt(CITY!)).toBeGreaterThan(meetAt(TOWN!) + 1);
    expect(meetAt(TOWN!)).toBeGreaterThan(meetAt(HOME!) + 1);
  });

  it("two who live together and work apart are two, also in the eyes of every night", () => {
    const rows = days.flatMap((d) => [
      ["a", d * DAY + 60, HOME] as const,
      ["b", d * DAY + 120, HOME] as const,
      ["a", d * DAY + NOON, d % 5 === 4 ? TOWN! : WORK!] as const,
      ["b", d * DAY + NOON + 60, d % 5 === 3 ? WORK! : TOWN!] as const,
      ["c", d * DAY + 60, HOME] as const,
      ["e", d * DAY + 120, HOME] as const,
      ["c", d * DAY + NOON, d % 2 === 0 ? TOWN! : WORK!] as const,
      ["e", d * DAY + NOON + 60, d % 2 === 0 ? TOWN! : WORK!] as const,
    ]);
    const traces = tracesOf(["a", "b", "c", "e"], rows);
    const pairs = detectSimPairs(traces, { ...options, windows: [{ fromHour: 22, toHour: 6 }] });
    const of = (u: number, v: number) => rowsOf(pairs).find((row) => row.user === u && row.other === v)!;
    expect(of(0, 1).probability).toBeLessThan(0.001);
    expect(of(2, 3).probability).toBeGreaterThan(0.99);
    expect(of(0, 1).encounters).toBe(40);
  });

  it("days on which both were seen are local days", () => {
    const rows = [
      ["a", -7200, HOME],
      ["b", 60, HOME],
      ["a", 3 * DAY, WORK],
      ["b", 3 * DAY + 60, WORK],
    ] as const;
    const daysIn = (timeZone: string) =>
      rowsOf(detectSimPairs(tracesOf(["a", "b"], rows), { ...options, clock: createClock({ timeZone }) }))[0]!
        .commonDays;
    expect(daysIn("UTC")).toBe(1);
    expect(daysIn("America/Bogota")).toBe(2);
    expect(daysIn("Asia/Kathmandu")).toBe(2);
  });

  it("there are no pairs without events, of one user, or below the floor", () => {
    const none = tracesOf(["a", "b"], []);
    expect(detectSimPairs(none, options)).toMatchObject({ candidates: 0, length: 0, users: ["a", "b"] });
    const rows = [
      ["a", 0, HOME],
      ["b", 60, HOME],
      ["a", DAY, CITY],
      ["b", DAY + 60, CITY],
    ] as const;
    const traces = tracesOf(["a", "b"], rows);
    const { probability } = detectSimPairs(traces, options).columns;
    expect(detectSimPairs(traces, { ...options, minProbability: probability[0]! }).length).toBe(1);
    expect(detectSimPairs(traces, { ...options, minProbability: 0.87 })).toMatchObject({ candidates: 1, length: 0 });
  });

  it("a use of places that was counted otherwise or over others is refused", () => {
    const traces = tracesOf(
      ["a", "b"],
      [
        ["a", 0, HOME],
        ["a", 60, WORK],
        ["b", DAY, CITY],
      ],
    );
    const use = countPlaceUse(traces, { clock });
    const usual = { ...options, windows: PLACE_USE_DEFAULTS.windows, use };
    expect(detectSimPairs(traces, usual).length).toBe(0);
    expect(() => detectSimPairs(traces, { ...usual, windows: [{ fromHour: 22, toHour: 7 }] })).toThrow(
      "detectSimPairs: use.windows must be 22 to 7, got 22 to 6, 9 to 17 on days 0 1 2 3 4",
    );
    expect(() => detectSimPairs(traces, { ...usual, windows: [] })).toThrow(
      "use.windows must be no windows, got 22 to 6",
    );
    expect(() => detectSimPairs(traces, { ...usual, clock: createClock({ timeZone: "Africa/Kigali" }) })).toThrow(
      'detectSimPairs: use.timeZone must be "Africa/Kigali", as here, got "UTC"',
    );
    expect(() => detectSimPairs(traces, { ...usual, topLocations: 3 })).toThrow(
      "detectSimPairs: use.topLocations must be 3, as here, got 4",
    );
    const others = countPlaceUse(
      tracesOf(
        ["c", "d"],
        [
          ["c", 0, CITY],
          ["d", 0, CITY],
        ],
      ),
      { clock },
    );
    expect(() => detectSimPairs(traces, { ...usual, use: others })).toThrow(
      "detectSimPairs: use.people[0] must be a finite number from 1 to 2, got 0",
    );
  });
});

describe("how popular places are", () => {
  it("counts events by part of the day, and who has a place among the own", () => {
    const traces = tracesOf(
      ["a", "b", "c"],
      [
        ["a", 3 * 3600, HOME],
        ["a", 10 * 3600, WORK],
        ["a", 19 * 3600, HOME],
        ["b", 5 * DAY + 10 * 3600, WORK],
      ],
    );
    const use = countPlaceUse(traces, { clock });
    expect(use).toMatchObject({ users: 2, parts: 3, topLocations: 4 });
    // night, working hours of weekdays, else: Saturday at ten is else.
    expect([...use.events.slice(0, 3)]).toEqual([1, 0, 1]);
    expect([...use.events.slice(3 * WORK!, 3 * WORK! + 3)]).toEqual([0, 1, 1]);
    expect([...use.people]).toEqual([1, 0, 2, 0, 0]);
  });
});
