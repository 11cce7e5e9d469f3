/** Stop locations of stays: everyday lives of many people, and one crowd of everybody in a few places. */
import { allUsers, buildStops, createLocations, createRandom } from "../dist/index.js";
import { measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";

/** People with some 400 stays each at about 25 places within 20 km of a town, scattered by 15 m, a tenth anywhere. */
function livesOf(stays) {
  const random = createRandom(`stops ${stays}`);
  const people = Math.max(1, Math.round(stays / 400));
  const lon = new Float64Array(stays);
  const lat = new Float64Array(stays);
  const offsets = new Uint32Array(people + 1);
  const start = new Uint32Array(stays);
  const near = (width) => (random() + random() + random() - 1.5) * width;
  for (let u = 0; u < people; u++) {
    offsets[u + 1] = Math.round(((u + 1) * stays) / people);
    const places = Array.from({ length: 25 }, () => [16 + near(0.25), 48 + near(0.18)]);
    for (let i = offsets[u]; i < offsets[u + 1]; i++) {
      const strays = random() < 0.1;
      const [x, y] = strays ? [16 + near(0.25), 48 + near(0.18)] : places[Math.floor(random() ** 3 * 25)];
      lon[i] = x + near(0.0003);
      lat[i] = y + near(0.0002);
      start[i] = 3600 * (i - offsets[u]);
    }
  }
  return tableOf(people, offsets, start, lon, lat);
}

/** Everybody's stays in twenty places, by a bell of 60 m. */
function crowdOf(stays) {
  const random = createRandom(`crowd ${stays}`);
  const near = (width) => (random() + random() + random() + random() + random() + random() - 3) * width;
  const places = Array.from({ length: 20 }, () => [16 + near(0.1), 48 + near(0.1)]);
  const lon = new Float64Array(stays);
  const lat = new Float64Array(stays);
  for (let i = 0; i < stays; i++) {
    const [x, y] = places[Math.floor(random() * 20)];
    lon[i] = x + near(0.001);
    lat[i] = y + near(0.0007);
  }
  const start = Uint32Array.from(lon, (_, i) => 60 * i);
  return tableOf(1, Uint32Array.of(0, stays), start, lon, lat);
}

function tableOf(people, offsets, start, lon, lat) {
  const ids = Array.from(lon, (_, i) => String(i));
  return {
    locations: createLocations("stops", ids, lon, lat),
    users: Array.from({ length: people }, (_, u) => `u${u}`),
    offsets,
    length: lon.length,
    columns: { start, end: start.map((s) => s + 50), location: Uint32Array.from(lon, (_, i) => i), events: start },
  };
}

/** What one would write at first: all distances of one user's stays, and a flood through those that are near. */
function allPairs({ offsets, locations: { columns } }, epsMeters, users) {
  const limit = epsMeters / 6371008.8;
  const radians = Math.PI / 180;
  let clusters = 0;
  for (let u = 0; u < users; u++) {
    const left = new Set(Array.from({ length: offsets[u + 1] - offsets[u] }, (_, k) => offsets[u] + k));
    for (const seed of left) {
      clusters++;
      left.delete(seed);
      const queue = [seed];
      for (let a = queue.pop(); a !== undefined; a = queue.pop()) {
        for (const b of left) {
          const y = (columns.lat[b] - columns.lat[a]) * radians;
          const x = (columns.lon[b] - columns.lon[a]) * radians * Math.cos(columns.lat[a] * radians);
          if (x * x + y * y > limit * limit) continue;
          left.delete(b);
          queue.push(b);
        }
      }
    }
  }
  return clusters;
}

for (const stays of sizes().filter((size) => size <= 1e6)) {
  const lives = livesOf(stays);
  const crowd = crowdOf(stays);
  const tenth = Math.ceil(lives.users.length / 10);
  const counts = ({ stops, noise }) => `${stops.locations.length} stops, ${noise} noise`;
  let peak = 0;
  const watched = (run) => () => {
    globalThis.gc?.();
    const before = process.memoryUsage();
    const result = counts(run());
    const after = process.memoryUsage();
    peak = Math.max(0, after.arrayBuffers - before.arrayBuffers) / stays;
    return `${result}, ${peak.toFixed(0)} bytes a stay in columns`;
  };
  const jobs = [
    streamingPass(lives.columns.start, lives.locations.columns.lon, lives.locations.columns.lat),
    { name: "each user, 1 stay", run: watched(() => buildStops(lives, { epsMeters: 50, minStays: 1 })) },
    { name: "each user, 3 stays", run: watched(() => buildStops(lives, { epsMeters: 50, minStays: 3 })) },
    {
      name: "all users, 10 stays",
      run: watched(() => buildStops(lives, { epsMeters: 20, minStays: 10, scope: allUsers() })),
    },
    { name: "a crowd, 1 stay", run: watched(() => buildStops(crowd, { epsMeters: 50, minStays: 1 })) },
    { name: "a crowd, 50 stays", run: watched(() => buildStops(crowd, { epsMeters: 10, minStays: 50 })) },
    {
      name: "all distances, a tenth of the users",
      run: () => `${allPairs(lives, 50, tenth)} stops`,
    },
  ];
  const results = await measure(jobs, 3);
  report("Stops", stays, results, {
    unit: "stays",
    notes: [
      ratioLine(results, "each user, 1 stay", "all distances, a tenth of the users"),
      "(all distances of all users would take ten times as long; of a crowd, the square of its stays)",
    ],
  });
}
