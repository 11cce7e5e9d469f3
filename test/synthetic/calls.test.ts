import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { entryOf } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { type CallsOptions, generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { nearestAntennas } from "../../src/synthetic/neighbour-antennas.ts";
import { whereaboutsOf } from "../../src/synthetic/whereabouts.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import type { Calls } from "../../src/types.ts";
import { sameColumns } from "./bytes.ts";

const world = generateWorld({ random: createRandom("world"), antennas: 150, districts: 12 });
/** 1 March 2024; 60 days from then on cross the change to summer time in Europe and in America. */
const FIRST = 19_783;
const lives = generateLives(world, { random: createRandom(1), people: 800, days: 60, firstDay: FIRST, tripShare: 0.5 });
const clock = createClock({ timeZone: "Europe/Luxembourg" });

function callsOf(options: Partial<CallsOptions> = {}, seed = 3): Calls {
  return generateCalls(world, lives, { random: createRandom(seed), clock, ...options });
}

function shareOf(column: ArrayLike<number>, fact: (value: number) => boolean): number {
  let yes = 0;
  for (let i = 0; i < column.length; i++) if (fact(column[i]!)) yes++;
  return yes / column.length;
}

describe("generateCalls", () => {
  const calls = callsOf();

  it("the same seed gives the same records, another seed others", () => {
    const again = callsOf();
    expect(again.users).toEqual(calls.users);
    expect(sameColumns(again.columns, calls.columns)).toBe(true);
    expect(sameColumns(callsOf({}, 4).columns, calls.columns)).toBe(false);
  });

  it("there are as many records as people, days and the mean rate make", () => {
    expect(calls.length).toBe(48_000);
    expect(callsOf({ callsPerPersonDay: 0.25 }).length).toBe(12_000);
    expect(callsOf({ callsPerPersonDay: 0 }).length).toBe(0);
  });

  it("records are in the order of time and within the local days", () => {
    const { time } = calls.columns;
    for (let i = 1; i < time.length; i++) if (time[i]! < time[i - 1]!) expect.fail(`row ${i} is before row ${i - 1}`);
    expect(clock.dayOf(time[0]!)).toBe(FIRST);
    expect(clock.dayOf(time[time.length - 1]!)).toBe(FIRST + 59);
  });

  it("every number is in range, nobody calls themselves and everybody calls a contact", () => {
    const { caller, callee, callerAntenna, calleeAntenna } = calls.columns;
    for (let i = 0; i < calls.length; i++) {
      const people = caller[i]! < 800 && callee[i]! < calls.users.length && callee[i] !== caller[i];
      const known = callee[i]! >= 800 || entryOf(lives.contacts, caller[i]!, callee[i]!) >= 0;
      const caught = callerAntenna[i]! >= -1 && callerAntenna[i]! < 150;
      const reached = calleeAntenna[i]! >= -1 && calleeAntenna[i]! < 150;
      if (!(people && known && caught && reached)) expect.fail(`row ${i}: ${JSON.stringify(rowsOf(calls, i, i + 1))}`);
    }
  });

  it("the antenna of a side is where the life says that the person was", () => {
    const exact = callsOf({ neighbourShare: 0, unknownAntennaShare: 0 });
    const { caller, callee, time, callerAntenna, calleeAntenna } = exact.columns;
    for (let i = 0; i < exact.length; i++) {
      const day = clock.dayOf(time[i]!);
      const hour = clock.hourOf(time[i]!);
      const here = whereaboutsOf(lives, caller[i]!, day, hour);
      const there = callee[i]! < 800 ? whereaboutsOf(lives, callee[i]!, day, hour) : -1;
      if (callerAntenna[i] !== here || calleeAntenna[i] !== there) expect.fail(`row ${i} is not at ${here}, ${there}`);
    }
  });

  it("a share of the antennas is one of the four nearest, and a share is lost", () => {
    const near = nearestAntennas(world.antennas, 4);
    const { caller, time, callerAntenna } = calls.columns;
    let moved = 0;
    for (let i = 0; i < calls.length; i++) {
      const place = whereaboutsOf(lives, caller[i]!, clock.dayOf(time[i]!), clock.hourOf(time[i]!));
      if (callerAntenna[i] === -1 || callerAntenna[i] === place) continue;
      moved++;
      expect(near.subarray(4 * place, 4 * place + 4)).toContain(callerAntenna[i]);
    }
    expect(Math.abs(moved / calls.length - 0.06)).toBeLessThan(0.01);
    expect(Math.abs(shareOf(callerAntenna, (antenna) => antenna === -1) - 0.01)).toBeLessThan(0.005);
  });

  it("people of other networks have ids and no antenna", () => {
    const { callee, calleeAntenna } = calls.columns;
    expect(Math.abs(shareOf(callee, (user) => user >= 800) - 0.2)).toBeLessThan(0.01);
    for (let i = 0; i < calls.length; i++) if (callee[i]! >= 800) expect(calleeAntenna[i]).toBe(-1);
    expect(calls.users[799]).toBe("P000800");
    expect(calls.users[800]).toBe("X000001");
    expect([...calls.users].sort()).toEqual(calls.users);
    const alone = callsOf({ otherNetworkShare: 0 });
    expect(alone.users).toEqual(lives.users);
    expect(callsOf({ otherNetworkShare: 1 }).columns.callee.every((user) => user >= 800)).toBe(true);
  });

  it("calls last whole seconds, texts have no duration", () => {
    const { kind, duration } = calls.columns;
    expect(Math.abs(shareOf(kind, (k) => k === 1) - 0.3)).toBeLessThan(0.01);
    const lasting: number[] = [];
    for (let i = 0; i < calls.length; i++) {
      if (Number.isNaN(duration[i]!) !== (kind[i] === 1)) expect.fail(`row ${i} lasts ${duration[i]}`);
      if (kind[i] === 0) lasting.push(duration[i]!);
    }
    expect(lasting.every((seconds) => Number.isInteger(seconds) && seconds >= 1)).toBe(true);
    lasting.sort((x, y) => x - y);
    expect(Math.abs(lasting[lasting.length >> 1]! - 60)).toBeLessThan(3);
    const long = callsOf({ textShare: 0, durationSeconds: 200 }).columns.duration.sort();
    expect(Math.abs(long[long.length >> 1]! - 200)).toBeLessThan(10);
  });

  it("a tenth of the callers make more than a quarter of the calls", () => {
    const made = new Uint32Array(800);
    for (const user of calls.columns.caller) made[user]!++;
    const ranked = [...made].sort((x, y) => y - x);
    expect(ranked.slice(0, 80).reduce((sum, n) => sum + n, 0) / calls.length).toBeGreaterThan(0.3);
  });

  it("some calls follow the caller's last one within minutes", () => {
    const followed = (burstShare: number): number => {
      const { caller, time } = callsOf({ burstShare, callsPerPersonDay: 0.2 }).columns;
      const last = new Map<number, number>();
      let soon = 0;
      for (let i = 0; i < caller.length; i++) {
        if (time[i]! - (last.get(caller[i]!) ?? -Infinity) < 450) soon++;
        last.set(caller[i]!, time[i]!);
      }
      return soon / caller.length;
    };
    expect(followed(0)).toBeLessThan(0.02);
    // 35 % follow, of which 1 − e^−3 = 95 % within three mean pauses.
    expect(followed(0.35)).toBeGreaterThan(0.3);
  });

  it("no record has a local hour that the clock skips, even on the day of the change", () => {
    for (const timeZone of ["Europe/Luxembourg", "America/New_York", "Australia/Lord_Howe"]) {
      const local = createClock({ timeZone });
      const { time } = generateCalls(world, lives, { random: createRandom(3), clock: local }).columns;
      // A shown time that exists leads back to the time; every hundredth is asked.
      for (let i = 0; i < time.length; i += 100) {
        expect(local.timesOf(time[i]! + local.offsetOf(time[i]!))).toContain(time[i]);
      }
    }
    // 31 March 2024, 2:00 to 3:00 in Luxembourg.
    const skipped = { from: (FIRST + 30) * 86_400 + 7200, to: (FIRST + 30) * 86_400 + 10_800 };
    const { time } = calls.columns;
    for (const t of time) {
      const shown = t + clock.offsetOf(t);
      if (shown >= skipped.from && shown < skipped.to) expect.fail(`${t} is shown as a skipped time`);
    }
  });

  it("records do not depend on what the clock was asked before", () => {
    const used = createClock({ timeZone: "Europe/Luxembourg" });
    used.calendarOf(0, 4_000_000_000);
    expect(sameColumns(callsOf({ clock: used }).columns, calls.columns)).toBe(true);
  });

  it("the nearest antennas are those of a search through all", () => {
    const { lon, lat } = world.antennas.columns;
    const near = nearestAntennas(world.antennas, 4);
    for (let a = 0; a < 150; a++) {
      const rows = Array.from(lon, (_, b) => b).filter((b) => b !== a);
      const meters = (b: number): number => greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!);
      rows.sort((b, c) => meters(b) - meters(c));
      expect([...near.subarray(4 * a, 4 * a + 4)]).toEqual(rows.slice(0, 4));
    }
  });

  it("refuses lives of another world and numbers out of range", () => {
    const other = generateWorld({ random: createRandom("other"), antennas: 150, districts: 12 });
    expect(() => generateCalls(other, lives, { random: createRandom(3), clock })).toThrow(/lives\.locations/);
    expect(() => callsOf({ textShare: 2 })).toThrow(/generateCalls: textShare/);
    expect(() => callsOf({ callsPerPersonDay: -1 })).toThrow(/callsPerPersonDay/);
    expect(() => callsOf({ burstSeconds: 0 })).toThrow(/burstSeconds/);
    expect(() => callsOf({ durationSeconds: Number.NaN })).toThrow(/durationSeconds/);
  });
});
