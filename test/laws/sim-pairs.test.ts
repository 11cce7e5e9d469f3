import fc from "fast-check";
import { expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import { detectSimPairs, SIM_PAIRS_DEFAULTS, type SimPairs } from "../../src/traces/sim-pairs.ts";
import { buildPersons } from "../../src/traces/sim-pairs-persons.ts";
import { countPlaceUse, PLACE_USE_DEFAULTS } from "../../src/traces/sim-pairs-use.ts";
import type { Traces } from "../../src/types.ts";
import { slowSimPairs } from "../slow/sim-pairs.ts";

/** Three antennas in a row, of which only neighbours are within 2 km, and two far away. */
const antennas = createLocations(
  "antennas",
  ["a", "b", "c", "d", "e"],
  [10, 10.02, 10.04, 12, 12],
  [50, 50, 50, 50, 52],
);
const clock = createClock({ timeZone: "UTC" });
const MONDAY = 1_709_510_400;
const WEEK = 7 * 86_400;

interface Seen {
  readonly user: number;
  readonly time: number;
  readonly location: number;
}

function tracesOf(names: readonly string[], events: readonly Seen[]): Traces {
  const column = (name: keyof Seen): Uint32Array => Uint32Array.from(events, (event) => event[name]);
  return buildTracesOfEvents(
    { users: names, user: column("user"), time: column("time"), location: column("location") },
    antennas,
  );
}

const NAMES = ["u0", "u1", "u2", "u3", "u4"];
/** Events of five users in the first days of a week, no two in the same second. */
const events = fc
  .uniqueArray(fc.nat(1000), { minLength: 10, maxLength: 120 })
  .chain((slots) =>
    fc.tuple(
      ...slots.map((slot) =>
        fc.record({ user: fc.nat(4), time: fc.constant(MONDAY + 300 * slot), location: fc.nat(4) }),
      ),
    ),
  );

const options = {
  ...SIM_PAIRS_DEFAULTS,
  clock,
  maxSeconds: 900,
  maxMeters: 2000,
  maxSpeedKmh: 120,
  secondSimShare: 0.2,
  minProbability: 0,
};

/** The rows by the names of both users, in the order of the names, whatever the numbers are. */
function byNames(pairs: SimPairs, nameOf: (user: string) => string = (user) => user): Record<string, unknown> {
  return Object.fromEntries(
    rowsOf(pairs).map(({ user, other, logRatio, probability, ...counts }) => {
      const names = [nameOf(pairs.users[user]!), nameOf(pairs.users[other]!)].sort();
      return [names.join(" "), { ...counts, logRatio: logRatio.toFixed(9), probability: probability.toFixed(9) }];
    }),
  );
}

it("the pairs and their evidence are those of looking at every pair in the plainest way", () => {
  const windows = [
    { fromHour: 20, toHour: 7, weekdays: [0, 2] },
    { fromHour: 5, toHour: 12 },
  ];
  fc.assert(
    fc.property(
      events,
      fc.constantFrom([], windows, PLACE_USE_DEFAULTS.windows),
      fc.integer({ min: 2, max: 4 }),
      fc.constantFrom(
        { togetherShare: 0.9, conflictShare: 0.02 },
        { togetherShare: 0.5, conflictShare: 0.4 },
        { togetherShare: 0.9, conflictShare: 0.4 },
      ),
      (rows, parts, topLocations, shares) => {
        const traces = tracesOf(NAMES, rows);
        const chosen = { ...options, windows: parts, topLocations, ...shares };
        const pairs = detectSimPairs(traces, chosen);
        const slow = slowSimPairs(traces, chosen);
        expect(pairs.candidates).toBe(slow.length);
        expect(pairs.length).toBe(slow.length);
        rowsOf(pairs).forEach((row, r) => {
          const { logRatio, probability, ...counts } = slow[r]!;
          expect(row).toMatchObject(counts);
          expect(row.logRatio).toBeCloseTo(logRatio, 9);
          expect(row.probability).toBeCloseTo(probability, 9);
        });
      },
    ),
    { seed: 42, numRuns: 150 },
  );
});

it("other names for the users, in another order, change nothing but the names", () => {
  fc.assert(
    fc.property(events, fc.shuffledSubarray(NAMES, { minLength: 5 }), (rows, names) => {
      const renamed = detectSimPairs(tracesOf(names, rows), options);
      const back = (name: string): string => NAMES[names.indexOf(name)]!;
      expect(byNames(renamed, back)).toEqual(byNames(detectSimPairs(tracesOf(NAMES, rows), options)));
    }),
    { seed: 42, numRuns: 100 },
  );
});

it("weeks later the same pairs have the same rows", () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 500 }), (rows, weeks) => {
      const later = rows.map((row) => ({ ...row, time: row.time + weeks * WEEK }));
      expect(detectSimPairs(tracesOf(NAMES, later), options)).toEqual(detectSimPairs(tracesOf(NAMES, rows), options));
    }),
    { seed: 42, numRuns: 100 },
  );
});

