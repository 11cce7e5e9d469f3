import { describe, expect, it } from "vitest";
import { countFlowLengths } from "../../src/metrics/flow-lengths.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";
import { formatFlowLengthsChart } from "../../src/report/chart-flow-lengths.ts";

const distances = { rows: 1, columns: 5, value: Float64Array.of(1, 12, 25, 60, 500) };
const from = [0, 10, 20, 50, 100];
const lengthsOf = (...trips: number[]): ReturnType<typeof countFlowLengths> =>
  countFlowLengths({ rows: 1, columns: 5, value: Float64Array.from(trips) }, { distances, from, diagonal: true });
const released = (...trips: number[]): ReturnType<typeof releaseTable> =>
  releaseTable(lengthsOf(...trips), { minPeople: 16 });
const options = { title: "Trips", unit: "km" };
const series = [
  { label: "observed", lengths: released(400, 300, 150, 50, 100) },
  { label: "power law", lengths: released(500, 200, 100, 100, 100) },
];

describe("the chart of trip lengths", () => {
  it("is as high as the share of a band over its width", () => {
    const svg = formatFlowLengthsChart(series, options);
    const columns = /<path d="((?:M[\d.]+,[\d.]+V[\d.]+H[\d.]+V[\d.]+Z)+)" fill="#d5d5d5"/.exec(svg)![1]!;
    const bars = [...columns.matchAll(/M([\d.]+),([\d.]+)V([\d.]+)H([\d.]+)/g)].map((match) =>
      match.slice(1).map(Number),
    ) as [left: number, bottom: number, top: number, right: number][];
    expect(bars).toHaveLength(4);
    const areas = bars.map(([left, bottom, top, right]) => (right - left) * (bottom - top));
    for (const [b, share] of [0.4, 0.3, 0.15, 0.05].entries()) {
      expect(areas[b]! / areas[0]!).toBeCloseTo(share / 0.4, 2);
    }
    expect(svg).toContain("Farther than 100 km: observed 10\u00a0%, power law 10\u00a0%.");
    expect(svg).toMatch(/<desc id="description">[^<]*observed: most in one band from 0 to 10 km, 40\u00a0%\./);
  });

  it("leaves hidden bands out, two at least, and says how many", () => {
    const few = formatFlowLengthsChart(
      [series[0]!, { label: "few", lengths: released(500, 200, 3, 100, 100) }],
      options,
    );
    expect(few).toContain("Bands that are hidden or without trips: 2.");
    expect(few).toContain("Threshold: 16.");
    expect(few).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("is the same bytes for the same trips, and has a scale where all are hidden", () => {
    expect(formatFlowLengthsChart(structuredClone(series), { ...options })).toBe(
      formatFlowLengthsChart(series, options),
    );
    const none = formatFlowLengthsChart([{ label: "none", lengths: released(1, 1, 1, 1, 1) }], options);
    expect(none).toContain("none: no band is shown.");
    expect(none).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("takes released trips over the same bands alone", () => {
    const chart = (given: unknown): string => formatFlowLengthsChart(given as never, options);
    expect(() => chart([{ label: "raw", lengths: lengthsOf(400, 300, 150, 50, 100) }])).toThrow(
      /must be a released result/,
    );
    expect(() => chart([])).toThrow("formatFlowLengthsChart: series.length must be at least 1, got 0");
    const other = releaseTable(
      countFlowLengths(
        { rows: 1, columns: 5, value: Float64Array.of(90, 90, 90, 90, 90) },
        { distances, from: [0, 11, 20, 50, 100], diagonal: true },
      ),
      { minPeople: 16 },
    );
    expect(() => chart([series[0], { label: "other", lengths: other }])).toThrow(/over the bands of the first series/);
    const eight = Array.from({ length: 8 }, () => series[0]);
    expect(() => chart(eight)).toThrow(/series.length must be at most 7, got 8/);
  });

  it("draws no share whose trips are hidden, by whatever layout it was released", () => {
    const lengths = lengthsOf(50, 30, 4, 40, 20);
    const keys = ["from", "to", "share"];
    const custom = releaseTable(lengths, { minPeople: 16, layout: { keys, counts: ["flow"] } });
    const shown = (released: typeof custom): number =>
      formatFlowLengthsChart([{ label: "trips", lengths: released }], options).match(/V[\d.]+H/g)!.length;
    const usual = releaseTable(lengths, {
      minPeople: 16,
      layout: { keys: ["from", "to"], counts: ["flow"], made: { share: ["flow"] } },
    });
    expect(Number.isNaN(usual.shown.columns["share"]!.at(-1) as number)).toBe(
      Number.isNaN(usual.shown.columns["flow"]!.at(-1) as number),
    );
    expect(shown(custom)).toBe(shown(usual));
  });
});
