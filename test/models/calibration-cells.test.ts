import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { fitLaw } from "../../src/models/calibration.ts";
import { bestCommonPart, leastSquares, mostLikely } from "../../src/models/calibration-criteria.ts";
import { exclusiveTies, inclusiveTies, sequentialTies, splitTies } from "../../src/models/intervening.ts";
import { rankDestinations } from "../../src/models/intervening-ranking.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { schneiderLaw } from "../../src/models/opportunity-laws.ts";
import { extendedRadiationLaw, selectiveRadiationLaw } from "../../src/models/radiation-extended.ts";
import { radiationLaw } from "../../src/models/radiation-laws.ts";
import { doublyConstrained } from "../../src/models/two-way.ts";
import { squareOf } from "./worlds.ts";

const N = 24;
const random = createRandom("cells");
const at = Array.from({ length: N }, () => Math.round(300 * random()));
const mass = Array.from({ length: N }, () => Math.round(200 * random()));
const ranking = rankDestinations({ distances: squareOf(N, (i, j) => Math.abs(at[i]! - at[j]!)) });
const given = { mass, distances: ranking };
const scale = { from: 0.05, to: 3 };

const LAWS: Readonly<Record<string, readonly [lawAt: (x: number) => FlowLaw, planted: number]>> = {
  "extended radiation": [(x) => extendedRadiationLaw({ ...given, alpha: x }), 0.7],
  "radiation with selection": [(x) => selectiveRadiationLaw({ ...given, lambda: x / 3.01 }), 2.9],
  "Schneider's law": [(x) => schneiderLaw({ ...given, acceptance: x / 200 }), 0.8],
};

/** The law without its shortcut, with a record of the rows and cells that were asked for. */
function watched(law: FlowLaw, asked: { rows: number; cells: number }, hasCells: boolean): FlowLaw {
  const { fillCells, fillLogRow, fillRow, ...rest } = law;
  const counted =
    (fill: FlowLaw["fillRow"]): FlowLaw["fillRow"] =>
    (o, into) => {
      asked.rows++;
      fill(o, into);
    };
  const cells = (o: number, columns: Uint32Array, into: Float64Array): number => {
    asked.cells++;
    into.fill(Number.NaN);
    return fillCells!(o, columns, into);
  };
  return {
    ...rest,
    fillRow: counted(fillRow),
    ...(fillLogRow === undefined ? {} : { fillLogRow: counted(fillLogRow) }),
    ...(hasCells ? { fillCells: cells } : {}),
  };
}

/** A few people from each place; more of them from the first two, so that most of their cells have a flow. */
function flowsBy(law: FlowLaw): Parameters<typeof fitLaw>[0] {
  const value = new Float64Array(N * N);
  const row = new Float64Array(N);
  for (let o = 1; o < N; o++) {
    law.fillRow(o, row);
    const total = row.reduce((a, b) => a + b, 0);
    for (let person = 0; person < (o < 3 ? 4000 : 12); person++) {
      let left = random() * total;
      let d = 0;
      while (d < N - 1 && left >= row[d]!) left -= row[d++]!;
      value[o * N + d]!++;
    }
  }
  const ids = at.map((_, l) => `p${l}`);
  return {
    locations: createLocations(
      "zones",
      ids,
      at.map((x) => x / 10),
      at.map(() => 0),
    ),
    ...sparseFromDense(N, N, value),
  };
}

