import { join } from "node:path";
import { expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { colemanHomophily, homophilyIndex, inbreedingHomophily } from "../../src/metrics/homophily-indices.ts";
import {
  assortativity,
  eiIndex,
  expectedEiIndex,
  freemanSegregation,
  groupEiIndex,
  guptaAndersonMay,
  segregationMatrixIndex,
  withinOddsRatio,
} from "../../src/metrics/homophily-network.ts";
import { spectralSegregation } from "../../src/metrics/homophily-spectral.ts";
import { countMixing } from "../../src/metrics/mixing-counts.ts";
import {
  expectedMixingByActivity,
  expectedMixingBySize,
  marginFreeMixing,
  mixingRowShares,
  mixingTotalShares,
  observedOverExpected,
} from "../../src/metrics/mixing-expected.ts";
import {
  buildMixingMatrix,
  type MixingMatrix,
  type SizedMixing,
  symmetricMixing,
} from "../../src/metrics/mixing-matrix.ts";
import {
  measureInteractionLevels,
  measureSocialIntegration,
  socialIntegration,
} from "../../src/metrics/social-integration.ts";
import { describeData, listed, readJson, readRows } from "./data.ts";
import { type Network, readNetwork, recordsOf, tiesOfNetwork } from "./mixing-data.ts";

type Matrix = readonly (readonly number[])[];
/** The figures of a network or a matrix: numbers, lists by group or person, matrices, and notes. */
type Figures = Readonly<Record<string, unknown>>;

const flat = (matrix: Matrix): number[] => matrix.flat();
const rounded = 9;

/** Numbers, one by one, to 1e-9 of the figure. */
function same(what: string, got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(got[i], `${what} [${i}]`).toBeCloseTo(expected[i]!, rounded);
}

/** The matrices of one network: of directed ties, of ties in both directions, of calls. */
interface Matrices {
  readonly directed: SizedMixing;
  readonly undirected: SizedMixing;
  readonly calls: SizedMixing;
}

/** Files of undirected networks list a tie once; their directed ties are those in both directions. */
function matricesOf(network: Network, figures: Figures): Matrices {
  const { directed, undirected } = tiesOfNetwork(network);
  const { groupOf, labels } = network;
  const listedTies = flat((figures["mixing_directed_ties"] ?? figures["mixing_ties"]) as Matrix);
  const isDirected = listedTies.reduce((sum, x) => sum + x, 0) === directed.length;
  const mixing = countMixing(isDirected ? directed : undirected, { groupOf, labels });
  return {
    directed: buildMixingMatrix(mixing, { column: "contacts" }),
    undirected: buildMixingMatrix(countMixing(undirected, { groupOf, labels }), { column: "contacts" }),
    calls: buildMixingMatrix(mixing, { column: "calls" }),
  };
}

/** netseg's gamix of a directed matrix: the triangle above the diagonal stands for both, the diagonal is doubled. */
function mirrored(mixing: MixingMatrix): MixingMatrix {
  const groups = mixing.labels.length;
  const value = Array.from(mixing.value, (x, cell) => {
    const a = Math.floor(cell / groups);
    const b = cell % groups;
    return a === b ? 2 * x : mixing.value[Math.min(a, b) * groups + Math.max(a, b)]!;
  });
  return { labels: mixing.labels, value };
}

/** The densities that netseg's smi compares: of the first group to the second, for both. */
function densitiesOfNetseg({ value, sizes: n }: SizedMixing): number[] {
  const between = value[1]! / (n[0]! * n[1]!);
  return [0, 1].map((a) => value[3 * a]! / (n[a]! * (n[a]! - 1)) / between);
}

describeData("netseg", "15_integration", (folder) => {
  for (const file of listed(folder, /^homophily_netseg_reference\.json/)) {
    const reference = readJson<Record<string, Figures>>(join(folder, file));
    for (const [name, figures] of Object.entries(reference)) {
      const network = readNetwork(folder, name);
      if (network === null || typeof figures !== "object") continue;

      it(`${name}: every figure of the network`, () => {
        const { directed, undirected, calls } = matricesOf(network, figures);
        const upper = undirected.value;
        const groups = directed.labels.length;
        const known: Record<string, (expected: never) => void> = {
          groups: (labels: readonly (string | number)[]) => expect(directed.labels).toEqual(labels.map(String)),
          group_sizes: (sizes: number[]) => same("group_sizes", directed.sizes, sizes),
          mixing_directed_ties: (matrix: Matrix) => same("directed", directed.value, flat(matrix)),
          mixing_calls: (matrix: Matrix) => same("calls", calls.value, flat(matrix)),
          mixing_undirected_ties_upper: (matrix: Matrix) => {
            matrix.forEach((row, a) => {
              row.forEach((x, b) => {
                if (a < b) expect(upper[a * groups + b]).toBe(x);
                if (a === b) expect(upper[a * groups + b]).toBe(2 * x);
              });
            });
          },
          // netseg takes the symmetric form of a directed matrix without being asked.
          "assort.directed_ties_symmetrised": (r: number) =>
            expect(assortativity(symmetricMixing(directed))).toBeCloseTo(r, rounded),
          "assort.calls_symmetrised": (r: number) =>
            expect(assortativity(symmetricMixing(calls))).toBeCloseTo(r, rounded),
          "assort.undirected": (r: number) => expect(assortativity(undirected)).toBeCloseTo(r, rounded),
          "coleman.directed_ties": (h: number[]) => same("coleman", colemanHomophily(directed), h),
          "coleman.calls": (h: number[]) => same("coleman", colemanHomophily(calls), h),
          "ei.directed": (e: number) => expect(eiIndex(directed)).toBeCloseTo(e, rounded),
          "ei.calls": (e: number) => expect(eiIndex(calls)).toBeCloseTo(e, rounded),
          // netseg counts a tie within a group once and one between groups once: half of what the symmetric matrix holds.
          "ei.undirected": (e: number) => expect(eiIndex(undirected)).toBeCloseTo(e, rounded),
          "freeman.undirected": (f: number) => expect(freemanSegregation(undirected)).toBeCloseTo(f, rounded),
          "gamix.undirected": (q: number) => expect(guptaAndersonMay(undirected)).toBeCloseTo(q, rounded),
          // The peer's mistake: it mirrors the upper triangle of a directed matrix and doubles its diagonal.
          "gamix.directed": (q: number) => expect(guptaAndersonMay(mirrored(directed))).toBeCloseTo(q, rounded),
          "gamix.calls": (q: number) => expect(guptaAndersonMay(mirrored(calls))).toBeCloseTo(q, rounded),
          "orwg.directed": (q: number) => expect(withinOddsRatio(directed)).toBeCloseTo(q, rounded),
          "orwg.undirected": (q: number) => expect(withinOddsRatio(undirected)).toBeCloseTo(q, rounded),
          "smi.directed": (s: number[]) =>
            same(
              "smi",
              densitiesOfNetseg(directed).map((r) => (r - 1) / (r + 1)),
              s,
            ),
          "smi.directed.not_normalized": (s: number[]) => same("smi", densitiesOfNetseg(directed), s),
          "ssi.undirected": (s: number[]) => {
            const { groupOf, labels } = network;
            const found = spectralSegregation(network.calls, { column: "contacts", groupOf, labels });
            expect(found.converged).toBe(true);
            same("ssi", found.columns.segregation, s);
          },
        };
        for (const [key, expected] of Object.entries(figures)) {
          if (key === "note" || key === "peer") continue;
          expect(known[key], `a test for ${key}`).toBeDefined();
          known[key]!(expected as never);
        }
      });

      it(`${name}: gamix and smi as they are defined`, () => {
        const { directed } = matricesOf(network, figures);
        const groups = directed.labels.length;
        const trace = directed.labels.reduce(
          (sum, _, a) => sum + mixingRowShares(directed).value[a * (groups + 1)]!,
          0,
        );
        expect(guptaAndersonMay(directed)).toBeCloseTo((trace - 1) / (groups - 1), 12);
        if (groups !== 2) return;
        const [n, m] = [directed.sizes[0]!, directed.sizes[1]!];
        const ratios = [
          directed.value[0]! / (n * (n - 1)) / (directed.value[1]! / (n * m)),
          directed.value[3]! / (m * (m - 1)) / (directed.value[2]! / (n * m)),
        ];
        same(
          "smi",
          segregationMatrixIndex(directed),
          ratios.map((r) => (r - 1) / (r + 1)),
        );
      });
    }

    for (const [name, figures] of Object.entries(reference)) {
      const [path] = listed(folder, new RegExp(`^(netseg_)?${name}_mixing_matrix\\.csv$`));
      if (path === undefined || "mixing_calls" in figures) continue;
      it(`${name}: the figures of a printed matrix`, () => {
        const rows = readRows(join(folder, path)).map((row) => Object.values(row));
        const mixing = { labels: rows.map((row) => row[0]!), value: rows.flatMap((row) => row.slice(1).map(Number)) };
        if ("assort" in figures) {
          expect(assortativity(symmetricMixing(mixing))).toBeCloseTo(figures["assort"] as number, rounded);
        }
        if ("ei" in figures) expect(eiIndex(mixing)).toBeCloseTo(figures["ei"] as number, rounded);
        if ("gamix" in figures) {
          expect(guptaAndersonMay(mirrored(mixing))).toBeCloseTo(figures["gamix"] as number, rounded);
        }
      });
    }

    for (const [name, figures] of Object.entries(reference)) {
      if (typeof figures !== "object" || !("matrix_rows" in figures)) continue;
      it(`${name}: Coleman's index of a matrix with sizes`, () => {
        const sizes = figures["gsizes"] as number[];
        const mixing = { labels: sizes.map((_, a) => `${a}`), value: flat(figures["matrix_rows"] as Matrix), sizes };
        same("coleman", colemanHomophily(mixing), figures["coleman"] as number[]);
      });
    }
  }
});

describeData("networkx and formulas", "15_integration", (folder) => {
  for (const file of listed(folder, /^homophily_networkx_own_reference\.json/)) {
    for (const [name, figures] of Object.entries(readJson<Record<string, Figures>>(join(folder, file)))) {
      const network = readNetwork(folder, name);
      if (network === null || typeof figures !== "object") continue;

      it(`${name}: assortativity, which networkx takes of the matrix as it is`, () => {
        const { directed, undirected } = matricesOf(network, figures);
        same("mixing", directed.value, flat(figures["mixing_ties"] as Matrix));
        expect(assortativity(directed)).toBeCloseTo(figures["attribute_assortativity"] as number, rounded);
        const r = figures["attribute_assortativity_undirected"];
        if (r !== undefined) expect(assortativity(undirected)).toBeCloseTo(r as number, rounded);
      });

      for (const [key, column] of [
        ["own_formulas_on_ties", "directed"],
        ["own_formulas_on_calls", "calls"],
      ] as const) {
        const own = figures[key] as Figures | undefined;
        if (own !== undefined) it(`${name}: ${key}`, () => checkOwn(matricesOf(network, figures)[column], own));
      }

      const ssi = figures["ssi_numpy_node_order_of_nodes_csv"] as number[] | undefined;
      if (ssi !== undefined) {
        it(`${name}: spectral segregation of every node and the means of groups`, () => {
          const { groupOf, labels } = network;
          const found = spectralSegregation(network.calls, { column: "contacts", groupOf, labels });
          same("ssi", found.columns.segregation, ssi);
          const means = figures["ssi_group_mean"] as Record<string, number>;
          const ofLabels = labels.map((label) => means[label]!);
          same("ssi_group_mean", found.groupSegregation, ofLabels);
        });
      }
    }
  }
});

function checkOwn(mixing: SizedMixing, own: Figures): void {
  const known: Record<string, (expected: never) => void> = {
    groups: (labels: string[]) => expect(mixing.labels).toEqual(labels),
    group_sizes: (sizes: number[]) => same("sizes", mixing.sizes, sizes),
    mixing: (matrix: Matrix) => same("mixing", mixing.value, flat(matrix)),
    row_share: (matrix: Matrix) => same("row_share", mixingRowShares(mixing).value, flat(matrix)),
    total_share: (matrix: Matrix) => same("total_share", mixingTotalShares(mixing).value, flat(matrix)),
    homophily_index_H_out: (h: number[]) => same("H out", homophilyIndex(mixing), h),
    homophily_index_H_in: (h: number[]) => same("H in", homophilyIndex(mixing, { direction: "in" }), h),
    inbreeding_homophily_w_n_over_N: (h: number[]) => same("IH", inbreedingHomophily(mixing), h),
    inbreeding_homophily_w_nminus1_over_Nminus1: (h: number[]) => {
      // The same as Coleman's where groups keep to themselves.
      const coleman = colemanHomophily(mixing);
      h.forEach((x, a) => {
        if (x >= 0) expect(coleman[a]).toBeCloseTo(x, rounded);
        else expect(coleman[a]).toBeLessThan(0);
      });
    },
    coleman_piecewise: (h: number[]) => same("coleman", colemanHomophily(mixing), h),
    EI_global: (e: number) => expect(eiIndex(mixing)).toBeCloseTo(e, rounded),
    EI_by_group_out: (e: number[]) => same("EI", groupEiIndex(mixing), e),
    EI_expected_random_mixing: (e: number) => expect(expectedEiIndex(mixing)).toBeCloseTo(e, rounded),
    expected_size: (matrix: Matrix) => same("size", expectedMixingBySize(mixing).value, flat(matrix)),
    obs_over_expected_size: (matrix: Matrix) =>
      same("size", observedOverExpected(mixing, expectedMixingBySize(mixing)).value, flat(matrix)),
    expected_activity: (matrix: Matrix) => same("activity", expectedMixingByActivity(mixing).value, flat(matrix)),
    obs_over_expected_activity: (matrix: Matrix) =>
      same("activity", observedOverExpected(mixing, expectedMixingByActivity(mixing)).value, flat(matrix)),
    newman_r_directed: (r: number) => expect(assortativity(mixing)).toBeCloseTo(r, rounded),
    ipf_uniform_margins: (matrix: Matrix | null) => {
      if (matrix === null) expect(marginFreeMixing(mixing).value).toContain(Number.NaN);
      else same("ipf", marginFreeMixing(mixing).value, flat(matrix));
    },
  };
  for (const [key, expected] of Object.entries(own)) {
    if (key.startsWith("odds_ratio_2x2") && expected === null) continue;
    expect(known[key], `a test for ${key}`).toBeDefined();
    known[key]!(expected as never);
  }
}

interface CdrFigures {
  readonly bakker_social_integration_per_refugee: Record<string, Record<string, number>>;
  readonly bakker_social_integration_pooled_all: number;
  readonly bakker_social_integration_pooled_known: number;
  readonly bakker_social_integration_user_mean_all: number;
  readonly alfeo_RIL_percent: Record<string, Record<string, number | null>>;
}

describeData("social integration", "15_integration", (folder) => {
  for (const file of listed(folder, /^cdr_metrics_own_reference\.json/)) {
    const figures = readJson<CdrFigures>(join(folder, file));
    const people = new Map(readRows(join(folder, "cdr_users.csv")).map((row) => [row["user"]!, row["group"]!]));
    const minority = people.get(Object.keys(figures.bakker_social_integration_per_refugee)[0]!)!;
    const events = readRows(join(folder, "cdr_events.csv"));
    // Somebody who is not known is one more person of the group that the row names.
    const idOf = (row: Record<string, string>): string =>
      people.get(row["callee"]!) === row["callee_group"] ? row["callee"]! : `somebody ${row["callee_group"]}`;
    const groups = new Map(people);
    for (const row of events) groups.set(idOf(row), row["callee_group"]!);
    const users = [...groups.keys()];
    const labels = [...new Set(groups.values())];
    const groupOf = users.map((user) => labels.indexOf(groups.get(user)!));
    const numberOf = new Map(users.map((user, u) => [user, u]));
    const calls = recordsOf(
      users,
      events.map((row) => ({
        from: numberOf.get(row["caller"]!)!,
        to: numberOf.get(idOf(row))!,
        time: Date.parse(`${row["time_local"]}Z`) / 1000,
      })),
    );
    const [against] = labels.filter((label) =>
      Object.keys(Object.values(figures.bakker_social_integration_per_refugee)[0]!).includes(`calls_to_${label}`),
    );
    const options = { groupOf, labels, group: minority, against: against! };
    const known = { ...options, except: ["unknown"] };

    it("of every person, over all calls and over those to people of a known group", () => {
      const all = measureSocialIntegration(calls, options);
      const ofKnown = measureSocialIntegration(calls, known);
      for (const [user, figure] of Object.entries(figures.bakker_social_integration_per_refugee)) {
        const u = all.users.indexOf(user);
        expect(all.columns.across[u]).toBe(figure[`calls_to_${against}`]);
        expect(all.columns.total[u]).toBe(figure["calls_all"]);
        expect(ofKnown.columns.total[u]).toBe(figure["calls_known"]);
        expect(all.columns.share[u]).toBeCloseTo(figure["value_all"]!, 12);
        expect(ofKnown.columns.share[u]).toBeCloseTo(figure["value_known"]!, 12);
      }
    });

    it("of the group, pooled and as the mean of people", () => {
      const all = socialIntegration(measureSocialIntegration(calls, options));
      expect(all.pooled).toBeCloseTo(figures.bakker_social_integration_pooled_all, 12);
      expect(all.userMean).toBeCloseTo(figures.bakker_social_integration_user_mean_all, 12);
      const ofKnown = socialIntegration(measureSocialIntegration(calls, known));
      expect(ofKnown.pooled).toBeCloseTo(figures.bakker_social_integration_pooled_known, 12);
    });

    it("interaction levels of every person and month", () => {
      const days = events.map((row) => dayOfDate(row["time_local"]!.slice(0, 10)));
      const clock = createClock({ timeZone: "UTC" });
      const periods = buildMonths({ clock, firstDay: Math.min(...days), lastDay: Math.max(...days) });
      const levels = measureInteractionLevels(calls, { ...options, periods });
      for (const [month, ofUsers] of Object.entries(figures.alfeo_RIL_percent)) {
        const p = periods.columns.id.findIndex((id) => Number(id.slice(5)) === Number(month));
        for (const [user, level] of Object.entries(ofUsers)) {
          const found = levels.columns.level[levels.offsets[levels.users.indexOf(user)]! + p]!;
          if (level === null) expect(found).toBeNaN();
          else expect(found).toBeCloseTo(level, 10);
        }
      }
    });
  }
});
