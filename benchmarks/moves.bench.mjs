/** Migration events from daily locations: people seen on most days of a year, some of whom move. */
import {
  buildDayToDayMoves,
  buildPresenceOfDays,
  createLocations,
  createRandom,
  detectMigrations,
} from "../dist/index.js";
import { measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";

const DAYS = 365;
const PLACES = 50;
const places = Array.from({ length: PLACES }, (_, i) => i);
const locations = createLocations(
  "zones",
  places.map((i) => `L${i}`),
  places.map((i) => i / 10),
  places.map(() => 0),
);

for (const events of sizes()) {
  const people = Math.max(10, Math.round(events / (DAYS * 0.8)));
  const random = createRandom(`moves ${people}`);
  const user = [];
  const day = [];
  const location = [];
  let planted = 0;
  for (let u = 0; u < people; u++) {
    const id = `P${String(u).padStart(7, "0")}`;
    const moves = random() < 0.3;
    if (moves) planted++;
    const home = Math.floor(random() * PLACES);
    const next = (home + 1 + Math.floor(random() * (PLACES - 1))) % PLACES;
    const when = moves ? 100 + Math.floor(random() * 165) : DAYS;
    for (let d = 0; d < DAYS; d++) {
      if (random() >= 0.8) continue;
      user.push(id);
      day.push(d);
      location.push(random() < 0.03 ? Math.floor(random() * PLACES) : d < when ? home : next);
    }
  }
  const presence = buildPresenceOfDays({ user, day, location }, locations);
  const { columns } = presence;
  const results = await measure(
    [
      streamingPass(columns.day, columns.location, columns.events),
      { name: "detectMigrations", run: () => `${detectMigrations(presence).length} found, ${planted} planted` },
      { name: "buildDayToDayMoves", run: () => buildDayToDayMoves(presence, { maxGapDays: 7 }).length },
    ],
    3,
  );
  const mine = results.find(({ name }) => name === "detectMigrations");
  report("Migrations", presence.length, results, {
    unit: "person-days",
    notes: [
      `${((1000 * mine.median) / people).toFixed(2)} µs a person and year`,
      ratioLine(results, "detectMigrations", "streaming pass"),
    ],
  });
}
