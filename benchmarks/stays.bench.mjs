/** Stays in the fixes of GPS loggers, by each rule; a plain loop of each (Math.*, no checks) beside them. */
import {
  boundedStays,
  boundingRectangle,
  createRandom,
  detectStays,
  greatCircleMeters,
  medianCentre,
  roamingStays,
  stayLocations,
  stayPoints,
} from "../dist/index.js";
import { measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";

const USERS = 60;
const DEGREE_METERS = 111_195;
const RADIANS = Math.PI / 180;
const SPHERE = 6_371_008.8;

/** Fixes of people who rest for a quarter of an hour to some hours, to within 8 m, and go to the next place; one in 5–15 s. */
function fixesOf(count) {
  const random = createRandom(`stays ${count}`);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const perUser = Math.max(1, Math.round(count / USERS));
  const length = perUser * USERS;
  const time = new Uint32Array(length);
  const lon = new Float64Array(length);
  const lat = new Float64Array(length);
  for (let u = 0; u < USERS; u++) {
    let at = 1_700_000_000;
    let [x, y, i] = [6 + random(), 49 + random(), u * perUser];
    const put = (px, py) => {
      if (i >= (u + 1) * perUser) return;
      at += 5 + Math.floor(10 * random());
      time[i] = at;
      lon[i] = px + (8 * normal()) / (DEGREE_METERS * Math.cos(py * RADIANS));
      lat[i++] = py + (8 * normal()) / DEGREE_METERS;
    };
    while (i < (u + 1) * perUser) {
      for (let k = 90 + 1000 * random() ** 2; k > 0; k--) put(x, y);
      const [toX, toY] = [6 + random(), 49 + random()];
      const steps = 40 + Math.floor(120 * random());
      const [goX, goY] = [x + (toX - x) * 0.15, y + (toY - y) * 0.15];
      for (let k = 1; k <= steps; k++) put(x + ((goX - x) * k) / steps, y + ((goY - y) * k) / steps);
      [x, y] = [goX, goY];
    }
  }
  const offsets = Uint32Array.from({ length: USERS + 1 }, (_, u) => u * perUser);
  const users = Array.from({ length: USERS }, (_, u) => `u${String(u).padStart(2, "0")}`);
  return { users, length, offsets, columns: { time, lon, lat } };
}

const haversine = (lon1, lat1, lon2, lat2) => {
  const s = Math.sin(((lat2 - lat1) * RADIANS) / 2);
  const c = Math.sin(((lon2 - lon1) * RADIANS) / 2);
  return 2 * SPHERE * Math.asin(Math.sqrt(s * s + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * c * c));
};

/** Stay points by a plain loop: every distance computed, or by the equirectangular distance but for a band of a thousandth. */
function plainStayPoints({ offsets, columns: { time, lon, lat } }, filtered) {
  let stays = 0;
  let sum = 0;
  for (let u = 0; u < USERS; u++) {
    let a = offsets[u];
    let cosine = Math.cos(lat[a] * RADIANS);
    for (let i = a + 1; i < offsets[u + 1]; i++) {
      let far = time[i] - time[i - 1] > 900;
      if (far) {
        a = i;
        cosine = Math.cos(lat[a] * RADIANS);
        continue;
      }
      if (filtered) {
        const y = (lat[i] - lat[a]) * RADIANS * SPHERE;
        const x = (lon[i] - lon[a]) * RADIANS * SPHERE * cosine;
        const d2 = x * x + y * y;
        far = d2 > 10_010 || (d2 >= 9_990 && haversine(lon[a], lat[a], lon[i], lat[i]) >= 100);
      } else far = haversine(lon[a], lat[a], lon[i], lat[i]) >= 100;
      if (!far) continue;
      if (time[i] - time[a] >= 300) {
        let east = 0;
        for (let k = a; k < i; k++) east += lon[k];
        sum += east / (i - a);
        stays++;
      }
      a = i;
      cosine = Math.cos(lat[a] * RADIANS);
    }
  }
  return { stays, sum };
}

/** scikit-mobility's stay locations by a plain loop, with a sorted copy for each median. */
function plainStayLocations({ offsets, columns: { time, lon, lat } }) {
  let stays = 0;
  let sum = 0;
  for (let u = 0; u < USERS; u++) {
    const last = offsets[u + 1] - 1;
    let a = offsets[u];
    for (let i = a + 1; i <= last; i++) {
      if (i < last && haversine(lon[a], lat[a], lon[i], lat[i]) <= 200) continue;
      if (time[i] - time[a] > 1200 && i > a) {
        for (const column of [lon, lat]) {
          const own = column.slice(a, i).sort();
          sum += (own[(i - a) >> 1] + own[(i - a - 1) >> 1]) / 2;
        }
        stays++;
      }
      a = i;
    }
  }
  return { stays, sum };
}

/** How many fixes of the first users lie in stays on the wrong side of the radius, by the distance itself. */
function wrongOf({ stays, runs }, { columns: { lon, lat } }, radiusMeters) {
  let wrong = 0;
  for (let k = 0; k < Math.min(stays.length, 500); k++) {
    const a = runs.columns.first[k];
    for (let i = a; i < runs.columns.after[k]; i++) {
      if (greatCircleMeters(lon[a], lat[a], lon[i], lat[i]) > radiusMeters) wrong++;
    }
  }
  return wrong;
}

const given = sizes();
for (const count of given.length === 3 ? [1e5, 1e6] : given) {
  const fixes = fixesOf(count);
  const end = "first fix outside";
  const points = stayPoints({ radiusMeters: 100, minStaySeconds: 300, maxGapSeconds: 900, end });
  const locations = stayLocations({ radiusMeters: 200, minStaySeconds: 1200, maxGapSeconds: Infinity, end });
  const roaming = roamingStays({ roamMeters: 100, minStaySeconds: 300, maxGapSeconds: 900, end });
  const bounded = boundedStays({
    maxDiameterMeters: 100,
    extent: boundingRectangle(),
    minStaySeconds: 300,
    maxGapSeconds: 900,
    end,
  });
  const { time, lon, lat } = fixes.columns;
  const jobs = [
    streamingPass(time, lon, lat),
    { name: "detectStays, stayPoints", run: () => detectStays(fixes, { rule: points }), radius: 100 },
    { name: "plain loop, equirectangular", run: () => plainStayPoints(fixes, true) },
    { name: "plain loop, haversines", run: () => plainStayPoints(fixes, false) },
    {
      name: "detectStays, stayLocations, medians",
      run: () => detectStays(fixes, { rule: locations, centre: medianCentre() }),
      radius: 200,
    },
    { name: "plain loop of stayLocations, haversines", run: () => plainStayLocations(fixes) },
    { name: "detectStays, roamingStays", run: () => detectStays(fixes, { rule: roaming }) },
  ];
  if (count <= 1e6) jobs.push({ name: "detectStays, boundedStays", run: () => detectStays(fixes, { rule: bounded }) });
  const results = await measure(jobs, 5);
  for (const [j, result] of results.entries()) {
    const { value } = result;
    if (value.runs === undefined) result.value = value.stays === undefined ? "" : `${value.stays} stays`;
    else {
      const { radius } = jobs[j];
      const wrong = radius === undefined ? "" : `, ${wrongOf(value, fixes, radius)} fixes wrong`;
      result.value = `${value.stays.length} stays${wrong}`;
    }
  }
  report("Stays", fixes.length, results, {
    unit: "fixes of 60 users",
    notes: [
      // Set for this size: 70 M fixes a second where the first loop has 89, and 20 M where the last one takes 145 ms a million.
      ratioLine(results, "detectStays, stayPoints", "plain loop, equirectangular", count >= 1e6 ? 89 / 70 : undefined),
      ratioLine(
        results,
        "detectStays, stayLocations, medians",
        "plain loop of stayLocations, haversines",
        count >= 1e6 ? 50 / 145 : undefined,
      ),
      ratioLine(results, "detectStays, stayPoints", "plain loop, haversines"),
    ],
  });
}
