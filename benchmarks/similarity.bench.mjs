/**
 * Mobility similarity: measures of two origin–destination tables, matrices of movement per group and window, trails on 10^4
 * locations, the permutation test, and pairs of people.
 */
import {
  ACTIVITY_WINDOWS,
  buildTracesOfEvents,
  buildTrails,
  byEvents,
  compareMobility,
  cosineSimilarity,
  countGroupFlows,
  countUserFlows,
  createClock,
  createLocations,
  createRandom,
  frobeniusSimilarity,
  jensenShannonDivergence,
  measurePlaceSimilarity,
  measureStigmergicSimilarity,
  measureTrajectorySimilarity,
  measureWindowSimilarity,
  realPenaltyEdit,
  slidingWindows,
  stigmergicSimilarity,
  structuralSimilarity,
  testMobilitySimilarity,
  totalShares,
  triangularMark,
} from "../dist/index.js";
import { measure, report, streamingPass } from "./harness.mjs";

const LOCATIONS = 10_000;
const DAYS = 60;
const events = Number(process.argv[2] ?? 1e6);
const userCount = Math.max(20, Math.round(events / 200));

// People with a few places of their own near one another, on a grid of 100 by 100 places a kilometre apart.
const random = createRandom("similarity");
const clock = createClock({ timeZone: "Europe/Istanbul" });
const place = Array.from({ length: LOCATIONS }, (_, l) => l);
const lon = place.map((l) => 28 + 0.012 * (l % 100));
const lat = place.map((l) => 40.5 + 0.009 * Math.floor(l / 100));
const locations = createLocations("antennas", place.map(String), lon, lat);
const homes = Uint32Array.from({ length: userCount }, () => Math.floor(random() * LOCATIONS));
const user = Uint32Array.from({ length: events }, () => Math.floor(random() * userCount));
const time = Uint32Array.from({ length: events }, () => 1_483_228_800 + Math.floor(random() * DAYS * 86_400));
const location = Uint32Array.from(user, (u) => (homes[u] + Math.floor(random() * random() * 300)) % LOCATIONS);
const users = Array.from({ length: userCount }, (_, u) => `u${String(u).padStart(7, "0")}`);
const traces = buildTracesOfEvents({ users, user, time, location }, locations);
const groups = { groupOf: users.map((_, u) => (u % 10 === 0 ? 0 : 1)), labels: ["refugees", "locals"] };
const counting = { clock, windows: ACTIVITY_WINDOWS, maxGapSeconds: 86_400, withinDay: true, diagonal: true };
const moves = countUserFlows(traces, counting);
const { flows } = countGroupFlows(moves, groups);
const [a, b] = flows;
const rules = { clock, mark: triangularMark({ reachMeters: 2000 }), keptShare: 0.7, stepHours: 24, ...groups };
const trails = buildTrails(traces, rules);
const against = "locals";
const pairs = { user: place.map((k) => k % userCount), other: place.map((k) => (7 * k + 1) % userCount) };
const six = (x) => x.toFixed(6);

const tables = await measure([
  streamingPass(a.value, b.value),
  { name: "frobeniusSimilarity", run: () => six(frobeniusSimilarity(a, b)) },
  { name: "cosineSimilarity", run: () => six(cosineSimilarity(a, b)) },
  { name: "jensenShannonDivergence", run: () => six(jensenShannonDivergence(a, b)) },
  { name: "compareMobility (8 measures)", run: () => six(compareMobility(a, b).columns.similarity[0]) },
]);
report("Two sparse tables of flows", a.value.length + b.value.length, tables, { unit: "entries" });

const SIDE = 1000;
const dense = [1, 2].map((k) => {
  const value = Float64Array.from({ length: SIDE * SIDE }, () => Math.floor(random() * 10 * k));
  return { rows: SIDE, columns: SIDE, value };
});
const structure = (size) =>
  structuralSimilarity(dense[0], dense[1], {
    windows: slidingWindows({ size, moments: "population" }),
    scale: totalShares(),
  });
const structures = await measure([
  streamingPass(dense[0].value, dense[1].value),
  { name: "structuralSimilarity, windows of 7", run: () => six(structure(7)) },
  { name: "structuralSimilarity, windows of 11", run: () => six(structure(11)) },
]);
report("Structural similarity of two matrices", SIDE * SIDE, structures, { unit: "cells" });

const lives = await measure(
  [
    streamingPass(traces.columns.time, traces.columns.location),
    { name: "countUserFlows, three windows", run: () => countUserFlows(traces, counting).length },
    { name: "countGroupFlows", run: () => countGroupFlows(moves, groups).flows[0].value.length },
    {
      name: "measureWindowSimilarity",
      run: () => measureWindowSimilarity(traces, { clock, windows: ACTIVITY_WINDOWS, minEvents: 1 }).unscored,
    },
    { name: "buildTrails (60 days, 2 groups)", run: () => buildTrails(traces, rules).steps },
    {
      name: "stigmergicSimilarity of groups",
      run: () => six(stigmergicSimilarity(trails, { group: "refugees", against }).mean),
    },
    {
      name: "measureStigmergicSimilarity of users",
      run: () => six(measureStigmergicSimilarity(traces, trails, { against, groupOf: groups.groupOf }).columns.mean[0]),
    },
    {
      name: "testMobilitySimilarity, 99 shuffles",
      run: () =>
        testMobilitySimilarity(moves, {
          ...groups,
          group: "refugees",
          against,
          window: "weekend",
          similarity: (x, y) => frobeniusSimilarity(x, y),
          replicates: 99,
          random: createRandom(1),
        }).pLess,
    },
  ],
  3,
);
report(`Lives of ${userCount} people, ${LOCATIONS} locations`, events, lives);

const people = await measure(
  [
    streamingPass(traces.columns.location),
    {
      name: "measurePlaceSimilarity",
      run: () => six(measurePlaceSimilarity(traces, { pairs, weight: byEvents() }).columns.commonPart[0]),
    },
    {
      name: "measureTrajectorySimilarity, 100 pairs, real penalty",
      run: () => {
        const few = { user: pairs.user.slice(0, 100), other: pairs.other.slice(0, 100) };
        const measured = realPenaltyEdit({ gap: { lon: 28.5, lat: 41 } });
        return measureTrajectorySimilarity(traces, { pairs: few, measure: measured }).columns.value[0].toFixed(0);
      },
    },
  ],
  3,
);
report("Pairs of people", pairs.user.length, people, { unit: "pairs" });
