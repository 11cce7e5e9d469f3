import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countHourlyDepartures } from "../../src/flows/hourly-flows.ts";
import { countHourlyVisitors } from "../../src/flows/visitor-counts.ts";
import { fitActivityBaseline } from "../../src/metrics/anomaly-baseline.ts";
import { studentChance } from "../../src/metrics/anomaly-chances.ts";
import { benjaminiHochberg, bonferroni, type Control, fixedScore } from "../../src/metrics/anomaly-controls.ts";
import { hourAndDayType, hourOfWeek, type TimeCycle } from "../../src/metrics/anomaly-cycles.ts";
import { measureEvacuation } from "../../src/metrics/anomaly-evacuation.ts";
import { detectAnomalies, type FlaggedAnomalies } from "../../src/metrics/anomaly-flags.ts";
import { meanAndDeviation } from "../../src/metrics/anomaly-norms.ts";
import { measureActivityAnomalies } from "../../src/metrics/anomaly-scores.ts";
import { type ActivitySeries, buildActivitySeries, type SlotCounts } from "../../src/metrics/anomaly-series.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import { relocate } from "../../src/traces/relocation.ts";
import { buildTraces } from "../../src/traces/traces.ts";
import type { Traces } from "../../src/types.ts";

const FIRST = 19_783; // Friday, 1 March 2024
const NEW = FIRST + 42; // after six weeks of baseline
const LAST = NEW + 13;
const clock = createClock({ timeZone: "Africa/Kigali" });
const world = generateWorld({ random: createRandom("anomalies"), antennas: 60, districts: 8 });
const story = { random: createRandom("lives"), people: 3000, days: 56, firstDay: FIRST, moverShare: 0 };
const lives = generateLives(world, story);
const calls = generateCalls(world, lives, { random: createRandom("calls"), clock, callsPerPersonDay: 4 });
const traces = buildTraces(calls);
const toDistricts = buildPointCrosswalk(world.antennas, world.districts);

const dayTypes = hourAndDayType({ weekend: [5, 6] });
const seriesOf = (counts: SlotCounts, column: string, firstDay: number, lastDay: number): ActivitySeries =>
  buildActivitySeries(counts, { clock, column, firstDay, lastDay });

const counted = new Map<Traces, SlotCounts>();
function countsOf(seen: Traces): SlotCounts {
  const counts = counted.get(seen) ?? countHourlyVisitors(seen, { clock });
  counted.set(seen, counts);
  return counts;
}

/** The last two weeks judged by the first six. */
function judged(seen: Traces, column: string, cycle: TimeCycle, control: Control, minExpected = 20): FlaggedAnomalies {
  const counts = countsOf(seen);
  const days = { firstDay: [FIRST], lastDay: [NEW - 1] };
  const baseline = fitActivityBaseline(seriesOf(counts, column, FIRST, NEW - 1), {
    cycle,
    norm: meanAndDeviation(),
    days,
  });
  const scores = measureActivityAnomalies(seriesOf(counts, column, NEW, LAST), baseline, { minExpected });
  return detectAnomalies(scores, { chance: studentChance(), control });
}

/** The traces with each event as often as told, 0 times for none. */
function repeated(seen: Traces, timesOf: (time: number, location: number) => number): Traces {
  const offsets = new Uint32Array(seen.offsets.length);
  const [time, location]: [number[], number[]] = [[], []];
  for (let u = 0; u < seen.users.length; u++) {
    for (let i = seen.offsets[u]!; i < seen.offsets[u + 1]!; i++) {
      const [at, l] = [seen.columns.time[i]!, seen.columns.location[i]!];
      for (let k = timesOf(at, l); k > 0; k--) {
        time.push(at);
        location.push(l);
      }
    }
    offsets[u + 1] = time.length;
  }
  return {
    ...seen,
    offsets,
    length: time.length,
    columns: { time: Uint32Array.from(time), location: Uint32Array.from(location) },
  };
}

const inDistricts = relocate(traces, toDistricts);

describe("a country where nothing happens", () => {
  it.each([
    ["antennas", "events", hourOfWeek()],
    ["antennas", "people", dayTypes],
    ["districts", "events", dayTypes],
    ["districts", "people", hourOfWeek()],
  ] as const)("has about as many scores beyond 2 as are expected: %s, %s", (places, column, cycle) => {
    const seen = places === "antennas" ? traces : inDistricts;
    const { flags, expectedFalse, tested } = judged(seen, column, cycle, fixedScore({ minScore: 2 }));
    expect(tested).toBeGreaterThan(1500);
    // Three standard errors of 120 to 700 flags, which hours of one week share: a quarter is wide enough for all.
    expect(flags / expectedFalse).toBeGreaterThan(0.75);
    expect(flags / expectedFalse).toBeLessThan(1.25);
    // With six samples to a bin the normal distribution would expect a third of them only.
    if (cycle.bins === 168) expect(expectedFalse / (0.0455 * tested)).toBeGreaterThan(2.5);
  });

  it("has next to no people out of the ordinary at a false discovery share of 5 in 100", () => {
    for (const cycle of [hourOfWeek(), dayTypes]) {
      for (const seen of [traces, inDistricts]) {
        expect(judged(seen, "people", cycle, benjaminiHochberg({ share: 0.05 })).flags).toBeLessThanOrEqual(2);
        expect(judged(seen, "people", cycle, bonferroni({ probability: 0.05 })).flags).toBeLessThanOrEqual(2);
      }
    }
  });

  it("has a few events out of the ordinary at antennas, since calls come in bursts", () => {
    const { flags, tested } = judged(traces, "events", dayTypes, bonferroni({ probability: 0.05 }));
    expect(flags / tested).toBeLessThan(0.002);
  });

  it("seems to have events where counts of a few an hour are tested too", () => {
    const all = judged(traces, "events", dayTypes, fixedScore({ minScore: 3 }), 0);
    expect(all.flags / all.expectedFalse).toBeGreaterThan(1.4);
  });
});

