import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { absoluteCentralization, relativeCentralization } from "../../src/metrics/segregation-centralization.ts";
import { localRelativeCentralization } from "../../src/metrics/segregation-centralization-local.ts";
import {
  absoluteConcentration,
  deltaIndex,
  largeForOthers,
  relativeConcentration,
} from "../../src/metrics/segregation-concentration.ts";
import { globalDistortion, localDistortion } from "../../src/metrics/segregation-distortion.ts";
import {
  spatialDissimilarity,
  spatialExposure,
  spatialInformationTheory,
  spatialIsolation,
  spatialRelativeDiversity,
} from "../../src/metrics/segregation-environment.ts";
import {
  buildProximity,
  exponentialProximity,
  masseyDentonDistance,
  noOwnPairs,
  type OwnDistance,
  type Proximity,
  whiteDistance,
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
import { degreesOfUtm } from "../../src/space/transverse-mercator.ts";
import type { DenseMatrix, SparseMatrix } from "../../src/types.ts";
import * as slow from "../slow/segregation-spatial.ts";
import { describeData, skipped } from "./data.ts";
import {
  type Figures,
  figuresFile,
  type GridPattern,
  gridPatterns,
  type ReferenceTable,
  referenceTables,
  type TableCounts,
  type TractTable,
  tractGroup,
  tractTables,
} from "./integration-data.ts";

/**
 * Spatial indices against pysal, OasisR and seg, on maps found by listing. Where a peer is mistaken, its figure is
 * reproduced by its mistake, and ours is held to the formula.
 */

describeData("spatial segregation", "15_integration", (folder) => {
  const maps = referenceTables(folder).filter(({ file }) => file.cells !== undefined);
  if (maps.length === 0) skipped("tables with maps", folder);
  for (const map of maps) {
    describe(map.name, () => {
      pysalTests(map);
      oasisTests(map);
      environmentTests(map, folder);
    });
  }
  const tracts = tractTables(folder);
  if (tracts.length === 0) skipped("census tracts", join(folder, "pysal_*_tracts*.csv"));
  for (const tract of tracts) describe(tract.name, () => tractTests(tract));
  const patterns = gridPatterns(folder);
  if (patterns.length === 0) skipped("patterns on a grid", join(folder, "oasisr_*_patterns*.csv"));
  for (const pattern of patterns) describe(`pattern ${pattern.name}`, () => patternTests(pattern));
});

/** What the indices need of a map of rectangles. */
interface Plane {
  readonly counts: TableCounts;
  readonly groups: readonly string[];
  readonly n: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly areaM2: readonly number[];
  readonly perimeterMeters: readonly number[];
  readonly distances: slow.Square;
  readonly border: slow.Square;
  readonly queen: slow.Square;
  readonly empty: readonly boolean[];
}

function planeOf({ file, counts }: ReferenceTable): Plane {
  const cells = file.cells!;
  const n = cells.length;
  const [x, y] = [cells.map((cell) => cell.centroid[0]), cells.map((cell) => cell.centroid[1])];
  const edges = (pattern: RegExp): slow.Square => {
    const key = Object.keys(file).find((name) => pattern.test(name))!;
    const square = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    for (const [i, j, length = 1] of file[key] as number[][]) {
      square[i!]![j!] = length;
      square[j!]![i!] = length;
    }
    return square;
  };
  return {
    counts,
    groups: file.groups,
    n,
    x,
    y,
    areaM2: cells.map((cell) => cell.area_m2),
    perimeterMeters: cells.map((cell) => cell.perimeter_m),
    distances: planar(x, y),
    border: edges(/^rook_edges/),
    queen: edges(/^queen_edges/),
    empty: file.counts.map((row) => slow.sum([...row]) === 0),
  };
}

function planar(x: readonly number[], y: readonly number[]): slow.Square {
  return x.map((_, i) => x.map((_, j) => Math.sqrt((x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2)));
}

const denseOf = (square: slow.Square): DenseMatrix => ({
  rows: square.length,
  columns: square.length,
  value: Float64Array.from(square.flat()),
});
const sparseOf = (square: slow.Square): SparseMatrix => sparseFromDense(square.length, square.length, square.flat());

/** One group and everyone else. */
function pairOf({ counts }: { readonly counts: TableCounts }, group: string): slow.Pair {
  const g = counts.labels.indexOf(group);
  const rows = rowsOf(counts);
  return { x: rows.map((row) => row[g]!), y: rows.map((row) => slow.sum(row) - row[g]!) };
}

function rowsOf({ labels, count }: TableCounts): number[][] {
  return Array.from({ length: count.length / labels.length }, (_, i) =>
    Array.from(count.subarray(i * labels.length, (i + 1) * labels.length)),
  );
}

const meanOf = (values: readonly number[]): number => slow.sum(values) / values.length;
const from = ({ x, y }: Plane, cx: number, cy: number): number[] =>
  x.map((each, i) => Math.sqrt((each - cx) ** 2 + (y[i]! - cy) ** 2));

/** Distances from the centre that a peer's key names. */
function centred(plane: Plane, name: string): number[] {
  const { x, y, counts } = plane;
  if (name === "mean") return from(plane, meanOf(x), meanOf(y));
  const unit = /^unit(\d+)$/.exec(name);
  if (unit !== null) return from(plane, x[Number(unit[1]) - 1]!, y[Number(unit[1]) - 1]!);
  const t = rowsOf(counts).map((row) => slow.sum(row));
  const weighted = (values: readonly number[]): number => slow.sum(values.map((v, i) => v * t[i]!)) / slow.sum(t);
  return from(plane, weighted(x), weighted(y));
}

/** The table as a peer has it that leaves out areas without people. */
function inhabitedOf(plane: Plane): Plane {
  const keep = <T>(values: readonly T[]): T[] => values.filter((_, i) => !plane.empty[i]);
  const square = (values: slow.Square): slow.Square => keep(values).map((row) => keep(row));
  const { counts, x, y, areaM2, perimeterMeters, distances, border, queen, empty } = plane;
  return {
    counts: { labels: counts.labels, count: Float64Array.from(keep(rowsOf(counts)).flat()) },
    groups: plane.groups,
    n: keep(x).length,
    x: keep(x),
    y: keep(y),
    areaM2: keep(areaM2),
    perimeterMeters: keep(perimeterMeters),
    distances: square(distances),
    border: square(border),
    queen: square(queen),
    empty: keep(empty),
  };
}

/** Checks numbers against the peer's, one by one. */
function allNear(got: ArrayLike<number>, expected: readonly unknown[]): void {
  expect(expected.length).toBeGreaterThan(0);
  for (const [k, value] of expected.entries()) near(got[k]!, value);
}

/** Checks every figure under keys that match, and that there is one; `holds` gets the parts of the key that are in brackets. */
function each(figures: Figures<unknown>, pattern: RegExp, holds: (value: unknown, ...parts: string[]) => void): void {
  const keys = Object.keys(figures).filter((key) => pattern.test(key));
  expect(keys, String(pattern)).not.toEqual([]);
  for (const key of keys) holds(figures[key], ...pattern.exec(key)!.slice(1));
}

function pysalTests(map: ReferenceTable): void {
  const single = Object.entries(map.reference.pysal?.single_group_vs_rest ?? {});
  const plane = planeOf(map);
  const { counts, areaM2, perimeterMeters } = plane;
  const someEmpty = plane.empty.includes(true);
  const weightOf = (square: slow.Square): slow.Square =>
    square.map((row) => {
      const all = slow.sum([...row]);
      return row.map((cell) => cell / all);
    });

  it.each(single)("%s: concentration is pysal's, empty areas with their ground", (group, figures) => {
    const options = { group, areaM2 };
    each(figures, /^Delta$/, (value) => near(deltaIndex(counts, options), value));
    each(figures, /^AbsoluteConcentration$/, (value) => near(absoluteConcentration(counts, options), value));
    each(figures, /^RelativeConcentration$/, (value) => near(relativeConcentration(counts, options), value));
  });

  it.each(single)("%s: centralisation is pysal's, about every centre", (group, figures) => {
    each(figures, /^AbsoluteCentralization\.(\w+)$/, (value, centre) => {
      near(absoluteCentralization(counts, { group, distances: centred(plane, centre!), areaM2 }), value);
    });
    each(figures, /^RelativeCentralization\.(\w+)$/, (value, centre) => {
      near(relativeCentralization(counts, { group, distances: centred(plane, centre!) }), value);
    });
  });

  it.each(single)(
    "%s: Morrill's and Wong's indices are pysal's, whose empty areas are neighbours without the group",
    (group, figures) => {
      const pair = pairOf(plane, group);
      const shape = perimeterMeters.map((length, i) => length / areaM2[i]!);
      const half = shape.map((each) => each / (2 * Math.max(...shape)));
      const binary = plane.border.map((row) => row.map((c) => (c > 0 ? 1 : 0)));
      const cases: [RegExp, slow.Square, number[] | undefined, () => number][] = [
        [/^SpatialDissim\.queen$/, plane.queen, undefined, () => boundary(plane.queen, binaryWeights())],
        [/^SpatialDissim\.rook$/, binary, undefined, () => boundary(plane.border, binaryWeights())],
        [
          /^SpatialDissim\.queen\.rowstd$/,
          weightOf(plane.queen),
          undefined,
          () => boundary(plane.queen, rowStandardized(binaryWeights())),
        ],
        [
          /^BoundarySpatialDissim\.standardize=False/,
          plane.border,
          undefined,
          () => boundary(plane.border, borderWeights()),
        ],
        [
          /^BoundarySpatialDissim\.standardize=True/,
          weightOf(plane.border),
          undefined,
          () => boundary(plane.border, rowStandardized(borderWeights())),
        ],
        [
          /^PARDissim$/,
          plane.border,
          half,
          () => shapeDissimilarity(counts, { group, borderMeters: sparseOf(plane.border), perimeterMeters, areaM2 }),
        ],
      ];
      const boundary = (square: slow.Square, weights: ReturnType<typeof binaryWeights>): number =>
        boundaryDissimilarity(counts, { group, neighbours: sparseOf(square), weights });
      for (const [pattern, weight, shapes, ours] of cases) {
        each(figures, pattern, (value) => {
          near(slow.adjusted(pair, weight, shapes, 0), value);
          if (!someEmpty) near(ours(), value);
          else expect(Math.abs(ours() - (value as number))).toBeGreaterThan(1e-9);
        });
      }
    },
  );

  it.each(single)(
    "%s: pysal's proximity grows with distance, and its indices of clustering come from that",
    (group, figures) => {
      const pair = pairOf(plane, group);
      const c = slow.proximityOfPysal(plane.distances, areaM2);
      const proximity = denseOf(c);
      each(figures, /^SpatialProximity/, (value) => near(spatialProximity(counts, { group, proximity }), value));
      each(figures, /^RelativeClustering/, (value) => near(slow.relativeClusteringOfPysal(pair, c), value));
      each(figures, /^AbsoluteClustering/, (value) => {
        near(slow.clusteringOfPysal(pair, c), value);
        if (!someEmpty) near(absoluteClustering(counts, { group, proximity }), value);
      });
      each(figures, /^DistanceDecayIsolation/, (value) => near(slow.exposureOfPysal(pair, pair.x, c), value));
      each(figures, /^DistanceDecayInteraction/, (value) => near(slow.exposureOfPysal(pair, pair.y, c), value));
      // Of two other areas the farther has the greater number.
      const [nearer, farther] = plane.distances[0]!.map(
        (d, j) => [d, c[0]![j]! * slow.sum([...plane.distances[j]!])] as const,
      )
        .slice(1)
        .sort((a, b) => a[0] - b[0])
        .filter((_, k, all) => k === 0 || k === all.length - 1);
      expect(farther![1]).toBeGreaterThan(nearer![1]);
    },
  );

  it.each(single)("%s: the proximity profile is pysal's sum over thresholds, exactly integrated", (group, figures) => {
    const pair = pairOf(plane, group);
    each(figures, /^SpatialProxProf\.m(\d+)$/, (value, m) =>
      near(slow.profileOfPysal(pair, plane.queen, Number(m)), value),
    );
    const exact = spatialProximityProfile(counts, { group, neighbours: sparseOf(plane.queen) });
    near(exact, slow.profile(pair, plane.queen));
    expect(Math.abs(exact - slow.profileOfPysal(pair, plane.queen, 2001))).toBeLessThan(5e-3);
  });

  it("distortion is pysal's, whose empty areas are one more step on the way", () => {
    const distances = denseOf(plane.distances);
    const rows = rowsOf(counts);
    const local = map.reference.pysal!.local!["LocalDistortion"] as number[];
    const twin = slow.distortion(rows, plane.distances, true);
    const ours = localDistortion(counts, { distances });
    local.forEach((value, i) => {
      near(twin[i]!, value);
      if (!someEmpty) near(ours[i]!, value);
    });
    slow.distortion(rows, plane.distances).forEach((value, i) => {
      if (Number.isNaN(value)) expect(ours[i]).toBeNaN();
      else near(ours[i]!, value);
    });
    const t = rows.map((row) => slow.sum(row));
    each(map.reference.pysal!.multigroup!, /^GlobalDistortion$/, (value) => {
      near(slow.sum(twin.map((each, i) => each * t[i]!)) / slow.sum(t), value);
      if (!someEmpty) near(globalDistortion(counts, { distances }), value);
    });
  });
}

/** The own distance that a key of OasisR names. */
function ownDistanceOf(name: string, areaM2: readonly number[]): OwnDistance {
  return name === "0" ? zeroDistance() : name === "a" ? whiteDistance({ areaM2 }) : masseyDentonDistance({ areaM2 });
}

function proximityOf({ distances, areaM2 }: Plane, own: string, beta: string): Proximity {
  const decay = exponentialProximity({ betaPerKm: Number(beta) });
  return buildProximity(denseOf(distances), { decay, ownDistance: ownDistanceOf(own, areaM2) });
}

/** The same proximities by their formula. */
function proximityByHand({ distances, areaM2 }: Plane, own: string, beta: string): slow.Square {
  const self = (a: number): number => (own === "0" ? 0 : own === "a" ? 0.6 * Math.sqrt(a) : Math.sqrt(0.6 * a));
  return distances.map((row, i) =>
    row.map((d, j) => Math.exp((-Number(beta) * (i === j ? self(areaM2[i]!) : d)) / 1000)),
  );
}

function oasisTests(map: ReferenceTable): void {
  const figures = map.reference.r ?? {};
  const plane = planeOf(map);
  const { counts, groups, areaM2, perimeterMeters } = plane;
  const someEmpty = plane.empty.includes(true);
  const dropped = inhabitedOf(plane);
  const list = (value: unknown, of: (group: string) => number): void =>
    allNear(
      groups.map((group) => of(group)),
      value as number[],
    );
  const pairs = (value: unknown, of: (group: string, against: string) => number): void =>
    groups.forEach((group, g) => {
      groups.forEach((against, h) => {
        if (g !== h) near(of(group, against), (value as number[][])[g]![h]);
      });
    });

  it("concentration is OasisR's, which drops the ground of empty areas and takes the largest areas for the other group", () => {
    each(figures, /^OasisR\.Delta$/, (value) => {
      list(value, (group) => deltaIndex(dropped.counts, { group, areaM2: dropped.areaM2 }));
      const ours = deltaIndex(counts, { group: groups[0]!, areaM2 });
      if (someEmpty) expect(Math.abs(ours - (value as number[])[0]!)).toBeGreaterThan(1e-9);
    });
    each(figures, /^OasisR\.ACO$/, (value) => list(value, (group) => absoluteConcentration(counts, { group, areaM2 })));
    each(figures, /^OasisR\.RCO$/, (value) => {
      pairs(value, (group, against) =>
        relativeConcentration(counts, { group, against, areaM2, large: largeForOthers() }),
      );
    });
  });

  it("centralisation is OasisR's, Duncan's form is the relative one, and empty areas are left out only by OasisR", () => {
    each(figures, /^OasisR\.ACE\.center_(\w+)$/, (value, centre) => {
      const distances = centred(plane, centre!).filter((_, i) => !plane.empty[i]);
      list(value, (group) => absoluteCentralization(dropped.counts, { group, distances, areaM2: dropped.areaM2 }));
    });
    each(figures, /^OasisR\.RCE\.center_(\w+)$/, (value, centre) => {
      const distances = centred(plane, centre!);
      pairs(value, (group, against) => relativeCentralization(counts, { group, against, distances }));
    });
    each(figures, /^OasisR\.ACEDuncan(?:Poly)?\.center_(\w+)$/, (value, centre) => {
      const distances = centred(plane, centre!);
      list(value, (group) => relativeCentralization(counts, { group, distances }));
      // Duncan's: against everyone, over the others' share of all.
      list(value, (group) => {
        const { x, y } = pairOf(plane, group);
        const t = x.map((each, i) => each + y[i]!);
        return (slow.centralization(x, t, distances) * slow.sum(t)) / slow.sum(y);
      });
    });
  });

  it("Morrill's and Wong's indices are OasisR's; where Wong's fail there on empty areas they are those without these", () => {
    const rook = sparseOf(plane.border);
    const inner = plane.border.map((row) => slow.sum([...row]));
    const shapeOf = (perimeters: readonly number[]) => (group: string, against?: string) =>
      shapeDissimilarity(counts, {
        group,
        ...(against === undefined ? {} : { against }),
        borderMeters: rook,
        perimeterMeters: perimeters,
        areaM2,
      });
    const boundary =
      (square: slow.Square, weights = binaryWeights()) =>
      (group: string, against?: string) =>
        boundaryDissimilarity(counts, {
          group,
          ...(against === undefined ? {} : { against }),
          neighbours: sparseOf(square),
          weights,
        });
    each(figures, /^OasisR\.ISMorrill\.(rook|queen)$/, (value, kind) => {
      list(value, boundary(kind === "rook" ? plane.border : plane.queen));
    });
    each(figures, /^OasisR\.DIMorrill\.(rook|queen)$/, (value, kind) => {
      pairs(value, boundary(kind === "rook" ? plane.border : plane.queen));
    });
    each(figures, /^OasisR\.[ID]SMorrillK\.rook_K2_exp$/, (value) => {
      list(value, (group) => orderDissimilarity(counts, { group, neighbours: rook, orderWeights: [1, Math.exp(-1)] }));
    });
    each(figures, /^OasisR\.DIMorrillK\.rook_K2_rec$/, (value) => {
      pairs(value, (group, against) =>
        orderDissimilarity(counts, { group, against, neighbours: rook, orderWeights: [1, 1 / 2] }),
      );
    });
    each(figures, /^OasisR\.([ID])[SI]Wong\.(.*)$/, (value, kind, form) => {
      const ours =
        form === "w"
          ? boundary(plane.border, borderWeights())
          : shapeOf(form === "s.perimeter_int" ? inner : perimeterMeters);
      if (typeof value === "string") {
        expect(value).toMatch(/^ERROR/);
        expect(someEmpty).toBe(true);
        const shape = (form === "s.perimeter_int" ? inner : perimeterMeters).map((l, i) => l / areaM2[i]!);
        const most = Math.max(...shape.filter((_, i) => !plane.empty[i]));
        const half = shape.map((each) => (form === "w" ? 0.5 : each / (2 * most)));
        near(ours(groups[0]!), slow.adjusted(pairOf(plane, groups[0]!), plane.border, half));
      } else if (kind === "I") list(value, ours);
      else pairs(value, ours);
    });
  });

  it("mean proximities and the clustering made of them are OasisR's, for every β and own distance", () => {
    each(figures, /^OasisR\.Pxy\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const { value: ours } = meanProximity(counts, { proximity: proximityOf(plane, own!, beta!) });
      allNear(ours, (value as number[][]).flat());
    });
    each(figures, /^OasisR\.Pxx\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const { value: ours } = meanProximity(counts, { proximity: proximityOf(plane, own!, beta!) });
      list(value, (group) => ours[groups.indexOf(group) * (groups.length + 1)]!);
    });
    each(figures, /^OasisR\.Poo\.multi\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      near(meanProximity(counts, { proximity: proximityOf(plane, own!, beta!) }).everyone, value);
    });
    each(figures, /^OasisR\.SP\.multi\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const proximity = proximityOf(plane, own!, beta!);
      near(multigroupSpatialProximity(counts, { proximity }), value);
      if (groups.length === 2) near(spatialProximity(counts, { group: groups[0]!, proximity }), value);
    });
    each(figures, /^OasisR\.SP\.one\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      list(value, (group) => groupSpatialProximity(counts, { group, proximity: proximityOf(plane, own!, beta!) }));
    });
    each(figures, /^OasisR\.SP\.between\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const proximity = proximityOf(plane, own!, beta!);
      pairs(value, (group, against) => spatialProximity(counts, { group, against, proximity }));
    });
    each(figures, /^OasisR\.RCL\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const proximity = proximityOf(plane, own!, beta!);
      pairs(value, (group, against) => relativeClustering(counts, { group, against, proximity }));
    });
    each(figures, /^OasisR\.ACL\.d\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      list(value, (group) => absoluteClustering(counts, { group, proximity: proximityOf(plane, own!, beta!) }));
    });
    each(figures, /^OasisR\.ACL\.c_(rook|queen)_diag1$/, (value, kind) => {
      const near = (kind === "rook" ? plane.border : plane.queen).map((row, i) =>
        row.map((c, j) => (c > 0 || i === j ? 1 : 0)),
      );
      list(value, (group) => absoluteClustering(counts, { group, proximity: sparseOf(near) }));
    });
    each(figures, /^seg\.isp\.expdist_km$/, (value) => {
      const decay = exponentialProximity({ betaPerKm: 1 });
      const proximity = buildProximity(denseOf(plane.distances), { decay, ownDistance: noOwnPairs() });
      near(multigroupSpatialProximity(counts, { proximity }), value);
    });
  });

  it("OasisR's distance-decay exposure has the people of the wrong area in it; ours is the corrected one", () => {
    const rows = rowsOf(counts);
    const t = rows.map((row) => slow.sum(row));
    const column = (g: number): number[] => rows.map((row) => row[g]!);
    each(figures, /^OasisR\.DPxy\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const c = proximityByHand(plane, own!, beta!);
      (value as number[][]).forEach((row, g) => {
        allNear(
          row.map((_, h) => slow.exposureOfOasisR(column(g), column(h), t, c)),
          row,
        );
        expect(Math.abs(slow.sum(row) - 1)).toBeGreaterThan(1e-9);
      });
    });
    each(figures, /^OasisR\.DPxx\.diag_(\w+)\.beta(.*)$/, (value, own, beta) => {
      const c = proximityByHand(plane, own!, beta!);
      allNear(
        groups.map((_, g) => slow.exposureOfOasisR(column(g), column(g), t, c)),
        value as number[],
      );
    });
    each(map.reference.own_corrected ?? {}, /^DPxy_MasseyDenton\.diag_(\w+)\.beta([\d.]+)/, (value, own, beta) => {
      const proximity = proximityOf(plane, own!, beta!);
      const ours = spatialExposure(counts, { proximity }).value;
      allNear(ours, (value as number[][]).flat());
      list(
        (value as number[][]).map((row, g) => row[g]),
        (group) => spatialIsolation(counts, { group, proximity }),
      );
    });
  });
}

