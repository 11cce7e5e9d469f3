import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../src/core/distributions.ts";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  type CountsOfDisplaced,
  measureDisplacedPeople,
  measureDisplacedShares,
} from "../../src/metrics/displacement-shares.ts";

const ONE = createLocations("zones", ["A"], [0], [0]);

/** Counts of one area over days: [people, at home, displaced, returned]. */
function countsOf(days: readonly (readonly [number, number, number, number])[]): CountsOfDisplaced {
  const column = (k: number): Uint32Array => Uint32Array.from(days, (day) => day[k]!);
  return {
    locations: ONE,
    labels: ["all"],
    length: days.length,
    columns: {
      location: new Uint32Array(days.length),
      label: new Uint32Array(days.length),
      day: Int32Array.from(days, (_, d) => d),
      people: column(0),
      atHome: column(1),
      displaced: column(2),
      returned: column(3),
    },
  };
}

describe("the share of the displaced", () => {
  it("is of those seen, with Wilson's interval; the bounds are of all", () => {
    const row = rowsOf(measureDisplacedShares(countsOf([[100, 40, 30, 10]]), { confidence: 0.95 }))[0]!;
    expect([row.seen, row.share]).toEqual([80, 0.375]);
    const { low, high } = wilsonInterval(30, 80, 0.95);
    expect([row.low, row.high]).toEqual([low, high]);
    // Of one day the band is the interval.
    expect([row.bandLow, row.bandHigh]).toEqual([low, high]);
    expect([row.least, row.most]).toEqual([0.3, 0.5]);
  });

  it("has a band that grows with the number of days, as Bonferroni says", () => {
    const days = Array.from({ length: 20 }, () => [100, 40, 30, 10] as const);
    const row = rowsOf(measureDisplacedShares(countsOf(days), { confidence: 0.95 }))[7]!;
    const band = wilsonInterval(30, 80, 1 - 0.05 / 20);
    expect([row.bandLow, row.bandHigh]).toEqual([band.low, band.high]);
  });

  it("refuses more people with a place than there are people", () => {
    expect(() => measureDisplacedShares(countsOf([[10, 6, 5, 0]]), { confidence: 0.95 })).toThrow(
      /counts.columns.people\[0\] must be at least 11, got 10/,
    );
  });

  it("of half the people drawn at random holds the share of all: the interval on 95 of 100 days or more, the band on all 30", () => {
    const random = createRandom("shares");
    let points = 0;
    let bands = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      const displaced = Array.from({ length: 200 }, () => random() < 0.2);
      const truth = displaced.filter(Boolean).length / 200;
      const days = Array.from({ length: 30 }, () => {
        const seen = displaced.filter(() => random() < 0.5);
        const away = seen.filter(Boolean).length;
        return [200, seen.length - away, away, 0] as const;
      });
      const rows = rowsOf(measureDisplacedShares(countsOf(days), { confidence: 0.95 }));
      points += rows.filter((row) => row.low <= truth && truth <= row.high).length;
      bands += rows.every((row) => row.bandLow <= truth && truth <= row.bandHigh) ? 1 : 0;
    }
    expect(points / (30 * runs)).toBeGreaterThan(0.95);
    expect(bands / runs).toBeGreaterThan(0.95);
  });
});

describe("the displaced as people of a census", () => {
  const shares = measureDisplacedShares(
    countsOf([
      [100, 60, 40, 0],
      [100, 40, 20, 20],
    ]),
    { confidence: 0.95 },
  );

  it("are displaced SIMs by persons per SIM where all are seen, and more where some are not", () => {
    const [all, some] = rowsOf(measureDisplacedPeople(shares, [320]));
    expect(all!.personsPerSim).toBe(3.2);
    expect(all!.persons).toBeCloseTo(40 * 3.2, 10);
    expect(some!.persons).toBeCloseTo((20 / 80) * 320, 10);
    expect(some!.least).toBeCloseTo(20 * 3.2, 10);
    expect(some!.most).toBeCloseTo(40 * 3.2, 10);
  });

  it("have the interval of the share, in people", () => {
    const [row] = rowsOf(measureDisplacedPeople(shares, [320]));
    const [share] = rowsOf(shares);
    for (const name of ["low", "high", "bandLow", "bandHigh"] as const) expect(row![name]).toBe(share![name] * 320);
  });
});
