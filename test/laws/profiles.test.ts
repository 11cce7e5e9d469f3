import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countResidentsByPeriod } from "../../src/flows/before-residents.ts";
import { countHomeChanges } from "../../src/flows/home-changes.ts";
import { countResidents } from "../../src/flows/residents.ts";
import { byCount, byDensity, detectTopAreas } from "../../src/flows/top-areas.ts";
import { expandToPopulation } from "../../src/flows/top-expansion.ts";
import { measureRegionMoves } from "../../src/metrics/region-moves.ts";
import { fitPopulationTrend, measurePopulationIndex } from "../../src/metrics/region-population.ts";
import { selectHomesOfPeriod } from "../../src/places/homes-of-period.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { relocateHomes } from "../../src/places/relocation.ts";
import { buildListedCrosswalk } from "../../src/space/crosswalk.ts";
import { activeAtEnd, activeBefore, activeInEachWindow, activeInWindow } from "../../src/traces/cohort-activity.ts";
import { noSilenceOver, seenInShareOfHours, seenOnShareOfDays } from "../../src/traces/cohort-completeness.ts";
import { allOf, anyOf } from "../../src/traces/cohort-joined.ts";
import type { CohortRule } from "../../src/traces/cohort-rules.ts";
import { selectCohort } from "../../src/traces/cohort-selection.ts";
import { selectUsers } from "../../src/traces/interactions-selection.ts";
import { measureDomainVisits } from "../../src/traces/profile-hosts.ts";
import { internationalNumbers } from "../../src/traces/profile-numbers.ts";
import type { GroupCounts, HomePlacesByPeriod, Traces } from "../../src/types.ts";
import {
  inEachWindow,
  isInDomain,
  longestCode,
  longestSilence,
  type PlainDays,
  type PlainHomes,
  plainDaysOf,
  plainRegionMoves,
  plainResidents,
  plainTopAreas,
  seenWithin,
} from "../slow/profiles.ts";
import { placesOf } from "../slow/sequences.ts";
import { events, worldOf, zone } from "./trace-worlds.ts";

/** A rule about days counted from `start`, and the same in plain words. */
interface Asked {
  readonly rule: (start: number) => CohortRule;
  readonly holds: (days: PlainDays, start: number) => boolean;
  readonly hours?: true;
}

const span = fc.tuple(fc.integer({ min: -1, max: 6 }), fc.integer({ min: 0, max: 7 }));
const share = fc.constantFrom(0.1, 0.25, 0.5, 0.7, 1);
const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({ at: span, minEvents: fc.integer({ min: 1, max: 6 }), minDays: fc.integer({ min: 1, max: 4 }) }).map(
    ({ at: [first, more], minEvents, minDays }): Asked => ({
      rule: (s) => activeInWindow({ firstDay: s + first, lastDay: s + first + more, minEvents, minDays }),
      holds: (days, s) => {
        const seen = seenWithin(days, s + first, s + first + more);
        return seen.length >= minDays && seen.reduce((sum, day) => sum + days.get(day)!.events, 0) >= minEvents;
      },
    }),
  ),
  fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 6 })).map(
    ([day, minDaysBefore]): Asked => ({
      rule: (s) => activeBefore({ day: s + day, minDaysBefore }),
      holds: (days, s) => [...days.keys()].some((seen) => s + day - seen >= minDaysBefore),
    }),
  ),
  fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 5 })).map(
    ([last, windowDays]): Asked => ({
      rule: (s) => activeAtEnd({ lastDay: s + last, windowDays }),
      holds: (days, s) => Array.from({ length: windowDays }, (_, d) => s + last - d).some((day) => days.has(day)),
    }),
  ),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
    .map(([windowDays, stepDays, least]): Asked => {
      const minDays = Math.min(least, windowDays);
      return {
        rule: (s) => activeInEachWindow({ firstDay: s, lastDay: s + 6, windowDays, stepDays, minDays }),
        holds: (days, s) => inEachWindow(days, s, s + 6, windowDays, stepDays, minDays),
      };
    }),
  fc.tuple(span, fc.integer({ min: 0, max: 5 })).map(
    ([[first, more], maxSilentDays]): Asked => ({
      rule: (s) => noSilenceOver({ firstDay: s + first, lastDay: s + first + more, maxSilentDays }),
      holds: (days, s) => longestSilence(days, s + first, s + first + more) <= maxSilentDays,
    }),
  ),
  fc.tuple(span, share).map(
    ([[first, more], minShare]): Asked => ({
      rule: (s) => seenOnShareOfDays({ firstDay: s + first, lastDay: s + first + more, minShare }),
      holds: (days, s) => seenWithin(days, s + first, s + first + more).length / (more + 1) >= minShare,
    }),
  ),
  fc.tuple(span, fc.constantFrom(0.01, 0.05, 0.1, 0.2)).map(
    ([[first, more], minShare]): Asked => ({
      rule: (s) => seenInShareOfHours({ firstDay: s + first, lastDay: s + first + more, minShare }),
      holds: (days, s) => {
        const seen = seenWithin(days, s + first, s + first + more);
        return seen.reduce((sum, day) => sum + days.get(day)!.hours.size, 0) / (24 * (more + 1)) >= minShare;
      },
      hours: true,
    }),
  ),
);
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const check = (property: fc.IProperty<never> | fc.IRawProperty<never>, numRuns = 120): void =>
  fc.assert(property as fc.IProperty<never>, { seed: 42, numRuns });
