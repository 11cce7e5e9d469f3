import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countGroupPresence, countGroupResidents } from "../../src/flows/group-presence.ts";
import { countSiteCommuters } from "../../src/flows/site-commuters.ts";
import { measureAreaDifferences } from "../../src/models/difference-areas.ts";
import { clusteredErrors, robustErrors } from "../../src/models/difference-errors.ts";
import { fitDifferenceInDifferences } from "../../src/models/difference-in-differences.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { detectSiteCommuters, type SiteCommutersOptions } from "../../src/places/site-commuters.ts";
import type { Locations, Periods, Traces } from "../../src/types.ts";
import { panelOf, valuesOf } from "../models/difference-worlds.ts";
import { partOf } from "../slow/sequences.ts";
import { slowWorkingDays } from "../slow/site-commuters.ts";
import { events, hours, PLACES, USERS, worldOf, zone } from "./trace-worlds.ts";

const weekdays = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 });
const groupOf = USERS.map((_, u) => u % 2);
const labels = ["locals", "refugees"];
const SITES = [[1, 3], [4]];

/** The first days of the span, the last ones, and some of both; the places of the renumbered world turned round. */
function periodsOf(from: string, clock: SiteCommutersOptions["clock"], later = 0): Periods {
  const first = dayOfDate(from) + later;
  return buildPeriods(
    { firstDay: [first - 1, first + 1, first + 3], lastDay: [first + 2, first + 4, first + 6] },
    clock,
  );
}

const REVERSED: Locations = createLocations(
  "antennas",
  [...PLACES.columns.id].reverse(),
  PLACES.columns.lon.slice().reverse(),
  PLACES.columns.lat.slice().reverse(),
);
const reversed = (traces: Traces): Traces => ({
  ...traces,
  locations: REVERSED,
  columns: { ...traces.columns, location: traces.columns.location.map((l) => 4 - l) },
});

function commutersOf(traces: Traces, from: string, clock: SiteCommutersOptions["clock"], rest: object, sites = SITES) {
  const periods = periodsOf(from, clock);
  const homes = detectHomesByPeriod(traces, { criterion: mostEvents(), periods });
  const work = { fromHour: 8, toHour: 18, weekdays: [0, 1, 2, 3, 4, 5, 6], minShare: 0.4, minDays: 1 };
  return detectSiteCommuters(traces, { clock, sites, periods, homes, ...work, ...rest });
}

