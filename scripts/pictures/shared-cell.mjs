import { clipped, clippedByPath, dots, frame, KINDS, mapIn, picture, SEA, scaleBar, shape, text } from "./svg.mjs";

/** One cell shared among districts: by the point of its antenna, by area, by people. */
export function drawSharedCell(sojourn) {
  const random = sojourn.createRandom("shared cell");
  const world = sojourn.generateWorld({ random, antennas: 120, districts: 14, urbanShare: 0.3 });
  const { antennas, districts, border } = world;
  const { cells } = sojourn.buildTessellation(antennas, { border });
  const byPoint = sojourn.buildPointCrosswalk(antennas, districts);
  const byArea = sojourn.buildAreaCrosswalk(cells, districts);
  const row = mostEven(byArea.shares, cells.length);
  const people = peopleOver(sojourn, random, cells, districts, row);
  const byPeople = sojourn.buildWeightedCrosswalk(cells, districts, people);

  const features = sojourn.formatZones(cells);
  const map = mapIn({ x: 16, y: 46, width: 520, height: 420 }, features.features[row], 46);
  const outline = map.path(features.features[row]);
  const land = sojourn.formatZones(districts);
  const met = Array.from(byArea.shares.index.subarray(byArea.shares.offsets[row], byArea.shares.offsets[row + 1]));
  const colourOf = (district) => KINDS[met.indexOf(district)] ?? "#fff";
  const shown = people.lon.map((lon, p) => map.at([lon, people.lat[p]]));
  const seen = land.features.map(map.shows);
  const percent = (crosswalk, district) => {
    const share = sojourn.cellOf(crosswalk.shares, row, district);
    return `${Math.round(100 * share)} %`;
  };
  const table = [
    ["", "point", "area", "people"],
    ...met.map((d) => [districts.columns.id[d], percent(byPoint, d), percent(byArea, d), percent(byPeople, d)]),
  ];
  const columns = [0, 130, 210, 300];
  const rowsOfTable = table.map((cellsOfRow, i) => [
    i === 0
      ? ""
      : `<rect x="562" y="${97 + 32 * i}" width="18" height="14" fill="${colourOf(met[i - 1])}" fill-opacity="0.75" stroke="#666" stroke-width="0.7"/>`,
    cellsOfRow.map((words, c) =>
      text(c === 0 ? 588 : 562 + columns[c], 108 + 32 * i, words, {
        size: 15,
        anchor: c === 0 ? "start" : "end",
        weight: i === 0 ? "bold" : "normal",
      }),
    ),
  ]);
  const lines = [
    "point: the district in which the antenna stands",
    "has all of the cell. Large ring: the antenna.",
    "area: people are spread evenly over the cell.",
    "people: they are where the small dots are.",
  ];
  return picture({
    width: 900,
    height: 490,
    title: "One cell, several districts",
    description: `The cell of one antenna lies in ${met.length} districts. The table shares it out in three ways. ${table
      .slice(1)
      .map(
        ([id, ...shares]) =>
          `District ${id}: ${shares[0]} by the antenna's point, ${shares[1]} by area, ${shares[2]} by people.`,
      )
      .join(" ")}`,
    parts: [
      text(16, 30, "One cell, several districts", { size: 16, weight: "bold" }),
      frame(map, { fill: SEA, stroke: "none" }),
      clipped("sheet", map, [
        land.features.map((feature, d) =>
          seen[d] ? shape(map.path(feature), { fill: colourOf(d), opacity: 0.18 }) : "",
        ),
        clippedByPath("cell", outline, [
          land.features.map((feature, d) =>
            seen[d] ? shape(map.path(feature), { fill: colourOf(d), opacity: 0.6 }) : "",
          ),
        ]),
        features.features.map((feature) =>
          map.shows(feature) ? shape(map.path(feature), { stroke: "#888", width: 0.7 }) : "",
        ),
        land.features.map((feature, d) =>
          seen[d] ? shape(map.path(feature), { stroke: "#222", width: 1.4, dash: "6 3" }) : "",
        ),
        dots(shown, 1.2, "#333"),
        shape(outline, { stroke: "#000", width: 2.4 }),
        ring(map.at([antennas.columns.lon[row], antennas.columns.lat[row]])),
        scaleBar(map, 5000, "5 km"),
      ]),
      frame(map),
      text(562, 70, "How it is shared out", { size: 15, weight: "bold" }),
      rowsOfTable,
      lines.map((words, i) => text(562, 140 + 32 * table.length + 20 * i, words, { size: 13 })),
      text(562, 140 + 32 * table.length + 100, "Grey lines: other cells. Dashed: districts.", { size: 13 }),
    ],
  });
}

function ring([x, y]) {
  return `<circle cx="${x}" cy="${y}" r="6" fill="#fff" stroke="#000" stroke-width="2.4"/>`;
}

/** The cell in at least three districts whose largest share is least. */
function mostEven({ offsets, value }, cells) {
  let best = -1;
  let least = 1;
  for (let c = 0; c < cells; c++) {
    const shares = value.subarray(offsets[c], offsets[c + 1]);
    const largest = Math.max(...shares);
    if (shares.length < 3 || largest >= least) continue;
    least = largest;
    best = c;
  }
  return best;
}

/** People in villages about the cell, most of them in the district that has least of it. */
function peopleOver(sojourn, random, cells, districts, row) {
  const lon = [];
  const lat = [];
  const range = (from, to) => from + (to - from) * random();
  const { points, polygonOffsets, ringOffsets, pointOffsets } = cells;
  const first = pointOffsets[ringOffsets[polygonOffsets[row]]];
  const end = pointOffsets[ringOffsets[polygonOffsets[row + 1]]];
  const corners = points.subarray(2 * first, 2 * end);
  const lons = corners.filter((_, i) => i % 2 === 0);
  const lats = corners.filter((_, i) => i % 2 === 1);
  const spread = (Math.max(...lats) - Math.min(...lats)) / 30;
  while (lon.length < 700) {
    const x = range(Math.min(...lons), Math.max(...lons));
    const y = range(Math.min(...lats), Math.max(...lats));
    const villagers = 4 + Math.floor(50 * random() ** 3);
    for (let i = 0; i < villagers; i++) {
      const toTheMiddle = () => spread * (random() + random() + random() - 1.5);
      lon.push(x + toTheMiddle());
      lat.push(y + toTheMiddle());
    }
  }
  const inside = sojourn.findZones(cells, lon, lat);
  const onLand = sojourn.findZones(districts, lon, lat);
  const kept = Array.from(lon.keys()).filter((p) => inside[p] === row && onLand[p] >= 0);
  return { lon: kept.map((p) => lon[p]), lat: kept.map((p) => lat[p]), weight: kept.map(() => 1) };
}
