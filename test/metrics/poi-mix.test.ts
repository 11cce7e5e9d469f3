import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { countPois } from "../../src/metrics/poi-counts.ts";
import { poiMixEntropy } from "../../src/metrics/poi-mix.ts";
import { slowZones } from "../slow/zones.ts";
import { antennasAt, squares } from "../space/worlds.ts";

describe("the points of interest in zones", () => {
  const zones = squares(4, 3);
  const random = createRandom("pois in zones");
  const pois = antennasAt({
    lon: Array.from({ length: 500 }, () => -0.5 + 5 * random()),
    lat: Array.from({ length: 500 }, () => -0.5 + 4 * random()),
  });
  const categories = pois.columns.id.map(() => ["school", "clinic", "shop"][Math.floor(3 * random())]!);

  it("are counted in the zone that holds them, and outside", () => {
    const found = countPois(zones, pois, categories);
    expect(found.labels).toEqual(["clinic", "school", "shop"]);
    const zone = slowZones(zones, pois.columns.lon, pois.columns.lat);
    const count = new Float64Array(36);
    const outside = new Float64Array(3);
    for (const [p, z] of zone.entries()) {
      const c = found.labels.indexOf(categories[p]!);
      if (z < 0) outside[c]!++;
      else count[3 * z + c]!++;
    }
    expect(found.count).toEqual(count);
    expect(found.outside).toEqual(outside);
    expect(Math.min(...outside)).toBeGreaterThan(0);
  });

  it("add up over parts of the points", () => {
    const labels = ["clinic", "school", "shop"];
    const part = (from: number, to: number) => {
      const some = antennasAt({ lon: pois.columns.lon.slice(from, to), lat: pois.columns.lat.slice(from, to) });
      return countPois(zones, some, categories.slice(from, to), { labels });
    };
    const [all, one, other] = [part(0, 500), part(0, 200), part(200, 500)];
    expect(one.count.map((n, k) => n + other.count[k]!)).toEqual(all.count);
    expect(one.outside.map((n, k) => n + other.outside[k]!)).toEqual(all.outside);
    expect([...all.count, ...all.outside].reduce((sum, n) => sum + n, 0)).toBe(500);
  });
});

describe("the entropy of the mix", () => {
  const mixOf = (rows: readonly (readonly number[])[]): number[] => [
    ...poiMixEntropy({ labels: rows[0]!.map((_, c) => `c${c}`), count: Float64Array.from(rows.flat()) }),
  ];

  it("is 1 for an even mix, 0 for one category and not defined for none", () => {
    expect(
      mixOf([
        [7, 7, 7],
        [0, 4, 0],
        [0, 0, 0],
      ]),
    ).toEqual([1, 0, Number.NaN]);
    expect(mixOf([[5], [0]])).toEqual([Number.NaN, Number.NaN]);
  });

  it("is the figure worked out by hand", () => {
    // −(½ ln ½ + ¼ ln ¼ + ¼ ln ¼) / ln 4 = (½ + ½ + ½) ln 2 / 2 ln 2
    expect(mixOf([[2, 1, 1, 0]])[0]).toBeCloseTo(0.75, 14);
    expect(mixOf([[9, 1]])[0]).toBeCloseTo(0.468995593589281, 14);
  });

  it("lies between 0 and 1, and changes neither with the order of categories nor with twice the points", () => {
    const row = fc.array(fc.nat({ max: 40 }), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(row, (counts) => {
        fc.pre(counts.some((n) => n > 0));
        const [h] = mixOf([counts]);
        expect(h! >= 0 && h! <= 1).toBe(true);
        expect(mixOf([[...counts].reverse()])[0]).toBeCloseTo(h!, 13);
        expect(mixOf([counts.map((n) => 2 * n)])[0]).toBeCloseTo(h!, 13);
        const all = counts.reduce((sum, n) => sum + n, 0);
        const plain = counts.reduce((sum, n) => (n === 0 ? sum : sum - (n / all) * Math.log(n / all)), 0);
        expect(h).toBeCloseTo(plain / Math.log(counts.length), 13);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("is asked of counts that are not below 0", () => {
    expect(() => mixOf([[1, -1]])).toThrow(
      "poiMixEntropy: counts.count[1] must be a finite number of at least 0, got -1",
    );
    expect(() => poiMixEntropy({ labels: ["a", "b"], count: new Float64Array(3) })).toThrow(
      "poiMixEntropy: counts.count must be of length 4, got 3",
    );
    expect(() => poiMixEntropy({ labels: [], count: new Float64Array(0) })).toThrow(
      "poiMixEntropy: counts.labels must be at least one category, got none",
    );
  });
});
