/** Which cells share a border: Voronoi cells of random antennas, grids; the tree of boxes against corners looked up by name. */
import {
  buildAdjacency,
  buildMilanGrid,
  buildSquareGrid,
  buildTessellation,
  buildZones,
  createLocations,
  createRandom,
} from "../dist/index.js";
import { measure, ratioLine, report } from "./harness.mjs";

const border = buildZones(
  ["land"],
  [
    [
      [
        [
          [5, 40],
          [15, 40],
          [15, 50],
          [5, 50],
        ],
      ],
    ],
  ],
);

function cellsOf(antennas) {
  const random = createRandom(`adjacency ${antennas}`);
  const lon = Float64Array.from({ length: antennas }, () => 5 + 10 * random());
  const lat = Float64Array.from({ length: antennas }, () => 40 + 10 * random());
  const ids = Array.from(lon, (_, i) => `A${i}`);
  return buildTessellation(createLocations("antennas", ids, lon, lat), { border }).cells;
}

/** What one would write at first: edges whose two corners, rounded to a metre, are those of another zone's edge. */
function byCorners({ points, polygonOffsets, ringOffsets, pointOffsets }) {
  const owner = new Map();
  let pairs = 0;
  for (let z = 0; z + 1 < polygonOffsets.length; z++) {
    for (let r = ringOffsets[polygonOffsets[z]]; r < ringOffsets[polygonOffsets[z + 1]]; r++) {
      let a = pointOffsets[r + 1] - 1;
      for (let b = pointOffsets[r]; b < pointOffsets[r + 1]; a = b++) {
        const name = (i) => `${points[2 * i].toFixed(5)} ${points[2 * i + 1].toFixed(5)}`;
        if (owner.has(`${name(b)} ${name(a)}`)) pairs++;
        owner.set(`${name(a)} ${name(b)}`, z);
      }
    }
  }
  return pairs;
}

for (const antennas of [2_000, 50_000]) {
  const cells = cellsOf(antennas);
  const results = await measure(
    [
      { name: "corners by name", run: () => `${byCorners(cells)} borders` },
      {
        name: "buildAdjacency",
        run: () => {
          const { borderMeters, outerMeters, perimeterMeters } = buildAdjacency(cells);
          const sum = (values) => values.reduce((total, value) => total + value, 0);
          const off = sum(borderMeters.value) + sum(outerMeters) - sum(perimeterMeters);
          return `${borderMeters.index.length / 2} borders, ${off.toExponential(1)} m of ${sum(perimeterMeters).toExponential(1)} m lost`;
        },
      },
    ],
    3,
  );
  report("Adjacency", antennas, results, {
    floor: "corners by name",
    unit: "cells",
    notes: [ratioLine(results, "buildAdjacency", "corners by name")],
  });
}

const grids = await measure(
  [
    { name: "buildSquareGrid, 2 km", run: () => `${buildSquareGrid(border, { sideMeters: 2000 }).length} squares` },
    { name: "buildMilanGrid", run: () => `${buildMilanGrid().length} squares` },
  ],
  3,
);
report("Grids", 200_000, grids, { floor: "buildMilanGrid", unit: "squares, about" });
