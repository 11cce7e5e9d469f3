/**
 * Voronoi cells on the sphere cut at a border, points in cells, nearest antennas, points in zones. Beside them d3-delaunay
 * alone, the floor; the terse planar way to the areas; and trying every antenna.
 */
import { Delaunay } from "d3-delaunay";
import {
  buildTessellation,
  buildZones,
  createLocations,
  createRandom,
  findNearest,
  findZones,
  greatCircleMeters,
} from "../dist/index.js";
import { measure, ratioLine, report } from "./harness.mjs";
import { planarArea } from "./planar-cells.mjs";

/** A ragged coast of 400 corners. */
const coast = Array.from({ length: 400 }, (_, i) => {
  const angle = (2 * Math.PI * i) / 400;
  const r = 4 * (1 + 0.15 * Math.sin(7 * angle) + 0.075 * Math.sin(31 * angle + 1));
  return [10 + r * Math.cos(angle), 45 + r * Math.sin(angle)];
});
const border = buildZones(["land"], [[[coast]]]);
const toMeters = ([lon, lat]) => [lon * 78_000, lat * 111_000];

/** Rows of the nearest location of a few points, found by trying all. */
function tryAll(locations, at, points) {
  const { lon, lat } = locations.columns;
  return Uint32Array.from({ length: points }, (_, p) => {
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < locations.length; i++) {
      const d = greatCircleMeters(at.lon[p], at.lat[p], lon[i], lat[i]);
      if (d < least) [best, least] = [i, d];
    }
    return best;
  });
}

const chosen = process.argv.slice(2).map(Number);
for (const antennas of chosen.length > 0 ? chosen : [2_000, 50_000, 500_000]) {
  const random = createRandom(`space ${antennas}`);
  const within = (count) => {
    const lon = Float64Array.from({ length: 3 * count }, () => 5 + 10 * random());
    const lat = Float64Array.from({ length: 3 * count }, () => 40 + 10 * random());
    const zone = findZones(border, lon, lat);
    const on = (degrees) => degrees.filter((_, i) => zone[i] >= 0).slice(0, count);
    return { lon: on(lon), lat: on(lat) };
  };
  const { lon, lat } = within(antennas);
  const ids = Array.from(lon, (_, i) => `A${i}`);
  const locations = createLocations("antennas", ids, lon, lat);
  const points = 1_000_000;
  const at = {
    lon: Float64Array.from({ length: points }, () => 6 + 8 * random()),
    lat: Float64Array.from({ length: points }, () => 41 + 8 * random()),
  };
  const meters = Float64Array.from({ length: 2 * antennas }, (_, i) => toMeters([lon[i >> 1], lat[i >> 1]])[i % 2]);
  const ring = coast.map(toMeters);
  const { cells } = buildTessellation(locations, { border });
  const tried = Math.max(1, Math.floor(2e6 / antennas));
  const sure = tryAll(locations, at, tried);
  const perPoint = (name) => (results) => {
    const { median } = results.find((result) => result.name === name);
    return `${name}: ${((median / points) * 1000).toFixed(2)} µs a point, ${Math.round(points / median / 1000)} million a second`;
  };
  const nearest = `findNearest, ${points} points`;
  const inCell = `findZones in the cells, ${points} points`;
  const inLand = `findZones in the border, ${points} points`;
  const results = await measure(
    [
      {
        name: "d3-delaunay alone, planar",
        run: () => new Delaunay(meters.slice()).voronoi([0, 0, 2e6, 6e6]).vectors.length,
      },
      { name: "planar areas", run: () => `${Math.round(planarArea(meters, ring) / 1e6)} km²` },
      {
        name: "buildTessellation",
        run: () => {
          const { areaM2 } = buildTessellation(locations, { border }).cells;
          return `areas off by ${Math.abs(areaM2.reduce((sum, a) => sum + a, 0) / border.areaM2[0] - 1).toExponential(1)}`;
        },
      },
      {
        name: nearest,
        run: () => {
          const { location } = findNearest(locations, at.lon, at.lat);
          return `${sure.filter((row, p) => row !== location[p]).length} of ${tried} wrong`;
        },
      },
      {
        name: inCell,
        run: () => {
          const cell = findZones(cells, at.lon, at.lat);
          return `${sure.filter((row, p) => cell[p] >= 0 && row !== cell[p]).length} of ${tried} wrong`;
        },
      },
      { name: inLand, run: () => `${findZones(border, at.lon, at.lat).filter((zone) => zone === 0).length} on land` },
      { name: `every antenna tried, ${tried} points`, run: () => tryAll(locations, at, tried).length },
    ],
    antennas > 100_000 ? 3 : 5,
  );
  report("Space", antennas, results, {
    floor: "d3-delaunay alone, planar",
    unit: "antennas",
    notes: [
      ratioLine(results, "buildTessellation", "planar areas", 1.5),
      perPoint(nearest)(results),
      perPoint(inCell)(results),
    ],
  });
}
