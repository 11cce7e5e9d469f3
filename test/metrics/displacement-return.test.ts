import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { measureReturn, type SpellsAway } from "../../src/metrics/displacement-return.ts";
import { kaplanMeier } from "../../src/metrics/survival-curves.ts";

/** One spell a person: [days, returned]. */
function spellsOf(spells: readonly (readonly [days: number, returned: number])[], firstDay = 0): SpellsAway {
  return {
    users: spells.map((_, u) => `u${u}`),
    offsets: Uint32Array.from({ length: spells.length + 1 }, (_, u) => u),
    length: spells.length,
    columns: {
      origin: new Uint32Array(spells.length),
      firstDay: new Int32Array(spells.length).fill(firstDay),
      days: Uint32Array.from(spells, ([days]) => days),
      returned: Uint8Array.from(spells, ([, returned]) => returned),
    },
  };
}
/** Remission of the 21 treated patients of Freireich et al. 1963, weeks; 0 is censored. */
const FREIREICH = [
  [6, 1],
  [6, 1],
  [6, 1],
  [6, 0],
  [7, 1],
  [9, 0],
  [10, 1],
  [10, 0],
  [11, 0],
  [13, 1],
  [16, 1],
  [17, 0],
  [19, 0],
  [20, 0],
  [22, 1],
  [23, 1],
  [25, 0],
  [32, 0],
  [32, 0],
  [34, 0],
  [35, 0],
] as const;

describe("the return curve", () => {
  const curve = measureReturn(spellsOf(FREIREICH), { confidence: 0.95 });

  it("is Kaplan and Meier's estimate of the textbook's remissions", () => {
    const { share, atRisk } = curve.columns;
    const left = [6, 7, 10, 13, 16, 22, 23].map((k) => (1 - share[k]!).toFixed(4));
    expect(left).toEqual(["0.8571", "0.8067", "0.7529", "0.6902", "0.6275", "0.5378", "0.4482"]);
    expect([6, 7, 10, 13, 16, 22, 23].map((k) => atRisk[k])).toEqual([21, 17, 15, 12, 11, 7, 6]);
    expect(curve.people).toBe(21);
  });

  it("is half on the textbook's median, whose upper end stays open", () => {
    expect(curve.halfLifeDays).toBe(23);
    expect(curve.halfLifeLowDays).toBeLessThan(23);
    expect(curve.halfLifeHighDays).toBeNaN();
  });

  it("has the interval of so many people as make Greenwood's variance, by Wilson", () => {
    // At 10: S = 0.7529, Greenwood's standard error 0.0963 (textbook), so m = S (1 − S) / 0.0963².
    const s = 1 - curve.columns.share[10]!;
    const m = (s * (1 - s)) / 0.0963 ** 2;
    const z = 1.959964;
    const middle = (1 - s + (z * z) / (2 * m)) / (1 + (z * z) / m);
    const reach = (z * Math.sqrt((s * (1 - s)) / m + (z * z) / (4 * m * m))) / (1 + (z * z) / m);
    expect(curve.columns.low[10]).toBeCloseTo(middle - reach, 3);
    expect(curve.columns.high[10]).toBeCloseTo(middle + reach, 3);
  });

  it("is that of kaplanMeier, day by day", () => {
    const columns = kaplanMeier(
      { duration: FREIREICH.map(([days]) => days), observed: FREIREICH.map(([, returned]) => returned) },
      { confidence: 0.95 },
    ).columns;
    columns.time.forEach((time, k) => {
      expect(Math.abs(1 - curve.columns.share[time]! - columns.survival[k]!)).toBeLessThan(1e-14);
    });
  });

  it("is half where it is half but for rounding", () => {
    // 1/3 and then 1/4 of the rest: 2/3 · 3/4 = 1/2.
    const spells = [...Array(4).fill([1, 1]), ...Array(2).fill([2, 1]), ...Array(6).fill([3, 0])] as [number, number][];
    expect(measureReturn(spellsOf(spells), { confidence: 0.95 }).halfLifeDays).toBe(2);
  });

  it("without anybody has no rows and no half-life", () => {
    const none = measureReturn(spellsOf([]), { confidence: 0.95 });
    expect([none.length, none.people]).toEqual([0, 0]);
    expect(none.halfLifeDays).toBeNaN();
  });

  it("before the first return is 0 with an interval that ends above 0, and 1 once all are back", () => {
    const { share, low, high } = measureReturn(
      spellsOf([
        [2, 1],
        [2, 1],
      ]),
      { confidence: 0.95 },
    ).columns;
    expect([share[1], low[1]]).toEqual([0, 0]);
    expect(high[1]).toBeGreaterThan(0.5);
    expect([share[2], high[2]]).toEqual([1, 1]);
    expect(low[2]).toBeLessThan(0.5);
  });

  it("takes the first spell of each person among those that began in the days asked for", () => {
    const spells: SpellsAway = {
      users: ["ann"],
      offsets: Uint32Array.of(0, 2),
      length: 2,
      columns: {
        origin: Uint32Array.of(0, 1),
        firstDay: Int32Array.of(3, 9),
        days: Uint32Array.of(1, 4),
        returned: Uint8Array.of(1, 0),
      },
    };
    const last = (options: object): number => measureReturn(spells, { confidence: 0.9, ...options }).length - 1;
    expect(last({})).toBe(1);
    expect(last({ fromDay: 4 })).toBe(4);
    expect(last({ origin: 1 })).toBe(4);
    expect(last({ fromDay: 4, toDay: 9 })).toBe(-1);
  });

  it("with half of the people censored holds the true curve: pointwise on 95 of 100, the band on more", () => {
    const random = createRandom("return");
    const truth = (k: number): number => 1 - 0.9 ** k;
    let points = 0;
    let pointsHeld = 0;
    let bandsHeld = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const people = Array.from({ length: 150 }, () => {
        const back = Math.floor(Math.log(1 - random()) / Math.log(0.9)) + 1;
        const until = Math.floor(random() * 30);
        return back <= until ? ([back, 1] as const) : ([until, 0] as const);
      });
      const { share, low, high, bandLow, bandHigh } = measureReturn(spellsOf(people), { confidence: 0.95 }).columns;
      let isHeld = true;
      for (let k = 1; k <= 20 && k < share.length; k++) {
        points++;
        if (low[k]! <= truth(k) && truth(k) <= high[k]!) pointsHeld++;
        if (!(bandLow[k]! <= truth(k) && truth(k) <= bandHigh[k]!)) isHeld = false;
      }
      if (isHeld) bandsHeld++;
    }
    expect(pointsHeld / points).toBeGreaterThan(0.935);
    expect(pointsHeld / points).toBeLessThan(0.97);
    expect(bandsHeld / runs).toBeGreaterThan(0.95);
  });
});