const parts = (traces: Traces): Traces[] =>
  [0, 1].map((part) => selectUsers(traces, (user, rows) => user.charCodeAt(1) % 2 === part && rows >= 0));

describe("cohorts", () => {
  it("hold whom each rule, asked day by day, holds, and of the others the first rule that fails", () => {
    const property = fc.property(
      events,
      zone,
      fc.array(asked, { minLength: 1, maxLength: 4 }),
      (rows, { clock, from }, all) => {
        const traces = worldOf(rows, from);
        const s = dayOf(from);
        const rules = all.map(({ rule }) => rule(s));
        const { kept, excluded, steps } = selectCohort(traces, { rule: allOf(rules), clock });
        const days = plainDaysOf(traces, clock);
        const unmet = days.map((own) => all.findIndex(({ holds }) => !holds(own, s)));
        expect(kept.users).toEqual(traces.users.filter((_, u) => unmet[u] === -1));
        expect(excluded.users).toEqual(traces.users.filter((_, u) => unmet[u] !== -1));
        expect(excluded.columns.unmet).toEqual(unmet.filter((r) => r >= 0).map((r) => rules[r]!.asks[0]));
        expect(kept.users.length + excluded.length).toBe(traces.users.length);
        let given = traces.users.length;
        rowsOf(steps).forEach((step, r) => {
          const out = unmet.filter((first) => first === r).length;
          expect(step).toEqual({ asked: rules[r]!.asks[0], given, excluded: out, kept: given - out });
          given -= out;
        });
        for (const [k, user] of kept.users.entries()) {
          const u = traces.users.indexOf(user);
          const own = traces.columns.time.slice(traces.offsets[u], traces.offsets[u + 1]);
          expect(kept.columns.time.slice(kept.offsets[k], kept.offsets[k + 1])).toEqual(own);
        }
      },
    );
    check(property as never, 200);
  });

  it("of presence are those of the traces it was made of, and any of several rules holds the union", () => {
    const property = fc.property(
      events,
      zone,
      fc.array(asked, { minLength: 1, maxLength: 3 }),
      (rows, { clock, from }, all) => {
        const traces = worldOf(rows, from);
        const rules = all.filter(({ hours }) => hours === undefined).map(({ rule }) => rule(dayOf(from)));
        fc.pre(rules.length > 0);
        const either = anyOf(rules);
        const of = (rule: CohortRule): readonly string[] => selectCohort(traces, { rule, clock }).kept.users;
        expect(selectCohort(buildPresence(traces, { clock }), { rule: either }).kept.users).toEqual(of(either));
        expect(of(either)).toEqual(traces.users.filter((user) => rules.some((rule) => of(rule).includes(user))));
      },
    );
    check(property as never, 80);
  });

  it("are the same for parts of the users, and for all days later by as many", () => {
    const clock = createClock({ timeZone: "UTC" });
    const property = fc.property(
      events,
      fc.array(asked, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 400 }),
      (rows, all, days) => {
        const traces = worldOf(rows, "2016-01-01");
        const s = dayOf("2016-01-01");
        const rule = allOf(all.map((each) => each.rule(s)));
        const whole = selectCohort(traces, { rule, clock });
        const halves = parts(traces).map((part) => selectCohort(part, { rule, clock }));
        expect(halves.flatMap(({ kept }) => kept.users).sort()).toEqual(whole.kept.users);
        for (const name of ["given", "excluded", "kept"] as const) {
          const sums = halves[0]!.steps.columns[name].map((n, r) => n + halves[1]!.steps.columns[name][r]!);
          expect(sums).toEqual(whole.steps.columns[name]);
        }
        const later = {
          ...traces,
          columns: { ...traces.columns, time: traces.columns.time.map((t) => t + days * 86_400) },
        };
        const shifted = selectCohort(later, { rule: allOf(all.map((each) => each.rule(s + days))), clock });
        expect(shifted.kept.users).toEqual(whole.kept.users);
        expect(shifted.steps.columns.excluded).toEqual(whole.steps.columns.excluded);
      },
    );
    check(property as never, 80);
  });
});

