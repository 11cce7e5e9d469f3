import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { atkinsonIndex } from "../../src/metrics/segregation-atkinson.ts";
import type { AreaCounts } from "../../src/metrics/segregation-counts.ts";
import {
  correlationRatio,
  gorardIndex,
  minMaxIndex,
  theilEntropyIndex,
} from "../../src/metrics/segregation-evenness.ts";
import { pairwiseSegregation } from "../../src/metrics/segregation-evenness-pairs.ts";
import {
  exactExposureMatrix,
  exactInteractionIndex,
  exactIsolationIndex,
  exposureMatrix,
  interactionIndex,
  isolationIndex,
} from "../../src/metrics/segregation-exposure.ts";
import { giniSegregationIndex } from "../../src/metrics/segregation-gini.ts";
import type { SegregationIndex } from "../../src/metrics/segregation-index.ts";
import {
  locationQuotients,
  measureGroupSegregation,
  measureLocalSegregation,
} from "../../src/metrics/segregation-local.ts";
import { mutualInformationIndex } from "../../src/metrics/segregation-multigroup.ts";
import {
  ordinalAbsolute,
  ordinalEntropy,
  ordinalRootVariance,
  ordinalSegregationIndex,
  ordinalVariance,
} from "../../src/metrics/segregation-ordinal.ts";
import { concentrationProfileIndex, measureConcentrationProfile } from "../../src/metrics/segregation-profile.ts";
import { measureMultigroupSegregation, measureSegregation } from "../../src/metrics/segregation-summary.ts";
import {
  againstOthers,
  type Rows,
  slowAtkinson,
  slowCorrelationRatio,
  slowDissimilarity,
  slowEntropy,
  slowEntropyIndex,
  slowExactExposure,
  slowExposure,
  slowGini,
  slowGorard,
  slowMinMax,
  slowMultigroupDissimilarity,
  slowMultigroupGini,
  slowOrdinal,
  slowProfile,
  slowRelativeDiversity,
} from "../slow/segregation.ts";

const runs = { seed: 42, numRuns: 300 };
const CLOSE = 1e-11;

/** Few people or many, none, and many areas of the same composition. */
const people = fc.oneof(fc.constant(0), fc.nat({ max: 9 }), fc.nat({ max: 3000 }));
const tables = (groups: number, cell = people): fc.Arbitrary<number[][]> =>
  fc
    .array(fc.array(cell, { minLength: groups, maxLength: groups }), { minLength: 1, maxLength: 14 })
    .filter((rows) => Array.from({ length: groups }, (_, k) => rows.some((row) => row[k]! > 0)).every(Boolean));
const manyGroups = fc.integer({ min: 2, max: 5 }).chain((groups) => tables(groups));
const weighted = tables(2, fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 900, noNaN: true })));

const countsOf = (rows: Rows): AreaCounts => ({
  labels: rows[0]!.map((_, k) => `g${k}`),
  count: Float64Array.from(rows.flat()),
});

/** Indices of a group that is the first of the table. */
const EVENNESS: Readonly<Record<string, SegregationIndex>> = {
  dissimilarity: (counts) => dissimilarityIndex(counts, { group: counts.labels[0]! }),
  gini: (counts) => giniSegregationIndex(counts, { group: counts.labels[0]! }),
  entropy: (counts) => theilEntropyIndex(counts, { group: counts.labels[0]! }),
  correlation: (counts) => correlationRatio(counts, { group: counts.labels[0]! }),
  atkinson: (counts) => atkinsonIndex(counts, { group: counts.labels[0]!, shape: 0.5 }),
  atkinsonRare: (counts) => atkinsonIndex(counts, { group: counts.labels[0]!, shape: 0.2 }),
  minMax: (counts) => minMaxIndex(counts, { group: counts.labels[0]! }),
  gorard: (counts) => gorardIndex(counts, { group: counts.labels[0]! }),
  profile: (counts) => concentrationProfileIndex(counts, { group: counts.labels[0]! }),
  ordinalEntropy: (counts) => ordinalSegregationIndex(counts, { variation: ordinalEntropy() }),
  ordinalVariance: (counts) => ordinalSegregationIndex(counts, { variation: ordinalVariance() }),
  ordinalRootVariance: (counts) => ordinalSegregationIndex(counts, { variation: ordinalRootVariance() }),
  ordinalAbsolute: (counts) => ordinalSegregationIndex(counts, { variation: ordinalAbsolute() }),
  ...Object.fromEntries(
    (
      [
        "dissimilarity",
        "gini",
        "entropyIndex",
        "relativeDiversity",
        "normalizedExposure",
        "squaredCoefficientOfVariation",
      ] as const
    ).map((name) => [`multigroup ${name}`, (counts: AreaCounts) => measureMultigroupSegregation(counts)[name]]),
  ),
};
const OTHERS: Readonly<Record<string, SegregationIndex>> = {
  isolation: (counts) => isolationIndex(counts, { group: counts.labels[0]! }),
  interaction: (counts) => interactionIndex(counts, { group: counts.labels[0]! }),
  information: (counts) => mutualInformationIndex(counts),
};
const ALL = Object.entries({ ...EVENNESS, ...OTHERS });

