import { failInWords } from "../core/check.ts";
import { hypot } from "../core/math.ts";
import type { Zones } from "../types.ts";
import type { Direction, Ring } from "./clip.ts";
import { joinPolygons, middleOf } from "./joined-polygons.ts";
import { vectorsOf } from "./zones.ts";

/**
 * The land inside a border, held so that the part of it near one cell is found without looking at all of it: a tree of
 * balls over the polygons and, in each ring, over runs of its corners.
 */

interface Ball {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

/** Corners from … to of a ring, both included. */
interface Run extends Ball {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly [Run, Run] | null;
}

/** One polygon of land: its outer ring and its holes. The ball is that of the outer ring. */
interface Polygon extends Ball {
  readonly rings: readonly Run[];
  /** A direction less than 90° from the whole polygon. */
  readonly towards: Direction;
}

interface Group extends Ball {
  readonly polygon: Polygon | null;
  readonly parts: readonly [Group, Group] | null;
}

export interface Land {
  /** Corners as lon, lat pairs and as unit vectors; the corners of a ring stand one after another. */
  readonly points: Float64Array;
  readonly vectors: Float64Array;
  /** The first corner of each ring, and the number of all corners. */
  readonly ringOffsets: readonly number[];
  readonly root: Group;
}

/** Corners in the smallest runs. */
const RUN_CORNERS = 8;

/** Land from zones; zones that share edges, corner by corner, become one piece. */
export function buildLand(where: string, zones: Zones): Land {
  const all = vectorsOf(zones.points);
  const polygons = joinPolygons(zones, all);
  const points: number[] = [];
  const vectors: number[] = [];
  const ringOffsets = [0];
  const pieces = polygons.map((rings) => {
    const runs = rings.map((ring) => {
      const from = points.length / 2;
      for (const i of ring) {
        points.push(zones.points[2 * i]!, zones.points[2 * i + 1]!);
        vectors.push(all[3 * i]!, all[3 * i + 1]!, all[3 * i + 2]!);
      }
      ringOffsets.push(from + ring.length);
      return buildRun(vectors, from, from + ring.length, from, from + ring.length);
    });
    const towards = middleOf(vectors.slice(3 * runs[0]!.from, 3 * runs[0]!.to));
    if (towards === null) failInWords(where, "each polygon of the border", "within one hemisphere", "a wider one");
    return { ...runs[0]!, rings: runs, towards };
  });
  return {
    points: Float64Array.from(points),
    vectors: Float64Array.from(vectors),
    ringOffsets,
    root: buildGroup(pieces),
  };
}

/** The rings of a polygon of land near a cell. */
export interface NearLand {
  readonly rings: readonly Ring[];
  /** A direction less than 90° from the whole polygon. */
  readonly towards: Direction;
}

/** The polygons of one zone, whole: rings number its corners in `zones.points`. */
export function polygonsOf(where: string, zones: Zones, zone: number): NearLand[] {
  const { polygonOffsets, ringOffsets, pointOffsets, points } = zones;
  const polygons: NearLand[] = [];
  for (let p = polygonOffsets[zone]!; p < polygonOffsets[zone + 1]!; p++) {
    const rings: Ring[] = [];
    for (let r = ringOffsets[p]!; r < ringOffsets[p + 1]!; r++) {
      const corner = Array.from({ length: pointOffsets[r + 1]! - pointOffsets[r]! }, (_, k) => pointOffsets[r]! + k);
      const xyz = Array.from(vectorsOf(points.subarray(2 * pointOffsets[r]!, 2 * pointOffsets[r + 1]!)));
      rings.push({ xyz, corner, side: corner.map(() => -1) });
    }
    const towards = middleOf(rings[0]!.xyz);
    if (towards === null) failInWords(where, "each polygon of the border", "within one hemisphere", "a wider one");
    polygons.push({ rings, towards });
  }
  return polygons;
}

/**
 * The polygons of land that may reach into the cell inside the planes. Runs of corners that lie wholly outside one plane are
 * left out but for their ends: what lies inside the cell stays the same.
 */
export function landNear(land: Land, planes: Float64Array): NearLand[] {
  const near: NearLand[] = [];
  const visit = (group: Group): void => {
    if (isOutside(group, planes)) return;
    if (group.parts !== null) {
      visit(group.parts[0]);
      visit(group.parts[1]);
      return;
    }
    const rings: Ring[] = [];
    for (const run of group.polygon!.rings) {
      if (isOutside(run, planes)) continue;
      const ring: Ring = { xyz: [], corner: [], side: [] };
      pushNear(land, run, planes, ring);
      rings.push(ring);
    }
    near.push({ rings, towards: group.polygon!.towards });
  };
  visit(land.root);
  return near;
}

function pushNear(land: Land, run: Run, planes: Float64Array, ring: Ring): void {
  const outside = isOutside(run, planes);
  if (!outside && run.parts !== null) {
    pushNear(land, run.parts[0], planes, ring);
    pushNear(land, run.parts[1], planes, ring);
    return;
  }
  const to = outside ? run.from + 1 : run.to;
  for (let i = run.from; i < to; i++) {
    ring.xyz.push(land.vectors[3 * i]!, land.vectors[3 * i + 1]!, land.vectors[3 * i + 2]!);
    ring.corner.push(i);
    ring.side.push(-1);
  }
}

/** Whether a ball lies wholly outside one of the planes. */
function isOutside(ball: Ball, planes: Float64Array): boolean {
  for (let k = 0; k < planes.length; k += 3) {
    const distance = planes[k]! * ball.x + planes[k + 1]! * ball.y + planes[k + 2]! * ball.z;
    if (distance + ball.radius < 0) return true;
  }
  return false;
}

/** A run with its halves; the ring has the corners start … end − 1, and corner `end` is its first again. */
function buildRun(vectors: readonly number[], from: number, to: number, start: number, end: number): Run {
  const middle = (from + to) >>> 1;
  const parts =
    to - from <= RUN_CORNERS
      ? null
      : ([buildRun(vectors, from, middle, start, end), buildRun(vectors, middle, to, start, end)] as const);
  const corners: number[] = [];
  for (let i = from; i <= to; i++) corners.push(i === end ? start : i);
  return { ...ballOf(corners, (i, axis) => vectors[3 * i + axis]!), from, to, parts };
}

/** Groups of polygons near one another: halves along the axis on which they lie widest apart. */
function buildGroup(polygons: readonly Polygon[]): Group {
  if (polygons.length === 1) return { ...ballAround(polygons), polygon: polygons[0]!, parts: null };
  const axes = ["x", "y", "z"] as const;
  const spread = (axis: "x" | "y" | "z"): number => {
    let low = Infinity;
    let high = -Infinity;
    for (const polygon of polygons) {
      low = Math.min(low, polygon[axis]);
      high = Math.max(high, polygon[axis]);
    }
    return high - low;
  };
  const widest = axes.reduce((best, axis) => (spread(axis) > spread(best) ? axis : best));
  const sorted = [...polygons].sort((a, b) => a[widest] - b[widest]);
  const middle = sorted.length >>> 1;
  return {
    ...ballAround(polygons),
    polygon: null,
    parts: [buildGroup(sorted.slice(0, middle)), buildGroup(sorted.slice(middle))],
  };
}

function ballAround(balls: readonly Ball[]): Ball {
  const axes = ["x", "y", "z"] as const;
  const { x, y, z } = ballOf(balls, (ball, axis) => ball[axes[axis]!]);
  let radius = 0;
  for (const ball of balls) {
    radius = Math.max(radius, hypot(ball.x - x, ball.y - y, ball.z - z) + ball.radius);
  }
  return { x, y, z, radius: radius * (1 + 1e-12) };
}

/** A ball that holds all the points, about the middle of their bounding box. */
function ballOf<T>(items: readonly T[], coordinate: (item: T, axis: number) => number): Ball {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const item of items) {
    for (let axis = 0; axis < 3; axis++) {
      const value = coordinate(item, axis);
      if (value < low[axis]!) low[axis] = value;
      if (value > high[axis]!) high[axis] = value;
    }
  }
  const [x, y, z] = [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2, (low[2]! + high[2]!) / 2];
  let radius = 0;
  for (const item of items) {
    radius = Math.max(radius, hypot(coordinate(item, 0) - x, coordinate(item, 1) - y, coordinate(item, 2) - z));
  }
  return { x, y, z, radius: radius * (1 + 1e-12) + 1e-15 };
}