describe("a law that tells single cells is calibrated by them", () => {
  for (const [name, [lawAt, planted]] of Object.entries(LAWS)) {
    const flows = flowsBy(lawAt(planted));
    for (const criterion of [mostLikely(), bestCommonPart()]) {
      it(`to the same parameters as by whole rows, with fewer of these: ${name}, ${criterion.name}`, () => {
        const fitted = (hasCells: boolean) => {
          const asked = { rows: 0, cells: 0 };
          const lawOf = ({ x }: { x: number }): FlowLaw => watched(lawAt(x), asked, hasCells);
          return { fit: fitLaw(flows, { lawAt: lawOf, parameters: { x: scale }, criterion }), asked };
        };
        const few = fitted(true);
        const whole = fitted(false);
        for (const key of ["parameters", "standardErrors", "poissonErrors"] as const) {
          const [x, y] = [few.fit[key].x, whole.fit[key].x];
          if (Number.isNaN(y)) expect(x).toBeNaN();
          else expect(Math.abs(x / y - 1)).toBeLessThan(key === "parameters" ? 1e-7 : 1e-6);
        }
        for (const key of ["value", "dispersion"] as const) {
          expect(Math.abs(few.fit[key] / whole.fit[key] - 1)).toBeLessThan(1e-7);
        }
        few.fit.curve.value.forEach((height, c) => {
          expect(Math.abs(height / whole.fit.curve.value[c]! - 1)).toBeLessThan(1e-12);
        });
        expect(whole.asked.cells).toBe(0);
        expect(few.asked.cells).toBeGreaterThan(10 * N);
        expect(few.asked.rows).toBeLessThan(whole.asked.rows / 3);
      });
    }
  }

  it("but by whole rows where a criterion reads all pairs, or inflows are kept too", () => {
    const [lawAt, planted] = LAWS["extended radiation"]!;
    const flows = flowsBy(lawAt(planted));
    const asked = { rows: 0, cells: 0 };
    const options = { lawAt: ({ x }: { x: number }) => watched(lawAt(x), asked, true), parameters: { x: scale } };
    expect(fitLaw(flows, { ...options, criterion: leastSquares() }).converged).toBe(true);
    expect(fitLaw(flows, { ...options, criterion: mostLikely(), constraint: doublyConstrained() }).converged).toBe(
      true,
    );
    expect(asked.cells).toBe(0);
  });

  it("and refused where a cell or the sum is none, by name", () => {
    const [lawAt, planted] = LAWS["extended radiation"]!;
    const flows = flowsBy(lawAt(planted));
    const fitWith = (fillCells: FlowLaw["fillCells"]) => () =>
      fitLaw(flows, {
        lawAt: ({ x }) => ({ ...lawAt(x), fillCells: fillCells! }),
        parameters: { x: scale },
        criterion: mostLikely(),
      });
    expect(fitWith(() => Number.NaN)).toThrow(
      /^fitLaw: the sum of weights by lawAt\(x: 0\.05\) from p\d+ must be a finite number/,
    );
    const negative = (_: number, columns: Uint32Array, into: Float64Array): number => {
      for (const d of columns) into[d] = -1;
      return 1;
    };
    expect(fitWith(negative)).toThrow(
      /^fitLaw: the weight by lawAt\(x: 0\.05\) from p\d+ to p\d+ must be a finite number/,
    );
  });
});

describe("single cells, and the sum of a row, are those of the whole row", () => {
  // Places that are equally far from one another, some of them without people.
  const distances = squareOf(N, (i, j) => Math.abs((i % 5) - (j % 5)));
  const people = mass.map((m, l) => (l % 4 === 1 ? 0 : m));
  const columns = Uint32Array.from([0, 1, 2, 7, 8, 13, N - 1]);

  for (const rule of [splitTies(), sequentialTies()]) {
    for (const ranked of [false, true]) {
      it(`places passed ${rule.passes}, ${ranked ? "ranked before" : "sorted"}`, () => {
        const own = ranked
          ? { mass: people, distances: rankDestinations({ distances, ties: rule }) }
          : { mass: people, distances, ties: rule };
        const laws = [
          radiationLaw(own),
          extendedRadiationLaw({ ...own, alpha: 0.6 }),
          selectiveRadiationLaw({ ...own, lambda: 0.9 }),
          schneiderLaw({ ...own, acceptance: 0.01 }),
        ];
        for (const law of laws) {
          // One origin after the other, so that nothing is left of the one before.
          for (const origin of [0, 1, 7, 13, N - 1]) {
            const isLog = law.fillLogRow !== undefined;
            const whole = new Float64Array(N);
            (law.fillLogRow ?? law.fillRow)(origin, whole);
            const some = new Float64Array(N).fill(Number.NaN);
            const sum = law.fillCells!(origin, columns, some);
            const weights = isLog ? whole.map(Math.exp) : whole;
            const total = weights.reduce((a, b) => a + b, 0);
            expect(Math.abs(sum - (isLog ? Math.log(total) : total)), law.name).toBeLessThan(1e-13);
            whole.forEach((weight, d) => {
              if (!columns.includes(d)) expect(some[d]).toBeNaN();
              else if (!Number.isFinite(weight) || weight === 0) expect(some[d]).toBe(weight);
              else expect(Math.abs(some[d]! / weight - 1), law.name).toBeLessThan(1e-13);
            });
          }
        }
      });
    }
  }

  it("but where places are passed twice or not at all, or nobody knows how, there are rows only", () => {
    const unknown = { relativeTolerance: 0, fill: sequentialTies().fill } as ReturnType<typeof sequentialTies>;
    for (const ties of [inclusiveTies(), exclusiveTies(), unknown]) {
      expect(extendedRadiationLaw({ mass: people, distances, ties, alpha: 0.6 }).fillCells).toBeUndefined();
    }
  });
});

it("costs that are equal to the last digit are equal for a rule that allows no difference", () => {
  const same = squareOf(3, () => 4);
  const row = new Float64Array(3);
  radiationLaw({ mass: [2, 1, 3], distances: same, ties: splitTies({ relativeTolerance: 0 }) }).fillRow(0, row);
  // Both places together: 1 − 2 / (2 + 4), shared 1 : 3.
  expect([...row]).toEqual([0, expect.closeTo(1 / 6, 14), expect.closeTo(1 / 2, 14)]);
});
