import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { measureVisitRate } from "../../src/metrics/visit-rate.ts";
import type { HomePlaces, Located, Locations, Sequences } from "../../src/types.ts";
import { antennasAt, pointsOver } from "../space/worlds.ts";

type Seen = Located & Sequences<{ readonly location: Uint32Array }>;

function seenOf(locations: Locations, rows: readonly (readonly number[])[], from = 0): Seen {
  const offsets = Uint32Array.from({ length: rows.length + 1 }, (_, u) => rows.slice(0, u).flat().length);
  const location = Uint32Array.from(rows.flat());
  return {
    locations,
    users: rows.map((_, u) => `u${from + u}`),
    offsets,
    length: location.length,
    columns: { location },
  };
}

function homesOf(locations: Locations, at: readonly number[], from = 0): HomePlaces {
  const columns = {
    location: Int32Array.from(at),
  };
  return { locations, users: at.map((_, u) => `u${from + u}`), length: at.length, columns };
}

const OPTIONS = { visitMeters: 40_000, catchmentMeters: 120_000 };

describe("the visit rate", () => {
  const antennas = antennasAt(pointsOver(createRandom(1), 179, 66, 60));
  const districts = antennasAt(pointsOver(createRandom(2), 179, 66, 25));
  const clinics = antennasAt(pointsOver(createRandom(3), 179, 66, 10));
  const random = createRandom(4);
  const rows = Array.from({ length: 300 }, () =>
    Array.from({ length: Math.floor(6 * random()) }, () => Math.floor(60 * random())),
  );
  const at = rows.map(() => Math.floor(26 * random()) - 1);
  const found = measureVisitRate(seenOf(antennas, rows), homesOf(districts, at), clinics, OPTIONS);

  it("is that of counting every user at every facility", () => {
    const far = (a: Locations, i: number, f: number): number =>
      greatCircleMeters(a.columns.lon[i]!, a.columns.lat[i]!, clinics.columns.lon[f]!, clinics.columns.lat[f]!);
    for (let f = 0; f < clinics.length; f++) {
      const home = at.map((l) => (l < 0 ? Infinity : far(districts, l, f)));
      const came = rows.map((own) => own.some((l) => far(antennas, l, f) <= OPTIONS.visitMeters));
      const near = home.map((d) => d <= OPTIONS.visitMeters);
      const lives = home.map((d, u) => d <= OPTIONS.catchmentMeters && !near[u]);
      const count = (is: (u: number) => boolean): number => at.filter((_, u) => is(u)).length;
      expect(found.columns.neighbours[f]).toBe(count((u) => near[u]!));
      expect(found.columns.residents[f]).toBe(count((u) => lives[u]!));
      expect(found.columns.visitors[f]).toBe(count((u) => came[u]! && !near[u]!));
      expect(found.columns.residentVisitors[f]).toBe(count((u) => came[u]! && lives[u]!));
      expect(found.columns.rate[f]).toBe(count((u) => came[u]! && lives[u]!) / count((u) => lives[u]!));
    }
    expect(Math.max(...found.columns.neighbours)).toBeGreaterThan(0);
    expect(Math.max(...found.columns.residentVisitors)).toBeGreaterThan(0);
  });

  it("is made of counts that add up over parts of the users", () => {
    const part = (from: number, to: number) =>
      measureVisitRate(
        seenOf(antennas, rows.slice(from, to), from),
        homesOf(districts, at.slice(from, to), from),
        clinics,
        OPTIONS,
      ).columns;
    const [one, other] = [part(0, 120), part(120, 300)];
    for (const name of ["residents", "neighbours", "visitors", "residentVisitors"] as const) {
      expect(one[name].map((n, f) => n + other[name][f]!)).toEqual(found.columns[name]);
    }
  });

  const line = createLocations("antennas", ["at", "near", "far"], [0, 0.05, 0.5], [0, 0, 0]);
  const clinic = createLocations("stops", ["p", "lonely"], [0, 90], [0, 0]);
  const near = { visitMeters: 1000, catchmentMeters: 10_000 };

  it("counts a user once, no neighbour, and visitors from anywhere apart", () => {
    const seen = seenOf(line, [[0, 0, 1, 0], [0], [0], [1], [0]]);
    const { columns } = measureVisitRate(seen, homesOf(line, [1, 0, 2, 1, -1]), clinic, near);
    expect(columns.residents[0]).toBe(2);
    expect(columns.neighbours[0]).toBe(1);
    expect(columns.visitors[0]).toBe(3);
    expect(columns.residentVisitors[0]).toBe(1);
    expect([...columns.rate]).toEqual([0.5, Number.NaN]);
  });

  it("includes the borders of both radii", () => {
    const [inner, outer] = [greatCircleMeters(0, 0, 0.05, 0), greatCircleMeters(0, 0, 0.5, 0)];
    const seen = seenOf(line, [[1], [1]]);
    const { columns } = measureVisitRate(seen, homesOf(line, [1, 2]), clinic, {
      visitMeters: inner,
      catchmentMeters: outer,
    });
    expect([columns.neighbours[0], columns.residents[0], columns.visitors[0], columns.rate[0]]).toEqual([1, 1, 1, 1]);
  });

  it("is asked of the same users, of homes and places that exist, and of a catchment beyond the visits", () => {
    const seen = seenOf(line, [[0], [1]]);
    const homes = homesOf(line, [0, 1]);
    expect(() => measureVisitRate(seen, { ...homes, users: ["u0", "other"] }, clinic, near)).toThrow(
      'measureVisitRate: homes.users[1] must be "u1", as in seen, got "other"',
    );
    expect(() => measureVisitRate(seen, homesOf(line, [0]), clinic, near)).toThrow(
      "measureVisitRate: homes.users must be the 2 users of seen, in the same order, got 1",
    );
    expect(() => measureVisitRate(seen, homesOf(line, [0, 7]), clinic, near)).toThrow(
      "measureVisitRate: homes.columns.location[1] must be a whole number from -1 to 2, got 7",
    );
    expect(() => measureVisitRate(seenOf(line, [[0], [9]]), homes, clinic, near)).toThrow(
      "measureVisitRate: seen.columns.location[1] must be below the 3 locations, got 9",
    );
    expect(() => measureVisitRate(seen, homes, clinic, { ...near, catchmentMeters: 1000 })).toThrow(
      "measureVisitRate: catchmentMeters must be above 1000, got 1000",
    );
  });
});
