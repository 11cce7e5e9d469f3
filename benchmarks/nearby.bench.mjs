/** The ten nearest locations and all within a radius, on the globe; kdbush (in the plane) and geokdbush beside them where they are there. */
import { createLocations, createRandom, findKNearest, findWithin, greatCircleMeters } from "../dist/index.js";
import { measure, ratioLine, report } from "./harness.mjs";
import { kdbush } from "./peers.mjs";

const POINTS = 10_000;
const COUNT = 10;

/** The rows nearest first, by trying every location. */
function bruteForce(lon, lat, x, y) {
  const metres = lon.map((l, i) => greatCircleMeters(x, y, l, lat[i]));
  const rows = Uint32Array.from(metres.keys()).sort((a, b) => metres[a] - metres[b] || a - b);
  return { rows, metres };
}

const peer = await kdbush();
for (const locations of [2_000, 50_000, 500_000]) {
  const random = createRandom(`nearby ${locations}`);
  const lon = Float64Array.from({ length: locations }, () => 5 + 10 * random());
  const lat = Float64Array.from({ length: locations }, () => 40 + 10 * random());
  const table = createLocations(
    "antennas",
    Array.from(lon, (_, i) => `A${i}`),
    lon,
    lat,
  );
  const x = Float64Array.from({ length: POINTS }, () => 5 + 10 * random());
  const y = Float64Array.from({ length: POINTS }, () => 40 + 10 * random());
  // About thirty locations on average.
  const radiusMeters = Math.sqrt((30 / locations) * (1_110_000 * 780_000)) / Math.sqrt(Math.PI);
  const wrong = (found) => {
    let faults = 0;
    for (let i = 0; i < 20; i++) {
      const { rows, metres } = bruteForce(lon, lat, x[i], y[i]);
      faults += found(i, rows, metres) ? 0 : 1;
    }
    return faults;
  };
  const same = (a, b) => a.length === b.length && a.every((row, k) => row === b[k]);
  const jobs = [
    {
      name: `findKNearest, ${COUNT} of each of ${POINTS} points`,
      run: () => findKNearest(table, x, y, { count: COUNT }),
      quality: (found) =>
        wrong((i, rows) => same(found.location.slice(COUNT * i, COUNT * i + COUNT), rows.slice(0, COUNT))),
    },
    {
      name: `findWithin ${Math.round(radiusMeters)} m of ${POINTS} points`,
      run: () => findWithin(table, x, y, { radiusMeters }),
      quality: (found) =>
        wrong((i, rows, metres) =>
          same(
            found.location.slice(found.offsets[i], found.offsets[i + 1]),
            rows.filter((row) => metres[row] <= radiusMeters),
          ),
        ),
    },
  ];
  jobs.push({
    name: "findKNearest of one point: the tree",
    run: () => findKNearest(table, x.slice(0, 1), y.slice(0, 1), { count: COUNT }),
    quality: (found) => wrong((i, rows) => i > 0 || same(found.location, rows.slice(0, COUNT))),
  });
  if (peer !== null) {
    const { KDBush, around } = peer;
    const build = () => {
      const index = new KDBush(locations);
      for (let i = 0; i < locations; i++) index.add(lon[i], lat[i]);
      return index.finish();
    };
    jobs.push(
      {
        name: "geokdbush around, the same number",
        run: () => {
          const index = build();
          return Array.from(x, (at, i) => around(index, at, y[i], COUNT));
        },
        quality: (found) => wrong((i, rows) => same(Uint32Array.from(found[i]), rows.slice(0, COUNT))),
      },
      {
        name: "geokdbush around, the same radius",
        run: () => {
          const index = build();
          return Array.from(x, (at, i) => around(index, at, y[i], Infinity, radiusMeters / 1000));
        },
        quality: (found) =>
          wrong((i, rows, metres) =>
            same(
              Uint32Array.from(found[i]),
              rows.filter((row) => metres[row] <= radiusMeters),
            ),
          ),
      },
      {
        name: "kdbush within, planar in degrees, not in order",
        run: () => {
          const index = build();
          return Array.from(x, (at, i) => index.within(at, y[i], radiusMeters / 111_195));
        },
        quality: (found) =>
          wrong((i, rows, metres) =>
            same(Uint32Array.from(found[i]).sort(), rows.filter((row) => metres[row] <= radiusMeters).sort()),
          ),
      },
    );
  }
  const results = await measure(jobs, 3);
  for (const [j, result] of results.entries()) result.value = `${jobs[j].quality(result.value)} of 20 points wrong`;
  report("Near locations", POINTS, results, {
    floor: "kdbush within, planar in degrees, not in order",
    unit: `points, ${locations.toLocaleString("en-US")} locations`,
    notes:
      peer === null
        ? []
        : [
            ratioLine(results, jobs[0].name, "geokdbush around, the same number"),
            ratioLine(results, jobs[1].name, "geokdbush around, the same radius"),
          ],
  });
}
