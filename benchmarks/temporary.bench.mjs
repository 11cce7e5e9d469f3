/**
 * Temporary migration from daily locations: people seen on eight of ten days of a year, three in ten of whom spend some
 * weeks elsewhere. The largest size is 10^5 people, 29 million person-days.
 */
import {
  buildHalfMonths,
  countTemporaryMigrants,
  createClock,
  createLocations,
  createRandom,
  detectTemporaryMigrations,
  detectUsualResidences,
} from "../dist/index.js";
import { measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";

const DAYS = 365;
const FIRST_DAY = 16071; // 2014-01-01
const PLACES = 50;
const places = Array.from({ length: PLACES }, (_, i) => i);
const locations = createLocations(
  "zones",
  places.map((i) => `L${i}`),
  places.map((i) => i / 10),
  places.map(() => 0),
);
const clock = createClock({ timeZone: "Africa/Dakar" });
const periods = buildHalfMonths({ clock, firstDay: FIRST_DAY, lastDay: FIRST_DAY + DAYS - 1 });

for (const events of sizes()) {
  const people = Math.max(10, Math.round(events / 100));
  const random = createRandom(`temporary ${people}`);
  const offsets = new Uint32Array(people + 1);
  const day = new Int32Array(people * DAYS);
  const location = new Uint32Array(people * DAYS);
  let rows = 0;
  let planted = 0;
  for (let u = 0; u < people; u++) {
    const goes = random() < 0.3;
    if (goes) planted++;
    const home = Math.floor(random() * PLACES);
    const there = (home + 1 + Math.floor(random() * (PLACES - 1))) % PLACES;
    const left = goes ? 20 + Math.floor(random() * 220) : DAYS;
    const back = left + 30 + Math.floor(random() * 90);
    for (let d = 0; d < DAYS; d++) {
      if (random() >= 0.8) continue;
      const isAway = d >= left && d < back;
      day[rows] = FIRST_DAY + d;
      location[rows++] = random() < 0.03 ? Math.floor(random() * PLACES) : isAway ? there : home;
    }
    offsets[u + 1] = rows;
  }
  const users = Array.from({ length: people }, (_, u) => `P${String(u).padStart(7, "0")}`);
  const columns = { day: day.slice(0, rows), location: location.slice(0, rows), events: new Uint32Array(rows).fill(1) };
  const daily = { locations, users, offsets, length: rows, columns };
  const residences = detectUsualResidences(daily);
  const migrations = detectTemporaryMigrations(daily, residences);
  const results = await measure(
    [
      streamingPass(columns.day, columns.location),
      { name: "detectUsualResidences", run: () => detectUsualResidences(daily).length },
      {
        name: "detectTemporaryMigrations",
        run: () => `${detectTemporaryMigrations(daily, residences).length} found, ${planted} planted`,
      },
      {
        name: "countTemporaryMigrants",
        run: () => countTemporaryMigrants(daily, residences, migrations, { periods }).length,
      },
    ],
    3,
  );
  const rate = (name) => {
    const { median } = results.find((result) => result.name === name);
    return `${name}: ${Math.round((1000 * people) / median).toLocaleString("en-US")} users a second`;
  };
  report(`Temporary migration of ${people.toLocaleString("en-US")} people`, rows, results, {
    unit: "person-days",
    notes: [
      rate("detectUsualResidences"),
      rate("detectTemporaryMigrations"),
      rate("countTemporaryMigrants"),
      ratioLine(results, "detectTemporaryMigrations", "streaming pass"),
    ],
  });
}
