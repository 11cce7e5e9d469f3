import type { Zones } from "../types.ts";
import { zonesOfRings } from "./cell-cover.ts";
import { degreesOfUtm } from "./transverse-mercator.ts";

/** The two grids of the data that Telecom Italia opened in 2014, to which calls, texts and Internet use are counted. */

/**
 * In which square was the activity that Telecom Italia counted in Milan? The 100 × 100 squares of its "Milano Grid".
 *
 * **How** Squares of 235 m in the projection UTM 32 N of WGS 84 (EPSG:32632), from 500,900 m east and 5,022,575 m north,
 * numbered from the south-west row by row to the east. The published file holds degrees only; its 10,000 squares, taken to
 * that projection, have these corners to a micrometre, all 40,000 of them.
 *
 * @returns zones with the ids "1" … "10000", which are the square ids of the data sets: "1" in the south-west, "100" in the
 *   south-east, "10000" in the north-east. Edges are great circles, less than 5 mm from straight lines of the projection.
 *
 * **Cost** some tens of milliseconds
 *
 * [barlacchi-2015] [karney-2011]
 * @example
 * const grid = buildMilanGrid();
 * findZones(grid, [9.19], [45.4642]).map((row) => Number(grid.columns.id[row])); // Int32Array(1) [ 5060 ]
 * grid.points.slice(6, 8).map((degrees) => Math.round(1e7 * degrees) / 1e7); // Float64Array(2) [ 9.011491, 45.3588013 ]
 */
export function buildMilanGrid(): Zones {
  return buildUtmGrid({ columns: 100, rows: 100, side: 235, east: 500_900, north: 5_022_575 });
}

/**
 * In which square was the activity that Telecom Italia counted in Trentino? The squares of its "Trentino Grid".
 *
 * **How** 117 × 98 squares of 1 km in the projection UTM 32 N of WGS 84 (EPSG:32632), from 612,100 m east and 5,059,500 m
 * north, numbered from the south-west row by row to the east. The published file holds the 6,575 squares that meet the
 * province, in degrees; taken to that projection, they have these corners to a hundredth of a millimetre, and these numbers.
 *
 * @returns zones with the ids "1" … "11466", which are the square ids of the data sets. The whole rectangle: the data know
 *   6,575 of the squares, from "38" to "11454".
 *
 * **Cost** some tens of milliseconds
 *
 * [barlacchi-2015] [karney-2011]
 * @example
 * const grid = buildTrentinoGrid();
 * findZones(grid, [11.1217], [46.0679]).map((row) => Number(grid.columns.id[row])); // Int32Array(1) [ 5200 ]
 */
export function buildTrentinoGrid(): Zones {
  return buildUtmGrid({ columns: 117, rows: 98, side: 1000, east: 612_100, north: 5_059_500 });
}

interface UtmGrid {
  readonly columns: number;
  readonly rows: number;
  readonly side: number;
  readonly east: number;
  readonly north: number;
}

/** Squares of zone 32, numbered from 1. */
function buildUtmGrid({ columns, rows, side, east, north }: UtmGrid): Zones {
  const corners = new Float64Array(2 * (columns + 1) * (rows + 1));
  for (let r = 0, k = 0; r <= rows; r++) {
    for (let c = 0; c <= columns; c++, k++) corners.set(degreesOfUtm(32, east + side * c, north + side * r), 2 * k);
  }
  const points: number[] = [];
  const id: string[] = [];
  const offsets = new Uint32Array(columns * rows + 1);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const southWest = r * (columns + 1) + c;
      for (const k of [southWest, southWest + 1, southWest + columns + 2, southWest + columns + 1]) {
        points.push(corners[2 * k]!, corners[2 * k + 1]!);
      }
      id.push(String(id.length + 1));
      offsets[id.length] = points.length / 2;
    }
  }
  return zonesOfRings(id, offsets, Float64Array.from(points));
}
