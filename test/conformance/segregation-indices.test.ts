import { existsSync } from "node:fs";
import { join } from "node:path";
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
import {
  locationQuotients,
  measureGroupSegregation,
  measureLocalSegregation,
} from "../../src/metrics/segregation-local.ts";
import { multigroupEntropyIndex, mutualInformationIndex } from "../../src/metrics/segregation-multigroup.ts";
import { entropyDiversity } from "../../src/metrics/segregation-multigroup-diversity.ts";
import {
  ordinalAbsolute,
  ordinalEntropy,
  ordinalRootVariance,
  ordinalSegregationIndex,
  ordinalVariance,
} from "../../src/metrics/segregation-ordinal.ts";
import { concentrationProfileIndex } from "../../src/metrics/segregation-profile.ts";
import { measureMultigroupSegregation, measureSegregation } from "../../src/metrics/segregation-summary.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import {
  countsOfRows,
  type Figures,
  gridPatterns,
  type ReferenceTable,
  referenceTables,
  type SchoolTable,
  schoolTables,
  type TractTable,
  tractGroup,
  tractGroups,
  tractTables,
} from "./integration-data.ts";

/**
 * Evenness, exposure, the indices of several groups and those of areas against pysal's segregation, R's segregation, OasisR and
 * seg: every figure of theirs that needs no map, found by listing.
 */

/** pysal's names of indices of a group against all others, and R's where they are lists by group. */
const TWO_GROUPS: Readonly<Record<string, (counts: AreaCounts, group: string) => number>> = {
  Dissim: (counts, group) => dissimilarityIndex(counts, { group }),
  Gini: (counts, group) => giniSegregationIndex(counts, { group }),
  Entropy: (counts, group) => theilEntropyIndex(counts, { group }),
  CorrelationR: (counts, group) => correlationRatio(counts, { group }),
  Isolation: (counts, group) => isolationIndex(counts, { group }),
  Interaction: (counts, group) => interactionIndex(counts, { group }),
  MinMax: (counts, group) => minMaxIndex(counts, { group }),
  Atkinson: (counts, group) => atkinsonIndex(counts, { group, shape: 0.5 }),
  "OasisR.ISDuncan": (counts, group) => dissimilarityIndex(counts, { group }),
  "OasisR.HTheil": (counts, group) => theilEntropyIndex(counts, { group }),
  "OasisR.Gorard": (counts, group) => gorardIndex(counts, { group }),
  "OasisR.Gini": (counts, group) => giniSegregationIndex(counts, { group }),
  "OasisR.Eta2": (counts, group) => correlationRatio(counts, { group }),
  "OasisR.xPx": (counts, group) => isolationIndex(counts, { group }),
  "segregation.isolation": (counts, group) => isolationIndex(counts, { group }),
};

/** The index of two groups of a name: pysal's _atkinson.b0.1 and OasisR's Atkinson.delta0.1 tell the shape. */
function twoGroupIndex(name: string): ((counts: AreaCounts, group: string) => number) | undefined {
  const shape = /^(?:_atkinson\.b|OasisR\.Atkinson\.delta)([\d.]+)$/.exec(name)?.[1];
  if (shape !== undefined) return (counts, group) => atkinsonIndex(counts, { group, shape: Number(shape) });
  return TWO_GROUPS[name];
}

type Summary = ReturnType<typeof measureMultigroupSegregation>;

/** pysal's and R's names of indices of all groups. */
const MULTIGROUP: Readonly<Record<string, keyof Summary>> = {
  MultiDissim: "dissimilarity",
  MultiGini: "gini",
  MultiInfoTheory: "entropyIndex",
  MultiDivergence: "mutualInformation",
  MultiDiversity: "entropyDiversity",
  "MultiDiversity.normalized": "normalizedDiversity",
  MultiNormExposure: "normalizedExposure",
  MultiRelativeDiversity: "relativeDiversity",
  MultiSquaredCoefVar: "squaredCoefficientOfVariation",
  SimpsonsConcentration: "simpsonConcentration",
  SimpsonsInteraction: "simpsonInteraction",
  "segregation.mutual_total.M": "mutualInformation",
  "segregation.mutual_total.H": "entropyIndex",
  "segregation.entropy.group": "entropyDiversity",
  "OasisR.HShannon": "entropyDiversity",
  "OasisR.NShannon": "normalizedDiversity",
  "OasisR.ISimpson": "simpsonInteraction",
  "OasisR.GiniMulti": "gini",
  "OasisR.DMulti": "dissimilarity",
  "OasisR.PMulti": "normalizedExposure",
  "OasisR.RelDivers": "relativeDiversity",
  "OasisR.HMulti": "entropyIndex",
  "OasisR.CMulti": "squaredCoefficientOfVariation",
};

