import { describe, expect, it } from "vitest";
import {
  buildTracesOfEvents,
  createClock,
  createLocations,
  createRandom,
  everyHour,
  formatTable,
  measureExperiencedSegregation,
  rowsOf,
  typicalHours,
} from "../../src/index.ts";
import { slowExposure } from "../slow/experienced-segregation.ts";

const clock = createClock({ timeZone: "Europe/Istanbul" });
const zones = createLocations("zones", ["A", "B", "C", "D"], [29, 29.1, 29.2, 29.3], [41, 41, 41, 41]);
const labels = ["locals", "refugees", "tourists"];

/** People of three groups; by day everybody is anywhere with chance `mixing`, else in the places of the own group. */
function world(people: number, mixing: number, seed: string) {
  const random = createRandom(seed);
  const users = Array.from({ length: people }, (_, u) => `u${String(u).padStart(4, "0")}`);
  const groupOf = users.map((_, u) => u % 3);
  const [user, time, location]: [number[], number[], number[]] = [[], [], []];
  users.forEach((_, u) => {
    for (let e = 0; e < 40; e++) {
      const at = Math.floor(6 * 86_400 * random());
      const hour = clock.hourOf(1_489_000_000 + at);
      const anywhere = hour >= 8 && hour < 20 && random() < mixing;
      user.push(u);
      time.push(1_489_000_000 + at);
      location.push(anywhere ? Math.floor(4 * random()) : groupOf[u]!);
    }
  });
  return {
    traces: buildTracesOfEvents(
      { users, user: Uint32Array.from(user), time: Uint32Array.from(time), location: Uint32Array.from(location) },
      zones,
    ),
    groupOf,
  };
}

