import { describe, expect, it } from "vitest";
import { checkOffsets } from "../../src/core/check.ts";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { type EventsOptions, generateEvents } from "../../src/synthetic/events.ts";
import type { Traces } from "../../src/types.ts";
import { sameBytes } from "./bytes.ts";

const COUNT = 2000;
const place = createRandom("antennas");
const antennas = createLocations(
  "antennas",
  Array.from({ length: COUNT }, (_, i) => `A${i}`),
  Array.from({ length: COUNT }, () => 5.8 + 0.7 * place()),
  Array.from({ length: COUNT }, () => 49.4 + 0.8 * place()),
);
const clock = createClock({ timeZone: "Europe/Luxembourg" });

function eventsOf(options: Partial<EventsOptions> = {}, seed = 1): Traces {
  const size = { users: 1000, events: 500_000, days: 90 };
  return generateEvents({ random: createRandom(seed), antennas, clock, ...size, ...options });
}

describe("generateEvents", () => {
  const traces = eventsOf();
  const { time, location } = traces.columns;

  it("the same seed gives the same events, another seed others", () => {
    const again = eventsOf();
    expect(again.users).toEqual(traces.users);
    expect(sameBytes(again.offsets, traces.offsets)).toBe(true);
    expect(sameBytes(again.columns.time, time)).toBe(true);
    expect(sameBytes(again.columns.location, location)).toBe(true);
    expect(sameBytes(eventsOf({}, 2).columns.time, time)).toBe(false);
  });

  it("traces are well formed: users in order, times in order, places and days in range", () => {
    checkOffsets("test", "offsets", traces.offsets, 1000, 500_000);
    expect([...traces.users].sort()).toEqual(traces.users);
    for (let u = 0; u < 1000; u++) {
      expect(traces.offsets[u + 1]!).toBeGreaterThan(traces.offsets[u]!);
      for (let i = traces.offsets[u]! + 1; i < traces.offsets[u + 1]!; i++) {
        if (time[i]! < time[i - 1]!) expect.fail(`row ${i} is before row ${i - 1}`);
      }
    }
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < traces.length; i++) {
      if (location[i]! >= COUNT) expect.fail(`location ${location[i]}`);
      first = Math.min(first, time[i]!);
      last = Math.max(last, time[i]!);
    }
    expect(clock.dayOf(first)).toBe(19_765);
    expect(clock.dayOf(last)).toBe(19_765 + 89);
  });

  it("their shape is that of mobile phone records", () => {
    const counts = Array.from({ length: 1000 }, (_, u) => traces.offsets[u + 1]! - traces.offsets[u]!);
    counts.sort((x, y) => x - y);
    expect(Math.abs(counts[500]! - 306)).toBeLessThan(40);
    let night = 0;
    let changes = 0;
    let places = 0;
    for (let u = 0; u < 1000; u++) {
      const seen = new Set<number>();
      for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
        const hour = clock.hourOf(time[i]!);
        if (hour >= 22 || hour < 7) night++;
        if (i > traces.offsets[u]! && location[i] !== location[i - 1]) changes++;
        seen.add(location[i]!);
      }
      places += seen.size;
    }
    expect(Math.abs(night / 500_000 - 0.116)).toBeLessThan(0.005);
    expect(Math.abs(changes / 500_000 - 0.47)).toBeLessThan(0.02);
    expect(Math.abs(places / 1000 - 33.5)).toBeLessThan(1.5);
  });

  it("places of one user are nearer to each other than places drawn at random", () => {
    const { lon, lat } = antennas.columns;
    const between = (a: number, b: number): number => greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!);
    let own = 0;
    let others = 0;
    for (let u = 0; u < 999; u++) {
      const i = traces.offsets[u]!;
      const j = traces.offsets[u + 1]! - 1;
      own += between(location[i]!, location[j]!);
      others += between(location[i]!, location[traces.offsets[u + 2]! - 1]!);
    }
    expect(own).toBeLessThan(0.8 * others);
  });

  it("everyone has one event where there are as many events as users", () => {
    const few = eventsOf({ users: 50, events: 50 });
    expect(few.offsets).toEqual(Uint32Array.from({ length: 51 }, (_, u) => u));
  });

  it("one antenna is enough", () => {
    const one = createLocations("antennas", ["A"], [6], [49]);
    expect(eventsOf({ antennas: one, events: 2000 }).columns.location).toEqual(new Uint32Array(2000));
  });

  it("refuses numbers out of range and says which", () => {
    expect(() => eventsOf({ events: 999 })).toThrow(/generateEvents: events must be .* at least 1000|from 1000/);
    expect(() => eventsOf({ users: 0 })).toThrow(/users/);
    expect(() => eventsOf({ days: 0 })).toThrow(/days/);
    expect(() => eventsOf({ firstDay: 0 })).toThrow(/firstDay/);
    expect(() => eventsOf({ antennas: createLocations("antennas", [], [], []) })).toThrow(/antennas/);
  });
});
