import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countMigrationRisk } from "../../src/flows/migration-risk.ts";
import { countFlows } from "../../src/flows/od-counts.ts";
import { migrationGini, migrationVariation } from "../../src/metrics/migration-focus.ts";
import {
  migrationIncidence,
  perCalendarMonth,
  perLocation,
  perPeriod,
  perPeriodAndLocation,
} from "../../src/metrics/migration-incidence.ts";
import { independentFlows, migrationInequality } from "../../src/metrics/migration-inequality.ts";
import {
  aggregateNetMigrationRate,
  measureRegionMigration,
  migrationEffectiveness,
  migrationIntensity,
} from "../../src/metrics/migration-regions.ts";
import { kaplanMeier } from "../../src/metrics/survival-curves.ts";
import { logRankTest } from "../../src/metrics/survival-test.ts";
import { detectHomeEpisodes, EPISODE_ENDINGS } from "../../src/moves/episodes.ts";
import type { HomePlacesByPeriod } from "../../src/types.ts";
import { episodesOf, giniOf, logRankOf, riskOf, type SlowSpell, survivalAt, variationsOf } from "../slow/rates.ts";

const clock = createClock({ timeZone: "Asia/Dhaka" });
const PLACES = 3;
const MONTHS = 9;
const FIRST_DAY = 16_000;
const zones = createLocations("zones", ["A", "B", "C"], [90, 91, 92], [24, 24, 24]);

function historyOf(people: readonly (readonly number[])[], firstDay: number = FIRST_DAY): HomePlacesByPeriod {
  const days = Array.from({ length: MONTHS }, (_, p) => firstDay + 30 * p);
  const periods = buildPeriods({ firstDay: days, lastDay: days.map((day) => day + 29) }, clock);
  const length = people.length * MONTHS;
  return {
    locations: zones,
    users: people.map((_, u) => `u${u}`),
    offsets: Uint32Array.from({ length: people.length + 1 }, (_, u) => u * MONTHS),
    length,
    columns: {
      period: Uint32Array.from({ length }, (_, row) => row % MONTHS),
      location: Int32Array.from(people.flat()),
    },
    periods,
  };
}

/** Lives that stay a while: a home from −1 (none) to 2 for one to five months, and again. */
const life = fc
  .array(fc.tuple(fc.integer({ min: -1, max: PLACES - 1 }), fc.integer({ min: 1, max: 5 })), { minLength: MONTHS })
  .map((stays) => stays.flatMap(([home, months]) => Array<number>(months).fill(home)).slice(0, MONTHS));
const lives = fc.array(life, { maxLength: 12 });
const least = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
const run = { seed: 42, numRuns: 60 };

