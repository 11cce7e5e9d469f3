import { checkNumber, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkZones } from "../core/check-tables.ts";
import { EARTH_RADIUS_METERS, latitudeOf, longitudeOf, toUnitVectors } from "../core/sphere.ts";
import { sumOf } from "../core/sums.ts";
import type { Zones } from "../types.ts";
import { eachPiece, reachesInto, TOUCH, zonesOfRings } from "./cell-cover.ts";
import { type EqualAreaPlane, fromPlane, planeAbout, toPlane } from "./equal-area-plane.ts";
import { findZones } from "./zone-index.ts";

export interface SquareGridOptions {
  /** The side of a square in metres, 1 to 1,000,000. */
  readonly sideMeters: number;
  /**
   * Longitude and latitude, in degrees, of the corner from which rows and columns are counted, less than 90° from every
   * point of the border; the middle of the border's land unless given. Grids with one centre and side fit one another.
   */
  readonly centre?: { readonly lon: number; readonly lat: number };
  /** Whether squares outside the border that merely touch it, to a millimetre, are kept: "drop" unless given. */
  readonly touching?: "keep" | "drop";
}

/**
 * Into which equal squares does the country fall? A grid of squares that covers the border, as statistical offices use.
 *
 * **How** Square lattice in Lambert's azimuthal equal-area projection about `centre`: corners at x = column · side, y =
 * row · side, taken back to the globe, x = k p · east and y = k p · north with k = R √(2 / (1 + p · centre)). Neighbours
 * have the same corners to the last digit and great circles between them, so that the grid has neither gaps nor overlaps.
 * A square is kept if the border reaches more than a millimetre into it, or if it lies inside: all squares between two
 * that the border passes lie on one side of it. Squares are whole, not cut at the border.
 *
 * The same projection, about 52° N 10° E and on the ellipsoid, carries the 1 km grid of the European statistical system
 * (ETRS89-LAEA); here the sphere stands for the Earth, so that the squares are not those.
 *
 * @param border - the land to cover: one zone or several
 * @param options - `sideMeters`, `centre`, `touching`
 * @returns zones, row by row from the south, each row from the west. Ids such as "r2c-14": the square from row 2 · side to the
 *   north and 14 · side to the west of the centre, whatever the border. Areas are side², but for the great circles between
 *   corners: squares of 1 km to 3e-9 of it, of 10 km to 3e-7, of 100 km to 3e-5. At a distance d from the centre a square is
 *   side · cos(d / 2R) long towards it and side / cos(d / 2R) across: 0.1 % off at 570 km, 1.2 % at 2,000 km.
 * @throws RangeError for a border 90° or more from the centre, more than 2²⁴ squares, and for a centre that is no place
 *
 * **Cost** O(corners of the border + squares that it passes + squares kept); a million squares in about five seconds.
 *
 * [snyder-1987]
 * @example
 * const border = buildZones(["land"], [[[[[7, 46], [7.3, 46], [7.3, 46.2], [7, 46.2]]]]]);
 * const grid = buildSquareGrid(border, { sideMeters: 10_000, centre: { lon: 7, lat: 46 } });
 * grid.columns.id.slice(0, 4); // [ 'r0c0', 'r0c1', 'r0c2', 'r1c0' ]
 * Math.round(grid.areaM2[1]); // 100000031
 */
