import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { countMigrationRisk } from "../../src/flows/migration-risk.ts";
import {
  migrationIncidence,
  perCalendarMonth,
  perLocation,
  type RiskRows,
} from "../../src/metrics/migration-incidence.ts";
import type { HomePlacesByPeriod } from "../../src/types.ts";

const zones = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
const clock = createClock({ timeZone: "Asia/Dhaka" });
const months = (from: string, to: string): RiskRows["periods"] =>
  buildMonths({ clock, firstDay: dayOfDate(from), lastDay: dayOfDate(to) });

function historyOf(people: readonly string[], users?: string[]): HomePlacesByPeriod {
  const periods = months("2015-11-01", "2016-02-29");
  const location = Int32Array.from(people.flatMap((homes) => [...homes].map((home) => "AB".indexOf(home))));
  return {
    locations: zones,
    users: users ?? people.map((_, u) => `u${u}`),
    offsets: Uint32Array.from({ length: people.length + 1 }, (_, u) => 4 * u),
    length: location.length,
    columns: { period: location.map((_, row) => row % 4) as unknown as Uint32Array, location },
    periods,
  };
}

describe("incidence of migration", () => {
  const two = { minOriginPeriods: 1, minDestinationPeriods: 2 };

  it("asks nobody who could not have been seen to move", () => {
    const risk = countMigrationRisk(historyOf(["AABB", "AAAA", "AA.A", "AAB.", "ABAA"]), two);
    const at = (period: number): number[] => [
      risk.columns.present[2 * period]!,
      risk.columns.atRisk[2 * period]!,
      risk.columns.movers[2 * period]!,
    ];
    // November: the third person has no home in January and cannot be told. The fifth is back before two months.
    expect(at(0)).toEqual([5, 4, 0]);
    // December: the first moved for two months, the fourth is out of sight after one.
    expect(at(1)).toEqual([4, 2, 1]);
    expect(at(2)).toEqual([2, 0, 0]);
    expect(at(3)).toEqual([3, 0, 0]);
    const incidence = migrationIncidence(risk, { grouping: perLocation(), confidence: 0.95 }).columns;
    expect(incidence.incidence[0]).toBeCloseTo(1 / 6, 12);
    expect(incidence.present[0]! - incidence.atRisk[0]!).toBe(8);
  });

  it("waits until a home is one for long enough", () => {
    const risk = countMigrationRisk(historyOf(["AAAB", "BAAB"]), { minOriginPeriods: 3, minDestinationPeriods: 1 });
    expect([...risk.columns.present]).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
    expect([...risk.columns.movers]).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it("by calendar month takes the same months of all years", () => {
    const periods = months("2015-12-01", "2017-01-31");
    const length = 2 * periods.length;
    const columns = {
      period: Uint32Array.from({ length }, (_, row) => row >> 1),
      location: Uint32Array.from({ length }, (_, row) => row & 1),
      present: new Uint32Array(length).fill(9),
      atRisk: new Uint32Array(length).fill(4),
      movers: Uint32Array.from({ length }, (_, row) => (row >> 1 === 1 ? 1 : 0)),
    };
    const risk = { locations: zones, periods, length, columns };
    const found = migrationIncidence(risk, { grouping: perCalendarMonth(), confidence: 0.95 }).columns;
    expect([found.label[0], found.atRisk[0], found.movers[0], found.incidence[0]]).toEqual(["01", 16, 2, 1 / 8]);
    expect([found.label[11], found.atRisk[11], found.atRisk[1]]).toEqual(["12", 16, 8]);
  });

  it("takes any grouping of one's own, and refuses one that does not fit", () => {
    const risk = countMigrationRisk(historyOf(["AABB", "BBAA"]), two);
    const all = { labels: ["all"], groupOf: new Uint8Array(risk.length) };
    const { movers } = migrationIncidence(risk, { grouping: (_) => all, confidence: 0.9 }).columns;
    expect([...movers]).toEqual([2]);
    const wrong = { labels: ["all"], groupOf: new Uint8Array(risk.length).fill(1) };
    expect(() => migrationIncidence(risk, { grouping: (_) => wrong, confidence: 0.9 })).toThrow(
      "migrationIncidence: groupOf[0] must be a whole number from 0 to 0, one for each of the labels, got 1",
    );
    const more = { ...risk, columns: { ...risk.columns, movers: risk.columns.movers.map(() => 9) } };
    expect(() => migrationIncidence(more, { grouping: perLocation(), confidence: 0.9 })).toThrow(
      "movers, atRisk and present of row 0 of risk must be none above the next, got 9, 1 and 1",
    );
  });

  it("wants periods without days between them, in which people could have lived anywhere", () => {
    const history = historyOf(["AABB"]);
    history.periods.columns.lastDay[1]!--;
    expect(() => countMigrationRisk(history, two)).toThrow(
      "countMigrationRisk: history.periods.columns.firstDay[2] must be",
    );
    const overlapping = historyOf(["AABB"]);
    overlapping.periods.columns.lastDay[1]!++;
    expect(() => countMigrationRisk(overlapping, two)).toThrow(
      "countMigrationRisk: history.periods.columns.firstDay[2]",
    );
  });

  it("is of locations and periods that exist", () => {
    const risk = countMigrationRisk(historyOf(["AABB"]), two);
    const refused = (name: "location" | "period", value: number) =>
      expect(() =>
        migrationIncidence(
          { ...risk, columns: { ...risk.columns, [name]: Array.from(risk.columns[name], () => value) } },
          { grouping: perLocation(), confidence: 0.9 },
        ),
      );
    refused("location", -1).toThrow("risk.columns.location[0] must be a whole number from 0");
    refused("location", 2).toThrow("risk.columns.location[0] must be below the 2 locations, got 2");
    refused("period", -1).toThrow("risk.columns.period[0] must be a whole number from 0");
    refused("period", 4).toThrow("risk.columns.period[0] must be below the 4 periods, got 4");
  });

  it("counts nobody twice", () => {
    expect(() => countMigrationRisk(historyOf(["AABB", "AABB"], ["ann", "ann"]), two)).toThrow(
      "countMigrationRisk: history.users must be all different",
    );
  });
});
