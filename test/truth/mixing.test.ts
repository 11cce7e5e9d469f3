import { expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { assortativity, buildCallTies, eiIndex, spectralSegregation, testMixing } from "../../src/metrics/index.ts";
import type { Random } from "../../src/types.ts";
import { callsOf } from "../metrics/mixing-worlds.ts";
import type { SlowCall } from "../slow/mixing.ts";

/** A test is a test if its p-values are even where there is nothing to find, and small where there is. */

const PEOPLE = 60;
const LABELS = ["locals", "refugees"];

/** Calls among people in two districts, who call more within them; `pull` is how many times more their own group, too. */
function callsIn(random: Random, groupOf: readonly number[], districtOf: readonly number[], pull: number): SlowCall[] {
  const calls: SlowCall[] = [];
  while (calls.length < 300) {
    const from = Math.floor(random() * PEOPLE);
    const to = Math.floor(random() * PEOPLE);
    if (from === to) continue;
    const near = districtOf[from] === districtOf[to] ? 1 : 0.2;
    const alike = groupOf[from] === groupOf[to] ? 1 : 1 / pull;
    if (random() < near * alike) calls.push({ from, to });
  }
  return calls;
}

/** p-values of many worlds. */
function pValues(
  seed: string,
  worlds: number,
  lives: { readonly refugeesInFirst: number; readonly pull: number; readonly stratified: boolean },
): { upper: number[]; twoSided: number[] } {
  const random = createRandom(seed);
  const districtOf = Array.from({ length: PEOPLE }, (_, u) => (u < PEOPLE / 2 ? 0 : 1));
  const upper: number[] = [];
  const twoSided: number[] = [];
  for (let w = 0; w < worlds; w++) {
    const groupOf = districtOf.map((d) => (random() < (d === 0 ? lives.refugeesInFirst : 0.3) ? 1 : 0));
    const test = testMixing(callsOf(PEOPLE, callsIn(random, groupOf, districtOf, lives.pull)), {
      groupOf,
      labels: LABELS,
      column: "calls",
      index: (mixing) => assortativity(mixing),
      replicates: 99,
      random,
      ...(lives.stratified ? { strata: districtOf } : {}),
    });
    upper.push(test.pGreater);
    twoSided.push(test.pTwoSided);
  }
  return { upper, twoSided };
}

/** The greatest distance between the shares of p-values up to each value and the value itself (Kolmogorov). */
function unevenness(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((p) => Math.abs(sorted.filter((x) => x <= p).length / sorted.length - p)));
}

const WORLDS = 400;
/** Kolmogorov's bound for one in a thousand: 1.95 / √n. */
const BOUND = 1.95 / Math.sqrt(WORLDS);

it("p-values are even where groups do not matter", () => {
  const { upper, twoSided } = pValues("null", WORLDS, { refugeesInFirst: 0.3, pull: 1, stratified: false });
  expect(unevenness(upper)).toBeLessThan(BOUND);
  expect(upper.filter((p) => p <= 0.05).length / WORLDS).toBeLessThan(0.09);
  expect(twoSided.filter((p) => p <= 0.05).length / WORLDS).toBeLessThan(0.09);
});

it("where groups live apart they seem to matter, and within districts they do not", () => {
  const lives = { refugeesInFirst: 0.9, pull: 1 };
  const blind = pValues("apart", 60, { ...lives, stratified: false });
  expect(blind.upper.filter((p) => p <= 0.05).length / 60).toBeGreaterThan(0.8);
  const within = pValues("apart", WORLDS, { ...lives, stratified: true });
  expect(unevenness(within.upper)).toBeLessThan(BOUND);
});

it("homophily within districts is found there", () => {
  const { upper } = pValues("found", 60, { refugeesInFirst: 0.9, pull: 4, stratified: true });
  expect(upper.filter((p) => p <= 0.05).length / 60).toBeGreaterThan(0.8);
});

it("indices rise with the pull towards the own group", () => {
  const random = createRandom("pull");
  const districtOf = new Array<number>(PEOPLE).fill(0);
  const groupOf = districtOf.map((_, u) => (u % 3 === 0 ? 1 : 0));
  const mean = (pull: number): number[] => {
    const found = Array.from({ length: 20 }, () => {
      const ties = buildCallTies(callsOf(PEOPLE, callsIn(random, groupOf, districtOf, pull)));
      const options = { groupOf, labels: LABELS, column: "calls" } as const;
      const once = { ...options, replicates: 1, random };
      const { estimate } = testMixing(ties, { ...once, index: (mixing) => assortativity(mixing) });
      const ei = testMixing(ties, { ...once, index: (mixing) => eiIndex(mixing) });
      return [estimate, -ei.estimate, spectralSegregation(ties, options).groupSegregation[1]!];
    });
    return [0, 1, 2].map((k) => found.reduce((sum, each) => sum + each[k]!, 0) / found.length);
  };
  const levels = [1, 2, 4, 8].map(mean);
  for (let k = 0; k < 3; k++) {
    const values = levels.map((level) => level[k]!);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  }
  // Without a pull nothing is there to find.
  expect(Math.abs(levels[0]![0]!)).toBeLessThan(0.05);
});
