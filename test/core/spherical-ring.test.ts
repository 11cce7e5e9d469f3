import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { EARTH_RADIUS_METERS, latitudeOf, longitudeOf, toUnitVectors } from "../../src/core/sphere.ts";
import { ringAreaM2, ringContains, ringMoment } from "../../src/core/spherical-ring.ts";
import { placeAt, ragged } from "../space/worlds.ts";

const R = EARTH_RADIUS_METERS;
const GLOBE = 4 * Math.PI * R * R;

function vectorsOf(ring: readonly (readonly [number, number])[]): Float64Array {
  return toUnitVectors(
    ring.map(([lon]) => lon),
    ring.map(([, lat]) => lat),
  );
}

function turned<T>(ring: readonly T[]): T[] {
  return [...ring].reverse();
}

/** Random directions, even over the sphere. */
function directions(seed: number, count: number): [number, number][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => [360 * random() - 180, (Math.asin(2 * random() - 1) * 180) / Math.PI]);
}

/** A ring along a parallel with corners so near that its area is that of the cap. */
function parallel(lat: number, corners: number, from = -180): [number, number][] {
  return Array.from({ length: corners }, (_, i) => [((from + (360 * i) / corners + 540) % 360) - 180, lat]);
}

describe("area of a ring", () => {
  it("an octant is an eighth of the globe, and all eight are the globe", () => {
    let sum = 0;
    for (const pole of [90, -90]) {
      for (let lon = -180; lon < 180; lon += 90) {
        const ring: [number, number][] = [
          [lon, 0],
          [lon + 90, 0],
          [lon, pole],
        ];
        const area = ringAreaM2(vectorsOf(pole > 0 ? ring : turned(ring)));
        expect(area / GLOBE).toBeCloseTo(1 / 8, 14);
        sum += area;
      }
    }
    expect(sum / GLOBE).toBeCloseTo(1, 14);
  });

  it("is the spherical excess of a triangle (L'Huilier's formula)", () => {
    const corners = directions(1, 300);
    for (let i = 0; i + 2 < corners.length; i += 3) {
      const ring = vectorsOf(corners.slice(i, i + 3));
      const side = (p: number, q: number): number =>
        2 *
        Math.asin(
          Math.hypot(
            ring[3 * p]! - ring[3 * q]!,
            ring[3 * p + 1]! - ring[3 * q + 1]!,
            ring[3 * p + 2]! - ring[3 * q + 2]!,
          ) / 2,
        );
      const [a, b, c] = [side(1, 2), side(2, 0), side(0, 1)];
      const s = (a + b + c) / 2;
      const t = Math.tan(s / 2) * Math.tan((s - a) / 2) * Math.tan((s - b) / 2) * Math.tan((s - c) / 2);
      const excess = 4 * Math.atan(Math.sqrt(Math.max(0, t)));
      expect(Math.abs(ringAreaM2(ring))).toBeCloseTo(excess * R * R, -7);
    }
  });

  it("is negative for a ring that runs clockwise", () => {
    const ring = ragged(10, 20, 2);
    expect(ringAreaM2(vectorsOf(ring))).toBeGreaterThan(0);
    expect(ringAreaM2(vectorsOf(turned(ring)))).toBeCloseTo(-ringAreaM2(vectorsOf(ring)), 0);
  });

  it("of a tiny ring is that of the flat one, down to a square of ten metres", () => {
    for (const [lon, lat] of [
      [85.3, 27.7],
      [179.99999, 60],
      [-73, -89],
    ] as const) {
      for (const metres of [1000, 10]) {
        const place = placeAt(lon, lat);
        const half = (metres / 2 / R) * (180 / Math.PI);
        const ring = vectorsOf([place(-half, -half), place(half, -half), place(half, half), place(-half, half)]);
        expect(ringAreaM2(ring) / (metres * metres) - 1, `${metres} m at ${lon}, ${lat}`).toBeCloseTo(0, 7);
      }
    }
  });

  it("is the sum of the areas of its parts", () => {
    const place = placeAt(179, 65);
    const ring = ragged(0, 0, 4).map(([e, n]) => place(e, n));
    let sum = 0;
    for (let i = 0; i < ring.length; i++) {
      sum += ringAreaM2(vectorsOf([place(0, 0), ring[i]!, ring[(i + 1) % ring.length]!]));
    }
    expect(ringAreaM2(vectorsOf(ring)) / sum).toBeCloseTo(1, 13);
  });

  it("round a pole is that of the cap, 2 π R² (1 − sin φ), small or nearly half the globe", () => {
    for (const lat of [1, 30, 60, 89, 89.99]) {
      const cap = 2 * Math.PI * R * R * (1 - Math.sin((lat * Math.PI) / 180));
      expect(ringAreaM2(vectorsOf(parallel(lat, 3600))) / cap).toBeCloseTo(1, 5);
      expect(ringAreaM2(vectorsOf(turned(parallel(-lat, 3600)))) / cap).toBeCloseTo(1, 5);
    }
  });

  it("is that of the smaller side, whatever corner comes first", () => {
    const ring = parallel(-20, 72);
    const areas = [0, 1, 17, 40].map((k) => ringAreaM2(vectorsOf([...ring.slice(k), ...ring.slice(0, k)])));
    for (const area of areas) expect(area / areas[0]!).toBeCloseTo(1, 12);
    expect(areas[0]).toBeLessThan(0);
  });

  it("takes a ring out of a longer list of corners", () => {
    const ring = ragged(10, 20, 2);
    const list = vectorsOf([[1, 1], [2, 2], ...ring, [3, 3]]);
    expect(ringAreaM2(list, 2, 2 + ring.length)).toBe(ringAreaM2(vectorsOf(ring)));
  });
});

