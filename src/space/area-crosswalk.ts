import { checkZones } from "../core/check-tables.ts";
import { EARTH_RADIUS_METERS } from "../core/sphere.ts";
import type { Crosswalk, Zones } from "../types.ts";
import { buildTree } from "./kd-tree.ts";
import { commonAngle, createEdgeLists, type EdgeLists } from "./overlap.ts";
import { buildPieces, createFrame, drawNear, drawPiece, type Frame, type Pieces } from "./pieces.ts";
import { createRingStack, type RingStack } from "./ring-stack.ts";
import { addRun, countBranches, createRunBoxes, middleOfRun, RUN_LENGTH, type RunBoxes } from "./run-boxes.ts";

/**
 * How much of each cell lies in each district? The crosswalk that shares zones out by area.
 *
 * **How** share = area of from ∩ to / area of from, on the sphere with arcs of great circles for edges. For polygons A and
 * B that may meet, found by a tree of boxes, both are drawn on the plane that touches the globe in the middle of the
 * smaller one, where great circles are straight lines, B only as far as a rectangle round A reaches. The area in common is
 * the sum over pairs of edges of ± what the triangles from one common point to both edges have in common. Nothing
 * is ever decided about which side of an edge a corner lies on, so that borders which both layers share, exactly or up to
 * rounding, do no harm, and zones may have any shape: bent, in parts, with holes, over the meridian of 180° or a pole.
 *
 * An overlap that is no more than rounding gets no entry: up to 1e-12 of the area of one of the two zones, or the area of
 * a strip of ten nanometres (1e-8 m, what rounding moves a corner by) along one's whole border. In the same way a zone
 * covered but for so little is covered, with share 1.
 *
 * @param from - zones to be shared out: cells of antennas, counties
 * @param to - zones to share them out to. Where they overlap, both get their shares.
 * @returns `shares`: 0–1, rows of `from` by rows of `to`; `basis` "area"; `fromTotal` and `toTotal`: areas in m². A
 *   row sums to the part of the zone that lies in `to`, to 1e-12 where zones are not smaller than some 10 km (see above)
 *   and `to` does not overlap itself; a zone without land (area 0) has no entries
 * @throws RangeError for anything but zones with their borders, and for a polygon that does not fit into a hemisphere
 *
 * **Cost** O((corners + pairs that meet · corners near each other) log corners): 10,000 cells of antennas by 100 districts
 * in a tenth of a second.
 *
 * [sutherland-hodgman-1974] [eriksson-1990]
 * @example
 * const square = (west, south, size) => [[[[west, south], [west + size, south], [west + size, south + size], [west, south + size]]]];
 * const cells = buildZones(["cell"], [square(-1, 0, 2)]);
 * const districts = buildZones(["west", "east"], [square(-5, -1, 5), square(0, -1, 5)]);
 * const { shares, fromTotal } = buildAreaCrosswalk(cells, districts);
 * shares.value.map((share) => Math.round(1e9 * share) / 1e9); // Float64Array(2) [ 0.5, 0.5 ]
 * Math.round(fromTotal[0] / 1e6); // 49452
 */
export function buildAreaCrosswalk(from: Zones, to: Zones): Crosswalk {
  const where = "buildAreaCrosswalk";
  checkZones(where, "from", from);
  checkZones(where, "to", to);
  const own = buildPieces(where, "from", from);
  const other = from === to ? own : buildPieces(where, "to", to);
  const search = indexPieces(other);
  const bench = createBench();
  const leastFrom = leastOverlaps(from, own);
  const leastTo = leastOverlaps(to, other);
  const offsets = new Uint32Array(from.length + 1);
  const index: number[] = [];
  const value: number[] = [];
  const overlapM2 = new Float64Array(to.length);
  const near: number[] = [];
  const met: number[] = [];
  for (let z = 0; z < from.length; z++) {
    met.length = 0;
    for (let p = from.polygonOffsets[z]!; p < from.polygonOffsets[z + 1]!; p++) {
      near.length = 0;
      findNear(search, other, own, p, near);
      for (const q of near) {
        const common = commonM2(bench, own, p, other, q);
        if (common === 0) continue;
        const row = other.zone[q]!;
        if (overlapM2[row] === 0) met.push(row);
        overlapM2[row]! += common;
      }
    }
    met.sort((a, b) => a - b);
    for (const row of met) {
      const overlap = overlapM2[row]!;
      overlapM2[row] = 0;
      if (overlap <= Math.min(leastFrom[z]!, leastTo[row]!)) continue;
      index.push(row);
      value.push(overlap >= from.areaM2[z]! - leastFrom[z]! ? 1 : overlap / from.areaM2[z]!);
    }
    offsets[z + 1] = index.length;
  }
  const shares = { offsets, index: Uint32Array.from(index), value: Float64Array.from(value) };
  return { from, to, basis: "area", fromTotal: from.areaM2.slice(), toTotal: to.areaM2.slice(), shares };
}

