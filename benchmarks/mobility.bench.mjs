/** How people move: radius of gyration, entropies, jump lengths of every user; the real entropy of a twentieth of them. */
import {
  byRecency,
  ellipsoidal,
  jumpLengths,
  kRadiusOfGyration,
  locationFrequency,
  maximumDistance,
  meanOfDegrees,
  mobilityNetwork,
  radiusOfGyration,
  realEntropy,
  straightLineDistance,
  uncorrelatedEntropy,
  waitingTimes,
} from "../dist/index.js";
import { eventsOf } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { duckdbOf, prototypes } from "./peers.mjs";

/** Milliseconds on the machine of the prototypes' report, per 10^7 events. */
const REPORTED = {
  radius: { prototype: 63, duckdb: 312 },
  entropies: { prototype: 53, duckdb: 201 },
  jumps: { prototype: 119 },
  real: { prototype: 2240 },
};
/** The real entropy is measured on so small a part of the users. */
const PART = 20;
/** The prototypes' kilometres per unit of the sphere. */
const KILOMETERS = 6371;
const RADIANS = Math.PI / 180;
const kernels = await prototypes();

const furthest = (mine, theirs, factor = 1) => {
  let most = 0;
  for (let i = 0; i < mine.length; i++) {
    const off = Math.abs(mine[i] - factor * theirs[i]);
    if (off > most) most = off;
  }
  return `at most ${most.toExponential(1)} off`;
};

const reported = (what, { prototype, duckdb }) =>
  `${what}, reported for 10^7 events on another machine: prototype ${prototype} ms${duckdb === undefined ? "" : `, DuckDB ${duckdb} ms: ${(prototype / duckdb).toFixed(2)} x`}`;

