import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { whereaboutsOf } from "../../src/synthetic/whereabouts.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import { detectSimPairs, type SimPairs } from "../../src/traces/sim-pairs.ts";
import { buildPersons } from "../../src/traces/sim-pairs-persons.ts";
import { buildTraces } from "../../src/traces/traces.ts";
import type { Traces } from "../../src/types.ts";

/**
 * 2,000 people over 60 days, some 5 events a day. The first 300 of them have a companion who is wherever they are outside
 * working hours: the same home, evenings and weekends together, work apart. Of the others 15 % have a second SIM. Floors
 * lie some hundredths under the figures seen.
 */
describe("second SIMs in a country of 2,000 people", () => {
  const world = generateWorld({ random: createRandom("world"), antennas: 300, districts: 20 });
  const lives = generateLives(world, { random: createRandom("lives"), people: 2000, days: 60, firstDay: 19_783 });
  const clock = createClock({ timeZone: "Atlantic/Azores" });
  const calls = generateCalls(world, lives, { random: createRandom("calls"), clock, callsPerPersonDay: 3 });
  const base = buildTraces(calls);
  const COUPLES = 300;

  /** The traces of SIMs "P000001a" and, of the people with two, "P000001b", which `isSecond` gives some of their events. */
  function simsOf(isSecond: (person: number, day: number, random: () => number) => boolean): {
    traces: Traces;
    withTwo: number;
  } {
    const random = createRandom("second");
    const users: string[] = [];
    const columns = { user: [] as number[], time: [] as number[], location: [] as number[] };
    let withTwo = 0;
    lives.users.forEach((id, person) => {
      const u = base.users.indexOf(id);
      if (u < 0) return;
      const partner = person < 2 * COUPLES && person % 2 === 1 ? person - 1 : -1;
      const hasTwo = person >= 2 * COUPLES && random() < 0.15;
      const first = users.push(`${id}a`) - 1;
      const second = hasTwo ? users.push(`${id}b`) - 1 : first;
      if (hasTwo) withTwo++;
      for (let i = base.offsets[u]!; i < base.offsets[u + 1]!; i++) {
        const time = base.columns.time[i]!;
        const [day, hour] = [clock.dayOf(time), clock.hourOf(time)];
        const working = hour >= 9 && hour < 18 && clock.weekdayOf(time) < 5;
        columns.user.push(hasTwo && isSecond(person, day, random) ? second : first);
        columns.time.push(time);
        const own = base.columns.location[i]!;
        columns.location.push(partner >= 0 && !working ? whereaboutsOf(lives, partner, day, hour) : own);
      }
    });
    const user = Uint32Array.from(columns.user);
    const time = Uint32Array.from(columns.time);
    const location = Uint32Array.from(columns.location);
    return { traces: buildTracesOfEvents({ users, user, time, location }, base.locations), withTwo };
  }

  const pairsOf = (traces: Traces): SimPairs =>
    detectSimPairs(traces, { clock, maxSeconds: 1800, maxMeters: 3000, maxSpeedKmh: 150, secondSimShare: 0.15 });

  /** How many pairs are at least so probable, how many of them one person, how many companions. */
  function score(pairs: SimPairs, withTwo: number, least: number) {
    const { user, other, probability } = pairs.columns;
    let found = 0;
    let right = 0;
    let companions = 0;
    for (let r = 0; r < pairs.length; r++) {
      if (probability[r]! < least) continue;
      found++;
      const [a, b] = [pairs.users[user[r]!]!.slice(0, -1), pairs.users[other[r]!]!.slice(0, -1)];
      if (a === b) right++;
      const [x, y] = [lives.users.indexOf(a), lives.users.indexOf(b)];
      if (y === x + 1 && x % 2 === 0 && y < 2 * COUPLES) companions++;
    }
    return { recall: right / withTwo, precision: right / found, companions };
  }

  const halved = simsOf((_person, _day, random) => random() < 0.5);
  const halvedPairs = pairsOf(halved.traces);

  it("with half of the events on each SIM most are found, and hardly anybody else", () => {
    const even = score(halvedPairs, halved.withTwo, 0.5);
    const sure = score(halvedPairs, halved.withTwo, 0.9);
    console.log(`second SIM with half of the events (${halved.withTwo} people):`, even, sure);
    expect(even.recall).toBeGreaterThan(0.82);
    expect(even.precision).toBeGreaterThan(0.95);
    expect(sure.recall).toBeGreaterThan(0.75);
    expect(sure.precision).toBeGreaterThan(0.97);
  });

  it("companions with the same home, evenings and weekends are told apart by their work", () => {
    expect(score(halvedPairs, halved.withTwo, 0.5).companions).toBeLessThanOrEqual(6);
  });

  it("people counted in place of SIMs are nearer to the truth", () => {
    const people = 2000 - lives.users.filter((id) => !base.users.includes(id)).length;
    const { persons } = buildPersons(halvedPairs, { minProbability: 0.5 });
    console.log(`SIMs ${halved.traces.users.length}, persons ${persons}, people ${people}`);
    expect(Math.abs(persons - people)).toBeLessThan((halved.traces.users.length - people) / 4);
  });

  it("few pairs are looked at of all there are", () => {
    const sims = halved.traces.users.length;
    expect(halvedPairs.candidates).toBeLessThan(0.01 * (sims * sims));
  });

  it("a second SIM used on one day in four only is found less often, and not more often wrongly", () => {
    const { traces, withTwo } = simsOf((person, day, random) => (day + 7 * person) % 4 === 0 && random() < 0.5);
    const pairs = pairsOf(traces);
    const even = score(pairs, withTwo, 0.5);
    const sure = score(pairs, withTwo, 0.9);
    console.log(`second SIM on one day in four (${withTwo} people):`, even, sure);
    expect(even.recall).toBeGreaterThan(0.35);
    expect(even.precision).toBeGreaterThan(0.92);
    expect(sure.recall).toBeGreaterThan(0.2);
    expect(sure.precision).toBeGreaterThan(0.93);
  });

  it("SIMs that are never used on the same day leave no encounters, and no pair is made of them", () => {
    const { traces, withTwo } = simsOf((_person, day) => day % 2 === 0);
    const { recall, companions } = score(pairsOf(traces), withTwo, 0.5);
    console.log(`second SIM on every other day (${withTwo} people): recall ${recall}, companions ${companions}`);
    expect(recall).toBeLessThan(0.05);
    expect(companions).toBeLessThanOrEqual(6);
  });
});
