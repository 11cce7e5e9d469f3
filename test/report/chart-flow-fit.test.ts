import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { createTable } from "../../src/core/table.ts";
import { countFlowsByExpected, logarithmicBins } from "../../src/metrics/flow-fit-bins.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";
import { formatFlowFitChart } from "../../src/report/chart-flow-fit.ts";

const n = 30;
const random = createRandom("chart");
const expected = { rows: n, columns: n, value: Float64Array.from({ length: n * n }, () => 10 ** (5 * random() - 1)) };
const observed = {
  ...expected,
  value: expected.value.map((flow) => (random() < 0.2 ? 0 : Math.floor(flow * (0.5 + random()) + random()))),
};
const bins = countFlowsByExpected(observed, expected, {
  bins: logarithmicBins({ perDecade: 2 }),
  minPairs: 1,
  diagonal: false,
});
const released = releaseTable(bins, { minPeople: 16 });
const options = { title: "A & B <flows>", minPairs: 20 };

/** Centres of the points of a chart, with their colours. */
function pointsOf(svg: string): { x: number; y: number; fill: string }[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="3.4" fill="(#\w+)"/g)].map(([, x, y, fill]) => {
    return { x: Number(x), y: Number(y), fill: fill! };
  });
}

describe("the chart of observed against expected flows", () => {
  it("says what it shows to those who cannot see it, with every sign of the title", () => {
    const svg = formatFlowFitChart([{ label: "law", bins: released }], options);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title description"/);
    expect(svg).toContain('<title id="title">A &amp; B &lt;flows&gt;</title>');
    expect(svg).toMatch(/<desc id="description">[^<]*law: \d+ bins of [\d.]+ to \d+ expected/);
    expect(svg).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it("has a point for each bin that is shown, grey where pairs are few, and counts those that are hidden", () => {
    const { meanExpected, meanObserved, pairs } = released.shown.columns as Readonly<Record<string, Float64Array>>;
    const shown = Array.from(meanObserved!, (_, r) => r).filter((r) => meanObserved![r]! >= 0);
    const hidden = meanObserved!.length - shown.length;
    expect(hidden).toBeGreaterThan(0);
    const minPairs = shown.map((r) => pairs![r]!).sort((a, b) => a - b)[shown.length >> 1]!;
    const svg = formatFlowFitChart([{ label: "law", bins: released }], { ...options, minPairs });
    const points = pointsOf(svg);
    expect(points.map(({ fill }) => fill === "#999")).toEqual(shown.map((r) => pairs![r]! < minPairs));
    expect(points.some(({ fill }) => fill === "#999") && points.some(({ fill }) => fill !== "#999")).toBe(true);
    expect(svg).toContain(`of which nothing is expected: ${hidden}.`);
    expect(svg).toContain("Threshold: 16.");
    // Both scales are the same: a point lies above the diagonal where more was observed than expected.
    const [frame] = svg.matchAll(/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" fill="none"/g);
    const [left, top, width, height] = frame!.slice(1).map(Number) as [number, number, number, number];
    // A label for each power of ten and one for 0.
    const powers = svg.match(/text-anchor="end"/g)!.length - 2;
    for (const [k, r] of shown.entries()) {
      const across = (points[k]!.x - left) / width;
      const up = (top + height - points[k]!.y) / height;
      const decades = Math.log10(meanObserved![r]! / meanExpected![r]!);
      expect(up - across).toBeCloseTo(decades / powers, 2);
    }
  });

  it("puts flows of 0 into the strip under the scale", () => {
    const zeros = countFlowsByExpected(
      { rows: 1, columns: 8, value: Float64Array.of(0, 0, 0, 0, 0, 0, 10, 20) },
      { rows: 1, columns: 8, value: new Float64Array(8).fill(4) },
      { bins: logarithmicBins({ perDecade: 1 }), minPairs: 2, diagonal: true },
    );
    const svg = formatFlowFitChart([{ label: "law", bins: releaseTable(zeros, { minPeople: 2 }) }], {
      ...options,
      minPairs: 2,
    });
    const strip = /<rect x="\d+" y="(\d+)" width="\d+" height="(\d+)" fill="#f4f4f4"/.exec(svg)!;
    const median = /,([\d.]+)h8"/.exec(svg)!;
    expect(Number(median[1])).toBe(Number(strip[1]) + Number(strip[2]) / 2);
  });

  it("draws panels side by side on the same scales, and the same input as the same bytes", () => {
    const panels = [1, 2, 3, 4, 5].map((k) => ({ label: `law ${k}`, bins: released }));
    const svg = formatFlowFitChart(panels, options);
    expect(svg.match(/ font-weight="bold">law \d/g)).toHaveLength(5);
    expect(formatFlowFitChart(structuredClone(panels), { ...options })).toBe(svg);
    const points = pointsOf(svg);
    const each = points.length / 5;
    expect(points[each]!.y).toBe(points[0]!.y);
    expect(points[each]!.x - points[0]!.x).toBeCloseTo(points[2 * each]!.x - points[each]!.x, 6);
  });

  it("has a scale also where all bins are hidden", () => {
    const none = releaseTable(bins, { minPeople: 1e9 });
    const svg = formatFlowFitChart([{ label: "law", bins: none }], options);
    expect(pointsOf(svg)).toEqual([]);
    expect(svg).toContain("law: no bin is shown.");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("is drawn of released bins alone, and never of a bin of fewer people than the threshold", () => {
    const chart = (given: unknown): string => formatFlowFitChart([{ label: "law", bins: given as never }], options);
    expect(() => chart(bins)).toThrow(/released must be a released result/);
    const other = releaseTable(
      createTable({ label: ["x"], users: Float64Array.of(90), onlyBefore: Float64Array.of(20) }),
      {
        minPeople: 16,
      },
    );
    expect(() => chart(other)).toThrow(/bins of flows such as countFlowsByExpected makes/);
    const meanObserved = Float64Array.from(released.shown.columns["meanObserved"] as Float64Array, () => 1e-3);
    const forged = { ...released, shown: { ...released.shown, columns: { ...released.shown.columns, meanObserved } } };
    expect(() => chart(forged)).toThrow(/at least the threshold together, got fewer people/);
    expect(() => formatFlowFitChart([], options)).toThrow(
      "formatFlowFitChart: panels.length must be at least 1, got 0",
    );
  });

  it("has a grey point, and no box at 0, for a bin whose number of pairs is hidden, and its quartiles with it", () => {
    const flat = (...value: number[]): typeof expected => ({ rows: 1, columns: 6, value: Float64Array.from(value) });
    const few = countFlowsByExpected(flat(20, 30, 40, 10, 20, 60), flat(1, 2, 3, 40, 50, 60), {
      bins: logarithmicBins({ perDecade: 1 }),
      minPairs: 1,
      diagonal: true,
    });
    const hidden = releaseTable(few, { minPeople: 16 });
    expect([...(hidden.shown.columns["pairs"] as Float64Array)]).toEqual([Number.NaN, Number.NaN]);
    const svg = formatFlowFitChart([{ label: "law", bins: hidden }], { ...options, minPairs: 1 });
    expect(pointsOf(svg).map(({ fill }) => fill)).toEqual(["#999", "#999"]);
    expect(svg).not.toContain('width="8"');
    expect(svg).toContain("Grey points: fewer than 1 pairs of places, or a hidden number.");
  });
});