const ORDINAL = [ordinalEntropy(), ordinalVariance(), ordinalRootVariance(), ordinalAbsolute()];

describeData("indices of tables", "15_integration", (folder) => {
  const tables = referenceTables(folder);
  for (const table of tables) describe(table.name, () => tableTests(table));
  if (tables.length === 0) skipped("tables with reference values", folder);

  const edges = listed(folder, /^edge_cases.*\.json$/);
  for (const name of edges) describe(name, () => edgeTests(readJson<EdgeCases>(join(folder, name))));
  if (edges.length === 0) skipped("edge cases", folder);

  const tracts = tractTables(folder);
  for (const tract of tracts) describe(`tracts of ${tract.name}`, () => tractTests(tract));
  if (tracts.length === 0) skipped("census tracts", folder);

  const patterns = gridPatterns(folder);
  for (const pattern of patterns) {
    it(`pattern ${pattern.name} is as in OasisR`, () => {
      const { counts, reference } = pattern;
      const figures = { Gini: "OasisR.Gini", H: "OasisR.HTheil", xPx: "OasisR.xPx", Eta2: "OasisR.Eta2" } as const;
      for (const [key, name] of Object.entries(figures)) {
        const listed = reference[key] as readonly number[];
        expect(listed.length).toBe(2);
        for (const [g, expected] of listed.entries()) near(TWO_GROUPS[name]!(counts, counts.labels[g]!), expected);
      }
      near(dissimilarityIndex(counts, { group: counts.labels[0]! }), reference["D"] as number);
    });
  }
  if (patterns.length === 0) skipped("patterns", folder);

  const schools = schoolTables(folder);
  for (const school of schools) describe(school.name, () => schoolTests(school));
  if (schools.length === 0) skipped("schools", folder);
});

describeData("indices of schools", "09_segregation", (folder) => {
  for (const name of listed(folder, /\.csv(\.gz)?$/)) {
    const rows = readRows(join(folder, name));
    const counts = countsOfRows(rows, "race", ["state", "district", "school"]);
    const pysal = join(folder, "expected_pysal.json");
    if (existsSync(pysal)) {
      const { _note, single, multi } = readJson<{ _note: string; single: Figures<number>; multi: Figures<number> }>(
        pysal,
      );
      const group = /group = (\w+)/.exec(_note)![1]!;
      it(`${name}: ${group} against all others is as in pysal`, () => {
        expect(twoGroupFigures(counts, group, single)).toEqual(Object.keys(single));
      });
      it(`${name}: all groups are as in pysal`, () => {
        expect(multigroupFigures(counts, multi)).toEqual(Object.keys(multi));
      });
    } else skipped("pysal's figures", pysal);
    const fromR = join(folder, "expected_R_segregation.json");
    if (existsSync(fromR)) {
      const reference = readJson<Figures<readonly Figures<unknown>[]>>(fromR);
      // Keys are written with lines where those of the other folder have a point, and lists hold rows where those hold columns.
      const columns = Object.entries(reference).map(([key, list]) => {
        const names = Object.keys(list[0] ?? {});
        return [key, Object.fromEntries(names.map((each) => [each, list.map((row) => row?.[each])]))] as const;
      });
      describe(`${name} in R`, () => schoolTests({ name, rows, reference: Object.fromEntries(columns) }));
    } else skipped("R's figures", fromR);
  }
});

