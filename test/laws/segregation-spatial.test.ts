import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { denseFromRows } from "../../src/core/row-matrix.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { absoluteCentralization, relativeCentralization } from "../../src/metrics/segregation-centralization.ts";
import { localRelativeCentralization } from "../../src/metrics/segregation-centralization-local.ts";
import {
  absoluteConcentration,
  deltaIndex,
  largeForOthers,
  relativeConcentration,
} from "../../src/metrics/segregation-concentration.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import { globalDistortion, localDistortion } from "../../src/metrics/segregation-distortion.ts";
import {
  measureEnvironments,
  spatialDissimilarity,
  spatialExposure,
  spatialInformationTheory,
  spatialIsolation,
  spatialRelativeDiversity,
} from "../../src/metrics/segregation-environment.ts";
import { theilEntropyIndex } from "../../src/metrics/segregation-evenness.ts";
import { exposureMatrix, isolationIndex } from "../../src/metrics/segregation-exposure.ts";
import { multigroupDissimilarity, relativeDiversity } from "../../src/metrics/segregation-multigroup.ts";
import {
  buildNearProximity,
  buildProximity,
  exponentialProximity,
  masseyDentonDistance,
  zeroDistance,
} from "../../src/metrics/segregation-proximity.ts";
import {
  binaryWeights,
  borderWeights,
  boundaryDissimilarity,
  orderDissimilarity,
  rowStandardized,
  shapeDissimilarity,
} from "../../src/metrics/segregation-spatial-dissimilarity.ts";
import { spatialProximityProfile } from "../../src/metrics/segregation-spatial-profile.ts";
import {
  absoluteClustering,
  groupSpatialProximity,
  meanProximity,
  multigroupSpatialProximity,
  relativeClustering,
  spatialProximity,
} from "../../src/metrics/segregation-spatial-proximity.ts";
import type { DenseMatrix, Locations, SparseMatrix } from "../../src/types.ts";
import * as slow from "../slow/segregation-spatial.ts";

/** Laws of the spatial indices on random maps, and their plain forms. */

const group = "a";

/** Areas of random size and place with people of three groups, some of them empty. */
interface World {
  readonly counts: AreaCounts;
  readonly places: Locations;
  readonly areaM2: number[];
  readonly perimeterMeters: number[];
  readonly distances: number[];
  /** Symmetric lengths of border, most of them 0. */
  readonly border: number[][];
}

const area = fc.record({
  people: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.nat(40), fc.nat(90), fc.nat(20)) },
    { weight: 1, arbitrary: fc.constant([0, 0, 0] as [number, number, number]) },
  ),
  lon: fc.integer({ min: 85_000, max: 85_400 }),
  lat: fc.integer({ min: 27_500, max: 27_800 }),
  size: fc.integer({ min: 1, max: 9 }),
  perimeter: fc.integer({ min: 4, max: 30 }),
  distance: fc.nat(6),
  borders: fc.array(fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 9 })), {
    minLength: 12,
    maxLength: 12,
  }),
});

const worlds: fc.Arbitrary<World> = fc.array(area, { minLength: 2, maxLength: 12 }).map((areas) => {
  const first = [3, 5, 2];
  const people = areas.map((each, i) => (i === 0 ? each.people.map((n, g) => n + first[g]!) : each.people));
  return {
    counts: { labels: ["a", "b", "c"], count: Float64Array.from(people.flat()) },
    places: createLocations(
      "stops",
      areas.map((_, i) => `z${i}`),
      areas.map(({ lon }) => lon / 1000),
      areas.map(({ lat }) => lat / 1000),
    ),
    areaM2: areas.map(({ size }) => size * 1e6),
    perimeterMeters: areas.map(({ perimeter }) => perimeter * 1000),
    distances: areas.map(({ distance }) => distance),
    border: areas.map((each, i) =>
      areas.map((other, j) => (i === j ? 0 : i < j ? each.borders[j]! : other.borders[i]!)),
    ),
  };
});

const runs = { seed: 42, numRuns: 120 };
const holds = (law: (world: World) => void): void => fc.assert(fc.property(worlds, law), runs);

const sparseOf = (square: slow.Square): SparseMatrix => sparseFromDense(square.length, square.length, square.flat());
const rowsOf = ({ labels, count }: AreaCounts): number[][] =>
  Array.from({ length: count.length / labels.length }, (_, i) =>
    Array.from(count.subarray(i * labels.length, (i + 1) * labels.length)),
  );
const squareOf = ({ rows, value }: DenseMatrix): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from(value.subarray(i * rows, (i + 1) * rows)));