function near(got: number, expected: number, what: string = "", within: number = CLOSE): void {
  expect(Math.abs(got - expected), `${what}: ${got} and ${expected}`).toBeLessThan(within);
}

describe("indices of evenness", () => {
  it("are those of the definitions, pair by pair", () => {
    fc.assert(
      fc.property(fc.oneof(manyGroups, weighted), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (rows, shape) => {
        const counts = countsOf(rows);
        const group = "g0";
        const own = againstOthers(rows, 0);
        near(dissimilarityIndex(counts, { group }), slowDissimilarity(own), "D");
        near(giniSegregationIndex(counts, { group }), slowGini(own), "G");
        near(theilEntropyIndex(counts, { group }), slowEntropyIndex(own), "H");
        near(correlationRatio(counts, { group }), slowCorrelationRatio(own), "eta");
        near(atkinsonIndex(counts, { group, shape }), slowAtkinson(own, shape), "A", 1e-9);
        near(minMaxIndex(counts, { group }), slowMinMax(own), "MinMax");
        near(gorardIndex(counts, { group }), slowGorard(own), "GS");
        near(concentrationProfileIndex(counts, { group }), slowProfile(own), "R");
        const many = measureMultigroupSegregation(counts);
        near(many.dissimilarity, slowMultigroupDissimilarity(rows), "multigroup D");
        near(many.gini, slowMultigroupGini(rows), "multigroup G");
        near(many.entropyIndex, slowEntropyIndex(rows), "multigroup H");
        near(many.relativeDiversity, slowRelativeDiversity(rows), "R");
        for (const variation of [ordinalEntropy(), ordinalVariance(), ordinalRootVariance(), ordinalAbsolute()]) {
          near(ordinalSegregationIndex(counts, { variation }), slowOrdinal(rows, variation), "ordinal");
        }
      }),
      runs,
    );
  });

  it("lie between 0, for even shares, and 1, for areas that are not shared", () => {
    fc.assert(
      fc.property(manyGroups, (rows) => {
        const counts = countsOf(rows);
        const whole = measureSegregation(counts, { group: "g0" });
        for (const [name, index] of Object.entries(EVENNESS)) {
          const value = index(counts);
          expect(value, name).toBeGreaterThan(-CLOSE);
          // Of a group that is more than half of all the profile's index can be above 1, see its header.
          const most = name === "profile" ? Math.max(1, whole.share / (1 - whole.share)) : 1;
          expect(value, name).toBeLessThan(most + CLOSE);
        }
        const even = countsOf(rows.map((row) => rows[0]!.map((_, k) => (row[0]! + 1) * (k + 1))));
        const apart = countsOf(rows.flatMap((row) => row.map((own, k) => row.map((_, l) => (k === l ? own : 0)))));
        for (const [name, index] of Object.entries(EVENNESS)) {
          near(index(even), 0, name);
          near(index(apart), name === "gorard" ? 1 - whole.share : 1, name);
        }
      }),
      runs,
    );
  });

  it("stand to each other as they must", () => {
    fc.assert(
      fc.property(fc.oneof(manyGroups, weighted), (rows) => {
        const counts = countsOf(rows);
        const group = "g0";
        const {
          dissimilarity: d,
          gini,
          isolation,
          interaction,
          share,
          ...rest
        } = measureSegregation(counts, { group });
        expect(gini).toBeGreaterThan(d - CLOSE);
        expect(gini).toBeLessThan(2 * d - d * d + CLOSE);
        near(rest.minMax, (2 * d) / (1 + d), "MinMax");
        near(rest.gorard, d * (1 - share), "GS");
        near(isolation + interaction, 1, "xPx + xPy");
        near(rest.correlationRatio, (isolation - share) / (1 - share), "eta");
        expect(isolation).toBeGreaterThan(share - CLOSE);
        near(isolation, isolationIndex(counts, { group }), "isolation");
        near(interaction, interactionIndex(counts, { group }), "interaction");
      }),
      runs,
    );
  });

  it("are the same for the group and the others exchanged", () => {
    fc.assert(
      fc.property(fc.oneof(tables(2), weighted), fc.double({ min: 0.2, max: 0.8, noNaN: true }), (rows, shape) => {
        const counts = countsOf(rows);
        const turned = countsOf(rows.map((row) => [row[1]!, row[0]!]));
        for (const name of ["dissimilarity", "gini", "entropy", "correlation", "atkinson", "minMax"]) {
          near(EVENNESS[name]!(counts), EVENNESS[name]!(turned), name);
        }
        // 1 − A of the group with b, to the power of (1 − b) / b, is 1 − A of the others with 1 − b.
        const own = 1 - atkinsonIndex(counts, { group: "g0", shape });
        const others = 1 - atkinsonIndex(counts, { group: "g1", shape: 1 - shape });
        // What is left of 1 near complete separation has few digits.
        if (own > 1e-3) near(own ** ((1 - shape) / shape), others, "Atkinson", 1e-9);
      }),
      runs,
    );
  });
});

