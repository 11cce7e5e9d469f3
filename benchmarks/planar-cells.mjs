/**
 * The terse planar way to areas of cells, to hold the exact one on the sphere against: d3-delaunay's Voronoi diagram in
 * metres, cells near no edge of the border taken whole, the border's ring cut by each other cell (Sutherland–Hodgman).
 * One ring, all points inside it, no checks, no polygons, nothing but the sum of areas.
 */
import { Delaunay } from "d3-delaunay";

const GRID = 128;

export function planarArea(points, ring) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const column = (x) => Math.max(0, Math.min(GRID - 1, Math.floor(((x - west) / (east - west)) * GRID)));
  const row = (y) => Math.max(0, Math.min(GRID - 1, Math.floor(((y - south) / (north - south)) * GRID)));
  const touched = new Uint8Array(GRID * GRID);
  ring.forEach(([x1, y1], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length];
    for (let c = column(Math.min(x1, x2)); c <= column(Math.max(x1, x2)); c++) {
      for (let r = row(Math.min(y1, y2)); r <= row(Math.max(y1, y2)); r++) touched[r * GRID + c] = 1;
    }
  });
  const margin = 2 * Math.max(east - west, north - south);
  const voronoi = new Delaunay(points).voronoi([west - margin, south - margin, east + margin, north + margin]);
  let area = 0;
  for (let i = 0; i < points.length / 2; i++) {
    const cell = voronoi.cellPolygon(i);
    if (!cell) continue;
    let [a, b, c, d] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of cell) {
      a = Math.min(a, x);
      b = Math.min(b, y);
      c = Math.max(c, x);
      d = Math.max(d, y);
    }
    let border = false;
    for (let r = row(b); r <= row(d) && !border; r++) {
      for (let k = column(a); k <= column(c) && !border; k++) border = touched[r * GRID + k] === 1;
    }
    if (border) area += signedArea(cut(ring, cell));
    else area += Math.abs(signedArea(cell));
  }
  return area;
}

/** The ring inside a convex cell whose corners run either way round. */
function cut(ring, cell) {
  const turn = Math.sign(signedArea(cell));
  let left = ring;
  for (let k = 0; k + 1 < cell.length && left.length > 0; k++) {
    const [ax, ay] = cell[k];
    const dx = turn * (cell[k + 1][0] - ax);
    const dy = turn * (cell[k + 1][1] - ay);
    const kept = [];
    let p = left[left.length - 1];
    let at = dx * (p[1] - ay) - dy * (p[0] - ax);
    for (const q of left) {
      const here = dx * (q[1] - ay) - dy * (q[0] - ax);
      if (here >= 0 !== at >= 0) {
        const f = at / (at - here);
        kept.push([p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1])]);
      }
      if (here >= 0) kept.push(q);
      p = q;
      at = here;
    }
    left = kept;
  }
  return left;
}

function signedArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return sum / 2;
}