export function buildSquareGrid(border: Zones, options: SquareGridOptions): Zones {
  const where = "buildSquareGrid";
  checkZones(where, "border", border);
  checkOptions(where, options, ["sideMeters", "centre", "touching"]);
  const { sideMeters, centre = middleOfLand(border), touching = "drop" } = options;
  checkNumber(where, "sideMeters", sideMeters, 1, 1e6);
  checkOptions(where, centre, ["lon", "lat"], "centre");
  checkNumber(where, "centre.lon", centre.lon, -180, 180);
  checkNumber(where, "centre.lat", centre.lat, -90, 90);
  if (touching !== "keep" && touching !== "drop") fail(where, "touching", '"keep" or "drop"', touching);
  const plane = planeAbout(centre.lon, centre.lat);
  checkReach(where, border, plane);
  const squares = sumOf(border.areaM2) / (sideMeters * sideMeters);
  if (squares > MOST_SQUARES) {
    const least = Math.ceil(sideMeters * Math.sqrt(squares / MOST_SQUARES));
    failInWords(
      where,
      "sideMeters",
      `at least ${least} for this border`,
      `${sideMeters}`,
      "or take parts of the border",
    );
  }
  const grid: Lattice = {
    plane,
    side: sideMeters / EARTH_RADIUS_METERS,
    half: Math.ceil((2 * EARTH_RADIUS_METERS) / sideMeters) + 2,
  };
  const passed = squaresPassed(grid, border);
  const places = Float64Array.from(passed.keys()).sort();
  const kept = squaresKept(grid, border, passed, places, touching === "keep");
  return zonesOfSquares(grid, kept);
}

const MOST_SQUARES = 16_777_216;

/** Squares by column and row; `place` numbers them row by row, `half` of a row before the centre. */
interface Lattice {
  readonly plane: EqualAreaPlane;
  /** In radii of the globe. */
  readonly side: number;
  readonly half: number;
}

function placeOf({ half }: Lattice, column: number, row: number): number {
  return (row + half) * 2 * half + column + half;
}

function columnOf({ half }: Lattice, place: number): number {
  return (place % (2 * half)) - half;
}

function rowOf({ half }: Lattice, place: number): number {
  return Math.floor(place / (2 * half)) - half;
}

/** Writes the corners of a square as unit vectors, counter-clockwise from the south-west. */
function setCorners({ plane, side }: Lattice, column: number, row: number, corners: Float64Array): void {
  fromPlane(plane, column * side, row * side, corners, 0);
  fromPlane(plane, (column + 1) * side, row * side, corners, 1);
  fromPlane(plane, (column + 1) * side, (row + 1) * side, corners, 2);
  fromPlane(plane, column * side, (row + 1) * side, corners, 3);
}

/** The squares that the border comes to within a millimetre, with whether it reaches deeper than that into them. */
function squaresPassed(grid: Lattice, border: Zones): Map<number, boolean> {
  const passed = new Map<number, boolean>();
  const longest = Math.min(grid.side, LONGEST_PIECE);
  // Great circles are bent in the plane: the border's pieces, and the squares' own edges, by less than this.
  const margin = (0.25 * (longest + grid.side)) / grid.side;
  const corners = new Float64Array(12);
  const centre = new Float64Array(3);
  const one = new Float64Array(2);
  const other = new Float64Array(2);
  eachPiece(border, longest, (a, b) => {
    toPlane(grid.plane, a[0]!, a[1]!, a[2]!, one);
    toPlane(grid.plane, b[0]!, b[1]!, b[2]!, other);
    const right = Math.floor(Math.max(one[0]!, other[0]!) / grid.side + margin);
    const top = Math.floor(Math.max(one[1]!, other[1]!) / grid.side + margin);
    for (let row = Math.floor(Math.min(one[1]!, other[1]!) / grid.side - margin); row <= top; row++) {
      for (let column = Math.floor(Math.min(one[0]!, other[0]!) / grid.side - margin); column <= right; column++) {
        const place = placeOf(grid, column, row);
        if (passed.get(place) === true) continue;
        setCorners(grid, column, row, corners);
        fromPlane(grid.plane, (column + 0.5) * grid.side, (row + 0.5) * grid.side, centre, 0);
        if (reachesInto(corners, 4, centre, a, b, TOUCH)) passed.set(place, true);
        else if (reachesInto(corners, 4, centre, a, b, -TOUCH)) passed.set(place, false);
      }
    }
  });
  return passed;
}

/** Pieces of the border are no longer than this, in radians: 100 km. */
const LONGEST_PIECE = 1e5 / EARTH_RADIUS_METERS;

