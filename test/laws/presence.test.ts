import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildPeriods,
  buildPresence,
  countGroupHours,
  countGroupPresence,
  everyHour,
  giniPresence,
  measureAttractiveness,
  measureExperiencedSegregation,
  measureResidentialInclusion,
  relativeDiversity,
  selectGroupCounts,
  typicalHours,
  weekdayOfDay,
} from "../../src/index.ts";
import type { Clock, Periods, Traces } from "../../src/types.ts";
import { slowExposure } from "../slow/experienced-segregation.ts";
import { slowGroupHours } from "../slow/group-hours.ts";
import { events, hours, worldOf, zone } from "./trace-worlds.ts";

const runs = { seed: 42, numRuns: 120 };
const labels = ["locals", "refugees", "tourists"];
const groupsOf = fc.array(fc.nat(2), { minLength: 4, maxLength: 4 });

/** Some of the users, in their order. */
function partOf(traces: Traces, isIn: (user: number) => boolean): Traces {
  const rows: number[] = [];
  const offsets = [0];
  const users = traces.users.filter((_, u) => isIn(u));
  traces.users.forEach((_, u) => {
    if (!isIn(u)) return;
    for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) rows.push(i);
    offsets.push(rows.length);
  });
  const { time, location } = traces.columns;
  const columns = {
    time: Uint32Array.from(rows, (i) => time[i]!),
    location: Uint32Array.from(rows, (i) => location[i]!),
  };
  return { ...traces, users, offsets: Uint32Array.from(offsets), length: rows.length, columns };
}

/** Three periods that overlap, begin within the events and leave a day out. */
function periodsOf(clock: Clock, from: string): Periods {
  const day = clock.dayOf(Date.parse(`${from}T12:00:00Z`) / 1000);
  return buildPeriods(
    { firstDay: [day - 1, day + 1, day + 1, day + 4], lastDay: [day, day + 2, day + 3, day + 4] },
    clock,
  );
}

describe("people by hours", () => {
  const window = fc.record({
    hours,
    weekdays: fc.option(fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 7 }), { nil: undefined }),
  });

  it("are those that a look at every event finds, in any window of any periods, where clocks change too", () => {
    const prop = fc.property(
      zone,
      events,
      groupsOf,
      fc.array(window, { minLength: 1, maxLength: 3 }),
      (z, rows, of, some) => {
        const traces = worldOf(rows, z.from);
        const windows = some.map(({ hours: [fromHour, toHour], weekdays }, w) => ({
          id: `${w}`,
          fromHour,
          toHour,
          weekdays,
        }));
        const periods = periodsOf(z.clock, z.from);
        const { columns } = countGroupHours(traces, { clock: z.clock, windows, periods, groupOf: of, labels });
        const found = [Array.from(columns.people), Array.from(columns.events), Array.from(columns.seen)];
        const slow: number[][] = [[], [], []];
        for (let p = 0; p < periods.length; p++) {
          for (const each of windows) {
            const groups = labels.map((_, g) => slowGroupHours(traces, z.clock, each, periods, p, (u) => of[u] === g));
            for (let l = 0; l < traces.locations.length; l++) {
              for (const group of groups) {
                slow[0]!.push(group.people[l]!);
                slow[1]!.push(group.events[l]!);
                slow[2]!.push(group.seen);
              }
            }
          }
        }
        expect(found).toEqual(slow);
      },
    );
    fc.assert(prop, runs);
  });

  it("add up over any parts of the users", () => {
    const parts = fc.array(fc.nat(2), { minLength: 4, maxLength: 4 });
    const prop = fc.property(zone, events, groupsOf, parts, hours, (z, rows, of, part, [fromHour, toHour]) => {
      const traces = worldOf(rows, z.from);
      const options = {
        clock: z.clock,
        windows: [{ id: "some", fromHour, toHour }],
        periods: periodsOf(z.clock, z.from),
        labels,
      };
      const whole = countGroupHours(traces, { ...options, groupOf: of }).columns;
      const counted = [0, 1, 2].map((k) => {
        const groupOf = of.filter((_, u) => part[u] === k);
        return countGroupHours(
          partOf(traces, (u) => part[u] === k),
          { ...options, groupOf },
        ).columns;
      });
      for (const name of ["people", "seen", "events"] as const) {
        expect(whole[name].map((_, row) => counted.reduce((sum, each) => sum + each[name][row]!, 0))).toEqual(
          whole[name],
        );
      }
    });
    fc.assert(prop, runs);
  });

  it("of whole days are those of presence", () => {
    const prop = fc.property(zone, events, groupsOf, (z, rows, groupOf) => {
      const traces = worldOf(rows, z.from);
      const periods = periodsOf(z.clock, z.from);
      const windows = [{ id: "day", fromHour: 0, toHour: 24 }];
      const ofHours = countGroupHours(traces, { clock: z.clock, windows, periods, groupOf, labels });
      const ofDays = countGroupPresence(buildPresence(traces, { clock: z.clock }), { periods, groupOf, labels });
      expect(ofHours.columns.people).toEqual(ofDays.columns.people);
      const id = periods.columns.id[3]!;
      expect(selectGroupCounts(ofHours, { period: id, window: "day" })).toEqual(
        selectGroupCounts(ofDays, { period: id }),
      );
    });
    fc.assert(prop, runs);
  });
});