describe("exposure", () => {
  it("is that of the definition, for all pairs of groups, and adds up to 1", () => {
    fc.assert(
      fc.property(manyGroups, (rows) => {
        const counts = countsOf(rows);
        const { value, labels } = exposureMatrix(counts);
        const groups = labels.length;
        const sums = labels.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0));
        for (let k = 0; k < groups; k++) {
          let whole = 0;
          for (let l = 0; l < groups; l++) {
            const cell = value[k * groups + l]!;
            whole += cell;
            near(cell, slowExposure(rows, k, l), "exposure");
            near(cell * sums[k]!, value[l * groups + k]! * sums[l]!, "meetings", 1e-8);
          }
          near(whole, 1, "row");
          near(value[k * groups + k]!, isolationIndex(counts, { group: labels[k]! }), "isolation");
        }
        const pairs = pairwiseSegregation(counts, { index: interactionIndex });
        near(
          pairs.value[1]!,
          slowExposure(
            rows.map(([x, y]) => [x!, y!]),
            0,
            1,
          ),
          "of two groups",
        );
      }),
      runs,
    );
  });

  it("to others than oneself is the chance over all people written out", () => {
    fc.assert(
      fc.property(tables(3, fc.nat({ max: 4 })), (rows) => {
        const counts = countsOf(rows);
        const { value } = exactExposureMatrix(counts);
        for (let k = 0; k < 3; k++) {
          for (let l = 0; l < 3; l++) near(value[k * 3 + l]!, slowExactExposure(rows, k, l), "exact");
        }
        near(exactIsolationIndex(counts, { group: "g1" }), value[4]!, "isolation");
        near(exactInteractionIndex(counts, { group: "g1" }), value[3]! + value[5]!, "interaction");
      }),
      runs,
    );
  });
});