function pairOf(counts: AreaCounts): slow.Pair {
  const rows = rowsOf(counts);
  return { x: rows.map((row) => row[0]!), y: rows.map((row) => row[1]! + row[2]!) };
}

/** Proximities by great circles; areas at one point are near to one another. */
const proximityOf = ({ places, areaM2 }: World, betaPerKm = 0.3) =>
  buildProximity(places, {
    decay: exponentialProximity({ betaPerKm }),
    ownDistance: masseyDentonDistance({ areaM2 }),
  });

/** The same where both are undefined, or equal but for rounding. */
function same(got: number, expected: number, digits = 9): void {
  if (Number.isNaN(expected)) expect(got).toBeNaN();
  else expect(got).toBeCloseTo(expected, digits);
}

function allSame(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) same(got[k]!, expected[k]!);
}

describe("the plain forms", () => {
  it("hold for concentration and centralisation", () => {
    holds(({ counts, areaM2, distances }) => {
      const pair = pairOf(counts);
      const X = slow.sum(pair.x);
      const Y = slow.sum(pair.y);
      const low = slow.meanSize(pair, areaM2, X, false);
      const high = slow.meanSize(pair, areaM2, X, true);
      const mean = (v: readonly number[]): number => slow.sum(v.map((n, i) => n * areaM2[i]!)) / slow.sum(v);
      const flat = low === high;
      same(
        absoluteConcentration(counts, { group, areaM2 }),
        flat ? Number.NaN : 1 - (mean(pair.x) - low) / (high - low),
      );
      const ratio = mean(pair.x) / mean(pair.y) - 1;
      same(relativeConcentration(counts, { group, areaM2 }), flat ? Number.NaN : ratio / (low / high - 1));
      const others = slow.meanSize(pair, areaM2, Y, true);
      const large = largeForOthers();
      same(
        relativeConcentration(counts, { group, areaM2, large }),
        low === others ? Number.NaN : ratio / (low / others - 1),
      );
      const land = slow.sum(areaM2);
      same(
        deltaIndex(counts, { group, areaM2 }),
        slow.sum(pair.x.map((n, i) => Math.abs(n / X - areaM2[i]! / land))) / 2,
      );
      same(relativeCentralization(counts, { group, distances }), slow.centralization(pair.x, pair.y, distances));
      const ground = slow.centralization(pair.x, areaM2, distances);
      same(absoluteCentralization(counts, { group, distances, areaM2 }), ground);
    });
  });

  it("hold for dissimilarity less what neighbours share", () => {
    holds(({ counts, border, areaM2, perimeterMeters }) => {
      const pair = pairOf(counts);
      const neighbours = sparseOf(border);
      const inhabited = pair.x.map((n, i) => n + pair.y[i]! > 0);
      const binary = border.map((row) => row.map((c) => (c > 0 ? 1 : 0)));
      const standard = (square: number[][]): number[][] =>
        square.map((row) => {
          const all = slow.sum(row.filter((_, j) => inhabited[j]));
          return row.map((c) => (all > 0 ? c / all : 0));
        });
      const adjusted = (weights: ReturnType<typeof binaryWeights>): number =>
        boundaryDissimilarity(counts, { group, neighbours, weights });
      same(adjusted(binaryWeights()), slow.adjusted(pair, binary));
      same(adjusted(borderWeights()), slow.adjusted(pair, border));
      same(adjusted(rowStandardized(binaryWeights())), slow.adjusted(pair, standard(binary)));
      same(adjusted(rowStandardized(borderWeights())), slow.adjusted(pair, standard(border)));
      const shape = perimeterMeters.map((l, i) => l / areaM2[i]!);
      const most = Math.max(...shape.filter((_, i) => inhabited[i]));
      const half = shape.map((each) => each / (2 * most));
      const ofShape = shapeDissimilarity(counts, { group, borderMeters: neighbours, perimeterMeters, areaM2 });
      same(ofShape, slow.adjusted(pair, border, half));
      const orderWeights = [1, 0.5, 0.25];
      same(orderDissimilarity(counts, { group, neighbours, orderWeights }), slow.byOrder(pair, border, orderWeights));
      same(spatialProximityProfile(counts, { group, neighbours }), slow.profile(pair, border));
    });
  });

  it("hold for clustering and environments, from locations, whole matrices and sparse ones", () => {
    holds((world) => {
      const { counts } = world;
      const pair = pairOf(counts);
      const built = proximityOf(world);
      const dense = denseFromRows(built);
      const c = squareOf(dense);
      for (const proximity of [
        built,
        dense,
        sparseOf(c),
        { rows: built.rows, columns: built.columns, fillRow: built.fillRow },
      ]) {
        same(spatialProximity(counts, { group, proximity }), slow.spatialProximity(pair, c));
        same(absoluteClustering(counts, { group, proximity }), slow.absoluteClustering(pair, c), 6);
        const ratio = slow.meanProximity(pair.x, pair.x, c) / slow.meanProximity(pair.y, pair.y, c);
        same(relativeClustering(counts, { group, proximity }), ratio - 1);
        const rows = rowsOf(counts);
        const t = rows.map((row) => slow.sum(row));
        const column = (g: number): number[] => rows.map((row) => row[g]!);
        const { value } = spatialExposure(counts, { proximity });
        allSame(
          value,
          [0, 1, 2].flatMap((g) => [0, 1, 2].map((h) => slow.exposure(column(g), column(h), t, c))),
        );
        const { everyone, value: near } = meanProximity(counts, { proximity });
        same(everyone, slow.meanProximity(t, t, c));
        allSame(
          near,
          [0, 1, 2].flatMap((g) => [0, 1, 2].map((h) => slow.meanProximity(column(g), column(h), c))),
        );
        same(groupSpatialProximity(counts, { group, proximity }), slow.meanProximity(pair.x, pair.x, c) / everyone);
      }
    });
  });

  it("hold for distortion, and for local centralisation from locations and from their matrix", () => {
    holds(({ counts, places }) => {
      const matrix = {
        rows: places.length,
        columns: places.length,
        value: Float64Array.from(places.columns.lon.length === 0 ? [] : squareByPlaces(places).flat()),
      };
      const square = squareOf(matrix);
      const local = localDistortion(counts, { distances: matrix });
      allSame(local, slow.distortion(rowsOf(counts), square));
      for (const neighbours of [1, 3, 20]) {
        const options = { group, neighbours };
        const ours = localRelativeCentralization(counts, { ...options, distances: matrix });
        const { x, y } = pairOf(counts);
        const people = x.flatMap((n, i) => (n + y[i]! > 0 ? [i] : []));
        const plain = x.map((_, i) => {
          if (!people.includes(i)) return Number.NaN;
          const near = people.toSorted((j, k) => square[i]![j]! - square[i]![k]! || j - k).slice(0, neighbours + 1);
          const at = (v: readonly number[]): number[] => near.map((j) => v[j]!);
          if (slow.sum(at(x)) === 0 || slow.sum(at(y)) === 0) return Number.NaN;
          return slow.centralization(at(x), at(y), at(square[i]!));
        });
        allSame(ours, plain);
      }
    });
  });
});

