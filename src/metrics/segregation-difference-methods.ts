import { log } from "../core/math.ts";
import type { ManyGroups } from "./segregation-counts.ts";
import { mutualInformationOf } from "./segregation-multigroup.ts";
import { entropyOf } from "./segregation-multigroup-diversity.ts";

/**
 * How the change of segregation between two tables of the same areas and groups is split into what margins and what structure do.
 */

/** Two tables of the same areas and groups. */
export interface CommonTables {
  readonly first: ManyGroups;
  readonly second: ManyGroups;
  /** The cells of one table (0: first, 1: second) with the sizes of groups of one and the sizes of areas of one. */
  readonly withMargins: (structure: 0 | 1, groupsOf: 0 | 1, areasOf: 0 | 1) => ManyGroups;
}

/** The parts of the change from the first to the second table; they add up to it. */
export interface ChangeParts {
  readonly groupMarginal: number;
  readonly areaMarginal: number;
  readonly interaction: number;
  readonly structural: number;
  /** How the local segregation of each area changes where only the structure does, under the margins of the first and the second. */
  readonly firstLocalChange: Float64Array;
  readonly secondLocalChange: Float64Array;
  /** What each area adds to `structural`. */
  readonly areaStructural: Float64Array;
}

/** A way to split the change. */
export interface SegregationChangeMethod {
  readonly partsOf: (tables: CommonTables) => ChangeParts;
}

/**
 * Elbers' split: margins and structure change in every order, and the mean over the orders counts.
 *
 * **How** With m(g, a, s) the M of a table with the groups of table g, the areas of table a and the structure of table s: marginal =
 * ½ [m(2,2,1) − m(1,1,1)] + ½ [m(2,2,2) − m(1,1,2)], structural = ½ [m(1,1,2) − m(1,1,1)] + ½ [m(2,2,2) − m(2,2,1)]; the marginal part is
 * split in the same way between groups and areas.
 *
 * @returns a method for `decomposeSegregationChange`, without interaction
 *
 * **Cost** six tables are fitted
 *
 * [elbers-2023] [shorrocks-2013]
 * @example
 * const counts = { labels: ["a", "b"], count: Float64Array.of(90, 10, 20, 80) };
 * const twice = { labels: ["a", "b"], count: counts.count.map((n) => 2 * n) };
 * decomposeSegregationChange(counts, twice, { method: byShapley() }).structural.toFixed(12).replace("-", ""); // '0.000000000000'
 */
export function byShapley(): SegregationChangeMethod {
  return {
    partsOf: ({ first, second, withMargins }) => {
      const oldMargins = withMargins(1, 0, 0);
      const newMargins = withMargins(0, 1, 1);
      const [m111, m222] = [mutualInformationOf(first), mutualInformationOf(second)];
      const [m112, m221] = [mutualInformationOf(oldMargins), mutualInformationOf(newMargins)];
      const [m211, m121] = [mutualInformationOf(withMargins(0, 1, 0)), mutualInformationOf(withMargins(0, 0, 1))];
      const [m212, m122] = [mutualInformationOf(withMargins(1, 1, 0)), mutualInformationOf(withMargins(1, 0, 1))];
      const firstLocalChange = localChange(first, oldMargins);
      const secondLocalChange = localChange(newMargins, second);
      const areaStructural = firstLocalChange.map(
        (change, i) =>
          (change * (first.areaTotal[i]! / first.total) +
            secondLocalChange[i]! * (second.areaTotal[i]! / second.total)) /
          2,
      );
      return {
        groupMarginal: (m211 - m111 + (m221 - m121) + (m222 - m122) + (m212 - m112)) / 4,
        areaMarginal: (m121 - m111 + (m221 - m211) + (m222 - m212) + (m122 - m112)) / 4,
        interaction: 0,
        structural: (m112 - m111 + (m222 - m221)) / 2,
        firstLocalChange,
        secondLocalChange,
        areaStructural,
      };
    },
  };
}

/**
 * Karmel and Maclachlan's split: margins change first, the structure last.
 *
 * **How** groupMarginal and areaMarginal are what M changes by where the columns, or the rows, of the first table alone are scaled to the
 * groups, or areas, of the second; interaction is what both change it by at once (fitted to both margins) less these; structural
 * is the rest.
 *
 * @returns a method for `decomposeSegregationChange`; there is no local change under the first margins (NaN)
 *
 * **Cost** one table is fitted
 *
 * [karmel-maclachlan-1988] [elbers-2023]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(90, 10, 20, 80) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(180, 10, 40, 80) };
 * decomposeSegregationChange(first, second, { method: byKarmelMaclachlan() }).structural.toFixed(12).replace("-", ""); // '0.000000000000'
 */
