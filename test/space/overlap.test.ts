import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { EARTH_RADIUS_METERS } from "../../src/core/sphere.ts";
import { commonAngle, createEdgeLists } from "../../src/space/overlap.ts";
import { createRingStack, cutRings, endRing, makeRoom, type RingStack } from "../../src/space/ring-stack.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Random } from "../../src/types.ts";
import { slowCommonM2 } from "../slow/areas.ts";
import { squares } from "./worlds.ts";

type Corner = readonly [number, number];

function pushRing(stack: RingStack, ring: readonly Corner[]): void {
  makeRoom(stack, ring.length);
  let at = stack.starts[stack.rings]!;
  for (const [x, y] of ring) stack.points.set([x, y, 1], 3 * at++);
  endRing(stack, at);
}

function stackOf(one: readonly Corner[], other: readonly Corner[]): RingStack {
  const stack = createRingStack();
  pushRing(stack, one);
  pushRing(stack, other);
  return stack;
}

/** Any number of corners on a coarse lattice, each moved by up to some units in the last place: every way to coincide. */
function latticeRing(random: Random, corners: number, lattice: number, off: number): Corner[] {
  const place = (): number => Math.floor(lattice * random()) / lattice - 0.5;
  return Array.from({ length: corners }, () => {
    const noise = (): number => (random() < 0.3 ? 1 + off * (Math.floor(5 * random()) - 2) : 1);
    return [0.2 * place() * noise(), 0.2 * place() * noise()] as const;
  });
}

/** The same without cuts: every edge against every edge, by clipping triangles on the plane, for small rings about 0, 0. */
function slowPlanar(one: readonly Corner[], other: readonly Corner[]): number {
  const fan = (ring: readonly Corner[]): Corner[][] =>
    ring.slice(1, -1).map((corner, i) => [ring[0]!, corner, ring[i + 2]!]);
  const area = (ring: readonly Corner[]): number =>
    ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length]!;
      return sum + ((x - ring[0]![0]) * (v - ring[0]![1]) - (u - ring[0]![0]) * (y - ring[0]![1])) / 2;
    }, 0);
  let sum = 0;
  for (const a of fan(one)) {
    for (const b of fan(other)) {
      const sign = Math.sign(area(a)) * Math.sign(area(b));
      if (sign === 0) continue;
      let ring: Corner[] = area(a) > 0 ? a : a.toReversed();
      const clip = area(b) > 0 ? b : b.toReversed();
      for (let side = 0; side < 3; side++) {
        const [px, py] = clip[side]!;
        const [qx, qy] = clip[(side + 1) % 3]!;
        const left = ([x, y]: Corner): number => (qx - px) * (y - py) - (qy - py) * (x - px);
        ring = ring.flatMap((corner, i) => {
          const next = ring[(i + 1) % ring.length]!;
          const [d, e] = [left(corner), left(next)];
          const kept = d >= 0 ? [corner] : [];
          if (d < 0 === e < 0 || d === 0 || e === 0) return kept;
          const t = d / (d - e);
          return [...kept, [corner[0] + (next[0] - corner[0]) * t, corner[1] + (next[1] - corner[1]) * t] as const];
        });
      }
      sum += sign * area(ring);
    }
  }
  return sum;
}