describe("experienced segregation", () => {
  const rules = fc.constantFrom(
    everyHour(),
    typicalHours(),
    // Weekends apart from working days, numbered downwards.
    (day: number, hour: number) => (weekdayOfDay(day) < 5 ? 0 : -24) - hour,
  );

  it("is what a comparison of all with all finds, and exposures of those in company add up to 1", () => {
    const prop = fc.property(zone, events, groupsOf, rules, (z, rows, groupOf, sameHour) => {
      const traces = worldOf(rows, z.from);
      const { exposure, byUser } = measureExperiencedSegregation(traces, { clock: z.clock, sameHour, groupOf, labels });
      slowExposure(traces, z.clock, sameHour, groupOf, 3).forEach((met, u) => {
        const own = exposure.value.slice(3 * u, 3 * u + 3);
        met.forEach((share, k) => {
          if (Number.isNaN(share)) expect(own[k]).toBeNaN();
          else expect(own[k]).toBeCloseTo(share, 12);
        });
        if (byUser.columns.shared[u]! === 0) return;
        expect(own.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        expect(byUser.columns.segregation[u]).toBeGreaterThanOrEqual(-1e-15);
        expect(byUser.columns.segregation[u]).toBeLessThanOrEqual(1 + 1e-12);
      });
    });
    fc.assert(prop, runs);
  });

  it("does not depend on the order of the groups, and a group that nobody is of only adds a column of zeros", () => {
    const prop = fc.property(zone, events, groupsOf, (z, rows, groupOf) => {
      const traces = worldOf(rows, z.from);
      const options = { clock: z.clock, sameHour: everyHour() };
      const one = measureExperiencedSegregation(traces, { ...options, groupOf, labels });
      const turned = measureExperiencedSegregation(traces, {
        ...options,
        groupOf: groupOf.map((g) => (g + 1) % 3),
        labels: ["tourists", "locals", "refugees"],
      });
      const { own, others, isolation } = one.byLabel.columns;
      for (let g = 0; g < 3; g++) {
        expect(turned.byLabel.columns.own[(g + 1) % 3]).toBe(own[g]);
        expect(turned.byLabel.columns.others[(g + 1) % 3]).toBe(others[g]);
        expect(turned.byLabel.columns.isolation[(g + 1) % 3]).toBe(isolation[g]);
      }
      const more = measureExperiencedSegregation(traces, { ...options, groupOf, labels: [...labels, "nobody"] });
      for (let u = 0; u < 4; u++) {
        expect(more.exposure.value.slice(4 * u, 4 * u + 3)).toEqual(one.exposure.value.slice(3 * u, 3 * u + 3));
        const none = one.byUser.columns.shared[u] === 0 ? Number.NaN : 0;
        expect(more.exposure.value[4 * u + 3]).toBe(none);
      }
    });
    fc.assert(prop, runs);
  });

  it("by hour counts the hours in company of all", () => {
    const prop = fc.property(zone, events, groupsOf, (z, rows, groupOf) => {
      const traces = worldOf(rows, z.from);
      const { byUser, byHour, byLabel } = measureExperiencedSegregation(traces, {
        clock: z.clock,
        sameHour: everyHour(),
        groupOf,
        labels,
      });
      for (let g = 0; g < 3; g++) {
        const hoursOf = Array.from(byHour.columns.users.filter((_, row) => row % 3 === g));
        const most = Math.max(...hoursOf);
        expect(most).toBeLessThanOrEqual(byLabel.columns.users[g]!);
        expect(most > 0).toBe(byLabel.columns.users[g]! > 0);
        byHour.columns.own.forEach((own, row) => {
          expect(Number.isNaN(own)).toBe(byHour.columns.users[row] === 0);
        });
      }
      byUser.columns.hours.forEach((n, u) => {
        expect(byUser.columns.shared[u]).toBeLessThanOrEqual(n);
      });
    });
    fc.assert(prop, runs);
  });
});

describe("attractiveness", () => {
  const { locations } = worldOf([], "2016-01-01");
  const home = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 4, maxLength: 4 });
  const people = fc.array(fc.record({ home, group: fc.nat(2), part: fc.nat(2) }), { maxLength: 25 });

  it("adds up over any parts of the users, and is a count of people by hand", () => {
    const prop = fc.property(zone, people, (z, all) => {
      const periods = periodsOf(z.clock, z.from);
      const measured = (some: typeof all) =>
        measureAttractiveness(
          {
            locations,
            users: some.map((_, u) => `u${u}`),
            offsets: Uint32Array.from({ length: some.length + 1 }, (_, u) => 4 * u),
            length: 4 * some.length,
            columns: {
              period: Uint32Array.from({ length: 4 * some.length }, (_, row) => row % 4),
              location: Int32Array.from(some.flatMap((each) => each.home)),
            },
            periods,
          },
          { groupOf: some.map(({ group }) => group), labels },
        ).columns;
      const whole = measured(all);
      const parts = [0, 1, 2].map((k) => measured(all.filter(({ part }) => part === k)));
      for (const name of ["residents", "seenNext", "stayed"] as const) {
        expect(whole[name].map((_, row) => parts.reduce((sum, each) => sum + each[name][row]!, 0))).toEqual(
          whole[name],
        );
      }
      whole.residents.forEach((n, row) => {
        const [p, l, g] = [whole.period[row]!, whole.location[row]!, whole.label[row]!];
        const there = all.filter((each) => each.group === g && each.home[p] === l);
        const seen = there.filter((each) => each.home[p + 1]! >= 0);
        const stayed = seen.filter((each) => each.home[p + 1] === l).length;
        expect([n, whole.seenNext[row], whole.stayed[row]]).toEqual([there.length, seen.length, stayed]);
        expect(whole.share[row]).toBe(stayed / seen.length);
        expect(whole.leastShare[row]).toBe(stayed / there.length);
      });
    });
    fc.assert(prop, runs);
  });
});

