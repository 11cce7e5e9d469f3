/** Spatial indices of segregation over all pairs of areas: from locations, from a matrix held whole, and cut off. */
import {
  absoluteClustering,
  buildNearProximity,
  buildProximity,
  createLocations,
  createRandom,
  denseFromRows,
  exponentialProximity,
  globalDistortion,
  localRelativeCentralization,
  masseyDentonDistance,
  measureDistances,
  spatialExposure,
  spatialInformationTheory,
  spatialProximity,
} from "../dist/index.js";
import { measure, report } from "./harness.mjs";

const areas = 5_000;
const random = createRandom("segregation over space");
const lon = Array.from({ length: areas }, () => 28 + 2 * random());
const lat = Array.from({ length: areas }, () => 40 + random());
const zones = createLocations(
  "stops",
  lon.map((_, i) => `Z${i}`),
  lon,
  lat,
);
// The share of the minority falls from west to east.
const count = Float64Array.from(
  lon.flatMap((x) => [Math.floor(900 * random()), Math.floor((400 * random() * (30 - x)) / 2)]),
);
const counts = { labels: ["locals", "refugees"], count };
const group = "refugees";
const areaM2 = lon.map(() => 1e6 * (0.5 + random()));
const ownDistance = masseyDentonDistance({ areaM2 });
const decay = exponentialProximity({ betaPerKm: 0.5 });
const proximity = buildProximity(zones, { decay, ownDistance });
const dense = denseFromRows(proximity);
const cut = { decay: exponentialProximity({ betaPerKm: 0.5, maxMeters: 20_000 }), ownDistance };
const near = buildNearProximity(zones, cut);
const distances = measureDistances(zones);

const jobs = [
  { name: "spatialProximity, from locations", run: () => spatialProximity(counts, { group, proximity }).toFixed(9) },
  {
    name: "absoluteClustering, from locations",
    run: () => absoluteClustering(counts, { group, proximity }).toFixed(9),
  },
  {
    name: "spatialInformationTheory, from locations",
    run: () => spatialInformationTheory(counts, { proximity }).toFixed(9),
  },
  { name: "spatialExposure, from locations", run: () => spatialExposure(counts, { proximity }).value[3].toFixed(9) },
  {
    name: "spatialProximity, from a matrix held whole",
    run: () => spatialProximity(counts, { group, proximity: dense }).toFixed(9),
  },
  { name: "buildNearProximity within 20 km", run: () => `${buildNearProximity(zones, cut).index.length} pairs` },
  {
    name: "spatialProximity, within 20 km",
    run: () => spatialProximity(counts, { group, proximity: near }).toFixed(9),
  },
  { name: "globalDistortion", run: () => globalDistortion(counts, { distances }).toFixed(9) },
  {
    name: "localRelativeCentralization, 5 nearest",
    run: () => localRelativeCentralization(counts, { group, distances: zones, neighbours: 5 })[0].toFixed(9),
  },
];
const results = await measure(jobs, 3);
const pairs = (areas * (areas - 1)) / 2;
report(`spatial segregation, ${areas} areas x 2 groups`, pairs, results, {
  floor: "",
  unit: "pairs",
  notes: results.map(({ name, median }) => `${name}: ${((1e6 * median) / pairs).toFixed(1)} ns per pair`),
});