/** The places of the squares to keep, ascending. */
function squaresKept(
  grid: Lattice,
  border: Zones,
  passed: ReadonlyMap<number, boolean>,
  places: Float64Array,
  keepTouching: boolean,
): Float64Array {
  // One question each: squares that are only touched, and the first of each run of squares between two that are passed.
  const asked: number[] = [];
  for (let k = 0; k < places.length; k++) {
    const place = places[k]!;
    if (passed.get(place) === false) asked.push(place);
    const next = places[k + 1] ?? place;
    if (next > place + 1 && rowOf(grid, next) === rowOf(grid, place)) asked.push(place + 1);
  }
  const inside = squaresInside(grid, border, asked);
  const kept: number[] = [];
  for (let k = 0; k < places.length; k++) {
    const place = places[k]!;
    if (passed.get(place) === true || keepTouching || inside.has(place)) kept.push(place);
    if (!inside.has(place + 1) || passed.has(place + 1)) continue;
    for (let between = place + 1; between < places[k + 1]!; between++) kept.push(between);
  }
  return Float64Array.from(kept);
}

/** Which of the squares have their middle inside the border. */
function squaresInside(grid: Lattice, border: Zones, places: readonly number[]): Set<number> {
  const vectors = new Float64Array(3 * places.length);
  places.forEach((place, k) => {
    fromPlane(
      grid.plane,
      (columnOf(grid, place) + 0.5) * grid.side,
      (rowOf(grid, place) + 0.5) * grid.side,
      vectors,
      k,
    );
  });
  const lon = places.map((_, k) => longitudeOf(vectors[3 * k]!, vectors[3 * k + 1]!));
  const lat = places.map((_, k) => latitudeOf(vectors[3 * k]!, vectors[3 * k + 1]!, vectors[3 * k + 2]!));
  const zone = findZones(border, lon, lat);
  return new Set(places.filter((_, k) => zone[k]! >= 0));
}

function zonesOfSquares(grid: Lattice, places: Float64Array): Zones {
  const offsets = new Uint32Array(places.length + 1);
  const points = new Float64Array(8 * places.length);
  const corners = new Float64Array(12);
  const id: string[] = [];
  for (let z = 0; z < places.length; z++) {
    const column = columnOf(grid, places[z]!);
    const row = rowOf(grid, places[z]!);
    id.push(`r${row}c${column}`);
    setCorners(grid, column, row, corners);
    for (let k = 0; k < 4; k++) {
      const x = corners[3 * k]!;
      const y = corners[3 * k + 1]!;
      points[8 * z + 2 * k] = longitudeOf(x, y);
      points[8 * z + 2 * k + 1] = latitudeOf(x, y, corners[3 * k + 2]!);
    }
    offsets[z + 1] = 4 * (z + 1);
  }
  return zonesOfRings(id, offsets, points);
}

/** The direction of the mean of the zones' centroids, by area. */
function middleOfLand({ columns, areaM2 }: Zones): { readonly lon: number; readonly lat: number } {
  const vectors = toUnitVectors(columns.lon, columns.lat);
  const sum = [0, 1, 2].map((axis) => sumOf(areaM2.map((area, z) => area * vectors[3 * z + axis]!)));
  return { lon: longitudeOf(sum[0]!, sum[1]!), lat: latitudeOf(sum[0]!, sum[1]!, sum[2]!) };
}

/** Throws unless the whole border lies less than 90° from the middle of the plane. */
function checkReach(where: string, border: Zones, { axes }: EqualAreaPlane): void {
  const { points } = border;
  const lon = points.filter((_, i) => i % 2 === 0);
  const vectors = toUnitVectors(
    lon,
    points.filter((_, i) => i % 2 === 1),
  );
  for (let i = 0; i < lon.length; i++) {
    if (vectors[3 * i]! * axes[6]! + vectors[3 * i + 1]! * axes[7]! + vectors[3 * i + 2]! * axes[8]! > 0) continue;
    failInWords(where, "the border", "less than 90° from the centre", "a corner farther away");
  }
}
