import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { EARTH_RADIUS_METERS } from "../../src/core/sphere.ts";
import { findNeighbours } from "../../src/space/neighbours.ts";
import { findSites } from "../../src/space/sites.ts";
import { findCorners } from "../../src/space/voronoi-corners.ts";
import type { Locations } from "../../src/types.ts";
import { antennasAt, placeAt, pointsOver } from "./worlds.ts";

const metres = (v: Float64Array, i: number, w: Float64Array, j: number): number => {
  const [x, y, z] = [0, 1, 2].map((axis) => v[3 * i + axis]! - w[3 * j + axis]!);
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(x! * x! + y! * y! + z! * z!) / 2);
};

function ringsOf(antennas: Locations) {
  const sites = findSites(antennas);
  const neighbours = findNeighbours(sites.vectors);
  const corners = findCorners(sites.vectors, neighbours);
  const rings = Array.from({ length: sites.length }, (_, s) => [
    ...corners.ring.subarray(corners.ringOffsets[s], corners.ringOffsets[s + 1]),
  ]);
  return { sites, neighbours, corners, rings };
}

describe("corners of Voronoi cells", () => {
  for (const [lon, lat] of [
    [10, 0],
    [25, 70],
    [179, -17],
    [30, 88],
  ] as const) {
    it(`at ${lon}, ${lat} are as far from their cell's site as from the nearest of all`, () => {
      const { sites, corners, rings } = ringsOf(antennasAt(pointsOver(createRandom(3), lon, lat, 1000)));
      let known = 0;
      for (const [s, ring] of rings.entries()) {
        if (ring.length > 0) known++;
        for (const corner of ring) {
          const own = metres(sites.vectors, s, corners.vectors, corner);
          let least = Infinity;
          for (let other = 0; other < sites.length; other++) {
            least = Math.min(least, metres(sites.vectors, other, corners.vectors, corner));
          }
          expect(own - least).toBeLessThan(1e-5);
        }
      }
      // All but those of the hull and of its flat triangles.
      expect(known).toBeGreaterThan(900);
    });

    it(`at ${lon}, ${lat} run counter-clockwise round the site`, () => {
      const { sites, corners, rings } = ringsOf(antennasAt(pointsOver(createRandom(4), lon, lat, 300)));
      for (const [s, ring] of rings.entries()) {
        for (let k = 0; k < ring.length; k++) {
          const [a, b] = [3 * ring[k]!, 3 * ring[(k + 1) % ring.length]!];
          const v = corners.vectors;
          const w = sites.vectors;
          const triple =
            w[3 * s]! * (v[a + 1]! * v[b + 2]! - v[a + 2]! * v[b + 1]!) +
            w[3 * s + 1]! * (v[a + 2]! * v[b]! - v[a]! * v[b + 2]!) +
            w[3 * s + 2]! * (v[a]! * v[b + 1]! - v[a + 1]! * v[b]!);
          expect(triple).toBeGreaterThan(0);
        }
      }
    });
  }

  it("that are one point have one number: on a lattice four cells meet in each", () => {
    const place = placeAt(10, 0);
    const at = Array.from({ length: 100 }, (_, i) => place(((i % 10) - 4.5) / 1000, (Math.floor(i / 10) - 4.5) / 1000));
    const { rings } = ringsOf(antennasAt({ lon: at.map(([x]) => x), lat: at.map(([, y]) => y) }));
    const cells = new Map<number, number>();
    for (const ring of rings) for (const corner of ring) cells.set(corner, (cells.get(corner) ?? 0) + 1);
    const inner = rings.filter((ring) => ring.length > 0);
    expect(inner.length).toBeGreaterThanOrEqual(36);
    // On the plane that touches the globe a lattice is nearly regular: corners of a square less than a micrometre apart are one.
    expect(inner.filter((ring) => ring.length === 4).length).toBeGreaterThan(30);
    expect([...cells.values()].filter((count) => count === 4).length).toBeGreaterThan(20);
  });

  for (const tight of [2e-8, 5e-8, 1e-7]) {
    it(`are not told of sites whose triangles rounding has got wrong, in clusters of ${tight} degrees`, () => {
      for (let seed = 0; seed < 6; seed++) {
        const random = createRandom(seed);
        const at = { lon: [] as number[], lat: [] as number[] };
        for (let i = 0; i < 500; i++) {
          at.lon.push(7.3 + 0.2 * (i % 25) + tight * random());
          at.lat.push(-1.9 + 0.15 * (((i % 25) * 7) % 25) + tight * random());
        }
        const { sites, corners, rings } = ringsOf(antennasAt(at));
        for (const [s, ring] of rings.entries()) {
          for (const corner of ring) {
            const own = metres(sites.vectors, s, corners.vectors, corner);
            let least = Infinity;
            for (let other = 0; other < sites.length; other++) {
              least = Math.min(least, metres(sites.vectors, other, corners.vectors, corner));
            }
            expect(own - least).toBeLessThan(1e-6);
          }
        }
      }
    });
  }
});

describe("neighbours among antennas", () => {
  // Three sites are neighbours where the circle through them has no other site on one of its sides.
  for (const [name, count, inner] of [
    ["few on a ring", 20, 0],
    ["many on a ring", 80, 0],
    ["many on a ring and inside", 70, 20],
  ] as const) {
    it(`hold all that meet in a corner, also beyond the hull: ${name}`, () => {
      const random = createRandom(name);
      const place = placeAt(40, 20);
      const at = Array.from({ length: count + inner }, (_, i) => {
        const angle = (2 * Math.PI * (i + 0.5 * random())) / count;
        const r = i < count ? 1 + 1e-4 * random() : 0.8 * random();
        return place(5 * r * Math.cos(angle), 3 * r * Math.sin(angle));
      });
      const { sites, neighbours } = ringsOf(antennasAt({ lon: at.map(([x]) => x), lat: at.map(([, y]) => y) }));
      const n = sites.length;
      const v = sites.vectors;
      const site = (s: number): readonly [number, number, number] => [v[3 * s]!, v[3 * s + 1]!, v[3 * s + 2]!];
      const areNeighbours = (a: number, b: number): boolean =>
        neighbours.index.subarray(neighbours.offsets[a], neighbours.offsets[a + 1]).includes(b);
      const missing: string[] = [];
      let corners = 0;
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < a; b++) {
          for (let c = 0; c < b; c++) {
            const [ax, ay, az] = site(a);
            const [bx, by, bz] = site(b).map((value, axis) => value - site(a)[axis]!) as [number, number, number];
            const [cx, cy, cz] = site(c).map((value, axis) => value - site(a)[axis]!) as [number, number, number];
            const [x, y, z] = [by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx];
            let before = 0;
            let behind = 0;
            for (let s = 0; s < n && (before === 0 || behind === 0); s++) {
              if (s === a || s === b || s === c) continue;
              const off = (v[3 * s]! - ax) * x + (v[3 * s + 1]! - ay) * y + (v[3 * s + 2]! - az) * z;
              if (off > 0) before++;
              else behind++;
            }
            if (before > 0 && behind > 0) continue;
            corners++;
            for (const [s, t] of [
              [a, b],
              [b, c],
              [c, a],
            ] as const) {
              if (!areNeighbours(s, t) || !areNeighbours(t, s)) missing.push(`${s} ${t}`);
            }
          }
        }
      }
      expect(missing).toEqual([]);
      // A sphere is divided into n cells that meet in 2 n − 4 corners.
      expect(corners).toBe(2 * n - 4);
    });
  }
});
