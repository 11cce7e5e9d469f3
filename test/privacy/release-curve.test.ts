import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTable } from "../../src/core/table.ts";
import { measureReturn } from "../../src/metrics/displacement-return.ts";
import { kaplanMeier } from "../../src/metrics/survival-curves.ts";
import { releaseCurve } from "../../src/privacy/release-curve.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";

const anySpells = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1 })), {
  maxLength: 200,
});

describe("a released curve", () => {
  it("has steps of enough people only, after whom nobody or enough are left", () => {
    fc.assert(
      fc.property(anySpells, fc.integer({ min: 2, max: 30 }), (spells, minPeople) => {
        const duration = spells.map(([days]) => days);
        const observed = spells.map(([, seen]) => seen);
        const groups = { groupOf: spells.map((_, s) => s % 2), labels: ["x", "y"] };
        const curves = kaplanMeier({ duration, observed }, { confidence: 0.9, ...groups });
        const { shown, hiddenCells } = releaseCurve(curves, { minPeople });
        const { label, time, atRisk, events, censored, survival } = shown.columns as Record<string, Float64Array>;
        expect(shown.length + hiddenCells).toBe(curves.length);
        for (let r = 0; r < shown.length; r++) {
          const isFirst = r === 0 || label![r] !== label![r - 1];
          if (!isFirst || time![r]! > 0 || events![r]! > 0) expect(events![r]).toBeGreaterThanOrEqual(minPeople);
          for (const people of [censored![r]!, atRisk![r]! - events![r]! - censored![r]!]) {
            if (people > 0) expect(people).toBeGreaterThanOrEqual(minPeople);
          }
          expect(atRisk![r]).toBeGreaterThanOrEqual(minPeople);
          if (!isFirst) expect(atRisk![r]).toBe(atRisk![r - 1]! - events![r - 1]! - censored![r - 1]!);
          const k = curves.columns.time.findIndex((t, i) => t === time![r] && curves.columns.label[i] === label![r]);
          expect(Math.abs(survival![r]! - curves.columns.survival[k]!)).toBeLessThanOrEqual(0.0005 + 1e-12);
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("of return has the same form", () => {
    const users = Array.from({ length: 90 }, (_, u) => `u${u}`);
    const columns = {
      origin: new Uint32Array(90),
      firstDay: new Int32Array(90),
      days: Uint32Array.from(users, (_, u) => 1 + (u % 9)),
      returned: Uint8Array.from(users, (_, u) => (u % 9 < 7 ? 1 : 0)),
    };
    const offsets = Uint32Array.from({ length: 91 }, (_, u) => u);
    const curve = measureReturn({ users, offsets, length: 90, columns }, { confidence: 0.95 });
    const { shown, rule } = releaseCurve(curve, { minPeople: 16 });
    expect(shown.columns["days"]).toEqual(Float64Array.of(0, 2, 4, 6));
    expect(shown.columns["returned"]).toEqual(Float64Array.of(0, 20, 20, 20));
    expect(shown.columns["share"]).toEqual(Float64Array.of(0, 0.222, 0.444, 0.667));
    expect(rule).toBe("steps are joined until 16 people stand behind each");
    expect(() => releaseTable(curve, { minPeople: 16 })).toThrow(
      /got a curve of durations \(releaseCurve joins its steps\)/,
    );
  });

  it("is refused where entries are late, whose people no step would show", () => {
    const curves = kaplanMeier({ duration: [3, 5, 8], observed: [1, 1, 1], entry: [0, 4, 4] }, { confidence: 0.95 });
    expect(() => releaseCurve(curves, { minPeople: 2 })).toThrow(/no late entries/);
    const other = createTable({ atRisk: Uint32Array.of(1), censored: Uint32Array.of(0) });
    expect(() => releaseCurve(other, { minPeople: 2 })).toThrow(
      /releaseCurve: curve must be a curve, made by kaplanMeier/,
    );
  });
});
