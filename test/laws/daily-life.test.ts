import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countDirectedPairs, countUndirectedPairs } from "../../src/flows/day-pairs.ts";
import { countHomeChanges } from "../../src/flows/home-changes.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { countHourlyVisitors, countVisitors } from "../../src/flows/visitor-counts.ts";
import { measureAntennaUse } from "../../src/metrics/antenna-use.ts";
import { measureChurnRate } from "../../src/metrics/churn-rate.ts";
import { measureDailyDistance } from "../../src/metrics/daily-distance.ts";
import { measureDailyMotifs } from "../../src/metrics/daily-motifs.ts";
import { measureDailyRhythm } from "../../src/metrics/daily-rhythm.ts";
import { measureEventShare } from "../../src/metrics/event-shares.ts";
import { measureHomeAway } from "../../src/metrics/home-away.ts";
import { LARGER_MOTIF, motifLinks } from "../../src/metrics/motif-codes.ts";
import { countMotifs } from "../../src/metrics/motif-counts.ts";
import { measureRegularity } from "../../src/metrics/regularity.ts";
import { buildSlotLocations } from "../../src/places/slot-locations.ts";
import type { Clock, Flows, HomePlaces, Sequences, Traces, UserTable } from "../../src/types.ts";
import {
  groupsOf,
  sameForm,
  slowAntennaUse,
  slowChurn,
  slowDistances,
  slowEntropy,
  slowHomeAway,
  slowNetworks,
  slowRegularity,
  slowSlots,
} from "../slow/daily-life.ts";
import { eventsOf } from "../slow/places.ts";
import { partOf, rowsByUser, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const COUNT = 8;
const LON = [85.1, 85.3, 85.35, 85.4, 86, 84.2, 85.31, 83.9];
const LAT = [27.7, 27.71, 27.65, 27.8, 27.1, 28.2, 27.7, 28.3];
const PLACES = createLocations(
  "antennas",
  LON.map((_, l) => `L${l}`),
  LON,
  LAT,
);
const USERS = ["u1", "u2", "u3", "u4"];
const UTC = createClock({ timeZone: "UTC" });
/** Zones with a change of clocks on the third or fourth day from `from`; the last one sets clocks back over midnight. */
const ZONES: readonly { clock: Clock; from: string }[] = [
  { clock: UTC, from: "2016-01-01" },
  { clock: createClock({ timeZone: "Asia/Kathmandu" }), from: "1985-12-29" },
  { clock: createClock({ timeZone: "Europe/Luxembourg" }), from: "2024-03-28" },
  { clock: createClock({ timeZone: "Europe/Luxembourg" }), from: "2024-10-24" },
  { clock: createClock({ timeZone: "America/St_Johns" }), from: "2008-10-31" },
];
const DAYS = 23;

const zone = fc.constantFrom(...ZONES);
/** Seconds after the start: on any of the days, near the change of clocks, or in bursts on the first days. */
const second = fc.oneof(
  fc.integer({ min: 0, max: DAYS * 86_400 - 1 }),
  fc.integer({ min: 2 * 86_400, max: 3 * 86_400 + 14_400 }),
  fc.integer({ min: 0, max: 86_400 }),
);
const event = fc.tuple(fc.constantFrom("u1", "u2", "u3"), second, fc.integer({ min: 0, max: COUNT - 1 }));
const events = fc.array(event, { maxLength: 150, size: "max" });
const homes = fc.array(fc.integer({ min: -1, max: COUNT - 1 }), { minLength: USERS.length, maxLength: USERS.length });

/** u4 never has an event. */
function worldOf(rows: readonly TraceEvent[], from: string): Traces {
  const start = Date.parse(`${from}T00:00:00Z`) / 1000;
  return tracesOf(
    rows.map(([user, after, location]) => [user, start + after, location]),
    PLACES,
    USERS,
  );
}

function homesOf(location: readonly number[], users: readonly string[] = USERS): HomePlaces {
  const columns = { location: Int32Array.from(users, (user) => location[USERS.indexOf(user)]!) };
  return { locations: PLACES, users, length: users.length, columns };
}

function close(got: readonly object[], expected: readonly object[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((row, r) => {
    for (const [name, value] of Object.entries(expected[r]!)) {
      const mine = (row as Record<string, number>)[name]!;
      if (Number.isNaN(value)) expect(mine, name).toBeNaN();
      else expect(Math.abs(mine - value), `${name}: ${mine} for ${value}`).toBeLessThan(1e-9 * Math.max(1, value));
    }
  });
}

const SETTINGS = { seed: 42, numRuns: 60 };

describe("measures of daily life", () => {
  it("are those of the plain forms that ask the clock at every event", () => {
    fc.assert(
      fc.property(events, zone, homes, (rows, { clock, from }, home) => {
        const traces = worldOf(rows, from);
        const plain = eventsOf(traces);
        for (const slotMinutes of [30, 60, 240]) {
          expect(rowsByUser(buildSlotLocations(traces, { clock, slotMinutes }))).toEqual(
            slowSlots(traces, clock, slotMinutes),
          );
        }
        for (const hundredths of [50, 80, 100]) {
          close(
            rowsOf(measureAntennaUse(traces, { frequentShare: hundredths / 100 })),
            plain.map(([, own]) => slowAntennaUse(own, hundredths)),
          );
        }
        const churn = rowsByUser(measureChurnRate(traces, { clock }));
        const strict = rowsByUser(measureChurnRate(traces, { clock, startsOn: 6, maxGapWeeks: 1 }));
        const byDay = rowsByUser(measureDailyDistance(traces, { clock, overnightLegs: "none" }));
        const nights = rowsByUser(measureDailyDistance(traces, { clock, overnightLegs: "day of arrival" }));
        for (const [user, own] of plain) {
          close(churn[user] as object[], slowChurn(own, clock, 0, Infinity));
          close(strict[user] as object[], slowChurn(own, clock, 6, 1));
          close(byDay[user] as object[], slowDistances(own, traces, clock, false));
          close(nights[user] as object[], slowDistances(own, traces, clock, true));
        }
        for (const minRows of [1, 2]) {
          close(
            rowsOf(measureRegularity(traces, { clock, minRows })),
            plain.map(([, own]) => slowRegularity(own, clock, minRows)),
          );
        }
        close(
          rowsOf(measureDailyRhythm(traces, { clock, base: 2 })),
          plain.map(([, own]) => ({
            events: own.length,
            hourEntropy: slowEntropy(
              own.map((each) => clock.hourOf(each.time)),
              2,
            ),
            weekdayEntropy: slowEntropy(
              own.map((each) => clock.weekdayOf(each.time)),
              2,
            ),
            weekHourEntropy: slowEntropy(
              own.map((each) => 24 * clock.weekdayOf(each.time) + clock.hourOf(each.time)),
              2,
            ),
          })),
        );
        close(
          rowsOf(measureEventShare(traces, { clock, fromHour: 20, toHour: 4 })),
          plain.map(([, own]) => {
            const inside = own.filter((each) => clock.hourOf(each.time) >= 20 || clock.hourOf(each.time) < 4).length;
            return { events: own.length, inside, share: inside / own.length };
          }),
        );
        close(
          rowsOf(measureHomeAway(traces, homesOf(home), { clock })),
          plain.map(([, own], u) => slowHomeAway(own, clock, home[u]!)),
        );
      }),
      SETTINGS,
    );
  });

  it("days have the same motif if and only if a renaming of their places makes their networks the same", () => {
    fc.assert(
      fc.property(events, zone, homes, fc.constantFrom(0, 210), (rows, { clock, from }, home, dayStartMinutes) => {
        const traces = worldOf(rows, from);
        for (const at of [null, homesOf(home)]) {
          const options = at === null ? { clock, dayStartMinutes } : { clock, dayStartMinutes, homes: at };
          const motifs = measureDailyMotifs(traces, options);
          const networks = eventsOf(traces).flatMap(([, own], u) =>
            slowNetworks(own, clock, dayStartMinutes, at === null ? -1 : home[u]!),
          );
          const table = rowsOf(motifs);
          close(
            table,
            networks.map(({ day, places, links }) => ({ day, places: places.size, links: links.size })),
          );
          const seen: { motif: number; network: (typeof networks)[number] }[] = [];
          networks.forEach((network, n) => {
            const { motif } = table[n]!;
            expect(motif === LARGER_MOTIF).toBe(network.places.size > 6);
            if (network.places.size > 6) return;
            const links = motifLinks(motif);
            const read = {
              places: new Set(Array.from({ length: network.places.size }, (_, p) => p)),
              links: new Set(links.map((link) => link.join(" "))),
            };
            expect(sameForm(network, read)).toBe(true);
            for (const other of seen) {
              if (network.places.size < 5) expect(sameForm(network, other.network)).toBe(motif === other.motif);
            }
            if (seen.length < 12) seen.push({ motif, network });
          });
        }
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("are the same for every part of the users", () => {
    fc.assert(
      fc.property(events, zone, homes, fc.subarray(USERS), (rows, { clock, from }, home, chosen) => {
        const traces = worldOf(rows, from);
        const part = partOf(traces, chosen);
        expect(rowsByUser(buildSlotLocations(part, { clock, slotMinutes: 30 }))).toEqual(
          chosenOf(rowsByUser(buildSlotLocations(traces, { clock, slotMinutes: 30 })), chosen),
        );
        const sequences: ((of: Traces) => Sequences)[] = [
          (of) => measureChurnRate(of, { clock }),
          (of) => measureDailyDistance(of, { clock, overnightLegs: "none" }),
          (of) => measureDailyMotifs(of, { clock, dayStartMinutes: 210, homes: homesOf(home, of.users) }),
        ];
        for (const measure of sequences) {
          expect(rowsByUser(measure(part))).toEqual(chosenOf(rowsByUser(measure(traces)), chosen));
        }
        const tables: ((of: Traces) => UserTable)[] = [
          (of) => measureAntennaUse(of, { frequentShare: 0.8 }),
          (of) => measureRegularity(of, { clock }),
          (of) => measureDailyRhythm(of, { clock, base: 2 }),
          (of) => measureEventShare(of, { clock, fromHour: 20, toHour: 4 }),
          (of) => measureHomeAway(of, homesOf(home, of.users), { clock }),
        ];
        for (const measure of tables) {
          expect(byUser(measure(part))).toEqual(chosenOf(byUser(measure(traces)), chosen));
        }
      }),
      SETTINGS,
    );
  });

  it("do not depend on the numbers of the locations", () => {
    const order = fc.shuffledSubarray(
      LON.map((_, l) => l),
      { minLength: COUNT, maxLength: COUNT },
    );
    fc.assert(
      fc.property(events, zone, order, (rows, { clock, from }, renamed) => {
        const traces = worldOf(rows, from);
        const oldOf = renamed.map((_, l) => renamed.indexOf(l));
        const locations = createLocations(
          "antennas",
          oldOf.map((old) => `L${old}`),
          oldOf.map((old) => LON[old]!),
          oldOf.map((old) => LAT[old]!),
        );
        const location = traces.columns.location.map((l) => renamed[l]!);
        const other: Traces = { ...traces, locations, columns: { ...traces.columns, location } };
        expect(rowsOf(measureAntennaUse(other, { frequentShare: 0.8 }))).toEqual(
          rowsOf(measureAntennaUse(traces, { frequentShare: 0.8 })),
        );
        expect(rowsOf(measureChurnRate(other, { clock }))).toEqual(rowsOf(measureChurnRate(traces, { clock })));
        expect(rowsOf(measureRegularity(other, { clock }))).toEqual(rowsOf(measureRegularity(traces, { clock })));
        const distance = { clock, overnightLegs: "day of arrival" } as const;
        expect(rowsOf(measureDailyDistance(other, distance))).toEqual(rowsOf(measureDailyDistance(traces, distance)));
        const motifs = { clock, dayStartMinutes: 0 };
        expect(rowsOf(measureDailyMotifs(other, motifs))).toEqual(rowsOf(measureDailyMotifs(traces, motifs)));
        const slots = { clock, slotMinutes: 60 };
        expect([...buildSlotLocations(other, slots).columns.location]).toEqual(
          Array.from(buildSlotLocations(traces, slots).columns.location, (l) => renamed[l]!),
        );
      }),
      SETTINGS,
    );
  });

  it("are the same some weeks later, but for the dates", () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 9 }), (rows, weeks) => {
        const clock = UTC;
        const traces = worldOf(rows, "2016-01-01");
        const later = worldOf(
          rows.map(([user, after, location]) => [user, after + 7 * 86_400 * weeks, location]),
          "2016-01-01",
        );
        const shifted = (table: readonly object[], names: readonly string[]): object[] =>
          table.map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([name, value]) => [name, names.includes(name) ? value + 7 * weeks : value]),
            ),
          );
        expect(rowsOf(measureRegularity(later, { clock }))).toEqual(rowsOf(measureRegularity(traces, { clock })));
        expect(rowsOf(measureDailyRhythm(later, { clock, base: 2 }))).toEqual(
          rowsOf(measureDailyRhythm(traces, { clock, base: 2 })),
        );
        expect(rowsOf(measureChurnRate(later, { clock }))).toEqual(
          shifted(rowsOf(measureChurnRate(traces, { clock })), ["week", "nextWeek"]),
        );
        const motifs = { clock, dayStartMinutes: 210 };
        expect(rowsOf(measureDailyMotifs(later, motifs))).toEqual(
          shifted(rowsOf(measureDailyMotifs(traces, motifs)), ["day"]),
        );
        const distance = { clock, overnightLegs: "none" } as const;
        expect(rowsOf(measureDailyDistance(later, distance))).toEqual(
          shifted(rowsOf(measureDailyDistance(traces, distance)), ["day"]),
        );
      }),
      SETTINGS,
    );
  });

  it("churn is from 0 to 1, and the legs of all days with those overnight are the legs of the whole walk", () => {
    fc.assert(
      fc.property(events, (rows) => {
        const traces = worldOf(rows, "2016-01-01");
        const { churn } = measureChurnRate(traces, { clock: UTC }).columns;
        expect(churn.every((value) => value >= 0 && value <= 1)).toBe(true);
        const days = measureDailyDistance(traces, { clock: UTC, overnightLegs: "day of arrival" });
        eventsOf(traces).forEach(([, own], u) => {
          const legs = days.columns.legs.slice(days.offsets[u], days.offsets[u + 1]).reduce((a, b) => a + b, 0);
          expect(legs).toBe(own.filter((each, i) => i > 0 && each.location !== own[i - 1]!.location).length);
        });
      }),
      SETTINGS,
    );
  });
});