export function byKarmelMaclachlan(): SegregationChangeMethod {
  return {
    partsOf: ({ first, second, withMargins }) => {
      const newMargins = withMargins(0, 1, 1);
      const m111 = mutualInformationOf(first);
      const m221 = mutualInformationOf(newMargins);
      const groupMarginal = mutualInformationOf(scaled(first, second, true)) - m111;
      const areaMarginal = mutualInformationOf(scaled(first, second, false)) - m111;
      const secondLocalChange = localChange(newMargins, second);
      return {
        groupMarginal,
        areaMarginal,
        interaction: m221 - m111 - groupMarginal - areaMarginal,
        structural: mutualInformationOf(second) - m221,
        firstLocalChange: new Float64Array(first.areas).fill(Number.NaN),
        secondLocalChange,
        areaStructural: secondLocalChange.map((change, i) => change * (second.areaTotal[i]! / second.total)),
      };
    },
  };
}

/**
 * Mora and Ruiz-Castillo's split: M is the entropy of the groups less that within areas, and each may change.
 *
 * **How** groupMarginal = E(second) − E(first); with e the entropy of the groups in an area and p its share of people, areaMarginal =
 * −Σ (p₂ − p₁)(e₁ + e₂) / 2, structural = −Σ (p₁ + p₂)(e₂ − e₁) / 2.
 *
 * @returns a method for `decomposeSegregationChange`, without interaction; local changes are e₁ − e₂. Nothing is fitted: structural
 * holds what changing sizes of groups do within areas
 *
 * **Cost** O(areas · groups)
 *
 * [mora-ruiz-castillo-2009] [elbers-2023]
 * @example
 * const first = { labels: ["a", "b"], count: Float64Array.of(90, 10, 20, 80) };
 * const second = { labels: ["a", "b"], count: Float64Array.of(180, 10, 40, 80) };
 * decomposeSegregationChange(first, second, { method: byMoraRuizCastillo() }).structural.toFixed(3); // '0.006'
 */
export function byMoraRuizCastillo(): SegregationChangeMethod {
  return {
    partsOf: ({ first, second }) => {
      const k = first.labels.length;
      const change = new Float64Array(first.areas);
      const areaStructural = new Float64Array(first.areas);
      let areaMarginal = 0;
      let structural = 0;
      for (let i = 0; i < first.areas; i++) {
        const [e1, e2] = [first, second].map(({ count, areaTotal }) =>
          entropyOf(count.subarray(i * k, (i + 1) * k), areaTotal[i]!),
        ) as [number, number];
        const [p1, p2] = [first.areaTotal[i]! / first.total, second.areaTotal[i]! / second.total];
        change[i] = e1 - e2;
        areaStructural[i] = ((p1 + p2) * (e1 - e2)) / 2;
        structural += areaStructural[i]!;
        areaMarginal -= ((p2 - p1) * (e1 + e2)) / 2;
      }
      const isEmpty = first.areas === 0;
      return {
        groupMarginal: entropyOf(second.groupTotal, second.total) - entropyOf(first.groupTotal, first.total),
        areaMarginal: isEmpty ? Number.NaN : areaMarginal,
        interaction: 0,
        structural: isEmpty ? Number.NaN : structural,
        firstLocalChange: change,
        secondLocalChange: change.slice(),
        areaStructural,
      };
    },
  };
}

/** The first table with its columns, or rows, scaled to the sums that they have in the second. */
function scaled(first: ManyGroups, second: ManyGroups, columns: boolean): ManyGroups {
  const k = first.labels.length;
  const areaTotal = new Float64Array(first.areas);
  const groupTotal = new Float64Array(k);
  let total = 0;
  const count = first.count.map((people, c) => {
    const [i, g] = [Math.floor(c / k), c % k];
    const factor = columns ? second.groupTotal[g]! / first.groupTotal[g]! : second.areaTotal[i]! / first.areaTotal[i]!;
    areaTotal[i]! += people * factor;
    groupTotal[g]! += people * factor;
    total += people * factor;
    return people * factor;
  });
  return { ...first, count, areaTotal, groupTotal, total };
}

/** Σ p ln(p / P) of each area of the second table less that of the first. */
function localChange(first: ManyGroups, second: ManyGroups): Float64Array {
  const change = new Float64Array(first.areas);
  const add = ({ areas, count, areaTotal, groupTotal, total }: ManyGroups, sign: number): void => {
    for (let i = 0, cell = 0; i < areas; i++) {
      for (let g = 0; g < groupTotal.length; g++) {
        const c = count[cell++]!;
        if (c > 0) change[i]! += sign * (c / areaTotal[i]!) * log((c * total) / (areaTotal[i]! * groupTotal[g]!));
      }
    }
  };
  add(first, -1);
  add(second, 1);
  return change;
}
