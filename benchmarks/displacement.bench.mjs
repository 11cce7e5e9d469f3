/**
 * Displacement after a disaster: people seen on eight of ten of 60 days, in 50 areas; of five areas that are struck on the
 * tenth day four in ten flee and come back after a random time, and anybody is elsewhere for a day on three of a hundred.
 * The largest size is 10^6 people, 48 million person-days.
 */
import {
  buildDisplacementSpells,
  countDisplacedFlows,
  countDisplacement,
  createLocations,
  createRandom,
  detectDisplacement,
  measureDisplacementByHome,
  measureReturn,
} from "../dist/index.js";
import { measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";

const DAYS = 60;
const FIRST_DAY = 16_071;
const EVENT = 10;
const PLACES = 50;
const STRUCK = 5;
/** The day after the event whose displaced are held against those planted. */
const AFTER = 14;
const places = Array.from({ length: PLACES }, (_, i) => i);
const locations = createLocations(
  "zones",
  places.map((i) => `L${i}`),
  places.map((i) => i / 10),
  places.map((i) => (i % 7) / 10),
);

for (const events of sizes()) {
  const people = Math.max(100, Math.round(events / 10));
  const random = createRandom(`displacement ${people}`);
  const offsets = new Uint32Array(people + 1);
  const day = new Int32Array(people * DAYS);
  const location = new Uint32Array(people * DAYS);
  const home = new Int32Array(people);
  let rows = 0;
  let fled = 0;
  const lengths = [];
  for (let u = 0; u < people; u++) {
    home[u] = Math.floor(random() * PLACES);
    const flees = home[u] < STRUCK && random() < 0.4;
    const there = (home[u] + 1 + Math.floor(random() * (PLACES - 1))) % PLACES;
    const stays = flees ? 2 + Math.floor(-15 * Math.log(1 - random())) : 0;
    if (flees) lengths.push(stays);
    if (stays > AFTER) fled++;
    const silentFrom = random() < 0.1 ? EVENT : DAYS;
    for (let d = 0; d < silentFrom; d++) {
      if (random() >= 0.8) continue;
      const isAway = d >= EVENT && d < EVENT + stays;
      day[rows] = FIRST_DAY + d;
      location[rows++] = random() < 0.03 ? Math.floor(random() * PLACES) : isAway ? there : home[u];
    }
    offsets[u + 1] = rows;
  }
  const median = lengths.sort((a, b) => a - b)[lengths.length >> 1];
  const users = Array.from({ length: people }, (_, u) => `P${String(u).padStart(7, "0")}`);
  const columns = { day: day.slice(0, rows), location: location.slice(0, rows), events: new Uint32Array(rows).fill(1) };
  const daily = { locations, users, offsets, length: rows, columns };
  const homes = { locations, users, length: people, columns: { location: home } };
  const byDay = { eventDay: FIRST_DAY + EVENT, followDays: 39, minLostDays: 14 };
  const byRows = { ...byDay, minAwayDays: 2, minHomeDays: 3 };
  const states = detectDisplacement(daily, homes, byRows);
  const spells = buildDisplacementSpells(states);
  /** The displaced of the struck areas by the seen share of their people, beside those planted. */
  const displaced = (of) => {
    let [away, seen, all] = [0, 0, 0];
    const { columns: c } = countDisplacement(of);
    for (let area = 0; area < STRUCK; area++) {
      const row = area * 40 + AFTER;
      away += c.displaced[row];
      seen += c.displaced[row] + c.atHome[row] + c.returned[row];
      all += c.people[row];
    }
    return `${Math.round((away / seen) * all)} displaced on day ${AFTER}, ${fled} planted`;
  };
  const options = { confidence: 0.95, toDay: byDay.eventDay + 3 };
  const results = await measure(
    [
      streamingPass(columns.day, columns.location),
      { name: "detectDisplacement, by the day", run: () => detectDisplacement(daily, homes, byDay).length },
      { name: "detectDisplacement, rows of 2 and 3 days", run: () => detectDisplacement(daily, homes, byRows).length },
      { name: "buildDisplacementSpells", run: () => buildDisplacementSpells(states).length },
      { name: "countDisplacement", run: () => displaced(states) },
      { name: "countDisplacedFlows", run: () => countDisplacedFlows(states).index.length },
      { name: "measureDisplacementByHome", run: () => measureDisplacementByHome(states, { daysAfter: AFTER }).length },
      {
        name: "measureReturn",
        run: () => `half back after ${measureReturn(spells, options).halfLifeDays} days, planted ${median}`,
      },
    ],
    3,
  );
  const perRun = (name, count) => {
    const { median: ms } = results.find((result) => result.name === name);
    return `${name}: ${((1e6 * ms) / count).toFixed(0)} ns each of ${count.toLocaleString("en-US")}`;
  };
  report(`Displacement of ${people.toLocaleString("en-US")} people`, rows, results, {
    unit: "person-days",
    notes: [
      `By the day: ${displaced(detectDisplacement(daily, homes, byDay))}`,
      perRun("detectDisplacement, by the day", rows),
      perRun("detectDisplacement, rows of 2 and 3 days", rows),
      perRun("buildDisplacementSpells", states.length),
      perRun("countDisplacement", states.length),
      ratioLine(results, "detectDisplacement, rows of 2 and 3 days", "streaming pass"),
    ],
  });
}
