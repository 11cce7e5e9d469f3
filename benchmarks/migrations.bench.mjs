/**
 * The segment detector on a year of days of many people, beside two naive forms of the same logic: that of `test/slow`, a set
 * of days for every segment, and the authors' steps in dictionaries and lists of days.
 * Three kinds of presence: one location on every day, one location on most days with short absences, and home and work on
 * every working day. The naive forms run on samples of the people and are compared per person.
 */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { createLocations, createRandom, detectMigrations, MIGRATION_DEFAULTS } from "../dist/index.js";
import { measure, report, sizes, streamingPass } from "./harness.mjs";
import { referenceMigrations } from "./reference-migrations.mjs";

const DAYS = 365;
const PLACES = 50;
/** So many people go through the reference, and through the sets of days, in each turn. */
const SAMPLE = 1000;
const SLOW_SAMPLE = 100;
/** At least so many times faster than the form of test/slow, per person. */
const TARGET = 50;

const plain = readFileSync(new URL("../test/slow/migrations.ts", import.meta.url), "utf8");
const { outputText } = ts.transpileModule(plain, { compilerOptions: { module: "esnext", target: "es2022" } });
const { slowMigrations } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);

const places = Array.from({ length: PLACES }, (_, i) => i);
const locations = createLocations(
  "zones",
  places.map((i) => `L${i}`),
  places.map((i) => i / 10),
  places.map(() => 0),
);

const KINDS = {
  "one location on each of 365 days": { seen: 1, away: 0, works: false },
  "one location on four days of five, 3% of them elsewhere": { seen: 0.8, away: 0.03, works: false },
  "home each day, work on five days of seven": { seen: 1, away: 0.02, works: true },
};

/** Presence of people of whom three in ten move once, and how many do. */
function generate(people, { seen, away, works }, random) {
  const room = people * DAYS * (works ? 2 : 1);
  const columns = { day: new Int32Array(room), location: new Uint32Array(room), events: new Uint32Array(room).fill(1) };
  const offsets = new Uint32Array(people + 1);
  let row = 0;
  let planted = 0;
  for (let u = 0; u < people; u++) {
    const home = Math.floor(random() * PLACES);
    const next = (home + 1 + Math.floor(random() * (PLACES - 1))) % PLACES;
    const work = Math.floor(random() * PLACES);
    const when = random() < 0.3 ? 100 + Math.floor(random() * 165) : DAYS;
    if (when < DAYS) planted++;
    for (let d = 0; d < DAYS; d++) {
      if (seen < 1 && random() >= seen) continue;
      const here = away > 0 && random() < away ? Math.floor(random() * PLACES) : d < when ? home : next;
      const there = works && d % 7 < 5 && work !== here ? work : -1;
      for (const l of there < 0 ? [here] : here < there ? [here, there] : [there, here]) {
        columns.day[row] = d;
        columns.location[row++] = l;
      }
    }
    offsets[u + 1] = row;
  }
  for (const name of Object.keys(columns)) columns[name] = columns[name].slice(0, row);
  const users = Array.from({ length: people }, (_, u) => `P${String(u).padStart(7, "0")}`);
  return { presence: { locations, users, offsets, length: row, columns }, planted };
}

/** One person's days by location, the dictionary that the reference makes of the rows first. */
function dictionaryOf({ offsets, columns }, u) {
  const days = {};
  for (let i = offsets[u]; i < offsets[u + 1]; i++) {
    const id = locations.columns.id[columns.location[i]];
    days[id] ??= [];
    days[id].push(columns.day[i]);
  }
  return days;
}

/** What the two must agree on, as text. */
function shownOf(home, destination, day, contrary, uncertainty, start, end) {
  return [home, destination, day, contrary, uncertainty, start, end].join(" ");
}

// Sizes are people-days, as everywhere; the largest unless given is 10^5 people.
for (const events of process.argv.slice(2).some((arg) => /^\d/.test(arg)) ? sizes() : [365e4, 365e5]) {
  const people = Math.max(10, Math.round(events / DAYS));
  for (const [kind, plan] of Object.entries(KINDS)) {
    const { presence, planted } = generate(people, plan, createRandom(`migrations ${people} ${kind}`));
    const sample = Array.from({ length: Math.min(people, SAMPLE) }, (_, u) => u);
    const reference = (u) => referenceMigrations(dictionaryOf(presence, u), MIGRATION_DEFAULTS);
    const few = sample.slice(0, SLOW_SAMPLE);
    const slow = (u) => slowMigrations(dictionaryOf(presence, u), MIGRATION_DEFAULTS);
    const id = locations.columns.id;
    const results = await measure(
      [
        streamingPass(presence.columns.day, presence.columns.location),
        { name: "detectMigrations", run: () => `${detectMigrations(presence).length} found, ${planted} moved` },
        {
          name: `reference, ${sample.length} people`,
          run: () => sample.reduce((sum, u) => sum + reference(u).length, 0),
        },
        {
          name: `sets of days, ${few.length} people`,
          run: () => few.reduce((sum, u) => sum + slow(u).migrations.length, 0),
        },
      ],
      5,
    );
    const found = detectMigrations(presence);
    const { columns, offsets } = found;
    let same = 0;
    let all = 0;
    sample.forEach((u) => {
      const theirs = reference(u).map((one) =>
        shownOf(
          one.home,
          one.destination,
          one.day,
          one.contraryDays,
          one.uncertaintyDays,
          one.homeStart,
          one.destinationEnd,
        ),
      );
      all += theirs.length;
      for (let m = offsets[u]; m < offsets[u + 1]; m++) {
        const ends = [id[columns.origin[m]], id[columns.destination[m]], columns.day[m], columns.contraryDays[m]];
        const mine = shownOf(
          ...ends,
          columns.uncertaintyDays[m],
          columns.originStartDay[m],
          columns.destinationEndDay[m],
        );
        if (theirs.includes(mine)) same++;
      }
    });
    const [, ours, other, sets] = results;
    const mine = (1000 * ours.least) / people;
    const theirs = (1000 * other.least) / sample.length;
    const naive = (1000 * sets.least) / few.length;
    const times = naive / mine;
    const perSecond = (us) =>
      `${us.toFixed(us < 10 ? 2 : 1)} µs a person, ${Math.round(1e6 / us).toLocaleString("en-US")} people per second`;
    report(`Migrations of ${people.toLocaleString("en-US")} people, ${kind}`, presence.length, results, {
      unit: "rows",
      notes: [
        `detectMigrations ${perSecond(mine)}`,
        `sets of days (test/slow) ${perSecond(naive)} (a sample): detectMigrations is ${times.toFixed(0)} times as fast (${times >= TARGET ? "held" : "MISSED"}: at least ${TARGET})`,
        `reference in dictionaries ${perSecond(theirs)} (a sample): detectMigrations is ${(theirs / mine).toFixed(0)} times as fast`,
        `the same migrations in the sample: ${same} of ${all}, ${offsets[sample.length] - same} besides`,
      ],
    });
    if (same !== all || offsets[sample.length] !== all) throw new Error("the reference finds other migrations");
  }
}