describe("commuters to a site", () => {
  it("are those of the plain count of days, one home or one per period", () => {
    const property = fc.property(
      zone,
      events,
      hours,
      weekdays,
      fc.boolean(),
      ({ clock, from }, rows, window, days, byPeriod) => {
        const traces = worldOf(rows, from);
        const periods = periodsOf(from, clock);
        const work = { clock, fromHour: window[0], toHour: window[1], weekdays: days, sites: SITES };
        const criterion = mostEvents();
        const homes = byPeriod
          ? detectHomesByPeriod(traces, { criterion, periods })
          : detectHomes(traces, { criterion });
        const found = detectSiteCommuters(traces, { ...work, homes, periods, minShare: 0.5, minDays: 2 });
        const expected = USERS.flatMap((_, u) =>
          Array.from(periods.columns.firstDay, (first, p) =>
            SITES.map((own, site) => {
              const home = homes.columns.location[byPeriod ? u * 3 + p : u]!;
              const last = periods.columns.lastDay[p]!;
              const at = slowWorkingDays(traces, u, work, site, first, last);
              const daysSeen = slowWorkingDays(traces, u, work, null, first, last);
              const commuter = home >= 0 && !own.includes(home) && at >= 2 && at / daysSeen >= 0.5 ? 1 : 0;
              return { period: p, site, home, days: at, daysSeen, share: at / daysSeen, commuter };
            }),
          ).flat(),
        );
        expect(rowsOf(found)).toEqual(expected);
      },
    );
    fc.assert(property, { seed: 42, numRuns: 120 });
  });

  it("are the same for any partition of the users, and so are their counts", () => {
    const property = fc.property(zone, events, ({ clock, from }, rows) => {
      const traces = worldOf(rows, from);
      const all = commutersOf(traces, from, clock, {});
      const parts = [
        [0, 2],
        [1, 3],
      ].map((users) =>
        commutersOf(
          partOf(
            traces,
            users.map((u) => USERS[u]!),
          ),
          from,
          clock,
          {},
        ),
      );
      const perUser = all.length / 4;
      for (const [k, part] of parts.entries()) {
        const own = [k, k + 2].flatMap((u) => rowsOf(all, u * perUser, (u + 1) * perUser));
        expect(rowsOf(part)).toEqual(own);
      }
      for (const site of [0, 1]) {
        const count = countSiteCommuters(all, { site, groupOf, labels });
        const split = parts.map((part, k) => countSiteCommuters(part, { site, groupOf: [k % 2, k % 2], labels }));
        for (const name of ["people", "seen"] as const) {
          const sum = split[0]!.columns[name].map((x, row) => x + split[1]!.columns[name][row]!);
          expect(count.columns[name]).toEqual(sum);
        }
      }
    });
    fc.assert(property, { seed: 42, numRuns: 60 });
  });

  it("are the same some weeks later, and with places numbered another way", () => {
    const clock = createClock({ timeZone: "+05:45" });
    const property = fc.property(events, fc.integer({ min: 1, max: 60 }), (rows, weeks) => {
      const traces = worldOf(rows, "2016-01-01");
      const time = traces.columns.time.map((t) => t + weeks * 604_800);
      const later = { ...traces, columns: { ...traces.columns, time } };
      const found = commutersOf(traces, "2016-01-01", clock, { weekdays: [0, 2, 5] });
      const date = new Date(Date.parse("2016-01-01") + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
      expect(commutersOf(later, date, clock, { weekdays: [0, 2, 5] }).columns).toEqual(found.columns);

      // Which of equal places is a home hangs on the numbers: both worlds get the homes of one.
      const periods = periodsOf("2016-01-01", clock);
      const homes = detectHomesByPeriod(traces, { criterion: mostEvents(), periods });
      const location = homes.columns.location.map((l) => (l < 0 ? -1 : 4 - l));
      const turned = { ...homes, locations: REVERSED, columns: { ...homes.columns, location } };
      const sites = SITES.map((site) => site.map((l) => 4 - l));
      const other = commutersOf(reversed(traces), "2016-01-01", clock, { weekdays: [0, 2, 5], homes: turned }, sites);
      expect({ ...other.columns, home: found.columns.home }).toEqual(found.columns);
      expect(other.columns.home).toEqual(found.columns.home.map((l) => (l < 0 ? -1 : 4 - l)));
    });
    fc.assert(property, { seed: 42, numRuns: 40 });
  });
});

describe("people by period, place and group", () => {
  it("are the distinct users with a day there", () => {
    const property = fc.property(zone, events, ({ clock, from }, rows) => {
      const presence = buildPresence(worldOf(rows, from), { clock });
      const periods = periodsOf(from, clock);
      const panel = countGroupPresence(presence, { periods, groupOf, labels });
      expect(panel.length).toBe(3 * 5 * 2);
      for (const { period, location, label, people, seen, share } of rowsOf(panel)) {
        const firstDay = periods.columns.firstDay[period]!;
        const lastDay = periods.columns.lastDay[period]!;
        const users = USERS.map((_, u) => u).filter((u) => groupOf[u] === label);
        const days = (u: number) =>
          rowsOf(presence, presence.offsets[u], presence.offsets[u + 1]).filter(
            ({ day }) => day >= firstDay && day <= lastDay,
          );
        expect(seen).toBe(users.filter((u) => days(u).length > 0).length);
        expect(people).toBe(users.filter((u) => days(u).some((row) => row.location === location)).length);
        expect(share).toBe(people / seen);
      }
    });
    fc.assert(property, { seed: 42, numRuns: 60 });
  });

  it("add up over parts of the users; residents add up to those with a home", () => {
    const property = fc.property(zone, events, ({ clock, from }, rows) => {
      const traces = worldOf(rows, from);
      const periods = periodsOf(from, clock);
      const count = (part: Traces, groups: number[]) => {
        const history = detectHomesByPeriod(part, { criterion: mostEvents(), periods });
        const presence = buildPresence(part, { clock });
        return [
          countGroupPresence(presence, { periods, groupOf: groups, labels }),
          countGroupResidents(history, { groupOf: groups, labels }),
        ];
      };
      const all = count(traces, groupOf);
      const parts = [count(partOf(traces, ["u1", "u2", "u4"]), [0, 1, 1]), count(partOf(traces, ["u3"]), [0])];
      all.forEach((panel, k) => {
        for (const name of ["people", "seen"] as const) {
          const sum = parts[0]![k]!.columns[name].map((x, row) => x + parts[1]![k]!.columns[name][row]!);
          expect(panel.columns[name]).toEqual(sum);
        }
      });
      const residents = rowsOf(all[1]!);
      for (const { period, label, seen } of residents) {
        const own = residents.filter((row) => row.period === period && row.label === label);
        expect(own.reduce((sum, row) => sum + row.people, 0)).toBe(seen);
      }
    });
    fc.assert(property, { seed: 42, numRuns: 40 });
  });

  it("are the same some days later, and with places numbered another way", () => {
    const clock = createClock({ timeZone: "UTC" });
    const property = fc.property(events, fc.integer({ min: 1, max: 400 }), (rows, days) => {
      const traces = worldOf(rows, "2016-01-01");
      const count = (given: Traces, periods: Periods) =>
        countGroupPresence(buildPresence(given, { clock }), { periods, groupOf, labels });
      const panel = count(traces, periodsOf("2016-01-01", clock));
      const time = traces.columns.time.map((t) => t + days * 86_400);
      const later = count({ ...traces, columns: { ...traces.columns, time } }, periodsOf("2016-01-01", clock, days));
      expect(later.columns).toEqual(panel.columns);
      const other = count(reversed(traces), periodsOf("2016-01-01", clock));
      for (const { period, location, label, people } of rowsOf(panel)) {
        expect(other.columns.people[(period * 5 + 4 - location) * 2 + label]).toBe(people);
      }
    });
    fc.assert(property, { seed: 42, numRuns: 40 });
  });
});

describe("the difference in differences", () => {
  const panel = panelOf(4, 6);
  const groups = { treated: "refugees", control: "locals", season: [3, 4] };
  const { location, period } = panel.columns;

  it("does not depend on the order of rows or the numbers of places; values times a number give effects times it", () => {
    const property = fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 50 }), (seed, times) => {
      const value = valuesOf(panel, seed);
      const order = [...value.keys()].sort((a, b) => ((a * 7919 * seed) % 101) - ((b * 7919 * seed) % 101));
      const columns = {
        label: Uint8Array.from(order, (i) => panel.columns.label[i]!),
        location: Uint32Array.from(order, (i) => 3 - location[i]!),
        period: Uint32Array.from(order, (i) => period[i]!),
      };
      const other = { ...panel, columns };
      const options = { ...groups, value, fixedEffects: [location, period], errors: clusteredErrors({ by: location }) };
      const one = fitDifferenceInDifferences(panel, options);
      const two = fitDifferenceInDifferences(other, {
        ...groups,
        value: order.map((i) => times * value[i]! + 1000),
        fixedEffects: [columns.location, columns.period],
        errors: clusteredErrors({ by: columns.location }),
      });
      expect(two.effect.coefficient / times).toBeCloseTo(one.effect.coefficient, 9);
      expect(two.effect.standardError / times).toBeCloseTo(one.effect.standardError, 9);
      expect(two.effect.t).toBeCloseTo(one.effect.t, 8);
      expect(two.rSquared).toBeCloseTo(one.rSquared, 9);

      const errors = robustErrors();
      const areas = measureAreaDifferences(panel, { ...groups, value, errors }).columns;
      const turned = measureAreaDifferences(other, { ...groups, value: order.map((i) => value[i]!), errors }).columns;
      expect([...turned.rank].reverse()).toEqual([...areas.rank]);
      areas.t.forEach((t, l) => {
        expect(turned.t[3 - l]).toBeCloseTo(t, 9);
      });
    });
    fc.assert(property, { seed: 42, numRuns: 25 });
  });
});
