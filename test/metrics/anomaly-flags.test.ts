import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { fitActivityBaseline } from "../../src/metrics/anomaly-baseline.ts";
import {
  type Chance,
  normalChance,
  rankChance,
  referenceChance,
  studentChance,
} from "../../src/metrics/anomaly-chances.ts";
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  type Control,
  fixedScore,
} from "../../src/metrics/anomaly-controls.ts";
import { hourOfDay } from "../../src/metrics/anomaly-cycles.ts";
import { detectAnomalies, type FlaggedAnomalies } from "../../src/metrics/anomaly-flags.ts";
import { meanAndDeviation } from "../../src/metrics/anomaly-norms.ts";
import { type Anomalies, measureActivityAnomalies } from "../../src/metrics/anomaly-scores.ts";
import { slowStepUp } from "../slow/anomalies.ts";

const random = createRandom("flags");
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Scores of which only the size matters; the chance is the score itself. */
function anomaliesOf(score: readonly number[]): Anomalies {
  const n = score.length;
  const [series, samples] = [new Uint32Array(n), new Uint32Array(n).fill(9)];
  const zeros = new Float64Array(n);
  const ranks = { samples, above: new Uint32Array(n), below: new Uint32Array(n) };
  const where = { series, day: new Int32Array(n), hour: new Uint8Array(n) };
  return {
    length: n,
    columns: { ...where, value: zeros, expected: zeros, spread: zeros, score: Float64Array.from(score), ...ranks },
  };
}
const asGiven: Chance = { name: "as given", of: (score) => score };
const flagsOf = (score: readonly number[], control: Control): FlaggedAnomalies =>
  detectAnomalies(anomaliesOf(score), { chance: asGiven, control });

/** The fifteen ordered probabilities of Benjamini and Hochberg (1995), section 3. */
const NEUHAUS = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
];

describe("the published example of 15 tests", () => {
  it("has four discoveries by Benjamini and Hochberg and three by Bonferroni", () => {
    const fdr = flagsOf(NEUHAUS, benjaminiHochberg({ share: 0.05 }));
    expect([fdr.flags, fdr.tested]).toEqual([4, 15]);
    expect(fdr.limit).toBeCloseTo((4 / 15) * 0.05, 15);
    expect(fdr.expectedFalseShare).toBeCloseTo(0.05, 15);
    const strict = flagsOf(NEUHAUS, bonferroni({ probability: 0.05 }));
    expect([strict.flags, strict.expectedFalse]).toEqual([3, 0.05]);
    // 1 + 1/2 + … + 1/15 = 3.318: 0.0019 ≤ 3 · 0.05 / (15 · 3.318) = 0.00301, 0.0095 > 0.00402.
    expect(flagsOf(NEUHAUS, benjaminiYekutieli({ share: 0.05 })).flags).toBe(3);
  });

  it("has the same discoveries in any order, and rows without a chance are not tested", () => {
    const shuffled = [...NEUHAUS, Number.NaN].sort(() => random() - 0.5);
    const fdr = flagsOf(shuffled, benjaminiHochberg({ share: 0.05 }));
    expect(fdr.tested).toBe(15);
    expect(shuffled.filter((_, i) => fdr.columns.flagged[i] === 1).sort()).toEqual(NEUHAUS.slice(0, 4));
  });
});

describe("the step-up rule", () => {
  it("flags what trying every k flags, equal chances included", () => {
    for (let round = 0; round < 200; round++) {
      const chances = Array.from(
        { length: 1 + Math.floor(random() * 30) },
        () => Math.round(random() ** 3 * 200) / 200,
      );
      const { columns } = flagsOf(chances, benjaminiHochberg({ share: 0.2 }));
      expect(Array.from(columns.flagged, (flag) => flag === 1)).toEqual(slowStepUp(chances, 0.2));
    }
  });

  it("flags nothing of nothing", () => {
    for (const control of [
      benjaminiHochberg({ share: 0.1 }),
      bonferroni({ probability: 0.1 }),
      fixedScore({ minScore: 2 }),
    ]) {
      const none = flagsOf([Number.NaN], control);
      expect([none.tested, none.flags, none.expectedFalse]).toEqual([0, 0, 0]);
      expect(none.expectedFalseShare).toBeNaN();
    }
  });
});

