import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods, buildWeeks } from "../../src/core/periods.ts";
import { createRandom } from "../../src/core/random.ts";
import { countGroupPresence } from "../../src/flows/group-presence.ts";
import { countSiteCommuters } from "../../src/flows/site-commuters.ts";
import { measureAreaDifferences } from "../../src/models/difference-areas.ts";
import { classicalErrors, robustErrors } from "../../src/models/difference-errors.ts";
import { fitEventStudy } from "../../src/models/difference-events.ts";
import { fitDifferenceInDifferences } from "../../src/models/difference-in-differences.ts";
import { cr2Errors, hc2Errors, hc3Errors } from "../../src/models/difference-small-samples.ts";
import { mostNights } from "../../src/places/criteria-nights.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { detectSiteCommuters } from "../../src/places/site-commuters.ts";
import type { Traces } from "../../src/types.ts";
import { type TraceEvent, tracesOf } from "../slow/sequences.ts";

/** A small country in which refugees go to one area for the harvest, by draws of their own in every week. */

const AREAS = 12;
const WEEKS = 36;
/** The harvest, and its first weeks. */
const SEASON = Array.from({ length: 12 }, (_, i) => 20 + i);
const SHORT = SEASON.slice(0, 4);
const PEOPLE = 180;
const SITE = 4;
/** Chances: to be seen in a week, to be elsewhere than at home in an event, to go to the harvest in a week of the season. */
const SEEN = 0.9;
const ELSEWHERE = 0.1;
const HARVEST = 0.15;
const WEEK = 604_800;

const clock = createClock({ timeZone: "UTC" });
const periods = buildWeeks({ clock, firstDay: 16804, lastDay: 16804 + 7 * WEEKS - 1 });
const at = Array.from({ length: AREAS }, (_, a) => a / 10);
const zones = createLocations(
  "zones",
  at.map((_, a) => `area ${a}`),
  at,
  at,
);
const users = Array.from({ length: PEOPLE }, (_, u) => `u${String(u).padStart(3, "0")}`);
const groupOf = users.map((_, u) => u % 2);
const labels = ["locals", "refugees"];
/** Refugees live in other areas than locals: the groups differ all the year. */
const homeOf = (u: number): number => (u % 2 === 0 ? (u >> 1) % AREAS : (u >> 1) % 7);

/** Two events, on Tuesday and on Friday, of everyone who is seen in a week. */
function countryOf(seed: number): Traces {
  const random = createRandom(seed);
  const events: TraceEvent[] = [];
  users.forEach((user, u) => {
    for (let week = 0; week < WEEKS; week++) {
      const harvest = SEASON.includes(week) && groupOf[u] === 1 && random() < HARVEST;
      const seen = random() < SEEN;
      for (const day of [1, 4]) {
        const area = random() < ELSEWHERE ? Math.floor(random() * AREAS) : homeOf(u);
        const time = periods.columns.start[0]! + week * WEEK + day * 86_400 + 40_000;
        if (seen) events.push([user, time, harvest ? SITE : area]);
      }
    }
  });
  return tracesOf(events, zones, users);
}

/** By how much the season raises the share of refugees who are in the area of the harvest at least once a week. */
function truth(): number {
  const refugees = users.map((_, u) => u).filter((u) => groupOf[u] === 1);
  const misses = refugees.map((u) => (ELSEWHERE * (1 - 1 / AREAS) + (homeOf(u) === SITE ? 0 : 1 - ELSEWHERE)) ** 2);
  return HARVEST * (misses.reduce((sum, miss) => sum + miss, 0) / refugees.length);
}