function tableTests({ counts, file, reference }: ReferenceTable): void {
  const { r = {}, pysal = {}, own_corrected: own = {} } = reference;
  const { labels } = counts;
  const settled = file.counts.map((row) => row.some((people) => people > 0));
  for (const [group, figures] of Object.entries(pysal.single_group_vs_rest ?? {})) {
    it(`${group} against all others is as in pysal`, () => {
      // Corrections for small samples and spatial indices are of other tests.
      expect(twoGroupFigures(counts, group, figures).length).toBeGreaterThanOrEqual(8);
    });
  }
  it("all groups are as in pysal", () => {
    // Distortion needs distances.
    const asked = Object.keys(pysal.multigroup!).filter((name) => name !== "GlobalDistortion");
    expect(multigroupFigures(counts, pysal.multigroup!)).toEqual(asked);
  });
  it("areas are as in pysal, but for empty ones, where nothing is defined", () => {
    const local = pysal.local as Figures<readonly number[]>;
    const { columns } = measureLocalSegregation(counts);
    const quotients = [...locationQuotients(counts).value];
    const got: Figures<readonly number[]> = {
      MultiLocalDiversity: [...columns.entropy],
      MultiLocalEntropy: [...columns.normalizedEntropy],
      MultiLocalSimpsonConcentration: [...columns.simpsonConcentration],
      MultiLocalSimpsonInteraction: [...columns.simpsonInteraction],
    };
    for (const [name, values] of Object.entries(got)) {
      values.forEach((value, i) => {
        if (settled[i]) near(value, local[name]![i]!);
        else expect(value).toBeNaN();
      });
    }
    const rows = pysal.local!["MultiLocationQuotient"] as readonly (readonly number[])[];
    rows.forEach((row, i) => {
      row.forEach((expected, k) => {
        const value = quotients[i * labels.length + k]!;
        if (settled[i]) near(value, expected);
        else expect(value).toBeNaN();
      });
    });
  });
  it("each group against all others is as in R", () => {
    let checked = 0;
    for (const [name, expected] of Object.entries(r)) {
      const index = twoGroupIndex(name);
      if (index === undefined || !Array.isArray(expected)) continue;
      for (const [g, figure] of (expected as number[]).entries()) near(index(counts, labels[g]!), figure);
      checked++;
    }
    expect(checked).toBeGreaterThanOrEqual(9);
  });
  it("all groups are as in R", () => {
    expect(multigroupFigures(counts, r as Figures<number>).length).toBeGreaterThanOrEqual(10);
    near(mutualInformationIndex(counts, { base: 2 }), r["segregation.mutual_total.M_base2"] as number);
    near(multigroupEntropyIndex(swapped(counts)), r["segregation.mutual_total.H_swapped_unit_group"] as number);
    const within = entropyDiversity(counts) - mutualInformationIndex(counts);
    near(within, r["segregation.entropy.group_within_unit"] as number);
  });
  it("pairs of groups are as in R", () => {
    const found = { "OasisR.DIDuncan": dissimilarityIndex, "OasisR.Gini2": giniSegregationIndex };
    for (const [name, index] of Object.entries(found)) {
      const matrix = r[name] as readonly (readonly number[])[] | undefined;
      const { value } = pairwiseSegregation(counts, { index });
      matrix?.forEach((row, k) => {
        row.forEach((expected, l) => {
          if (k !== l) near(value[k * labels.length + l]!, expected);
        });
      });
    }
    expect(r["OasisR.DIDuncan"]).toBeDefined();
    const two = r["segregation.dissimilarity"];
    if (typeof two === "number") near(dissimilarityIndex(counts, { group: labels[0]! }), two);
  });
  it("exposure is as in R", () => {
    for (const name of ["segregation.exposure[of][to]", "OasisR.xPy"]) {
      nearMatrix(exposureMatrix(counts).value, r[name] as readonly (readonly number[])[]);
    }
  });
  it("exposure to others than oneself is as in R, and as computed apart where R divides by zero", () => {
    const alone = file.counts.some((row) => row.reduce((sum, people) => sum + people, 0) === 1);
    const exact = exactExposureMatrix(counts);
    if (!alone) nearMatrix(exact.value, r["OasisR.xPy.exact"] as readonly (readonly number[])[]);
    const figures = own["xPx_exact_skip_units_with_t<=1"] as Figures<number>;
    for (const [g, group] of labels.entries()) {
      near(exactIsolationIndex(counts, { group }), figures[group]!);
      near(exact.value[g * labels.length + g]!, figures[group]!);
      if (!alone) near(exactIsolationIndex(counts, { group }), (r["OasisR.xPx.exact"] as readonly number[])[g]!);
      if (alone || labels.length > 2) continue;
      near(exactInteractionIndex(counts, { group }), (r["OasisR.xPy.exact"] as readonly number[][])[g]![1 - g]!);
    }
  });
  it("ordered groups are as in R, in all four forms", () => {
    const expected = r["OasisR.ordinalseg"] as readonly number[];
    expect(expected.length).toBe(4);
    ORDINAL.forEach((variation, form) => {
      near(ordinalSegregationIndex(counts, { variation }), expected[form]!);
    });
  });
  it("areas and groups are as in R, which leaves empty areas out", () => {
    const areas = settled.flatMap((isSettled, i) => (isSettled ? [i] : []));
    const { columns } = measureLocalSegregation(counts);
    const at = (values: ArrayLike<number>): number[] => areas.map((i) => values[i]!);
    expect(r["segregation.mutual_local.units"]).toEqual(areas.map((i) => i + 1));
    nearList(at(columns.segregation), r["segregation.mutual_local.ls"] as number[]);
    nearList(at(columns.share), r["segregation.mutual_local.p"] as number[]);
    nearList(at(columns.entropy), r["OasisR.LShannon"] as number[]);
    nearList(at(columns.simpsonInteraction), r["OasisR.LSimpson"] as number[]);
    // Over the logarithm of one group OasisR's figure is 0, where 0 / 0 is not defined.
    const evenness = r["OasisR.HLoc"] as readonly number[];
    areas.forEach((i, row) => {
      if (columns.groups[i]! > 1) near(columns.evenness[i]!, evenness[row]!);
      else expect([columns.evenness[i], Math.abs(evenness[row]!)]).toEqual([Number.NaN, 0]);
    });
    const quotients = r["OasisR.LQ"] as readonly (readonly number[])[];
    const { value } = locationQuotients(counts);
    nearList(
      areas.flatMap((i) => [...value.subarray(i * labels.length, (i + 1) * labels.length)]),
      quotients.flat(),
    );
    const groups = measureGroupSegregation(counts).columns;
    nearList(groups.segregation, r["segregation.mutual_local_by_group.ls"] as number[]);
    nearList(groups.share, r["segregation.mutual_local_by_group.p"] as number[]);
  });
  it("the concentration profile is the exact integral, and the sums of pysal and seg are those of thresholds", () => {
    const exact = own["ConProf_exact_integral"] as Figures<number>;
    for (const [group, expected] of Object.entries(exact)) {
      near(concentrationProfileIndex(counts, { group }), expected);
      for (const [name, figure] of Object.entries(pysal.single_group_vs_rest?.[group] ?? {})) {
        const thresholds = /^_conprof\.m(\d+)$/.exec(name)?.[1];
        if (thresholds !== undefined) near(profileBySum(counts, group, Number(thresholds)), figure);
      }
    }
    for (const [name, figure] of Object.entries(r)) {
      const [, group, thresholds] = /^seg\.conprof\.group(\d+)\.n(\d+)$/.exec(name) ?? [];
      if (group === undefined) continue;
      near(profileBySum(counts, labels[Number(group) - 1]!, Number(thresholds)), figure as number);
    }
    expect(Object.keys(exact)).toEqual([...labels]);
  });
}