describe("false alarms where nothing happened", () => {
  /** 100 days of 300 antennas against n ordinary days before: 30,000 scores, all by chance. */
  function nothing(samples: number, draw: () => number): Anomalies {
    const days = samples + 100;
    const value = Float64Array.from({ length: 300 * days }, draw);
    const ids = Array.from({ length: 300 }, (_, r) => `A${r}`);
    const series = { ids, rows: 300, columns: days, value, firstDay: 4, slotsPerDay: 1 };
    const ordinary = { firstDay: [4], lastDay: [3 + samples] };
    const baseline = fitActivityBaseline(series, { cycle: hourOfDay(), norm: meanAndDeviation(), days: ordinary });
    const later = Float64Array.from(
      { length: 30_000 },
      (_, k) => value[Math.floor(k / 100) * days + samples + (k % 100)]!,
    );
    return measureActivityAnomalies({ ...series, columns: 100, value: later, firstDay: 4 + samples }, baseline);
  }

  it.each([4, 8, 30])(
    "with %i samples a score of 2 is as frequent as Student's chance says, not the normal one",
    (n) => {
      const scores = nothing(n, () => 50 + 5 * normal());
      const student = detectAnomalies(scores, { chance: studentChance(), control: fixedScore({ minScore: 2 }) });
      // The antennas share their baselines: some 300 independent ones.
      expect(student.flags / student.expectedFalse).toBeGreaterThan(0.88);
      expect(student.flags / student.expectedFalse).toBeLessThan(1.12);
      const asNormal = detectAnomalies(scores, { chance: normalChance(), control: fixedScore({ minScore: 2 }) });
      expect(asNormal.expectedFalse).toBeCloseTo(30_000 * 0.0455, -1);
      if (n === 4) expect(asNormal.flags / asNormal.expectedFalse).toBeGreaterThan(3);
    },
  );

  it("Student's chances are uniform, and so are those by ordinary days and by rank", () => {
    const scores = nothing(8, () => 50 + 5 * normal());
    const ordinary = nothing(8, () => 50 + 5 * normal());
    for (const chance of [studentChance(), referenceChance(ordinary), rankChance()]) {
      const { columns } = detectAnomalies(scores, { chance, control: bonferroni({ probability: 0.05 }) });
      for (const level of chance.name === "rank" ? [2 / 9, 4 / 9, 6 / 9] : [0.01, 0.05, 0.2, 0.5, 0.9]) {
        const below = columns.chance.filter((p) => p <= level + 1e-12).length / 30_000;
        expect(Math.abs(below - level), `${chance.name} at ${level}`).toBeLessThan(0.1 * level + 0.004);
      }
    }
  });

  it("any flag at all by Bonferroni or a false discovery rate of 5 in 100 comes in 5 of 100 worlds", () => {
    const worlds = 400;
    for (const control of [bonferroni({ probability: 0.05 }), benjaminiHochberg({ share: 0.05 })]) {
      let any = 0;
      for (let w = 0; w < worlds; w++) any += flagsOf(Array.from({ length: 200 }, random), control).flags > 0 ? 1 : 0;
      // Three standard errors of 5 in 100 of 400: 3.3 in 100.
      expect(any / worlds).toBeLessThan(0.083);
      expect(any / worlds).toBeGreaterThan(0.017);
    }
  });
});

describe("false alarms among true ones", () => {
  it("are on average the share that was asked for, less the share of rows that are no alarm", () => {
    let share = 0;
    let strict = 0;
    const worlds = 300;
    for (let w = 0; w < worlds; w++) {
      // 40 of 200 rows are true: their chances are small.
      const chances = Array.from({ length: 200 }, (_, i) => (i < 40 ? random() * 0.002 : random()));
      const falseShare = (control: Control): number => {
        const { columns, flags } = flagsOf(chances, control);
        return flags === 0 ? 0 : columns.flagged.slice(40).filter((flag) => flag === 1).length / flags;
      };
      share += falseShare(benjaminiHochberg({ share: 0.1 })) / worlds;
      strict += falseShare(benjaminiYekutieli({ share: 0.1 })) / worlds;
    }
    // Exactly 0.1 · 160 / 200 in expectation for independent chances.
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.09);
    expect(strict).toBeLessThan(0.03);
  });
});

describe("chances", () => {
  it("of two deviations are those of the tables of Student and the normal distribution", () => {
    // t = 2.776445 and 2.262157 are the 97.5 % points of 4 and 9 degrees of freedom.
    expect(studentChance().of(2.776445 * Math.sqrt(6 / 5), 5, 0, 0)).toBeCloseTo(0.05, 6);
    expect(studentChance().of(-2.262157 * Math.sqrt(11 / 10), 10, 0, 0)).toBeCloseTo(0.05, 6);
    expect(normalChance().of(-1.959963985, 5, 0, 0)).toBeCloseTo(0.05, 8);
    expect(studentChance().of(3, 1e6, 0, 0)).toBeCloseTo(normalChance().of(3, 1, 0, 0), 6);
  });

  it("by rank are the same on both sides, at most 1, and not known without samples", () => {
    const { of } = rankChance();
    expect([of(0, 9, 0, 9), of(0, 9, 9, 0), of(0, 9, 9, 9)]).toEqual([0.2, 0.2, 1]);
    expect(of(1, 0, 0, 0)).toBeNaN();
    const fixed = detectAnomalies(anomaliesOf([5]), { chance: rankChance(), control: fixedScore({ minScore: 2 }) });
    expect([fixed.flags, fixed.expectedFalse]).toEqual([1, Number.NaN]);
  });

  it("by ordinary days are never 0, and count scores of the same size", () => {
    const chance = referenceChance(anomaliesOf([1, -2, 3, Number.NaN]));
    expect([chance.of(9, 0, 0, 0), chance.of(-2, 0, 0, 0), chance.of(0, 0, 0, 0)]).toEqual([0.25, 0.75, 1]);
    expect(chance.of(Number.NaN, 0, 0, 0)).toBeNaN();
  });
});
