import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sums.ts";
import { buildAreaCrosswalk } from "../../src/space/area-crosswalk.ts";
import { buildInverseCrosswalk } from "../../src/space/crosswalk.ts";
import { interpolateExtensive, interpolateIntensive } from "../../src/space/interpolation.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { buildWeightedCrosswalk } from "../../src/space/weighted-crosswalk.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Crosswalk, Random, Zones } from "../../src/types.ts";
import { borderMeters, overlapsOf, slowCommonM2 } from "../slow/areas.ts";
import { antennasAt, countryAt, placeAt, pointsOver } from "../space/worlds.ts";

const place = fc.record({
  lon: fc.oneof(fc.constantFrom(180, -180, 0), fc.double({ min: -180, max: 180, noNaN: true })),
  lat: fc.oneof(fc.constantFrom(90, -90, 70, 0), fc.double({ min: -90, max: 90, noNaN: true })),
});
const seed = fc.integer({ min: 0, max: 1e9 });

/** The size of the smallest world is some hundred metres. */
const size = fc.constantFrom(1, 0.05, 0.001);

/** Zones of any shape and place: tangled rings of random corners about a point, with parts and holes, overlapping at will. */
function tangledZones(random: Random, lon: number, lat: number, size: number, count: number): Zones {
  const at = placeAt(lon, lat);
  const ring = (e: number, n: number, r: number, corners: number): [number, number][] =>
    Array.from({ length: corners }, (_, i) => {
      const angle = (2 * Math.PI * (i + 0.8 * random())) / corners;
      const far = r * (0.15 + 0.85 * random());
      return at(size * (e + far * Math.cos(angle)), size * (n + far * Math.sin(angle)));
    });
  const shapes = Array.from({ length: count }, () => {
    const [e, n, r] = [4 * random() - 2, 4 * random() - 2, 0.3 + 2 * random()];
    return [
      [ring(e, n, r, 3 + Math.floor(40 * random())), ring(e, n, r / 8, 3 + Math.floor(5 * random()))],
      [ring(e + 2.5 * r, n, r / 3, 4)],
    ];
  });
  return buildZones(
    shapes.map((_, z) => `${z}`),
    shapes,
  );
}

function cellsOf(random: Random, lon: number, lat: number, count: number): Zones {
  const border = countryAt(lon, lat);
  return buildTessellation(antennasAt(pointsOver(random, lon, lat, count)), { border }).cells;
}

/** What corners that are some nanometres off can do to a zone's area. */
function roundingM2(zones: Zones, zone: number): number {
  return 1e-12 * zones.areaM2[zone]! + 1e-8 * borderMeters(zones, zone);
}

function expectClose(one: Crosswalk, other: Crosswalk): void {
  const a = overlapsOf(one);
  const b = overlapsOf(other);
  for (let i = 0; i < one.from.length; i++) {
    for (let j = 0; j < one.to.length; j++) {
      const off = a[i * one.to.length + j]! - b[i * one.to.length + j]!;
      const least = Math.min(one.fromTotal[i]!, one.toTotal[j]!);
      expect(Math.abs(off)).toBeLessThanOrEqual(1e-10 * least);
    }
  }
}