/** Reardon and O'Sullivan's indices, where the folder has figures for this map. */
function environmentTests(map: ReferenceTable, folder: string): void {
  const name = map.name.split(/_\d+groups/)[0]!;
  const figures = figuresFile<Figures<{ h: number; r: number; d: number; p_of_to: number[][] }>>(
    folder,
    new RegExp(`^${name}_reardon_osullivan_reference\\.json$`),
  );
  if (figures === null) return;
  const plane = planeOf(map);
  const powers = Object.entries(figures).filter(([key]) => key.startsWith("power_"));
  it.each(powers)(
    "environments of %s are seg's, weighted by the people who live there",
    (key, { h, r, d, p_of_to }) => {
      const proximity = proximityOf(plane, "0", key.replace("power_", ""));
      near(spatialInformationTheory(plane.counts, { proximity }), h);
      near(spatialRelativeDiversity(plane.counts, { proximity }), r);
      near(spatialDissimilarity(plane.counts, { proximity }), d);
      const { value } = spatialExposure(plane.counts, { proximity });
      allNear(value, p_of_to.flat());
    },
  );
}

function tractTests(tract: TractTable): void {
  const number = (name: string): number[] => tract.rows.map((row) => Number(row[name]));
  const [x, y, areaM2] = [number("centroid_x_m"), number("centroid_y_m"), number("area_m2")];
  const distances = planar(x, y);
  const n = x.length;
  const queen = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (const { i, j } of tract.neighbours) {
    queen[i]![j] = 1;
    queen[j]![i] = 1;
  }
  const singles = Object.entries(tract.reference).filter(
    ([group]) => tract.rows[0]![group.toLowerCase()] !== undefined,
  );
  it.each(singles)("%s: concentration, centralisation and Morrill's index are pysal's", (group, reference) => {
    const figures = reference as Figures<number>;
    const counts = tractGroup(tract, group);
    const centre = x.map((each, i) => Math.sqrt((each - meanOf(x)) ** 2 + (y[i]! - meanOf(y)) ** 2));
    each(figures, /^Delta$/, (value) => near(deltaIndex(counts, { group, areaM2 }), value));
    each(figures, /^AbsoluteConcentration$/, (value) => near(absoluteConcentration(counts, { group, areaM2 }), value));
    each(figures, /^RelativeConcentration$/, (value) => near(relativeConcentration(counts, { group, areaM2 }), value));
    each(figures, /^AbsoluteCentralization$/, (value) =>
      near(absoluteCentralization(counts, { group, distances: centre, areaM2 }), value),
    );
    each(figures, /^RelativeCentralization$/, (value) =>
      near(relativeCentralization(counts, { group, distances: centre }), value),
    );
    each(figures, /^SpatialDissim$/, (value) => {
      near(boundaryDissimilarity(counts, { group, neighbours: sparseOf(queen), weights: binaryWeights() }), value);
    });
  });

  const asserted = (module: string): number => Number(/-?\d+\.\d+/.exec(tract.assertions[module]![0]!.expected)![0]);
  const groupOf = (module: string): string => /'(\w+)', 'TOT_POP'/.exec(tract.assertions[module]![0]!.call)![1]!;
  const c = slow.proximityOfPysal(distances, areaM2);
  for (const [module, mistake] of Object.entries({
    spatial_proximity: (pair: slow.Pair) => slow.spatialProximity(pair, c),
    relative_clustering: (pair: slow.Pair) => slow.relativeClusteringOfPysal(pair, c),
    absolute_clustering: (pair: slow.Pair) => slow.clusteringOfPysal(pair, c),
    distance_decay_isolation: (pair: slow.Pair) => slow.exposureOfPysal(pair, pair.x, c),
    distance_decay_interaction: (pair: slow.Pair) => slow.exposureOfPysal(pair, pair.y, c),
  })) {
    if (tract.assertions[module] === undefined) continue;
    it(`${module}: what pysal's tests ask for is its proximity that grows with distance`, () => {
      const group = groupOf(module);
      near(mistake(pairOf({ counts: tractGroup(tract, group) }, group)), asserted(module));
    });
  }

  it("spatial_prox_profile: what pysal's tests ask for is a sum over a thousand thresholds", () => {
    if (tract.assertions["spatial_prox_profile"] === undefined) return;
    const group = groupOf("spatial_prox_profile");
    const counts = tractGroup(tract, group);
    const exact = spatialProximityProfile(counts, { group, neighbours: sparseOf(queen) });
    expect(Math.abs(exact - asserted("spatial_prox_profile"))).toBeLessThan(1e-3);
  });

  it("pysal's spatial min-max is the plain one of people replaced by rounded sums of a kernel", () => {
    const [test] = tract.assertions["min_max_s"] ?? [];
    if (test === undefined) return;
    const radius = Number(/distance=(\d+)/.exec(test.call)![1]);
    const kernel = distances.map((row, i) => row.map((d, j) => (i === j ? 1 : Math.max(0, 1 - d / radius))));
    const pair = pairOf({ counts: tractGroup(tract, groupOf("min_max_s")) }, groupOf("min_max_s"));
    const rounded = (people: readonly number[]): number[] =>
      kernel.map((row) => Math.round(slow.sum(row.map((k, j) => k * people[j]!))));
    const d = slow.dissimilarity({ x: rounded(pair.x), y: rounded(pair.y) });
    // To the places that its test asks for: sums near halves are rounded by centroids that are known to the millimetre.
    expect(Math.abs((2 * d) / (1 + d) - asserted("min_max_s"))).toBeLessThan(1.5e-4);
  });

  const zone = /EPSG:326(\d\d)/.exec(String(tract.reference["_note"]))?.[1];
  if (zone === undefined) return;
  const degrees = x.map((each, i) => degreesOfUtm(Number(zone), each, y[i]!));
  const [lon, lat] = [degrees.map((each) => each[0]), degrees.map((each) => each[1])];
  it("what pysal's tests ask for without a projection is in degrees: of latitude as long as of longitude", () => {
    // Square metres over square degrees on the ellipsoid, at the centroid: tracts are large, so that areas are good to some 1e-3.
    const squareDegrees = areaM2.map((each, i) => {
      const phi = (lat[i]! * Math.PI) / 180;
      const w = 1 - 0.00669438 * Math.sin(phi) ** 2;
      const meridian = (6_378_137 * (1 - 0.00669438)) / w ** 1.5;
      const across = (6_378_137 / Math.sqrt(w)) * Math.cos(phi);
      const off = (x[i]! - 500_000) / (0.9996 * 6_380_000);
      const scale = 0.9996 * (1 + (off * off) / 2);
      return each / (scale * scale * meridian * across);
    });
    const centre = lon.map((each, i) => Math.sqrt((each - meanOf(lon)) ** 2 + (lat[i]! - meanOf(lat)) ** 2));
    const indices: Figures<(counts: TableCounts, group: string) => number> = {
      delta: (counts, group) => deltaIndex(counts, { group, areaM2: squareDegrees }),
      absolute_concentration: (counts, group) => absoluteConcentration(counts, { group, areaM2: squareDegrees }),
      relative_concentration: (counts, group) => relativeConcentration(counts, { group, areaM2: squareDegrees }),
      absolute_centralization: (counts, group) =>
        absoluteCentralization(counts, { group, distances: centre, areaM2: squareDegrees }),
      relative_centralization: (counts, group) => relativeCentralization(counts, { group, distances: centre }),
    };
    for (const [module, index] of Object.entries(indices)) {
      if (tract.assertions[module] === undefined) continue;
      const group = groupOf(module);
      const tolerance = module === "relative_centralization" ? 1e-9 : 1e-5;
      expect(Math.abs(index(tractGroup(tract, group), group) - asserted(module)), module).toBeLessThan(tolerance);
    }
    const [local] = tract.assertions["local_relative_centralization"] ?? [];
    if (local === undefined) return;
    const group = /"(\w+)", "TOT_POP"/.exec(local.call)![1]!;
    const expected = [...local.expected.matchAll(/-?\d+\.\d+/g)].map(Number);
    const got = localRelativeCentralization(tractGroup(tract, group), {
      group,
      distances: denseOf(planar(lon, lat)),
      neighbours: 5,
    });
    expect(expected.length).toBeGreaterThan(0);
    for (const [i, value] of expected.entries()) expect(Math.abs(got[i]! - value)).toBeLessThan(1e-8);
  });
}

