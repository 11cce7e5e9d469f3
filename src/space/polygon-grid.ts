import { degreesEast, type Polygons } from "./polygon-index.ts";

/** A grid over degrees that says which polygons may hold the points of each cell: cell c has polygon[offsets[c]] … , ascending. */
export interface Grid {
  readonly west: number;
  readonly columns: number;
  readonly columnsPerDegree: number;
  readonly south: number;
  readonly rows: number;
  readonly rowsPerDegree: number;
  readonly offsets: Uint32Array;
  readonly polygon: Uint32Array;
}

/** The cells of the grid are about this many times as many as the polygons, but at least so many. */
const CELLS_PER_POLYGON = 4;
const LEAST_CELLS = 4096;

/** A grid over the bounds of all polygons; it leaves out the widest stretch of longitude without any. */
export function buildGrid(all: Polygons): Grid {
  const { west, width } = extentOf(all);
  const count = all.zone.length;
  let south = 90;
  let north = -90;
  for (let p = 0; p < count; p++) {
    south = Math.min(south, all.south[p]!);
    north = Math.max(north, all.north[p]!);
  }
  const rows = Math.ceil(Math.sqrt(Math.max(LEAST_CELLS, CELLS_PER_POLYGON * count)));
  const columns = rows;
  const rowsPerDegree = rows / (north - south);
  const columnsPerDegree = columns / width;
  const offsets = new Uint32Array(rows * columns + 1);
  const each = (found: (cell: number, polygon: number) => void): void => {
    for (let p = 0; p < count; p++) {
      const start = degreesEast(west, all.west[p]!);
      const whole = start + all.span[p]! > width;
      const left = whole ? 0 : Math.floor(start * columnsPerDegree);
      const right = whole
        ? columns - 1
        : Math.min(columns - 1, Math.floor((start + all.span[p]!) * columnsPerDegree) + 1);
      const bottom = Math.max(0, Math.floor((all.south[p]! - south) * rowsPerDegree));
      const top = Math.min(rows - 1, Math.floor((all.north[p]! - south) * rowsPerDegree));
      for (let row = bottom; row <= top; row++) {
        for (let column = left; column <= right; column++) found(row * columns + column, p);
      }
    }
  };
  each((cell) => offsets[cell + 1]!++);
  for (let cell = 0; cell < rows * columns; cell++) offsets[cell + 1]! += offsets[cell]!;
  const place = offsets.slice();
  const polygon = new Uint32Array(offsets[rows * columns]!);
  each((cell, p) => {
    polygon[place[cell]!++] = p;
  });
  return { west, columns, columnsPerDegree, south, rows, rowsPerDegree, offsets, polygon };
}

/** The stretch of longitude, from `west` eastwards, that holds all polygons. */
function extentOf(all: Polygons): { west: number; width: number } {
  const order = Uint32Array.from(all.west, (_, p) => p).sort((p, q) => all.west[p]! - all.west[q]!);
  let reach = -Infinity;
  for (const p of order) reach = Math.max(reach, all.west[p]! + all.span[p]! - 360);
  let gap = 0;
  let west = -180;
  for (const p of order) {
    const start = all.west[p]!;
    if (start - reach > gap) {
      gap = start - reach;
      west = start;
    }
    reach = Math.max(reach, start + all.span[p]!);
  }
  const width = 360 - gap;
  // A little is left over on both sides, for points and polygons whose longitude was rounded.
  return width > 359 ? { west: -180, width: 360 } : { west: west - 1e-6, width: width + 2e-6 };
}
