import { join } from "node:path";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { countGroupFlows, selectGroupFlows } from "../../src/flows/group-flows.ts";
import { countGroupPlaceHours, countUserPlaceHours } from "../../src/flows/group-flows-hours.ts";
import { ACTIVITY_WINDOWS, countUserFlows } from "../../src/flows/group-flows-users.ts";
import { commonPartOfCommuters, commonPartOfLinks } from "../../src/metrics/common-part.ts";
import { pearsonCorrelation } from "../../src/metrics/correlation.ts";
import { commuterTemplate, economicIntegration, measureEmploymentScore } from "../../src/metrics/employment-score.ts";
import { meanWindowSimilarity, measureWindowSimilarity } from "../../src/metrics/employment-windows.ts";
import { measureFlowFit } from "../../src/metrics/flow-fit.ts";
import { spearmanOfFlows } from "../../src/metrics/flow-fit-ranks.ts";
import { frobeniusDistance } from "../../src/metrics/frobenius.ts";
import { totalShares } from "../../src/metrics/matrix-scale.ts";
import type { ComparedMatrix } from "../../src/metrics/similarity-input.ts";
import {
  cosineSimilarity,
  jensenShannonDistance,
  jensenShannonDivergence,
} from "../../src/metrics/similarity-matrices.ts";
import { compareMobility } from "../../src/metrics/similarity-mobility.ts";
import { callingRegularitySimilarity } from "../../src/metrics/similarity-regularity.ts";
import {
  geographicBlocks,
  slidingWindows,
  structuralSimilarity,
  wholeMatrix,
} from "../../src/metrics/similarity-structure.ts";
import { triangularMark } from "../../src/metrics/stigmergy-marks.ts";
import { measureStigmergicSimilarity, stigmergicSimilarity } from "../../src/metrics/stigmergy-similarity.ts";
import { buildTrails } from "../../src/metrics/stigmergy-trails.ts";
import { describeData, listed, readJson, skipped } from "./data.ts";
import { hasRecords, type IntegrationRecords, openRecords } from "./integration-records.ts";

/**
 * Mobility similarity against numpy, scipy, sklearn, scikit-image and scikit-mobility on pairs of matrices, and employment,
 * stigmergy and calling regularity of call records against figures computed from their definitions. All to 1e-9.
 */
describeData("pairs of matrices of movement", "15_integration", (folder) => {
  const files = listed(folder, /^od_similarity.*\.json$/);
  if (files.length === 0) skipped("pairs of matrices", folder);
  for (const name of files) describe(name, () => matrixTests(readJson<MatrixPair>(join(folder, name))));
});

describeData("call records of groups", "15_integration", (folder) => {
  const files = listed(folder, /_metrics_own_reference\.json$/);
  if (files.length === 0) skipped("call records of groups", folder);
  for (const name of files) {
    const prefix = name.replace("_metrics_own_reference.json", "");
    if (!hasRecords(folder, prefix)) {
      skipped(`records of ${name}`, folder);
      continue;
    }
    const reference = readJson<RecordReference>(join(folder, name));
    const records = openRecords(folder, prefix);
    describe(`${prefix}: economic integration`, () => economicTests(records, reference));
    describe(`${prefix}: stigmergy`, () => stigmergyTests(records, reference));
    describe(`${prefix}: calling regularity`, () => regularityTests(records, reference));
  }
});

interface MatrixPair {
  readonly M1: number[][];
  readonly M2: number[][];
  readonly blocks: number[][];
  readonly values: Readonly<Record<string, number | string>>;
}

type Figure = (a: ComparedMatrix, b: ComparedMatrix, key: string, pair: MatrixPair) => number;

const flowsOf = (rows: number[][]): { rows: number; columns: number; value: Float64Array } => {
  return { rows: rows.length, columns: rows[0]!.length, value: Float64Array.from(rows.flat()) };
};
const fitOf = ({ M1, M2 }: MatrixPair): ReturnType<typeof measureFlowFit> => {
  const distances = flowsOf(M1.map((row, r) => row.map((_, c) => Math.abs(r - c))));
  return measureFlowFit(flowsOf(M1), flowsOf(M2), { diagonal: true, distances, binWidth: 1 });
};
const windowsOf = (key: string): ReturnType<typeof slidingWindows> => {
  const size = Number(/win(\d+)/.exec(key)![1]);
  return slidingWindows({ size, moments: key.includes("sample_cov") ? "sample" : "population" });
};