/** Overlaps up to this part of a zone's area, or this width along its border, are rounding. */
const ROUNDING_SHARE = 1e-12;
const ROUNDING_METERS = 1e-8;

/** The overlap in m² up to which it is rounding, by zone. */
function leastOverlaps(zones: Zones, { vectors, zone, ringOffsets, pointOffsets }: Pieces): Float64Array {
  const length = new Float64Array(zones.length);
  for (let p = 0; p < zone.length; p++) {
    for (let r = ringOffsets[p]!; r < ringOffsets[p + 1]!; r++) {
      let j = pointOffsets[r + 1]! - 1;
      for (let i = pointOffsets[r]!; i < pointOffsets[r + 1]!; j = i++) {
        const x = vectors[3 * i]! - vectors[3 * j]!;
        const y = vectors[3 * i + 1]! - vectors[3 * j + 1]!;
        const z = vectors[3 * i + 2]! - vectors[3 * j + 2]!;
        length[zone[p]!]! += Math.sqrt(x * x + y * y + z * z) * EARTH_RADIUS_METERS;
      }
    }
  }
  return length.map((meters, z) => Math.max(ROUNDING_SHARE * zones.areaM2[z]!, ROUNDING_METERS * meters));
}

/** What is needed while pairs of polygons are compared: nothing is allocated for a pair. */
interface Bench {
  readonly stack: RingStack;
  readonly edges: EdgeLists;
  readonly frame: Frame;
  /** The polygon that is drawn at the bottom of the stack, and the number of its rings. */
  drawn: Pieces | null;
  polygon: number;
  rings: number;
}

function createBench(): Bench {
  const stack = createRingStack();
  return { stack, edges: createEdgeLists(), frame: createFrame(), drawn: null, polygon: -1, rings: 0 };
}

/** The area that two polygons have in common, up to rounding; 0 where they do not come near each other. */
function commonM2(bench: Bench, a: Pieces, p: number, b: Pieces, q: number): number {
  const { stack, edges, frame } = bench;
  const swapped = a.radius[p]! > b.radius[q]!;
  const small = swapped ? b : a;
  const polygon = swapped ? q : p;
  if (bench.drawn !== small || bench.polygon !== polygon) {
    stack.rings = 0;
    drawPiece(stack, frame, small, polygon);
    bench.drawn = small;
    bench.polygon = polygon;
    bench.rings = stack.rings;
  }
  stack.rings = bench.rings;
  const near = drawNear(stack, frame, swapped ? a : b, swapped ? p : q);
  if (near === stack.rings) return 0;
  return commonAngle(stack, edges, 0, bench.rings, near, stack.rings) * EARTH_RADIUS_METERS * EARTH_RADIUS_METERS;
}

/** Polygons in an order in which near ones stand near, with boxes about runs of them. */
interface Search {
  readonly order: Uint32Array;
  readonly boxes: RunBoxes;
}

function indexPieces({ middle, radius }: Pieces): Search {
  const order = buildTree(middle).row;
  const boxes = createRunBoxes(countBranches(order.length));
  addRun(boxes, 0, 0, order.length, (box, at, from, to) => {
    for (let k = from; k < to; k++) {
      const p = order[k]!;
      for (let axis = 0; axis < 3; axis++) {
        box[at + axis] = Math.min(box[at + axis]!, middle[3 * p + axis]! - radius[p]!);
        box[at + 3 + axis] = Math.max(box[at + 3 + axis]!, middle[3 * p + axis]! + radius[p]!);
      }
    }
  });
  return { order, boxes };
}

/** Adds to `found` the polygons whose circles meet that of another one. */
function findNear(search: Search, pieces: Pieces, other: Pieces, polygon: number, found: number[]): void {
  const { order, boxes } = search;
  const x = other.middle[3 * polygon]!;
  const y = other.middle[3 * polygon + 1]!;
  const z = other.middle[3 * polygon + 2]!;
  const r = other.radius[polygon]!;
  const visit = (branch: number, from: number, to: number): void => {
    const { box, after } = boxes;
    const at = 6 * branch;
    if (x + r < box[at]! || y + r < box[at + 1]! || z + r < box[at + 2]!) return;
    if (x - r > box[at + 3]! || y - r > box[at + 4]! || z - r > box[at + 5]!) return;
    if (to - from > RUN_LENGTH) {
      const middle = middleOfRun(from, to);
      visit(branch + 1, from, middle);
      visit(after[branch + 1]!, middle, to);
      return;
    }
    for (let k = from; k < to; k++) {
      const p = order[k]!;
      const dx = pieces.middle[3 * p]! - x;
      const dy = pieces.middle[3 * p + 1]! - y;
      const dz = pieces.middle[3 * p + 2]! - z;
      const reach = pieces.radius[p]! + r;
      if (dx * dx + dy * dy + dz * dz <= reach * reach) found.push(p);
    }
  };
  visit(0, 0, order.length);
}
