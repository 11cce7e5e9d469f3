import { checkInteger, checkOptions } from "../core/check.ts";
import { checkZones } from "../core/check-tables.ts";
import { checkRule } from "../core/check-variants.ts";
import { EARTH_RADIUS_METERS, latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import type { Zones } from "../types.ts";
import { eachPiece, reachesInto, TOUCH, zonesOfRings } from "./cell-cover.ts";
import { findZones } from "./zone-index.ts";

/** What is used of the library h3-js, version 4: `import * as h3 from "h3-js"` fits. */
export interface H3 {
  /** The cell that holds a point: latitude first, degrees. */
  readonly latLngToCell: (lat: number, lng: number, resolution: number) => string;
  /** The corners of a cell: longitude first and the first one again at the end, if asked for in GeoJSON's order. */
  readonly cellToBoundary: (cell: string, geoJsonOrder: boolean) => readonly (readonly number[])[];
  /** The cells up to `steps` neighbours away, the cell itself among them. */
  readonly gridDisk: (cell: string, steps: number) => readonly string[];
  /** The average length of a hexagon's edge. */
  readonly getHexagonEdgeLengthAvg: (resolution: number, unit: "m") => number;
}

export interface HexagonGridOptions {
  /** The library h3-js, which the caller imports. */
  readonly h3: H3;
  /** The resolution of H3: 0 (4.4 million km² a cell) to 15 (0.9 m²); each step has cells of a seventh of the area. */
  readonly resolution: number;
}

/**
 * Into which hexagons does the country fall? The cells of the global grid H3 that cover the border.
 *
 * **How** The border's edges, great circles, are followed in steps of a quarter of a cell's edge; cells there and their
 * neighbours are kept if an edge reaches more than a millimetre into them. From these the inside is filled, neighbour by
 * neighbour. H3's own filling takes straight lines in degrees for edges and is not used, so that neither poles nor the
 * meridian of 180° nor long edges are special.
 *
 * @param border - the land to cover: one zone or several
 * @param options - `h3`: the library h3-js; `resolution`
 * @returns zones in the order of their ids, the indexes of H3; whole cells, not cut at the border. Twelve cells of each
 *   resolution are pentagons; cells on an edge of H3's icosahedron have corners more there. Corners of neighbours agree to
 *   1e-8 m. Areas of cells of one resolution differ by up to a factor of two over the globe.
 * @throws RangeError for a resolution that is not there, and for an h3 without these functions
 *
 * **Cost** about 20 microseconds per cell that the border passes, 5 per cell inside, most of it in h3-js
 *
 * [uber-2018]
 * @example
 * const h3 = require("h3-js");
 * const isles = buildZones(["isles"], [[[[[178, -17], [-179, -17], [-179, -16], [178, -16]]]]]);
 * const grid = buildHexagonGrid(isles, { h3, resolution: 3 });
 * grid.length; // 8
 * h3.isValidCell(grid.columns.id[0]); // true
 */
export function buildHexagonGrid(border: Zones, options: HexagonGridOptions): Zones {
  const where = "buildHexagonGrid";
  checkZones(where, "border", border);
  checkOptions(where, options, ["h3", "resolution"]);
  const { h3, resolution } = options;
  for (const name of NAMES)
    checkRule(where, "h3", h3, name, 'the library h3-js, as import * as h3 from "h3-js" gives it');
  checkInteger(where, "resolution", resolution, 0, 15);
  const cells = cellsPassed(border, h3, resolution);
  fillInside(border, h3, cells);
  const ids = [...cells].filter(([, cell]) => cell.kept).map(([id]) => id);
  ids.sort();
  const offsets = new Uint32Array(ids.length + 1);
  const points: number[] = [];
  for (let z = 0; z < ids.length; z++) {
    for (const [lon, lat] of cornersOf(h3, ids[z]!)) points.push(lon!, lat!);
    offsets[z + 1] = points.length / 2;
  }
  return zonesOfRings(ids, offsets, Float64Array.from(points));
}

const NAMES: readonly (keyof H3)[] = ["latLngToCell", "cellToBoundary", "gridDisk", "getHexagonEdgeLengthAvg"];

/** A cell near the border: its corners and centre as vectors, and whether the border reaches into it or only touches it. */
interface Cell {
  readonly corners: Float64Array;
  readonly centre: Float64Array;
  passed: boolean;
  kept: boolean;
}

/** Corners of a cell in degrees, longitude first, the first one not repeated. */
function cornersOf(h3: H3, id: string): readonly (readonly number[])[] {
  return h3.cellToBoundary(id, true).slice(0, -1);
}

function shapeOf(h3: H3, id: string): Cell {
  const ring = cornersOf(h3, id);
  const corners = toUnitVectors(
    ring.map(([lon]) => lon!),
    ring.map(([, lat]) => lat!),
  );
  const centre = new Float64Array(3);
  for (let i = 0; i < corners.length; i++) centre[i % 3]! += corners[i]!;
  return { corners, centre, passed: false, kept: false };
}

/** The cells that the border comes to within a millimetre: `passed`, and `kept` if it reaches deeper into them. */
function cellsPassed(border: Zones, h3: H3, resolution: number): Map<string, Cell> {
  const near = new Map<string, Cell>();
  const disks = new Map<string, readonly string[]>();
  // Two cells that are not neighbours are an edge apart, and edges are no shorter than half the average.
  eachPiece(border, h3.getHexagonEdgeLengthAvg(resolution, "m") / (4 * EARTH_RADIUS_METERS), (a, b) => {
    const at = h3.latLngToCell(latitudeOf(a[0]!, a[1]!, a[2]!), longitudeOf(a[0]!, a[1]!), resolution);
    let disk = disks.get(at);
    if (disk === undefined) {
      disk = h3.gridDisk(at, 1);
      disks.set(at, disk);
    }
    for (const id of disk) {
      let cell = near.get(id);
      if (cell === undefined) {
        cell = shapeOf(h3, id);
        near.set(id, cell);
      }
      if (cell.kept) continue;
      const count = cell.corners.length / 3;
      cell.kept = reachesInto(cell.corners, count, cell.centre, a, b, TOUCH);
      cell.passed ||= cell.kept || reachesInto(cell.corners, count, cell.centre, a, b, -TOUCH);
    }
  });
  for (const [id, cell] of near) if (!cell.passed) near.delete(id);
  return near;
}

/** Keeps the cells inside: those that are only touched, and those reached from them and from passed ones, are asked for once. */
function fillInside(border: Zones, h3: H3, cells: Map<string, Cell>): void {
  const asked = new Map<string, Cell>();
  for (const [id, cell] of cells) {
    if (!cell.kept) asked.set(id, cell);
    for (const beside of h3.gridDisk(id, 1)) {
      if (!cells.has(beside) && !asked.has(beside)) asked.set(beside, shapeOf(h3, beside));
    }
  }
  const ids = [...asked.keys()];
  const centres = [...asked.values()].map(({ centre }) => centre);
  const zone = findZones(
    border,
    centres.map(([x, y]) => longitudeOf(x!, y!)),
    centres.map(([x, y, z]) => latitudeOf(x!, y!, z!)),
  );
  const open: string[] = [];
  ids.forEach((id, k) => {
    const cell = asked.get(id)!;
    cell.kept = zone[k]! >= 0;
    if (!cell.passed && cell.kept) open.push(id);
    cells.set(id, cell);
  });
  // What no edge passes lies inside as a whole: so do its neighbours that no edge passes.
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const beside of h3.gridDisk(id, 1)) {
      if (cells.has(beside)) continue;
      cells.set(beside, { ...INSIDE });
      open.push(beside);
    }
  }
}

/** A cell inside the border, whose shape nothing is asked of. */
const INSIDE: Cell = { corners: new Float64Array(0), centre: new Float64Array(0), passed: false, kept: true };