describe("moment of a ring", () => {
  const momentOf = (ring: readonly (readonly [number, number])[]): [number, number, number] => {
    const moment = new Float64Array(3);
    ringMoment(vectorsOf(ring), 0, ring.length, moment);
    return [moment[0]!, moment[1]!, moment[2]!];
  };

  it("of an octant is π/4 along each axis", () => {
    for (const x of momentOf([
      [0, 0],
      [90, 0],
      [0, 90],
    ]))
      expect(x).toBeCloseTo(Math.PI / 4, 14);
  });

  it("of a cap is π cos² φ towards the pole, and the opposite for a ring that runs clockwise", () => {
    const [x, y, z] = momentOf(parallel(40, 7200));
    expect([x, y]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
    expect(z).toBeCloseTo(Math.PI * Math.cos((40 * Math.PI) / 180) ** 2, 5);
    expect(momentOf(turned(parallel(40, 7200)))[2]).toBeCloseTo(-z, 12);
  });

  it("of a square of ten metres points at its middle to a millimetre", () => {
    const place = placeAt(85.3, 27.7);
    const half = (5 / R) * (180 / Math.PI);
    const [x, y, z] = momentOf([place(-half, -half), place(half, -half), place(half, half), place(-half, half)]);
    expect(longitudeOf(x, y)).toBeCloseTo(85.3, 8);
    expect(latitudeOf(x, y, z)).toBeCloseTo(27.7, 8);
  });

  it("is the sum of the moments of its parts", () => {
    const place = placeAt(-150, -70);
    const ring = ragged(0, 0, 6).map(([e, n]) => place(e, n));
    const sum = new Float64Array(3);
    for (let i = 0; i < ring.length; i++) {
      ringMoment(vectorsOf([place(0, 0), ring[i]!, ring[(i + 1) % ring.length]!]), 0, 3, sum);
    }
    const whole = momentOf(ring);
    for (let axis = 0; axis < 3; axis++) expect(whole[axis]! / sum[axis]!).toBeCloseTo(1, 12);
  });
});

describe("points in a ring", () => {
  const holds = (ring: Float64Array, lon: number, lat: number): boolean => {
    const [x, y, z] = toUnitVectors([lon], [lat]);
    return ringContains(ring, x!, y!, z!);
  };

  it("of an octant are those with all three coordinates positive", () => {
    const ring = vectorsOf([
      [0, 0],
      [90, 0],
      [0, 90],
    ]);
    for (const [lon, lat] of directions(5, 3000)) expect(holds(ring, lon, lat)).toBe(lon > 0 && lon < 90 && lat > 0);
  });

  it("are those on the inner side of all edges of a convex ring, wherever on the globe it lies", () => {
    const random = createRandom(6);
    for (const [lon, lat] of [
      [0, 0],
      [179.7, 10],
      [-120, 88],
      [33, -89.5],
      [0, 90],
      [0, -90],
      [-180, 45],
    ] as const) {
      const place = placeAt(lon, lat);
      const ring = vectorsOf(
        Array.from({ length: 12 }, (_, i) => place(5 * Math.cos(i / 2), 5 * Math.sin(i / 2))).slice(0, 12),
      );
      for (let k = 0; k < 500; k++) {
        const [x, y, z] = toUnitVectors(
          ...(place(12 * random() - 6, 12 * random() - 6).map((d) => [d]) as [number[], number[]]),
        );
        let inside = true;
        for (let i = 0; i < 12; i++) {
          const [a, b] = [3 * i, 3 * ((i + 1) % 12)];
          const nx = ring[a + 1]! * ring[b + 2]! - ring[a + 2]! * ring[b + 1]!;
          const ny = ring[a + 2]! * ring[b]! - ring[a]! * ring[b + 2]!;
          const nz = ring[a]! * ring[b + 1]! - ring[a + 1]! * ring[b]!;
          if (nx * x! + ny * y! + nz * z! < 0) inside = false;
        }
        expect(ringContains(ring, x!, y!, z!), `${lon}, ${lat}`).toBe(inside);
      }
    }
  });

  it("of a ragged ring are those nearer to its middle than the ring is in their direction", () => {
    const random = createRandom(7);
    for (const [lon, lat] of [
      [20, 30],
      [180, -17],
      [60, 89],
      [-60, -88],
    ] as const) {
      const place = placeAt(lon, lat);
      const plane = ragged(0, 0, 4);
      const ring = vectorsOf(plane.map(([e, n]) => place(e, n)));
      for (let k = 0; k < 1000; k++) {
        const [e, n] = [12 * random() - 6, 12 * random() - 6];
        const i = Math.floor((((Math.atan2(n, e) / (2 * Math.PI)) * 40) % 40) + 40) % 40;
        const [[px, py], [qx, qy]] = [plane[i]!, plane[(i + 1) % 40]!];
        const inside = (qx - px) * (n - py) - (qy - py) * (e - px) > 0;
        expect(holds(ring, ...place(e, n)), `${e}, ${n} from ${lon}, ${lat}`).toBe(inside);
      }
    }
  });

  it("include the pole that the ring goes round, in both directions, and not the other one", () => {
    for (const ring of [parallel(60, 24), turned(parallel(60, 24))]) {
      const north = vectorsOf(ring);
      expect(ringContains(north, 0, 0, 1)).toBe(true);
      expect(ringContains(north, 0, 0, -1)).toBe(false);
      expect(holds(north, 77, 89)).toBe(true);
      expect(holds(north, 77, 59)).toBe(false);
      const south = vectorsOf(ring.map(([lon, lat]) => [lon, -lat] as const));
      expect(ringContains(south, 0, 0, -1)).toBe(true);
      expect(ringContains(south, 0, 0, 1)).toBe(false);
      expect(holds(south, 77, -89)).toBe(true);
      expect(holds(south, 77, -59)).toBe(false);
    }
  });

  it("include the pole also where most corners lie on the other half of the globe", () => {
    const peninsula: [number, number][] = Array.from({ length: 40 }, (_, i) => [i / 10, -30 + (i % 2)]);
    const ring: [number, number][] = [
      ...peninsula,
      [10, 60],
      [60, 70],
      [120, 70],
      [180, 70],
      [-120, 70],
      [-60, 70],
      [-2, 60],
    ];
    expect(ringAreaM2(vectorsOf(ring))).toBeGreaterThan(0);
    expect(ringContains(vectorsOf(ring), 0, 0, 1)).toBe(true);
    expect(holds(vectorsOf(ring), 2, 20)).toBe(true);
    expect(holds(vectorsOf(ring), 150, 20)).toBe(false);
  });

  it("lie in exactly one of the rings that meet at a pole, and across which edges run", () => {
    for (const pole of [90, -90]) {
      const around = (radius: number): [number, number][] =>
        [0, 45, 90, 135, 180, -135, -90, -45].map((lon) => [lon, pole - Math.sign(pole) * radius]);
      const corners = around(4);
      const wedges = corners.map((corner, i) => [[33, pole], corner, corners[(i + 1) % 8]!] as [number, number][]);
      // Two halves of the octagon: their common edge runs from longitude 45 to longitude −135, over the pole.
      const halves = [corners.slice(1, 6), [...corners.slice(5), ...corners.slice(0, 2)]];
      for (const parts of [wedges, halves]) {
        // A corner at the pole keeps a trace of its longitude from the cosine of 90 degrees, or none if it was computed.
        const rings = parts.map((ring, i) =>
          vectorsOf(pole > 0 ? ring : turned(ring)).map((x) => (i % 2 === 0 && Math.abs(x) < 1e-15 ? 0 : x)),
        );
        for (const [lon, lat] of directions(8, 400)) {
          const near = pole + (lat - pole) / 60;
          const inside = rings.filter((ring) => holds(ring, lon, near)).length;
          expect([lon, near, inside]).toEqual([lon, near, holds(vectorsOf(corners), lon, near) ? 1 : 0]);
        }
      }
    }
  });

  it("are told to a micrometre on both sides of an edge of a metre", () => {
    const metre = 180 / Math.PI / R;
    for (const [lon, lat] of [
      [85.3, 27.7],
      [-179.9, 66],
      [10, -45],
    ] as const) {
      const place = placeAt(lon, lat);
      const ring = vectorsOf([place(0, 0), place(metre, 0), place(metre, metre), place(0, metre)]);
      for (let k = 1; k < 20; k++) {
        expect(holds(ring, ...place((k / 20) * metre, 1e-6 * metre))).toBe(true);
        expect(holds(ring, ...place((k / 20) * metre, -1e-6 * metre))).toBe(false);
      }
    }
  });

  it("on an edge that two rings share lie in exactly one of them", () => {
    const place = placeAt(178, 62);
    const left = [place(-1, -1), place(0, -1), place(0.2, 0), place(0, 1), place(-1, 1)];
    const right = [place(1, -1), place(1, 1), place(0, 1), place(0.2, 0), place(0, -1)];
    const [a, b] = [vectorsOf(left), vectorsOf(right)];
    for (let k = 1; k < 500; k++) {
      const [lon, lat] = place((0.2 * k) / 500, -1 + k / 500);
      expect(Number(holds(a, lon, lat)) + Number(holds(b, lon, lat))).toBe(1);
    }
  });
});