describe("the area that rings have in common", () => {
  it("is found however corners and edges coincide, up to rounding or exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.constantFrom(2, 3, 5, 50),
        fc.constantFrom(0, 1e-16, 3e-16, 1e-14, 1e-9),
        fc.integer({ min: 3, max: 40 }),
        (seed, lattice, off, corners) => {
          const random = createRandom(seed);
          // Drawn very small, the plane and the globe are the same to twelve digits; sizes do not matter to rounding.
          const small = (ring: readonly Corner[]): Corner[] => ring.map(([x, y]) => [x * 1e-5, y * 1e-5]);
          const one = small(latticeRing(random, corners, lattice, off));
          const other = random() < 0.2 ? one : small(latticeRing(random, corners, lattice, off));
          const stack = stackOf(one, other);
          const [first, second] = [stack.points.slice(), stack.starts.slice()];
          const angle = commonAngle(stack, createEdgeLists(), 0, 1, 1, 2);
          const expected = slowPlanar(one, other);
          // The box is 2e-6 wide, and rings of random corners go round parts of it many times.
          expect(Math.abs(angle - expected)).toBeLessThan(1e-12 * 4e-12 * corners);
          expect(stack.rings).toBe(2);
          expect(stack.points.slice(0, 3 * stack.starts[2]!)).toEqual(first.slice(0, 3 * second[2]!));
        },
      ),
      { seed: 42, numRuns: 800 },
    );
  });

  it("is the same in whatever order and from whatever corner the rings are given", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(3, 5, 50), (seed, lattice) => {
        const random = createRandom(seed);
        const one = latticeRing(random, 30, lattice, 1e-16);
        const other = latticeRing(random, 25, lattice, 1e-16);
        const turned = [...other.slice(7), ...other.slice(0, 7)];
        const angle = commonAngle(stackOf(one, other), createEdgeLists(), 0, 1, 1, 2);
        const again = commonAngle(stackOf(turned, one), createEdgeLists(), 0, 1, 1, 2);
        const back = commonAngle(stackOf(one.toReversed(), other), createEdgeLists(), 0, 1, 1, 2);
        expect(Math.abs(angle - again)).toBeLessThan(1e-14);
        expect(Math.abs(angle + back)).toBeLessThan(1e-14);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it("of large triangles is that on the sphere", () => {
    // Rings in the plane that touches the globe at 0, 0: x to the east, y to the north.
    const on = (ring: readonly Corner[]): number[][] =>
      ring.map(([x, y]) => [(Math.atan(x) * 180) / Math.PI, (Math.atan2(y, Math.sqrt(1 + x * x)) * 180) / Math.PI]);
    const one: Corner[] = [
      [-3, -2],
      [4, -1],
      [0.5, 5],
    ];
    const other: Corner[] = [
      [-4, 3],
      [0, -6],
      [3, 2],
      [0, 1],
    ];
    const zones = buildZones(["one", "other"], [[[on(one)]], [[on(other)]]]);
    const angle = commonAngle(stackOf(one, other), createEdgeLists(), 0, 1, 1, 2);
    expect(angle).toBeCloseTo(slowCommonM2(zones, 0, zones, 1) / EARTH_RADIUS_METERS ** 2, 13);
    expect(slowCommonM2(squares(1, 1), 0, squares(1, 1), 0)).toBeCloseTo(squares(1, 1).areaM2[0]!, -1);
  });
});

describe("rings cut along a line", () => {
  it("keep what lies on the kept side; the stack grows as it must", () => {
    const ring = Array.from({ length: 5000 }, (_, i): Corner => {
      const angle = (2 * Math.PI * i) / 5000;
      return [Math.cos(angle), Math.sin(angle)];
    });
    const stack = createRingStack();
    pushRing(stack, ring);
    for (let k = 0; k < 400; k++) cutRings(stack, 0, 1, 1, 0, 0.9 - k / 250);
    expect(stack.rings).toBe(401);
    expect([...stack.points.slice(0, 6)]).toEqual([1, 0, 1, ...ring[1]!, 1]);
    for (let r = 1; r <= 400; r++) {
      const corners = stack.points.slice(3 * stack.starts[r]!, 3 * stack.starts[r + 1]!);
      const x = corners.filter((_, i) => i % 3 === 0);
      expect(Math.min(...x)).toBeCloseTo(Math.max(-1, -(0.9 - (r - 1) / 250)), 12);
      expect(corners.every((value, i) => i % 3 < 2 || value === 1)).toBe(true);
    }
  });

  it("leave nothing of a ring beyond the line or on it", () => {
    const stack = createRingStack();
    pushRing(stack, [
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
    cutRings(stack, 0, 1, 1, 0, -1.5);
    cutRings(stack, 0, 1, 1, 0, -1);
    expect(stack.rings).toBe(1);
    cutRings(stack, 0, 1, 1, 0, 0);
    expect([...stack.points.slice(9, 18)]).toEqual([...stack.points.slice(0, 9)]);
  });
});