describe("counts of people over hours, periods and pairs", () => {
  it("are those of the plain forms", () => {
    fc.assert(
      fc.property(events, zone, (rows, { clock, from }) => {
        const traces = worldOf(rows, from);
        const all = eventsOf(traces).flatMap(([user, own]) => own.map((each) => ({ user, ...each })));
        const hourly = groupsOf(
          all,
          (each) => (24 * clock.dayOf(each.time) + clock.hourOf(each.time)) * COUNT + each.location,
        )
          .sort((a, b) => a[0] - b[0])
          .map(([key, own]) => ({
            day: Math.floor(key / COUNT / 24),
            hour: Math.floor(key / COUNT) % 24,
            location: key % COUNT,
            events: own.length,
            people: new Set(own.map(({ user }) => user)).size,
          }));
        expect(rowsOf(countHourlyVisitors(traces, { clock }))).toEqual(hourly);

        const first = Math.floor(Date.parse(from) / 86_400_000);
        const days = { firstDay: [first, first + 2, first + 4], lastDay: [first + 1, first + 5, first + 30] };
        const periods = buildPeriods(days, clock);
        const { start, end } = periods.columns;
        const counted = days.firstDay.flatMap((_, period) =>
          groupsOf(
            all.filter((each) => each.time >= start[period]! && each.time < end[period]!),
            (each) => each.location,
          )
            .sort((a, b) => a[0] - b[0])
            .map(([location, own]) => ({
              period,
              location,
              events: own.length,
              people: new Set(own.map(({ user }) => user)).size,
            })),
        );
        expect(rowsOf(countVisitors(traces, { periods }))).toEqual(counted);

        const directed = countDirectedPairs(traces, { clock });
        const undirected = countUndirectedPairs(traces, { clock });
        const userDays = eventsOf(traces).flatMap(([user, own]) =>
          groupsOf(own, (each) => clock.dayOf(each.time)).map(([, ofDay]) => ({ user, ofDay })),
        );
        for (let a = 0; a < COUNT; a++) {
          for (let b = 0; b < COUNT; b++) {
            const times = (ofDay: readonly { time: number; location: number }[], l: number): number[] =>
              ofDay.filter((each) => each.location === l).map((each) => each.time);
            const both = userDays.filter(({ ofDay }) => times(ofDay, a).length > 0 && times(ofDay, b).length > 0);
            const inOrder = both.filter(({ ofDay }) => Math.min(...times(ofDay, a)) <= Math.max(...times(ofDay, b)));
            expectPair(directed, a, b, inOrder);
            expectPair(undirected, a, b, a < b ? both : []);
          }
        }
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("of parts of the users add up", () => {
    fc.assert(
      fc.property(events, zone, fc.subarray(USERS), homes, homes, (rows, { clock, from }, chosen, before, after) => {
        const traces = worldOf(rows, from);
        const rest = USERS.filter((user) => !chosen.includes(user));
        const [a, b] = [partOf(traces, chosen), partOf(traces, rest)];
        for (const count of [countDirectedPairs, countUndirectedPairs]) {
          expect(addFlows(count(a, { clock }), count(b, { clock }))).toEqual(count(traces, { clock }));
        }
        const changes = (users: readonly string[]): ReturnType<typeof countHomeChanges> =>
          countHomeChanges(homesOf(before, users), homesOf(after, users));
        const whole = changes(USERS);
        expect(changes(chosen).without + changes(rest).without).toBe(whole.without);
        const { without: _, ...flows } = whole;
        expect(addFlows(changes(chosen), changes(rest))).toEqual(flows);
        expect(flows.people.reduce((x, y) => x + y, 0) + whole.without).toBe(USERS.length);

        const motifs = (of: Traces): ReturnType<typeof countMotifs> =>
          countMotifs(measureDailyMotifs(of, { clock, dayStartMinutes: 0 }));
        const summed = new Map<number, [number, number]>();
        for (const row of [...rowsOf(motifs(a)), ...rowsOf(motifs(b))]) {
          const [days, people] = summed.get(row.motif) ?? [0, 0];
          summed.set(row.motif, [days + row.days, people + row.people]);
        }
        const all = rowsOf(motifs(traces));
        expect(new Map(all.map((row) => [row.motif, [row.days, row.people]]))).toEqual(summed);
        if (all.length > 0) expect(all.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1, 12);
        const hours = (of: Traces): Map<string, [number, number]> =>
          new Map(
            rowsOf(countHourlyVisitors(of, { clock })).map((row) => [
              `${row.day} ${row.hour} ${row.location}`,
              [row.events, row.people],
            ]),
          );
        const [ofA, ofB] = [hours(a), hours(b)];
        const together = new Map(ofA);
        for (const [key, [n, people]] of ofB) {
          const [m, others] = together.get(key) ?? [0, 0];
          together.set(key, [m + n, others + people]);
        }
        expect(hours(traces)).toEqual(together);
      }),
      SETTINGS,
    );
  });
});

function expectPair(flows: Flows, a: number, b: number, userDays: readonly { user: string }[]): void {
  expect(cellOf(flows, a, b)).toBe(userDays.length);
  if (userDays.length === 0) return;
  const entry = flows.index.subarray(flows.offsets[a], flows.offsets[a + 1]).indexOf(b) + flows.offsets[a]!;
  expect(flows.people[entry]).toBe(new Set(userDays.map(({ user }) => user)).size);
}

function byUser(table: UserTable): Record<string, unknown> {
  const rows = rowsOf(table);
  return Object.fromEntries(table.users.map((user, u) => [user, rows[u]]));
}

function chosenOf<T>(rows: Record<string, T>, users: readonly string[]): Record<string, T> {
  return Object.fromEntries(users.map((user) => [user, rows[user]!]));
}