describe("experienced segregation", () => {
  it("is what a comparison of all hours of all people finds, for either rule", () => {
    const { traces, groupOf } = world(24, 0.7, "twins");
    for (const sameHour of [everyHour(), typicalHours()]) {
      const { exposure, byUser } = measureExperiencedSegregation(traces, { clock, sameHour, groupOf, labels });
      const slow = slowExposure(traces, clock, sameHour, groupOf, 3);
      slow.forEach((met, u) => {
        met.forEach((share, k) => {
          if (Number.isNaN(share)) expect(exposure.value[3 * u + k]).toBeNaN();
          else expect(exposure.value[3 * u + k]).toBeCloseTo(share, 12);
        });
        const apart = met.reduce((sum, share) => sum + Math.abs(share - 1 / 3), 0);
        if (!Number.isNaN(apart)) expect(byUser.columns.segregation[u]).toBeCloseTo(0.75 * apart, 12);
      });
    }
  });

  it("of a group is what its people meet of it less what everybody else does", () => {
    const { traces, groupOf } = world(30, 0.7, "isolation");
    const { exposure, byLabel, byUser } = measureExperiencedSegregation(traces, {
      clock,
      sameHour: typicalHours(),
      groupOf,
      labels,
    });
    rowsOf(byLabel).forEach((row, k) => {
      const mean = (is: (group: number) => boolean): number => {
        const own = groupOf.flatMap((group, u) => (is(group) ? [exposure.value[3 * u + k]!] : []));
        return own.reduce((a, b) => a + b) / own.length;
      };
      expect(row.users).toBe(10);
      expect(row.own).toBeCloseTo(
        mean((group) => group === k),
        12,
      );
      expect(row.isolation).toBeCloseTo(mean((group) => group === k) - mean((group) => group !== k), 12);
    });
    expect(byUser.columns.shared.every((n, u) => n <= byUser.columns.hours[u]!)).toBe(true);
  });

  it("falls as days mix, and nights stay what they were", () => {
    const isolation = [0, 0.3, 0.6, 1].map((mixing) => {
      const { traces, groupOf } = world(150, mixing, "levels");
      return measureExperiencedSegregation(traces, { clock, sameHour: typicalHours(), groupOf, labels });
    });
    const levels = isolation.map(({ byLabel }) => byLabel.columns.isolation[1]!);
    expect(levels[0]).toBe(1);
    for (let i = 1; i < 4; i++) expect(levels[i]).toBeLessThan(levels[i - 1]! - 0.05);
    for (const { byHour } of isolation) {
      for (const row of rowsOf(byHour)) if (row.hour < 8 || row.hour >= 20) expect(row.own).toBe(1);
    }
    const mixed = rowsOf(isolation[3]!.byHour).filter(({ hour }) => hour >= 8 && hour < 20);
    for (const row of mixed) expect(Math.abs(row.own - 1 / 3)).toBeLessThan(0.08);
  });

  it("is NaN for people who are alone, and for one group only", () => {
    const traces = buildTracesOfEvents(
      { users: ["ann", "bo"], user: Uint32Array.of(0, 1), time: Uint32Array.of(0, 0), location: Uint32Array.of(0, 1) },
      zones,
    );
    const alone = measureExperiencedSegregation(traces, { clock, sameHour: typicalHours(), groupOf: [0, 1], labels });
    expect(Array.from(alone.exposure.value)).toEqual(new Array(6).fill(Number.NaN));
    expect(alone.byUser.columns.segregation[0]).toBeNaN();
    expect(Array.from(alone.byLabel.columns.users)).toEqual([0, 0, 0]);
    expect(alone.byLabel.columns.isolation[2]).toBeNaN();
    const one = measureExperiencedSegregation(
      { ...traces, columns: { ...traces.columns, location: Uint32Array.of(1, 1) } },
      { clock, sameHour: typicalHours() },
    );
    expect(one.byUser.columns.segregation[0]).toBeNaN();
    expect(one.exposure.value[0]).toBe(1);
  });

  it("takes a rule of whole numbers only, so that no two places are taken for one", () => {
    const { traces, groupOf } = world(9, 0.5, "rules");
    const options = { clock, groupOf, labels };
    const fixed = (value: unknown) => (_day: number, _hour: number) => value as number;
    const quarters = (_day: number, hour: number): number => hour / 4;
    for (const wrong of [quarters, fixed(Number.NaN), fixed("1"), fixed(1e16)]) {
      expect(() => measureExperiencedSegregation(traces, { ...options, sameHour: wrong })).toThrow(
        /what sameHour gives must be a whole/,
      );
    }
    const turned = measureExperiencedSegregation(traces, { ...options, sameHour: (_, hour) => -hour });
    expect(turned).toEqual(measureExperiencedSegregation(traces, { ...options, sameHour: typicalHours() }));
  });

  it("asks its rule for local days and hours", () => {
    const { traces, groupOf } = world(6, 0.5, "asked");
    const asked = new Set<string>();
    const sameHour = (day: number, hour: number): number => {
      asked.add(`${day} ${hour}`);
      return hour;
    };
    measureExperiencedSegregation(traces, { clock, sameHour, groupOf, labels });
    expect(asked).toEqual(new Set(Array.from(traces.columns.time, (t) => `${clock.dayOf(t)} ${clock.hourOf(t)}`)));
  });

  it("counts an hour in two places twice, the same hour and place once, and 24 rows of the day by group", () => {
    const traces = buildTracesOfEvents(
      {
        users: ["ann", "bo"],
        user: Uint32Array.of(0, 0, 0, 1, 1),
        time: Uint32Array.of(3600, 3700, 3800, 3600, 10_800),
        location: Uint32Array.of(0, 0, 1, 1, 1),
      },
      zones,
    );
    const utc = createClock({ timeZone: "UTC" });
    const { byUser, byHour, exposure } = measureExperiencedSegregation(traces, {
      clock: utc,
      sameHour: everyHour(),
      groupOf: [0, 1],
      labels: ["a", "b"],
    });
    expect(rowsOf(byUser)).toEqual([
      { label: 0, hours: 2, shared: 1, segregation: 1 },
      { label: 1, hours: 2, shared: 1, segregation: 1 },
    ]);
    expect(exposure).toEqual({ rows: 2, columns: 2, value: Float64Array.of(0, 1, 1, 0) });
    expect(rowsOf(byHour).slice(2, 4)).toEqual([
      { hour: 1, label: 0, users: 1, own: 0 },
      { hour: 1, label: 1, users: 1, own: 0 },
    ]);
    expect([byHour.length, byHour.columns.users.reduce((a, b) => a + b)]).toEqual([48, 2]);
  });

  it("by group and by hour is about people, and passes the gate only by release", () => {
    const { traces, groupOf } = world(9, 0.5, "gate");
    const { byLabel, byHour, byUser } = measureExperiencedSegregation(traces, {
      clock,
      sameHour: typicalHours(),
      groupOf,
      labels,
    });
    for (const table of [byLabel, byHour]) expect(() => formatTable(table)).toThrow(/not about people/);
    expect(() => formatTable(byUser as never)).toThrow(RangeError);
  });
});