for (const events of sizes()) {
  const { traces, user, time, location } = eventsOf(events);
  const { offsets, locations } = traces;
  const { lon, lat } = locations.columns;
  const people = traces.users.length;
  const cosines = lat.map((degrees) => Math.cos(degrees * RADIANS));
  const vectors = new Float64Array(3 * lon.length);
  lon.forEach((degrees, a) => {
    vectors[3 * a] = cosines[a] * Math.cos(degrees * RADIANS);
    vectors[3 * a + 1] = cosines[a] * Math.sin(degrees * RADIANS);
    vectors[3 * a + 2] = Math.sin(lat[a] * RADIANS);
  });
  const duckdb = await duckdbOf(user, time, location);
  if (duckdb !== null) {
    await duckdb.rows("create table antennas (a uinteger, lon double, lat double)");
    for (let from = 0; from < lon.length; from += 500) {
      const rows = Array.from(lon.subarray(from, from + 500), (x, k) => `(${from + k}, ${x}, ${lat[from + k]})`);
      await duckdb.rows(`insert into antennas values ${rows.join(", ")}`);
    }
  }
  const inDuckdb = (name, table, query) => ({
    name,
    run: async () => {
      await duckdb.rows(`create or replace temp table ${table} as ${query}`);
      return `${(await duckdb.rows(`select count(*) from ${table}`))[0][0]} rows`;
    },
  });

  // Radius of gyration.
  const radii = radiusOfGyration(traces, { centre: meanOfDegrees() }).columns.radiusMeters;
  const radiusJobs = [
    streamingPass(time, location),
    { name: "radiusOfGyration", run: () => radiusOfGyration(traces).length },
    {
      name: "radiusOfGyration, mean of degrees",
      run: () => radiusOfGyration(traces, { centre: meanOfDegrees() }).length,
    },
    { name: "kRadiusOfGyration, k = 4", run: () => kRadiusOfGyration(traces, { k: 4 }).length },
  ];
  if (events <= 1e6) {
    radiusJobs.push({
      name: "radiusOfGyration, ellipsoidal",
      run: () => radiusOfGyration(traces, { distance: ellipsoidal() }).length,
    });
  }
  if (kernels !== null) {
    const kilometers = new Float64Array(people);
    radiusJobs.push({
      name: "prototype, radius",
      run: () => {
        kernels.rgHavCount(offsets, location, 0, people, lon, lat, cosines, kilometers);
        return `${furthest(radii, kilometers, (1000 * 6371.0088) / KILOMETERS)} m`;
      },
    });
  }
  if (duckdb !== null) {
    const counts = "select u, a, count(*) as n from events group by all";
    const centres =
      "select u, sum(lon * n) / sum(n) as x, sum(lat * n) / sum(n) as y from c join antennas using (a) group by u";
    const h =
      "power(sin(radians(lat - y) / 2), 2) + cos(radians(y)) * cos(radians(lat)) * power(sin(radians(lon - x) / 2), 2)";
    const query = `with c as materialized (${counts}), m as (${centres})
      select u, sqrt(sum(n * power(2 * 6371 * asin(sqrt(${h})), 2)) / sum(n)) from c join antennas using (a) join m using (u) group by u`;
    radiusJobs.push(inDuckdb("DuckDB, radius, one thread", "r", query));
  }
  const radiusResults = await measure(radiusJobs, 5);
  report("Radius of gyration", events, radiusResults, {
    notes: [
      ratioLine(radiusResults, "radiusOfGyration", "prototype, radius", atFullSize(events, 1.5)),
      ratioLine(radiusResults, "radiusOfGyration", "DuckDB, radius, one thread", atFullSize(events, 1 / 4.5)),
      reported("radius of gyration", REPORTED.radius),
    ],
  });

  // Entropies.
  const { entropy } = uncorrelatedEntropy(traces, { base: 2 }).columns;
  const entropyJobs = [
    streamingPass(time, location),
    { name: "uncorrelatedEntropy", run: () => uncorrelatedEntropy(traces, { base: 2 }).length },
  ];
  if (kernels !== null) {
    const random = new Float64Array(people);
    const uncorrelated = new Float64Array(people);
    entropyJobs.push({
      name: "prototype, entropies",
      run: () => {
        kernels.entropies(offsets, location, 0, people, random, uncorrelated);
        return furthest(entropy, uncorrelated);
      },
    });
  }
  if (duckdb !== null) {
    const query = `select u, log2(count(*)) as r, log2(sum(n)) - sum(n * log2(n)) / sum(n) as s
      from (select u, a, count(*) as n from events group by all) group by u`;
    entropyJobs.push(inDuckdb("DuckDB, entropies, one thread", "s", query));
  }
  const entropyResults = await measure(entropyJobs, 5);
  report("Random and uncorrelated entropy", events, entropyResults, {
    notes: [
      ratioLine(entropyResults, "uncorrelatedEntropy", "prototype, entropies", atFullSize(events, 1.7)),
      ratioLine(entropyResults, "uncorrelatedEntropy", "DuckDB, entropies, one thread", atFullSize(events, 1 / 3.5)),
      reported("entropies", REPORTED.entropies),
    ],
  });

  // Jump lengths, and what else goes along the rows.
  const { meters } = jumpLengths(traces).columns;
  const jumpJobs = [
    streamingPass(time, location),
    { name: "jumpLengths", run: () => jumpLengths(traces).length },
    { name: "straightLineDistance", run: () => straightLineDistance(traces).length },
    { name: "waitingTimes", run: () => waitingTimes(traces).length },
    { name: "mobilityNetwork", run: () => `${mobilityNetwork(traces).length} edges` },
    { name: "maximumDistance", run: () => maximumDistance(traces).length },
    { name: "locationFrequency", run: () => locationFrequency(traces).length },
    { name: "locationFrequency, by recency", run: () => locationFrequency(traces, { rank: byRecency() }).length },
  ];
  if (kernels !== null) {
    // The prototype leaves the first row of each user open; a table of its own each time, as the function has to make one.
    jumpJobs.push({
      name: "prototype, jumps",
      run: () => {
        const jumps = new Float64Array(location.length);
        kernels.jumpsVec(offsets, location, 0, people, vectors, jumps);
        return `the last one is ${(1000 * jumps.at(-1)).toFixed(0)} m, ours ${meters.at(-1).toFixed(0)} m`;
      },
    });
    const kept = new Float64Array(location.length);
    jumpJobs.push({
      name: "prototype, jumps into a table that is there",
      run: () => kernels.jumpsVec(offsets, location, 0, people, vectors, kept).toFixed(0),
    });
  }
  const jumpResults = await measure(jumpJobs, 5);
  report("Along the rows", events, jumpResults, {
    notes: [
      ratioLine(jumpResults, "jumpLengths", "prototype, jumps", atFullSize(events, 1.5)),
      reported("jump lengths into a table that is there", REPORTED.jumps),
    ],
  });

  // Real entropy.
  const few = Math.max(1, Math.floor(people / PART));
  const length = offsets[few];
  const part = {
    ...traces,
    users: traces.users.slice(0, few),
    offsets: offsets.slice(0, few + 1),
    length,
    columns: { time: time.slice(0, length), location: location.slice(0, length) },
  };
  const real = realEntropy(part, { base: 2 }).columns.entropy;
  const realJobs = [
    streamingPass(part.columns.time, part.columns.location),
    { name: "realEntropy", run: () => realEntropy(part, { base: 2 }).length },
  ];
  if (kernels !== null) {
    const automaton = new Float64Array(few);
    realJobs.push({
      name: "prototype, suffix automaton",
      run: () => {
        kernels.realEntropySAM(offsets, location, 0, few, automaton);
        return furthest(real, automaton);
      },
    });
  }
  const realResults = await measure(realJobs, 3);
  report("Real entropy", length, realResults, {
    notes: [
      ratioLine(realResults, "realEntropy", "prototype, suffix automaton", atFullSize(events, 1.2)),
      reported("real entropy", REPORTED.real),
    ],
  });
  duckdb?.close();
}