describe("people who share their areas", () => {
  const table = fc.array(fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });

  it("Gini–Simpson of presence is the diversity of all less what is between areas, and the mean of that of the groups", () => {
    const prop = fc.property(table, (rows) => {
      const counts = { labels, count: Float64Array.from(rows.flat()) };
      const sums = labels.map((_, g) => rows.reduce((sum, row) => sum + row[g]!, 0));
      const all = sums.reduce((a, b) => a + b);
      const diversity = sums.reduce((sum, n) => sum + (n / all) * (1 - n / all), 0);
      const gini = giniPresence(counts);
      if (all === 0) return expect(gini).toBeNaN();
      // Where there is one group only, nothing is divided between areas.
      const between = diversity === 0 ? 0 : relativeDiversity(counts);
      expect(gini).toBeCloseTo(diversity * (1 - between), 12);
      const mean = labels.reduce(
        (sum, of, g) => sum + (sums[g] === 0 ? 0 : (sums[g]! / all) * giniPresence(counts, { of })),
        0,
      );
      expect(gini).toBeCloseTo(mean, 12);
    });
    fc.assert(prop, runs);
  });

  it("inclusion has no side, lies in its bounds, and does not see people of a third group", () => {
    const prop = fc.property(table, (rows) => {
      const columnsOf = (some: readonly (readonly number[])[], group: string, against: string) =>
        measureResidentialInclusion({ labels, count: Float64Array.from(some.flat()) }, { group, against }).columns;
      const one = columnsOf(rows, "locals", "refugees");
      const other = columnsOf(rows, "refugees", "locals");
      const without = columnsOf(
        rows.map(([a, b]) => [a!, b!, 0]),
        "locals",
        "refugees",
      );
      expect(without).toEqual(one);
      for (const name of ["shareRatio", "countRatio", "diversity", "entropy"] as const) {
        one[name].forEach((value, i) => {
          const most = name === "diversity" ? 0.5 : 1;
          const nobody = rows[i]![0] === 0 && rows[i]![1] === 0;
          const noShares = name === "shareRatio" && [0, 1].some((g) => rows.every((row) => row[g] === 0));
          expect(Number.isNaN(value)).toBe(nobody || noShares);
          expect(Number.isNaN(other[name][i]!)).toBe(nobody || noShares);
          if (nobody || noShares) return;
          expect(other[name][i]).toBeCloseTo(value, 14);
          expect(value >= 0 && value <= most + 1e-15).toBe(true);
        });
      }
    });
    fc.assert(prop, runs);
  });
});
