/** Voronoi cells on the sphere clipped to a border, points in zones, nearest locations; d3-delaunay alone is the floor. */
import { Delaunay } from "d3-delaunay";
import { buildTessellation, buildZones, createLocations, createRandom, findNearest, findZones } from "../dist/index.js";
import { measure, ratioLine, report } from "./harness.mjs";

/** A ragged coast of `corners` points round the middle, with a lake. */
function borderOf(corners) {
  const ring = (radius, roughness) =>
    Array.from({ length: corners }, (_, i) => {
      const angle = (2 * Math.PI * i) / corners;
      const r = radius * (1 + roughness * Math.sin(7 * angle) + (roughness / 2) * Math.sin(31 * angle + 1));
      return [10 + r * Math.cos(angle), 45 + r * Math.sin(angle)];
    });
  return buildZones(["land"], [[[ring(4, 0.15), ring(0.8, 0.05)]]]);
}

for (const antennas of [2_000, 50_000]) {
  const random = createRandom(`space ${antennas}`);
  const border = borderOf(400);
  const lon = [];
  const lat = [];
  while (lon.length < antennas) {
    lon.push(5 + 10 * random());
    lat.push(40 + 10 * random());
  }
  const ids = lon.map((_, i) => `A${i}`);
  const locations = createLocations("antennas", ids, lon, lat);
  const points = 100_000;
  const at = {
    lon: Float64Array.from({ length: points }, () => 6 + 8 * random()),
    lat: Float64Array.from({ length: points }, () => 41 + 8 * random()),
  };
  const meters = Float64Array.from({ length: 2 * antennas }, (_, i) =>
    i % 2 === 0 ? lon[i >> 1] * 78_000 : lat[i >> 1] * 111_000,
  );
  const { cells } = buildTessellation(locations, { border });
  const results = await measure(
    [
      { name: "d3-delaunay alone, planar", run: () => new Delaunay(meters).voronoi([0, 0, 1.2e6, 6e6]).vectors.length },
      {
        name: "buildTessellation",
        run: () => {
          const { areaM2 } = buildTessellation(locations, { border }).cells;
          return `area off by ${Math.abs(areaM2.reduce((sum, a) => sum + a, 0) / border.areaM2[0] - 1).toExponential(1)}`;
        },
      },
      { name: `findNearest, ${points} points`, run: () => findNearest(locations, at.lon, at.lat).location[0] },
      {
        name: `findZones, ${points} points`,
        run: () => {
          const zone = findZones(cells, at.lon, at.lat);
          const nearest = findNearest(locations, at.lon, at.lat).location;
          return `${zone.filter((z, i) => z >= 0 && z !== nearest[i]).length} not in their nearest antenna's cell`;
        },
      },
    ],
    3,
  );
  report("Space", antennas, results, {
    floor: "d3-delaunay alone, planar",
    unit: "antennas",
    notes: [ratioLine(results, "buildTessellation", "d3-delaunay alone, planar")],
  });
}