describe("evidence of origin", () => {
  const label = fc.constantFrom("ve", "com", "xve", "ave", "love", "banco", "co", "org", "v", "e");
  const host = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join("."));

  it("hosts match a domain where their last labels are its labels", () => {
    const dressed = fc.tuple(
      host,
      fc.constantFrom("", "http://", "https://u:p@"),
      fc.constantFrom("", ".", ":443", "/x.ve?y=.ve", ":80/#ve"),
    );
    const property = fc.property(
      dressed,
      fc.array(host, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      ([name, before, after], domains, dot) => {
        const hosts = [`${before}${name.toUpperCase()}${after}`];
        const browsing = {
          users: ["u"],
          offsets: Uint32Array.of(0, 1),
          length: 1,
          columns: { host: Uint32Array.of(0) },
          hosts,
        };
        const { count, unread } = measureDomainVisits(browsing, {
          domains: domains.map((d) => (dot ? `.${d}` : d)),
        }).columns;
        expect([count[0], unread[0]]).toEqual([domains.some((domain) => isInDomain(name, domain)) ? 1 : 0, 0]);
      },
    );
    check(property as never, 300);
  });

  it("numbers have the longest of the codes with which they begin, in every way of writing them", () => {
    const digits = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 100_000, max: 99_999_999 }))
      .map((n) => n.join(""));
    const codes = fc.uniqueArray(fc.integer({ min: 1, max: 999 }).map(String), { minLength: 1, maxLength: 40 });
    const property = fc.property(digits, codes, (number, known) => {
      const expected = longestCode(number, known);
      const bare = internationalNumbers({ codes: known, prefixes: ["00", "011"], bare: "international" });
      const national = internationalNumbers({ codes: known, prefixes: ["00", "011"], bare: { national: known[0]! } });
      for (const text of [
        `+${number}`,
        `00${number}`,
        `011 ${number}`,
        `+${number.slice(0, 2)} (${number.slice(2, 5)})-${number.slice(5)}`,
      ]) {
        expect(bare(text)).toBe(expected);
        expect(national(text)).toBe(expected);
      }
      expect(bare(number)).toBe(expected);
      expect(national(number)).toBe(known[0]);
      // 011 is dialled before a country code here, and nothing else begins with 0.
      if (!number.startsWith("11")) expect(bare(`0${number}`)).toBe(null);
    });
    check(property as never, 200);
  });
});

const ZONES = 4;
const zones = placesOf(ZONES);
const regions = createLocations("zones", ["r0", "r1", "r2"], [1, 2, 3], [0, 0, 0]);
const clock = createClock({ timeZone: "UTC" });
const homesOver = (periods: number): fc.Arbitrary<PlainHomes> =>
  fc.array(fc.array(fc.integer({ min: -1, max: ZONES - 1 }), { minLength: periods, maxLength: periods }), {
    maxLength: 30,
  });
function historyOf(homes: PlainHomes, count: number, users = homes.map((_, u) => `u${u}`)): HomePlacesByPeriod {
  const each = Array.from({ length: count }, (_, p) => p);
  const periods = buildPeriods({ firstDay: each.map((p) => 1 + 30 * p), lastDay: each.map((p) => 30 + 30 * p) }, clock);
  const columns = {
    period: Uint32Array.from(homes.flatMap(() => each)),
    location: Int32Array.from(homes.flat()),
  };
  const offsets = Uint32Array.from({ length: homes.length + 1 }, (_, u) => u * count);
  return { locations: zones, users, offsets, length: homes.length * count, columns, periods };
}
const NAMES = ["residents", "stayed", "movedIn", "appeared", "movedOut", "lost"] as const;