/** Which key of the reference is which figure. Frobenius distances and similarities stand in `similarity-frobenius.test.ts`. */
const FIGURES: readonly [RegExp, Figure][] = [
  [/^frobenius_(diff|similarity)|^frobenius_relative =/, () => Number.NaN],
  [
    /^frobenius_relative_total_share/,
    (a, b, _, { M1, M2 }) => {
      const norm = (rows: number[][]): number =>
        Math.hypot(...rows.flat()) / rows.flat().reduce((sum, x) => sum + x, 0);
      return frobeniusDistance(a, b, { scale: totalShares() }) / (norm(M1) + norm(M2));
    },
  ],
  [/^rows_both_nonzero/, (_a, _b, _, { M1, M2 }) => M1.filter((row, r) => some(row) && some(M2[r]!)).length],
  [/^cosine_similarity/, (a, b) => cosineSimilarity(a, b)],
  [/^cosine_distance/, (a, b) => 1 - cosineSimilarity(a, b)],
  [/^CPC .*counts/, (_a, _b, _, { M1, M2 }) => commonPartOfCommuters(flowsOf(M1), flowsOf(M2), { diagonal: true })],
  [
    /^CPC total_share/,
    (_a, _b, _, { M1, M2 }) => commonPartOfCommuters(flowsOf(M1), flowsOf(M2), { diagonal: true, shares: true }),
  ],
  [/^braycurtis/, (_a, _b, _, { M1, M2 }) => 1 - commonPartOfCommuters(flowsOf(M1), flowsOf(M2), { diagonal: true })],
  [/^CPL own/, (_a, _b, _, { M1, M2 }) => commonPartOfLinks(flowsOf(M1), flowsOf(M2), { diagonal: true })],
  [/^MSE/, (_a, _b, _, pair) => fitOf(pair).rootMeanSquareError ** 2],
  [/^RMSE/, (_a, _b, _, pair) => fitOf(pair).rootMeanSquareError],
  [/^NRMSE \(skmob/, (_a, _b, _, pair) => fitOf(pair).nrmseOfTotal],
  [/^NRMSE rmse\/mean/, (_a, _b, _, pair) => fitOf(pair).nrmseOfMean],
  [/^NRMSE rmse\/\(max-min\)/, (_a, _b, _, pair) => fitOf(pair).nrmseOfRange],
  [/^pearson/, (_a, _b, _, { M1, M2 }) => pearsonCorrelation(M1.flat(), M2.flat()).estimate],
  [/^spearman/, (_a, _b, _, { M1, M2 }) => spearmanOfFlows(flowsOf(M1), flowsOf(M2), { diagonal: true })],
  [/^R2/, (_a, _b, _, pair) => fitOf(pair).rSquared],
  [/^JS distance base e/, (a, b) => jensenShannonDistance(a, b, { base: Math.E })],
  [/^JS divergence base e/, (a, b) => jensenShannonDivergence(a, b, { base: Math.E })],
  [/^JS distance base 2/, (a, b) => jensenShannonDistance(a, b)],
  [/^JS divergence base 2/, (a, b) => jensenShannonDivergence(a, b, { base: 2 })],
  [/^SSIM (skimage|sliding)/, (a, b, key) => structuralSimilarity(a, b, { windows: windowsOf(key) })],
  [/^SSIM global/, (a, b) => structuralSimilarity(a, b, { windows: wholeMatrix() })],
  [
    /^SSIM geographic blocks/,
    (a, b, _, { M1, blocks }) => {
      const blockOf = M1.map((_row, r) => blocks.findIndex((block) => block.includes(r)));
      return structuralSimilarity(a, b, { windows: geographicBlocks({ blockOf }) });
    },
  ],
  [
    /^C([12])$/,
    (_a, _b, key, { M1, M2 }) => ((key === "C1" ? 0.01 : 0.03) * Math.max(...M1.flat(), ...M2.flat())) ** 2,
  ],
];

/** What scikit-mobility gets wrong, with the right figure beside it. */
const PEER_MISTAKES: readonly [RegExp, string, (pair: MatrixPair, value: number | string) => void][] = [
  [
    /^CPL \(skmob/,
    "scikit-mobility's common part of links cannot be called: its inner function takes one argument of two",
    ({ M1, M2 }, value) => {
      expect(String(value)).toContain("peer bug");
      expect(commonPartOfLinks(flowsOf(M1), flowsOf(M2), { diagonal: true })).toBeGreaterThan(0);
    },
  ],
  [
    /^max_error \(skmob/,
    "scikit-mobility's largest error is signed: where all is overestimated it is below 0; the largest is that of either sign",
    ({ M1, M2 }, value) => {
      const errors = M1.flat().map((x, k) => x - M2.flat()[k]!);
      expect(value).toBe(Math.max(...errors));
      const backwards = Math.max(...errors.map((error) => -error));
      expect(Math.max(...errors.map(Math.abs))).toBe(Math.max(Number(value), backwards));
      expect(backwards).not.toBe(value);
    },
  ],
  [
    /^KL \(/,
    "a Kullback–Leibler divergence is infinite where the second matrix lacks a cell of the first; Jensen–Shannon is not",
    ({ M1, M2 }, value) => {
      const lacking = M1.flat().some((x, k) => x > 0 && M2.flat()[k] === 0);
      expect(value === "inf").toBe(lacking);
      expect(jensenShannonDivergence(flowsOf(M1), flowsOf(M2))).toBeLessThanOrEqual(1);
    },
  ],
];

function matrixTests(pair: MatrixPair): void {
  const { M1, M2, values } = pair;
  const n = M1.length;
  const kinds = [
    [new Matrix(M1), new Matrix(M2)],
    [flowsOf(M1), flowsOf(M2)],
    [sparseFromDense(n, n, M1.flat()), sparseFromDense(n, n, M2.flat())],
  ] as const;
  it("every figure of the reference is known here", () => {
    const known = [...FIGURES.map(([pattern]) => pattern), ...PEER_MISTAKES.map(([pattern]) => pattern)];
    expect(Object.keys(values).filter((key) => !known.some((pattern) => pattern.test(key)))).toEqual([]);
  });
  for (const [key, expected] of Object.entries(values)) {
    const mistake = PEER_MISTAKES.find(([pattern]) => pattern.test(key));
    if (mistake !== undefined) {
      it(mistake[1], () => mistake[2](pair, expected));
      continue;
    }
    const figure = FIGURES.find(([pattern]) => pattern.test(key));
    if (figure === undefined || figure[0].test("frobenius_diff")) continue;
    it(key, () => {
      for (const [a, b] of kinds) near(figure[1](a, b, key, pair), Number(expected));
    });
  }
  it("the table of all measures has the figures of the reference", () => {
    const { measure, similarity } = compareMobility(kinds[0][0], kinds[2][1]).columns;
    const of = (name: string): number => similarity[measure.indexOf(name)]!;
    const value = (start: string): number =>
      Number(Object.entries(values).find(([key]) => key.startsWith(start))?.[1] ?? Number.NaN);
    near(of("frobenius"), value("frobenius_similarity_total_share"));
    near(of("frobeniusOfRows"), value("frobenius_similarity_row_share"));
    near(of("frobeniusOfUnitNorms"), 1 - value("frobenius_diff_unit_norm") / Math.SQRT2);
    near(of("cosine"), value("cosine_similarity"));
    near(of("commonPart"), value("CPC total_share"));
    near(of("commonLinks"), value("CPL own"));
    near(of("jensenShannon"), 1 - value("JS divergence base 2"));
  });
}

const some = (row: readonly number[]): boolean => row.some((x) => x > 0);

interface RecordReference {
  readonly bakker_economic: Readonly<Record<string, unknown>>;
  readonly alfeo_calling_hours: Readonly<Record<string, number[]>>;
  readonly alfeo_calling_similarity: { readonly jaccard_min_over_max: number; readonly cosine: number };
  readonly alfeo_stigmergic_mobility_similarity: {
    readonly parameters: string;
    readonly last_day: number;
    readonly mean_over_days: number;
    readonly first_five_days: number[];
    readonly final_trails: Readonly<Record<string, number[]>>;
  };
}

/** The value of the key that begins so. */
function keyed<T>(object: Readonly<Record<string, unknown>>, start: string): T {
  const found = Object.entries(object).find(([key]) => key.startsWith(start));
  expect(found, start).toBeDefined();
  return found![1] as T;
}

function economicTests(
  { traces, clock, users, groupOf, labels }: IntegrationRecords,
  reference: RecordReference,
): void {
  const economic = reference.bakker_economic;
  const order = keyed<string[]>(economic, "order");
  const windows = order.map((id) => ACTIVITY_WINDOWS.find((window) => window.id === id)!);
  const similarities = measureWindowSimilarity(traces, { clock, windows, minEvents: 1 });
  const groups = { groupOf, labels };
  const size = order.length;

  it("the matrix of every user is that of the reference, and users without events in a window have none", () => {
    const matrices = keyed<Record<string, number[][] | null>>(economic, "similarity_matrix_per_user");
    expect(Object.keys(matrices).sort()).toEqual(users);
    users.forEach((user, u) => {
      const own = similarities.similarity.subarray(u * size * size, (u + 1) * size * size);
      const expected = matrices[user]!;
      expect(similarities.columns.scored[u]).toBe(expected === null ? 0 : 1);
      if (expected === null) expect([...own].every(Number.isNaN)).toBe(true);
      else allNear(own, expected.flat());
    });
    expect(similarities.unscored).toBe(Object.values(matrices).filter((matrix) => matrix === null).length);
  });

  const means = meanWindowSimilarity(similarities, groups);
  const named = Object.keys(economic)
    .filter((key) => key.startsWith("mean_matrix_"))
    .map((key) => key.slice("mean_matrix_".length));
  const meanOf = (label: string): (typeof means.matrices)[number] => means.matrices[labels.indexOf(label)]!;

  it("the mean matrix of each group is that of the reference", () => {
    expect(named.length).toBeGreaterThan(1);
    for (const label of named) allNear(meanOf(label).value, keyed<number[][]>(economic, `mean_matrix_${label}`).flat());
  });

  it("the employment scores against the commuter are those of the reference", () => {
    const template = commuterTemplate(order.map((id) => (id === "work" ? 1 : 0)));
    const { columns, unscored } = measureEmploymentScore(similarities, { template });
    const expected = keyed<Record<string, number | null>>(economic, "employment_score_vs_template");
    users.forEach((user, u) => {
      nearOrMissing(columns.score[u]!, expected[user]!);
    });
    expect(unscored).toBe(Object.values(expected).filter((score) => score === null).length);
  });

  it("the employment scores against the mean of a group are those of the reference", () => {
    const key = Object.keys(economic).find((name) => /^employment_score_vs_\w+_mean/.test(name))!;
    const label = /^employment_score_vs_(\w+)_mean/.exec(key)![1]!;
    const { columns } = measureEmploymentScore(similarities, { template: meanOf(label) });
    for (const [user, expected] of Object.entries(economic[key] as Record<string, number | null>)) {
      nearOrMissing(columns.score[users.indexOf(user)]!, expected);
    }
  });

  it("the distance and the integration of the two groups are those of the reference", () => {
    const [a, b] = named.map(meanOf) as [(typeof means.matrices)[number], (typeof means.matrices)[number]];
    near(frobeniusDistance(a, b), keyed<number>(economic, "group_distance"));
    near(economicIntegration(a, b), keyed<number>(economic, "group_similarity"));
  });

  it("the flows of each group in each window are those of the reference: events of one day, in the window of the later one", () => {
    const counting = { clock, windows, maxGapSeconds: 86_400, withinDay: true, diagonal: true };
    const flows = countGroupFlows(countUserFlows(traces, counting), groups);
    const expected = keyed<Record<string, number[][]>>(economic, "OD_by_group_window");
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    const of = (label: string, window: string): ReturnType<typeof selectGroupFlows> =>
      selectGroupFlows(flows, { label, window });
    for (const [key, rows] of Object.entries(expected)) {
      const [label, window] = key.split("|") as [string, string];
      expect(of(label, window)).toMatchObject(sparseFromDense(rows.length, rows.length, rows.flat()));
    }
    const distances = keyed<Record<string, number>>(economic, "OD_frobenius_total_share");
    for (const [window, expectedDistance] of Object.entries(distances)) {
      const [a, b] = named.map((label) => of(label, window));
      near(frobeniusDistance(a!, b!, { scale: totalShares() }), expectedDistance);
    }
  });
}

function stigmergyTests(records: IntegrationRecords, reference: RecordReference): void {
  const { traces, clock, users, groupOf, labels, metersPerKm } = records;
  const expected = reference.alfeo_stigmergic_mobility_similarity;
  const reachKm = Number(/eps=([\d.]+) km/.exec(expected.parameters)![1]);
  const keptShare = Number(/trail\*([\d.]+)/.exec(expected.parameters)![1]);
  const mark = triangularMark({ reachMeters: reachKm * metersPerKm });
  const rules = { clock, mark, keptShare, stepHours: 24 };
  const trails = buildTrails(traces, { ...rules, groupOf, labels });
  const [group, against] = Object.keys(expected.final_trails) as [string, string];
  const between = stigmergicSimilarity(trails, { group, against });

  it("the similarity of the groups is that of the reference on the first days, on the last, and on average", () => {
    allNear(between.bySteps.subarray(0, expected.first_five_days.length), expected.first_five_days);
    near(between.last, expected.last_day);
    near(between.mean, expected.mean_over_days);
  });

  it("the trails that are left in the end are those of the reference", () => {
    for (const [label, values] of Object.entries(expected.final_trails)) {
      const g = labels.indexOf(label);
      const n = trails.locations.length;
      const last = trails.trail.subarray((g * trails.steps + trails.steps - 1) * n, (g + 1) * trails.steps * n);
      allNear(
        last.map((x) => x / trails.people[g]!),
        values,
      );
    }
  });

  it("a user against a group is a group of one against it", () => {
    const rows = measureStigmergicSimilarity(traces, trails, { against, groupOf }).columns;
    users.forEach((_, u) => {
      const alone = Uint8Array.from(groupOf, (g, v) => (v === u ? labels.length : g));
      const apart = buildTrails(traces, { ...rules, groupOf: alone, labels: [...labels, "alone"] });
      const { mean, last } = stigmergicSimilarity(apart, { group: "alone", against });
      if (apart.people[labels.length] === 0) return;
      near(rows.mean[u]!, mean);
      near(rows.last[u]!, last);
    });
  });
}

function regularityTests(records: IntegrationRecords, reference: RecordReference): void {
  const { traces, clock, groupOf, labels } = records;
  const hoursOf = (label: string): number[] => {
    const windows = [{ id: "all", fromHour: 0, toHour: 24 }];
    const table = countGroupPlaceHours(countUserPlaceHours(traces, { clock, windows }), { groupOf, labels });
    const hours = Array.from({ length: 24 }, () => 0);
    for (let row = 0; row < table.length; row++) {
      if (labels[table.columns.label[row]!] === label) hours[table.columns.hour[row]!]! += table.columns.events[row]!;
    }
    return hours;
  };
  const names = Object.keys(reference.alfeo_calling_hours);
  it("the calls of each group by hour are those of the reference", () => {
    for (const label of names) expect(hoursOf(label)).toEqual(reference.alfeo_calling_hours[label]);
  });
  it("the similarity of the calling regularity is that of the reference, as minimum over maximum and as cosine", () => {
    const [a, b] = names.map(hoursOf) as [number[], number[]];
    const { jaccard_min_over_max, cosine } = reference.alfeo_calling_similarity;
    near(callingRegularitySimilarity(a, b), jaccard_min_over_max);
    near(callingRegularitySimilarity(a, b, { similarity: (x, y) => cosineSimilarity(x, y) }), cosine);
  });
}

function nearOrMissing(got: number, expected: number | null): void {
  if (expected === null) expect(got).toBeNaN();
  else near(got, expected);
}

function allNear(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, k) => {
    near(got[k]!, value);
  });
}

function near(got: number, expected: number): void {
  expect(Math.abs(got - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
}