function patternTests({ counts, reference, name }: GridPattern): void {
  const n = counts.count.length / 2;
  const side = Math.round(Math.sqrt(n));
  const x = Array.from({ length: n }, (_, i) => i % side);
  const y = Array.from({ length: n }, (_, i) => Math.floor(i / side));
  const distances = planar(x, y);
  const rook = sparseOf(distances.map((row) => row.map((d) => (d === 1 ? 1 : 0))));
  const group = `${name}1`;
  it("Morrill's and Wong's indices are OasisR's", () => {
    each(reference, /^D_(Morrill_rook|Wong_w|Wong_s)$/, (value, form) => {
      const shape = { borderMeters: rook, perimeterMeters: x.map(() => 4), areaM2: x.map(() => 1) };
      near(
        form === "Wong_s"
          ? shapeDissimilarity(counts, { group, ...shape })
          : boundaryDissimilarity(counts, {
              group,
              neighbours: rook,
              weights: form === "Wong_w" ? borderWeights() : binaryWeights(),
            }),
        value,
      );
    });
  });
  it("spatial proximity is OasisR's, and its isolation has the people of the wrong area in it", () => {
    // Distances in cells: a cell is a kilometre wide.
    const metres = denseOf(distances.map((row) => row.map((d) => 1000 * d)));
    const own = masseyDentonDistance({ areaM2: x.map(() => 1e6) });
    each(reference, /^SP_diag_md_beta(.*)$/, (value, beta) => {
      const decay = exponentialProximity({ betaPerKm: Number(beta) });
      near(spatialProximity(counts, { group, proximity: buildProximity(metres, { decay, ownDistance: own }) }), value);
    });
    each(reference, /^DPxx_diag_md_beta(.*)$/, (value, beta) => {
      const c = distances.map((row, i) => row.map((d, j) => Math.exp(-Number(beta) * (i === j ? Math.sqrt(0.6) : d))));
      const { x: one, y: other } = pairOf({ counts }, group);
      const t = one.map((each, i) => each + other[i]!);
      [one, other].forEach((people, g) => {
        near(slow.exposureOfOasisR(people, people, t, c), (value as number[])[g]);
      });
      const proximity = denseOf(c);
      near(spatialIsolation(counts, { group, proximity }), slow.exposure(one, one, t, c));
    });
  });
}

function near(got: number, expected: unknown): void {
  expect(typeof expected).toBe("number");
  expect(Math.abs(got - (expected as number))).toBeLessThan(1e-9);
}
