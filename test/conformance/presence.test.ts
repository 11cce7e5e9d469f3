import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  buildMonths,
  countGroupHours,
  countGroupResidents,
  detectHomesByPeriod,
  dissimilarityIndex,
  giniPresence,
  giniSegregationIndex,
  interactionIndex,
  isolationIndex,
  measureAttractiveness,
  measureResidentialInclusion,
  mostNightEvents,
  selectGroupCounts,
} from "../../src/index.ts";
import type { GroupCounts } from "../../src/types.ts";
import { describeData, listed, readJson } from "./data.ts";
import { hasRecords, openRecords } from "./integration-records.ts";

interface Spatial {
  readonly minority: readonly number[];
  readonly majority: readonly number[];
  readonly gini_simpson_per_tower: readonly number[];
  readonly gini_simpson_popweighted: number;
  readonly gini_simpson_minorityweighted: number;
  readonly exposure_xPy: number;
  readonly isolation_xPx: number;
  readonly D: number;
  readonly gini_segregation: number;
}
type ByDistrict<T> = Readonly<Record<string, T>>;
interface Reference {
  readonly bakker_spatial_distinct_users: Spatial;
  readonly bakker_spatial_events: Spatial;
  readonly [key: string]: unknown;
}

const MINORITY = "refugee";
const MAJORITY = "local";
const close = (got: number, expected: number): void => {
  expect(Math.abs(got - expected)).toBeLessThan(1e-12);
};

describeData("spatial integration from call records", "15_integration", (folder) => {
  for (const name of listed(folder, /_metrics_own_reference\.json$/)) {
    const prefix = name.replace("_metrics_own_reference.json", "");
    if (!hasRecords(folder, prefix) || !existsSync(join(folder, name))) continue;
    const reference = readJson<Reference>(join(folder, name));
    const { clock, labels, groupOf, traces, districtTraces } = openRecords(folder, prefix);
    const days = Array.from(traces.columns.time, (time) => clock.dayOf(time));
    const [firstDay, lastDay] = [Math.min(...days), Math.max(...days)];
    const months = buildMonths({ clock, firstDay, lastDay });

    describe(`${name}: presence at towers`, () => {
      const windows = [{ id: "day", fromHour: 0, toHour: 24 }];
      const hours = countGroupHours(traces, { clock, windows, periods: months, groupOf, labels });
      // People of all months: those of each month would count somebody twice.
      const whole = {
        ...months,
        length: 1,
        columns: {
          id: ["all"],
          firstDay: Int32Array.of(firstDay),
          lastDay: Int32Array.of(lastDay),
          start: months.columns.start.slice(0, 1),
          end: months.columns.end.slice(-1),
        },
      };
      const all = countGroupHours(traces, { clock, windows, periods: whole, groupOf, labels });
      const people = selectGroupCounts(all, { period: "all", window: "day" });
      const events = { labels, count: Float64Array.from(all.columns.events) };
      for (const [key, counts] of [
        ["bakker_spatial_distinct_users", people],
        ["bakker_spatial_events", events],
      ] as const) {
        it(`${key}: counts, diversity, exposure, isolation, dissimilarity and Gini`, () => {
          const expected = reference[key] as Spatial;
          const columnOf = (label: string): number[] =>
            Array.from(counts.count.filter((_, c) => c % labels.length === labels.indexOf(label)));
          expect(columnOf(MINORITY)).toEqual(expected.minority);
          expect(columnOf(MAJORITY)).toEqual(expected.majority);
          const two = {
            labels: [MINORITY, MAJORITY],
            count: Float64Array.from(expected.minority.flatMap((x, t) => [x, expected.majority[t]!])),
          };
          const options = { group: MINORITY, against: MAJORITY };
          close(giniPresence(two), expected.gini_simpson_popweighted);
          close(giniPresence(two, { of: MINORITY }), expected.gini_simpson_minorityweighted);
          const { diversity } = measureResidentialInclusion(counts, options).columns;
          for (const [t, value] of expected.gini_simpson_per_tower.entries()) close(diversity[t]!, value);
          close(interactionIndex(counts, options), expected.exposure_xPy);
          close(isolationIndex(counts, options), expected.isolation_xPx);
          close(dissimilarityIndex(counts, options), expected.D);
          close(giniSegregationIndex(counts, options), expected.gini_segregation);
        });
      }

      it("events of months add up to those of all", () => {
        const sums = new Float64Array(events.count.length);
        hours.columns.events.forEach((n, row) => {
          sums[row % sums.length]! += n;
        });
        expect(sums).toEqual(events.count);
      });
    });

    describe(`${name}: homes by the district of most night events`, () => {
      const night = { clock, fromHour: 20, toHour: 8 };
      const history = detectHomesByPeriod(districtTraces, { criterion: mostNightEvents(night), periods: months });
      const residents = countGroupResidents(history, { groupOf, labels });
      const monthsOf = months.columns.id.map((id) => Number(id.slice(5)));
      const districtIds = districtTraces.locations.columns.id;

      monthsOf.forEach((month, p) => {
        const counts: GroupCounts = selectGroupCounts(residents, { period: months.columns.id[p]! });
        it(`month ${month}: home of each user, residents and inclusion of each district`, () => {
          const homes = reference[`home_district_month${month}`] as ByDistrict<string | null>;
          traces.users.forEach((user, u) => {
            const home = history.columns.location[history.offsets[u]! + p]!;
            expect([user, home < 0 ? null : districtIds[home]]).toEqual([user, homes[user] ?? null]);
          });
          const rows = measureResidentialInclusion(counts, { group: MINORITY, against: MAJORITY }).columns;
          const expected = reference[`residents_month${month}`] as ByDistrict<ByDistrict<number>>;
          const inclusion = reference[`alfeo_RID_candidates_month${month}`] as ByDistrict<ByDistrict<number>>;
          districtIds.forEach((district, d) => {
            labels.forEach((label, g) => {
              expect(counts.count[d * labels.length + g]).toBe(expected[district]?.[label] ?? 0);
            });
            close(rows.shareRatio[d]!, inclusion[district]!["share_minmax"]!);
            close(rows.countRatio[d]!, inclusion[district]!["count_minmax"]!);
            close(rows.diversity[d]!, inclusion[district]!["gini_simpson"]!);
            close(rows.entropy[d]!, inclusion[district]!["entropy_bits"]!);
          });
        });
      });

      it("attractiveness of each district from month to month", () => {
        const { columns } = measureAttractiveness(history, { groupOf, labels });
        let compared = 0;
        for (let row = 0; row < columns.period.length; row++) {
          const [from, to] = [monthsOf[columns.period[row]!], monthsOf[columns.period[row]! + 1]];
          if (labels[columns.label[row]!] !== MINORITY) continue;
          const all = reference[`alfeo_DA_month${from}_to_${to}`] as ByDistrict<ByDistrict<number>>;
          const expected = all[districtIds[columns.location[row]!]!]!;
          expect(columns.residents[row]).toBe(expected["residents"]);
          expect(columns.stayed[row]).toBe(expected["stay"]);
          expect(columns.residents[row]! - columns.seenNext[row]!).toBe(expected["unobserved_next"]);
          close(100 * columns.share[row]!, expected["DA_percent_observed"]!);
          close(100 * columns.leastShare[row]!, expected["DA_percent_unobserved_counted_as_left"]!);
          compared++;
        }
        expect(compared).toBe((months.length - 1) * districtIds.length);
      });
    });
  }
});
