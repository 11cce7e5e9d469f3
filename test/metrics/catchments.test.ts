import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { countCatchments } from "../../src/metrics/catchments.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { slowNearest } from "../slow/zones.ts";
import { antennasAt, countryAt, pointsOver } from "../space/worlds.ts";

describe("catchments", () => {
  const facilities = antennasAt(pointsOver(createRandom(1), 179, 68, 12));
  const demand = antennasAt(pointsOver(createRandom(2), 179, 68, 400));
  const random = createRandom(3);
  const people = Array.from({ length: 400 }, () => Math.floor(50 * random()));
  const found = countCatchments(demand, facilities, { people });

  it("are the places with no nearer facility, with their people and distances", () => {
    for (let f = 0; f < 12; f++) {
      const own: { d: number; people: number }[] = [];
      for (let i = 0; i < 400; i++) {
        const { row, d } = slowNearest(facilities, demand.columns.lon[i]!, demand.columns.lat[i]!);
        if (row === f) own.push({ d, people: people[i]! });
      }
      const all = own.reduce((sum, each) => sum + each.people, 0);
      expect(found.columns.demandLocations[f]).toBe(own.length);
      expect(found.columns.people[f]).toBe(all);
      expect(found.columns.meanCost[f]).toBeCloseTo(own.reduce((sum, each) => sum + each.d * each.people, 0) / all, 5);
      expect(found.columns.maxCost[f]).toBe(Math.max(...own.filter((each) => each.people > 0).map(({ d }) => d)));
    }
  });

  it("hold all people, and add up over parts of the places", () => {
    expect(found.columns.people.reduce((sum, n) => sum + n, 0)).toBe(people.reduce((sum, n) => sum + n, 0));
    const part = (from: number, to: number) => {
      const some = antennasAt({ lon: demand.columns.lon.slice(from, to), lat: demand.columns.lat.slice(from, to) });
      return countCatchments(some, facilities, { people: people.slice(from, to) }).columns;
    };
    const [one, other] = [part(0, 150), part(150, 400)];
    expect(one.people.map((n, f) => n + other.people[f]!)).toEqual(found.columns.people);
    expect(one.demandLocations.map((n, f) => n + other.demandLocations[f]!)).toEqual(found.columns.demandLocations);
  });

  it("are, as land, the cells of the tessellation of the facilities", () => {
    const { cells } = buildTessellation(facilities, { border: countryAt(179, 68) });
    const cell = findZones(cells, demand.columns.lon, demand.columns.lat);
    const places = new Uint32Array(12);
    let onLand = 0;
    const inside = countCatchments(demand, facilities, { people: Float64Array.from(cell, (c) => (c < 0 ? 0 : 1)) });
    for (const c of cell) {
      if (c < 0) continue;
      onLand++;
      places[c]!++;
    }
    expect(onLand).toBeGreaterThan(100);
    expect([...inside.columns.people]).toEqual([...places]);
  });

  it("of a facility where nobody comes have no distance; empty places count for none", () => {
    const at = createLocations("stops", ["a", "b", "c"], [0, 1, 1.2], [0, 0, 0]);
    const towards = createLocations("stops", ["p", "q", "r"], [0, 1, 50], [0, 0, 0]);
    const { columns, unservedPeople } = countCatchments(at, towards, { people: [4, 6, 0] });
    expect([...columns.demandLocations]).toEqual([1, 2, 0]);
    expect([...columns.people]).toEqual([4, 6, 0]);
    expect([...columns.meanCost]).toEqual([0, 0, Number.NaN]);
    expect([...columns.maxCost]).toEqual([0, 0, Number.NaN]);
    expect(unservedPeople).toBe(0);
  });

  it("by costs leave those unserved who can reach none", () => {
    const at = createLocations("stops", ["a", "b"], [0, 1], [0, 0]);
    const costs = { rows: 2, columns: 2, value: Float64Array.of(30, 20, Infinity, Infinity) };
    const { columns, unservedPeople } = countCatchments(at, at, { people: [4, 6], costs });
    expect([[...columns.people], [...columns.maxCost], unservedPeople]).toEqual([[0, 4], [Number.NaN, 20], 6]);
    const none = countCatchments(at, createLocations("stops", [], [], []), { people: [4, 6] });
    expect([none.length, none.unservedPeople]).toEqual([0, 10]);
  });
});