describe("laws of crosswalks", () => {
  it("areas in common of any two shapes are those of their triangles clipped by one another", () => {
    fc.assert(
      fc.property(place, seed, size, ({ lon, lat }, s, scale) => {
        const random = createRandom(s);
        const one = tangledZones(random, lon, lat, scale, 2);
        const other = tangledZones(random, lon, lat, scale, 2);
        const overlaps = overlapsOf(buildAreaCrosswalk(one, other));
        for (let i = 0; i < 2; i++) {
          for (let j = 0; j < 2; j++) {
            const off = Math.abs(overlaps[2 * i + j]! - slowCommonM2(one, i, other, j));
            // Triangles between far corners are larger than the zones and round by as much more.
            expect(off).toBeLessThanOrEqual(roundingM2(one, i) + roundingM2(other, j));
          }
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("overlap(A, B) = overlap(B, A), and the inverse of the inverse is the crosswalk", () => {
    fc.assert(
      fc.property(place, seed, size, ({ lon, lat }, s, scale) => {
        const random = createRandom(s);
        const one = tangledZones(random, lon, lat, scale, 4);
        const other = tangledZones(random, lon, lat, scale, 3);
        const there = buildAreaCrosswalk(one, other);
        expectClose(buildInverseCrosswalk(there), buildAreaCrosswalk(other, one));
        expectClose(buildInverseCrosswalk(buildInverseCrosswalk(there)), there);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("any layer of shapes that do not overlap is to itself as the identity", () => {
    fc.assert(
      fc.property(place, seed, fc.integer({ min: 1, max: 80 }), ({ lon, lat }, s, n) => {
        const cells = cellsOf(createRandom(s), lon, lat, n);
        const { shares } = buildAreaCrosswalk(cells, cells);
        const withLand = [...cells.areaM2.keys()].filter((z) => cells.areaM2[z]! > 0);
        expect([...shares.index]).toEqual(withLand);
        expect(shares.value.every((share) => share === 1)).toBe(true);
        for (const z of withLand) expect(shares.offsets[z + 1]! - shares.offsets[z]!).toBe(1);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("a cell is shared out as far as the zones cover it, and every zone as far as the cells do", () => {
    fc.assert(
      fc.property(place, seed, fc.integer({ min: 1, max: 120 }), ({ lon, lat }, s, n) => {
        const random = createRandom(s);
        const cells = cellsOf(random, lon, lat, n);
        const districts = cellsOf(random, lon, lat, 12);
        const overlaps = overlapsOf(buildAreaCrosswalk(cells, districts));
        const inDistrict = new Float64Array(districts.length);
        for (let i = 0; i < cells.length; i++) {
          const row = overlaps.slice(i * districts.length, (i + 1) * districts.length);
          expect(Math.abs(sumOf(row) - cells.areaM2[i]!)).toBeLessThanOrEqual(roundingM2(cells, i));
          for (let j = 0; j < row.length; j++) inDistrict[j]! += row[j]!;
        }
        for (let j = 0; j < districts.length; j++) {
          const rounding = roundingM2(districts, j) * 10;
          expect(Math.abs(inDistrict[j]! - districts.areaM2[j]!)).toBeLessThanOrEqual(rounding);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("a zone cut in two along any great circle gets what the whole one gets", () => {
    fc.assert(
      fc.property(place, seed, size, ({ lon, lat }, s, scale) => {
        const random = createRandom(s);
        const at = placeAt(lon, lat);
        const corner = (e: number, n: number): [number, number] => at(scale * e, scale * n);
        const [w, e] = [3 * random() - 4, 3 * random() + 1];
        const [low, high] = [w + (e - w) * random(), w + (e - w) * random()];
        const whole = [corner(w, -3), corner(low, -3), corner(e, -3), corner(e, 3), corner(high, 3), corner(w, 3)];
        const west = [corner(w, -3), corner(low, -3), corner(high, 3), corner(w, 3)];
        const east = [corner(low, -3), corner(e, -3), corner(e, 3), corner(high, 3)];
        const cells = tangledZones(random, lon, lat, scale, 4);
        const uncut = overlapsOf(buildAreaCrosswalk(cells, buildZones(["whole"], [[[whole]]])));
        const cut = overlapsOf(buildAreaCrosswalk(cells, buildZones(["west", "east"], [[[west]], [[east]]])));
        for (let i = 0; i < cells.length; i++) {
          expect(Math.abs(cut[2 * i]! + cut[2 * i + 1]! - uncut[i]!)).toBeLessThanOrEqual(roundingM2(cells, i));
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("totals are conserved, and rates stay between the least and the greatest", () => {
    fc.assert(
      fc.property(place, seed, ({ lon, lat }, s) => {
        const random = createRandom(s);
        const cells = cellsOf(random, lon, lat, 60);
        const zones = tangledZones(random, lon, lat, 1, 5);
        const totals = Float64Array.from(cells.areaM2, () => 1e6 * random() ** 5 * (random() < 0.2 ? -1 : 1));
        const absolute = sumOf(totals.map(Math.abs));
        for (const crosswalk of [buildAreaCrosswalk(cells, zones), weighted(random, cells, zones, lon, lat)]) {
          const { value, unplaced } = interpolateExtensive(crosswalk, totals);
          expect(Math.abs(sumOf(value) + unplaced - sumOf(totals))).toBeLessThanOrEqual(1e-12 * absolute);
          const rates = interpolateIntensive(crosswalk, totals);
          for (let j = 0; j < zones.length; j++) {
            if (Number.isNaN(rates.value[j])) continue;
            expect(rates.value[j]).toBeLessThanOrEqual(Math.max(...totals) * (1 + 1e-12));
            expect(rates.value[j]).toBeGreaterThanOrEqual(Math.min(...totals) - 1e-6);
            expect(rates.covered[j]).toBeGreaterThan(0);
          }
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("weights of parts of the points add up to those of all", () => {
    fc.assert(
      fc.property(place, seed, fc.integer({ min: 0, max: 500 }), ({ lon, lat }, s, cut) => {
        const random = createRandom(s);
        const cells = cellsOf(random, lon, lat, 20);
        const zones = cellsOf(random, lon, lat, 6);
        const points = pointsOver(random, lon, lat, 500);
        const weight = points.lon.map(() => Math.floor(100 * random()));
        const part = (from: number, to: number): Crosswalk =>
          buildWeightedCrosswalk(cells, zones, {
            lon: points.lon.slice(from, to),
            lat: points.lat.slice(from, to),
            weight: weight.slice(from, to),
          });
        const whole = overlapsOf(part(0, 500));
        const [one, other] = [overlapsOf(part(0, cut)), overlapsOf(part(cut, 500))];
        for (let k = 0; k < whole.length; k++) expect(one[k]! + other[k]!).toBeCloseTo(whole[k]!, 9);
        expect(sumOf(whole)).toBeGreaterThan(0);
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});

function weighted(random: Random, cells: Zones, zones: Zones, lon: number, lat: number): Crosswalk {
  const points = pointsOver(random, lon, lat, 800);
  return buildWeightedCrosswalk(cells, zones, { ...points, weight: points.lon.map(() => random()) });
}
