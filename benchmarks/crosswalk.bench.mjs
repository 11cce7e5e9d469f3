/** Shares by area of cells of antennas in districts, counties in squares, coasts with many corners; points in zones are the floor. */
import {
  buildAreaCrosswalk,
  buildTessellation,
  buildWeightedCrosswalk,
  buildZones,
  createLocations,
  createRandom,
  findZones,
  interpolateExtensive,
} from "../dist/index.js";
import { measure, report } from "./harness.mjs";

/** A ragged coast of `corners` points. */
function borderOf(corners) {
  const ring = Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    const r = 4 * (1 + 0.15 * Math.sin(7 * angle) + 0.08 * Math.sin(31 * angle + 1) + 0.02 * Math.sin(431 * angle));
    return [10 + r * Math.cos(angle), 45 + r * Math.sin(angle)];
  });
  return buildZones(["land"], [[[ring]]]);
}

function cellsOf(name, count, border) {
  const random = createRandom(`crosswalk ${name} ${count}`);
  const lon = Array.from({ length: count }, () => 5 + 10 * random());
  const lat = Array.from({ length: count }, () => 40 + 10 * random());
  const ids = lon.map((_, i) => `${name}${i}`);
  return buildTessellation(createLocations("antennas", ids, lon, lat), { border }).cells;
}

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);

/** How far the areas in common are from the land's area. */
function areaOff({ shares, fromTotal }, border) {
  let common = 0;
  for (let i = 0; i < fromTotal.length; i++) {
    for (let k = shares.offsets[i]; k < shares.offsets[i + 1]; k++) common += shares.value[k] * fromTotal[i];
  }
  return `${shares.value.length} entries, area off by ${Math.abs(common / border.areaM2[0] - 1).toExponential(1)}`;
}

for (const [antennas, corners] of [
  [10_000, 400],
  [10_000, 40_000],
  [100_000, 4_000],
]) {
  const border = borderOf(corners);
  const cells = cellsOf("A", antennas, border);
  const districts = cellsOf("D", 100, border);
  const random = createRandom("people");
  const points = 100_000;
  const people = {
    lon: Float64Array.from({ length: points }, () => 6 + 8 * random()),
    lat: Float64Array.from({ length: points }, () => 41 + 8 * random()),
    weight: Float64Array.from({ length: points }, () => Math.floor(100 * random())),
  };
  const totals = Float64Array.from({ length: antennas }, () => Math.floor(1000 * random()));
  const crosswalk = buildAreaCrosswalk(cells, districts);
  const results = await measure(
    [
      {
        name: `findZones, ${points} points`,
        run: () => `${findZones(cells, people.lon, people.lat).filter((zone) => zone < 0).length} outside`,
      },
      {
        name: "buildAreaCrosswalk, cells to 100 districts",
        run: () => areaOff(buildAreaCrosswalk(cells, districts), border),
      },
      {
        name: "buildAreaCrosswalk, 100 districts to cells",
        run: () => areaOff(buildAreaCrosswalk(districts, cells), border),
      },
      { name: "buildAreaCrosswalk, cells to themselves", run: () => areaOff(buildAreaCrosswalk(cells, cells), border) },
      {
        name: `buildWeightedCrosswalk, ${points} points`,
        run: () => `${buildWeightedCrosswalk(cells, districts, people).withoutWeight.length} cells without people`,
      },
      {
        name: "interpolateExtensive",
        run: () => {
          const { value, unplaced } = interpolateExtensive(crosswalk, totals);
          return `total off by ${Math.abs((sumOf(value) + unplaced) / sumOf(totals) - 1).toExponential(1)}`;
        },
      },
    ],
    3,
  );
  report(`Crosswalks, a border of ${corners} corners`, antennas, results, {
    floor: `findZones, ${points} points`,
    unit: "cells",
  });
}