describe("what is planted is found", () => {
  it("an antenna's activity tripled in an hour", () => {
    const busiest = seriesOf(countsOf(traces), "people", NEW + 5, NEW + 5);
    const at10 = Array.from({ length: busiest.rows }, (_, a) => busiest.value[24 * a + 10]!);
    const antenna = at10.indexOf(Math.max(...at10));
    const from = (NEW + 5) * 86_400 + 10 * 3600 - 7200; // 10:00 in Kigali
    const tripled = repeated(traces, (time, l) => (l === antenna && time >= from && time < from + 3600 ? 3 : 1));
    const found = judged(tripled, "events", dayTypes, benjaminiHochberg({ share: 0.05 }));
    const flagged = rowsOf(found).filter((row) => row.flagged === 1);
    expect(flagged).toContainEqual(expect.objectContaining({ series: antenna, day: NEW + 5, hour: 10 }));
    expect(flagged.length, "and next to nothing else").toBeLessThanOrEqual(12);
  });

  it("a district emptied for a day", () => {
    const district = 2;
    const midnight = (NEW + 10) * 86_400 - 7200;
    const emptied = repeated(inDistricts, (time, l) =>
      l === district && time >= midnight && time < midnight + 86_400 ? 0 : 1,
    );
    const found = judged(emptied, "people", dayTypes, benjaminiHochberg({ share: 0.05 }));
    const planted = rowsOf(found).filter(
      (row) => row.series === district && row.day === NEW + 10 && row.expected >= 20,
    );
    expect(planted.length).toBeGreaterThan(10);
    expect(planted.every((row) => row.value === 0 && row.score < 0)).toBe(true);
    const caught = planted.filter((row) => row.flagged === 1);
    expect(caught.length / planted.length).toBeGreaterThan(0.8);
    const others = found.flags - caught.length;
    expect(others / found.flags, "the share of false flags").toBeLessThan(0.15);
    expect(found.expectedFalseShare).toBeCloseTo(0.05, 12);
  });

  it("people who leave a district in the hours before a landfall", () => {
    const district = 2;
    // Of those last seen in the district by 6:00 of the day, every second one is seen elsewhere at 8:30.
    const dawn = (NEW + 8) * 86_400 + 6 * 3600 - 7200;
    const at = dawn + 2.5 * 3600;
    const { users, offsets, columns } = inDistricts;
    const [time, location]: [number[], number[]] = [[], []];
    const starts = new Uint32Array(offsets.length);
    let left = 0;
    for (let u = 0; u < users.length; u++) {
      let own = -1;
      for (let i = offsets[u]!; i < offsets[u + 1]! && columns.time[i]! < at; i++) own = i;
      const leaves =
        own >= 0 && columns.location[own] === district && at - columns.time[own]! < 12 * 3600 && u % 2 === 0;
      for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
        time.push(columns.time[i]!);
        location.push(columns.location[i]!);
        if (leaves && i === own) {
          time.push(at);
          location.push((district + 1) % 8);
          left++;
        }
      }
      starts[u + 1] = time.length;
    }
    const moved = { time: Uint32Array.from(time), location: Uint32Array.from(location) };
    const seen = { ...inDistricts, offsets: starts, length: time.length, columns: moved };
    const departures = countHourlyDepartures(seen, { clock, maxGapSeconds: 12 * 3600 });
    const days = { firstDay: [FIRST], lastDay: [NEW - 1] };
    const options = { cycle: dayTypes, norm: meanAndDeviation(), days };
    const baseline = fitActivityBaseline(seriesOf(departures, "people", FIRST, NEW - 1), options);
    const landfall = { day: NEW + 8, hour: 12, hoursBefore: 6, hoursAfter: 1 };
    const { columns: found } = measureEvacuation(seriesOf(departures, "people", NEW, LAST), baseline, landfall);
    expect(left).toBeGreaterThan(60);
    expect(Math.abs(found.excess[district]! - left)).toBeLessThan(3 * found.standardError[district]!);
    expect(found.excess[district]!).toBeGreaterThan(6 * found.standardError[district]!);
    // 8:30 lies in the slot from four to three hours before the landfall's.
    expect(found.peakHours[district]).toBe(-4);
    expect(found.halfHours[district]).toBe(-3);
    for (let d = 0; d < 8; d++) {
      // Those who left go home again from where they went.
      if (d !== district && d !== (district + 1) % 8)
        expect(Math.abs(found.excess[d]!)).toBeLessThan(4 * found.standardError[d]!);
    }
  });
});