describe("indices of several groups", () => {
  it("are weighted means of those of each group against all others", () => {
    fc.assert(
      fc.property(manyGroups, (rows) => {
        const counts = countsOf(rows);
        const many = measureMultigroupSegregation(counts);
        const each = counts.labels.map((group) => measureSegregation(counts, { group }));
        const mean = (of: (own: (typeof each)[number]) => number): number =>
          each.reduce((sum, own) => sum + own.share * (1 - own.share) * of(own), 0) / many.simpsonInteraction;
        near(
          many.dissimilarity,
          mean((own) => own.dissimilarity),
          "D",
        );
        near(
          many.gini,
          mean((own) => own.gini),
          "G",
        );
        near(
          many.relativeDiversity,
          mean((own) => own.correlationRatio),
          "R",
        );
        const sum = (of: (own: (typeof each)[number]) => number): number => each.reduce((all, own) => all + of(own), 0);
        near(
          many.normalizedExposure,
          sum((own) => own.share * own.correlationRatio),
          "P",
        );
        const variation = sum((own) => (1 - own.share) * own.correlationRatio) / (many.groups - 1);
        near(many.squaredCoefficientOfVariation, variation, "C");
        near(many.mutualInformation, many.entropyIndex * many.entropyDiversity, "M");
        near(many.simpsonConcentration + many.simpsonInteraction, 1, "Simpson");
        expect(many.mutualInformation).toBeLessThan(many.entropyDiversity + CLOSE);
        expect(many.entropyDiversity).toBeLessThan(Math.log(many.groups) + CLOSE);
      }),
      runs,
    );
  });

  it("of two groups are the indices of two groups", () => {
    fc.assert(
      fc.property(fc.oneof(tables(2), weighted), (rows) => {
        const counts = countsOf(rows);
        const many = measureMultigroupSegregation(counts);
        const two = measureSegregation(counts, { group: "g1" });
        near(many.dissimilarity, two.dissimilarity, "D");
        near(many.gini, two.gini, "G");
        near(many.entropyIndex, two.entropyIndex, "H");
        for (const name of ["relativeDiversity", "normalizedExposure", "squaredCoefficientOfVariation"] as const) {
          near(many[name], two.correlationRatio, name);
        }
        near(ordinalSegregationIndex(counts, { variation: ordinalEntropy() }), two.entropyIndex, "ordinal H");
        near(ordinalSegregationIndex(counts, { variation: ordinalVariance() }), two.correlationRatio, "ordinal R");
      }),
      runs,
    );
  });

  it("take no notice of a group without anybody", () => {
    fc.assert(
      fc.property(manyGroups, fc.nat({ max: 5 }), (rows, at) => {
        const more = rows.map((row) => row.toSpliced(at % (row.length + 1), 0, 0));
        expect(measureMultigroupSegregation(countsOf(more))).toEqual(measureMultigroupSegregation(countsOf(rows)));
      }),
      runs,
    );
  });
});

describe("every index that needs no map", () => {
  it("is the same for the areas in another order, and for all counts times as many", () => {
    fc.assert(
      fc.property(manyGroups, fc.integer({ min: 2, max: 9 }), (rows, times) => {
        const counts = countsOf(rows);
        const turned = countsOf(rows.toReversed());
        const scaled = countsOf(rows.map((row) => row.map((own) => own * times)));
        const halved = countsOf(rows.map((row) => row.map((own) => own / 3)));
        for (const [name, index] of ALL) {
          for (const other of [turned, scaled, halved]) near(index(other), index(counts), name);
        }
      }),
      runs,
    );
  });

  it("does not change where areas of one composition are split or joined", () => {
    fc.assert(
      fc.property(manyGroups, fc.nat({ max: 13 }), fc.integer({ min: 2, max: 5 }), (rows, which, parts) => {
        const at = which % rows.length;
        const part = rows[at]!.map((own) => own / parts);
        const split = rows.toSpliced(at, 1, ...Array.from({ length: parts }, () => part));
        const withEmpty = [...rows, rows[0]!.map(() => 0)];
        for (const [name, index] of ALL) {
          const value = index(countsOf(rows));
          near(index(countsOf(split)), value, `${name}, split`);
          near(index(countsOf(withEmpty)), value, `${name}, with an empty area`);
        }
      }),
      runs,
    );
  });

  it("does not fall where a person moves to an area with more of the own group, in exchange for another", () => {
    fc.assert(
      fc.property(tables(2), fc.nat({ max: 13 }), fc.nat({ max: 13 }), (rows, from, to) => {
        const [a, b] = [from % rows.length, to % rows.length];
        const [poor, rich] = [rows[a]!, rows[b]!];
        fc.pre(a !== b && poor[0]! >= 1 && rich[1]! >= 1);
        fc.pre(poor[0]! * (rich[0]! + rich[1]!) < rich[0]! * (poor[0]! + poor[1]!));
        const moved = rows.map((row) => [...row]);
        moved[a] = [poor[0]! - 1, poor[1]! + 1];
        moved[b] = [rich[0]! + 1, rich[1]! - 1];
        for (const name of ["gini", "entropy", "correlation", "atkinson", "atkinsonRare"]) {
          const [before, after] = [EVENNESS[name]!(countsOf(rows)), EVENNESS[name]!(countsOf(moved))];
          expect(after, name).toBeGreaterThan(before - (name.startsWith("atk") ? 1e-9 : CLOSE));
        }
        // The dissimilarity index does not see a move between two areas on the same side of the mean.
        const [before, after] = [
          EVENNESS["dissimilarity"]!(countsOf(rows)),
          EVENNESS["dissimilarity"]!(countsOf(moved)),
        ];
        expect(after).toBeGreaterThan(before - CLOSE);
      }),
      runs,
    );
  });
});

