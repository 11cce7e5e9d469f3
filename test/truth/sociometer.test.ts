import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { busiestWeeksFirst, calendarWeeks, type WeekOrder } from "../../src/places/call-profile-weeks.ts";
import { buildCallProfiles } from "../../src/places/call-profiles.ts";
import { detectUserClasses } from "../../src/places/sociometer-classes.ts";
import { fitArchetypes } from "../../src/places/sociometer-fit.ts";
import { detectClassHomes } from "../../src/places/sociometer-homes.ts";
import { detectOverallClasses } from "../../src/places/sociometer-overall.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { compareHomes } from "../../src/synthetic/scores.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import { relocate } from "../../src/traces/relocation.ts";
import { buildTraces } from "../../src/traces/traces.ts";

/**
 * 2,000 people, who do not migrate, over three windows of four weeks from Monday 4 March 2024: what the Sociometer makes of
 * the districts in which they live, work, and only turn up. Floors lie some hundredths under the figures seen.
 */
describe("the Sociometer in a country of 2,000 people", () => {
  const firstDay = 19_786;
  const world = generateWorld({ random: createRandom("world"), antennas: 300, districts: 60 });
  const lives = generateLives(world, {
    random: createRandom("lives"),
    people: 2000,
    days: 84,
    firstDay,
    moverShare: 0,
  });
  const clock = createClock({ timeZone: "Europe/Rome" });
  const calls = generateCalls(world, lives, { random: createRandom("calls"), clock, callsPerPersonDay: 3 });
  const crosswalk = buildPointCrosswalk(world.antennas, world.districts);
  const traces = relocate(buildTraces(calls), crosswalk);

  const profilesBy = (weekOrder: WeekOrder) =>
    buildCallProfiles(traces, { clock, firstDay, lastDay: firstDay + 83, weekOrder });
  const overallBy = (weekOrder: WeekOrder) => detectOverallClasses(detectUserClasses(profilesBy(weekOrder)));

  /** How many have each class in the district where they live, in the other one where they work, and elsewhere. */
  function classesBy(weekOrder: WeekOrder): Record<"home" | "work" | "elsewhere", Record<string, number>> {
    const overall = overallBy(weekOrder);
    const table = { home: {}, work: {}, elsewhere: {} } as Record<
      "home" | "work" | "elsewhere",
      Record<string, number>
    >;
    overall.users.forEach((_, u) => {
      const home = lives.homeDistricts.columns.location[u]!;
      const workAntenna = lives.periods.columns.work[lives.periods.offsets[u]!]!;
      const work = workAntenna < 0 ? -1 : crosswalk.shares.index[workAntenna]!;
      for (let r = overall.offsets[u]!; r < overall.offsets[u + 1]!; r++) {
        const l = overall.columns.location[r]!;
        const row = table[l === home ? "home" : l === work ? "work" : "elsewhere"];
        const label = overall.labels[overall.columns.label[r]!]!;
        row[label] = (row[label] ?? 0) + 1;
      }
    });
    return table;
  }
  const shareOf = (row: Record<string, number>, ...labels: string[]): number =>
    labels.reduce((sum, label) => sum + (row[label] ?? 0), 0) / Object.values(row).reduce((a, b) => a + b, 0);

  const busiest = classesBy(busiestWeeksFirst());

  it("people are residents of the district they live in, and that is their home", () => {
    expect(shareOf(busiest.home, "resident")).toBeGreaterThan(0.95);
    const homes = detectClassHomes(overallBy(busiestWeeksFirst()));
    const score = compareHomes(homes, lives.homeDistricts);
    expect(score.recall).toBeGreaterThan(0.95);
    expect(score.precision).toBeGreaterThan(0.95);
  });

  it("most who work in another district are commuters there", () => {
    expect(shareOf(busiest.work, "commuter")).toBeGreaterThan(0.5);
    expect(shareOf(busiest.work, "commuter")).toBeGreaterThan(10 * shareOf(busiest.home, "commuter"));
  });

  it("elsewhere people are visitors or in transit, with the busiest week first; in the order of the calendar a visit after the first week looks like something else", () => {
    const calendar = classesBy(calendarWeeks());
    expect(shareOf(busiest.elsewhere, "visitor", "in transit")).toBeGreaterThan(0.75);
    expect(shareOf(calendar.elsewhere, "visitor", "in transit")).toBeLessThan(0.55);
    expect(calendar.elsewhere["dynamic resident"]!).toBeGreaterThan(4 * busiest.elsewhere["dynamic resident"]!);
  });

  it("clusters of the profiles say of home and work what the archetypes say", () => {
    const profiles = profilesBy(busiestWeeksFirst());
    const fitted = fitArchetypes(profiles, { random: createRandom("clusters"), clusters: 40, runs: 2 });
    const byCluster = detectUserClasses(profiles, { archetypes: fitted.archetypes });
    const byArchetype = detectUserClasses(profiles);
    const labelsOf = (classes: typeof byCluster) => [...classes.columns.label].map((label) => classes.labels[label]);
    const other = labelsOf(byArchetype);
    const same = labelsOf(byCluster).filter((label, r) => label === other[r]).length;
    expect(same / profiles.length).toBeGreaterThan(0.75);
  });
});