describe("homes before and after", () => {
  it("residents by period are those of sets of people, and every balance holds", () => {
    const property = fc.property(homesOver(4), (homes) => {
      const counts = countResidentsByPeriod(historyOf(homes, 4));
      const rows = rowsOf(counts);
      rows.forEach(({ period, location, ...counted }) => {
        expect(counted).toEqual(plainResidents(homes, period, location));
        if (period === 0) return;
        const before = rows[(period - 1) * ZONES + location]!.residents;
        expect(counted.residents).toBe(before + counted.movedIn - counted.movedOut + counted.appeared - counted.lost);
      });
      for (let p = 0; p < 4; p++) {
        const of = rows.filter(({ period }) => period === p);
        const sum = (name: (typeof NAMES)[number]): number => of.reduce((total, row) => total + row[name], 0);
        expect(sum("residents") + counts.without[p]!).toBe(homes.length);
        expect(counts.without[p]).toBe(homes.filter((own) => own[p] === -1).length);
        if (p === 0) continue;
        expect(sum("movedIn")).toBe(sum("movedOut"));
        expect(counts.without[p]).toBe(counts.without[p - 1]! + sum("lost") - sum("appeared"));
      }
    });
    check(property as never);
  });

  it("residents by period add up over parts of the users, follow renumbered locations, and agree with one period's", () => {
    const property = fc.property(homesOver(3), (homes) => {
      const history = historyOf(homes, 3);
      const whole = countResidentsByPeriod(history);
      const halves = [0, 1].map((part) =>
        countResidentsByPeriod(selectUsers(history, (user, rows) => Number(user.slice(1)) % 2 === part && rows >= 0)),
      );
      for (const name of NAMES) {
        expect(whole.columns[name].map((_, r) => halves[0]!.columns[name][r]! + halves[1]!.columns[name][r]!)).toEqual(
          whole.columns[name],
        );
      }
      const turned = countResidentsByPeriod(
        historyOf(
          homes.map((own) => own.map((h) => (h < 0 ? -1 : ZONES - 1 - h))),
          3,
        ),
      );
      rowsOf(turned).forEach((row) => {
        const twin = rowsOf(whole)[row.period * ZONES + ZONES - 1 - row.location]!;
        expect({ ...row, location: 0 }).toEqual({ ...twin, location: 0 });
      });
      for (let p = 0; p < 3; p++) {
        const { count } = countResidents(selectHomesOfPeriod(history, p));
        expect(whole.columns.residents.slice(p * ZONES, (p + 1) * ZONES)).toEqual(count);
      }
    });
    check(property as never, 60);
  });

  it("moves by region are those counted person by person, and those over regions have the same movers", () => {
    const property = fc.property(
      homesOver(2),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: ZONES, maxLength: ZONES }),
      (homes, regionOf) => {
        const history = historyOf(homes, 2);
        const crosswalk = buildListedCrosswalk(history.locations, regions, regionOf);
        const [before, after] = [selectHomesOfPeriod(history, 0), selectHomesOfPeriod(history, 1)];
        const moves = measureRegionMoves(countHomeChanges(before, after), crosswalk);
        const between = countHomeChanges(relocateHomes(before, crosswalk), relocateHomes(after, crosswalk));
        const rows = rowsOf(moves);
        rows.forEach((row, r) => {
          const { stayed, movedWithin, movedOut, movedIn } = plainRegionMoves(homes, regionOf, r);
          expect(row).toMatchObject({ stayed, movedWithin, movedOut, movedIn });
          expect(row.before).toBe(stayed + movedWithin + movedOut);
          expect(row.after).toBe(stayed + movedWithin + movedIn);
          expect(row.moverShare).toBe((movedWithin + movedOut) / row.before);
          expect(row.withinShare).toBe(movedWithin / (movedWithin + movedOut));
          if (row.before > 0) expect(row.moverLow <= row.moverShare && row.moverShare <= row.moverHigh).toBe(true);
          else expect(row.moverLow).toBe(NaN);
          let out = 0;
          for (let k = between.offsets[r]!; k < between.offsets[r + 1]!; k++)
            if (between.index[k] !== r) out += between.value[k]!;
          expect(out).toBe(movedOut);
        });
        const sum = (name: "movedOut" | "movedIn"): number => rows.reduce((total, row) => total + row[name], 0);
        expect(sum("movedOut")).toBe(sum("movedIn"));
      },
    );
    check(property as never, 100);
  });

  it("homes over regions by period are those of each period over regions, and no home stays none", () => {
    const property = fc.property(homesOver(3), (homes) => {
      const history = historyOf(homes, 3);
      const regionOf = [0, 1, -1, 2];
      const crosswalk = buildListedCrosswalk(history.locations, regions, regionOf);
      const moved = relocateHomes(history, crosswalk);
      expect(Array.from(moved.columns.location)).toEqual(homes.flat().map((h) => (h < 0 ? -1 : regionOf[h])));
      expect(moved.unlocated).toBe(homes.flat().filter((h) => h === 2).length);
      for (let p = 0; p < 3; p++) {
        const { unlocated, ...one } = relocateHomes(selectHomesOfPeriod(history, p), crosswalk);
        expect(selectHomesOfPeriod(moved, p)).toEqual(one);
        expect(unlocated).toBe(homes.filter((own) => own[p] === 2).length);
      }
    });
    check(property as never, 40);
  });

  it("a population that is a line has its slope, to rounding, and indices of shares do not see what all regions share", () => {
    const property = fc.property(
      fc.integer({ min: 3, max: 14 }),
      fc.array(fc.integer({ min: 50, max: 500 }), { minLength: ZONES, maxLength: ZONES }),
      fc.double({ min: -0.05, max: 0.2, noNaN: true }),
      (months, base, slope) => {
        const { periods } = historyOf([], months);
        const length = months * ZONES;
        const columns = {
          period: Uint32Array.from({ length }, (_, r) => Math.floor(r / ZONES)),
          location: Uint32Array.from({ length }, (_, r) => r % ZONES),
          residents: Float64Array.from({ length }, (_, r) => base[r % ZONES]! * (1 + slope * Math.floor(r / ZONES))),
        };
        const index = measurePopulationIndex({ locations: zones, length, columns, periods });
        for (const row of rowsOf(fitPopulationTrend(index, { of: "index" }))) {
          expect(row.slope).toBeCloseTo(slope, 12);
          expect(row.intercept).toBeCloseTo(1, 12);
          expect(row.change).toBe(row.slope * (months - 1));
          expect(row.slopeLow <= row.slope && row.slope <= row.slopeHigh).toBe(true);
        }
        for (const row of rowsOf(fitPopulationTrend(index, { of: "shareIndex" }))) expect(row.slope).toBeCloseTo(0, 12);
      },
    );
    check(property as never, 60);
  });
});