describe("episodes and risk", () => {
  it("are those of a reader of one life after another", () => {
    fc.assert(
      fc.property(lives, least, (people, [minOriginPeriods, minDestinationPeriods]) => {
        const history = historyOf(people);
        const options = { minOriginPeriods, minDestinationPeriods };
        const episodes = detectHomeEpisodes(history, options);
        people.forEach((homes, u) => {
          const rows = rowsOf(episodes, episodes.offsets[u], episodes.offsets[u + 1]);
          const got = rows.map((row) => ({
            left: (row.leftDay - FIRST_DAY - 29) / 30,
            origin: row.origin,
            destination: row.destination,
            duration: row.duration,
            observed: row.observed,
            lost: EPISODE_ENDINGS[row.ending] === "lost",
          }));
          expect(got).toEqual(episodesOf(homes, minOriginPeriods, minDestinationPeriods));
          for (const row of rows) expect(row.observed === 1).toBe(EPISODE_ENDINGS[row.ending] === "returned");
        });
        const risk = countMigrationRisk(history, options);
        for (const row of rowsOf(risk)) {
          const slow = riskOf(people, row.period, row.location, minOriginPeriods, minDestinationPeriods);
          expect([row.present, row.atRisk, row.movers]).toEqual(slow);
        }
      }),
      run,
    );
  });

  it("agree: who moved is who began an episode, and flows of episodes add up to them", () => {
    fc.assert(
      fc.property(lives, least, (people, [minOriginPeriods, minDestinationPeriods]) => {
        const history = historyOf(people);
        const options = { minOriginPeriods, minDestinationPeriods };
        const episodes = detectHomeEpisodes(history, options);
        const risk = countMigrationRisk(history, options);
        const began = new Map<string, number>();
        for (const { leftDay, origin } of rowsOf(episodes)) {
          const cell = `${(leftDay - FIRST_DAY - 29) / 30} ${origin}`;
          began.set(cell, (began.get(cell) ?? 0) + 1);
        }
        for (const row of rowsOf(risk)) expect(row.movers).toBe(began.get(`${row.period} ${row.location}`) ?? 0);
        expect(countFlows(episodes).value.reduce((a, b) => a + b, 0)).toBe(episodes.length);
      }),
      run,
    );
  });

  it("add up over parts of the people, shift with the days and keep the lengths when locations are renumbered", () => {
    fc.assert(
      fc.property(lives, fc.nat(12), fc.integer({ min: -400, max: 400 }), (people, cut, shift) => {
        const options = { minOriginPeriods: 2, minDestinationPeriods: 2 };
        const whole = countMigrationRisk(historyOf(people), options).columns;
        const parts = [people.slice(0, cut), people.slice(cut)].map(
          (part) => countMigrationRisk(historyOf(part), options).columns,
        );
        for (const name of ["present", "atRisk", "movers"] as const)
          expect(parts[0]![name].map((count, row) => count + parts[1]![name][row]!)).toEqual(whole[name]);
        const all = rowsOf(detectHomeEpisodes(historyOf(people), options));
        const cutRows = [people.slice(0, cut), people.slice(cut)].flatMap((part) =>
          rowsOf(detectHomeEpisodes(historyOf(part), options)),
        );
        expect(cutRows).toEqual(all);
        const later = rowsOf(detectHomeEpisodes(historyOf(people, FIRST_DAY + shift), options));
        const days = ({ leftDay, arrivedDay, ...rest }: (typeof all)[number], by: number): object => ({
          ...rest,
          leftDay: leftDay + by,
          arrivedDay: arrivedDay + by,
        });
        expect(later).toEqual(all.map((row) => days(row, shift)));
        const turned = (home: number): number => (home < 0 ? home : (home + 1) % PLACES);
        const renumbered = rowsOf(detectHomeEpisodes(historyOf(people.map((homes) => homes.map(turned))), options));
        expect(renumbered).toEqual(
          all.map((row) => ({ ...row, origin: turned(row.origin), destination: turned(row.destination) })),
        );
      }),
      run,
    );
  });

  it("incidence by any grouping has all the movers and all at risk, and lies in its interval", () => {
    fc.assert(
      fc.property(lives, (people) => {
        const risk = countMigrationRisk(historyOf(people), { minOriginPeriods: 1, minDestinationPeriods: 1 });
        const totals = (["movers", "atRisk"] as const).map((name) => risk.columns[name].reduce((a, b) => a + b, 0));
        for (const grouping of [perPeriod(), perLocation(), perPeriodAndLocation(), perCalendarMonth()]) {
          const found = migrationIncidence(risk, { grouping, confidence: 0.9 });
          const sums = [found.columns.movers, found.columns.atRisk].map((list) => list.reduce((a, b) => a + b, 0));
          expect(sums).toEqual(totals);
          for (const row of rowsOf(found)) {
            expect(Number.isNaN(row.incidence)).toBe(row.atRisk === 0);
            if (row.atRisk > 0) expect(row.low <= row.incidence && row.incidence <= row.high).toBe(true);
          }
        }
        const last = migrationIncidence(risk, { grouping: perPeriod(), confidence: 0.9 }).columns.incidence;
        expect(last[MONTHS - 1]).toBeNaN();
      }),
      run,
    );
  });
});

const spell = fc
  .record({
    duration: fc.integer({ min: 1, max: 9 }),
    observed: fc.integer({ min: 0, max: 1 }),
    late: fc.integer({ min: 0, max: 12 }),
    group: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ duration, observed, late, group }) => ({ duration, observed, group, entry: late < duration ? late : 0 }));