describe("areas and groups", () => {
  it("add up to the whole", () => {
    fc.assert(
      fc.property(manyGroups, fc.constantFrom(2, Math.E, 10), (rows, base) => {
        const counts = countsOf(rows);
        const areas = measureLocalSegregation(counts, { base }).columns;
        const groups = measureGroupSegregation(counts, { base }).columns;
        const quotients = locationQuotients(counts);
        const whole = measureMultigroupSegregation(counts);
        const mean = (values: Float64Array, weights: Float64Array): number =>
          values.reduce((sum, value, i) => sum + (weights[i]! > 0 ? value * weights[i]! : 0), 0);
        const information = mutualInformationIndex(counts, { base });
        near(information * Math.log(base), whole.mutualInformation, "base");
        near(mean(areas.segregation, areas.share), information, "areas");
        near(mean(groups.segregation, groups.share), information, "groups");
        near(1 - mean(areas.simpsonInteraction, areas.share) / whole.simpsonInteraction, whole.relativeDiversity, "R");
        const total = groups.people.reduce((sum, own) => sum + own, 0);
        rows.forEach((row, i) => {
          const all = row.reduce((sum, own) => sum + own, 0);
          expect(areas.people[i]).toBe(all);
          expect(areas.groups[i]).toBe(row.filter((own) => own > 0).length);
          row.forEach((own, k) => {
            const quotient = quotients.value[i * row.length + k]!;
            if (all === 0) expect(quotient).toBeNaN();
            else near(quotient, (own * total) / (all * groups.people[k]!), "quotient", 1e-9 * (1 + quotient));
          });
          if (all === 0) {
            for (const name of ["entropy", "normalizedEntropy", "evenness", "segregation"] as const) {
              expect(areas[name][i]).toBeNaN();
            }
            return;
          }
          const entropy = slowEntropy(row);
          near(areas.entropy[i]! * Math.log(base), entropy, "entropy");
          near(areas.normalizedEntropy[i]!, entropy / Math.log(row.length), "normalised");
          if (areas.groups[i]! < 2) expect(areas.evenness[i]).toBeNaN();
          else near(areas.evenness[i]!, entropy / Math.log(areas.groups[i]!), "evenness");
          near(areas.simpsonInteraction[i]! + areas.simpsonConcentration[i]!, 1, "Simpson");
          expect(areas.segregation[i]).toBeGreaterThan(-CLOSE);
        });
      }),
      runs,
    );
  });

  it("are held by the profile, whose integral is the index", () => {
    fc.assert(
      fc.property(tables(2), (rows) => {
        const counts = countsOf(rows);
        const { length, columns } = measureConcentrationProfile(counts, { group: "g0" });
        const own = rows.reduce((sum, row) => sum + row[0]!, 0);
        const all = own / rows.reduce((sum, row) => sum + row[0]! + row[1]!, 0);
        expect(columns.share[0]).toBe(1);
        let integral = 0;
        let from = 0;
        for (let row = 0; row < length; row++) {
          const to = columns.groupShare[row]!;
          expect(row === 0 || to > from).toBe(true);
          const held = rows.filter(([x, y]) => x! + y! > 0 && x! / (x! + y!) >= to);
          expect(columns.people[row]).toBe(held.reduce((sum, [x]) => sum + x!, 0));
          near(columns.share[row]!, columns.people[row]! / own, "share");
          const below = Math.max(0, Math.min(to, all) - from);
          integral += columns.share[row]! * (to - from - 2 * below);
          from = to;
        }
        near((all + integral) / (1 - all), concentrationProfileIndex(counts, { group: "g0" }), "integral");
      }),
      runs,
    );
  });
});