describe("top areas and expansion", () => {
  const cells = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 12 })), {
    minLength: 1,
    maxLength: 12,
  });
  const countsOf = (pairs: readonly (readonly [number, number])[]): GroupCounts => ({
    locations: placesOf(pairs.length),
    labels: ["profile", "others"],
    count: Float64Array.from(pairs.flat()),
  });

  it("are those that fewer than k areas surpass, whatever the order of the areas", () => {
    const property = fc.property(
      cells,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      (pairs, k, minPeople, dense) => {
        const of = (all: typeof pairs): ReturnType<typeof detectTopAreas> =>
          detectTopAreas(countsOf(all), { group: "profile", k, by: dense ? byDensity() : byCount(), minPeople });
        const top = of(pairs);
        const scores = pairs.map(([v, w]) => (v === 0 || v + w < minPeople ? null : dense ? v / (v + w) : v));
        expect(rowsOf(top).map(({ rank, location, tied }) => ({ rank, location, tied }))).toEqual(
          plainTopAreas(scores, k),
        );
        expect(top.leftOut).toBe(pairs.filter(([v, w]) => v > 0 && v + w < minPeople).length);
        for (const row of rowsOf(top)) {
          expect(row.share).toBe(row.count / row.total);
          expect(row.low <= row.share && row.share <= row.high).toBe(true);
        }
        const ranked = (areas: ReturnType<typeof detectTopAreas>, place: (l: number) => number): number[][] =>
          rowsOf(areas)
            .map(({ rank, location }) => [rank, place(location)])
            .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
        expect(ranked(of(pairs.toReversed()), (l) => pairs.length - 1 - l)).toEqual(ranked(top, (l) => l));
      },
    );
    check(property as never, 200);
  });

  it("expansion is linear in the population, keeps the share within its interval, and says where there are too few", () => {
    const property = fc.property(cells, fc.integer({ min: 1, max: 8 }), (pairs, minPeople) => {
      const population = pairs.map((_, l) => 1000 * l);
      const rows = rowsOf(expandToPopulation(countsOf(pairs), { group: "profile", population, minPeople }));
      const twice = rowsOf(
        expandToPopulation(countsOf(pairs), { group: "profile", population: population.map((n) => 2 * n), minPeople }),
      );
      rows.forEach((row, l) => {
        const [v, w] = pairs[l]!;
        expect(row.tooFew).toBe(v + w < minPeople ? 1 : 0);
        expect(row.expanded).toBe(row.tooFew === 1 ? NaN : (v * population[l]!) / (v + w));
        expect(twice[l]!.expanded).toBe(2 * row.expanded);
        if (row.tooFew === 0) expect(row.low <= row.expanded + 1e-9 && row.expanded <= row.high + 1e-9).toBe(true);
      });
    });
    check(property as never, 100);
  });
});