describe("survival", () => {
  it("curves and tests are those of the definition", () => {
    fc.assert(
      fc.property(fc.array(spell, { minLength: 1, maxLength: 30 }), (spells: SlowSpell[]) => {
        const lists = {
          duration: spells.map(({ duration }) => duration),
          observed: spells.map(({ observed }) => observed),
          entry: spells.map(({ entry }) => entry),
        };
        const groups = { groupOf: spells.map(({ group }) => group), labels: ["a", "b"] };
        const curves = kaplanMeier(lists, { ...groups, confidence: 0.95 });
        for (const row of rowsOf(curves)) {
          const own = spells.filter(({ group }) => group === row.label);
          const { survival, sum } = survivalAt(own, row.time);
          expect(row.survival).toBeCloseTo(survival, 12);
          if (survival > 0) expect(row.variance).toBeCloseTo(survival * survival * sum, 12);
          else expect(row.variance).toBeNaN();
        }
        const { events, censored } = curves.columns;
        expect([...events, ...censored].reduce((a, b) => a + b, 0)).toBe(spells.length);
        const test = logRankTest(lists, groups);
        const slow = logRankOf(spells, 2);
        slow.expected.forEach((value, g) => {
          expect(test.expected[g]).toBeCloseTo(value, 10);
        });
        if (test.degreesOfFreedom === 1)
          expect(test.chiSquare).toBeCloseTo((test.observed[0]! - slow.expected[0]!) ** 2 / slow.variance, 8);
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

const matrix = fc.array(
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })), { minLength: 4, maxLength: 4 }),
  {
    minLength: 4,
    maxLength: 4,
  },
);

describe("indices of migration", () => {
  const four = createLocations("zones", ["A", "B", "C", "D"], [0, 1, 2, 3], [0, 0, 0, 0]);
  const flowsOf = (m: number[][]): { locations: typeof four } & ReturnType<typeof sparseFromDense> => ({
    locations: four,
    ...sparseFromDense(4, 4, m.flat()),
  });
  const close = (got: number, expected: number): void => {
    if (Number.isNaN(expected)) expect(got).toBeNaN();
    else expect(got).toBeCloseTo(expected, 12);
  };

  it("of focus are those of all pairs of flows, zeros and one-sided streams included", () => {
    fc.assert(
      fc.property(matrix, (m) => {
        const gini = migrationGini(flowsOf(m));
        const slow = giniOf(m);
        for (const name of ["total", "corrected", "outward", "inward", "exchange"] as const)
          close(gini[name], slow[name]);
        for (const name of ["outField", "inField"] as const)
          for (const [l, value] of slow[name].entries()) close(gini[name][l]!, value);
        const { outVariation, inVariation } = migrationVariation(flowsOf(m));
        for (const [l, value] of variationsOf(m).entries()) close(outVariation[l]!, value);
        const turned = m.map((_, d) => m.map((row) => row[d]!));
        for (const [l, value] of variationsOf(turned).entries()) close(inVariation[l]!, value);
      }),
      run,
    );
  });

  it("keep their identities: net sums to 0, the net rate is intensity times effectiveness", () => {
    fc.assert(
      fc.property(matrix, (m) => {
        const flows = flowsOf(m);
        const people = [100, 200, 300, 50];
        const { netMigrants, turnover } = measureRegionMigration(flows, people).columns;
        expect(netMigrants.reduce((a, b) => a + b, 0)).toBe(0);
        const migrants = turnover.reduce((a, b) => a + b, 0) / 2;
        expect(migrationIntensity(flows, people)).toBeCloseTo(migrants / 650, 12);
        if (migrants > 0) {
          const product = migrationIntensity(flows, people) * migrationEffectiveness(flows);
          expect(aggregateNetMigrationRate(flows, people)).toBeCloseTo(product, 12);
        }
      }),
      run,
    );
  });

  it("of inequality compare with flows that keep what leaves and comes", () => {
    const full = fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 4, maxLength: 4 }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(full, (m) => {
        let kept: { origin: Float64Array; destination: Float64Array } | null = null;
        const flows = flowsOf(m);
        const found = migrationInequality(flows, {
          expected: (margins) => {
            const answer = independentFlows()(margins);
            kept = answer;
            return answer;
          },
        });
        expect(found.converged).toBe(true);
        const { origin, destination } = kept!;
        const e = m.map((_, o) => m.map((__, d) => (o === d ? 0 : origin[o]! * destination[d]!)));
        const { inMigrants, outMigrants } = measureRegionMigration(flows, [1, 1, 1, 1]).columns;
        m.forEach((_, l) => {
          expect(e[l]!.reduce((a, b) => a + b, 0)).toBeCloseTo(outMigrants[l]!, 9);
          expect(e.reduce((a, row) => a + row[l]!, 0)).toBeCloseTo(inMigrants[l]!, 9);
        });
        const total = outMigrants.reduce((a, b) => a + b, 0);
        let apart = 0;
        for (let o = 0; o < 4; o++)
          for (let d = 0; d < 4; d++) if (o !== d) apart += Math.abs(m[o]![d]! - e[o]![d]!) / total / 2;
        expect(found.index).toBeCloseTo(apart, 10);
      }),
      run,
    );
  });
});