it("a part of the users gives the rows of the whole of which it has both users, if it is given the use of the whole", () => {
  fc.assert(
    fc.property(events, fc.subarray(NAMES, { minLength: 1 }), (rows, names) => {
      const whole = tracesOf(NAMES, rows);
      const use = countPlaceUse(whole, { clock });
      const inPart = rows.filter((row) => names.includes(NAMES[row.user]!));
      const part = tracesOf(
        names,
        inPart.map((row) => ({ ...row, user: names.indexOf(NAMES[row.user]!) })),
      );
      const expected = Object.entries(byNames(detectSimPairs(whole, options))).filter(([pair]) =>
        pair.split(" ").every((name) => names.includes(name)),
      );
      expect(byNames(detectSimPairs(part, { ...options, use }))).toEqual(Object.fromEntries(expected));
    }),
    { seed: 42, numRuns: 100 },
  );
});

it("the use of places adds up over any partition of the users", () => {
  fc.assert(
    fc.property(events, fc.subarray(NAMES), (rows, names) => {
      const useOf = (has: (name: string) => boolean) => {
        const own = NAMES.filter(has);
        const kept = rows.filter((row) => has(NAMES[row.user]!));
        return countPlaceUse(
          tracesOf(
            own,
            kept.map((row) => ({ ...row, user: own.indexOf(NAMES[row.user]!) })),
          ),
          { clock },
        );
      };
      const whole = useOf(() => true);
      const one = useOf((name) => names.includes(name));
      const rest = useOf((name) => !names.includes(name));
      expect(whole.users).toBe(one.users + rest.users);
      expect(whole.events).toEqual(one.events.map((count, i) => count + rest.events[i]!));
      expect(whole.people).toEqual(one.people.map((count, i) => count + rest.people[i]!));
      expect(whole.events.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    }),
    { seed: 42, numRuns: 100 },
  );
});

it("probabilities lie from 0 to 1, a higher floor only takes rows away, and a person has at most maxSims users", () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 4 }), (rows, maxSims) => {
      const traces = tracesOf(NAMES, rows);
      const pairs = detectSimPairs(traces, options);
      const all = rowsOf(pairs);
      for (const row of all) {
        expect(row.together).toBeLessThanOrEqual(row.encounters);
        expect(row.occasions).toBeLessThanOrEqual(row.encounters + row.conflicts);
        expect(row.probability).toBeGreaterThanOrEqual(0);
        expect(row.probability).toBeLessThanOrEqual(1);
      }
      const surer = detectSimPairs(traces, { ...options, minProbability: 0.3 });
      expect(rowsOf(surer)).toEqual(all.filter((row) => row.probability >= 0.3));
      const { columns, persons } = buildPersons(pairs, { minProbability: 0.01, maxSims });
      expect(new Set(columns.person).size).toBe(persons);
      for (let u = 0; u < NAMES.length; u++) {
        expect(columns.sims[u]).toBe(columns.person.filter((person) => person === columns.person[u]).length);
        expect(columns.sims[u]).toBeLessThanOrEqual(maxSims);
      }
    }),
    { seed: 42, numRuns: 100 },
  );
});
