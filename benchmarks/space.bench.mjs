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
  const offOf = ({ areaM2 }) => Math.abs(areaM2.reduce((sum, a) => sum + a, 0) / border.areaM2[0] - 1).toExponential(1);
  const repeats = antennas > 100_000 ? 5 : 15;
  const cellResults = await measure(
    [
      {
        name: "d3-delaunay alone, planar",
        run: () => new Delaunay(meters.slice()).voronoi([0, 0, 2e6, 6e6]).vectors.length,
      },
      { name: "planar areas", run: () => `${Math.round(planarArea(meters, ring) / 1e6)} km²` },
      {
        name: "buildTessellation",
        run: () => `areas off by ${offOf(buildTessellation(locations, { border }).cells)}`,
      },
    ],
    repeats,
  );
  report("Cells", antennas, cellResults, {
    floor: "d3-delaunay alone, planar",
    unit: "antennas",
    notes: [ratioLine(cellResults, "buildTessellation", "planar areas", 1.5)],
  });

  const one = { lon: at.lon.slice(0, 1), lat: at.lat.slice(0, 1) };
  const wrongs = (rows) => `${sure.filter((row, p) => rows[p] >= 0 && row !== rows[p]).length} of ${tried} wrong`;
  const pointResults = await measure(
    [
      { name: "findNearest, 1 point", run: () => findNearest(locations, one.lon, one.lat).location[0] },
      { name: `findNearest, ${points} points`, run: () => wrongs(findNearest(locations, at.lon, at.lat).location) },
      { name: "findZones in the cells, 1 point", run: () => findZones(cells, one.lon, one.lat)[0] },
      { name: `findZones in the cells, ${points} points`, run: () => wrongs(findZones(cells, at.lon, at.lat)) },
      {
        name: `findZones in the border, ${points} points`,
        run: () => `${findZones(border, at.lon, at.lat).filter((zone) => zone === 0).length} on land`,
      },
      { name: `every antenna tried, ${tried} points`, run: () => tryAll(locations, at, tried).length },
    ],
    5,
  );
  const median = (name) => pointResults.find((result) => result.name === name).median;
  const perPoint = (name) => {
    const each = ((median(`${name}, ${points} points`) - median(`${name}, 1 point`)) / points) * 1000;
    return `${name}: ${each.toFixed(2)} µs a point once the index is made, ${(1 / each).toFixed(2)} million points a second`;
  };
  report("Points", antennas, pointResults, {
    floor: "none",
    unit: "antennas",
    notes: [
      perPoint("findNearest"),
      perPoint("findZones in the cells"),
      `every antenna tried: ${((median(`every antenna tried, ${tried} points`) / tried) * 1000).toFixed(1)} µs a point`,
    ],
  });
}