/** Whole numbers of cells between places: many are equally far. */
function squareByPlaces({ columns: { lon, lat } }: Locations): number[][] {
  return Array.from(lon, (x, i) =>
    Array.from(lon, (_, j) =>
      i === j ? 0 : Math.round(20 * Math.abs(x - lon[j]!)) + Math.round(20 * Math.abs(lat[i]! - lat[j]!)),
    ),
  );
}

describe("bounds and symmetry", () => {
  it("delta lies from 0 to 1, centralisation from −1 to 1 and changes its sign with the groups", () => {
    holds(({ counts, areaM2, distances }) => {
      const delta = deltaIndex(counts, { group, areaM2 });
      expect(delta).toBeGreaterThanOrEqual(0);
      expect(delta).toBeLessThanOrEqual(1);
      const rce = relativeCentralization(counts, { group, against: "b", distances });
      expect(Math.abs(rce)).toBeLessThanOrEqual(1 + 1e-12);
      same(relativeCentralization(counts, { group: "b", against: "a", distances }), -rce);
      expect(Math.abs(absoluteCentralization(counts, { group, distances, areaM2 }))).toBeLessThanOrEqual(1 + 1e-12);
      const nearness = distances.map((d) => 6 - d);
      same(relativeCentralization(counts, { group, against: "b", distances: nearness }), -rce);
    });
  });

  it("the order of areas makes no difference", () => {
    holds((world) => {
      const n = world.areaM2.length;
      const turned = <T>(list: readonly T[]): T[] => list.map((_, i) => list[(i + 1) % n]!);
      const { counts, places, border, distances } = world;
      const other: World = {
        ...world,
        counts: { labels: counts.labels, count: Float64Array.from(turned(rowsOf(counts)).flat()) },
        places: createLocations(
          "stops",
          turned(places.columns.id),
          turned([...places.columns.lon]),
          turned([...places.columns.lat]),
        ),
        areaM2: turned(world.areaM2),
        border: turned(border).map(turned),
        distances: turned(distances),
      };
      const figures = (of: World): number[] => {
        const proximity = proximityOf(of);
        const neighbours = sparseOf(of.border);
        return [
          deltaIndex(of.counts, { group, areaM2: of.areaM2 }),
          relativeCentralization(of.counts, { group, distances: of.distances }),
          boundaryDissimilarity(of.counts, { group, neighbours, weights: borderWeights() }),
          orderDissimilarity(of.counts, { group, neighbours, orderWeights: [1, 1] }),
          spatialProximity(of.counts, { group, proximity }),
          spatialInformationTheory(of.counts, { proximity }),
          globalDistortion(of.counts, { distances: of.places }),
        ];
      };
      allSame(figures(other), figures(world));
    });
  });

  it("an area cut in two of the same shares, at one place, changes neither clustering nor environments", () => {
    holds((world) => {
      const { counts, places } = world;
      const rows = rowsOf(counts);
      const halves = [...rows.slice(0, -1), rows.at(-1)!.map((n) => n / 4), rows.at(-1)!.map((n) => (3 * n) / 4)];
      const cut = { labels: counts.labels, count: Float64Array.from(halves.flat()) };
      const { id, lon, lat } = places.columns;
      const more = createLocations("stops", [...id, "cut"], [...lon, lon.at(-1)!], [...lat, lat.at(-1)!]);
      const options = { decay: exponentialProximity({ betaPerKm: 0.3 }), ownDistance: zeroDistance() };
      const whole = { proximity: buildProximity(places, options) };
      const parts = { proximity: buildProximity(more, options) };
      same(multigroupSpatialProximity(cut, parts), multigroupSpatialProximity(counts, whole));
      same(spatialIsolation(cut, { group, ...parts }), spatialIsolation(counts, { group, ...whole }));
      same(spatialInformationTheory(cut, parts), spatialInformationTheory(counts, whole));
      same(spatialRelativeDiversity(cut, parts), spatialRelativeDiversity(counts, whole));
      same(spatialDissimilarity(cut, parts), spatialDissimilarity(counts, whole));
      allSame(spatialExposure(cut, parts).value, spatialExposure(counts, whole).value);
      // So it does for the share of ground, cut in the same parts.
      const { areaM2, distances } = world;
      const sizes = [...areaM2.slice(0, -1), areaM2.at(-1)! / 4, (3 * areaM2.at(-1)!) / 4];
      same(deltaIndex(cut, { group, areaM2: sizes }), deltaIndex(counts, { group, areaM2 }));
      const far = [...distances, distances.at(-1)!];
      same(
        relativeCentralization(cut, { group, distances: far }),
        relativeCentralization(counts, { group, distances }),
      );
    });
  });

  it("an empty area makes no difference but for its ground", () => {
    holds((world) => {
      const { counts, places, border, distances } = world;
      const more: AreaCounts = { labels: counts.labels, count: Float64Array.from([...counts.count, 0, 0, 0]) };
      const { id, lon, lat } = places.columns;
      const grown: World = {
        ...world,
        counts: more,
        places: createLocations("stops", [...id, "empty"], [...lon, 85.2], [...lat, 27.6]),
        areaM2: [...world.areaM2, 5e6],
        perimeterMeters: [...world.perimeterMeters, 90_000],
        border: [...border.map((row, i) => [...row, i === 0 ? 7 : 0]), [7, ...border.slice(1).map(() => 0), 0]],
        distances: [...distances, 3],
      };
      const figures = (of: World): number[] => {
        const proximity = proximityOf(of);
        const borderMeters = sparseOf(of.border);
        const { areaM2, perimeterMeters } = of;
        return [
          absoluteConcentration(of.counts, { group, areaM2 }),
          relativeCentralization(of.counts, { group, distances: of.distances }),
          boundaryDissimilarity(of.counts, {
            group,
            neighbours: borderMeters,
            weights: rowStandardized(borderWeights()),
          }),
          shapeDissimilarity(of.counts, { group, borderMeters, perimeterMeters, areaM2 }),
          spatialProximity(of.counts, { group, proximity }),
          spatialInformationTheory(of.counts, { proximity }),
          globalDistortion(of.counts, { distances: of.places }),
        ];
      };
      allSame(figures(grown), figures(world));
      same(
        absoluteClustering(more, { group, proximity: proximityOf(grown) }),
        absoluteClustering(counts, { group, proximity: proximityOf(world) }),
        6,
      );
    });
  });
});