interface EdgeCases {
  readonly cases: Readonly<Record<string, number[][] | string>>;
  readonly results: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

function edgeTests({ cases, results }: EdgeCases): void {
  for (const [name, rows] of Object.entries(cases)) {
    const expected = results[name];
    if (typeof rows === "string" || expected === undefined) continue;
    const labels = rows[0]!.map((_, g) => `g${g}`);
    const counts = { labels, count: Float64Array.from(rows.flat()) };
    const present = labels.filter((_, g) => rows.some((row) => row[g]! > 0));
    const [own, all] = [rows.reduce((sum, row) => sum + row[0]!, 0), counts.count.reduce((sum, each) => sum + each, 0)];
    it(`${name} is as in pysal, or not defined`, () => {
      for (const [index, figure] of Object.entries(expected)) {
        const isMulti = index in MULTIGROUP;
        const got = isMulti ? measureMultigroupSegregation(counts)[MULTIGROUP[index]!] : twoGroup(index);
        const asked = Number(figure === "nan" || String(figure).includes("Error") ? Number.NaN : figure);
        if (all === 0) expect(got, index).toBeNaN();
        else if (!isMulti && (own === 0 || own === all)) {
          // pysal answers with 0 where entropy, isolation and the correlation ratio are 0 / 0.
          if (own === 0 || !/^(Isolation|Interaction)$/.test(index)) expect(got, index).toBeNaN();
          else near(got, asked);
        } else if (isMulti && present.length < labels.length && present.length > 1) {
          // A group without anybody counts for nothing: pysal takes the logarithm of its share, 0.
          const kept = {
            labels: present,
            count: counts.count.filter((_, c) => present.includes(labels[c % labels.length]!)),
          };
          near(got, measureMultigroupSegregation(kept)[MULTIGROUP[index]!]);
          if (!Number.isNaN(asked)) near(got, asked);
        } else if (isMulti && present.length < 2) {
          if (Number.isNaN(asked) && index === "MultiDiversity") expect(got, index).toBe(0);
          else if (Number.isNaN(asked)) expect(got, index).toBeNaN();
          else near(got, asked);
        } else if (index === "ConProf") {
          near(profileBySum(counts, "g0", 1000), asked);
          expect(Math.abs(got - asked)).toBeLessThan(3 / 1000);
        } else near(got, asked);
      }
    });
    const twoGroup = (index: string): number =>
      index === "ConProf" ? concentrationProfileIndex(counts, { group: "g0" }) : TWO_GROUPS[index]!(counts, "g0");
  }
  it("a count that is missing is answered by an error, where pysal answers with 0", () => {
    const counts = { labels: ["a", "b"], count: Float64Array.of(1, 2, Number.NaN, 3) };
    expect(() => theilEntropyIndex(counts, { group: "a" })).toThrow(
      "theilEntropyIndex: count of a in area 1 must be a finite number of at least 0, got NaN",
    );
  });
}

function tractTests(table: TractTable): void {
  const { reference, assertions, rows } = table;
  const groups = Object.keys(reference).find((key) => key.startsWith("multigroup "));
  const list = groups?.replace("multigroup ", "").split(",") ?? [];
  for (const [group, figures] of Object.entries(reference)) {
    if (rows[0]?.[group.toLowerCase()] === undefined) continue;
    it(`${group} against all others is as in pysal`, () => {
      const counts = tractGroup(table, group);
      expect(twoGroupFigures(counts, group, figures as Figures<number>).length).toBeGreaterThanOrEqual(8);
      const own = reference[`own_corrected ${group}`] as Figures<number>;
      near(concentrationProfileIndex(counts, { group }), own["ConProf_exact_integral"]!);
    });
  }
  it(`${list.join(", ")} are as in pysal`, () => {
    const figures = reference[groups!] as Figures<number>;
    expect(multigroupFigures(tractGroups(table, list), figures)).toEqual(Object.keys(figures));
  });
  it("what pysal's own tests ask for is given", () => {
    let checked = 0;
    for (const { call, expected, slice } of Object.values(assertions).flat()) {
      const name = /^(\w+)\(/.exec(call ?? "")?.[1] ?? "";
      const group = /df, ['"](\w+)['"]/.exec(call ?? "")?.[1];
      const figures = (/\[[\s\S]*\]|^[-\d.e]+/.exec(expected)?.[0].match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
      let got: readonly number[] = [];
      if (name in TWO_GROUPS && !call.includes("distance=")) {
        got = [TWO_GROUPS[name]!(tractGroup(table, group!), group!)];
      } else if (name in MULTIGROUP) {
        got = [measureMultigroupSegregation(tractGroups(table, list))[MULTIGROUP[name]!]];
      } else if (/^Multi(Local|Location)/.test(name)) got = localOf(tractGroups(table, list), name, slice);
      else continue;
      expect(got.length, call).toBe(figures.length);
      got.forEach((value, i) => {
        expect(Math.abs(value - figures[i]!), call).toBeLessThan(slice === "" ? 1e-7 : 1e-8);
      });
      checked++;
    }
    expect(checked).toBeGreaterThan(0);
  });
}

/** The first areas by pysal's name of a local index, or of location quotients the first areas and groups. */
function localOf(counts: AreaCounts, name: string, slice: string): readonly number[] {
  const [areas, groups] = [...slice.matchAll(/0:(\d+)/g)].map(([, to]) => Number(to));
  if (name === "MultiLocationQuotient") {
    const { value, columns } = locationQuotients(counts);
    return Array.from({ length: areas! }, (_, i) => [...value.subarray(i * columns, i * columns + groups!)]).flat();
  }
  const { columns } = measureLocalSegregation(counts);
  const column = {
    MultiLocalDiversity: columns.entropy,
    MultiLocalEntropy: columns.normalizedEntropy,
    MultiLocalSimpsonConcentration: columns.simpsonConcentration,
    MultiLocalSimpsonInteraction: columns.simpsonInteraction,
  }[name]!;
  return [...column.subarray(0, areas)];
}

function schoolTests({ rows, reference }: SchoolTable): void {
  const counts = countsOfRows(rows, "race", ["state", "district", "school"]);
  // R's names with a point are written with a line in another file.
  const figuresOf = (name: string): Figures<readonly (string | number)[]> | undefined => {
    const key = Object.keys(reference).find((each) => each.replace(/[._]/g, " ") === name);
    return key === undefined ? undefined : (reference[key] as Figures<readonly (string | number)[]>);
  };
  it("M and H are as in R", () => {
    const { est } = figuresOf("mutual total race school")!;
    near(mutualInformationIndex(counts), Number(est![0]));
    near(multigroupEntropyIndex(counts), Number(est![1]));
    const exchanged = figuresOf("mutual total school race")?.["est"];
    if (exchanged !== undefined) near(multigroupEntropyIndex(swapped(counts)), Number(exchanged[1]));
    const bits = figuresOf("mutual total race school base2")?.["est"];
    if (bits !== undefined) near(mutualInformationIndex(counts, { base: 2 }), Number(bits[0]));
  });
  it("M and H within each state are as in R", () => {
    const within = figuresOf("mutual within state") ?? figuresOf("mutual within state wide");
    within!["state"]!.forEach((state, s) => {
      const inside = rows.filter((row) => row["state"] === state);
      const own = countsOfRows(inside, "race", ["district", "school"]);
      near(mutualInformationIndex(own), Number(within!["M"]![s]));
      near(multigroupEntropyIndex(own), Number(within!["H"]![s]));
      near(entropyDiversity(own) / entropyDiversity(counts), Number(within!["ent_ratio"]![s]));
    });
  });
  it("local segregation by group is as in R", () => {
    const local = figuresOf("mutual local by race") ?? figuresOf("mutual local race");
    const { label, segregation, share } = measureGroupSegregation(counts).columns;
    local!["race"]!.forEach((race, row) => {
      const k = label.indexOf(String(race));
      near(segregation[k]!, Number(local!["ls"]![row]));
      near(share[k]!, Number(local!["p"]![row]));
    });
    expect([...label].sort()).toEqual([...local!["race"]!].sort());
  });
  it("named pairs of groups are as in R", () => {
    let checked = 0;
    for (const [key, figure] of Object.entries(reference)) {
      const [group, against, ...more] = key.split(/[._]/).filter((part) => counts.labels.includes(part));
      if (!key.startsWith("dissimilarity") || group === undefined || against === undefined || more.length > 0) continue;
      const expected = typeof figure === "number" ? figure : Number((figure as Figures<readonly number[]>)["est"]![0]);
      near(dissimilarityIndex(counts, { group, against }), expected);
      checked++;
    }
    expect(checked).toBeGreaterThan(0);
  });
  it("exposure and isolation are as in R", () => {
    const { labels, value } = exposureMatrix(counts);
    const exposure = figuresOf("exposure")!;
    exposure["exposure"]!.forEach((expected, row) => {
      const [of, to] = [labels.indexOf(String(exposure["of"]![row])), labels.indexOf(String(exposure["to"]![row]))];
      near(value[of * labels.length + to]!, Number(expected));
    });
    expect(exposure["exposure"]!.length).toBe(labels.length ** 2);
    const isolation = figuresOf("isolation")!;
    isolation["isolation"]!.forEach((expected, row) => {
      near(isolationIndex(counts, { group: String(isolation["race"]![row]) }), Number(expected));
    });
  });
}

/** Checks the figures of a group against all others and names those that there were. */
function twoGroupFigures(counts: AreaCounts, group: string, figures: Figures<number>): string[] {
  const summary = measureSegregation(counts, { group });
  const fields: Readonly<Record<string, keyof typeof summary>> = {
    Dissim: "dissimilarity",
    Gini: "gini",
    Entropy: "entropyIndex",
    Atkinson: "atkinson",
    CorrelationR: "correlationRatio",
    MinMax: "minMax",
    Isolation: "isolation",
    Interaction: "interaction",
  };
  return Object.entries(figures).flatMap(([name, expected]) => {
    // pysal's sum over a thousand thresholds is not the integral.
    if (name === "ConProf") {
      near(profileBySum(counts, group, 1000), expected);
      expect(Math.abs(summary.concentrationProfile - expected)).toBeLessThan(5e-3);
      return [name];
    }
    const index = twoGroupIndex(name);
    if (index === undefined) return [];
    near(index(counts, group), expected);
    if (name in fields) near(summary[fields[name]!], expected);
    return [name];
  });
}

/** Checks the figures of all groups and names those that there were. */
function multigroupFigures(counts: AreaCounts, figures: Figures<number>): string[] {
  const summary = measureMultigroupSegregation(counts);
  return Object.entries(figures).flatMap(([name, expected]) => {
    if (!(name in MULTIGROUP)) return [];
    near(summary[MULTIGROUP[name]!], expected);
    return [name];
  });
}

/**
 * The concentration profile as pysal and seg sum it: the integrals as means over so many thresholds from 0 to 1, both ends in.
 * There is one threshold more than there are steps between them, so that a complete separation has 1 + 1 / m.
 */
function profileBySum({ labels, count }: AreaCounts, group: string, thresholds: number): number {
  const own = labels.indexOf(group);
  const areas = Array.from({ length: count.length / labels.length }, (_, i) => {
    const row = count.subarray(i * labels.length, (i + 1) * labels.length);
    return [row[own]!, row.reduce((sum, people) => sum + people, 0)] as const;
  });
  const sumX = areas.reduce((sum, [x]) => sum + x, 0);
  const share = sumX / areas.reduce((sum, [, all]) => sum + all, 0);
  let mean = 0;
  for (let step = 0; step < thresholds; step++) {
    // As numpy and R lay them out: where an area's share is a threshold, the last digit decides.
    const threshold = step === thresholds - 1 ? 1 : step * (1 / (thresholds - 1));
    const above = areas.reduce((sum, [x, all]) => sum + (all > 0 && x / all >= threshold ? x : 0), 0) / sumX;
    mean += (threshold < share ? -above : above) / thresholds;
  }
  return (share + mean) / (1 - share);
}

/** Groups in place of areas and areas in place of groups. */
function swapped({ labels, count }: AreaCounts): AreaCounts {
  const areas = count.length / labels.length;
  const turned = Float64Array.from(count, (_, c) => count[(c % areas) * labels.length + Math.floor(c / areas)]!);
  return { labels: Array.from({ length: areas }, (_, i) => `area ${i}`), count: turned };
}

function nearMatrix(got: Float64Array, expected: readonly (readonly number[])[]): void {
  nearList(got, expected.flat());
}

function nearList(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) near(got[i]!, expected[i]!);
}

function near(got: number, expected: number): void {
  expect(Math.abs(got - expected)).toBeLessThan(1e-12);
}