describe("a harvest planted in a synthetic country", () => {
  const effect = truth();
  let covered = 0;
  const short = { robust: 0, classical: 0, hc2: 0, hc3: 0, cr2: 0 };
  let sum = 0;
  let squares = 0;
  let first = 0;
  let falseAlarms = 0;
  let trends = 0;
  for (let seed = 0; seed < 100; seed++) {
    const presence = buildPresence(countryOf(seed), { clock });
    const panel = countGroupPresence(presence, { periods, groupOf, labels });
    const value = panel.columns.share;
    const groups = { treated: "refugees", control: "locals", errors: robustErrors(), value };
    const { columns } = measureAreaDifferences(panel, { ...groups, season: SEASON });
    if (columns.low[SITE]! <= effect && effect <= columns.high[SITE]!) covered++;
    sum += columns.coefficient[SITE]!;
    squares += columns.coefficient[SITE]! ** 2;
    if (columns.rank[SITE] === 1) first++;
    const own = value.map((y, i) => (panel.columns.location[i] === SITE ? y : Number.NaN));
    const baseline = Array.from({ length: 20 }, (_, week) => week);
    for (const [name, errors] of [
      ["robust", robustErrors()],
      ["classical", classicalErrors()],
      ["hc2", hc2Errors()],
      ["hc3", hc3Errors()],
      ["cr2", cr2Errors({ by: panel.columns.period })],
    ] as const) {
      const { low, high } = fitDifferenceInDifferences(panel, {
        ...groups,
        value: own,
        season: SHORT,
        baseline,
        errors,
      }).effect;
      if (low <= effect && effect <= high) short[name]++;
    }
    columns.adjustedP.forEach((p, l) => {
      if (l !== SITE && p < 0.05 && columns.t[l]! > 0) falseAlarms++;
    });
    if (seed < 40) {
      const halves = Uint32Array.from(panel.columns.period, (p) => Math.floor(p / 4));
      const quarters = { ...panel, columns: { ...panel.columns, period: halves } };
      const study = fitEventStudy(quarters, { ...groups, value: own, basePeriod: 4, prePeriods: [0, 1, 2, 3] });
      if (study.preTrend.p < 0.05) trends++;
    }
  }

  it("lies in the 95 % interval in about 95 of 100 draws", () => {
    // Of 95 expected, fewer than 88 or 100 and more come in fewer than 1 in 100 cases each.
    expect(covered).toBeGreaterThanOrEqual(88);
    expect(covered).toBeLessThanOrEqual(99);
  });

  it("is met on average", () => {
    const mean = sum / 100;
    expect(Math.abs(mean - effect)).toBeLessThan(4 * Math.sqrt((squares / 100 - mean * mean) / 100));
  });

  it("lies in too few intervals of a season of four weeks by the usual rules: four numbers say little of their spread", () => {
    expect(short.robust).toBeGreaterThanOrEqual(80);
    expect(short.robust).toBeLessThan(covered);
    // Weeks of the harvest vary more than others, which one variance for all does not know.
    expect(short.classical).toBeLessThanOrEqual(short.robust);
  });

  it("lies in about 95 of 100 by the rules for short seasons", () => {
    for (const rule of ["hc2", "hc3", "cr2"] as const) {
      expect(short[rule], rule).toBeGreaterThanOrEqual(88);
      expect(short[rule], rule).toBeLessThanOrEqual(99);
      expect(short[rule], rule).toBeGreaterThan(short.robust);
    }
  });

  it("ranks its area first in every draw, and other areas hardly ever raise an alarm upwards", () => {
    expect(first).toBe(100);
    // 11 areas in 100 draws.
    expect(falseAlarms).toBeLessThanOrEqual(11);
  });

  it("no trend before it is found but by chance", () => {
    // 2 of 40 expected; 8 or more in fewer than 1 in 1,000 cases.
    expect(trends).toBeLessThanOrEqual(7);
  });

  it("is not seen where nobody goes", () => {
    const panel = countGroupPresence(buildPresence(countryOf(1), { clock }), { periods, groupOf, labels });
    const value = panel.columns.share.map((y, i) => (panel.columns.location[i] === 9 ? y : Number.NaN));
    const groups = { treated: "refugees", control: "locals", errors: robustErrors() };
    const fit = fitDifferenceInDifferences(panel, { ...groups, value, season: SEASON });
    expect(Math.abs(fit.effect.t)).toBeLessThan(4);
  });
});

describe("commuters planted in a synthetic town", () => {
  /** Nights at home; the first 30 of 120 people are at the site on each working day with a chance of 0.7, others of 0.05. */
  function townOf(seed: number): Traces {
    const random = createRandom(seed);
    const events: TraceEvent[] = [];
    for (let u = 0; u < 120; u++) {
      for (let day = 0; day < 56; day++) {
        const midnight = 16804 * 86_400 + day * 86_400;
        if (random() < 0.6) events.push([users[u]!, midnight + 3600 * (20 + Math.floor(random() * 4)), homeOf(u)]);
        if (random() > 0.7) continue;
        const isWorking = (16804 + day + 3) % 7 < 5;
        const works = isWorking && random() < (u < 30 ? 0.7 : 0.05);
        events.push([users[u]!, midnight + 3600 * (9 + Math.floor(random() * 8)), works ? SITE : homeOf(u)]);
      }
    }
    return tracesOf(events, zones, users.slice(0, 120));
  }

  it("are found, all but those who live at the site, and no others", () => {
    const two = buildPeriods({ firstDay: [16804, 16832], lastDay: [16831, 16859] }, clock);
    let right = 0;
    let wrong = 0;
    let planted = 0;
    for (let seed = 0; seed < 10; seed++) {
      const traces = townOf(seed);
      const homes = detectHomes(traces, { criterion: mostNights({ clock, fromHour: 20, toHour: 7 }) });
      const work = { clock, fromHour: 8, toHour: 18, weekdays: [0, 1, 2, 3, 4] };
      const rule = { sites: [[SITE]], homes, periods: two, minShare: 0.4, minDays: 4 };
      const commuters = detectSiteCommuters(traces, { ...work, ...rule });
      const panel = countSiteCommuters(commuters, { site: 0, groupOf: groupOf.slice(0, 120), labels });
      let people = 0;
      commuters.users.forEach((_, u) => {
        for (let period = 0; period < 2; period++) {
          const found = commuters.columns.commuter[2 * u + period]!;
          people += found;
          if (u < 30 && homeOf(u) !== SITE) {
            planted++;
            right += found;
          } else wrong += found;
        }
      });
      expect(panel.columns.people.reduce((sum, x) => sum + x, 0)).toBe(people);
    }
    // With 14 days seen and a chance of 0.7, fewer than 0.4 of them come for 1 person in 100.
    expect(right / planted).toBeGreaterThan(0.95);
    expect(wrong / (right + wrong)).toBeLessThan(0.01);
  });
});
