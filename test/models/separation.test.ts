import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { fitFlowPanel } from "../../src/models/panel-fit.ts";
import { renumbered } from "../../src/models/regression-groups.ts";
import { findSeparated, leaveOutGroups } from "../../src/models/separation.ts";
import { denseColumns, separatedDense } from "../slow/panel-regression.ts";

/** A small table with many zeros, whole covariates and up to two sets of groups. */
function smallWorld(seed: number) {
  const random = createRandom(`separation ${seed}`);
  const n = 6 + Math.floor(5 * random());
  const whole = (most: number): Float64Array => Float64Array.from({ length: n }, () => Math.floor(most * random()));
  const y = Float64Array.from({ length: n }, () => (random() < 0.6 ? 0 : 1 + Math.floor(3 * random())));
  const columns = [whole(3).map((x) => x - 1), whole(3).map((x) => x - 1)];
  const sets = [whole(3), whole(3)].slice(0, seed % 3);
  return { n, y, columns, sets };
}

describe("separated rows", () => {
  it("are those that the extreme directions of all rows tell, with a certificate", () => {
    let found = 0;
    let none = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { n, y, columns, sets } = smallWorld(seed);
      if (!y.some((flow) => flow > 0)) continue;
      const ones = new Float64Array(n).fill(1);
      const own = sets.length === 0 ? [ones, ...columns] : columns;
      const rows = denseColumns(own, sets, n);
      const expected = separatedDense(y, rows)
        .map((is, i) => (is ? i : -1))
        .filter((i) => i >= 0);
      const panel = { length: n, columns: { y, a: columns[0]!, b: columns[1]! } };
      const fit = fitFlowPanel(panel, { flow: "y", covariates: ["a", "b"], fixedEffects: sets });
      expect(Array.from(fit.separatedRows), `world ${seed}`).toEqual(expected);
      if (expected.length > 0) found++;
      else none++;
    }
    expect(found).toBeGreaterThan(40);
    expect(none).toBeGreaterThan(15);
  });

  it("have a z of 0 beside flows, above 0 for them, that covariates and constants make", () => {
    const y = Float64Array.of(0, 0, 1, 2, 0);
    const x = Float64Array.of(1, 2, 0, 0, 0);
    const { separated, certificate } = findSeparated(y, [new Float64Array(5).fill(1), x], []);
    expect(Array.from(separated)).toEqual([1, 1, 0, 0, 0]);
    expect(certificate[1]! / certificate[0]!).toBeCloseTo(2, 6);
    expect(Array.from(certificate.subarray(2))).toEqual([0, 0, 0]);
  });

  it("are none where both sides of a covariate have no flow", () => {
    const { separated } = findSeparated(
      Float64Array.of(0, 0, 3),
      [new Float64Array(3).fill(1), Float64Array.of(1, -1, 0)],
      [],
    );
    expect(Array.from(separated)).toEqual([0, 0, 0]);
  });
});

describe("groups that are left out", () => {
  const set = renumbered([7, 7, 8, 8, 9], [0, 1, 2, 3, 4]);
  it("are those without a flow and single rows, and what that leaves single in turn", () => {
    const other = renumbered([1, 2, 2, 3, 3], [0, 1, 2, 3, 4]);
    const left = leaveOutGroups(Float64Array.of(1, 1, 0, 2, 1), [set, other], Uint32Array.of(0, 1, 2, 3, 4), false);
    // Row 4 is alone in group 9, row 0 in group 1; then row 1 is alone in 7 and row 3 in 3, and row 2 in 2 has no flow.
    expect(Array.from(left.rows)).toEqual([]);
    expect(Array.from(left.withoutFlow)).toEqual([2]);
    expect(Array.from(left.single).sort()).toEqual([0, 1, 3, 4]);
  });
  it("keep their zeros where those are no observations", () => {
    const left = leaveOutGroups(new Float64Array(5), [set], Uint32Array.of(0, 1, 2, 3, 4), true);
    expect(Array.from(left.rows)).toEqual([0, 1, 2, 3]);
    expect(Array.from(left.single)).toEqual([4]);
  });
});