describe("reach", () => {
  it("exposure of a group sums to 1, isolation is its diagonal, and environments sum to 1 also where nobody lives", () => {
    holds((world) => {
      const proximity = proximityOf(world);
      const { value } = spatialExposure(world.counts, { proximity });
      for (const k of [0, 1, 2]) {
        const row = Array.from(value.subarray(3 * k, 3 * k + 3));
        if (!row.every(Number.isNaN)) same(slow.sum(row), 1);
      }
      const { share } = measureEnvironments(world.counts, { proximity });
      for (let c = 0; c < share.length; c += 3) same(slow.sum(Array.from(share.subarray(c, c + 3))), 1);
      const { labels, count } = world.counts;
      const two = { labels: labels.slice(0, 2), count: count.filter((_, c) => c % 3 < 2) };
      same(
        spatialIsolation(world.counts, { group, against: "b", proximity }),
        spatialExposure(two, { proximity }).value[0]!,
      );
    });
  });

  it("a kernel that reaches only the area itself gives the indices without space", () => {
    holds(({ counts, areaM2 }) => {
      const proximity = sparseOf(areaM2.map((_, i) => areaM2.map((__, j) => (i === j ? 1 : 0))));
      same(spatialDissimilarity(counts, { proximity }), multigroupDissimilarity(counts));
      same(spatialRelativeDiversity(counts, { proximity }), relativeDiversity(counts));
      same(spatialIsolation(counts, { group, proximity }), isolationIndex(counts, { group }));
      allSame(spatialExposure(counts, { proximity }).value, exposureMatrix(counts).value);
      const { x, y } = pairOf(counts);
      const two = { labels: ["a", "others"], count: Float64Array.from(x.flatMap((n, i) => [n, y[i]!])) };
      same(spatialInformationTheory(two, { proximity }), theilEntropyIndex(two, { group }));
    });
  });

  it("a kernel that reaches everywhere alike finds no segregation", () => {
    holds((world) => {
      const proximity = buildProximity(world.places, {
        decay: exponentialProximity({ betaPerKm: 0 }),
        ownDistance: zeroDistance(),
      });
      const { counts } = world;
      same(spatialDissimilarity(counts, { proximity }), 0);
      same(spatialInformationTheory(counts, { proximity }), 0);
      same(spatialRelativeDiversity(counts, { proximity }), 0);
      same(spatialProximity(counts, { group, proximity }), 1);
      same(relativeClustering(counts, { group, proximity }), 0);
    });
  });

  it("neighbours make dissimilarity smaller, and without any it is what it is", () => {
    holds(({ counts, border, areaM2, perimeterMeters }) => {
      const d = dissimilarityIndex(counts, { group });
      const none = sparseOf(border.map((row) => row.map(() => 0)));
      const borderMeters = sparseOf(border);
      const wong = boundaryDissimilarity(counts, { group, neighbours: borderMeters, weights: borderWeights() });
      const shape = shapeDissimilarity(counts, { group, borderMeters, perimeterMeters, areaM2 });
      expect(shape).toBeLessThanOrEqual(d + 1e-12);
      expect(wong).toBeLessThanOrEqual(shape + 1e-12);
      for (const weights of [binaryWeights(), borderWeights(), rowStandardized(binaryWeights())]) {
        expect(boundaryDissimilarity(counts, { group, neighbours: none, weights })).toBe(d);
      }
      expect(shapeDissimilarity(counts, { group, borderMeters: none, perimeterMeters, areaM2 })).toBe(d);
      expect(orderDissimilarity(counts, { group, neighbours: none, orderWeights: [1, 1] })).toBe(d);
      const one = orderDissimilarity(counts, { group, neighbours: borderMeters, orderWeights: [1] });
      same(one, boundaryDissimilarity(counts, { group, neighbours: borderMeters, weights: binaryWeights() }));
    });
  });

  it("near proximities are those of all pairs within reach, and 0 beyond", () => {
    holds(({ places, areaM2 }) => {
      const options = {
        decay: exponentialProximity({ betaPerKm: 0.2, maxMeters: 12_000 }),
        ownDistance: masseyDentonDistance({ areaM2 }),
      };
      const near = buildNearProximity(places, options);
      const all = denseFromRows(buildProximity(places, options));
      const n = places.length;
      const kept = new Float64Array(n * n);
      for (let i = 0; i < n; i++)
        for (let k = near.offsets[i]!; k < near.offsets[i + 1]!; k++) kept[i * n + near.index[k]!] = near.value[k]!;
      allSame(kept, all.value);
    });
  });
});
