import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { sumOf } from "../../src/core/sums.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { generateWorld, type World, type WorldOptions } from "../../src/synthetic/world.ts";

function worldOf(seed: number, options: Partial<WorldOptions> = {}): World {
  return generateWorld({ random: createRandom(seed), antennas: 200, districts: 15, ...options });
}

/** Median distance from antennas of a list to the nearest other antenna. */
function medianGapMeters(world: World, rows: readonly number[]): number {
  const { lon, lat } = world.antennas.columns;
  const gaps = rows.map((a) => {
    let nearest = Infinity;
    for (let b = 0; b < lon.length; b++) {
      if (b !== a) nearest = Math.min(nearest, greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!));
    }
    return nearest;
  });
  return gaps.sort((x, y) => x - y)[gaps.length >> 1]!;
}

describe("generateWorld", () => {
  it("the same seed gives the same world, another seed another one", () => {
    expect(worldOf(1)).toEqual(worldOf(1));
    expect(worldOf(1).antennas.key).not.toBe(worldOf(2).antennas.key);
    expect(worldOf(1).border.points).not.toEqual(worldOf(2).border.points);
    expect(worldOf(1).people).not.toEqual(worldOf(2).people);
  });

  it("the country has the area asked for and its districts share it out", () => {
    for (const areaKm2 of [300, 100_000, 2_000_000]) {
      const world = worldOf(3, { areaKm2 });
      expect(world.border.areaM2[0]! / 1e6 / areaKm2).toBeCloseTo(1, 4);
      expect(sumOf(world.districts.areaM2) / world.border.areaM2[0]!).toBeCloseTo(1, 9);
    }
  });

  it("every antenna stands on land, in its district, and every district has one", () => {
    const world = worldOf(4);
    const { lon, lat } = world.antennas.columns;
    expect(Math.min(...findZones(world.border, lon, lat))).toBe(0);
    expect(Int32Array.from(world.districtOf)).toEqual(findZones(world.districts, lon, lat));
    expect(new Set(world.districtOf).size).toBe(15);
    expect(new Set(Array.from(lon, (x, a) => `${x} ${lat[a]}`)).size).toBe(200);
  });

  it("ids sort as they count", () => {
    const world = worldOf(5, { antennas: 120, districts: 101 });
    expect(world.districts.columns.id[0]).toBe("D001");
    expect(world.districts.columns.id[100]).toBe("D101");
    expect(world.antennas.columns.id[119]).toBe("A0120");
    expect([...world.districts.columns.id].sort()).toEqual(world.districts.columns.id);
  });

  it("there are as many people as asked for, and a district's are its antennas'", () => {
    const world = worldOf(6, { population: 54_321 });
    expect(sumOf(world.people)).toBe(54_321);
    expect(Math.min(...world.people)).toBeGreaterThanOrEqual(1);
    expect(world.people.every(Number.isInteger)).toBe(true);
    const perDistrict = new Float64Array(15);
    for (let a = 0; a < 200; a++) perDistrict[world.districtOf[a]!]! += world.people[a]!;
    expect(world.population).toEqual(perDistrict);
  });

  it("everyone lives somewhere when there is one person per antenna", () => {
    expect(worldOf(6, { population: 200 }).people).toEqual(new Float64Array(200).fill(1));
  });

  it("the first city has a third of the city people of four, the second half as many", () => {
    const world = worldOf(7, { antennas: 2000, cities: 4, population: 10_000_000 });
    // City people live around antennas near its middle, which is the first antenna of its district.
    const { lon, lat } = world.antennas.columns;
    const near = [0, 0, 0, 0];
    for (let a = 0; a < 2000; a++) {
      for (let c = 0; c < 4; c++) {
        if (greatCircleMeters(lon[a]!, lat[a]!, lon[c]!, lat[c]!) < 20_000) near[c]! += world.people[a]!;
      }
    }
    for (let c = 0; c < 4; c++) {
      const expected = (6_000_000 / (c + 1) / (1 + 1 / 2 + 1 / 3 + 1 / 4)) * 1;
      expect(near[c]! / expected).toBeGreaterThan(0.9);
      expect(near[c]! / expected).toBeLessThan(1.15);
    }
  });

  it("antennas are dense in the first city and sparse in the country", () => {
    const world = worldOf(8, { antennas: 1000 });
    const { lon, lat } = world.antennas.columns;
    const all = Array.from(lon, (_, a) => a);
    const distance = (a: number): number => greatCircleMeters(lon[a]!, lat[a]!, lon[0]!, lat[0]!);
    const inCity = all.filter((a) => distance(a) < 5_000);
    const rural = all.slice(700);
    expect(inCity.length).toBeGreaterThan(50);
    expect(medianGapMeters(world, inCity)).toBeLessThan(0.2 * medianGapMeters(world, rural));
  });

  it("without city antennas the country is evenly covered", () => {
    const even = worldOf(8, { antennas: 1000, urbanShare: 0 });
    const { lon, lat } = even.antennas.columns;
    const nearCity = Array.from(lon, (_, a) => a).filter(
      (a) => greatCircleMeters(lon[a]!, lat[a]!, lon[0]!, lat[0]!) < 5_000,
    );
    expect(nearCity.length).toBeLessThan(8);
  });

  it("the mainland is not convex and the island lies apart from it", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { border } = worldOf(seed, { antennas: 20, districts: 8 });
      expect(border.polygonOffsets[1]).toBe(2);
      const { points, pointOffsets } = border;
      const mainland = pointOffsets[1]!;
      const lon: number[] = [];
      const lat: number[] = [];
      for (let i = 0; i < mainland; i++) {
        const j = (i + 34) % mainland;
        lon.push((points[2 * i]! + points[2 * j]!) / 2);
        lat.push((points[2 * i + 1]! + points[2 * j + 1]!) / 2);
      }
      expect(Math.min(...findZones(border, Float64Array.from(lon), Float64Array.from(lat)))).toBe(-1);
      let strait = Infinity;
      for (let i = 0; i < mainland; i++) {
        for (let j = mainland; j < pointOffsets[2]!; j++) {
          const meters = greatCircleMeters(points[2 * i]!, points[2 * i + 1]!, points[2 * j]!, points[2 * j + 1]!);
          strait = Math.min(strait, meters);
        }
      }
      expect(strait).toBeGreaterThan(5_000);
    }
  });

  it("a country can lie across the 180th meridian or around a pole", () => {
    for (const centre of [
      { lon: 180, lat: -17 },
      { lon: 12, lat: 90 },
      { lon: -75, lat: -88.5 },
    ]) {
      const world = worldOf(9, { centre, antennas: 100 });
      expect(world.border.areaM2[0]! / 1e11).toBeCloseTo(1, 4);
      expect(sumOf(world.districts.areaM2) / world.border.areaM2[0]!).toBeCloseTo(1, 9);
      const { lon, lat } = world.antennas.columns;
      for (let a = 0; a < 100; a++) {
        expect(greatCircleMeters(lon[a]!, lat[a]!, centre.lon, centre.lat)).toBeLessThan(500_000);
      }
    }
  });

  it("refuses numbers out of range and says which", () => {
    expect(() => worldOf(1, { districts: 1 })).toThrow(/generateWorld: districts must be/);
    expect(() => worldOf(1, { antennas: 14 })).toThrow(/antennas must be .* at least 15, got 14/);
    expect(() => worldOf(1, { population: 199 })).toThrow(/population/);
    expect(() => worldOf(1, { cities: 15 })).toThrow(/cities/);
    expect(() => worldOf(1, { urbanShare: 1.1 })).toThrow(/urbanShare/);
    expect(() => worldOf(1, { areaKm2: 0 })).toThrow(/areaKm2/);
    expect(() => worldOf(1, { centre: { lon: 0, lat: 91 } })).toThrow(/centre\.lat/);
  });
});
