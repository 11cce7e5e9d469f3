import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  ACTIVITY_WINDOWS,
  assortativity,
  atkinsonIndex,
  biasCorrectedDissimilarity,
  buildMixingMatrix,
  buildPointCrosswalk,
  buildTraces,
  colemanHomophily,
  correlationRatio,
  cosineSimilarity,
  countGroupFlows,
  countMixing,
  countResidents,
  countUserFlows,
  createClock,
  createRandom,
  detectHomes,
  dissimilarityIndex,
  eiIndex,
  frobeniusSimilarity,
  generateCalls,
  generateLives,
  generateWorld,
  giniPresence,
  giniSegregationIndex,
  inbreedingHomophily,
  interactionIndex,
  isolationIndex,
  jensenShannonDistance,
  measureExperiencedSegregation,
  measureSocialIntegration,
  mostNightEvents,
  mutualInformationIndex,
  relocate,
  selectGroupFlows,
  selectMixing,
  socialIntegration,
  theilEntropyIndex,
  typicalHours,
} from "../../src/index.ts";

/**
 * Countries of 3,000 people, a fifth of them newcomers, four weeks of calls. In one series newcomers live more and more in parts of their
 * own, in the other they seek more and more of their contacts among themselves; nothing else changes, the random numbers neither.
 * Every index must move with what was planted, and the table of docs/how-integrated.md holds the figures.
 */

const firstDay = 19_786;
const clock = createClock({ timeZone: "Europe/Rome" });
const world = generateWorld({ random: createRandom("world"), antennas: 300, districts: 60 });
const crosswalk = buildPointCrosswalk(world.antennas, world.districts);
const two = { group: "newcomers", against: "locals" };

function country(planted: { readonly concentration: number; readonly homophily: number }) {
  const lives = generateLives(world, {
    random: createRandom("lives"),
    people: 3000,
    days: 28,
    firstDay,
    moverShare: 0,
    tripShare: 0,
    nearness: 0,
    homophily: planted.homophily,
    groups: [
      { label: "locals", share: 0.8 },
      { label: "newcomers", share: 0.2, concentration: planted.concentration },
    ],
  });
  const calls = generateCalls(world, lives, { random: createRandom("calls"), clock, callsPerPersonDay: 3 });
  const flag = new Map(lives.users.map((id, u) => [id, lives.people.columns.group[u]!]));
  return { calls, labels: lives.labels, groupOf: (users: readonly string[]) => users.map((id) => flag.get(id) ?? 2) };
}

/** Each index at a level, in the order of the table. */
function residential(concentration: number): Record<string, number> {
  const { calls, labels, groupOf } = country({ concentration, homophily: 0 });
  const traces = relocate(buildTraces(calls), crosswalk);
  const homes = detectHomes(traces, { criterion: mostNightEvents({ clock, fromHour: 20, toHour: 8 }) });
  const counts = countResidents(homes, { groupOf: groupOf(homes.users), labels });
  const who = { groupOf: groupOf(traces.users), labels };
  const { byLabel } = measureExperiencedSegregation(traces, { clock, sameHour: typicalHours(), ...who });
  const options = { clock, windows: ACTIVITY_WINDOWS, maxGapSeconds: 43_200, withinDay: true, diagonal: false };
  const flows = countGroupFlows(countUserFlows(traces, options), who);
  const [a, b] = ["locals", "newcomers"].map((label) => selectGroupFlows(flows, { label, window: "work" }));
  return {
    dissimilarityIndex: dissimilarityIndex(counts, two),
    biasCorrectedDissimilarity: biasCorrectedDissimilarity(counts, two),
    giniSegregationIndex: giniSegregationIndex(counts, two),
    theilEntropyIndex: theilEntropyIndex(counts, two),
    correlationRatio: correlationRatio(counts, two),
    "atkinsonIndex, shape ½": atkinsonIndex(counts, { ...two, shape: 0.5 }),
    mutualInformationIndex: mutualInformationIndex(counts),
    isolationIndex: isolationIndex(counts, two),
    interactionIndex: interactionIndex(counts, two),
    "giniPresence, of everybody": giniPresence(counts),
    "measureExperiencedSegregation, isolation": byLabel.columns.isolation[1]!,
    "cosineSimilarity of flows in working hours": cosineSimilarity(a!, b!),
    "jensenShannonDistance of the same": jensenShannonDistance(a!, b!),
    "frobeniusSimilarity of the same": frobeniusSimilarity(a!, b!),
  };
}

function social(homophily: number): Record<string, number> {
  const { calls, labels, groupOf } = country({ concentration: 0, homophily });
  const who = { groupOf: groupOf(calls.users), labels: [...labels, "others"] };
  const mixing = selectMixing(buildMixingMatrix(countMixing(calls, who), { column: "calls" }), labels);
  const shares = measureSocialIntegration(calls, { ...who, ...two, except: ["others"] });
  return {
    "socialIntegration, pooled": socialIntegration(shares).pooled,
    "socialIntegration, mean of people": socialIntegration(shares).userMean,
    "inbreedingHomophily of newcomers": inbreedingHomophily(mixing)[1]!,
    "colemanHomophily of newcomers": colemanHomophily(mixing)[1]!,
    assortativity: assortativity(mixing),
    eiIndex: eiIndex(mixing),
  };
}

const FALLING = [
  "interactionIndex",
  "giniPresence",
  "cosineSimilarity",
  "frobeniusSimilarity",
  "socialIntegration",
  "eiIndex",
];

function check(levels: readonly number[], figures: readonly Record<string, number>[]): void {
  const page = readFileSync(new URL("../../docs/how-integrated.md", import.meta.url), "utf8");
  const header = `| ${levels.join(" | ")} |`;
  it(`moves at every level planted (${levels.join(", ")}), and the page holds the figures`, () => {
    expect(page.includes(header), `the page has the header ${header}`).toBe(true);
    const rows: string[] = [];
    for (const name of Object.keys(figures[0]!)) {
      const values = figures.map((each) => each[name]!);
      rows.push(`| ${name.replace(/^[a-zA-Z]+/, "`$&`")} | ${values.map((x) => x.toFixed(3)).join(" | ")} |`);
      const sign = FALLING.some((each) => name.startsWith(each)) ? -1 : 1;
      for (let l = 1; l < values.length; l++) {
        expect(sign * (values[l]! - values[l - 1]!), `${name} from ${levels[l - 1]} to ${levels[l]}`).toBeGreaterThan(
          0,
        );
      }
    }
    const missing = rows.filter((row) => !page.includes(row));
    expect(missing.join("\n"), "rows that the page does not hold").toBe("");
  });
}

describe("segregation that was planted", () => {
  const levels = [0, 0.5, 1, 1.5, 2];
  check(levels, levels.map(residential));
});

describe("homophily that was planted", () => {
  const levels = [0, 0.2, 0.4, 0.6, 0.8];
  const figures = levels.map(social);
  check(levels, figures);

  it("is found by inbreeding homophily, whatever the sizes of the groups", () => {
    levels.forEach((planted, l) => {
      expect(Math.abs(figures[l]!["inbreedingHomophily of newcomers"]! - planted)).toBeLessThan(0.06);
    });
  });
});
